"""Further families of fine lines, for the designs at random: braids, rings, nets, scales, relief lines, fans, spirals, tilings."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import skia

from .geometry import Box
from .guilloche import Points, joined, polyline

TURN = 2 * np.pi


class Pattern(Protocol):
    """A family of lines that can be drawn over a box."""

    def path(self, box: Box) -> skia.Path:
        """The family over ``box``, in millimetres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A family drawn at a slant, large enough to cover the box."""

    pattern: Pattern
    degrees: float

    def path(self, box: Box) -> skia.Path:
        """The turned family, cut to nothing: what lies off the page is not printed."""
        reach = float(np.hypot(box.w, box.h))
        x, y = box.x + box.w / 2, box.y + box.h / 2
        wide = Box(x=x - reach / 2, y=y - reach / 2, w=reach, h=reach)
        path = skia.Path()
        path.addPath(self.pattern.path(wide), skia.Matrix().setRotate(self.degrees, x, y))
        return path


@dataclass(frozen=True, slots=True, kw_only=True)
class Braid:
    """Strands that cross over and under along a band: the borders of banknotes."""

    strands: int
    periods: float
    overtone: float = 2.0
    share: float = 0.3
    """Of the second wave."""
    bands: int = 1

    def path(self, box: Box) -> skia.Path:
        """The braid, or several of them one above the other."""
        t = np.linspace(0.0, 1.0, max(120, round(box.w * 5)))
        lines = []
        for band in range(self.bands):
            middle = box.y + box.h * (band + 0.5) / self.bands
            for strand in range(self.strands):
                phase = strand / self.strands
                wave = (1 - self.share) * np.sin(TURN * (self.periods * t + phase))
                wave += self.share * np.sin(TURN * (self.overtone * self.periods * t - 2 * phase))
                y = middle + 0.5 * box.h / self.bands * wave
                lines.append(polyline(np.stack([box.x + t * box.w, y], axis=1)))
        return joined(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rings:
    """Closed curves about a point that swell in lobes; two families of them give moire."""

    centre: tuple[float, float]
    """As shares of the box."""
    pitch: float
    lobes: int
    depth: float
    squeeze: float = 1.0
    """Height over width."""

    def path(self, box: Box) -> skia.Path:
        """Rings until the box is covered."""
        x, y = box.x + self.centre[0] * box.w, box.y + self.centre[1] * box.h
        reach = float(np.hypot(box.w, box.h)) / min(1.0, self.squeeze)
        angle = np.linspace(0.0, TURN, 240, endpoint=False)
        lines = []
        for number in range(1, int(reach / self.pitch)):
            radius = number * self.pitch * (1 + self.depth * np.cos(self.lobes * angle + 0.07 * number))
            across, down = x + radius * np.cos(angle), y + self.squeeze * radius * np.sin(angle)
            lines.append(polyline(np.stack([across, down], axis=1), closed=True))
        return joined(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """Two families of curves that cross: a net with meshes of changing width."""

    lines: int
    bend: float
    """Millimetres."""
    periods: float

    def path(self, box: Box) -> skia.Path:
        """The net."""
        t = np.linspace(0.0, 1.0, 140)
        made = []
        for number in range(self.lines):
            share = number / (self.lines - 1)
            for slope in (1.0, -1.0):
                x = box.x + box.w * (1.6 * share - 0.3 + slope * 0.3 * (t - 0.5) * 2)
                x = x + self.bend * np.sin(TURN * (self.periods * t + share))
                made.append(polyline(np.stack([x, box.y + t * box.h], axis=1)))
        return joined(made)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scales:
    """Rows of arcs, each of several lines, like the scales of a fish or shells."""

    size: float
    rings: int

    def path(self, box: Box) -> skia.Path:
        """The scales, row upon row."""
        whole = skia.Path()
        for row in range(int(box.h / (0.5 * self.size)) + 2):
            shift = 0.5 * self.size * (row % 2)
            for column in range(int(box.w / self.size) + 2):
                x, y = box.x + column * self.size - shift, box.y + 0.5 * row * self.size
                for ring in range(1, self.rings + 1):
                    radius = 0.5 * self.size * ring / self.rings
                    oval = skia.Rect.MakeLTRB(x - radius, y - radius, x + radius, y + radius)
                    whole.addArc(oval, 180.0, 180.0)
        return whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief:
    """Straight lines that rise over hidden hills, so that a relief seems to stand out of the page."""

    pitch: float
    height: float
    hills: tuple[tuple[float, float, float], ...]
    """Centre x, y and radius as shares of the box."""

    def path(self, box: Box) -> skia.Path:
        """The lines."""
        t = np.linspace(0.0, 1.0, max(160, round(3 * box.w)))
        return joined(
            [polyline(self._line(box, t, k * self.pitch / box.h)) for k in range(int(box.h / self.pitch) + 2)]
        )

    def _line(self, box: Box, t: Points, share: float) -> Points:
        y = np.full_like(t, box.y + share * box.h)
        for across, down, radius in self.hills:
            distance2 = (t - across) ** 2 + ((share - down) * box.h / box.w) ** 2
            y = y - self.height * np.exp(-distance2 / radius**2)
        return np.stack([box.x + t * box.w, y], axis=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan:
    """Rays from one point that waver on their way: a sunburst, or the ribs of a fan."""

    focus: tuple[float, float]
    """As shares of the box; may lie outside."""
    rays: int
    waver: float
    """Millimetres at the far end."""
    periods: float

    def path(self, box: Box) -> skia.Path:
        """The rays."""
        x, y = box.x + self.focus[0] * box.w, box.y + self.focus[1] * box.h
        reach = np.linspace(1.5, 1.25 * float(np.hypot(box.w, box.h)), 130)
        made = []
        for angle in np.linspace(0.0, TURN, self.rays, endpoint=False):
            aside = self.waver * reach / reach[-1] * np.sin(TURN * self.periods * reach / reach[-1])
            across = x + reach * np.cos(angle) - aside * np.sin(angle)
            down = y + reach * np.sin(angle) + aside * np.cos(angle)
            made.append(polyline(np.stack([across, down], axis=1)))
        return joined(made)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spirals:
    """Several arms of one spiral, with a ripple on them."""

    arms: int
    pitch: float
    ripple: float
    petals: int
    centre: tuple[float, float] = (0.5, 0.5)

    def path(self, box: Box) -> skia.Path:
        """The arms, out to the corners."""
        x, y = box.x + self.centre[0] * box.w, box.y + self.centre[1] * box.h
        turns = float(np.hypot(box.w, box.h)) / (self.pitch * self.arms)
        angle = np.linspace(0.4, TURN * turns, int(140 * turns))
        made = []
        for arm in range(self.arms):
            radius = self.pitch * self.arms * angle / TURN + self.ripple * np.sin(self.petals * angle)
            turned = angle + TURN * arm / self.arms
            points = np.stack([x + radius * np.cos(turned), y + radius * np.sin(turned)], axis=1)
            made.append(polyline(points))
        return joined(made)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """A tiling of stars or rosettes of straight strokes, with ``corners`` directions."""

    size: float
    corners: int
    inner: float = 0.45

    def path(self, box: Box) -> skia.Path:
        """The tiles, every other row shifted by half."""
        angle = np.arange(2 * self.corners + 1) * np.pi / self.corners
        radius = 0.56 * self.size * np.where(np.arange(2 * self.corners + 1) % 2 == 0, 1.0, self.inner)
        outline = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
        made = []
        for row in range(int(box.h / (0.87 * self.size)) + 2):
            for column in range(int(box.w / self.size) + 2):
                centre = (box.x + self.size * (column + 0.5 * (row % 2)), box.y + 0.87 * self.size * row)
                made += [polyline(outline + centre), polyline(0.55 * outline + centre)]
        return joined(made)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """A lattice of dots that grow and shrink across the page; to be filled."""

    pitch: float
    largest: float
    periods: float

    def path(self, box: Box) -> skia.Path:
        """The dots."""
        whole = skia.Path()
        for row in range(int(box.h / self.pitch) + 1):
            for column in range(int(box.w / self.pitch) + 1):
                x, y = column * self.pitch + 0.5 * self.pitch * (row % 2), row * self.pitch
                share = 0.5 + 0.5 * np.sin(TURN * self.periods * (x / box.w + 0.6 * y / box.h))
                whole.addCircle(box.x + x, box.y + y, self.largest * (0.25 + 0.75 * float(share)))
        return whole
