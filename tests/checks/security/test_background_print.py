"""The page's constant print against the template, on a made-up series of cards."""

from dataclasses import replace
from itertools import product
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel, Pixels
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured
from docforensics.checks.security import _background, background_print
from docforensics.checks.security.background_print import MISSING, measure
from docforensics.checks.support import same_print
from docforensics.checks.support.registered import RegisteredSide
from docforensics.document import Document, Side
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.missing import ELEMENT_MM2
from docforensics.templates.comparison.residual import PrintCluster
from docforensics.templates.model import Feature, FeatureKind
from tests.templates.comparison.test_stamps import PURPLE, stamped

LIGHT_GREEN = (210, 236, 180)
"""What a device sends back: brighter than the print, in another colour."""

FIELD = (slice(248, 292), slice(288, 430))
"""The name's place, pixels at 8 px/mm."""
_PLAIN = (380, 350)
"""A place of fine lines alone, row and column."""


def retyped(card: Pixels) -> Pixels:
    """Erase the name to the page's mean colour and write another."""
    page = card.copy()
    page[FIELD] = np.median(page[FIELD], axis=(0, 1)).astype(np.uint8)
    cv2.putText(page, "OTHER", (292, 283), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (15, 15, 15), 2, cv2.LINE_AA)
    return page


def resaved(page: Pixels, quality: int) -> Pixels:
    """Compress and decode."""
    _, file = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(file, cv2.IMREAD_COLOR), dtype=np.uint8)


def unmatched(document: Document) -> Document:
    """The same document, had no template fitted."""
    sides: tuple[Side, ...] = tuple(replace(side, match=None) for side in document.sides)
    return replace(document, sides=sides)


@pytest.mark.parametrize("holder", [11, 12])
def test_another_holders_genuine_card_leaves_nothing_unexplained(series: Any, holder: int) -> None:
    """Name and portrait are the holder's; nearly all of the rest is compared and agrees."""
    outcome = measure(series.genuine(holder))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.3
    assert outcome.regions == ()
    assert outcome.facts["share"] > 0.9


@pytest.mark.parametrize("quality", [95, 60])
def test_an_honest_recompression_of_the_whole_card_leaves_nothing(series: Any, quality: int) -> None:
    """A poor capture of the whole page is no forgery at one place."""
    outcome = measure(series.document(resaved(series.card(11), quality)))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.5


def test_a_name_retyped_on_a_clean_patch_is_weighed_and_marked_where_it_stands(series: Any) -> None:
    """The print under the new name is gone: square millimetres of it, and a region there and nowhere else."""
    outcome = measure(series.document(retyped(series.card(11))))
    assert isinstance(outcome, Measured)
    assert outcome.value > 5
    assert outcome.facts["places"] == len(outcome.regions) >= 1
    for region in outcome.regions:
        x, y = region.box.centre
        assert 288 / 8 <= x <= 430 / 8
        assert 248 / 8 <= y <= 292 / 8


def test_a_patch_is_found_after_compression_too(series: Any) -> None:
    """Compressing the forged card again does not hide the patch."""
    outcome = measure(series.document(resaved(retyped(series.card(12)), 75)))
    assert isinstance(outcome, Measured)
    assert outcome.value > 5


def test_print_copied_from_elsewhere_on_the_page_is_found(series: Any) -> None:
    """A clone of the same pattern fits its new place nowhere in phase."""
    page = series.card(11).copy()
    page[320:380, 300:420] = page[100:160, 380:500]
    outcome = measure(series.document(page))
    assert isinstance(outcome, Measured)
    assert outcome.value > 2
    x, y = outcome.regions[0].box.centre
    assert 300 / 8 <= x <= 420 / 8
    assert 320 / 8 <= y <= 380 / 8


PLAIN = (slice(330, 380), slice(320, 400))
"""Background print and nothing else, 10 by 6 mm."""


