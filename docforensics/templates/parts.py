"""A template as named parts, JSON and PNG: the common ground of the folder that an author edits and of the packed file.

    template.json             model, size, features in millimetres: may be edited by hand
    visible.mean.png          reference at 8 px/mm
    visible.tolerance.png     expected dissimilarity x 200, 8 bit
    visible.constant.png      255 where the print is the same on every document
    visible.colour.png        spread of the colour x 8 grey levels, at 2 px/mm
    visible.energy.png        spread of the energy x 64 octaves, at 2 px/mm
    uv.mean.png, ...          the same in every further light
    counterfeit-1.png, ...    marks of known counterfeits

No pickle, no code: a pack from a stranger can be read safely.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.errors import DocforensicsError, TemplateError
from docforensics.formats.table import PageSize
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import (
    PRIOR_LEVEL_SPREAD,
    REFERENCE_PX_PER_MM,
    CounterfeitMark,
    Edge,
    Feature,
    FeatureKind,
    Fineness,
    LightReference,
    PageSide,
    Repeat,
    Template,
    TemplateModel,
)
from docforensics.templates.planes import Map

PACK_VERSION = 1
JSON = "template.json"
PART = re.compile(
    r"template\.json"
    rf"|({'|'.join(Light)})\.(mean|tolerance|constant|colour|energy)\.png"
    r"|counterfeit-[1-9][0-9]?\.png"
)
"""Names that a part may have: no folder, no other file."""
_TOLERANCE_STEPS = 200.0
_COLOUR_STEPS, _ENERGY_STEPS = 8.0, 64.0
_COARSE = 4
"""Spreads are kept at this fraction of the resolution: they vary over millimetres."""
_MAX_PIXELS = 4_000_000
_MOST_FEATURES = 500
_BEYOND_MM = 5.0
"""How far a box may reach beyond the page's nominal edges: pages differ, and places near an edge are boxed with a margin."""


def to_parts(template: Template) -> dict[str, bytes]:
    """All parts of a template, `template.json` first."""
    parts = {JSON: (json.dumps(_to_json(template), indent=2, ensure_ascii=False) + "\n").encode()}
    for light, reference in template.references.items():
        tolerance = np.clip(reference.tolerance * _TOLERANCE_STEPS, 0, 255).round().astype(np.uint8)
        parts[f"{light}.mean.png"] = _png(reference.mean)
        parts[f"{light}.tolerance.png"] = _png(tolerance)
        parts[f"{light}.constant.png"] = _png(reference.constant.astype(np.uint8) * 255)
        parts[f"{light}.colour.png"] = _png(_coarse(reference.colour_spread, _COLOUR_STEPS))
        parts[f"{light}.energy.png"] = _png(_coarse(reference.energy_spread, _ENERGY_STEPS))
    for number, mark in enumerate(template.counterfeits, start=1):
        parts[f"counterfeit-{number}.png"] = _png(mark.patch)
    return parts


def from_parts(parts: Mapping[str, bytes], *, digest: str, signed_by: str = "", name: str = "") -> Template:
    """The template that the parts make; `name` is their origin in messages.

    Raises
    ------
    TemplateError
        A part is missing, malformed, or of a size that does not fit the document.
    """
    try:
        record = json.loads(parts[JSON].decode("utf-8"))
    except (KeyError, ValueError) as error:
        raise TemplateError(f"{name}: cannot read {JSON}: {error}") from error
    if not isinstance(record, dict) or record.get("pack_version") != PACK_VERSION:
        raise TemplateError(f"{name}: expected pack_version {PACK_VERSION} in {JSON}")
    try:
        return _from_json(record, _Parts(parts, name), digest, signed_by)
    except TemplateError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, DocforensicsError) as error:
        raise TemplateError(f"{name}: malformed {JSON}: {type(error).__name__}: {error}") from error


class _Parts:
    """Parts with the name of the pack, for messages."""

    def __init__(self, parts: Mapping[str, bytes], name: str) -> None:
        self._parts, self._name = parts, name

    def png(self, part: str, width: int, height: int) -> Pixels:
        """An 8-bit PNG of exactly this size."""
        data = np.frombuffer(self._parts.get(part, b""), dtype=np.uint8)
        wanted = f"{self._name}: {part}: expected an 8-bit PNG of {width}x{height} pixels"
        if not len(data):
            raise TemplateError(f"{wanted}; it is not there, the pack is incomplete")
        # The size is read from the header before anything is decoded.
        if len(data) < 24 or _png_pixels(data) > _MAX_PIXELS:
            raise TemplateError(wanted)
        pixels = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
        if pixels is None or pixels.dtype != np.uint8 or pixels.shape[:2] != (height, width):
            raise TemplateError(wanted)
        colour = cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB) if pixels.ndim == 3 else pixels
        return np.asarray(colour, dtype=np.uint8)


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
        "counterfeits": [_mark_to_json(mark) for mark in template.counterfeits],
    }


