"""Labels, headings and data of a made-up office as text elements, each set to fit its box."""

import dataclasses
from datetime import date

import numpy as np

from sample_docs.generator import fonts
from sample_docs.generator.designs import parts
from sample_docs.generator.elements import Element, Text
from sample_docs.generator.geometry import Box
from sample_docs.generator.ink import AnyInk
from sample_docs.generator.people import MONTHS, Record

from .cells import Cell
from .colours import Inks
from .office import Office
from .places import Places
from .scripts import RIGHT_TO_LEFT, written
from .typefaces import Typefaces
from .words import LABELS, MONTHS as OTHER_MONTHS, SHORT

_BASELINE = 0.92 / 1.16
"""Share of a line's height that lies above its baseline (`elements.Text.box`)."""
_LEAST = 0.72
"""Narrowest stretch of a label before a shorter wording is taken."""


def line(name: str, text: str, box: Box, ink: AnyInk, font: str) -> Text:
    """Text in a box as high as its line, condensed where it is too long."""
    return Text(
        name=name,
        text=text,
        x=box.x,
        y=box.y + _BASELINE * box.h,
        size=box.h / 1.16,
        ink=ink,
        font=font,
        room=box.w,
    )


def labels(places: Places, office: Office, inks: Inks) -> tuple[Element, ...]:
    """The labels of the fields."""
    made: list[Element] = []
    for number, cell in enumerate(places.cells):
        made += _label(number, cell, office, inks)
    if places.signature is not None:
        made += _signature_label(places.signature, office, inks)
    return tuple(made)


def _label(number: int, cell: Cell, office: Office, inks: Inks) -> list[Text]:
    wording, faces = office.wording, office.faces
    name, box = f"caption-{cell.name}", cell.label
    if office.manner.setting.style == "numbered":
        return [line(name, f"{number + 1}.", box, inks.label, faces.label)]
    first = LABELS[wording.first][cell.name]
    if wording.second and wording.script == "latin":
        both = f"{first} / {LABELS[wording.second][cell.name]}"
        if _fits(both, faces.label, box):
            return [line(name, both, box, inks.label, faces.label)]
    elif wording.second:
        foreign = written(LABELS["esperanto"][cell.name], wording.script)
        if pair := _pair(cell, (first, foreign), office, inks):
            return pair
    short = wording.first == "english" and not _fits(first, faces.label, box)
    text = SHORT[cell.name] if short else first
    return [line(name, text, box, inks.label, faces.label)]


def _fits(text: str, font: str, box: Box) -> bool:
    return fonts.text_width(text, font, box.h / 1.16) * _LEAST <= box.w


def _pair(cell: Cell, words: tuple[str, str], office: Office, inks: Inks) -> list[Text]:
    """A label in two scripts, the second after a slash; empty where they do not fit."""
    (first, foreign), box = words, cell.label
    name, faces, size = f"caption-{cell.name}", office.faces, box.h / 1.16
    own, other = (
        fonts.text_width(first + " / ", faces.label, size),
        fonts.text_width(foreign, faces.script, size),
    )
    if (own + other) * _LEAST > box.w:
        return []
    share = min(1.0, box.w / (own + other))
    left = Box(x=box.x, y=box.y, w=own * share, h=box.h)
    right = Box(x=box.x + own * share, y=box.y, w=other * share + 0.01, h=box.h)
    if office.wording.script in RIGHT_TO_LEFT and office.seed % 2:
        # Some offices set a script that runs leftwards at the right edge of the field.
        right = Box(x=box.x + box.w - right.w, y=box.y, w=right.w, h=box.h)
    return [
        line(
            name,
            first + (" /" if share * (own + other) < 0.8 * box.w else " / "),
            left,
            inks.label,
            faces.label,
        ),
        line(f"{name}-2", foreign, right, inks.label, faces.script),
    ]


def _signature_label(box: Box, office: Office, inks: Inks) -> list[Text]:
    if office.seed % 3 == 0:
        return []
    words = {
        "english": "Signature",
        "french": "Signature",
        "spanish": "Firma",
        "esperanto": "Subskribo",
        "interlingua": "Signatura",
    }
    high = min(1.5, 0.3 * box.h)
    foot = Box(x=box.x, y=box.y + box.h - high, w=box.w, h=high)
    return [line("caption-signature", words[office.wording.first], foot, inks.label, office.faces.label)]


