"""Writing that runs on beyond the place that other holders' data filled: a longer value, a wider signature.

A template knows how far the data of some holders reach. What hangs together with the ink inside such a place, is mostly inside of it and
ends a little behind it may be the same value. It may be another word that was added: nothing follows, and its field stays open.
"""

import cv2
import numpy as np

from docforensics.checks.claims import Why
from docforensics.checks.outcome import undetermined
from docforensics.checks.support.registered import RegisteredSide
from docforensics.templates.comparison.dissimilarity import WINDOW_MM
from docforensics.templates.comparison.occlusion import personal_ink
from docforensics.templates.comparison.residual import PrintCluster
from docforensics.templates.masks import box_mask, grown, solid_allowed
from docforensics.templates.model import REFERENCE_PX_PER_MM, FeatureKind
from docforensics.templates.planes import Mask, colours_of, mean_of

RUNS_ON = undetermined(
    "writing runs on beyond the place that the template knows; not evaluated",
    "a template learned from documents of several holders",
    why=Why.TOO_NOISY,
)
_ACROSS_MM, _DOWN_MM = 6.0, 1.5
"""How far beyond a place writing is followed: along its row five letters, above and below it half of one. Judgements."""
_WORDS_MM, _PARTS_MM = 1.5, 0.25
"""Blanks between words of a row, and between parts of a letter, over which writing hangs together; strokes come a margin wider (`personal_ink`). Judgements."""
_INSIDE = 2
"""Times as much ink as beyond a place writing has inside of it, at least. A judgement."""
_MOST = 0.6
"""Share of a place of unexplained print that lies at such writing, at least. A judgement."""
_KINDS = (FeatureKind.PERSONAL_DATA, FeatureKind.SIGNATURE)


def is_overrun(side: RegisteredSide, place: PrintCluster) -> bool:
    """Whether most of a place of unexplained print lies at writing that runs on beyond the place of its value."""
    beyond = side.side.kept.once((is_overrun, side.light), lambda: _overrun_on(side))
    at = place.box.to_px(REFERENCE_PX_PER_MM).slices
    excess = side.residual.excess[at]
    return float(excess[beyond[at]].sum()) > _MOST * float(excess.sum())


def _overrun_on(side: RegisteredSide) -> Mask:
    """(H, W): where writing runs on, and as far around it as the comparison's window reaches."""
    page, reference = side.page(), side.reference.mean
    seen, expected = (mean_of(planes) for planes in zip(*colours_of(page, reference), strict=True))
    features = side.template.features
    strokes = personal_ink(
        seen / np.float32(side.exposure()), expected, solid_allowed=solid_allowed(features, reference.shape)
    )
    places = box_mask((one.box for one in features if one.variable and one.kind in _KINDS), reference.shape)
    return grown(overrun(strokes, places), 2 * WINDOW_MM)


def overrun(strokes: Mask, places: Mask) -> Mask:
    """Strokes (H, W) beyond places of writing that belong to writing inside of them."""
    across, down = (2 * round(mm * REFERENCE_PX_PER_MM) + 1 for mm in (_ACROSS_MM, _DOWN_MM))
    reached = cv2.dilate(places.view(np.uint8), np.ones((down, across), np.uint8)) > 0
    beyond = strokes & reached & ~places
    if not beyond.any():
        return beyond
    words, parts = (round(mm * REFERENCE_PX_PER_MM) + 1 for mm in (_WORDS_MM, _PARTS_MM))
    writing = (strokes & reached).astype(np.uint8)
    joined = cv2.morphologyEx(writing, cv2.MORPH_CLOSE, np.ones((parts, words), np.uint8))
    count, labels = cv2.connectedComponents(joined, connectivity=8)
    inside, outside = (np.bincount(labels[part], minlength=count) for part in (strokes & places, beyond))
    runs_on = inside >= _INSIDE * np.maximum(outside, 1)
    runs_on[0] = False
    return np.asarray(beyond & runs_on[labels], np.bool_)
