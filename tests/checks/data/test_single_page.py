"""A picture with two pages."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from docforensics.checks.data.single_page import measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.document import Document
from docforensics.page.band.find import MrzBand

SPECIMEN = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def test_one_page_is_said_to_be_one(make_document: Callable[..., Document]) -> None:
    """It measures, so that a policy which calls it mandatory is content."""
    outcome = measure(make_document(SPECIMEN))
    assert isinstance(outcome, Measured)
    assert outcome.value == 0.0


def test_a_page_without_a_zone_is_no_second_page(make_document: Callable[..., Document]) -> None:
    """Nothing was read, and nothing further either."""
    assert isinstance(measure(make_document(None)), Measured)


def test_a_further_zone_leaves_nothing_to_say(make_document: Callable[..., Document]) -> None:
    """It says what to do."""
    document = make_document(SPECIMEN)
    (side,) = document.sides
    assert side.mrz_reading is not None
    two = replace(document, sides=(replace(side, additional_zones=(side.mrz_reading,)),))
    outcome = measure(two)
    assert isinstance(outcome, Abstained)
    assert "by itself" in outcome.needs


def test_a_further_zone_that_was_not_read_leaves_as_much_open(make_document: Callable[..., Document]) -> None:
    """What cannot be read was not examined either."""
    document = make_document(SPECIMEN)
    (side,) = document.sides
    band = MrzBand(corners=np.array([[0.0, 0], [44, 0], [44, 5], [0, 5]]), n_lines=2, score=0.9)
    two = replace(document, sides=(replace(side, unread_zones=(band,)),))
    assert isinstance(measure(two), Abstained)