def headings(places: Places, office: Office, inks: Inks, rng: np.random.Generator) -> tuple[Element, ...]:
    """Name of the state and kind of document in the heading, and its second language."""
    wording, faces, bar = office.wording, office.faces, places.header
    kind, other = wording.kind
    if wording.script != "latin":
        other = written(other, wording.script)
    foreign = faces.script if wording.script != "latin" else faces.subtitle
    turned = office.manner.header != "top"
    if turned:
        bar = Box(x=0.0, y=0.0, w=places.header.h, h=places.header.w)
    texts = _set_heading(bar, (wording.state, kind, other), (faces.title, faces.subtitle, foreign), inks, rng)
    return tuple(_upright(text, places.header, office) if turned else text for text in texts)


def _set_heading(
    bar: Box, words: tuple[str, str, str], faces: tuple[str, str, str], inks: Inks, rng: np.random.Generator
) -> list[Text]:
    """Stacked at the left, in the middle, or the state at the left and the kind at the right."""
    manner = str(rng.choice(["left", "middle", "apart"]))
    state, kind, other = words
    if manner == "apart":
        half = 0.56 * bar.w
        left = Box(x=bar.x, y=bar.y + 0.12 * bar.h, w=half - 1.5, h=0.76 * bar.h)
        upper = Box(x=bar.x + half, y=bar.y + 0.06 * bar.h, w=bar.w - half, h=0.46 * bar.h)
        lower = Box(x=bar.x + half, y=bar.y + 0.56 * bar.h, w=bar.w - half, h=0.38 * bar.h)
        texts = [
            line("title", state, left, inks.heading, faces[0]),
            line("title-kind", kind, upper, inks.heading, faces[1]),
            line("title-other", other, lower, inks.heading, faces[2]),
        ]
        return [texts[0], *(_shifted(t, bar.x + bar.w - t.width - t.x) for t in texts[1:])]
    upper = Box(x=bar.x, y=bar.y, w=bar.w, h=0.58 * bar.h)
    lower = Box(x=bar.x, y=bar.y + 0.6 * bar.h, w=0.49 * bar.w, h=0.38 * bar.h)
    beside = Box(x=bar.x + 0.51 * bar.w, y=lower.y, w=0.49 * bar.w, h=lower.h)
    title = line("title", state, upper, inks.heading, faces[0])
    first = line("title-kind", kind, lower, inks.heading, faces[1])
    second = line("title-other", other, beside, inks.heading, faces[2])
    second = _shifted(second, first.x + first.width + 0.5 * bar.h - second.x)
    if manner == "middle":
        free = bar.w - (second.x + second.width - bar.x)
        first, second = _shifted(first, free / 2), _shifted(second, free / 2)
        title = _shifted(title, (bar.w - title.width) / 2)
    return [title, first, second]


def _shifted(text: Text, dx: float) -> Text:
    return dataclasses.replace(text, x=text.x + dx)


def _upright(text: Text, bar: Box, office: Office) -> Text:
    """A line of a heading that runs up the left edge or down the right one."""
    if office.manner.header == "left":
        return dataclasses.replace(text, x=bar.x + text.y, y=bar.y + bar.h - text.x, turn=-90.0)
    return dataclasses.replace(text, x=bar.x + bar.w - text.y, y=bar.y + text.x, turn=90.0)


def printed_day(day: date, style: str) -> str:
    """A date as the office writes it."""
    month = MONTHS[day.month - 1]
    text = (
        style.replace("YYYY", f"{day.year}")
        .replace("DD", f"{day.day:02d}")
        .replace("MON", OTHER_MONTHS[day.month - 1])
    )
    return text.replace("MMM", month).replace("MM", f"{day.month:02d}")


def visible_texts(office: Office, record: Record, names: tuple[str, ...]) -> dict[str, str]:
    """The texts of the named fields as this office prints them."""
    wording, person = office.wording, record.holder
    texts = parts.visible_fields(record, office.code, names)
    days = {
        "birth": person.birth,
        "issued": record.issued,
        "expires": record.expires,
        "valid_from": record.issued,
    }
    texts |= {name: printed_day(day, wording.dates) for name, day in days.items() if name in texts}
    if wording.spaced and "number" in texts:
        texts["number"] = f"{record.number[:2]} {record.number[2:5]} {record.number[5:]}"
    if wording.name_case == "title":
        written_names = {"surname", "given_names", "birthplace"}
        texts |= {name: text.title() for name, text in texts.items() if name in written_names}
    return texts


def values(places: Places, office: Office, texts: dict[str, str], inks: Inks) -> tuple[Element, ...]:
    """The data of the holder."""
    return tuple(_value(cell, office.faces, texts[cell.name], inks) for cell in places.cells)


def _value(cell: Cell, faces: Typefaces, text: str, inks: Inks) -> Text:
    number = cell.name in {"number", "card_number"}
    return line(f"field-{cell.name}", text, cell.value, inks.data, faces.number if number else faces.data)
