"""What all checks saw of a claim: the worst place counts, every side counts, and what was not seen is not in order."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.claims import ClaimId, ClaimState, Sighting, Why
from docforensics.checks.outcome import Aborted, Measured, not_supported, undetermined
from docforensics.claims.fold import fold
from docforensics.claims.model import ClaimResult
from docforensics.claims.power import ShownPower, VerifiesFrom
from docforensics.errors import UsageError
from docforensics.page.frame import ScaleBasis
from docforensics.templates.model import FeatureKind

CLAIM = ClaimId.PRINT_ELSEWHERE
NOISY = undetermined("noisy", why=Why.TOO_NOISY)
BARE = undetermined("bare", why=Why.NO_REFERENCE_HERE, expected=False)


def result(document: Any, *checks: Any, claim: ClaimId = CLAIM, **options: Any) -> ClaimResult:
    """Give what was seen of one claim."""
    return next(one for one in fold(document, checks, **options) if one.claim is claim)


def state(document: Any, *checks: Any, claim: ClaimId = CLAIM) -> tuple[ClaimState, Why | None]:
    """Give its state and code."""
    found = result(document, *checks, claim=claim)
    return found.state, found.why


@pytest.fixture(name="one")
def fixture_one(made: Any) -> Any:
    """A document of one side on its template."""
    return made.document(made.side(made.template()))


def sightings(*places: tuple[str, Why | None, bool]) -> Measured:
    """Measure something that states some places: name, code, whether it is odd."""
    stated = (
        Sighting(claim=CLAIM, place=place, side=0, why=why, is_odd=is_odd) for place, why, is_odd in places
    )
    return Measured(value=1.0, sightings=tuple(stated))


def test_what_every_check_saw_in_order_is_verified(made: Any, one: Any) -> None:
    """The checks that it rests on are named."""
    checks = [made.weighed(name=f"security.{slug}", verifies={CLAIM}) for slug in ("b", "a")]
    found = result(one, *checks)
    assert found.is_verified
    assert found.checks == ("security.a", "security.b")


def test_no_check_stands_in_for_another(made: Any, one: Any) -> None:
    """Whoever makes one check abstain has not had the claim verified by the other."""
    silent = made.weighed(NOISY, name="security.silent", verifies={CLAIM})
    found = result(one, made.weighed(verifies={CLAIM}), silent)
    assert (found.state, found.why) == (ClaimState.NOT_SEEN, Why.TOO_NOISY)
    assert found.checks == ("security.silent",)


def test_a_check_that_is_not_called_for_leaves_a_claim_to_the_others(made: Any, one: Any) -> None:
    """Where none is left, the claim was not seen, and the code tells why."""
    bare = made.weighed(BARE, verifies={CLAIM})
    assert state(one, made.weighed(verifies={CLAIM}), bare) == (ClaimState.VERIFIED, None)
    assert state(one, bare) == (ClaimState.NOT_SEEN, Why.NO_REFERENCE_HERE)
    assert state(one) == (ClaimState.NOT_SEEN, Why.NO_POWER)


@pytest.mark.parametrize("unread", [(), ("EF.DG1",)])
def test_signed_data_are_demanded_of_a_chip_that_lacks_what_every_chip_holds(
    made: Any, unread: tuple[str, ...]
) -> None:
    """Whatever the policy: what was left out may be what differs. Of a whole chip the policy decides."""
    page = made.side(made.template())
    claim = ClaimId.SIGNED_DATA
    missing = made.weighed(undetermined("none", why=Why.NO_SIGNED_DATA), verifies={claim})
    found = result(made.document(page, chip=SimpleNamespace(unread=unread)), missing, claim=claim)
    assert (found.state, found.why) == (ClaimState.NOT_SEEN, Why.NO_SIGNED_DATA)
    assert found.is_mandatory == bool(unread)


def test_the_worst_place_counts(made: Any, one: Any) -> None:
    """A field under glare leaves the claim unseen, and is named first; a place without a reference calls for nothing."""
    seen = sightings(
        ("birth", None, False), ("expiry", Why.GLARE, False), ("number", Why.NO_REFERENCE_HERE, False)
    )
    found = result(one, made.weighed(seen, verifies={CLAIM}))
    assert (found.state, found.why, found.place) == (ClaimState.NOT_SEEN, Why.GLARE, "expiry")
    assert [place.place for place in found.places] == ["expiry", "birth"]


def test_what_is_adverse_lies_where_the_check_says(made: Any, one: Any) -> None:
    """The other places were seen; a contradicted place counts before one that was not seen."""
    seen = sightings(("birth", None, True), ("expiry", Why.GLARE, False), ("number", None, False))
    found = result(one, made.weighed(seen, verifies={CLAIM}, log10_lr=1.0))
    assert [(place.place, place.state) for place in found.places] == [
        ("birth", ClaimState.CONTRADICTED),
        ("expiry", ClaimState.NOT_SEEN),
        ("number", ClaimState.VERIFIED),
    ]
    assert found.state is ClaimState.CONTRADICTED


def test_an_odd_place_in_doubt_is_not_seen_where_the_outcome_is_not_adverse(made: Any, one: Any) -> None:
    """Where it is adverse, it is contradicted."""
    doubted = Measured(
        value=1.0,
        sightings=(Sighting(claim=CLAIM, place="a", side=0, is_odd=True, in_doubt=Why.TOO_NOISY),),
    )
    weak = result(one, made.weighed(doubted, verifies={CLAIM}, log10_lr=0.2))
    assert (weak.state, weak.why) == (ClaimState.NOT_SEEN, Why.TOO_NOISY)
    strong = result(one, made.weighed(doubted, verifies={CLAIM}, log10_lr=1.0))
    assert strong.state is ClaimState.CONTRADICTED
    with pytest.raises(UsageError, match="in_doubt"):
        Sighting(claim=CLAIM, in_doubt=Why.TOO_NOISY)


def test_what_supports_neither_side_is_in_order(made: Any, one: Any) -> None:
    """Below a likelihood ratio of 2 the verbal scale states no support; the total of the evidence is limited by the policy."""
    weak = made.weighed(sightings(("birth", None, True)), verifies={CLAIM}, log10_lr=0.2)
    assert state(one, weak) == (ClaimState.VERIFIED, None)


def test_a_check_that_can_only_contradict_never_verifies(made: Any, one: Any) -> None:
    """Its silence is no gap either."""
    for outcome in (None, NOISY):
        check = made.weighed(outcome, contradicts={CLAIM})
        assert state(one, check) == (ClaimState.NOT_SEEN, Why.NO_POWER)
        assert result(one, made.weighed(verifies={CLAIM}), check).is_verified
    adverse = made.weighed(contradicts={CLAIM}, log10_lr=1.0)
    assert state(one, made.weighed(verifies={CLAIM}), adverse) == (ClaimState.CONTRADICTED, None)


def test_a_check_without_shown_power_can_only_contradict(made: Any, one: Any) -> None:
    """On a channel of which nothing was shown as on any."""
    powers = (None, VerifiesFrom(channels=frozenset({Channel.UPLOAD})))
    for power in powers:
        assert state(one, made.weighed(verifies={CLAIM}, power=power))[1] is Why.NO_POWER
        adverse = made.weighed(verifies={CLAIM}, power=power, log10_lr=1.0)
        assert state(one, adverse)[0] is ClaimState.CONTRADICTED


@pytest.mark.parametrize(("found", "verified"), [(89, False), (90, True)])
def test_a_claim_whose_changes_are_missed_too_often_is_verified_by_no_check(
    made: Any, one: Any, found: int, verified: bool
) -> None:
    """Nine of ten must be found, on the channel of the document; its checks can still contradict, and on other channels verify."""
    shown = ShownPower(claim=CLAIM, channel=Channel.SCANNER, changes=100, found=found, contradicted=40)
    powers = {(CLAIM, Channel.SCANNER): shown}
    seen = result(one, made.weighed(verifies={CLAIM}), powers=powers)
    assert seen.is_verified is verified
    assert seen.why is (None if verified else Why.NO_POWER)
    odd = sightings(("place", None, True))
    contradicted = result(one, made.weighed(odd, verifies={CLAIM}, log10_lr=1.0), powers=powers)
    assert contradicted.state is ClaimState.CONTRADICTED
    photo = made.document(made.side(made.template(), channel=Channel.PHOTO))
    assert result(photo, made.weighed(verifies={CLAIM}), powers=powers).is_verified


def test_a_claim_is_verified_from_the_quality_on_that_its_power_was_shown_at(made: Any) -> None:
    """Whatever lower quality the row of a check states."""
    shown = ShownPower(
        claim=CLAIM, channel=Channel.SCANNER, px_per_mm=7.0, changes=10, found=10, contradicted=10
    )
    powers = {(CLAIM, Channel.SCANNER): shown}
    check = made.weighed(verifies={CLAIM}, power=VerifiesFrom(px_per_mm=5.0))
    for resolution, why in ((6.0, Why.TOO_COARSE), (7.0, None)):
        document = made.document(made.side(made.template(), px_per_mm=resolution))
        assert result(document, check, powers=powers).why is why
        assert result(document, check).is_verified


def test_a_check_that_can_never_be_adverse_verifies_nothing(made: Any, one: Any) -> None:
    """Its row weighs nothing, by a fit or in a user's file: the other check does not stand in for it."""
    mute = replace(made.weighed(name="security.mute", verifies={CLAIM}), can_be_adverse=False)
    assert state(one, made.weighed(verifies={CLAIM}), mute) == (ClaimState.NOT_SEEN, Why.NO_POWER)


