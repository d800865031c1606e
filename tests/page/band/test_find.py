"""Zones are found at any angle, small, several at once, and not where there are none."""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.errors import UsageError
from docforensics.page.band import find as stage
from docforensics.page.band.find import MrzBand, find_mrz_bands
from docforensics.page.band.seeds import Seed


def expected_corners(drawn: Any) -> np.ndarray:
    """Tight corners from where the characters stand: half a cell beside them, half a character above and below."""
    first, last = drawn.centres[0], drawn.centres[-1]
    along = (first[-1] - first[0]) / (len(first) - 1)
    down = np.array([-along[1], along[0]]) * 0.475
    return np.array(
        [
            first[0] - along / 2 - down,
            first[-1] + along / 2 - down,
            last[-1] + along / 2 + down,
            last[0] - along / 2 + down,
        ]
    )


def cells_off(band: MrzBand, drawn: Any) -> float:
    """The largest distance of a corner from where it should be, in cells."""
    pitch = np.linalg.norm(drawn.centres[0][1] - drawn.centres[0][0])
    return float(np.linalg.norm(band.corners - expected_corners(drawn), axis=1).max() / pitch)


@pytest.mark.parametrize("angle", [0, 7, -15, 45, 90, 180, 263])
def test_a_zone_is_found_at_any_angle_and_its_corners_tell_how_it_reads(
    draw_mrz: Callable[..., Any], td3: tuple[str, ...], angle: float
) -> None:
    """The first corner is the top left of the text, wherever that is in the image."""
    drawn = draw_mrz(td3, angle=angle)
    bands = find_mrz_bands(drawn.pixels)
    assert bands[0].n_lines == 2
    assert cells_off(bands[0], drawn) < 0.6


@pytest.mark.parametrize(
    "seen",
    [[(0, 0), (1700, 260), (1400, 900), (-190, 800)], [(0, 0), (800, 300), (740, 700), (-110, 500)]],
    ids=["cells wider than high", "cells narrower than high"],
)
def test_a_zone_on_a_page_that_is_tilted_away_is_found(
    draw_mrz: Callable[..., Any], td3: tuple[str, ...], seen: list[tuple[int, int]]
) -> None:
    """Its lines grow from end to end, and its cells are not square: it is looked at as if from straight above."""
    drawn = draw_mrz(td3, pitch=24)
    height, width = drawn.pixels.shape[:2]
    page = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    target = (np.array(seen) - np.min(seen, axis=0) + 60).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(page, target)
    size = tuple((target.max(axis=0) + 60).astype(int).tolist())
    view = cv2.warpPerspective(cv2.blur(drawn.pixels, (3, 3)), matrix, size, borderValue=(70, 70, 70))
    band = find_mrz_bands(np.asarray(view, np.uint8))[0]
    ends = cv2.perspectiveTransform(
        np.array([[drawn.centres[0][0], drawn.centres[0][-1]]], np.float64), matrix
    )[0]
    pitch = np.linalg.norm(ends[1] - ends[0]) / 43
    middle = band.corners[:2] + (band.corners[3] - band.corners[0]) * 0.13
    assert band.score > 0.9
    assert np.linalg.norm(middle - ends, axis=1).max() < 1.5 * pitch


@pytest.mark.parametrize("angle", [0, 7, 90, 180])
def test_the_pitch_and_the_middles_of_the_lines_are_measured(
    draw_mrz: Callable[..., Any], td1: tuple[str, ...], angle: float
) -> None:
    """To half a percent: over so many cells a wrong pitch cuts characters in two."""
    drawn = draw_mrz(td1, angle=angle)
    band = find_mrz_bands(drawn.pixels, enough=1)[0]
    pitch = np.linalg.norm(drawn.centres[0][-1] - drawn.centres[0][0]) / 29
    width = np.linalg.norm(band.corners[1] - band.corners[0])
    assert band.cells is not None
    assert width / band.cells == pytest.approx(pitch, rel=0.005)
    assert band.middles[1] == pytest.approx(0.5, abs=0.02)


def test_a_turned_band_is_the_same_band_read_the_other_way_up() -> None:
    """Its corners go half around, its lines change places."""
    corners = np.array([[0, 0], [90, 0], [90, 20], [0, 20]], np.float64)
    band = MrzBand(corners=corners, n_lines=2, score=0.9, cells=36.0, middles=(0.2, 0.9))
    turned = band.turned()
    assert np.array_equal(turned.corners[0], corners[2])
    assert turned.middles == pytest.approx((0.1, 0.8))
    assert (turned.cells, turned.score) == (36.0, 0.9)


@pytest.mark.parametrize("pitch", [7, 10, 20, 36])
def test_three_lines_are_found_from_tiny_to_large(
    draw_mrz: Callable[..., Any], td1: tuple[str, ...], pitch: float
) -> None:
    """Seven pixels a character suffice."""
    drawn = draw_mrz(td1, pitch=pitch, blur=0.4)
    bands = find_mrz_bands(drawn.pixels)
    assert bands[0].n_lines == 3
    assert cells_off(bands[0], drawn) < 0.6


