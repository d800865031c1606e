"""One file an alert: a signed archive of canonical JSON (RFC 8785), pictures and lists.

c0ffee00-....dfalert
  manifest.json, signature.json         as in every archive of ours (`templates/archive.py`)
  alert.json                            the alert after `alert.schema.json`
  place-1.genuine.png, place-1.seen.png pictures of its places, data of the holder painted over
  numbers-1.bin                         lists of numbers, keyed
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from docforensics.alerts.model import (
    Alert,
    AlertPlace,
    AlertSeverity,
    FraudSpecies,
    Tlp,
    shape_of,
)
from docforensics.alerts.numbers import MOST_LIST_BYTES, ListForm, NumberList
from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.errors import AlertError, EngineUnavailableError
from docforensics.page.geometry import BoxMm
from docforensics.parsing import made, placed, plain, read_json
from docforensics.templates.archive import ArchiveKind, OpenedArchive, write_archive
from docforensics.templates.model import TemplateModel
from docforensics.templates.ranges import Millimetres
from docforensics.templates.signing import TemplateKeys

SUFFIX = ".dfalert"
JSON = "alert.json"
ALERT_VERSION = "1.0"
"""Of `alert.json`; a change that breaks a reader raises the first number."""
KIND = ArchiveKind(
    format="docforensics-alert",
    version=1,
    named="alert",
    noun="an alert",
    part=re.compile(r"alert\.json|place-[1-9][0-9]?\.(genuine|seen)\.png|numbers-[1-9][0-9]?\.bin"),
    purpose=b"docforensics alert v1\0",
    error=AlertError,
)
_DIGITS = 3
"""Places after the point of millimetres."""
_MOST_PIXELS = 1_000_000
"""Of one picture: a place of 120 x 120 mm. Known from its header before it is decoded. A judgement."""


@cache
def alert_schema() -> dict[str, Any]:
    """Load the JSON Schema (2020-12) of `alert.json`."""
    text = files("docforensics.alerts").joinpath("alert.schema.json").read_text(encoding="utf-8")
    parsed: dict[str, Any] = json.loads(text)
    return parsed


def write_alert(alert: Alert, path: str | Path, *, private_key: Path | None = None) -> Path:
    """Write an alert as one file, signed if a private key is given. Returns its path."""
    return write_archive(KIND, alert.id, alert_parts(alert), path, private_key=private_key)


def read_alert(path: str | Path, keys: TemplateKeys | None = None) -> Alert:
    """Read an alert; every part is verified against the manifest, and the manifest against the signature.

    Parameters
    ----------
    keys
        Whose signatures are trusted. An alert of somebody else, or without a signature, is read, and its `signed_by` is empty.

    Raises
    ------
    AlertError
        No alert, beyond the limits, incomplete, changed after it was made, or a signature that does not fit.
    """
    archive = OpenedArchive.open(KIND, path)
    parts = archive.parts()
    return alert_of_parts(parts, digest=archive.digest, signed_by=archive.signer(keys), name=str(path))


def signed_alert(path: str | Path, keys: TemplateKeys) -> Alert:
    """Read an alert that a trusted key signed; AlertError for any other, and as `read_alert`."""
    alert = read_alert(path, keys)
    if not alert.signed_by:
        raise AlertError(
            f"{path}: not signed with a trusted key: add the public key of its signer to the trusted keys, or leave it out"
        )
    return alert


def stated_signer(path: str | Path) -> str:
    """Key id that an alert states it is signed by, not verified; empty for none."""
    return OpenedArchive.open(KIND, path, notes_alone=True).stated_signer


def alert_digest(path: str | Path) -> str:
    """sha256 over the manifest of an alert's file, which states the sha256 of every part; nothing else is read."""
    return OpenedArchive.open(KIND, path, notes_alone=True).digest


def alert_parts(alert: Alert) -> dict[str, bytes]:
    """Give all parts of an alert, `alert.json` first."""
    parts = {JSON: canonical(alert_table(alert))}
    for number, place in enumerate(alert.places, start=1):
        parts[f"place-{number}.genuine.png"] = _png(place.genuine)
        parts[f"place-{number}.seen.png"] = _png(place.seen)
    for number, one in enumerate(alert.numbers, start=1):
        parts[f"numbers-{number}.bin"] = one.data
    return parts


def alert_table(alert: Alert) -> dict[str, Any]:
    """Lay an alert out as `alert.schema.json` has it; pictures and lists are parts of their own."""
    told = {name: plain(getattr(alert, name)) for name in _ALIKE}
    places = [
        {**{name: plain(getattr(place, name)) for name in _OF_A_PLACE}, "box_mm": _sides(place.box)}
        for place in alert.places
    ]
    lists = [{name: plain(getattr(one, name)) for name in _OF_A_LIST} for one in alert.numbers]
    return {"alert_version": ALERT_VERSION, **told, "places": places, "numbers": lists}


