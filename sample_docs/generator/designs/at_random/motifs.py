"""What made-up states put on their documents: drawn signs and landscapes that belong to nobody."""

from collections.abc import Callable

import numpy as np
import skia

from sample_docs.generator.geometry import Box
from sample_docs.generator.guilloche import joined, polyline, rays, star

TURN = 2 * np.pi
Draw = Callable[[float, float, float, int], skia.Path]
"""Centre, radius and a number that varies it, to a path to be filled."""


def _sun(x: float, y: float, r: float, n: int) -> skia.Path:
    return joined([star(x, y, r, 8 + 2 * (n % 6), depth=0.6), skia.Path.Circle(x, y, 0.3 * r)])


def _star(x: float, y: float, r: float, n: int) -> skia.Path:
    return star(x, y, r, 5 + n % 5, depth=0.38 + 0.05 * (n % 4))


def _gear(x: float, y: float, r: float, n: int) -> skia.Path:
    teeth = 9 + n % 7
    angle = np.linspace(0, TURN, 16 * teeth, endpoint=False)
    radius = r * np.where((angle * teeth / TURN) % 1.0 < 0.5, 1.0, 0.8)
    rim = polyline(np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=1), closed=True)
    rim.addCircle(x, y, 0.5 * r)
    rim.setFillType(skia.PathFillType.kEvenOdd)
    return rim


def _leaf(x: float, y: float, r: float, n: int) -> skia.Path:
    count = 3 + n % 5
    made = []
    for k in range(count):
        angle = np.pi * (k + 0.5) / count + np.pi
        tip = (x + r * np.cos(angle), y + 0.6 * r + 1.5 * r * np.sin(angle))
        side = 0.22 * r * np.array([-np.sin(angle), np.cos(angle)])
        path = skia.Path()
        path.moveTo(x, y + 0.6 * r)
        middle = ((x + tip[0]) / 2, (y + 0.6 * r + tip[1]) / 2)
        path.quadTo(middle[0] + side[0], middle[1] + side[1], *tip)
        path.quadTo(middle[0] - side[0], middle[1] - side[1], x, y + 0.6 * r)
        made.append(path)
    return joined(made)


def _tower(x: float, y: float, r: float, n: int) -> skia.Path:
    path = skia.Path()
    wide = 0.35 + 0.05 * (n % 5)
    path.addRect(skia.Rect.MakeLTRB(x - wide * r, y - 0.4 * r, x + wide * r, y + r))
    for k in (-1, 0, 1):
        path.addRect(
            skia.Rect.MakeLTRB(
                x + (0.8 * k - 0.22) * wide * r, y - 0.8 * r, x + (0.8 * k + 0.22) * wide * r, y - 0.4 * r
            )
        )
    path.addOval(skia.Rect.MakeLTRB(x - 0.4 * wide * r, y + 0.1 * r, x + 0.4 * wide * r, y + 0.9 * r))
    path.setFillType(skia.PathFillType.kEvenOdd)
    return path


def _ship(x: float, y: float, r: float, n: int) -> skia.Path:
    hull = np.array([(-1, 0.35), (1, 0.35), (0.65, 0.8), (-0.65, 0.8)]) * r + (x, y)
    made = [polyline(hull, closed=True)]
    for k in range(1 + n % 3):
        left = -0.7 + 0.55 * k
        sail = np.array([(left, 0.25), (left + 0.5, 0.25), (left, -0.95 + 0.2 * k)]) * r + (x, y)
        made.append(polyline(sail, closed=True))
    return joined(made)


def _fish(x: float, y: float, r: float, n: int) -> skia.Path:
    t = np.linspace(0, TURN, 80)
    body = np.stack([x + 0.75 * r * np.cos(t) - 0.15 * r, y + (0.3 + 0.04 * (n % 4)) * r * np.sin(t)], axis=1)
    tail = np.array([(0.5, 0), (1.0, -0.42), (0.85, 0), (1.0, 0.42)]) * r + (x, y)
    return joined([polyline(body, closed=True), polyline(tail, closed=True)])