def test_perspective_is_followed(draw_mrz: Callable[..., Any], td2: tuple[str, ...]) -> None:
    """The corners of a page seen from the side are those of the zone seen from the side."""
    drawn = draw_mrz(td2, pitch=16)
    height, width = drawn.pixels.shape
    tilt = cv2.getPerspectiveTransform(
        np.float32([[0, 0], [width, 0], [width, height], [0, height]]),
        np.float32([[20, 10], [width - 5, 0], [width + 25, height + 8], [0, height - 14]]),
    )
    seen = cv2.warpPerspective(drawn.pixels, tilt, (width + 30, height + 20), borderValue=90)
    wanted = cv2.perspectiveTransform(expected_corners(drawn)[None].astype(np.float32), tilt)[0]
    band = find_mrz_bands(seen)[0]
    assert np.linalg.norm(band.corners - wanted, axis=1).max() < 0.8 * 16


def test_a_small_zone_is_found_in_a_large_image(draw_mrz: Callable[..., Any], td3: tuple[str, ...]) -> None:
    """A document that fills a ninth of a photo of 7 megapixels."""
    drawn = draw_mrz(td3, pitch=16)
    photo = np.full((2400, 3000), 110, np.uint8)
    photo[900 : 900 + drawn.pixels.shape[0], 1200 : 1200 + drawn.pixels.shape[1]] = drawn.pixels
    band = find_mrz_bands(photo)[0]
    assert np.linalg.norm(band.corners - expected_corners(drawn) - (1200, 900), axis=1).max() < 16


def test_two_cards_on_one_page_give_two_bands(
    draw_mrz: Callable[..., Any], td1: tuple[str, ...], td3: tuple[str, ...]
) -> None:
    """Neither hides the other."""
    cards = [draw_mrz(td1, pitch=16).pixels, draw_mrz(td3, pitch=12).pixels]
    width = max(card.shape[1] for card in cards)
    page = np.vstack(
        [np.pad(card, ((0, 40), (0, width - card.shape[1])), constant_values=90) for card in cards]
    )
    bands = find_mrz_bands(page)
    assert sorted(band.n_lines for band in bands) == [2, 3]
    assert all(band.score > 0.8 for band in bands)


@pytest.mark.parametrize("pitch", [6, 8, 12])
@pytest.mark.parametrize("where", ["below", "right"])
def test_a_zone_much_smaller_than_a_plain_one_is_found_beside_its_page(
    draw_mrz: Callable[..., Any], td2: tuple[str, ...], td3: tuple[str, ...], pitch: int, where: str
) -> None:
    """A second document in the picture, farther away or scaled down, which one glance at the whole picture is too coarse for."""
    large, small = draw_mrz(td3, pitch=24).pixels, draw_mrz(td2, pitch=pitch).pixels
    (height, width), (low, narrow) = large.shape, small.shape
    below = where == "below"
    page = np.full((height + 120 + low, width) if below else (height, width + 120 + narrow), 200, np.uint8)
    page[:height, :width] = large
    page[-low:, -narrow:] = small
    if below:  # a rule, which the glance takes for a line, counts for no zone
        page[height + 20 : height + 30, : width - 40] = 60
    bands = find_mrz_bands(page)
    assert len(bands) == 2
    assert abs(bands[0].corners[:, 0].mean() - bands[1].corners[:, 0].mean()) > width / 4


def test_colour_and_grey_show_the_same_zone(draw_mrz: Callable[..., Any], td2: tuple[str, ...]) -> None:
    """RGB pixels are looked at as grey ones."""
    grey = draw_mrz(td2).pixels
    colour = np.repeat(grey[:, :, None], 3, axis=2)
    assert np.allclose(find_mrz_bands(grey)[0].corners, find_mrz_bands(colour)[0].corners, atol=0.5)


def test_a_zone_without_fillers_is_returned_both_ways_up(draw_mrz: Callable[..., Any]) -> None:
    """Only fillers tell the picture which way up it stands; the engine must try both."""
    drawn = draw_mrz(("H0X8H0X8SNZ0OXHI" * 2 + "HX8N", "8HX0ISZN8HX0O0XH" * 2 + "0HX0"))
    bands = find_mrz_bands(drawn.pixels)
    assert len(bands) == 2
    assert np.allclose(bands[0].corners, np.roll(bands[1].corners, 2, axis=0))


