"""Fields of the MRZ held against lines as read, without a picture."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from docforensics.mrz.parse import parse_mrz
from docforensics.page.geometry import BoxMm
from docforensics.viz.fields.sought import (
    can_be_found,
    check_dates,
    check_nationality,
    check_number,
    check_sex,
    printed_forms,
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


@pytest.mark.parametrize(
    ("printed", "state"),
    [
        ("2 AUG 1974", FieldState.NOT_SEEN),
        ("2 AUG AOUT 1974", FieldState.NOT_SEEN),
        ("02 AUG 1974", FieldState.DISAGREES),
        ("3 AUG 1974", FieldState.DISAGREES),
        ("2 SEP 1974", FieldState.DISAGREES),
        ("2 AUG 1984", FieldState.DISAGREES),
    ],
)
def test_a_day_that_may_have_lost_its_first_digit_is_no_other_day(
    placed: Placed, zone: MakeZone, printed: str, state: FieldState
) -> None:
    """A reader loses a digit at the end of its strip; days are printed with two."""
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


def test_what_the_coded_line_does_not_say_is_not_looked_for() -> None:
    """A fragment of a date, no given names, a number of two characters."""
    names = ("document_number", "birth_date", "expiry_date", "surname", "given_names", "nationality", "sex")
    assert all(can_be_found(MRZ, name) for name in names)
    bare = parse_mrz(
        "P<UTOERIKSSON<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nL8<<<<<<<5UTO74<<<<8F3004157<<<<<<<<<<<<<<<0"
    )
    assert [name for name in names if not can_be_found(bare, name)] == [
        "document_number",
        "birth_date",
        "given_names",
    ]


def test_the_forms_in_which_a_value_may_be_printed() -> None:
    """Names and numbers as they are, dates in every form; a sex has none of its own."""
    assert printed_forms(MRZ, "given_names", DAY) == ("ANNA MARIA",)
    assert {"12 AUG 1974", "12 08 1974", "12 AOUT 74"} <= set(printed_forms(MRZ, "birth_date", DAY))
    assert printed_forms(MRZ, "sex", DAY) == ()


def test_a_piece_of_a_number_is_not_the_number(placed: Placed, zone: MakeZone) -> None:
    """Nor another one: a label may have been read as one word with it."""
    for printed in ("L898902C36", "AL898902C3", "AL898902C36"):
        seen = zone(
            placed(printed, 40, 10), places={"document_number": BoxMm(left=38, top=8, right=90, bottom=15)}
        )
        assert check_number(seen, MRZ.document_number).state is FieldState.NOT_SEEN
    both = zone(placed("L898902C36", 40, 10), placed("L898902C3", 40, 20))
    assert check_number(both, MRZ.document_number).state is FieldState.AGREES


@pytest.mark.parametrize(
    ("code", "printed", "agrees"),
    [
        ("NER", "NIGERIAN", False),
        ("NER", "NIGERIENNE", True),
        ("NGA", "NIGERIAN", True),
        ("DMA", "DOMINICAN REPUBLIC", False),
        ("DMA", "DOMINICAN", True),
        ("GIN", "GUINEA-BISSAU", False),
        ("GIN", "GUINEAN", True),
        ("SDN", "SOUTH SUDANESE", False),
        ("SDN", "SUDANESE", True),
    ],
)
def test_a_nationality_is_not_that_of_a_state_with_a_longer_name(
    placed: Placed, zone: MakeZone, code: str, printed: str, *, agrees: bool
) -> None:
    """Of which it is the beginning, or a piece."""
    found = check_nationality(zone(placed(printed, 40, 10)), code)
    assert (found.state is FieldState.AGREES) is agrees


@pytest.mark.parametrize(
    ("right", "printed", "state"),
    [
        (120, "15 APR 2020", FieldState.NOT_SEEN),
        (120, "14 APR 2020", FieldState.NOT_SEEN),
        (120, "14 APR 2030", FieldState.DISAGREES),
        (120, "15 APR 2031", FieldState.DISAGREES),
        (120, "19 APR 2020", FieldState.DISAGREES),
        (66, "15 APR 2020", FieldState.DISAGREES),
    ],
)
def test_a_place_with_room_for_two_dates_may_show_that_of_issue(
    placed: Placed, zone: MakeZone, right: float, printed: str, state: FieldState
) -> None:
    """Days of issue and of expiry a blank apart are one place of a template, of which the second may not be read."""
    place = {"expiry_date": BoxMm(left=38, top=29, right=right, bottom=34)}
    assert states(zone(placed(printed, 40, 30), places=place))["expiry_date"] is state
