"""Checks declare the facts that they state, by name and type."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docforensics.checks.check import Check
from docforensics.checks.outcome import Measured
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.document import Document

CHECKS = discover_checks(plugins=())
FOLDER = Path(__file__).parents[2] / "docforensics" / "checks"
_SHARED = {"seal.seal_mrz", "seal.chip_mrz", "data.issuer_code", "data.nationality_code"}
"""Checks whose facts a module of their family states."""


def literal_facts(file: Path) -> set[str]:
    """Give the keys of every `facts={...}` in a module, and of a dict that is called `facts`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        called = getattr(getattr(node, "func", None), "id", "")
        given = [one.value for one in getattr(node, "keywords", ()) if one.arg == "facts"]
        if isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            given = [node.value] if getattr(target, "id", "") == "facts" and node.value else []
        if called != "CheckSpec":
            found |= {key.value for one in given if isinstance(one, ast.Dict) for key in one.keys}  # type: ignore[union-attr]
    return found


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_declares_what_it_states(check: Check) -> None:
    """No key more, and none less; blanks of its sentences are facts, or what every outcome has."""
    file = FOLDER / check.family / f"{check.slug}.py"
    stated = literal_facts(file)
    if "heaviest_place(" in file.read_text(encoding="utf-8"):
        stated |= literal_facts(FOLDER / "support" / "worst_side.py")
    if check.id in _SHARED:
        stated |= literal_facts(
            next(FOLDER.glob(f"{check.family}/_{'signed' if check.family == 'seal' else 'codes'}.py"))
        )
    assert stated == set(check.spec.facts)
    assert check.spec.personal_facts <= {*check.spec.facts, "left_open", "note"}


@pytest.mark.parametrize("of", ["zone", "card"])
def test_facts_are_of_the_declared_types(
    of: str, make_document: Callable[..., Document], series: Any
) -> None:
    """Of a page with a zone and of a card on its template: an int may stand where a float is declared."""
    document = make_document() if of == "zone" else series.genuine(5)
    measured = {
        check: outcome for check in CHECKS if isinstance(outcome := run_check(check, document), Measured)
    }
    assert len(measured) > 3
    for check, outcome in measured.items():
        for name, fact in outcome.facts.items():
            kind = check.spec.facts[name]
            assert isinstance(fact, (int, float) if kind is float else kind), (check.id, name, fact)
