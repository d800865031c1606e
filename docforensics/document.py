"""Everything known of one questioned document: facts, no judgement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from docforensics.alerts.book import AlertBook
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, Pixels
from docforensics.capture.side import Capture
from docforensics.errors import UsageError
from docforensics.kept import Kept
from docforensics.mrz.parse import Mrz
from docforensics.mrz.reading import MrzReading
from docforensics.page.band.find import MrzBand
from docforensics.page.model import Page
from docforensics.seal.chip import ChipReading
from docforensics.seal.model import SealReading
from docforensics.templates.registration.register import TemplateMatch
from docforensics.viz.model import VizReading


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Side:
    """One side of the document with all that was read from it."""

    capture: Capture
    page: Page
    mrz_reading: MrzReading | None
    viz: VizReading
    match: TemplateMatch | None
    """The template that fits this side, registered to it; None when none does."""
    seals: tuple[SealReading, ...] = ()
    """Digital seals on this side, verified as far as the user's trust goes."""
    additional_zones: tuple[MrzReading, ...] = ()
    """Other zones that the same picture shows, read: they belong to pages that are not examined."""
    unread_zones: tuple[MrzBand, ...] = ()
    """Print like a zone's beyond the page, which cannot be read: of pages that are not examined either."""
    unusable: Mapping[Light, str] = field(default_factory=lambda: MappingProxyType({}))
    """Lights that were given, but whose image does not show them, each with the reason; the page has no pixels in them."""
    bands: tuple[MrzBand, ...] | None = None
    """What may be machine readable zones on the capture, best first; None where nobody looked."""
    frame_of: int | None = None
    """Of a further frame of a capture: index of the side whose first frame is the capture's first; else None."""
    kept: Kept = field(default_factory=Kept, init=False)
    """What checks computed of this side and others need as well."""

    def light(self, light: Light) -> Pixels | None:
        """The rectified page in this light, or None."""
        return self.page.pixels.get(light)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Document:
    """The sides of one questioned document."""

    sides: tuple[Side, ...]
    mrz: Mrz | None
    """Parsed from the first side whose MRZ fits a format."""
    mrz_side: int | None
    """Index of that side."""
    inspected_on: date
    """The date of the examination, given by the caller, so that a rerun gives the same report."""
    chip: ChipReading | None = None
    """What the chip states, where the caller gave its data."""
    alerts: AlertBook | None = None
    """The alerts that were applied at this post; None where there are none."""
    timings: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Seconds that each stage of reading took."""

    def __post_init__(self) -> None:
        if not self.sides:
            raise UsageError("Document.sides: expected at least one side, got none")
        if (self.mrz is None) != (self.mrz_side is None):
            raise UsageError("Document: mrz and mrz_side go together")

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The channel of each side."""
        return tuple(side.capture.channel for side in self.sides)

    @property
    def lights(self) -> frozenset[Light]:
        """The lights of all captures, also of images that do not show them: what they could have shown is still to be seen."""
        return frozenset(light for side in self.sides for light in side.capture.lights)

    @property
    def seals(self) -> tuple[tuple[int, SealReading], ...]:
        """All seals, each with the index of its side."""
        return tuple((index, seal) for index, side in enumerate(self.sides) for seal in side.seals)

    @property
    def mrz_reading(self) -> MrzReading | None:
        """The reading that `mrz` was parsed from; else the first reading of any side."""
        if self.mrz_side is not None:
            return self.sides[self.mrz_side].mrz_reading
        return next((side.mrz_reading for side in self.sides if side.mrz_reading), None)
