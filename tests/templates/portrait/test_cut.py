"""How sharply a page is cut along a side of a place."""

import numpy as np
import pytest

from docforensics.page.geometry import BoxMm
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference, PageSide, PortraitEdge
from docforensics.templates.portrait.cut import cut_at, cut_in_captures, printed_step

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


def filled(print_: np.ndarray) -> LightReference:
    """A reference that knows nothing of what lies behind the picture, and is filled in there."""
    constant = np.ones(print_.shape, dtype=bool)
    constant[60:230, 80:180] = False
    return reference(np.where(constant, print_, np.uint8(140)), constant)


def turned(known: LightReference, side: PageSide) -> tuple[LightReference, np.ndarray, float]:
    """A reference, a page and a place for a picture that is cut below, turned to another side."""
    is_first, is_upright = side in (PageSide.TOP, PageSide.LEFT), side in (PageSide.TOP, PageSide.BOTTOM)
    flipped = [one[::-1] if is_first else one for one in (known.mean, known.constant, page(upright=True))]
    mean, constant, pixels = (np.ascontiguousarray(one if is_upright else one.T) for one in flipped)
    at_mm = 320 / REFERENCE_PX_PER_MM - CUT_MM if is_first else CUT_MM
    return reference(mean, constant), pixels, at_mm


def field(columns: slice, *, foot: int = 160, below: bool = False) -> np.ndarray:
    """Print with a dark field above a row, or below it, on these columns."""
    print_ = np.full((320, 320), 200, np.uint8)
    print_[slice(foot, 320) if below else slice(0, foot), columns] = 80
    return print_


@pytest.mark.parametrize("side", list(PageSide))
@pytest.mark.parametrize(
    ("print_", "is_edge"),
    [
        pytest.param(field(slice(0, 320)), False, id="a field that goes on"),
        pytest.param(field(slice(0, 320), foot=161), False, id="a field a pixel off"),
        pytest.param(field(slice(0, 320), foot=168), True, id="a field that ends a millimetre off"),
        pytest.param(field(slice(0, 80)), True, id="a field on one side that ends with the picture"),
        pytest.param(field(slice(180, 320)), True, id="a field on the other side"),
        pytest.param(field(slice(0, 320), below=True), True, id="a field that begins there"),
        pytest.param(field(slice(0, 320, 3)), True, id="letters and lines"),
    ],
)
def test_print_that_goes_on_beside_the_picture_is_no_edge_of_it(
    side: PageSide, print_: np.ndarray, is_edge: bool
) -> None:
    """On all stretches that the reference knows; behind the picture it is filled in from around, and its own step is blurred there."""
    known, pixels, at_mm = turned(filled(print_), side)
    box = BoxMm(left=5, top=5, right=25, bottom=25)
    if side in (PageSide.TOP, PageSide.LEFT):
        box = (
            BoxMm(left=5, top=15, right=25, bottom=35)
            if side is PageSide.TOP
            else BoxMm(left=15, top=5, right=35, bottom=25)
        )
    edge = PortraitEdge(side=side, at_mm=at_mm, spread_mm=0.1)
    assert cut_in_captures([edge], [pixels] * 3, known, box) == ((edge,) if is_edge else ())


def test_a_picture_that_is_darker_than_the_field_by_itself_is_cut() -> None:
    """Of its step of 120 grey levels 30 are those of the field that ends with it."""
    known = filled(np.where(field(slice(0, 320)) == 80, np.uint8(170), np.uint8(200)))
    assert printed_step(known, BOX, PageSide.BOTTOM, CUT_MM, is_rise=True) == pytest.approx(30)
    assert printed_step(known, BOX, PageSide.BOTTOM, CUT_MM, is_rise=False) == 0
    edge = PortraitEdge(side=PageSide.BOTTOM, at_mm=CUT_MM, spread_mm=0.1)
    assert cut_in_captures([edge], [page(upright=True)] * 3, known, BOX) == (edge,)


@pytest.mark.parametrize("known_columns", [slice(0, 0), slice(0, 40)], ids=["nothing", "one stretch"])
def test_print_that_the_reference_knows_on_one_stretch_at_most_takes_nothing_off(
    known_columns: slice,
) -> None:
    """It may end beside the picture."""
    constant = np.zeros((320, 320), dtype=bool)
    constant[:, known_columns] = True
    known = reference(np.where(constant, page(upright=True), np.uint8(140)), constant)
    assert printed_step(known, BOX, PageSide.BOTTOM, CUT_MM, is_rise=True) == 0


def test_off_the_page_nothing_is_printed() -> None:
    """A place may reach beyond a cropped page."""
    known = reference(page(upright=True))
    assert printed_step(known, BOX, PageSide.BOTTOM, 45.0, is_rise=True) == 0
    assert printed_step(known, BOX, PageSide.TOP, -3.0, is_rise=True) == 0
