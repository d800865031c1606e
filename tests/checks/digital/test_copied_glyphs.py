"""Characters that are one picture."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from docforensics.capture.model import Channel
from docforensics.checks.claims import Why
from docforensics.checks.digital.copied_glyphs import measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.kept import given
from docforensics.viz.recognise import ReadLine
from docforensics.viz.text import PageText

ADVERSE = 1.4
WORD, LINES = "MISSISSIPPI", 8


def copied(bench: Any, source: int, target: int, shift: tuple[int, int] = (0, 0)) -> Callable[[Any], Any]:
    """Lay a piece of one line over the same place of another, `shift` pixels off."""

    def edit(pixels: np.ndarray) -> np.ndarray:
        rows, columns = bench.line_box(source).grown(0.8).to_px(8.0).slices
        there, _ = bench.line_box(target).grown(0.8).to_px(8.0).slices
        width = slice(columns.start, columns.start + 48)
        moved = slice(there.start + shift[0], there.start + shift[0] + rows.stop - rows.start)
        pixels[moved, slice(width.start + shift[1], width.stop + shift[1])] = pixels[rows, width].copy()
        return pixels

    return edit


def judged(bench: Any, edit: Callable[[Any], Any] | None = None, **options: Any) -> Measured:
    """Measure a page whose lines all hold the same word."""
    outcome = measure(bench.document(bench.file(edit, words=(WORD,) * LINES, **options)))
    assert isinstance(outcome, Measured), outcome
    return outcome


@pytest.mark.parametrize("noise", [2.0, 5.0])
def test_the_same_letter_printed_again_is_no_copy(bench: Any, noise: float) -> None:
    """Another piece of the waves, other grain."""
    outcome = judged(bench, noise=noise)
    assert outcome.value < ADVERSE
    assert outcome.regions == ()


@pytest.mark.parametrize("shift", [(0, 0), (1, 3)])
def test_a_letter_that_was_copied_stands_out_with_its_source(bench: Any, shift: tuple[int, int]) -> None:
    """On the grid of the compression or off it; one region on each line."""
    outcome = judged(bench, copied(bench, 1, 4, shift), noise=5.0)
    assert outcome.value > ADVERSE
    middles = sorted(region.box.centre[1] for region in outcome.regions)
    wanted = [bench.line_box(number).centre[1] for number in (1, 4)]
    assert np.abs(np.subtract(middles, wanted)).max() < 1.0


def test_a_page_that_a_program_drew_is_not_judged(bench: Any) -> None:
    """Without lens and grain many pairs are equal, and none tells of a copy."""
    layer = bench.print_layer((WORD,) * LINES)
    drawn = np.repeat((255 * (1 - 0.85 * layer)).astype(np.uint8)[..., None], 3, axis=2)
    for quality in (0, 85):
        outcome = measure(bench.document(bench.encoded(drawn, quality)))
        assert isinstance(outcome, Abstained)
        assert outcome.why is Why.NO_REFERENCE_HERE


@pytest.mark.parametrize(("read", "is_adverse"), [("S" * 11, True), ("~" * 11, False)])
def test_a_band_of_ornaments_that_repeats_is_no_copied_character(
    bench: Any, read: str, is_adverse: bool
) -> None:
    """Both places have to read as one letter or digit."""
    document = bench.document(bench.file(copied(bench, 1, 4), words=(WORD,) * LINES, noise=5.0))
    (side,) = document.sides
    alphabet = "S~"
    rows = np.eye(len(alphabet), dtype=np.float32)[[alphabet.index(one) for one in read]]
    columns = np.asarray((np.arange(len(read)) + 0.5) / len(read), np.float32)
    line = ReadLine(text=read, posteriors=rows, alphabet=alphabet, columns=columns)
    text = PageText(page=side.page, reader=SimpleNamespace(read=lambda _pixels: line))
    outcome = measure(replace(document, sides=(replace(side, viz=replace(side.viz, text=text)),)))
    assert isinstance(outcome, Measured)
    assert (outcome.value > ADVERSE) == is_adverse


def test_one_letter_found_in_two_lines_is_no_copy_of_itself(bench: Any) -> None:
    """Lines that overlap hold it twice."""
    document = bench.document(bench.file(words=(WORD,) * LINES))
    (side,) = document.sides
    lines = tuple(replace(line, box=line.box.grown(0.1)) for line in side.viz.segments)
    twice = replace(side, viz=replace(side.viz, print_found=given((*side.viz.segments, *lines))))
    outcome = measure(replace(document, sides=(twice,)))
    assert isinstance(outcome, Measured)
    assert outcome.value < ADVERSE


def test_few_characters_give_nothing_to_compare(bench: Any) -> None:
    """It abstains."""
    document = bench.document(bench.file())
    (side,) = document.sides
    few = replace(side, viz=replace(side.viz, print_found=given(side.viz.segments[:1])))
    assert isinstance(measure(replace(document, sides=(few,))), Abstained)


def test_a_scan_by_a_trusted_scanner_is_not_spoken_of(bench: Any) -> None:
    """Nobody could edit its file."""
    assert isinstance(measure(bench.document(bench.file(), channel=Channel.SCANNER)), Abstained)
