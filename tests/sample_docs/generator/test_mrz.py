"""The generator's MRZ composer against the project's parser."""

from datetime import date

import pytest

from docforensics.mrz.parse import parse_mrz
from sample_docs.generator import mrz
from sample_docs.generator.designs import designs
from sample_docs.generator.jobs import Job, sheets

DATA = mrz.MrzData(
    code="P",
    issuer="UTO",
    surname="ERIKSSON",
    given="ANNA MARIA",
    number="L898902C3",
    nationality="UTO",
    birth=date(1974, 8, 12),
    sex="F",
    expiry=date(2012, 4, 15),
    optional="ZE184226B",
)


def test_the_icao_specimen_passport_is_composed_letter_for_letter() -> None:
    """Doc 9303-4, figure A-1."""
    assert mrz.td3(DATA) == (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    )


@pytest.mark.parametrize("name", sorted(designs()))
@pytest.mark.parametrize("copy", [0, 1, 2])
def test_every_document_parses_with_all_check_digits_right(name: str, copy: int) -> None:
    """``parse_mrz`` finds the fields of the record and no digit that disagrees."""
    side = next(s for s in sheets(Job(design=name, copy=copy, holder=copy + 3, channel="flatbed")) if s.mrz)
    read = parse_mrz("\n".join(side.mrz))
    assert read.format.name == side.design.document_type
    assert all(digit.printed == digit.computed or digit.filler_allowed for digit in read.check_digits)
    assert not read.irregularities
    values = {field.name: field.value for field in read.all_fields}
    assert side.record.number in values.values()
    assert side.record.holder.birth.strftime("%y%m%d") in values.values()


@pytest.mark.parametrize("length", range(8, 30))
def test_a_name_too_long_ends_in_a_letter(length: int) -> None:
    """Doc 9303-4, 4.2.3: the last character of a truncated name field is A to Z."""
    field = mrz.name_field("VAN DER BERG", "ANNA MARIA JOHANNA", length)
    assert len(field) == length
    assert field[-1].isalpha()


def test_a_name_that_fits_is_filled_up() -> None:
    """Fillers follow, and the parts are joined by two."""
    assert mrz.name_field("OBI", "IDA", 10) == "OBI<<IDA<<"
