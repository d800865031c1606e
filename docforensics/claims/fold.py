"""Folds what all checks saw into one result a claim: the worst place counts, and what was not seen is not in order.

A claim is verified only where *every* check that can verify it, and that the document calls for, measured something that is not adverse at
every place, from the quality on that its calibration row states, and on which its power was shown. So no check can stand in for another that was made
to abstain. It is contradicted where one check is adverse. All else is not seen, with a code.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from docforensics.checks.claims import ClaimId, ClaimState, Sighting, Why
from docforensics.checks.outcome import Aborted, Abstained, Measured, Outcome
from docforensics.checks.run import unmet_by
from docforensics.checks.spec import CheckSpec, DeclaredCheck
from docforensics.claims.applicable import (
    applicable,
    bears_zone,
    concerns,
    demanded,
    is_no_document,
    missing_reference,
)
from docforensics.claims.model import ClaimResult, PlaceResult
from docforensics.claims.power import CaptureQuality, Powers, VerifiesFrom, may_be_verified
from docforensics.document import Document, Side

_ORDER = (
    Why.CHECK_FAILED,
    Why.NOT_A_DOCUMENT,
    Why.NO_TEMPLATE,
    Why.NO_MRZ,
    Why.CROPPED,
    Why.GLARE,
    Why.OCCLUDED,
    Why.BLURRED,
    Why.TOO_COARSE,
    Why.NO_LIGHT,
    Why.NO_COLOUR,
    Why.TOO_NOISY,
)
"""Which code names a claim that was not seen for several reasons: what explains most comes first; others follow in the order of `Why`."""
_OF_OTHER_LIGHT = frozenset({ClaimId.DEVICES, ClaimId.UV_PORTRAIT, ClaimId.IR_PRINT})
"""Claims that are seen under UV or in infrared alone, and not on every model: a device whose lines do not show there, a portrait that no luminescent print crosses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedCheck:
    """The outcome of a check with what its calibration row makes of it."""

    check: DeclaredCheck
    outcome: Outcome
    log10_lr: float
    """Positive supports "not genuine"."""
    is_adverse: bool
    is_weighed: bool
    """Whether the policy runs and weighs the check."""
    verifies_from: VerifiesFrom | None
    """None where it can only contradict."""
    can_be_adverse: bool = True
    """Whether its row lets any value be adverse: one that weighs nothing, by a fit or by a user's file, could never contradict."""
    is_adverse_at: Callable[[float], bool] = lambda _value: True
    """Whether its row makes a value adverse: what one picture of a document measured, where another one measured more."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Context:
    """What all claims of one document have in common."""

    document: Document
    powers: Powers
    signed_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What one check saw of a claim at one place."""

    check: str
    place: str
    side: int | None
    state: ClaimState
    why: Why | None = None


def fold(
    document: Document,
    weighed: Sequence[WeighedCheck],
    *,
    powers: Powers = MappingProxyType({}),
    signed_only: bool = False,
) -> tuple[ClaimResult, ...]:
    """Give one result for each claim that applies to the document, in the order of `CLAIMS`.

    `powers` are what was shown of claims, by channel; a claim whose changes are missed there too often is verified by no check. With `signed_only` a template that no trusted key has signed can contradict and not verify: a doctored one passes any forgery.
    """
    context = _Context(document=document, powers=powers, signed_only=signed_only)
    needed = demanded(document)
    folded = (_folded(claim, context, weighed) for claim in applicable(document))
    return tuple(
        replace(one, is_mandatory=one.claim in needed) for one in folded if not _is_without_reference(one)
    )


def _is_without_reference(result: ClaimResult) -> bool:
    """Whether the template holds nothing in another light that a claim could be seen by: that capture asks no more than one in white light does."""
    return result.claim in _OF_OTHER_LIGHT and result.why is Why.NO_REFERENCE_HERE and not result.places


