"""Pictures and signatures are left out as far as they show, not as far as other holders' may reach."""

from dataclasses import replace

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.picture_ends import shown_places
from docforensics.templates.masks import box_mask
from docforensics.templates.model import Feature, FeatureKind

PICTURE = BoxMm(left=14, top=12, right=34, bottom=38)
ROOM = BoxMm(left=10, top=8, right=38, bottom=42)
SIGNED = BoxMm(left=45, top=30, right=65, bottom=42)


def _feature(kind: FeatureKind, box: BoxMm, *, variable: bool = True) -> Feature:
    return Feature(name=kind.value.replace(" ", "-"), kind=kind, box=box, variable=variable)


def _page(*, picture: bool = True) -> Pixels:
    """A page of 70 x 50 mm with line work and, where asked for, a picture with a dark head; 8 pixels a millimetre."""
    page = np.full((400, 560, 3), 215, np.uint8)
    for row in range(4, 400, 12):
        cv2.line(page, (0, row), (560, row + 20), (170, 190, 200), 1, cv2.LINE_AA)
    if picture:
        rows, columns = PICTURE.to_px(8).slices
        page[rows, columns] = (150, 160, 190)
        cv2.ellipse(page, (24 * 8, 26 * 8), (50, 70), 0, 0, 360, (60, 50, 40), -1)
    return page


def test_the_room_round_a_picture_that_shows_the_page_is_kept() -> None:
    """All of the picture is left out, as a rectangle, and less than a millimetre around it."""
    left_out = shown_places([_page()], [_feature(FeatureKind.PORTRAIT, ROOM)])
    assert left_out[box_mask([PICTURE], left_out.shape)].all()
    assert not left_out[~box_mask([PICTURE.grown(1.0)], left_out.shape)].any()


def test_a_dark_bar_along_a_pale_picture_leaves_little_of_its_rim() -> None:
    """It makes the page around unlike itself, so that pale parts of the picture look like the page: a place is drawn in by no more than its room."""
    page = _page()
    rows, columns = PICTURE.to_px(8).slices
    page[rows, columns] = np.round(0.4 * page[rows, columns] + 0.6 * 215)
    page[40:92, 90:300] = 40
    left_out = shown_places([page], [_feature(FeatureKind.SECONDARY_PORTRAIT, ROOM)])
    assert left_out[box_mask([PICTURE.grown(-1.0)], left_out.shape)].all()


def test_several_pages_leave_out_what_any_of_them_shows() -> None:
    """Another holder's picture lies a little beside the first one's."""
    beside = np.roll(_page(), 8, axis=1)
    left_out = shown_places([_page(), beside], [_feature(FeatureKind.PORTRAIT, ROOM)])
    assert left_out[box_mask([PICTURE], left_out.shape)].all()
    assert left_out[20 * 8, 35 * 8 - 4]


def test_a_place_in_which_no_picture_is_told_from_the_page_is_left_out_whole() -> None:
    """A ghost image as pale as the page around it."""
    left_out = shown_places([_page(picture=False)], [_feature(FeatureKind.SECONDARY_PORTRAIT, ROOM)])
    assert left_out[box_mask([ROOM], left_out.shape)].all()


def test_of_a_signature_the_strokes_are_left_out_and_its_label_is_kept() -> None:
    """The label is fixed text; the room for other signatures shows the page."""
    page = _page()
    cv2.ellipse(page, (55 * 8, 34 * 8), (60, 16), 0, 0, 360, (30, 30, 60), 3, cv2.LINE_AA)
    cv2.putText(page, "Signature", (46 * 8, 41 * 8), 0, 0.5, (40, 40, 40), 1, cv2.LINE_AA)
    label = BoxMm(left=45.5, top=39, right=57, bottom=42)
    features = [
        _feature(FeatureKind.SIGNATURE, SIGNED),
        _feature(FeatureKind.FIXED_TEXT, label, variable=False),
    ]
    left_out = shown_places([page], features)
    assert left_out[32 * 8 : 36 * 8, 48 * 8 : 62 * 8].all()
    assert not left_out[39 * 8 :].any()


def test_a_row_of_data_in_a_signatures_room_is_none_of_its_strokes() -> None:
    """A date above it has a place of its own; what differs there and is no row is a part of the signature."""
    page = _page(picture=False)
    cv2.putText(page, "23 JUL 2034", (370, 262), 0, 0.7, (20, 20, 20), 2, cv2.LINE_AA)
    cv2.ellipse(page, (440, 305), (60, 16), 8, 0, 330, (20, 20, 60), 3, cv2.LINE_AA)
    signature = _feature(FeatureKind.SIGNATURE, SIGNED)
    row = Feature(
        name="field-1",
        kind=FeatureKind.PERSONAL_DATA,
        box=BoxMm(left=45, top=30, right=65, bottom=33.5),
        variable=True,
    )
    date = (slice(250, 262), slice(390, 480))
    assert shown_places([page], [signature])[date].all()
    assert not shown_places([page], [signature, row])[date].any()
    assert shown_places([page], [signature, replace(row, name="varying-1")])[date].all()


def test_a_place_at_the_edge_of_the_page_is_drawn_in_on_that_side_too() -> None:
    """There the page around is far off, and a line of its print below the picture is no part of it."""
    page = np.full((640, 720, 3), 215, np.uint8)
    page[100:340, 24:200] = (90, 100, 120)
    page[372:376] = (120, 120, 120)
    box = BoxMm(left=0, top=6, right=29, bottom=47)
    left_out = shown_places([page], [_feature(FeatureKind.PORTRAIT, box)])
    picture = BoxMm(left=24 / 8, top=100 / 8, right=200 / 8, bottom=340 / 8)
    assert left_out[box_mask([picture], left_out.shape)].all()
    assert not left_out[~box_mask([picture.grown(1.0)], left_out.shape)].any()
