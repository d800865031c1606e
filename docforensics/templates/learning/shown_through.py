"""Print of the series that shows through portraits: the page that several holders' pictures leave bare."""

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import clipped, grown, square
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, Mask, blur, blur_masked

_MERGED = 0.30
"""Dissimilarity between captures beyond which a place inside a portrait is the holder's: only print that is plainly the same counts."""
_PAGE_LEVELS = 22.0
"""Grey levels from the page around within which a place inside a portrait still shows the page."""

_SPECK_MM, _OTHERS_MM = 0.5, 1.0
"""Width of places without likeness that are no picture, and the margin that further holders' pictures take. Seen on Utopia's four designs; judgements."""


def shown_through(seen: Sequence[Map], bare: NDArray[np.bool_], typical: Pixels, around: Mask) -> Mask:
    """Find where two captures or more show the page through the portrait, and all that do the same, as bright as the page around.

    Parameters
    ----------
    seen
        Dissimilarity (H, W) of each capture to what is typical.
    bare
        (N, H, W): which captures are bare of ink.
    typical
        (H, W[, 3]).
    around
        (H, W): the page beside the pictures. Faces that look alike are no print of the series.

    """
    worst = np.where(bare, np.stack(seen), 0).max(axis=0)
    grey = typical.reshape(*typical.shape[:2], -1).mean(axis=2).astype(np.float32)
    usual = blur_masked(grey[..., None], around, sigma_px=6 * REFERENCE_PX_PER_MM)[..., 0]
    page_like = np.abs(blur(grey, REFERENCE_PX_PER_MM) - usual) < _PAGE_LEVELS
    return np.asarray((bare.sum(axis=0) >= 2) & (worst < _MERGED) & page_like, dtype=bool)


def without_islands(through: Mask, bare: NDArray[np.bool_], places: Iterable[BoxMm]) -> Mask:
    """(H, W): what shows `through` in places of portraits and goes on to their rim; within a picture what all captures (N, H, W) leave bare alone.

    A neck and a cheek of two pale faces are alike, and no print of the series.
    """
    found = through & bare.all(axis=0)
    for place in places:
        inside = clipped(place, through.shape)
        if not through[inside].size:
            continue
        labels = cv2.connectedComponents(through[inside].view(np.uint8))[1]
        rim = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
        found[inside] |= np.isin(labels, rim[rim > 0])
    return found


def around_pictures(through: Mask, places: Iterable[BoxMm]) -> Mask:
    """(H, W): what shows `through` round the heads in places of pale pictures, the border of each place apart.

    The smallest convex outline of what does not show through, and a margin, are left out: between hair and shoulders, and on a pale face,
    other holders' pictures cover what these leave bare.
    """
    found = np.zeros_like(through)
    for place in places:
        inside = clipped(place, through.shape)
        picture = cv2.morphologyEx((~through[inside]).astype(np.uint8), cv2.MORPH_OPEN, square(_SPECK_MM / 2))
        points = cv2.findNonZero(picture)
        if points is not None:
            cv2.fillConvexPoly(picture, cv2.convexHull(points), (1,))
            found[inside] |= through[inside] & ~grown(picture > 0, _OTHERS_MM)
    return found