def test_a_zone_seen_whole_at_one_glance_needs_no_other_look(
    draw_mrz: Callable[..., Any], td3: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sure, as long as its lines and told to stand one way up; where its fillers tell less, all scales are looked at."""
    searches: list[int] = []

    def search(*_: object, **__: object) -> list[MrzBand]:
        searches.append(1)
        return []

    monkeypatch.setattr(stage, "_search", search)
    assert find_mrz_bands(draw_mrz(td3).pixels)[0].score > 0.9
    assert not searches
    find_mrz_bands(draw_mrz(("H0X8H0X8SNZ0OXHI" * 2 + "HX8N", "8HX0ISZN8HX0O0XH" * 2 + "0HX0")).pixels)
    assert searches


@pytest.mark.parametrize("thorough", [True, False])
def test_only_a_thorough_search_takes_things_for_lines_whatever_their_height(
    monkeypatch: pytest.MonkeyPatch, *, thorough: bool
) -> None:
    """It doubles the time of a page that shows no zone."""
    guessed: list[Seed] = []
    monkeypatch.setattr(stage, "lines_by_length", lambda seed: guessed.append(seed) or ())
    page = np.full((300, 900), 220, np.uint8)
    cv2.putText(page, "The bearer may travel", (40, 90), cv2.FONT_HERSHEY_TRIPLEX, 1.5, 30, 2, cv2.LINE_AA)
    assert find_mrz_bands(page, enough=1, thorough=thorough) == ()
    assert bool(guessed) is thorough


@pytest.mark.parametrize("radius", [4, 8])
def test_a_zone_under_a_reflection_is_found(
    draw_mrz: Callable[..., Any], td3: tuple[str, ...], radius: float
) -> None:
    """Its print is paler there by the share that the reflection takes, and no blank ends its lines."""
    drawn = draw_mrz(td3)
    y, x = np.mgrid[: drawn.pixels.shape[0], : drawn.pixels.shape[1]]
    across, down = drawn.centres[0][20]
    gleam = 0.8 * np.exp(-((np.hypot(x - across, y - down) / (radius * 14)) ** 2))
    lit = (drawn.pixels + (255 - drawn.pixels) * gleam).astype(np.uint8)
    band = find_mrz_bands(lit)[0]
    assert band.n_lines == 2
    assert cells_off(band, drawn) < 0.6


@pytest.mark.parametrize("pitch", [10, 18])
def test_three_close_lines_under_a_reflection_are_found(
    draw_mrz: Callable[..., Any], td1: tuple[str, ...], pitch: int
) -> None:
    """They are seen as one block, not as lines; the block is looked at with its contrast evened."""
    drawn = draw_mrz(td1, pitch=pitch)
    y, x = np.mgrid[: drawn.pixels.shape[0], : drawn.pixels.shape[1]]
    across, down = drawn.centres[1][15]
    gleam = 0.8 * np.exp(-((np.hypot(x - across, y - down) / (7 * pitch)) ** 2))
    band = find_mrz_bands((drawn.pixels + (255 - drawn.pixels) * gleam).astype(np.uint8))[0]
    assert band.n_lines == 3
    assert cells_off(band, drawn) < 0.6


def test_a_page_of_text_has_no_zone() -> None:
    """Words in a proportional face have neither the pitch nor the length."""
    page = np.full((700, 900), 220, np.uint8)
    for row in range(18):
        text = "The bearer may travel to all countries but Erewhon"[row : row + 34]
        cv2.putText(page, text, (40, 40 + 36 * row), cv2.FONT_HERSHEY_TRIPLEX, 0.9, 30, 1, cv2.LINE_AA)
    assert find_mrz_bands(page) == ()


@pytest.mark.parametrize("shape", [(1, 1), (3, 500), (500, 3), (40, 40, 3), (300, 400)])
def test_blank_images_of_any_size_have_no_zone(shape: tuple[int, ...]) -> None:
    """Nothing to see is an answer, not an error."""
    assert find_mrz_bands(np.zeros(shape, np.uint8)) == ()
    assert find_mrz_bands(np.full(shape, 255, np.uint8)) == ()


def test_noise_has_no_zone() -> None:
    """Random marks keep no pitch."""
    noise = np.random.default_rng(0).integers(0, 256, (400, 600), dtype=np.uint8)
    assert find_mrz_bands(noise) == ()


def test_the_pixels_are_not_changed(draw_mrz: Callable[..., Any], td2: tuple[str, ...]) -> None:
    """Read-only pixels are enough."""
    pixels = draw_mrz(td2).pixels
    before = pixels.copy()
    pixels.setflags(write=False)
    find_mrz_bands(pixels)
    assert np.array_equal(pixels, before)


def test_the_limit_is_kept_and_must_be_positive(draw_mrz: Callable[..., Any], td2: tuple[str, ...]) -> None:
    """At most `limit` bands."""
    assert len(find_mrz_bands(draw_mrz(td2).pixels, limit=1)) == 1
    with pytest.raises(UsageError, match="limit >= 1"):
        find_mrz_bands(np.zeros((10, 10), np.uint8), limit=0)


def test_a_band_refuses_corners_of_another_shape_and_protects_its_own() -> None:
    """Four corners of two coordinates, read-only."""
    with pytest.raises(UsageError, match="got"):
        MrzBand(corners=np.zeros((3, 2)), n_lines=2, score=0.5)
    with pytest.raises(UsageError, match=r"middles: expected 2, got 3"):
        MrzBand(corners=np.zeros((4, 2)), n_lines=2, score=0.5, middles=(0.1, 0.5, 0.9))
    band = MrzBand(corners=np.zeros((4, 2)), n_lines=2, score=0.5)
    with pytest.raises(ValueError, match="read-only"):
        band.corners[0, 0] = 1
