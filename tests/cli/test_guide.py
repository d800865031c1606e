"""`docforensics guide` writes a page, by the id of a template or the folder of a pack."""

import json
from pathlib import Path

import pytest

from docforensics.cli.program import main
from docforensics.resources import models_folder


def test_a_template_is_found_by_its_id_and_by_its_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both give the same page."""
    by_id, by_folder = tmp_path / "a.html", tmp_path / "new" / "b.html"
    assert main(["guide", "UTO-P-2-2023", "-o", str(by_id)]) == 0
    pack = models_folder() / "templates" / "UTO-P-2-2023"
    assert main(["guide", str(pack), "-o", str(by_folder)]) == 0
    assert by_id.read_text(encoding="utf-8") == by_folder.read_text(encoding="utf-8")
    assert "features, 0 examples" in capsys.readouterr().out


def test_an_unknown_template_names_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 4."""
    assert main(["guide", "XYZ-P-1-1999"]) == 4
    assert "UTO-P-2-2023" in capsys.readouterr().err


def test_a_page_that_cannot_be_written_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names the file."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["guide", "UTO-P-2-2023", "-o", str(tmp_path / "file" / "x.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_what_was_written_is_said_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For a script."""
    assert main(["guide", "UTO-P-2-2023", "-o", str(tmp_path / "a.html"), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["template"] == "UTO-P-2-2023"
    assert said["examples"] == 0
