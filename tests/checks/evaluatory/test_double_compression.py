"""Places that lack the trace of an earlier compression."""

from typing import Any

import numpy as np
import pytest

from docforensics.capture.model import Channel
from docforensics.checks.check import Check
from docforensics.checks.evaluatory.double_compression import SPEC, measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.run import run_check
from docforensics.page.geometry import BoxMm

PLACE = BoxMm(left=6.0, top=12.0, right=38.0, bottom=56.0)


def pasted(pixels: np.ndarray) -> np.ndarray:
    """Put noise-like tones over the portrait: nothing of them was ever compressed."""
    rows, columns = PLACE.to_px(8.0).slices
    rng = np.random.default_rng(3)
    part = pixels[rows, columns]
    grain = rng.normal(0, 4, part.shape[:2])[..., None] + rng.normal(0, 12, (1, part.shape[1], 1))
    pixels[rows, columns] = np.clip(part * 0.4 + 70 + grain, 0, 255)
    return pixels


@pytest.mark.parametrize("last", [93, 0])
def test_a_page_that_was_compressed_twice_bears_both_traces_everywhere(bench: Any, last: int) -> None:
    """As most honest files were, or saved without loss in the end."""
    outcome = measure(bench.document(bench.file(last=last)))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.5
    assert outcome.regions == ()


@pytest.mark.parametrize("last", [93, 0])
def test_a_picture_put_in_between_lacks_the_first_and_is_marked(bench: Any, last: int) -> None:
    """The region lies over what was pasted."""
    outcome = measure(bench.document(bench.file(pasted, last=last)))
    assert isinstance(outcome, Measured)
    assert outcome.value > 5
    (region,) = outcome.regions
    assert region.box.overlap(PLACE) > 0.6 * region.box.width * region.box.height


def test_a_file_that_was_compressed_once_has_nothing_to_lack(bench: Any) -> None:
    """No earlier compression shows: no evidence either way."""
    outcome = measure(bench.document(bench.file(first=0)))
    assert isinstance(outcome, Abstained)


def test_the_quality_of_the_last_compression_is_no_evidence(bench: Any) -> None:
    """A poor honest file stays below the limit like a good one."""
    values = []
    for last in (60, 75, 85, 97):
        outcome = measure(bench.document(bench.file(last=last)))
        values.append(outcome.value if isinstance(outcome, Measured) else 0.0)
    assert max(values) < 0.5


def test_a_trusted_scanner_is_not_spoken_of(bench: Any) -> None:
    """Nobody could edit its file on the way."""
    check = Check(family="evaluatory", slug="double_compression", spec=SPEC, measure=measure, explanation="")
    outcome = run_check(check, bench.document(bench.file(pasted), channel=Channel.SCANNER))
    assert isinstance(outcome, Abstained)
    assert not outcome.expected
