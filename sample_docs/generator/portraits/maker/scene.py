"""The picture itself: Blender's Cycles path tracer on a figure, with a photographer's lights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import bpy  # type: ignore[import-not-found,unused-ignore]
import cv2
import numpy as np

from . import materials
from .figure import CHIN, CROWN
from .roots import scalp_density
from .strands import beard_strands, brow_strands, hair_strands
from .wear import add_glasses

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from .assets import Surface
    from .figure import Figure, Part
    from .person import Person, Sitting

WIDTH, HEIGHT = 420, 540
_DISTANCE = 17.0  # decimetres from lens to face, as in a photo booth


def render(
    figure: Figure, person: Person, sitting: Sitting, *, skin: Path, scratch: Path, samples: int
) -> NDArray[np.uint8]:
    """The portrait, (540, 420, 3) RGB, from the skin texture `skin`; `scratch` is a PNG file to write over."""
    _empty_scene(samples, person.seed)
    for part in figure.parts:
        _add_part(part, person, skin)
    _darken_scalp(figure, person)
    _add_hair(figure, person)
    if person.glasses != "none":
        add_glasses(figure, person)
    _add_camera(figure, sitting)
    _add_lights(figure, sitting)
    bpy.context.scene.render.filepath = str(scratch)
    bpy.ops.render.render(write_still=True)
    picture = cv2.imread(str(scratch), cv2.IMREAD_UNCHANGED)
    if picture is None:
        raise FileNotFoundError(scratch)
    return _on_backdrop(np.asarray(picture, dtype=np.float64) / 65535, sitting)


def _empty_scene(samples: int, seed: int) -> None:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.samples = samples
    scene.cycles.seed = seed
    scene.cycles.use_denoising = True
    scene.cycles.denoiser = "OPENIMAGEDENOISE"
    scene.cycles.transparent_max_bounces = 24
    scene.cycles.max_bounces = 5
    scene.cycles_curves.shape = "RIBBONS"
    scene.render.threads_mode, scene.render.threads = "FIXED", 1
    scene.render.resolution_x, scene.render.resolution_y = WIDTH, HEIGHT
    scene.render.film_transparent = True
    scene.render.image_settings.color_mode = "RGBA"
    scene.render.image_settings.color_depth = "16"
    scene.view_settings.view_transform = "Standard"


def _to_blender(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([points[:, 0], -points[:, 2], points[:, 1]], axis=1)


def _add_part(part: Part, person: Person, skin: Path) -> None:
    body = _mesh_object(part.kind, part.surface)
    body.data.materials.append(materials.for_part(part, person, skin))
    if part.kind in {"skin", "dress", "eye"}:
        levels = body.modifiers.new("smooth", "SUBSURF")
        levels.levels = levels.render_levels = 2 if part.kind == "skin" else 1


def _mesh_object(name: str, surface: Surface) -> Any:  # noqa: ANN401 (Blender has no types)
    used = sorted({i for face in surface.faces for i in face})
    number = {old: new for new, old in enumerate(used)}
    mesh = bpy.data.meshes.new(name)
    faces = [[number[i] for i in face] for face in surface.faces]
    mesh.from_pydata(_to_blender(surface.vertices[used]).tolist(), [], faces)
    layer = mesh.uv_layers.new(name="uv")
    layer.data.foreach_set(
        "uv", np.array([uv for face in surface.face_uvs for uv in face], dtype=np.float32).ravel()
    )
    mesh.shade_smooth()
    made = bpy.data.objects.new(name, mesh)
    bpy.context.collection.objects.link(made)
    return made


def _darken_scalp(figure: Figure, person: Person) -> None:
    """Mark the scalp on the skin mesh, where the hair's shade shows between strands."""
    mesh = bpy.data.objects["skin"].data
    used = sorted({i for face in figure.skin.faces for i in face})
    shade = scalp_density(figure.template[used], person.receding) * (person.hair != "bald")
    mesh.attributes.new("scalp", "FLOAT", "POINT").data.foreach_set("value", shade.astype(np.float32))


