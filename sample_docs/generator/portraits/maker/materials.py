"""Blender materials: skin with light scattered beneath it, hair cards, eyes, cloth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import bpy  # type: ignore[import-not-found,unused-ignore]

if TYPE_CHECKING:
    from pathlib import Path

    from .figure import Part
    from .person import Colour, Person


def for_part(part: Part, person: Person, skin: Path) -> Any:  # noqa: ANN401 (Blender has no types)
    """The material of one part of the figure."""
    if part.kind == "skin":
        return _skin(skin, person)
    if part.texture is None:
        msg = f"{part.kind} needs a texture"
        raise ValueError(msg)
    if part.kind == "eye":
        return _eye(part.texture)
    if part.kind == "dress":
        return _tinted("dress", part.texture, person.dress_colour, opacity=1.0, roughness=0.85)
    return _tinted(
        "lash", part.texture, (16, 12, 10), opacity=0.85 if person.sex == "female" else 0.45, roughness=0.6
    )


def strand_material(colour: Colour, greying: float) -> Any:  # noqa: ANN401
    """Hair strands of a colour, no two of quite the same lightness, a share `greying` of them white."""
    material, shader, tree = _new("strand")
    info = tree.nodes.new("ShaderNodeHairInfo")
    ramp = tree.nodes.new("ShaderNodeValToRGB")
    ramp.color_ramp.interpolation = "LINEAR"
    dark, light = (tuple(c * f for c in _linear(colour)) for f in (0.65, 1.35))
    ramp.color_ramp.elements[0].color, ramp.color_ramp.elements[1].color = (*dark, 1), (*light, 1)
    white = tree.nodes.new("ShaderNodeMix")
    white.data_type = "RGBA"
    white.inputs["B"].default_value = (0.42, 0.41, 0.395, 1)
    chosen = tree.nodes.new("ShaderNodeMath")
    chosen.operation, chosen.use_clamp = "MULTIPLY_ADD", True
    chosen.inputs[1].default_value, chosen.inputs[2].default_value = (
        0.6 * min(1.0, 4 * greying),
        1.2 * greying - 0.3,
    )
    noise = tree.nodes.new("ShaderNodeTexWhiteNoise")
    noise.noise_dimensions = "1D"
    tree.links.new(info.outputs["Random"], noise.inputs["W"])
    tree.links.new(noise.outputs["Value"], chosen.inputs[0])
    tree.links.new(chosen.outputs[0], white.inputs["Factor"])
    tree.links.new(info.outputs["Random"], ramp.inputs["Fac"])
    tree.links.new(ramp.outputs["Color"], white.inputs["A"])
    tree.links.new(white.outputs["Result"], shader.inputs["Base Color"])
    shader.inputs["Roughness"].default_value = 0.45
    shader.inputs["Specular IOR Level"].default_value = 0.35
    return material


def _new(name: str) -> tuple[Any, Any, Any]:
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    tree = material.node_tree
    return material, tree.nodes["Principled BSDF"], tree


def _image(tree: Any, path: Path) -> Any:  # noqa: ANN401
    node = tree.nodes.new("ShaderNodeTexImage")
    node.image = bpy.data.images.load(str(path), check_existing=True)
    return node


def _skin(path: Path, person: Person) -> Any:  # noqa: ANN401
    material, shader, tree = _new("skin")
    scalp = tree.nodes.new("ShaderNodeAttribute")
    scalp.attribute_name = "scalp"
    shade = tree.nodes.new("ShaderNodeMath")
    shade.operation, shade.inputs[1].default_value = "MULTIPLY", 0.75
    mix = tree.nodes.new("ShaderNodeMix")
    mix.data_type = "RGBA"
    mix.inputs["B"].default_value = (*_linear(person.hair_colour), 1)
    tree.links.new(scalp.outputs["Fac"], shade.inputs[0])
    tree.links.new(shade.outputs[0], mix.inputs["Factor"])
    tree.links.new(_image(tree, path).outputs["Color"], mix.inputs["A"])
    tree.links.new(mix.outputs["Result"], shader.inputs["Base Color"])
    shader.inputs["Subsurface Weight"].default_value = 0.35
    shader.inputs["Subsurface Radius"].default_value = (1.0, 0.35, 0.18)
    shader.inputs["Subsurface Scale"].default_value = 0.06
    shader.inputs["Roughness"].default_value = 0.52
    shader.inputs["Specular IOR Level"].default_value = 0.35
    _bump(tree, shader, scale=55.0, strength=0.10)
    return material


def _bump(tree: Any, shader: Any, scale: float, strength: float) -> None:  # noqa: ANN401
    noise = tree.nodes.new("ShaderNodeTexNoise")
    noise.inputs["Scale"].default_value = scale
    noise.inputs["Detail"].default_value = 4.0
    place = tree.nodes.new("ShaderNodeTexCoord")
    bump = tree.nodes.new("ShaderNodeBump")
    bump.inputs["Strength"].default_value = strength
    bump.inputs["Distance"].default_value = 0.02
    tree.links.new(place.outputs["Object"], noise.inputs["Vector"])
    tree.links.new(noise.outputs["Fac"], bump.inputs["Height"])
    tree.links.new(bump.outputs["Normal"], shader.inputs["Normal"])


def _eye(path: Path) -> Any:  # noqa: ANN401
    material, shader, tree = _new("eye")
    image = _image(tree, path)
    shade = tree.nodes.new("ShaderNodeVectorMath")
    shade.operation = "MULTIPLY"
    shade.inputs[1].default_value = (0.55, 0.52, 0.52)
    tree.links.new(image.outputs["Color"], shade.inputs[0])
    tree.links.new(shade.outputs[0], shader.inputs["Base Color"])
    tree.links.new(image.outputs["Alpha"], shader.inputs["Alpha"])
    shader.inputs["Roughness"].default_value = 0.12
    shader.inputs["Specular IOR Level"].default_value = 0.3
    return material


def _tinted(name: str, path: Path, colour: Colour, *, opacity: float, roughness: float) -> Any:  # noqa: ANN401
    """The texture's own light and dark, brought to `colour` on average; its alpha cuts the card."""
    material, shader, tree = _new(name)
    image = _image(tree, path)
    grey = tree.nodes.new("ShaderNodeRGBToBW")
    ratio = tree.nodes.new("ShaderNodeMath")
    ratio.operation, ratio.inputs[1].default_value = "DIVIDE", max(_mean_light(image.image), 1e-3)
    limit = tree.nodes.new("ShaderNodeMath")
    limit.operation, limit.inputs[1].default_value = "MINIMUM", 3.0
    mix = tree.nodes.new("ShaderNodeVectorMath")
    mix.operation, mix.inputs[1].default_value = "SCALE", (0, 0, 0)
    mix.inputs[0].default_value = _linear(colour)
    tree.links.new(image.outputs["Color"], grey.inputs["Color"])
    tree.links.new(grey.outputs["Val"], ratio.inputs[0])
    tree.links.new(ratio.outputs[0], limit.inputs[0])
    tree.links.new(limit.outputs[0], mix.inputs["Scale"])
    tree.links.new(mix.outputs[0], shader.inputs["Base Color"])
    fade = tree.nodes.new("ShaderNodeMath")
    fade.operation, fade.inputs[1].default_value = "MULTIPLY", opacity
    tree.links.new(image.outputs["Alpha"], fade.inputs[0])
    tree.links.new(fade.outputs[0], shader.inputs["Alpha"])
    shader.inputs["Roughness"].default_value = roughness
    shader.inputs["Specular IOR Level"].default_value = 0.25
    return material


def _mean_light(image: Any) -> float:  # noqa: ANN401
    """Mean linear luminance of the opaque part of a Blender image."""
    import numpy as np  # noqa: PLC0415

    pixels = np.empty(image.size[0] * image.size[1] * 4, dtype=np.float32)
    image.pixels.foreach_get(pixels)
    rgba = pixels.reshape(-1, 4)
    opaque = rgba[rgba[:, 3] > 0.5]
    light = (opaque[:, :3] ** 2.2) @ np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)
    return float(light.mean()) if len(light) else 1.0


def _linear(colour: Colour) -> tuple[float, float, float]:
    red, green, blue = ((c / 255) ** 2.2 for c in colour)
    return red, green, blue
