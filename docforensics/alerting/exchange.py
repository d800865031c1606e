"""Alerts as MISP events and STIX 2.1 bundles: the signed file travels inside, and what stands around it is for people and for correlation.

What is read again is the signed file; what the event or bundle states of it must be what the file states, or it is refused. So a round trip gives
the same bytes, with their signature. docs/reference/alerts.md has the mapping.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec

from docforensics.alerts.file import SUFFIX, read_alert
from docforensics.alerts.model import Alert, AlertSeverity, Tlp
from docforensics.errors import AlertError, EngineUnavailableError
from docforensics.parsing import made, placed, read_json

OBJECT = "docforensics-alert"
"""Name of the MISP object; its template is `misp/docforensics-alert/definition.json`."""
EXTENSION = "extension-definition--7f4b0a3e-3c55-4f0a-9d0c-6a1e6b3d28a1"
"""Of the STIX extension that holds what a report of STIX has no property for."""
_INSTALL = "MISP and STIX need: pip install 'docforensics[exchange]'"
_NAMESPACE = uuid5(NAMESPACE_URL, "urn:docforensics:alert")
_THREAT_LEVEL: Mapping[AlertSeverity, int] = {
    AlertSeverity.HIGH: 1,
    AlertSeverity.MEDIUM: 2,
    AlertSeverity.LOW: 3,
}
"""Of a MISP event."""
_TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_TLP_MARKING: Mapping[Tlp, str] = {
    Tlp.CLEAR: "94868c89-83c2-464b-929b-a1a8aa3c8487",
    Tlp.GREEN: "bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Tlp.AMBER: "55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Tlp.AMBER_STRICT: "939a9414-2ddd-4d32-a0cd-375ea402b003",
    Tlp.RED: "e828b379-4e03-4974-9ac4-e53a884c97c1",
}
"""Marking definitions of TLP 2.0 and their extension, as OASIS published them for STIX 2.1."""


def to_misp(file: Path) -> str:
    """Write the MISP event of an alert's file, as JSON.

    Raises
    ------
    AlertError
        The file is no alert.
    EngineUnavailableError
        The extra `exchange` is not installed.
    """
    pymisp = _pymisp()
    alert, raw = read_alert(file), file.read_bytes()
    event = pymisp.MISPEvent()
    event.uuid, event.info = alert.id, alert.title
    event.date = alert.issued_on
    event.threat_level_id = _THREAT_LEVEL[alert.severity]
    event.analysis, event.distribution = 2, 0
    event.add_tag(alert.tlp.value.lower())
    event.timestamp = _stamp(alert)
    folder = Path(__file__).parent / "misp" / OBJECT
    shown = pymisp.MISPObject(OBJECT, strict=True, misp_objects_path_custom=str(folder.parent))
    shown.uuid = str(uuid5(_NAMESPACE, f"{alert.id}/object"))
    shown.timestamp = _stamp(alert)
    for relation, values in misp_attributes(alert).items():
        for number, value in enumerate(values):
            attribute = shown.add_attribute(relation, value=value)
            attribute.uuid = str(uuid5(_NAMESPACE, f"{alert.id}/{relation}/{number}"))
            attribute.timestamp = _stamp(alert)
    held = shown.add_attribute("alert-file", value=f"{alert.id}{SUFFIX}", data=BytesIO(raw))
    held.uuid, held.timestamp = str(uuid5(_NAMESPACE, f"{alert.id}/file")), _stamp(alert)
    event.add_object(shown)
    return str(event.to_json(sort_keys=True, indent=1))


class _MispAttribute(msgspec.Struct, frozen=True):
    object_relation: str | None = None
    value: str | int | None = None
    data: str | None = None


class _MispObject(msgspec.Struct, frozen=True):
    name: str | None = None
    attributes: tuple[_MispAttribute, ...] | None = msgspec.field(default=None, name="Attribute")

    def values(self, relation: str) -> tuple[str, ...]:
        """Values of the attributes of a relation, in their order."""
        return tuple(str(one.value) for one in self.attributes or () if one.object_relation == relation)


class _MispTag(msgspec.Struct, frozen=True):
    name: str | None = None


class _MispEvent(msgspec.Struct, frozen=True):
    """What is read of an event: pymisp, which would also unpack archives among attributes that are none of ours, is not asked."""

    uuid: str | None = None
    objects: tuple[_MispObject, ...] | None = msgspec.field(default=None, name="Object")
    tags: tuple[_MispTag, ...] | None = msgspec.field(default=None, name="Tag")


class _MispFile(_MispEvent, frozen=True):
    """An event as it is, under its name, or in the answer to a search."""

    event: _MispEvent | None = msgspec.field(default=None, name="Event")
    response: tuple["_MispFile", ...] = ()


def from_misp(text: str | bytes) -> bytes:
    """Give the file of the alert in a MISP event; AlertError where there is none, or where the event states something else than the file."""
    with placed("MISP event: it cannot be read", AlertError):
        told = made(_MispFile, read_json(text), more=True)
    event = next((one.event for one in (told, *told.response) if one.event is not None), told)
    found = next((one for one in event.objects or () if one.name == OBJECT), _MispObject())
    data = next((one.data for one in found.attributes or () if one.object_relation == "alert-file"), None)
    if data is None:
        raise AlertError(f"MISP event: expected an object {OBJECT} with the attribute alert-file")
    raw = _unpacked(data, "MISP event: its attribute alert-file holds no file")
    alert = _alert_of(raw, "MISP event")
    stated = {relation: found.values(relation) for relation in misp_attributes(alert)}
    tags = {tag.name for tag in event.tags or ()}
    if event.uuid != alert.id or stated != misp_attributes(alert) or alert.tlp.value.lower() not in tags:
        raise AlertError("MISP event: it states something else than the signed file in it")
    return raw


def _unpacked(data: str, refused: str) -> bytes:
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:  # ValueError: other letters than ASCII's
        raise AlertError(f"{refused}: {error}") from error


def misp_attributes(alert: Alert) -> dict[str, tuple[str, ...]]:
    """Give what the MISP object states of an alert, by relation; empty relations are left out."""
    told = {
        "title": (alert.title,),
        "issuer": (alert.issuer,),
        "document-model": (alert.model.id,),
        "fraud-species": (alert.species.value,),
        "severity": (alert.severity.value,),
        "revision": (str(alert.revision),),
        "valid-from": (alert.valid_from.isoformat(),),
        "valid-to": (alert.valid_to.isoformat(),),
        "summary": (alert.summary,) if alert.summary else (),
        "withdrawn": (alert.withdrawn,) if alert.withdrawn else (),
        "look-for": tuple(dict.fromkeys(place.look_for for place in alert.places if place.look_for)),
    }
    return {relation: values for relation, values in told.items() if values}


def to_stix(file: Path) -> str:
    """Write the STIX 2.1 bundle of an alert's file, as JSON; raises as `to_misp`."""
    v21 = _stix2().v21
    alert, raw = read_alert(file), file.read_bytes()
    at, marking = _time(alert), f"marking-definition--{_TLP_MARKING[alert.tlp]}"
    maker = _id("identity", f"identity/{alert.issuer}")
    common = {"created": at, "modified": at}
    identity = v21.Identity(id=maker, name=alert.issuer, identity_class="organization", **common)
    extension = v21.ExtensionDefinition(
        id=EXTENSION,
        created_by_ref=maker,
        name="docforensics alert",
        description="What a signed alert of a false travel document states.",
        schema="urn:docforensics:schema:alert:1.0",
        version="1.0.0",
        extension_types=["property-extension"],
        **common,
    )
    tlp = v21.MarkingDefinition(
        id=marking,
        name=alert.tlp.value,
        created="2022-10-01T00:00:00.000Z",
        extensions={
            _TLP_EXTENSION: {
                "extension_type": "property-extension",
                "tlp_2_0": alert.tlp.value.removeprefix("TLP:").lower(),
            }
        },
    )
    artifact = v21.Artifact(
        id=_id("artifact", f"{alert.id}/{alert.revision}"),
        mime_type="application/zip",
        payload_bin=base64.b64encode(raw).decode("ascii"),
        hashes={"SHA-256": hashlib.sha256(raw).hexdigest()},
    )
    report = v21.Report(
        id=f"report--{alert.id}",
        name=alert.title,
        description=alert.summary or alert.title,
        report_types=["indicator"],
        published=at,
        created_by_ref=maker,
        object_refs=[artifact.id, maker],
        object_marking_refs=[marking],
        revoked=bool(alert.withdrawn),
        extensions={EXTENSION: {"extension_type": "property-extension", **stix_properties(alert)}},
        **common,
    )
    bundle = v21.Bundle(
        id=_id("bundle", f"{alert.id}/{alert.revision}"),
        objects=[identity, extension, tlp, artifact, report],
    )
    return str(bundle.serialize(pretty=True))


