"""What was seen of the claims about one document: results without a fact of the document, for scoring and reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from docforensics.checks.claims import ClaimId, ClaimState, Layer, Why
from docforensics.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """A claim in words, and where it belongs."""

    layer: Layer
    title: str
    """A few words, for a table: `Date of birth`."""
    words: str
    """The claim as a sentence: what holds when it is verified."""
    alone: Why | None = None
    """Code of its layer where no other claim of it was verified: the claim is beside what the layer's name says, and puts it not in order. None
    for a claim that does."""


CLAIMS: Mapping[ClaimId, ClaimFacts] = MappingProxyType(
    {
        ClaimId.MRZ_DATA: ClaimFacts(
            layer=Layer.DATA,
            title="Machine readable zone",
            words="The machine readable zone is whole and obeys its format, check digits included.",
        ),
        ClaimId.DOCUMENT_NUMBER: ClaimFacts(
            layer=Layer.DATA,
            title="Document number",
            words="The document number is the same in both zones.",
        ),
        ClaimId.NAMES: ClaimFacts(
            layer=Layer.DATA, title="Names", words="The names are the same in both zones."
        ),
        ClaimId.BIRTH_DATE: ClaimFacts(
            layer=Layer.DATA, title="Date of birth", words="The date of birth is the same in both zones."
        ),
        ClaimId.EXPIRY_DATE: ClaimFacts(
            layer=Layer.DATA, title="Date of expiry", words="The date of expiry is the same in both zones."
        ),
        ClaimId.NATIONALITY: ClaimFacts(
            layer=Layer.DATA, title="Nationality", words="The nationality is the same in both zones."
        ),
        ClaimId.SEX: ClaimFacts(layer=Layer.DATA, title="Sex", words="The sex is the same in both zones."),
        ClaimId.PERFORATED_NUMBER: ClaimFacts(
            layer=Layer.DATA,
            title="Perforated number",
            words="The perforated number is that of the machine readable zone.",
        ),
        ClaimId.ONE_DOCUMENT: ClaimFacts(
            layer=Layer.DATA,
            title="Sides of one document",
            words="All sides that were captured are of one document.",
            alone=Why.NO_MRZ,
        ),
        ClaimId.MRZ_PRINT: ClaimFacts(
            layer=Layer.MRZ_PRINT,
            title="Print of the machine readable zone",
            words="The machine readable zone is printed in the standard type face and at its place.",
        ),
        ClaimId.PAGE_MODEL: ClaimFacts(
            layer=Layer.PAGE_PRINT,
            title="Document model",
            words="Every side is of the model of its template.",
        ),
        ClaimId.PRINT_AT_DATA: ClaimFacts(
            layer=Layer.PAGE_PRINT,
            title="Fixed print at the personal data",
            words="The fixed print is intact where personal data stand.",
        ),
        ClaimId.PRINT_ELSEWHERE: ClaimFacts(
            layer=Layer.PAGE_PRINT,
            title="Fixed print elsewhere",
            words="The fixed print is intact elsewhere on the page.",
        ),
        ClaimId.PRINT_PROCESS: ClaimFacts(
            layer=Layer.PAGE_PRINT,
            title="Printing process",
            words="The page is printed by the process and in the colours of its model.",
        ),
        ClaimId.DEVICES: ClaimFacts(
            layer=Layer.PAGE_PRINT,
            title="Optically variable devices",
            words="Each device that the template names is there and is no picture of one.",
        ),
        ClaimId.PORTRAIT: ClaimFacts(
            layer=Layer.PORTRAIT, title="Portrait", words="The portrait was printed with the page."
        ),
        ClaimId.UV_SUBSTRATE: ClaimFacts(
            layer=Layer.UV, title="Substrate under UV", words="The substrate is UV-dull."
        ),
        ClaimId.UV_PRINT: ClaimFacts(
            layer=Layer.UV,
            title="Print under UV",
            words="The luminescent print is that of the model, and nothing else luminesces.",
        ),
        ClaimId.UV_PORTRAIT: ClaimFacts(
            layer=Layer.UV,
            title="Portrait under UV",
            words="The luminescent print crosses the portrait as on the model.",
        ),
        ClaimId.IR_PRINT: ClaimFacts(
            layer=Layer.IR, title="Fixed print in IR", words="The fixed print answers infrared as learned."
        ),
        ClaimId.IR_DATA: ClaimFacts(
            layer=Layer.IR,
            title="Personal data in IR",
            words="Machine readable zone, personal data and portrait answer infrared as learned.",
        ),
        ClaimId.ONE_CAPTURE: ClaimFacts(
            layer=Layer.DIGITAL,
            title="One capture of an original",
            words="The file is one capture of an original and was not edited.",
        ),
        ClaimId.SIGNED_DATA: ClaimFacts(
            layer=Layer.SIGNED_DATA,
            title="Signed data",
            words="The signed data verify and agree with the page.",
        ),
    }
)
"""Every claim, in the order in which reports list them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceResult:
    """What all checks saw of a claim at one place."""

    place: str
    """Name of a template's feature or of a field; empty for the claim as a whole."""
    side: int | None
    state: ClaimState
    why: Why | None
    checks: tuple[str, ...]
    """Ids of the checks that this state rests on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimResult:
    """What was seen of one claim that applies to a document."""

    claim: ClaimId
    state: ClaimState
    why: Why | None
    """Why it was not seen; None where it was verified or contradicted."""
    checks: tuple[str, ...]
    """Ids of the checks that the state rests on, sorted; empty where no check looks at it."""
    places: tuple[PlaceResult, ...] = ()
    """Place by place; those that decide the state first."""
    is_mandatory: bool = False
    """Whether CLEAR needs it: by the policy, or for what was given (`demanded`)."""

    def __post_init__(self) -> None:
        if (self.state is ClaimState.NOT_SEEN) != (self.why is not None):
            raise UsageError(
                f"ClaimResult.why of {self.claim}: a code belongs to not_seen, and to nothing else"
            )

    @property
    def facts(self) -> ClaimFacts:
        """The claim in words."""
        return CLAIMS[self.claim]

    @property
    def place(self) -> str:
        """The place that decides the state; empty for the claim as a whole."""
        return self.places[0].place if self.places else ""

    @property
    def is_verified(self) -> bool:
        """Whether it holds."""
        return self.state is ClaimState.VERIFIED

    @property
    def bars_clear(self) -> bool:
        """Whether it keeps the document from being CLEAR: contradicted, demanded or not, or demanded and not verified."""
        return self.state is ClaimState.CONTRADICTED or (self.is_mandatory and not self.is_verified)


class LayerState(StrEnum):
    """What the claims of a layer come to."""

    IN_ORDER = "in_order"
    """Every mandatory claim of the layer was verified; every claim that applies where none is mandatory. One of them at least is about what the
    layer's name says (`ClaimFacts.alone`)."""
    ADVERSE = "adverse"
    """A claim of the layer was contradicted."""
    NOT_SEEN = "not_seen"
    """None was contradicted, and not every one of those was verified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerResult:
    """A layer of the verdict."""

    layer: Layer
    state: LayerState
    why: Why | None
    """Of `NOT_SEEN`: the code of its first claim that was not seen."""
    verified: int
    """How many of its claims were verified."""
    applicable: int
    """Of how many that apply."""


def layers_of(claims: Sequence[ClaimResult]) -> tuple[LayerResult, ...]:
    """Fold claims into the layers that hold at least one of them, in the order of `Layer`."""
    grouped = {layer: [one for one in claims if one.facts.layer is layer] for layer in Layer}
    return tuple(_layer(layer, own) for layer, own in grouped.items() if own)


def _layer(layer: Layer, claims: Sequence[ClaimResult]) -> LayerResult:
    """Judge a layer by its mandatory claims; by all of them where none is mandatory."""
    counted = [one for one in claims if one.is_mandatory] or list(claims)
    unseen = [one for one in counted if one.state is ClaimState.NOT_SEEN]
    is_adverse = any(one.state is ClaimState.CONTRADICTED for one in claims)
    why = unseen[0].why if unseen else _alone(claims)
    state = LayerState.ADVERSE if is_adverse else LayerState.NOT_SEEN if why else LayerState.IN_ORDER
    return LayerResult(
        layer=layer,
        state=state,
        why=why if state is LayerState.NOT_SEEN else None,
        verified=sum(one.is_verified for one in claims),
        applicable=len(claims),
    )


def _alone(claims: Sequence[ClaimResult]) -> Why | None:
    """Give the code of a layer of which nothing was verified but claims beside what it is about; None where something else was."""
    if any(one.is_verified and one.facts.alone is None for one in claims):
        return None
    others = [one.why for one in claims if one.facts.alone is None and one.why]
    return next(iter(others), None) or next((one.facts.alone for one in claims if one.facts.alone), None)
