"""How sharply a page is cut along a side of a place."""

import numpy as np
import pytest

from docforensics.page.geometry import BoxMm
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference, PageSide, PortraitEdge
from docforensics.templates.portrait.cut import cut_at, cut_in_captures, own_cut

BOX = BoxMm(left=5, top=5, right=25, bottom=25)
CUT_MM = 20.0


def page(*, upright: bool) -> np.ndarray:
    """A dark picture on a light page that is cut at 20 mm: below, or on the right."""
    levels = np.full((320, 320), 200, np.uint8)
    levels[: round(CUT_MM * REFERENCE_PX_PER_MM)] = 80
    return levels if upright else np.ascontiguousarray(levels.T)


@pytest.mark.parametrize(("side", "upright"), [(PageSide.BOTTOM, True), (PageSide.RIGHT, False)])
def test_the_step_is_told_where_it_lies(side: PageSide, upright: bool) -> None:
    """In full at its place, and not a millimetre off."""
    pixels = page(upright=upright)
    assert cut_at(pixels, BOX, side, CUT_MM, 0.2).step == pytest.approx(120)
    assert cut_at(pixels, BOX, side, CUT_MM - 1.0, 0.2).step == 0
    assert cut_at(pixels, BOX, side, CUT_MM - 1.0, 1.2).step == pytest.approx(120)


def test_nothing_is_cut_off_the_page() -> None:
    """An edge of a template may lie where a cropped page has nothing."""
    assert cut_at(page(upright=True), BOX, PageSide.BOTTOM, 45.0, 0.2).step == 0


def test_a_shade_is_no_cut() -> None:
    """Grey levels that change over three millimetres have an eighth of its step."""
    ramp = np.interp(np.arange(320) / REFERENCE_PX_PER_MM, [18.5, 21.5], [80, 200])
    shaded = np.repeat(ramp.astype(np.uint8)[:, None], 320, axis=1)
    assert cut_at(shaded, BOX, PageSide.BOTTOM, CUT_MM, 0.5).step == pytest.approx(120 / 8, abs=1)


def test_the_flank_of_a_step_is_known_by_its_top() -> None:
    """Looked for beside the step, what is found of it states where it is sharpest."""
    softened = np.full((320, 320), 200, np.uint8)
    softened[:160] = 80
    softened[159], softened[160] = 110, 170
    beside = cut_at(softened, BOX, PageSide.BOTTOM, CUT_MM - 0.5, 0.25)
    full = cut_at(softened, BOX, PageSide.BOTTOM, CUT_MM, 0.25)
    assert 0 < beside.step < full.step
    assert beside.at_mm == full.at_mm == pytest.approx(CUT_MM, abs=0.1)


def reference(mean: np.ndarray, constant: np.ndarray | None = None) -> LightReference:
    """A reference that knows all of its print, or what is given."""
    known = np.ones(mean.shape, dtype=bool) if constant is None else constant
    return LightReference(mean=mean, tolerance=np.full(mean.shape, 4, np.uint8), constant=known)


@pytest.mark.parametrize("is_printed", [True, False])
def test_a_line_of_the_print_at_which_all_captures_end_is_no_edge_of_the_picture(is_printed: bool) -> None:
    """Every capture steps there; what the reference shows as well is the foot of a coloured field."""
    print_ = page(upright=True) if is_printed else np.full((320, 320), 200, np.uint8)
    edge = PortraitEdge(side=PageSide.BOTTOM, at_mm=CUT_MM, spread_mm=0.1)
    found = cut_in_captures([edge], [page(upright=True)] * 3, reference(print_), BOX)
    assert found == (() if is_printed else (edge,))


@pytest.mark.parametrize(
    ("field", "lighter_below", "is_edge"),
    [
        pytest.param((0, 320), True, False, id="a field that goes on"),
        pytest.param((0, 60), True, True, id="a field that ends beside the picture"),
        pytest.param((0, 320), False, True, id="a field that begins where the picture ends"),
    ],
)
@pytest.mark.parametrize("upright", [True, False])
def test_print_that_goes_on_beside_the_picture_is_no_edge_of_it(
    field: tuple[int, int], lighter_below: bool, is_edge: bool, upright: bool
) -> None:
    """Behind the picture the reference is filled in from around, and its own step is blurred there."""
    print_ = np.full((320, 320), 200, np.uint8)
    begins, ends = (0, 160) if lighter_below else (160, 320)
    print_[begins:ends, slice(*field)] = 80
    constant = np.ones((320, 320), dtype=bool)
    constant[60:230, 80:180] = False
    filled = print_.copy()
    filled[60:230, 80:180] = 140
    side = PageSide.BOTTOM if upright else PageSide.RIGHT
    edge = PortraitEdge(side=side, at_mm=CUT_MM, spread_mm=0.1)
    known = reference(filled, constant) if upright else reference(filled.T.copy(), constant.T.copy())
    found = cut_in_captures([edge], [page(upright=upright)] * 3, known, BOX)
    assert found == ((edge,) if is_edge else ())


def test_a_page_is_cut_by_what_its_picture_shows_beyond_the_print_that_goes_on() -> None:
    """A picture of 120 grey levels on a field of 30: 90 are its own, at its place and at its sharpest."""
    print_ = np.full((320, 320), 200, np.uint8)
    print_[:160] = 170
    constant = np.ones((320, 320), dtype=bool)
    constant[:, 60:190] = False
    known = reference(np.where(constant, print_, np.uint8(185)), constant)
    cut = own_cut(page(upright=True), known, BOX, PageSide.BOTTOM, at_mm=CUT_MM, within_mm=0.2)
    assert cut.step == cut.sharpest == pytest.approx(90)
    assert cut.is_rise


def test_where_the_reference_knows_next_to_nothing_the_print_takes_nothing_off() -> None:
    """Less than three millimetres along the side."""
    print_ = page(upright=True)
    constant = np.zeros((320, 320), dtype=bool)
    constant[:, :20] = True
    known = reference(np.where(constant, print_, np.uint8(140)), constant)
    edge = PortraitEdge(side=PageSide.BOTTOM, at_mm=CUT_MM, spread_mm=0.1)
    assert cut_in_captures([edge], [page(upright=True)] * 3, known, BOX) == (edge,)
