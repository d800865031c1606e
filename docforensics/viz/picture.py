"""The picture that a face belongs to: grown from the face to where the picture ends.

Whatever its size and place, a portrait is an upright rectangle around the face. How far it reaches is told by what portraits
usually take around a face, and by the tones: those of the usual place, unlike those of the page around, belong to the picture.
Edges are not asked: on half of the shared pages a picture merges with the page, and the rows of text beside it have more of them.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm

_FACE_PX = 40
"""Width of the face on the working copy: lengths are shares of a face, so that a repetition of 8 mm is measured as a portrait is."""
_REACH = (1.7, 2.0, 1.7, 2.2)
"""How far left, up, right and down of the face's middle a picture may end, in widths of the face. A judgement."""
_LEAST = 0.5
"""A side lies no nearer to the face's middle: it cuts no face."""
_WIDTH, _WIDTH_SPREAD = 1.52, 0.18
"""Width of a picture over that of its face, and the spread of its logarithm: of 69 portraits and repetitions, boxed by hand, in the
shared folders mrz and idcards; as the next five."""
_RATIO, _RATIO_SPREAD = 1.27, 0.07
"""Height over width, and the spread of its logarithm; 35 x 45 mm has 1.29 (standards.md 1.9)."""
_ACROSS_SPREAD = 0.05
"""Spread of the face's middle round that of the picture, in widths of the picture."""
_DOWN, _DOWN_SPREAD = 0.52, 0.06
"""Where the face's middle lies in the picture's height, and its spread."""
_LEVELS = 8
"""Of each colour that are told apart."""
_AROUND = 1.3
"""Of the usual picture: beyond it the page surely begins."""
_MOST_TONE = 3.0
"""Logarithm of a ratio beyond which a colour says no more."""
_TONE_WEIGHT = 4.0
"""Of the tones of an area as large as the face. Among 1 to 16 the one with the best intersection over union on the shared folders mrz
and idcards and on Utopia's sample documents (docs/decisions/2026-11-27-faces.md)."""
_ROUNDS = 3
"""Of left and right, then top and bottom; the third hardly moves them."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch of rows or columns of the working copy."""

    low: int
    high: int

    @property
    def length(self) -> int:
        return self.high - self.low

    @property
    def slice(self) -> slice:
        return slice(self.low, self.high)


def picture_around(face: BoxMm, page: Pixels, px_per_mm: float) -> BoxMm:
    """The frame of the picture around a face on a page (H, W[, 3]), within the page."""
    scale = _FACE_PX / face.width
    crop, (left, top) = _crop(face, page, px_per_mm, scale)
    x, y = (face.centre[0] - left) * scale, (face.centre[1] - top) * scale
    width = _WIDTH * _FACE_PX
    columns = _span(x, 0.5 * width, 0.5 * width, crop.shape[1])
    rows = _span(y, _DOWN * _RATIO * width, (1 - _DOWN) * _RATIO * width, crop.shape[0])
    tones = _tones(crop, rows, columns)
    for _ in range(_ROUNDS):
        columns = _best(_area(tones, rows), _across(x, rows.length, crop.shape[1]))
        rows = _best(_area(tones.T, columns), _down(y, columns.length, crop.shape[0]))
    return BoxMm(
        left=float(left + columns.low / scale),
        top=float(top + rows.low / scale),
        right=float(left + columns.high / scale),
        bottom=float(top + rows.high / scale),
    )


