"""Marks of known counterfeits, matched in reverse."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.security.known_counterfeit import measure
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import CounterfeitMark, Template

BOX = BoxMm(left=52.0, top=42.0, right=60.0, bottom=49.0)


def _with_mark(pixels: np.ndarray) -> np.ndarray:
    """What the counterfeiter left there: a ring that no genuine card has."""
    marked = pixels.copy()
    cv2.circle(marked, (448, 364), 20, (60, 60, 90), 4, cv2.LINE_AA)
    return marked


@pytest.fixture(scope="module")
def marked(series: Any) -> Template:
    """The series' template with the mark, cut from a counterfeit of another holder."""
    rows, columns = BOX.to_px(8.0).slices
    patch = np.ascontiguousarray(_with_mark(series.card(9))[rows, columns])
    mark = CounterfeitMark(name="ring", box=BOX, patch=patch, note="A ring.", source="seen in 2026")
    return replace(series.template, counterfeits=(mark,))


def _outcome(series: Any, pixels: np.ndarray, template: Template) -> Any:
    return measure(replace(series, template=template).document(pixels))


def test_a_page_with_the_mark_is_nearer_to_it(series: Any, marked: Template) -> None:
    """And the place is marked, with what the template says of it."""
    outcome = _outcome(series, _with_mark(series.card(11)), marked)
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.4
    assert outcome.regions[0].box == BOX
    assert outcome.note == "A ring."


def test_genuine_pages_are_nearer_to_the_genuine_print(series: Any, marked: Template) -> None:
    """Of any holder, and also saved again."""
    for holder in (11, 12):
        outcome = _outcome(series, series.card(holder), marked)
        assert isinstance(outcome, Measured)
        assert outcome.value < -0.4
        assert outcome.regions == ()


def test_a_mark_that_genuine_print_shows_too_tells_nothing(series: Any) -> None:
    """The author cut it from the wrong place: nothing is accused."""
    rows, columns = BOX.to_px(8.0).slices
    patch = np.ascontiguousarray(series.template.references[Light.VISIBLE].mean[rows, columns])
    wrong = replace(series.template, counterfeits=(CounterfeitMark(name="none", box=BOX, patch=patch),))
    outcome = _outcome(series, series.card(11), wrong)
    assert isinstance(outcome, Abstained)
    assert not outcome.expected


def test_without_marks_it_abstains_and_is_not_missed(series: Any, marked: Template) -> None:
    """No mark in the template, or none in a light that was captured."""
    outcome = measure(series.genuine(11))
    assert isinstance(outcome, Abstained)
    assert not outcome.expected
    elsewhere = replace(
        marked, counterfeits=tuple(replace(one, light=Light.UV) for one in marked.counterfeits)
    )
    assert isinstance(_outcome(series, series.card(11), elsewhere), Abstained)
