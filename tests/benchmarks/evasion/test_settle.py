"""A case is left once it cannot be CLEAR, and not before."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.evasion import settle
from docforensics.checks.outcome import Measured
from docforensics.scoring.model import OutcomeClass
from docforensics.scoring.policy import Policy

LAST = settle.SLOW[-1]
IDS = (LAST, "mrz.length", "security.colour")


@dataclass
class Examiner:
    """One whose document is CLEAR as long as no check that was run measured 1."""

    adverse: str = ""
    ran: list[str] = field(default_factory=list)
    _policy: Policy = field(default_factory=Policy)

    @property
    def _checks(self) -> list[Any]:
        """Checks that note that they were run."""
        spec = SimpleNamespace(run_mode="optional")
        return [SimpleNamespace(id=name, family=name.partition(".")[0], spec=spec) for name in IDS]

    def _judged(self, _document: object, outcomes: list[Measured], _policy: Policy) -> tuple[None, Any]:
        bad = any(one.value == 1 for one in outcomes)
        return None, SimpleNamespace(outcome=OutcomeClass.INCONCLUSIVE if bad else OutcomeClass.CLEAR)


@pytest.fixture(name="run")
def fixture_run(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Settle a document, with these checks adverse."""

    def run(adverse: str) -> tuple[Any, list[str]]:
        examiner = Examiner()

        def run_check(check: Any, _document: object) -> Measured:
            if check is HOPE:
                return Measured(value=-100.0)
            examiner.ran.append(check.id)
            return Measured(value=float(check.id == adverse))

        monkeypatch.setattr(settle, "hoping", lambda _check: HOPE)
        monkeypatch.setattr(settle, "run_check", run_check)
        return settle.settled(examiner, SimpleNamespace(mrz=None)), examiner.ran  # type: ignore[arg-type]

    return run


HOPE = object()


def test_what_stays_clear_was_examined_in_full(run: Any) -> None:
    """The check that reads the visual zone runs last."""
    assert run("") == (None, ["mrz.length", "security.colour", LAST])


def test_the_first_check_that_rules_clear_out_ends_it(run: Any) -> None:
    """Nothing after it is run, and the verdict is that of this moment."""
    verdict, ran = run("mrz.length")
    assert verdict.outcome is OutcomeClass.INCONCLUSIVE
    assert ran == ["mrz.length"]
