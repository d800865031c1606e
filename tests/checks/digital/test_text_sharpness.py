"""Lines of text that are sharper than the rest of the page."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from docforensics.capture.model import Channel
from docforensics.checks.digital.text_sharpness import measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.viz.recognise import ReadLine
from docforensics.viz.text import PageText

ADVERSE = 3.0


def retyped(bench: Any, number: int) -> bytes:
    """One word erased from the file and typed in without a lens."""
    words = [word if at != number else "" for at, word in enumerate(bench.words)]
    typed = ["MARCUS LEE" if at == number else "" for at in range(len(words))]

    def edit(pixels: np.ndarray) -> np.ndarray:
        ink = bench.print_layer(typed)[..., None]
        return np.clip(pixels * (1 - 0.85 * ink) + 0.5, 0, 255).astype(np.uint8)

    return bench.file(edit, words=words)


@pytest.mark.parametrize("blur", [0.7, 1.1])
def test_lines_that_one_lens_saw_are_equally_sharp(bench: Any, blur: float) -> None:
    """However sharp that lens."""
    outcome = measure(bench.document(bench.file(blur=blur)))
    assert isinstance(outcome, Measured)
    assert outcome.value < ADVERSE
    assert outcome.regions == ()


def test_a_name_that_was_typed_into_the_file_stands_out_and_is_marked(bench: Any) -> None:
    """The region is its line."""
    outcome = measure(bench.document(retyped(bench, 1)))
    assert isinstance(outcome, Measured)
    assert outcome.value > ADVERSE
    (region,) = outcome.regions
    assert abs(region.box.top - bench.line_box(1).top) < 0.5


def test_a_sharp_ornament_that_reads_as_no_text_is_left_out(bench: Any) -> None:
    """Stars of an emblem have edges of their own; the same line that reads as letters counts."""
    document = bench.document(retyped(bench, 1))
    (side,) = document.sides

    def read_as(text: str) -> Any:
        alphabet = " *ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        rows = np.eye(len(alphabet), dtype=np.float32)[[alphabet.index(one) for one in text]]
        columns = np.linspace(0, 1, len(text), dtype=np.float32)
        line = ReadLine(text=text, posteriors=rows, alphabet=alphabet, columns=columns)
        reader = SimpleNamespace(read=lambda _pixels: line)
        viz = replace(side.viz, text=PageText(page=side.page, reader=reader))
        return measure(replace(document, sides=(replace(side, viz=viz),)))

    assert read_as("MARCUS LEE").value > ADVERSE
    assert read_as("*****").value < ADVERSE


def test_a_page_of_few_lines_gives_nothing_to_compare(bench: Any) -> None:
    """It abstains, and says so."""
    document = bench.document(bench.file())
    (side,) = document.sides
    few = replace(side, viz=replace(side.viz, segments=side.viz.segments[:3]))
    assert isinstance(measure(replace(document, sides=(few,))), Abstained)


def test_a_scan_by_a_trusted_scanner_is_not_spoken_of(bench: Any) -> None:
    """Nobody could edit its file."""
    assert isinstance(measure(bench.document(retyped(bench, 1), channel=Channel.SCANNER)), Abstained)
