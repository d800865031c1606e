"""The passport of Utopia, series 1 (2017 to 2019): data page, TD3, paper under a laminate, dye-printed portrait."""

from datetime import date
from functools import cache

from sample_docs.generator import fonts, mrz
from sample_docs.generator.geometry import Box
from sample_docs.generator.guilloche import Rosette, Waves
from sample_docs.generator.ink import Ink, Substrate
from sample_docs.generator.sheet import TD3_PLACE, Design

from . import parts
from .backgrounds import Palette, Recipe
from .layout import Glow, Layout, Micro, Portrait, Zone, design_of, heading
from .parts import FieldPlace

WIDTH, HEIGHT = 125.0, 88.0
PAGE = Box(x=0.0, y=0.0, w=WIDTH, h=HEIGHT)
PORTRAIT = Box(x=7.0, y=16.0, w=32.0, h=41.0)
GHOST = Box(x=88.0, y=33.5, w=14.0, h=18.0)
DEVICE = Box(x=103.0, y=38.0, w=16.0, h=16.0)
CODE = "P<"

MOSS = Ink(white=(0.66, 0.80, 0.60), ir=0.97, uv=0.8)
SAND = Ink(white=(0.93, 0.84, 0.62), ir=0.97, uv=0.8)
CLAY = Ink(white=(0.90, 0.70, 0.60), ir=0.97, uv=0.8)
WINE = Ink(white=(0.72, 0.48, 0.56), ir=0.96, uv=0.8)
WINE_SPLIT = Ink(white=(0.70, 0.48, 0.56), ir=0.42, uv=0.7)
HEADING = Ink(white=(0.38, 0.12, 0.18), ir=0.88, uv=0.6)
LAMINATED_PAPER = Substrate(white=(0.95, 0.94, 0.90), ir=0.92, uv=(0.095, 0.075, 0.20))

PALETTE = Palette(
    main=(MOSS, SAND, CLAY), counter=(CLAY, MOSS, SAND), accent=WINE, split=WINE_SPLIT, heading=HEADING
)
RECIPE = Recipe(
    waves=(
        Waves(lines=90, amplitude=2.1, periods=7.0, drift=0.9, swell_periods=3.0, swell=0.6),
        Waves(lines=70, amplitude=1.0, periods=11.0, drift=-3.1, swell_periods=1.0, swell=0.7, phase=0.12),
    ),
    widths=(0.11, 0.10),
    centre=Rosette(petals=20, curves=18, inner=5.0, outer=17.0, depth=0.07, twist=2.5, overtone=2),
    centre_at=(70.0, 34.0),
    corner=Rosette(petals=6, curves=14, inner=1.0, outer=7.0, depth=0.22, twist=1.2),
    corners_at=((112.0, 10.0), (95.0, 10.0), (30.0, 77.0), (115.0, 72.0)),
    emblem_at=(112.0, 10.0),
    split_emblem_at=(95.0, 10.0),
    emblem_points=5,
    emblem_radius=4.6,
    wash=0.22,
)
VEIL = Waves(lines=9, amplitude=2.0, periods=2.4, drift=0.5, swell_periods=1.0, swell=0.2, phase=0.6)
FIELDS = tuple(
    FieldPlace(name=name, x=x, y=y, size=2.45, font=fonts.WIDE)
    for name, x, y in (
        ("type", 43.0, 13.0),
        ("country", 54.0, 13.0),
        ("number", 68.0, 13.0),
        ("surname", 43.0, 19.4),
        ("given_names", 43.0, 25.8),
        ("nationality", 43.0, 32.2),
        ("birth", 43.0, 38.6),
        ("sex", 70.0, 38.6),
        ("birthplace", 43.0, 45.0),
        ("issued", 43.0, 51.4),
        ("expires", 70.0, 51.4),
        ("authority", 43.0, 57.8),
    )
)
LAYOUT = Layout(
    key="td3-1",
    document_type="TD3",
    series="1",
    side="data-page",
    page=PAGE,
    mrz_code=CODE,
    substrate=LAMINATED_PAPER,
    palette=PALETTE,
    recipe=RECIPE,
    titles=(
        heading("UTOPIA", 43.0, 8.4, 4.4, HEADING),
        heading("PASPORTO · PASSPORT", 7.0, 8.2, 2.6, HEADING, font=fonts.SERIF_ITALIC, name="title-kind"),
        parts.specimen(46.0, 60.0, 8.0, turn=-18.0, alpha=0.28),
    ),
    fields=FIELDS,
    caption_size=1.3,
    micro=Micro(text="REPUBLICOFUTOPIA", frame=Box(x=4.0, y=4.0, w=WIDTH - 8.0, h=HEIGHT - 27.4)),
    glow=Glow(word="UTO", at=(80.0, 61.0), size=17.0),
    portrait=Portrait(
        box=PORTRAIT,
        second=GHOST,
        tint=(0.55, 0.30, 0.36),
        veil=VEIL,
        veil_box=Box(x=3.0, y=18.0, w=42.0, h=37.0),
        density=(1.0, 0.7, 0.12),
    ),
    devices=(
        parts.foil("device", DEVICE, petals=7),
        parts.foil("device-portrait", Box(x=31.0, y=16.0, w=11.0, h=11.0), petals=5, strength=0.7),
    ),
    signature=(Box(x=9.0, y=57.3, w=24.0, h=5.0), Ink(white=(0.12, 0.12, 0.14), ir=0.8, uv=0.4)),
    luminous_number=(8.0, 14.5, 3.4),
    perforation=(122.0, 6.0),
    zone=Zone(place=TD3_PLACE, compose=mrz.td3),
    edition=(date(2017, 3, 1), 10),
)


@cache
def design() -> Design:
    """The design; the same object at every call."""
    return design_of(LAYOUT)
