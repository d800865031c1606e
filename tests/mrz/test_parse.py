"""Text of an MRZ -> fields and check digits."""

import csv
import pickle
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given, strategies as st

from docforensics.errors import MrzFormatError
from docforensics.formats.alphabet import SYMBOLS
from docforensics.formats.layout import Span
from docforensics.formats.table import FORMATS, MrzFormat
from docforensics.mrz.check_digit import check_digit
from docforensics.mrz.parse import Mrz, parse_mrz

MANIFEST = Path(__file__).resolve().parents[3] / "shared" / "data" / "mrz" / "manifest.csv"
TODAY = date(2026, 11, 24)
NAME_44 = "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
NAME_36 = "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<"
PASSPORT = ("P<UTO" + NAME_44, "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
CARD = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
LONG_CARD = ("I<UTOD23145890<XYZ5<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<0", CARD[2])
FRENCH_CARD = ("IDFRASPECIMEN<<<<<<<<<<<<<<<<<075025", "920375H123458ANNA<<MARIA<<<7408122F8")

# Where Doc 9303 shows only the line with the digits, line 1 is Eriksson's: no digit covers it.
GOLDEN = {
    "Part 4 A-1": (MrzFormat.TD3, PASSPORT),
    "Part 3 Ex 3": (MrzFormat.TD3, ("P<YTO" + NAME_44, "HA672242<6YTO5802254M9601086<<<<<<<<<<<<<<08")),
    "Part 5 A-1": (MrzFormat.TD1, CARD),
    "Part 3 Ex 4": (
        MrzFormat.TD1,
        ("I<YTOD231458907<<<<<<<<<<<<<<<", "3407127M9507122YTO<<<<<<<<<<<2", CARD[2]),
    ),
    "long number": (MrzFormat.TD1, LONG_CARD),
    "Part 6": (MrzFormat.TD2, ("I<UTO" + NAME_36, "D231458907UTO7408122F1204159<<<<<<<6")),
    "Part 3 Ex 5": (MrzFormat.TD2, ("I<YTO" + NAME_36, "HA672242<6YTO5802254M9601086<<<<<<<8")),
    "Part 7 A-1": (MrzFormat.MRVA, ("V<UTO" + NAME_44, "L8988901C4XXX7408122F96121096ZE184226B<<<<<<")),
    "Part 7 B-1": (MrzFormat.MRVA, ("V<UTO" + NAME_44, "L898902C<3UTO6908061F9406236ZE184226B<<<<<<<")),
    "Part 7 A-3": (MrzFormat.MRVB, ("V<UTO" + NAME_36, "L8988901C4XXX7408122F9612109<<<<<<<<")),
    "Part 8 2021": (MrzFormat.TD2, ("PUUTO" + NAME_36, "D231458907UTO7408122F2204156<<<<<<<4")),
    "Part 8 2026": (MrzFormat.TD2, ("PUUTO" + NAME_36, "D231458907UTO7408122F2606277<<<<<<<8")),
    # Not ICAO's: two sample cards that many published descriptions of the French card show.
    "France 1988": (MrzFormat.FRA, ("IDFRABERTHIER".ljust(36, "<"), "8806923102858CORINNE<<<<<<<6512068F6")),
    "France 1994": (MrzFormat.FRA, ("IDFRABERTHIER".ljust(36, "<"), "9409923102854CORINNE<<<<<<<6512068F4")),
}


def _values(mrz: Mrz) -> dict[str, str]:
    return {name: field.value for name, field in mrz.fields.items()}


@pytest.mark.parametrize(("mrz_format", "lines"), GOLDEN.values(), ids=GOLDEN)
def test_golden_vectors_of_doc_9303_agree(mrz_format: MrzFormat, lines: tuple[str, ...]) -> None:
    """Every check digit of ICAO's own examples."""
    mrz = parse_mrz(lines)
    assert mrz.format is mrz_format
    assert mrz.irregularities == ()
    assert [digit.name for digit in mrz.check_digits if not digit.agrees] == []
    assert len(mrz.check_digits) == len(FORMATS[mrz_format].layout.checks)


@pytest.mark.parametrize(("mrz_format", "lines"), GOLDEN.values(), ids=GOLDEN)
def test_golden_vectors_fail_when_any_digit_is_another(mrz_format: MrzFormat, lines: tuple[str, ...]) -> None:
    """The digit that is altered is the one that disagrees, beside the composite that covers it."""
    for digit in parse_mrz(lines).check_digits:
        altered = list(lines)
        other = str((int(digit.printed) + 1) % 10) if digit.printed != "<" else "7"
        altered[digit.line] = (
            lines[digit.line][: digit.column] + other + lines[digit.line][digit.column + 1 :]
        )
        failing = {
            found.name for found in parse_mrz(altered, format=mrz_format).check_digits if not found.agrees
        }
        assert digit.name in failing
        assert failing <= {digit.name, "composite"}


def test_a_passport_has_its_fields() -> None:
    """Values are without fillers, raw is as printed."""
    mrz = parse_mrz(PASSPORT)
    assert _values(mrz) == {
        "document_code": "P",
        "issuer": "UTO",
        "name": "ERIKSSON  ANNA MARIA",
        "document_number": "L898902C3",
        "nationality": "UTO",
        "birth_date": "740812",
        "sex": "F",
        "expiry_date": "120415",
        "optional_data": "ZE184226B",
    }
    assert mrz.fields["optional_data"].raw == "ZE184226B<<<<<"
    assert mrz.fields["document_number"].digit == "document_number"
    assert (mrz.surname, mrz.given_names) == ("ERIKSSON", "ANNA MARIA")
    assert (mrz.document_code, mrz.issuer, mrz.nationality) == ("P", "UTO", "UTO")


def test_a_passport_has_its_dates() -> None:
    """Their centuries hang on the day of the inspection."""
    mrz = parse_mrz(PASSPORT)
    expiry = mrz.expiry_date(TODAY)
    assert mrz.birth_date(TODAY).date == date(1974, 8, 12)
    assert expiry is not None
    assert expiry.date == date(2012, 4, 15)
    assert mrz.issue_date(TODAY) is None


@pytest.mark.parametrize(("mrz_format", "lines"), GOLDEN.values(), ids=GOLDEN)
def test_places_lead_back_to_the_text(mrz_format: MrzFormat, lines: tuple[str, ...]) -> None:
    """A field's raw text and a digit's print are what stands in the lines at their place."""
    mrz = parse_mrz(lines)
    assert mrz.format is mrz_format
    assert all(field.raw == lines[field.line][field.start : field.stop] for field in mrz.all_fields)
    assert all(digit.printed == lines[digit.line][digit.column] for digit in mrz.check_digits)
    assert all(
        digit.computed == check_digit("".join(span.of(lines) for span in digit.covers))
        for digit in mrz.check_digits
    )


def test_a_long_document_number_runs_on_into_the_optional_data() -> None:
    """Doc 9303-5 note j: nine characters, a filler, the rest, the digit over both parts."""
    mrz = parse_mrz(LONG_CARD)
    digit = mrz.check_digit("document_number")
    assert mrz.document_number == "D23145890XYZ"
    assert mrz.fields["document_number"].raw == "D23145890"
    assert mrz.fields["document_number_continuation"].raw == "XYZ"
    assert digit is not None
    assert (digit.printed, digit.line, digit.column) == ("5", 0, 18)
    assert digit.covers == (Span(line=0, start=5, stop=14), Span(line=0, start=15, stop=18))


def test_optional_data_after_a_long_number_are_kept_apart() -> None:
    """They begin behind the number's digit."""
    mrz = parse_mrz(("I<UTOD23145890<XYZ5<99<<<<<<<<", *LONG_CARD[1:]))
    assert mrz.value("optional_data") == "99"
    assert mrz.fields["optional_data"].start == 19


def test_a_long_number_fills_the_optional_data_of_td2() -> None:
    """Six more characters and the digit take all seven places."""
    number = "D23145890ABCDEF"
    mrz = parse_mrz(("I<UTO" + NAME_36, f"{number[:9]}<UTO7408122F1204159{number[9:]}{check_digit(number)}0"))
    digit = mrz.check_digit("document_number")
    assert mrz.document_number == number
    assert digit is not None
    assert digit.agrees
    assert mrz.fields["optional_data"].raw == ""


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (("P<UTO" + NAME_44, "D23145890<UTO7408122F1204159XYZ5<<<<<<<<<<10"), "D23145890"),
        (("I<UTOD2314589<<XYZ5<<<<<<<<<<<", *CARD[1:]), "D2314589"),
        (("I<UTOD23145890<<<<<<<<<<<<<<<<", *CARD[1:]), "D23145890"),
        (("I<UTOD23145890<5<<<<<<<<<<<<<<", *CARD[1:]), "D23145890"),
    ],
    ids=["a passport", "a number that is not full", "nothing behind it", "only a digit behind it"],
)
def test_a_filler_for_a_digit_is_a_long_number_only_where_the_rule_holds(
    lines: tuple[str, ...], number: str
) -> None:
    """Elsewhere it is a digit that disagrees."""
    mrz = parse_mrz(lines)
    digit = mrz.check_digit("document_number")
    assert mrz.document_number == number
    assert "document_number_continuation" not in mrz.fields
    assert digit is not None
    assert (digit.printed, digit.agrees, digit.decidable) == ("<", False, True)


