"""From an office's choices to the designs of its sides."""

import dataclasses
from dataclasses import dataclass
from functools import partial

import numpy as np
import skia

from sample_docs.generator import fonts
from sample_docs.generator.designs import parts
from sample_docs.generator.elements import Element, Lines, Patch, Picture, Text
from sample_docs.generator.geometry import Box
from sample_docs.generator.guilloche import polyline
from sample_docs.generator.ink import UV_RED, Ink
from sample_docs.generator.lights import View
from sample_docs.generator.people import Record
from sample_docs.generator.render import draw_elements
from sample_docs.generator.sheet import Design, mrz_data, rng_of

from . import security
from .colours import Inks, drawn_inks
from .forms import FormSide
from .linework import background, microtext
from .motifs import motif
from .office import Office
from .places import Places
from .portraits import PortraitStyle, drawn_portrait, drawn_second
from .print_texts import headings, labels, values, visible_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class SidePlan:
    """One side of a made-up document, before anybody's data are on it."""

    office: Office
    side: FormSide
    places: Places
    inks: Inks
    portrait: PortraitStyle
    second: PortraitStyle
    uv_portrait: bool
    """Whether the face glows a second time under UV."""
    uv_number: Box | None

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of its fields."""
        return tuple(cell.name for cell in self.places.cells)


def side_designs(office: Office) -> tuple[Design, ...]:
    """The designs of an office's document, front first."""
    rng = rng_of(office.seed, "inks")
    inks = drawn_inks(rng, plastic=office.plastic)
    chance = rng_of(office.seed, "portraits")
    portrait = drawn_portrait(chance, inks.ghost, plastic=office.plastic)
    second = drawn_second(chance, inks.ghost)
    uv_portrait = bool(chance.random() < 0.2)
    made = []
    for number, (side, places) in enumerate(zip(office.form.sides, office.places(), strict=True)):
        own = rng_of(office.seed, "side", number)
        plan = SidePlan(
            office=office,
            side=side,
            places=places,
            inks=inks,
            portrait=portrait,
            second=second,
            uv_portrait=uv_portrait,
            uv_number=_uv_number(places, own),
        )
        made.append(_design(plan, own))
    return tuple(made)


def _uv_number(places: Places, rng: np.random.Generator) -> Box | None:
    """Where the number glows under UV: somewhere over the fields."""
    if rng.random() < 0.2:
        return None
    body = places.body
    high = float(rng.uniform(2.6, 4.2))
    y = body.y + float(rng.uniform(0.1, 0.9)) * max(0.0, body.h - high)
    return Box(x=body.x + 0.2 * body.w, y=y, w=0.7 * body.w, h=high)


def _design(plan: SidePlan, rng: np.random.Generator) -> Design:
    office, places, side = plan.office, plan.places, plan.side
    form, zone = office.form, side.zone
    one = len(form.sides) == 1
    return Design(
        key=office.key if one else f"{office.key}-{side.name}",
        document_type=form.document_type,
        series=str(office.series),
        side=side.name,
        width=form.page.w,
        height=form.page.h,
        substrate=plan.inks.substrate,
        under=_under(plan, rng),
        over=_over(plan, rng),
        personalise=partial(_personalised, plan),
        visible=partial(visible_texts_of, plan),
        fields=plan.fields,
        portrait=places.portrait,
        second_portrait=places.second,
        mrz_place=zone.place if zone else None,
        mrz_code=office.code,
        compose=zone.compose if zone else None,
        edition=office.edition,
        fibres=0 if office.plastic else int(rng.integers(12, 60)),
        fibre_inks=plan.inks.fibres,
        corner=form.corner,
        numbering=(office.wording.numbers, office.wording.letters),
        leaf_number=places.perforation is not None or (side.name == "back" and zone is not None),
    )


def visible_texts_of(plan: SidePlan, record: Record) -> dict[str, str]:
    """The texts of this side's fields."""
    return visible_texts(plan.office, record, plan.fields)


def _under(plan: SidePlan, rng: np.random.Generator) -> tuple[Element, ...]:
    office, places, inks = plan.office, plan.places, plan.inks
    return (
        *_legible(background(places, inks, rng), places, inks),
        *_panels(plan, rng),
        *_emblem(plan, rng),
        *headings(places, office, inks, rng),
        _specimen(plan, rng),
        *labels(places, office, inks),
        *microtext(places, office.wording.word, inks.heading, rng),
        *security.thread(places, inks, rng, plastic=office.plastic),
        *security.luminescence(places, inks, office.wording.word, rng),
    )


_LEAST_LIGHT = 172
"""Grey level that nine tenths of the places of text keep: black print on it has three times the contrast of the lines below."""


