"""Hair as single strands: grown from their roots step by step, combed, weighed down, kept out of the head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .roots import Roots, beard_density, brow_density, sample, scalp_density, vertex_normals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .assets import Floats, Surface
    from .figure import Figure
    from .person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A haircut. Lengths and offsets in decimetres.

    `comb` is the wish of each strand (sideways from the parting, up, forward), `parting` the x of the parting,
    `tie` where strands are gathered, `cut` the height below the chin at which they end.
    """

    top: float
    sides: float
    comb: tuple[float, float, float] = (0.0, 0.0, 0.0)
    parting: float = 0.0
    lift: float = 0.5
    gravity: float = 0.3
    volume: float = 0.08
    curl: float = 0.0
    turns: float = 0.0
    tie: tuple[float, float, float] | None = None
    cut: float | None = None
    clump: float = 0.35
    count: int = 36000
    steps: int = 14
    width: float = 0.0027


STYLES = {
    "buzz": Style(top=0.035, sides=0.02, comb=(0, 0, 0.2), lift=1.0, volume=0.04, clump=0, count=80000, steps=3),
    "crop": Style(top=0.20, sides=0.05, comb=(0.2, 0, 0.6), lift=0.6, volume=0.09, clump=0.4, count=60000, steps=6),
    "side": Style(top=0.45, sides=0.09, comb=(0.8, 0, 0.1), parting=0.30, lift=0.3, gravity=0.8, volume=0.10, steps=9, count=52000),
    "back": Style(top=0.75, sides=0.16, comb=(0.1, 0.1, -1.0), lift=0.5, volume=0.14, steps=9, count=52000),
    "fringe": Style(top=0.5, sides=0.14, comb=(0.2, 0, 0.9), lift=0.4, volume=0.12, steps=8, count=52000, clump=0.45),
    "waves": Style(top=0.5, sides=0.14, comb=(0.6, 0, -0.2), parting=-0.25, lift=0.4, gravity=0.7, volume=0.13, curl=0.035, turns=2.2,
                   clump=0.6, count=45000, steps=12),
    "curls": Style(top=0.42, sides=0.25, comb=(0.3, 0, 0.1), lift=0.8, volume=0.2, curl=0.04, turns=2.5, clump=0.65,
                   count=45000, steps=12),
    "afro": Style(top=0.42, sides=0.32, lift=1.2, gravity=0.0, volume=0.40, curl=0.035, turns=4, clump=0.35, count=42000,
                  steps=15, width=0.003),
    "tight": Style(top=0.12, sides=0.05, lift=1.0, gravity=0.0, volume=0.11, curl=0.018, turns=2.5, clump=0.2,
                   count=65000, steps=8),
    "bob": Style(top=3.2, sides=2.6, comb=(1.0, -0.1, -0.4), parting=0.18, lift=0.3, gravity=1.1, volume=0.12, cut=-0.10,
                 steps=22, count=30000, width=0.0034),
    "centre": Style(top=5.0, sides=4.4, comb=(1.0, -0.1, -0.5), lift=0.25, gravity=1.1, volume=0.10, cut=1.6, steps=26,
                    count=28000, width=0.0036),
    "long": Style(top=5.0, sides=4.4, comb=(1.0, -0.1, -0.5), parting=-0.3, lift=0.3, gravity=1.1, volume=0.12, cut=1.9,
                  steps=26, count=28000, width=0.0036, curl=0.03, turns=3, clump=0.5),
    "tied": Style(top=1.9, sides=1.5, comb=(0.15, 0, -1.0), lift=0.12, gravity=0.1, volume=0.05, tie=(0.0, 7.45, -0.55),
                  steps=13, count=48000, clump=0.2),
    "bun": Style(top=1.9, sides=1.6, comb=(0.15, 0.2, -1.0), lift=0.12, gravity=0.0, volume=0.06, tie=(0.0, 8.3, -0.25),
                 steps=13, count=48000, clump=0.2),
    "pixie": Style(top=0.75, sides=0.4, comb=(0.9, 0, 0.25), parting=-0.35, lift=0.45, gravity=0.6, volume=0.15, steps=10,
                   count=48000, clump=0.45),
    "lob": Style(top=4.0, sides=3.4, comb=(1.0, -0.1, -0.4), parting=-0.28, lift=0.35, gravity=1.0, volume=0.15, cut=0.5,
                 steps=24, count=28000, width=0.0036, curl=0.04, turns=3.5, clump=0.6),
}  # fmt: skip


