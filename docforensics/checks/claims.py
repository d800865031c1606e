"""What is claimed of a document that is CLEAR, and what a check saw of it: names, states and codes, without judgement.

A check declares which claims it can verify and contradict (`CheckSpec.verifies`, `.contradicts`); its outcome states, place by
place, what it saw (`Sighting`) or why it saw nothing (`Why`). Which claims apply to a document, and what all checks
together make of each, is decided in `docforensics.claims`.
"""

from dataclasses import dataclass
from enum import StrEnum

from docforensics.errors import UsageError


class Layer(StrEnum):
    """What a claim is about, as BSI TR-03135 groups its checks."""

    DATA = "data"
    MRZ_PRINT = "mrz_print"
    PAGE_PRINT = "page_print"
    PORTRAIT = "portrait"
    UV = "uv"
    IR = "ir"
    DIGITAL = "digital"
    SIGNED_DATA = "signed_data"


class ClaimId(StrEnum):
    """A claim that CLEAR makes. Their words, layers and order stand in `docforensics.claims.model`."""

    MRZ_DATA = "mrz_data"
    DOCUMENT_NUMBER = "document_number"
    NAMES = "names"
    BIRTH_DATE = "birth_date"
    EXPIRY_DATE = "expiry_date"
    NATIONALITY = "nationality"
    SEX = "sex"
    PERFORATED_NUMBER = "perforated_number"
    ONE_DOCUMENT = "one_document"
    MRZ_PRINT = "mrz_print"
    PAGE_MODEL = "page_model"
    PRINT_AT_DATA = "print_at_data"
    PRINT_ELSEWHERE = "print_elsewhere"
    PRINT_PROCESS = "print_process"
    DEVICES = "devices"
    PORTRAIT = "portrait"
    UV_SUBSTRATE = "uv_substrate"
    UV_PRINT = "uv_print"
    UV_PORTRAIT = "uv_portrait"
    IR_PRINT = "ir_print"
    IR_DATA = "ir_data"
    ONE_CAPTURE = "one_capture"
    SIGNED_DATA = "signed_data"


FIELD_CLAIMS = frozenset(
    {
        ClaimId.DOCUMENT_NUMBER,
        ClaimId.NAMES,
        ClaimId.BIRTH_DATE,
        ClaimId.EXPIRY_DATE,
        ClaimId.NATIONALITY,
        ClaimId.SEX,
    }
)
"""Claims that one field is the same in the machine readable and the visual zone."""


def claim_of_field(name: str) -> ClaimId:
    """Give the claim about a field of the machine readable zone, by its name there; both parts of the name are one claim."""
    return ClaimId.NAMES if name in {"surname", "given_names"} else ClaimId(name)


class ClaimState(StrEnum):
    """What was seen of a claim."""

    VERIFIED = "verified"
    CONTRADICTED = "contradicted"
    NOT_SEEN = "not_seen"
    """Neither: `Why` states the reason."""


class Why(StrEnum):
    """Why a claim was not seen: a closed list.

    A check that other equipment would allow is NOT_SUPPORTED (TR-03135): `MENDED_BY_EQUIPMENT` lists those codes. What cannot be
    had from this document, this picture of it or its reference leaves the check UNDETERMINED; an error of the program is ABORTED.
    """

    NO_TEMPLATE = "no_template"
    """No reference template fits the side."""
    NO_MRZ = "no_mrz"
    """No machine readable zone that fits a format was read."""
    NO_LIGHT = "no_light"
    """No image in the light that is needed, or none that shows that light."""
    GLARE = "glare"
    OCCLUDED = "occluded"
    """Something lies on the place, or it was painted over."""
    BLURRED = "blurred"
    CROPPED = "cropped"
    """The place is not on the picture."""
    TOO_COARSE = "too_coarse"
    """Too few pixels a millimetre for what has to be seen."""
    TOO_NOISY = "too_noisy"
    """Compression, noise or exposure hides what has to be seen."""
    NO_COLOUR = "no_colour"
    NOT_PRINTED_HERE = "not_printed_here"
    """Nothing of the kind is printed on the sides that were captured, or held by their files."""
    SECOND_PAGE = "second_page"
    """The picture shows another page, which was not examined."""
    UNREADABLE = "unreadable"
    """Print is there and was not read for certain."""
    NOT_A_DOCUMENT = "not_a_document"
    """Nothing of a document was found: no machine readable zone, outline, portrait or size."""
    CHECK_FAILED = "check_failed"
    """The program of a check ended with an error."""
    SWITCHED_OFF = "switched_off"
    """The policy does not run, or does not weigh, the check."""
    CHANNEL = "channel"
    """The channel of the capture does not allow the check."""
    NOT_INSTALLED = "not_installed"
    """An optional part of the program is not installed."""
    NO_SIGNED_DATA = "no_signed_data"
    """No digital seal was read and no chip data were given, or they state nothing that the page could be compared with."""
    UNTRUSTED = "untrusted"
    """No trusted certificate leads to the signature."""
    FEW_HOLDERS = "few_holders"
    """The template was learned from too few documents."""
    NO_REFERENCE_HERE = "no_reference_here"
    """The template holds nothing to compare this place with."""
    UNSIGNED_TEMPLATE = "unsigned_template"
    KNOWN_DEVIATION = "known_deviation"
    """Genuine documents of this issue are known to deviate here."""
    WEAK_EVIDENCE = "weak_evidence"
    """Of a verdict, not of a claim: a claim was contradicted, or the total is adverse, and neither suffices to refer."""
    NO_POWER = "no_power"
    """No check may verify this claim under such a capture."""


MENDED_BY_EQUIPMENT = frozenset(
    {
        Why.NO_LIGHT,
        Why.TOO_COARSE,
        Why.NO_COLOUR,
        Why.CHANNEL,
        Why.NOT_INSTALLED,
        Why.SWITCHED_OFF,
    }
)
"""Codes of a check that is NOT_SUPPORTED; all others are UNDETERMINED, `CHECK_FAILED` is ABORTED."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What one check saw of one claim at one place."""

    claim: ClaimId
    place: str = ""
    """Name of a template's feature, or of a field of the MRZ; empty for the claim as a whole. Never the holder's data."""
    side: int | None = None
    """Index into `Document.sides`; None where several sides are looked at together."""
    why: Why | None = None
    """Why it was not seen there; None where it was. `NO_REFERENCE_HERE` calls for nothing: no claim waits for such a place."""
    is_odd: bool = False
    """Whether what is adverse in the outcome, if it is adverse, lies at this place."""
    in_doubt: Why | None = None
    """Of an odd place: why it was not seen to be in order where the outcome is not adverse; None where it then is."""
    value: float | None = None
    """Of an odd place: what its picture measured, where another picture of the document measured more; None where it is the outcome's."""

    def __post_init__(self) -> None:
        if self.why is not None and self.is_odd:
            raise UsageError("Sighting: expected no adverse place that was not seen")
        if self.in_doubt is not None and not self.is_odd:
            raise UsageError("Sighting: expected in_doubt for an adverse place, got one that is not")
