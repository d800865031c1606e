"""Lines cut out of a band at the network's pitch, and the way back from a cut to the capture."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.mrz.engines.lines import averaged, fineness, length_over_height, resample
from docforensics.page.band.find import MrzBand
from docforensics.page.band.rows import ROW_HEIGHT
from docforensics.page.geometry import Matrix, Points, project

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]

PITCH = 16
"""Pixels of a character cell in a cut."""
HEIGHT = 32
"""Pixels from a cut's top to its bottom; the line runs through the middle."""
_MARGIN_CELLS = 2.5
"""Left at each end of a line, as the network was trained (models/mrz-reader)."""
NORMAL_WINDOW = 256
"""Brightness and contrast are judged over this many columns, as in training."""
_WIDTH_STEP = 32
"""Widths are rounded up to it, so that lines of one length share a batch. A judgement."""
_FEWEST_CELLS, _LONGEST_CELLS = 24, 54
"""Around the 30 to 44 characters of a line: a length outside was measured wrongly. A judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receding:
    """Where the characters of a line stand that is seen from its side: (a k + b) / (c k + 1), k cells from its middle."""

    a: float
    b: float
    c: float

    @classmethod
    def through(cls, x: Floats, weights: Floats) -> Self:
        """Fit characters at the columns x (n,), one cell after the other, by least squares."""
        k = np.arange(len(x)) - (len(x) - 1) / 2
        parts = np.stack([k, np.ones_like(k), -k * x], axis=1) * weights[:, None]
        a, b, c = np.linalg.lstsq(parts, x * weights, rcond=None)[0].tolist()
        return cls(a=a, b=b, c=c)

    def cell_at(self, x: float) -> float:
        """Return the cell, a fraction where it lies between two, that stands at a column."""
        return (x - self.b) / (self.a - self.c * x)

    def ends_within(self, width: int, farthest: float) -> bool:
        """Whether both ends of a cut so many columns wide are cells of the line, the first before the last, and none farther from its middle than so many cells."""
        if min(self.a, self.a - self.c * (width - 1.0)) <= 0:
            return False  # it would end at a column of the cut
        return -farthest <= self.cell_at(0.0) < self.cell_at(width - 1.0) <= farthest

    def growth(self, reach: float) -> float:
        """Pitch `reach` cells right of the middle by that as far left; 0 where the line would end before."""
        near, far = 1 + self.c * reach, 1 - self.c * reach
        return (far / near) ** 2 if min(near, far) > 0 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LineCut:
    """Where a line lies: a strip `HEIGHT` pixels high, straight or bent to a parabola."""

    to_image: Matrix
    """Cut pixels, unbent -> capture pixels."""
    width: int
    curve: float = 0.0
    """The middle row lies curve (x - centre)**2 lower than in the straight strip."""
    centre: float = 0.0

    def moved(self, *, x_scale: float, slope: float, y0: float, curve: float = 0.0) -> Self:
        """Cut the same length again: `x_scale` old columns a new one, its middle row the old row y0 + slope x.

        `curve` bends it more, about the middle of the old cut.
        """
        middle, centre = HEIGHT / 2 - 0.5, (self.width - 1) / 2
        slope -= 2 * self.curve * (self.centre - centre)
        y0 += self.curve * (self.centre**2 - centre**2)
        again = np.array([[x_scale, 0, 0], [slope * x_scale, 1, y0 - middle], [0, 0, 1.0]])
        return replace(
            self,
            to_image=self.to_image @ again,
            width=_rounded_up(self.width / x_scale),
            curve=(self.curve + curve) * x_scale**2,
            centre=centre / x_scale,
        )

    def receding(self, line: "Receding", *, slope: float, level: float) -> Self:
        """Cut the same stretch again so that its characters, which grow along the line, are all alike; not for bent cuts.

        The line runs through the old row level + slope x.
        """
        first, last = line.cell_at(0.0), line.cell_at(self.width - 1.0)
        width = _rounded_up((last - first) * PITCH + 1)
        to_cells = np.array(
            [[1 / PITCH, 0, (first + last - (width - 1) / PITCH) / 2], [0, 1, 0], [0, 0, 1.0]]
        )
        a, b, c = line.a, line.b, line.c
        back = np.array(
            [[a, 0, b], [slope * a + level * c, 1, slope * b + level - (HEIGHT / 2 - 0.5)], [c, 0, 1.0]]
        )
        return replace(self, to_image=self.to_image @ back @ to_cells, width=width)

    def leaning(self, slant: float) -> Self:
        """Cut the same line with its columns leaning as the characters do, so many columns a row; not for bent cuts."""
        lean = np.array([[1, slant, -slant * (HEIGHT / 2 - 0.5)], [0, 1, 0], [0, 0, 1.0]])
        return replace(self, to_image=self.to_image @ lean)

    def varied(self, *, shift: float, stretch: float) -> Self:
        """Cut the same line `shift` pixels further to the right, and so much of the capture's height for as many rows."""
        middle = HEIGHT / 2 - 0.5
        change = np.array([[1, 0, shift], [0, stretch, middle * (1 - stretch)], [0, 0, 1.0]])
        return replace(
            self,
            to_image=self.to_image @ change,
            curve=self.curve / stretch,
            centre=self.centre - shift,
        )

    def part(self, left: float, width: int) -> Self:
        """`width` columns of the cut from the column `left` on, which may lie beyond it."""
        return replace(self, to_image=self.to_image @ _shift(left, 0), width=width, centre=self.centre - left)

    def widened(self, width: int) -> Self:
        """Cut `width` columns about the same middle."""
        return self.part((self.width - width) / 2, width)

    def pixels(self, grey: Pixels) -> Pixels:
        """Sample the capture, finer and averaged where that shrinks it."""
        if self.curve == 0:
            return resample(grey, self.to_image, (self.width, HEIGHT))
        ends = self.placed([(self.width / 2, HEIGHT / 2), (self.width / 2 + 1, HEIGHT / 2)])
        finer = fineness(ends)
        size, shift = (self.width * finer, HEIGHT * finer), (1 / finer - 1) / 2
        x, y = np.meshgrid(np.arange(size[0]) / finer + shift, np.arange(size[1]) / finer + shift)
        places = self.placed(np.stack([x.ravel(), y.ravel()], axis=1)).astype(np.float32)
        across, down = places.reshape(*size[::-1], 2).transpose(2, 0, 1)
        sampled = cv2.remap(
            grey,
            np.ascontiguousarray(across),
            np.ascontiguousarray(down),
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return averaged(sampled, (self.width, HEIGHT))

    def placed(self, points: Points | Sequence[tuple[float, float]]) -> Points:
        """Cut pixels -> capture pixels."""
        bent = np.array(points, np.float64)
        bent[:, 1] += self.curve * np.square(bent[:, 0] - self.centre)
        return project(self.to_image, bent)

    def cells(self, x: Sequence[float], y: Sequence[float]) -> NDArray[np.float64]:
        """(n, 4, 2) capture pixels around the characters whose centres are at (x, y) of the cut."""
        half, reach = PITCH / 2, PITCH * ROW_HEIGHT / 2
        around = np.array([(-half, -reach), (half, -reach), (half, reach), (-half, reach)])
        centres = np.stack([x, y], axis=1)
        return self.placed((centres[:, None] + around).reshape(-1, 2)).reshape(-1, 4, 2)


def cuts_of(band: MrzBand, *, spacing: float, n_lines: int) -> tuple[LineCut, ...]:
    """Cut a band whose lines stand `spacing` cells apart."""
    height = ROW_HEIGHT + spacing * (n_lines - 1)
    width = min(length_over_height(band) * height, float(_LONGEST_CELLS))
    return _cuts(band, width, height, [ROW_HEIGHT / 2 + spacing * i for i in range(n_lines)])


def measured_cuts(band: MrzBand) -> tuple[LineCut, ...]:
    """Cut a band as its print was measured, cells as high as wide; empty where it was not, or its pitch is unlikely."""
    if band.cells is None or not band.middles or not _FEWEST_CELLS <= band.cells <= _LONGEST_CELLS:
        return ()
    height = band.cells / length_over_height(band)
    return _cuts(band, band.cells, height, [height * middle for middle in band.middles])


def _cuts(band: MrzBand, width: float, height: float, middles: Sequence[float]) -> tuple[LineCut, ...]:
    """Cut lines at the heights `middles` of a band so many cells wide and high."""
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]]) * PITCH
    to_image = np.asarray(
        cv2.getPerspectiveTransform(corners.astype(np.float32), band.corners.astype(np.float32)), np.float64
    )
    pixels = _rounded_up((width + 2 * _MARGIN_CELLS) * PITCH)
    left = (width * PITCH - pixels) / 2
    return tuple(
        LineCut(to_image=to_image @ _shift(left, middle * PITCH - (HEIGHT / 2 - 0.5)), width=pixels)
        for middle in middles
    )


def _rounded_up(width: float) -> int:
    """Few widths, so that what a backend has laid out for one can be used again."""
    return int(np.ceil(width / _WIDTH_STEP)) * _WIDTH_STEP


def _shift(x: float, y: float) -> Matrix:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1.0]])


def normalised(pixels: Pixels) -> Singles:
    """Take brightness and contrast away, as they are around each column."""
    values = pixels.astype(np.float32)
    width = min(NORMAL_WINDOW, values.shape[1])
    means = np.stack([values.mean(axis=0), np.square(values).mean(axis=0)])
    local = cv2.blur(means, (width, 1), borderType=cv2.BORDER_REFLECT_101)
    deviation = np.sqrt(np.maximum(local[1] - np.square(local[0]), 0))
    return np.asarray((values - local[0]) / (deviation + 4.0), np.float32)
