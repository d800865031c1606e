"""Small pictures of documents on the summary page: redacted, with the adverse places framed."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from docforensics.batch.addresses import Folder
from docforensics.batch.schema import scanned_table
from docforensics.batch.settings import Retain
from docforensics.batch.store import ResultStore
from docforensics.batch.summary import write_summary
from docforensics.batch.thumbnails import WIDTH_PX, embedded, place_of, thumbnail
from docforensics.batch.work import _kept_files, reported
from docforensics.capture.light import Light
from docforensics.report.model import PagePicture
from docforensics.report.report import Report
from docforensics.scoring.model import OutcomeClass


def _with_page(outcome: OutcomeClass = OutcomeClass.REFER) -> Report:
    """Make a report on a page of fine lines, of which no template is known."""
    from odd_examiner import make_report

    lines = np.zeros((880, 1250, 3), np.uint8)
    lines[:, ::4] = 255
    return replace(
        make_report(outcome), pages=(PagePicture(size_mm=(125.0, 88.0), pixels={Light.VISIBLE: lines}),)
    )


def _drawn(report: Report) -> np.ndarray:
    raw = thumbnail(report)
    assert raw is not None
    return np.asarray(Image.open(BytesIO(raw)), dtype=int)


def test_a_picture_shows_no_print_and_frames_what_is_adverse() -> None:
    """The lines are gone; round 1 to 3 mm from the left there is red, which a genuine document's picture has nowhere."""
    adverse, clear = _drawn(_with_page()), _drawn(_with_page(OutcomeClass.CLEAR))
    assert adverse.shape == (round(WIDTH_PX * 88 / 125), WIDTH_PX, 3)
    assert clear[20:, 20:].std() < 5
    redness = [(one[..., 0] - one[..., 1]).max() for one in (adverse, clear)]
    assert redness[0] > 60 > redness[1]


def test_without_a_page_there_is_no_picture(tmp_path: Path) -> None:
    """And none is kept, nor looked for where a document could not be read."""
    from odd_examiner import make_report

    assert thumbnail(make_report(OutcomeClass.CLEAR)) is None
    assert _kept_files(make_report(OutcomeClass.CLEAR), "ab12", Folder(tmp_path), {Retain.PICTURE}) == {}
    assert embedded(Folder(tmp_path), "ab12") == embedded(Folder(tmp_path), "") == ""


def test_the_summary_shows_pictures_that_were_retained(tmp_path: Path) -> None:
    """Each inside the page, which fetches nothing."""
    told = {"inspected_on": "2026-11-28", "channel": "upload", "retain": ["picture"]}
    report = _with_page()
    assert _kept_files(report, "ab12", Folder(tmp_path), {Retain.PICTURE}) == {}
    assert (tmp_path / place_of("ab12")).is_file()
    store = ResultStore(str(tmp_path), told)
    store.add(scanned_table([{**reported(report, ()), "name": "a", "document": "ab12"}]))
    store.flush()
    write_summary(tmp_path)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert 'src="data:image/jpeg;base64,' in page
    assert 'alt="redacted page of a, adverse places framed"' in page
    assert "img-src data:" in page
