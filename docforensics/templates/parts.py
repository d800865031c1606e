"""A template as named parts, JSON and PNG: the common ground of the folder that an author edits and of the packed file.

    template.json             model, size, features in millimetres: may be edited by hand
    visible.mean.png          reference at 8 px/mm
    visible.tolerance.png     expected dissimilarity x 200, 8 bit
    visible.constant.png      255 where the print is the same on every document
    visible.colour.png        spread of the colour x 8 grey levels, at 2 px/mm
    visible.energy.png        spread of the energy x 64 octaves, at 2 px/mm
    visible.faded.png         octaves x 40 by which elements fade on genuine pages, at 2 px/mm; where captures show it
    uv.lines.png              128 + 4 x the grey levels by which lines of devices stand out, 0 where that is not known; where captures show it
    uv.glow.png               28 x the mm2 that glow at least in each cell of 3 mm on every capture, where the print varies, and to the right of it the same of what glows
                              in one colour more than in another: red over green, red over blue, green over red, green over blue, blue over red, blue over green
    uv.mean.png, ...          the same in every further light
    counterfeit-1.png, ...    marks of known counterfeits

No pickle, no code: a pack from a stranger can be read safely.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.errors import TemplateError
from docforensics.formats.free_size import AnySize
from docforensics.page.geometry import BoxMm
from docforensics.parsing import encoded, made, placed, plain, read_json
from docforensics.templates.discovered import Discovered
from docforensics.templates.encoded import knows_lines, pictures_of
from docforensics.templates.model import (
    PRIOR_LEVEL_SPREAD,
    REFERENCE_PX_PER_MM,
    CounterfeitMark,
    Feature,
    LightReference,
    Template,
    TemplateModel,
    cell_count,
)
from docforensics.templates.page_places import check_on_page
from docforensics.templates.ranges import Captures, GlowLayers, Levels, Spread
from docforensics.templates.shown import AlarmCount, OwnValues
from docforensics.templates.stored_maps import (
    COLOUR_STEPS,
    ENERGY_STEPS,
    FADED_STEPS,
    PNG,
    TOLERANCE_STEPS,
    coarse_size,
    fine,
    lines_of_levels,
    of_side_by_side,
    png,
    png_pixels,
)

PACK_VERSION = 1
"""Raised where older readers would misread a pack."""
JSON = "template.json"
HISTORY = "history"
"""In a template's folder: its former revisions (`docforensics.revising.history`), which are no part of it."""
PART = re.compile(
    r"template\.json"
    rf"|({'|'.join(Light)})\.(mean|tolerance|constant|colour|energy|faded|lines|glow)\.png"
    r"|counterfeit-[1-9][0-9]?\.png"
)
"""Names that a part may have: no folder, no other file."""
_MAX_PIXELS, MOST_FEATURES = 4_000_000, 500
"""Limits before anything is decoded: an ID-3 page has 0.7 million pixels. A judgement; not fitted."""


def to_parts(template: Template) -> dict[str, bytes]:
    """All parts of a template, `template.json` first."""
    parts = {JSON: encoded(_to_json(template))}
    for light, reference in template.references.items():
        parts |= {f"{light}.{name}.png": data for name, data in pictures_of(reference).items()}
    for number, mark in enumerate(template.counterfeits, start=1):
        parts[f"counterfeit-{number}.png"] = png(mark.patch)
    return parts


def from_parts(parts: Mapping[str, bytes], *, digest: str, signed_by: str = "", name: str = "") -> Template:
    """The template that the parts make; `name` is their origin in messages.

    Raises
    ------
    TemplateError
        A part is missing, malformed, or of a size that does not fit the document.
    """
    with placed(f"{name}: cannot read {JSON}", TemplateError):
        record = read_json(parts[JSON])
    if not isinstance(record, dict) or record.get("pack_version") != PACK_VERSION:
        raise TemplateError(f"{name}: expected pack_version {PACK_VERSION} in {JSON}")
    with placed(f"{name}: {JSON} does not fit", TemplateError):
        told = _record(record)
    return _template(told, _Parts(parts, name), digest, signed_by)


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
        # The size is read from the header before anything is decoded; what begins otherwise, OpenCV decodes as a file of another kind.
        if not data.tobytes().startswith(PNG) or len(data) < 24 or not 1 <= png_pixels(data) <= _MAX_PIXELS:
            raise TemplateError(wanted)
        try:
            pixels = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
        except cv2.error as error:
            raise TemplateError(wanted) from error
        if pixels is None or pixels.dtype != np.uint8 or pixels.shape[:2] != (height, width):
            raise TemplateError(wanted)
        return np.asarray(pixels[..., 2::-1] if pixels.ndim == 3 else pixels, dtype=np.uint8, order="C")


