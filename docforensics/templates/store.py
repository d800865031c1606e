"""Template packs on disk: a folder with `template.json` and one PNG each for mean, tolerance and constant print.

    UTO-P-2-2024/
      template.json             model, size, features in millimetres: may be edited by hand
      visible.mean.png          reference at 8 px/mm
      visible.tolerance.png     expected dissimilarity x 200, 8 bit
      visible.constant.png      255 where the print is the same on every document
    visible.colour.png        spread of the colour x 8 grey levels, at 2 px/mm
    visible.energy.png        spread of the energy x 64 octaves, at 2 px/mm
    uv.mean.png, ...          the same in every further light

No pickle, no code: a pack from a stranger can be read safely.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from docforensics.capture.model import Capture, Light, Pixels
from docforensics.errors import DocforensicsError, TemplateError
from docforensics.mrz.parse import Mrz
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page, PageSize
from docforensics.templates.compare import Map
from docforensics.templates.model import (
    PRIOR_LEVEL_SPREAD,
    REFERENCE_PX_PER_MM,
    Edge,
    Feature,
    FeatureKind,
    LightReference,
    PageSide,
    Template,
    TemplateModel,
)
from docforensics.templates.register import Registration, register

PACK_VERSION = 1
_TOLERANCE_STEPS = 200.0
_COLOUR_STEPS, _ENERGY_STEPS = 8.0, 64.0
_COARSE = 4
"""Spreads are kept at this fraction of the resolution: they vary over millimetres."""
_MAX_PIXELS = 4_000_000
_JSON = "template.json"


class TemplateStore:
    """Templates to choose from. Read-only after construction, so one store serves all threads."""

    def __init__(self, templates: Iterable[Template] = ()) -> None:
        self._templates = tuple(templates)

    @classmethod
    def open(cls, folder: str | Path) -> "TemplateStore":
        """All packs in a folder: the folder itself, or its direct subfolders."""
        root = Path(folder)
        if not root.is_dir():
            raise TemplateError(
                f"{root}: expected a folder of template packs; make one with df.learn_template"
            )
        packs = (
            [root] if (root / _JSON).is_file() else sorted(path.parent for path in root.glob(f"*/{_JSON}"))
        )
        return cls(load_template(pack) for pack in packs)

    @property
    def templates(self) -> tuple[Template, ...]:
        """In order of their folders."""
        return self._templates

    def match(self, capture: Capture, page: Page, mrz: Mrz | None) -> Registration | None:
        """The template that fits best, registered; None when none does.

        Those of the MRZ's issuer are tried first. An MRZ may lie, so when none of them fits the others are tried.
        """
        named = [template for template in self._templates if mrz is not None and _speaks_of(template, mrz)]
        others = [template for template in self._templates if template not in named]
        return _best(capture, page, named) or _best(capture, page, others)


def _speaks_of(template: Template, mrz: Mrz) -> bool:
    if template.model is None:
        return False
    return mrz.fields["issuer"].value == template.model.country


def _best(capture: Capture, page: Page, templates: Iterable[Template]) -> Registration | None:
    fitting = [found for template in templates if (found := register(capture, page, template))]
    return min(fitting, key=lambda found: found.match.residuals[Light.VISIBLE].dissimilarity, default=None)


def save_template(template: Template, folder: str | Path) -> Path:
    """Write a pack; the folder is made if need be. Returns it."""
    pack = Path(folder)
    pack.mkdir(parents=True, exist_ok=True)
    for light, reference in template.references.items():
        tolerance = np.clip(reference.tolerance * _TOLERANCE_STEPS, 0, 255).round().astype(np.uint8)
        _write_png(pack / f"{light}.mean.png", reference.mean)
        _write_png(pack / f"{light}.tolerance.png", tolerance)
        _write_png(pack / f"{light}.constant.png", reference.constant.astype(np.uint8) * 255)
        _write_png(pack / f"{light}.colour.png", _coarse(reference.colour_spread, _COLOUR_STEPS))
        _write_png(pack / f"{light}.energy.png", _coarse(reference.energy_spread, _ENERGY_STEPS))
    text = json.dumps(_to_json(template), indent=2, ensure_ascii=False) + "\n"
    (pack / _JSON).write_text(text, encoding="utf-8")
    return pack


def load_template(folder: str | Path) -> Template:
    """Read a pack.

    Raises
    ------
    TemplateError
        A file is missing, malformed, or of a size that does not fit the document.

    """
    pack = Path(folder)
    try:
        record = json.loads((pack / _JSON).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TemplateError(f"{pack}: cannot read {_JSON}: {error}") from error
    if not isinstance(record, dict) or record.get("pack_version") != PACK_VERSION:
        raise TemplateError(f"{pack}: expected pack_version {PACK_VERSION} in {_JSON}")
    try:
        return _from_json(record, pack)
    except TemplateError:
        raise
    except (KeyError, TypeError, ValueError, DocforensicsError) as error:
        raise TemplateError(f"{pack}: malformed {_JSON}: {type(error).__name__}: {error}") from error


def _to_json(template: Template) -> dict[str, Any]:
    model = template.model
    return {
        "pack_version": PACK_VERSION,
        "model": model
        and {"country": model.country, "type": model.type, "number": model.number, "year": model.year},
        "size": template.size,
        "issued_from": template.issued_from and template.issued_from.isoformat(),
        "issued_to": template.issued_to and template.issued_to.isoformat(),
        "n_captures": template.n_captures,
        "n_holders": template.n_holders,
        "lights": {light: _light_to_json(reference) for light, reference in template.references.items()},
        "provenance": dict(template.provenance),
        "licence": template.licence,
        "features": [_feature_to_json(feature) for feature in template.features],
    }


def _light_to_json(reference: LightReference) -> dict[str, Any]:
    return {
        "n_captures": reference.n_captures,
        "level": [round(value, 2) for value in reference.level],
        "level_spread": round(reference.level_spread, 3),
    }


def _feature_to_json(feature: Feature) -> dict[str, Any]:
    box = feature.box
    return {
        "name": feature.name,
        "kind": feature.kind,
        "box_mm": [round(value, 3) for value in (box.left, box.top, box.right, box.bottom)],
        "light": feature.light,
        "generic_id": feature.generic_id,
        "variable": feature.variable,
        "guidance": feature.guidance,
        "edges": [
            {"side": edge.side, "at_mm": round(edge.at_mm, 3), "spread_mm": round(edge.spread_mm, 3)}
            for edge in feature.edges
        ],
    }


def _from_json(record: Mapping[str, Any], pack: Path) -> Template:
    size = PageSize(record["size"])
    return Template(
        model=TemplateModel(**record["model"]) if record["model"] else None,
        size=size,
        features=tuple(_feature_from_json(item) for item in record["features"]),
        references={
            Light(light): _read_reference(pack, Light(light), size, facts)
            for light, facts in _lights(record).items()
        },
        n_captures=int(record["n_captures"]),
        n_holders=int(record.get("n_holders", 1)),
        issued_from=_date(record.get("issued_from")),
        issued_to=_date(record.get("issued_to")),
        provenance={str(key): str(value) for key, value in record["provenance"].items()},
        licence=str(record["licence"]),
        digest=_digest(pack),
    )


def _feature_from_json(item: Mapping[str, Any]) -> Feature:
    left, top, right, bottom = (float(value) for value in item["box_mm"])
    return Feature(
        name=str(item["name"]),
        kind=FeatureKind(item["kind"]),
        box=BoxMm(left=left, top=top, right=right, bottom=bottom),
        light=Light(item["light"]),
        generic_id=str(item["generic_id"]),
        variable=bool(item["variable"]),
        guidance=str(item["guidance"]),
        edges=tuple(
            Edge(side=PageSide(edge["side"]), at_mm=float(edge["at_mm"]), spread_mm=float(edge["spread_mm"]))
            for edge in item.get("edges", ())
        ),
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _lights(record: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """What is said of each light; packs made before spreads were learned name the lights alone."""
    lights = record["lights"]
    if isinstance(lights, dict):
        return lights
    return {light: {"n_captures": record["n_captures"]} for light in lights}


def _read_reference(pack: Path, light: Light, size: PageSize, facts: Mapping[str, Any]) -> LightReference:
    mean = _read_png(pack / f"{light}.mean.png", size)
    tolerance = _read_png(pack / f"{light}.tolerance.png", size)
    constant = _read_png(pack / f"{light}.constant.png", size)
    spreads = {
        f"{name}_spread": _fine(_read_png(pack / f"{light}.{name}.png", size, shrunk=True), steps, mean)
        for name, steps in (("colour", _COLOUR_STEPS), ("energy", _ENERGY_STEPS))
        if "level" in facts
    }
    return LightReference(
        mean=mean,
        tolerance=tolerance.astype(np.float32) / np.float32(_TOLERANCE_STEPS),
        constant=constant > 127,
        level=tuple(float(value) for value in facts.get("level", ())),
        level_spread=float(facts.get("level_spread", PRIOR_LEVEL_SPREAD)),
        n_captures=int(facts["n_captures"]),
        **spreads,
    )


def _coarse(spread: Map, steps: float) -> Pixels:
    """A map that varies over millimetres, at a quarter of the resolution, 8 bit."""
    width, height = _coarse_size(spread.shape)
    small = cv2.resize(np.ascontiguousarray(spread), (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(small * steps, 0, 255).round(), dtype=np.uint8)


def _fine(stored: Pixels, steps: float, mean: Pixels) -> Map:
    full = cv2.resize(stored.astype(np.float32) / steps, (mean.shape[1], mean.shape[0]))
    return np.asarray(full, dtype=np.float32)


def _coarse_size(shape: tuple[int, ...]) -> tuple[int, int]:
    return -(-shape[1] // _COARSE), -(-shape[0] // _COARSE)


def _read_png(path: Path, size: PageSize, *, shrunk: bool = False) -> Pixels:
    try:
        data = np.frombuffer(path.read_bytes(), dtype=np.uint8)
    except OSError as error:
        raise TemplateError(f"{path}: {error.strerror}; the pack is incomplete") from error
    width, height = (round(side * REFERENCE_PX_PER_MM) for side in size.millimetres)
    if shrunk:
        width, height = _coarse_size((height, width))
    if len(data) < 24 or _png_pixels(data) > _MAX_PIXELS:
        raise TemplateError(f"{path}: expected a PNG of {width}x{height} pixels")
    pixels = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.dtype != np.uint8 or pixels.shape[:2] != (height, width):
        raise TemplateError(f"{path}: expected an 8-bit PNG of {width}x{height} pixels")
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB) if pixels.ndim == 3 else pixels, dtype=np.uint8)


def _png_pixels(data: Pixels) -> int:
    """Width x height from the IHDR chunk, before anything is decoded."""
    header = data[:24].tobytes()
    return int.from_bytes(header[16:20], "big") * int.from_bytes(header[20:24], "big")


def _write_png(path: Path, pixels: Pixels) -> None:
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR) if pixels.ndim == 3 else pixels
    done, data = cv2.imencode(".png", bgr, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    if not done:
        raise TemplateError(f"{path}: cannot encode PNG")
    path.write_bytes(data.tobytes())


def _digest(pack: Path) -> str:
    """sha256 over names and contents of the pack's files, in name order."""
    total = hashlib.sha256()
    for path in sorted(pack.iterdir()):
        if path.suffix in {".json", ".png"}:
            total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
