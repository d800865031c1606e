"""From which quality on a check verifies: compared with a side, and in words."""

import math

import pytest

from docforensics.capture.model import Channel
from docforensics.checks.claims import ClaimId, Why
from docforensics.claims.power import (
    CaptureQuality,
    ShownPower,
    VerifiesFrom,
    basis_words,
    may_be_verified,
    quality_words,
)
from docforensics.errors import CalibrationError

GOOD = CaptureQuality(px_per_mm=12.0, resolved_px_per_mm=11.0, contrast=0.6, holders=3)


@pytest.mark.parametrize(
    ("power", "why"),
    [
        (VerifiesFrom(), None),
        (VerifiesFrom(px_per_mm=11.0, contrast=0.6, holders=3), None),
        (VerifiesFrom(px_per_mm=11.5), Why.BLURRED),
        (VerifiesFrom(px_per_mm=12.5), Why.TOO_COARSE),
        (VerifiesFrom(contrast=0.7), Why.TOO_NOISY),
        (VerifiesFrom(holders=4), Why.FEW_HOLDERS),
    ],
)
def test_what_a_side_lacks_is_a_code(power: VerifiesFrom, why: Why | None) -> None:
    """Few pixels are told from blur, which may be of someone's making."""
    assert power.unmet(GOOD) is why


@pytest.mark.parametrize("wrong", [{"px_per_mm": -1.0}, {"contrast": math.inf}, {"holders": -2}])
def test_a_quality_that_makes_no_sense_is_refused(wrong: dict[str, float]) -> None:
    """By the name of the field."""
    with pytest.raises(CalibrationError, match=next(iter(wrong))):
        VerifiesFrom(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("power", "words"),
    [
        (None, ""),
        (VerifiesFrom(), ""),
        (VerifiesFrom(px_per_mm=6), " from 6 px/mm on"),
        (
            VerifiesFrom(px_per_mm=4.5, contrast=0.2, holders=2),
            " from 4.5 px/mm and contrast 0.2 and 2 documents learned from on",
        ),
        (VerifiesFrom(channels=frozenset({Channel.SCANNER})), " by scanner"),
    ],
)
def test_the_quality_is_written_for_people(power: VerifiesFrom | None, words: str) -> None:
    """At the end of a phrase; nothing where any quality will do."""
    assert quality_words(power) == words


def test_words_say_on_how_many_changes_a_power_was_shown_or_that_it_is_judgement() -> None:
    """Channel by channel."""
    enough = ShownPower(
        claim=ClaimId.SEX, channel=Channel.PHOTO, px_per_mm=6.0, changes=20, found=19, contradicted=3
    )
    few = ShownPower(claim=ClaimId.SEX, channel=Channel.UPLOAD, changes=20, found=17, contradicted=3)
    powers = {(one.claim, one.channel): one for one in (enough, few)}
    assert basis_words(ClaimId.SEX, Channel, powers) == (
        "photo: shown on 19 of 20 changes (3 contradicted), from 6 px/mm on; "
        "upload: not verified, found on 17 of 20 changes (3 contradicted) alone; scanner: by judgement"
    )
    assert may_be_verified(ClaimId.SEX, [Channel.PHOTO, Channel.SCANNER], powers)
    assert not may_be_verified(ClaimId.SEX, [Channel.PHOTO, Channel.UPLOAD], powers)
    assert few.verifies_from is None


@pytest.mark.parametrize(
    "told", [{"found": 21}, {"contradicted": 20}, {"changes": 0, "found": 0}, {"px_per_mm": -1.0}]
)
def test_a_power_that_cannot_be_is_refused(told: dict[str, float]) -> None:
    """More found than changed, more contradicted than found, nothing changed, no quality."""
    facts = {"changes": 20, "found": 19, "contradicted": 3, **told}
    with pytest.raises(CalibrationError, match="sex"):
        ShownPower(claim=ClaimId.SEX, channel=Channel.PHOTO, **facts)  # type: ignore[arg-type]
