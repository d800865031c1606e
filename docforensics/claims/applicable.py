"""Which claims apply to a document, by its format, its template and what was captured of it."""

from collections.abc import Collection, Iterator

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.claims import FIELD_CLAIMS, ClaimId, Why, claim_of_field
from docforensics.checks.support.registered import why_unplaced
from docforensics.checks.support.wording import field_places
from docforensics.claims.model import CLAIMS
from docforensics.document import Document, Side
from docforensics.formats.free_size import FreeSize
from docforensics.mrz.parse import Mrz
from docforensics.page.frame import ScaleBasis
from docforensics.templates.model import FeatureKind

_ALWAYS = frozenset(
    {
        ClaimId.ONE_DOCUMENT,
        ClaimId.PAGE_MODEL,
        ClaimId.PRINT_AT_DATA,
        ClaimId.PRINT_ELSEWHERE,
        ClaimId.PRINT_PROCESS,
        ClaimId.UV_SUBSTRATE,
    }
)
_OF_FEATURE = {
    ClaimId.PERFORATED_NUMBER: FeatureKind.LASER_PERFORATION,
    ClaimId.DEVICES: FeatureKind.OPTICALLY_VARIABLE_DEVICE,
    ClaimId.PORTRAIT: FeatureKind.PORTRAIT,
    ClaimId.UV_PORTRAIT: FeatureKind.PORTRAIT,
}
"""Claims that apply where the template names a feature, or where there is no template to ask."""
_OF_LIGHT = {
    ClaimId.UV_PRINT: Light.UV,
    ClaimId.UV_PORTRAIT: Light.UV,
    ClaimId.IR_PRINT: Light.IR,
    ClaimId.IR_DATA: Light.IR,
}
"""Claims that apply where the template knows the light, or where there is no template to ask."""
_OF_MRZ = frozenset({ClaimId.MRZ_DATA, ClaimId.MRZ_PRINT}) | FIELD_CLAIMS


def applicable(document: Document) -> tuple[ClaimId, ...]:
    """List the claims that apply to a document, in the order of `CLAIMS`."""
    return tuple(claim for claim in CLAIMS if _applies(claim, document))


def demanded(document: Document) -> frozenset[ClaimId]:
    """Claims that CLEAR needs for what was given, whatever the policy demands: signed data of a chip that lacks a file which every chip holds."""
    return frozenset({ClaimId.SIGNED_DATA} if document.chip and document.chip.unread else ())


def concerns(claim: ClaimId, side: Side) -> bool:
    """Whether a claim is about this side: its template bears what the claim is about, or there is none to ask."""
    if side.match is None:
        return True
    template = side.match.template
    feature, light = _OF_FEATURE.get(claim), _OF_LIGHT.get(claim)
    return (feature is None or bool(template.of_kind(feature))) and (
        light is None or light in template.references
    )


def is_no_document(document: Document) -> bool:
    """Whether nothing of a document was found: no zone, no template, no outline, no portrait, and no picture of a document's size."""
    return all(
        side.mrz_reading is None
        and side.match is None
        and side.page.basis is ScaleBasis.ASSUMED
        and side.page.size is None
        and side.viz.portrait is None
        for side in document.sides
    )


def missing_reference(document: Document) -> Why:
    """Give the code for a document that no template was found for: where all its sides without one show too little for any, theirs."""
    if is_no_document(document):
        return Why.NOT_A_DOCUMENT
    codes = [why_unplaced(side) for side in document.sides if side.match is None]
    return Why.NO_TEMPLATE if not codes or Why.NO_TEMPLATE in codes else codes[0]


def _applies(claim: ClaimId, document: Document) -> bool:
    if claim in _ALWAYS:
        return True
    if claim in _OF_MRZ:
        return bears_zone(document) and claim not in _fields_left_out(document)
    if claim is ClaimId.PERFORATED_NUMBER:
        # Most documents have none, so without a template nothing says that there is one.
        return any(side.match is not None and concerns(claim, side) for side in document.sides)
    if claim is ClaimId.SIGNED_DATA:
        return bool(document.seals) or document.chip is not None
    if claim is ClaimId.ONE_CAPTURE:
        return any(channel is not Channel.SCANNER for channel in document.channels)
    return any(concerns(claim, side) for side in document.sides)


def bears_zone(document: Document) -> bool:
    """Whether a zone was read, or could be expected: a page of no size of Doc 9303 bears none, unless its template names one."""
    if document.mrz is not None:
        return True
    if any(side.match is None and not isinstance(side.page.size, FreeSize) for side in document.sides):
        return True
    return any(
        side.match.template.of_kind(FeatureKind.MACHINE_READABLE_ZONE)
        for side in document.sides
        if side.match is not None
    )


def _fields_left_out(document: Document) -> frozenset[ClaimId]:
    """Field claims about what the zone does not hold, or what the templates of all sides do not name among the printed fields.

    A field that the zone leaves blank is held where a template names it: fillers in the zone free no printed value of its claim.
    """
    named = frozenset(claim_of_field(name) for side in document.sides for name in field_places(side))
    held = FIELD_CLAIMS if document.mrz is None else frozenset(_held(document.mrz, named))
    printed = named if named and all(side.match for side in document.sides) else FIELD_CLAIMS
    return FIELD_CLAIMS - (held & printed)


def _held(mrz: Mrz, named: Collection[ClaimId]) -> Iterator[ClaimId]:
    """Give the claims of fields that the zone's format has, those left blank only where they are among `named`."""
    values = {claim: mrz.value(claim.value) for claim in FIELD_CLAIMS - {ClaimId.NAMES}}
    values[ClaimId.NAMES] = mrz.surname or mrz.given_names
    for claim, value in values.items():
        if value or (value is not None and claim in named):
            yield claim
