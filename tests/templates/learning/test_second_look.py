"""Labels and titles that were not found as lines are read where they stand."""

from functools import partial
from typing import cast

import cv2
import numpy as np

from docforensics.kept import given
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.printed_line import PrintedLine
from docforensics.templates.learning.second_look import (
    with_labels_of_strips,
    with_names_of_strips,
    with_titles,
)
from docforensics.templates.planes import Map
from docforensics.viz.fields.captions import is_title
from docforensics.viz.recognise import ReadLine
from docforensics.viz.text import PageText, TextLine

VALUE = PrintedLine(box=BoxMm(left=10, top=20, right=30, bottom=22), letters="ANYTOWN")


def _read(text: str) -> ReadLine:
    alphabet = "".join(sorted(set(text)))
    return ReadLine(
        text=text,
        posteriors=np.eye(len(alphabet), dtype=np.float32)[[alphabet.index(letter) for letter in text]],
        alphabet=alphabet,
        columns=np.linspace(0.05, 0.6, len(text), dtype=np.float32),
    )


class _Text:
    """Reads what a test says, wherever it is asked to."""

    apart_from = staticmethod(given(()))

    def __init__(self, first: str, *looks: str) -> None:
        self._first, self._looks = first, looks
        self.in_one_colour: tuple[str, ...] = ()

    def line(self, box: BoxMm) -> TextLine:
        """The first reading."""
        return TextLine(box=box, read=_read(self._first))

    def looks(self, box: BoxMm) -> tuple[ReadLine, ...]:  # noqa: ARG002
        """Further ones."""
        return tuple(_read(text) for text in self._looks)

    def filtered(self, box: BoxMm) -> tuple[ReadLine, ...]:  # noqa: ARG002
        """In one colour alone: nothing unless a test says so."""
        return tuple(_read(text) for text in self.in_one_colour)


def _text(first: str, *looks: str) -> PageText:
    return cast(PageText, _Text(first, *looks))


def _depth() -> Map:
    return np.zeros((400, 800), np.float32)


def test_a_value_is_named_by_the_strip_above_it_and_the_label_is_added() -> None:
    """A part of the label that was found as a line without a name goes."""
    part = PrintedLine(box=BoxMm(left=15, top=18, right=18, bottom=19), letters="")
    value, label = with_labels_of_strips(_text("Place of birth"), [VALUE, part], _depth())
    assert (value.name, value.is_label) == ("place-of-birth", False)
    assert (label.name, label.is_label) == ("place-of-birth", True)
    assert label.box.bottom <= VALUE.box.top


def test_a_strip_that_is_misread_is_read_again() -> None:
    """From other pixels; one look that reads a label is enough."""
    lines = with_labels_of_strips(_text("Pl cs ef bnth", "Plae", "Place of birth"), [VALUE], _depth())
    assert [line.is_label for line in lines] == [False, True]


def test_a_strip_that_is_crossed_by_line_work_is_read_in_one_colour_alone() -> None:
    """Line work of a colour vanishes in its own."""
    text = _Text("Plxce xf bxxth", "Plxce", "Plxe")
    text.in_one_colour = ("Plxce", "Place of birth", "Plxe")
    for look in (partial(with_labels_of_strips, depth=_depth()), with_names_of_strips):
        assert look(cast(PageText, text), [VALUE])[0].name == "place-of-birth"


def test_a_strip_names_no_place_that_the_value_contradicts() -> None:
    """Words below `Date of birth`, misread of a place; the label is print of the series all the same."""
    value, label = with_labels_of_strips(_text("Date of birth"), [VALUE], _depth())
    assert (value.name, label.name) == ("", "date-of-birth")
    assert with_names_of_strips(_text("Date of birth"), [VALUE]) == [VALUE]


def test_a_strip_that_holds_a_value_adds_no_label() -> None:
    """A second row of an address is no label of the first."""
    assert with_labels_of_strips(_text("12 STATION ROAD"), [VALUE], _depth()) == [VALUE]


def test_a_value_of_words_that_labels_hold_is_a_value_below_its_label() -> None:
    """The name of an authority; below print that names no place it stays what it was taken for."""
    office = PrintedLine(box=VALUE.box, letters="PREFECTURE OF ANYDER", is_label=True)
    value, label = with_labels_of_strips(_text("Authority"), [office], _depth())
    assert (value.name, value.is_label, label.is_label) == ("authority", False, True)
    assert with_labels_of_strips(_text("TRAVEL CARD"), [office], _depth()) == [office]


def test_a_title_in_large_letters_is_added() -> None:
    """Above all labels, as dark as values; the reader loses the blank."""
    depth = _depth()
    label = PrintedLine(
        box=BoxMm(left=10, top=17, right=30, bottom=18), letters="SURNAME", is_label=True, name="surname"
    )
    value = PrintedLine(box=VALUE.box, letters="OTHER", name="surname")
    depth[VALUE.box.to_px(8).slices] = 100
    drawn = np.zeros(depth.shape, np.uint8)
    cv2.putText(drawn, "PASSPORT", (40 * 8, 9 * 8), 0, 1.2, 110, 4)
    depth += drawn
    *_, title = with_titles(_text("PASPORTOPASSPORT"), [label, value], depth, is_title)
    assert title.is_label
    assert title.box.top < 7
    assert title.box.bottom < 11
    assert with_titles(_text("JANE OTHER"), [label, value], depth, is_title) == [label, value]
