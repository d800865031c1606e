"""HEIC photos decode where the extra is installed, and say what to install where it is not."""

import base64
import sys

import numpy as np
import pytest

from docforensics.capture import media
from docforensics.capture.heic import decode_heic
from docforensics.capture.limits import DEFAULT_LIMITS, Limits
from docforensics.errors import DecodeError, InputError, LimitExceededError, UnsupportedFormatError

HEIC = base64.b64decode(
    """
    AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAchtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRp
    bG9jAAAAAERAAAIAAQAAAAAB7AABAAAAAAAAAM4AAgAAAAACugABAAAAAAAAAFQAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABo
    dmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABB2lwcnAAAADmaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA
    /P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMD
    IAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAA
    AAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAAAlpcm90AwAAABlpcG1hAAAAAAAAAAEAAQaBAgMFhIYAAAAaaXJlZgAA
    AAAAAAAOY2RzYwACAAEAAQAAASptZGF0AAAAyigBrwY48JfS8Zb/cfH//vr9gfn/8I/5bn9tmfL5TF+00nv5YdKwW1K1R5HOso8RFyW2
    VmsRCeAnXfxYcBir2p+HOnBIpoOUAj3FU4WsaV7vyumPARbq/1aNn/4s9vH3wQnbU0//hEQz8P2pSDLBOQA3JJXcp3qqg9xX3P9+cbj+
    /It//2fYhCLcOnzSCX8YYAQ9B+DsUI4RmfwCZjK5hU0/MU9nmvsAk68cMJb8KUewkbvtfhvGRxqmaTI3a3Dtu/+8+Sq+0K4XhSwAAAAG
    RXhpZgAATU0AKgAAAAgAAwESAAMAAAABAAYAAAExAAIAAAAOAAAAMgE7AAIAAAAJAAAAQAAAAABVdG9waWEgY2FtZXJhAFNvbWVib2R5
    AAA=
    """
)
"""A drawing of 64x48: red left, blue right, white corner top left; to be turned by 90 degrees clockwise."""


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """One command puts it right."""
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    with pytest.raises(UnsupportedFormatError, match=r"pip install 'docforensics\[heic\]'"):
        decode_heic(HEIC, DEFAULT_LIMITS)


def test_it_is_told_by_its_content() -> None:
    """Even without the extra."""
    assert media.media_type_of(HEIC) == media.HEIC


def test_a_photo_is_decoded_and_turned_upright_once() -> None:
    """Turned clockwise, left comes to the top and the corner to the top right."""
    pytest.importorskip("pi_heif")
    frame = decode_heic(HEIC, DEFAULT_LIMITS)
    assert frame.pixels.shape == (64, 48, 3)
    assert np.abs(frame.pixels[5, 5].astype(int) - (200, 30, 40)).max() < 8
    assert np.abs(frame.pixels[5, -5].astype(int) - (240, 240, 235)).max() < 8
    assert np.abs(frame.pixels[-5, 5].astype(int) - (30, 60, 190)).max() < 8


def test_the_software_is_kept_and_the_photographer_is_not() -> None:
    """As for every other format."""
    pytest.importorskip("pi_heif")
    exif = decode_heic(HEIC, DEFAULT_LIMITS).exif
    assert exif["Software"] == "Utopia camera"
    assert "Somebody" not in " ".join(exif.values())


def test_too_many_pixels_are_refused_by_the_header() -> None:
    """Before decoding."""
    pytest.importorskip("pi_heif")
    with pytest.raises(LimitExceededError, match="3072 pixels"):
        decode_heic(HEIC, Limits(max_pixels=3071))


def test_a_truncated_photo_is_refused() -> None:
    """At any length."""
    pytest.importorskip("pi_heif")
    for length in range(0, len(HEIC) - 100, 23):
        with pytest.raises(InputError):
            decode_heic(HEIC[:length], DEFAULT_LIMITS)


@pytest.mark.parametrize("kind", [b"hvc1", b"Exif"])
@pytest.mark.parametrize("place", range(4))
def test_an_unreadable_item_type_is_refused_before_it_kills_the_process(kind: bytes, place: int) -> None:
    """pi_heif 1.4.0 dies of a segmentation fault."""
    pytest.importorskip("pi_heif")
    raw = bytearray(HEIC)
    raw[raw.index(kind) + place] = 0xFF
    with pytest.raises(DecodeError, match="unreadable type"):
        decode_heic(bytes(raw), DEFAULT_LIMITS)


