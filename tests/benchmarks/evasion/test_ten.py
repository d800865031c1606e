"""The ten manipulations that once made a flagged sample CLEAR do so no longer."""

import pytest

from benchmarks.evasion.cases import EvasionCase
from benchmarks.evasion.documents import Documents
from benchmarks.evasion.ten import SAMPLES, TEN, examined
from docforensics.examiner import Examiner
from docforensics.scoring.model import OutcomeClass


@pytest.fixture(scope="module")
def documents() -> Documents:
    """The committed documents."""
    return Documents([SAMPLES])


@pytest.fixture(scope="module")
def examiner() -> Examiner:
    """With the shipped template."""
    return Examiner()


@pytest.mark.parametrize("case", TEN, ids=[case.id for case in TEN])
def test_it_is_not_clear(case: EvasionCase, documents: Documents, examiner: Examiner) -> None:
    """A claim does not hold, and the report names it."""
    verdict = examined(case, documents, examiner).verdict
    assert verdict.outcome is not OutcomeClass.CLEAR
    assert verdict.unverified
