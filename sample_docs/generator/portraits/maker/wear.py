"""Spectacles, bent of tubes round the eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import bpy  # type: ignore[import-not-found,unused-ignore]
import numpy as np

if TYPE_CHECKING:
    from .assets import Floats
    from .figure import Figure
    from .person import Person

# Half width, half height (decimetres) and roundness of the rim, and radius of the tube.
_RIMS = {
    "round": (0.235, 0.215, 2.2, 0.012),
    "square": (0.26, 0.185, 4.0, 0.016),
    "thin": (0.25, 0.18, 2.8, 0.007),
}
_EAR = 11998  # base vertex at the left temple, above the ear


def add_glasses(figure: Figure, person: Person) -> None:
    """Two rims, a bridge and two arms, before the eyes of the figure."""
    wide, high, power, tube = _RIMS[person.glasses]
    material = _frame_material(person)
    front = max(figure.eyes[:, 2]) + figure.eye_radius + 0.20
    centres = figure.eyes.copy()
    centres[:, 2] = front
    centres[:, 0] *= 1.04
    centres[:, 1] -= 0.03
    for centre in centres:
        _tube(_rim(centre, wide, high, power), tube, material, closed=True)
    left, right = sorted(centres, key=lambda c: c[0])
    inward = np.array([wide, 0.03, 0])
    bridge = np.array(
        [left + inward, (left + right) / 2 + np.array([0, 0.08, 0.05]), right + inward * np.array([-1, 1, 1])]
    )
    _tube(bridge, tube, material, closed=False)
    ear = figure.base[_EAR]
    for centre, side in ((left, -1.0), (right, 1.0)):
        hinge = centre + np.array([side * wide, 0.07, -0.01])
        corner = np.array([side * (abs(ear[0]) + 0.03), hinge[1], hinge[2] - 0.12])
        _tube(np.array([hinge, corner, (corner[0], hinge[1], ear[2] - 0.1)]), tube, material, closed=False)


def _rim(centre: Floats, wide: float, high: float, power: float) -> Floats:
    """A superellipse, flat in the plane of the face."""
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    x = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** (2 / power) * wide
    y = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** (2 / power) * high
    return centre + np.stack([x, y, np.zeros_like(x)], axis=1)


def _tube(points: Floats, radius: float, material: Any, *, closed: bool) -> None:  # noqa: ANN401 (Blender has no types)
    curve = bpy.data.curves.new("frame", "CURVE")
    curve.dimensions, curve.bevel_depth, curve.bevel_resolution = "3D", radius, 3
    spline = curve.splines.new("POLY")
    spline.points.add(len(points) - 1)
    homogeneous = np.stack([points[:, 0], -points[:, 2], points[:, 1], np.ones(len(points))], axis=1)
    spline.points.foreach_set("co", homogeneous.ravel())
    spline.use_cyclic_u = closed
    curve.materials.append(material)
    bpy.context.collection.objects.link(bpy.data.objects.new("frame", curve))


def _frame_material(person: Person) -> Any:  # noqa: ANN401
    material = bpy.data.materials.new("frame")
    material.use_nodes = True
    shader = material.node_tree.nodes["Principled BSDF"]
    colours = ((0.01, 0.01, 0.01, 1), (0.10, 0.035, 0.015, 1), (0.35, 0.33, 0.30, 1), (0.02, 0.03, 0.08, 1))
    shader.inputs["Base Color"].default_value = colours[person.seed % len(colours)]
    shader.inputs["Metallic"].default_value = 1.0 if person.glasses == "thin" else 0.0
    shader.inputs["Roughness"].default_value = 0.3
    return material
