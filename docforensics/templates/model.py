"""A reference template: what a genuine document of one model looks like, and how far genuine ones differ."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Light, Pixels
from docforensics.errors import TemplateError
from docforensics.page.geometry import BoxMm
from docforensics.page.model import PageSize

REFERENCE_PX_PER_MM = 8.0
"""Resolution of references. Finer print (guilloche lines, microtext) is not resolved below 400 ppi anyway."""


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
    UV_FLUORESCENT_PRINT = "UV fluorescent print"
    IR_DROP_OUT = "IR drop-out"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateModel:
    """Which document this is: the (C, T, N, Y) of the TR-03135 document model."""

    country: str
    """ICAO code, for example `UTO`."""
    type: str
    """Document code as printed in the MRZ, for example `P`."""
    number: int
    """Running number of the series within country and type."""
    year: int
    """Year of first issue of the series."""

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
class Edge:
    """Where genuine documents of different holders all begin a feature."""

    side: PageSide
    at_mm: float
    """Page millimetres: x for left and right, y for top and bottom."""
    spread_mm: float
    """Standard deviation over the captures."""


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
    edges: tuple[Edge, ...] = ()
    """Sides that genuine documents have in common; empty where too few were seen to tell."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LightReference:
    """The reference in one light, at `REFERENCE_PX_PER_MM`."""

    mean: Pixels
    """(H, W) or (H, W, 3) uint8: the robust mean of the genuine captures."""
    tolerance: NDArray[np.float32]
    """(H, W): expected local dissimilarity (1 - NCC) between a genuine capture and `mean`, at each place."""
    constant: NDArray[np.bool_]
    """(H, W): where the print is the same on every document of the series."""

    def __post_init__(self) -> None:
        shape = self.mean.shape[:2]
        if self.tolerance.shape != shape or self.constant.shape != shape:
            raise TemplateError(
                f"LightReference: expected tolerance and constant of shape {shape}, "
                f"got {self.tolerance.shape} and {self.constant.shape}"
            )
        for array in (self.mean, self.tolerance, self.constant):
            array.setflags(write=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Template:
    """A reference template."""

    model: TemplateModel | None
    """None for a template that was never named."""
    size: PageSize
    features: tuple[Feature, ...]
    references: Mapping[Light, LightReference]
    n_captures: int
    """How many genuine captures it was learned from."""
    issued_from: date | None = None
    issued_to: date | None = None
    provenance: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Where the captures came from: tool, data, date; never the holders' data."""
    licence: str = ""
    digest: str = ""
    """sha256 over the pack it was loaded from; empty for one that was just learned."""

    def __post_init__(self) -> None:
        names = [feature.name for feature in self.features]
        if len(set(names)) != len(names):
            raise TemplateError(f"Template.features: names must be unique, got {names}")
        object.__setattr__(self, "references", MappingProxyType(dict(self.references)))
        object.__setattr__(self, "provenance", MappingProxyType(dict(self.provenance)))

    @property
    def id(self) -> str:
        """The model's id, or `unnamed`."""
        return self.model.id if self.model else "unnamed"

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