def test_a_place_says_whether_print_is_missing_or_was_added(series: Any) -> None:
    """Wiped out, written over, and the pattern of another place."""
    wiped, written, pasted = (series.card(11).copy() for _ in range(3))
    wiped[PLAIN] = cv2.GaussianBlur(wiped, (0, 0), 12)[PLAIN]
    cv2.putText(written, "COPY", (322, 370), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (70, 60, 60), 2, cv2.LINE_AA)
    pasted[PLAIN] = pasted[100:150, 400:480]
    labels = []
    for page in (wiped, written, pasted):
        outcome = measure(series.document(page))
        assert isinstance(outcome, Measured)
        assert outcome.value > 1
        labels.append(outcome.regions[0].label)
    assert labels == [
        "print that the reference shows is missing",
        "print that the reference does not show",
        "where the print departs from the reference",
    ]


def test_what_happens_round_the_portrait_is_left_to_the_portrait_check(series: Any) -> None:
    """One cue does not count twice: a card pasted over in its portrait's ring alone says nothing here."""
    page = series.card(11).copy()
    page[84:96, 48:240] = 216
    outcome = measure(series.document(page))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.3


def test_without_a_template_it_is_undetermined(series: Any) -> None:
    """No template is no failure."""
    outcome = measure(unmatched(series.genuine(11)))
    assert isinstance(outcome, Abstained)
    assert outcome.kind is AbstentionKind.UNDETERMINED


def test_without_white_light_it_is_undetermined(series: Any) -> None:
    """A match that compared no page in white light says nothing of its print."""
    document = series.genuine(11)
    (side,) = document.sides
    assert side.match is not None
    assert Light.VISIBLE in side.match.residuals
    bare = replace(document, sides=(replace(side, match=replace(side.match, residuals={})),))
    assert isinstance(measure(bare), Abstained)


def test_a_template_of_one_holder_makes_a_place_count_less_the_worse_the_capture_matches(series: Any) -> None:
    """What varies was presumed there and not seen."""
    document = series.document(retyped(series.card(11)))
    (side,) = document.sides
    template = replace(side.match.template, n_holders=1)
    match = replace(side.match, template=template)
    worse = replace(match.residuals[Light.VISIBLE], dissimilarity=0.1)
    sure, presumed, poor = (
        measure(replace(document, sides=(replace(side, match=one),)))
        for one in (side.match, match, replace(match, residuals={Light.VISIBLE: worse}))
    )
    assert isinstance(sure, Measured)
    assert isinstance(presumed, Measured)
    assert isinstance(poor, Measured)
    assert presumed.value <= 0.8 * sure.value
    assert poor.value == pytest.approx(0.8 * 0.2**1.5 * sure.value)
    assert presumed.regions


def test_a_capture_that_is_unlike_throughout_is_undetermined(series: Any) -> None:
    """Devices that show another picture of the whole print say nothing of single places."""
    document = series.document(retyped(series.card(11)))
    (side,) = document.sides
    unlike = replace(side.match.residuals[Light.VISIBLE], dissimilarity=0.3)
    match = replace(side.match, residuals={Light.VISIBLE: unlike})
    outcome = measure(replace(document, sides=(replace(side, match=match),)))
    assert isinstance(outcome, Abstained)
    assert outcome.kind is AbstentionKind.UNDETERMINED


@pytest.mark.parametrize(("depth", "counts"), [(0.06, False), (0.3, True)])
def test_a_page_that_lies_a_little_beside_the_reference_is_no_forgery(
    series: Any, depth: float, counts: bool
) -> None:
    """Little excess over a wide corner is a slip of the registration; the same corner in earnest is not."""
    page = series.card(11).copy()
    page[360:, 400:] = np.median(page[360:, 400:], axis=(0, 1)).astype(np.uint8)
    document = series.document(page if counts else series.card(11))
    (side,) = document.sides
    excess = np.zeros_like(side.match.residuals[Light.VISIBLE].excess)
    excess[360:, 400:] = depth
    slipped = replace(side.match.residuals[Light.VISIBLE], excess=excess)
    match = replace(side.match, residuals={Light.VISIBLE: slipped})
    outcome = measure(replace(document, sides=(replace(side, match=match),)))
    assert isinstance(outcome, Measured)
    assert (outcome.value > 1) is counts


def veiled(page: Pixels) -> Pixels:
    """Lay a soft reflection over the name: its light is added to print and paper alike."""
    rows, columns = np.mgrid[: page.shape[0], : page.shape[1]]
    middle = (np.mean([part.start, part.stop]) for part in FIELD)
    row, column = middle
    veil = np.exp(-((rows - row) ** 2 + (columns - column) ** 2) / (2 * 70.0**2))[..., None]
    return np.asarray(np.clip(page + (245.0 - page) * 0.6 * veil, 0, 255), dtype=np.uint8)


