"""What workers hand over of a pile, packed into one column: plain values, no pixels and nothing of a holder but coarse looks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.page.geometry import BoxMm
from docforensics.templates.discovery.departures import Departure

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadZone:
    """What a machine readable zone states of its document's model."""

    format: str
    issuer: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """One page as it was described."""

    number: int
    """Of the page in its document, from 0."""
    reason: str = ""
    """Why it cannot be grouped; empty when it can."""
    is_document: bool = True
    """Whether a zone, an outline or a size of a document was found."""
    lights: tuple[str, ...] = ()
    size: str = ""
    """Name of the page's size (`PageSize`), or `150 x 66 mm`; empty where nothing shows it."""
    size_mm: tuple[float, float] = (0.0, 0.0)
    is_measured: bool = False
    """Whether the frame rests on an outline or a zone."""
    resolved_px_per_mm: float = 0.0
    glare: float = 0.0
    """Share of the page that is burnt out, 0..1."""
    megapixels: float = 0.0
    """Of the capture in all lights."""
    zone: ReadZone | None = None
    """None where no zone was read."""
    looks: bytes = b""
    """`Looks.vector` as float16."""

    @property
    def vector(self) -> NDArray[np.float16]:
        """(LENGTH,): the looks."""
        return np.frombuffer(self.looks, np.float16)


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedRecord:
    """One template of a group."""

    parts: dict[str, bytes]
    """Of the template (`templates.parts`)."""
    learned_from: tuple[int, ...]
    """Numbers in the sample."""
    model: int = 0
    """Of the models that look alike in the sample, 0 that of most pages; editions of one have one number."""
    differs_at: tuple[BoxMm, ...] = ()
    """Where its edition differs from the others of the sample; empty where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRecord:
    """What was learned from a group's sample."""

    templates: tuple[LearnedRecord, ...] = ()
    """The edition of most pages first."""
    reason: str = ""
    """Why there is none; empty when there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRecord:
    """A place on a page."""

    light: Light
    box: BoxMm


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecord:
    """A finding against a page: its title, never its message, which may quote the holder's data."""

    check: str
    title: str
    log10_lr: float
    places: tuple[PlaceRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartureRecord:
    """A `Departure`."""

    place: PlaceRecord
    mass: float
    corner: tuple[int, int]
    shape: tuple[int, int]
    print: bytes

    def unpacked(self) -> Departure:
        """Make it a departure again."""
        return Departure(
            light=self.place.light,
            box=self.place.box,
            mass=self.mass,
            corner=self.corner,
            print=np.frombuffer(self.print, np.int8).reshape(self.shape),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRecord:
    """One page compared with all templates."""

    number: int
    group: str
    """Of the template that fits; empty where none does."""
    log10_lr: float = 0.0
    """Of its document as a whole; positive supports 'not genuine'."""
    findings: tuple[FindingRecord, ...] = ()
    """Those against this page, the heaviest first."""
    departures: tuple[DepartureRecord, ...] = ()
    values: dict[str, float] = field(default_factory=dict)
    """By check, what it measured on this page, adverse or not."""
    shows_another: bool = False
    """Whether its picture shows the zone of another page, which was not examined."""


def departure_record(found: Departure) -> DepartureRecord:
    """Make a departure plain."""
    return DepartureRecord(
        place=PlaceRecord(light=found.light, box=found.box),
        mass=found.mass,
        corner=found.corner,
        shape=(found.print.shape[0], found.print.shape[1]),
        print=found.print.tobytes(),
    )


def packed(records: Sequence[Any] | Any) -> bytes:  # noqa: ANN401 (any record above)
    """Pack records."""
    return msgspec.msgpack.encode(records)


def unpacked(data: bytes, kind: type[Record]) -> Record:
    """Make records of what `packed` gave."""
    return msgspec.msgpack.decode(data, type=kind)
