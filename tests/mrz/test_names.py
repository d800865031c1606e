"""Names in the MRZ."""

import pytest
from hypothesis import given, strategies as st

from docforensics.mrz.names import components, split_name

PARTS = st.lists(st.text(alphabet="ABCXYZ", min_size=1, max_size=6), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("raw", "surname", "given_names"),
    [
        ("ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "ERIKSSON", "ANNA MARIA"),
        ("AL<KAABI<<ALI<HAMAD<ABDULLAH<<<<<<<<<<<", "AL KAABI", "ALI HAMAD ABDULLAH"),
        ("ARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "ARKFREITH", ""),
        ("SPITERI<MANDY<<<<<<<<<<<<<<<<<", "SPITERI MANDY", ""),
        ("ERIKSSON<<ANNA<<MARIA<<<", "ERIKSSON", "ANNA MARIA"),
        ("<<ANNA<<<", "", "ANNA"),
        ("<<<<<<", "", ""),
        ("", "", ""),
    ],
)
def test_the_first_double_filler_parts_the_identifiers(raw: str, surname: str, given_names: str) -> None:
    """What follows it is secondary, and without it there is no secondary identifier."""
    name = split_name(raw)
    assert (name.surname, name.given_names) == (surname, given_names)


@pytest.mark.parametrize(
    ("raw", "truncated"), [("NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K", True), ("A<<B<", False)]
)
def test_a_field_that_ends_in_a_letter_may_have_been_truncated(raw: str, truncated: bool) -> None:
    """Doc 9303-3 section 4.6: the last place is a letter only when it may."""
    assert split_name(raw).may_be_truncated is truncated


@pytest.mark.parametrize("raw", ["", "<", "A<<B7", "A<<b"])
def test_only_a_letter_of_the_alphabet_at_the_end_counts(raw: str) -> None:
    """Nothing, fillers, digits and lower case are no truncated name."""
    assert split_name(raw).may_be_truncated is False


@given(PARTS, PARTS)
def test_a_composed_name_comes_back(primary: list[str], secondary: list[str]) -> None:
    """Components joined by `<` and identifiers by `<<` are found again."""
    name = split_name("<".join(primary) + "<<" + "<".join(secondary) + "<<<")
    assert name.primary == tuple(primary)
    assert name.secondary == tuple(secondary)


def test_components_skip_fillers() -> None:
    """However many stand between."""
    assert components("<<ANNA<<MARIA<") == ("ANNA", "MARIA")