def _crop(
    face: BoxMm, page: Pixels, px_per_mm: float, scale: float
) -> tuple[NDArray[np.uint8], tuple[float, float]]:
    """What a picture around the face may cover, at `scale` pixels per mm, (H, W, 3); and its top left corner in mm."""
    x, y = face.centre
    before, up, behind, down = (share * face.width for share in _REACH)
    rows = _pixels(y - up, y + down, px_per_mm, page.shape[0])
    columns = _pixels(x - before, x + behind, px_per_mm, page.shape[1])
    cut = page[rows, columns]
    colour = cv2.cvtColor(cut, cv2.COLOR_GRAY2RGB) if cut.ndim == 2 else cut
    factor = scale / px_per_mm
    shape = (max(round(cut.shape[1] * factor), 2), max(round(cut.shape[0] * factor), 2))
    small = cv2.resize(colour, shape, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
    return np.asarray(small, np.uint8), (columns.start / px_per_mm, rows.start / px_per_mm)


def _pixels(low: float, high: float, px_per_mm: float, length: int) -> slice:
    """What lies on the page of a stretch in mm, at least a pixel."""
    first = min(max(int(low * px_per_mm), 0), length - 1)
    return slice(first, min(max(int(high * px_per_mm), first) + 1, length))


def _span(middle: float, before: float, behind: float, length: int) -> _Span:
    """A stretch around `middle`, within the picture."""
    low = int(np.clip(round(middle - before), 0, length - 1))
    return _Span(low, int(np.clip(round(middle + behind), low + 1, length)))


def _tones(picture: NDArray[np.uint8], rows: _Span, columns: _Span) -> Floats:
    """How much more usual each pixel's colour is in the usual place of the picture than beyond it, (H, W): logarithms."""
    bins = cv2.blur(picture, (3, 3)).astype(np.int32) * _LEVELS // 256
    number = (bins[..., 0] * _LEVELS + bins[..., 1]) * _LEVELS + bins[..., 2]
    beyond = np.ones(number.shape, dtype=bool)
    beyond[_widened(rows, number.shape[0]), _widened(columns, number.shape[1])] = False
    inside, outside = (
        (count + 1.0) / (count.sum() + _LEVELS**2)
        for count in (
            np.bincount(part.ravel(), minlength=_LEVELS**3)
            for part in (number[rows.slice, columns.slice], number[beyond])
        )
    )
    told = np.clip(np.log(inside / outside), -_MOST_TONE, _MOST_TONE)
    return np.asarray(told[number], dtype=np.float32)


def _widened(span: _Span, length: int) -> slice:
    middle, half = (span.low + span.high) / 2, _AROUND * span.length / 2
    return _span(middle, half, half, length).slice


def _area(tones: Floats, span: _Span) -> Floats:
    """The sum of the tones along a span, from the first place up to each, in areas of the face."""
    sums = tones[span.slice].sum(axis=0) / _FACE_PX**2
    return np.asarray(np.concatenate([[0.0], np.cumsum(sums)]), dtype=np.float32)


def _across(x: float, height: int, length: int) -> Floats:
    """How usual it is that a picture of this height goes from column a to column b, (a, b): logarithms."""
    low, high = np.mgrid[0 : length + 1, 0 : length + 1].astype(np.float32)
    width = np.maximum(high - low, 1)
    usual = _normal(np.log(width / (_WIDTH * _FACE_PX)), _WIDTH_SPREAD)
    usual += _normal(np.log(height / width / _RATIO), _RATIO_SPREAD)
    usual += _normal((x - (low + high) / 2) / width, _ACROSS_SPREAD)
    return np.where(_spares(low, high, x, length), usual, -np.inf).astype(np.float32)


def _down(y: float, width: int, length: int) -> Floats:
    """The same of a picture of this width from row a to row b."""
    low, high = np.mgrid[0 : length + 1, 0 : length + 1].astype(np.float32)
    height = np.maximum(high - low, 1)
    usual = _normal(np.log(height / width / _RATIO), _RATIO_SPREAD)
    usual += _normal((y - low) / height - _DOWN, _DOWN_SPREAD)
    return np.where(_spares(low, high, y, length), usual, -np.inf).astype(np.float32)


def _spares(low: Floats, high: Floats, middle: float, length: int) -> NDArray[np.bool_]:
    """Whether a stretch cuts no face, but where the page itself does."""
    near = _LEAST * _FACE_PX
    return np.asarray((low <= max(middle - near, 0)) & (high >= min(middle + near, length)), dtype=bool)


def _normal(off: Floats, spread: float) -> Floats:
    return np.asarray(-0.5 * (off / spread) ** 2, dtype=np.float32)


def _best(area: Floats, usual: Floats) -> _Span:
    """The stretch that is both usual and holds the picture's tones."""
    value = usual + _TONE_WEIGHT * (area[None, :] - area[:, None])
    low, high = np.unravel_index(int(np.argmax(value)), value.shape)
    return _Span(int(low), int(high))
