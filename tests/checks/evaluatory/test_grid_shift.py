"""Places on another compression grid."""

from typing import Any

import numpy as np
import pytest

from docforensics.capture.model import Channel
from docforensics.checks.evaluatory.grid_shift import measure, most_foreign
from docforensics.checks.outcome import Abstained, Measured
from docforensics.page.geometry import BoxMm

PLACE = BoxMm(left=6.0, top=12.0, right=38.0, bottom=56.0)


def pasted(bench: Any, shift: tuple[int, int]) -> bytes:
    """A portrait from another picture of quality 60, its grid `shift` pixels off; the page is then saved without loss."""
    page = bench.decoded(bench.encoded(bench.exposed(), 75)).copy()
    donor = bench.decoded(bench.encoded(bench.exposed(seed=9), 60))
    rows, columns = PLACE.to_px(8.0).slices
    page[rows, columns] = donor[
        rows.start + shift[0] : rows.stop + shift[0], columns.start + shift[1] : columns.stop + shift[1]
    ]
    return bytes(bench.encoded(page, 0))


def test_one_grid_over_the_whole_page_is_no_finding(bench: Any) -> None:
    """Whether saved once, twice or without loss."""
    for data in (
        bench.file(first=75, last=80),
        bench.encoded(bench.exposed(), 60),
        bench.encoded(bench.exposed(), 0),
    ):
        outcome = measure(bench.document(data))
        assert isinstance(outcome, Measured)
        assert outcome.value < 0


@pytest.mark.parametrize("shift", [(3, 5), (4, 1)])
def test_a_portrait_on_a_grid_of_its_own_is_found_and_marked(bench: Any, shift: tuple[int, int]) -> None:
    """The region lies over it."""
    outcome = measure(bench.document(pasted(bench, shift)))
    assert isinstance(outcome, Measured)
    assert outcome.value > 3
    (region,) = outcome.regions
    assert region.box.overlap(PLACE) > 0.5 * region.box.width * region.box.height


def test_votes_of_chance_are_explained_by_chance() -> None:
    """In a dozen pages of random votes the bound holds: none is called one false alarm in ten pages."""
    rng = np.random.default_rng(8)
    values = [most_foreign(rng.integers(0, 64, (24, 36))).meaningfulness for _ in range(12)]
    assert max(values) < 1
    assert sum(value > 0 for value in values) <= 1


def test_a_scan_by_a_trusted_scanner_is_not_spoken_of(bench: Any) -> None:
    """Nobody could edit its file."""
    assert isinstance(measure(bench.document(bench.file(), channel=Channel.SCANNER)), Abstained)
