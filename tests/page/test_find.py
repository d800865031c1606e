"""Finding the page: outline or whole image, the right way up, at its size."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.formats.free_size import FreeSize, size_of
from docforensics.formats.table import FORMATS, MrzFormat, MrzPlace, PageSize
from docforensics.page.band.find import MrzBand
from docforensics.page.find import ASSUMED_WIDTH_MM, find_frame
from docforensics.page.frame import ScaleBasis
from docforensics.page.geometry import Points
from docforensics.page.nominal import PLACES
from docforensics.page.quad import rectangle

MRV_A = FORMATS[MrzFormat.MRVA].place
TD1 = FORMATS[MrzFormat.TD1].place
TD2 = FORMATS[MrzFormat.TD2].place
TD3 = FORMATS[MrzFormat.TD3].place

NOTE = FreeSize(width=150.0, height=66.0)
CaptureOf = Callable[..., Capture]
PageOf = Callable[[MrzPlace], Pixels]
BandOf = Callable[..., MrzBand]


def _whole(pixels: Pixels) -> Points:
    return rectangle(pixels.shape[1], pixels.shape[0])


def test_a_page_on_a_table_is_rectified_at_its_size(
    scene: Pixels, corners: Points, capture_of: CaptureOf, band_of: BandOf
) -> None:
    """Its corners come to lie within a quarter of a millimetre of a passport page's."""
    frame = find_frame(capture_of(visible=scene), [band_of(corners, TD3)])
    assert (frame.size, frame.basis) == (PageSize.ID3, ScaleBasis.OUTLINE)
    assert np.abs(frame.to_mm(corners) - rectangle(125, 88)).max() < 0.25
    assert frame.outline is not None


@pytest.mark.parametrize("place", PLACES)
def test_a_cropped_page_is_taken_as_it_is(
    place: MrzPlace, page_of: PageOf, capture_of: CaptureOf, band_of: BandOf
) -> None:
    """The whole image is the page, of the size that shape and MRZ tell; the scale is assumed."""
    pixels = page_of(place)
    frame = find_frame(capture_of(visible=pixels), [band_of(_whole(pixels), place)])
    assert (frame.size, frame.basis, frame.outline) == (place.size, ScaleBasis.ASSUMED, None)
    assert frame.size_mm == place.size.millimetres


@pytest.mark.parametrize(
    ("place", "size"), [(TD1, PageSize.ID1), (MRV_A, PageSize.MRV_A), (TD2, None), (TD3, None)]
)
def test_without_an_mrz_the_shape_tells_what_it_can(
    place: MrzPlace, size: PageSize | None, page_of: PageOf, capture_of: CaptureOf
) -> None:
    """ID-2 and ID-3 have one shape."""
    assert find_frame(capture_of(visible=page_of(place))).size is size


def test_a_stated_resolution_tells_id_2_from_id_3(page_of: PageOf, capture_of: CaptureOf) -> None:
    """8 px per mm are 203.2 dots per inch."""
    for place in (TD2, TD3):
        assert find_frame(capture_of(visible=page_of(place), dpi=203.2)).size is place.size


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_the_mrz_tells_which_way_is_up(
    turns: int, page_of: PageOf, capture_of: CaptureOf, band_of: BandOf
) -> None:
    """The page lies upright however the document lay."""
    upright = page_of(TD1)
    pixels = np.ascontiguousarray(np.rot90(upright, -turns))
    corners = np.roll(_whole(pixels), -turns, axis=0)
    frame = find_frame(capture_of(visible=pixels), [band_of(corners, TD1)])
    assert frame.size is PageSize.ID1
    assert np.abs(frame.to_mm(corners) - rectangle(*PageSize.ID1.millimetres)).max() < 1e-6


def test_two_stacked_cards_are_forced_into_no_size(page_of: PageOf, capture_of: CaptureOf) -> None:
    """A portrait image is not a page, nor is it turned without a reason."""
    card = page_of(TD1)
    gap = np.full((40, card.shape[1], 3), 255, np.uint8)
    frame = find_frame(capture_of(visible=np.concatenate([card, gap, card])))
    assert (frame.size, frame.basis) == (None, ScaleBasis.ASSUMED)
    assert frame.size_mm[1] > frame.size_mm[0]


def test_an_image_of_no_known_shape_has_an_assumed_width(capture_of: CaptureOf) -> None:
    """As wide as a passport page, or what the stated resolution gives."""
    square = np.full((400, 400, 3), 200, np.uint8)
    assert find_frame(capture_of(visible=square)).size_mm == pytest.approx(
        (ASSUMED_WIDTH_MM, ASSUMED_WIDTH_MM)
    )
    assert find_frame(capture_of(visible=square, dpi=254)).size_mm == pytest.approx((40.0, 40.0))


