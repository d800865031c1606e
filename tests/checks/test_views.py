"""Views of a document: one picture of each side, and the worst of them counts."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.check import Check
from docforensics.checks.claims import ClaimId, Sighting, Why
from docforensics.checks.outcome import (
    Aborted,
    Abstained,
    AlertHit,
    Measured,
    Outcome,
    Region,
    undetermined,
)
from docforensics.checks.run import run_check
from docforensics.checks.spec import CheckSpec
from docforensics.checks.views import same_sides, views
from docforensics.document import Document
from docforensics.page.geometry import BoxMm

Make = Callable[..., Document]
Lines = tuple[str, ...]
VISA = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "X1234567<3UTO7408122F3004157<<<<<<<<<<<<<<<<")
SECOND_VISA = (VISA[0], VISA[1].replace("X1234567<3", "X1234568<0"))
BOX = BoxMm(left=1.0, top=1.0, right=2.0, bottom=2.0)
REGION = Region(side=0, box=BOX, label="mark")
SPEC = CheckSpec(title="A check", unit="none")


def together(*documents: Document) -> Document:
    """Put the sides of several documents together as one, read as the first that bears a zone."""
    sides = tuple(side for document in documents for side in document.sides)
    first = next((index for index, document in enumerate(documents) if document.mrz is not None), None)
    mrz = None if first is None else documents[first].mrz
    return replace(documents[0], sides=sides, mrz=mrz, mrz_side=first)


def frames(first: Document, *further: Document) -> Document:
    """Make the others further frames of the first."""
    document = together(first, *further)
    marked = tuple(replace(side, frame_of=0) for side in document.sides[1:])
    return replace(document, sides=(document.sides[0], *marked))


def check(measure: Callable[[Document], Outcome], spec: CheckSpec = SPEC) -> Check:
    """Make a check of a function."""
    return Check(family="made", slug="up", spec=spec, measure=measure, explanation="Made up.")


def darkness(document: Document) -> Outcome:
    """Measure the darkest side, and mark it; a page of one grey level cannot be measured, 66 is a crash."""
    levels = [int(side.page.pixels[Light.VISIBLE].max()) for side in document.sides]
    assert 66 not in levels
    if 77 in levels:
        return undetermined("unlucky", why=Why.GLARE)
    index = int(np.argmin(levels))
    return Measured(value=255.0 - levels[index], regions=(Region(side=index, box=BOX, label="dark"),))


def level(make_document: Make, lines: Lines | None, grey: int) -> Document:
    """Make a page of one grey level."""
    return make_document(lines, pixels=np.full((704, 1000), grey, np.uint8))


def sides_of(document: Document) -> list[tuple[int, ...]]:
    """Give the sides of each view."""
    return [view.sides for view in views(document)]


def test_a_document_whose_sides_are_given_once_is_one_view_of_itself(make_document: Make, td3: Lines) -> None:
    """A card's front without a zone and its back with one are seen together, as they were."""
    for document in (make_document(td3), together(make_document(None), make_document(td3))):
        (view,) = views(document)
        assert view.document is document
    assert sides_of(make_document(None)) == [(0,)]


def test_two_pictures_of_a_page_are_two_views(make_document: Make, td3: Lines) -> None:
    """A cover without a zone is seen with either; the zone of a view is that of its picture."""
    other = (td3[0], td3[1].replace("7408122", "7508122"))
    document = together(make_document(td3), make_document(None), make_document(other))
    assert same_sides(document) == ((0, 2), (1,))
    assert sides_of(document) == [(0, 1), (1, 2)]
    second = views(document)[1].document
    assert second.mrz is not None
    assert second.mrz_side == 1
    assert second.mrz.fields["birth_date"].value == "750812"


