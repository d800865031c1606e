"""The rectified pages as pictures for the HTML page: small enough to mail, the findings marked and numbered."""

import base64
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docforensics.capture.model import Light, Pixels
from docforensics.checks.outcome import Region
from docforensics.page.geometry import BoxMm
from docforensics.report.model import PagePicture, Report
from docforensics.report.reasons import Reason

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
_GAP_MM = 0.8
"""Between a place and the frame round it: the frame must not hide what it points to."""


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
    """Centre of its number, beside the box; None when the number stands often enough on the picture already."""


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


def figures(report: Report, reasons: Sequence[Reason]) -> tuple[Figure, ...]:
    """Make the pictures of all pages in all lights, with the places of the reasons marked by their number."""
    shown = [(side, light) for side, page in enumerate(report.pages) for light in page.pixels]
    pictures = len(shown) + sum(light in report.pages[side].reference for side, light in shown)
    return tuple(_figure(report, reasons, side, light, PAGES_BYTES // pictures) for side, light in shown)


def _figure(report: Report, reasons: Sequence[Reason], side: int, light: Light, budget: int) -> Figure:
    page = report.pages[side]
    reference = page.reference.get(light)
    return Figure(
        side=side,
        light=light,
        picture=picture(page.pixels[light], budget),
        reference=None if reference is None else picture(reference, budget),
        marks=tuple(_marks(reasons, page, side, light)),
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


_MAX_BADGES = 2
"""Of one finding on one picture; its other regions are drawn without a number."""
_MAX_OF_MANY = 4
"""Frames of a reason of several findings: more would hide the page that they speak of."""
_WHOLE = 0.5
"""Share of the page from which a region is the page itself: frames would then show nothing, and hide it."""


def _marks(reasons: Sequence[Reason], page: PagePicture, side: int, light: Light) -> Iterator[Mark]:
    taken: list[BoxMm] = []
    for reason in reasons:
        here = [
            (region.label, box)
            for finding in reason.findings
            for region in finding.regions
            if region.side == side and shown_in(region, page) is light
            if (box := _within(region.box, page.size_mm))
        ]
        if any(_area(box) > _WHOLE * page.size_mm[0] * page.size_mm[1] for _, box in here):
            continue
        if len(reason.findings) > 1:
            here = sorted(here, key=lambda place: -_area(place[1]))[:_MAX_OF_MANY]
        for index, (label, box) in enumerate(here):
            yield mark(reason.number, label, box, page.size_mm, taken if index < _MAX_BADGES else None)


def _area(box: BoxMm) -> float:
    return box.width * box.height


def _within(box: BoxMm, size_mm: tuple[float, float]) -> BoxMm | None:
    """Cut the box to the page; None when nothing of it is left."""
    left, top = max(box.left, 0.0), max(box.top, 0.0)
    right, bottom = min(box.right, size_mm[0]), min(box.bottom, size_mm[1])
    return BoxMm(left=left, top=top, right=right, bottom=bottom) if right > left and bottom > top else None


def mark(
    number: int, label: str, box: BoxMm, size_mm: tuple[float, float], taken: list[BoxMm] | None
) -> Mark:
    """Mark a box with its number beside it, where no other stands; the place is added to `taken` (mm). None: no number."""
    page = BoxMm(left=0.0, top=0.0, right=size_mm[0], bottom=size_mm[1])
    framed = _within(box.grown(_GAP_MM), size_mm) or box
    badge = None
    if taken is not None:
        badge = _free_place(framed, size_mm, taken)
        taken.append(_badge_box(badge, size_mm))
    return _in_percent(number, label, framed, page, badge)


def mark_box(box: BoxMm, frame: BoxMm) -> Mark:
    """Mark a box on what is cut out of the page by `frame`, without a number."""
    wide = box.grown(_GAP_MM)
    inside = BoxMm(
        left=max(wide.left, frame.left),
        top=max(wide.top, frame.top),
        right=min(wide.right, frame.right),
        bottom=min(wide.bottom, frame.bottom),
    )
    return _in_percent(0, "", inside, frame, None)


def _in_percent(number: int, label: str, box: BoxMm, frame: BoxMm, badge: tuple[float, float] | None) -> Mark:
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


def _free_place(box: BoxMm, size_mm: tuple[float, float], taken: Sequence[BoxMm]) -> tuple[float, float]:
    """Find the first place beside the box, then along its upper edge, where no other badge stands (mm)."""
    half = _BADGE_PX * size_mm[0] / _PHONE_PX / 2
    middle, centre = (box.top + box.bottom) / 2, (box.left + box.right) / 2
    beside = [
        (box.left - half, middle),
        (box.right + half, middle),
        (centre, box.top - half),
        (centre, box.bottom + half),
    ]
    along = [(box.left + step * 2 * half, box.top - half) for step in range(12)]
    inside = [place for place in beside if _fits(place, size_mm, half)]
    places = [*inside, *(_inside(place, size_mm, half) for place in (*along, *beside))]
    free = (
        place for place in places if not any(_badge_box(place, size_mm).overlap(one) > 0 for one in taken)
    )
    return next(free, places[0])


def _badge_box(place: tuple[float, float], size_mm: tuple[float, float]) -> BoxMm:
    half = _BADGE_PX * size_mm[0] / _PHONE_PX / 2
    return BoxMm(left=place[0] - half, top=place[1] - half, right=place[0] + half, bottom=place[1] + half)


def _fits(place: tuple[float, float], size_mm: tuple[float, float], margin: float) -> bool:
    return all(margin <= value <= length - margin for value, length in zip(place, size_mm, strict=True))


def _inside(place: tuple[float, float], size_mm: tuple[float, float], margin: float) -> tuple[float, float]:
    x, y = (
        min(max(value, margin), max(length - margin, margin))
        for value, length in zip(place, size_mm, strict=True)
    )
    return x, y
