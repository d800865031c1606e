"""Lines of text that are sharper than the rest of the page."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.claims import Why
from docforensics.checks.digital.text_sharpness import SPEC, measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.run import abstention
from docforensics.kept import given
from docforensics.templates.model import REFERENCE_PX_PER_MM
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


def read_as(document: Any, text: str) -> Any:
    """Measure a document on which every line reads as this."""
    (side,) = document.sides
    alphabet = " *ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    rows = np.eye(len(alphabet), dtype=np.float32)[[alphabet.index(one) for one in text]]
    columns = np.linspace(0, 1, len(text), dtype=np.float32)
    line = ReadLine(text=text, posteriors=rows, alphabet=alphabet, columns=columns)
    reader = SimpleNamespace(read=lambda _pixels: line)
    viz = replace(side.viz, text=PageText(page=side.page, reader=reader))
    return measure(replace(document, sides=(replace(side, viz=viz),)))


def test_a_sharp_ornament_that_reads_as_no_text_is_left_out(bench: Any) -> None:
    """Stars of an emblem have edges of their own, and so has a label, which the press printed; the same line that reads as a name counts."""
    document = bench.document(retyped(bench, 1))
    assert read_as(document, "MARCUS LEE").value > ADVERSE
    assert read_as(document, "*****").value < ADVERSE
    assert read_as(document, "DATE OF BIRTH").value < ADVERSE


def test_a_sharp_signature_is_left_out(bench: Any) -> None:
    """One stroke runs through the line, however it reads; the same ink in pieces is a line of text."""
    box = bench.line_box(1)
    scale = bench.decoded(bench.file()).shape[1] / 125
    top, bottom, left, right = (round(edge * scale) for edge in (box.top, box.bottom, box.left, box.right))

    def signed(*, in_pieces: bool) -> bytes:
        def edit(pixels: np.ndarray) -> np.ndarray:
            pixels[top:bottom, left:right] = pixels[top - 2, left]
            x = np.arange(left + 4, right - 4)
            y = (top + bottom) / 2 + 0.36 * (bottom - top) * np.sin((x - left) / 4)
            points = np.rint(np.stack([x, y], axis=1)).astype(np.int32)
            for start in range(0, len(points), 14):
                last = start + (11 if in_pieces else 15)
                cv2.polylines(pixels, [points[start:last]], False, (20, 20, 40), 2)
            return pixels

        words = [word if at != 1 else "" for at, word in enumerate(bench.words)]
        return bench.file(edit, words=words)

    assert read_as(bench.document(signed(in_pieces=True)), "MARCUS LEE").value > ADVERSE
    assert read_as(bench.document(signed(in_pieces=False)), "MARCUS LEE").value < ADVERSE


@pytest.mark.parametrize("is_fixed", [True, False])
def test_a_sharp_line_that_the_template_shows_as_well_is_left_out(bench: Any, is_fixed: bool) -> None:
    """Another machine printed it; where the template holds bare ground to be constant, the line is the holder's."""
    data = retyped(bench, 1)
    document = bench.document(data)
    (side,) = document.sides

    def laid(file: bytes) -> np.ndarray:
        size = round(125 * REFERENCE_PX_PER_MM), round(88 * REFERENCE_PX_PER_MM)
        return cv2.resize(bench.decoded(file), size, interpolation=cv2.INTER_AREA)

    words = [word if at != 1 else "MARCUS LEE" if is_fixed else "" for at, word in enumerate(bench.words)]
    mean = laid(bench.file(words=words, seed=2))
    reference = SimpleNamespace(mean=mean, constant=np.ones(mean.shape[:2], np.bool_))
    template = SimpleNamespace(references={Light.VISIBLE: reference})
    match = SimpleNamespace(template=template, pages={Light.VISIBLE: laid(data)})
    outcome = measure(replace(document, sides=(replace(side, match=cast("Any", match)),)))
    assert isinstance(outcome, Measured)
    assert (outcome.value > ADVERSE) is not is_fixed


def test_a_page_of_few_lines_gives_nothing_to_compare(bench: Any) -> None:
    """It abstains, and says so."""
    document = bench.document(bench.file())
    (side,) = document.sides
    few = replace(side, viz=replace(side.viz, print_found=given(side.viz.segments[:3])))
    assert isinstance(measure(replace(document, sides=(few,))), Abstained)


def test_a_scan_that_came_as_a_file_is_looked_at(bench: Any) -> None:
    """Whoever states that it is a scan may have altered it, as any file."""
    outcome = measure(bench.document(retyped(bench, 1), channel=Channel.SCANNER))
    assert isinstance(outcome, Measured)
    assert outcome.value > ADVERSE


@pytest.mark.parametrize("of", ["pixels", "lights"])
def test_a_scan_without_its_file_or_in_several_lights_is_not_spoken_of(bench: Any, of: str) -> None:
    """Its pixels came from a program, or from a reader that hands over what it saw; that is no gap, whatever its resolution."""
    document = bench.document(retyped(bench, 1), channel=Channel.SCANNER)
    (side,) = document.sides
    seen = dict(side.capture.images)
    if of == "pixels":
        seen[Light.VISIBLE] = tuple(replace(one, raw=b"") for one in seen[Light.VISIBLE])
    else:
        seen[Light.UV] = seen[Light.VISIBLE]
    coarse = replace(side.page, measured=given(replace(side.page.quality, px_per_mm=3.0)))
    for page in (side.page, coarse):
        changed = replace(side, page=page, capture=replace(side.capture, images=seen))
        outcome = abstention(SPEC, replace(document, sides=(changed,)))
        assert isinstance(outcome, Abstained)
        assert (outcome.why, outcome.expected, outcome.needs) == (Why.CHANNEL, False, "")
    assert abstention(SPEC, document) is None


def test_a_page_of_a_pdf_that_was_drawn_is_on_no_grid_of_a_file(bench: Any) -> None:
    """Its pixels were made here; the file of the scan is asked for."""
    document = bench.document(retyped(bench, 1), channel=Channel.SCANNER)
    (side,) = document.sides
    drawn = tuple(replace(one, resampled=True) for one in side.capture.images[Light.VISIBLE])
    capture = replace(side.capture, images={Light.VISIBLE: drawn})
    outcome = measure(replace(document, sides=(replace(side, capture=capture),)))
    assert isinstance(outcome, Abstained)
    assert outcome.needs
