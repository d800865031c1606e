"""The copy to share holds neither face nor data, in its pixels and in its words."""

import base64
import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from docforensics.capture.light import Light
from docforensics.capture.side import Capture
from docforensics.examiner import Examiner
from docforensics.guidance.words import Text
from docforensics.page.geometry import BoxMm
from docforensics.report.holder import Holder
from docforensics.report.model import PagePicture, VizLineReport
from docforensics.report.render import FORMATS
from docforensics.report.render.redacted import REDACTED, redacted
from docforensics.report.report import Report
from docforensics.viz.recognise import load_reader

_BORDER = Path(__file__).parents[3] / "sample_docs/documents/td3-2-0021-border-reader"
SPECIMEN = Path(__file__).parents[3] / "sample_docs/documents/td3-2-0001-flatbed/data-page-white.jpg"


@pytest.fixture(name="full", scope="module")
def fixture_full() -> Report:
    """Examine a genuine specimen that fits the shipped template."""
    return Examiner().examine(SPECIMEN, channel="scanner", inspected_on=date(2026, 11, 24))


def pictures(html: str) -> list[np.ndarray]:  # type: ignore[type-arg]
    """Decode every picture in a page."""
    found = re.findall(r"data:image/webp;base64,([A-Za-z0-9+/=]+)", html)
    return [np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")) for data in found]


def test_the_number_is_not_in_the_file(full: Report) -> None:
    """Neither number nor name, in text or JSON; the full report has both."""
    assert full.mrz is not None
    html, text = full.to_share().to_html(), full.to_share().to_json()
    for name in ("document_number", "birth_date", "name"):
        secret = full.mrz.fields.get(name, "")
        for piece in re.split("<+", secret):
            if piece:
                assert piece in full.to_json()
                assert piece not in html
                assert piece not in text
    assert full.viz
    assert SPECIMEN.name in full.to_html()
    assert SPECIMEN.name not in html + text


def test_the_number_cannot_be_read_from_the_pixels(full: Report) -> None:
    """The engine that read the page reads nothing from the masked one: the data are gone, not covered."""
    from docforensics.mrz.read import read_mrz

    page, *_ = pictures(full.to_share().to_html())
    original, *_ = pictures(full.to_html())
    assert read_mrz(original) is not None
    assert read_mrz(page) is None
    strip = page[
        int(page.shape[0] * 0.75) : int(page.shape[0] * 0.97), page.shape[1] // 10 : -page.shape[1] // 10
    ]
    assert strip.std(axis=(0, 1)).max() < 8


def test_a_face_has_no_more_detail_than_a_few_cells(full: Report) -> None:
    """Blurred beyond knowing anybody: coarse to fine ratio of the portrait falls to less than a fifth."""
    page = full.to_share().pages[0]
    face = page.faces[0]
    before, after = (fine_detail(copy.pages[0], face) for copy in (full, full.to_share()))
    assert after < before / 5
    assert page.private is not None


def fine_detail(page: object, face: BoxMm) -> float:
    """Mean step between neighbouring pixels inside a face."""
    pixels = next(iter(page.pixels.values())).astype(float)  # type: ignore[attr-defined]
    scale = pixels.shape[1] / page.size_mm[0]  # type: ignore[attr-defined]
    rows, columns = (
        slice(int(face.top * scale), int(face.bottom * scale)),
        slice(int(face.left * scale), int(face.right * scale)),
    )
    return float(np.abs(np.diff(pixels[rows, columns], axis=1)).mean())


def test_a_number_that_glows_under_uv_is_not_in_the_copy() -> None:
    """It is printed where white light shows constant print: masked in UV, where it shows, and nothing of the title in white light."""
    lights = {"visible": "white", "uv": "uv", "ir": "ir"}
    files = {light: _BORDER / f"data-page-{name}.jpg" for light, name in lights.items()}
    full = Examiner().examine(Capture.load(**files, channel="scanner"), inspected_on=date(2026, 11, 24))
    assert full.mrz is not None
    number = full.mrz.fields["document_number"]
    assert _in_number_place(full.pages[0], Light.UV) == number
    copy = full.to_redacted().pages[0]
    shown = _in_number_place(copy, Light.UV)
    assert not [piece for piece in (number[start : start + 3] for start in range(7)) if piece in shown]
    alone = np.asarray(copy.holder().in_light(Light.UV)) & ~np.asarray(copy.private)
    assert 0 < alone.mean() < 0.1


def _in_number_place(page: PagePicture, light: Light) -> str:
    """What the reader of print reads where Utopia's passports repeat their number under UV."""
    pixels = page.pixels[light]
    scale = pixels.shape[1] / page.size_mm[0]
    top, bottom, left, right = (round(side * scale) for side in (5, 10, 82, 114))
    return load_reader("network").read(np.ascontiguousarray(pixels[top:bottom, left:right])).text


def test_constant_print_stays_to_be_discussed(full: Report) -> None:
    """The copy is of use: what every document of the series bears is still there."""
    private = full.pages[0].private
    assert private is not None
    assert 0.2 < private.mean() < 0.8


def test_an_unknown_page_keeps_nothing_fine(report: Report) -> None:
    """Without a template nobody knows where the data are: the whole page is coarse."""
    noise = np.random.default_rng(1).integers(0, 256, (176, 250, 3), dtype=np.uint8)
    page = replace(report.pages[0], pixels=dict.fromkeys(report.pages[0].pixels, noise))
    masked = redacted(replace(report, pages=(page, *report.pages[1:]))).pages[0]
    for pixels in masked.pixels.values():
        assert np.abs(np.diff(pixels.astype(int), axis=1)).mean() < 5


def test_sentences_with_data_are_held_back(report: Report) -> None:
    """A finding that carries the holder's data keeps its title and weight; a name elsewhere is struck."""
    named = replace(report.findings[0], said=Text(english="Printed for Eriksson, number L898902C3."))
    copy = redacted(replace(report, findings=(named, *report.findings[1:])))
    assert copy.findings[0].message == f"Printed for {REDACTED}, number {REDACTED}."
    held = next(finding for finding in copy.findings if finding.check == "security.uv_dull")
    assert "removed from this redacted copy" in held.message
    assert "holder" not in held.facts
    filled = replace(
        report.findings[0], said=Text(english="Printed for {name}.", values={"name": "ERIKSSON"})
    )
    struck = redacted(replace(report, findings=(filled,))).findings[0]
    assert struck.message == f"Printed for {REDACTED}."
    assert held.log10_lr == next(f for f in report.findings if f.check == "security.uv_dull").log10_lr


def test_the_original_is_not_known_again_by_its_hash(report: Report) -> None:
    """Whoever holds the picture could find its copy; with a salt only who has that can."""
    digest = next(iter(report.sides[0].sha256.values()))[0]
    for form in ("json", "html", "text", "tr03135"):
        assert digest not in redacted(report).render(form)
        assert digest not in redacted(report, salt=b"key").render(form)
    keyed = redacted(report, salt=b"key").sides[0].sha256
    assert (
        keyed
        == redacted(report, salt=b"key").sides[0].sha256
        != redacted(report, salt=b"other").sides[0].sha256
    )
    assert keyed.keys() == report.sides[0].sha256.keys()


def test_the_copy_says_that_it_is_one(report: Report) -> None:
    """Nobody takes it for the full report."""
    assert "Redacted copy" in redacted(report).to_html()
    assert "Redacted copy" not in report.to_html()


def test_what_was_left_open_is_held_back_where_it_is_personal(report: Report) -> None:
    """That something is open stays; the characters in doubt do not."""
    doubt = replace(report.in_order[0], left_open="5 or 6", personal_facts=("left_open",))
    (copy,) = redacted(replace(report, findings=(doubt,))).findings
    assert copy.undecided
    assert "5 or 6" not in redacted(replace(report, findings=(doubt,))).to_json()


def test_a_light_that_the_template_does_not_know_keeps_nothing_fine(report: Report) -> None:
    """What glows there alone lies where white light shows constant print, which is masked nowhere."""
    noise = np.random.default_rng(1).integers(0, 256, (176, 250, 3), dtype=np.uint8)
    holder = Holder(private=np.zeros((176, 250), np.bool_))
    page = replace(
        report.pages[0], pixels={Light.VISIBLE: noise, Light.UV: noise}, reference={}, holder=lambda: holder
    )
    masked = redacted(replace(report, pages=(page,))).pages[0].pixels
    assert np.abs(np.diff(masked[Light.UV].astype(int), axis=1)).mean() < 5
    assert np.abs(np.diff(masked[Light.VISIBLE].astype(int), axis=1)).mean() > 50


def test_notes_are_struck_and_held_back_where_they_are_personal(report: Report) -> None:
    """As what was left open is."""
    named = replace(report.findings[0], note="Printed for Eriksson.", personal_facts=())
    (copy,) = redacted(replace(report, findings=(named,))).findings
    assert copy.note == f"Printed for {REDACTED}."
    held = replace(named, personal_facts=("note",))
    whole = replace(report, findings=(held,), verdict=replace(report.verdict, notes=(held.note, "Other.")))
    assert redacted(whole).findings[0].note == REDACTED
    assert redacted(whole).verdict.notes == (REDACTED, "Other.")


def test_lines_of_the_visual_zone_are_in_no_log_and_no_redacted_copy(report: Report) -> None:
    """They are the holder's; the full report alone holds them."""
    line = VizLineReport(
        side=0, text="SVENSSON", confidence=0.9, box=BoxMm(left=40, top=20, right=60, bottom=23)
    )
    read = replace(report, viz=(line,))
    assert read.to_dict()["viz"] == [
        {
            "side": 0,
            "text": "SVENSSON",
            "confidence": 0.9,
            "box_mm": [40, 20, 60, 23],
            "polygon_px": [[40, 20], [60, 20], [60, 23], [40, 23]],
            "field": "",
        }
    ]
    for form in FORMATS:
        assert "SVENSSON" not in redacted(read).render(form)
    assert "SVENSSON" not in read.render("audit") + read.render("tr03135")
