"""The network engine on Utopia specimens: as printed, at any turn, at low resolution, and silent where no MRZ is."""

import csv
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from docforensics.capture.load import load_capture
from docforensics.capture.model import Pixels
from docforensics.formats.table import MrzFormat
from docforensics.mrz.engines import MrzEngine
from docforensics.mrz.engines.network import NetworkEngine, engine as engine_module, load
from docforensics.page.band.find import MrzBand, find_mrz_bands
from docforensics.page.geometry import BoxPx

SAMPLES = Path(__file__).parents[4] / "sample_docs"


@pytest.fixture(scope="module")
def engine() -> NetworkEngine:
    """One engine for all."""
    return load()


def specimens() -> list[dict[str, str]]:
    """The genuine specimens with an MRZ, in visible light."""
    with (SAMPLES / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [row for row in rows if row["mrz"] and row["label"] == "genuine" and row["light"] == "white"]


def pixels_of(row: dict[str, str], width: int) -> Pixels:
    """The specimen, `width` px wide."""
    pixels = load_capture(str(SAMPLES / row["file"])).primary.pixels
    zoom = width / pixels.shape[1]
    return np.asarray(cv2.resize(pixels, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA), np.uint8)


@pytest.fixture(scope="module")
def row() -> dict[str, str]:
    """A passport."""
    return next(row for row in specimens() if row["document_type"] == "TD3")


def lines_of(engine: MrzEngine, pixels: Pixels) -> str | None:
    """The lines joined by bars, as the manifest writes them."""
    reading = engine.read(pixels, find_mrz_bands(pixels))
    return None if reading is None else "|".join(reading.lines)


def test_it_is_an_mrz_engine(engine: NetworkEngine) -> None:
    """The protocol of `mrz.engines` is fulfilled."""
    assert isinstance(engine, MrzEngine)
    assert engine.name == "network"


@pytest.mark.parametrize("specimen", list(islice(specimens(), 4)), ids=lambda row: row["document_id"])
def test_a_specimen_reads_as_printed(engine: NetworkEngine, specimen: dict[str, str]) -> None:
    """Every character of a flatbed scan is right."""
    assert lines_of(engine, pixels_of(specimen, 1200)) == specimen["mrz"]


@pytest.mark.parametrize("quarter_turns", [1, 2, 3])
def test_a_turned_page_reads_the_same(engine: NetworkEngine, row: dict[str, str], quarter_turns: int) -> None:
    """90, 180 and 270 degrees."""
    turned = np.ascontiguousarray(np.rot90(pixels_of(row, 1000), quarter_turns))
    assert lines_of(engine, turned) == row["mrz"]


@pytest.mark.parametrize("quarter_turns", [1, 2, 3])
def test_a_turned_page_is_measured_as_the_upright_one(
    engine: NetworkEngine, row: dict[str, str], quarter_turns: int
) -> None:
    """Whole pixels are moved before anything is measured: the same posteriors, the places turned."""
    pixels = pixels_of(row, 900)
    turned = np.ascontiguousarray(np.rot90(pixels, quarter_turns))
    upright, found = (engine.read(image, find_mrz_bands(image, enough=1)) for image in (pixels, turned))
    assert upright is not None
    assert found is not None
    assert found.lines == upright.lines
    first, other = upright.characters[1][7], found.characters[1][7]
    assert np.array_equal(first.posterior, other.posterior)
    patch = np.rot90(pixels[first.box.slices], quarter_turns)
    assert abs(float(turned[other.box.slices].mean()) - float(patch.mean())) < 12


def test_white_print_on_black_is_read(engine: NetworkEngine, row: dict[str, str]) -> None:
    """A negative."""
    assert lines_of(engine, 255 - pixels_of(row, 1000)) == row["mrz"]


@pytest.mark.parametrize("degrees", [-15, 7])
def test_a_slanted_page_reads_the_same(engine: NetworkEngine, row: dict[str, str], degrees: int) -> None:
    """Any small angle."""
    pixels = pixels_of(row, 1000)
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 0.8)
    turned = np.asarray(cv2.warpAffine(pixels, turn, (width, height), borderValue=(200, 200, 200)), np.uint8)
    assert lines_of(engine, turned) == row["mrz"]


