"""Print that belongs to another field contradicts none."""

import pytest

from docforensics.mrz.parse import parse_mrz
from docforensics.page.geometry import BoxMm
from docforensics.viz.fields.anothers import without_anothers
from docforensics.viz.fields.zone import FieldCheck, FieldState

MRZ = parse_mrz("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10")
LINE = BoxMm(left=30.0, top=12.0, right=52.0, bottom=14.5)
BELOW = BoxMm(left=30.0, top=18.0, right=52.0, bottom=20.5)


def state(disagreeing: FieldCheck, *others: FieldCheck) -> FieldState:
    """Of the field that disagrees, once the others are known."""
    found = without_anothers(MRZ, (*others, disagreeing))
    assert found[:-1] == others
    return found[-1].state


def agrees(name: str, box: BoxMm = LINE) -> FieldCheck:
    """A field that was found there."""
    return FieldCheck(name=name, state=FieldState.AGREES, box=box)


def differs(name: str, printed: str, box: BoxMm = BELOW) -> FieldCheck:
    """A field in whose place something else is printed."""
    return FieldCheck(name=name, state=FieldState.DISAGREES, box=box, printed=printed, cost=9.0)


def test_the_surname_in_the_place_of_given_names_is_the_surnames() -> None:
    """Wherever it is printed a second time."""
    assert state(differs("given_names", "ERIKSSON"), agrees("surname")) is FieldState.NOT_SEEN


def test_one_print_is_one_fields() -> None:
    """Of any field: what agrees there is what is printed there."""
    moved = BoxMm(left=31.0, top=12.1, right=50.0, bottom=14.4)
    assert state(differs("birth_date", "211109", moved), agrees("expiry_date")) is FieldState.NOT_SEEN


@pytest.mark.parametrize(
    ("disagreeing", "other"),
    [
        pytest.param(differs("given_names", "AGNES"), agrees("surname"), id="another name"),
        pytest.param(
            differs("given_names", "ERIKSSON"),
            FieldCheck(name="surname", state=FieldState.NOT_SEEN),
            id="a surname that was not seen",
        ),
        pytest.param(differs("birth_date", "740813"), agrees("expiry_date"), id="another line"),
    ],
)
def test_what_is_nobody_elses_disagrees(disagreeing: FieldCheck, other: FieldCheck) -> None:
    """A changed value stays one."""
    assert state(disagreeing, other) is FieldState.DISAGREES