class _Body:
    """Nearest point of the skin, to keep strands outside of it."""

    def __init__(self, surface: Surface) -> None:
        from scipy.spatial import cKDTree  # noqa: PLC0415 (slow to import)

        used = np.unique([i for face in surface.faces for i in face])
        self._points = surface.vertices[used]
        self._normals = vertex_normals(surface)[used]
        self._tree = cKDTree(self._points)

    def pushed_out(self, points: Floats, margin: Floats) -> tuple[Floats, Floats]:
        """`points` at least `margin` outside of the skin, and the skin's normals there."""
        distance, near = self._tree.query(points, k=4)
        weight = 1 / np.maximum(distance, 1e-4)
        weight /= weight.sum(axis=1, keepdims=True)
        normal = (self._normals[near] * weight[:, :, None]).sum(axis=1)
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
        foot = (self._points[near] * weight[:, :, None]).sum(axis=1)
        depth = ((points - foot) * normal).sum(axis=1)
        return points + normal * np.maximum(margin - depth, 0)[:, None], normal


def hair_strands(figure: Figure, person: Person) -> tuple[Floats, float] | None:
    """Strands (n, steps, 3) of the haircut and their width, or None for the bald."""
    if person.hair == "bald":
        return None
    style = STYLES[person.hair]
    rng = np.random.default_rng((person.seed, 11))
    roots = sample(
        figure.skin,
        figure.template,
        lambda p: scalp_density(p, person.receding),
        round(style.count * 1.9),
        rng,
    )
    return _grown(figure, roots, style, rng, side=-1.0 if person.seed % 2 else 1.0), style.width


def _grown(figure: Figure, roots: Roots, style: Style, rng: np.random.Generator, side: float) -> Floats:
    body = _Body(figure.skin_whole)
    high = np.clip((roots.template[:, 1] - 7.45) / 0.5, 0, 1)
    length = (style.sides + (style.top - style.sides) * high) * rng.uniform(0.8, 1.0, len(roots))
    layer = style.volume * rng.random(len(roots)) ** 0.8 * (0.45 + 0.55 * high)
    wish = _combed(roots, style, side)
    points, step = [roots.places], length / (style.steps - 1)
    place, normal, heading = roots.places, roots.normals, roots.normals.copy()
    for k in range(1, style.steps):
        arc = (step * k)[:, None]
        pull = (
            wish * np.exp(-((arc / 0.95) ** 2)) if style.tie is None else _towards(figure, style.tie, place)
        )
        heading = 0.5 * heading + 0.5 * pull + style.lift * normal * np.exp(-arc / 0.14)
        heading[:, 1] -= style.gravity * (1 - np.exp(-arc[:, 0] / 0.7))
        if style.cut is not None:  # hair which hangs closes round the neck
            heading[:, 0] -= (
                0.22 * np.tanh(4 * (place[:, 0] - figure.chin[0])) * (1 - np.exp(-arc[:, 0] / 1.2))
            )
        heading = _unit(heading)
        grown = np.minimum(1.0, arc[:, 0] / 0.5)
        place, normal = body.pushed_out(place + heading * step[:, None], 0.01 + layer * grown)
        place = _off_the_face(place, figure)
        points.append(place)
    strands = _shaped(np.stack(points, axis=1), style, rng)
    strands = _cut(strands, figure, style, rng)
    return strands[~_veils(strands, figure)]


def _off_the_face(place: Floats, figure: Figure) -> Floats:
    """Hair before the face is brushed aside: a passport picture shows both eyes and the cheeks."""
    above_chin = place[:, 1] - figure.chin[1]
    before = (place[:, 2] > figure.chin[2] - 0.75) & (above_chin < 1.8) & (above_chin > -0.3)
    edge = figure.half_width * np.clip((1.8 - above_chin) / 0.5, 0, 1) ** 0.5
    pushed = np.where(place[:, 0] >= 0, 1.0, -1.0) * np.maximum(np.abs(place[:, 0]), edge)
    moved = place.copy()
    moved[before, 0] = pushed[before]
    return moved


def _veils(strands: Floats, figure: Figure) -> NDArray[np.bool_]:
    """Strands which hang before the face all the same."""
    above_chin = strands[:, :, 1] - figure.chin[1]
    inside = np.abs(strands[:, :, 0]) < 0.86 * figure.half_width
    before = (strands[:, :, 2] > figure.chin[2] - 0.7) & (above_chin < 1.45) & (above_chin > -0.1)
    veiling: NDArray[np.bool_] = (inside & before).any(axis=1)
    return veiling


def _combed(roots: Roots, style: Style, side: float) -> Floats:
    parting = side * style.parting
    away = np.tanh((roots.template[:, 0] - parting) / 0.03)
    away = np.where(np.abs(roots.template[:, 0]) > 0.55, np.sign(roots.template[:, 0]) * 0.3, away)
    sideways, up, forward = style.comb
    return np.stack([away * sideways, np.full(len(roots), up), np.full(len(roots), forward)], axis=1)


