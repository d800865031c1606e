"""The perforated number against the zone."""

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import cv2
import numpy as np
import pytest

from docforensics.checks.data._perforation.fonts import FIVE_BY_SEVEN, SEVEN_SEGMENTS, DotFont
from docforensics.checks.data._perforation.read import Perforation
from docforensics.checks.data.perforated_number import measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.document import Document
from docforensics.formats.table import PageSize
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import Feature, FeatureKind, Template
from docforensics.templates.registration.register import TemplateMatch

Make = Callable[..., Document]
Lines = tuple[str, ...]
PX_PER_MM = 8
WHOLE, DIGITS, OTHER = "L898902C3", "8989023", "8984063"
BOX = BoxMm(left=90.0, top=4.0, right=123.0, bottom=12.0)
REFERS = 0.5


def pierced(
    text: str,
    font: DotFont = SEVEN_SEGMENTS,
    *,
    paper: int = 215,
    hole: int = 70,
    pitch: float = 0.7,
    turns: int = 0,
    without: int | None = None,
    dirt: int = 0,
) -> np.ndarray:
    """A strip of paper with a number in it, 33 mm by 8 mm at 8 px/mm, unevenly lit and noisy; one hole may be filled, some gaps dirty."""
    fine = 4 * PX_PER_MM
    strip = np.full((8 * fine, 33 * fine), paper, np.uint8)
    count = 0
    for place, symbol in enumerate(text):
        shape = next(glyph for name, glyph in font.glyphs if name == symbol)
        for row, column in np.argwhere(shape):
            count += 1
            if count - 1 == without:
                continue
            x = 2.1 + place * (shape.shape[1] + 1.3) * pitch + column * pitch
            y = 2.0 + row * pitch
            cv2.circle(strip, (round(x * fine), round(y * fine)), round(0.19 * fine), hole, -1)
    for place in range(1, dirt + 1):  # in the middle of the gaps between symbols
        x, y = 2.1 + (place * (shape.shape[1] + 1.3) - 1.15) * pitch, 2.0 + 2.5 * pitch
        cv2.circle(strip, (round(x * fine), round(y * fine)), round(0.19 * fine), hole, -1)
    small = cv2.resize(strip, (33 * PX_PER_MM, 8 * PX_PER_MM), interpolation=cv2.INTER_AREA)
    light = np.linspace(-12, 12, small.shape[1])[None]
    noise = np.random.default_rng(5).normal(0, 4, small.shape)
    return np.rot90(np.clip(small + light + noise, 0, 255).astype(np.uint8), turns)


