"""Fillers of the name field."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from hypothesis import given, strategies as st

from docforensics.checks.mrz.fillers import measure, p_built
from docforensics.checks.outcome import Abstained, Measured, Outcome
from docforensics.document import Document
from docforensics.formats.alphabet import FILLER, SYMBOLS

Make = Callable[..., Document]
ADVERSE = 0.301


def named(name: str) -> tuple[str, str]:
    """Make a zone with this name field."""
    return ("P<UTO" + name.ljust(39, "<"), "L898902C36UTO7408122F3004157ZE184226B<<<<<16")


def value(outcome: Outcome) -> float:
    """Give the weight of an outcome that must have been measured."""
    assert isinstance(outcome, Measured)
    return outcome.value


@pytest.mark.parametrize(
    "name",
    [
        "ERIKSSON<<ANNA<MARIA",
        "ARKFREITH",
        "VAN<DER<MUELLEN<<HILDE",
        "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K",
        "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WARNAM",
    ],
)
def test_names_of_the_standard_are_well_built(make_document: Make, name: str) -> None:
    """Doc 9303-4 section 4.2.3, truncated ones included."""
    outcome = measure(make_document(named(name[:39])))
    assert value(outcome) <= 0
    assert isinstance(outcome, Measured)
    assert outcome.regions == ()
    assert outcome.facts["summary"] == "The name field is built as Doc 9303 has it."


@pytest.mark.parametrize("name", ["<ERIKSSON<<ANNA", "ERIKSSON<<<ANNA", "ERIKSSON<<ANNA<<<<<<X<<<<Y"])
def test_a_letter_after_the_end_is_found(make_document: Make, name: str) -> None:
    """And a name that does not begin."""
    outcome = measure(make_document(named(name)))
    assert value(outcome) > ADVERSE
    assert isinstance(outcome, Measured)
    assert len(outcome.regions) == 1


def test_a_filler_that_may_have_been_misread_says_nothing(make_document: Make) -> None:
    """K for a filler is what readers do."""
    lines = named("ERIKSSON<<ANNA<<<<<<K")
    doubts = {(0, 25): {"K": 0.7, "<": 0.29}}
    outcome = measure(make_document(lines, doubts=doubts))
    assert value(outcome) < ADVERSE
    assert isinstance(outcome, Measured)
    assert bool(outcome.regions) is str(outcome.facts["summary"]).startswith("The name field may be misread")
    assert outcome.regions
    assert value(measure(make_document(lines, calibrated=False))) < ADVERSE


@given(st.integers(1, 6))
def test_the_probability_sums_over_all_fields(length: int) -> None:
    """Every text of a letter and a filler, gone through one by one."""
    texts = ["".join(text) for text in product("A<", repeat=length)]
    rows = np.zeros((length, len(SYMBOLS)))
    rows[:, [SYMBOLS.index("A"), SYMBOLS.index(FILLER)]] = 0.5
    built = [text for text in texts if text[0] != "<" and "A" not in text.partition("<<<")[2]]
    assert p_built(rows) == pytest.approx(len(built) / len(texts))


def test_a_line_of_another_length_makes_it_abstain(make_document: Make) -> None:
    """Where the name ends cannot be told."""
    lines = named("ERIKSSON<<ANNA")
    assert isinstance(measure(make_document((lines[0][:-1], lines[1]))), Abstained)
    assert isinstance(measure(make_document(None)), Abstained)
