"""Bringing a page to a reference's brightness and colour."""

from collections.abc import Callable

import numpy as np

from docforensics.capture.model import Pixels
from docforensics.templates.comparison.photometric import colour_difference, levelled, levelled_page, lifted
from docforensics.templates.model import LightReference
from docforensics.templates.planes import as_planes

Card = Callable[..., Pixels]
SPOT = (slice(240, 320), slice(450, 560))


def test_exposure_cast_and_even_lighting_leave_nothing(card: Card) -> None:
    """A page seen darker, yellower and lit from one side comes back to the reference."""
    reference = card(1)
    shade = np.linspace(0.8, 0.95, reference.shape[1])[None, :, None]
    seen = np.clip(reference * shade * [1.0, 0.95, 0.8] + 4, 0, 255).astype(np.uint8)
    everywhere = np.ones(reference.shape[:2], dtype=bool)
    left = np.abs(colour_difference(seen, reference, everywhere))
    assert float(np.quantile(left, 0.95)) < 4


def test_a_local_difference_of_colour_stays(card: Card) -> None:
    """A patch in another colour is not levelled away."""
    reference = card(1)
    seen = reference.copy()
    seen[SPOT] = np.clip(seen[SPOT].astype(int) - [0, 25, 0], 0, 255)
    everywhere = np.ones(reference.shape[:2], dtype=bool)
    left = colour_difference(seen, reference, everywhere)
    assert float(left[SPOT][20:-20, 20:-20, 1].mean()) < -18
    assert abs(float(left[:100, :, 1].mean())) < 2


def test_a_reflection_lifts_and_even_lighting_does_not(card: Card) -> None:
    """A page lit from one side is lifted nowhere; a bright spot is, where it lies."""
    reference = card(1).astype(np.float32)
    everywhere = np.ones(reference.shape[:2], dtype=bool)
    everywhere[:210, :] = everywhere[:345, :310] = False
    shaded = reference * np.linspace(0.6, 0.9, reference.shape[1], dtype=np.float32)[None, :, None]
    assert float(np.abs(lifted(shaded, reference, everywhere)).max()) < 4
    spotted = shaded.copy()
    spotted[SPOT] += 30
    lift = lifted(spotted, reference, everywhere)
    assert float(lift[280, 505]) > 20
    assert float(np.abs(lift[400:]).max()) < 4


def test_grey_is_compared_with_grey(card: Card) -> None:
    """A grey page against a reference in colour gives one plane."""
    assert as_planes(card(1)[..., 0].copy(), card(1))[0].shape[2] == 1


def test_too_little_trusted_print_levels_nothing(card: Card) -> None:
    """Without places to go by the page comes back as it is."""
    page = card(1)
    nowhere = np.zeros(page.shape[:2], dtype=bool)
    assert np.array_equal(levelled(page, card(2), nowhere), page.astype(np.float32))


def test_a_part_of_a_page_is_levelled_as_the_whole(card: Card) -> None:
    """Only what is compared is levelled; in colour and in grey."""
    mean = card(1)
    constant = np.ones(mean.shape[:2], dtype=bool)
    reference = LightReference(mean=mean, tolerance=np.full(constant.shape, 4, np.uint8), constant=constant)
    seen = np.clip(mean * np.linspace(0.8, 0.95, mean.shape[1])[None, :, None] + 4, 0, 255).astype(np.uint8)
    for page in (seen, seen[..., 1].copy()):
        whole = levelled(page, mean, constant) - as_planes(page, mean)[1]
        assert np.array_equal(levelled_page(page, reference).departs(SPOT), whole[SPOT])
