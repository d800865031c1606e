"""A reference template: what a genuine document of one model looks like, and how far genuine ones differ."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.errors import TemplateError
from docforensics.formats.free_size import AnySize
from docforensics.page.geometry import BoxMm
from docforensics.templates.discovered import Discovered
from docforensics.templates.ranges import COLOUR_LAYERS, Edition, Millimetres, Octaves, Scale, Spread
from docforensics.templates.shown import AlarmCount, OwnValues

_CODE = re.compile("[A-Za-z0-9<]{0,8}")
"""Country and type of a model: files are named by them, so nothing in them may lead to another folder."""
REFERENCE_PX_PER_MM = 8.0
"""Resolution of references. Finer print (guilloche lines, microtext) is not resolved below 400 ppi anyway."""
UNNAMED = "unnamed"
"""Id of every template without a model; that of a model has hyphens."""


class FeatureKind(StrEnum):
    """Kinds of feature, in the words of the PRADO glossary."""

    BACKGROUND_PRINTING = "background printing"
    FIXED_TEXT = "fixed text"
    PORTRAIT = "portrait of the holder"
    SECONDARY_PORTRAIT = "secondary portrait"
    SIGNATURE = "signature of the holder"
    PERSONAL_DATA = "personal data"
    MACHINE_READABLE_ZONE = "machine readable zone"
    OPTICALLY_VARIABLE_DEVICE = "optically variable device"
    LASER_PERFORATION = "laser perforation"
    UV_DULL_SUBSTRATE = "UV-dull substrate"
    UV_FLUORESCENT_PRINT = "UV fluorescent print"
    FLUORESCENT_FIBRES = "fluorescent fibres"
    IR_DROP_OUT = "IR drop-out"
    """Print that is seen in white light and vanishes in IR (Doc 9303-2 C.3: VI,AB and IR,TR)."""
    IR_ABSORBING_PRINT = "IR absorbing print"
    """Print that stays dark in IR (IR,AB)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateModel:
    """Which document this is: the (C, T, N, Y) of the TR-03135 document model."""

    country: str
    """ICAO code, for example `UTO`."""
    type: str
    """Document code as printed in the MRZ, for example `P`."""
    number: Edition
    """Running number of the series within country and type."""
    year: Edition
    """Year of first issue of the series."""

    def __post_init__(self) -> None:
        for code in (self.country, self.type):
            if not _CODE.fullmatch(code):
                raise TemplateError(
                    f"model: expected a country and a type of at most 8 letters or digits, such as UTO and P; got {code!r}"
                )

    @property
    def id(self) -> str:
        """For example `UTO-P-2-2024`."""
        return f"{self.country}-{self.type}-{self.number}-{self.year}"


