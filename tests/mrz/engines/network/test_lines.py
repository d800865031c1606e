"""Lines of a band: cut again where the cut was off, marks at the ends left out, a third line looked for."""

import csv
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from docforensics.capture.load import load_capture
from docforensics.capture.model import Pixels
from docforensics.formats.alphabet import SYMBOLS
from docforensics.mrz.engines.network import lines as reading
from docforensics.mrz.engines.network.cutting import LineCut
from docforensics.mrz.engines.network.decoding import Symbol
from docforensics.mrz.engines.network.lines import LineRead, read_band, sureness, without_marks
from docforensics.mrz.engines.network.model import load_model
from docforensics.page.band.find import MrzBand, find_mrz_bands

SAMPLES = Path(__file__).parents[4] / "sample_docs"


def line(count: int, *, first: float = 40.0, faint: tuple[int, ...] = (), row: float = 0.0) -> LineRead:
    """A line of `count` sure characters, those numbered in `faint` less so."""
    scores = np.full(37, -5.0)
    scores[7] = 5.0
    symbols = tuple(
        Symbol(x=first + 16 * k, y=15.5, heat=0.2 if k in faint else 0.95, scores=scores)
        for k in range(count)
    )
    return LineRead(
        cut=LineCut(to_image=np.array([[1, 0, 0], [0, 1, row], [0, 0, 1.0]]), width=800), symbols=symbols
    )


@pytest.mark.parametrize("growth", [0.004, 0.03])
def test_a_line_is_cut_anew_within_its_capture_however_it_grows(growth: float) -> None:
    """The second one stands endlessly far within its cut: cut along that, it had no column, or millions."""
    k = np.arange(44) - 21.5
    columns = (15 * k + 380) / (growth * k + 1)
    level = line(44)
    symbols = tuple(replace(symbol, x=float(x)) for symbol, x in zip(level.symbols, columns, strict=True))
    cut = reading._better_cut(replace(level, symbols=symbols))
    assert cut is not None
    assert 600 < cut.width < 5000


def test_a_faint_mark_at_the_end_is_left_out() -> None:
    """A frame beside the zone is no character."""
    lines = without_marks((line(31, faint=(0,), first=24.0), line(30, row=40)))
    assert [len(read.symbols) for read in lines] == [30, 30]


def test_a_sure_character_stays_even_where_no_other_line_reaches() -> None:
    """A line printed too long is read as printed."""
    lines = without_marks((line(31), line(30, row=40)))
    assert [len(read.symbols) for read in lines] == [31, 30]


def test_a_faint_character_inside_the_line_stays() -> None:
    """Only ends are trimmed."""
    assert [len(read.symbols) for read in without_marks((line(30, faint=(4,)), line(30, row=40)))] == [30, 30]


def test_one_line_alone_is_no_zone() -> None:
    """Two at least."""
    assert without_marks((line(30),)) == ()
    assert sureness(()) == 0.0


def test_marks_of_one_pitch_that_look_like_no_symbol_are_no_line() -> None:
    """A rule of equal signs has centres, but nothing stands there that is one symbol rather than another."""
    undecided = tuple(Symbol(x=s.x, y=s.y, heat=s.heat, scores=np.zeros(37)) for s in line(40).symbols)
    assert LineRead(cut=line(40).cut, symbols=undecided).sureness == 0.0
    assert line(40).sureness > 0.9


@pytest.fixture(scope="module")
def page() -> tuple[Pixels, str]:
    """A passport specimen and its lines."""
    with (SAMPLES / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        row = next(row for row in csv.DictReader(stream) if row["mrz"] and row["label"] == "genuine")
    return load_capture(str(SAMPLES / row["file"])).primary.pixels, row["mrz"]


def texts(lines: tuple[LineRead, ...]) -> str:
    """Lines joined by bars."""
    return "|".join("".join(SYMBOLS[int(s.scores.argmax())] for s in read.symbols) for read in lines)


@pytest.mark.parametrize("shift", [-6.0, 6.0])
def test_a_band_that_lies_off_its_lines_is_cut_again(page: tuple[Pixels, str], shift: float) -> None:
    """A fifth of a character too high or too low."""
    pixels, printed = page
    grey = np.asarray(pixels.mean(axis=2), np.uint8) if pixels.ndim == 3 else pixels
    (band, *_) = find_mrz_bands(pixels)
    moved = MrzBand(corners=band.corners + np.array([0.0, shift]), n_lines=band.n_lines, score=1.0)
    assert texts(read_band(load_model(), grey, moved)) == printed


def test_lines_that_run_on_beyond_the_band_are_read_whole(page: tuple[Pixels, str]) -> None:
    """A shadow or a light print may hide the end of a zone from the locator: here five characters of 44."""
    pixels, printed = page
    grey = np.asarray(pixels.mean(axis=2), np.uint8) if pixels.ndim == 3 else pixels
    (band, *_) = find_mrz_bands(pixels)
    corners = band.corners.copy()
    corners[[1, 2]] += (corners[[0, 3]] - corners[[1, 2]]) * 5 / 44
    assert band.cells is not None
    short = replace(band, corners=corners, cells=band.cells * 39 / 44)
    assert texts(read_band(load_model(), grey, short)) == printed


def test_a_page_that_is_bent_is_read(page: tuple[Pixels, str]) -> None:
    """The lines sag by two thirds of a character, as on a booklet held in the hand."""
    pixels, printed = page
    grey = np.asarray(pixels.mean(axis=2), np.uint8) if pixels.ndim == 3 else pixels
    (band, *_) = find_mrz_bands(pixels)
    cell = float(np.linalg.norm(band.corners[1] - band.corners[0])) / 44
    y, x = np.mgrid[0 : grey.shape[0], 0 : grey.shape[1]].astype(np.float32)
    sag = 0.67 * cell * (1 - np.square(2 * x / grey.shape[1] - 1))
    bent = cv2.remap(grey, x, y - sag, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    assert (
        texts(
            read_band(load_model(), np.asarray(bent, np.uint8), find_mrz_bands(np.asarray(bent, np.uint8))[0])
        )
        == printed
    )


@pytest.mark.parametrize("hidden", [0, 2])
def test_a_third_line_that_the_band_leaves_out_is_read(hidden: int) -> None:
    """Two of an identity card's three lines lead to the third, above or below, though they are cut differently wide."""
    with (SAMPLES / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["document_type"] == "TD1" and row["mrz"]]
    row = next(row for row in rows if row["label"] == "genuine" and row["light"] == "white")
    pixels = load_capture(str(SAMPLES / row["file"])).primary.pixels
    (band, *_) = find_mrz_bands(pixels)
    share = (0.95 + 1 / 0.6) / (0.95 + 2 / 0.6)
    top, bottom = (1 - share, 1.0) if hidden == 0 else (0.0, share)
    down_left, down_right = band.corners[3] - band.corners[0], band.corners[2] - band.corners[1]
    corners = np.array(
        [
            band.corners[0] + top * down_left,
            band.corners[1] + top * down_right,
            band.corners[1] + bottom * down_right,
            band.corners[0] + bottom * down_left,
        ]
    )
    grey = np.asarray(pixels.mean(axis=2), np.uint8) if pixels.ndim == 3 else pixels
    assert texts(read_band(load_model(), grey, MrzBand(corners=corners, n_lines=2, score=1.0))) == row["mrz"]