def test_below_the_quality_of_its_power_it_verifies_nothing(made: Any) -> None:
    """A coarse side leaves the claim unseen, whatever was measured there."""
    coarse = made.document(made.side(made.template(), px_per_mm=4.0))
    power = VerifiesFrom(px_per_mm=6.0)
    assert state(coarse, made.weighed(verifies={CLAIM}, power=power))[1] is Why.TOO_COARSE


def test_a_check_that_broke_verifies_nothing(made: Any, one: Any) -> None:
    """Also one that could only contradict: it may have had to."""
    broken = Aborted(error="ValueError")
    for declared in ({"verifies": {CLAIM}}, {"contradicts": {CLAIM}}):
        checks = (made.weighed(verifies={CLAIM}), made.weighed(broken, **declared))
        assert state(one, *checks) == (ClaimState.NOT_SEEN, Why.CHECK_FAILED)


def test_what_the_policy_switches_off_was_not_seen(made: Any, one: Any) -> None:
    """Whether it would have measured or not."""
    off = not_supported("switched off", why=Why.SWITCHED_OFF)
    for outcome in (None, off):
        check = made.weighed(outcome, verifies={CLAIM}, is_weighed=False)
        assert state(one, made.weighed(verifies={CLAIM}), check)[1] is Why.SWITCHED_OFF