def canonical(table: Mapping[str, Any]) -> bytes:
    """Write plain values in the one form that RFC 8785 allows; EngineUnavailableError without the extra `seal`."""
    try:
        import rfc8785  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise EngineUnavailableError("alerts are written with: pip install 'docforensics[seal]'") from error
    return bytes(rfc8785.dumps(dict(table)))


_ALIKE = (
    *("id", "revision", "title", "issuer", "issued_on", "valid_from", "valid_to", "model"),
    *("species", "severity", "tlp", "summary", "withdrawn"),
)
_OF_A_PLACE = ("name", "look_for", "light", "equipment", "is_measured")
_OF_A_LIST = ("name", "issuer", "form", "count", "rate", "key_id", "salt", "note")
"""Fields that `alert.json` holds as the types do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPlaceRecord:
    """What `alert.json` holds of a place; its pictures are parts of their own."""

    name: str
    look_for: str
    light: Light
    equipment: tuple[str, ...]
    is_measured: bool
    box_mm: tuple[Millimetres, Millimetres, Millimetres, Millimetres]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertListRecord:
    """What `alert.json` holds of a list of numbers; its data are a part of their own."""

    name: str
    issuer: str
    form: ListForm
    count: int
    rate: float
    key_id: str
    salt: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRecord:
    """What `alert.json` holds besides its version."""

    id: str
    revision: int
    title: str
    issuer: str
    issued_on: date
    valid_from: date
    valid_to: date
    model: TemplateModel
    species: FraudSpecies
    severity: AlertSeverity
    tlp: Tlp
    summary: str
    withdrawn: str
    places: tuple[AlertPlaceRecord, ...]
    numbers: tuple[AlertListRecord, ...]


def alert_of_parts(
    parts: Mapping[str, bytes], *, digest: str = "", signed_by: str = "", name: str = "alert"
) -> Alert:
    """Make the alert of its parts; AlertError where one is missing or does not fit."""
    with placed(f"{name}: cannot read {JSON}", AlertError):
        table = read_json(parts[JSON])
    if not isinstance(table, dict) or table.get("alert_version") != ALERT_VERSION:
        raise AlertError(f"{name}: expected alert_version {ALERT_VERSION} in {JSON}")
    with placed(f"{name}: {JSON} does not fit", AlertError):
        record = made(AlertRecord, {key: value for key, value in table.items() if key != "alert_version"})
        return Alert(
            **{field: getattr(record, field) for field in _ALIKE},
            places=tuple(_place(one, parts, number) for number, one in enumerate(record.places, start=1)),
            numbers=tuple(_list(one, parts, number) for number, one in enumerate(record.numbers, start=1)),
            digest=digest,
            signed_by=signed_by,
        )


def _place(record: AlertPlaceRecord, parts: Mapping[str, bytes], number: int) -> AlertPlace:
    left, top, right, bottom = record.box_mm
    box = BoxMm(left=left, top=top, right=right, bottom=bottom)
    rows, columns = shape_of(box)
    genuine, seen = (
        _pixels(parts, f"place-{number}.{which}.png", rows, columns) for which in ("genuine", "seen")
    )
    facts = {field: getattr(record, field) for field in _OF_A_PLACE}
    return AlertPlace(**facts, box=box, genuine=genuine, seen=seen)


def _list(record: AlertListRecord, parts: Mapping[str, bytes], number: int) -> NumberList:
    data = parts[f"numbers-{number}.bin"]
    if len(data) > MOST_LIST_BYTES:
        raise AlertError(f"numbers-{number}.bin: expected at most {MOST_LIST_BYTES >> 20} MB")
    return NumberList(**{field: getattr(record, field) for field in _OF_A_LIST}, data=data)


def _pixels(parts: Mapping[str, bytes], part: str, rows: int, columns: int) -> Pixels:
    """Decode an 8-bit PNG of exactly this size; its size is read from the header before anything is decoded."""
    data = np.frombuffer(parts[part], dtype=np.uint8)
    wanted = f"{part}: expected an 8-bit PNG of {columns}x{rows} pixels"
    stated = [int.from_bytes(data[start : start + 4].tobytes(), "big") for start in (16, 20)]
    if len(data) < 24 or data[:4].tobytes() != b"\x89PNG" or stated != [columns, rows]:
        raise AlertError(wanted)
    pixels = cv2.imdecode(data, cv2.IMREAD_UNCHANGED) if rows * columns <= _MOST_PIXELS else None
    if (
        pixels is None
        or pixels.dtype != np.uint8
        or pixels.shape not in {(rows, columns), (rows, columns, 3)}
    ):
        raise AlertError(wanted)
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB) if pixels.ndim == 3 else pixels, dtype=np.uint8)


def _png(pixels: Pixels) -> bytes:
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR) if pixels.ndim == 3 else pixels
    done, data = cv2.imencode(".png", bgr, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    if not done:
        raise AlertError("a picture of a place cannot be written as PNG")
    return data.tobytes()


def _sides(box: BoxMm) -> list[float]:
    return [round(side, _DIGITS) for side in (box.left, box.top, box.right, box.bottom)]
