"""Marks of known counterfeits, matched in reverse: a page that agrees with the mark is no better than the counterfeit."""

from dataclasses import dataclass

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import REFERENCE_PX_PER_MM, CounterfeitMark, LightReference
from docforensics.templates.planes import Mask
from docforensics.templates.retrieval.editions import (
    PLACE_MARGIN_MM,
    PrintContrast,
    band_of,
    contrast_of,
    strongest_places,
)
from docforensics.templates.retrieval.verification import VIEW_PX_PER_MM

_SURELY = 250
"""Of 255: a pixel of the view that is half hidden is not looked at."""
_MARGIN_MM = 2.0
"""Genuine print around the mark, so that page and mark can be laid on one another."""


def agreement(page: Pixels, reference: LightReference, mark: CounterfeitMark) -> float | None:
    """How far a registered page shows the mark rather than the genuine print: -1 genuine .. 1 the mark.

    None where the mark does not differ from the genuine print, or stands where that varies from holder to holder: it
    then tells nothing.

    Parameters
    ----------
    page
        On the template's frame, at the reference's resolution (`TemplateMatch.pages`).
    """
    sought = sought_mark(reference, mark)
    return None if sought is None else sought.nearness(page)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SoughtMark:
    """A mark prepared for one reference, so that many pages can be compared with it."""

    rows: slice
    columns: slice
    """Of the page, the mark with its margin."""
    is_grey: bool
    contrast: PrintContrast

    def nearness(self, page: Pixels) -> float:
        """Give -1 for the genuine print .. 1 for the mark; `page` as in `agreement`."""
        seen = page[self.rows, self.columns]
        return self.contrast.lean(band_of(_view(_grey(seen) if self.is_grey else seen))).lean


def sought_mark(
    reference: LightReference, mark: CounterfeitMark, *, painted: Mask | None = None
) -> SoughtMark | None:
    """Prepare a mark; None where it does not differ from the genuine print, or stands where that varies, or off the page.

    `painted` (H, W of the patch) is what was painted over in it: it shows nothing that differs.
    """
    is_grey = reference.mean.ndim == 2 or mark.patch.ndim == 2
    genuine, patch = (_grey(one) if is_grey else one for one in (reference.mean, mark.patch))
    box = mark.box.to_px(REFERENCE_PX_PER_MM)
    top, left = max(box.top, 0), max(box.left, 0)
    rows = slice(top, max(top, min(box.top + patch.shape[0], genuine.shape[0])))
    columns = slice(left, max(left, min(box.left + patch.shape[1], genuine.shape[1])))
    if not (rows.start < rows.stop and columns.start < columns.stop):
        return None  # It stands beyond the page's edge, as far as a template may place it there.
    margin = round(_MARGIN_MM * REFERENCE_PX_PER_MM)
    place = (
        slice(max(rows.start - margin, 0), rows.stop + margin),
        slice(max(columns.start - margin, 0), columns.stop + margin),
    )
    expected = genuine[place]
    shown = expected.copy()
    inner = patch[rows.start - box.top :, columns.start - box.left :]
    down, across = rows.start - place[0].start, columns.start - place[1].start
    height, width = rows.stop - rows.start, columns.stop - columns.start
    under = shown[down : down + height, across : across + width]
    under[:] = inner[:height, :width]
    if painted is not None:
        over = painted[rows.start - box.top :, columns.start - box.left :][:height, :width]
        under[over] = expected[down : down + height, across : across + width][over]
    known = _view((reference.constant[place] * 255).astype(np.uint8))[..., 0] > 127
    contrast = contrast_of(band_of(_view(shown)), band_of(_view(expected)), known)
    if contrast is None:
        return None
    return SoughtMark(rows=place[0], columns=place[1], is_grey=is_grey, contrast=contrast)


def differing_places(page: Pixels, reference: LightReference, allowed: Mask) -> tuple[BoxMm, ...]:
    """Where a registered page differs most from the constant print, heaviest first: what may serve as a mark.

    `page` as in `agreement`; `allowed` (H, W) marks on the reference's frame what may be looked at.
    """
    is_grey = page.ndim == 2 or reference.mean.ndim == 2
    seen, genuine = (_grey(one) if is_grey else one for one in (page, reference.mean))
    known = _view(((reference.constant & allowed) * 255).astype(np.uint8))[..., 0] > _SURELY
    contrast = contrast_of(band_of(_view(seen)), band_of(_view(genuine)), known)
    if contrast is None:
        return ()
    return tuple(
        BoxMm(
            left=columns.start / VIEW_PX_PER_MM,
            top=rows.start / VIEW_PX_PER_MM,
            right=columns.stop / VIEW_PX_PER_MM,
            bottom=rows.stop / VIEW_PX_PER_MM,
        ).grown(-PLACE_MARGIN_MM / 2)
        for rows, columns in strongest_places(contrast.apart)
    )


def _view(patch: Pixels) -> Pixels:
    """(h, w, C) at `VIEW_PX_PER_MM`."""
    factor = VIEW_PX_PER_MM / REFERENCE_PX_PER_MM
    small = cv2.resize(patch, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(small.reshape(*small.shape[:2], -1), dtype=np.uint8)


def _grey(pixels: Pixels) -> Pixels:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    return np.asarray(grey, dtype=np.uint8)