def _light_to_json(reference: LightReference) -> dict[str, Any]:
    return {
        "n_captures": reference.n_captures,
        "level": [round(value, 2) for value in reference.level],
        "level_spread": round(reference.level_spread, 3),
    }


def _feature_to_json(feature: Feature) -> dict[str, Any]:
    return {
        "name": feature.name,
        "kind": feature.kind,
        "box_mm": _box_to_json(feature.box),
        "light": feature.light,
        "generic_id": feature.generic_id,
        "variable": feature.variable,
        "guidance": feature.guidance,
        "note": feature.note,
        "edges": [
            {"side": edge.side, "at_mm": round(edge.at_mm, 3), "spread_mm": round(edge.spread_mm, 3)}
            for edge in feature.edges
        ],
        **({"repeat": _repeat_to_json(feature.repeat)} if feature.repeat else {}),
        **({"fineness": _fineness_to_json(feature.fineness)} if feature.fineness else {}),
        **({} if feature.fibres_mm2 is None else {"fibres_mm2": round(feature.fibres_mm2, 2)}),
    }


def _repeat_to_json(repeat: Repeat) -> dict[str, float]:
    return {
        "scale": round(repeat.scale, 5),
        "x_mm": round(repeat.x_mm, 3),
        "y_mm": round(repeat.y_mm, 3),
        "spread_mm": round(repeat.spread_mm, 3),
    }


def _fineness_to_json(fineness: Fineness) -> dict[str, float]:
    return {"octaves": round(fineness.octaves, 3), "spread": round(fineness.spread, 3)}


def _mark_to_json(mark: CounterfeitMark) -> dict[str, Any]:
    return {
        "name": mark.name,
        "box_mm": _box_to_json(mark.box),
        "light": mark.light,
        "note": mark.note,
        "source": mark.source,
    }


def _box_to_json(box: BoxMm) -> list[float]:
    return [round(value, 3) for value in (box.left, box.top, box.right, box.bottom)]


def _from_json(record: Mapping[str, Any], parts: _Parts, digest: str, signed_by: str) -> Template:
    size = PageSize(record["size"])
    if len(record["features"]) > _MOST_FEATURES:
        raise TemplateError(f"expected at most {_MOST_FEATURES} features, got {len(record['features'])}")
    return Template(
        model=TemplateModel(**record["model"]) if record["model"] else None,
        size=size,
        features=tuple(_on_page(_feature_from_json(item), size) for item in record["features"]),
        references={
            Light(light): _reference(parts, Light(light), size, facts)
            for light, facts in _lights(record).items()
        },
        n_captures=int(record["n_captures"]),
        n_holders=int(record.get("n_holders", 1)),
        issued_from=_date(record.get("issued_from")),
        issued_to=_date(record.get("issued_to")),
        counterfeits=tuple(
            _mark_from_json(item, parts, number)
            for number, item in enumerate(record.get("counterfeits", ()), start=1)
        ),
        provenance={str(key): str(value) for key, value in record["provenance"].items()},
        licence=str(record["licence"]),
        digest=digest,
        signed_by=signed_by,
    )


def _on_page(feature: Feature, size: PageSize) -> Feature:
    """Give the feature back; a box beside the page would have its absence laid to genuine documents."""
    width, height = size.millimetres
    page = BoxMm(left=0.0, top=0.0, right=width, bottom=height).grown(_BEYOND_MM)
    box = feature.box
    if not (
        page.left <= box.left
        and box.right <= page.right
        and page.top <= box.top
        and box.bottom <= page.bottom
    ):
        raise TemplateError(
            f"feature {feature.name!r}: box_mm {_box_to_json(box)} reaches beyond the page of {width} x {height} mm; "
            "boxes are left, top, right, bottom in millimetres from the page's top left corner"
        )
    return feature