@pytest.mark.parametrize(("printed", "agrees"), [("0", True), ("<", True), ("1", False)])
def test_empty_optional_data_of_a_passport_have_0_or_a_filler(printed: str, agrees: bool) -> None:
    """Doc 9303-4: 0 or `<`, at the issuer's choice."""
    line = f"L898902C36UTO7408122F1204159<<<<<<<<<<<<<<{printed}"
    composite = check_digit(line[:10] + line[13:20] + line[21:43])
    digit = parse_mrz((PASSPORT[0], line + composite)).check_digit("optional_data")
    assert digit is not None
    assert digit.agrees is agrees


def test_a_filler_is_no_digit_where_something_is_covered() -> None:
    """Optional data whose digit happens to be 0 need the 0; other fields need it even when empty."""
    line = "L898902C3<UTO<<<<<<<F120415900000000000000<0"
    digits = {digit.name: digit for digit in parse_mrz((PASSPORT[0], line)).check_digits}
    assert digits["optional_data"].computed == digits["birth_date"].computed == "0"
    assert not any(digits[name].agrees for name in ("document_number", "birth_date", "optional_data"))


def test_a_french_identity_card_has_its_own_fields() -> None:
    """2 x 36 that ICAO does not know."""
    mrz = parse_mrz(FRENCH_CARD)
    assert mrz.format is MrzFormat.FRA
    assert _values(mrz) == {
        "document_code": "ID",
        "issuer": "FRA",
        "surname": "SPECIMEN",
        "issuing_office": "075025",
        "document_number": "920375H12345",
        "issue_date": "9203",
        "given_names": "ANNA  MARIA",
        "birth_date": "740812",
        "sex": "F",
    }
    assert (mrz.surname, mrz.given_names, mrz.name.may_be_truncated) == ("SPECIMEN", "ANNA MARIA", False)
    assert mrz.nationality is None
    assert mrz.expiry_date(TODAY) is None
    issue = mrz.issue_date(TODAY)
    assert issue is not None
    assert (issue.year, issue.month) == (1992, 3)


