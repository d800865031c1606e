"""Where genuine documents have the beginnings of the holder's data, and how far each capture's personalization lies aside of that."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.templates.comparison.data_place import (
    FEWEST_HOLDERS,
    LEAST_VALUES,
    MIN_SPREAD_MM,
    Ends,
    data_of,
    ends_on,
    weighed,
)
from docforensics.templates.model import Feature, LightReference, PageSide, PortraitEdge
from docforensics.templates.planes import Mask

_SHARE = 0.8
"""Of the pages, that have to show it. A judgement: some values are blank, some hidden."""
_ROUNDS = 15
"""Of fitting ends and shifts in turn; they stand after fewer. A judgement."""
_MAX_SPREAD_MM = 0.25
"""Spread of an end beyond which values do not begin at one place: first letters stand .0 to .3 mm from their origin, centred values millimetres. A judgement."""


def with_data_ends(
    features: Sequence[Feature], pages: Sequence[Pixels], reference: LightReference
) -> tuple[Feature, ...]:
    """The features, those of the holder's data with the ends that the pages (H, W[, 3]), one of each holder, have in common once each is moved back as a whole.

    None are learned of fewer than `FEWEST_HOLDERS` holders, and what a place had before is of other pages.
    """
    data = list(data_of(features))
    learned: dict[str, tuple[PortraitEdge, ...]] = {feature.name: () for feature in data}
    boxes = [feature.box for feature in data]
    found = [ends_on(page, reference, boxes) for page in pages] if len(pages) >= FEWEST_HOLDERS else []
    for sides in ((PageSide.LEFT,), (PageSide.TOP, PageSide.BOTTOM)) if found else ():
        for name, edge in _in_one_direction([feature.name for feature in data], found, sides):
            learned[name] = (*learned[name], edge)
    return tuple(replace(one, edges=learned.get(one.name, one.edges)) for one in features)


def first_of_each(pages: Sequence[Pixels], holders: Sequence[int]) -> list[Pixels | None]:
    """The first page of each holder, None in the place of the others: the same text twice shows no spread."""
    return [
        page if holder not in holders[:number] else None
        for number, (page, holder) in enumerate(zip(pages, holders, strict=True))
    ]


def _in_one_direction(
    names: Sequence[str], found: Sequence[Sequence[Ends]], sides: Sequence[PageSide]
) -> list[tuple[str, PortraitEdge]]:
    """The ends in one direction that most pages show, and that move together from page to page."""
    kinds = [(number, side) for number in range(len(names)) for side in sides]
    values = np.array([[ends[number].get(side, np.nan) for number, side in kinds] for ends in found])
    shown = np.isfinite(values).sum(axis=0) >= max(FEWEST_HOLDERS, _SHARE * len(found))
    kinds = [kind for kind, is_shown in zip(kinds, shown, strict=True) if is_shown]
    if not kinds:
        return []
    whose = np.array([number for number, _ in kinds])
    values = values[:, shown]
    moving, shift = _moving(values, whose)
    middle, spread = _of_ends(values - shift[:, None])
    told = [place for place in np.flatnonzero(moving) if spread[place] <= _MAX_SPREAD_MM]
    if len({whose[place] for place in told}) < LEAST_VALUES:
        return []
    return [
        (
            names[kinds[place][0]],
            PortraitEdge(side=kinds[place][1], at_mm=float(middle[place]), spread_mm=float(spread[place])),
        )
        for place in told
    ]


def _moving(values: NDArray[np.float64], whose: NDArray[np.int64]) -> tuple[Mask, NDArray[np.float64]]:
    """Which ends (pages, ends), some of them unknown, lie closer together once each page is moved back, and how far each page has to be.

    A place may hold a caption, which is of the series and lies still: the moves are those that explain most of what the ends of all values depart by. `whose` is the value of each end.
    """
    off = values - np.nanmedian(values, axis=0)
    tries = np.where(np.isfinite(off), off, 0.0).T
    # What the ends of a value explain of itself counts for nothing.
    gained = [
        float(np.maximum(_gained(off, one)[whose != own], 0).sum())
        for one, own in zip(tries, whose, strict=True)
    ]
    shift = tries[int(np.argmax(gained))].copy()
    moving = _gained(off, shift) >= 0
    for _ in range(_ROUNDS):
        moving = _gained(off, shift) >= 0
        middle, spread = _of_ends(off[:, moving] - shift[:, None])
        for number, row in enumerate(off[:, moving]):
            known = np.isfinite(row)
            shift[number] = weighed((row - middle)[known], spread[known]) if known.any() else 0.0
        shift -= np.median(shift)
    return moving, shift


def _gained(off: NDArray[np.float64], shift: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logarithm by which the spread of each end (pages, ends) shrinks where the pages are moved back."""
    before, after = (_of_ends(one)[1] for one in (off, off - shift[:, None]))
    return np.asarray(np.log(before / after), np.float64)


def _of_ends(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    middle = np.nanmedian(values, axis=0)
    square = np.nanmean((values - middle) ** 2, axis=0)
    return middle, np.sqrt(square + MIN_SPREAD_MM**2)
