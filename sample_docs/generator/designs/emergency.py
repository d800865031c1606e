"""The emergency travel document of Utopia: one sheet of paper with an MRZ of TD2 and a visible digital seal (Doc 9303-8)."""

import dataclasses
from datetime import date
from functools import cache

from sample_docs.generator import fonts, mrz
from sample_docs.generator.elements import Element
from sample_docs.generator.geometry import Box
from sample_docs.generator.guilloche import Rosette, Waves
from sample_docs.generator.ink import DULL_PAPER, Ink
from sample_docs.generator.people import Record
from sample_docs.generator.seals.printed import emergency_seal, seal_element
from sample_docs.generator.sheet import TD2_PLACE, Design, mrz_data

from . import parts
from .backgrounds import Palette, Recipe
from .layout import Glow, Layout, Micro, Portrait, Zone, design_of, heading
from .parts import FieldPlace

WIDTH, HEIGHT = 105.0, 74.0
PORTRAIT = Box(x=5.0, y=11.0, w=27.0, h=34.0)
SEAL = (86.4, 20.5)
"""Top left corner: 44 modules of 0.34 mm."""

MOSS = Ink(white=(0.70, 0.82, 0.62), ir=0.97, uv=0.8)
ROSE = Ink(white=(0.93, 0.74, 0.78), ir=0.97, uv=0.8)
SAND = Ink(white=(0.92, 0.86, 0.70), ir=0.97, uv=0.8)
PLUM = Ink(white=(0.60, 0.46, 0.66), ir=0.96, uv=0.8)
PLUM_SPLIT = Ink(white=(0.60, 0.46, 0.64), ir=0.42, uv=0.7)
HEADING = Ink(white=(0.30, 0.12, 0.34), ir=0.90, uv=0.6)

LAYOUT = Layout(
    key="etd",
    document_type="TD2",
    series="1",
    side="front",
    page=Box(x=0.0, y=0.0, w=WIDTH, h=HEIGHT),
    mrz_code="PU",
    substrate=DULL_PAPER,
    palette=Palette(
        main=(MOSS, SAND, ROSE), counter=(ROSE, MOSS, SAND), accent=PLUM, split=PLUM_SPLIT, heading=HEADING
    ),
    recipe=Recipe(
        waves=(
            Waves(lines=80, amplitude=1.4, periods=5.0, drift=1.8, swell_periods=2.0, swell=0.4, phase=0.15),
            Waves(lines=70, amplitude=1.0, periods=7.0, drift=-1.4, swell_periods=3.0, swell=0.5),
        ),
        widths=(0.09, 0.09),
        centre=Rosette(petals=14, curves=18, inner=3.0, outer=14.0, depth=0.10, twist=2.4, overtone=3),
        centre_at=(62.0, 30.0),
        corner=Rosette(petals=8, curves=10, inner=1.5, outer=5.5, depth=0.15, twist=0.8),
        corners_at=((94.0, 12.0), (18.0, 62.0), (78.0, 42.0)),
        emblem_at=(94.0, 12.0),
        split_emblem_at=(78.0, 42.0),
        emblem_points=7,
        emblem_radius=4.2,
    ),
    titles=(
        heading("UTOPIA", 5.0, 7.6, 4.4, HEADING),
        heading("EMERGENCY TRAVEL DOCUMENT", 36.0, 7.2, 2.5, HEADING, name="title-kind"),
        heading("KRIZVOJAĜA DOKUMENTO", 36.0, 9.8, 1.9, HEADING, font=fonts.SERIF, name="title-other"),
        parts.specimen(38.0, 47.5, 7.5, turn=-14.0, alpha=0.28),
    ),
    fields=tuple(
        FieldPlace(name=name, x=x, y=y, drop=2.5, size=2.3)
        for name, x, y in (
            ("number", 37.0, 14.0),
            ("issued", 61.0, 14.0),
            ("surname", 37.0, 20.2),
            ("given_names", 37.0, 26.4),
            ("nationality", 37.0, 32.6),
            ("sex", 61.0, 32.6),
            ("birth", 37.0, 38.8),
            ("expires", 61.0, 38.8),
        )
    ),
    caption_size=1.25,
    micro=Micro(text="KRIZVOJAĜO·UTOPIA·", frame=Box(x=2.6, y=2.6, w=WIDTH - 5.2, h=HEIGHT - 25.6)),
    glow=Glow(word="KRIZO", at=(40.0, 47.0), size=9.0),
    portrait=Portrait(
        box=PORTRAIT,
        second=Box(x=75.0, y=38.0, w=9.0, h=11.2),
        tint=(0.45, 0.25, 0.50),
        veil=Waves(lines=10, amplitude=1.1, periods=1.5, drift=1.2, swell_periods=1.0, swell=0.3, phase=0.4),
        veil_box=Box(x=3.0, y=12.5, w=33.0, h=31.0),
    ),
    devices=(parts.foil("device", Box(x=88.0, y=37.0, w=12.0, h=12.0), petals=8),),
    luminous_number=(40.0, 49.0, 3.4),
    zone=Zone(place=TD2_PLACE, compose=mrz.td2),
    edition=(date(2025, 1, 1), 1),
)


@cache
def design() -> Design:
    """The design; the same object at every call."""
    return dataclasses.replace(design_of(LAYOUT), personalise=_personalised)


def _personalised(record: Record) -> tuple[Element, ...]:
    """What every document is personalised with, and the seal over its MRZ."""
    plain = design_of(LAYOUT)
    lines = mrz.td2(mrz_data(plain, record))
    return (*plain.personalise(record), seal_element(emergency_seal(lines, record), *SEAL))