def from_stix(text: str | bytes) -> bytes:
    """Give the file of the alert in a STIX bundle; AlertError as `from_misp`."""
    with placed("STIX bundle: it cannot be read", AlertError):
        table = read_json(text)
        try:
            bundle = _stix2().parse(table, version="2.1")
        except Exception as error:  # the library has many errors of its own
            raise AlertError(f"{type(error).__name__}: {error}") from error
    by_type: dict[str, Any] = {}
    for one in getattr(bundle, "objects", ()):
        by_type.setdefault(one["type"], one)
    report, artifact = by_type.get("report"), by_type.get("artifact")
    if report is None or artifact is None or EXTENSION not in report.get("extensions", {}):
        raise AlertError("STIX bundle: expected a report with the extension of alerts, and an artifact")
    raw = _unpacked(str(artifact.get("payload_bin", "-")), "STIX bundle: its artifact holds no file")
    alert = _alert_of(raw, "STIX bundle")
    stated = {
        key: value for key, value in dict(report["extensions"][EXTENSION]).items() if key != "extension_type"
    }
    markings = [str(one) for one in report.get("object_marking_refs", ())]
    agrees = (
        report["id"] == f"report--{alert.id}"
        and report["name"] == alert.title
        and bool(report.get("revoked", False)) == bool(alert.withdrawn)
        and json.loads(json.dumps(stated, default=str)) == stix_properties(alert)
        and markings == [f"marking-definition--{_TLP_MARKING[alert.tlp]}"]
    )
    if not agrees:
        raise AlertError("STIX bundle: it states something else than the signed file in it")
    return raw


