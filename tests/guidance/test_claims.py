"""Every layer, state and code has words, and every code a step that would mend it."""

from pathlib import Path

import pytest

from docforensics.checks.claims import MENDED_BY_EQUIPMENT, ClaimId, ClaimState, Layer, Why
from docforensics.claims.model import CLAIMS, ClaimResult, LayerState
from docforensics.guidance.claims import (
    CLAIM_STATES,
    CODES,
    LAYER_STATES,
    LAYERS,
    grouped,
    mends,
    state_of,
)
from docforensics.guidance.steps import Situation, next_steps
from docforensics.guidance.words import sentences
from docforensics.scoring.model import OutcomeClass, Verdict

ROOT = Path(__file__).parents[2]


def not_seen(claim: ClaimId, why: Why) -> ClaimResult:
    """Make a mandatory claim that was not seen."""
    return ClaimResult(claim=claim, state=ClaimState.NOT_SEEN, why=why, checks=(), is_mandatory=True)


CONTRADICTED = ClaimResult(
    claim=ClaimId.NAMES, state=ClaimState.CONTRADICTED, why=None, checks=("a.b",), is_mandatory=True
)


def test_nothing_is_without_words() -> None:
    """A new code, layer, state or claim is named here until it has words."""
    for table, words in (
        (CODES, Why),
        (LAYERS, Layer),
        (CLAIM_STATES, ClaimState),
        (LAYER_STATES, LayerState),
    ):
        assert set(table) == set(words)
        assert len(set(table.values())) == len(table)  # type: ignore[attr-defined]
    assert set(CLAIMS) == set(ClaimId)


@pytest.mark.parametrize("why", Why)
def test_every_code_has_a_step_that_would_mend_it(why: Why) -> None:
    """One sentence each; two of them stand among the steps already."""
    said = mends([not_seen(ClaimId.NAMES, why)])
    assert list(said) == [why.value]
    assert str(said[why.value]).endswith(".")


def test_no_step_is_of_a_code_that_is_not_there() -> None:
    """What was renamed is not kept."""
    assert set(sentences()["mend"]) <= {*Why, ClaimState.CONTRADICTED}


def test_claims_of_one_code_are_one_sentence() -> None:
    """In the order in which they come first."""
    results = (
        not_seen(ClaimId.EXPIRY_DATE, Why.GLARE),
        CONTRADICTED,
        not_seen(ClaimId.SEX, Why.GLARE),
    )
    assert [*map(str, grouped(results))] == ["Date of expiry, Sex: not seen, glare.", "Names: contradicted."]
    assert str(state_of(results[0])) == "Date of expiry: not seen, glare."


def test_an_inconclusive_result_has_the_mending_as_its_next_step() -> None:
    """After the face, which is always first; the first claim that does not hold comes first, each step once."""
    claims = (
        not_seen(ClaimId.EXPIRY_DATE, Why.GLARE),
        not_seen(ClaimId.PORTRAIT, Why.GLARE),
        CONTRADICTED,
    )
    verdict = Verdict(
        outcome=OutcomeClass.INCONCLUSIVE,
        claims=claims,
        score=None,
        prior=0.05,
        log10_lr=0,
        family_log10_lr={},
        verbal="none",
    )
    situation = Situation(mrz_read=True, template_found=True)
    steps = next_steps(checks=(), evidence=(), verdict=verdict, situation=situation)
    assert [step.key for step in steps[:3]] == ["face", "contradicted", "glare"]
    assert "again" not in {step.key for step in steps}


def test_the_documentation_names_every_claim_layer_and_code() -> None:
    """With the result that a code comes to in TR-03135, and every column of a scan's results that it explains."""
    text = (ROOT / "docs" / "concepts" / "claims.md").read_text(encoding="utf-8")
    for claim, facts in CLAIMS.items():
        assert f"| `{claim}` | {facts.title} | `{facts.layer}` | {facts.words} |" in text
    for why in Why:
        result = "NOT_SUPPORTED" if why in MENDED_BY_EQUIPMENT else "UNDETERMINED"
        assert f"| `{why}` | {CODES[why]} | {'ABORTED' if why is Why.CHECK_FAILED else result} |" in text
    assert all(f"`{layer}`" in text for layer in Layer)
