"""Millimetres on a page, counted from its top left corner."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on the page in millimetres."""

    x: float
    y: float
    w: float
    h: float

    def shifted(self, dx: float, dy: float) -> "Box":
        """The same rectangle moved by ``dx``, ``dy`` millimetres."""
        return Box(x=self.x + dx, y=self.y + dy, w=self.w, h=self.h)

    def grown(self, margin: float) -> "Box":
        """The rectangle with ``margin`` millimetres added on every side (negative shrinks it)."""
        return Box(x=self.x - margin, y=self.y - margin, w=self.w + 2 * margin, h=self.h + 2 * margin)

    def pixels(self, px_per_mm: float) -> tuple[int, int, int, int]:
        """Half-open pixel bounds ``(x0, y0, x1, y1)`` at a scale."""
        return (
            round(self.x * px_per_mm),
            round(self.y * px_per_mm),
            round((self.x + self.w) * px_per_mm),
            round((self.y + self.h) * px_per_mm),
        )
