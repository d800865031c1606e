"""A capture is one side in every light that was given, under the words that the caller gave."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image as PillowImage

from docforensics.capture.light import Light
from docforensics.capture.limits import Limits
from docforensics.capture.model import Channel, Image, SideKind
from docforensics.capture.side import Capture
from docforensics.errors import DecodeError, InputError, LimitExceededError, UsageError


def image(pixels: NDArray[np.uint8], dpi: float | None = None) -> Image:
    """Make an image as a decoder would."""
    return Image(pixels=pixels, sha256="0" * 64, raw=b"", media_type="array", dpi=dpi)


@pytest.fixture
def grey() -> NDArray[np.uint8]:
    """Give 3x4 grey pixels."""
    return np.arange(12, dtype=np.uint8).reshape(3, 4)


def test_a_capture_of_nothing_is_refused(grey: NDArray[np.uint8]) -> None:
    """Nor one of a light without a frame."""
    with pytest.raises(UsageError, match="at least one image"):
        Capture(images={})
    with pytest.raises(UsageError, match="at least one frame"):
        Capture(images={Light.VISIBLE: (image(grey),), Light.UV: ()})


def test_the_primary_image_is_the_visible_one_or_else_the_first(grey: NDArray[np.uint8]) -> None:
    """Order of the lights does not matter where visible light is there."""
    visible, infrared = image(grey), image(grey)
    assert Capture(images={Light.IR: (infrared,), Light.VISIBLE: (visible,)}).primary is visible
    assert Capture(images={Light.IR: (infrared,), Light.UV: (visible,)}).primary is infrared


def test_loading_takes_every_light_in_every_form(
    grey: NDArray[np.uint8], encode: Callable[..., bytes], picture: PillowImage.Image, tmp_path: Path
) -> None:
    """Path, bytes, array, image, and several frames of one light."""
    file = tmp_path / "page.bin"
    file.write_bytes(encode(picture, "PNG"))
    capture = Capture.load(
        visible=[str(file), file],
        uv=encode(picture, "BMP"),
        ir=grey,
        coaxial=image(grey),
        transmitted=(grey, grey),
    )
    assert {light: len(frames) for light, frames in capture.images.items()} == {
        Light.VISIBLE: 2,
        Light.UV: 1,
        Light.IR: 1,
        Light.COAXIAL: 1,
        Light.TRANSMITTED: 2,
    }
    assert capture.primary.source == "page.bin"
    assert capture.primary.media_type == "image/png"


def test_words_stand_for_side_and_channel(grey: NDArray[np.uint8]) -> None:
    """As on the command line."""
    capture = Capture.load(visible=grey, side="data_page", channel="scanner", dpi=300)
    assert (capture.side, capture.channel, capture.dpi) == (SideKind.DATA_PAGE, Channel.SCANNER, 300.0)


def test_by_default_the_channel_is_an_upload_whatever_the_file_says(
    grey: NDArray[np.uint8], encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """A forger would choose what the file says."""
    assert Capture.load(visible=grey).channel is Channel.UPLOAD
    assert (
        Capture.load(visible=encode(picture, "TIFF", dpi=(300, 300), software="Scanner")).channel
        is Channel.UPLOAD
    )


def test_the_resolution_of_the_primary_file_is_taken_unless_the_caller_knows_better(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """The caller's word counts."""
    raw = encode(picture, "PNG", dpi=(300, 300))
    assert Capture.load(visible=raw).dpi == pytest.approx(300, abs=0.1)
    assert Capture.load(visible=raw, dpi=186.5).dpi == 186.5
    assert Capture.load(visible=encode(picture, "PNG")).dpi is None


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({}, "at least one image"),
        ({"visible": []}, "at least one image"),
        ({"visible": np.zeros((2, 2), np.uint8), "uv": []}, "at least one frame"),
        ({"visible": 7}, "int"),
        ({"visible": None, "uv": None}, "at least one image"),
        ({"white": np.zeros((2, 2), np.uint8)}, "light: expected one of visible, uv"),
        ({"visible": np.zeros((2, 2), np.uint8), "side": "left"}, "front, back"),
        ({"visible": np.zeros((2, 2), np.uint8), "channel": "fax"}, "scanner, photo, upload"),
        ({"visible": np.zeros((2, 2), np.uint8), "dpi": 0}, "dpi"),
        ({"visible": np.zeros((2, 2), np.uint8), "dpi": float("nan")}, "dpi"),
        ({"visible": np.zeros((2, 2), np.uint8), "dpi": "300"}, "dpi"),
    ],
)
def test_a_wrong_call_is_a_usage_error_that_names_what_is_wrong(
    arguments: dict[str, object], named: str
) -> None:
    """The choices are listed."""
    with pytest.raises(UsageError, match=named):
        Capture.load(**arguments)  # type: ignore[arg-type]


def test_errors_of_files_pass_through(
    tmp_path: Path, encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """Missing, damaged and too large are told apart."""
    with pytest.raises(InputError, match="no such file"):
        Capture.load(visible=tmp_path / "absent.png")
    with pytest.raises(DecodeError):
        Capture.load(visible=encode(picture, "PNG")[:100])
    with pytest.raises(LimitExceededError):
        Capture.load(visible=encode(picture, "PNG"), limits=Limits(max_pixels=10))


def test_a_capture_inside_a_light_is_refused(grey: NDArray[np.uint8]) -> None:
    """It is a side, not an image."""
    with pytest.raises(UsageError, match="got a Capture"):
        Capture.load(visible=Capture.load(visible=grey))  # type: ignore[arg-type]


def test_lights_by_name_and_by_light_are_the_same(grey: NDArray[np.uint8]) -> None:
    """Code that chooses lights while it runs needs no keywords."""
    named = Capture.load(visible=grey, ir=grey, channel="scanner")
    mapped = Capture.from_lights({Light.VISIBLE: grey, Light.IR: grey}, channel="scanner")
    assert named.lights == mapped.lights == (Light.VISIBLE, Light.IR)
    assert (named.channel, named.primary.sha256) == (mapped.channel, mapped.primary.sha256)


def test_a_light_that_is_not_known_is_refused(grey: NDArray[np.uint8]) -> None:
    """By name and by light alike."""
    unknown: Any = {"x": grey}
    for load in (Capture.from_lights, lambda lights: Capture.load(**lights)):
        with pytest.raises(UsageError, match=r"light: expected one of visible, .*, got 'x'"):
            load(unknown)


@pytest.mark.parametrize("dpi", [0, 0.5, -300, float("nan"), float("inf"), 1e308, "300"])
def test_a_resolution_that_nothing_has_is_refused(dpi: object) -> None:
    """Finite ones as well: a page of no millimetres was divided by."""
    with pytest.raises(UsageError, match="dpi: expected 1 to 100000"):
        Capture.load(visible=np.zeros((6, 9), np.uint8), dpi=dpi)  # type: ignore[arg-type]
