"""The identity card of Utopia (TD1, ID-1): polycarbonate, engraved in grey, MRZ on the back."""

from functools import cache

from sample_docs.generator import fonts, mrz
from sample_docs.generator.elements import Element, Text
from sample_docs.generator.geometry import Box
from sample_docs.generator.guilloche import Rosette, Waves
from sample_docs.generator.ink import CARD, Ink
from sample_docs.generator.people import Record
from sample_docs.generator.sheet import TD1_PLACE, Design, mrz_data

from . import parts
from .backgrounds import Palette, Recipe, background, luminescence, veil
from .parts import FieldPlace

WIDTH, HEIGHT = 85.60, 53.98
PAGE = Box(x=0.0, y=0.0, w=WIDTH, h=HEIGHT)
PORTRAIT = Box(x=4.0, y=11.5, w=25.0, h=32.0)
GHOST = Box(x=68.5, y=32.0, w=13.0, h=16.5)
DEVICE = Box(x=23.0, y=36.5, w=12.5, h=12.5)
CODE = "I<"

AQUA = Ink(white=(0.55, 0.80, 0.88), ir=0.97, uv=0.8)
LIME = Ink(white=(0.76, 0.86, 0.58), ir=0.97, uv=0.8)
PEACH = Ink(white=(0.95, 0.76, 0.64), ir=0.97, uv=0.8)
PLUM = Ink(white=(0.62, 0.50, 0.74), ir=0.96, uv=0.8)
PLUM_SPLIT = Ink(white=(0.62, 0.50, 0.72), ir=0.40, uv=0.7)
HEADING = Ink(white=(0.22, 0.14, 0.38), ir=0.90, uv=0.6)
ENGRAVED = Ink(white=(0.14, 0.14, 0.14), ir=0.16, uv=0.35)

PALETTE = Palette(
    main=(AQUA, LIME, PEACH), counter=(PEACH, AQUA, PLUM), accent=PLUM, split=PLUM_SPLIT, heading=HEADING
)
FRONT_RECIPE = Recipe(
    waves=(
        Waves(lines=74, amplitude=1.1, periods=4.0, drift=2.2, swell_periods=2.0, swell=0.6, phase=0.4),
        Waves(lines=60, amplitude=1.5, periods=6.0, drift=-1.3, swell_periods=1.0, swell=0.5),
    ),
    widths=(0.08, 0.08),
    centre=Rosette(petals=11, curves=18, inner=2.5, outer=13.0, depth=0.14, twist=1.1),
    centre_at=(53.0, 28.0),
    corner=Rosette(petals=7, curves=10, inner=1.0, outer=5.0, depth=0.18, twist=0.9, overtone=2),
    corners_at=((78.0, 8.0), (66.0, 8.0), (10.0, 48.0)),
    emblem_at=(78.0, 8.0),
    split_emblem_at=(66.0, 8.0),
    emblem_points=7,
    emblem_radius=3.6,
    wash=0.25,
)
BACK_RECIPE = Recipe(
    waves=(
        Waves(lines=70, amplitude=1.4, periods=3.0, drift=-1.8, swell_periods=1.0, swell=0.6),
        Waves(lines=64, amplitude=0.9, periods=8.0, drift=1.3, swell_periods=2.0, swell=0.5, phase=0.25),
    ),
    widths=(0.08, 0.08),
    centre=Rosette(petals=13, curves=14, inner=2.0, outer=10.0, depth=0.12, twist=0.7),
    centre_at=(68.0, 16.0),
    corner=Rosette(petals=8, curves=8, inner=1.0, outer=4.5, depth=0.16, twist=0.4),
    corners_at=((46.0, 7.0), (20.0, 26.0)),
    emblem_at=(46.0, 7.0),
    split_emblem_at=(57.0, 7.0),
    emblem_points=7,
    emblem_radius=3.2,
    wash=0.25,
)
VEIL = Waves(lines=11, amplitude=1.0, periods=1.3, drift=0.9, swell_periods=1.0, swell=0.4)


def _field(name: str, x: float, y: float, size: float = 2.15) -> FieldPlace:
    return FieldPlace(name=name, x=x, y=y, drop=2.35, size=size)


