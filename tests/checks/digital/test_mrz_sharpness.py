"""Characters that are sharper than their zone."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Channel
from docforensics.checks.digital.mrz_sharpness import measure
from docforensics.checks.outcome import Abstained, Measured, Outcome
from docforensics.document import Document
from docforensics.formats.alphabet import SYMBOLS

Make = Callable[..., Document]
SPECIMEN = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F3004157ZE184226B<<<<<16")
RETYPED = range(13, 20)
ADVERSE = 4.0


def zone(
    lines: tuple[str, ...] = SPECIMEN, *, crisp: range = range(0), blur: float = 0.9, noise: float = 2.0
) -> np.ndarray:
    """A zone through a lens; the characters of the second line in `crisp` were typed in afterwards."""
    layers = [np.zeros((4 * 704, 4 * 1000), np.uint8) for _ in range(2)]
    for row, line in enumerate(lines):
        for column, symbol in enumerate(line):
            assert symbol in SYMBOLS
            x, y = (6.0 + 2.54 * column) * 32, (68.0 + 6.35 * row + 2.5) * 32
            layer = layers[row == 1 and column in crisp]
            cv2.putText(
                layer, symbol, (round(x), round(y)), cv2.FONT_HERSHEY_SIMPLEX, 3.0, (255,), 11, cv2.LINE_AA
            )
    seen, typed = (
        cv2.resize(layer, (1000, 704), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        for layer in layers
    )
    rng = np.random.default_rng(5)
    page = 225 * (1 - 0.85 * cv2.GaussianBlur(seen, (0, 0), blur)) + rng.normal(0, noise, seen.shape)
    return np.clip(page * (1 - 0.85 * typed) + 0.5, 0, 255).astype(np.uint8)


def measured(outcome: Outcome) -> Measured:
    """Give an outcome that must have been measured."""
    assert isinstance(outcome, Measured), outcome
    return outcome


@pytest.mark.parametrize("blur", [0.7, 1.0, 1.6])
def test_a_zone_that_one_lens_saw_has_no_sharp_run(make_document: Make, blur: float) -> None:
    """However sharp that lens."""
    outcome = measured(measure(make_document(SPECIMEN, pixels=zone(blur=blur))))
    assert outcome.value < ADVERSE
    assert outcome.regions == ()


def test_a_date_that_was_typed_into_the_file_stands_out_and_is_marked(make_document: Make) -> None:
    """The region covers its characters."""
    outcome = measured(measure(make_document(SPECIMEN, pixels=zone(crisp=RETYPED))))
    assert outcome.value > ADVERSE
    (region,) = outcome.regions
    assert 6.0 + 2.54 * RETYPED.start - 3 < region.box.left < region.box.right < 6.0 + 2.54 * RETYPED.stop + 3


def test_a_lens_that_is_softer_to_one_side_draws_a_course_and_no_run(make_document: Make) -> None:
    """Blur grows along the line, as it does towards the edge of a photo."""
    sharp, soft = zone(blur=0.7).astype(np.float32), zone(blur=1.5).astype(np.float32)
    share = np.linspace(0, 1, 1000, dtype=np.float32)[None, :]
    pixels = np.clip(sharp * (1 - share) + soft * share, 0, 255).astype(np.uint8)
    assert measured(measure(make_document(SPECIMEN, pixels=pixels))).value < ADVERSE


def test_a_scan_that_came_as_a_file_is_looked_at(make_document: Make) -> None:
    """And marked from where the row of scans is adverse."""
    document: Any = make_document(SPECIMEN, pixels=zone(crisp=RETYPED), channel=Channel.SCANNER)
    (side,) = document.sides
    images = {
        light: tuple(replace(one, raw=b"file") for one in frames)
        for light, frames in side.capture.images.items()
    }
    of_file = replace(side, capture=replace(side.capture, images=images))
    outcome = measured(measure(replace(document, sides=(of_file,))))
    assert outcome.value > ADVERSE
    assert len(outcome.regions) == 1


def test_pixels_of_a_scanner_without_a_file_are_not_spoken_of(make_document: Make) -> None:
    """Nobody could edit them."""
    document: Any = make_document(SPECIMEN, pixels=zone(crisp=RETYPED), channel=Channel.SCANNER)
    assert isinstance(measure(document), Abstained)


def test_a_run_that_is_blunt_takes_half_of_itself_from_the_sharpest(
    make_document: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What wear and compression do, they do both ways; here it is so little that every character counts as seen."""
    monkeypatch.setattr("docforensics.checks.digital.mrz_sharpness.unseen_characters", lambda *_: {})
    typed = zone(crisp=RETYPED)
    blunt = typed.copy()
    blunt[530:575, 60:220] = cv2.GaussianBlur(typed, (0, 0), 1.2)[530:575, 60:220]
    found = measured(measure(make_document(SPECIMEN, pixels=typed))).value
    assert measured(measure(make_document(SPECIMEN, pixels=blunt))).value < found - 2
