"""Luminescent print in its place."""

from dataclasses import replace
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.jpeg import read_jpeg_facts
from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured
from docforensics.checks.security.uv_print import measure
from docforensics.checks.support.glow import luminescent_sides
from docforensics.checks.support.least_glow import lacking_glow, least_of
from docforensics.checks.support.unfit import REFLECTED, _lit
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.reference import build_reference
from docforensics.templates.model import FeatureKind, cell_count
from docforensics.templates.registration.refine import measured_tiles
from docforensics.templates.registration.register import _pages

from .conftest import DULL, SHAPE, draw_glow, noisy


def test_another_holders_genuine_card_glows_as_expected(lit: Any) -> None:
    """Its fibres lie elsewhere, and count for nothing."""
    outcome = measure(lit.genuine(12))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.02
    assert outcome.regions == ()


def test_a_lamp_of_half_the_strength_is_no_forgery(lit: Any) -> None:
    """Lamps and exposures differ."""
    pages = lit.lights()
    pages[Light.UV] = (pages[Light.UV] * 0.5).astype(np.uint8)
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.05


def test_missing_print_is_measured_and_marked_under_uv(lit: Any) -> None:
    """A dull page that bears none of the pattern."""
    pages = lit.lights()
    pages[Light.UV] = np.full_like(pages[Light.UV], lit.dull)
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.9
    assert {region.light for region in outcome.regions} == {Light.UV}


def test_print_painted_beside_its_place_is_found(lit: Any) -> None:
    """Eight tenths of a millimetre aside."""
    outcome = measure(lit.document({**lit.lights(), Light.UV: lit.glow(moved=7, width=4)}))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.3


def test_a_template_without_uv_is_undetermined(series: Any) -> None:
    """A template learned in white light alone says nothing here."""
    outcome = measure(series.genuine(11))
    assert isinstance(outcome, Abstained)
    assert outcome.kind is AbstentionKind.UNDETERMINED
    assert "uv" in outcome.needs


def test_of_one_holders_template_a_third_of_the_glow_may_be_the_holders(lit: Any) -> None:
    """A number that glows is another holder's; a page without any print is none."""
    pages = lit.lights()
    pages[Light.UV][:] = lit.dull
    document = lit.document(pages)
    (side,) = document.sides
    one = replace(side.match.template, n_holders=1)
    presumed = replace(document, sides=(replace(side, match=replace(side.match, template=one)),))
    sure, less = measure(document), measure(presumed)
    assert isinstance(sure, Measured)
    assert isinstance(less, Measured)
    assert less.value == pytest.approx((sure.value - 0.3) / 0.7)
    assert less.value > 0.5


DATA = (slice(360, 400), slice(330, 590))
"""A strip of 5 x 32.5 mm."""


GREEN, RED, WHITE = (60, 190, 55), (190, 40, 60), (170, 170, 190)


def written(page: Pixels, number: int, ink: tuple[int, ...] = GREEN) -> Pixels:
    """Write bars into the strip, at other columns for another number."""
    page = page.copy()
    page[DATA] = DULL
    for column in range(4 + number % 3, 250, 10):
        page[DATA][8:32, column : column + 4] = ink
    return page


@pytest.fixture(scope="module")
def numbered(lit: Any) -> Any:
    """The series with a luminescent number that is another one on each document, as four captures show it."""
    return with_numbers(lit, GREEN)


@lru_cache(maxsize=16)
def with_numbers(lit: Any, ink: tuple[int, ...]) -> Any:
    """Learn the series with numbers in this ink."""
    under_uv = lit.template.references[Light.UV]
    constant = under_uv.constant.copy()
    constant[DATA] = False
    constant[:12] = False
    varied = replace(under_uv, constant=constant)
    template = replace(lit.template, references={**lit.template.references, Light.UV: varied})
    bare = replace(lit, template=template)
    sides = [
        luminescent_sides(
            bare.document({**lit.lights(), Light.UV: written(lit.lights(n)[Light.UV], n, ink)})
        )[0]
        for n in (1, 2, 3, 4)
    ]
    known = replace(varied, least_glow=least_of(sides))
    return replace(lit, template=replace(template, references={**template.references, Light.UV: known}))


def test_a_number_that_varies_is_in_order_wherever_its_strokes_stand(numbered: Any) -> None:
    """Under a lamp of half the strength too."""
    for share in (1.0, 0.5):
        pages = numbered.lights()
        pages[Light.UV] = (written(pages[Light.UV], 5) * share).astype(np.uint8)
        outcome = measure(numbered.document(pages))
        assert isinstance(outcome, Measured)
        assert outcome.value < 0.05
        assert outcome.regions == ()