@dataclass(frozen=True, slots=True, kw_only=True)
class _LightFacts:
    """What `template.json` holds of one light."""

    n_captures: Captures
    level: tuple[Levels, ...] | None = None
    """None in packs made before spreads were learned."""
    level_spread: Spread = PRIOR_LEVEL_SPREAD
    own_places_mm2: tuple[float, ...] = ()
    own_stamps_mm2: tuple[float, ...] = ()
    own_faint: tuple[float, ...] = ()
    has_lines: bool = False
    has_glow: bool = False
    """Of one layer; older readers pass over what has more."""
    glow_layers: GlowLayers = 0
    """Where there are more than one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """What `template.json` holds of a mark of a counterfeit; its picture is a part of its own."""

    name: str
    box: BoxMm
    light: Light
    note: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """What `template.json` holds besides its version, boxes apart: these are lists there (`box_mm`)."""

    model: TemplateModel | None
    size: AnySize
    issued_from: date | None = None
    issued_to: date | None = None
    n_captures: Captures
    n_holders: Captures = 1
    lights: Mapping[Light, _LightFacts]
    provenance: Mapping[str, Any]
    licence: str
    features: tuple[Feature, ...]
    counterfeits: tuple[_Mark, ...] = ()
    counts: tuple[AlarmCount, ...] = ()
    own: tuple[OwnValues, ...] = ()
    discovered: Discovered | None = None


_ALIKE = (
    *("model", "size", "issued_from", "issued_to", "n_captures", "n_holders"),
    *("licence", "features", "counts", "own", "discovered"),
)
"""Fields that `template.json` holds as the template does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Boxed:
    """What everything with a box has in `template.json`: its sides in millimetres."""

    box_mm: tuple[Any, Any, Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """What of `template.json` has boxes."""

    features: tuple[_Boxed, ...]
    counterfeits: tuple[_Boxed, ...] = ()


_DIGITS = {"scale": 5, "level": 2, "fibres_mm2": 2, "own_places_mm2": 2, "own_stamps_mm2": 2}
"""Places after the point in `template.json`; 3 for all other numbers, which are millimetres most often."""


def _to_json(template: Template) -> dict[str, Any]:
    record = _Record(
        **{name: getattr(template, name) for name in _ALIKE},
        lights={
            light: _LightFacts(
                n_captures=one.n_captures,
                level=one.level,
                level_spread=one.level_spread,
                own_places_mm2=one.own_places,
                own_stamps_mm2=one.own_stamps,
                own_faint=one.own_faint,
                has_lines=knows_lines(one),
                has_glow=bool(one.least_glow.size) and one.least_glow.shape[-1] == 1,
                glow_layers=one.least_glow.shape[-1]
                if one.least_glow.ndim == 3 and one.least_glow.shape[-1] > 1
                else 0,
            )
            for light, one in template.references.items()
        },
        provenance=template.provenance,
        counterfeits=tuple(
            _Mark(name=mark.name, box=mark.box, light=mark.light, note=mark.note, source=mark.source)
            for mark in template.counterfeits
        ),
    )
    told = {"pack_version": PACK_VERSION, **plain(record)}
    if told["discovered"] is None:  # so that what is learned otherwise stays the same bytes
        del told["discovered"]
    for one in told["counts"]:
        if not one["values"]:
            del one["values"]
    for facts in told["lights"].values():
        for name in ("glow_layers", "own_stamps_mm2"):
            if not facts[name]:
                del facts[name]
    for name in ("features", "counterfeits"):
        told[name] = [_rounded(_with_list(item)) for item in told[name]]
    return {**told, "lights": _rounded(told["lights"])}


def _with_list(item: Mapping[str, Any]) -> dict[str, Any]:
    """Give a place with its box as a list, without what was not learned of it."""
    named = {key: _without_none(value) for key, value in item.items() if value is not None}
    return {
        "box_mm" if key == "box" else key: list(value.values()) if key == "box" else value
        for key, value in named.items()
    }


def _without_none(value: Any) -> Any:  # noqa: ANN401 (JSON)
    """Leave out of a record what was not learned, so that it stays the same bytes."""
    if not isinstance(value, dict):
        return value
    return {key: inner for key, inner in value.items() if inner is not None}


def _with_box(item: Mapping[str, Any]) -> dict[str, Any]:
    """Give a place with its box by sides; the opposite of `_with_list`."""
    left, top, right, bottom = item["box_mm"]
    others = {key: value for key, value in item.items() if key != "box_mm"}
    return {**others, "box": {"left": left, "top": top, "right": right, "bottom": bottom}}


def _rounded(value: Any, digits: int = 3) -> Any:  # noqa: ANN401 (JSON)
    if isinstance(value, dict):
        return {key: _rounded(inner, _DIGITS.get(key, 3)) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner, digits) for inner in value]
    return round(value, digits) if isinstance(value, float) else value


