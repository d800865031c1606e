"""The types for TypeScript are those of the schema, compile, and draw a report where its places are."""

import importlib.util
import json
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "clients" / "typescript"
EXAMPLE = ROOT / "docs" / "reference" / "report-example.json"
needs_compiler = pytest.mark.skipif(
    shutil.which("tsc") is None or shutil.which("node") is None,
    reason="tsc or node is not installed: sh tools/system_packages.sh typescript",
)


@pytest.fixture(name="tool", scope="module")
def fixture_tool() -> ModuleType:
    """Load tools/typescript.py."""
    spec = importlib.util.spec_from_file_location("typescript_tool", ROOT / "tools" / "typescript.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def test_the_committed_types_are_the_generated_ones(tool: ModuleType) -> None:
    """Byte for byte (`make schema`)."""
    assert tool.FILE.read_text(encoding="utf-8") == tool.text()


def compiled(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Compile the package with more sources; a copy of it, since its folder is not written to."""
    shutil.copytree(PACKAGE, folder, ignore=shutil.ignore_patterns("dist"), dirs_exist_ok=True)
    for number, source in enumerate(more):
        (folder / "examples" / f"more{number}.ts").write_text(source, encoding="utf-8")
    return subprocess.run(["tsc", "-p", str(folder)], capture_output=True, text=True, check=False)


@needs_compiler
def test_the_example_draws_every_place_of_a_report(tmp_path: Path) -> None:
    """Outline, fields and the regions of adverse findings, as the report has them; a real report fits the types."""
    report = EXAMPLE.read_text(encoding="utf-8")
    typed = 'import type { Report } from "../src/index.js";\nexport const report: Report = ' + report + ";\n"
    done = compiled(tmp_path, typed)
    assert done.returncode == 0, done.stdout
    out, picture = tmp_path / "drawn.svg", tmp_path / "photo.jpg"
    picture.write_bytes(b"not looked at")
    program = tmp_path / "dist" / "examples" / "draw.js"
    subprocess.run(["node", str(program), str(EXAMPLE), str(picture), str(out)], check=True)
    told = json.loads(report)
    polygons = [told["sides"][0]["outline_px"], *(field["polygon_px"] for field in told["mrz"]["placed"])]
    failed = [finding for finding in told["findings"] if finding["result"] == "failed"]
    polygons += [region["polygon_px"] for finding in failed for region in finding["regions"]]
    drawn = re.findall(r'points="([^"]*)"', out.read_text(encoding="utf-8"))
    assert len(drawn) == len(polygons)
    for polygon, points in zip(polygons, drawn, strict=True):
        corners = [tuple(map(float, point.split(","))) for point in points.split()]
        assert np.allclose(corners, polygon, atol=0.06)


@needs_compiler
def test_the_compiler_refuses_what_a_report_does_not_hold(tmp_path: Path) -> None:
    """A misspelt key, a code that does not exist, and a fact of another check."""
    head = 'import { isOf, type Finding, type Side, type Unchecked } from "../src/index.js";\n'
    wrong = (
        "export const a = (side: Side) => side.outline;\n",
        'export const b = (entry: Unchecked) => entry.why === "no_reason";\n',
        'export const c = (finding: Finding) => isOf(finding, "mrz.length") && finding.facts.correlation.toFixed();\n',
    )
    right = 'export const d = (finding: Finding) => isOf(finding, "mrz.length") && finding.facts.lines;\n'
    done = compiled(tmp_path, *(head + source for source in (*wrong, right)))
    refused = {int(found) for found in re.findall(r"more(\d)\.ts\(\d+,\d+\): error TS(?!6133)", done.stdout)}
    assert refused == {0, 1, 2}, done.stdout
