"""Building a reference from genuine pages."""

from collections.abc import Callable

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.reference import _inside, _inside_of, build_reference
from docforensics.templates.model import Feature, FeatureKind, LightReference

Card = Callable[..., Pixels]
ReferenceOf = Callable[..., LightReference]
CORNER = (slice(100, 120), slice(45, 60))
"""Inside the portrait, beside the head: the page shows through."""
BESIDE = (slice(165, 180), slice(56, 66))
"""Beside the head, no higher and no wider than the picture shows."""
BELOW = 34.5
"""Millimetres of the page above a band of it: 276 rows of pixels."""
FACE = (slice(200, 260), slice(120, 150))
BACKGROUND = (slice(240, 320), slice(450, 560))


def test_background_print_is_constant_and_faces_are_not(reference_of: ReferenceOf) -> None:
    """Three holders decide: what they share is the series'."""
    reference = reference_of(1, 2, 3)
    assert reference.constant[BACKGROUND].mean() > 0.99
    assert reference.constant[FACE].mean() < 0.1


def test_print_that_shows_through_every_portrait_is_constant(reference_of: ReferenceOf) -> None:
    """Merging of background and portrait is learned from different holders; of one, all that is as high and as wide as the picture goes."""
    three, one = reference_of(1, 2, 3), reference_of(1)
    assert three.constant[CORNER].mean() > 0.9
    assert not one.constant[BESIDE].any()
    assert not one.constant[FACE].any()


def test_print_that_two_captures_of_one_card_show_apart_is_not_trusted(
    card: Card, features: tuple[Feature, ...]
) -> None:
    """Ink on one and none on the other, in a field, is an edge that lies apart or dirt."""
    clean = card(1)
    dirty = clean.copy()
    dirty[170:176, 560:566] = 20
    reference = build_reference([clean, dirty], features, n_holders=1)
    assert not reference.constant[171:175, 561:565].any()
    assert reference.constant[170:176, 590:600].mean() > 0.9


def test_a_reference_carries_no_holder(card: Card, reference_of: ReferenceOf) -> None:
    """Name and face are blurred out of the mean, with one capture as with three."""
    for holders in ((1,), (1, 2, 3)):
        mean = reference_of(*holders).mean.astype(np.float64)
        name = mean[172:196, 292:420]
        assert name.min() > 120, holders
        assert mean[FACE].std() < 0.35 * card(1)[100:320, 45:230].std(), holders


def test_a_quiet_place_is_tolerated_less_than_a_busy_edge(reference_of: ReferenceOf) -> None:
    """Tolerance is a map, within the range of the measure."""
    reference = reference_of(1, 2)
    tolerance = reference.tolerance[reference.constant]
    assert float(tolerance.min()) >= 0
    assert float(tolerance.max()) < 1.5
    assert float(tolerance.std()) > 0.005


def test_the_result_is_the_same_every_time(
    card: Card, features: tuple[Feature, ...], reference_of: ReferenceOf
) -> None:
    """Simulation of recaptures is seeded."""
    first, second = reference_of(1, 2), build_reference([card(1), card(2)], features)
    assert np.array_equal(first.mean, second.mean)
    assert np.array_equal(first.tolerance, second.tolerance)


def test_strokes_that_cross_on_most_captures_leave_no_ghost(
    card: Card, features: tuple[Feature, ...]
) -> None:
    """Letters that holders share, each a little beside the others, are no print of the series."""
    shared = (slice(166, 200), slice(470, 500))
    pages = [card(holder) for holder in (1, 2, 3, 4)]
    for shift, page in zip((0, 2, 4), pages, strict=False):
        cv2.putText(
            page, "O", (472 + shift, 196), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (15, 15, 15), 2, cv2.LINE_AA
        )
    reference = build_reference(pages, features)
    bare = card(9).astype(np.float32)[shared]
    ghost = np.abs(reference.mean.astype(np.float32)[shared] - bare).mean(axis=2)
    assert ghost[reference.constant[shared]].max() < 40
    assert reference.constant[166:200, 540:600].mean() > 0.99


def test_dark_lines_of_the_background_in_a_field_are_constant(
    card: Card, features: tuple[Feature, ...]
) -> None:
    """They cross on all captures alike, so nobody wrote them; the upper part of the pages shows it."""
    pages = [card(holder)[:240].copy() for holder in (1, 2, 3)]
    for page in pages:
        for x in range(450, 600, 12):
            cv2.line(page, (x, 150), (x + 25, 210), (140, 130, 160), 2, cv2.LINE_AA)
    assert build_reference(pages, features).constant[166:196, 480:590].mean() > 0.97


def test_the_room_round_a_signature_is_constant_where_all_captures_show_the_page(card: Card) -> None:
    """Of three holders; the strokes are not, and no hole has their shape. A band of the pages shows it."""
    box = BoxMm(left=45, top=36 - BELOW, right=75, bottom=50 - BELOW)
    signature = Feature(name="signature", kind=FeatureKind.SIGNATURE, box=box, variable=True)
    pages = [card(holder)[276:].copy() for holder in (1, 2, 3)]
    for shift, page in zip((0, 9, 17), pages, strict=True):
        cv2.ellipse(page, (460 + shift, 68), (50, 14), 10, 0, 330, (20, 20, 60), 3, cv2.LINE_AA)
    constant = build_reference(pages, (signature,)).constant
    assert constant[109:121, 380:580].mean() > 0.9
    assert not constant[68, 420:510].any()
    columns = constant[58:78, 425:500]
    assert (columns == columns[0]).all()


def test_no_hole_spells_what_three_holders_share_in_a_named_field(card: Card) -> None:
    """The first digits of a year: of what all show there a block is left out, and the paper between its letters with it. A band of the pages shows it."""
    pages = [card(holder)[276:].copy() for holder in (1, 2, 3)]
    for page in pages:
        cv2.putText(page, "2018", (300, 104), 0, 1.0, (20, 20, 20), 3)
    box = BoxMm(left=36, top=43 - BELOW, right=76, bottom=49 - BELOW)
    date, unnamed = (
        Feature(name=name, kind=FeatureKind.PERSONAL_DATA, box=box, variable=True)
        for name in ("date-of-issue", "field-1")
    )
    within = (slice(86, 102), slice(304, 360))
    assert not build_reference(pages, (date,)).constant[within].any()
    assert build_reference(pages, (unnamed,)).constant[within].any()


def test_the_page_without_its_rim_is_worked_out_once_a_size() -> None:
    """It is the same as worked out anew, also after another size, and nobody can write to what all share."""
    first = _inside((432, 685, 3))
    assert _inside((432, 685)) is first
    assert _inside((352, 800)).shape == (352, 800)
    assert np.array_equal(_inside((432, 685)), _inside_of.__wrapped__(432, 685))
    assert not first[0].any()
    assert not first.flags.writeable
    assert first[216, 342]
