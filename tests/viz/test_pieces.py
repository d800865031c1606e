"""Lines of two scripts, read word by word."""

import cv2
import numpy as np
import pytest

from docforensics.viz.pieces import joined_line, read_in_pieces, word_columns
from docforensics.viz.recognise import ReadLine, load_reader

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ /"


def line(text: str) -> ReadLine:
    """Make a line as read, surely."""
    rows = np.eye(len(ALPHABET), dtype=np.float32)[[ALPHABET.index(symbol) for symbol in text]].reshape(
        -1, len(ALPHABET)
    )
    columns = np.asarray((np.arange(len(text)) + 0.5) / max(len(text), 1), np.float32)
    return ReadLine(text=text, posteriors=rows, alphabet=ALPHABET, columns=columns)


class Passing:
    """A reader that sees nothing but a slash in anything long."""

    name = "passing"

    def read(self, crop: np.ndarray) -> ReadLine:
        """Read a short crop as a word."""
        return line("/" if crop.shape[1] > 6 * crop.shape[0] else "WORD")


def drawn(text: str) -> np.ndarray:
    """Draw dark print on a patterned ground."""
    crop = np.full((48, 26 * len(text), 3), 225, np.uint8)
    crop[:, ::7] = 200
    cv2.putText(crop, text, (8, 36), cv2.FONT_HERSHEY_DUPLEX, 1.1, (25, 25, 30), 2, cv2.LINE_AA)
    return crop


def test_words_are_parted_at_blanks() -> None:
    """Wider than between letters."""
    assert len(list(word_columns(drawn("ANNA MARIA")))) == 2
    assert len(list(word_columns(drawn("ANNA")))) == 1
    assert list(word_columns(np.full((48, 200), 255, np.uint8))) in ([], [(0, 200)])


def test_a_line_of_which_next_to_nothing_was_read_is_read_by_words() -> None:
    """And both words come out, in their places."""
    read = read_in_pieces(Passing(), drawn("HOLLOWAY MARCHMONT"))
    assert read.text == "WORD WORD"
    assert list(read.columns) == sorted(read.columns)
    assert read.columns[0] < 0.3
    assert 0.6 < read.columns[-1] <= 1


def test_a_line_that_reads_well_is_read_once() -> None:
    """The shipped reader needs no pieces here."""
    reader = load_reader()
    crop = drawn("HOLLOWAY MARCHMONT")
    assert read_in_pieces(reader, crop).text == reader.read(crop).text


def test_joined_lines_have_a_row_for_every_character() -> None:
    """The blank between included; an empty word leaves none."""
    joined = joined_line([(line("ANNA"), 0, 50), (line(""), 50, 60), (line("MARIA"), 60, 100)], 100)
    assert joined.text == "ANNA MARIA"
    assert joined.posteriors.sum() == pytest.approx(len(joined.text))
