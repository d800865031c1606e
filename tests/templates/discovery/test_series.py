"""Pages that depart at one place in one way are a series; holders' data, which depart on most pages, are none."""

import numpy as np

from docforensics.capture.light import Light
from docforensics.page.geometry import BoxMm
from docforensics.templates.discovery.departures import PRINT_PX_PER_MM, Departure, same_departure
from docforensics.templates.discovery.series import series

BOX = BoxMm(left=10, top=5, right=18, bottom=9)


def _departure(
    print_seed: int, *, box: BoxMm = BOX, light: Light = Light.VISIBLE, dx: int = 0, mass: float = 9.0
) -> Departure:
    """A departure whose print follows from a seed, captured with a little noise."""
    shape = (round(box.height * PRINT_PX_PER_MM), round(box.width * PRINT_PX_PER_MM))
    shown = np.random.default_rng(print_seed).normal(0, 25, shape)
    corner = (round(box.left * PRINT_PX_PER_MM) + dx, round(box.top * PRINT_PX_PER_MM))
    return Departure(light=light, box=box, mass=mass, corner=corner, print=shown.astype(np.int8))


def test_the_same_print_at_the_same_place_departs_alike() -> None:
    """Though it lies a third of a millimetre beside; other print, another place, another light do not."""
    one = _departure(1)
    assert same_departure(one, _departure(1, dx=1))
    assert not same_departure(one, _departure(2))
    assert not same_departure(one, _departure(1, light=Light.UV))
    far = BoxMm(left=40, top=5, right=48, bottom=9)
    assert not same_departure(one, _departure(1, box=far))


def test_a_series_is_named_with_its_places_and_members() -> None:
    """Of twelve pages four share two places; one that is altered alone is none."""
    other = BoxMm(left=40, top=20, right=46, bottom=25)
    alike = [_departure(1), _departure(3, box=other)]
    pages = [alike if n in (2, 5, 6, 9) else [_departure(7)] if n == 0 else [] for n in range(12)]
    (found,) = series(pages)
    assert found.members == (2, 5, 6, 9)
    assert {box for _, box in found.places} == {BOX, other}


def test_a_place_that_departs_on_most_pages_is_no_series() -> None:
    """It is the template, or the holders, that differ there: though a few resemble one another."""
    assert series([[_departure(1)] for _ in range(8)]) == ()
    assert series([[_departure(1 if n < 3 else n)] for n in range(8)]) == ()


def test_slight_places_and_those_of_other_lights_tell_no_series() -> None:
    """A letter that devices sharpen differently, and what glows on some holders' documents."""
    for told in ({"mass": 3.0}, {"light": Light.UV}):
        pages = [[_departure(1, **told)] if n < 4 else [] for n in range(12)]  # type: ignore[arg-type]
        assert series(pages) == ()
