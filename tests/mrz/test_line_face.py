"""A line in another face than OCR-B is told by its sure characters, one in OCR-B is not."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.formats.alphabet import SYMBOLS
from docforensics.mrz.line_face import is_other_face
from docforensics.mrz.reading import MrzCharacter

LINES = ("P<UTOSISIC<<CALLIE<MIRIAM<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
PITCH = 14.0
SURE = 0.95


def characters(drawn: Any, row: int, text: str, share: float = 1.0) -> tuple[MrzCharacter, ...]:
    """The characters of a drawn line, all of them read with so much of the posterior."""
    half = np.array([[-0.5, -0.475], [0.5, -0.475], [0.5, 0.475], [-0.5, 0.475]]) * PITCH
    return tuple(
        MrzCharacter(
            symbol=symbol,
            posterior=np.array([share if one == symbol else (1 - share) / 36 for one in SYMBOLS]),
            corners=middle + half,
        )
        for symbol, middle in zip(text, drawn.centres[row], strict=True)
    )


@pytest.mark.parametrize("face", ["DejaVuSans.ttf", "DejaVuSerif.ttf", "DejaVuSansMono.ttf"])
def test_another_face_is_told_and_ocr_b_beside_it_is_not(draw_mrz: Callable[..., Any], face: str) -> None:
    """Sans, serif and fixed pitch, in the cells of OCR-B."""
    drawn = draw_mrz(LINES, pitch=PITCH, faces={0: face})
    told = [is_other_face(drawn.pixels, characters(drawn, row, LINES[row]), SURE) for row in (0, 1)]
    assert told == [True, False]


@pytest.mark.parametrize("blur", [0.3, 1.5, 2.5])
@pytest.mark.parametrize("noise", [2, 25])
def test_ocr_b_is_no_other_face_however_soft_or_grainy(
    draw_mrz: Callable[..., Any], blur: float, noise: float
) -> None:
    """A poor capture makes none of it."""
    drawn = draw_mrz(LINES, pitch=PITCH, blur=blur, noise=noise)
    for row in (0, 1):
        assert not is_other_face(drawn.pixels, characters(drawn, row, LINES[row]), SURE)


def test_a_misread_of_look_alikes_makes_no_other_face(draw_mrz: Callable[..., Any]) -> None:
    """0 for O, 1 for I, 5 for S: which was read tells nothing."""
    drawn = draw_mrz(LINES, pitch=PITCH)
    text = LINES[0].translate(str.maketrans("OIS", "015"))
    assert not is_other_face(drawn.pixels, characters(drawn, 0, text), SURE)


def test_too_few_sure_letters_tell_no_face(draw_mrz: Callable[..., Any]) -> None:
    """Fillers and unsure characters do not count."""
    drawn = draw_mrz(LINES, pitch=PITCH, faces={0: "DejaVuSans.ttf"})
    line = characters(drawn, 0, LINES[0])
    unsure = characters(drawn, 0, LINES[0], 0.6)
    assert not is_other_face(drawn.pixels, unsure, SURE)
    assert not is_other_face(drawn.pixels, line[:6] + unsure[6:], SURE)
    assert is_other_face(drawn.pixels, line[:9] + unsure[9:], SURE)


def test_a_large_picture_is_seen_as_a_small_one(draw_mrz: Callable[..., Any]) -> None:
    """Every pixel counts, none is skipped."""
    drawn = draw_mrz(LINES, pitch=40, noise=40, faces={0: "DejaVuSans.ttf"})
    large = [
        tuple(
            MrzCharacter(
                symbol=one.symbol,
                posterior=one.posterior.copy(),
                corners=middle + (one.corners - one.corners.mean(axis=0)) * (40 / PITCH),
            )
            for one, middle in zip(characters(drawn, row, LINES[row]), drawn.centres[row], strict=True)
        )
        for row in (0, 1)
    ]
    assert [is_other_face(drawn.pixels, line, SURE) for line in large] == [True, False]


def test_a_picture_of_one_grey_is_no_other_face() -> None:
    """Blank cells resemble nothing, in any face."""
    blank: Pixels = np.full((60, 700), 200, np.uint8)
    square = np.array([[10.0, 10.0], [24, 10], [24, 24], [10, 24]])
    read = np.eye(len(SYMBOLS))[SYMBOLS.index("A")]
    places = [square + np.array([14.0 * k, 0.0]) for k in range(30)]
    line = [MrzCharacter(symbol="A", posterior=read.copy(), corners=place) for place in places]
    assert not is_other_face(blank, line, SURE)
