"""Unsure characters of a line in another face are settled; sure ones, lines in OCR-B and what a prior was not asked for are not."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import docforensics.mrz.other_face as stage
from docforensics.formats.alphabet import SYMBOLS
from docforensics.mrz.other_face import with_other_face
from docforensics.mrz.prior import with_prior
from docforensics.mrz.read import read_all_mrz, read_mrz
from docforensics.mrz.reading import MrzCharacter, MrzReading, SettledBy

LINES = ("P<UTOSISIC<<CALLIE<MIRIAM<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
SANS = "DejaVuSans.ttf"


def printed(pixels: Any) -> MrzReading:
    """What the print alone says."""
    reading = read_mrz(pixels, prior=None)
    assert reading is not None
    return reading


def unsure_of(reading: MrzReading, row: int, column: int, symbol: str, rival: str) -> MrzReading:
    """The reading with one character read as `symbol`, and `rival` nearly as likely."""
    shares = np.full(len(SYMBOLS), 1e-4)
    shares[SYMBOLS.index(symbol)], shares[SYMBOLS.index(rival)] = 0.5, 0.4
    old = reading.characters[row][column]
    one = MrzCharacter(symbol=symbol, posterior=shares / shares.sum(), corners=old.corners.copy())
    rows = [list(line) for line in reading.characters]
    rows[row][column] = one
    return replace(reading, characters=tuple(map(tuple, rows)))


@pytest.mark.parametrize("face", [SANS, "DejaVuSerif.ttf"])
def test_the_plain_bars_of_a_sans_face_and_the_m_of_a_serif_one_are_read(
    draw_mrz: Callable[..., Any], face: str
) -> None:
    """The network of OCR-B takes them for T, 1 and N; what it saw stays beside what was chosen."""
    pixels = draw_mrz(LINES, pitch=16, faces={0: face}).pixels
    before, after = printed(pixels), read_mrz(pixels)
    assert after is not None
    assert before.lines[0] != LINES[0]
    assert after.lines == LINES
    assert after.printed == before.lines
    assert {one.by for one in after.settled} == {SettledBy.FACE}
    assert all(0.5 < one.weighed < 1 for one in after.settled)
    for old, new in zip(before.characters[0], after.characters[0], strict=True):
        assert np.array_equal(old.posterior, new.posterior)
    assert read_all_mrz(pixels)[0].lines == LINES


def test_sure_characters_stay_whatever_the_face(draw_mrz: Callable[..., Any]) -> None:
    """A sure misread is as printed: nothing but unsure characters is asked for."""
    pixels = draw_mrz(LINES, pitch=16, faces={0: SANS}).pixels
    reading = printed(pixels)
    shares = np.full(len(SYMBOLS), 0.001)
    shares[SYMBOLS.index("T")] = 1 - 0.001 * (len(SYMBOLS) - 1)
    rows = [list(line) for line in reading.characters]
    rows[0][6] = MrzCharacter(symbol="T", posterior=shares, corners=rows[0][6].corners.copy())
    after = with_other_face(replace(reading, characters=tuple(map(tuple, rows))), pixels)
    assert after.lines[0][5:9] == "STSI"


def test_a_line_in_ocr_b_is_left_as_it_was_read_and_asks_nothing(
    draw_mrz: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though a character is unsure and wrong: the very reading is returned, and no network is asked."""

    def asked() -> None:
        raise AssertionError

    monkeypatch.setattr(stage, "_network", asked)
    pixels = draw_mrz(LINES, pitch=16).pixels
    reading = unsure_of(printed(pixels), 0, 6, "T", "I")
    assert with_other_face(reading, pixels) is reading
    assert with_other_face(replace(reading, format=None), pixels).settled == ()


def test_readings_of_no_format_and_of_engines_that_are_not_calibrated_are_left(
    draw_mrz: Callable[..., Any],
) -> None:
    """What is legal, or unsure, is not known of them."""
    pixels = draw_mrz(LINES, pitch=16, faces={0: SANS}).pixels
    reading = printed(pixels)
    assert with_other_face(reading, pixels).lines == LINES
    for other in (replace(reading, format=None), replace(reading, calibrated=False)):
        assert with_other_face(other, pixels) is other


def test_what_the_format_does_not_allow_is_not_chosen(draw_mrz: Callable[..., Any]) -> None:
    """A date in which a letter is printed: the network of ordinary print is sure of it, and it stays as it was read."""
    letters = (LINES[0], LINES[1][:13] + "X4" + LINES[1][15:])
    pixels = draw_mrz(letters, pitch=16, faces={1: SANS}).pixels
    reading = unsure_of(printed(pixels), 1, 13, "7", "X")
    assert with_other_face(reading, pixels).lines[1][13] == "7"
    named = (LINES[0], LINES[1][:3] + "X" + LINES[1][4:])
    pixels = draw_mrz(named, pitch=16, faces={1: SANS}).pixels
    reading = unsure_of(printed(pixels), 1, 3, "7", "X")
    assert with_other_face(reading, pixels).lines[1][3] == "X"


def test_what_the_format_settled_first_names_what_is_printed(draw_mrz: Callable[..., Any]) -> None:
    """A character that both decide is named once; one whose print is right after all, not at all."""
    pixels = draw_mrz(LINES, pitch=16, faces={0: SANS}).pixels
    reading = unsure_of(unsure_of(printed(pixels), 0, 6, "1", "T"), 0, 5, "S", "5")
    first = with_prior(reading, "grammar")
    assert [(one.column, one.printed, one.symbol) for one in first.settled if one.column == 6] == [
        (6, "1", "T")
    ]
    both = with_other_face(first, pixels)
    assert both.printed == reading.lines
    assert len({(one.line, one.column) for one in both.settled}) == len(both.settled)


def test_what_is_seen_of_no_character_settles_none(
    draw_mrz: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does what the network of ordinary print is not sure of itself."""
    pixels = draw_mrz(LINES, pitch=16, faces={0: SANS}).pixels
    reading = printed(pixels)
    real = stage._network()
    for told in (0.0, 0.4):

        class Network:
            alphabet = real.alphabet

            def columns(self, crop: Any, told: float = told) -> Any:
                """Tell I everywhere with so much, and 1 with as much."""
                columns = np.zeros((crop.shape[1] // 8, len(self.alphabet) + 1), np.float32)
                columns[:, 0] = 1 - 2 * told
                columns[:, [1 + self.alphabet.index(one) for one in "I1"]] = told
                return columns

        monkeypatch.setattr(stage, "_network", Network)
        assert with_other_face(reading, pixels) is reading
