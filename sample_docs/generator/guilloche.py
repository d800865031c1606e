"""Fine-line patterns as vector paths in millimetres: wave bands, rosettes, rays, borders, fibres."""

from dataclasses import dataclass
from itertools import starmap

import numpy as np
import skia
from numpy.typing import NDArray

from .geometry import Box

Points = NDArray[np.float64]
"""(N, 2) points in millimetres."""


def polyline(points: Points, *, closed: bool = False) -> skia.Path:
    """A path through ``points``."""
    return skia.Path.Polygon(list(starmap(skia.Point, points.tolist())), closed)


def joined(paths: list[skia.Path]) -> skia.Path:
    """All ``paths`` as one."""
    whole = skia.Path()
    for path in paths:
        whole.addPath(path)
    return whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Waves:
    """A family of wavy lines across a box, each the last one moved on and modulated by two slower waves."""

    lines: int
    amplitude: float
    periods: float
    drift: float
    """Phase, in turns, by which the wave moves on from the first line to the last."""
    swell_periods: float
    swell: float
    """Share by which the amplitude swells and ebbs along the line, 0..1."""
    phase: float = 0.0

    def path(self, box: Box) -> skia.Path:
        """The family drawn over ``box``."""
        t = np.linspace(0.0, 1.0, max(80, round(box.w * 4)))
        return joined([polyline(self._line(box, t, k / max(1, self.lines - 1))) for k in range(self.lines)])

    def _line(self, box: Box, t: NDArray[np.float64], share: float) -> Points:
        turn = 2 * np.pi
        envelope = 1.0 + self.swell * np.sin(turn * (self.swell_periods * t + share + self.phase))
        wave = np.sin(turn * (self.periods * t + self.drift * share + self.phase))
        slow = 0.6 * np.sin(turn * (self.periods / 3.3 * t - self.drift * share))
        y = box.y + share * box.h + self.amplitude * envelope * (wave + slow)
        return np.stack([box.x + t * box.w, y], axis=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rosette:
    """A rosette: nested closed curves whose radius is modulated by two harmonics that turn from curve to curve."""

    petals: int
    curves: int
    inner: float
    """Radius of the innermost curve, mm."""
    outer: float
    depth: float
    """Depth of the petals relative to the radius."""
    twist: float
    """Turns of a petal from the first curve to the last."""
    overtone: int = 3

    def path(self, x: float, y: float) -> skia.Path:
        """The rosette about a centre."""
        return joined([self._curve(x, y, k / max(1, self.curves - 1)) for k in range(self.curves)])

    def _curve(self, x: float, y: float, share: float) -> skia.Path:
        angle = np.linspace(0.0, 2 * np.pi, 40 * self.petals, endpoint=False)
        turn = 2 * np.pi * self.twist * share
        ripple = np.cos(self.petals * angle + turn) + 0.35 * np.cos(
            self.overtone * self.petals * angle - 2 * turn
        )
        radius = (self.inner + share * (self.outer - self.inner)) * (1.0 + self.depth * ripple)
        points = np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=1)
        return polyline(points, closed=True)


def rays(x: float, y: float, inner: float, outer: float, count: int) -> skia.Path:
    """Straight rays about a centre."""
    angle = np.linspace(0.0, 2 * np.pi, count, endpoint=False)
    unit = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    centre = np.array([x, y])
    return joined([polyline(np.stack([centre + inner * u, centre + outer * u])) for u in unit])


def star(
    x: float, y: float, radius: float, points: int, *, depth: float = 0.45, turn: float = 0.0
) -> skia.Path:
    """A filled star outline."""
    angle = np.arange(2 * points) * np.pi / points - np.pi / 2 + 2 * np.pi * turn
    reach = np.where(np.arange(2 * points) % 2 == 0, radius, radius * depth)
    return polyline(np.stack([x + reach * np.cos(angle), y + reach * np.sin(angle)], axis=1), closed=True)


def fibre(rng: np.random.Generator, box: Box) -> skia.Path:
    """One short curled security fibre somewhere in ``box``."""
    start = np.array([rng.uniform(box.x, box.x + box.w), rng.uniform(box.y, box.y + box.h)])
    steps = 12
    heading = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0.0, 0.22, steps))
    length = rng.uniform(2.0, 5.0) / steps
    return polyline(start + np.cumsum(length * np.stack([np.cos(heading), np.sin(heading)], axis=1), axis=0))
