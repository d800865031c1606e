"""Fields of the MRZ held against lines as read, without a picture."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from docforensics.mrz.parse import parse_mrz
from docforensics.page.geometry import BoxMm
from docforensics.viz.fields.verify import (
    check_dates,
    check_nationality,
    check_number,
    check_sex,
    verify,
)
from docforensics.viz.fields.zone import FieldState, PrintedZone
from docforensics.viz.text import TextLine

MRZ = parse_mrz("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F3004157ZE184226B<<<<<16")
DAY = date(2026, 11, 24)
Placed = Callable[..., TextLine]
MakeZone = Callable[..., PrintedZone]


def states(seen: PrintedZone) -> dict[str, FieldState]:
    """Name the states of number and dates."""
    return {
        item.name: item.state
        for item in (check_number(seen, MRZ.document_number), *check_dates(seen, MRZ, DAY))
    }


def test_values_in_any_format_agree(placed: Placed, zone: MakeZone) -> None:
    """Number in groups, bilingual month, two-digit year."""
    found = states(
        zone(
            placed("No. L898 902 C3", 40, 10), placed("12 AUG/AOUT 74", 40, 20), placed("15.04.2030", 40, 30)
        )
    )
    assert set(found.values()) == {FieldState.AGREES}


def test_nothing_near_was_not_seen(placed: Placed, zone: MakeZone) -> None:
    """Other numbers and dates on the page say nothing."""
    found = states(zone(placed("X1234567", 40, 10), placed("01 JAN 2001", 40, 20)))
    assert set(found.values()) == {FieldState.NOT_SEEN}


def test_a_caption_decides_whose_date_it_is(placed: Placed, zone: MakeZone) -> None:
    """A date of issue a digit off the expiry is left alone where its caption says so."""
    issue = placed("15 APR 2020", 40, 30)
    caption = placed("Date of issue", 40, 27)
    assert states(zone(issue, captions=[caption]))["expiry_date"] is FieldState.NOT_SEEN
    other = placed("Date of expiry", 40, 27)
    assert states(zone(issue, captions=[other]))["expiry_date"] is FieldState.DISAGREES


@pytest.mark.parametrize(
    ("printed", "state"),
    [
        ("12 AUG 1984", FieldState.DISAGREES),
        ("12 AUG 2517", FieldState.NOT_SEEN),  # Buddhist
        ("24 07 1394", FieldState.NOT_SEEN),  # Hijri
        ("27 04 2031", FieldState.NOT_SEEN),  # Nepalese
    ],
)
def test_a_date_of_another_calendar_is_no_other_date(
    placed: Placed, zone: MakeZone, printed: str, state: FieldState
) -> None:
    """A year in which nobody alive was born is another calendar's."""
    seen = zone(placed(printed, 40, 30), captions=[placed("Date of birth", 40, 27)])
    assert states(seen)["birth_date"] is state


def test_a_date_that_may_be_that_of_issue_is_no_other_expiry(placed: Placed, zone: MakeZone) -> None:
    """Without captions: of the same day, earlier, and the first of that day; behind one of issue it is another expiry."""
    birth, issue = placed("12 AUG 1974", 40, 20), placed("15 APR 2020", 40, 30)
    since = placed("01 JAN 2005", 40, 25)
    assert states(zone(birth, since, issue))["expiry_date"] is FieldState.NOT_SEEN
    earlier = placed("16 APR 2010", 40, 25)
    assert states(zone(birth, earlier, issue))["expiry_date"] is FieldState.DISAGREES


def test_a_template_place_makes_any_other_number_a_disagreement(placed: Placed, zone: MakeZone) -> None:
    """However unlike."""
    place = {"document_number": BoxMm(left=38, top=9, right=70, bottom=13)}
    assert states(zone(placed("X1234567", 40, 10), places=place))["document_number"] is FieldState.DISAGREES


def test_a_doubtful_reader_disagrees_with_nothing(placed: Placed, zone: MakeZone) -> None:
    """Half sure is not sure."""
    assert states(zone(placed("L898912C3", 40, 10)))["document_number"] is FieldState.DISAGREES
    unsure = states(zone(placed("L898912C3", 40, 10, certainty=0.45)))
    assert unsure["document_number"] is not FieldState.DISAGREES


