"""The identity card of Utopia (TD1, ID-1): polycarbonate, engraved in grey, MRZ on the back."""

from functools import cache

from sample_docs.generator import mrz
from sample_docs.generator.geometry import Box
from sample_docs.generator.guilloche import Rosette, Waves
from sample_docs.generator.ink import Ink
from sample_docs.generator.sheet import TD1_PLACE, Design

from . import parts
from .backgrounds import Palette, Recipe
from .layout import CARD_PAGE, ENGRAVED, Glow, Micro, Portrait, Zone, card_side, design_of, heading
from .parts import FieldPlace

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
FRONT = card_side(
    key="td1-front",
    series="1",
    side="front",
    mrz_code=CODE,
    palette=PALETTE,
    recipe=FRONT_RECIPE,
    titles=(
        heading("UTOPIA", 4.0, 7.4, 4.0, HEADING),
        heading("IDENTITY CARD / IDENTIGILO", 25.0, 7.2, 2.1, HEADING, name="title-kind"),
        parts.specimen(36.0, 44.0, 6.5, turn=-20.0, alpha=0.30),
    ),
    fields=FRONT_FIELDS,
    micro=Micro(text="UTOPIA·IDENTIGILO·", frame=CARD_PAGE.grown(-2.0), size=0.45),
    glow=Glow(word="UTO", at=(60.0, 31.0), size=9.0),
    portrait=Portrait(
        box=PORTRAIT,
        second=GHOST,
        tint=(0.42, 0.30, 0.56),
        veil=VEIL,
        veil_box=Box(x=2.5, y=13.0, w=29.0, h=29.0),
        grey=True,
        density=(0.97, 0.75, 0.92),
    ),
    devices=(parts.foil("device", DEVICE, petals=8),),
    signature=(Box(x=38.0, y=41.0, w=24.0, h=6.0), ENGRAVED),
    luminous_number=(32.0, 51.0, 3.2),
)
BACK = card_side(
    key="td1-back",
    series="1",
    side="back",
    mrz_code=CODE,
    palette=PALETTE,
    recipe=BACK_RECIPE,
    titles=(parts.specimen(42.0, 28.0, 5.5, turn=-14.0, alpha=0.30),),
    fields=BACK_FIELDS,
    glow=Glow(word="UTOPIA", at=(26.0, 29.0), size=7.0),
    devices=(parts.foil("device", Box(x=62.0, y=10.0, w=12.0, h=12.0), petals=8),),
    zone=Zone(place=TD1_PLACE, compose=mrz.td1),
)


@cache
def front() -> Design:
    """The front; the same object at every call."""
    return design_of(FRONT)


@cache
def back() -> Design:
    """The back; the same object at every call."""
    return design_of(BACK)
