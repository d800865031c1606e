"""The visas of Utopia: the large MRV-A and the small MRV-B, stickers with a printed portrait."""

from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from sample_docs.generator import fonts, mrz
from sample_docs.generator.elements import Element, Text
from sample_docs.generator.geometry import Box
from sample_docs.generator.guilloche import Rosette, Waves
from sample_docs.generator.ink import DULL_PAPER, Ink
from sample_docs.generator.people import Record
from sample_docs.generator.seals.printed import seal_element, visa_seal
from sample_docs.generator.sheet import TD2_PLACE, Design, mrz_data

from . import parts
from .backgrounds import Palette, Recipe, background, luminescence, veil
from .parts import FieldPlace

CODE = "V<"

MINT = Ink(white=(0.62, 0.86, 0.74), ir=0.97, uv=0.8)
HONEY = Ink(white=(0.95, 0.82, 0.52), ir=0.97, uv=0.8)
LILAC = Ink(white=(0.82, 0.70, 0.88), ir=0.97, uv=0.8)
PINE = Ink(white=(0.40, 0.64, 0.54), ir=0.96, uv=0.8)
PINE_SPLIT = Ink(white=(0.42, 0.62, 0.54), ir=0.42, uv=0.7)
RUST = Ink(white=(0.82, 0.52, 0.40), ir=0.96, uv=0.8)
RUST_SPLIT = Ink(white=(0.80, 0.54, 0.42), ir=0.42, uv=0.7)
GREEN_HEADING = Ink(white=(0.08, 0.30, 0.22), ir=0.90, uv=0.6)
RUST_HEADING = Ink(white=(0.40, 0.16, 0.10), ir=0.90, uv=0.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Visa:
    """What tells one visa from the other."""

    key: str
    width: float
    height: float
    portrait: Box
    device: Box
    seal: tuple[float, float]
    """Top left corner of the digital seal, 48 modules of 0.34 mm."""
    fields: tuple[FieldPlace, ...]
    palette: Palette
    recipe: Recipe
    word: str


def _fields(*rows: tuple[str, float, float]) -> tuple[FieldPlace, ...]:
    return tuple(FieldPlace(name=name, x=x, y=y, drop=2.5, size=2.3) for name, x, y in rows)


_LARGE = _Visa(
    key="mrv-a",
    width=120.0,
    height=80.0,
    portrait=Box(x=5.0, y=12.5, w=29.0, h=36.5),
    device=Box(x=98.0, y=8.0, w=16.0, h=16.0),
    seal=(98.0, 25.4),
    fields=_fields(
        ("visa_class", 40.0, 13.0),
        ("entries", 56.0, 13.0),
        ("number", 72.0, 13.0),
        ("valid_from", 40.0, 19.4),
        ("expires", 72.0, 19.4),
        ("surname", 40.0, 25.8),
        ("given_names", 40.0, 32.2),
        ("passport_number", 40.0, 38.6),
        ("birth", 66.0, 38.6),
        ("sex", 84.0, 38.6),
        ("nationality", 84.0, 45.0),
        ("remarks", 40.0, 45.0),
    ),
    palette=Palette(
        main=(MINT, HONEY, LILAC),
        counter=(LILAC, PINE, HONEY),
        accent=PINE,
        split=PINE_SPLIT,
        heading=GREEN_HEADING,
    ),
    recipe=Recipe(
        waves=(
            Waves(lines=96, amplitude=0.9, periods=12.0, drift=1.2, swell_periods=2.0, swell=0.8),
            Waves(lines=72, amplitude=2.4, periods=2.0, drift=-1.9, swell_periods=1.0, swell=0.3, phase=0.2),
        ),
        widths=(0.09, 0.10),
        centre=Rosette(petals=24, curves=16, inner=6.0, outer=17.0, depth=0.06, twist=3.0),
        centre_at=(74.0, 33.0),
        corner=Rosette(petals=5, curves=14, inner=1.0, outer=6.5, depth=0.24, twist=1.0, overtone=4),
        corners_at=((92.0, 30.0), (18.0, 66.0), (104.0, 68.0), (60.0, 6.0)),
        emblem_at=(92.0, 30.0),
        split_emblem_at=(104.0, 50.0),
        emblem_points=9,
        emblem_radius=4.2,
        wash=0.20,
    ),
    word="VIZO",
)
_SMALL = _Visa(
    key="mrv-b",
    width=105.0,
    height=74.0,
    portrait=Box(x=4.5, y=11.5, w=27.0, h=34.0),
    device=Box(x=86.0, y=5.0, w=14.0, h=14.0),
    seal=(85.4, 19.9),
    fields=_fields(
        ("visa_class", 36.0, 12.0),
        ("entries", 51.0, 12.0),
        ("number", 66.0, 12.0),
        ("valid_from", 36.0, 18.2),
        ("expires", 66.0, 18.2),
        ("surname", 36.0, 24.4),
        ("given_names", 36.0, 30.6),
        ("passport_number", 36.0, 36.8),
        ("birth", 58.0, 36.8),
        ("sex", 77.0, 36.8),
        ("remarks", 36.0, 43.0),
    ),
    palette=Palette(
        main=(HONEY, LILAC, MINT),
        counter=(MINT, HONEY, RUST),
        accent=RUST,
        split=RUST_SPLIT,
        heading=RUST_HEADING,
    ),
    recipe=Recipe(
        waves=(
            Waves(lines=84, amplitude=1.5, periods=6.0, drift=-2.2, swell_periods=3.0, swell=0.5, phase=0.6),
            Waves(lines=66, amplitude=1.3, periods=4.0, drift=1.1, swell_periods=2.0, swell=0.5),
        ),
        widths=(0.09, 0.09),
        centre=Rosette(petals=12, curves=20, inner=3.0, outer=15.0, depth=0.12, twist=2.1, overtone=2),
        centre_at=(64.0, 30.0),
        corner=Rosette(petals=11, curves=8, inner=1.5, outer=5.5, depth=0.10, twist=0.5),
        corners_at=((94.0, 43.5), (20.0, 60.0), (84.0, 64.0)),
        emblem_at=(94.0, 43.5),
        split_emblem_at=(80.0, 30.0),
        emblem_points=4,
        emblem_radius=4.6,
        wash=0.24,
    ),
    word="UTO",
)
_VEIL = Waves(lines=11, amplitude=1.1, periods=1.5, drift=1.0, swell_periods=1.0, swell=0.4)


def _visible(visa: _Visa, record: Record) -> dict[str, str]:
    return parts.visible_fields(record, CODE, tuple(p.name for p in visa.fields))


def _personalise(visa: _Visa, record: Record) -> tuple[Element, ...]:
    plan = _design(visa.key)
    lines = plan.compose(mrz_data(plan, record)) if plan.compose else ()
    return (
        *parts.portrait_elements(record, visa.portrait, density=(1.0, 0.7, 0.85)),
        *parts.values(visa.fields, _visible(visa, record)),
        *parts.mrz_elements(lines, TD2_PLACE, visa.height),
        parts.luminous_number(record.number, 36.0, visa.height - 26.0, 3.6),
        seal_element(visa_seal(lines, record), *visa.seal),
    )


def _under(visa: _Visa) -> tuple[Element, ...]:
    page = Box(x=0.0, y=0.0, w=visa.width, h=visa.height)
    heading = visa.palette.heading
    frame = Box(x=2.4, y=2.4, w=visa.width - 4.8, h=visa.height - 25.8)
    return (
        *background(page, visa.palette, visa.recipe),
        Text(name="title", text="UTOPIA", x=5.0, y=8.2, size=4.4, ink=heading, font=fonts.SERIF_BOLD),
        Text(
            name="title-kind", text="VISA / VIZO", x=36.0, y=7.8, size=3.0, ink=heading, font=fonts.SERIF_BOLD
        ),
        parts.specimen(42.0, 0.62 * visa.height, 7.5, turn=-16.0, alpha=0.28),
        *parts.captions(visa.fields, 1.25),
        *parts.microtext("microtext", "VIZO·UTOPIA·VISA·", frame, heading, 0.5),
        *luminescence(page, visa.recipe.centre_at, visa.word, (0.5 * visa.width, 0.66 * visa.height), 10.0),
    )


@cache
def _design(key: str) -> Design:
    visa = {"mrv-a": _LARGE, "mrv-b": _SMALL}[key]
    overprint = Box(x=2.0, y=visa.portrait.y + 1.5, w=visa.portrait.w + 8.0, h=visa.portrait.h - 3.0)
    return Design(
        key=key,
        document_type={"mrv-a": "MRVA", "mrv-b": "MRVB"}[key],
        series="1",
        side="visa-page",
        width=visa.width,
        height=visa.height,
        substrate=DULL_PAPER,
        under=_under(visa),
        over=(*veil(overprint, visa.palette.accent, _VEIL), parts.foil("device", visa.device, petals=9)),
        personalise=partial(_personalise, visa),
        visible=partial(_visible, visa),
        fields=tuple(p.name for p in visa.fields),
        portrait=visa.portrait,
        mrz_place=TD2_PLACE,
        mrz_code=CODE,
        compose={"mrv-a": mrz.mrv_a, "mrv-b": mrz.mrv_b}[key],
        edition=(date(2024, 1, 1), 5),
        nationality="XXX",
    )


def large() -> Design:
    """MRV-A; the same object at every call."""
    return _design("mrv-a")


def small() -> Design:
    """MRV-B; the same object at every call."""
    return _design("mrv-b")
