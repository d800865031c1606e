"""Words of Cyrillic and Greek that were read with Latin letters."""

import pytest

from docforensics.viz.fields.other_script import may_be_name


@pytest.mark.parametrize(
    ("read", "coded"),
    [
        ("BEPA", "VERA"),
        ("TAPAC", "TARAS"),
        ("BETPOK", "VETROK"),
        ("NIKH", "NIKI"),
        ("XAPHTON", "CHARITON"),
        ("IPUEHKO", "IURCHENKO"),  # Some of its letters are misread besides.
    ],
)
def test_a_word_of_shared_letters_is_the_name_in_the_other_script(read: str, coded: str) -> None:
    """Its letters as Cyrillic, or as Greek, give the coded name, or nearly."""
    assert may_be_name(read, f"{read} / ANNA", ("ANNA", coded))


@pytest.mark.parametrize(
    ("read", "coded"),
    [
        ("HOPE", "VERA"),
        ("ROBINSON", "ERIKSSON"),
        ("HANSEN", "JANSEN"),  # As near in Latin: that is for the reader's doubts.
        ("JANSEN", "JENSEN"),
        ("SMITH", "SMYTHE"),
    ],
)
def test_another_name_is_another_name_in_each_script(read: str, coded: str) -> None:
    """A word counts only where the other script brings it nearer by a letter."""
    assert not may_be_name(read, read, (coded,))


def test_only_words_of_letters_are_written_in_another_script() -> None:
    """A number is none, and a row of letters with two forms is written in two ways, not in all."""
    assert not may_be_name("AB12", "AB12", ("AV12",))
    assert not may_be_name("X" * 400, "X" * 400, ("ANNA", "VERA"))
    assert not may_be_name("", "", ("VERA",))


def test_the_difference_may_be_bounded_besides() -> None:
    """A misread letter or two are left where a name has many."""
    assert may_be_name("IPUEHKO", "IPUEHKO", ("IURCHENKO",))
    assert not may_be_name("IPUEHKO", "IPUEHKO", ("IURCHENKO",), most=3.0)
    assert may_be_name("BETPOK", "BETPOK", ("VETROK",), most=3.0)


def test_small_letters_are_of_no_other_script() -> None:
    """A Cyrillic ve is no b when it is small, nor an en an h."""
    assert may_be_name("BEPA", "BEPA", ("VERA",))
    assert not may_be_name("BEPA", "Bepa", ("VERA",))
