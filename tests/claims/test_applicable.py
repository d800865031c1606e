"""Which claims apply to a document of which little is known: none that nothing asks for, and no missing print that is no document."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from docforensics.capture.load import load_document
from docforensics.capture.model import Channel
from docforensics.checks.check import Check
from docforensics.checks.claims import ClaimId, ClaimState, Why
from docforensics.checks.outcome import Outcome, undetermined
from docforensics.checks.registry import discover_checks
from docforensics.claims.applicable import applicable, is_no_document, missing_reference
from docforensics.claims.fold import WeighedCheck, fold
from docforensics.claims.power import VerifiesFrom
from docforensics.document import Document
from docforensics.mrz.parse import parse_mrz
from docforensics.page.geometry import BoxMm
from docforensics.reading import Readers, read_document
from docforensics.templates.store import TemplateStore
from tests.claims.conftest import document_of, side_of, template_of

Read = Callable[[str], Document]


@pytest.fixture(name="read", scope="module")
def fixture_read() -> Read:
    """Read an image without an engine and without templates."""
    readers = Readers(engine=None, templates=TemplateStore(()), viz_reader="network", trust=None)

    def read(channel: str) -> Document:
        image = np.full((240, 340, 3), 200, np.uint8)
        return read_document(load_document(image, channel=channel), readers, date(2026, 11, 24))

    return read


def check(id_: str) -> Check:
    """Give a check of this package."""
    return next(one for one in discover_checks(plugins=()) if one.id == id_)


def folded(document: Document, id_: str, outcome: Outcome) -> dict[ClaimId, tuple[ClaimState, Why | None]]:
    """Fold what one check alone made of a document."""
    weighed = WeighedCheck(
        check=check(id_),
        outcome=outcome,
        log10_lr=0.0,
        is_adverse=False,
        is_weighed=True,
        verifies_from=VerifiesFrom(),
    )
    return {one.claim: (one.state, one.why) for one in fold(document, (weighed,))}


def test_a_perforated_number_is_claimed_only_where_a_template_names_one(read: Read) -> None:
    """Without a template the data of most documents would never be in order."""
    claims = applicable(read("scanner"))
    assert ClaimId.PERFORATED_NUMBER not in claims
    assert {ClaimId.MRZ_DATA, ClaimId.NAMES, ClaimId.PAGE_MODEL} <= set(claims)


@pytest.mark.parametrize("channel", Channel)
def test_one_capture_is_claimed_of_files_alone(read: Read, channel: Channel) -> None:
    """What is sharper than the rest of a scan contradicts the print at that place."""
    assert (ClaimId.ONE_CAPTURE in applicable(read(channel.value))) is (channel is not Channel.SCANNER)


def test_where_no_document_is_found_its_missing_zone_is_no_reason_of_its_own(read: Read) -> None:
    """So that results are filtered by `not_a_document`, and not by a zone that nobody could read."""
    blank = read("scanner")
    assert is_no_document(blank)
    unread = undetermined("no machine readable zone could be read", why=Why.NO_MRZ)
    assert folded(blank, "mrz.length", unread)[ClaimId.MRZ_DATA] == (
        ClaimState.NOT_SEEN,
        Why.NOT_A_DOCUMENT,
    )
    unreadable = undetermined("not read for certain", why=Why.UNREADABLE)
    assert folded(blank, "mrz.length", unreadable)[ClaimId.MRZ_DATA][1] is Why.UNREADABLE


@pytest.mark.parametrize(("px_per_mm", "why"), [(1.5, Why.TOO_COARSE), (6.0, Why.NO_TEMPLATE)])
def test_a_coarse_document_is_not_said_to_have_no_template(px_per_mm: float, why: Why) -> None:
    """It could be laid on none; a finer side that fits none says that there is no template."""
    coarse = side_of(px_per_mm=px_per_mm)
    assert missing_reference(document_of(coarse)) is why
    assert missing_reference(document_of(coarse, side_of(px_per_mm=12.0))) is Why.NO_TEMPLATE
    assert missing_reference(document_of(coarse, side_of(template_of()))) is why


@pytest.mark.parametrize(
    ("second", "claim", "field"),
    [
        ("L898902C36UTO<<<<<<0F3004157ZE184226B<<<<<10", ClaimId.BIRTH_DATE, "birth"),
        ("L898902C36UTO7408122F<<<<<<0ZE184226B<<<<<16", ClaimId.EXPIRY_DATE, "expires"),
        ("L898902C36<<<7408122F3004157ZE184226B<<<<<16", ClaimId.NATIONALITY, "nationality"),
        ("L898902C36UTO7408122<3004157ZE184226B<<<<<16", ClaimId.SEX, "sex"),
    ],
)
def test_fillers_in_the_zone_leave_out_no_field_that_the_template_names(
    second: str, claim: ClaimId, field: str
) -> None:
    """Whoever alters a printed field writes the zone; without a template nothing says that the field is printed at all."""
    mrz = parse_mrz(("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", second))
    box = BoxMm(left=40.0, top=30.0, right=70.0, bottom=34.0)
    template = template_of()
    template.of_kind = lambda kind: (SimpleNamespace(name=field, kind=kind, box=box),)
    assert claim in applicable(document_of(side_of(template), mrz=mrz))
    assert claim not in applicable(document_of(side_of(), mrz=mrz))


def test_a_field_that_the_format_does_not_have_is_left_out() -> None:
    """The zone of a French card holds no date of expiry, printed or not."""
    mrz = parse_mrz(("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6"))
    template = template_of()
    template.of_kind = lambda kind: (SimpleNamespace(name="expires", kind=kind, box=None),)
    assert ClaimId.EXPIRY_DATE not in applicable(document_of(side_of(template), mrz=mrz))
