"""Places of pictures that are proposed from what captures show."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.formats.table import PageSize
from docforensics.kept import Kept
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning import propose_pictures
from docforensics.templates.learning.aligned_stack import AlignedSheet, fitted, read_sheet
from docforensics.templates.model import FeatureKind
from docforensics.templates.portrait.repetitions import Repetition
from docforensics.viz.faces import Face


def test_a_page_is_looked_at_for_faces_once_however_often_it_is_proposed_from(
    monkeypatch: pytest.MonkeyPatch, card: Callable[..., Pixels], capture_of: Callable[[Pixels], Capture]
) -> None:
    """Of two captures each page was asked three times, also of a sheet that was read anew; another page of a capture is looked at anew."""
    looked: list[float] = []
    monkeypatch.setattr(
        propose_pictures, "find_faces", lambda _page, px_per_mm, **_: looked.append(px_per_mm) or ()
    )
    sheet = fitted(read_sheet(capture_of(card(1)), 0, None), PageSize.ID1)
    anew = fitted(read_sheet(capture_of(card(1)), 0, None), PageSize.ID1)
    for same in (sheet, sheet, sheet.on(sheet.page), anew):
        propose_pictures.pictures([same], [0])
    once = len(looked)
    assert once > 0
    assert once == len(set(looked))
    other = replace(
        sheet.page, pixels={Light.VISIBLE: np.ascontiguousarray(sheet.page.pixels[Light.VISIBLE][::-1])}
    )
    propose_pictures.pictures([sheet.on(other)], [0])
    assert len(looked) == 2 * once


@pytest.fixture(scope="module")
def first(card: Callable[..., Pixels], capture_of: Callable[[Pixels], Capture]) -> AlignedSheet:
    """A card with its portrait, read once."""
    return fitted(read_sheet(capture_of(card(1)), 0, None), PageSize.ID1)


@pytest.fixture
def sheet(first: AlignedSheet) -> AlignedSheet:
    """The card, on which a test begins to look anew."""
    return replace(first, seen=Kept())


def other_face(sheet: AlignedSheet, box: BoxMm, holder: int, *, pale: bool = False) -> AlignedSheet:
    """The sheet with a holder's own tones at a place, pale ones over the line work of all."""
    assert sheet.page.visible is not None
    pixels = sheet.page.visible.copy()
    place = pixels[box.grown(4.0).to_px(sheet.page.px_per_mm).slices]
    tones = np.random.default_rng(holder).normal(0, 40, (12, 9, 3))
    if pale:
        tones = 0.4 * tones + np.random.default_rng(99).normal(0, 40, (12, 9, 3))
    tones = (150 + tones).astype(np.float32)
    place[:] = np.clip(cv2.resize(tones, place.shape[1::-1], interpolation=cv2.INTER_CUBIC), 0, 255)
    return sheet.on(replace(sheet.page, pixels={Light.VISIBLE: pixels}))


@pytest.mark.parametrize(("holders", "hidden"), [([0], True), ([0, 1], True), ([0, 1, 2], False)])
def test_repetitions_of_the_portrait_are_hidden_of_few_holders(
    monkeypatch: pytest.MonkeyPatch, sheet: AlignedSheet, holders: list[int], *, hidden: bool
) -> None:
    """With what is printed along their edges; what many holders' captures show there differs."""
    portrait, again = BoxMm(left=4, top=10, right=26, bottom=40), BoxMm(left=60, top=30, right=66, bottom=38)
    monkeypatch.setattr(propose_pictures, "_portraits", lambda _: (portrait, None))
    monkeypatch.setattr(
        propose_pictures, "repetitions", lambda *_: (Repetition(box=again, likeness=0.8, sure=7.0),)
    )
    monkeypatch.setattr(propose_pictures, "find_further_faces", lambda *_: ())
    monkeypatch.setattr(propose_pictures, "find_faces", lambda *_, **__: ())
    people = [other_face(sheet, portrait, 50 + holder) for holder in holders]
    sheets = [other_face(one, again, holder, pale=True) for one, holder in zip(people, holders, strict=True)]
    found = propose_pictures.pictures(sheets, holders)
    further = [one for one in found if one.name.startswith("further-portrait")]
    assert len(further) == hidden
    same = [other_face(one, again, 5) for one in people]
    print_of_series = hidden and len(holders) > 1
    found = propose_pictures.pictures(same, holders)
    names = [one.name for one in found if one.name.startswith("further-portrait")]
    assert len(names) == (hidden and not print_of_series)
    for one in further:
        assert one.kind is FeatureKind.SECONDARY_PORTRAIT
        assert one.variable
        assert one.box == again.grown(2.0)


