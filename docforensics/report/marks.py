"""Frames and numbers on a picture of a page: round a place and next to it, never on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm

GAP_MM = 0.8
"""Between a place and the frame round it: the frame must not hide what it points to."""
_PHONE_PX = 340
"""Width of the picture on a phone: badges are placed so that they stay apart there."""
_BADGE_PX = 24
"""Diameter of a number's circle, with a pixel round it (report.css)."""
_FACE, _ITSELF = 100.0, 60.0
"""What hiding a face, or the place itself, costs; print on paper spreads over some 20 to 60 levels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One place on a picture, in per cent of the picture's width and height."""

    number: int
    label: str
    left: float
    top: float
    width: float
    height: float
    badge: tuple[float, float] | None
    """Centre of its number, beside the frame; None when the number stands often enough on the picture already."""


Place = tuple[float, float]
"""Centre of a badge, millimetres."""


class Board:
    """A page to be marked, with the places of the numbers that stand on it already.

    Parameters
    ----------
    pixels, size_mm
        The page.
    faces
        Where portraits are: no number is put on them.
    crowded
        Whether frames lie side by side: a number then stands on a corner of its own frame, since beside it it would be
        taken for its neighbour's.
    """

    def __init__(
        self,
        pixels: Pixels,
        size_mm: tuple[float, float],
        *,
        faces: Sequence[BoxMm] = (),
        crowded: bool = False,
    ) -> None:
        self._pixels = pixels
        self._page = BoxMm.of_size(size_mm)
        self._half = _BADGE_PX * size_mm[0] / _PHONE_PX / 2
        self._faces = tuple(faces)
        self._crowded = crowded
        self._taken: list[BoxMm] = []

    def mark(self, number: int, label: str, box: BoxMm, *, numbered: bool = True) -> Mark:
        """Frame a box of the page (mm); its number is next to it, where no other is and the page shows least."""
        framed = inside(box.grown(GAP_MM), self._page) or box
        badge = self._free_place(framed) if numbered else None
        if badge:
            self._taken.append(self._box(badge))
        return in_percent(number, label, framed, self._page, badge)

    def _free_place(self, box: BoxMm) -> Place:
        """Choose of the places beside the box the emptiest without a number, else the first free one along its edge."""
        wanted = _corners(box) if self._crowded else self._beside(box)
        places = [self._moved_in(place) for place in wanted]
        free = [place for place in places if self._is_free(place)]
        if free:
            return free[0] if self._crowded else min(free, key=lambda place: self._cost(place, box))
        along = ((box.left + step * 2 * self._half, box.top - self._half) for step in range(12))
        return next(filter(self._is_free, map(self._moved_in, along)), places[0])

    def _cost(self, place: Place, framed: BoxMm) -> float:
        """How much a number hides there: what the page shows, and most of all a face or the place itself."""
        box = self._box(place)
        hidden = [*((_FACE, face) for face in self._faces), (_ITSELF, framed)]
        return self._busy(box) + sum(weight * box.overlap(other) / box.area for weight, other in hidden)

    def _beside(self, box: BoxMm) -> Iterator[Place]:
        centre, middle = box.centre
        yield box.left - self._half, middle
        yield box.right + self._half, middle
        yield centre, box.top - self._half
        yield centre, box.bottom + self._half

    def _box(self, place: Place) -> BoxMm:
        x, y = place
        return BoxMm(left=x - self._half, top=y - self._half, right=x + self._half, bottom=y + self._half)

    def _is_free(self, place: Place) -> bool:
        return not any(self._box(place).overlap(other) > 0 for other in self._taken)

    def _moved_in(self, place: Place) -> Place:
        x, y = (
            min(max(value, self._half), max(length - self._half, self._half))
            for value, length in zip(place, (self._page.right, self._page.bottom), strict=True)
        )
        return x, y

    def _busy(self, box: BoxMm) -> float:
        """How much the page shows there: the spread of its levels."""
        across, down = self._pixels.shape[1] / self._page.right, self._pixels.shape[0] / self._page.bottom
        rows = slice(int(box.top * down), int(box.bottom * down) + 1)
        columns = slice(int(box.left * across), int(box.right * across) + 1)
        return float(self._pixels[rows, columns].std())


def _corners(box: BoxMm) -> Iterator[Place]:
    yield from ((x, y) for y in (box.top, box.bottom) for x in (box.left, box.right))


def mark_box(box: BoxMm, frame: BoxMm) -> Mark:
    """Mark a box on what is cut out of the page by `frame` (mm), without a number."""
    return in_percent(0, "", inside(box.grown(GAP_MM), frame) or frame, frame, None)


def inside(box: BoxMm, frame: BoxMm) -> BoxMm | None:
    """Cut a box to a frame; None when nothing of it is left."""
    left, top = max(box.left, frame.left), max(box.top, frame.top)
    right, bottom = min(box.right, frame.right), min(box.bottom, frame.bottom)
    return BoxMm(left=left, top=top, right=right, bottom=bottom) if right > left and bottom > top else None


def in_percent(number: int, label: str, box: BoxMm, frame: BoxMm, badge: Place | None) -> Mark:
    """Give a box and the place of its number as shares of a frame."""
    across, down = 100 / frame.width, 100 / frame.height
    return Mark(
        number=number,
        label=label,
        left=(box.left - frame.left) * across,
        top=(box.top - frame.top) * down,
        width=box.width * across,
        height=box.height * down,
        badge=((badge[0] - frame.left) * across, (badge[1] - frame.top) * down) if badge else None,
    )
