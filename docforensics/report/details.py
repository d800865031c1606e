"""Details for the reasons: what was found, enlarged in each light, beside the reference at the same place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docforensics.capture.model import Light, Pixels
from docforensics.page.geometry import BoxMm
from docforensics.report.model import Finding, PagePicture, Report
from docforensics.report.picture import BUDGET_BYTES, PAGES_BYTES, Picture, picture

MAX_PLACES = 2
"""Of one finding; the others are marked on the page."""
MANY_REASONS = 3
"""From so many, one place each is enough: the page has to be read."""
MAX_SIDE_PX = 480
_LEAST_BYTES = 4_000
_WHOLE = 0.5
"""Share of the page beyond which a region is the page itself: no detail shows it better."""
_SEEN = 0.5
"""Share of a detail that another shows, from which it is left out."""
_ROUND_MM = 3.0
"""Shown round a region."""
_LEAST_MM = 14.0
"""Width and height that a detail has at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One place in one light."""

    label: str
    light: Light
    picture: Picture
    reference: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A place to enlarge."""

    reason: int
    label: str
    page: PagePicture
    light: Light
    box: BoxMm


def details(report: Report) -> tuple[tuple[Detail, ...], ...]:
    """Enlarge the places of every reason, in the order of `report.reasons`."""
    places = [
        place for number, finding in enumerate(report.reasons) for place in _places(report, number, finding)
    ]
    pictures = sum(1 + (place.light in place.page.reference) for place in places)
    budget = max(_LEAST_BYTES, (BUDGET_BYTES - PAGES_BYTES) // max(pictures, 1))
    affordable = places[: (BUDGET_BYTES - PAGES_BYTES) // (2 * _LEAST_BYTES)]
    made = [(place.reason, _detail(place, budget)) for place in affordable]
    return tuple(
        tuple(detail for reason, detail in made if reason == number) for number in range(len(report.reasons))
    )


def _places(report: Report, number: int, finding: Finding) -> Iterator[_Place]:
    """The largest regions first; one that is mostly seen with another is not shown again."""
    most = 1 if len(report.reasons) >= MANY_REASONS else MAX_PLACES
    shown: list[tuple[int, BoxMm]] = []
    for region in sorted(finding.regions, key=lambda region: -_area(region.box)):
        page = report.pages[region.side] if region.side < len(report.pages) else None
        box = _frame(region.box, page.size_mm) if page else None
        if page is None or box is None or len(shown) == most:
            continue
        if any(side == region.side and _overlap(box, other) >= _SEEN * _area(box) for side, other in shown):
            continue
        shown.append((region.side, box))
        for light in _lights(page, region.light):
            yield _Place(reason=number, label=region.label, page=page, light=light, box=box)


def _overlap(one: BoxMm, other: BoxMm) -> float:
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(wide, 0.0) * max(high, 0.0)


def _lights(page: PagePicture, first: Light) -> Sequence[Light]:
    """All lights of the page, the region's own first."""
    return sorted(page.pixels, key=lambda light: light is not first)


def _area(box: BoxMm) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _frame(box: BoxMm, size_mm: tuple[float, float]) -> BoxMm | None:
    """The region with what lies round it, inside the page; None for one that covers most of it or lies outside."""
    if _area(box) > _WHOLE * size_mm[0] * size_mm[1]:
        return None
    left, right = _span(box.left, box.right, size_mm[0])
    top, bottom = _span(box.top, box.bottom, size_mm[1])
    return BoxMm(left=left, top=top, right=right, bottom=bottom) if right > left and bottom > top else None


def _span(low: float, high: float, length: float) -> tuple[float, float]:
    wide = max(high - low + 2 * _ROUND_MM, _LEAST_MM)
    centre = (low + high) / 2
    return max(0.0, centre - wide / 2), min(length, centre + wide / 2)


def _detail(place: _Place, budget: int) -> Detail:
    page = place.page
    reference = page.reference.get(place.light)
    return Detail(
        label=place.label,
        light=place.light,
        picture=_cut(page.pixels[place.light], place.box, page.size_mm, budget),
        reference=None if reference is None else _cut(reference, place.box, page.size_mm, budget),
    )


def _cut(pixels: Pixels, box: BoxMm, size_mm: tuple[float, float], budget: int) -> Picture:
    across, down = pixels.shape[1] / size_mm[0], pixels.shape[0] / size_mm[1]
    left, top = int(box.left * across), int(box.top * down)
    right, bottom = max(left + 1, round(box.right * across)), max(top + 1, round(box.bottom * down))
    return picture(pixels[top:bottom, left:right], budget, MAX_SIDE_PX)
