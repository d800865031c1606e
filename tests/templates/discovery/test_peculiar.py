"""Which departures of a page its peers do not share."""

import numpy as np

from docforensics.capture.light import Light
from docforensics.page.geometry import BoxMm
from docforensics.templates.discovery.departures import Departure
from docforensics.templates.discovery.peculiar import PageDepartures, beyond_peers, peculiar


def _departure(left: float, mass: float, light: Light = Light.VISIBLE) -> Departure:
    box = BoxMm(left=left, top=5.0, right=left + 6.0, bottom=11.0)
    return Departure(light=light, box=box, mass=mass, corner=(0, 0), print=np.zeros((1, 1), np.int8))


def _page(*found: Departure, lights: tuple[str, ...] = ("visible",)) -> PageDepartures:
    return PageDepartures(lights=lights, found=found)


def test_a_place_at_which_one_page_departs_is_peculiar() -> None:
    """Its weight is in units of what peers depart by."""
    found = peculiar([_page(_departure(40.0, 9.0)), *[_page() for _ in range(5)]])
    assert [(one.number, one.times) for one in found[0]] == [(0, 3.0)]
    assert not any(found[1:])


def test_a_place_at_which_all_depart_is_not() -> None:
    """Holders' data that nothing has named: heavy, and on every page."""
    pages = [_page(_departure(40.0 + shift, 90.0 + shift)) for shift in range(4)]
    assert not any(peculiar(pages))


def test_a_light_in_which_all_depart_somewhere_ranks_below_one_in_which_none_does() -> None:
    """A reference of few captures in ultraviolet must not fill the work list."""
    both = ("visible", "uv")
    pages = [_page(_departure(8.0 * place, 30.0, Light.UV), lights=both) for place in range(6)]
    pages.append(_page(_departure(80.0, 30.0, Light.UV), _departure(60.0, 8.0), lights=both))
    found = peculiar(pages)[-1]
    assert [one.number for one in found] == [1, 0]
    assert found[1].times < 1.0 < found[0].times


def test_pages_that_do_not_show_a_light_are_no_peers_in_it() -> None:
    """Else a light that few devices show would have peers that depart nowhere."""
    pages = [_page(_departure(8.0 * place, 30.0, Light.UV), lights=("uv",)) for place in range(3)]
    alone, among = peculiar(pages)[0], peculiar([*pages, *[_page() for _ in range(20)]])[0]
    assert alone == among


def test_a_single_page_has_no_peers() -> None:
    """It is compared with nothing, and its departures stand as they are."""
    assert [one.times for one in peculiar([_page(_departure(1.0, 6.0))])[0]] == [2.0]


def test_a_value_counts_by_how_far_it_lies_above_those_of_the_others() -> None:
    """One far above; those below the others, or without others, are not."""
    usual = [1.0, 1.1, 0.9, 1.0, 1.2, 0.8, 1.0]
    found = beyond_peers([*usual, 3.0, None])
    assert found[7] > 3
    assert found[8] == 0
    assert max(found[:7]) < 3
    assert beyond_peers([1.0, 1.0, 9.0]) == (0.0, 0.0, 0.0)
