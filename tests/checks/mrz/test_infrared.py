"""The zone in infrared."""

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.mrz.infrared import measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.document import Document

Make = Callable[..., Document]
Draw = Callable[..., np.ndarray]


def lit(document: Document, infrared: np.ndarray) -> Document:
    """Add an infrared image of the same page."""
    side = document.sides[0]
    pixels = MappingProxyType({**side.page.pixels, Light.IR: infrared})
    return replace(document, sides=(replace(side, page=replace(side.page, pixels=pixels)),))


@pytest.mark.parametrize(("ink", "lost"), [(0.85, (-0.1, 0.15)), (0.6, (0.15, 0.45)), (0.05, (0.8, 1.1))])
def test_lost_contrast_is_measured(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...], ink: float, lost: tuple[float, float]
) -> None:
    """B900 ink loses nothing, dye nearly all."""
    document = lit(make_document(pixels=drawn_zone(td3)), drawn_zone(td3, ink=ink))
    outcome = measure(document)
    assert isinstance(outcome, Measured)
    assert lost[0] < outcome.value < lost[1]
    assert bool(outcome.regions) is (outcome.value > 0.5)
    assert all(region.light is Light.IR for region in outcome.regions)


@pytest.mark.parametrize("places", [[(1, 15)], [(1, column) for column in range(44)]])
def test_one_character_or_line_in_another_ink_is_found_and_marked(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...], places: list[tuple[int, int]]
) -> None:
    """Whatever the rest of the zone was printed with."""
    infrared = drawn_zone(td3, odd={place: {"ink": 0.05} for place in places})
    outcome = measure(lit(make_document(pixels=drawn_zone(td3)), infrared))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.8
    (region,) = outcome.regions
    assert region.box.width == pytest.approx(2.54 * len(places), abs=1.0)


@pytest.mark.parametrize("moved", [(4, 0), (-3, 3), (0, -4), (-9, 3), (5, 9)])
def test_a_page_that_moved_between_both_lights_loses_nothing(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...], moved: tuple[int, int]
) -> None:
    """All characters show as far from where they were; one in another ink is found there all the same."""
    for places, least, most in (([], -0.2, 0.2), ([(1, 15)], 0.8, 1.1)):
        infrared = drawn_zone(td3, odd={place: {"ink": 0.05} for place in places})
        there = np.roll(infrared, moved, axis=(1, 0))
        outcome = measure(lit(make_document(pixels=drawn_zone(td3)), there))
        assert isinstance(outcome, Measured)
        assert least < outcome.value < most
        assert len(outcome.regions) == len(places)


@pytest.mark.parametrize("grain", [3.0, 0.0])
def test_a_zone_that_moved_by_itself_is_another_one(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...], grain: float
) -> None:
    """One that was covered and printed anew beside it: the page around shows that nothing moved, or shows nothing."""
    infrared = drawn_zone(td3, noise=grain)
    there = infrared.copy()
    there[520:] = np.roll(infrared, (-9, 3), axis=(1, 0))[520:]
    there[660:] = infrared[660:]
    outcome = measure(lit(make_document(pixels=drawn_zone(td3, noise=grain)), there))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.8


@pytest.mark.parametrize("moved", [(0, 0), (7, 3)])
def test_a_page_that_turned_between_both_lights_loses_nothing(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...], moved: tuple[int, int]
) -> None:
    """By a quarter of a degree: the ends of a line stand a quarter of a millimetre off. Moved by .9 mm besides, the zone is cut out again where the first cut shows it."""
    infrared = drawn_zone(td3)
    height, width = infrared.shape
    turn = cv2.getRotationMatrix2D((width / 2, 580), 0.25, 1.0)
    turn[:, 2] += moved
    there = cv2.warpAffine(infrared, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    outcome = measure(lit(make_document(pixels=drawn_zone(td3)), there))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.25


def test_a_zone_that_is_pale_in_white_light_is_not_compared(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...]
) -> None:
    """There is nothing to lose."""
    pale = drawn_zone(td3, ink=0.08)
    assert isinstance(measure(lit(make_document(pixels=pale), pale)), Abstained)


def test_blur_of_both_images_says_nothing(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...]
) -> None:
    """It lowers both contrasts alike."""
    document = lit(make_document(pixels=drawn_zone(td3, blur=1.6)), drawn_zone(td3, blur=1.6))
    outcome = measure(document)
    assert isinstance(outcome, Measured)
    assert abs(outcome.value) < 0.1


def test_without_an_infrared_image_it_is_not_supported(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...]
) -> None:
    """The report says which equipment would allow it."""
    (check,) = (check for check in discover_checks(()) if check.id == "mrz.infrared")
    outcome = run_check(check, make_document(pixels=drawn_zone(td3)))
    assert isinstance(outcome, Abstained)
    assert outcome.needs == "an infrared camera, about 900 nm"
    assert isinstance(measure(make_document(None)), Abstained)


@pytest.mark.parametrize("strength", [0.0, 0.1])
def test_an_infrared_lamp_that_was_off_is_no_evidence(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...], strength: float
) -> None:
    """Black on black is no ink that vanished."""
    page = drawn_zone(td3)
    outcome = measure(lit(make_document(pixels=page), (page * strength).astype(np.uint8)))
    assert isinstance(outcome, Abstained)
    assert "lamp" in outcome.reason
