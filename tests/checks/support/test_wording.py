"""Places and values are named so that a person finds them on the document."""

from collections.abc import Callable
from datetime import date

import pytest

from docforensics.checks.support.wording import character_name, coded_value, date_words, field_at, ordinal
from docforensics.document import Document
from docforensics.formats.table import FORMATS, MrzFormat
from docforensics.mrz.parse import parse_mrz
from docforensics.page.geometry import BoxMm

TD3 = FORMATS[MrzFormat.TD3].layout


@pytest.mark.parametrize(
    ("number", "word"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (22, "22nd")],
)
def test_ordinals(number: int, word: str) -> None:
    """As English has them."""
    assert ordinal(number) == word


@pytest.mark.parametrize(
    ("line", "column", "name"),
    [
        (1, 3, "4th character of the document number"),
        (1, 21, "1st character of the date of expiry"),
        (1, 9, "check digit of the document number"),
        (1, 43, "check digit of the whole zone"),
    ],
)
def test_a_character_is_named_by_its_field(line: int, column: int, name: str) -> None:
    """Counted from 1, as people count."""
    assert character_name(TD3, line, column) == name


def test_a_character_of_no_known_format_is_named_by_its_line() -> None:
    """It can still be found."""
    assert character_name(None, 0, 11) == "12th character of line 1"


def test_values_of_the_zone_are_written_as_the_page_prints_them(td3: tuple[str, ...]) -> None:
    """Dates with the century of the rule; what does not exist stays as it is coded."""
    mrz, today = parse_mrz(td3), date(2026, 11, 24)
    assert coded_value(mrz, "birth_date", today) == "12 AUG 1974"
    assert coded_value(mrz, "document_number", today) == "L898902C3"
    assert coded_value(mrz, "surname", today) == "ERIKSSON"
    assert (
        coded_value(parse_mrz((td3[0], td3[1].replace("740812", "749912"))), "birth_date", today) == "749912"
    )
    assert date_words(date(2036, 9, 2)) == "02 SEP 2036"


def test_without_a_template_no_field_is_named(make_document: Callable[..., Document]) -> None:
    """Nothing is guessed."""
    side = make_document().sides[0]
    assert field_at(side, BoxMm(left=10, top=10, right=20, bottom=20)) == ""
