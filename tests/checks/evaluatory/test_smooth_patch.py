"""Lines whose paper was wiped."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np

from docforensics.capture.model import Channel
from docforensics.checks.evaluatory.smooth_patch import measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.kept import given

ADVERSE = 2.5


def wiped(pixels: np.ndarray, rows: slice, columns: slice) -> np.ndarray:
    """Fill the paper between the letters from its surroundings, as retouching does."""
    part = pixels[rows, columns]
    dark = part.min(axis=2) < 150
    keep = cv2.dilate(dark.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    pixels[rows, columns] = np.where(keep[..., None], part, cv2.blur(part, (41, 41)))
    return pixels


def test_paper_is_as_rough_round_all_lines_of_a_genuine_page(bench: Any) -> None:
    """Waves and grain everywhere."""
    outcome = measure(bench.document(bench.file()))
    assert isinstance(outcome, Measured)
    assert outcome.value < ADVERSE


def test_a_line_on_a_wiped_patch_stands_out_and_is_marked(bench: Any) -> None:
    """The region is round the line."""
    place = bench.line_box(2).grown(1.0).to_px(8.0).slices
    outcome = measure(bench.document(bench.file(lambda pixels: wiped(pixels, *place))))
    assert isinstance(outcome, Measured)
    assert outcome.value > ADVERSE
    (region,) = outcome.regions
    assert abs(region.box.centre[1] - bench.line_box(2).centre[1]) < 0.5


def test_few_lines_give_nothing_to_compare(bench: Any) -> None:
    """It abstains."""
    document = bench.document(bench.file())
    (side,) = document.sides
    few = replace(side, viz=replace(side.viz, print_found=given(side.viz.segments[:4])))
    assert isinstance(measure(replace(document, sides=(few,))), Abstained)


def test_a_scan_by_a_trusted_scanner_is_not_spoken_of(bench: Any) -> None:
    """Nobody could edit its file."""
    assert isinstance(measure(bench.document(bench.file(), channel=Channel.SCANNER)), Abstained)
