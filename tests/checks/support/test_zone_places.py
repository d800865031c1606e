"""What was seen of the zone, field by field."""

from collections.abc import Callable

import numpy as np
import pytest

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.support.mrz_print import Print, read_print
from docforensics.checks.support.zone_places import (
    fields_at,
    fields_of,
    fields_without,
    unseen_fields,
    zone_sightings,
)
from docforensics.document import Document

Make = Callable[..., Document]


@pytest.fixture(name="seen")
def fixture_seen(make_document: Make, td3: tuple[str, ...]) -> Print:
    """The zone of a passport, read for certain."""
    seen = read_print(make_document(td3))
    assert seen is not None
    return seen


def test_a_field_reaches_over_its_check_digit(seen: Print) -> None:
    """The composite digit stands by itself."""
    spans = fields_of(seen)
    assert [(span.line, span.start, span.stop) for span in spans["birth_date"]] == [(1, 13, 19), (1, 19, 20)]
    assert {"name", "document_number", "sex", "composite"} <= set(spans)
    assert fields_at(seen, {(1, 19), (0, 0)}) == {"birth_date", "document_code"}


def test_what_was_read_for_certain_was_seen(seen: Print) -> None:
    """Each field is stated once."""
    assert unseen_fields(seen) == {}
    stated = list(zone_sightings(seen, ClaimId.MRZ_DATA, {}, frozenset({"sex"})))
    assert [one.place for one in stated] == list(fields_of(seen))
    assert {one.place for one in stated if one.is_odd} == {"sex"}
    assert all(one.why is None and one.side == 0 for one in stated)


def test_a_doubtful_character_leaves_its_field_unseen(make_document: Make, td3: tuple[str, ...]) -> None:
    """Where it may as well be another."""
    doubtful = read_print(make_document(td3, doubts={(1, 14): {"4": 0.45, "1": 0.35, "7": 0.2}}))
    assert doubtful is not None
    assert unseen_fields(doubtful) == {"birth_date": Why.UNREADABLE}


def test_a_character_that_was_not_looked_at_leaves_its_field_unseen(seen: Print) -> None:
    """It lies beyond the picture where nothing else hides it."""
    every = {(line, column) for line in range(2) for column in range(44)}
    assert fields_without(seen, every) == {}
    assert fields_without(seen, every - {(1, 14)}) == {"birth_date": Why.CROPPED}
    assert np.isclose(seen.posteriors[1][14].sum(), 1)
