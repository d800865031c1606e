"""Capture channels."""

import cv2
import numpy as np
import pytest

from sample_docs.generator.capture import CHANNELS, take
from sample_docs.generator.capture.codec import decode, encode
from sample_docs.generator.capture.shot import Codec
from sample_docs.generator.jobs import Job, sheets
from sample_docs.generator.lights import Light
from sample_docs.generator.sheet import Sheet


def _sheet() -> Sheet:
    return sheets(Job(design="td2", copy=1, holder=2, channel="flatbed"))[0]


@pytest.mark.parametrize("name", sorted(CHANNELS))
def test_a_channel_is_decided_by_its_seed_alone(name: str) -> None:
    """The same seed, the same bytes; another seed, others."""
    sheet, channel = _sheet(), CHANNELS[name]
    one, two, other = (take(sheet, channel.shots(sheet.design, seed, ppi=150)[0])[0] for seed in (4, 4, 5))
    assert one == two != other


@pytest.mark.parametrize("name", sorted(CHANNELS))
def test_the_homography_tells_where_the_page_lies(name: str) -> None:
    """Inside the page it is brighter or glowing; the four corners lie in or near the picture."""
    sheet = _sheet()
    shot = CHANNELS[name].shots(sheet.design, 9, ppi=150)[0]
    width, height = sheet.design.width, sheet.design.height
    corners = np.array([[[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]]])
    placed = cv2.perspectiveTransform(corners, shot.homography)[0]
    assert (placed > -0.06 * max(shot.size)).all()
    assert (placed < 1.06 * np.array(shot.size)).all()
    assert cv2.contourArea(placed.astype(np.float32)) > 0.3 * shot.size[0] * shot.size[1]


def test_the_border_reader_takes_registered_white_uv_and_ir() -> None:
    """One geometry for three lights, at 400 ppi."""
    shots = CHANNELS["border-reader"].shots(_sheet().design, 2)
    assert [s.view.light for s in shots] == [Light.WHITE, Light.UV, Light.IR]
    assert all(np.array_equal(s.homography, shots[0].homography) for s in shots)
    assert all(s.codec.dpi == 400 for s in shots)


def test_photos_reach_twelve_megapixels() -> None:
    """And start at two."""
    sizes = {CHANNELS["photo"].shots(_sheet().design, seed)[0].size for seed in range(60)}
    assert max(w * h for w, h in sizes) == 12_000_000
    assert min(w * h for w, h in sizes) < 2_000_000


def test_the_messenger_shrinks_and_drops_the_resolution_tag() -> None:
    """Long side 1600 at most, no dpi."""
    sheet = _sheet()
    data, _ = take(sheet, CHANNELS["messenger"].shots(sheet.design, 3)[0])
    assert max(decode(data).shape) <= 1600


@pytest.mark.parametrize("codec", [Codec(format="PNG"), Codec(quality=95, subsampling="4:4:4")])
def test_a_codec_gives_back_what_went_in(codec: Codec) -> None:
    """Exactly, or nearly."""
    smooth = np.tile(np.arange(0, 200, 2, dtype=np.uint8)[:, None, None], (1, 80, 3))
    assert np.abs(decode(encode(smooth, codec)).astype(int) - smooth).max() <= (
        0 if codec.format == "PNG" else 6
    )