def _add_hair(figure: Figure, person: Person) -> None:
    hair = hair_strands(figure, person)
    if hair is not None:
        _add_strands(*hair, materials.strand_material(person.hair_colour, person.greying))
    _add_strands(
        brow_strands(figure, person),
        0.0014,
        materials.strand_material(person.brow_colour, 0.3 * person.greying),
    )
    beard = beard_strands(figure, person)
    if beard is not None:
        _add_strands(beard, 0.0022, materials.strand_material(person.brow_colour, person.greying))


def _add_strands(strands: NDArray[np.float64], width: float, material: Any) -> None:  # noqa: ANN401
    """Hair as curves; `strands` is (n, points, 3) in decimetres, `width` the radius at the root."""
    count, points, _ = strands.shape
    curves = bpy.data.hair_curves.new("strands")
    curves.add_curves([points] * count)
    curves.attributes["position"].data.foreach_set(
        "vector", _to_blender(strands.reshape(-1, 3)).astype(np.float32).ravel()
    )
    radius = curves.attributes.get("radius") or curves.attributes.new("radius", "FLOAT", "POINT")
    radius.data.foreach_set(
        "value", np.tile(np.linspace(width, 0.4 * width, points), count).astype(np.float32)
    )
    curves.materials.append(material)
    bpy.context.collection.objects.link(bpy.data.objects.new("strands", curves))


def _add_camera(figure: Figure, sitting: Sitting) -> None:
    crown, chin = figure.base[CROWN], figure.base[CHIN]
    visible = (crown[1] - chin[1]) / sitting.head_height
    middle_y = (crown[1] + chin[1]) / 2 - 0.015 * visible
    camera = bpy.data.cameras.new("camera")
    camera.sensor_fit = "VERTICAL"
    camera.angle = 2 * np.arctan(visible / 2 / _DISTANCE)
    camera.shift_x, camera.shift_y = sitting.shift
    holder = bpy.data.objects.new("camera", camera)
    holder.location = (0.0, -(chin[2] + _DISTANCE), middle_y)
    holder.rotation_euler = (np.pi / 2, 0, 0)
    bpy.context.collection.objects.link(holder)
    bpy.context.scene.camera = holder


def _add_lights(figure: Figure, sitting: Sitting) -> None:
    face = figure.base[CHIN] + np.array([0, 0.9, 0])
    warm = np.array([1 + sitting.warmth, 1.0, 1 - sitting.warmth])
    _area("key", face, (4.5 * sitting.key_side, 4.5, 12), size=5.0, power=620 * sitting.key, colour=warm)
    _area("fill left", face, (-9, 0.5, 9), size=6.0, power=330 * sitting.fill, colour=warm)
    _area("fill right", face, (9, 0.5, 9), size=6.0, power=330 * sitting.fill, colour=warm)
    _area("hair", face, (0, 9, -5), size=4.0, power=260, colour=warm)
    world = bpy.data.worlds.new("world")
    world.use_nodes = True
    world.node_tree.nodes["Background"].inputs["Color"].default_value = (0.9, 0.95, 1.0, 1)
    world.node_tree.nodes["Background"].inputs["Strength"].default_value = 0.35
    bpy.context.scene.world = world


def _area(
    name: str,
    aim: NDArray[np.float64],
    offset: tuple[float, float, float],
    *,
    size: float,
    power: float,
    colour: NDArray[np.float64],
) -> None:
    from mathutils import Vector  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    light = bpy.data.lights.new(name, "AREA")
    light.energy, light.size, light.color = power, size, tuple(colour)
    holder = bpy.data.objects.new(name, light)
    place, target = _to_blender(np.array([aim + np.array(offset), aim]))
    holder.location = tuple(place)
    holder.rotation_euler = Vector(tuple(target - place)).to_track_quat("-Z", "Y").to_euler()
    bpy.context.collection.objects.link(holder)


def _on_backdrop(values: NDArray[np.float64], sitting: Sitting) -> NDArray[np.uint8]:
    """The figure over a plain light wall, a little darker towards the rim."""
    alpha = values[:, :, 3:]
    rows, columns = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]
    wall = (
        np.array(sitting.backdrop, dtype=np.float32) / 255 * (1 - 0.04 * (rows**2 + columns**2)[:, :, None])
    )
    colours = values[:, :, 2::-1] * alpha + wall * (1 - alpha)
    rounded: NDArray[np.uint8] = (np.clip(colours, 0, 1) * 255 + 0.5).astype(np.uint8)
    return rounded
