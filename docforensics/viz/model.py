"""What the visual inspection zone shows: print, the portrait and the secondary portrait."""

from dataclasses import dataclass

from docforensics.page.geometry import BoxMm
from docforensics.viz.segments import TextSegment
from docforensics.viz.text import PageText, TextLine


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VizReading:
    """What the visual inspection zone shows; absent parts are None or empty, which is no finding."""

    segments: tuple[TextSegment, ...] = ()
    """Print outside the portraits, found but not read."""
    portrait: BoxMm | None = None
    secondary_portrait: BoxMm | None = None
    text: PageText | None = None
    """Print outside the portraits and the MRZ, read line by line when somebody asks; None without an image in white light."""

    @property
    def lines(self) -> tuple[TextLine, ...]:
        """Every line of `text`, with its alternatives and its box; read on first use."""
        return () if self.text is None else self.text.lines()
