"""What is installed is written down with its hash, its licence, and what is known against it."""

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def tool(name: str) -> ModuleType:
    """Load a script of `tools/`."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def locked(file: str) -> dict[str, list[str]]:
    """Versions by package; every one of them must have a hash."""
    text = (ROOT / "requirements" / f"{file}.txt").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for name, version, rest in re.findall(
        r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;]+)((?:.*\\\n)*.*)", text, re.MULTILINE
    ):
        assert "--hash=sha256:" in rest, name
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


def wanted(group: str) -> list[str]:
    """Requirements of a dependency group with those that it includes."""
    listed = PROJECT["dependency-groups"][group]
    return [
        text for one in listed for text in (wanted(one["include-group"]) if isinstance(one, dict) else [one])
    ]


EXTRAS = [text for texts in PROJECT["project"]["optional-dependencies"].values() for text in texts]


@pytest.mark.parametrize(
    ("file", "texts"),
    [
        ("core", [*PROJECT["project"]["dependencies"], *wanted("build")]),
        ("extras", [*PROJECT["project"]["dependencies"], *EXTRAS]),
        ("dev", [*PROJECT["project"]["dependencies"], *wanted("dev")]),
        ("docs", [*wanted("dev"), *wanted("docs")]),
        ("supply", wanted("supply")),
        ("fuzz", wanted("fuzz")),
    ],
)
def test_every_requirement_is_locked_by_hash(file: str, texts: list[str]) -> None:
    """In a version that it allows: after a change of pyproject.toml or constraints.txt run `make lock`."""
    versions = locked(file)
    for requirement in map(Requirement, texts):
        name = canonicalize_name(requirement.name)
        if name != PROJECT["project"]["name"]:
            assert any(map(requirement.specifier.contains, versions.get(name, []))), (
                f"make lock: {requirement}"
            )


def test_one_package_has_one_version_everywhere() -> None:
    """So that what is tested is what users get."""
    files = [locked(file) for file in ("core", "extras", "dev", "docs")]
    names = {name for file in files for name in file}
    assert [name for name in names if len({tuple(file[name]) for file in files if name in file}) > 1] == []


def test_no_package_is_under_gpl_or_agpl() -> None:
    """Of all that the core and the extras reach and that is installed here; the list names each (`make lock`)."""
    licences = tool("licences")
    ways = licences.reached()
    assert [
        name
        for name in ways
        if (found := licences.installed(name)) and licences.is_copyleft(licences.licence_of(found))
    ] == []
    told = licences.FILE.read_text(encoding="utf-8")
    assert [name for name in ways if f"| {name} |" not in told] == []
    assert [
        line
        for line in told.splitlines()
        if line.startswith("| ") and licences.is_copyleft(line.split("|")[3])
    ] == []


@pytest.mark.parametrize(
    ("licence", "is_copyleft"),
    [
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("GNU General Public License v3 (GPLv3)", True),
        ("GNU Affero General Public License v3", True),
        ("LGPL-2.1-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT OR GPL-2.0-only", False),
        ("Apache-2.0 OR BSD-3-Clause", False),
    ],
)
def test_a_licence_is_known_by_its_name(licence: str, *, is_copyleft: bool) -> None:
    """Of several to choose from, one is enough."""
    assert tool("licences").is_copyleft(licence) is is_copyleft


def test_a_known_vulnerability_stops_and_an_accepted_one_does_not() -> None:
    """By its id or an alias; where nobody answers, that is said, and nothing stops."""
    bug: dict[str, Any] = {"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2"]}
    found = [{"name": "a", "version": "1", "vulns": [bug]}, {"name": "b", "skip_reason": "unknown"}]
    judged = tool("audit").judged
    lines, status = judged(found, {})
    assert status == 1
    assert lines[0].startswith("audit: 1 of 2")
    assert lines[1] == "a 1: PYSEC-1 (mended in 2)"
    assert judged(found, {"CVE-1": "why"})[1] == 0
    assert judged(None, {}) == (
        ["audit: no answer from the vulnerability service; nothing is known, ask again with a network"],
        0,
    )
