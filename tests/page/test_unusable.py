"""Images that do not show the light they are given as."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.load import load_capture
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.page.find import find_frame
from docforensics.page.frame import Frame
from docforensics.page.lights import align_lights
from docforensics.page.rectify import draw
from docforensics.page.unusable import is_same_image, unusable_lights

DOCUMENTS = Path(__file__).parents[2] / "sample_docs" / "documents"
GENUINE = "td2-0010-border-reader"
FORGED = (
    f"{GENUINE}-counterfeit-inkjet-bright-ordinary",
    f"{GENUINE}-mrz-ir-transparent-ordinary",
    f"{GENUINE}-uv-missing-ordinary",
)
WHITE, UV, IR = Light.VISIBLE, Light.UV, Light.IR


@cache
def image(name: str, light: str) -> Pixels:
    """Load the picture of a sample document in one light, at half its 400 dpi: a quarter of the pixels to lay and to compare."""
    pixels = load_capture(DOCUMENTS / name / f"front-{light}.jpg").primary.pixels
    return np.asarray(cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def images(name: str = GENUINE) -> dict[str, Pixels]:
    """Load the three pictures of a sample document."""
    return {"visible": image(name, "white"), "uv": image(name, "uv"), "ir": image(name, "ir")}


@cache
def frame(name: str) -> Frame:
    """Find a sample document's page, once: its picture in white light alone tells where it is."""
    return find_frame(Capture.load(visible=image(name, "white")))


def unusable(given: Mapping[str, Pixels], name: str | None = GENUINE) -> Mapping[Light, str]:
    """Lay the pictures on the page of a sample document, or on that which is found, and tell which do not show their light."""
    capture = Capture.load(**given)  # type: ignore[arg-type]
    found = replace(frame(name), light_frames=align_lights(capture)) if name else find_frame(capture)
    return unusable_lights(draw(capture, found))


def coarse(pixels: Pixels) -> Pixels:
    """Scale to 60 % and save as JPEG."""
    small = cv2.resize(pixels, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    encoded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 75])[1]
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_UNCHANGED), dtype=np.uint8)


def grey(pixels: Pixels) -> Pixels:
    """Take the colours away."""
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


@pytest.mark.parametrize("name", [GENUINE, *FORGED])
def test_three_lights_of_a_page_are_three_lights(name: str) -> None:
    """Forged paper that is bright under UV, inks that vanish in IR and a dark page are evidence, and stay so."""
    assert dict(unusable(images(name), name)) == {}
    assert dict(unusable({"visible": images(name)["visible"]}, name)) == {}


@pytest.mark.parametrize("light", [UV, IR])
@pytest.mark.parametrize("copied", [np.copy, coarse, grey, lambda pixels: pixels // 3])
def test_the_white_light_image_again_is_told(light: Light, copied: object) -> None:
    """As it is, coarser and compressed, in grey, or darker."""
    white = images()["visible"]
    found = unusable({**images(), light.value: copied(white)})  # type: ignore[operator]
    assert dict(found) == {light: f"the {light} image is the white-light image again"}


@pytest.mark.parametrize("light", [Light.COAXIAL, Light.TRANSMITTED])
def test_the_same_pixels_are_told_in_every_light(light: Light) -> None:
    """Of white light, or of any other; a second exposure of a page that shows nothing else there is no copy."""
    given = images()
    found = unusable({**given, light.value: given["visible"]})
    assert dict(found) == {light: f"the {light} image is the white-light image again"}
    assert set(unusable({**given, light.value: given["uv"]})) == {light}
    noise = np.random.default_rng(3).integers(-3, 4, given["visible"].shape)
    again = np.asarray(np.clip(given["visible"] + noise, 0, 255), np.uint8)
    assert dict(unusable({**given, light.value: again})) == {}


def test_one_image_for_two_lights_is_neither() -> None:
    """Which of them it shows is not told."""
    given = images()
    found = unusable({**given, "ir": given["uv"]})
    assert dict(found) == {UV: "the uv image is the ir image again", IR: "the ir image is the uv image again"}


def test_lights_that_are_taken_for_each_other_are_told() -> None:
    """By what white light shows too: IR shows much of it, UV little."""
    given = images()
    found = unusable({**given, "uv": given["ir"], "ir": given["uv"]})
    assert set(found) == {UV, IR}
    assert "taken for each other" in found[UV]


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_blank_image_is_told(level: int) -> None:
    """A lamp that is off still shows the noise of the camera; that is looked at elsewhere."""
    given = images()
    blank = np.full_like(given["uv"], level)
    assert dict(unusable({**given, "uv": blank, "ir": blank})) == {
        UV: "the uv image is blank",
        IR: "the ir image is blank",
    }


def test_the_primary_light_is_never_left_out() -> None:
    """There is nothing to hold it against."""
    blank = np.full((300, 400), 90, np.uint8)
    assert dict(unusable({"visible": blank}, None)) == {}
    assert set(unusable({"uv": images()["uv"], "ir": images()["uv"]}, None)) == {IR}


def test_noise_is_no_copy_of_noise() -> None:
    """Nor is a flat picture one of anything."""
    random = np.random.default_rng(0)
    one, other = (random.integers(0, 255, (200, 300, 3), dtype=np.uint8) for _ in range(2))
    assert is_same_image(one, one)
    assert not is_same_image(one, other)
    assert not is_same_image(np.zeros_like(one), one)
