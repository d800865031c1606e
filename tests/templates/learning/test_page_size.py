"""The size of pages that is measured where nobody states it."""

from datetime import date
from functools import cache

import cv2
import numpy as np
import pytest

from docforensics.capture.load import load_capture
from docforensics.capture.model import Channel, Pixels
from docforensics.capture.side import Capture
from docforensics.errors import TemplateError
from docforensics.formats.free_size import FreeSize
from docforensics.formats.table import PageSize
from docforensics.reading import Readers, read_document
from docforensics.templates.learning.aligned_stack import read_sheet
from docforensics.templates.learning.learn import SIZE_FROM, learn_template
from docforensics.templates.learning.page_size import LearnedSize, common_size
from docforensics.templates.store import TemplateStore

pytestmark = pytest.mark.usefixtures("read_quickly")
DPI = 150
SIZES = {"licence": (60.0, 96.0), "sticker": (84.0, 56.0), "banknote": (118.0, 52.0)}
CERTIFICATE = (210.0, 297.0)


@cache
def _paper(width: int, height: int, model: int) -> Pixels:
    """Line work to the rim, and a heading."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    waves = np.sin(y / 2.4 + (5 + model) * np.sin(x / 70) + 3 * np.sin((x + y) / 110))
    rosette = np.sin(
        np.hypot(x - 0.6 * width, y - 0.45 * height) / 3 + 7 * np.arctan2(y - 0.45 * height, x - 0.6 * width)
    )
    pixels = np.clip(np.stack([218 + 18 * waves, 215 + 16 * rosette, 222 + 12 * waves], axis=-1), 0, 255)
    drawn = pixels.astype(np.uint8)
    cv2.putText(drawn, "UTOPIA", (30, 60), cv2.FONT_HERSHEY_COMPLEX, 1.3, (30, 40, 90), 2, cv2.LINE_AA)
    return drawn


@cache
def page(size_mm: tuple[float, float], holder: int, *, model: int = 0) -> Pixels:
    """A fictional page: line work to its rim, a heading, and another name on each."""
    width, height = (round(side * DPI / 25.4) for side in size_mm)
    drawn = _paper(width, height, model).copy()
    name = "".join(np.random.default_rng(holder).choice(list("ABDEFGHKLMNPRSTUVWZ"), size=9))
    cv2.putText(drawn, name, (40, height // 2), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (15, 15, 15), 2, cv2.LINE_AA)
    noise = np.random.default_rng(holder).normal(0, 2, drawn.shape)
    drawn = np.clip(drawn + noise, 0, 255).astype(np.uint8)
    drawn.setflags(write=False)
    return drawn


def scan(pixels: Pixels, *, beside: int = 0, dpi: float | None = DPI) -> Capture:
    """A scan cropped to the page, or with so many pixels of a dark lid on all sides."""
    if beside:
        pixels = cv2.copyMakeBorder(pixels, *(beside,) * 4, cv2.BORDER_CONSTANT, value=(60, 62, 65))
    return load_capture(np.ascontiguousarray(pixels), channel=Channel.SCANNER, dpi=dpi)


@pytest.mark.parametrize(
    ("name", "beside", "holders"), [("licence", 80, [0]), ("sticker", 80, [0]), ("banknote", 0, [0, 1])]
)
def test_a_page_of_any_size_is_learned_and_found_without_being_told_its_size(
    name: str, beside: int, holders: list[int]
) -> None:
    """Upright or wide, on the glass or cropped, of one holder or two; the next holder's page lies on it, and another model's does not."""
    size = SIZES[name]
    captures = [scan(page(size, 1 + holder), beside=beside) for holder in holders]
    template = learn_template(captures, holders=holders)
    width, height = template.size_mm
    assert isinstance(template.size, FreeSize)
    assert abs(width - size[0]) <= 1
    assert abs(height - size[1]) <= 1
    assert "measured" in template.provenance[SIZE_FROM]
    readers = Readers(engine=None, templates=TemplateStore([template]), viz_reader="network", trust=None)
    for model, fits in ((0, True), (4, False)):
        asked = scan(page(size, 3, model=model), beside=beside)
        (side,) = read_document((asked,), readers, date(2026, 11, 27)).sides
        assert (side.match is not None) is fits


@pytest.mark.parametrize("beside", [0, 40])
def test_a_sheet_of_a4_is_measured(beside: int) -> None:
    """A certificate, upright, as large as the glass or on a larger one."""
    sheet = read_sheet(scan(page(CERTIFICATE, 1), beside=beside), 0, None)
    found = common_size([sheet], None)
    assert found.size == FreeSize(width=210.0, height=297.0)


def test_print_in_a_corner_of_a_large_glass_is_no_page_of_that_size() -> None:
    """White on white shows no outline, and the picture's size is no page's: it is asked for, with what was measured."""
    glass = np.full((1200, 900, 3), 252, np.uint8)
    for line in range(5):
        where = (90, 150 + 45 * line)
        cv2.putText(
            glass, "NAME OF UTOPIA", where, cv2.FONT_HERSHEY_SIMPLEX, 0.8, (40, 40, 40), 2, cv2.LINE_AA
        )
    with pytest.raises(TemplateError, match=r"152 x 203 mm at its 150 dpi: state the page's size"):
        common_size([read_sheet(scan(glass), 0, None)], None)


def test_without_a_scale_the_size_is_asked_for() -> None:
    """Sides alone have a ratio and no length."""
    with pytest.raises(TemplateError, match=r"or states its resolution.*--size-mm"):
        common_size([read_sheet(scan(page(SIZES["banknote"], 1), dpi=None), 0, None)], None)


def test_pages_that_measure_differently_are_refused_with_their_sizes() -> None:
    """A wrong file, or a resolution that is not true."""
    sheets = [read_sheet(scan(page(SIZES[name], 1)), 0, None) for name in ("banknote", "sticker")]
    photo = read_sheet(scan(page(SIZES["banknote"], 1), dpi=None), 0, None)
    said = r"measured 118 x 52 mm \(capture 1\), 84 x 56 mm \(capture 2\)"
    with pytest.raises(TemplateError, match=said):
        common_size([photo, *sheets], None)


def test_pages_of_several_sizes_of_the_standard_are_refused_with_their_numbers() -> None:
    """The one wrong file among many is named."""
    sizes = (PageSize.ID1, PageSize.ID3, PageSize.ID1)
    sheets = [read_sheet(scan(page(size.millimetres, 1)), 0, None) for size in sizes]
    with pytest.raises(TemplateError, match=r"found ID1 \(capture 0, 2\), ID3 \(capture 1\)"):
        common_size(sheets, None)


def test_one_scan_tells_the_size_of_photos() -> None:
    """A photo has a shape and no scale: that the shape is one of Doc 9303 tells less than a measure."""
    size = SIZES["sticker"]
    sheets = [read_sheet(scan(page(size, 1)), 0, None), read_sheet(scan(page(size, 2), dpi=None), 1, None)]
    assert common_size(sheets, None).size == FreeSize(width=size[0], height=size[1])


def test_a_size_that_is_stated_or_of_the_standard_is_not_measured() -> None:
    """Millimetres that are given hold; a card at its resolution is one of Doc 9303."""
    given = FreeSize(width=93.0, height=60.0)
    sheet = read_sheet(scan(page(SIZES["sticker"], 1)), 0, None)
    assert common_size([sheet], given) == LearnedSize(size=given, told_by="stated")
    card = read_sheet(scan(page(PageSize.ID1.millimetres, 1)), 0, None)
    assert common_size([card], None).size is PageSize.ID1


def test_a_sheet_larger_than_can_be_examined_is_named() -> None:
    """Its measure is in the message."""
    with pytest.raises(TemplateError, match=r"measure 280 x 297 mm .* state size_mm"):
        common_size([read_sheet(scan(page((280.0, 297.0), 1)), 0, None)], None)