def _legible(printing: tuple[Element, ...], places: Places, inks: Inks) -> tuple[Element, ...]:
    """Background printing so pale that text can be read on it: all its layers thinned alike until it is."""
    px_per_mm = 2.5
    boxes = [places.body, *([places.zone] if places.zone is not None else [])]
    for _ in range(12):
        page = places.page
        blank = np.full((round(page.h * px_per_mm), round(page.w * px_per_mm), 4), 255, np.uint8)
        blank[..., :3] = [round(255 * v) for v in inks.substrate.white]
        grey = draw_elements(blank, printing, View(), px_per_mm)[..., :3].mean(axis=2)
        cuts = [box.pixels(px_per_mm) for box in boxes]
        if min(float(np.percentile(grey[y0:y1, x0:x1], 10)) for x0, y0, x1, y1 in cuts) >= _LEAST_LIGHT:
            break
        printing = tuple(
            dataclasses.replace(e, alpha=0.84 * e.alpha) if isinstance(e, Lines) else e for e in printing
        )
    return printing


def _over(plan: SidePlan, rng: np.random.Generator) -> tuple[Element, ...]:
    places = plan.places
    lines = security.veil(places.portrait, plan.inks, rng) if places.portrait is not None else ()
    return (*lines, *security.devices(places, rng), *security.laminate(places, rng))


def _panels(plan: SidePlan, rng: np.random.Generator) -> tuple[Element, ...]:
    """Tints and clearings behind heading, portrait, fields and secondary portrait."""
    places, inks = plan.places, plan.inks
    made: list[Element] = []
    if rng.random() < 0.4:
        bar = places.header.grown(0.7)
        whole = (
            Box(x=0.0, y=0.0, w=places.page.w, h=bar.y + bar.h) if plan.office.manner.header == "top" else bar
        )
        made.append(_filled("band", whole, inks.accent, float(rng.uniform(0.25, 0.55))))
    elif rng.random() < 0.4 and plan.office.manner.header == "top":
        y = places.header.y + places.header.h + 0.5
        rule = Box(x=places.header.x, y=y, w=places.header.w, h=float(rng.uniform(0.15, 0.5)))
        made.append(_filled("rule", rule, inks.heading, 0.8))
    if places.portrait is not None and rng.random() < 0.35:
        made.append(
            _clearing("clearing-portrait", places.portrait.grown(0.4), plan, float(rng.uniform(0.3, 0.7)))
        )
    if rng.random() < 0.3:
        made.append(_clearing("clearing-fields", places.body.grown(0.5), plan, float(rng.uniform(0.25, 0.5))))
    if places.second is not None:
        made.append(parts.clearing(places.second, inks.substrate))
    return tuple(made)


def _filled(name: str, box: Box, ink: object, alpha: float) -> Lines:
    path = skia.Path.Rect(skia.Rect.MakeXYWH(box.x, box.y, box.w, box.h))
    return Lines(name=name, path=path, ink=ink, width=None, alpha=alpha)  # type: ignore[arg-type]


def _clearing(name: str, box: Box, plan: SidePlan, alpha: float) -> Patch:
    """A place where the background printing is left out in part."""
    substrate = plan.inks.substrate
    path = skia.Path.RRect(skia.Rect.MakeXYWH(box.x, box.y, box.w, box.h), 1.2, 1.2)
    return Patch(
        name=name, path=path, white=substrate.white, uv=substrate.uv, ir=substrate.ir, alpha=alpha, soft=0.4
    )


def _emblem(plan: SidePlan, rng: np.random.Generator) -> tuple[Element, ...]:
    """The state's sign, its halves in two inks that IR tells apart."""
    places, inks = plan.places, plan.inks
    if places.emblem is None:
        return ()
    office = rng_of(plan.office.seed, "emblem")
    box = places.emblem
    path = motif(
        int(office.integers(0, 99)),
        box.x + box.w / 2,
        box.y + box.h / 2,
        0.46 * min(box.w, box.h),
        int(office.integers(0, 99)),
    )
    left = dataclasses.replace(box, w=box.w / 2)
    right = dataclasses.replace(box, x=box.x + box.w / 2, w=box.w / 2)
    whole = Lines(name="emblem", path=path, ink=inks.heading, width=None, alpha=0.85)
    if rng.random() < 0.5:
        return (whole,)
    return (
        dataclasses.replace(whole, ink=inks.accent, within=left, alpha=1.0),
        dataclasses.replace(whole, name="emblem-ir-split", ink=inks.split, within=right, alpha=1.0),
    )


def _specimen(plan: SidePlan, rng: np.random.Generator) -> Text:
    """The word that marks every page, pale and large across the fields."""
    body = plan.places.body
    up = bool(rng.random() < 0.8)
    font = fonts.WIDE_BOLD if rng.random() < 0.5 else plan.office.faces.title
    rise = min(0.75 * body.h, 0.45 * body.w) * float(rng.uniform(0.25, 0.9))
    length = 0.9 * float(np.hypot(body.w, rise))
    size = min(0.5 * body.h, length / fonts.text_width("SPECIMEN", font, 1.0))
    wide = fonts.text_width("SPECIMEN", font, size)
    slope = float(np.arcsin(min(0.95, rise / max(wide, rise))))
    turn = -slope if up else slope
    # Centred on the fields: half the word lies on either side of their middle, half a cap height above the baseline.
    x = body.x + body.w / 2 - 0.5 * wide * np.cos(turn) - 0.36 * size * np.sin(turn)
    y = body.y + body.h / 2 - 0.5 * wide * np.sin(turn) + 0.36 * size * np.cos(turn)
    return Text(
        name="specimen",
        text="SPECIMEN",
        x=float(x),
        y=float(y),
        size=size,
        ink=plan.inks.specimen,
        font=font,
        turn=float(np.degrees(turn)),
        alpha=float(rng.uniform(0.2, 0.36)),
    )