def _towards(figure: Figure, tie: tuple[float, float, float], place: Floats) -> Floats:
    shift = figure.crown - figure.template_crown
    pull: Floats = _unit(np.array(tie) + shift - place) * 1.2
    return pull


def _shaped(strands: Floats, style: Style, rng: np.random.Generator) -> Floats:
    """Gather strands in locks round guides, and wind them."""
    from scipy.spatial import cKDTree  # noqa: PLC0415

    if style.clump == 0:
        return strands
    guides = rng.choice(len(strands), size=max(60, len(strands) // 55), replace=False)
    nearest = cKDTree(strands[guides, 0]).query(strands[:, 0])[1]
    along = np.linspace(0, 1, strands.shape[1])[None, :, None]
    lead = strands[guides][nearest]
    gathered: Floats = strands + style.clump * along * (lead - strands) * rng.uniform(
        0.3, 1.0, (len(strands), 1, 1)
    )
    if style.curl == 0:
        return gathered
    phase = rng.uniform(0, 2 * np.pi, len(guides))[nearest] + rng.normal(0, 0.35, len(strands))
    angle = 2 * np.pi * style.turns * along[:, :, 0] + phase[:, None]
    across = _unit(rng.normal(0, 1, (len(guides), 3)))[nearest]
    other = _unit(np.cross(across, strands[:, -1] - strands[:, 0]))
    reach = style.curl * np.sqrt(along)
    turned = np.cos(angle)[:, :, None] * across[:, None] + np.sin(angle)[:, :, None] * other[:, None]
    wound: Floats = gathered + reach * turned
    return wound


def _cut(strands: Floats, figure: Figure, style: Style, rng: np.random.Generator) -> Floats:
    if style.cut is None:
        return strands
    floor = figure.chin[1] - style.cut + rng.normal(0, 0.05, len(strands))
    for k in range(1, strands.shape[1]):
        below = strands[:, k, 1] < floor
        strands[below, k] = strands[below, k - 1]
    return strands


def _unit(vectors: Floats) -> Floats:
    unit: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return unit


def brow_strands(figure: Figure, person: Person) -> Floats:
    """Both brows, (n, 5, 3): hairs lying outwards, upright near the nose."""
    rng = np.random.default_rng((person.seed, 12))
    roots = sample(
        figure.skin,
        figure.template,
        lambda p: brow_density(p, thickness=person.brow_width, arch=person.brow_arch),
        person.brow_hairs,
        rng,
    )
    out = np.sign(roots.template[:, 0])
    inner = np.clip(1 - (np.abs(roots.template[:, 0]) - 0.11) / 0.2, 0, 1)
    wish = np.stack([out * (1 - 0.6 * inner), 0.35 * inner + 0.05, np.full(len(roots), 0.0)], axis=1)
    return _laid(
        roots, wish + rng.normal(0, 0.12, wish.shape), rng.uniform(0.045, 0.08, len(roots)), lift=0.2
    )


_BEARD_LENGTH = {"stubble": 0.018, "moustache": 0.09, "goatee": 0.10, "full": 0.14}
_BEARD_HAIRS = {"stubble": 15000, "moustache": 16000, "goatee": 20000, "full": 26000}


def beard_strands(figure: Figure, person: Person) -> Floats | None:
    """Beard hairs (n, 5, 3), or None for the shaven."""
    if person.beard == "none":
        return None
    rng = np.random.default_rng((person.seed, 13))
    roots = sample(
        figure.skin,
        figure.template,
        lambda p: beard_density(p, person.beard),
        _BEARD_HAIRS[person.beard],
        rng,
    )
    out = roots.template[:, :1] * np.array([[0.8, 0.0, 0.0]])
    wish = np.array([0.0, -1.0, 0.1]) + out + rng.normal(0, 0.25, (len(roots), 3))
    length = _BEARD_LENGTH[person.beard] * rng.uniform(0.5, 1.1, len(roots))
    return _laid(roots, wish, length, lift=0.55)


def _laid(roots: Roots, wish: Floats, length: Floats, lift: float) -> Floats:
    flat = wish - (wish * roots.normals).sum(axis=1, keepdims=True) * roots.normals
    along = np.linspace(0, 1, 5)[None, :, None]
    heading = _unit(_unit(flat) + lift * roots.normals)
    sag = (_unit(flat) - heading) * 0.5
    return roots.places[:, None] + length[:, None, None] * (
        along * heading[:, None] + along**2 * sag[:, None]
    )
