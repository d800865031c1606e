"""Geometry of one picture: the person's mesh in the pose of the sitting and all that is worn on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .assets import Surface
from .shapes import summed

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from .assets import Assets, Floats, Proxy
    from .person import Person, Sitting

CROWN, CHIN, NAPE = 881, 5296, 791  # vertices of the base mesh
_TEMPLES = (5399, 11998)
_LEFT_EYE, _RIGHT_EYE = "helper-l-eye", "helper-r-eye"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A surface to draw, and what it is: skin, lash, eye, dress."""

    kind: str
    surface: Surface
    texture: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """All parts of one picture; `base` are the posed base vertices, `template` those of the undeformed mesh.

    `skin` is the uncovered skin, `skin_whole` also what the dress covers; `eyes` the centres of both eyeballs.
    """

    parts: tuple[Part, ...]
    base: Floats
    template: Floats
    skin: Surface
    skin_whole: Surface
    eyes: Floats
    eye_radius: float

    @property
    def crown(self) -> Floats:
        """Top of the skull."""
        crown: Floats = self.base[CROWN]
        return crown

    @property
    def template_crown(self) -> Floats:
        """Top of the skull of the undeformed mesh."""
        crown: Floats = self.template[CROWN]
        return crown

    @property
    def half_width(self) -> float:
        """Half the width of the head before the ears."""
        return float(np.ptp(self.base[list(_TEMPLES), 0]) / 2)

    @property
    def chin(self) -> Floats:
        """Foremost point of the lower edge of the chin."""
        chin: Floats = self.base[CHIN]
        return chin


def build(assets: Assets, person: Person, sitting: Sitting) -> Figure:
    """The person of `person` sitting as in `sitting`."""
    base = summed(assets, {**person.targets, **sitting.expression})
    base = _posed(base, sitting)
    dress = assets.proxy("clothes", person.dress)
    skin = _body(assets, base, dress.hidden)
    parts = [Part(kind="skin", surface=skin, texture=None)]
    parts += [
        Part(kind=kind, surface=p.fitted(base), texture=p.texture) for kind, p in _worn(assets, person, dress)
    ]
    parts.append(_eyes(assets, person, base))
    centres = np.array([_vertices(assets, base, g).mean(axis=0) for g in (_LEFT_EYE, _RIGHT_EYE)])
    radius = float(np.ptp(_vertices(assets, base, _LEFT_EYE)[:, 1]) / 2)
    return Figure(
        parts=tuple(parts), base=base, template=assets.vertices, skin=skin,
        skin_whole=_body(assets, base, np.zeros(len(base), dtype=bool)), eyes=centres, eye_radius=radius,
    )  # fmt: skip


def _worn(assets: Assets, person: Person, dress: Proxy) -> list[tuple[str, Proxy]]:
    lashes = assets.proxy("eyelashes", "eyelashes02" if person.sex == "female" else "eyelashes04")
    return [("dress", dress), ("lash", lashes)]


def _eyes(assets: Assets, person: Person, base: Floats) -> Part:
    eyes = assets.proxy("eyes", "HighPolyEyes")
    return Part(kind="eye", surface=eyes.fitted(base), texture=assets.eye_texture(person.eye_colour))


def _vertices(assets: Assets, base: Floats, group: str) -> Floats:
    return base[sorted({i for face in assets.group(group).faces for i in face})]


def _body(assets: Assets, base: Floats, hidden: NDArray[np.bool_]) -> Surface:
    """Head, neck and shoulders; what the dress covers is left out, so that it cannot poke through."""
    body = assets.group("body")
    floor = base[CHIN, 1] - 4.0
    keep = [
        n
        for n, face in enumerate(body.faces)
        if base[list(face), 1].min() > floor and not hidden[list(face)].all()
    ]
    return Surface(
        vertices=base,
        faces=tuple(body.faces[n] for n in keep),
        face_uvs=tuple(body.face_uvs[n] for n in keep),
    )


def _posed(base: Floats, sitting: Sitting) -> Floats:
    """Turn the head on the neck; between collar and jaw the turn fades out."""
    pivot = base[NAPE] + np.array([0.0, -0.3, -0.1])
    share = np.clip((base[:, 1] - (base[CHIN, 1] - 0.9)) / 1.1, 0, 1)
    share = share * share * (3 - 2 * share)
    turned = (base - pivot) @ _rotation(sitting).T + pivot
    posed: Floats = base + share[:, None] * (turned - base)
    return posed


def _rotation(sitting: Sitting) -> Floats:
    yaw, pitch, roll = np.radians((sitting.yaw, sitting.pitch, sitting.roll))
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    about_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    turn: Floats = about_z @ about_x @ about_y
    return turn