def test_a_passport_and_its_visas_are_judged_by_their_own_zones(make_document: Make, td3: Lines) -> None:
    """They are different sides, and so are visas of two numbers; the same visa twice is one side."""
    pages = [make_document(lines) for lines in (td3, VISA, SECOND_VISA, VISA)]
    document = together(*pages)
    assert same_sides(document) == ((0,), (1, 3), (2,))
    assert sides_of(document) == [(0,), (1,), (2,), (3,)]


def test_further_frames_are_pictures_of_their_side(make_document: Make, td3: Lines) -> None:
    """Whether or not a zone could be read in them: then their view has none."""
    document = frames(make_document(td3), make_document(None), make_document(td3))
    assert same_sides(document) == ((0, 1, 2),)
    assert [view.document.mrz_side for view in views(document)] == [0, None, 0]
    assert [side.frame_of for side in document.sides] == [None, 0, 0]


def test_two_pictures_on_one_template_are_two_views(series: object) -> None:
    """Cards of the series have no zone; another template would be another side."""
    card = series.genuine(7)  # type: ignore[attr-defined]
    both = together(card, series.genuine(8))  # type: ignore[attr-defined]
    assert sides_of(both) == [(0,), (1,)]
    (side,) = card.sides
    assert side.match is not None
    back = replace(side, match=replace(side.match, template=replace(side.match.template, n_holders=3)))
    assert sides_of(replace(card, sides=(side, back))) == [(0, 1)]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_worst_picture_counts_and_is_marked(
    make_document: Make, td3: Lines, order: tuple[int, int]
) -> None:
    """Whichever comes first, as a page or as a frame."""
    pages = [level(make_document, td3, grey) for grey in (250, 90)]
    given = [pages[number] for number in order]
    for document in (together(*given), frames(*given)):
        outcome = run_check(check(darkness), document)
        assert isinstance(outcome, Measured)
        assert outcome.value == 165.0
        assert [region.side for region in outcome.regions] == [order.index(1)]


def test_a_crash_on_any_picture_is_the_outcome(make_document: Make, td3: Lines) -> None:
    """A picture that breaks a check is not hidden by one that does not."""
    document = together(level(make_document, td3, 250), level(make_document, td3, 66))
    assert isinstance(run_check(check(darkness), document), Aborted)


def test_what_no_picture_allows_is_not_measured(make_document: Make, td3: Lines) -> None:
    """One that can be measured is."""
    unlucky, fine = level(make_document, td3, 77), level(make_document, td3, 250)
    assert isinstance(run_check(check(darkness), together(unlucky, unlucky)), Abstained)
    assert isinstance(run_check(check(darkness), together(unlucky, fine)), Measured)


def test_every_picture_has_to_show_a_claim(make_document: Make, td3: Lines) -> None:
    """What was not seen on one of them is stated beside what was seen on the others, with its side."""
    claim = ClaimId.PORTRAIT
    spec = replace(SPEC, verifies=frozenset({claim}))
    unlucky, fine = level(make_document, td3, 77), level(make_document, td3, 250)

    def sightings(document: Document, measure: Callable[[Document], Outcome]) -> tuple[Sighting, ...]:
        outcome = run_check(check(measure, spec), document)
        assert isinstance(outcome, Measured)
        return outcome.sightings

    def seen_here(document: Document) -> Outcome:
        places = (Sighting(claim=claim, place="portrait", side=index) for index in range(len(document.sides)))
        return Measured(value=0.0, sightings=tuple(places))

    assert sightings(together(fine, unlucky), darkness) == (
        Sighting(claim=claim, is_odd=True),
        Sighting(claim=claim, why=Why.GLARE),
    )
    assert sightings(together(fine, fine), darkness) == ()
    assert [one.side for one in sightings(together(fine, fine), seen_here)] == [0, 1]


def of_pictures(make_document: Make, spec: CheckSpec, *outcomes: Outcome) -> Outcome:
    """Give what a check makes of a page that was captured several times, for each of which it gives an outcome."""
    left = iter(outcomes)
    document = together(*(make_document() for _ in outcomes))
    return run_check(check(lambda _document: next(left), spec), document)


