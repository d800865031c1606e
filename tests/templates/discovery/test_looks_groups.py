"""Pages of one model look alike, whichever way up; a page that is like no other stays alone."""

import numpy as np
from numpy.typing import NDArray

from docforensics.templates.discovery.looks_groups import group_by_looks
from docforensics.templates.retrieval.descriptor import CELLS, LENGTH


def _pages(model: int, count: int, *, noise: float = 0.6) -> NDArray[np.float16]:
    """Looks of one model, each page with a holder of its own."""
    rng = np.random.default_rng([model, 1])
    print_ = rng.standard_normal(LENGTH)
    return (print_ + noise * rng.standard_normal((count, LENGTH))).astype(np.float16)


def _over(pages: NDArray[np.float16]) -> NDArray[np.float16]:
    cells = pages.reshape(len(pages), CELLS[1], CELLS[0], -1)
    return np.ascontiguousarray(cells[:, ::-1, ::-1]).reshape(len(pages), -1)


def test_models_are_told_apart_and_the_largest_comes_first() -> None:
    """Whichever way up a page lies, and a page of no model is a group of its own."""
    vectors = np.concatenate([_pages(1, 5), _over(_pages(2, 8)[:4]), _pages(2, 8)[4:], _pages(3, 1)])
    groups = group_by_looks(vectors)
    assert [sorted(group.members) for group in groups] == [list(range(5, 13)), list(range(5)), [13]]


def test_the_most_typical_page_of_a_group_comes_first() -> None:
    """And a page with twice the noise last."""
    pages = np.concatenate([_pages(1, 6, noise=0.3), _pages(1, 7, noise=0.8)[6:]])
    (group,) = group_by_looks(pages)
    assert group.members[-1] == 6
    assert list(group.likeness) == sorted(group.likeness, reverse=True)


def test_no_page_is_no_group() -> None:
    """An empty pile is no error."""
    assert group_by_looks(np.empty((0, LENGTH), np.float16)) == ()
