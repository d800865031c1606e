"""A specimen is said to be one, and weighs nothing."""

from collections.abc import Callable

import pytest

from docforensics.checks.data.specimen import measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.document import Document

Make = Callable[..., Document]
Lines = tuple[str, ...]


@pytest.mark.parametrize(
    ("first", "second", "sign"),
    [
        ("P<UTOERIKSSON<<ANNA", "L898902C36UTO", "issuer Utopia"),
        ("P<D<<ERIKSSON<<ANNA", "L898902C36UTO", "nationality Utopia"),
        ("P<D<<SPECIMEN<<ANNA", "L898902C36D<<", "the word SPECIMEN"),
        ("P<D<<ERIKSSON<<ANNA", "SPECI20146D<<", "its number"),
    ],
)
def test_a_specimen_names_itself(make_document: Make, td3: Lines, first: str, second: str, sign: str) -> None:
    """Utopia's code, the word SPECIMEN, or a number that begins so."""
    outcome = measure(make_document((first.ljust(44, "<"), second + td3[1][13:])))
    assert isinstance(outcome, Measured)
    assert outcome.value == 1
    assert outcome.is_specimen
    assert sign in outcome.note


def test_no_name_that_people_bear_marks_a_specimen(make_document: Make, td3: Lines) -> None:
    """MUSTERMANN is a name."""
    outcome = measure(
        make_document(("P<D<<MUSTERMANN<<ERIKA".ljust(44, "<"), td3[1][:10] + "D<<" + td3[1][13:]))
    )
    assert isinstance(outcome, Measured)
    assert outcome.value == 0
    assert outcome.note == ""


def test_it_abstains_without_a_zone(make_document: Make) -> None:
    """Nothing read, nothing said."""
    assert isinstance(measure(make_document(None)), Abstained)