def test_every_side_counts(made: Any) -> None:
    """A side that the check could not look at, or that is too coarse for it, leaves the claim unseen."""
    good, foreign = made.side(made.template()), made.side()
    coarse = made.side(made.template(), px_per_mm=3.0)
    unlit = made.side(made.template(), lights=(Light.UV,))
    check = made.weighed(verifies={CLAIM}, needs_template=True, min_px_per_mm=5.0)
    assert result(made.document(good, good), check).is_verified
    for other, why in ((foreign, Why.NO_TEMPLATE), (coarse, Why.TOO_COARSE), (unlit, Why.NO_LIGHT)):
        found = result(made.document(good, other), check)
        assert (found.state, found.why) == (ClaimState.NOT_SEEN, why)
        assert [place.side for place in found.places if place.state is ClaimState.NOT_SEEN] == [1]


def test_a_side_without_a_template_counts_where_another_calls_for_nothing(made: Any) -> None:
    """The back of a card names no portrait; the front, which nothing fits, may bear one."""
    both = made.document(made.side(made.template(())), made.side())
    check = made.weighed(BARE, verifies={ClaimId.PORTRAIT}, needs_template=True)
    assert state(both, check, claim=ClaimId.PORTRAIT) == (ClaimState.NOT_SEEN, Why.NO_TEMPLATE)


