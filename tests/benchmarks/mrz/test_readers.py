"""What the bench takes from a system: the same clean-up for all, and a peer's own mapping where its users see it."""

from benchmarks.mrz.readers import READERS, _by_field, _zone
from benchmarks.mrz.systems import SYSTEMS


def test_every_system_has_a_reader_and_every_reader_a_system() -> None:
    """By name."""
    assert sorted(READERS) == sorted(system.name for system in SYSTEMS)


def test_raw_text_keeps_long_lines_of_symbols_alone() -> None:
    """Blanks go; scraps and lines with other symbols are no MRZ's."""
    line = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
    text = f"Passport\n{line[:20]} {line[20:]}\n{line[:-1]}*\nAB12\n"

    assert _zone(text) == [line]


def test_letters_and_digits_are_told_apart_only_where_a_field_holds_one_kind() -> None:
    """The document number and the optional data hold both."""
    lines = ["P<UT0ERIKSSON<<ANNA".ljust(44, "<"), "O898902CO6UT0740812ZF12O4159ZE184226B<<<<<1O"]
    letters, digits = str.maketrans("0", "O"), str.maketrans("OZ", "02")
    first, second = _by_field(lines, lambda t: t.translate(letters), lambda t: t.translate(digits))

    assert first.startswith("P<UTOERIKSSON")
    assert second == "O898902CO6UTO7408122F1204159ZE184226B<<<<<10"