def test_a_weak_lamp_s_faint_number_is_in_order(lit: Any, numbered: Any) -> None:
    """Glow that is hardly clear on captures is fainter yet under a lamp of two fifths of the strength."""
    ink = tuple(level + 33 for level in DULL)
    faint = [{**lit.lights(), Light.UV: written(lit.lights(n)[Light.UV], n, ink)} for n in (1, 2, 3, 4)]
    known = numbered.template.references[Light.UV]
    sides = [luminescent_sides(numbered.document(pages))[0] for pages in faint]
    references = {**numbered.template.references, Light.UV: replace(known, least_glow=least_of(sides))}
    series = replace(numbered, template=replace(numbered.template, references=references))
    everywhere = np.ones(known.constant.shape, np.bool_)
    for ours, least, most in ((ink, 0.0, 0.05), (DULL, 0.6, 1.0)):
        page = written(lit.lights()[Light.UV], 5, ours)
        (side,) = luminescent_sides(series.document({**lit.lights(), Light.UV: page}))
        found = lacking_glow(replace(side, seen=side.seen * np.float32(0.42)), everywhere)
        assert found is not None
        assert least <= found.share <= most


def test_a_number_that_is_missing_is_told_and_marked_in_its_place(numbered: Any) -> None:
    """And where half of it is missing: a place of it lacks all."""
    for kept in (0, 130):
        pages = numbered.lights()
        page = written(pages[Light.UV], 5)
        page[DATA][:, kept:] = DULL
        outcome = measure(numbered.document({**pages, Light.UV: page}))
        assert isinstance(outcome, Measured)
        assert outcome.value > 0.9
        (region,) = outcome.regions
        assert DATA[0].start / 8 - 7 < region.box.top < region.box.bottom < DATA[0].stop / 8 + 7


def test_print_that_is_thin_where_it_varies_is_not_yet_missing(numbered: Any) -> None:
    """Bars of half the width are half of what usually glows at least."""
    pages = numbered.lights()
    page = written(pages[Light.UV], 5)
    for column in range(4 + 5 % 3, 250, 10):
        page[DATA][8:32, column + 2 : column + 4] = DULL
    outcome = measure(numbered.document({**pages, Light.UV: page}))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.05


def test_what_lies_over_the_portrait_is_not_asked_here(numbered: Any) -> None:
    """`portrait.portrait_overprint` asks for it: the same place is in order once the template names it as the portrait."""
    page = numbered.lights()[Light.UV]
    page[DATA] = DULL
    box = BoxMm(
        left=DATA[1].start / 8 - 9, top=DATA[0].start / 8 - 9, right=DATA[1].stop / 8 + 4, bottom=53.0
    )
    features = [
        replace(one, box=box) if one.kind is FeatureKind.PORTRAIT else one
        for one in numbered.template.features
    ]
    over = replace(numbered, template=replace(numbered.template, features=tuple(features)))
    for series, is_missing in ((numbered, True), (over, False)):
        outcome = measure(series.document({**numbered.lights(), Light.UV: page}))
        assert isinstance(outcome, Measured)
        assert (outcome.value > 0.5) is is_missing


def test_of_places_that_were_not_seen_nothing_is_said(numbered: Any) -> None:
    """A cover over a third of each cell of the strip; not over a twentieth."""
    pages = numbered.lights()
    pages[Light.UV][DATA] = DULL
    document = numbered.document(pages)
    (side,) = document.sides
    assert side.match is not None
    for rows, is_told in ((8, False), (1, True)):
        blind = np.zeros(pages[Light.UV].shape[:2], np.bool_)
        blind[DATA[0]] = np.arange(40)[:, None] % 24 < rows
        match = replace(side.match, blind={Light.UV: blind})
        outcome = measure(replace(document, sides=(replace(side, match=match),)))
        assert isinstance(outcome, Measured)
        assert (outcome.value > 0.5) is is_told


def test_what_glows_at_the_rim_of_the_page_is_no_data(numbered: Any) -> None:
    """There every capture is cut otherwise."""
    (lit,) = luminescent_sides(numbered.genuine(12))
    assert not lit.side.learned.least_glow[0].any()
    page = numbered.lights()[Light.UV]
    page[:12] = 200
    (bright,) = luminescent_sides(numbered.document({**numbered.lights(), Light.UV: page}))
    assert least_of([bright])[0].max() < 0.5