def _personalised(plan: SidePlan, record: Record) -> tuple[Element, ...]:
    """Everything printed for the holder."""
    texts = visible_texts_of(plan, record)
    return (
        *_pictures(plan, record),
        *values(plan.places, plan.office, texts, plan.inks),
        *_marks(plan, record),
    )


def _pictures(plan: SidePlan, record: Record) -> tuple[Picture, ...]:
    places, who = plan.places, record.holder.identity
    made = []
    if places.portrait is not None:
        made.append(plan.portrait.picture("portrait", who, places.portrait))
    if places.second is not None:
        made.append(plan.second.picture("second-portrait", who, places.second))
    if plan.uv_portrait and places.portrait is not None:
        body = places.body
        tall = min(0.7 * body.h, 24.0)
        box = Box(x=body.x + body.w - 0.8 * tall, y=body.y + 0.5 * (body.h - tall), w=0.78 * tall, h=tall)
        glow = plan.inks.glows[0].glow or (0.2, 0.6, 0.2)
        face = plan.second.picture("uv-portrait", who, box)
        made.append(dataclasses.replace(face, density=(0.0, 0.0, 0.0), glow=glow, screen=None))
    return tuple(made)


def _marks(plan: SidePlan, record: Record) -> tuple[Element, ...]:
    """Signature, MRZ, and the number wherever else it stands: upright, under UV, in holes."""
    places, inks, office = plan.places, plan.inks, plan.office
    made: list[Element] = []
    if places.signature is not None:
        box = dataclasses.replace(places.signature, h=0.7 * places.signature.h)
        made.append(_signature(record.holder.key, box, inks.signature))
    if plan.side.zone is not None:
        lines = plan.side.zone.compose(mrz_data(_bearer(plan), record))
        made += parts.mrz_elements(lines, plan.side.zone.place, places.page.h, ink=inks.mrz)
    if places.number is not None:
        made.append(_upright_number(plan, record.number, places.number))
    if plan.uv_number is not None:
        box = plan.uv_number
        text = Text(
            name="uv-number",
            text=record.number,
            x=box.x,
            y=box.y + box.h,
            size=box.h,
            ink=UV_RED,
            font=office.faces.number,
        )
        made.append(dataclasses.replace(text, room=box.w))
    if places.perforation is not None:
        hole = places.perforation
        made += parts.perforation(record.number, hole.x + hole.w - 0.3, hole.y + 0.4)
    return tuple(made)


def _signature(key: str, box: Box, ink: Ink) -> Lines:
    """A pen stroke that is the holder's on every design: letters of changing height on a line that rises or falls."""
    rng = rng_of(key, "signature")
    strokes = int(rng.integers(7, 17))
    t = np.linspace(0.0, 1.0, 26 * strokes)
    heights = np.interp(t, np.linspace(0, 1, strokes), rng.gamma(1.6, 0.5, strokes).clip(0.15, 1.9))
    lean = float(rng.uniform(-0.2, 0.9))
    wave = heights * np.sin(2 * np.pi * strokes * t + 0.8 * np.sin(2 * np.pi * 3 * t + rng.random()))
    y = box.y + box.h * (0.55 + 0.24 * wave + float(rng.uniform(-0.18, 0.18)) * (t - 0.5))
    loops = float(rng.uniform(0.2, 1.1)) * np.cos(2 * np.pi * strokes * t) / strokes
    reach = float(rng.uniform(0.55, 0.9))
    x = box.x + box.w * (0.06 + reach * t + 0.5 * loops) + lean * (box.y + box.h / 2 - y)
    points = np.stack([x, y.clip(box.y, box.y + box.h)], axis=1)
    return Lines(name="signature", path=polyline(points), ink=ink, width=float(rng.uniform(0.16, 0.34)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bearer:
    mrz_code: str
    document_type: str


def _bearer(plan: SidePlan) -> _Bearer:
    return _Bearer(mrz_code=plan.office.code, document_type=plan.office.form.document_type)


def _upright_number(plan: SidePlan, number: str, box: Box) -> Text:
    """The number a second time, reading upwards, in an ink of its own."""
    return Text(
        name="number-upright",
        text=number,
        x=box.x + 0.8 * box.w,
        y=box.y + box.h,
        size=0.86 * box.w,
        ink=plan.inks.number,
        font=plan.office.faces.number,
        turn=-90.0,
        room=box.h,
    )
