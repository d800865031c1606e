"""Passive authentication as evidence: each fault has its name, and without trust there is no word."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.seal.chip_authenticity import measure
from docforensics.document import Document
from docforensics.seal.chip import ChipData, read_chip
from docforensics.seal.trust import TrustStore

Lines = tuple[str, ...]
Chipped = Callable[..., Document]


@pytest.mark.parametrize(
    ("by", "reason", "value"),
    [
        ("chip", "VALID", 0.0),
        ("chip-expired", "EXPIRED_CERTIFICATE", 0.5),
        ("chip-revoked", "REVOKED_CERTIFICATE", 1.0),
        ("chip-untrusted", "UNTRUSTED_CERTIFICATE", 1.0),
    ],
)
def test_each_signer_has_its_result(chipped: Chipped, td3: Lines, by: str, reason: str, value: float) -> None:
    """Genuine, expired, revoked, of a forger."""
    outcome = measure(chipped(td3, td3, by=by))
    assert isinstance(outcome, Measured)
    assert (outcome.facts["reason"], outcome.value) == (reason, value)
    assert outcome.facts["groups"] == "DG1, DG2, DG14, DG15"


def test_without_trust_or_chip_it_abstains(
    chipped: Chipped, make_document: Callable[..., Document], td3: Lines
) -> None:
    """A chip that was given and cannot be judged is a gap; none given is not."""
    untold = measure(chipped(td3, td3, trusted=False))
    assert isinstance(untold, Abstained)
    assert untold.expected
    none = measure(make_document(td3))
    assert isinstance(none, Abstained)
    assert not none.expected


def test_a_broken_reading_is_no_forgery(chipped: Chipped, td3: Lines, trust: TrustStore) -> None:
    """A file that is not what the standard says asks for another reading."""
    document = chipped(td3, td3)
    broken = read_chip(ChipData(data_groups={}, sod=b"no security object"), trust, date(2026, 11, 24))
    outcome = measure(replace(document, chip=broken))
    assert isinstance(outcome, Abstained)
    assert outcome.needs == "another reading of the chip"
