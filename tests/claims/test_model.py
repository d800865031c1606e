"""Claims in words, and the layers that they come to."""

import pytest

from docforensics.checks.claims import ClaimId, ClaimState, Layer, Sighting, Why, claim_of_field
from docforensics.claims.model import CLAIMS, ClaimResult, LayerState, PlaceResult, layers_of
from docforensics.errors import UsageError


def claim(
    name: ClaimId,
    state: ClaimState = ClaimState.VERIFIED,
    *,
    why: Why | None = None,
    is_mandatory: bool = False,
) -> ClaimResult:
    """Make the result of a claim."""
    why = Why.GLARE if state is ClaimState.NOT_SEEN and why is None else why
    return ClaimResult(claim=name, state=state, why=why, checks=(), is_mandatory=is_mandatory)


def test_every_claim_has_words() -> None:
    """The table holds each claim once, and every layer has one."""
    assert list(CLAIMS) == list(ClaimId)
    assert {facts.layer for facts in CLAIMS.values()} == set(Layer)
    assert all(facts.title and facts.words.endswith(".") for facts in CLAIMS.values())


@pytest.mark.parametrize("state", ClaimState)
def test_a_code_belongs_to_what_was_not_seen(state: ClaimState) -> None:
    """And to nothing else."""
    wrong = None if state is ClaimState.NOT_SEEN else Why.GLARE
    with pytest.raises(UsageError, match="a code belongs to not_seen"):
        ClaimResult(claim=ClaimId.SEX, state=state, why=wrong, checks=())


def test_a_place_that_was_not_seen_cannot_be_odd() -> None:
    """What is adverse was seen."""
    with pytest.raises(UsageError, match="no adverse place that was not seen"):
        Sighting(claim=ClaimId.SEX, why=Why.GLARE, is_odd=True)


def test_both_parts_of_the_name_are_one_claim() -> None:
    """Every other field is a claim by its own name."""
    assert claim_of_field("surname") is claim_of_field("given_names") is ClaimId.NAMES
    assert claim_of_field("birth_date") is ClaimId.BIRTH_DATE


def test_the_first_place_decides() -> None:
    """A claim without places has none."""
    place = PlaceResult(place="sex", side=0, state=ClaimState.VERIFIED, why=None, checks=("a.b",))
    found = ClaimResult(
        claim=ClaimId.SEX, state=ClaimState.VERIFIED, why=None, checks=("a.b",), places=(place,)
    )
    assert (found.place, claim(ClaimId.SEX).place) == ("sex", "")


def test_a_layer_is_judged_by_its_mandatory_claims() -> None:
    """By all of them where none is; one that was contradicted makes it adverse."""
    seen = claim(ClaimId.NAMES, is_mandatory=True)
    unseen, against = claim(ClaimId.SEX, ClaimState.NOT_SEEN), claim(ClaimId.SEX, ClaimState.CONTRADICTED)
    for claims, state, why in (
        ((seen, unseen), LayerState.IN_ORDER, None),
        ((claim(ClaimId.NAMES), unseen), LayerState.NOT_SEEN, Why.GLARE),
        ((seen, against), LayerState.ADVERSE, None),
    ):
        (layer,) = layers_of(claims)
        assert (layer.layer, layer.state, layer.why) == (Layer.DATA, state, why)
        assert (layer.verified, layer.applicable) == (1, 2)


def test_layers_stand_in_order_and_only_those_with_a_claim() -> None:
    """As TR-03135 groups its checks."""
    found = layers_of([claim(ClaimId.UV_PRINT), claim(ClaimId.PORTRAIT), claim(ClaimId.NAMES)])
    assert [layer.layer for layer in found] == [Layer.DATA, Layer.PORTRAIT, Layer.UV]


def test_data_are_not_in_order_because_the_sides_are_of_one_document() -> None:
    """A card without a zone has no other claim about its data; what was seen beside it does not stand for it."""
    sides = claim(ClaimId.ONE_DOCUMENT, is_mandatory=True)
    (alone,) = layers_of([sides])
    assert (alone.state, alone.why, alone.verified) == (LayerState.NOT_SEEN, Why.NO_MRZ, 1)
    (unseen,) = layers_of([sides, claim(ClaimId.NAMES, ClaimState.NOT_SEEN)])
    assert (unseen.state, unseen.why) == (LayerState.NOT_SEEN, Why.GLARE)
    (both,) = layers_of([sides, claim(ClaimId.NAMES)])
    assert (both.state, both.why) == (LayerState.IN_ORDER, None)
