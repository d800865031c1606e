"""`explain` tells what a check looks at, what it cannot see and what its weight rests on."""

import json
from pathlib import Path

import pytest

from docforensics.checks.check import Check
from docforensics.checks.registry import discover_checks
from docforensics.cli import main

IDS = [check.id for check in discover_checks()]


@pytest.mark.parametrize("check", IDS)
def test_every_check_can_be_explained(check: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Its id, its explanation and the basis of its weight are printed within the width, or that it is off or has none."""
    assert main(["explain", check]) == 0
    text = capsys.readouterr().out
    assert text.startswith(check)
    endings = ("Off by default. A policy switches it on", "Weight: none", "Weight: likelihood ratio from")
    assert any(ending in text for ending in endings)
    assert (endings[0] in text) == check.startswith("evaluatory.")
    assert len(text.splitlines()) > 4


def test_all_checks_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """One line a check."""
    assert main(["explain", "--list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == IDS
    main(["explain", "--list", "--json"])
    assert [entry["check"] for entry in json.loads(capsys.readouterr().out)["checks"]] == IDS


def test_the_json_holds_the_declaration_and_the_calibration(capsys: pytest.CaptureFixture[str]) -> None:
    """A program can read the same."""
    main(["explain", "mrz.check_digits", "--json"])
    value = json.loads(capsys.readouterr().out)
    assert value["check"] == "mrz.check_digits"
    assert value["needs_mrz"] is True
    assert value["calibration"]["basis"] in ("expert", "fitted")


@pytest.mark.parametrize("check", discover_checks(), ids=lambda check: check.id)
def test_claims_are_named_with_the_quality_they_are_verified_from(
    check: Check, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words, and as ids in the JSON; without a shown power it can contradict alone."""
    main(["explain", check.id, "--json"])
    value = json.loads(capsys.readouterr().out)
    assert value["verifies"] == sorted(check.spec.verifies)
    assert set(value["contradicts"]) == check.spec.verifies | check.spec.contradicts
    main(["explain", check.id])
    text = " ".join(capsys.readouterr().out.split())
    assert ("Verifies" in text) is bool(value["verifies"] and value["verifies_from"])
    alone = check.spec.contradicts - check.spec.verifies or (
        check.spec.verifies and value["verifies_from"] is None
    )
    assert ("Can contradict: " in text) is bool(alone)


def test_a_check_can_be_named_by_its_old_id(capsys: pytest.CaptureFixture[str]) -> None:
    """What is printed names the id that it has now."""
    assert main(["explain", "security.lost_print"]) == 0
    assert capsys.readouterr().out.startswith("security.obscured_print")


def test_an_unknown_check_is_answered_with_a_near_one(capsys: pytest.CaptureFixture[str]) -> None:
    """A typing error costs no look into the manual."""
    assert main(["explain", "mrz.chek_digits"]) == 2
    assert "did you mean mrz.check_digits" in capsys.readouterr().err
    assert main(["explain", "zzzz"]) == 2
    assert "explain --list" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["mrz.length", "--list"]])
def test_a_check_or_the_list_is_asked_for(words: list[str]) -> None:
    """Neither or both is a usage error."""
    with pytest.raises(SystemExit) as exit_:
        main(["explain", *words])
    assert exit_.value.code == 2


def test_how_to_verify_a_finding_by_hand_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """With equipment and line, in words and in JSON."""
    assert main(["explain", "portrait.portrait_ring"]) == 0
    said = capsys.readouterr().out
    assert "Verify it by hand:" in said
    assert "- Feel (first line):" in said
    assert main(["explain", "portrait.portrait_ring", "--json"]) == 0
    guidance = json.loads(capsys.readouterr().out)["guidance"]
    assert {"equipment", "line", "do"} == set(guidance["verify"][0])


def test_rows_of_ones_own_are_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--calibration` as `examine` takes it; a file that is none is an error of ours."""
    file = tmp_path / "own.toml"
    file.write_text(
        """[[row]]
check = "mrz.length"
method = "logistic"
parameters = { centre = 1.0, slope = 1.0 }
log10_lr_min = -0.125
log10_lr_max = 0.625
n_genuine = 3
n_forged = 3
data_set = "my own"
basis = "fitted"
""",
        encoding="utf-8",
    )
    assert main(["explain", "mrz.length", "--calibration", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["calibration"]
    assert (told["data_set"], told["log10_lr_max"]) == ("my own", 0.625)
    assert main(["explain", "mrz.length", "--calibration", str(tmp_path / "none.toml")]) == 4


def test_what_of_a_finding_counts_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a combination states a share of the check, and nowhere else."""
    file = tmp_path / "own.toml"
    file.write_text(
        '[[combination]]\ncondition = "photo/visible"\nchecks = { "mrz.length" = { share = 0.25, largest = 2.0 } }\n',
        encoding="utf-8",
    )
    words = ["explain", "mrz.length", "--calibration", str(file)]
    assert main(words) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "Share, photo/visible: 25% of an adverse log10 LR counts" in text
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["shares"]["photo/visible"] == {"share": 0.25, "largest": 2.0}
    assert main(["explain", "mrz.fillers", "--calibration", str(file)]) == 0
    assert "Share, photo/visible" not in capsys.readouterr().out
