"""The passport of Utopia, series 2 (from 2023): data page, TD3, paper with a thin overlay."""

from functools import cache

from sample_docs.generator import fonts, mrz
from sample_docs.generator.geometry import Box
from sample_docs.generator.guilloche import Rosette, Waves
from sample_docs.generator.ink import DULL_PAPER, Ink
from sample_docs.generator.sheet import TD3_PLACE, Design

from . import parts
from .backgrounds import Palette, Recipe
from .layout import Glow, Layout, Micro, Portrait, Zone, design_of, heading
from .parts import FieldPlace

WIDTH, HEIGHT = 125.0, 88.0
PAGE = Box(x=0.0, y=0.0, w=WIDTH, h=HEIGHT)
PORTRAIT = Box(x=6.0, y=13.0, w=33.0, h=43.0)
GHOST = Box(x=101.5, y=39.5, w=16.5, h=21.5)
DEVICE = Box(x=30.0, y=44.0, w=17.0, h=17.0)
CODE = "P<"

TEAL = Ink(white=(0.52, 0.80, 0.78), ir=0.97, uv=0.8)
VIOLET = Ink(white=(0.74, 0.66, 0.86), ir=0.97, uv=0.8)
AMBER = Ink(white=(0.95, 0.80, 0.55), ir=0.97, uv=0.8)
SEA = Ink(white=(0.42, 0.62, 0.82), ir=0.96, uv=0.8)
ROSE = Ink(white=(0.90, 0.62, 0.68), ir=0.96, uv=0.8)
SPLIT = Ink(white=(0.45, 0.50, 0.70), ir=0.45, uv=0.7)
"""Looks like its neighbour under white light and absorbs in IR: one half of the IR-split emblem."""
HEADING = Ink(white=(0.16, 0.25, 0.42), ir=0.90, uv=0.6)
GHOST_TINT = (0.30, 0.36, 0.62)

FIELDS = (
    FieldPlace(name="type", x=44.0, y=13.6),
    FieldPlace(name="country", x=57.0, y=13.6),
    FieldPlace(name="number", x=88.0, y=13.6, size=2.9),
    FieldPlace(name="surname", x=44.0, y=20.2),
    FieldPlace(name="given_names", x=44.0, y=26.8),
    FieldPlace(name="nationality", x=44.0, y=33.4),
    FieldPlace(name="personal_number", x=76.0, y=33.4),
    FieldPlace(name="birth", x=48.5, y=40.0),
    FieldPlace(name="sex", x=76.0, y=40.0),
    FieldPlace(name="birthplace", x=48.5, y=46.6),
    FieldPlace(name="issued", x=48.5, y=53.2),
    FieldPlace(name="expires", x=76.0, y=53.2),
    FieldPlace(name="authority", x=48.5, y=59.8),
)
PALETTE = Palette(
    main=(TEAL, VIOLET, AMBER), counter=(AMBER, SEA, ROSE), accent=SEA, split=SPLIT, heading=HEADING
)
RECIPE = Recipe(
    waves=(
        Waves(lines=104, amplitude=1.3, periods=5.0, drift=1.6, swell_periods=1.5, swell=0.5),
        Waves(lines=84, amplitude=1.9, periods=3.0, drift=-2.4, swell_periods=2.5, swell=0.4, phase=0.31),
    ),
    widths=(0.10, 0.09),
    centre=Rosette(petals=14, curves=22, inner=3.0, outer=19.0, depth=0.11, twist=1.5),
    centre_at=(76.0, 38.0),
    corner=Rosette(petals=9, curves=12, inner=1.5, outer=8.0, depth=0.16, twist=0.8, overtone=2),
    corners_at=((60.0, 9.0), (113.0, 15.0), (112.0, 30.0), (62.0, 76.0), (100.0, 78.0)),
    emblem_at=(113.0, 15.0),
    split_emblem_at=(112.0, 30.0),
    emblem_radius=5.2,
)
VEIL = Waves(lines=13, amplitude=1.5, periods=1.6, drift=1.1, swell_periods=1.0, swell=0.4, phase=0.2)
LAYOUT = Layout(
    key="td3-2",
    document_type="TD3",
    series="2",
    side="data-page",
    page=PAGE,
    mrz_code=CODE,
    substrate=DULL_PAPER,
    palette=PALETTE,
    recipe=RECIPE,
    titles=(
        heading("UTOPIA", 6.0, 8.6, 5.0, HEADING),
        heading("PASSPORT / PASPORTO", 44.0, 8.2, 3.0, HEADING, name="title-kind"),
        heading("Signature / Subskribo", 8.0, 63.4, 1.35, HEADING, font=fonts.SANS, name="caption-signature"),
        parts.specimen(50.0, 62.5, 9.0, turn=-22.0, alpha=0.30),
    ),
    fields=FIELDS,
    caption_size=1.45,
    micro=Micro(text="UTOPIA·NOWHERE·", frame=Box(x=3.0, y=3.0, w=WIDTH - 6.0, h=HEIGHT - 26.6), size=0.55),
    glow=Glow(word="UTOPIA", at=(48.0, 60.0), size=13.0),
    portrait=Portrait(
        box=PORTRAIT, second=GHOST, tint=GHOST_TINT, veil=VEIL, veil_box=Box(x=3.0, y=15.0, w=40.0, h=39.0)
    ),
    devices=(parts.foil("device", DEVICE, petals=10),),
    signature=(Box(x=8.0, y=56.4, w=24.0, h=5.6), Ink(white=(0.10, 0.13, 0.36), ir=0.7, uv=0.4)),
    luminous_number=(84.0, 9.2, 4.2),
    perforation=(122.2, 8.0),
    zone=Zone(place=TD3_PLACE, compose=mrz.td3),
)


@cache
def design() -> Design:
    """The design; the same object at every call."""
    return design_of(LAYOUT)