def test_without_a_template_the_code_says_so(made: Any) -> None:
    """Or that nothing of a document was found at all."""
    for basis, why in ((ScaleBasis.OUTLINE, Why.NO_TEMPLATE), (ScaleBasis.ASSUMED, Why.NOT_A_DOCUMENT)):
        document = made.document(made.side(basis=basis))
        missing = undetermined("no template fits", why=Why.NO_TEMPLATE)
        assert state(document, made.weighed(missing, verifies={CLAIM}))[1] is why
        assert state(document)[1] is why


def test_a_template_that_nobody_signed_verifies_nothing_where_keys_are_named(made: Any) -> None:
    """A doctored template passes any forgery."""
    check = made.weighed(verifies={CLAIM}, needs_template=True)
    for signed_by, why in (("", Why.UNSIGNED_TEMPLATE), ("a key", None)):
        document = made.document(made.side(made.template(signed_by=signed_by)))
        assert result(document, check, signed_only=True).why is why


def test_a_picture_that_measured_less_contradicts_where_that_is_adverse_by_itself(
    made: Any, one: Any
) -> None:
    """The picture that measured most does in any case."""
    stated = (
        Sighting(claim=CLAIM, place="a", side=0, is_odd=True),
        Sighting(claim=CLAIM, place="b", side=0, is_odd=True, value=0.5),
        Sighting(claim=CLAIM, place="c", side=0, is_odd=True, value=0.1, in_doubt=Why.TOO_NOISY),
        Sighting(claim=CLAIM, place="d", side=0, is_odd=True, value=4.0),
    )
    outcome = Measured(value=5.0, sightings=stated)
    check = made.weighed(outcome, verifies={CLAIM}, log10_lr=1.0)
    found = result(one, replace(check, is_adverse_at=lambda value: value > 1.0))
    assert {place.place: place.state for place in found.places} == {
        "a": ClaimState.CONTRADICTED,
        "b": ClaimState.VERIFIED,
        "c": ClaimState.NOT_SEEN,
        "d": ClaimState.CONTRADICTED,
    }


def test_a_doubt_for_want_of_a_reference_calls_for_nothing(made: Any, one: Any) -> None:
    """As an abstention for it does."""
    odd = Sighting(claim=CLAIM, place="a", side=0, is_odd=True, in_doubt=Why.NO_REFERENCE_HERE)
    fine = Sighting(claim=CLAIM, place="b", side=0)
    outcome = Measured(value=0.1, sightings=(odd, fine))
    assert result(one, made.weighed(outcome, verifies={CLAIM})).is_verified
    adverse = made.weighed(outcome, verifies={CLAIM}, log10_lr=1.0)
    assert state(one, adverse)[0] is ClaimState.CONTRADICTED


@pytest.mark.parametrize("claim", [ClaimId.DEVICES, ClaimId.UV_PORTRAIT, ClaimId.IR_PRINT])
def test_a_light_in_which_the_template_holds_nothing_asks_no_more_than_white_light(
    made: Any, one: Any, claim: ClaimId
) -> None:
    """The claim is not there; what a picture of the questioned page keeps from being seen stays open."""
    bare, noisy = (made.weighed(outcome, verifies={claim}) for outcome in (BARE, NOISY))
    assert claim not in {found.claim for found in fold(one, (bare,))}
    assert state(one, noisy, claim=claim) == (ClaimState.NOT_SEEN, Why.TOO_NOISY)
    assert state(one, bare, noisy, claim=claim) == (ClaimState.NOT_SEEN, Why.TOO_NOISY)


def test_a_model_without_a_zone_calls_for_nothing_that_needs_one(made: Any) -> None:
    """Where the template names a zone that was not read, the claim stays open."""
    unread = made.weighed(
        undetermined("no zone", why=Why.NO_MRZ), name="mrz.infrared", verifies={ClaimId.IR_DATA}
    )
    other = made.weighed(name="portrait.portrait_infrared", verifies={ClaimId.IR_DATA})
    without = made.document(made.side(made.template(kinds=(FeatureKind.PORTRAIT,))))
    with_zone = made.document(made.side(made.template()))
    assert state(without, unread, other, claim=ClaimId.IR_DATA) == (ClaimState.VERIFIED, None)
    assert state(with_zone, unread, other, claim=ClaimId.IR_DATA) == (ClaimState.NOT_SEEN, Why.NO_MRZ)
