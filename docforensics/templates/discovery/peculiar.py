"""Where a page departs from its template and its peers do not.

Every page departs somewhere: a reference of few captures in a light is nobody's exact print, and holders' data that nothing has named lie on every page.
The mass of a departure alone therefore ranks lights and devices, not pages. Peers are the other pages of the template that show the light.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.templates.discovery.departures import Departure

_PEERS_THERE = 0.06
"""Share of the peers that may depart at the place too, half as heavily or more; one always may. More, and it is a place that varies."""
_AS_HEAVY = 0.5
"""Mass of a departure of a peer over that of the page, from which it departs there likewise."""
_LEAST_SHARED = 0.3
"""Share of the smaller of two places that they have in common, from which they are at one place: extents vary from page to page."""
_OF_PEERS = 0.75
"""Quantile of the heaviest departures of the peers that a departure is compared with."""
_FLOOR_MM2 = 3.0
"""Added to it, for peers that depart nowhere. Set with the four above on a pile of 600 captures (seed 7261, seen): 42 of its 51 forged that differ in
print stand in the first 15 % of the work lists with them, 37 without; floors of 0.5 to 5 and quantiles of 0.5 to 0.9 give the same but for one."""


_FEWEST_PEERS = 6
"""Without which nobody knows how far pages of the template usually lie from it. A judgement."""
_MAD_TO_SIGMA = 1.4826
"""Standard deviation of a normal distribution over its median absolute deviation."""
_SPREAD_SHARE = 0.1
"""Share of the median of peers by which every page may differ, whatever their spread. A judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDepartures:
    """A page of a template, and where it departs from it."""

    lights: Collection[str]
    """Those it was captured in."""
    found: Sequence[Departure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peculiar:
    """A departure that a page shares with few of its peers."""

    number: int
    """Of the departure among those of the page."""
    times: float
    """Its mass over what peers depart by at their heaviest place: about 1 is as heavy as most."""


def peculiar(pages: Sequence[PageDepartures]) -> tuple[tuple[Peculiar, ...], ...]:
    """Find the peculiar departures of each page of one template, the heaviest first."""
    found: list[list[Peculiar]] = [[] for _ in pages]
    for light in Light:
        rows = [row for row, page in enumerate(pages) if light in page.lights]
        if rows:
            for row, one in _in_light(pages, rows, light):
                found[row].append(one)
    return tuple(tuple(sorted(several, key=lambda one: -one.times)) for several in found)


def beyond_peers(values: Sequence[float | None]) -> tuple[float, ...]:
    """By how many robust standard deviations each value lies above those of the others; 0 where it or too few others were measured."""
    found = []
    for row, value in enumerate(values):
        peers = np.array([one for other, one in enumerate(values) if other != row and one is not None])
        if value is None or len(peers) < _FEWEST_PEERS:
            found.append(0.0)
            continue
        middle = float(np.median(peers))
        spread = _MAD_TO_SIGMA * float(np.median(np.abs(peers - middle))) + _SPREAD_SHARE * abs(middle)
        found.append((value - middle) / spread if spread else 0.0)
    return tuple(found)


def _in_light(
    pages: Sequence[PageDepartures], rows: Sequence[int], light: Light
) -> list[tuple[int, Peculiar]]:
    listed = [
        (row, number, one)
        for row in rows
        for number, one in enumerate(pages[row].found)
        if one.light is light
    ]
    if not listed:
        return []
    page = np.array([row for row, _, _ in listed])
    mass = np.array([one.mass for _, _, one in listed])
    boxes = np.array([(one.box.left, one.box.top, one.box.right, one.box.bottom) for _, _, one in listed])
    heaviest = np.array([mass[page == row].max(initial=0.0) for row in rows])
    most = max(1.0, _PEERS_THERE * (len(rows) - 1))
    found = []
    for at, (row, number, _) in enumerate(listed):
        there = (page != row) & (mass >= _AS_HEAVY * mass[at]) & _at_one_place(boxes, at)
        if len(np.unique(page[there])) <= most:
            peers = np.delete(heaviest, rows.index(row))
            usual = float(np.quantile(peers, _OF_PEERS)) if len(peers) else 0.0
            found.append((row, Peculiar(number=number, times=float(mass[at]) / (usual + _FLOOR_MM2))))
    return found


def _at_one_place(boxes: NDArray[np.float64], at: int) -> NDArray[np.bool_]:
    """(N,): which boxes lie at the place of one of them."""
    one = boxes[at]
    sides = np.minimum(boxes[:, 2:], one[2:]) - np.maximum(boxes[:, :2], one[:2])
    common = np.clip(sides, 0, None).prod(axis=1)
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    shared: NDArray[np.bool_] = common >= _LEAST_SHARED * np.minimum(areas, areas[at])
    return shared
