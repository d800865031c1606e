"""The residence permit of Utopia: an ID-1 card for people of other or no nationality, MRZ on the back (TD1)."""

from datetime import date
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

PORTRAIT = Box(x=57.5, y=10.5, w=24.0, h=31.0)
GHOST = Box(x=44.0, y=33.0, w=11.0, h=14.0)
CODE = "IR"

ROSE = Ink(white=(0.94, 0.68, 0.74), ir=0.97, uv=0.8)
ICE = Ink(white=(0.64, 0.80, 0.90), ir=0.97, uv=0.8)
CREAM = Ink(white=(0.95, 0.90, 0.70), ir=0.97, uv=0.8)
BERRY = Ink(white=(0.72, 0.40, 0.54), ir=0.96, uv=0.8)
BERRY_SPLIT = Ink(white=(0.70, 0.42, 0.54), ir=0.40, uv=0.7)
HEADING = Ink(white=(0.40, 0.08, 0.26), ir=0.90, uv=0.6)

PALETTE = Palette(
    main=(ROSE, CREAM, ICE), counter=(ICE, ROSE, CREAM), accent=BERRY, split=BERRY_SPLIT, heading=HEADING
)
FRONT_RECIPE = Recipe(
    waves=(
        Waves(lines=70, amplitude=1.6, periods=5.0, drift=1.1, swell_periods=1.0, swell=0.4, phase=0.15),
        Waves(lines=66, amplitude=0.8, periods=10.0, drift=-2.0, swell_periods=2.0, swell=0.6),
    ),
    widths=(0.08, 0.08),
    centre=Rosette(petals=9, curves=18, inner=2.0, outer=12.0, depth=0.15, twist=1.6, overtone=4),
    centre_at=(28.0, 28.0),
    corner=Rosette(petals=12, curves=8, inner=1.0, outer=5.0, depth=0.12, twist=0.5),
    corners_at=((8.0, 47.0), (49.0, 14.0), (49.0, 25.0)),
    emblem_at=(49.0, 14.0),
    split_emblem_at=(49.0, 25.0),
    emblem_points=10,
    emblem_radius=3.6,
    wash=0.25,
)
BACK_RECIPE = Recipe(
    waves=(
        Waves(lines=68, amplitude=1.0, periods=7.0, drift=-1.0, swell_periods=2.0, swell=0.6),
        Waves(lines=62, amplitude=1.7, periods=2.0, drift=1.6, swell_periods=1.0, swell=0.4, phase=0.5),
    ),
    widths=(0.08, 0.08),
    centre=Rosette(petals=15, curves=12, inner=2.5, outer=9.5, depth=0.10, twist=0.9),
    centre_at=(60.0, 15.0),
    corner=Rosette(petals=6, curves=9, inner=1.0, outer=4.5, depth=0.20, twist=0.7, overtone=2),
    corners_at=((80.0, 8.0), (36.0, 22.0)),
    emblem_at=(80.0, 8.0),
    split_emblem_at=(78.0, 22.0),
    emblem_points=10,
    emblem_radius=3.0,
    wash=0.25,
)
VEIL = Waves(lines=12, amplitude=0.9, periods=1.8, drift=0.6, swell_periods=1.0, swell=0.4, phase=0.33)


def _field(name: str, x: float, y: float, size: float = 2.1) -> FieldPlace:
    return FieldPlace(name=name, x=x, y=y, drop=2.35, size=size)


FRONT_FIELDS = (
    _field("surname", 4.0, 12.0),
    _field("given_names", 4.0, 17.8),
    _field("sex", 4.0, 23.6),
    _field("nationality", 14.0, 23.6),
    _field("birth", 4.0, 29.4),
    _field("number", 4.0, 35.2, 2.3),
    _field("expires", 4.0, 41.0),
)
BACK_FIELDS = (
    _field("permit", 5.0, 6.5),
    _field("issued", 5.0, 12.3),
    _field("birthplace", 5.0, 18.1),
    _field("authority", 5.0, 23.9),
)
FRONT = card_side(
    key="permit-front",
    series="permit-1",
    side="front",
    mrz_code=CODE,
    palette=PALETTE,
    recipe=FRONT_RECIPE,
    titles=(
        heading("UTOPIA", 4.0, 7.2, 3.8, HEADING),
        heading("RESIDENCE PERMIT / LOĜPERMESO", 24.0, 7.0, 2.1, HEADING, name="title-kind"),
        parts.specimen(8.0, 46.0, 6.5, turn=-24.0, alpha=0.28),
    ),
    fields=FRONT_FIELDS,
    micro=Micro(text="LOĜPERMESO·UTOPIO·", frame=CARD_PAGE.grown(-2.0), size=0.45),
    glow=Glow(word="UTO", at=(30.0, 50.0), size=9.0),
    portrait=Portrait(
        box=PORTRAIT,
        second=GHOST,
        tint=(0.52, 0.26, 0.42),
        veil=VEIL,
        veil_box=Box(x=54.0, y=12.0, w=30.0, h=28.0),
        grey=True,
        density=(0.97, 0.75, 0.92),
    ),
    devices=(parts.foil("device", Box(x=50.0, y=34.5, w=12.0, h=12.0), petals=12),),
    signature=(Box(x=58.0, y=42.5, w=22.0, h=6.0), ENGRAVED),
    luminous_number=(4.0, 51.0, 3.2),
    edition=(date(2024, 1, 1), 5),
    nationality="XXA",
)
BACK = card_side(
    key="permit-back",
    series="permit-1",
    side="back",
    mrz_code=CODE,
    palette=PALETTE,
    recipe=BACK_RECIPE,
    titles=(parts.specimen(36.0, 28.0, 5.0, turn=-12.0, alpha=0.28),),
    fields=BACK_FIELDS,
    glow=Glow(word="UTOPIA", at=(22.0, 29.0), size=7.0),
    devices=(parts.foil("device", Box(x=54.0, y=9.0, w=12.0, h=12.0), petals=12),),
    zone=Zone(place=TD1_PLACE, compose=mrz.td1),
    edition=(date(2024, 1, 1), 5),
    nationality="XXA",
)


@cache
def front() -> Design:
    """The front; the same object at every call."""
    return design_of(FRONT)


@cache
def back() -> Design:
    """The back; the same object at every call."""
    return design_of(BACK)
