"""The machine readable zone as probabilities of what is printed."""

from collections.abc import Callable

import numpy as np
import pytest

from docforensics.checks.support.mrz_print import (
    confusions,
    field_name,
    listed,
    mask,
    read_print,
    read_side,
    tempered,
)
from docforensics.document import Document
from docforensics.formats.alphabet import SYMBOLS

Make = Callable[..., Document]


def test_a_zone_gives_a_row_of_probabilities_for_every_character(
    make_document: Make, td3: tuple[str, ...]
) -> None:
    """Of both lines; a field is a slice of them."""
    seen = read_print(make_document(td3))
    assert seen is not None
    assert [line.shape for line in seen.posteriors] == [(44, 37), (44, 37)]
    assert all(np.allclose(line.sum(axis=1), 1) for line in seen.posteriors)
    assert seen.whole(0)
    assert not seen.whole(2)
    number = seen.layout.field("document_number")
    assert number is not None
    assert "".join(SYMBOLS[best] for best in seen.of(number.span).argmax(axis=1)) == td3[1][:9]
    assert seen.region(number.span, "number").box.width > 9 * 2.0


def test_a_document_without_a_zone_has_no_print(make_document: Make) -> None:
    """Neither as a whole nor on its side."""
    document = make_document(None)
    assert read_print(document) is None
    assert read_side(document, 0) is None


def test_no_character_is_certain() -> None:
    """A share of its certainty goes to what it may be confused with, most of it to look-alikes."""
    sure = np.eye(37)[[SYMBOLS.index("0")]]
    mixed = tempered(sure, 0.01)
    assert mixed[0, SYMBOLS.index("0")] == pytest.approx(0.99, abs=1e-6)
    assert mixed[0, SYMBOLS.index("O")] > 10 * mixed[0, SYMBOLS.index("X")]
    assert not mixed.flags.writeable
    assert np.allclose(confusions().sum(axis=1), 1)
    assert np.allclose(np.diag(confusions()), 0)


def test_names_and_lists_are_words() -> None:
    """Without repetition; an unknown field is named by its key."""
    assert field_name("birth_date") == "date of birth"
    assert field_name("some_field") == "some field"
    assert listed([]) == ""
    assert listed(["a", "a", "b"]) == "a and b"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert mask("A<").sum() == 2
