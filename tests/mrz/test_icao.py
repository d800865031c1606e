"""ICAO's code tables and the rules of document codes."""

from datetime import date

import pytest

from docforensics.formats.table import MrzFormat
from docforensics.mrz.icao import (
    HARMONISED_CODES,
    CodePart,
    CodeStatus,
    code_name,
    document_code_faults,
    find_code,
    harmonised_code_status,
    is_issuer,
    is_known_defect,
    is_nationality,
    is_specimen,
)

TODAY = date(2026, 11, 24)
SECTION_5 = {
    CodePart.COUNTRY: "D GBD GBN GBO GBP GBS RKS",
    CodePart.EUROPEAN_UNION: "EUE",
    CodePart.UNITED_NATIONS: "UNO UNA UNK",
    CodePart.ORGANISATION: "XBA XIM XCC XCE XCO XEC XPO XES XMP XOM XDC",
    CodePart.NO_NATIONALITY: "XXA XXB XXC XXX",
    CodePart.WITHDRAWN: "ANT NTZ",
    CodePart.SPECIMEN: "UTO",
    CodePart.MASTER_LIST: "IAO",
}


@pytest.mark.parametrize(("part", "codes"), SECTION_5.items(), ids=[part.name for part in SECTION_5])
def test_the_codes_beyond_iso_stand_in_their_part(part: CodePart, codes: str) -> None:
    """Doc 9303-3 section 5 with Amendment 1, all of it."""
    found = [find_code(code) for code in codes.split()]
    assert [entry.part if entry else None for entry in found] == [part] * len(found)
    assert all(code_name(code) for code in codes.split())


@pytest.mark.parametrize("code", ["FRA", "USA", "CHN", "GBR", "AFG", "ZWE"])
def test_iso_codes_are_issuers_and_nationalities(code: str) -> None:
    """ISO 3166-1 alpha-3 is the base of the table."""
    assert is_issuer(code)
    assert is_nationality(code)


def test_iso_codes_have_their_names() -> None:
    """From ISO's own list."""
    assert code_name("FRA") == "France"
    assert code_name("ISL") == "Iceland"


@pytest.mark.parametrize("code", ["D<<", "D", "UTO", "ANT", "XPO", "EUE", "UNO", "GBD"])
def test_states_and_organisations_issue(code: str) -> None:
    """Germany with or without its fillers, Utopia, withdrawn States and organisations."""
    assert is_issuer(code)


@pytest.mark.parametrize("code", ["XXA", "XXB", "XXC", "XXX"])
def test_the_stateless_have_a_nationality_code_that_issues_nothing(code: str) -> None:
    """Part E is for the nationality field alone."""
    assert is_nationality(code)
    assert not is_issuer(code)


@pytest.mark.parametrize(
    "code", ["", "<<<", "ABC", "XXK", "XCT", "INP", "ASU", "fra", "FR", "DE", "<<D", "F<A", "IAO"]
)
def test_other_codes_are_neither(code: str) -> None:
    """Codes of other lists, old or invented ones, and the signer of the master list."""
    assert not is_issuer(code)
    assert not is_nationality(code)


def test_deu_is_a_known_defect_and_not_icaos_code() -> None:
    """Germany is D; DEU is known from real documents and proves nothing."""
    assert is_known_defect("DEU")
    assert not is_issuer("DEU")
    assert code_name("DEU") == code_name("D<<") == "Germany"
    assert not is_known_defect("D<<")
    assert not is_known_defect("QQQ")


def test_a_withdrawn_code_says_which_state_it_was() -> None:
    """Documents that bear it may still be valid."""
    assert code_name("ANT") == "Netherlands Antilles"
    assert code_name("NTZ") == "Neutral Zone"


def test_only_utopia_is_a_specimen() -> None:
    """Samples are told by its code, and by the one of ICAO's own worked examples."""
    assert [code for code in ("UTO", "FRA", "D<<", "YTO", "QQQ") if is_specimen(code)] == ["UTO", "YTO"]


@pytest.mark.parametrize("code", HARMONISED_CODES)
def test_harmonised_codes_are_so_at_any_date(code: str) -> None:
    """Nothing forbids them before their time."""
    status = harmonised_code_status(code, issued=None, expiry=None, inspected_on=date(2020, 1, 1))
    assert status is CodeStatus.HARMONISED