def stix_properties(alert: Alert) -> dict[str, Any]:
    """Give the properties of the extension."""
    return {
        "alert_id": alert.id,
        "revision": alert.revision,
        "document_model": alert.model.id,
        "fraud_species": alert.species.value,
        "severity": alert.severity.value,
        "valid_from": alert.valid_from.isoformat(),
        "valid_to": alert.valid_to.isoformat(),
        "look_for": [place.look_for for place in alert.places],
        "withdrawn": alert.withdrawn,
    }


def _alert_of(raw: bytes, where: str) -> Alert:
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"alert{SUFFIX}"
        file.write_bytes(raw)
        try:
            return read_alert(file)
        except AlertError as error:
            raise AlertError(f"{where}: {error}") from error


def _id(kind: str, name: str) -> str:
    return f"{kind}--{uuid5(_NAMESPACE, name)}"


def _time(alert: Alert) -> datetime:
    return datetime.combine(alert.issued_on, time(), UTC)


def _stamp(alert: Alert) -> int:
    return int(_time(alert).timestamp())


def _pymisp() -> Any:  # noqa: ANN401 (a module)
    try:
        import pymisp  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise EngineUnavailableError(_INSTALL) from error
    return pymisp


def _stix2() -> Any:  # noqa: ANN401 (a module)
    try:
        import stix2  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise EngineUnavailableError(_INSTALL) from error
    return stix2
