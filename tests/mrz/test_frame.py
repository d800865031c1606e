"""The page's frame from the places of the MRZ's characters."""

import dataclasses

import numpy as np
import pytest

from docforensics.formats.table import FORMATS, MrzFormat, PageSize
from docforensics.mrz.frame import FLAT, OUTLINED, fit_frame, frame_from_mrz, zones_to_lay_by
from docforensics.mrz.reading import MrzCharacter, MrzReading
from docforensics.page.band.find import MrzBand
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.geometry import Matrix, Points, project
from docforensics.page.quad import homography_between, rectangle

SHAPE = (1200, 900)
POSTERIOR = np.full(37, 1 / 37)


def _size(kind: MrzFormat) -> tuple[float, float]:
    return FORMATS[kind].size.millimetres


def _corners(kind: MrzFormat, turn: float = 4.0, scale: float = 7.0) -> Points:
    """A page somewhere in the image, turned by some degrees."""
    width, height = _size(kind)
    angle = np.deg2rad(turn)
    spin = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.asarray(
        (rectangle(width, height) - np.array([width / 2, height / 2])) * scale @ spin.T + [600, 450]
    )


def _reading(
    kind: MrzFormat, to_capture: Matrix, *, noise: float = 0.05, shift: tuple[float, float] = (0, 0)
) -> MrzReading:
    """Characters in their places (mm), give or take the noise of a reader's boxes."""
    place, random = FORMATS[kind].place, np.random.default_rng(5)
    lines = []
    for centre in place.centres:
        row = []
        for column in range(place.columns):
            x, y = place.left + (column + 0.5) * 2.54 + shift[0], _size(kind)[1] - centre + shift[1]
            box = rectangle(1.6, 2.4) + np.array([x - 0.8, y - 1.2])
            corners = project(to_capture, box + random.normal(0, noise, 2))
            row.append(MrzCharacter(symbol="0", posterior=POSTERIOR.copy(), corners=corners))
        lines.append(tuple(row))
    return MrzReading(characters=tuple(lines), format=kind, engine="drawn")


def _frame(outline: Points | None = None, size_mm: tuple[float, float] = (125.0, 93.75)) -> Frame:
    """The frame before its MRZ was read: by its outline, or the whole image at an assumed scale."""
    corners = rectangle(*SHAPE) if outline is None else outline
    basis = ScaleBasis.ASSUMED if outline is None else ScaleBasis.OUTLINE
    homography = homography_between(corners, rectangle(*size_mm))
    return Frame(size=None, size_mm=size_mm, homography=homography, basis=basis, outline=outline)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("turn", [4.0, 94.0, 180.0])
def test_a_flat_capture_is_framed_by_its_characters_alone(kind: MrzFormat, turn: float) -> None:
    """Within a millimetre at the far corners, at the format's size, however the page lay."""
    corners = _corners(kind, turn, scale=5.0)
    reading = _reading(kind, homography_between(rectangle(*_size(kind)), corners))
    frame = frame_from_mrz(_frame(), reading)
    assert (frame.size, frame.basis) == (FORMATS[kind].size, ScaleBasis.MRZ)
    assert np.abs(frame.to_mm(corners) - rectangle(*_size(kind))).max() < 1.0


def test_the_old_french_card_is_id_2() -> None:
    """105 x 74 mm."""
    assert FORMATS[MrzFormat.FRA].size is PageSize.ID2


def test_an_outline_that_agrees_is_kept() -> None:
    """The print stands 0.8 mm off, as it may: the edges are the truth."""
    corners = _corners(MrzFormat.TD3)
    to_capture = homography_between(rectangle(125, 88), corners)
    reading = _reading(MrzFormat.TD3, to_capture, shift=(0.8, -0.7))
    frame = frame_from_mrz(_frame(corners), reading)
    assert (frame.size, frame.basis) == (PageSize.ID3, ScaleBasis.MRZ)
    assert frame.to_mm(corners) == pytest.approx(rectangle(125, 88), abs=1e-6)


