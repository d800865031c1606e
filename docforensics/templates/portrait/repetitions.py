"""Where a page repeats its portrait, looked for all over the page: ghost images, windows and devices that bear the same picture.

A face detector misses small and pale repetitions; that they are the portrait itself, smaller, makes them stand out: the fine
tones of the portrait, at one contrast everywhere, correlate with those of the page at the right scale and place alone. They are
looked for in grey and in the darkest colour, where a yellow picture shows as well as a black one. Pictures that are turned, stretched or
cut down to the face are not found.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.planes import Map, Mask, as_grey, darkest
from docforensics.templates.portrait.repeat import at_one_contrast, inner

_PX_PER_MM = 6.0
"""Scale of the search: of 47 repetitions on the shared pages (seen), at as many false places, 5 finds up to four fewer, and 8 with the band of `repeat` two to six."""
_FINE_PX, _COARSE_PX, _EVEN_PX = 0.8, 3.0, 5.0
"""Band and width of one contrast, the best of four tried on the same pages."""
_SCALES = tuple(float(scale) for scale in np.geomspace(0.12, 1.1, 28))
"""Of the portrait: shared pages show .13 to 1. Steps of 8.5 %: a judgement."""
_LIKENESS, _SURE = 0.6, 5.0
"""Correlation of a repetition, and how many standard deviations of the same scale's correlations all over the page, bare ground apart, that is. On 118 shared pages
with a portrait (seen) 45 of 47 repetitions are above both; so are 3 places of other kind, and 3 that other people's portraits find in 345 searches in grey alone."""
_NEGATIVE, _SURE_OF_NEGATIVE = 0.55, 8.0
"""The same of a negative, as a transparent window or a watermark shows the picture: the three on the same pages have 11.8 and more, other places 5.9 at most."""
_MOST_AT_SCALE = 8
"""Places at one scale: more are a pattern. A judgement."""
_LEAST_SPREAD = 0.02
"""Least standard deviation of correlations: a page that is bare but for one place has nothing to tell it by. A judgement."""
_LEAST_PX = 8
"""Sides of the smallest pattern: less is like anything."""
_LEAST_CONTRAST = 0.1
"""Mean square of a window's tones at one contrast, below which it is bare ground: noise is like anything."""
_IN_PORTRAIT = 0.25
"""Share of the pattern within the portrait's edges from which it lies on the portrait itself. A judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """A place that shows the portrait again."""

    box: BoxMm
    """Of the whole portrait, on the page."""
    likeness: float
    """Correlation, 0..1; with the picture's negative where it shows that."""
    sure: float
    """The same in standard deviations."""


def repetitions(
    page: Pixels, px_per_mm: float, portrait: BoxMm, *, shown_on: Pixels | None = None
) -> tuple[Repetition, ...]:
    """Where a page repeats the portrait, the surest first; none of them on the portrait itself.

    Parameters
    ----------
    page
        In any light, (H, W[, 3]), uint8.
    px_per_mm
        Of the page.
    portrait
        Where the portrait lies.
    shown_on
        The page of the same size that shows the portrait, where that is another than `page`: one in white light.

    """
    shape = (page.shape[1] / px_per_mm, page.shape[0] / px_per_mm)
    left, top = max(portrait.left, 0.0), max(portrait.top, 0.0)
    right, bottom = min(portrait.right, shape[0]), min(portrait.bottom, shape[1])
    if right - left <= 0 or bottom - top <= 0:
        return ()
    portrait = BoxMm(left=left, top=top, right=right, bottom=bottom)
    grey = _reduced(as_grey(page if shown_on is None else shown_on), px_per_mm)
    picture = grey[portrait.to_px(_PX_PER_MM).slices]
    found: list[Repetition] = []
    for level in [as_grey(page), *([darkest(page)] if page.ndim == 3 else [])]:
        tones = _tones(_reduced(level, px_per_mm))
        found += [one for scale in _SCALES for one in _at_scale(tones, picture, portrait, scale)]
    kept: list[Repetition] = []
    for one in sorted(found, key=lambda repetition: -repetition.sure):
        if not any(other.box.holds(one.box.centre) for other in kept):
            kept.append(one)
    return tuple(kept)


def _reduced(grey: Map, px_per_mm: float) -> Map:
    """Grey levels at the scale of the search."""
    share = _PX_PER_MM / px_per_mm
    way = cv2.INTER_AREA if share < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(grey, None, fx=share, fy=share, interpolation=way), np.float32)


def _tones(grey: Map) -> Map:
    return at_one_contrast(grey, fine_px=_FINE_PX, coarse_px=_COARSE_PX, even_px=_EVEN_PX)


def _at_scale(tones: Map, picture: Map, portrait: BoxMm, scale: float) -> Iterator[Repetition]:
    """Yield the places that repeat the picture at a share of its size."""
    height, width = (round(side * scale) for side in picture.shape)
    if min(height, width) < _LEAST_PX:
        return
    small = np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.float32)
    pattern = inner(_tones(small))
    rows, columns = pattern.shape
    if min(rows, columns) < _LEAST_PX or rows >= tones.shape[0] or columns >= tones.shape[1]:
        return
    likeness, asked = _likeness(tones, pattern, portrait)
    if not asked.any():
        return
    spread = max(float(likeness[asked].std()), _LEAST_SPREAD)
    places = asked & (likeness >= max(_LIKENESS, _SURE * spread))
    places |= asked & (likeness <= -max(_NEGATIVE, _SURE_OF_NEGATIVE * spread))
    strength = np.where(places, np.abs(likeness), 0)
    for _ in range(_MOST_AT_SCALE):
        row, column = np.unravel_index(int(np.argmax(strength)), strength.shape)
        best = float(strength[row, column])
        if best == 0:
            return
        x, y = (column + columns / 2) / _PX_PER_MM, (row + rows / 2) / _PX_PER_MM
        half_x, half_y = scale * portrait.width / 2, scale * portrait.height / 2
        yield Repetition(
            box=BoxMm(
                left=float(x - half_x),
                top=float(y - half_y),
                right=float(x + half_x),
                bottom=float(y + half_y),
            ),
            likeness=best,
            sure=best / spread,
        )
        strength[max(row - rows, 0) : row + rows, max(column - columns, 0) : column + columns] = 0


def _likeness(tones: Map, pattern: Map, portrait: BoxMm) -> tuple[Map, Mask]:
    """Correlation with a pattern whose first corner lies at each place, (H, W), and where that is asked: on no bare ground, nor on the portrait."""
    matched = cv2.matchTemplate(tones, np.ascontiguousarray(pattern), cv2.TM_CCOEFF_NORMED)
    likeness = np.asarray(np.nan_to_num(matched, posinf=0, neginf=0), np.float32)
    rows, columns = pattern.shape
    square = cv2.boxFilter(tones * tones, -1, (columns, rows), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
    asked = np.asarray(square[: likeness.shape[0], : likeness.shape[1]] >= _LEAST_CONTRAST, np.bool_)
    here = portrait.to_px(_PX_PER_MM)
    reach = 1 - _IN_PORTRAIT
    top, left = (
        max(round(first - reach * side), 0) for first, side in ((here.top, rows), (here.left, columns))
    )
    bottom, right = (
        max(round(last - _IN_PORTRAIT * side), 0)
        for last, side in ((here.bottom, rows), (here.right, columns))
    )
    asked[top:bottom, left:right] = False
    return likeness, asked
