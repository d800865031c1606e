"""The overlay of known deviations."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from docforensics.checks.deviations import Deviation, deviations, known_deviation, read_deviations
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.document import Document
from docforensics.errors import ResourceError

Make = Callable[..., Document]
CHECKS = {check.id: check for check in discover_checks(())}


def test_the_errata_of_icaos_text_are_not_held_against_a_document(
    make_document: Make, td3: tuple[str, ...]
) -> None:
    """Figure A-2 of Doc 9303-4 has 45 characters; the same line with another number is still too long."""
    longer = (td3[0] + "<", td3[1] + "<")
    outcome = run_check(CHECKS["mrz.length"], make_document(longer))
    assert isinstance(outcome, Abstained)
    assert "Doc 9303-4" in outcome.reason
    other = tuple(line.replace("L898902C3", "L898902C4") for line in longer)
    assert known_deviation("mrz.length", make_document(other)) is None


def test_a_published_print_whose_digits_do_not_verify_may_be_listed(
    make_document: Make, td3: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the screenshot of Doc 9303-2 figure C-14: the digits then abstain, and that it is a specimen is said as well."""
    wrong = make_document((td3[0], td3[1].replace("L898902C36", "L898902C37")))
    assert isinstance(run_check(CHECKS["mrz.check_digits"], wrong), Measured)
    listed = tmp_path / "own.toml"
    listed.write_text(
        '[[deviation]]\nissuer = "UTO"\ncode = "P"\nnumber_from = "L898902C3"\nskip = ["mrz.check_digits"]\n'
        'source = "a figure whose digits do not verify"\n'
    )
    monkeypatch.setattr("docforensics.checks.deviations.deviations", lambda: read_deviations(listed))
    outcome = run_check(CHECKS["mrz.check_digits"], wrong)
    assert isinstance(outcome, Abstained)
    assert "digits do not verify" in outcome.reason
    specimen = run_check(CHECKS["data.specimen"], wrong)
    assert isinstance(specimen, Measured)
    assert specimen.value == 1


def test_other_checks_still_speak_of_it(make_document: Make, td3: tuple[str, ...]) -> None:
    """Only what the entry names is left out."""
    assert known_deviation("mrz.check_digits", make_document(td3)) is None
    assert known_deviation("mrz.length", make_document(None)) is None


def test_every_entry_names_checks_that_exist_and_a_source() -> None:
    """A misspelt id would silently do nothing."""
    assert deviations()
    for entry in deviations():
        assert entry.skip <= set(CHECKS)
        assert len(entry.source) > 20


@pytest.mark.parametrize(("until", "fits"), [(date(2030, 4, 15), True), (date(2030, 4, 14), False)])
def test_a_range_of_dates_may_be_given(
    make_document: Make, td3: tuple[str, ...], until: date, fits: bool
) -> None:
    """Of expiry, ends included."""
    entry = Deviation(issuer="UTO", code="P", skip=frozenset({"mrz.length"}), source="test", expiry_to=until)
    assert entry.describes(make_document(td3)) is fits


@pytest.mark.parametrize(
    "text", ["", "[[deviation]]\nissuer = 'UTO'", "[[deviation]]\nskip = []\nwrong = 1", "{"]
)
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    """With what is wrong."""
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ResourceError, match=r"own\.toml"):
        read_deviations(file)
