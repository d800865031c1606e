"""The published schema is what `make schema` writes from the types of the report's JSON."""

import importlib.util
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from docforensics.report.render import json as report_json
from docforensics.report.report import Report

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(name="tool", scope="module")
def fixture_tool() -> ModuleType:
    """Load tools/schema.py."""
    spec = importlib.util.spec_from_file_location("schema_tool", ROOT / "tools" / "schema.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def test_the_committed_schema_is_the_generated_one(tool: ModuleType) -> None:
    """Byte for byte."""
    assert tool.SCHEMA.read_text(encoding="utf-8") == tool.text()


def test_a_report_fits_the_types(tool: ModuleType, report: Report) -> None:
    """Its JSON is read as these types, without a key that they do not have."""
    read = msgspec.json.decode(report_json.to_json(report).encode(), type=tool.Report)
    assert msgspec.to_builtins(read) == report_json.to_dict(report)
