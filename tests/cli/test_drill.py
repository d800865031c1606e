"""`docforensics drill` writes the drill and its answer sheet."""

import json
from pathlib import Path

import pytest

from docforensics.cli.program import main

SAMPLES = Path(__file__).parents[2] / "sample_docs"


def test_a_drill_and_its_answers_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two pages in one folder."""
    assert main(["drill", str(SAMPLES), "-o", str(tmp_path), "-n", "2", "--seed", "4"]) == 0
    assert "2 documents" in capsys.readouterr().out
    assert "Answer sheet" in (tmp_path / "answers.html").read_text(encoding="utf-8")
    assert "Answer sheet" not in (tmp_path / "drill.html").read_text(encoding="utf-8")


def test_a_folder_that_is_no_data_set_and_a_silly_number_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2."""
    assert main(["drill", str(tmp_path), "-o", str(tmp_path)]) == 2
    assert main(["drill", str(SAMPLES), "-n", "1"]) == 2
    assert "2 to 40" in capsys.readouterr().err


def test_what_was_written_is_said_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For a script."""
    assert main(["drill", str(SAMPLES), "-o", str(tmp_path), "-n", "2", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["documents"]) == 2
