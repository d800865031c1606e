"""The reader for C# reads keys of the schema, compiles without a warning, and prints what a report holds."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from docforensics.report.render.json import schema

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "clients" / "csharp" / "ReadReport.cs"
EXAMPLE = ROOT / "docs" / "reference" / "report-example.json"
LIBRARY = Path("/usr/lib/mono/4.5/System.Runtime.Serialization.dll")
needs_compiler = pytest.mark.skipif(
    shutil.which("mcs") is None or shutil.which("mono") is None or not LIBRARY.exists(),
    reason="Mono is not installed: sh tools/system_packages.sh mono",
)


def classes() -> dict[str, list[str]]:
    """Give the keys that each class of the reader names."""
    text = SOURCE.read_text(encoding="utf-8")
    found = re.findall(r"\[DataContract\]\npublic sealed class (\w+)\n\{(.*?)\n\}", text, re.DOTALL)
    return {name: re.findall(r'\[DataMember\(Name = "(\w+)"', body) for name, body in found}


def test_every_key_that_is_read_is_in_the_schema() -> None:
    """A class a definition."""
    whole = schema()
    defs = {**whole["$defs"], "report": whole}
    assert set(classes()) == {
        "Report",
        "Verdict",
        "Claim",
        "Finding",
        "Region",
        "Unchecked",
        "Side",
        "CapturedImage",
    }
    unknown = [
        (name, key)
        for name, keys in classes().items()
        for key in keys
        if key not in defs[_snake(name)]["properties"]
    ]
    assert unknown == []


def test_every_key_that_is_required_is_required_by_the_schema() -> None:
    """Where the reader refuses a report without it, each report has it."""
    required = re.findall(r'Name = "(\w+)", IsRequired = true', SOURCE.read_text(encoding="utf-8"))
    whole = schema()
    known = {key for one in (whole, *whole["$defs"].values()) for key in one.get("required", ())}
    assert required
    assert set(required) <= known


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


@pytest.fixture(name="program", scope="module")
def fixture_program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reader, compiled; a warning is an error."""
    program = tmp_path_factory.mktemp("csharp") / "ReadReport.exe"
    done = subprocess.run(
        ["mcs", "-warnaserror", "-langversion:7", f"-r:{LIBRARY.name}", f"-out:{program}", str(SOURCE)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return program


def read(program: Path, report: Path) -> subprocess.CompletedProcess[str]:
    """Run the reader on a report."""
    return subprocess.run(["mono", str(program), str(report)], capture_output=True, text=True, check=False)


@needs_compiler
def test_it_prints_outcome_findings_places_and_what_was_not_checked(program: Path) -> None:
    """Line by line as the report has them."""
    report = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    assert read(program, EXAMPLE).stdout.splitlines() == list(_lines(report))


def _lines(report: dict[str, Any]) -> list[str]:
    lines = [f"{report['verdict']['outcome']}, score {report['verdict']['score']}"]
    for finding in report["findings"]:
        if finding["result"] == "failed":
            lines.append(f"{finding['check']}: {finding['message']}")
            lines += [f"  {name} = {value}" for name, value in finding["facts"].items()]
            lines += [f"  {one['label']}: {_corners(one['polygon_px'])}" for one in finding["regions"]]
    return lines + [f"not checked, {one['why']}: {one['check']}" for one in report["unchecked"]]


def _corners(polygon: list[list[float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in polygon)


@needs_compiler
def test_null_and_facts_of_every_type_are_read(program: Path, tmp_path: Path) -> None:
    """No score, no place on the picture; a string, numbers, a bool and null; a key that the reader does not know."""
    report = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    finding = next(one for one in report["findings"] if one["result"] == "failed")
    finding["facts"] = {"a": "Ä", "b": 3, "c": 0.5, "d": True, "e": None}
    finding["regions"][0]["polygon_px"] = None
    report["verdict"]["score"], report["later"] = None, {"than": [2.1]}
    file = tmp_path / "report.json"
    file.write_text(json.dumps(report), encoding="utf-8")
    lines = read(program, file).stdout.splitlines()
    assert lines[0].endswith("score none")
    assert lines[2:7] == ["  a = Ä", "  b = 3", "  c = 0.5", "  d = True", "  e = null"]
    assert not lines[7].startswith("  ")


@needs_compiler
def test_a_report_of_another_major_version_is_refused(program: Path, tmp_path: Path) -> None:
    """Its keys may mean something else."""
    report = json.loads(EXAMPLE.read_text(encoding="utf-8")) | {"schema_version": "3.0"}
    file = tmp_path / "report.json"
    file.write_text(json.dumps(report), encoding="utf-8")
    done = read(program, file)
    assert done.returncode != 0
    assert "schema 3.0; this program reads 2.x" in done.stderr