def page(
    make: Make,
    lines: Lines,
    strip: np.ndarray | None,
    *,
    box: BoxMm = BOX,
    lid_mm: float = 0.0,
    others: tuple[Feature, ...] = (),
) -> Document:
    """A passport with the strip in its upper right, and a template that names a box as its place; a dark lid may show along the upper edge."""
    document = make(lines)
    (side,) = document.sides
    (light,) = side.page.pixels
    pixels = side.page.pixels[light].copy()
    if strip is not None:
        top, left = round(BOX.top * PX_PER_MM), round(BOX.left * PX_PER_MM)
        pixels[top : top + strip.shape[0], left : left + strip.shape[1]] = strip
        # The edge of the page is cut a little askew, so that the lid ends in steps.
        for column in range(0, pixels.shape[1], PX_PER_MM):
            pixels[: round(lid_mm * PX_PER_MM), column : column + PX_PER_MM // 2] = 20
    side = replace(side, page=replace(side.page, pixels={light: pixels}))
    return with_place(replace(document, sides=(side,)), box, others=others)


def with_place(document: Document, box: BoxMm, *, others: tuple[Feature, ...] = ()) -> Document:
    """The document with a template that names a box as the number's place; what was seen of the page stays known."""
    feature = Feature(name="perforation", kind=FeatureKind.LASER_PERFORATION, box=box, variable=True)
    template = Template(
        model=None, size=PageSize.ID3, features=(feature, *others), references={}, n_captures=1
    )
    match = TemplateMatch(template=template, agreeing=1.0, residuals=MappingProxyType({}), rms_mm=0.0)
    (side,) = document.sides
    return replace(document, sides=(replace(side, match=match),))


def test_the_same_number_agrees_whole_or_digits_alone(make_document: Make, td3: Lines) -> None:
    """In either type."""
    for strip in (pierced(DIGITS), pierced(WHOLE, FIVE_BY_SEVEN, pitch=0.5)):
        outcome = measure(page(make_document, td3, strip))
        assert isinstance(outcome, Measured), outcome
        assert outcome.value < 0
        assert outcome.regions == ()


@pytest.mark.parametrize("font", [SEVEN_SEGMENTS, FIVE_BY_SEVEN])
def test_another_number_is_told_and_shown(make_document: Make, td3: Lines, font: DotFont) -> None:
    """Beside the number in the zone."""
    outcome = measure(page(make_document, td3, pierced(OTHER, font, pitch=0.5)))
    assert isinstance(outcome, Measured), outcome
    assert outcome.value > REFERS
    assert OTHER in str(outcome.facts["pierced"]).split(" or ")
    assert [region.label for region in outcome.regions] == ["perforated number", "number in the zone"]
    differing = outcome.regions[0].box
    assert BOX.left + 7 < differing.left < differing.right < BOX.right


def test_a_number_that_has_nothing_in_common_weighs_as_much(make_document: Make, td3: Lines) -> None:
    """It is no misreading that all symbols fit the type and none the zone."""
    outcome = measure(page(make_document, td3, pierced("1210546")))
    assert isinstance(outcome, Measured), outcome
    assert outcome.value > REFERS


def test_one_filled_hole_is_no_other_number(make_document: Make, td3: Lines) -> None:
    """Whichever it is, though a digit may then look like another one."""
    for hole in range(0, 70, 7):
        outcome = measure(page(make_document, td3, pierced(DIGITS, without=hole)))
        assert isinstance(outcome, Abstained) or (isinstance(outcome, Measured) and outcome.value < REFERS)


def test_dirt_between_symbols_hides_another_number_but_not_the_same(make_document: Make, td3: Lines) -> None:
    """Too many spots are left over for a reading that accuses; that each symbol is the zone's is no chance."""
    assert Perforation(pierced(DIGITS, dirt=4), PX_PER_MM, (7,)).readings() == ()
    outcome = measure(page(make_document, td3, pierced(DIGITS, dirt=4)))
    assert isinstance(outcome, Measured), outcome
    assert outcome.value < 0
    assert isinstance(measure(page(make_document, td3, pierced(OTHER, dirt=4))), Abstained)


def test_a_doubtful_character_of_the_zone_is_no_other_number(make_document: Make, td3: Lines) -> None:
    """8 read as 6, though 8 was nearly as likely."""
    misread = (td3[0], td3[1].replace("L898902C3", "L896902C3"))
    document = page(
        lambda lines: make_document(lines, doubts={(1, 3): {"6": 0.6, "8": 0.39}}), misread, pierced(DIGITS)
    )
    outcome = measure(document)
    assert isinstance(outcome, Measured), outcome
    assert outcome.value < REFERS


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("hole", [70, 255])
def test_holes_are_read_dark_or_bright_however_they_run(turns: int, hole: int) -> None:
    """The text runs along the longer side."""
    texts = [
        reading.text
        for reading in Perforation(
            pierced(OTHER, paper=150, hole=hole, turns=turns), PX_PER_MM, (7, 9)
        ).readings()
    ]
    assert texts == [OTHER]


def test_a_number_that_could_stand_upside_down_is_read_both_ways(make_document: Make, td3: Lines) -> None:
    """The one that agrees counts; where neither does, both are told."""
    readings = Perforation(pierced("8985061"), PX_PER_MM, (7,)).readings()
    assert {reading.text for reading in readings} == {"8985061", "1905868"}
    upside_down = (td3[0], td3[1].replace("L898902C3", "L190586C8"))
    outcome = measure(page(make_document, upside_down, pierced("8985061")))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0
    outcome = measure(page(make_document, td3, pierced("8985061")))
    assert isinstance(outcome, Measured)
    assert outcome.value > REFERS
    assert " or " in str(outcome.facts["pierced"])


def test_print_that_makes_weaker_spots_than_holes_hides_no_number(make_document: Make, td3: Lines) -> None:
    """Lines cross under and beside the holes; another number is told as well."""
    for text, agrees in ((DIGITS, True), (OTHER, False)):
        strip = pierced(text)
        for x, y in np.random.default_rng(4).uniform((2, 6.2), (31, 7.4), (60, 2)) * PX_PER_MM:
            cv2.circle(strip, (round(x), round(y)), 1, 105, -1)
        outcome = measure(page(make_document, td3, strip))
        assert isinstance(outcome, Measured), outcome
        assert (outcome.value < 0) is agrees
        assert agrees or outcome.value > REFERS


def test_the_edge_of_the_page_is_no_row_of_holes(make_document: Make, td3: Lines) -> None:
    """The lid shows along it, next to the number's place."""
    outcome = measure(page(make_document, td3, pierced(DIGITS), lid_mm=0.7, box=replace(BOX, top=0.5)))
    assert isinstance(outcome, Measured), outcome
    assert outcome.value < 0


def test_a_place_that_ends_within_the_number_is_read_in_the_one_that_holds_it(
    make_document: Make, td3: Lines
) -> None:
    """Learning found both, and the smaller one, which is higher than wide, has the name."""
    digit = replace(BOX, left=91.0, right=96.0)
    whole = Feature(name="field-3", kind=FeatureKind.PERSONAL_DATA, box=BOX, variable=True)
    assert isinstance(measure(page(make_document, td3, pierced(DIGITS), box=digit)), Abstained)
    for text, agrees in ((DIGITS, True), (OTHER, False)):
        outcome = measure(page(make_document, td3, pierced(text), box=digit, others=(whole,)))
        assert isinstance(outcome, Measured), outcome
        assert (outcome.value < 0) is agrees


@pytest.mark.parametrize(("left", "right"), [(90.0, 102.0), (90.0, 109.0), (96.0, 123.0), (104.0, 113.0)])
def test_a_number_that_runs_on_beyond_its_place_is_followed(
    make_document: Make, td3: Lines, left: float, right: float
) -> None:
    """Learning named the part of it that differed between few holders: a half, all but some holes of the last digit, the middle."""
    for text, agrees in ((DIGITS, True), (OTHER, False)):
        outcome = measure(page(make_document, td3, pierced(text), box=replace(BOX, left=left, right=right)))
        assert isinstance(outcome, Measured), outcome
        assert (outcome.value < 0) is agrees


def test_a_number_is_another_one_only_where_it_is_seen_to_end(make_document: Make, td3: Lines) -> None:
    """Wherever its place ends: of a number cut within a digit a 6 looks like a 1, and of nine symbols the first seven are a number as well."""
    for text, font, pitch in ((DIGITS, SEVEN_SEGMENTS, 0.7), (WHOLE, FIVE_BY_SEVEN, 0.5)):
        document = page(make_document, td3, pierced(text, font, pitch=pitch))
        for right in np.arange(94.0, 124.0, 0.5):
            outcome = measure(with_place(document, replace(BOX, right=float(right))))
            assert isinstance(outcome, Abstained) or outcome.value < 0, (text, right)


def test_holes_further_off_do_not_hide_a_number_that_is_cut(make_document: Make, td3: Lines) -> None:
    """It is looked for near its place first."""
    strip = pierced(OTHER)
    for x, y in np.random.default_rng(4).uniform((28.0, 1.0), (32.5, 7.0), (60, 2)) * PX_PER_MM:
        cv2.circle(strip, (round(x), round(y)), 2, 70, -1)
    outcome = measure(page(make_document, td3, strip, box=replace(BOX, right=111.0)))
    assert isinstance(outcome, Measured), outcome
    assert outcome.value > REFERS


def test_a_number_with_one_more_digit_does_not_agree(make_document: Make, td3: Lines) -> None:
    """A 1 leaves few holes over; beyond the place that is known they count as much as anywhere."""
    outcome = measure(page(make_document, td3, pierced("18989023"), box=replace(BOX, left=94.0, right=109.0)))
    assert isinstance(outcome, Abstained) or outcome.value > 0


def test_another_number_at_the_rim_of_the_page_ends_there(make_document: Make, td3: Lines) -> None:
    """No symbol would fit behind it."""
    strip = pierced(OTHER)
    box = replace(BOX, left=BOX.left + 1.0)
    outcome = measure(page(make_document, td3, np.roll(strip, 10 * PX_PER_MM, axis=1), box=box))
    assert isinstance(outcome, Measured), outcome
    assert outcome.value > REFERS


def test_an_unknown_type_and_plain_paper_are_not_read(make_document: Make, td3: Lines) -> None:
    """Rings of holes, print, nothing: it abstains."""
    rng = np.random.default_rng(3)
    scattered = np.full((8 * PX_PER_MM, 33 * PX_PER_MM), 215, np.uint8)
    for x, y in rng.uniform((1, 1), (32, 7), (70, 2)) * PX_PER_MM:
        cv2.circle(scattered, (round(x), round(y)), 2, 70, -1)
    rings = np.full_like(scattered, 215)
    for place in range(7):
        for angle in np.arange(0, 2 * np.pi, 0.7):
            x, y = 3 + 4 * place + 1.3 * np.cos(angle), 4 + 1.6 * np.sin(angle)
            cv2.circle(rings, (round(x * PX_PER_MM), round(y * PX_PER_MM)), 2, 70, -1)
    for strip in (None, scattered, rings):
        outcome = measure(page(make_document, td3, strip))
        assert isinstance(outcome, Abstained), outcome
        assert outcome.expected


def test_a_template_without_a_perforation_calls_for_nothing(make_document: Make, td3: Lines) -> None:
    """Nor does a page without a template; a page without a zone has nothing to be held against."""
    outcome = measure(make_document(td3))
    assert isinstance(outcome, Abstained)
    assert not outcome.expected
    assert isinstance(measure(make_document(None)), Abstained)
