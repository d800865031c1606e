"""The document against its signer's certificate: said, never weighed."""

from collections.abc import Callable
from datetime import date

from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.seal.signer_expiry import measure
from docforensics.document import Document
from sample_docs.generator.seals.examples import MRZ, visa

Lines = tuple[str, ...]


def test_a_document_within_its_signer_s_certificate(
    sealed: Callable[..., Document], chipped: Callable[..., Document], td3: Lines
) -> None:
    """The test signers' certificates end on 1 January 2040."""
    outcome = measure(sealed(MRZ, visa()))
    assert isinstance(outcome, Measured)
    assert outcome.value == (date(2030, 12, 31) - date(2040, 1, 1)).days
    chip = measure(chipped(td3, td3))
    assert isinstance(chip, Measured)
    assert chip.value == (date(2030, 4, 15) - date(2040, 1, 1)).days


def test_a_document_beyond_it_is_said(sealed: Callable[..., Document]) -> None:
    """The signer's certificate ended in 2020."""
    outcome = measure(sealed(MRZ, visa("seal-expired")))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0
    assert "outlives" in str(outcome.facts["state"])


def test_without_signer_or_date_it_abstains(
    sealed: Callable[..., Document], make_document: Callable[..., Document]
) -> None:
    """Nothing signed, or nobody known to have signed."""
    assert isinstance(measure(make_document(MRZ)), Abstained)
    assert isinstance(measure(sealed(MRZ, visa(), trusted=False)), Abstained)