def test_a_fibre_on_each_capture_is_no_print(lit: Any) -> None:
    """Less than a tenth of a cell, and less than four square millimetres about it."""
    (side,) = luminescent_sides(lit.genuine(12))
    reference = side.side.learned
    for square_mm, is_asked in ((0.8, False), (2.0, True)):
        least = np.zeros((*cell_count(reference.constant.shape), 1), np.float32)
        least[3:6, 3:6] = square_mm
        match = side.side.match
        known = replace(
            match.template,
            references={**match.template.references, Light.UV: replace(reference, least_glow=least)},
        )
        laid = replace(side, side=replace(side.side, match=replace(match, template=known)))
        assert (lacking_glow(laid, np.ones_like(reference.constant)) is not None) is is_asked


@pytest.fixture(scope="module")
def red_numbered(lit: Any) -> Any:
    """The series with a red number."""
    return with_numbers(lit, RED)


def test_a_red_number_among_green_lines_that_cover_as_much_is_missed(red_numbered: Any) -> None:
    """As much glows there, and none of it in red."""
    for ink, is_missing in ((RED, False), (GREEN, True)):
        page = written(red_numbered.lights()[Light.UV], 5, ink)
        outcome = measure(red_numbered.document({**red_numbered.lights(), Light.UV: page}))
        assert isinstance(outcome, Measured)
        assert (outcome.value > 0.9) is is_missing
        assert bool(outcome.regions) is is_missing
        assert is_missing or outcome.value < 0.05


PALE_RED, ORANGE, VIOLET = (230, 105, 100), (200, 90, 60), (110, 40, 200)


@pytest.mark.parametrize("ink", [RED, WHITE, PALE_RED, ORANGE, VIOLET])
@pytest.mark.parametrize(
    "tint",
    [(0.7, 1.0, 1.0), (1.0, 0.6, 1.1), (1.1, 1.0, 0.5), (0.4, 0.35, 0.5), (2.0,) * 3, (2.4,) * 3],
)
def test_a_sensor_of_other_colours_lacks_no_number(
    lit: Any, ink: tuple[int, ...], tint: tuple[float, ...]
) -> None:
    """The print that is the same on every document tells the balance of its colours; a strong lamp whitens print."""
    series = with_numbers(lit, ink)
    page = written(series.lights()[Light.UV], 5, ink)
    tinted = np.clip(page * np.array(tint), 0, 255).astype(np.uint8)
    outcome = measure(series.document({**series.lights(), Light.UV: tinted}))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.3


def test_a_grey_page_and_older_templates_are_asked_of_any_colour_alone(red_numbered: Any) -> None:
    """Nothing is said of colours where either has none."""
    known = red_numbered.template.references[Light.UV]
    older = replace(known, least_glow=np.ascontiguousarray(known.least_glow[..., :1]))
    references = {**red_numbered.template.references, Light.UV: older}
    series = replace(red_numbered, template=replace(red_numbered.template, references=references))
    page = written(series.lights()[Light.UV], 5, GREEN)
    everywhere = np.ones(known.constant.shape, np.bool_)
    (side,) = luminescent_sides(series.document({**series.lights(), Light.UV: page}))
    found = lacking_glow(side, everywhere)
    assert found is not None
    assert found.share < 0.1
    grey = np.asarray(page.max(axis=2), np.uint8)
    (side,) = luminescent_sides(red_numbered.document({**red_numbered.lights(), Light.UV: grey}))
    found = lacking_glow(side, everywhere)
    assert found is not None
    assert found.share < 0.1


def test_a_coarse_file_is_asked_of_any_colour_alone(red_numbered: Any) -> None:
    """It spreads the colour of strokes until they have none."""
    page = written(red_numbered.lights()[Light.UV], 5, GREEN)
    document = red_numbered.document({**red_numbered.lights(), Light.UV: page})
    (side,) = document.sides
    for quality, is_missing in ((75, True), (60, False)):
        _, file = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])
        image = replace(side.capture.primary, jpeg=read_jpeg_facts(file.tobytes()))
        capture = replace(side.capture, images={**side.capture.images, Light.UV: (image,)})
        outcome = measure(replace(document, sides=(replace(side, capture=capture),)))
        assert isinstance(outcome, Measured)
        assert (outcome.value > 0.9) is is_missing


