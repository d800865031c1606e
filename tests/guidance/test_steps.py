"""The steps come in the officer's order, and some of them always."""

from collections.abc import Sequence

import pytest

from docforensics.checks.check import Check
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured, Outcome
from docforensics.checks.spec import CheckSpec
from docforensics.document import Document
from docforensics.guidance.situation import Situation
from docforensics.guidance.steps import examination_rank, next_steps
from docforensics.guidance.words import sentence
from docforensics.scoring.model import Basis, Evidence, OutcomeClass, Result, Verdict

ALL_SEEN = Situation(mrz_read=True, template_found=True)
NOTHING_SEEN = Situation(mrz_read=False, template_found=False)


def never(_document: Document) -> Outcome:
    """Stand in for a measurement."""
    raise AssertionError("guidance runs no check")


def check(id_: str, advice: str = "", title: str = "") -> Check:
    """Make a check."""
    family, slug = id_.split(".")
    spec = CheckSpec(title=title or f"Title of {slug}", unit="share", advice=advice)
    return Check(family=family, slug=slug, spec=spec, measure=never, explanation="Made by hand.")


def adverse(id_: str, log10_lr: float = 0.5) -> Evidence:
    """Make evidence against the document."""
    return evidence(id_, Measured(value=1.0), Result.FAILED, log10_lr)


def silent(id_: str, needs: str = "") -> Evidence:
    """Make evidence of a check that could not speak."""
    outcome = Abstained(
        kind=AbstentionKind.NOT_SUPPORTED, reason="no such light", needs=needs, why=Why.NO_LIGHT
    )
    return evidence(id_, outcome, Result.NOT_SUPPORTED, 0.0)


def evidence(id_: str, outcome: Outcome, result: Result, log10_lr: float) -> Evidence:
    """Make evidence."""
    return Evidence(
        check=id_,
        family=id_.split(".", maxsplit=1)[0],
        outcome=outcome,
        log10_lr=log10_lr,
        result=result,
        margin=None,
        basis=Basis.EXPERT if isinstance(outcome, Measured) else None,
    )


def steps(
    outcome: OutcomeClass = OutcomeClass.CLEAR,
    situation: Situation = ALL_SEEN,
    checks: Sequence[Check] = (),
    weighed: Sequence[Evidence] = (),
) -> tuple[str, ...]:
    """Ask for the next steps."""
    verdict = Verdict(score=0.5, prior=0.05, log10_lr=0, family_log10_lr={}, outcome=outcome, verbal="none")
    said = next_steps(checks=checks, evidence=weighed, verdict=verdict, situation=situation)
    return tuple(map(str, said))


@pytest.mark.parametrize("outcome", list(OutcomeClass))
@pytest.mark.parametrize("situation", [ALL_SEEN, NOTHING_SEEN])
def test_the_face_comes_first_and_the_decision_last(outcome: OutcomeClass, situation: Situation) -> None:
    """Whatever was found, the face is the officer's task and the result advisory."""
    given = steps(outcome, situation)
    assert given[0] == sentence("steps", "face")
    assert given[-1] == sentence("steps", "advisory")
    assert sentence("steps", "databases") in given
    assert len(set(given)) == len(given)


def test_advice_follows_the_order_of_examination() -> None:
    """Portrait before data before security features, whatever their weight; unknown families last."""
    ids = ["security.print", "zoo.other", "mrz.digits", "data.dates", "portrait.ring"]
    checks = [check(id_, advice=f"Look at {id_}.") for id_ in ids]
    given = steps(OutcomeClass.REFER, checks=checks, weighed=[adverse(id_) for id_ in ids])
    order = ["portrait.ring", "data.dates", "mrz.digits", "security.print", "zoo.other"]
    assert list(given[1:6]) == [f"Look at {id_}." for id_ in order]


def test_only_adverse_checks_advise() -> None:
    """A check that found nothing asks for nothing."""
    checks = [check("mrz.digits", advice="Read it again.")]
    in_order = [evidence("mrz.digits", Measured(value=0.0), Result.SUCCESSFUL, 0.0)]
    assert "Read it again." not in steps(checks=checks, weighed=in_order)


@pytest.mark.parametrize("outcome", [OutcomeClass.REFER, OutcomeClass.ALERT, OutcomeClass.INCONCLUSIVE])
def test_what_is_not_clear_goes_to_second_line(outcome: OutcomeClass) -> None:
    """The referral names the equipment that second line has."""
    given = steps(outcome)
    assert sentence("steps", "second_line") in given
    assert sentence("steps", "usual") not in given


