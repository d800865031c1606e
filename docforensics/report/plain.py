"""A finding, a check that could not measure, a claim and a layer as plain values: written once, for JSON, logs and results of scans alike."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from docforensics.capture.light import Light
from docforensics.checks.outcome import AlertHit, Region
from docforensics.claims.model import ClaimResult, LayerResult, PlaceResult
from docforensics.guidance.codes import ABORTED, SentenceKind, code_of, codes_of_needs
from docforensics.page.geometry import BoxMm
from docforensics.report.model import (
    CheckDigitReport,
    Finding,
    MrzReport,
    SideReport,
    Unchecked,
)
from docforensics.report.on_image import ImageReport, PlacedField, shown_on
from docforensics.scoring.model import Result

SIGNIFICANT_DIGITS = 6
"""Of every number in the JSON: finer than any measurement here, and short enough to compare by eye."""


def plain(value: object) -> object:
    """Only what JSON knows: rounded finite numbers (else None), valid Unicode, lists and dicts."""
    if isinstance(value, Mapping):
        return {plain(str(key)): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, str):
        # A file name may carry bytes that are no text: they become U+FFFD, as everywhere in Unicode.
        return str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _number(value)


def _number(value: object) -> int | float | None:
    if isinstance(value, int):
        return int(value)
    number = float(value)  # type: ignore[arg-type]  # numpy scalars are floats in all but name
    return float(f"{number:.{SIGNIFICANT_DIGITS}g}") + 0.0 if math.isfinite(number) else None


def fields_to_dict(
    part: AlertHit | CheckDigitReport | MrzReport | SideReport | ImageReport | PlacedField,
) -> dict[str, Any]:
    """Write a part of a report whose fields are the keys of its JSON, in their order."""
    return {field.name: getattr(part, field.name) for field in fields(part)}


def finding_to_dict(finding: Finding, sides: Sequence[SideReport] = ()) -> dict[str, Any]:
    """Write a finding as `$defs/finding` of the schema has it, numbers not yet rounded; places on the images of `sides` too."""
    written = {
        "result": finding.result.value,
        "basis": finding.basis.value,
        "regions": [_region(region, sides) for region in finding.regions],
        "facts": dict(sorted(finding.facts.items())),
        "personal_facts": sorted(finding.personal_facts),
        "message_code": _message_code(finding),
        "note_code": code_of(SentenceKind.NOTE, finding.note) if finding.note else "",
    }
    return {name: written[name] if name in written else getattr(finding, name) for name in _OF_A_FINDING}


def _message_code(finding: Finding) -> str:
    """Name the sentence of the check's declaration that was filled in; `unweighed` where none was."""
    if finding.is_alerted:
        return "alerted"
    if finding.unweighed:
        return "unweighed"
    return "adverse" if finding.adverse else "undecided" if finding.undecided else "favourable"


_OF_A_FINDING = (
    *(
        "check",
        "family",
        "title",
        "tr03135",
        "result",
        "margin",
        "log10_lr",
        "verbal",
        "basis",
        "value",
        "unit",
    ),
    *("message", "advice", "regions", "facts", "personal_facts"),
    *("undecided", "left_open", "note", "is_specimen"),
    *("message_code", "note_code"),
)
_OF_AN_UNCHECKED = (
    *("check", "family", "title", "result", "reason", "why", "needs", "lights"),
    *("tr03135", "expected"),
)
"""Keys of their JSON, in its order."""


def _region(region: Region, sides: Sequence[SideReport]) -> dict[str, Any]:
    return {
        "side": region.side,
        "light": region.light.value,
        "box_mm": box_to_list(region.box),
        "polygon_px": polygon_to_list(region.box, region.side, region.light, sides),
        "label": region.label,
    }


def box_to_list(box: BoxMm) -> list[float]:
    """Write a box as left, top, right, bottom."""
    return [box.left, box.top, box.right, box.bottom]


def polygon_to_list(
    box: BoxMm, side: int, light: Light, sides: Sequence[SideReport]
) -> tuple[tuple[float, float], ...] | None:
    """Write where a box lies on the image of a side in a light; None where no image of it is known."""
    image = shown_on(sides[side].images, light) if side < len(sides) else None
    return image.polygon(box) if image else None


def side_to_dict(side: SideReport) -> dict[str, Any]:
    """Write a side as `$defs/side` of the schema has it, numbers not yet rounded."""
    first = side.images[0] if side.images else None
    return {
        **fields_to_dict(side),
        "images": [fields_to_dict(image) for image in side.images],
        "homography": first.homography if first else None,
        "outline_px": first.polygon(BoxMm.of_size(side.size_mm)) if first else None,
    }


def placed_to_dict(field: PlacedField) -> dict[str, Any]:
    """Write a field of the zone where it is printed."""
    written = {name: value for name, value in fields_to_dict(field).items() if name != "box"}
    return {**written, "box_mm": box_to_list(field.box) if field.box else None}


def unchecked_to_dict(entry: Unchecked) -> dict[str, Any]:
    """Write a check that could not measure as `$defs/unchecked` of the schema has it."""
    return {
        **{name: getattr(entry, name) for name in _OF_AN_UNCHECKED},
        "result": entry.result.value,
        "why": entry.why.value,
        "reason_code": ABORTED
        if entry.result is Result.ABORTED
        else code_of(SentenceKind.REASON, entry.reason),
        "needs_codes": list(codes_of_needs(entry.needs)),
    }


def claim_to_dict(result: ClaimResult) -> dict[str, Any]:
    """Write what was seen of a claim as `$defs/claim` of the schema has it; no value of the holder's stands in it."""
    decisive = result.places[0] if result.places else None
    return {
        "claim": result.claim.value,
        "title": result.facts.title,
        "layer": result.facts.layer.value,
        "state": result.state.value,
        "why": result.why,
        "place": result.place,
        "side": decisive.side if decisive else None,
        "checks": list(result.checks),
        "mandatory": result.is_mandatory,
        "places": [_place(place) for place in result.places],
    }


def _place(place: PlaceResult) -> dict[str, Any]:
    return {
        "place": place.place,
        "side": place.side,
        "state": place.state.value,
        "why": place.why,
        "checks": list(place.checks),
    }


def layer_to_dict(layer: LayerResult) -> dict[str, Any]:
    """Write what the claims of a layer come to as `$defs/layer` of the schema has it."""
    return {
        "layer": layer.layer.value,
        "state": layer.state.value,
        "why": layer.why,
        "verified": layer.verified,
        "applicable": layer.applicable,
    }
