"""The command line."""

import runpy
import sys
from pathlib import Path

import pytest

from sample_docs.generator.__main__ import main
from sample_docs.generator.forge import SPECIES
from sample_docs.generator.manifest import read


def test_the_species_can_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """One line each."""
    assert main(["--list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(SPECIES)


def test_any_number_needs_a_folder_of_its_own() -> None:
    """The committed set must not be overwritten by accident."""
    with pytest.raises(SystemExit) as stop:
        main(["--n", "4"])
    assert stop.value.code == 2


def test_a_number_of_documents_is_written(tmp_path: Path) -> None:
    """Half of them forged, with species and channel as asked."""
    call = ["--n", "2", "--species", "ovd-flat", "--channels", "messenger", "--documents", "mrv-b"]
    assert main([*call, "--seed", "3", "--out", str(tmp_path)]) == 0
    rows = read((tmp_path / "manifest.csv").read_text(encoding="utf-8"))
    assert [row.label for row in rows] == ["genuine", "forged"]
    assert all((tmp_path / row.file).is_file() for row in rows)


def test_a_missing_package_is_named_with_what_installs_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one sentence, and no traceback."""
    for name in [name for name in sys.modules if name.startswith("sample_docs.generator")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "skia", None)
    with pytest.raises(SystemExit) as stop:
        runpy.run_module("sample_docs.generator", run_name="__main__")
    assert stop.value.code == 4
    said = capsys.readouterr().err
    assert "skia is not installed; `make setup` installs" in said
    assert len(said.splitlines()) == 1
