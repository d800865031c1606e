"""Readers of one line."""

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.errors import UsageError
from docforensics.viz.recognise import ReadLine, decoded, line_of_words, load_quick_reader, load_reader


def drawn(text: str, height: int = 40) -> Pixels:
    """Draw a line of print."""
    crop = np.full((height, 24 * len(text) + 20, 3), 225, np.uint8)
    cv2.putText(crop, text, (10, height - 12), cv2.FONT_HERSHEY_DUPLEX, 1.0, (20, 20, 30), 2, cv2.LINE_AA)
    return crop


@pytest.mark.parametrize("text", ["26 MAY 1997", "YH8904930", "UTOPIAN"])
def test_the_network_reads_print(text: str) -> None:
    """Colour or grey alike, with a sure posterior for every character."""
    crop = drawn(text)
    read = load_reader().read(crop)
    assert read.text.replace(" ", "") == text.replace(" ", "")
    assert read.confidence > 0.8
    assert np.allclose(read.posteriors.sum(axis=1), 1, atol=1e-3)
    assert np.all(np.diff(read.columns) > 0)
    assert load_reader().read(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)).text == read.text


@pytest.mark.parametrize("shape", [(1, 1), (3, 400), (60, 4, 3), (48, 5000, 3)])
def test_any_crop_is_survived(shape: tuple[int, ...]) -> None:
    """Nothing printed, nothing or little read."""
    assert len(load_reader().read(np.full(shape, 200, np.uint8)).text) < 8


def test_the_best_path_drops_blanks_and_repeats() -> None:
    """CTC: `-AA-AB` reads AAB; the posterior is that of the surest step."""
    steps = np.full((6, 3), 0.05, np.float32)
    for step, best in enumerate((0, 1, 1, 0, 1, 2)):
        steps[step, best] = 0.9
    steps[2] = (0.01, 0.95, 0.04)
    read = decoded(steps, "AB")
    assert read.text == "AAB"
    assert read.posteriors[0, 0] == pytest.approx(0.95 / 0.99, abs=1e-3)


def test_words_of_tesseract_spread_their_doubt() -> None:
    """A confidence is all that it tells."""
    read = line_of_words([("AB", 90.0), ("1?", 40.0)], "AB1 ")
    assert read.text == "AB 1"
    assert read.posteriors[0, 0] == pytest.approx(0.9)
    assert read.posteriors[3, 2] == pytest.approx(0.4)
    assert np.allclose(read.posteriors.sum(axis=1), 1)


@pytest.mark.tesseract
def test_tesseract_can_be_chosen() -> None:
    """Where it is installed."""
    assert load_reader("tesseract").read(drawn("26 MAY 1997")).text.replace(" ", "").endswith("1997")


def test_an_unknown_reader_is_refused() -> None:
    """With the names of those there are."""
    with pytest.raises(UsageError, match="network, tesseract"):
        load_reader("abacus")


def test_a_line_of_the_wrong_shape_is_refused() -> None:
    """Each character has its posterior."""
    with pytest.raises(UsageError, match="3 characters"):
        ReadLine(
            text="ABC", posteriors=np.ones((2, 1), np.float32), alphabet="A", columns=np.zeros(3, np.float32)
        )


@pytest.mark.parametrize("text", ["26 MAY 1997", "YH8904930", "UTOPIAN"])
def test_the_quick_network_reads_print_and_is_loaded_once(text: str) -> None:
    """It knows the letters that are compared, and is sure of clear print."""
    read = load_quick_reader().read(drawn(text))
    assert read.text.replace(" ", "") == text.replace(" ", "")
    assert read.least_sure > 0.9
    assert load_quick_reader() is load_quick_reader()


def test_a_line_is_as_sure_as_its_least_certain_letter_whatever_its_marks() -> None:
    """Blanks and marks between do not count; neither do case and accents. Nothing read is not sure."""
    alphabet = "OÖo8 -"
    rows = np.array([[0.5, 0.3, 0.15, 0.05, 0, 0], [0, 0, 0, 0.2, 0.4, 0.4]], np.float32)
    columns = np.zeros(2, np.float32)
    read = ReadLine(text="O-", posteriors=rows.copy(), alphabet=alphabet, columns=columns)
    assert read.least_sure == pytest.approx(0.95)
    other = ReadLine(text="88", posteriors=rows.copy(), alphabet=alphabet, columns=columns)
    assert other.least_sure == pytest.approx(0.4)
    empty = ReadLine(text="", posteriors=rows[:0].copy(), alphabet=alphabet, columns=columns[:0])
    assert empty.least_sure == 0.0
