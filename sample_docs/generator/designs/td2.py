"""The travel card of Utopia (TD2, ID-2): one laminated sheet with the MRZ below the visual zone."""

from functools import cache

from sample_docs.generator import fonts, mrz
from sample_docs.generator.geometry import Box
from sample_docs.generator.guilloche import Rosette, Waves
from sample_docs.generator.ink import DULL_PAPER, Ink
from sample_docs.generator.sheet import TD2_PLACE, Design

from . import parts
from .backgrounds import Palette, Recipe
from .layout import Glow, Layout, Micro, Portrait, Zone, design_of, heading
from .parts import FieldPlace

WIDTH, HEIGHT = 105.0, 74.0
PAGE = Box(x=0.0, y=0.0, w=WIDTH, h=HEIGHT)
PORTRAIT = Box(x=72.0, y=9.5, w=27.0, h=34.0)
GHOST = Box(x=55.0, y=31.0, w=12.0, h=15.0)
DEVICE = Box(x=64.0, y=33.0, w=14.0, h=14.0)
CODE = "I<"

SKY = Ink(white=(0.60, 0.74, 0.92), ir=0.97, uv=0.8)
CORAL = Ink(white=(0.95, 0.70, 0.66), ir=0.97, uv=0.8)
STRAW = Ink(white=(0.93, 0.88, 0.62), ir=0.97, uv=0.8)
INDIGO = Ink(white=(0.46, 0.48, 0.76), ir=0.96, uv=0.8)
INDIGO_SPLIT = Ink(white=(0.46, 0.48, 0.74), ir=0.42, uv=0.7)
HEADING = Ink(white=(0.12, 0.18, 0.42), ir=0.90, uv=0.6)

PALETTE = Palette(
    main=(CORAL, SKY, STRAW), counter=(SKY, STRAW, CORAL), accent=INDIGO, split=INDIGO_SPLIT, heading=HEADING
)
RECIPE = Recipe(
    waves=(
        Waves(lines=88, amplitude=1.7, periods=3.0, drift=2.9, swell_periods=1.0, swell=0.3),
        Waves(lines=72, amplitude=1.2, periods=9.0, drift=-0.8, swell_periods=4.0, swell=0.6, phase=0.45),
    ),
    widths=(0.09, 0.09),
    centre=Rosette(petals=17, curves=20, inner=2.0, outer=15.0, depth=0.09, twist=1.9, overtone=4),
    centre_at=(34.0, 29.0),
    corner=Rosette(petals=10, curves=9, inner=1.5, outer=6.0, depth=0.13, twist=0.6, overtone=2),
    corners_at=((61.0, 13.0), (61.0, 25.0), (15.0, 60.0), (88.0, 64.0)),
    emblem_at=(61.0, 13.0),
    split_emblem_at=(61.0, 25.0),
    emblem_points=6,
    emblem_radius=4.4,
)
VEIL = Waves(lines=10, amplitude=1.2, periods=2.0, drift=1.4, swell_periods=1.0, swell=0.3, phase=0.7)
FIELDS = tuple(
    FieldPlace(name=name, x=x, y=y, drop=2.6, size=2.4)
    for name, x, y in (
        ("number", 6.0, 12.0),
        ("surname", 6.0, 18.2),
        ("given_names", 6.0, 24.4),
        ("nationality", 6.0, 30.6),
        ("sex", 34.0, 30.6),
        ("birth", 6.0, 36.8),
        ("expires", 34.0, 36.8),
        ("birthplace", 6.0, 43.0),
    )
)
LAYOUT = Layout(
    key="td2",
    document_type="TD2",
    series="1",
    side="front",
    page=PAGE,
    mrz_code=CODE,
    substrate=DULL_PAPER,
    palette=PALETTE,
    recipe=RECIPE,
    titles=(
        heading("UTOPIA", 6.0, 7.6, 4.4, HEADING),
        heading("TRAVEL CARD / VOJAĜKARTO", 30.0, 7.4, 2.4, HEADING, font=fonts.SERIF, name="title-kind"),
        parts.specimen(12.0, 47.0, 8.0, turn=-20.0, alpha=0.28),
    ),
    fields=FIELDS,
    caption_size=1.3,
    micro=Micro(text="NOWHERE·NENIE·", frame=Box(x=2.6, y=2.6, w=WIDTH - 5.2, h=HEIGHT - 25.6)),
    glow=Glow(word="UTOPIA", at=(30.0, 47.0), size=10.0),
    portrait=Portrait(
        box=PORTRAIT,
        second=GHOST,
        tint=(0.30, 0.32, 0.60),
        veil=VEIL,
        veil_box=Box(x=68.0, y=11.0, w=35.0, h=31.0),
    ),
    devices=(parts.foil("device", DEVICE, petals=6),),
    signature=(Box(x=74.0, y=44.0, w=22.0, h=5.0), Ink(white=(0.1, 0.1, 0.3), ir=0.7, uv=0.4)),
    luminous_number=(50.0, 8.0, 3.6),
    zone=Zone(place=TD2_PLACE, compose=mrz.td2),
)


@cache
def design() -> Design:
    """The design; the same object at every call."""
    return design_of(LAYOUT)