def test_what_lies_under_a_reflection_is_not_seen(series: Any) -> None:
    """On the genuine card nothing is odd; under the retyped name it is no finding, and the print there was hidden by glare, on a dark exposure too."""
    for page, value, why in (
        (series.card(11), 0.0, None),
        (veiled(series.card(11)), 0.0, None),
        (veiled(retyped(series.card(11))), 0.0, Why.GLARE),
        (np.asarray(veiled(retyped(series.card(11))) * 0.6, dtype=np.uint8), 0.0, Why.GLARE),
    ):
        outcome = measure(series.document(page))
        assert isinstance(outcome, Measured)
        assert outcome.value == value
        (at_name,) = [one for one in outcome.sightings if one.claim is ClaimId.PRINT_AT_DATA]
        assert (at_name.why, at_name.is_odd) == (why, False)


def _spot(page: Pixels, row: int, column: int) -> Any:
    """A smooth spot of 3 mm, 0 .. 1."""
    rows, columns = np.mgrid[: page.shape[0], : page.shape[1]]
    return np.exp(-((rows - row) ** 2 + (columns - column) ** 2) / (2 * 12.0**2))[..., None]


@pytest.mark.parametrize("kind", ["dirt", "wiped"])
def test_a_shade_through_which_the_lines_are_seen_is_dirt(series: Any, kind: str) -> None:
    """Away from the holder's data; the same shade over lines that were wiped out is a finding."""
    page = series.card(11).astype(np.float32)
    spot = _spot(page, *_PLAIN)
    wiped = page + (cv2.GaussianBlur(page, (0, 0), 6.0) - page) * np.minimum(2 * spot, 1)
    below = page if kind == "dirt" else wiped
    outcome = measure(series.document(np.asarray(np.clip(below * (1 - 0.3 * spot), 0, 255), dtype=np.uint8)))
    assert isinstance(outcome, Measured)
    assert (outcome.value > 0.3) is (kind == "wiped")


def _behind_the_name(series: Any, text: str, left: int) -> Document:
    """A card on which more is written on the row of the name, whose place ends at pixel 528."""
    page = series.card(11).copy()
    cv2.putText(page, text, (left, 283), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (15, 15, 15), 2, cv2.LINE_AA)
    return series.document(page)


def test_writing_that_runs_on_beyond_its_place_leaves_the_field_open(series: Any) -> None:
    """A longer name is no finding; whether it is one value, nobody compared. A word of its own behind the place is one."""
    longer, added = (measure(_behind_the_name(series, *how)) for how in (("ABCDEFGH", 440), ("QWERTY", 500)))
    assert isinstance(longer, Measured)
    assert isinstance(added, Measured)
    assert longer.value == 0
    why = {one.place: one.why for one in longer.sightings if one.claim is ClaimId.PRINT_AT_DATA}
    assert why["name"] is Why.TOO_NOISY
    assert added.value > 5


PATCH = (slice(330, 410), slice(300, 420))
"""Fine lines alone, 150 mm2."""


def _changed(
    page: Pixels,
    *,
    moved: int = 0,
    contrast: float = 1.0,
    soft: float = 0.0,
    hole: int = 0,
    where: tuple[slice, slice] = PATCH,
) -> Pixels:
    """A patch beside its place, by pixels, in another contrast, blurred, and with a square of bare paper in it."""
    patch = np.roll(page, moved, axis=0).astype(np.float32)
    tone = cv2.GaussianBlur(patch, (0, 0), 8)
    lines = cv2.GaussianBlur(patch - tone, (0, 0), soft) if soft else patch - tone
    lines[360 : 360 + hole, 340 : 340 + hole] = 0
    page[where] = np.clip(tone + contrast * lines, 0, 255)[where].astype(np.uint8)
    return page


def _likenesses(page: Pixels, series: Any, monkeypatch: pytest.MonkeyPatch) -> list[same_print.PrintLikeness]:
    """How the print of each place that the check asks about is like the reference's."""
    found: list[same_print.PrintLikeness] = []

    def ask(side: RegisteredSide, place: PrintCluster) -> bool:
        found.append(same_print.likeness(side, place))
        return False

    monkeypatch.setattr(background_print, "is_same_print", ask)
    measure(series.document(page))
    return found


