"""The size of the pages that a template is learned from: stated, one of Doc 9303, or measured in scans that state their resolution.

A scan tells its scale by the resolution that it states, and the page by its outline, or by its print where the page fills the picture.
A page in a corner of a scanner's glass whose outline was not found looks like a large page: its size is asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.size import SizeMm
from docforensics.errors import TemplateError, UsageError
from docforensics.formats.free_size import AnySize, size_of
from docforensics.page.frame import ScaleBasis
from docforensics.templates.learning.aligned_stack import AlignedSheet
from docforensics.templates.planes import as_grey

_ONE_SIZE_MM, _ONE_SIZE_SHARE = 2.0, 0.015
"""How far a page's measured sides may lie from those of most: as far as an outline errs, and a scanner's feed on a long page. Judgements."""
_PRINT_PX_PER_MM, _PRINT_LEVELS, _RIM = 2.0, 10.0, 0.02
"""Scale and contrast (grey levels) at which print is looked for, and the share of each side that is left out as its rim. Judgements."""
_TAILS, _FILLED = (1.0, 99.0), 0.7
"""Percentiles of the print's places, and the share of a picture's sides that lies between them where the page fills it: margins of a
certificate are 20 to 30 mm of 210. A judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedSize:
    """The size of all pages."""

    size: AnySize
    told_by: str
    """What told it: a sentence's part, for people who check it."""


def common_size(sheets: Sequence[AlignedSheet], given: AnySize | None) -> LearnedSize:
    """The size of all pages; those whose size does not show are of the others' size.

    A size of Doc 9303 that a zone or a scan's scale tells is believed first, then what a scan measures, and last what only the shape suggests.

    Raises
    ------
    TemplateError
        They are of several sizes, none shows, or what is measured may be the picture's size and not the page's.
    """
    if given is not None:
        return LearnedSize(size=given, told_by="stated")
    standard = [sheet for sheet in sheets if sheet.page.size is not None]
    sure = [sheet for sheet in standard if _has_scale(sheet) or sheet.page.basis is ScaleBasis.MRZ]
    measured = [sheet for sheet in sheets if sheet.page.size is None and _is_measured(sheet)]
    if sure or (standard and not measured):
        return _one_standard(sheets, sure or standard)
    if not measured:
        _asked_for(sheets)
    return _one_measure(sheets, measured)


def _has_scale(sheet: AlignedSheet) -> bool:
    return sheet.capture.dpi is not None


def _is_measured(sheet: AlignedSheet) -> bool:
    return _has_scale(sheet) and (sheet.page.frame.outline is not None or _is_filled(sheet))


def _one_standard(sheets: Sequence[AlignedSheet], telling: Sequence[AlignedSheet]) -> LearnedSize:
    """The size that those of the sheets have which tell it."""
    sizes = {sheet.page.size for sheet in telling if sheet.page.size is not None}
    if len(sizes) > 1:
        found = _by_capture(sheets, telling, [str(sheet.page.size) for sheet in telling])
        raise TemplateError(f"learn_template: expected captures of one document size, found {found}")
    (size,) = sizes
    return LearnedSize(size=size, told_by="a size of Doc 9303, by zone, scale or shape of the captures")


def _one_measure(sheets: Sequence[AlignedSheet], telling: Sequence[AlignedSheet]) -> LearnedSize:
    """The size that those of the sheets measure which tell it."""
    sides = np.array([sheet.page.size_mm for sheet in telling])
    middle = np.median(sides, axis=0)
    if (np.abs(sides - middle) > np.maximum(_ONE_SIZE_MM, _ONE_SIZE_SHARE * middle)).any():
        said = [f"{width:.0f} x {height:.0f} mm" for width, height in sides]
        found = _by_capture(sheets, telling, said)
        raise TemplateError(f"learn_template: expected captures of one document size, measured {found}")
    outlined = sum(sheet.page.frame.outline is not None for sheet in telling)
    told_by = f"measured at the stated resolution: {outlined} outline(s), {len(telling) - outlined} picture(s) filled by the page"
    return LearnedSize(size=_size((float(round(middle[0])), float(round(middle[1])))), told_by=told_by)


def _by_capture(sheets: Sequence[AlignedSheet], telling: Sequence[AlignedSheet], said: Sequence[str]) -> str:
    """Each size that is said of captures, in their order, with the numbers of these."""
    numbers: dict[str, list[int]] = {}
    for sheet, size in zip(telling, said, strict=True):
        numbers.setdefault(size, []).append(next(n for n, one in enumerate(sheets) if one is sheet))
    return ", ".join(f"{size} (capture {', '.join(map(str, of))})" for size, of in numbers.items())


def _asked_for(sheets: Sequence[AlignedSheet]) -> NoReturn:
    scaled = next((sheet for sheet in sheets if _has_scale(sheet)), None)
    if scaled is None:
        raise TemplateError(
            "learn_template: no capture shows the page's size or states its resolution: state the size (size=... or size_mm=..., on the "
            "command line --size-mm), "
            "or the resolution of the scan (load_capture(..., dpi=300))"
        )
    width, height = scaled.page.size_mm
    raise TemplateError(
        f"learn_template: no outline of a page was found, and print does not fill the picture, which is {width:.0f} x {height:.0f} mm at its "
        f"{scaled.capture.dpi:.0f} dpi: state the page's size (size_mm=..., on the command line --size-mm)"
    )


def _size(size_mm: SizeMm) -> AnySize:
    try:
        return size_of(size_mm)
    except UsageError as error:
        raise TemplateError(
            f"learn_template: the captures measure {size_mm[0]:.0f} x {size_mm[1]:.0f} mm at their stated resolution, which is no page that can be "
            "examined: state size_mm=..., or crop them"
        ) from error


def _is_filled(sheet: AlignedSheet) -> bool:
    """Whether print reaches so far that the page fills the picture, as in a scan that was cropped or of a sheet as large as the glass."""
    page = sheet.page
    visible = page.visible
    if visible is None:
        return False
    scale = min(_PRINT_PX_PER_MM / page.px_per_mm, 1.0)
    small = as_grey(np.asarray(cv2.resize(visible, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)))
    across, down = (cv2.Sobel(small, cv2.CV_32F, *order, scale=1 / 4) for order in ((1, 0), (0, 1)))
    shows = np.asarray(np.hypot(across, down) > _PRINT_LEVELS)
    height, width = shows.shape
    rim_y, rim_x = max(round(height * _RIM), 1), max(round(width * _RIM), 1)
    inner = shows[rim_y:-rim_y, rim_x:-rim_x]
    return all(_span(np.asarray(inner.any(axis=axis))) >= _FILLED for axis in (0, 1))


def _span(shows: NDArray[np.bool_]) -> float:
    """Share of a side between the first and the last place with print."""
    places = np.flatnonzero(shows)
    if not places.size:
        return 0.0
    first, last = np.percentile(places, _TAILS)
    return float(last - first) / len(shows)