def _with_long_size(kind: bytes) -> bytes:
    """Give the photo with the size of one item entry in eight bytes, everything behind it moved."""
    at = HEIC.index(kind) - 12
    size = int.from_bytes(HEIC[at - 4 : at], "big")
    raw = bytearray(HEIC[: at - 4] + b"\0\0\0\x01infe" + (size + 8).to_bytes(8, "big") + HEIC[at + 4 :])
    for box in (b"meta", b"iinf"):
        place = raw.index(box) - 4
        raw[place : place + 4] = (int.from_bytes(raw[place : place + 4], "big") + 8).to_bytes(4, "big")
    for offset in (0x1EC, 0x2BA):
        place = raw.index(offset.to_bytes(4, "big"))
        raw[place : place + 4] = (offset + 8).to_bytes(4, "big")
    return bytes(raw)


def test_an_item_entry_with_a_long_size_is_decoded() -> None:
    """The size stands behind the name then."""
    pytest.importorskip("pi_heif")
    assert np.array_equal(
        decode_heic(_with_long_size(b"Exif"), DEFAULT_LIMITS).pixels, decode_heic(HEIC, DEFAULT_LIMITS).pixels
    )


@pytest.mark.parametrize("place", range(4))
def test_an_unreadable_type_behind_a_long_size_is_refused(place: int) -> None:
    """pi_heif 1.4.0 dies of it as well."""
    pytest.importorskip("pi_heif")
    raw = bytearray(_with_long_size(b"Exif"))
    raw[raw.index(b"Exif") + place] = 0xFF
    with pytest.raises(DecodeError, match="unreadable type"):
        decode_heic(bytes(raw), DEFAULT_LIMITS)


@pytest.mark.parametrize("kind", [b"iden", b"iovl"])
@pytest.mark.parametrize("raw", [HEIC, _with_long_size(b"Exif")], ids=["short", "long"])
def test_a_picture_made_of_others_is_refused(raw: bytes, kind: bytes) -> None:
    """Libheif 1.23.0 writes outside its memory over nested ones."""
    pytest.importorskip("pi_heif")
    with pytest.raises(UnsupportedFormatError, match=kind.decode()):
        decode_heic(raw.replace(b"Exif", kind, 1), DEFAULT_LIMITS)


def test_pictures_may_contain_the_name_of_an_item_entry() -> None:
    """In a photo of 10 MB four given bytes stand somewhere once in 400; what is coded is not read as entries."""
    pytest.importorskip("pi_heif")
    raw = HEIC + b"\0\0\0\x18mdat\xff\xff\xff\xffinfe\xff\xff\xff\xff\xff\xff\xff\xff"
    assert decode_heic(raw, DEFAULT_LIMITS).pixels.shape == (64, 48, 3)


@pytest.mark.parametrize("behind", [b"", b"\0\0\0\0mdat", b"\0\0\0\x07mdat", b"\0\0\0\x01mdat" + bytes(8)])
def test_what_is_no_box_is_looked_through(behind: bytes) -> None:
    """A box that states no size, or too small a one, hides nothing."""
    pytest.importorskip("pi_heif")
    with pytest.raises(UnsupportedFormatError, match="iden"):
        decode_heic(HEIC + behind + b"\0\0\0\x15infe\2\0\0\0\0\1\0\0iden\0", DEFAULT_LIMITS)


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        (b"\x7f\x7f\x7f\x7finfe" * 50_000, "entry of 2139062143 bytes"),
        (b"\0\0\0\x0dinfe\2\0\0\0\0" * 70_000, "more than 65535 items"),
    ],
)
def test_entries_that_ask_for_much_are_refused(entries: bytes, message: str) -> None:
    """Texts that each reach to the end took 5 s of half a megabyte."""
    pytest.importorskip("pi_heif")
    with pytest.raises(LimitExceededError, match=message):
        decode_heic(HEIC[:0x1C] + entries, DEFAULT_LIMITS)
