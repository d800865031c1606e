"""The row of a report: claims and layers as columns that any reader of Parquet can filter by."""

from dataclasses import replace
from datetime import date

import cv2
import duckdb
import numpy as np
import pytest

from docforensics.batch.entries import EntryFile, EntrySide, ScanEntry
from docforensics.batch.schema import DOCUMENTS, documents_of, scanned_table
from docforensics.batch.settings import ScanSettings
from docforensics.batch.work import identified, named_inputs, reported, source_of
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, SideKind
from docforensics.capture.side import Capture
from docforensics.checks.claims import ClaimId, ClaimState, Layer, Why
from docforensics.claims.model import ClaimResult
from docforensics.report.report import Report
from docforensics.scoring.model import OutcomeClass


def result(claim: ClaimId, state: ClaimState, why: Why | None = None) -> ClaimResult:
    """Make a mandatory claim."""
    return ClaimResult(claim=claim, state=state, why=why, checks=(), is_mandatory=True)


CLAIMS = (
    result(ClaimId.MRZ_DATA, ClaimState.VERIFIED),
    result(ClaimId.NAMES, ClaimState.VERIFIED),
    result(ClaimId.PAGE_MODEL, ClaimState.NOT_SEEN, Why.NO_TEMPLATE),
    result(ClaimId.UV_PRINT, ClaimState.CONTRADICTED),
)


@pytest.fixture(name="report")
def fixture_report() -> Report:
    """Make an inconclusive report with claims of every state."""
    from odd_examiner import make_report

    made: Report = make_report(OutcomeClass.INCONCLUSIVE)
    return replace(made, verdict=replace(made.verdict, claims=CLAIMS, score=None))


def test_claims_stand_by_their_state_and_layers_in_a_column_each(report: Report) -> None:
    """What was not seen with its code; a layer without a claim is null."""
    row = reported(report, ())
    assert row["claims_verified"] == ["mrz_data", "names"]
    assert row["claims_not_seen"] == ["page_model:no_template"]
    assert row["claims_contradicted"] == ["uv_print"]
    assert row["coverage"] == 0.5
    assert row["score"] is None
    documents = documents_of(scanned_table([row])).to_pylist()[0]
    layers = {layer.value: documents[f"layer_{layer}"] for layer in Layer}
    assert layers == {
        **dict.fromkeys(Layer, None),
        "data": "in_order",
        "page_print": "not_seen",
        "uv": "adverse",
    }


def test_the_first_reason_is_a_column_of_inconclusive_documents(report: Report) -> None:
    """What was contradicted comes first, as weak evidence; other outcomes have none."""
    assert reported(report, ())["first_why"] == "weak_evidence"
    unseen = replace(report, verdict=replace(report.verdict, claims=CLAIMS[:3]))
    assert reported(unseen, ())["first_why"] == "no_template"
    whole = replace(report, verdict=replace(report.verdict, claims=CLAIMS[:2]))
    assert reported(whole, ())["first_why"] == "weak_evidence"
    referred = replace(unseen, verdict=replace(unseen.verdict, outcome=OutcomeClass.REFER))
    assert reported(referred, ())["first_why"] is None


def test_an_analyst_finds_what_has_its_data_in_order_and_was_not_compared(report: Report) -> None:
    """As the README has it."""
    unseen = replace(report, verdict=replace(report.verdict, claims=CLAIMS[:3]))
    documents = documents_of(scanned_table([{**reported(unseen, ()), "name": "a"}, {"name": "b"}]))
    found = duckdb.sql(
        "SELECT name FROM documents WHERE layer_data = 'in_order' AND layer_page_print = 'not_seen' AND first_why = 'no_template'"
    ).fetchall()
    assert documents.schema.names == DOCUMENTS.names
    assert found == [("a",)]


def test_no_column_of_claims_holds_what_a_document_states(report: Report) -> None:
    """Ids and codes alone."""
    row = reported(report, ())
    ids = {*ClaimId, *(f"{claim}:{why}" for claim in ClaimId for why in Why)}
    assert {one for name in row if name.startswith("claims_") for one in row[name]} <= ids


def entry_of(*lights: Light, side: SideKind = SideKind.OTHER, channel: Channel | None = None) -> ScanEntry:
    """Make a document of one side."""
    pictures = tuple(EntryFile(address=f"{light}.png", light=light) for light in lights)
    return ScanEntry(name="a", sides=(EntrySide(pictures=pictures, side=side, channel=channel),))


def test_a_channel_that_is_stated_anew_is_another_content() -> None:
    """A manifest that is corrected from photo to scanner is examined again; a stated size and side count likewise."""

    def content(entry: ScanEntry, default: SideKind = SideKind.OTHER) -> str:
        return str(identified(entry, [[b"x"]], default)["document"])

    told = [content(entry_of(Light.VISIBLE, channel=channel)) for channel in (None, *Channel)]
    assert len(set(told)) == len(told)
    assert content(entry_of(Light.VISIBLE, side=SideKind.BACK)) not in told
    # What a whole scan states is its configuration's, and results of two configurations never lie in one folder.
    assert content(entry_of(Light.VISIBLE), SideKind.DATA_PAGE) == told[0]


@pytest.mark.parametrize("lights", [(Light.VISIBLE,), (Light.VISIBLE, Light.UV)])
def test_a_side_that_is_not_stated_is_that_of_the_scan(lights: tuple[Light, ...]) -> None:
    """However many files a row has; one that is stated stays."""
    settings = ScanSettings(inspected_on=date(2026, 1, 1), side=SideKind.DATA_PAGE)
    for stated, expected in ((SideKind.OTHER, SideKind.DATA_PAGE), (SideKind.BACK, SideKind.BACK)):
        entry = entry_of(*lights, side=stated)
        assert {one["side"] for one in named_inputs(entry, settings.side)} == {expected}
        if entry.lone_file is None:
            raw = cv2.imencode(".png", np.full((200, 300), 128, np.uint8))[1].tobytes()
            (source,) = source_of(entry, [[raw] * len(lights)], settings)
            assert isinstance(source, Capture)
            assert source.side is expected
