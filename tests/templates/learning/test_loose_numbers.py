"""Numbers in windows and over line work, of which no line was found."""

from typing import cast

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Image, Pixels
from docforensics.capture.side import Capture
from docforensics.formats.table import PageSize
from docforensics.kept import given
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.geometry import BoxMm
from docforensics.page.rectify import draw
from docforensics.templates.comparison.occlusion import printed_depth
from docforensics.templates.learning.loose_numbers import with_loose_numbers
from docforensics.templates.learning.printed_line import PrintedLine
from docforensics.viz.recognise import ReadLine, load_reader
from docforensics.viz.text import PageText, TextLine


def _page(text: str = "09 06 85", ink: int = 150) -> Pixels:
    """A page of waves with pale broad letters, and a number printed over them."""
    y, x = np.mgrid[0:432, 0:685].astype(np.float32)
    ground = 205 + 7 * np.sin(x / 4 + 3 * np.sin(y / 30))
    pixels = np.repeat(ground[..., None], 3, axis=2).astype(np.uint8)
    cv2.putText(pixels, "DK", (500, 215), 0, 3.0, (190, 190, 190), 20, cv2.LINE_AA)
    cv2.putText(pixels, text, (480, 190), cv2.FONT_HERSHEY_DUPLEX, 1.0, (ink, ink, ink), 2, cv2.LINE_AA)
    return pixels


class _Reader:
    """Reads the same everywhere, as sure as a test says."""

    apart_from = staticmethod(given((BoxMm(left=0.0, top=40.0, right=85.6, bottom=54.0),)))

    def __init__(self, text: str, sure: float = 1.0) -> None:
        self.asked: list[BoxMm] = []
        alphabet = "".join(sorted(set(text))) + "~"
        rows = np.full((len(text), len(alphabet)), 0, np.float32)
        for row, letter in enumerate(text):
            rows[row, alphabet.index(letter)] = sure
            rows[row, -1] = 1 - sure
        columns = np.linspace(0, 1, len(text), dtype=np.float32)
        self._read = ReadLine(text=text, posteriors=rows, alphabet=alphabet, columns=columns)

    def line(self, box: BoxMm) -> TextLine:
        """Keeps what was asked."""
        self.asked.append(box)
        return TextLine(box=box, read=self._read)


def _found(pixels: Pixels, reader: _Reader, *known: PrintedLine) -> list[PrintedLine]:
    lines = with_loose_numbers(cast(PageText, reader), known, printed_depth(pixels))
    assert lines[: len(known)] == list(known)
    return lines[len(known) :]


@pytest.mark.parametrize("ink", [165, 120, 40])
def test_a_number_over_other_print_is_found_once_however_dark(ink: int) -> None:
    """A date in a window, over the letters of its State."""
    (line,) = _found(_page(ink=ink), _Reader("09 06 85"))
    assert not line.is_label
    assert line.letters == "09 06 85"
    assert 59 < line.box.left < 62
    assert 75 < line.box.right < 78


@pytest.mark.parametrize(("text", "sure"), [("REPUBLIC", 1.0), ("NO 12", 1.0), ("909803000", 0.6)])
def test_words_and_what_the_reader_is_not_sure_of_are_no_numbers(text: str, sure: float) -> None:
    """Line work reads as digits, less surely."""
    reader = _Reader(text, sure)
    assert _found(_page(), reader) == []
    assert reader.asked


def test_what_is_known_or_lies_where_text_is_not_looked_for_is_not_read() -> None:
    """A line that was found, and the MRZ."""
    reader = _Reader("09 06 85")
    whole = PrintedLine(box=BoxMm(left=55.0, top=10.0, right=85.6, bottom=40.0), letters="DK")
    pixels = _page()
    cv2.putText(pixels, "123456789", (40, 400), cv2.FONT_HERSHEY_DUPLEX, 1.0, (40, 40, 40), 2, cv2.LINE_AA)
    assert _found(pixels, reader, whole) == []
    assert reader.asked == []
    # Where nothing is known and all of the page is text, both are asked for.
    reader.apart_from = given(())  # type: ignore[method-assign]
    assert _found(pixels, reader)
    assert {box.top > 40 for box in reader.asked} == {True, False}


def test_the_reader_reads_it() -> None:
    """With the network that reads the visual zone."""
    pixels = _page(ink=110)
    frame = Frame(
        size=PageSize.ID1,
        size_mm=PageSize.ID1.millimetres,
        homography=np.diag([1 / 8, 1 / 8, 1.0]),
        basis=ScaleBasis.OUTLINE,
    )
    image = Image(pixels=pixels, sha256="", raw=b"", media_type="array")
    page = draw(Capture(images={Light.VISIBLE: (image,)}), frame)
    lines = with_loose_numbers(PageText(page=page, reader=load_reader()), (), printed_depth(pixels))
    assert any(line.letters.replace(" ", "") == "090685" for line in lines)