def test_an_upside_down_outline_is_turned() -> None:
    """The first corner of the page is where the text begins."""
    corners = _corners(MrzFormat.TD3)
    reading = _reading(MrzFormat.TD3, homography_between(rectangle(125, 88), corners))
    frame = frame_from_mrz(_frame(np.roll(corners, 2, axis=0), (125.0, 88.0)), reading)
    assert frame.to_mm(corners) == pytest.approx(rectangle(125, 88), abs=1e-6)


def test_the_outline_of_an_open_booklet_gives_the_perspective_alone() -> None:
    """Two pages are seen, tilted; the MRZ tells which half is the data frame."""
    booklet = np.array([[300.0, 60.0], [900.0, 60.0], [960.0, 860.0], [240.0, 860.0]])
    to_capture = homography_between(rectangle(125, 176), booklet)
    lower_half = to_capture @ np.array([[1, 0, 0], [0, 1, 88.0], [0, 0, 1]])
    before = _frame(booklet, (125.0, 176.0))
    frame = frame_from_mrz(before, _reading(MrzFormat.TD3, lower_half, noise=0.03))
    truth = project(lower_half, rectangle(125, 88))
    assert np.abs(frame.to_mm(truth) - rectangle(125, 88)).max() < 0.6


def test_a_false_outline_does_not_bend_the_page() -> None:
    """Its perspective contradicts the characters, so it is left aside."""
    corners = _corners(MrzFormat.TD1)
    false = corners + np.array([[60.0, 40.0], [-10.0, 90.0], [0.0, 0.0], [-70.0, 20.0]])
    reading = _reading(MrzFormat.TD1, homography_between(rectangle(*_size(MrzFormat.TD1)), corners))
    frame = frame_from_mrz(_frame(false, _size(MrzFormat.TD1)), reading)
    assert np.abs(frame.to_mm(corners) - rectangle(*_size(MrzFormat.TD1))).max() < 1.0


def test_stray_boxes_do_not_move_the_frame() -> None:
    """A tenth of the characters is boxed elsewhere."""
    kind = MrzFormat.TD2
    corners = _corners(kind)
    reading = _reading(kind, homography_between(rectangle(*_size(kind)), corners))
    first = tuple(
        dataclasses.replace(character, corners=character.corners + 40) if column % 10 == 0 else character
        for column, character in enumerate(reading.characters[0])
    )
    frame = frame_from_mrz(_frame(), dataclasses.replace(reading, characters=(first, reading.characters[1])))
    assert np.abs(frame.to_mm(corners) - rectangle(*_size(kind))).max() < 1.0


def test_without_a_format_the_frame_stays_as_it_is() -> None:
    """As it does without a reading, and with boxes that lie anywhere."""
    corners = _corners(MrzFormat.TD3)
    frame = _frame()
    reading = _reading(MrzFormat.TD3, homography_between(rectangle(125, 88), corners))
    anywhere = _reading(MrzFormat.TD3, homography_between(rectangle(125, 88), corners), noise=9.0)
    assert frame_from_mrz(frame, None) is frame
    assert frame_from_mrz(frame, dataclasses.replace(reading, format=None)) is frame
    assert frame_from_mrz(frame, anywhere) is frame


@pytest.mark.parametrize("stiffness", [FLAT, OUTLINED])
def test_perfect_places_give_the_identity(stiffness: object) -> None:
    """Nothing is stretched or tilted without a reason."""
    places = np.array([[x, y] for y in (70.0, 77.0) for x in np.arange(6.0, 118.0, 2.54)])
    assert isinstance(stiffness, type(FLAT))
    fitted = fit_frame(places * 9.0 + 50.0, places, stiffness)
    assert project(fitted, places * 9.0 + 50.0) == pytest.approx(places, abs=1e-6)


def test_a_zone_that_tells_no_way_and_was_not_read_lays_no_page() -> None:
    """Line work that repeats looks like one; one that tells its way, or that something was read from, may."""
    rows = rectangle(300.0, 20.0)
    plain, told = (MrzBand(corners=rows, n_lines=2, score=0.8, way_is_told=way) for way in (False, True))
    reading = _reading(MrzFormat.TD3, np.eye(3))
    assert list(zones_to_lay_by([plain, told], None)) == [told]
    assert list(zones_to_lay_by([plain, told], reading)) == [plain, told]