class PageSide(StrEnum):
    """A side of a box on the page."""

    TOP = "top"
    RIGHT = "right"
    BOTTOM = "bottom"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class PortraitEdge:
    """Where genuine documents of different holders all begin a feature: a portrait, or the first letters of the holder's data."""

    side: PageSide
    at_mm: Millimetres
    """Page millimetres: x for left and right, y for top and bottom."""
    spread_mm: Spread
    """Standard deviation over the captures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideData:
    """Where the middle of the portrait's place lies in the secondary portrait once what the holder's data of a page lie aside is taken off."""

    x_mm: Millimetres
    y_mm: Millimetres
    spread_mm: Spread
    """Standard deviation of either over the captures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """How a secondary portrait repeats the portrait on genuine documents of different holders."""

    scale: Scale
    """Size in the secondary portrait over size in the portrait."""
    x_mm: Millimetres
    """Where the middle of the portrait's place lies in the secondary portrait, page millimetres."""
    y_mm: Millimetres
    spread_mm: Spread
    """Standard deviation of either over the captures."""
    beside: BesideData | None = None
    """The same beside the holder's data; None where the captures do not show that these are printed in one pass with both pictures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fineness:
    """How much fine structure portraits of genuine documents have against the page around."""

    octaves: Octaves
    """Median over the captures."""
    spread: Spread
    """Standard deviation, octaves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One place on the page that a check may look at."""

    name: str
    """Slug, unique within the template, for example `portrait`."""
    kind: FeatureKind
    box: BoxMm
    light: Light = Light.VISIBLE
    generic_id: str = ""
    """TR-03135 check routine such as `IR,AB,MR`; empty when none applies."""
    variable: bool = False
    """Whether it differs from holder to holder, so that the reference says nothing about its interior."""
    guidance: str = ""
    """Key of the guidance text; empty takes the one of the kind."""
    note: str = ""
    """What its author wants to say of it."""
    edges: tuple[PortraitEdge, ...] = ()
    """Sides that genuine documents have in common; empty where too few were seen to tell. Of the holder's data: the ends of the first letters,
    and how they spread beside those of all other values."""
    repeat: Repeat | None = None
    """Of a secondary portrait: where it repeats the portrait; None where too few were seen to tell."""
    fineness: Fineness | None = None
    """Of a portrait in white light: its fine structure; None where too few were seen to tell."""
    fibres_mm2: float | None = None
    """Of fibres under UV: how much of them a genuine page shows, the median over the captures."""


CELL_MM = 3.0
"""Side of the cells in which areas are kept, about the height of a letter: what they show cannot be read. A judgement; not fitted."""
_UNKNOWN: NDArray[np.float32] = np.empty((0, 0), dtype=np.float32)
PRIOR_COLOUR_SPREAD = 6.0
"""Grey levels by which genuine captures differ in colour at a place, until captures tell."""
PRIOR_ENERGY_SPREAD = 0.5
"""Octaves of energy by which genuine captures differ in print at a place, until captures tell."""
PRIOR_LEVEL_SPREAD = 12.0
"""Grey levels by which devices of one kind differ in brightness, until captures tell."""


def cell_count(shape: tuple[int, ...]) -> tuple[int, int]:
    """Rows and columns of the cells of a page (H, W); those at its right and lower rim may lie partly beyond it."""
    side = round(CELL_MM * REFERENCE_PX_PER_MM)
    return -(-shape[0] // side), -(-shape[1] // side)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class LightReference:
    """The reference in one light, at `REFERENCE_PX_PER_MM`.

    All lights of a template lie on one frame. What the spreads say rests on captures and, where there are few, on a
    prior (shrinkage): few captures give wide spreads.
    """

    mean: Pixels
    """(H, W) or (H, W, 3) uint8: the robust mean of the genuine captures."""
    tolerance: NDArray[np.float32]
    """(H, W): expected local dissimilarity (1 - NCC) between a genuine capture and `mean`, at each place."""
    constant: NDArray[np.bool_]
    """(H, W): where the print is the same on every document of the series."""
    colour_spread: NDArray[np.float32] = field(default_factory=lambda: _UNKNOWN)
    """(H, W): standard deviation, grey levels, of a genuine capture's colour (mean over 1 mm, after `levelled`) from
    `mean`, root mean square over the colours. Not given: `PRIOR_COLOUR_SPREAD` everywhere."""
    energy_spread: NDArray[np.float32] = field(default_factory=lambda: _UNKNOWN)
    """(H, W): standard deviation, octaves, of `Comparison.energy` of a genuine capture. Not given:
    `PRIOR_ENERGY_SPREAD` everywhere."""
    level: tuple[float, ...] = ()
    """Median grey level of the constant print as captured, a colour each (before levelling): in UV that of the dull substrate. Not given: that of `mean`."""
    level_spread: float = PRIOR_LEVEL_SPREAD
    """Standard deviation of `level` from one genuine capture to another, grey levels."""
    n_captures: int = 1
    """How many genuine captures had this light."""
    own_places: tuple[float, ...] = ()
    """Of each genuine capture, compared with the others as a questioned page would be: the mass of its heaviest unexplained place, mm2 (white light). Empty where too few tell."""
    own_stamps: tuple[float, ...] = ()
    """Of each capture that it was learned from: what its stamps inked, mm2 (white light), which was taken off before. Empty where none bore any, and where too few tell."""
    own_faint: tuple[float, ...] = ()
    """Of each in the same way: the multiple of what is tolerated that its faint print reaches (`comparison.pooled`)."""
    faded: NDArray[np.float32] = field(default_factory=lambda: _UNKNOWN)
    """(H, W): octaves by which the elements of one genuine page in a hundred fall short of `mean` (`comparison.missing`), as the captures show of one another. Not given: 0 everywhere."""
    lines: NDArray[np.float32] = field(default_factory=lambda: _UNKNOWN)
    """(H, W): grey levels by which lines of named devices stand out under UV (`learning.device_lines`). NaN where that is not known, and
    everywhere if not given."""
    least_glow: NDArray[np.float32] = field(default_factory=lambda: _UNKNOWN)
    """(rows, columns, layers) mm2: what glows at least in each cell of `CELL_MM` on every capture, where print varies (`checks.support.least_glow`). Not given: empty."""

    def __post_init__(self) -> None:
        shape = self.mean.shape[:2]
        if self.tolerance.shape != shape or self.constant.shape != shape:
            raise TemplateError(
                f"LightReference: expected tolerance and constant of shape {shape}, "
                f"got {self.tolerance.shape} and {self.constant.shape}"
            )
        self._fill("colour_spread", PRIOR_COLOUR_SPREAD)
        self._fill("energy_spread", PRIOR_ENERGY_SPREAD)
        self._fill("faded", 0.0)
        self._fill("lines", np.nan)
        glow = (*cell_count(shape), COLOUR_LAYERS if self.mean.ndim == 3 else 1)
        if self.least_glow.size and self.least_glow.shape not in {glow, (*glow[:2], 1)}:
            raise TemplateError(f"LightReference.least_glow: expected {glow}, got {self.least_glow.shape}")
        if not self.level:
            pixels = self.mean.reshape(*shape, -1)[self.constant if self.constant.any() else ...]
            middle = np.median(pixels.reshape(-1, pixels.shape[-1]), axis=0)
            object.__setattr__(self, "level", tuple(float(value) for value in middle))
        for array in (
            self.mean,
            self.tolerance,
            self.constant,
            self.colour_spread,
            self.energy_spread,
            self.faded,
            self.lines,
            self.least_glow,
        ):
            array.setflags(write=False)

    def _fill(self, name: str, prior: float) -> None:
        """Set a map that was not given to its prior everywhere; refuse one of another shape."""
        shape, given = self.mean.shape[:2], getattr(self, name)
        if given.size == 0:
            object.__setattr__(self, name, np.broadcast_to(np.float32(prior), shape))
        elif given.shape != shape:
            raise TemplateError(f"LightReference.{name}: expected shape {shape}, got {given.shape}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CounterfeitMark:
    """Something that a counterfeit which was seen shows at a place, and no genuine document does."""

    name: str
    """Slug, unique within the template."""
    box: BoxMm
    patch: Pixels
    """(h, w) or (h, w, 3) uint8: what the counterfeit shows in `box`, at `REFERENCE_PX_PER_MM`."""
    light: Light = Light.VISIBLE
    note: str = ""
    """What to look at, for the officer."""
    source: str = ""
    """Who saw it, and when."""

    def __post_init__(self) -> None:
        width, height = (round(side * REFERENCE_PX_PER_MM) for side in (self.box.width, self.box.height))
        if self.patch.shape[:2] != (height, width) or self.patch.dtype != np.uint8:
            raise TemplateError(
                f"CounterfeitMark.patch: expected uint8 of shape {(height, width)}, "
                f"got {self.patch.dtype} {self.patch.shape}"
            )
        self.patch.setflags(write=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Template:
    """A reference template."""

    model: TemplateModel | None
    """None for a template that was never named."""
    size: AnySize
    features: tuple[Feature, ...]
    references: Mapping[Light, LightReference]
    n_captures: int
    """How many genuine captures it was learned from."""
    n_holders: int = 1
    """Of how many holders these captures are: with one, what is constant was presumed and not seen."""
    issued_from: date | None = None
    issued_to: date | None = None
    counterfeits: tuple[CounterfeitMark, ...] = ()
    """Marks of counterfeits that were seen; matched in reverse."""
    counts: tuple[AlarmCount, ...] = ()
    """False alarms on genuine documents of this model, where its author counted them; one a check and channel."""
    own: tuple[OwnValues, ...] = ()
    """What checks show on the captures themselves: no questioned page is adverse for as much. Empty where that was not measured."""
    discovered: Discovered | None = None
    """Where it was learned from a pile without labels; None where its author knew that the captures are genuine."""
    provenance: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Where the captures came from: tool, data, date; never the holders' data."""
    licence: str = ""
    digest: str = ""
    """sha256 over the pack it was loaded from; empty for one that was just learned."""
    signed_by: str = ""
    """Id of the believed key that the pack is signed with (`shipped` for what comes with this package); else empty."""

    def __post_init__(self) -> None:
        for places, named in (("features", self.features), ("counterfeits", self.counterfeits)):
            several = [name for name, n in Counter(one.name for one in named).items() if n > 1]
            if several:
                raise TemplateError(f"Template.{places}: names must be unique, got twice {several}")
        counted = Counter((one.check, one.channel) for one in self.counts)
        twice = next((f"{check} on {channel}" for (check, channel), n in counted.items() if n > 1), None)
        if twice:
            raise TemplateError(f"Template.counts: expected one entry a check, got two for {twice}")
        object.__setattr__(self, "references", MappingProxyType(dict(self.references)))
        object.__setattr__(self, "provenance", MappingProxyType(dict(self.provenance)))

    def own_values(self, check: str) -> tuple[float, ...]:
        """What a check measured on the captures; empty where nothing was."""
        return next((one.values for one in self.own if one.check == check), ())

    @property
    def is_unconfirmed(self) -> bool:
        """Whether it rests mostly on captures that nobody has confirmed to be genuine."""
        return self.discovered is not None and self.discovered.missing(self.n_captures) > 0

    @property
    def id(self) -> str:
        """The model's id, or `unnamed`."""
        return self.model.id if self.model else UNNAMED

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height in millimetres."""
        return self.size.millimetres

    def feature(self, name: str) -> Feature | None:
        """The feature of that name, or None."""
        return next((feature for feature in self.features if feature.name == name), None)

    def of_kind(self, kind: FeatureKind) -> tuple[Feature, ...]:
        """All features of one kind, in file order."""
        return tuple(feature for feature in self.features if feature.kind is kind)
