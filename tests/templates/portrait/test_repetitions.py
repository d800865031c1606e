"""Where a page repeats its portrait, looked for all over the page."""

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.portrait.repetitions import repetitions
from sample_docs.generator.portraits import identities, load_portrait

SCALE = 8.0
PORTRAIT = BoxMm(left=6.0, top=12.0, right=32.0, bottom=46.0)
GHOSTS = (
    BoxMm(left=60.0, top=20.0, right=66.5, bottom=28.5),
    BoxMm(left=90.0, top=40.0, right=98.0, bottom=50.4),
)


def page(*, ghosts: int | None = 0, pale: float = 0.25) -> Pixels:
    """A passport's page of lines with the first holder's portrait, and pale pictures of the holder `ghosts`; negatives where `pale` is below 0."""
    random = np.random.default_rng(5)
    y, x = np.mgrid[0:704, 0:1000].astype(np.float32)
    ground = 205 + 12 * np.sin(x / 3.1 + 4 * np.sin(y / 40)) + random.normal(0, 2, (704, 1000))
    pixels = np.repeat(ground[..., None], 3, axis=2)
    shown = [(PORTRAIT, 0, 1.0)] + ([(box, ghosts, pale) for box in GHOSTS] if ghosts is not None else [])
    for box, holder, strength in shown:
        place = box.to_px(SCALE)
        small = cv2.resize(picture(holder), (place.width, place.height), interpolation=cv2.INTER_AREA)
        tones = small.astype(np.float32) - 205
        pixels[place.slices] += strength * (tones if strength > 0 else tones + 100)
    return np.asarray(np.clip(pixels, 0, 255), np.uint8)


def picture(holder: int) -> Pixels:
    """In grey."""
    grey = cv2.cvtColor(load_portrait(identities()[holder])[..., :3], cv2.COLOR_RGB2GRAY)
    return np.asarray(np.repeat(grey[..., None], 3, axis=2), np.uint8)


@pytest.mark.parametrize("grey", [False, True])
def test_small_pale_repetitions_are_found_wherever_they_are(*, grey: bool) -> None:
    """Of 6 and 8 mm, at a quarter of the contrast, over line work."""
    pixels = page()
    found = repetitions(np.ascontiguousarray(pixels[..., 0]) if grey else pixels, SCALE, PORTRAIT)
    assert len(found) == 2
    for ghost in GHOSTS:
        (box,) = (one.box for one in found if ghost.holds(one.box.centre))
        assert box.overlap(ghost) > 0.7 * ghost.area


def test_negatives_and_pictures_of_the_portraits_own_size_are_found() -> None:
    """A transparent window; a ghost image as large as the portrait."""
    assert len(repetitions(page(pale=-0.5), SCALE, PORTRAIT)) == 2
    pixels = page(ghosts=None)
    beside = BoxMm(left=70.0, top=14.0, right=96.0, bottom=48.0)
    (to, of) = (box.to_px(SCALE).slices for box in (beside, PORTRAIT))
    pixels[to] = np.round(205 + 0.3 * (pixels[of].astype(np.float32) - 205))
    (found,) = repetitions(pixels, SCALE, PORTRAIT)
    assert found.box.overlap(beside) > 0.85 * beside.area


def test_scale_of_the_page_does_not_matter() -> None:
    """A capture of half the resolution, and one of twice it."""
    for factor in (0.6, 1.5):
        pixels = cv2.resize(page(pale=0.4), None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        found = repetitions(np.asarray(pixels, np.uint8), SCALE * factor, PORTRAIT)
        assert all(any(ghost.holds(one.box.centre) for one in found) for ghost in GHOSTS)


def test_other_peoples_pictures_and_bare_pages_repeat_nothing() -> None:
    """Nor is the portrait its own repetition."""
    assert repetitions(page(ghosts=None), SCALE, PORTRAIT) == ()
    assert repetitions(page(ghosts=7), SCALE, PORTRAIT) == ()
    blank = np.full((704, 1000, 3), 230, np.uint8)
    assert repetitions(blank, SCALE, PORTRAIT) == ()


def test_a_portrait_that_the_page_cuts_off_or_does_not_show_asks_for_nothing() -> None:
    """A frame that was found beyond the edge."""
    beyond = BoxMm(left=-40.0, top=5.0, right=-10.0, bottom=45.0)
    assert repetitions(page(), SCALE, beyond) == ()
    tiny = BoxMm(left=6.0, top=12.0, right=7.0, bottom=13.0)
    assert repetitions(page(), SCALE, tiny) == ()
