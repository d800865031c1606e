"""The visa's seal names one passport; another one shown with it is found."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.checks.seal.seal_passport_number import measure
from docforensics.document import Document
from sample_docs.generator.seals.examples import MRZ, visa

Sealed = Callable[..., Document]
PASSPORT = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F3012317<<<<<<<<<<<<<<<8")


def together(
    sealed: Sealed,
    make_document: Callable[..., Document],
    passport: tuple[str, str],
    *,
    trusted: bool = True,
) -> Document:
    """Make a visa page and a passport's data page, sides of one examination."""
    visa_page, page = sealed(MRZ, visa(), trusted=trusted), make_document(passport)
    return replace(visa_page, sides=(*visa_page.sides, *page.sides))


def test_the_passport_of_the_visa_agrees(sealed: Sealed, make_document: Callable[..., Document]) -> None:
    """Agreement weighs little: the number can be copied."""
    outcome = measure(together(sealed, make_document, PASSPORT))
    assert isinstance(outcome, Measured)
    assert -0.2 < outcome.value < 0
    assert outcome.facts["printed"] == outcome.facts["signed"] == "L8988901C"


@pytest.mark.parametrize("trusted", [True, False])
def test_a_seal_that_nobody_proved_verifies_nothing(
    sealed: Sealed, make_document: Callable[..., Document], *, trusted: bool
) -> None:
    """It may be for this passport because whoever made it had this passport."""
    outcome = measure(together(sealed, make_document, PASSPORT, trusted=trusted))
    assert isinstance(outcome, Measured)
    told = [(one.is_odd, one.in_doubt) for one in outcome.sightings]
    assert told == ([] if trusted else [(True, Why.UNTRUSTED)])


def test_another_passport_is_found(sealed: Sealed, make_document: Callable[..., Document]) -> None:
    """SEAL_PASSPORT_MISMATCH, with the number marked."""
    other = (PASSPORT[0], "K2223334<" + PASSPORT[1][9:])
    outcome = measure(together(sealed, make_document, other))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.8
    assert outcome.regions[0].side == 1


def test_an_examination_gives_it_both_pages(sealed: Sealed, make_document: Callable[..., Document]) -> None:
    """Each bears a zone of its own, and most checks see one such page at a time."""
    (check,) = (one for one in discover_checks() if one.id == "seal.seal_passport_number")
    other = (PASSPORT[0], "K2223334<" + PASSPORT[1][9:])
    outcome = run_check(check, together(sealed, make_document, other))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.8
    assert outcome.regions[0].side == 1


def test_a_visa_alone_is_not_compared(sealed: Sealed, make_document: Callable[..., Document]) -> None:
    """Nor is a passport alone."""
    assert isinstance(measure(sealed(MRZ, visa())), Abstained)
    assert isinstance(measure(make_document(PASSPORT)), Abstained)
