"""The description of the API (OpenAPI 3.1): what FastAPI reads from the routes, with bodies, reports and problems."""

import json
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from docforensics.report.render.json import schema
from docforensics.service.asked import ReportForm
from docforensics.service.bodies import ExaminationBody, MrzBody, schema_of_parts
from docforensics.service.forms import MEDIA_TYPES
from docforensics.service.problems import MEDIA_TYPE, PROBLEMS
from docforensics.service.schemas import ProblemAnswer
from docforensics.version import __version__

_AT = "#/components/schemas/"
_OPEN = ("/version", "/healthz", "/readyz")
"""Routes that need no key."""
_ACCEPTED = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "state": {"enum": ["queued"]}},
    "required": ["id", "state"],
    "additionalProperties": False,
}
_MRZ = {
    "type": "object",
    "properties": {"mrz": {"anyOf": [{"$ref": f"{_AT}Report/$defs/mrz"}, {"type": "null"}]}},
    "required": ["mrz"],
    "additionalProperties": False,
}


def described(app: FastAPI) -> dict[str, Any]:
    """Describe the API of an app."""
    told = get_openapi(
        title="docforensics",
        version=__version__,
        summary="Finds forged travel documents. It assesses the document, never the person.",
        routes=app.routes,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    components = told.setdefault("components", {}).setdefault("schemas", {})
    components["Report"] = _moved(schema(), f"{_AT}Report")
    for model in (ExaminationBody, MrzBody, ProblemAnswer):
        _add(components, model.__name__, model.model_json_schema(ref_template=_AT + "{model}"))
    told["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    for path, methods in told["paths"].items():
        for operation in methods.values():
            operation["security"] = [] if path in _OPEN else [{"key": []}]
            _with_problems(operation["responses"])
    _with_bodies(told["paths"])
    return told


def _with_problems(responses: dict[str, Any]) -> None:
    """State every problem that there is, by its status."""
    content = {MEDIA_TYPE: {"schema": {"$ref": f"{_AT}ProblemAnswer"}}}
    by_status: dict[str, list[str]] = {}
    for code, facts in PROBLEMS.items():
        by_status.setdefault(str(facts.status), []).append(code)
    for status, codes in by_status.items():
        responses[status] = {"description": ", ".join(codes), "content": content}


def _with_bodies(paths: dict[str, Any]) -> None:
    examine, zone = paths["/v1/examinations"]["post"], paths["/v1/mrz"]["post"]
    examine["requestBody"] = _body("ExaminationBody", schema_of_parts(_AT + "{model}"))
    file = {"type": "string", "contentMediaType": "application/octet-stream", "minLength": 1}
    image = {
        "type": "object",
        "properties": {"image": file},
        "required": ["image"],
        "additionalProperties": False,
    }
    zone["requestBody"] = _body("MrzBody", image)
    accepted = {"description": "Accepted; the report will be at Location", "content": _json(_ACCEPTED)}
    for operation in (examine, paths["/v1/examinations/{name}"]["get"]):
        operation["responses"]["200"] = {"description": "The report", "content": _reports()}
        operation["responses"]["202"] = accepted
    zone["responses"]["200"] = {"description": "The zone", "content": _json(_MRZ)}
    text = {"text/plain": {"schema": {"type": "string"}}}
    paths["/metrics"]["get"]["responses"]["200"] = {"description": "Figures", "content": text}


def _reports() -> dict[str, Any]:
    report = {"schema": {"$ref": f"{_AT}Report"}}
    return {
        MEDIA_TYPES[ReportForm.JSON]: report,
        "text/html": {"schema": {"type": "string"}},
        MEDIA_TYPES[ReportForm.TR03135]: {"schema": {"type": "object"}},
    }


def _body(model: str, parts: dict[str, Any]) -> dict[str, Any]:
    content = {**_json({"$ref": f"{_AT}{model}"}), "multipart/form-data": {"schema": parts}}
    return {"required": True, "content": content}


def _json(told: Mapping[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": dict(told)}}


def _add(components: dict[str, Any], name: str, told: dict[str, Any]) -> None:
    components.update(told.pop("$defs", {}))
    components[name] = told


def _moved(told: dict[str, Any], place: str) -> dict[str, Any]:
    """Point the references of a schema to where it stands in the description."""
    moved: dict[str, Any] = json.loads(json.dumps(told).replace('"#/$defs/', f'"{place}/$defs/'))
    return {key: value for key, value in moved.items() if key not in ("$schema", "$id")}
