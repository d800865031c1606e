"""Where machine readable zones lie in an image, at any angle: bands of evenly pitched, equally tall lines."""

from dataclasses import dataclass

from docforensics.errors import UsageError
from docforensics.page.geometry import Points


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MrzBand:
    """One candidate zone, best first when several are returned."""

    corners: Points
    """(4, 2) px: top left, top right, bottom right, bottom left *as the text reads*, tight around the print."""
    n_lines: int
    """2 or 3, as far as the picture tells."""
    score: float
    """Confidence that this is an MRZ, 0..1."""

    def __post_init__(self) -> None:
        if self.corners.shape != (4, 2):
            raise UsageError(f"MrzBand.corners: expected (4, 2), got {self.corners.shape}")
        self.corners.setflags(write=False)
