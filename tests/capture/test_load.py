"""Whatever the caller holds becomes the sides of a document, or an error that says what to do."""

import hashlib
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image as PillowImage

from docforensics.capture.images import load_images
from docforensics.capture.light import Light
from docforensics.capture.load import load_capture, load_document
from docforensics.capture.model import Channel, SideKind
from docforensics.capture.side import Capture
from docforensics.errors import UsageError


@pytest.mark.parametrize("file_format", ["PDF", "TIFF"])
def test_each_page_is_a_side(
    encode: Callable[..., bytes], picture: PillowImage.Image, file_format: str
) -> None:
    """Of the same file, with its number."""
    raw = encode(picture, file_format, save_all=True, append_images=[picture.rotate(180)])
    sides = load_document(raw, channel="scanner", dpi=300)
    assert [side.primary.frame for side in sides] == [0, 1]
    assert {side.primary.sha256 for side in sides} == {hashlib.sha256(raw).hexdigest()}
    assert {side.channel for side in sides} == {Channel.SCANNER}
    assert {side.dpi for side in sides} == {300.0}


def test_each_item_of_a_list_is_a_side_and_a_capture_speaks_for_itself(
    encode: Callable[..., bytes], picture: PillowImage.Image, pattern: NDArray[np.uint8]
) -> None:
    """Mixed lists are the rule at a counter."""
    known = Capture.load(uv=pattern, side="back", channel="scanner")
    sides = load_document([encode(picture, "PNG"), known, pattern], side="front")
    assert sides[1] is known
    assert [side.side for side in sides] == [SideKind.FRONT, SideKind.BACK, SideKind.FRONT]
    assert [side.channel for side in sides] == [Channel.UPLOAD, Channel.SCANNER, Channel.UPLOAD]
    assert [side.lights for side in sides] == [(Light.VISIBLE,), (Light.UV,), (Light.VISIBLE,)]


def test_an_empty_list_is_refused() -> None:
    """There is nothing to examine."""
    with pytest.raises(UsageError, match="at least one side"):
        load_document([])


def test_pages_are_never_taken_for_frames_unasked(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """A back side would look like an optically variable front side."""
    raw = encode(picture, "TIFF", save_all=True, append_images=[picture])
    with pytest.raises(UsageError, match=r"2 pages.*load_document.*visible=load_images"):
        load_capture(raw)
    assert len(load_capture(load_images(raw)).images[Light.VISIBLE]) == 2
