"""The seal's signature: valid weighs a little for, each fault has its name, and without trust there is no word."""

from collections.abc import Callable

import pytest

from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.seal.seal_signature import SPEC, measure
from docforensics.document import Document
from docforensics.scoring.calibration import load_calibration
from sample_docs.generator.seals.examples import MRZ, visa

Sealed = Callable[..., Document]


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
