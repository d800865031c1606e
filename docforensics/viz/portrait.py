"""The portrait and its smaller repetition: by the face, else as the one large patch that looks like a photograph.

The largest face on the page is the portrait's, whatever its size and place; a smaller one is the repetition's (`faces`, `picture`).
Where no face is found (a silhouette, one that is covered or blurred away), a photograph still holds broad tones: hair, clothes or
shadow over millimetres, where background printing, once its lines are blurred away, is even. Skin colour is deliberately not
asked for: it would find some people better than others.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.formats.free_size import AnySize
from docforensics.formats.table import ZONE_HEIGHT_MM
from docforensics.page.frame import ScaleBasis
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.viz.faces import find_faces
from docforensics.viz.picture import picture_around
from docforensics.viz.segments import WorkCopy, reduced, work_copy

_WORK_PX_PER_MM = 2.0
"""51 dpi: a portrait is found by its tones, not by its detail. A judgement."""
_RATIO = 1.28
"""Height over width of a portrait."""
_BLUR_MM = 0.9
"""Finer than this is print; broader is tone."""
_MARGIN_MM = 1.5
"""Free edge of a page, where no portrait lies. A judgement."""
_RING_MM = 2.0
"""Round a portrait, where the background is compared with it. A judgement."""
_LEAST_CONTRAST = 0.16
"""Tone inside over tone around, in shares of full black: less is no clear portrait."""
_LESS, _BESIDE = 0.9, 0.5
"""Width of a repetition over that of the portrait, and the share of it that may lie in the portrait. Judgements."""
_SECONDARY_PX_PER_MM = 3.0
"""Finer than the portrait's: the repetition may be a third of its size."""
_SECONDARY_SCALES = (0.3, 0.36, 0.43, 0.5, 0.6)
"""Of the portrait's height: secondary portraits of specimens are a third to three fifths. A judgement."""
_LEAST_LIKENESS = 0.77
"""Correlation; tiny patterns reach 0.7 by chance."""
_LEAST_SPREAD = 5.0
"""Grey levels (standard deviation) of the faintest repetition."""

Floats = NDArray[np.float32]


def find_portraits(page: Page, work: WorkCopy | None = None) -> tuple[BoxMm | None, BoxMm | None]:
    """The portrait and its smaller repetition on a page in white light, `work` in grey; None for what is not clear."""
    pixels = page.visible
    if pixels is None:
        return None, None
    faces = find_faces(pixels, page.px_per_mm)
    pictures = [picture_around(face.box, pixels, page.px_per_mm) for face in faces]
    grey, scale = work or work_copy(pixels, page.px_per_mm)
    has_mrz = page.basis is ScaleBasis.MRZ
    portrait = pictures[0] if pictures else _by_tone(grey, scale, page.size, has_mrz)
    if portrait is None:
        return None, None
    smaller = [box for box in pictures[1:] if _repeats(box, portrait)]
    return portrait, smaller[0] if smaller else _secondary(grey, scale, portrait, has_mrz)


def _repeats(box: BoxMm, portrait: BoxMm) -> bool:
    """Whether a further picture may be the portrait's repetition: one beside it, and smaller."""
    return box.width < _LESS * portrait.width and box.overlap(portrait) < _BESIDE * box.area


def _by_tone(grey: NDArray[np.uint8], scale: float, size: AnySize | None, has_mrz: bool) -> BoxMm | None:
    """The portrait by its tones, of one of the sizes that portraits have on pages of this size."""
    if size is None:
        return None
    tone, work = _tone(grey, scale)
    if has_mrz:
        tone = tone[: max(int(tone.shape[0] - (ZONE_HEIGHT_MM - 1) * work), 1)]
    return _portrait(tone, work, size)


def _tone(grey: NDArray[np.uint8], scale: float) -> tuple[Floats, float]:
    """Darkness 0..1 of the page, print blurred away; and the scale of this small picture."""
    small, work = reduced(grey, scale, _WORK_PX_PER_MM)
    # The closing takes thin dark print off the ground and leaves broad tones.
    side = max(round(1.2 * work), 2)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    blurred = cv2.GaussianBlur(closed, (0, 0), max(_BLUR_MM * work, 0.5)).astype(np.float32)
    paper = float(np.percentile(blurred, 80))
    return np.asarray(np.clip((paper - blurred) / max(paper, 1.0), 0, 1), dtype=np.float32), work


def _portrait(tone: Floats, work: float, size: AnySize) -> BoxMm | None:
    total = np.asarray(cv2.integral(tone), dtype=np.float64)
    best = max(
        (_best_box(tone, total, width, work) for width in size.portrait_widths),
        key=lambda found: found[0],
        default=(0.0, None),
    )
    return best[1] if best[0] >= _LEAST_CONTRAST else None