def test_either_name_field_of_a_french_card_may_be_truncated() -> None:
    """Its given names have 14 places only."""
    second = FRENCH_CARD[1].replace("ANNA<<MARIA<<<", "ANNA<<MARIANNE")
    assert parse_mrz((FRENCH_CARD[0], second)).name.may_be_truncated


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "  \n\n\t"])
def test_line_ends_and_blanks_around_lines_do_not_matter(ending: str) -> None:
    """One text or a sequence of lines."""
    text = ending + ending.join(f" {line}\t" for line in PASSPORT) + ending
    assert parse_mrz(text) == parse_mrz(PASSPORT) == parse_mrz(list(PASSPORT))


def test_lower_case_is_kept_and_named() -> None:
    """A text is never repaired; a digit over it cannot be decided."""
    mrz = parse_mrz((PASSPORT[0], PASSPORT[1].lower()))
    digits = {digit.name: digit for digit in mrz.check_digits}
    assert mrz.lines[1] == PASSPORT[1].lower()
    assert mrz.document_number == "l898902c3"
    assert mrz.irregularities == ("line 2: not A-Z, 0-9 or < in column 1, 8, 11, 12, 13, 21, 29, 30, 37",)
    assert digits["birth_date"].agrees
    assert (digits["document_number"].computed, digits["document_number"].decidable) == (None, False)


def test_a_printed_digit_that_is_no_symbol_cannot_be_decided() -> None:
    """An unreadable digit is not a wrong one."""
    digit = parse_mrz((PASSPORT[0], PASSPORT[1][:-1] + "?")).check_digit("composite")
    assert digit is not None
    assert (digit.computed, digit.agrees, digit.decidable) == ("0", False, False)


def test_a_letter_in_place_of_a_digit_disagrees() -> None:
    """It is an MRZ symbol, so the print itself is wrong."""
    digit = parse_mrz((PASSPORT[0], PASSPORT[1][:-1] + "O")).check_digit("composite")
    assert digit is not None
    assert (digit.agrees, digit.decidable) == (False, True)


def test_a_short_line_is_parsed_as_far_as_it_goes() -> None:
    """Digits whose place or cover is missing cannot be decided."""
    mrz = parse_mrz((PASSPORT[0], PASSPORT[1][:40]))
    assert mrz.format is MrzFormat.TD3
    assert mrz.irregularities == ("line 2: 40 characters, expected 44 for TD3",)
    assert [digit.name for digit in mrz.check_digits if not digit.decidable] == ["optional_data", "composite"]
    assert mrz.fields["optional_data"].raw == "ZE184226B<<<"


