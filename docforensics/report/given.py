"""What an examination was given: enough to do it again from the same files. Hashes and statements, no pixels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from docforensics.capture.light import Light
from docforensics.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFrame:
    """One image."""

    sha256: str
    """Of the raw input."""
    media_type: str
    page: int
    """Of a PDF or TIFF of several pages, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenSide:
    """One side as the caller stated it."""

    side: str
    channel: str
    dpi: float | None
    size_mm: tuple[float, float] | None
    images: Mapping[Light, tuple[GivenFrame, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenInputs:
    """The sides, and the settings that they were examined with."""

    sides: tuple[GivenSide, ...]
    has_chip: bool
    settings: Mapping[str, Any] | None = None
    """As `ExaminerSettings.to_dict`; None where something was given ready made, or nobody said."""
    content: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    """As `ExaminerSettings.content`: digests of what they stand for."""


def given_of(
    document: Document, settings: Mapping[str, Any] | None, content: Mapping[str, object]
) -> GivenInputs:
    """List what a document was read from; further frames of a light belong to the side of their first."""
    sides = tuple(
        GivenSide(
            side=side.capture.side.value,
            channel=side.capture.channel.value,
            dpi=side.capture.dpi,
            size_mm=side.capture.size_mm,
            images={
                light: tuple(
                    GivenFrame(sha256=one.sha256, media_type=one.media_type, page=one.frame) for one in frames
                )
                for light, frames in side.capture.images.items()
            },
        )
        for side in document.sides
        if side.frame_of is None
    )
    return GivenInputs(sides=sides, has_chip=document.chip is not None, settings=settings, content=content)
