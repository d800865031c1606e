"""The alphabet of the MRZ."""

from docforensics.formats.alphabet import DIGITS, FILLER, LETTERS, SYMBOLS, VALUES


def test_there_are_37_symbols_each_once() -> None:
    """Ten digits, 26 letters and the filler."""
    assert DIGITS + LETTERS + FILLER == SYMBOLS
    assert len(set(SYMBOLS)) == len(SYMBOLS) == 37


def test_values_are_those_of_doc_9303() -> None:
    """0-9 as printed, A = 10 to Z = 35, filler = 0."""
    assert [VALUES[symbol] for symbol in "09AZ<"] == [0, 9, 10, 35, 0]