def test_a_digit_whose_place_is_missing_cannot_be_decided() -> None:
    """All that it covers is there, and so it can be computed; only the print is gone."""
    digit = parse_mrz((PASSPORT[0], PASSPORT[1][:43])).check_digit("composite")
    assert digit is not None
    assert (digit.printed, digit.computed, digit.decidable) == ("", "0", False)


def test_a_line_too_long_is_named_and_its_end_left_out_of_the_fields() -> None:
    """The lines still hold all of it."""
    mrz = parse_mrz((PASSPORT[0] + "<", PASSPORT[1]))
    assert mrz.irregularities == ("line 1: 45 characters, expected 44 for TD3",)
    assert len(mrz.lines[0]) == 45
    assert len(mrz.fields["name"].raw) == 39


@pytest.mark.parametrize(
    ("text", "got"),
    [
        ("", "an empty text"),
        (" \n\t\n", "an empty text"),
        ((), "an empty text"),
        ("P<UTO", "1 line of 5 characters"),
        (PASSPORT[0], "1 line of 44 characters"),
        (("P" * 44, "<" * 36), "2 lines of 44, 36 characters"),
        (("I" * 30, "<" * 30, "<" * 25), "3 lines of 30, 30, 25 characters"),
        ("A\n" * 9, "9 lines of 1, 1, 1, 1, 1, 1, ... characters"),
    ],
)
def test_a_text_that_fits_no_format_is_refused(text: str | tuple[str, ...], got: str) -> None:
    """The message says what was expected and what came, and quotes nothing of it."""
    with pytest.raises(MrzFormatError) as refusal:
        parse_mrz(text)
    assert "3 lines of 30 (TD1)" in str(refusal.value)
    assert str(refusal.value).endswith(f"got {got}")


def test_a_given_format_is_followed() -> None:
    """Also against the first letter; and a text that does not fit it is refused."""
    assert parse_mrz(PASSPORT, format=MrzFormat.MRVA).format is MrzFormat.MRVA
    with pytest.raises(MrzFormatError) as refusal:
        parse_mrz(PASSPORT, format=MrzFormat.TD1)
    assert "3 lines of 30 characters (TD1)" in str(refusal.value)


def test_slips_of_icaos_text_are_not_taken_for_valid() -> None:
    """Part 4 A-2 and Part 7 (a) have lines of 45, Part 7 (d) one of 36 over 44, Part 5 a digit in 17-18."""
    too_long = ("V<UTO" + NAME_44 + "<", GOLDEN["Part 7 A-1"][1][1])
    assert parse_mrz(too_long).irregularities
    with pytest.raises(MrzFormatError):
        parse_mrz(("V<UTO" + NAME_36, GOLDEN["Part 7 A-1"][1][1]))
    digit = parse_mrz(("I<UTOD23145890<X<5<<<<<<<<<<<<", *LONG_CARD[1:])).check_digit("document_number")
    assert digit is not None
    assert not digit.agrees


def test_an_mrz_is_a_value() -> None:
    """Equal texts give equal, hashable results that travel between processes."""
    mrz = parse_mrz(PASSPORT)
    assert pickle.loads(pickle.dumps(mrz)) == mrz  # noqa: S301 (our own bytes)
    assert hash(mrz) == hash(parse_mrz("\n".join(PASSPORT)))


def test_what_a_format_lacks_is_none() -> None:
    """Asking is no error."""
    mrz = parse_mrz(GOLDEN["Part 7 A-3"][1])
    assert mrz.check_digit("composite") is None
    assert mrz.value("issuing_office") is None


@st.composite
def composed(draw: st.DrawFn) -> tuple[MrzFormat, tuple[str, ...]]:
    """Any text within the charsets of a format, with its check digits computed."""
    mrz_format = draw(st.sampled_from(MrzFormat))
    layout = FORMATS[mrz_format].layout
    cells = [["<"] * layout.length for _ in range(layout.n_lines)]
    for spec in layout.fields:
        width = spec.span.stop - spec.span.start
        text = draw(st.text(alphabet=spec.charset, min_size=width, max_size=width))
        cells[spec.span.line][spec.span.start : spec.span.stop] = text
    for check in layout.checks:  # the composite comes last in every table
        lines = ["".join(row) for row in cells]
        cells[check.line][check.column] = check_digit("".join(span.of(lines) for span in check.covers))
    return mrz_format, tuple("".join(row) for row in cells)


