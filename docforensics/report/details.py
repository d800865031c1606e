"""One pair of pictures for each reason, in the light in which it shows: this document and what to compare it with.

That is the reference at the same place; or, where places of one page contradict each other, the other place; or the
whole page beside the whole reference, where the reason speaks of all of it. A reference that is painted over there, since
it would show another holder's data, is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.outcome import Region
from docforensics.checks.spec import Beside
from docforensics.guidance.words import Text, text
from docforensics.page.geometry import BoxMm
from docforensics.report.marks import Mark, inside, mark_box
from docforensics.report.model import PagePicture, ReportData
from docforensics.report.picture import BUDGET_BYTES, PAGES_BYTES, Picture, picture
from docforensics.report.reasons import Reason
from docforensics.templates.model import REFERENCE_PX_PER_MM

MAX_SIDE_PX = 560
"""Shown at half the width of a column of 76 rem, for screens of two pixels each. A judgement."""
_LEAST_BYTES = 4_000
"""Below, a JPEG of a detail shows blocks and no print. A judgement."""
_WHOLE = 0.5
"""Share of the page beyond which a region is the page itself: no detail shows it better."""
_BLANK = 0.3
"""Share of a detail that may be painted over on the reference: beyond, what is left of it misleads."""
_ROUND_MM = 4.0
"""Shown round a region."""
_LEAST_MM = 22.0
"""Width and height that a detail has at least."""
_ALONE_MM = 44.0
"""Width of one that stands alone: its own line is what it is held against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One place in one light."""

    caption: Text
    light: Light
    picture: Picture
    marks: tuple[Mark, ...] = ()
    """Round the place, in per cent of the picture; empty where the place fills it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What to look at, and what to compare it with."""

    first: Shown
    second: Shown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """A place to cut out of a page."""

    page: PagePicture
    light: Light
    frame: BoxMm
    caption: Text
    marked: BoxMm | None
    is_reference: bool = False

    def shown(self, budget: int) -> Shown:
        pixels = (self.page.reference if self.is_reference else self.page.pixels)[self.light]
        return Shown(
            caption=self.caption,
            light=self.light,
            picture=_cut(pixels, self.frame, self.page.size_mm, budget),
            marks=(mark_box(self.marked, self.frame),) if self.marked else (),
        )


def pairs(report: ReportData, reasons: Sequence[Reason]) -> tuple[Pair | None, ...]:
    """Choose and cut the pair of every reason; None where no page shows it."""
    cuts = [tuple(_cuts(report, reason)) for reason in reasons]
    budget = max(_LEAST_BYTES, (BUDGET_BYTES - PAGES_BYTES) // max(sum(map(len, cuts)), 1))
    affordable = (BUDGET_BYTES - PAGES_BYTES) // (2 * _LEAST_BYTES)
    return tuple(
        _pair(cut, budget) if cut and number < affordable else None for number, cut in enumerate(cuts)
    )


def _pair(cuts: Sequence[_Cut], budget: int) -> Pair:
    first, *others = (cut.shown(budget) for cut in cuts)
    return Pair(first=first, second=others[0] if others else None)


def _cuts(report: ReportData, reason: Reason) -> Iterator[_Cut]:
    """Cut one place, or two."""
    regions = [
        (region, page)
        for finding in reason.findings
        for region in finding.regions
        if (page := _page(report, region, reason.light)) is not None
    ]
    beside = reason.findings[0].beside
    if not regions:
        return
    if beside is Beside.WHITE_LIGHT and Light.VISIBLE in regions[0][1].pixels:
        yield from _beside_white_light(reason.findings[0].regions, regions[0][1], reason.light)
    elif reason.light is not Light.VISIBLE and _reach(regions) > _WHOLE:
        yield from _whole(regions[0][1], reason.light)
    elif beside is Beside.REFERENCE:
        yield from _beside_reference(*min(regions, key=lambda item: _worth(*item)), reason.light)
    elif beside is Beside.PORTRAIT:
        yield from _beside_portrait(*regions[0])
    elif beside is Beside.SECOND:
        yield from (_plain(*item) for item in regions[:2])
    else:
        yield _plain(*regions[0], wide=_ALONE_MM)


def _beside_white_light(regions: Sequence[Region], page: PagePicture, light: Light) -> Iterator[_Cut]:
    """Cut all regions of the first one's side together, in their light and in white light."""
    here = [region.box for region in regions if region.side == regions[0].side]
    frame = _frame(_around(here), page.size_mm)
    if frame is None:
        return
    for shown in (light, Light.VISIBLE):
        caption = _caption("here", regions[0].label) if shown is light else text("picture", "same_place")
        yield _Cut(page=page, light=shown, frame=frame, caption=caption, marked=None)


