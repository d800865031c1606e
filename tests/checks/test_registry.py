"""Discovery: folders and files are the declaration; a broken plug-in is recorded and stops nothing."""

import sys
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from docforensics import examiner as examiner_module
from docforensics.checks.outcome import Aborted, Measured
from docforensics.checks.registry import GROUP, broken_plugins, discover_checks
from docforensics.checks.run import run_check
from docforensics.document import Document
from docforensics.examiner import Examiner

Make = Callable[..., Document]

GOOD = '''"""Looks at nothing, to prove the convention."""
from docforensics.checks.outcome import Measured
from docforensics.checks.spec import CheckSpec
SPEC = CheckSpec(title="A plug-in", unit="none")
def measure(document):
    return Measured(value=0.0)
'''


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make an importable package `strangers.paper` with one good check in it."""
    family = tmp_path / "strangers" / "paper"
    family.mkdir(parents=True)
    (family.parent / "__init__.py").write_text("", encoding="utf-8")
    (family / "__init__.py").write_text("", encoding="utf-8")
    (family / "ink.py").write_text(GOOD, encoding="utf-8")
    (family / "_shared.py").write_text("raise RuntimeError('never imported')", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield family
    for name in [name for name in sys.modules if name.split(".")[0] == "strangers"]:
        del sys.modules[name]


def plugin(target: str) -> EntryPoint:
    """Make an entry point."""
    return EntryPoint(name="stranger", value=target, group=GROUP)


def test_every_module_of_a_family_folder_is_a_check() -> None:
    """The folder is the family, the file is the slug, the docstring is the explanation."""
    checks = discover_checks(())
    ids = [check.id for check in checks]
    assert ids == sorted(set(ids))
    assert {"mrz.check_digits", "mrz.charset", "mrz.length", "data.dates"} <= set(ids)
    assert not any(check.slug.startswith("_") for check in checks)


def test_a_check_is_prepared_before_the_first_document(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that cannot be prepared keeps no other from it, and nobody from examining."""
    made = "made = []\ndef prepare():\n    made.append(1)\n"
    (package / "ink.py").write_text(GOOD + made, encoding="utf-8")
    (package / "broken.py").write_text(
        GOOD + "def prepare():\n    raise OSError('no disk')\n", encoding="utf-8"
    )
    checks = discover_checks([plugin("strangers.paper")])
    monkeypatch.setattr(examiner_module, "discover_checks", lambda: checks)
    Examiner(templates=()).warm_up()
    assert sys.modules["strangers.paper.ink"].made == [1]


def test_a_package_adds_a_family(package: Path, make_document: Make) -> None:
    """An entry point to a package adds its modules under the package's last name."""
    assert package.is_dir()
    checks = {check.id: check for check in discover_checks([plugin("strangers.paper")])}
    assert "mrz.length" in checks
    assert checks["paper.ink"].explanation == "Looks at nothing, to prove the convention."
    assert isinstance(run_check(checks["paper.ink"], make_document()), Measured)
    assert broken_plugins([plugin("strangers.paper")]) == ()


def test_a_module_adds_one_check(package: Path) -> None:
    """An entry point to a module adds it under its package's name."""
    assert package.is_dir()
    assert "paper.ink" in {check.id for check in discover_checks([plugin("strangers.paper.ink")])}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("raise ValueError('at import')", "ValueError: at import"),
        (GOOD.replace("SPEC =", "OTHER ="), "expected SPEC"),
        (GOOD.replace("def measure", "def other"), "expected measure"),
        (GOOD.partition("\n")[2], "expected a docstring"),
        ("import a_module_that_is_not_there", "ModuleNotFoundError"),
    ],
)
def test_a_broken_plugin_is_recorded_and_aborts(
    package: Path, make_document: Make, text: str, reason: str
) -> None:
    """It stands in every report as a check that aborted, with the reason, and the rest go on."""
    (package / "ink.py").write_text(text, encoding="utf-8")
    (broken,) = broken_plugins([plugin("strangers.paper")])
    assert reason in broken.reason
    checks = discover_checks([plugin("strangers.paper")])
    assert checks[:-1] == discover_checks(())
    outcome = run_check(checks[-1], make_document())
    assert isinstance(outcome, Aborted)
    assert reason in outcome.error


def test_a_plugin_cannot_take_the_place_of_a_shipped_check(package: Path) -> None:
    """A duplicate id is refused, whole."""
    twin = package.parent / "mrz"
    package.rename(twin)
    (twin / "ink.py").rename(twin / "length.py")
    (broken,) = broken_plugins([plugin("strangers.mrz")])
    assert "mrz.length is taken" in broken.reason


def test_an_entry_point_that_is_no_module_is_broken() -> None:
    """The convention asks for a package or a module."""
    (broken,) = broken_plugins([plugin("os:sep")])
    assert "expected a package or module" in broken.reason