def test_a_doubtful_band_does_not_decide(scene: Pixels, capture_of: CaptureOf, band_of: BandOf) -> None:
    """A weak candidate elsewhere in the image changes nothing."""
    doubtful = band_of(rectangle(250, 176) + np.array([900, 10]), TD3, score=0.2)
    with_it, without = (find_frame(capture_of(visible=scene), bands) for bands in ([doubtful], []))
    assert np.array_equal(with_it.homography, without.homography)


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 900), (40, 40)])
def test_degenerate_images_still_give_a_page(shape: tuple[int, ...], capture_of: CaptureOf) -> None:
    """Nothing is found, and nothing fails."""
    frame = find_frame(capture_of(visible=np.zeros(shape, np.uint8)))
    assert (frame.basis, frame.outline) == (ScaleBasis.ASSUMED, None)


@pytest.mark.parametrize("shape", [(3000, 1), (1, 5000), (10, 20000)])
def test_a_strip_of_pixels_does_not_become_metres_of_page(
    shape: tuple[int, int], capture_of: CaptureOf
) -> None:
    """The frame stays within A3, whatever the ratio."""
    frame = find_frame(capture_of(visible=np.zeros((*shape, 3), np.uint8)))
    assert max(frame.size_mm) <= 420.0
    assert frame.size is None


def _note() -> Pixels:
    """A note without an MRZ, 150 x 66 mm."""
    page = np.full((528, 1200, 3), (214, 222, 210), np.uint8)
    page[::9] = (150, 170, 160)
    for left in range(60, 1100, 130):
        page[120:400, left : left + 60] = (70, 90, 110)
    return page


@pytest.fixture(name="on_a_table")
def fixture_on_a_table(laid: Callable[..., Pixels]) -> tuple[Pixels, Points]:
    """The note on a dark table, turned, and its corners."""
    corners = np.array([[120.0, 200.0], [1060.0, 150.0], [1082.0, 563.0], [142.0, 613.0]])
    return laid(_note(), corners, (1200, 820), (40, 36, 30)), corners


def test_a_page_of_a_size_that_a_template_has_is_found_without_an_mrz(
    on_a_table: tuple[Pixels, Points], capture_of: CaptureOf
) -> None:
    """By the ratio of its sides, which no page of Doc 9303 has."""
    pixels, corners = on_a_table
    assert find_frame(capture_of(visible=pixels)).size is None
    frame = find_frame(capture_of(visible=pixels), free_sizes=[NOTE])
    assert (frame.size, frame.size_mm, frame.basis) == (NOTE, (150.0, 66.0), ScaleBasis.OUTLINE)
    assert np.abs(frame.to_mm(corners) - rectangle(150, 66)).max() < 0.5


def test_a_stated_size_is_looked_for_alone(
    on_a_table: tuple[Pixels, Points], capture_of: CaptureOf, page_of: PageOf
) -> None:
    """And a page of another shape gets no size."""
    pixels, _ = on_a_table
    assert find_frame(replace(capture_of(visible=pixels), size_mm=(150, 66))).size == NOTE
    card = capture_of(visible=page_of(TD1))
    assert find_frame(card).size is PageSize.ID1
    assert find_frame(replace(card, size_mm=(150, 66))).size is None


def test_a_size_of_doc_9303_comes_before_a_free_one(page_of: PageOf, capture_of: CaptureOf) -> None:
    """A template of almost the same shape takes no card from its size."""
    near = size_of((88.0, 55.0))
    assert isinstance(near, FreeSize)
    assert find_frame(capture_of(visible=page_of(TD1)), free_sizes=[near]).size is PageSize.ID1


def test_a_band_that_does_not_tell_its_way_turns_no_page_upside_down(
    page_of: PageOf, capture_of: CaptureOf, band_of: BandOf
) -> None:
    """One whose fillers tell it does: then the picture was taken upside down."""
    pixels = page_of(TD3)
    told = band_of(_whole(pixels), TD3).turned()
    top_left = np.array([[0.0, 0.0]])
    frames = [
        find_frame(capture_of(visible=pixels), [replace(told, way_is_told=way)]) for way in (True, False)
    ]
    assert np.abs(frames[0].to_mm(top_left) - frames[0].size_mm).max() < 0.5
    assert np.abs(frames[1].to_mm(top_left)).max() < 0.5
