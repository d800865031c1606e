"""Utopia's visas and its emergency document bear a seal that says what is printed, and its own authority signed it."""

from datetime import date
from pathlib import Path

import pytest

from docforensics.seal.model import SealStatus
from docforensics.seal.read import read_seals
from docforensics.seal.trust import TrustStore
from sample_docs.generator.jobs import Job, make, sheets
from sample_docs.generator.lights import Light, View
from sample_docs.generator.render import render
from sample_docs.generator.seals import pki


@pytest.fixture
def trust(tmp_path: Path) -> TrustStore:
    """Load the trust of an officer in Utopia."""
    pki.write_trust(tmp_path)
    return TrustStore.load(tmp_path)


@pytest.mark.parametrize("design", ["mrv-a", "mrv-b", "etd"])
def test_a_genuine_seal_reads_and_verifies_from_the_page(design: str, trust: TrustStore) -> None:
    """Rendered at 300 ppi: the MRZ of the seal is that of the page, as far as the profile states it."""
    (sheet,) = sheets(Job(design=design, copy=3, holder=3, channel="flatbed"))
    picture = render(sheet, View(light=Light.WHITE), 300 / 25.4)
    (found,) = read_seals(picture, trust=trust, inspected_on=date(2026, 11, 24))
    assert found.verification.status is SealStatus.VALID
    assert found.seal is not None
    assert found.seal.mrz is not None
    assert found.seal.mrz[0] == sheet.mrz[0]
    assert sheet.mrz[1].startswith(found.seal.mrz[1])
    assert sheet.record.passport_number == (
        found.seal.value("passport_number") or sheet.record.passport_number
    )


def test_a_seal_is_remade_byte_for_byte() -> None:
    """Signatures follow RFC 6979, so that the same job gives the same file."""
    job = Job(design="etd", copy=1, holder=1, channel="flatbed", ppi=150)
    assert make(job)[0].image == make(job)[0].image
