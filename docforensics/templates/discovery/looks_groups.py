"""Groups unlabelled pages by looks: pages of one model are alike in colour and line direction over the whole page.

No pixels are needed, only the vector of each page (`retrieval.descriptor`). A group grows round the page that has most
pages like it: the mean of these is truer than any one of them, for portraits and texts average out, and what is like the mean belongs to the group.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from docforensics.templates.retrieval.descriptor import CELLS, LENGTH

Vectors = NDArray[np.float16]
"""(n, LENGTH): looks of n pages."""
_NEAR = 0.65
"""Likeness of two pages from which both are taken for one model at first. On 96 pages of five sides of Utopia on four channels pages of one
side measure 0.57 to 0.99 (median 0.8 to 0.9), of two series of one passport 0.30 to 0.63, of other models at most 0.35."""
_OF_GROUP = 0.68
"""Likeness to a group's mean from which a page belongs to it."""
_ONE_MODEL = 0.9
"""Likeness of two means from which their groups are one. A judgement."""
_SEEN_AT_ONCE = 1500
"""Pages among which the next group is looked for, taken evenly from those that are left: its square is what this costs."""
_ROUNDS = 3
"""Times that a mean is made of what is like it."""
_BLOCK = 1024
"""Pages that are compared with a mean at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LooksGroup:
    """Pages that look alike."""

    members: tuple[int, ...]
    """Rows, the most typical first."""
    likeness: tuple[float, ...]
    """Of each to the group's mean, -1..1."""


def group_by_looks(vectors: Vectors) -> tuple[LooksGroup, ...]:
    """Group pages; every page is in one group, alone where none is like it. The largest group comes first.

    Parameters
    ----------
    vectors
        (n, LENGTH): looks of the pages, each upright or upside down.

    """
    left = np.arange(len(vectors))
    means: list[NDArray[np.float32]] = []
    while len(left):
        seed = _seed(vectors, left)
        if seed is None:
            break
        mean = _grown(vectors, left, _units(vectors[[seed]])[0])
        means.append(mean)
        left = left[(_likeness(vectors, left, mean) < _OF_GROUP) & (left != seed)]
    return _assigned(vectors, _merged(means))


def _seed(vectors: Vectors, left: NDArray[np.intp]) -> int | None:
    """The row of the page with most pages like it; None where no two are alike. The rest then stays alone."""
    step = max(len(left) // _SEEN_AT_ONCE, 1)
    for first in range(step):
        asked = left[first::step]
        units = _units(vectors[asked])
        alike = np.maximum(units @ units.T, units @ _over(units).T) >= _NEAR
        count = alike.sum(axis=1)
        best = int(np.argmax(count))
        if count[best] > 1:
            return int(asked[best])
    return None


def _grown(vectors: Vectors, left: NDArray[np.intp], seed: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of the pages that are like it, begun at one page."""
    mean, least = seed, _NEAR
    for _ in range(_ROUNDS):
        total = np.zeros(LENGTH, np.float32)
        for begin in range(0, len(left), _BLOCK):
            units = _units(vectors[left[begin : begin + _BLOCK]])
            over = _over(units)
            upright, turned = units @ mean, over @ mean
            units = np.where((turned > upright)[:, None], over, units)
            total += units[np.maximum(upright, turned) >= least].sum(axis=0)
        mean, least = _unit(total), _OF_GROUP
    return mean


def _merged(means: Sequence[NDArray[np.float32]]) -> list[NDArray[np.float32]]:
    """The means less those that another, found earlier, is like."""
    kept: list[NDArray[np.float32]] = []
    for mean in means:
        both = (mean, _over(mean[None])[0])
        if all(max(float(one @ other) for one in both) < _ONE_MODEL for other in kept):
            kept.append(mean)
    return kept


def _assigned(vectors: Vectors, means: Sequence[NDArray[np.float32]]) -> tuple[LooksGroup, ...]:
    """Each page to the mean that it is most like, if it is like any."""
    rows = np.arange(len(vectors))
    alike = np.stack([_likeness(vectors, rows, mean) for mean in means] or [np.full(len(vectors), -1.0)])
    nearest, best = alike.argmax(axis=0), alike.max(axis=0)
    found = []
    for number in range(len(means)):
        members = np.flatnonzero((nearest == number) & (best >= _OF_GROUP))
        found.append(members[np.argsort(-best[members], kind="stable")])
    alone = [np.array([row]) for row in np.flatnonzero(best < _OF_GROUP)]
    groups = sorted(
        (one for one in [*found, *alone] if len(one)), key=lambda one: (-len(one), int(one.min()))
    )
    return tuple(
        LooksGroup(
            members=tuple(int(row) for row in group), likeness=tuple(float(best[row]) for row in group)
        )
        for group in groups
    )


def _likeness(vectors: Vectors, rows: NDArray[np.intp], mean: NDArray[np.float32]) -> NDArray[np.float32]:
    """(len(rows),) likeness of pages to a mean, whichever way up."""
    found = np.empty(len(rows), np.float32)
    over = _over(mean[None])[0]
    for begin in range(0, len(rows), _BLOCK):
        units = _units(vectors[rows[begin : begin + _BLOCK]])
        found[begin : begin + _BLOCK] = np.maximum(units @ mean, units @ over)
    return found


def _over(units: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same pages upside down (`descriptor.turned`)."""
    cells = units.reshape(len(units), CELLS[1], CELLS[0], -1)
    return np.ascontiguousarray(cells[:, ::-1, ::-1]).reshape(len(units), -1)


def _units(vectors: Vectors) -> NDArray[np.float32]:
    wide = vectors.astype(np.float32)
    return np.asarray(wide / np.maximum(np.linalg.norm(wide, axis=1, keepdims=True), 1e-6), np.float32)


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-6), np.float32)
