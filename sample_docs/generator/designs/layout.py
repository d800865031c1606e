"""One side of a document as data, and how a design is put together from it: all documents of Utopia are built alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from sample_docs.generator import fonts
from sample_docs.generator.elements import Element, Foil, Text
from sample_docs.generator.geometry import Box
from sample_docs.generator.guilloche import Waves
from sample_docs.generator.ink import CARD, MRZ_BLACK, PERSONAL_BLACK, Ink, Rgb, Substrate
from sample_docs.generator.mrz import MrzData
from sample_docs.generator.people import Record
from sample_docs.generator.sheet import Design, MrzPlace, mrz_data

from . import parts
from .backgrounds import Palette, Recipe, Spot, background, luminescence, veil
from .parts import FieldPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Glow:
    """The word of the UV print and where it stands; the sun rises round the centre of the background."""

    word: str
    at: Spot
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Micro:
    """A frame of microtext."""

    text: str
    frame: Box
    size: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """The portrait, the secondary portrait and the lines printed over the first."""

    box: Box
    second: Box
    tint: Rgb
    """Ink of the secondary portrait."""
    veil: Waves
    veil_box: Box
    grey: bool = False
    density: tuple[float, float, float] = (1.0, 0.8, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """The machine readable zone."""

    place: MrzPlace
    compose: Callable[[MrzData], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What tells one side from another."""

    key: str
    document_type: str
    series: str
    side: str
    page: Box
    mrz_code: str
    substrate: Substrate
    palette: Palette
    recipe: Recipe
    titles: tuple[Text, ...]
    """Headings and the word SPECIMEN."""
    fields: tuple[FieldPlace, ...]
    caption_size: float
    glow: Glow
    devices: tuple[Foil, ...]
    data_ink: Ink = PERSONAL_BLACK
    mrz_ink: Ink = MRZ_BLACK
    micro: Micro | None = None
    portrait: Portrait | None = None
    signature: tuple[Box, Ink] | None = None
    luminous_number: tuple[float, float, float] | None = None
    """x, y and size."""
    perforation: Spot | None = None
    zone: Zone | None = None
    edition: tuple[date, int] = (date(2023, 3, 1), 10)
    nationality: str = "UTO"
    fibres: int = 40


def heading(
    text: str, x: float, y: float, size: float, ink: Ink, *, font: str = fonts.SERIF_BOLD, name: str = "title"
) -> Text:
    """A line of the heading."""
    return Text(name=name, text=text, x=x, y=y, size=size, ink=ink, font=font)


CARD_PAGE = Box(x=0.0, y=0.0, w=85.60, h=53.98)
ENGRAVED = Ink(white=(0.14, 0.14, 0.14), ir=0.16, uv=0.35)
"""Carbonised by a laser in polycarbonate."""


card_side = partial(
    Layout,
    document_type="TD1",
    page=CARD_PAGE,
    substrate=CARD,
    caption_size=1.2,
    data_ink=ENGRAVED,
    mrz_ink=ENGRAVED,
    fibres=0,
)
"""A side of an ID-1 card of polycarbonate, engraved, without fibres."""


def design_of(layout: Layout) -> Design:
    """The design of a side."""
    portrait = layout.portrait
    return Design(
        key=layout.key,
        document_type=layout.document_type,
        series=layout.series,
        side=layout.side,
        width=layout.page.w,
        height=layout.page.h,
        substrate=layout.substrate,
        under=_under(layout),
        over=_over(layout),
        personalise=partial(_personalised, layout),
        visible=partial(_visible, layout),
        fields=_names(layout),
        portrait=portrait.box if portrait else None,
        second_portrait=portrait.second if portrait else None,
        mrz_place=layout.zone.place if layout.zone else None,
        mrz_code=layout.mrz_code,
        compose=layout.zone.compose if layout.zone else None,
        edition=layout.edition,
        nationality=layout.nationality,
        fibres=layout.fibres,
        leaf_number=layout.perforation is not None or layout.side == "back",
    )


def _names(layout: Layout) -> tuple[str, ...]:
    return tuple(place.name for place in layout.fields)


def _visible(layout: Layout, record: Record) -> dict[str, str]:
    return parts.visible_fields(record, layout.mrz_code, _names(layout))


def _under(layout: Layout) -> tuple[Element, ...]:
    micro, glow, portrait = layout.micro, layout.glow, layout.portrait
    return (
        *background(layout.page, layout.palette, layout.recipe),
        *([parts.clearing(portrait.second, layout.substrate)] if portrait else []),
        *layout.titles,
        *parts.captions(layout.fields, layout.caption_size),
        *(
            parts.microtext("microtext", micro.text, micro.frame, layout.palette.heading, micro.size)
            if micro
            else ()
        ),
        *luminescence(layout.page, layout.recipe.centre_at, glow.word, glow.at, glow.size),
    )


def _over(layout: Layout) -> tuple[Element, ...]:
    portrait = layout.portrait
    lines = veil(portrait.veil_box, layout.palette.accent, portrait.veil) if portrait else ()
    return (*lines, *layout.devices)


def _personalised(layout: Layout, record: Record) -> tuple[Element, ...]:
    """Everything printed for the holder."""
    return (
        *_portraits(layout, record),
        *parts.values(layout.fields, _visible(layout, record), layout.data_ink),
        *_marks(layout, record),
    )


def _portraits(layout: Layout, record: Record) -> tuple[Element, ...]:
    if (portrait := layout.portrait) is None:
        return ()
    return (
        *parts.portrait_elements(record, portrait.box, grey=portrait.grey, density=portrait.density),
        parts.second_portrait_element(record, portrait.second, portrait.tint),
    )


def _marks(layout: Layout, record: Record) -> tuple[Element, ...]:
    """Signature, MRZ, the number under UV, the number in holes."""
    made: list[Element] = []
    if layout.signature:
        made.append(parts.signature(record, *layout.signature))
    if layout.zone:
        lines = layout.zone.compose(mrz_data(layout, record))
        made += parts.mrz_elements(lines, layout.zone.place, layout.page.h, ink=layout.mrz_ink)
    if layout.luminous_number:
        made.append(parts.luminous_number(record.number, *layout.luminous_number))
    if layout.perforation:
        made += parts.perforation(record.number, *layout.perforation)
    return tuple(made)
