"""Why a page is an outlier, and how urgent that is beside other reasons."""

from typing import Any

from docforensics.batch.discover.outliers import SeriesOf, outlier_of
from docforensics.batch.discover.plan import PilePage
from docforensics.batch.discover.records import (
    ComparedRecord,
    DepartureRecord,
    FindingRecord,
    PageRecord,
    PlaceRecord,
)
from docforensics.batch.discover.result import Outlier, OutlierKind
from docforensics.capture.light import Light
from docforensics.page.geometry import BoxMm
from docforensics.templates.discovery.peculiar import Peculiar
from docforensics.templates.discovery.series import Series

PAGE = PilePage(name="a.jpg", record=PageRecord(number=0, resolved_px_per_mm=4.0, glare=0.2))
PLACE = PlaceRecord(light=Light.UV, box=BoxMm(left=1, top=2, right=3, bottom=4))
FOUND = FindingRecord(check="security.uv_print", title="UV print", log10_lr=0.9, places=(PLACE,))
ODD = Peculiar(number=0, times=3.0)


def _outlier(found: ComparedRecord | None = None, **told: Any) -> Outlier | None:
    return outlier_of(PAGE, "group-01", found, **told)


def _compared(**told: Any) -> ComparedRecord:
    return ComparedRecord(number=0, group="group-01", **told)


def test_a_page_that_lies_on_its_template_and_departs_nowhere_is_none() -> None:
    """Whatever its document scores for reasons on other pages."""
    assert _outlier(_compared(log10_lr=2.0)) is None


def test_findings_are_named_by_title_with_their_places() -> None:
    """The strength is the log10 LR of the document."""
    outlier = _outlier(_compared(log10_lr=1.4, findings=(FOUND,)), odd_zone="issuer XQN")
    assert outlier is not None
    assert (outlier.kind, outlier.strength) == (OutlierKind.ADVERSE, 1.4)
    assert "UV print" in outlier.reason
    assert [(one.light, one.box) for one in outlier.places] == [(PLACE.light, PLACE.box)]


def test_a_finding_that_others_share_counts_less_or_nothing() -> None:
    """Nothing is left of a page with no other; of the others that one is not named."""
    assert _outlier(_compared(log10_lr=0.9, findings=(FOUND,)), weights={FOUND.check: 0.0}) is None
    zone = FindingRecord(check="data.zone", title="Zone", log10_lr=0.5)
    two = _compared(log10_lr=1.4, findings=(FOUND, zone))
    outlier = _outlier(two, weights={FOUND.check: 0.0, zone.check: 1.0})
    assert outlier is not None
    assert (outlier.reason, round(outlier.strength, 3)) == ("findings against it: Zone", 0.5)
    half = _outlier(two, weights={FOUND.check: 0.5})
    assert half is not None
    assert round(half.strength, 3) == 0.95


def test_a_picture_that_shows_another_page_is_listed() -> None:
    """Below what speaks against a page."""
    outlier = _outlier(_compared(shows_another=True))
    assert outlier is not None
    assert (outlier.kind, outlier.places) == (OutlierKind.SECOND_PAGE, ())
    assert "another page, which was not examined" in outlier.reason
    both = _outlier(_compared(shows_another=True, log10_lr=0.9, findings=(FOUND,)))
    assert both is not None
    assert both.kind is OutlierKind.ADVERSE


def test_reasons_are_ordered() -> None:
    """An odd zone before a series, a series before a page that does not fit, that before a place that departs alone."""
    series = SeriesOf(rows=(0, 1, 2), series=Series(members=(0, 1, 2), places=((Light.UV, PLACE.box),)))
    print_ = DepartureRecord(place=PLACE, mass=9.0, corner=(0, 0), shape=(1, 1), print=b"\0")
    ranked = [
        _outlier(_compared(), odd_zone="issuer XQN"),
        _outlier(_compared(departures=(print_,)), series=series, departs=(ODD,)),
        _outlier(None),
        _outlier(_compared(departures=(print_,)), departs=(ODD,)),
    ]
    kinds = [one.kind for one in ranked if one]
    assert kinds == [OutlierKind.ODD_ZONE, OutlierKind.SERIES, OutlierKind.NO_FIT, OutlierKind.DEPARTS]
    strengths = [one.strength for one in ranked if one]
    assert strengths == sorted(strengths, reverse=True)


def test_a_page_that_does_not_fit_says_how_well_it_was_captured() -> None:
    """So that an officer sees at once whether a new capture may help."""
    outlier = _outlier(None)
    assert outlier is not None
    assert "4.0 px/mm, 20% burnt out" in outlier.reason


def test_a_place_at_which_peers_depart_as_heavily_is_not_listed() -> None:
    """A quarter as heavy as theirs and more is listed."""
    print_ = DepartureRecord(place=PLACE, mass=90.0, corner=(0, 0), shape=(1, 1), print=b"\0")
    assert _outlier(_compared(departures=(print_,)), departs=(Peculiar(number=0, times=0.2),)) is None
    assert _outlier(_compared(departures=(print_,)), departs=(ODD,)) is not None


def test_colours_count_beside_those_of_the_others() -> None:
    """No place is named: all of the page is meant."""
    assert _outlier(_compared(), colours=2.0) is None
    outlier = _outlier(_compared(), colours=6.0)
    assert outlier is not None
    assert (outlier.kind, outlier.places) == (OutlierKind.DEPARTS, ())
    assert outlier.reason.startswith("its colours lie farther")