@pytest.mark.parametrize(
    ("code", "issued", "status"),
    [
        ("P<", date(2027, 12, 31), CodeStatus.EARLIER_RULE),
        ("P<", date(2028, 1, 1), CodeStatus.NOT_HARMONISED),
        ("P", date(2028, 1, 1), CodeStatus.NOT_HARMONISED),
        ("PA", date(2025, 12, 31), CodeStatus.EARLIER_RULE),
        ("PA", date(2026, 1, 1), CodeStatus.NOT_HARMONISED),
        ("P1", date(2026, 1, 1), CodeStatus.NOT_HARMONISED),
    ],
)
def test_the_date_of_issue_decides(code: str, issued: date, status: CodeStatus) -> None:
    """Letters are ruled from 2026, and every passport needs one from 2028."""
    later = date(2030, 1, 1)
    assert harmonised_code_status(code, issued=issued, expiry=None, inspected_on=later) is status


@pytest.mark.parametrize(
    ("code", "inspected_on", "status"),
    [
        ("P<", date(2027, 12, 31), CodeStatus.EARLIER_RULE),
        ("P<", date(2028, 1, 1), CodeStatus.EVALUATORY),
        ("PA", date(2025, 12, 31), CodeStatus.EARLIER_RULE),
        ("PA", date(2026, 1, 1), CodeStatus.EVALUATORY),
    ],
)
def test_without_a_date_of_issue_only_an_early_inspection_decides(
    code: str, inspected_on: date, status: CodeStatus
) -> None:
    """What was issued before the inspection was issued before the rule, if the inspection was."""
    assert harmonised_code_status(code, issued=None, expiry=None, inspected_on=inspected_on) is status


def test_an_expiry_before_the_rule_decides_too() -> None:
    """One that expired on the first day of 2026 was issued before; one of the next day perhaps not."""
    statuses = [
        harmonised_code_status("PA", issued=None, expiry=date(2026, 1, day), inspected_on=TODAY)
        for day in (1, 2)
    ]
    assert statuses == [CodeStatus.EARLIER_RULE, CodeStatus.EVALUATORY]


@pytest.mark.parametrize("issued", [None, date(2025, 1, 1)])
def test_no_passport_without_a_code_reaches_2038(issued: date | None) -> None:
    """Whenever it was issued, it must expire before."""
    statuses = [
        harmonised_code_status("P<", issued=issued, expiry=expiry, inspected_on=TODAY)
        for expiry in (date(2037, 12, 31), date(2038, 1, 1))
    ]
    assert statuses == [CodeStatus.EARLIER_RULE, CodeStatus.NOT_HARMONISED]


@pytest.mark.parametrize("code", ["I<", "V<", "AC", "", "<P"])
def test_the_rule_is_for_passports_alone(code: str) -> None:
    """Cards and visas have their own codes."""
    assert (
        harmonised_code_status(code, issued=None, expiry=None, inspected_on=TODAY)
        is CodeStatus.NOT_APPLICABLE
    )


@pytest.mark.parametrize(
    ("code", "mrz_format"),
    [
        ("P<", MrzFormat.TD3),
        ("PA", MrzFormat.TD3),
        ("I<", MrzFormat.TD1),
        ("AC", MrzFormat.TD1),
        ("C1", MrzFormat.TD1),
        ("AI", MrzFormat.TD2),
        ("PU", MrzFormat.TD2),
        ("V<", MrzFormat.MRVA),
        ("VC", MrzFormat.MRVB),
        ("ID", MrzFormat.FRA),
    ],
)
def test_codes_that_the_format_allows_have_no_fault(code: str, mrz_format: MrzFormat) -> None:
    """Parts 4 to 8."""
    assert document_code_faults(code, mrz_format) == ()


@pytest.mark.parametrize(
    ("code", "mrz_format", "word"),
    [
        ("I<", MrzFormat.TD3, "first letter is I"),
        ("P<", MrzFormat.TD1, "A or C or I"),
        ("P<", MrzFormat.TD2, "first letter is P"),
        ("<<", MrzFormat.TD3, "first letter is <"),
        ("", MrzFormat.TD3, "first letter is <"),
        ("IV", MrzFormat.TD1, "second letter is V"),
        ("AI", MrzFormat.TD1, "AI is not used on TD1"),
        ("AC", MrzFormat.TD2, "AC is not used on TD2"),
        ("P<", MrzFormat.MRVA, "first letter is P"),
    ],
)
def test_a_code_outside_its_format_is_named(code: str, mrz_format: MrzFormat, word: str) -> None:
    """The fault says what was found."""
    assert word in " ".join(document_code_faults(code, mrz_format))
