"""Marks of known counterfeits, matched in reverse."""

from dataclasses import replace
from datetime import date
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.alerts.book import AlertBook
from docforensics.alerts.model import CONTEXT_MM, Alert, AlertPlace, FraudSpecies
from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.security.known_counterfeit import measure
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import CounterfeitMark, Template, TemplateModel

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


def _alert(series: Any, **changes: Any) -> Alert:
    """An alert about the ring, cut from a counterfeit of another holder."""
    whole = BOX.grown(CONTEXT_MM)
    rows, columns = whole.to_px(8.0).slices
    genuine = series.template.references[Light.VISIBLE].mean
    place = AlertPlace(
        name="ring",
        box=BOX,
        look_for="A ring.",
        genuine=np.ascontiguousarray(genuine[rows, columns]),
        seen=np.ascontiguousarray(_with_mark(series.card(9))[rows, columns]),
    )
    told: dict[str, Any] = {
        "id": "2ec9c2d0-5735-4d2f-b497-ed4f12a3a7f8",
        "title": "Ring series",
        "issuer": "Post A",
        "issued_on": date(2026, 11, 1),
        "valid_from": date(2026, 11, 1),
        "valid_to": date(2026, 12, 1),
        "model": MODEL,
        "species": FraudSpecies.COUNTERFEIT,
        "places": (place,),
    }
    return Alert(**told | changes)


MODEL = TemplateModel(country="UTO", type="I", number=1, year=2020)


def _with_alerts(series: Any, pixels: np.ndarray, *alerts: Alert, template: Template | None = None) -> Any:
    named = replace(series, template=replace(template or series.template, model=MODEL))
    return measure(replace(named.document(pixels), alerts=AlertBook.of(alerts)))


def test_a_page_with_the_mark_of_an_alert_names_it(series: Any) -> None:
    """As a match, at its place; the value, which is weighed, has no part of it."""
    outcome = _with_alerts(series, _with_mark(series.card(11)), _alert(series))
    assert isinstance(outcome, Measured)
    assert outcome.value == -1.0
    (hit,) = outcome.alerts
    assert (hit.title, hit.place, hit.look_for) == ("Ring series", "ring", "A ring.")
    assert hit.card == f"{hit.alert}.dfalert"
    assert [region.box for region in outcome.regions] == [BOX]
    assert outcome.facts["alert"] == hit.alert


def test_genuine_pages_match_no_alert(series: Any) -> None:
    """The alert was looked for, and that clears nothing."""
    outcome = _with_alerts(series, series.card(11), _alert(series))
    assert isinstance(outcome, Measured)
    assert (outcome.alerts, outcome.regions, outcome.facts) == ((), (), {"marks": 1})


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_from": date(2026, 11, 25)},
        {"valid_to": date(2026, 11, 23)},
        {"model": replace(MODEL, number=2)},
        {"withdrawn": "wrong", "places": ()},
    ],
    ids=["not yet", "expired", "other model", "withdrawn"],
)
def test_alerts_that_are_not_in_force_are_not_looked_for(series: Any, changes: dict[str, Any]) -> None:
    """The documents were examined on 24 November 2026."""
    outcome = _with_alerts(series, _with_mark(series.card(11)), _alert(series, **changes))
    assert isinstance(outcome, Abstained)
    assert not outcome.expected


def test_marks_of_template_and_alert_are_kept_apart(series: Any, marked: Template) -> None:
    """The template's own mark is weighed as before; the alert is named besides."""
    alone = _outcome(series, _with_mark(series.card(11)), marked)
    both = _with_alerts(series, _with_mark(series.card(11)), _alert(series), template=marked)
    assert both.value == alone.value > 0.4
    assert len(both.alerts) == 1