def quality_of(side: Side) -> CaptureQuality:
    """Give what the power of checks on a side depends on."""
    quality = side.page.quality
    return CaptureQuality(
        px_per_mm=quality.px_per_mm,
        resolved_px_per_mm=quality.resolved_px_per_mm,
        contrast=quality.contrast,
        holders=side.match.template.n_holders if side.match else 0,
    )


def _folded(claim: ClaimId, context: _Context, weighed: Sequence[WeighedCheck]) -> ClaimResult:
    document = context.document
    seen = [
        one
        for item in weighed
        if claim in item.check.spec.verifies | item.check.spec.contradicts
        for one in _seen_by(item, claim, context)
    ]
    places = sorted(_places(seen), key=_rank)
    if not places:
        why = _uncalled(claim, weighed, context) if all(side.match for side in document.sides) else None
        why = why or missing_reference(document)
        return ClaimResult(claim=claim, state=ClaimState.NOT_SEEN, why=why, checks=())
    state = places[0].state
    checks = sorted({check for place in places if place.state is state for check in place.checks})
    return ClaimResult(
        claim=claim, state=state, why=places[0].why, checks=tuple(checks), places=tuple(places)
    )


def _uncalled(claim: ClaimId, weighed: Sequence[WeighedCheck], context: _Context) -> Why:
    """Give the code for a claim that no check could speak of: what the first that might verify it says, else that none has the power."""
    able = [
        item.outcome
        for item in weighed
        if claim in item.check.spec.verifies and _has_power(item, claim, context)
    ]
    told = [outcome.why for outcome in able if isinstance(outcome, Abstained)]
    measured = any(isinstance(outcome, Measured) for outcome in able)
    return told[0] if told else Why.NO_REFERENCE_HERE if measured else Why.NO_POWER


def _places(seen: Iterable[_Seen]) -> Iterator[PlaceResult]:
    """Fold what several checks saw of one place: the worst counts."""
    grouped: dict[tuple[str, int | None], list[_Seen]] = {}
    for one in seen:
        grouped.setdefault((one.place, one.side), []).append(one)
    for (place, side), found in grouped.items():
        worst = min(found, key=_rank)
        checks = {one.check for one in found if (one.state, one.why) == (worst.state, worst.why)}
        yield PlaceResult(
            place=place, side=side, state=worst.state, why=worst.why, checks=tuple(sorted(checks))
        )


def _rank(one: _Seen | PlaceResult) -> tuple[int, int]:
    """Order from worst to best."""
    states = (ClaimState.CONTRADICTED, ClaimState.NOT_SEEN, ClaimState.VERIFIED)
    codes = (*_ORDER, *(code for code in Why if code not in _ORDER))
    return states.index(one.state), codes.index(one.why) if one.why else -1


def _seen_by(item: WeighedCheck, claim: ClaimId, context: _Context) -> Iterator[_Seen]:
    """Give what one check saw of a claim it declares; nothing where the document does not call for it, or it can add nothing."""
    spec, outcome, document = item.check.spec, item.outcome, context.document
    may_verify = claim in spec.verifies and _has_power(item, claim, context)
    if isinstance(outcome, Aborted):
        yield _unseen(item, Why.CHECK_FAILED)
    elif isinstance(outcome, Abstained):
        if may_verify and outcome.expected and not _has_no_zone(outcome, document):
            yield _unseen(item, _code(item, outcome, document))
        elif may_verify:
            yield from _left_out(item, claim, document)
    elif not item.is_weighed:
        if may_verify:
            yield _unseen(item, Why.SWITCHED_OFF)
    else:
        for sighting in _sightings(outcome, claim):
            if found := _of_sighting(item, sighting, context, may_verify=may_verify):
                yield found
        if may_verify:
            yield from _left_out(item, claim, document)


def _has_no_zone(outcome: Abstained, document: Document) -> bool:
    """Whether a check lacks a machine readable zone where the model bears none."""
    return outcome.why is Why.NO_MRZ and not bears_zone(document)


