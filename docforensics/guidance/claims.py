"""Words for layers, states and the codes of what was not seen, and the step that would mend it.

A claim's own words stand in `docforensics.claims.model.CLAIMS`; nothing else words a layer, a state or a code.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from docforensics.checks.claims import ClaimState, Layer, Why
from docforensics.claims.model import ClaimResult, LayerState
from docforensics.guidance.words import Text, sentences, text

LAYERS: Mapping[Layer, str] = MappingProxyType(
    {
        Layer.DATA: "Data",
        Layer.MRZ_PRINT: "Print of the zone",
        Layer.PAGE_PRINT: "Print of the page",
        Layer.PORTRAIT: "Portrait",
        Layer.UV: "UV",
        Layer.IR: "Infrared",
        Layer.DIGITAL: "Digital traces",
        Layer.SIGNED_DATA: "Signed data",
    }
)
"""Of a claim: what it is about."""
CLAIM_STATES: Mapping[ClaimState, str] = MappingProxyType(
    {
        ClaimState.VERIFIED: "verified",
        ClaimState.CONTRADICTED: "contradicted",
        ClaimState.NOT_SEEN: "not seen",
    }
)
LAYER_STATES: Mapping[LayerState, str] = MappingProxyType(
    {
        LayerState.IN_ORDER: "in order",
        LayerState.ADVERSE: "adverse",
        LayerState.NOT_SEEN: "not seen",
    }
)
CODES: Mapping[Why, str] = MappingProxyType(
    {
        Why.NO_TEMPLATE: "no reference template",
        Why.NO_MRZ: "no machine readable zone",
        Why.NO_LIGHT: "no image in that light",
        Why.GLARE: "glare",
        Why.OCCLUDED: "something lies on it",
        Why.BLURRED: "blurred",
        Why.CROPPED: "not on the image",
        Why.TOO_COARSE: "resolution too low",
        Why.TOO_NOISY: "image too noisy",
        Why.NO_COLOUR: "image without colour",
        Why.NOT_PRINTED_HERE: "not printed on these sides",
        Why.UNREADABLE: "not readable for certain",
        Why.NOT_A_DOCUMENT: "no document found",
        Why.SECOND_PAGE: "another page on the image",
        Why.CHECK_FAILED: "program error",
        Why.SWITCHED_OFF: "switched off by the policy",
        Why.CHANNEL: "not possible on this channel",
        Why.NOT_INSTALLED: "part not installed",
        Why.NO_SIGNED_DATA: "no signed data given",
        Why.UNTRUSTED: "no trusted certificate",
        Why.FEW_HOLDERS: "template of too few documents",
        Why.NO_REFERENCE_HERE: "no reference at this place",
        Why.UNSIGNED_TEMPLATE: "template not signed",
        Why.KNOWN_DEVIATION: "known deviation of the issue",
        Why.WEAK_EVIDENCE: "evidence too weak",
        Why.NO_POWER: "no check that sees a change",
    }
)
"""Of what was not seen, in a few words."""
BRIEF_CODES: Mapping[Why, str] = MappingProxyType(
    {
        Why.NO_TEMPLATE: "no template",
        Why.NO_MRZ: "no MRZ",
        Why.NO_LIGHT: "no such light",
        Why.GLARE: "glare",
        Why.OCCLUDED: "covered",
        Why.BLURRED: "blurred",
        Why.CROPPED: "cropped",
        Why.TOO_COARSE: "too coarse",
        Why.TOO_NOISY: "too noisy",
        Why.NO_COLOUR: "no colour",
        Why.NOT_PRINTED_HERE: "not printed",
        Why.UNREADABLE: "not readable",
        Why.NOT_A_DOCUMENT: "no document",
        Why.SECOND_PAGE: "another page",
        Why.CHECK_FAILED: "program error",
        Why.SWITCHED_OFF: "switched off",
        Why.CHANNEL: "other channel",
        Why.NOT_INSTALLED: "not installed",
        Why.NO_SIGNED_DATA: "no signed data",
        Why.UNTRUSTED: "untrusted",
        Why.FEW_HOLDERS: "few holders",
        Why.NO_REFERENCE_HERE: "no reference",
        Why.UNSIGNED_TEMPLATE: "not signed",
        Why.KNOWN_DEVIATION: "known deviation",
        Why.WEAK_EVIDENCE: "weak evidence",
        Why.NO_POWER: "no power",
    }
)
"""The same for a line that counts them: at most sixteen characters."""


def state_of(result: ClaimResult) -> Text:
    """State claim and state in a sentence, for example `Date of expiry: not seen, glare`."""
    return _stated((result,))


def grouped(results: Iterable[ClaimResult]) -> tuple[Text, ...]:
    """Name states in as few sentences as there are states and codes, in the order in which these come first."""
    groups: dict[tuple[ClaimState, Why | None], list[ClaimResult]] = {}
    for result in results:
        groups.setdefault((result.state, result.why), []).append(result)
    return tuple(map(_stated, groups.values()))


def _stated(results: Sequence[ClaimResult]) -> Text:
    first = results[0]
    titles = tuple(result.facts.title for result in results)
    if first.why is None:
        return text("claims", "state", claims=titles, state=CLAIM_STATES[first.state])
    return text("claims", "not_seen", claims=titles, code=CODES[first.why])


def mends(results: Iterable[ClaimResult], *, mrz_step: str = Why.NO_MRZ) -> dict[str, Text]:
    """Give by code what would let mandatory claims be verified that were not, each once, in their order.

    `mrz_step` is the key of what is due where no zone was read; empty where nothing is.
    """
    found: dict[str, Text] = {}
    for result in results:
        key = result.why.value if result.why else ClaimState.CONTRADICTED.value
        key = mrz_step if key == Why.NO_MRZ else key
        if key:
            section = "steps" if key in sentences()["steps"] else "mend"
            found.setdefault(key, text(section, key))
    return found
