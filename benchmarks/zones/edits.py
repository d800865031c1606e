"""Single-field edits of a Utopia sheet: one character of number, birth or expiry, in the MRZ, the visual zone or both.

Also another name in the visual zone, and a zone in another type face or at another pitch. The edit is made before the
page is printed and captured, so that nothing but the altered characters (and their type face) tells a forgery from a
genuine page: no patch, no second compression.
"""

import dataclasses
from dataclasses import dataclass
from datetime import date

import numpy as np

from sample_docs.generator import fonts
from sample_docs.generator.elements import Text
from sample_docs.generator.forge import truth
from sample_docs.generator.forge.retype import cells, differing
from sample_docs.generator.mrz import mrz_date
from sample_docs.generator.people import Record, holder, printed_date
from sample_docs.generator.sheet import Sheet

FIELDS = ("number", "birth", "expires")
SYSTEM = "/usr/share/fonts/"
FACES = {
    "mono": (fonts.MONO, 1.0),
    "courier": (SYSTEM + "opentype/urw-base35/NimbusMonoPS-Bold.otf", 1.25),
    "liberation": (SYSTEM + "truetype/liberation/LiberationMono-Regular.ttf", 1.05),
    "sans": (SYSTEM + "truetype/liberation/LiberationSans-Regular.ttf", 0.97),
    "dejavu": (fonts.WIDE, 0.96),
}
"""Type faces that a forger has at hand, scaled to the height of OCR-B's capitals."""
KINDS = (
    "mrz-stale",
    "mrz-valid",
    "viz-only",
    "viz-given",
    "viz-surname",
    "both",
    "retype-mono",
    "retype-courier",
    "retype-sans",
    "face-mono",
    "face-courier",
    "face-sans",
    "pitch-2.40",
    "pitch-2.47",
    "pitch-2.51",
)
NAMES = {"viz-given": "given_names", "viz-surname": "surname"}
"""Kinds that print another name in the visual zone, and the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An altered sheet, and what was altered."""

    sheet: Sheet
    field: str


def edited(sheet: Sheet, kind: str, field: str, rng: np.random.Generator) -> Edit:
    """Alter one sheet; `field` is ignored where a name or the whole zone is altered."""
    verb, _, way = kind.partition("-")
    of_the_sheet = {
        "genuine": lambda: sheet,
        "face": lambda: whole_zone_in(sheet, way),
        "pitch": lambda: at_pitch(sheet, float(way)),
    }
    if verb in of_the_sheet:
        return Edit(sheet=of_the_sheet[verb](), field="")
    return renamed(sheet, NAMES[kind], rng) if kind in NAMES else single(sheet, kind, field, rng)


def single(sheet: Sheet, kind: str, field: str, rng: np.random.Generator) -> Edit:
    """Alter one character of a field."""
    record = changed(sheet.record, field, rng)
    lines = truth.composed(sheet, record)
    if kind == "mrz-stale":
        return Edit(sheet=truth.with_mrz(sheet, truth.with_old_digits(sheet, lines)), field=field)
    if kind == "mrz-valid":
        return Edit(sheet=truth.with_mrz(sheet, lines), field=field)
    if kind.startswith("retype-"):
        return Edit(sheet=retyped(sheet, lines, kind.removeprefix("retype-")), field=field)
    visible = truth.with_visible(sheet, **{field: printed(record, field)})
    return Edit(sheet=truth.with_mrz(visible, lines) if kind == "both" else visible, field=field)


def renamed(sheet: Sheet, field: str, rng: np.random.Generator) -> Edit:
    """Print another name in the visual zone: a given name of the same sex, or another holder's surname."""
    own = sheet.record.holder
    if field == "given_names":
        text = truth.other_given(sheet.record, rng).printed
    else:
        others = (holder(int(index)).surname for index in rng.integers(0, 8000, 100))
        text = next(other.printed for other in others if other.latin != own.surname.latin)
    return Edit(sheet=truth.with_visible(sheet, **{field: text}), field=field)


def printed(record: Record, field: str) -> str:
    """Give the field as the visual zone prints it."""
    if field == "number":
        return record.number
    return printed_date(record.holder.birth if field == "birth" else record.expires)


def changed(record: Record, field: str, rng: np.random.Generator) -> Record:
    """Change one character, so that the field's check digit changes: a digit for another digit, a date for a real one."""
    if field == "number":
        places = [place for place, symbol in enumerate(record.number) if symbol.isdigit()]
        place = int(rng.choice(places))
        other = str((int(record.number[place]) + int(rng.integers(1, 10))) % 10)
        return record.changed(number=record.number[:place] + other + record.number[place + 1 :])
    old = record.holder.birth if field == "birth" else record.expires
    return record.changed(**{"birth" if field == "birth" else "expires": one_digit_off(old, field, rng)})


def one_digit_off(old: date, field: str, rng: np.random.Generator) -> date:
    """Give a real date that differs in one of its six digits and could stand in this field."""
    low, high = (
        (date(1930, 1, 1), date(2012, 1, 1)) if field == "birth" else (date(2026, 12, 1), date(2041, 1, 1))
    )
    day, found = low, []
    while day < high:
        if sum(a != b for a, b in zip(mrz_date(day), mrz_date(old), strict=True)) == 1:
            found.append(day)
        day = date.fromordinal(day.toordinal() + 1)
    return found[int(rng.integers(0, len(found)))]


def retyped(sheet: Sheet, lines: tuple[str, ...], face: str) -> Sheet:
    """Set only the characters that change in another face, in their cells."""
    changes = [
        change
        for old, new in zip(truth.mrz_texts(sheet), lines, strict=True)
        for change in differing(old, new)
    ]
    blanked = list(lines)
    for row, (old, new) in enumerate(zip(sheet.mrz, lines, strict=True)):
        blanked[row] = "".join(" " if a != b else b for a, b in zip(old, new, strict=True))
    bare = dataclasses.replace(truth.with_mrz(sheet, tuple(blanked)), mrz=lines)
    fresh = [set_in(new, face, name=f"retyped-{index}") for index, (_, new) in enumerate(changes)]
    return dataclasses.replace(bare, personal=(*bare.personal, *fresh))


def whole_zone_in(sheet: Sheet, face: str) -> Sheet:
    """Set the whole zone in another face, in the right cells."""
    altered = sheet
    for line in truth.mrz_texts(sheet):
        altered = altered.with_element(set_in(line, face, name=line.name))
    return altered


def at_pitch(sheet: Sheet, pitch: float) -> Sheet:
    """Set the zone at another pitch (mm; 2.54 is asked)."""
    altered = sheet
    for line in truth.mrz_texts(sheet):
        altered = altered.with_element(dataclasses.replace(line, pitch=pitch))
    return altered


def set_in(text: Text, face: str, *, name: str) -> Text:
    """Set a text of fixed pitch in another face; a narrower glyph stands in the middle of its cell."""
    file, scale = FACES[face]
    size = text.size * scale
    advance = fonts.text_width("0", file, size)
    cell = fonts.text_width("0", text.font, text.size)
    return dataclasses.replace(text, name=name, font=file, size=size, x=text.x + (cell - advance) / 2)


__all__ = ["FACES", "FIELDS", "KINDS", "NAMES", "Edit", "cells", "edited"]