def test_the_layers_of_a_pack_are_of_these_colours_in_this_order(lit: Any) -> None:
    """As the module of packs states them: any, red over green and blue, green over red and blue, blue over red and green."""
    for ink, layers in (
        ((190, 40, 60), {0, 1, 2}),
        ((60, 190, 55), {0, 3, 4}),
        ((40, 50, 210), {0, 5, 6}),
        ((190, 190, 40), {0, 2, 4}),
        (WHITE, {0}),
    ):
        least = with_numbers(lit, ink).template.references[Light.UV].least_glow
        rows, columns = (slice(one.start // 24, -(-one.stop // 24)) for one in DATA)
        assert least.shape == (*cell_count(SHAPE), 7)
        assert {k for k in range(7) if least[rows, columns, k].max() > 1} == layers, ink


def test_a_colour_in_print_that_is_the_same_everywhere_is_no_number(red_numbered: Any) -> None:
    """Red that stands above the strip, in its cells and where the reference does not vary, is not taken for the number that is missing."""
    constant = red_numbered.template.references[Light.UV].constant
    page = written(red_numbered.lights()[Light.UV], 5, GREEN)
    above = np.zeros(constant.shape, np.bool_)
    above[DATA[0].start - 20 : DATA[0].start, DATA[1]] = True
    assert constant[above].mean() > 0.9
    page[above & constant] = RED
    (side,) = luminescent_sides(red_numbered.document({**red_numbered.lights(), Light.UV: page}))
    found = lacking_glow(side, np.ones(constant.shape, np.bool_))
    assert found is not None
    assert found.share > 0.9


def test_strokes_that_saturate_are_compared_and_a_reflection_is_not(lit: Any) -> None:
    """Marks of a millimetre that glow white over all of a page kept it from being compared; along its edge too."""
    page = lit.lights()[Light.UV].copy()
    for row in range(40, 400, 40):
        page[row : row + 8, 60:620] = 255
    page[:8] = 255
    outcome = measure(lit.document({**lit.lights(), Light.UV: page}))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.2
    page = page.copy()
    page[200:224, 300:340] = 255
    assert measure(lit.document({**lit.lights(), Light.UV: page})) is REFLECTED


@pytest.mark.parametrize("has_columns", [False, True])
def test_a_reflection_with_noise_or_dark_columns_is_one(lit: Any, *, has_columns: bool) -> None:
    """It is not cut into strokes by them."""
    page = lit.lights()[Light.UV].copy()
    spot = np.random.default_rng(1).normal(253, 3, (110, 110, 3)).clip(0, 255)
    if has_columns:
        spot[:] = 255
        spot[:, ::8] = 200
    page[120:230, 300:410] = spot
    assert measure(lit.document({**lit.lights(), Light.UV: page})) is REFLECTED


@pytest.mark.parametrize(
    ("usual", "seen", "is_lit"),
    [
        (80, 22, True),  # as much as is seen, and a fifth
        (100, 18, False),  # less than a fifth
        (50, 15, False),  # less than is seen, and than two fifths
        (30, 13, True),  # two fifths
        (15, 15, False),  # a reference that shows none
    ],
)
def test_a_page_without_any_print_is_told_by_its_substrate(
    lit: Any, usual: int, seen: int, *, is_lit: bool
) -> None:
    """The reference bears print on most of its page."""
    known = lit.template.references[Light.UV]
    bright = np.full_like(known.mean, (5, 5, usual))
    bright[60:400] = (80, 250, 90)
    page = np.full_like(bright, (2, 2, seen))
    assert (unlit_reason(page, replace(known, mean=bright)) is None) is is_lit


def unlit_reason(page: Pixels, reference: Any) -> Any:
    """Why a page counts as unlit."""
    match = SimpleNamespace(
        pages={Light.UV: page}, template=SimpleNamespace(references={Light.UV: reference})
    )
    return None if _lit(match, Light.UV) else "too dark"


def test_print_whose_plates_lie_aside_on_each_press_is_learned_and_in_order(lit: Any) -> None:
    """Up to a quarter of a millimetre, each kind of line in its own direction: as far as small shifts reach."""
    moved = (0, 2, -2, 1)
    random = np.random.default_rng(5)
    pages = [noisy(draw_glow(n, moved=one), random, 1.5) for n, one in enumerate(moved, start=21)]
    reference = build_reference(pages, (), light=Light.UV)
    lines = np.asarray(reference.mean.max(axis=2) > 70, np.bool_)
    assert (lines & reference.constant).mean() > 0.02
    aside = noisy(draw_glow(31, moved=2), random, 1.5)
    usual = lit.template.references[Light.UV].mean
    assert np.corrcoef(aside.ravel(), usual.ravel())[0, 1] < 0.6
    assert np.corrcoef(_pages_on(lit, aside)[Light.UV].ravel(), usual.ravel())[0, 1] > 0.8


def _pages_on(lit: Any, under_uv: Pixels) -> dict[Light, Pixels]:
    """A page that lies on its template's frame, as registration hands it to the checks."""
    pages = {**lit.lights(12), Light.UV: under_uv}
    page: Any = SimpleNamespace(pixels=pages, px_per_mm=8.0)
    tiles = measured_tiles(pages[Light.VISIBLE], lit.template.references[Light.VISIBLE])
    return _pages(page, lit.template, tiles)
