"""What a page says against taking a value for the holder's: labels, kin, captions that stand elsewhere, misreads."""

from collections.abc import Callable, Sequence

import pytest

from docforensics.page.geometry import BoxMm
from docforensics.viz.fields.held import captions_hold, is_held, reads_apart
from docforensics.viz.fields.zone import FieldCheck, FieldState, PrintedZone
from docforensics.viz.text import TextLine

Placed = Callable[..., TextLine]
MakeZone = Callable[..., PrintedZone]
AGREES, DISAGREES = FieldState.AGREES, FieldState.DISAGREES
CODES = ("UTO", "UTO")


def of(line: TextLine, name: str, state: FieldState = AGREES) -> FieldCheck:
    """State what was found of a field on a line."""
    return FieldCheck(name=name, state=state, box=line.box, printed=line.text, as_printed=line.text)


def told(seen: PrintedZone, number: int, name: str, found: Sequence[FieldCheck], expected: str) -> bool:
    """Whether another value on a line may be told."""
    check = of(seen.lines[number], name, DISAGREES)
    return is_held(seen, check, {one.name: one for one in (*found, check)}, [expected], CODES)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("HOLLOWAY", True),
        ("VAN HOLLOWAY", True),
        ("APELLIDOS", False),  # a label in a language of the page
        ("Holloway", False),  # set otherwise than the holder's data
        ("UTOPIE", False),  # the issuer in another language
        ("REPUBLIKA UTOPIJA", False),
        ("GEB. HOLLOWAY", False),  # a name at birth
        ("SPECIMEN", False),
    ],
)
def test_a_surname_is_a_line_like_the_holders_other_data(
    placed: Placed, zone: MakeZone, printed: str, *, expected: bool
) -> None:
    """And no word of the page's own."""
    seen = zone(placed(printed, 40, 15), placed("ANNA MARIA", 40, 20), placed("12 AUG 1974", 40, 30))
    found = [of(seen.lines[1], "given_names"), of(seen.lines[2], "birth_date")]
    assert told(seen, 0, "surname", found, "ERIKSSON") is expected


def test_a_name_below_the_birth_is_another_persons(placed: Placed, zone: MakeZone) -> None:
    """Parents stand there, whatever language says so."""
    seen = zone(placed("ERIKSSON", 40, 15), placed("12 AUG 1974", 40, 30), placed("CLARA", 40, 45))
    found = [of(seen.lines[0], "surname"), of(seen.lines[1], "birth_date")]
    assert not told(seen, 2, "given_names", found, "ANNA MARIA")


@pytest.mark.parametrize("caption", ["Prenom du pere/Father's given name", "Ime oca", "Nom d'epouse"])
def test_a_caption_of_another_person_is_no_place_of_the_holders_name(
    placed: Placed, zone: MakeZone, caption: str
) -> None:
    """Kin, and other names of the holder."""
    seen = zone(placed("CLARA", 40, 20), placed("12 AUG 1974", 40, 30), captions=[placed(caption, 40, 17)])
    assert not told(seen, 0, "given_names", [of(seen.lines[1], "birth_date")], "ANNA MARIA")


def test_captions_that_stand_below_their_values_tell_nothing(placed: Placed, zone: MakeZone) -> None:
    """The birth that was found stands below the caption of the name: so does each value below another one's caption."""
    lines = [placed("12 AUG 1974", 40, 20), placed("16 APR 2020", 40, 25)]
    below = zone(*lines, captions=[placed("Surname", 40, 17.5), placed("Date of birth", 40, 23)])
    above = zone(*lines, captions=[placed("Date of birth", 40, 17.5), placed("Date of expiry", 40, 23)])
    found = [of(lines[0], "birth_date")]
    assert not captions_hold(below, {"birth_date": found[0]})
    assert captions_hold(above, {"birth_date": found[0]})
    assert not told(below, 1, "birth_date", [of(lines[0], "expiry_date")], "12 AUG 1974")
    assert told(above, 1, "expiry_date", found, "15 APR 2030")


def test_a_value_at_the_place_of_a_template_needs_nothing_else(placed: Placed, zone: MakeZone) -> None:
    """Labels and kin do not stand there."""
    place = {"given_names": BoxMm(left=39, top=44, right=90, bottom=48)}
    seen = zone(placed("12 AUG 1974", 40, 30), placed("CLARA", 40, 45), places=place)
    assert told(seen, 1, "given_names", [of(seen.lines[0], "birth_date")], "ANNA MARIA")


@pytest.mark.parametrize(
    ("again", "apart"),
    [
        (["RX8377310", "RX8377310"], True),
        (["RX8377310", "RX8377319"], False),
        (["RX8377310 7", "XRX8377310"], True),
        ([], True),
    ],
)
def test_what_reads_as_expected_on_other_pixels_was_a_misread(
    placed: Placed, zone: MakeZone, again: list[str], *, apart: bool
) -> None:
    """Every look has to see another value."""
    seen = zone(placed("RX8377310", 40, 15), again=[placed(text, 40, 15) for text in again])
    assert reads_apart(seen, seen.lines[0], ["RX8377319"]) is apart


def test_an_issuer_of_two_scripts_is_not_asked_for_names_without_a_template(
    placed: Placed, zone: MakeZone
) -> None:
    """A Cyrillic line reads as Latin capitals."""
    seen = zone(placed("HOLLOWAY", 40, 15), placed("ANNA MARIA", 40, 20))
    check, found = of(seen.lines[0], "surname", DISAGREES), of(seen.lines[1], "given_names")
    by_name = {"surname": check, "given_names": found}
    assert is_held(seen, check, by_name, ["ERIKSSON"], CODES)
    assert not is_held(seen, check, by_name, ["ERIKSSON"], ("BGR", "BGR"))


def test_the_nationality_is_no_name_where_a_place_reaches_to_the_row_below(
    placed: Placed, zone: MakeZone
) -> None:
    """Two rows may have been learned as one place."""
    place = {"given_names": BoxMm(left=39, top=40, right=90, bottom=48)}
    seen = zone(placed("12 AUG 1974", 40, 30), placed("UTOPIAN", 40, 45), places=place)
    found = [of(seen.lines[0], "birth_date"), of(seen.lines[1], "nationality")]
    assert not told(seen, 1, "given_names", found, "ANNA MARIA")
    elsewhere = [found[0], of(seen.lines[0], "nationality")]
    assert told(seen, 1, "given_names", elsewhere, "ANNA MARIA")