def _feature_from_json(item: Mapping[str, Any]) -> Feature:
    return Feature(
        name=str(item["name"]),
        kind=FeatureKind(item["kind"]),
        box=_box_from_json(item["box_mm"]),
        light=Light(item.get("light", Light.VISIBLE)),
        generic_id=str(item.get("generic_id", "")),
        variable=bool(item.get("variable", False)),
        guidance=str(item.get("guidance", "")),
        note=str(item.get("note", "")),
        edges=tuple(
            Edge(side=PageSide(edge["side"]), at_mm=float(edge["at_mm"]), spread_mm=float(edge["spread_mm"]))
            for edge in item.get("edges", ())
        ),
        repeat=_repeat_from_json(item["repeat"]) if item.get("repeat") else None,
        fineness=_fineness_from_json(item["fineness"]) if item.get("fineness") else None,
        fibres_mm2=float(item["fibres_mm2"]) if item.get("fibres_mm2") is not None else None,
    )


def _repeat_from_json(item: Mapping[str, Any]) -> Repeat:
    names = ("scale", "x_mm", "y_mm", "spread_mm")
    return Repeat(**{name: float(item[name]) for name in names})


def _fineness_from_json(item: Mapping[str, Any]) -> Fineness:
    return Fineness(octaves=float(item["octaves"]), spread=float(item["spread"]))


def _mark_from_json(item: Mapping[str, Any], parts: _Parts, number: int) -> CounterfeitMark:
    box = _box_from_json(item["box_mm"])
    width, height = (round(side * REFERENCE_PX_PER_MM) for side in (box.width, box.height))
    return CounterfeitMark(
        name=str(item["name"]),
        box=box,
        light=Light(item["light"]),
        patch=parts.png(f"counterfeit-{number}.png", width, height),
        note=str(item["note"]),
        source=str(item["source"]),
    )


def _box_from_json(values: Any) -> BoxMm:  # noqa: ANN401 (JSON)
    left, top, right, bottom = (float(value) for value in values)
    return BoxMm(left=left, top=top, right=right, bottom=bottom)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _lights(record: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """What is said of each light; packs made before spreads were learned name the lights alone."""
    lights = record["lights"]
    if isinstance(lights, dict):
        return lights
    return {light: {"n_captures": record["n_captures"]} for light in lights}


def _reference(parts: _Parts, light: Light, size: PageSize, facts: Mapping[str, Any]) -> LightReference:
    width, height = (round(side * REFERENCE_PX_PER_MM) for side in size.millimetres)
    spreads = {
        f"{name}_spread": _fine(
            parts.png(f"{light}.{name}.png", *_coarse_size(width, height)), steps, (width, height)
        )
        for name, steps in (("colour", _COLOUR_STEPS), ("energy", _ENERGY_STEPS))
        if "level" in facts
    }
    tolerance = parts.png(f"{light}.tolerance.png", width, height)
    return LightReference(
        mean=parts.png(f"{light}.mean.png", width, height),
        tolerance=tolerance.astype(np.float32) / np.float32(_TOLERANCE_STEPS),
        constant=parts.png(f"{light}.constant.png", width, height) > 127,
        level=tuple(float(value) for value in facts.get("level", ())),
        level_spread=float(facts.get("level_spread", PRIOR_LEVEL_SPREAD)),
        n_captures=int(facts["n_captures"]),
        **spreads,
    )


def _coarse(spread: Map, steps: float) -> Pixels:
    """A map that varies over millimetres, at a quarter of the resolution, 8 bit."""
    size = _coarse_size(spread.shape[1], spread.shape[0])
    small = cv2.resize(np.ascontiguousarray(spread), size, interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(small * steps, 0, 255).round(), dtype=np.uint8)


def _fine(stored: Pixels, steps: float, size: tuple[int, int]) -> Map:
    return np.asarray(cv2.resize(stored.astype(np.float32) / steps, size), dtype=np.float32)


def _coarse_size(width: int, height: int) -> tuple[int, int]:
    return -(-width // _COARSE), -(-height // _COARSE)


def _png_pixels(data: Pixels) -> int:
    """Width x height from the IHDR chunk."""
    header = data[:24].tobytes()
    return int.from_bytes(header[16:20], "big") * int.from_bytes(header[20:24], "big")


def _png(pixels: Pixels) -> bytes:
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR) if pixels.ndim == 3 else pixels
    done, data = cv2.imencode(".png", bgr, [cv2.IMWRITE_PNG_COMPRESSION, 6])
    if not done:
        raise TemplateError("cannot encode PNG")
    return data.tobytes()