def test_the_abstention_that_a_document_calls_for_goes_first(make_document: Make) -> None:
    """Else a claim would wait for nothing although glare hides it in one of two pictures."""
    uncalled = undetermined("nothing there", expected=False, why=Why.NO_REFERENCE_HERE)
    glare = undetermined("glare", why=Why.GLARE)
    assert of_pictures(make_document, SPEC, uncalled, glare) is glare
    assert of_pictures(make_document, SPEC, uncalled, uncalled) is uncalled


HIT = AlertHit(
    alert="a",
    revision=1,
    title="t",
    issuer="i",
    species="s",
    severity="x",
    tlp="g",
    place="p",
    look_for="l",
)


@pytest.mark.parametrize("first", [0, 1])
def test_what_a_picture_leaves_open_and_its_alerts_are_not_lost(make_document: Make, first: int) -> None:
    """With the facts that their sentences name, whichever picture measured more; an alert that two pictures match is one."""
    spec = replace(
        SPEC,
        undecided="{asked} is {left_open}",
        alerted="{title}",
        facts={"asked": str, "title": str, "lines": int},
    )
    plain = Measured(value=1.0, facts={"asked": "", "lines": 3})
    full = Measured(
        value=0.5, facts={"asked": "4 MAY", "title": "t", "lines": 2}, left_open="date", alerts=(HIT,)
    )
    outcome = of_pictures(make_document, spec, *(plain, full)[first:], *(plain, full)[:first], full)
    assert isinstance(outcome, Measured)
    assert (outcome.value, outcome.left_open, outcome.alerts) == (1.0, "date", (HIT,))
    assert dict(outcome.facts) == {"asked": "4 MAY", "title": "t", "lines": 3}


def test_a_picture_that_matches_an_alert_goes_before_one_of_equal_value(make_document: Make) -> None:
    """Its facts name the alert."""
    outcomes = (Measured(value=-1.0), Measured(value=-1.0, alerts=(HIT,), regions=(REGION,)))
    outcome = of_pictures(make_document, SPEC, *outcomes)
    assert isinstance(outcome, Measured)
    assert [region.side for region in outcome.regions] == [1]


def test_an_odd_place_of_a_picture_that_measured_less_states_what_it_measured(make_document: Make) -> None:
    """Whether that is adverse by itself is for the claims to say."""
    claim = ClaimId.PORTRAIT
    spec = replace(SPEC, verifies=frozenset({claim}))
    odd = (Sighting(claim=claim, side=0, is_odd=True),)
    less, most = (Measured(value=value, sightings=odd) for value in (0.5, 5.0))
    outcome = of_pictures(make_document, spec, less, most)
    assert isinstance(outcome, Measured)
    assert [(one.side, one.is_odd, one.value) for one in outcome.sightings] == [
        (0, True, 0.5),
        (1, True, None),
    ]


def test_a_check_that_compares_pictures_sees_all_of_them(make_document: Make, td3: Lines) -> None:
    """It would have nothing to compare in a view."""
    document = together(make_document(td3), make_document(td3))
    count = lambda document: Measured(value=float(len(document.sides)))  # noqa: E731
    assert run_check(check(count, replace(SPEC, compares_pictures=True)), document) == Measured(value=2.0)
    assert run_check(check(count), document) == Measured(value=1.0)


def test_a_further_frame_need_not_show_every_light(make_document: Make, td3: Lines) -> None:
    """Frames in white light say nothing of UV, and what UV showed stands."""
    ultraviolet = replace(SPEC, lights=frozenset({Light.UV}))
    seen: list[Document] = []

    def counted(document: Document) -> Outcome:
        seen.append(document)
        return Measured(value=0.0)

    document = frames(make_document(td3, light=Light.UV), make_document(td3))
    assert run_check(check(counted, ultraviolet), document) == Measured(value=0.0)
    assert len(seen) == 1
