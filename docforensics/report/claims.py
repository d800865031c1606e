"""The claims of a report as a reader has them: what comes first in words, one compact table, and the places that were not seen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimState, Layer, Why
from docforensics.checks.support.mrz_print import field_name
from docforensics.checks.support.wording import field_places
from docforensics.claims.model import CLAIMS, ClaimResult, LayerState
from docforensics.document import Side
from docforensics.guidance.claims import (
    BRIEF_CODES,
    CLAIM_STATES,
    CODES,
    LAYER_STATES,
    LAYERS,
    grouped,
    mends,
    state_of,
)
from docforensics.guidance.words import Text, sentences, text
from docforensics.page.geometry import BoxMm
from docforensics.report.model import ReportData, UnseenPlace
from docforensics.scoring.model import OutcomeClass, Verdict

MOST_PLACES = 3
"""Places that are named of one claim; the data have them all."""
MOST_CAUSES = 2
"""Sentences at the top on what would mend it; the steps have them all."""
_OF_LAYER = {Layer.UV: Light.UV, Layer.IR: Light.IR}
"""Light in which the claims of a layer are seen; white light for the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One claim in words."""

    title: str
    kind: str
    """`ClaimState`, for a style."""
    state: str
    code: str
    """Why it was not seen; empty otherwise."""
    brief: str
    """The same in at most sixteen characters."""
    places: tuple[str, ...]
    """Where, for what was not verified; empty where the claim as a whole is meant."""
    is_mandatory: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerRow:
    """One layer in words, with its claims."""

    title: str
    kind: str
    """`LayerState`, for a style."""
    state: str
    code: str
    """Why it was not seen; empty otherwise."""
    claims: tuple[ClaimRow, ...]

    @property
    def verified(self) -> tuple[ClaimRow, ...]:
        """The claims that were verified."""
        return tuple(claim for claim in self.claims if claim.kind == ClaimState.VERIFIED)

    @property
    def others(self) -> tuple[tuple[ClaimRow, ...], ...]:
        """The claims that were not, those of one state and code together."""
        groups: dict[tuple[str, str], list[ClaimRow]] = {}
        for claim in self.claims:
            if claim.kind != ClaimState.VERIFIED:
                groups.setdefault((claim.kind, claim.code), []).append(claim)
        return tuple(map(tuple, groups.values()))


def rows(report: ReportData) -> tuple[LayerRow, ...]:
    """Lay out every layer that holds a claim, with what was seen of each."""
    verdict = report.verdict
    names = {place.place: place.label for page in report.pages for place in page.unseen}
    return tuple(
        LayerRow(
            title=LAYERS[layer.layer],
            kind=layer.state.value,
            state=LAYER_STATES[layer.state],
            code=CODES[layer.why] if layer.why else "",
            claims=tuple(_row(one, names) for one in verdict.claims if one.facts.layer is layer.layer),
        )
        for layer in verdict.layers
    )


def _row(result: ClaimResult, names: Mapping[str, str]) -> ClaimRow:
    return ClaimRow(
        title=result.facts.title,
        kind=result.state.value,
        state=CLAIM_STATES[result.state],
        code=CODES[result.why] if result.why else "",
        brief=BRIEF_CODES[result.why] if result.why else "",
        places=() if result.is_verified else tuple(_places(result, names))[:MOST_PLACES],
        is_mandatory=result.is_mandatory,
    )


def _places(result: ClaimResult, names: Mapping[str, str]) -> Iterator[str]:
    """Name the places that decide the state, less what the claim's own name says already."""
    named = dict.fromkeys(
        names.get(one.place) or place_name(one.place)
        for one in result.places
        if one.place and (one.state, one.why) == (result.state, result.why)
    )
    yield from (name for name in named if name != result.facts.title.lower())


def place_name(place: str) -> str:
    """Give the words for a place: `expiry_date` -> `date of expiry`, `portrait-secondary` -> `portrait secondary`."""
    return field_name(place).replace("_", " ").replace("-", " ")


def unverified(verdict: Verdict) -> tuple[Text, ...]:
    """Name what keeps an inconclusive result from being clear, the first claim that does not hold by itself; nothing otherwise."""
    if verdict.outcome is not OutcomeClass.INCONCLUSIVE or not verdict.claims:
        return ()
    if verdict.is_weakly_adverse:
        return (text("claims", "weak"),)
    if not verdict.unverified:
        return ()
    said = (state_of(verdict.unverified[0]), *grouped(verdict.unverified[1:]))
    return (*said, text("claims", "data_only")) if is_data_only(verdict) else said


def is_data_only(verdict: Verdict) -> bool:
    """Whether the data are in order, and the print was not compared because no template was found."""
    states = {layer.layer: layer for layer in verdict.layers}
    data, page = states.get(Layer.DATA), states.get(Layer.PAGE_PRINT)
    return (
        data is not None
        and page is not None
        and data.state is LayerState.IN_ORDER
        and page.why is Why.NO_TEMPLATE
    )


def covered(verdict: Verdict) -> tuple[Text, ...]:
    """List for a clear result which claims it makes, and which it does not; nothing for another."""
    if verdict.outcome is not OutcomeClass.CLEAR or not verdict.claims:
        return ()
    titles = tuple(one.facts.title for one in verdict.claims if one.is_verified)
    unseen: dict[Why, list[str]] = {}
    for one in verdict.claims:
        if one.why is not None:
            unseen.setdefault(one.why, []).append(one.facts.title)
    return (
        text("claims", "verified", claims=titles),
        *(
            text("claims", "not_claimed", claims=tuple(names), code=CODES[why])
            for why, names in unseen.items()
        ),
    )


def causes(verdict: Verdict, *, mrz_step: str = Why.NO_MRZ) -> tuple[Text, ...]:
    """Name for an inconclusive result what lies behind the claims that do not hold, or what would mend it, in the fewest sentences.

    `mrz_step` is as for `mends`.
    """
    found = mends(verdict.unverified, mrz_step=mrz_step)
    said = (text("cause", key) if key in sentences()["cause"] else mend for key, mend in found.items())
    return tuple(said)[:MOST_CAUSES]


def unseen_places(verdict: Verdict, sides: tuple[Side, ...], index: int) -> tuple[UnseenPlace, ...]:
    """Give the places of one side that were not seen and have a box, each once, with the code.

    A feature of the template that is a field of the zone bears its name: `date of expiry`, whatever the template calls it.
    """
    fields = {box: field for field, box in field_places(sides[index]).items()}
    found: dict[tuple[str, Light], UnseenPlace] = {}
    for result in verdict.claims:
        light = _OF_LAYER.get(CLAIMS[result.claim].layer, Light.VISIBLE)
        for one in result.places:
            box = _box(sides[index], one.place) if one.side in (index, None) else None
            if one.why is not None and box is not None:
                found.setdefault(
                    (one.place, light),
                    UnseenPlace(
                        place=one.place,
                        label=place_name(fields.get(box, one.place)),
                        code=CODES[one.why],
                        light=light,
                        box=box,
                    ),
                )
    return tuple(found.values())


def _box(side: Side, place: str) -> BoxMm | None:
    """Find the box of a place in the side's template: of a feature by its name, else of a field of the zone."""
    features = side.match.template.features if side.match and place else ()
    named = next((feature.box for feature in features if feature.name == place), None)
    return named or field_places(side).get(place)
