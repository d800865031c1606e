"""What the visual inspection zone shows: lines of text, the portrait and the secondary portrait."""

from dataclasses import dataclass

from docforensics.errors import UsageError
from docforensics.page.geometry import BoxMm


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One line of print outside the MRZ, found but not read."""

    box: BoxMm
    confidence: float
    """That this is a line of text, 0..1."""

    def __post_init__(self) -> None:
        if not 0 <= self.confidence <= 1:
            raise UsageError(f"TextLine.confidence: expected 0..1, got {self.confidence}")


@dataclass(frozen=True, slots=True, kw_only=True)
class VizReading:
    """What the visual inspection zone shows; absent parts are None or empty, which is no finding."""

    lines: tuple[TextLine, ...] = ()
    portrait: BoxMm | None = None
    secondary_portrait: BoxMm | None = None
    reader: str = "network"
    """Name of the reader that reads lines when a check asks (`docforensics.viz.recognise`)."""
