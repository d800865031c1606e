"""How sharply a page is cut along a side of a place."""

import numpy as np
import pytest

from docforensics.page.geometry import BoxMm
from docforensics.templates.model import REFERENCE_PX_PER_MM, PageSide, PortraitEdge
from docforensics.templates.portrait.cut import cut_at, cut_in_captures

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


@pytest.mark.parametrize("is_printed", [True, False])
def test_a_line_of_the_print_at_which_all_captures_end_is_no_edge_of_the_picture(is_printed: bool) -> None:
    """Every capture steps there; what the reference shows as well is the foot of a coloured field."""
    print_ = page(upright=True) if is_printed else np.full((320, 320), 200, np.uint8)
    edge = PortraitEdge(side=PageSide.BOTTOM, at_mm=CUT_MM, spread_mm=0.1)
    found = cut_in_captures([edge], [page(upright=True)] * 3, print_, BOX)
    assert found == (() if is_printed else (edge,))