def _code(item: WeighedCheck, outcome: Abstained, document: Document) -> Why:
    if not item.is_weighed:
        return Why.SWITCHED_OFF
    if outcome.why is Why.NO_MRZ and is_no_document(document):
        return Why.NOT_A_DOCUMENT
    return missing_reference(document) if outcome.why is Why.NO_TEMPLATE else outcome.why


def _unseen(item: WeighedCheck, why: Why, *, place: str = "", side: int | None = None) -> _Seen:
    return _Seen(check=item.check.id, place=place, side=side, state=ClaimState.NOT_SEEN, why=why)


def _sightings(outcome: Measured, claim: ClaimId) -> tuple[Sighting, ...]:
    """Give what the outcome states of a claim; where it states nothing, the claim was looked at as a whole."""
    return tuple(one for one in outcome.sightings if one.claim is claim) or (
        Sighting(claim=claim, is_odd=True),
    )


def _of_sighting(
    item: WeighedCheck, sighting: Sighting, context: _Context, *, may_verify: bool
) -> _Seen | None:
    """Judge one place; None where a check that cannot verify found nothing adverse there, or the template holds nothing there."""
    place, side = sighting.place, sighting.side
    if item.is_adverse and sighting.is_odd and (sighting.value is None or item.is_adverse_at(sighting.value)):
        return _Seen(check=item.check.id, place=place, side=side, state=ClaimState.CONTRADICTED)
    if not may_verify or Why.NO_REFERENCE_HERE in (sighting.why, sighting.in_doubt):
        return None
    why = sighting.why or sighting.in_doubt or _powerless(item, sighting.claim, side, context)
    if why is not None:
        return _unseen(item, why, place=place, side=side)
    return _Seen(check=item.check.id, place=place, side=side, state=ClaimState.VERIFIED)


def _has_power(item: WeighedCheck, claim: ClaimId, context: _Context) -> bool:
    """Whether its row, and what was shown, let the check verify a claim on the channels of this document; else it can only contradict."""
    channels = context.document.channels
    return (
        item.verifies_from is not None
        and item.verifies_from.channels.issuperset(channels)
        and may_be_verified(claim, channels, context.powers)
    )


def _powerless(item: WeighedCheck, claim: ClaimId, side: int | None, context: _Context) -> Why | None:
    """Give what the sides lack for the check to verify; None where it may."""
    document = context.document
    if item.verifies_from is None:
        return None
    if not item.can_be_adverse:
        return Why.NO_POWER
    if context.signed_only and item.check.spec.needs_template:
        matches = [one.match for one in document.sides if one.match is not None]
        if not all(match.template.signed_by for match in matches):
            return Why.UNSIGNED_TEMPLATE
    sides = _sides_of(item.check.spec, claim, document) if side is None else (side,)
    unmet = (
        power.unmet(quality_of(document.sides[index]))
        for index in sides
        for power in (item.verifies_from, _shown(claim, document.sides[index], context))
        if power is not None
    )
    return next((why for why in unmet if why), None)


def _shown(claim: ClaimId, side: Side, context: _Context) -> VerifiesFrom | None:
    """Give from which quality on the power of a claim was shown on the channel of a side; None where it was not counted."""
    power = context.powers.get((claim, side.capture.channel))
    return power.verifies_from if power is not None else None


def _left_out(item: WeighedCheck, claim: ClaimId, document: Document) -> Iterator[_Seen]:
    """Name the sides that bear the claim and that do not meet what the check declares, whatever it saw on others."""
    for index in _sides_of(item.check.spec, claim, document):
        why = unmet_by(item.check.spec, document, index)
        if why is not None:
            yield _unseen(item, missing_reference(document) if why is Why.NO_TEMPLATE else why, side=index)


def _sides_of(spec: CheckSpec, claim: ClaimId, document: Document) -> tuple[int, ...]:
    """List the sides that a check has to look at for a claim."""
    return tuple(
        index
        for index, side in enumerate(document.sides)
        if concerns(claim, side)
        and (not spec.needs_mrz or index == document.mrz_side or side.mrz_reading is not None)
    )
