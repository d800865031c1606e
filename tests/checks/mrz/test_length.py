"""Length: what the print shows is measured, what a missed character may explain is not."""

from collections.abc import Callable

import numpy as np

from docforensics.checks.mrz.length import measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.document import Document
from tests.checks.conftest import draw, make_reading

Make = Callable[..., Document]
Lines = tuple[str, ...]


def with_ink(make_document: Make, lines: Lines, column: int, line: int = 1) -> Document:
    """Make a document in which ink stands at a column that was not read."""
    pixels = make_document(lines).sides[0].capture.primary.pixels.copy()
    left, top = int((6 + 2.54 * column) * 8), int((68 + 6.35 * line) * 8)
    pixels[top : top + 20, left : left + 14] = 30
    return make_document(lines, pixels=pixels)


def test_regular_lines_measure_nothing(make_document: Make, td3: Lines, td1_long: Lines) -> None:
    """Lines of the format's length differ by no character."""
    assert measure(make_document(td3)).value == 0
    assert measure(make_document(td1_long)).facts["format"] == "TD1"


def test_a_short_line_with_blank_paper_behind_it_is_measured(make_document: Make, td3: Lines) -> None:
    """Where the missing characters would stand the paper is bare, so nothing was missed."""
    outcome = measure(make_document((td3[0], td3[1][:-2])))
    assert isinstance(outcome, Measured)
    assert outcome.value == 2
    assert len(outcome.regions) == 1
    assert (outcome.facts["printed"], outcome.facts["expected"]) == (42, 44)


def test_a_line_that_ends_in_glare_makes_it_abstain(make_document: Make, td3: Lines) -> None:
    """What stands there was not seen: it is no bare paper."""
    lines = (td3[0], td3[1][:-2])
    noise = np.random.default_rng(1).normal(0, 1.5, (704, 1000))
    pixels = np.clip(draw(make_reading(lines)) - 8 + noise, 0, 255).astype(np.uint8)
    assert isinstance(measure(make_document(lines, pixels=pixels)), Measured)
    pixels[570:650, 905:985] = 255
    assert isinstance(measure(make_document(lines, pixels=pixels)), Abstained)


def test_ink_where_a_character_is_missing_makes_it_abstain(make_document: Make, td3: Lines) -> None:
    """The reader missed a character: no finding."""
    assert isinstance(measure(with_ink(make_document, (td3[0], td3[1][:-2]), 42)), Abstained)


def test_ink_before_a_line_makes_it_abstain(make_document: Make, td3: Lines) -> None:
    """The missing character may stand on the left."""
    lines = (td3[0], td3[1][1:])
    columns = {1: [float(column) for column in range(1, 44)]}
    pixels = make_document(td3).sides[0].capture.primary.pixels
    assert isinstance(measure(make_document(lines, columns=columns, pixels=pixels)), Abstained)


def test_a_gap_inside_a_line_makes_it_abstain(make_document: Make, td3: Lines) -> None:
    """A step of twice the pitch is a character that was not read."""
    columns = {1: [float(column) if column < 20 else float(column + 1) for column in range(43)]}
    assert isinstance(measure(make_document((td3[0], td3[1][:-1]), columns=columns)), Abstained)


def test_a_surplus_character_is_measured_when_it_is_clear(make_document: Make, td3: Lines) -> None:
    """45 evenly spaced, clearly read characters are 45 characters."""
    outcome = measure(make_document((td3[0] + "<", td3[1]), certainty=0.99))
    assert isinstance(outcome, Measured)
    assert outcome.value == 1
    assert isinstance(measure(make_document((td3[0] + "<", td3[1]), certainty=0.6)), Abstained)


def test_a_line_cut_by_the_edge_of_the_image_makes_it_abstain(make_document: Make, td3: Lines) -> None:
    """What lies outside the image cannot be called blank."""
    lines = (td3[0], td3[1][:-2])
    pixels = make_document(lines).sides[0].capture.primary.pixels[:, : int((6 + 2.54 * 42) * 8)]
    assert isinstance(measure(make_document(lines, pixels=np.ascontiguousarray(pixels))), Abstained)


def test_a_zone_that_was_not_read_makes_it_abstain(make_document: Make) -> None:
    """Nothing read, nothing said; one line is no zone either."""
    assert isinstance(measure(make_document(None)), Abstained)
    assert isinstance(measure(make_document(("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",))), Abstained)