def test_clear_is_not_proof() -> None:
    """A clear result goes on with the usual examination and says what it is worth."""
    given = steps(OutcomeClass.CLEAR)
    assert sentence("steps", "usual") in given
    assert sentence("steps", "second_line") not in given


def test_an_inconclusive_result_says_what_to_do_by_hand() -> None:
    """No answer is no answer: capture again, feel, look and tilt."""
    given = steps(OutcomeClass.INCONCLUSIVE)
    for key in ("inconclusive", "again", "feel_look_tilt"):
        assert sentence("steps", key) in given


def test_what_could_not_be_read_is_no_sign_of_forgery() -> None:
    """A missing MRZ or template leads to a step, not to a finding."""
    given = steps(situation=NOTHING_SEEN)
    assert sentence("steps", "no_mrz") in given
    assert sentence("steps", "no_template") in given
    assert sentence("steps", "no_mrz") not in steps(situation=ALL_SEEN)


def test_equipment_that_allows_more_is_named_once_the_most_useful_first() -> None:
    """One sentence for each piece of equipment, with what it would add."""
    ids = ["security.a", "security.b", "security.c", "security.d", "mrz.b900"]
    checks = [check(id_, title=f"Feature {id_[-1]}") for id_ in ids]
    weighed = [
        *(silent(id_, "UV lamp 365 nm") for id_ in ids[:4]),
        silent("mrz.b900", "IR viewer 900 nm"),
        silent("x.y"),
    ]
    given = [text for text in steps(checks=checks, weighed=weighed) if text.startswith("More can be ")]
    assert given == [
        "More can be checked with UV lamp 365 nm: Feature a, Feature b, Feature c, and others.",
        "More can be checked with IR viewer 900 nm: Feature 0.",
    ]


def test_a_step_knows_where_it_comes_from() -> None:
    """Advice names its check, the others their key: another language and a page can arrange them."""
    verdict = Verdict(
        score=0.5,
        prior=0.05,
        log10_lr=0,
        family_log10_lr={},
        outcome=OutcomeClass.REFER,
        verbal="",
    )
    given = next_steps(
        checks=[check("mrz.digits", advice="Read it again.")],
        evidence=[adverse("mrz.digits")],
        verdict=verdict,
        situation=ALL_SEEN,
    )
    assert [(step.key, step.check) for step in given[:3]] == [
        ("face", ""),
        ("advice", "mrz.digits"),
        ("databases", ""),
    ]


def test_families_of_other_packages_come_after_ours() -> None:
    """They are ordered by name."""
    assert (
        examination_rank("portrait")
        < examination_rank("mrz")
        < examination_rank("abc")
        < examination_rank("abd")
    )


def test_a_clear_specimen_is_accepted_for_no_journey() -> None:
    """And a clear result says nothing of documents that are not genuine."""
    given = steps(situation=Situation(mrz_read=True, template_found=True, is_specimen=True))
    assert sentence("steps", "specimen") in given
    assert sentence("steps", "usual") not in given
    assert sentence("steps", "claim") not in given
    assert sentence("steps", "claim") in steps(OutcomeClass.REFER)


def test_an_image_that_was_sent_in_asks_for_the_document_and_for_nothing_that_takes_it() -> None:
    """Nothing is felt, tilted or seen in another light on an image; a sharper one can be asked for."""
    sent = Situation(mrz_read=True, template_found=False, has_document=False)
    weighed = [silent("security.a", "UV lamp 365 nm")]
    for outcome in OutcomeClass:
        given = steps(outcome, sent, [check("security.a", title="A")], weighed)
        assert sentence("steps", "original") in given
        assert sentence("steps", "face_image") in given
        assert not [text for text in given if "UV lamp" in text or text.startswith("Feel, look and tilt")]
        assert (sentence("steps", "second_line_image") in given) is (outcome is not OutcomeClass.CLEAR)


def test_an_image_without_a_document_asks_for_an_image_of_one_alone() -> None:
    """No face, no databases, no second line for an icon."""
    none = Situation(mrz_read=False, template_found=False, document_found=False)
    assert steps(OutcomeClass.INCONCLUSIVE, none) == (sentence("steps", "advisory"),)


def test_a_zone_is_asked_for_where_one_can_be() -> None:
    """Not on a side that bears none; of a card the back is asked for."""
    bare = Situation(mrz_read=False, template_found=True, mrz_expected=False)
    card = Situation(mrz_read=False, template_found=True, is_card_side=True)
    for outcome in (OutcomeClass.CLEAR, OutcomeClass.INCONCLUSIVE):
        assert not [text for text in steps(outcome, bare) if "zone" in text and "again" not in text]
        assert sentence("steps", "no_mrz_card") in steps(outcome, card)
        assert sentence("steps", "no_mrz") not in steps(outcome, card)
