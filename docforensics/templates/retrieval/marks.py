"""Marks of known counterfeits, matched in reverse: a page that agrees with the mark is no better than the counterfeit."""

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.templates.model import REFERENCE_PX_PER_MM, CounterfeitMark, LightReference
from docforensics.templates.retrieval.editions import band_of, lean_at
from docforensics.templates.retrieval.verification import VIEW_PX_PER_MM

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
    if page.ndim != reference.mean.ndim or mark.patch.ndim != reference.mean.ndim:
        page, genuine, patch = (_grey(one) for one in (page, reference.mean, mark.patch))
    else:
        genuine, patch = reference.mean, mark.patch
    box = mark.box.to_px(REFERENCE_PX_PER_MM)
    counterfeit = genuine.copy()
    rows = slice(max(box.top, 0), min(box.top + patch.shape[0], genuine.shape[0]))
    columns = slice(max(box.left, 0), min(box.left + patch.shape[1], genuine.shape[1]))
    counterfeit[rows, columns] = patch[rows.start - box.top :, columns.start - box.left :][
        : rows.stop - rows.start, : columns.stop - columns.start
    ]
    margin = round(_MARGIN_MM * REFERENCE_PX_PER_MM)
    place = (
        slice(max(rows.start - margin, 0), rows.stop + margin),
        slice(max(columns.start - margin, 0), columns.stop + margin),
    )
    seen, shown, expected = (_view(one[place]) for one in (page, counterfeit, genuine))
    known = _view((reference.constant[place] * 255).astype(np.uint8))[..., 0] > 127
    found = lean_at(band_of(seen), band_of(shown), band_of(expected), known)
    return None if found is None else found.lean


def _view(patch: Pixels) -> Pixels:
    """(h, w, C) at `VIEW_PX_PER_MM`."""
    factor = VIEW_PX_PER_MM / REFERENCE_PX_PER_MM
    small = cv2.resize(patch, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(small.reshape(*small.shape[:2], -1), dtype=np.uint8)


def _grey(pixels: Pixels) -> Pixels:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    return np.asarray(grey, dtype=np.uint8)