def test_print_that_another_press_set_slightly_aside_is_not_evaluated(
    series: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no finding, and the page is not in order for that; what lies farther off is one."""
    near, farther, far = (
        series.document(_changed(series.card(11).copy(), moved=pixels)) for pixels in (2, 4, 7)
    )
    for document in (near, farther):
        outcome = measure(document)
        assert isinstance(outcome, Measured)
        assert outcome.value == 0
        elsewhere = [one for one in outcome.sightings if one.claim is ClaimId.PRINT_ELSEWHERE]
        assert [one.why for one in elsewhere] == [Why.TOO_NOISY]
    outcome = measure(far)
    assert isinstance(outcome, Measured)
    assert outcome.value > 10
    monkeypatch.setattr(background_print, "is_same_print", lambda *_: False)
    outcome = measure(near)
    assert isinstance(outcome, Measured)
    assert outcome.value > 2


def test_a_place_no_heavier_than_print_set_aside_elsewhere_is_not_evaluated(series: Any) -> None:
    """What lies across two plates is in no one place; the page is not in order there, and what is heavier is a finding."""
    one, two = (slice(350, 366), slice(540, 556)), (slice(300, 420), slice(440, 640))
    alone, beside, heavier = (
        measure(series.document(_wiped(_changed(series.card(11).copy(), moved=moved), where)))
        for moved, where in ((0, one), (2, one), (2, two))
    )
    for outcome in (alone, beside, heavier):
        assert isinstance(outcome, Measured)
    assert heavier.value > alone.value > 0.3
    assert beside.value == 0
    elsewhere = [one.why for one in beside.sightings if one.claim is ClaimId.PRINT_ELSEWHERE]
    assert elsewhere == [Why.TOO_NOISY]


def _wiped(page: Pixels, where: tuple[slice, slice]) -> Pixels:
    page[where] = np.median(page[where], axis=(0, 1)).astype(np.uint8)
    return page


def test_print_of_two_plates_is_as_strong_as_each_lies_best(
    series: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Labels that are set down a little, on ground that is set up a little: no one place fits both."""
    half = (PATCH[0], slice(PATCH[1].start, sum((PATCH[1].start, PATCH[1].stop)) // 2))
    page = _changed(_changed(series.card(11).copy(), moved=-2), moved=4, where=half)
    found = _likenesses(page, series, monkeypatch)
    assert found
    assert min(one.weakest for one in found) > 0.75


def test_ink_of_the_data_is_not_taken_for_print_beside_it(
    series: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines right below the name, which another press set aside."""
    below = (slice(284, 330), slice(290, 520))
    found = _likenesses(_changed(series.card(11).copy(), moved=2, where=below), series, monkeypatch)
    assert found
    assert min(one.alike for one in found) > 0.85
    assert max(one.strongest for one in found) < 1.15


def test_print_that_lies_in_the_ink_of_the_data_is_not_excused(
    series: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where hardly any of a place lies clear of it, nothing tells that the print is the reference's."""
    monkeypatch.setattr(same_print, "_BLUR_MM", 100.0)
    found = _likenesses(_changed(series.card(11).copy(), moved=2), series, monkeypatch)
    assert found
    assert max(one.alike for one in found) == 0.0


@pytest.mark.parametrize(
    "how", [{"moved": 2, "hole": 40}, {"contrast": 0.3}, {"soft": 3.0}], ids=["hole", "washed", "blurred"]
)
def test_lines_that_are_gone_pale_or_blurred_are_not_the_references(series: Any, how: dict[str, Any]) -> None:
    """Whatever the rest of the place bears: an erasure may lie in a patch of genuine print."""
    outcome = measure(series.document(_changed(series.card(11).copy(), **how)))
    assert isinstance(outcome, Measured)
    assert outcome.value > 2


@pytest.fixture(name="all_unlike")
def fixture_all_unlike(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every page were unlike its reference in its fine lines: another device, a worn document."""
    monkeypatch.setattr(_background, "_TOO_UNLIKE", 0.0)


@pytest.mark.usefixtures("all_unlike")
def test_of_a_page_that_is_unlike_throughout_single_lines_tell_nothing(series: Any) -> None:
    """Neither a genuine one nor a clone of its own pattern is weighed, and nothing is verified."""
    page = series.card(11).copy()
    page[320:380, 300:420] = page[100:160, 380:500]
    for document in (series.genuine(11), series.document(page)):
        outcome = measure(document)
        assert isinstance(outcome, Abstained)
        assert outcome.why is Why.TOO_NOISY


def _with_own_places(document: Document, *own: float, stamps: tuple[float, ...] = ()) -> Document:
    """The document against the template as if its captures had shown such places of one another, and borne such stamps."""
    (side,) = document.sides
    white = replace(side.match.template.references[Light.VISIBLE], own_places=own, own_stamps=stamps)
    template = replace(side.match.template, references={Light.VISIBLE: white})
    return replace(document, sides=(replace(side, match=replace(side.match, template=template)),))


def test_a_place_counts_where_it_is_heavier_than_the_templates_own_captures_show(series: Any) -> None:
    """As heavy ones are expected of a genuine page; where elements are no heavier, single places tell nothing."""
    page = series.card(11).copy()
    page[330:358, 330:366] = page[100:128, 380:416]
    document = series.document(page)
    alone = measure(document)
    assert isinstance(alone, Measured)
    assert 1 < alone.value < ELEMENT_MM2
    for own, value in ((0.0, alone.value), (alone.value / 4, alone.value), (1.01 * alone.value, 0.0)):
        outcome = measure(_with_own_places(document, *[own] * 8))
        assert isinstance(outcome, Measured)
        assert outcome.value == value
        # A lighter place is no finding, and no print that was seen in order either.
        doubts = [one for one in outcome.sightings if one.why is Why.TOO_NOISY]
        assert bool(doubts) == (value == 0)
    outcome = measure(_with_own_places(document, *[2 * ELEMENT_MM2] * 8))
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.TOO_NOISY


def test_where_captures_bore_stamps_print_that_is_gone_counts(series: Any) -> None:
    """Stamps are not all found on questioned pages: print that was added may be one, and only that is left open."""
    added, gone = series.card(11).copy(), series.card(11).copy()
    cv2.circle(added, (348, 344), 14, (90, 40, 120), 3)
    gone[330:358, 330:366] = cv2.GaussianBlur(gone, (0, 0), 12)[330:358, 330:366]
    for page, is_added in ((added, True), (gone, False)):
        document = series.document(page)
        alone = measure(document)
        assert isinstance(alone, Measured)
        assert alone.value > 1
        outcome = measure(_with_own_places(document, *[0.0] * 6, stamps=(0.0, 269.0, 0.0, 0.0, 0.0, 0.0)))
        if is_added:
            assert isinstance(outcome, Abstained)
            assert outcome.why is Why.TOO_NOISY
        else:
            assert isinstance(outcome, Measured)
            assert outcome.value == alone.value


def test_stamps_count_of_captures_of_which_no_places_are_known(series: Any) -> None:
    """A template that was updated knows the places of some of its captures, and the stamps of others."""
    page = series.card(11).copy()
    cv2.circle(page, (348, 344), 14, (90, 40, 120), 3)
    outcome = measure(_with_own_places(series.document(page), 0.0, 0.0, stamps=(*[0.0] * 5, 269.0)))
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.TOO_NOISY


def test_a_page_without_any_place_is_in_order_whatever_the_templates_own_captures_show(series: Any) -> None:
    """One that was learned from carries a stamp: nothing follows from that for a page that carries none."""
    outcome = measure(_with_own_places(series.genuine(11), 0.0, 0.0, 9.5, 0.0, 26.0, 0.0))
    assert isinstance(outcome, Measured)
    assert outcome.value == 0
    assert outcome.sightings
    assert not [one for one in outcome.sightings if one.why is not None or one.is_odd]


@pytest.mark.usefixtures("all_unlike")
def test_an_element_that_is_gone_is_found_there_too(series: Any) -> None:
    """It is marked as missing print and contradicts the claim of its place; the others are not seen."""
    page = series.card(11).copy()
    page[24:72, 30:250] = np.median(page[24:72, 30:250], axis=(0, 1)).astype(np.uint8)
    outcome = measure(series.document(page))
    assert isinstance(outcome, Measured)
    assert outcome.value > 5
    assert {region.label for region in outcome.regions} == {MISSING}
    assert all(region.box.centre[1] < 10 for region in outcome.regions)
    odd = {one.claim for one in outcome.sightings if one.is_odd}
    assert odd == {ClaimId.PRINT_ELSEWHERE}
    assert all(one.why is Why.TOO_NOISY for one in outcome.sightings if not one.is_odd)


@pytest.mark.usefixtures("all_unlike")
def test_what_varies_in_another_light_hides_no_print_that_is_gone(series: Any) -> None:
    """Fibres that glow under UV lie over the whole page."""
    page = series.card(11).copy()
    page[24:72, 30:250] = np.median(page[24:72, 30:250], axis=(0, 1)).astype(np.uint8)
    document = series.document(page)
    (side,) = document.sides
    template = side.match.template
    fibres = Feature(
        name="uv-fibres",
        kind=FeatureKind.FLUORESCENT_FIBRES,
        box=BoxMm.of_size(template.size.millimetres),
        light=Light.UV,
        variable=True,
    )
    template = replace(template, features=(*template.features, fibres))
    with_fibres = replace(document, sides=(replace(side, match=replace(side.match, template=template)),))
    outcome, alone = measure(with_fibres), measure(document)
    assert isinstance(outcome, Measured)
    assert isinstance(alone, Measured)
    assert outcome.value == alone.value > 5


@pytest.mark.usefixtures("all_unlike")
def test_a_grey_image_that_is_unlike_lacks_colour_first(series: Any) -> None:
    """The next capture needs colour."""
    grey = cv2.cvtColor(series.card(11), cv2.COLOR_RGB2GRAY)
    outcome = measure(series.document(cv2.merge([grey] * 3)))
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.NO_COLOUR


def test_another_signature_is_no_finding_against_a_template_of_one_holder(series: Any) -> None:
    """What varies was presumed there; a template of several holders has seen it."""
    page = series.card(11).copy()
    stroke = np.array([[300, 330], [330, 300], [350, 345], [380, 305], [420, 340], [470, 310]], np.int32)
    cv2.polylines(page, [stroke], isClosed=False, color=(20, 20, 60), thickness=3, lineType=cv2.LINE_AA)
    document = series.document(page)
    (side,) = document.sides
    template = replace(side.match.template, n_holders=1)
    alone = replace(document, sides=(replace(side, match=replace(side.match, template=template)),))
    outcome = measure(alone)
    assert isinstance(outcome, Measured)
    assert outcome.value == 0.0


def test_blur_at_a_field_explains_nothing_of_what_is_altered_beside_it(
    series: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture that was swapped is no soft text, though it touches a line of it."""
    page = series.card(11).copy()
    page[320:400, 300:420] = page[100:180, 380:500]
    document = series.document(page)
    touching = BoxMm(left=38.0, top=47.0, right=52.0, bottom=51.0)
    monkeypatch.setattr(background_print, "soft_fields", lambda _side: (touching,))
    outcome = measure(document)
    assert isinstance(outcome, Measured)
    assert outcome.value > 1


def test_a_large_place_that_was_not_compared_hides_the_print_elsewhere_on_a_scan(series: Any) -> None:
    """Scraped print is taken for a reflection, which no lamp makes under a lid; a photo may have one away from data."""
    document = series.genuine(11)
    (side,) = document.sides
    residual = side.match.residuals[Light.VISIBLE]
    comparable = residual.comparable.copy()
    comparable[:, -80:-20] = False
    unseen = replace(residual, comparable=comparable)
    for channel, hidden in ((Channel.SCANNER, True), (Channel.PHOTO, False)):
        match = replace(side.match, residuals={**side.match.residuals, Light.VISIBLE: unseen})
        capture = replace(side.capture, channel=channel)
        outcome = measure(replace(document, sides=(replace(side, match=match, capture=capture),)))
        assert isinstance(outcome, Measured)
        (elsewhere,) = [one for one in outcome.sightings if one.claim is ClaimId.PRINT_ELSEWHERE]
        assert (elsewhere.why is not None) is hidden


def test_print_under_a_stamp_was_not_seen_on_any_channel(series: Any) -> None:
    """A stamp stands where somebody put it, also on print that was altered."""
    page = series.card(11).copy()
    page[310:380, 440:560] = np.roll(page[310:380, 440:560], 9, axis=0)[:, ::-1]
    altered, under_stamp = series.document(page), series.document(stamped(page, middle=(500, 340)))
    for document, channel in product((altered, under_stamp), Channel):
        (side,) = document.sides
        capture = replace(side.capture, channel=channel)
        outcome = measure(replace(document, sides=(replace(side, capture=capture),)))
        assert isinstance(outcome, Measured)
        (elsewhere,) = [one for one in outcome.sightings if one.claim is ClaimId.PRINT_ELSEWHERE]
        assert elsewhere.is_odd is (document is altered), channel
        assert elsewhere.why is (None if document is altered else Why.OCCLUDED), channel


@pytest.mark.parametrize(
    ("channel", "shows", "is_found"),
    [
        (Channel.PHOTO, "more", False),
        (Channel.UPLOAD, "more", False),
        (Channel.SCANNER, "more", True),
        (Channel.PHOTO, "colours", False),
        (Channel.SCANNER, "colours", True),
        (Channel.PHOTO, "nothing", True),
    ],
)
def test_a_device_that_shows_more_of_itself_was_lit_otherwise(
    channel: Channel, shows: str, *, is_found: bool, series: Any
) -> None:
    """In nobody's known light, also where its colours take as much from the print as they add. A device that is gone shows less; under a scanner's lamp, print was added."""
    page, place = series.card(11).copy(), (slice(310, 380), slice(440, 560))
    if shows == "colours":
        paper = page[place].mean(axis=(0, 1))
        page[place] = np.clip(paper + 0.4 * (page[place] - paper), 0, 255).astype(np.uint8)
        for row in range(314, 380, 7):
            cv2.line(page, (444, row), (556, row), LIGHT_GREEN, 2, cv2.LINE_AA)
    elif shows == "more":
        for row in range(314, 380, 7):
            cv2.line(page, (444, row), (556, row), (70, 120, 170), 2, cv2.LINE_AA)
    else:
        page[place] = page[place].mean(axis=(0, 1)).astype(np.uint8)
    document = series.document(page)
    (side,) = document.sides
    device = Feature(
        name="device",
        kind=FeatureKind.OPTICALLY_VARIABLE_DEVICE,
        box=BoxMm(left=54, top=38, right=71, bottom=48.5),
        variable=False,
    )
    template = replace(side.match.template, features=(*side.match.template.features, device))
    match = replace(side.match, template=template)
    seen = replace(side, match=match, capture=replace(side.capture, channel=channel))
    outcome = measure(replace(document, sides=(seen,)))
    assert isinstance(outcome, Measured)
    assert (outcome.value > 1) is is_found


def _boxed(page: Pixels, left: int, top: int, right: int, bottom: int) -> Pixels:
    """Stamp a frame with lines in it."""
    strokes = np.zeros(page.shape[:2], np.uint8)
    cv2.rectangle(strokes, (left, top), (right, bottom), 255, 4, cv2.LINE_AA)
    for row in range(top + 20, bottom - 6, 20):
        cv2.line(strokes, (left + 8, row), (right - 8, row), 255, 4, cv2.LINE_AA)
    share = 0.5 * strokes[..., None].astype(np.float32) / 255
    return np.asarray(page * (1 - share) + share * 255 * np.array(PURPLE), np.uint8)


def test_print_between_two_stamps_was_not_seen_either(series: Any) -> None:
    """What is too narrow to be laid in place is compared with nothing, at a field of which nothing is covered too."""
    page = series.card(11).copy()
    page[248:290, 288:340] = np.median(page[248:290, 288:340], axis=(0, 1)).astype(np.uint8)
    document = series.document(_boxed(_boxed(page, 276, 166, 366, 234), 276, 302, 366, 374))
    outcome = measure(document)
    assert isinstance(outcome, Measured)
    (name,) = [one for one in outcome.sightings if one.claim is ClaimId.PRINT_AT_DATA]
    assert (name.is_odd, name.why) == (False, Why.OCCLUDED)
    (side,) = document.sides
    assert side.match.stamped[270, 300:350].all()
