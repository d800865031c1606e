"""The case that is advised on is read from what was captured and judged."""

from dataclasses import dataclass, replace

import pytest

from docforensics.checks.claims import ClaimId, ClaimState, Why
from docforensics.claims.model import ClaimResult
from docforensics.guidance.plan import EVERY_DOCUMENT
from docforensics.guidance.situation import Situation, situation_of
from docforensics.scoring.model import OutcomeClass, Verdict


@dataclass(frozen=True, kw_only=True)
class OneSide:
    """A side as reports describe it."""

    side: str = "other"
    channel: str = "scanner"
    size: str | None = "ID3"
    template: str | None = None


def verdict(*claims: tuple[ClaimId, Why]) -> Verdict:
    """Make a verdict in which claims were not seen."""
    seen = tuple(
        ClaimResult(claim=claim, state=ClaimState.NOT_SEEN, why=why, checks=()) for claim, why in claims
    )
    return Verdict(
        score=None,
        prior=0.05,
        log10_lr=0,
        family_log10_lr={},
        outcome=OutcomeClass.INCONCLUSIVE,
        verbal="",
        claims=seen,
    )


def case(*sides: OneSide, judged: Verdict | None = None, mrz_read: bool = False) -> Situation:
    """Read the case."""
    return situation_of(sides, judged or verdict(), mrz_read=mrz_read, is_specimen=False)


def test_the_channel_says_whether_the_document_is_at_hand() -> None:
    """An upload is an image; one of several sides suffices."""
    assert case(OneSide()).has_document
    assert not case(OneSide(), OneSide(channel="upload")).has_document


def test_a_zone_is_expected_where_a_claim_waits_for_it() -> None:
    """A report without claims says nothing of it."""
    page = verdict((ClaimId.PAGE_MODEL, Why.NO_TEMPLATE))
    zone = verdict((ClaimId.MRZ_DATA, Why.NO_MRZ))
    assert case(OneSide(), judged=zone).mrz_step == "no_mrz"
    assert case(OneSide(), judged=page).mrz_step == ""
    assert case(OneSide(), judged=zone, mrz_read=True).mrz_step == ""
    assert case(OneSide(size="ID1"), judged=zone).mrz_step == "no_mrz_card"
    assert case(OneSide(size="ID1", side="back"), judged=zone).mrz_step == "no_mrz"
    assert case(OneSide(size="ID1"), OneSide(size="ID1"), judged=zone).mrz_step == "no_mrz"


def test_where_no_document_was_found_nothing_is_presumed_of_it() -> None:
    """Nor asked of its zone."""
    none = case(OneSide(), judged=verdict((ClaimId.MRZ_DATA, Why.NOT_A_DOCUMENT)))
    assert not none.document_found
    assert none.mrz_step == ""
    assert none.presumed == ()


@pytest.mark.parametrize(
    ("change", "left_out"),
    [
        ({}, set()),
        ({"is_back": True}, {"portrait of the holder"}),
        ({"mrz_expected": False}, {"machine readable zone"}),
    ],
)
def test_what_is_presumed_fits_the_side(change: dict[str, bool], left_out: set[str]) -> None:
    """A back bears no portrait, and a side without a zone none."""
    presumed = replace(Situation(mrz_read=False, template_found=False), **change).presumed
    assert set(EVERY_DOCUMENT) - set(presumed) == left_out