def _around(boxes: Sequence[BoxMm]) -> BoxMm:
    return BoxMm.around(np.concatenate([box.corners for box in boxes]))


def _reach(regions: Sequence[tuple[Region, PagePicture]]) -> float:
    """Share of the page, 0..1, that the regions of the first one's side spread over."""
    first, page = regions[0]
    spread = _around([region.box for region, _ in regions if region.side == first.side])
    return spread.area / (page.size_mm[0] * page.size_mm[1])


def _page(report: ReportData, region: Region, light: Light) -> PagePicture | None:
    page = report.pages[region.side] if region.side < len(report.pages) else None
    return page if page and light in page.pixels and _frame(region.box, page.size_mm) else None


def _worth(region: Region, page: PagePicture) -> tuple[bool, float]:
    """Sort first what the reference shows as well, and of that the largest."""
    frame = _frame(region.box, page.size_mm) or region.box
    return not _is_shown(page, region.light, frame), -region.box.width * region.box.height


def _is_shown(page: PagePicture, light: Light, box: BoxMm) -> bool:
    """Whether the reference shows a place, and does not hide it."""
    if light not in page.reference:
        return False
    painted = page.painted.get(light)
    if painted is None:
        return True
    rows, columns = box.to_px(REFERENCE_PX_PER_MM).slices
    place = painted[max(rows.start, 0) : rows.stop, max(columns.start, 0) : columns.stop]
    return bool(place.size) and float(place.mean()) <= _BLANK


def _plain(region: Region, page: PagePicture, *, wide: float = 0.0) -> _Cut:
    """Cut a region with what lies round it, at least so many millimetres wide."""
    return _Cut(
        page=page,
        light=region.light,
        frame=_frame(region.box, page.size_mm, wide=wide) or region.box,
        caption=_caption("here", region.label),
        marked=region.box,
    )


def _beside_portrait(region: Region, page: PagePicture) -> Iterator[_Cut]:
    """Cut the first portrait that lies elsewhere, and the region, each without what lies round it; the larger of them is the portrait."""
    elsewhere = [face for face in page.faces if not face.overlap(region.box)]
    for box, label in (
        *((face, _portrait_name(face, region.box)) for face in elsewhere[:1]),
        (region.box, region.label),
    ):
        frame = inside(box, BoxMm.of_size(page.size_mm))
        if frame is not None:
            caption = _caption("here", label)
            yield _Cut(page=page, light=region.light, frame=frame, caption=caption, marked=None)


def _portrait_name(face: BoxMm, other: BoxMm) -> str:
    return "portrait" if face.area >= other.area else "secondary portrait"


def _whole(page: PagePicture, light: Light) -> Iterator[_Cut]:
    whole = BoxMm.of_size(page.size_mm)
    yield _Cut(page=page, light=light, frame=whole, caption=text("picture", "page"), marked=None)
    if _is_shown(page, light, whole):
        caption = text("picture", "painted" if page.painted else "reference_page")
        yield _Cut(page=page, light=light, frame=whole, caption=caption, marked=None, is_reference=True)


def _beside_reference(region: Region, page: PagePicture, light: Light) -> Iterator[_Cut]:
    frame = _frame(region.box, page.size_mm)
    if frame is None:
        return
    yield _Cut(page=page, light=light, frame=frame, caption=_caption("here", region.label), marked=region.box)
    if _is_shown(page, light, frame):
        caption = text("picture", "reference")
        yield _Cut(page=page, light=light, frame=frame, caption=caption, marked=region.box, is_reference=True)


def _caption(key: str, label: str) -> Text:
    return text("picture", key, label=label)


def _frame(box: BoxMm, size_mm: tuple[float, float], *, wide: float = 0.0) -> BoxMm | None:
    """The region with what lies round it, inside the page; None for one that lies outside."""
    left, right = _span(box.left, box.right, size_mm[0], wide)
    top, bottom = _span(box.top, box.bottom, size_mm[1])
    return BoxMm(left=left, top=top, right=right, bottom=bottom) if right > left and bottom > top else None


def _span(low: float, high: float, length: float, least: float = 0.0) -> tuple[float, float]:
    wide = max(high - low + 2 * _ROUND_MM, _LEAST_MM, least)
    centre = (low + high) / 2
    return max(0.0, centre - wide / 2), min(length, centre + wide / 2)


def _cut(pixels: Pixels, box: BoxMm, size_mm: tuple[float, float], budget: int) -> Picture:
    across, down = pixels.shape[1] / size_mm[0], pixels.shape[0] / size_mm[1]
    left, top = int(box.left * across), int(box.top * down)
    right, bottom = max(left + 1, round(box.right * across)), max(top + 1, round(box.bottom * down))
    return picture(pixels[top:bottom, left:right], budget, MAX_SIDE_PX)