def test_sex_and_nationality_are_seen_by_themselves(placed: Placed, zone: MakeZone) -> None:
    """A letter inside a word is no sex; an adjective of the State's name is its nationality."""
    assert check_sex(zone(placed("F", 80, 30)), "F").state is FieldState.AGREES
    assert check_sex(zone(placed("FORM", 80, 30)), "F").state is FieldState.NOT_SEEN
    assert check_nationality(zone(placed("UTOPIAN", 40, 30)), "UTO").state is FieldState.AGREES
    assert check_nationality(zone(placed("UTO", 40, 30)), "UTO").state is FieldState.AGREES


def test_a_letter_that_is_set_higher_than_the_print_is_no_sex(placed: Placed, zone: MakeZone) -> None:
    """A signature reads as a letter, and agreed with every holder of that sex."""
    signature = placed("M", 10, 60)
    high = replace(signature, box=replace(signature.box, bottom=signature.box.top + 4.5))
    assert check_sex(zone(placed("ERIKSSON", 40, 20), signature), "M").state is FieldState.AGREES
    assert check_sex(zone(placed("ERIKSSON", 40, 20), high), "M").state is FieldState.NOT_SEEN
    low = replace(signature, box=replace(signature.box, bottom=signature.box.top + 1.6))
    assert check_sex(zone(placed("ERIKSSON", 40, 20), low), "M").state is FieldState.AGREES


def test_a_sex_stands_among_the_data_of_the_template_and_alone(placed: Placed, zone: MakeZone) -> None:
    """A letter of the perforation says nothing, nor do two that differ; at the place of the field one decides."""
    data = (BoxMm(left=78, top=29, right=90, bottom=34), BoxMm(left=100, top=5, right=110, bottom=10))
    perforated, printed = placed("M", 20, 60), placed("F", 80, 30)
    assert check_sex(zone(perforated, printed, data=data), "M").state is FieldState.NOT_SEEN
    assert check_sex(zone(perforated, printed, data=data), "F").state is FieldState.AGREES
    other = placed("M", 102, 6)
    assert check_sex(zone(printed, other, data=data), "M").state is FieldState.NOT_SEEN
    named = {"sex": data[0]}
    assert check_sex(zone(printed, other, data=data, places=named), "F").state is FieldState.AGREES
    assert check_sex(zone(printed, other, data=data, places=named), "M").state is FieldState.DISAGREES


def test_a_sex_in_no_line_is_read_at_the_places_of_data(placed: Placed) -> None:
    """Where the template has data of one line and no line was found; a place that holds more than a letter is none."""
    box = BoxMm(left=70, top=38, right=84, bottom=41)
    for said, state in (("F", FieldState.AGREES), ("M", FieldState.NOT_SEEN), ("F M", FieldState.NOT_SEEN)):
        read = placed(said, 70, 38).read
        page: Any = SimpleNamespace(
            values=lambda: (placed("ERIKSSON", 40, 20),),
            faint_values=tuple,
            parts=tuple,
            letters=tuple,
            captions=lambda _: (),
            line=lambda box, read=read: TextLine(box=box, read=read),
            strip_above=lambda _: placed("-", 0, 0),
            looks=lambda _: (),
        )
        found = {item.name: item.state for item in verify(MRZ, page, DAY, data=[box])}
        assert found["sex"] is state


def test_a_sex_that_stands_in_no_line_is_looked_for_among_letters_alone(placed: Placed) -> None:
    """It is too short for a line; another letter agrees with nothing, and is no finding."""
    for printed, state in (("F", FieldState.AGREES), ("M", FieldState.NOT_SEEN), ("", FieldState.NOT_SEEN)):
        letters = (placed(printed, 80, 30),) if printed else ()
        page: Any = SimpleNamespace(
            values=tuple,
            faint_values=tuple,
            parts=tuple,
            letters=lambda letters=letters: letters,
            captions=lambda _: (),
        )
        found = {item.name: item.state for item in verify(MRZ, page, DAY)}
        assert found["sex"] is state


def test_a_name_in_two_scripts_is_looked_for_beside_the_stroke(placed: Placed) -> None:
    """A reader that does not know one script loses letters of the other; what is read there by itself can only agree."""
    surname, given = MRZ.name.primary[0], MRZ.name.secondary[0]
    for said, state in ((surname, FieldState.AGREES), ("JACTUBKA", FieldState.NOT_SEEN)):
        parts = (placed(said, 40, 20), placed(given, 40, 26))
        page: Any = SimpleNamespace(
            values=tuple,
            faint_values=tuple,
            parts=lambda parts=parts: parts,
            letters=tuple,
            captions=lambda _: (),
        )
        found = {item.name: item.state for item in verify(MRZ, page, DAY)}
        assert found["surname"] is state
