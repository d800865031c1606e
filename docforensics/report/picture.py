"""The rectified pages as pictures for the HTML page: small enough to mail, the findings marked and numbered."""

import base64
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.outcome import Region
from docforensics.page.geometry import BoxMm
from docforensics.report.marks import Board, Mark, in_percent, inside
from docforensics.report.model import PagePicture, ReportData
from docforensics.report.reasons import Reason

if TYPE_CHECKING:
    from PIL.Image import Image

BUDGET_BYTES = 1_000_000
"""Of all pictures of a report together; a third more in base64, so that the page stays below 1.5 MB."""
PAGES_BYTES = 700_000
"""Of the pages and references; the rest is for the details (details.py)."""
MAX_SIDE_PX = 1400
"""Of the page as a whole, as wide as the sheet on the largest screens. A judgement."""
_MIN_SIDE_PX = 64
"""Nothing is recognised in a smaller picture. A judgement."""
_MOSTLY = 0.5
"""Share of a reference that may be painted over: fragments of one look like a document that is not genuine."""
_HATCH_MM, _MOST_LINES = 1.6, 40
"""Between the lines over a place that was not seen, and how many there are at most: what is below stays legible. A judgement."""
_QUALITY, _LOW_QUALITY = 82, 55
"""Of JPEG: first, and at last where the budget is short. A judgement; print stays legible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One encoded picture."""

    uri: str
    """`data:image/webp;base64,...`"""
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hatched:
    """A place that was not seen, as lines at 45 degrees over it."""

    mark: Mark
    code: str
    """Why it was not seen, in a few words."""
    lines: tuple[tuple[float, float], ...]
    """Upper and lower end of each line, per cent of the place's width; what lies beyond it is cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One side in one light."""

    side: int
    light: Light
    picture: Picture
    reference: Picture | None
    """What the template shows over the same millimetres; None without one in this light."""
    marks: tuple[Mark, ...]
    hatched: tuple[Hatched, ...] = ()
    """Places that were not seen in this light."""

    @property
    def legend(self) -> tuple[tuple[int, str], ...]:
        """Numbers on the picture and what they mark, each once."""
        return tuple(dict.fromkeys((mark.number, mark.label) for mark in self.marks if mark.badge))


def figures(
    report: ReportData, reasons: Sequence[Reason], *, budget: int = PAGES_BYTES, max_side: int = MAX_SIDE_PX
) -> tuple[Figure, ...]:
    """Make the pictures of all pages in all lights, with the places of the reasons marked by their number.

    `budget` are bytes of all of them together, `max_side` pixels of each.
    """
    shown = [(side, light) for side, page in enumerate(report.pages) for light in page.pixels]
    pictures = len(shown) + sum(light in report.pages[side].reference for side, light in shown)
    each = partial(picture, budget=budget // max(1, pictures), max_side=max_side)
    return tuple(_figure(report, reasons, side, light, each) for side, light in shown)


def _figure(
    report: ReportData,
    reasons: Sequence[Reason],
    side: int,
    light: Light,
    encoded: Callable[[Pixels], Picture],
) -> Figure:
    page = report.pages[side]
    reference = page.reference.get(light) if page.hidden(light) <= _MOSTLY else None
    return Figure(
        side=side,
        light=light,
        picture=encoded(page.pixels[light]),
        reference=None if reference is None else encoded(reference),
        marks=tuple(_marks(reasons, page, side, light)),
        hatched=tuple(_hatched(page, light)),
    )


def _hatched(page: PagePicture, light: Light) -> Iterator[Hatched]:
    whole = BoxMm.of_size(page.size_mm)
    drawn: set[BoxMm] = set()
    for place in page.unseen:
        box = inside(place.box, whole)
        if box is not None and place.light is light and box not in drawn:
            drawn.add(box)
            yield Hatched(
                mark=in_percent(0, place.label, box, whole, None),
                code=place.code,
                lines=tuple(_hatching(box)),
            )


def _hatching(box: BoxMm) -> Iterator[tuple[float, float]]:
    """Draw lines from the upper right to the lower left, over the whole box."""
    step = max(_HATCH_MM, (box.width + box.height) / _MOST_LINES)
    for number in range(1, int((box.width + box.height) / step) + 1):
        right = number * step
        yield 100 * right / box.width, 100 * (right - box.height) / box.width


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
    board = Board(page.pixels[light], page.size_mm, faces=page.faces)
    whole = BoxMm.of_size(page.size_mm)
    for reason in reasons:
        here = [
            (region.label, box)
            for finding in reason.findings
            for region in finding.regions
            if region.side == side and shown_in(region, page) is light
            if (box := inside(region.box, whole))
        ]
        if any(box.area > _WHOLE * whole.area for _, box in here):
            continue
        if len(reason.findings) > 1:
            here = sorted(here, key=lambda place: -place[1].area)[:_MAX_OF_MANY]
        for index, (label, box) in enumerate(_apart(here)):
            yield board.mark(reason.number, label, box, numbered=index < _MAX_BADGES)


def _apart(places: Sequence[tuple[str, BoxMm]]) -> list[tuple[str, BoxMm]]:
    """Leave out what overlaps a place before it: one frame a place."""
    kept: list[tuple[str, BoxMm]] = []
    for label, box in places:
        if not any(box.overlap(other) > 0 for _, other in kept):
            kept.append((label, box))
    return kept
