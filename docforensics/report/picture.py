"""The rectified pages as pictures for the HTML page: small enough to mail, the findings marked and numbered."""

import base64
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docforensics.capture.model import Light, Pixels
from docforensics.checks.outcome import Region
from docforensics.page.geometry import BoxMm
from docforensics.report.model import Finding, PagePicture, Report

if TYPE_CHECKING:
    from PIL.Image import Image

BUDGET_BYTES = 1_000_000
"""Of all pictures of a report together; a third more in base64, so that the page stays below 1.5 MB."""
PAGES_BYTES = 700_000
"""Of the pages and references; the rest is for the details (details.py)."""
MAX_SIDE_PX = 1400
_MIN_SIDE_PX = 64
_QUALITY, _LOW_QUALITY = 82, 55
_PHONE_PX = 340
"""Width of the picture on a phone: badges are placed so that they stay apart there."""
_BADGE_PX = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One region of one finding on a picture, in per cent of the picture's width and height."""

    number: int
    label: str
    left: float
    top: float
    width: float
    height: float
    badge: tuple[float, float] | None
    """Centre of its number; None when the finding's number stands often enough on the picture already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One encoded picture."""

    uri: str
    """`data:image/webp;base64,...`"""
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One side in one light."""

    side: int
    light: Light
    picture: Picture
    reference: Picture | None
    """What the template shows over the same millimetres; None without one in this light."""
    marks: tuple[Mark, ...]


def figures(report: Report) -> tuple[Figure, ...]:
    """Make the pictures of all pages in all lights, with the adverse findings marked by their number."""
    shown = [(side, light) for side, page in enumerate(report.pages) for light in page.pixels]
    pictures = len(shown) + sum(light in report.pages[side].reference for side, light in shown)
    return tuple(_figure(report, side, light, PAGES_BYTES // pictures) for side, light in shown)


def _figure(report: Report, side: int, light: Light, budget: int) -> Figure:
    page = report.pages[side]
    reference = page.reference.get(light)
    return Figure(
        side=side,
        light=light,
        picture=picture(page.pixels[light], budget),
        reference=None if reference is None else picture(reference, budget),
        marks=tuple(_marks(report.reasons, page, side, light)),
    )


def picture(pixels: Pixels, budget: int, max_side: int = MAX_SIDE_PX) -> Picture:
    """Encode for a page: at most `budget` bytes before base64, at most `max_side` pixels wide and high."""
    data, (width, height) = encode(pixels, budget, max_side)
    uri = f"data:image/webp;base64,{base64.b64encode(data).decode('ascii')}"
    return Picture(uri=uri, width=width, height=height)


def encode(pixels: Pixels, budget: int, max_side: int = MAX_SIDE_PX) -> tuple[bytes, tuple[int, int]]:
    """Encode as WebP of at most `budget` bytes: first the quality goes down, then the size.

    Returns the bytes and the picture's width and height.
    """
    from PIL.Image import fromarray  # noqa: PLC0415 (slow to import)

    image = fromarray(pixels)
    image.thumbnail((max_side, max_side))
    data = _webp(image, _QUALITY)
    if len(data) > budget:
        data = _webp(image, _LOW_QUALITY)
    while len(data) > budget and max(image.size) > _MIN_SIDE_PX:
        shrink = min(0.9, 0.95 * (budget / len(data)) ** 0.5)
        image = image.resize((_shorter(image.width, shrink), _shorter(image.height, shrink)))
        data = _webp(image, _LOW_QUALITY)
    return data, image.size


def _shorter(length: int, shrink: float) -> int:
    return max(1, round(length * shrink))


def _webp(picture: "Image", quality: int) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "WEBP", quality=quality, method=2)
    return stream.getvalue()


def shown_in(region: Region, page: PagePicture) -> Light:
    """Choose the picture that a region is drawn on: its own light when there is one, else the page's first."""
    return region.light if region.light in page.pixels else next(iter(page.pixels))


_MAX_BADGES = 4
"""Of one finding on one picture; its other regions are drawn without a number."""


def _marks(reasons: Sequence[Finding], page: PagePicture, side: int, light: Light) -> Iterator[Mark]:
    taken: list[tuple[float, float]] = []
    for number, finding in enumerate(reasons, start=1):
        here = [
            region for region in finding.regions if region.side == side and shown_in(region, page) is light
        ]
        boxes = [(region, box) for region in here if (box := _within(region.box, page.size_mm))]
        for index, (region, box) in enumerate(boxes):
            if index < _MAX_BADGES:
                yield mark(number, region.label, box, page.size_mm, taken)
            else:
                yield _mark(number, region.label, box, page.size_mm, None)


def _within(box: BoxMm, size_mm: tuple[float, float]) -> BoxMm | None:
    """Cut the box to the page; None when nothing of it is left."""
    left, top = max(box.left, 0.0), max(box.top, 0.0)
    right, bottom = min(box.right, size_mm[0]), min(box.bottom, size_mm[1])
    return BoxMm(left=left, top=top, right=right, bottom=bottom) if right > left and bottom > top else None


def mark(
    number: int, label: str, box: BoxMm, size_mm: tuple[float, float], taken: list[tuple[float, float]]
) -> Mark:
    """Mark a box with its number where no other stands; the place is added to `taken` (mm)."""
    badge = _free_place(box, size_mm, taken)
    taken.append(badge)
    return _mark(number, label, box, size_mm, badge)


def _mark(
    number: int, label: str, box: BoxMm, size_mm: tuple[float, float], badge: tuple[float, float] | None
) -> Mark:
    across, down = 100 / size_mm[0], 100 / size_mm[1]
    return Mark(
        number=number,
        label=label,
        left=box.left * across,
        top=box.top * down,
        width=box.width * across,
        height=box.height * down,
        badge=(badge[0] * across, badge[1] * down) if badge else None,
    )


def _free_place(
    box: BoxMm, size_mm: tuple[float, float], taken: Sequence[tuple[float, float]]
) -> tuple[float, float]:
    """Find the first corner, then the first place along the top edge, where no other badge stands (mm)."""
    size = _BADGE_PX * size_mm[0] / _PHONE_PX
    corners = [(x, y) for y in (box.top, box.bottom) for x in (box.left, box.right)]
    along = [(box.left + step * size * 1.05, box.top) for step in range(1, 12)]
    places = [_inside(place, size_mm, size / 2) for place in (*corners, *along)]
    free = (place for place in places if all(_apart(place, other, size) for other in taken))
    return next(free, places[0])


def _inside(place: tuple[float, float], size_mm: tuple[float, float], margin: float) -> tuple[float, float]:
    x, y = (
        min(max(value, margin), max(length - margin, margin))
        for value, length in zip(place, size_mm, strict=True)
    )
    return x, y


def _apart(one: tuple[float, float], other: tuple[float, float], size: float) -> bool:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1])) >= size
