"""The description of the API holds: schemathesis sends what it describes, and what it does not, to every route."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from jsonschema import Draft202012Validator

from tests.service.client import KEY, served

ROUTES = 12


def test_the_description_is_openapi_3_1_and_its_references_resolve(tmp_path: Path) -> None:
    """Every schema in it is one of JSON Schema 2020-12."""
    with served(tmp_path) as one:
        told = one.http.get("/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    schemas = told["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    references = {found for found in _references(told) if found.startswith("#/components/schemas/")}
    assert len(references) > 20
    assert {one.split("/")[3] for one in references} <= set(schemas)
    assert {one for one in _references(told) if not one.startswith("#/components/schemas/")} == set()


def _references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [found for inner in value.values() for found in _references(inner)]
    return [found for inner in value for found in _references(inner)] if isinstance(value, list) else []


@pytest.mark.usefixtures("in_extras")
def test_every_route_keeps_to_its_description(tmp_path: Path) -> None:
    """No answer of 5xx, none that is not described; a file of random bytes may be refused, as described."""
    with served(tmp_path, retain_days=1, key=KEY, requests_a_minute=100_000, waiting=100) as one:
        headers = one.token("examine", "read", "administer")
        while one.http.get("/readyz").status_code != httpx.codes.OK:
            pass
        asked = ["-H", f"Authorization: {headers['Authorization']}", "--max-examples", "8", "--seed", "1"]
        program = "from schemathesis.cli import schemathesis as run; run()"
        command = [sys.executable, "-c", program, "run", f"{one.http.base_url}/openapi.json", *asked]
        refused = ["--exclude-checks", "positive_data_acceptance", "--no-color"]
        done = subprocess.run([*command, *refused], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert f"Tested: {ROUTES}" in done.stdout
