"""Characters that stand out from their zone."""

from collections.abc import Callable

import numpy as np
import pytest

from docforensics.checks.mrz.uniformity import measure
from docforensics.checks.outcome import Abstained, Measured, Outcome
from docforensics.document import Document

Make = Callable[..., Document]
Draw = Callable[..., np.ndarray]
ADVERSE = 5.0
PLACE = (1, 18)
"""A digit of the date of birth."""


def measured(outcome: Outcome) -> Measured:
    """Give an outcome that must have been measured."""
    assert isinstance(outcome, Measured), outcome
    return outcome


@pytest.mark.parametrize("blur", [0.5, 1.2, 1.8])
def test_nothing_stands_out_of_a_zone_printed_in_one_pass(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...], blur: float
) -> None:
    """However sharp the capture."""
    outcome = measured(measure(make_document(pixels=drawn_zone(td3, blur=blur))))
    assert outcome.value < ADVERSE
    assert outcome.regions == ()


@pytest.mark.parametrize(
    ("odd", "kind"),
    [
        ({"face": "dejavu_serif"}, "type face"),
        ({"face": "liberation_mono_bold"}, "type face"),
        ({"ink": 0.5}, "ink"),
        ({"down": 4.0}, "height on the line"),
    ],
)
def test_one_retyped_character_stands_out(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...], odd: dict[str, object], kind: str
) -> None:
    """It is marked, and what it stands out by is named."""
    outcome = measured(measure(make_document(pixels=drawn_zone(td3, odd={PLACE: odd}))))
    assert outcome.value > ADVERSE
    assert outcome.facts["kind"] == kind
    assert any(abs(region.box.centre[0] - (6.9 + 2.54 * PLACE[1])) < 1 for region in outcome.regions)


@pytest.mark.parametrize("column", [11, 17])
def test_a_five_or_a_one_in_another_face_stands_out_though_it_is_drawn_much_alike(
    make_document: Make, drawn_zone: Draw, column: int
) -> None:
    """By how much it ought to fit OCR-B better than other faces is known for every symbol."""
    lines = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36U5O7401122F3004157ZE184226B<<<<<16")
    pixels = drawn_zone(lines, odd={(1, column): {"face": "noto_mono"}})
    outcome = measured(measure(make_document(lines, pixels=pixels)))
    assert outcome.value > ADVERSE
    assert outcome.facts["kind"] == "type face"
    assert measured(measure(make_document(lines, pixels=drawn_zone(lines)))).value < ADVERSE


def test_a_misread_look_alike_stands_out_in_nothing(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...]
) -> None:
    """0 read where an O is printed: a misread is not a forgery."""
    printed = (td3[0], td3[1].replace("0", "O").replace("1", "I"))
    assert printed != td3
    assert measured(measure(make_document(td3, pixels=drawn_zone(printed)))).value < ADVERSE


def test_a_printer_with_its_own_cut_of_some_symbols_is_no_alteration(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...]
) -> None:
    """Every 2 and A of the zone, four and more each, is drawn otherwise than the standard draws it."""
    odd = {
        (row, column): {"face": "liberation_mono"}
        for row, line in enumerate(td3)
        for column, symbol in enumerate(line)
        if symbol in "2A"
    }
    assert measured(measure(make_document(pixels=drawn_zone(td3, odd=odd)))).value < ADVERSE


def test_a_hole_through_a_character_is_no_alteration_and_leaves_its_field_unseen(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...]
) -> None:
    """A perforation, a stamp or a line drawn over the zone lies on it, and is no print of it."""
    pixels = drawn_zone(td3)
    x, y = round((6.9 + 2.54 * PLACE[1] + 0.2) * 8), round((69.3 + 6.35) * 8)
    pixels[y - 5 : y + 7, x : x + 9] = 30
    outcome = measured(measure(make_document(pixels=pixels)))
    assert outcome.value < ADVERSE
    assert any(sighting.why is not None for sighting in outcome.sightings)


def test_line_work_behind_some_characters_is_no_heavier_stroke(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...]
) -> None:
    """A rosette lies under a few of them, and paper under the others: 3.9 with its ink taken for the characters'."""
    pixels = drawn_zone(td3).astype(float)
    left, right = (round((6.9 + 2.54 * column) * 8) for column in (24, 31))
    y, x = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
    behind = ((x + 2 * y) % 6 < 2) & (x > left) & (x < right)
    pixels[behind] *= 0.72
    outcome = measured(measure(make_document(pixels=pixels.astype(np.uint8))))
    assert outcome.value < 3
    assert outcome.facts["kind"] != "stroke"


def test_glare_that_changes_slowly_makes_none_stand_out(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...]
) -> None:
    """A third of the line is pale."""
    pixels = drawn_zone(td3).astype(float)
    x = np.linspace(-3, 3, pixels.shape[1])
    pale = pixels + (255 - pixels) * 0.45 * np.exp(-(x**2))
    assert measured(measure(make_document(pixels=pale.astype(np.uint8)))).value < ADVERSE


def test_a_zone_too_blurred_or_absent_makes_it_abstain(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...]
) -> None:
    """Dark blobs are alike."""
    assert isinstance(measure(make_document(pixels=drawn_zone(td3, blur=5.0))), Abstained)
    assert isinstance(measure(make_document()), Abstained)
    assert isinstance(measure(make_document(None)), Abstained)
