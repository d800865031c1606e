"""`docforensics coverage` on the shipped template."""

import json
from pathlib import Path

import pytest

from docforensics.cli.program import main


def test_it_says_in_words_what_can_be_examined(capsys: pytest.CaptureFixture[str]) -> None:
    """Shares, features, gains."""
    assert main(["coverage", "--equipment", "uv-lamp,loupe"]) == 0
    said = capsys.readouterr().out
    assert "The post has Magnifier 8-10x, UV lamp 365 nm." in said
    assert "UTO-P-2-2023" in said
    assert "What would add most:" in said


def test_it_says_the_same_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Shares lie in 0..1, every feature is there, and the gains are ranked."""
    assert main(["coverage", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    template = said["templates"][0]
    assert all(0 <= share <= 1 for share in template["share"].values())
    assert {"by_image", "by_hand", "more_with"} <= template["features"][0].keys()
    assert [gain["features"] for gain in said["gains"]] == sorted(
        (gain["features"] for gain in said["gains"]), reverse=True
    )


def test_it_lists_the_equipment(capsys: pytest.CaptureFixture[str]) -> None:
    """The words that the option takes."""
    assert main(["coverage", "--list"]) == 0
    assert "uv-lamp" in capsys.readouterr().out
    assert main(["coverage", "--list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["equipment"]


def test_a_folder_without_templates_and_an_unknown_piece_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Clear errors with their exit codes."""
    assert main(["coverage", "--templates", str(tmp_path / "none")]) == 4
    assert main(["coverage", "--equipment", "crystal-ball"]) == 2
    assert "crystal-ball" in capsys.readouterr().err