FRONT_FIELDS = (
    _field("surname", 31.0, 12.6),
    _field("given_names", 31.0, 18.2),
    _field("sex", 31.0, 23.8),
    _field("nationality", 40.0, 23.8),
    _field("birth", 58.0, 23.8),
    _field("number", 38.0, 29.4, 2.4),
    _field("expires", 38.0, 35.0),
)
BACK_FIELDS = (
    _field("birthplace", 5.0, 6.5),
    _field("issued", 5.0, 12.1),
    _field("authority", 5.0, 17.7),
    _field("personal_number", 5.0, 23.3),
)


def visible_front(record: Record) -> dict[str, str]:
    """Texts of the front."""
    return parts.visible_fields(record, CODE, tuple(p.name for p in FRONT_FIELDS))


def visible_back(record: Record) -> dict[str, str]:
    """Texts of the back's visual zone."""
    return parts.visible_fields(record, CODE, tuple(p.name for p in BACK_FIELDS))


def personalise_front(record: Record) -> tuple[Element, ...]:
    """Everything engraved on the front."""
    return (
        *parts.portrait_elements(record, PORTRAIT, grey=True, density=(0.97, 0.75, 0.92)),
        parts.second_portrait_element(record, GHOST, (0.42, 0.30, 0.56)),
        *parts.values(FRONT_FIELDS, visible_front(record), ENGRAVED),
        parts.signature(record, Box(x=38.0, y=41.0, w=24.0, h=6.0), ENGRAVED),
        parts.luminous_number(record.number, 32.0, 51.0, 3.2),
    )


def personalise_back(record: Record) -> tuple[Element, ...]:
    """Everything engraved on the back."""
    lines = mrz.td1(mrz_data(back(), record))
    return (
        *parts.values(BACK_FIELDS, visible_back(record), ENGRAVED),
        *parts.mrz_elements(lines, TD1_PLACE, HEIGHT, ink=ENGRAVED),
    )


def _front_titles() -> tuple[Element, ...]:
    return (
        Text(name="title", text="UTOPIA", x=4.0, y=7.4, size=4.0, ink=HEADING, font=fonts.SERIF_BOLD),
        Text(
            name="title-kind",
            text="IDENTITY CARD / IDENTIGILO",
            x=25.0,
            y=7.2,
            size=2.1,
            ink=HEADING,
            font=fonts.SERIF_BOLD,
        ),
        parts.specimen(36.0, 44.0, 6.5, turn=-20.0, alpha=0.30),
    )


@cache
def front() -> Design:
    """The front; the same object at every call."""
    return Design(
        key="td1-front",
        document_type="TD1",
        series="1",
        side="front",
        width=WIDTH,
        height=HEIGHT,
        substrate=CARD,
        under=(
            *background(PAGE, PALETTE, FRONT_RECIPE),
            parts.clearing(GHOST, CARD),
            *_front_titles(),
            *parts.captions(FRONT_FIELDS, 1.2),
            *parts.microtext("microtext", "UTOPIA·IDENTIGILO·", PAGE.grown(-2.0), HEADING, 0.45),
            *luminescence(PAGE, (53.0, 28.0), "UTO", (60.0, 31.0), 9.0),
        ),
        over=(
            *veil(Box(x=2.5, y=13.0, w=29.0, h=29.0), PLUM, VEIL),
            parts.foil("device", DEVICE, petals=8),
        ),
        personalise=personalise_front,
        visible=visible_front,
        fields=tuple(p.name for p in FRONT_FIELDS),
        portrait=PORTRAIT,
        second_portrait=GHOST,
        mrz_code=CODE,
        fibres=0,
    )


@cache
def back() -> Design:
    """The back; the same object at every call."""
    return Design(
        key="td1-back",
        document_type="TD1",
        series="1",
        side="back",
        width=WIDTH,
        height=HEIGHT,
        substrate=CARD,
        under=(
            *background(PAGE, PALETTE, BACK_RECIPE),
            *parts.captions(BACK_FIELDS, 1.2),
            parts.specimen(42.0, 28.0, 5.5, turn=-14.0, alpha=0.30),
            *luminescence(PAGE, (68.0, 16.0), "UTOPIA", (26.0, 29.0), 7.0),
        ),
        over=(parts.foil("device", Box(x=62.0, y=10.0, w=12.0, h=12.0), petals=8),),
        personalise=personalise_back,
        visible=visible_back,
        fields=tuple(p.name for p in BACK_FIELDS),
        mrz_place=TD1_PLACE,
        mrz_code=CODE,
        compose=mrz.td1,
        fibres=0,
    )
