"""Where hair grows: scalp, brows and beard as densities on the base mesh, and roots sampled from them.

Regions are told in the coordinates of the undeformed base mesh (decimetres), so that they move with every face.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from .assets import Floats, Surface

# Height of the hairline over z, from the nape to the forehead (base mesh, decimetres).
_HAIRLINE_Z = (-0.45, -0.2, 0.1, 0.28, 0.68, 0.78, 0.92, 1.1, 1.28, 1.6)
_HAIRLINE_Y = (6.66, 6.80, 7.05, 7.42, 7.43, 7.43, 7.72, 7.95, 8.06, 8.10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roots:
    """`n` roots: place and surface normal on the posed mesh, and place on the undeformed base mesh, each (n, 3)."""

    places: Floats
    normals: Floats
    template: Floats

    def __len__(self) -> int:
        return len(self.places)


def scalp_density(points: Floats, receding: float) -> Floats:
    """1 well within the scalp, 0 beyond the hairline, between them a soft rim; `receding` 0..1 bares the brow."""
    line = np.interp(points[:, 2], _HAIRLINE_Z, _HAIRLINE_Y)
    front = np.clip((points[:, 2] - 0.7) / 0.5, 0, 1)
    temples = np.exp(-(((np.abs(points[:, 0]) - 0.45) / 0.22) ** 2))
    line = line + receding * front * (0.12 + 0.28 * temples)
    return np.clip((points[:, 1] - line) / 0.07, 0, 1)


def brow_density(points: Floats, *, thickness: float, arch: float) -> Floats:
    """Both brows, from the bridge of the nose outwards."""
    across = np.abs(points[:, 0])
    along = np.clip((across - 0.11) / 0.44, 0, 1)
    middle = 7.52 + arch * np.sin(np.pi * along**0.8) - 0.02 * along
    half = thickness * (0.85 + 0.15 * np.sin(np.pi * along) - 0.6 * along**3)
    inside = np.clip(1.4 - 1.2 * np.abs(points[:, 1] - middle) / half, 0, 1)
    ends = np.clip((across - 0.09) / 0.13, 0, 1) * np.clip((0.58 - across) / 0.2, 0, 1)
    return inside * ends * (points[:, 2] > 0.9)


def beard_density(points: Floats, style: str) -> Floats:
    """Where a beard of `style` (stubble, moustache, goatee, full) grows."""
    x, y, z = np.abs(points[:, 0]), points[:, 1], points[:, 2]
    lips = ((x / 0.285) ** 2 + ((y - 6.605) / 0.115) ** 2) < 1
    moustache = _soft(0.31 - x) * _soft(y - 6.68) * _soft(6.83 - 0.25 * x - y) * (z > 1.2)
    chin = _soft(0.25 - x) * _soft(6.52 - y) * _soft(y - 6.12) * (z > 0.9)
    corners = _soft(0.36 - x) * _soft(x - 0.24) * _soft(6.8 - y) * _soft(y - 6.3) * (z > 0.9)
    cheek_line = 6.60 + 0.42 * np.clip((x - 0.28) / 0.42, 0, 1)
    jaw = _soft(cheek_line - y) * _soft(y - 6.10 - 0.25 * np.clip(x - 0.3, 0, 1)) * _soft(z - 0.62)
    sideburn = _soft(x - 0.62) * _soft(z - 0.66) * _soft(0.92 - z) * _soft(7.35 - y) * _soft(y - 6.6)
    grown = {
        "moustache": moustache,
        "goatee": np.maximum.reduce([moustache, chin, corners]),
        "full": np.maximum.reduce([moustache, chin, corners, jaw, sideburn]),
        "stubble": np.maximum.reduce([moustache, chin, corners, 0.75 * jaw, 0.75 * sideburn]),
    }[style]
    shaven: Floats = grown * ~lips
    return shaven


def _soft(distance: Floats) -> Floats:
    return np.clip(distance / 0.05, 0, 1)


def sample(
    surface: Surface,
    template: Floats,
    density: Callable[[Floats], Floats],
    count: int,
    rng: np.random.Generator,
) -> Roots:
    """About `count` roots on a posed `surface`, spread evenly by area, thinned by `density` of their template place."""
    quads = np.array([f if len(f) == 4 else (*f, f[2]) for f in surface.faces])
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    triangles = triangles[
        density(template[triangles].mean(axis=1)) + density(template[triangles].max(axis=1)) > 0
    ]
    corners = surface.vertices[triangles]
    crossed = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    areas = np.linalg.norm(crossed, axis=1)
    chosen = rng.choice(len(triangles), size=count, p=areas / areas.sum())
    weights = rng.dirichlet((1.0, 1.0, 1.0), size=count)[:, :, None]
    places = (corners[chosen] * weights).sum(axis=1)
    rest = (template[triangles[chosen]] * weights).sum(axis=1)
    normals = vertex_normals(surface)[triangles[chosen]]
    normals = (normals * weights).sum(axis=1)
    kept = rng.random(count) < density(rest)
    unit = normals[kept] / np.maximum(np.linalg.norm(normals[kept], axis=1, keepdims=True), 1e-9)
    return Roots(places=places[kept], normals=unit, template=rest[kept])


def vertex_normals(surface: Surface) -> Floats:
    """Unit normals (N, 3) at the vertices of a surface, zero where no face meets."""
    normals = np.zeros_like(surface.vertices)
    for face in (np.array([f for f in surface.faces if len(f) == k]) for k in (3, 4)):
        if len(face):
            a, b, c = (surface.vertices[face[:, i]] for i in (0, 1, -1))
            crossed = np.cross(b - a, c - a)
            for corner in face.T:
                np.add.at(normals, corner, crossed)
    unit: Floats = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    return unit
