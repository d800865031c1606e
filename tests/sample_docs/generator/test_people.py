"""Holders and records."""

from datetime import date

import numpy as np

from sample_docs.generator.faces import age_of, face_names, sex_of
from sample_docs.generator.people import holder, printed_date, record


def test_a_holder_is_always_the_same_person() -> None:
    """Number decides all."""
    assert holder(5) == holder(5)
    assert holder(5).key == "h005"


def test_a_holder_fits_the_face() -> None:
    """Sex and age are those recorded for the portrait; everyone is an adult."""
    for number in range(60):
        person = holder(number)
        assert person.sex == sex_of(person.identity)
        assert abs(2024 - person.birth.year - age_of(person.identity)) <= 1
        assert age_of(person.identity) >= 18


def test_a_face_stays_in_its_split_whoever_bears_it() -> None:
    """Holders that share a face share the side."""
    count = len(face_names())
    assert count >= 12
    assert all(holder(k).split == holder(k + count).split for k in range(count))
    assert {holder(k).split for k in range(4)} == {"calibration", "test"}


def test_a_record_is_valid_for_its_years() -> None:
    """Issued within three years of the edition, expiring a day before the anniversary."""
    made = record(holder(1), np.random.default_rng(4), edition=(date(2023, 3, 1), 10), nationality="UTO")
    assert date(2023, 3, 1) <= made.issued < date(2026, 3, 1)
    assert 3640 <= (made.expires - made.issued).days <= 3653


def test_changing_a_record_finds_facts_of_the_holder_too() -> None:
    """Birth is the holder's, number the document's."""
    made = record(holder(1), np.random.default_rng(4), edition=(date(2023, 3, 1), 10), nationality="UTO")
    other = made.changed(birth=date(1990, 1, 2), number="AB0000001")
    assert (other.holder.birth, other.number) == (date(1990, 1, 2), "AB0000001")
    assert other.holder.surname == made.holder.surname


def test_dates_are_printed_as_doc_9303_does() -> None:
    """DD MMM YYYY."""
    assert printed_date(date(2026, 2, 3)) == "03 FEB 2026"