def _record(told: dict[str, Any]) -> _Record:
    """Make the record of what the file holds; keys that this version does not know are passed over."""
    places = made(_Places, told, more=True)
    if len(places.features) > MOST_FEATURES:
        raise TemplateError(f"expected at most {MOST_FEATURES} features, got {len(places.features)}")
    lights = told["lights"]
    if isinstance(lights, list):  # packs made before spreads were learned name the lights alone
        lights = {light: {"n_captures": told["n_captures"]} for light in lights}
    features, marks = (
        [_with_box(item) for item in told.get(name, ())] for name in ("features", "counterfeits")
    )
    record = made(_Record, {**told, "features": features, "counterfeits": marks, "lights": lights}, more=True)
    if Light.VISIBLE not in record.lights:  # by which a page is laid on it
        got = ", ".join(record.lights) or "none"
        raise TemplateError(f"lights: expected a reference in {Light.VISIBLE.facts.words}, got {got}")
    if record.n_holders > record.n_captures:
        raise TemplateError(f"n_holders: {record.n_holders} of {record.n_captures} captures (n_captures)")
    for kind in ("features", "counterfeits"):
        check_on_page(kind, getattr(record, kind), record.size)
    return record


def _template(told: _Record, parts: _Parts, digest: str, signed_by: str) -> Template:
    return Template(
        **{name: getattr(told, name) for name in _ALIKE},
        references={
            light: _reference(parts, light, told.size, facts) for light, facts in told.lights.items()
        },
        counterfeits=tuple(
            _mark(one, parts, number) for number, one in enumerate(told.counterfeits, start=1)
        ),
        provenance={key: str(value) for key, value in told.provenance.items()},
        digest=digest,
        signed_by=signed_by,
    )


def _mark(told: _Mark, parts: _Parts, number: int) -> CounterfeitMark:
    size = (round(side * REFERENCE_PX_PER_MM) for side in (told.box.width, told.box.height))
    patch = parts.png(f"counterfeit-{number}.png", *size)
    facts = {key: getattr(told, key) for key in ("name", "box", "light", "note", "source")}
    return CounterfeitMark(**facts, patch=patch)


def _reference(parts: _Parts, light: Light, size: AnySize, facts: _LightFacts) -> LightReference:
    width, height = (round(side * REFERENCE_PX_PER_MM) for side in size.millimetres)
    spreads = {
        f"{name}_spread": fine(
            parts.png(f"{light}.{name}.png", *coarse_size(width, height)), steps, (width, height)
        )
        for name, steps in (("colour", COLOUR_STEPS), ("energy", ENERGY_STEPS))
        if facts.level is not None
    }
    if facts.own_places_mm2:
        stored = parts.png(f"{light}.faded.png", *coarse_size(width, height))
        spreads["faded"] = fine(stored, FADED_STEPS, (width, height))
    if facts.has_lines:
        spreads["lines"] = lines_of_levels(parts.png(f"{light}.lines.png", width, height))
    if layers := facts.glow_layers or int(facts.has_glow):
        rows, columns = cell_count((height, width))
        stored = parts.png(f"{light}.glow.png", layers * columns, rows)
        spreads["least_glow"] = of_side_by_side(stored, layers)
    tolerance = parts.png(f"{light}.tolerance.png", width, height)
    return LightReference(
        mean=parts.png(f"{light}.mean.png", width, height),
        tolerance=tolerance.astype(np.float32) / np.float32(TOLERANCE_STEPS),
        constant=parts.png(f"{light}.constant.png", width, height) > 127,
        level=facts.level or (),
        level_spread=facts.level_spread,
        n_captures=facts.n_captures,
        own_places=facts.own_places_mm2,
        own_stamps=facts.own_stamps_mm2,
        own_faint=facts.own_faint,
        **spreads,
    )