@given(composed())
def test_what_is_composed_agrees_when_parsed(document: tuple[MrzFormat, tuple[str, ...]]) -> None:
    """Every format, every field, every digit."""
    mrz_format, lines = document
    mrz = parse_mrz(lines, format=mrz_format)
    assert mrz.lines == lines
    assert mrz.irregularities == ()
    assert all(digit.agrees and digit.decidable for digit in mrz.check_digits)
    assert all(
        field.raw == FORMATS[mrz_format].layout.field(name).span.of(lines)
        for name, field in mrz.fields.items()
    )


@given(composed(), st.integers(0, 2**16), st.sampled_from(SYMBOLS))
def test_a_digit_fails_only_when_what_it_covers_or_itself_changed(
    document: tuple[MrzFormat, tuple[str, ...]], where: int, symbol: str
) -> None:
    """One character replaced: the digits that have no part in it still agree."""
    mrz_format, lines = document
    line, column = where % len(lines), (where // len(lines)) % len(lines[0])
    assume(symbol != "<")  # a filler for a digit may announce a long number, which is another rule
    altered = list(lines)
    altered[line] = lines[line][:column] + symbol + lines[line][column + 1 :]
    for digit in parse_mrz(altered, format=mrz_format).check_digits:
        touched = (digit.line, digit.column) == (line, column) or any(
            span.line == line and span.start <= column < span.stop for span in digit.covers
        )
        assert digit.agrees or touched


@given(st.text(alphabet=SYMBOLS[:36], min_size=10, max_size=23))
def test_a_long_number_of_any_length_comes_back(number: str) -> None:
    """10 to 9 + 14 characters on a card of the size of TD1."""
    rest = number[9:] + check_digit(number)
    mrz = parse_mrz((f"I<UTO{number[:9]}<{rest}".ljust(30, "<"), *CARD[1:]))
    digit = mrz.check_digit("document_number")
    assert mrz.document_number == number
    assert digit is not None
    assert digit.agrees


@given(st.one_of(st.text(), st.lists(st.text(max_size=50), max_size=4)))
def test_no_text_raises_anything_but_a_format_error(text: str | list[str]) -> None:
    """Whatever can be printed, and more."""
    try:
        mrz = parse_mrz(text)
    except MrzFormatError as refusal:
        assert "expected" in str(refusal)  # noqa: PT017 (either outcome is right)
    else:
        assert mrz.lines


@given(
    st.sampled_from([*GOLDEN.values(), (MrzFormat.FRA, FRENCH_CARD)]),
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 44), st.text(max_size=2), st.integers(0, 2)), max_size=3
    ),
    st.dates(),
)
def test_damaged_texts_are_read_to_the_end(
    golden: tuple[MrzFormat, tuple[str, ...]], damage: list[tuple[int, int, str, int]], inspected_on: date
) -> None:
    """Characters lost, added and replaced: no format, or every property answers and nothing is repaired."""
    lines = list(golden[1])
    for line, column, added, lost in damage:
        old = lines[line % len(lines)]
        lines[line % len(lines)] = old[:column] + added + old[column + lost :]
    try:
        mrz = parse_mrz(lines)
    except MrzFormatError:
        return
    assert "".join("".join(mrz.lines).split()) == "".join("".join(lines).split())
    assert all("<" not in text for text in (mrz.surname, mrz.given_names, *_values(mrz).values()))
    dates = (mrz.birth_date(inspected_on), mrz.expiry_date(inspected_on), mrz.issue_date(inspected_on))
    assert all(found is None or found.real or found.date is None for found in dates)
    assert all(digit.decidable or not digit.agrees for digit in mrz.check_digits)


SHORT = {
    "document_number": "num",
    "birth_date": "dob",
    "expiry_date": "exp",
    "optional_data": "opt",
    "composite": "comp",
}


@pytest.mark.shared_data
@pytest.mark.skipif(not MANIFEST.is_file(), reason="../shared/data/mrz is not here")
def test_published_specimens_agree_as_their_labels_say() -> None:
    """Where the print is right every digit agrees; where it is wrong, those that are named disagree."""
    with MANIFEST.open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["use"] == "read"]
    found = {}
    for row in rows:
        mrz = parse_mrz(row["mrz"].split("|"))
        wrong = "+".join(SHORT[digit.name] for digit in mrz.check_digits if not digit.agrees)
        found[row["file"]] = (mrz.format, f"print-invalid:{wrong}" if wrong else "ok", mrz.irregularities)
    assert found == {row["file"]: (row["format"], row["check_digits"], ()) for row in rows}
    assert len(rows) == 50