@pytest.mark.parametrize("right", [True, False])
def test_a_page_seen_steeply_from_its_side_reads_the_same(
    engine: NetworkEngine, row: dict[str, str], right: bool
) -> None:
    """Its far side is seven tenths as high as its near one, and its characters lean by 15 degrees."""
    pixels = pixels_of(row, 1400)
    height, width = pixels.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array([[1200, 60], [60, 130], [160, 940], [1215, 1230]], np.float32)
    seen = seen[[1, 0, 3, 2]] if right else (seen * (-1, 1) + (1290, 0)).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    view = cv2.warpPerspective(pixels, matrix, (1290, 1290), flags=cv2.INTER_AREA, borderValue=(60, 60, 60))
    assert lines_of(engine, np.asarray(view, np.uint8)) == row["mrz"]


def test_a_page_tilted_backwards_reads_the_same(engine: NetworkEngine, row: dict[str, str]) -> None:
    """Its characters are wider than high, and those of one line grow to the left."""
    pixels = cv2.blur(pixels_of(row, 1400), (3, 3))
    height, width = pixels.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array([[240, 40], [1820, 290], [1420, 1010], [40, 1010]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    view = cv2.warpPerspective(pixels, matrix, (1860, 1050), borderValue=(90, 90, 90))
    assert lines_of(engine, np.asarray(view, np.uint8)) == row["mrz"]


@pytest.mark.parametrize("width", [750, 1100])
def test_a_dithered_page_reads_the_same(engine: NetworkEngine, row: dict[str, str], width: int) -> None:
    """Black and white dots, as Floyd and Steinberg spread them."""
    grey = Image.fromarray(pixels_of(row, width)).convert("L")
    dots = np.asarray(grey.convert("1"), np.uint8) * 255
    assert lines_of(engine, dots) == row["mrz"]


def test_a_small_page_reads_the_same(engine: NetworkEngine, row: dict[str, str]) -> None:
    """Characters of about 9 px."""
    assert lines_of(engine, pixels_of(row, 520)) == row["mrz"]


def test_a_grey_page_reads_as_a_coloured_one(engine: NetworkEngine, row: dict[str, str]) -> None:
    """Infrared captures have one channel."""
    pixels = pixels_of(row, 1000)
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    assert lines_of(engine, grey) == lines_of(engine, pixels)


def test_every_character_has_its_place_and_posterior(engine: NetworkEngine, row: dict[str, str]) -> None:
    """Boxes stand a pitch apart along the line; posteriors are calibrated and the format is told."""
    pixels = pixels_of(row, 1000)
    reading = engine.read(pixels, find_mrz_bands(pixels))
    assert reading is not None
    assert reading.calibrated
    assert reading.format is MrzFormat.TD3
    for line in reading.characters:
        centres = np.array([character.corners.mean(axis=0) for character in line])
        steps = np.diff(centres[:, 0])
        assert np.abs(steps / np.median(steps) - 1).max() < 0.25
        assert all(character.posterior.argmax() >= 0 for character in line)


def test_a_box_holds_the_ink_of_its_character(engine: NetworkEngine, row: dict[str, str]) -> None:
    """The darkest print of the zone lies inside the boxes, not between the lines."""
    pixels = pixels_of(row, 1000)
    reading = engine.read(pixels, find_mrz_bands(pixels))
    assert reading is not None
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.float64)
    inside = [grey[character.box.slices].min() for line in reading.characters for character in line]
    first, second = (BoxPx.around(np.concatenate([c.corners for c in line])) for line in reading.characters)
    gap = grey[first.bottom + 2 : second.top - 2, first.left : first.right]
    assert np.percentile(inside, 95) < np.percentile(gap, 5)


def test_wrong_check_digits_are_read_as_printed(engine: NetworkEngine, row: dict[str, str]) -> None:
    """A digit covered by another character is read as that one, whatever the sum says."""
    pixels = pixels_of(row, 1000).copy()
    reading = engine.read(pixels, find_mrz_bands(pixels))
    assert reading is not None
    donor, target = reading.characters[1][0].box, reading.characters[1][9].box
    patch = pixels[donor.slices]
    pixels[target.top : target.top + patch.shape[0], target.left : target.left + patch.shape[1]] = patch
    changed = engine.read(pixels, find_mrz_bands(pixels))
    assert changed is not None
    second = reading.lines[1]
    assert changed.lines[1] == second[:9] + second[0] + second[10:]


def test_letters_o_among_digits_are_read_as_letters(engine: NetworkEngine, row: dict[str, str]) -> None:
    """By their shape, whatever the field may hold: where a number's zeros are printed as letters, a reader must say so."""
    pixels = pixels_of(row, 1400).copy()
    reading = engine.read(pixels, find_mrz_bands(pixels))
    assert reading is not None
    first, second = reading.lines
    donor = reading.characters[0][first.index("UTO") + 2].box
    patch = pixels[donor.slices]
    for column in (16, 23):
        target = reading.characters[1][column].box
        pixels[target.top : target.top + patch.shape[0], target.left : target.left + patch.shape[1]] = patch
    expected = second[:16] + "O" + second[17:23] + "O" + second[24:]
    for reader in (engine, engine.quick):
        assert reader is not None
        changed = reader.read(pixels, find_mrz_bands(pixels))
        assert changed is not None
        assert changed.lines == (first, expected)


def test_a_band_upside_down_is_turned(engine: NetworkEngine, row: dict[str, str]) -> None:
    """The locator may not know which way up a zone stands."""
    pixels = pixels_of(row, 1000)
    (band, *_) = find_mrz_bands(pixels)
    reversed_ = MrzBand(corners=np.roll(band.corners, 2, axis=0), n_lines=band.n_lines, score=band.score)
    reading = engine.read(pixels, [reversed_])
    assert reading is not None
    assert "|".join(reading.lines) == row["mrz"]


def test_nothing_is_read_where_no_mrz_is(engine: NetworkEngine, row: dict[str, str]) -> None:
    """The visual zone alone, noise, black and a tiny image give None, with a band or without."""
    pixels = pixels_of(row, 900)
    upper = np.ascontiguousarray(pixels[: int(pixels.shape[0] * 0.6)])
    noise = np.random.default_rng(1).integers(0, 255, (300, 600, 3)).astype(np.uint8)
    for image in (upper, noise, np.zeros((200, 300), np.uint8), np.zeros((8, 8), np.uint8)):
        height, width = image.shape[:2]
        corners = np.array([[0, 0], [width, 0], [width, height / 4], [0, height / 4]], np.float64)
        band = MrzBand(corners=corners, n_lines=2, score=0.5)
        assert engine.read(image, find_mrz_bands(image)) is None
        assert engine.read(image, [band]) is None


def test_many_threads_read_alike(engine: NetworkEngine, row: dict[str, str]) -> None:
    """One engine serves all threads."""
    pixels = pixels_of(row, 900)
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda _: lines_of(engine, pixels), range(8)))
    assert set(texts) == {row["mrz"]}


def test_the_quick_engine_reads_as_printed_too(engine: NetworkEngine, row: dict[str, str]) -> None:
    """It has weights of its own, and none quicker than itself."""
    assert engine.quick is not None
    assert lines_of(engine.quick, pixels_of(row, 1200)) == row["mrz"]
    assert engine.quick.model is not engine.model
    assert engine.quick.closer is engine.model
    assert engine.quick.quick is None


def test_a_page_without_dark_ground_is_not_looked_at_as_a_negative(
    engine: NetworkEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A light page with a small dark picture has no room for a zone printed light on dark."""
    looked: list[tuple[int, ...]] = []
    monkeypatch.setattr(engine_module, "find_mrz_bands", lambda grey, **_: looked.append(grey.shape) or ())
    paper = np.full((800, 1200), 170, np.uint8)
    paper[100:250, 100:200] = 40
    assert engine.read(paper, ()) is None
    assert looked == []
    paper[500:700] = 40
    assert engine.read(paper, ()) is None
    ((rows, columns),) = looked
    assert 200 <= rows < 300
    assert columns == 1200
