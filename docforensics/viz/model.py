"""What the visual inspection zone shows: print, the portrait and the secondary portrait."""

from dataclasses import dataclass, field

from docforensics.kept import Later, given
from docforensics.page.geometry import BoxMm
from docforensics.viz.segments import TextSegment
from docforensics.viz.text import PageText, TextLine

Portraits = tuple[BoxMm | None, BoxMm | None]
"""The portrait and the secondary portrait."""


def _no_portraits() -> Later[Portraits]:
    return given((None, None))


def _no_segments() -> Later[tuple[TextSegment, ...]]:
    return given(())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VizReading:
    """What the visual inspection zone shows; absent parts are None or empty, which is no finding.

    Looked for when somebody asks: most examinations need a part of it, and those of a registered page no face.
    """

    portraits: Later[Portraits] = field(default_factory=_no_portraits)
    print_found: Later[tuple[TextSegment, ...]] = field(default_factory=_no_segments)
    text: PageText | None = None
    """Print outside the portraits and the MRZ, read line by line when somebody asks; None without an image in white light."""

    @property
    def portrait(self) -> BoxMm | None:
        """Where the portrait is."""
        return self.portraits()[0]

    @property
    def secondary_portrait(self) -> BoxMm | None:
        """Where it is repeated."""
        return self.portraits()[1]

    @property
    def segments(self) -> tuple[TextSegment, ...]:
        """Print outside the portraits, found but not read."""
        return self.print_found()

    @property
    def lines(self) -> tuple[TextLine, ...]:
        """Every line of `text`, with its alternatives and its box; read on first use."""
        return () if self.text is None else self.text.lines()
