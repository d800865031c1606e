"""What an alert may be."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from docforensics.alerts.book import AppliedAlert
from docforensics.alerts.model import CONTEXT_MM, Alert, AlertPlace, shape_of
from docforensics.errors import AlertError
from docforensics.page.geometry import BoxMm

MakeAlert = Callable[..., Alert]


def test_an_alert_is_in_force_within_its_validity(alerts_made: MakeAlert) -> None:
    """First and last day included."""
    alert, one = alerts_made(), timedelta(days=1)
    entry = AppliedAlert.of(alert, on=alert.valid_from)
    assert entry.is_in_force(alert.valid_from)
    assert entry.is_in_force(alert.valid_to)
    assert not entry.is_in_force(alert.valid_from - one)
    assert not entry.is_in_force(alert.valid_to + one)


def test_a_withdrawal_is_the_next_revision_without_pictures_and_lists(alerts_made: MakeAlert) -> None:
    """And it is never in force."""
    alert = alerts_made()
    withdrawn = alert.withdrawal("The print is genuine after all.", date(2026, 12, 1))
    assert (withdrawn.id, withdrawn.revision) == (alert.id, 2)
    assert withdrawn.places == ()
    assert withdrawn.numbers == ()
    assert not AppliedAlert.of(withdrawn, on=withdrawn.issued_on).is_in_force(date(2026, 12, 2))
    with pytest.raises(AlertError, match="reason"):
        alert.withdrawal("", date(2026, 12, 1))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"id": "2EC9C2D0-5735-4D2F-B497-ED4F12A3A7F8"}, "UUID"),
        ({"id": "x"}, "UUID"),
        ({"revision": 0}, "revision"),
        ({"valid_to": date(2020, 1, 1)}, "after valid_to"),
        ({"title": ""}, "title"),
        ({"title": "x" * 3000}, "printable"),
        ({"summary": "\u202e\x00"}, "printable"),
        ({"places": (), "numbers": ()}, "match nothing"),
        ({"withdrawn": "yes"}, "neither places nor numbers"),
    ],
)
def test_an_alert_that_does_not_fit_is_refused(
    alerts_made: MakeAlert, changes: dict[str, Any], words: str
) -> None:
    """With what was expected."""
    with pytest.raises(AlertError, match=words):
        alerts_made(**changes)


def test_places_have_names_of_their_own(alerts_made: MakeAlert) -> None:
    """Two of one name are refused."""
    place = alerts_made().places[0]
    with pytest.raises(AlertError, match="name of its own"):
        alerts_made(places=(place, place))


def test_a_mark_is_the_inner_part_of_what_was_seen(alerts_made: MakeAlert) -> None:
    """Without the print around it."""
    place = alerts_made().places[0]
    mark = place.mark("source")
    margin = round(CONTEXT_MM * 8)
    assert mark.patch.shape == (40, 48, 3)
    assert np.array_equal(mark.patch, place.seen[margin:-margin, margin:-margin])
    assert mark.box == place.box


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "Place 1"}, "small letters"),
        ({"box": BoxMm(left=20.0, top=30.0, right=30.0, bottom=35.0)}, "shape"),
    ],
)
def test_a_place_that_does_not_fit_is_refused(
    alerts_made: MakeAlert, changes: dict[str, Any], words: str
) -> None:
    """Its pictures have the size of its box."""
    place = alerts_made().places[0]
    assert place.seen.shape[:2] == shape_of(place.box)
    with pytest.raises(AlertError, match=words):
        _changed(place, changes)


def _changed(place: AlertPlace, changes: dict[str, Any]) -> AlertPlace:
    return replace(place, **changes)