def _best_box(
    tone: Floats, total: NDArray[np.float64], width_mm: float, work: float
) -> tuple[float, BoxMm | None]:
    """The box of this width with the most tone inside against the ring around it."""
    width, height = round(width_mm * work), round(width_mm * _RATIO * work)
    ring, margin = round(_RING_MM * work), round(_MARGIN_MM * work)
    rows, columns = tone.shape[0] - height - 2 * margin, tone.shape[1] - width - 2 * margin
    if rows < 1 or columns < 1:
        return 0.0, None
    y, x = np.mgrid[margin : margin + rows, margin : margin + columns]
    inner = _sums(total, x, y, x + width, y + height)
    x0, y0 = np.maximum(x - ring, 0), np.maximum(y - ring, 0)
    x1, y1 = np.minimum(x + width + ring, tone.shape[1]), np.minimum(y + height + ring, tone.shape[0])
    outer = _sums(total, x0, y0, x1, y1) - inner
    around = outer / ((x1 - x0) * (y1 - y0) - width * height)
    # Larger boxes must not lose for holding a little more paper: the root keeps their size in.
    contrast = (inner / (width * height) - around) * np.sqrt(width_mm / 26.0)
    row, column = np.unravel_index(int(np.argmax(contrast)), contrast.shape)
    left, top = (column + margin) / work, (row + margin) / work
    box = BoxMm(
        left=float(left), top=float(top), right=float(left + width / work), bottom=float(top + height / work)
    )
    return float(contrast[row, column]), box


def _sums(
    total: NDArray[np.float64],
    x0: NDArray[np.intp],
    y0: NDArray[np.intp],
    x1: NDArray[np.intp],
    y1: NDArray[np.intp],
) -> NDArray[np.float64]:
    return np.asarray(total[y1, x1] - total[y0, x1] - total[y1, x0] + total[y0, x0])


def _secondary(grey: NDArray[np.uint8], scale: float, portrait: BoxMm, has_mrz: bool) -> BoxMm | None:
    """Where the page repeats the portrait, smaller and usually fainter."""
    reduced_grey, work = reduced(grey, scale, _SECONDARY_PX_PER_MM)
    calm = cv2.GaussianBlur(reduced_grey, (0, 0), 1.0)
    bottom = max(int(calm.shape[0] - (ZONE_HEIGHT_MM - 1) * work), 1) if has_mrz else calm.shape[0]
    small = np.asarray(calm[:bottom], dtype=np.uint8)
    rows, columns = portrait.grown(-0.1 * portrait.width).to_px(work).slices
    model = small[max(rows.start, 0) : rows.stop, max(columns.start, 0) : columns.stop]
    found = [_repeated(small, model, share, work, portrait) for share in _SECONDARY_SCALES]
    likeness, box = max(found, key=lambda item: item[0])
    return box if likeness >= _LEAST_LIKENESS else None


def _repeated(
    small: NDArray[np.uint8], model: NDArray[np.uint8], share: float, work: float, portrait: BoxMm
) -> tuple[float, BoxMm | None]:
    """The place beside the portrait that is most like it at `share` of its size."""
    width, height = round(model.shape[1] * share), round(model.shape[0] * share)
    if min(width, height) < 10 or width >= small.shape[1] or height >= small.shape[0]:
        return 0.0, None
    pattern = cv2.resize(model, (width, height), interpolation=cv2.INTER_AREA)
    likeness = cv2.matchTemplate(small, pattern, cv2.TM_CCOEFF_NORMED)
    likeness = np.where(np.isfinite(likeness) & _has_structure(small, width, height), likeness, 0.0)
    here = portrait.to_px(work)
    likeness[max(here.top - height, 0) : here.bottom, max(here.left - width, 0) : here.right] = 0.0
    row, column = np.unravel_index(int(np.argmax(likeness)), likeness.shape)
    left, top = float(column / work), float(row / work)
    box = BoxMm(left=left, top=top, right=left + width / work, bottom=top + height / work)
    return float(likeness[row, column]), box.grown(0.125 * box.width)


def _has_structure(small: NDArray[np.uint8], width: int, height: int) -> NDArray[np.bool_]:
    """Where a window of this size is not all one tone: noise is like anything."""
    total, squares = (np.asarray(part, dtype=np.float64) for part in cv2.integral2(small))

    def mean(sums: NDArray[np.float64]) -> NDArray[np.float64]:
        window = (
            sums[height:, width:] - sums[:-height, width:] - sums[height:, :-width] + sums[:-height, :-width]
        )
        return np.asarray(window / (width * height), dtype=np.float64)

    return np.asarray(mean(squares) - mean(total) ** 2 > _LEAST_SPREAD**2, dtype=np.bool_)