def _compass(x: float, y: float, r: float, n: int) -> skia.Path:
    return joined(
        [
            star(x, y, r, 4, depth=0.16),
            star(x, y, 0.62 * r, 4, depth=0.2, turn=1 / 8),
            rays(x, y, 0.7 * r, 0.78 * r, 16 + 4 * (n % 4)),
        ]
    )


def _tree(x: float, y: float, r: float, n: int) -> skia.Path:
    path = skia.Path()
    path.addRect(skia.Rect.MakeLTRB(x - 0.09 * r, y, x + 0.09 * r, y + r))
    rng = np.random.default_rng([91, n])
    for _ in range(9):
        angle, reach = rng.uniform(0, TURN), rng.uniform(0.1, 0.5) * r
        path.addCircle(
            x + reach * np.cos(angle), y - 0.3 * r + 0.7 * reach * np.sin(angle), rng.uniform(0.2, 0.36) * r
        )
    return path


def _bird(x: float, y: float, r: float, n: int) -> skia.Path:
    path = skia.Path()
    lift = 0.5 + 0.1 * (n % 4)
    path.moveTo(x - r, y - lift * r)
    path.quadTo(x - 0.4 * r, y - 0.5 * lift * r, x, y)
    path.quadTo(x + 0.4 * r, y - 0.5 * lift * r, x + r, y - lift * r)
    path.quadTo(x + 0.45 * r, y + 0.15 * r, x, y + 0.55 * r)
    path.quadTo(x - 0.45 * r, y + 0.15 * r, x - r, y - lift * r)
    return path


def _bridge(x: float, y: float, r: float, n: int) -> skia.Path:
    path = skia.Path()
    path.addRect(skia.Rect.MakeLTRB(x - r, y - 0.1 * r, x + r, y + 0.1 * r))
    arches = 2 + n % 3
    for k in range(arches):
        left, right = x - r + 2 * r * k / arches, x - r + 2 * r * (k + 1) / arches
        path.addRect(skia.Rect.MakeLTRB(left, y + 0.1 * r, left + 0.12 * r, y + 0.7 * r))
        path.addArc(skia.Rect.MakeLTRB(left + 0.1 * r, y - 0.5 * r, right, y + 0.3 * r), 180, 180)
    return path


MOTIFS: tuple[Draw, ...] = (
    _sun, _star, _gear, _leaf, _tower, _ship, _fish, _compass, _tree, _bird, _bridge,
)  # fmt: skip


def motif(number: int, x: float, y: float, radius: float, variant: int) -> skia.Path:
    """The sign of that number."""
    return MOTIFS[number % len(MOTIFS)](x, y, radius, variant)


def landscape(kind: str, box: Box, rng: np.random.Generator) -> list[skia.Path]:
    """Layers of a view, back to front, each to be filled: hills, sea or roofs."""
    layers = []
    for layer in range(3):
        base = box.y + box.h * (0.35 + 0.2 * layer)
        x = np.linspace(box.x, box.x + box.w, 90)
        t = np.linspace(0, 1, 90)
        if kind == "sea":
            y = base + 0.04 * box.h * np.sin(TURN * ((3 + layer) * t + rng.random()))
        elif kind == "roofs":
            steps = np.repeat(rng.uniform(-0.28, 0.0, 18), 5)
            y = base + box.h * steps
        else:
            ridges = [
                rng.uniform(0.2, 1.0) / k * np.abs(np.sin(np.pi * (k * t + rng.random()))) for k in (1, 2, 4)
            ]
            y = base - 0.3 * box.h * np.sum(ridges, axis=0)
        top = np.stack([x, np.minimum(y, box.y + box.h)], axis=1)
        foot = np.array([(box.x + box.w, box.y + box.h), (box.x, box.y + box.h)])
        layers.append(polyline(np.concatenate([top, foot]), closed=True))
    return layers


LANDSCAPES = ("hills", "sea", "roofs")
