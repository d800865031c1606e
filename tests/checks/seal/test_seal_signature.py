"""The seal's signature: valid weighs a little for, each fault has its name, and without trust there is no word."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from docforensics.checks.claims import ClaimId, ClaimState, Why
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.checks.seal.seal_signature import SPEC, measure
from docforensics.claims.fold import fold
from docforensics.document import Document
from docforensics.scoring.calibration import Calibration, load_calibration
from docforensics.scoring.policy import Policy
from docforensics.scoring.weigh import weigh
from docforensics.weighed import weighed_checks
from sample_docs.generator.seals import pki
from sample_docs.generator.seals.c40 import encode_c40
from sample_docs.generator.seals.encode import encode_idb, encode_vds_nc
from sample_docs.generator.seals.examples import MRZ, SIGNED_ON, visa

Sealed = Callable[..., Document]
OWN = encode_idb([(8, encode_c40(MRZ[0] + MRZ[1]))], None, SIGNED_ON)
"""A seal that anybody can print: not signed, and it repeats the MRZ."""
COPIED = encode_vds_nc({"pid": {"n": "MUSTER MAX"}}, pki.signer("seal-p256"))
"""A valid seal of another document, which states no MRZ."""


def with_seals(sealed: Sealed, *payloads: bytes, trusted: bool = True) -> Document:
    """Lay several seals on one page."""
    pages = [sealed(MRZ, payload, trusted=trusted) for payload in payloads]
    seals = tuple(seal for page in pages for seal in page.sides[0].seals)
    return replace(pages[0], sides=(replace(pages[0].sides[0], seals=seals),))


def signed_data(document: Document) -> tuple[ClaimState, Why | None]:
    """Give what all checks of seals together make of the claim."""
    checks = [check for check in discover_checks(()) if check.family == "seal"]
    outcomes = [run_check(check, document) for check in checks]
    calibration = Calibration.load()
    evidence = weigh(checks, outcomes, calibration, Policy())
    weighed = weighed_checks(checks, outcomes, evidence, calibration, None)
    claims = fold(document, weighed, powers=calibration.powers)
    return next((one.state, one.why) for one in claims if one.claim is ClaimId.SIGNED_DATA)


def test_a_valid_seal_that_agrees_with_the_page_verifies_the_signed_data(sealed: Sealed) -> None:
    """Genuine documents are not held back."""
    assert signed_data(with_seals(sealed, visa())) == (ClaimState.VERIFIED, None)


@pytest.mark.parametrize("trusted", [True, False])
def test_a_seal_of_ones_own_verifies_nothing(sealed: Sealed, *, trusted: bool) -> None:
    """Nobody signed it, so that it repeats the print states nothing of the document."""
    found = signed_data(with_seals(sealed, OWN, trusted=trusted))
    assert found == (ClaimState.NOT_SEEN, Why.UNTRUSTED)


def test_a_valid_seal_does_not_stand_in_for_one_that_nobody_signed(sealed: Sealed) -> None:
    """Of the copied one the signature holds, of the own one the print agrees; neither has both."""
    document = with_seals(sealed, COPIED, OWN)
    assert isinstance(measure(document), Measured)
    assert signed_data(document) == (ClaimState.NOT_SEEN, Why.UNTRUSTED)


def test_a_valid_seal_that_states_nothing_of_the_page_verifies_nothing(sealed: Sealed) -> None:
    """It may have been copied from any document."""
    assert signed_data(with_seals(sealed, COPIED)) == (ClaimState.NOT_SEEN, Why.NO_SIGNED_DATA)


def test_an_invalid_seal_contradicts_though_another_is_undetermined(sealed: Sealed) -> None:
    """What is not decided hides nothing of what is."""
    assert signed_data(with_seals(sealed, visa("seal-revoked"), OWN))[0] is ClaimState.CONTRADICTED


@pytest.mark.parametrize(
    ("payload", "reason", "value"),
    [
        (visa(), "VALID", 0.0),
        (visa("seal-expired"), "EXPIRED_CERTIFICATE", 0.5),
        (visa("seal-revoked"), "REVOKED_CERTIFICATE", 1.0),
        (visa("seal-untrusted"), "UNKNOWN_CERTIFICATE", 1.0),
        (visa("seal-untrusted", reference="5A"), "INVALID_SIGNATURE", 1.0),
        (visa()[:-9], "WRONG_FORMAT", 1.0),
    ],
)
def test_each_fault_has_its_name_and_weight(
    sealed: Sealed, payload: bytes, reason: str, value: float
) -> None:
    """As Table D.1 has it; every fault is an adverse finding by its row."""
    outcome = measure(sealed(MRZ, payload))
    assert isinstance(outcome, Measured)
    assert (outcome.facts["reason"], outcome.value) == (reason, value)
    assert outcome.regions[0].label == "digital seal"
    row = load_calibration().rows["seal.seal_signature"]
    assert (row.log10_lr(outcome.value) > 0.301) == (value > 0)
    assert SPEC.adverse.format(**outcome.facts)


def test_without_trust_it_abstains_and_says_what_it_needs(sealed: Sealed) -> None:
    """Undetermined, never valid."""
    outcome = measure(sealed(MRZ, visa(), trusted=False))
    assert isinstance(outcome, Abstained)
    assert "trust store" in outcome.needs
    assert "digital seal is on the page" in outcome.reason


def test_without_a_seal_it_abstains(make_document: Callable[..., Document]) -> None:
    """Most documents have none: that is no gap."""
    outcome = measure(make_document(MRZ))
    assert isinstance(outcome, Abstained)
    assert not outcome.expected