def test_small_faces_are_hidden_of_few_holders(monkeypatch: pytest.MonkeyPatch, sheet: AlignedSheet) -> None:
    """A ghost image of 3 mm that repeats no portrait found; letters that look like one are the same on the pages of two holders."""
    small = Face(box=BoxMm(left=60, top=30, right=63, bottom=34), confidence=0.6)
    monkeypatch.setattr(propose_pictures, "find_faces", lambda *_, **__: ())
    monkeypatch.setattr(propose_pictures, "find_further_faces", lambda *_: (small,))
    monkeypatch.setattr(propose_pictures, "_portraits", lambda _: (None, None))
    (found,) = propose_pictures.pictures([replace(sheet, seen=Kept())], [0])
    assert found.box.holds(small.box.centre)
    assert found.variable
    same = [other_face(sheet, small.box, 5), other_face(sheet, small.box, 5)]
    assert propose_pictures.pictures(same, [0, 1]) == []
    # Two captures of one person's documents, whose portraits are alike, do not show what is the series'.
    monkeypatch.setattr(
        propose_pictures, "_portraits", lambda _: (BoxMm(left=4, top=10, right=26, bottom=40), None)
    )
    monkeypatch.setattr(propose_pictures, "repetitions", lambda *_: ())
    same = [replace(one, seen=Kept()) for one in same]
    kinds = [one.kind for one in propose_pictures.pictures(same, [0, 1])]
    assert kinds == [FeatureKind.PORTRAIT, FeatureKind.SECONDARY_PORTRAIT]
    monkeypatch.setattr(propose_pictures, "_portraits", lambda _: (None, None))
    same = [replace(one, seen=Kept()) for one in same]
    assert len(propose_pictures.pictures(same, [0, 0])) == 1
    own = [other_face(sheet, small.box, 5), other_face(sheet, small.box, 6)]
    assert len(propose_pictures.pictures(own, [0, 1])) == 1


@pytest.mark.parametrize(
    ("holders", "lit", "hidden"),
    [([0], 1, True), ([0, 0], 2, True), ([0, 1], 2, True), ([0, 1, 2], 3, False), ([0, 1, 2], 1, True)],
)
def test_pictures_of_another_light_are_found_by_the_portrait_in_white_light(
    monkeypatch: pytest.MonkeyPatch, sheet: AlignedSheet, holders: list[int], lit: int, *, hidden: bool
) -> None:
    """A ghost image in infrared alone; what many holders' captures show there differs, if they are in that light."""
    white = sheet.page.visible
    assert white is not None
    infrared = np.asarray(white[..., 0] // 2, np.uint8)
    again = BoxMm(left=60, top=30, right=66, bottom=38)
    asked: list[bool] = []

    def found(page: Pixels, *_: object, shown_on: Pixels) -> tuple[Repetition, ...]:
        asked.append(page is infrared and shown_on is white)
        return (Repetition(box=again, likeness=0.8, sure=7.0),)

    monkeypatch.setattr(propose_pictures, "find_faces", lambda *_, **__: ())
    monkeypatch.setattr(
        propose_pictures, "_portraits", lambda _: (BoxMm(left=4, top=10, right=26, bottom=40), None)
    )
    monkeypatch.setattr(propose_pictures, "repetitions", found)
    page = replace(sheet.page, pixels={Light.VISIBLE: white, Light.IR: infrared})
    plain = replace(sheet.page, pixels={Light.VISIBLE: white})
    sheets = [sheet.on(replace(page if at < lit else plain)) for at in range(len(holders))]
    assert propose_pictures.pictures_in(Light.VISIBLE, sheets, holders) == []
    places = propose_pictures.pictures_in(Light.IR, sheets, holders)
    assert [(one.light, one.box) for one in places] == ([(Light.IR, again.grown(2.0))] if hidden else [])
    assert asked == [True] * (lit if hidden else 0)
