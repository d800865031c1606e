"""A file is what its bytes say, whatever it is called."""

from collections.abc import Callable

import pytest
from PIL import Image as PillowImage

from docforensics.capture import media
from docforensics.errors import DecodeError, UnsupportedFormatError


@pytest.mark.parametrize(
    ("file_format", "expected"),
    [
        ("JPEG", media.JPEG),
        ("PNG", media.PNG),
        ("TIFF", media.TIFF),
        ("BMP", media.BMP),
        ("WEBP", media.WEBP),
        ("GIF", media.GIF),
        ("JPEG2000", media.JPEG2000),
        ("PDF", media.PDF),
    ],
)
def test_a_written_file_is_told_by_its_content(
    encode: Callable[..., bytes], picture: PillowImage.Image, file_format: str, expected: str
) -> None:
    """What Pillow writes is recognised."""
    assert media.media_type_of(encode(picture, file_format)) == expected


def test_a_pdf_may_start_with_some_rubbish() -> None:
    """Readers accept the header within the first 1024 bytes."""
    assert media.media_type_of(b"\r\n" * 100 + b"%PDF-1.7\n") == media.PDF


def test_heic_is_told_by_any_of_its_brands() -> None:
    """The major brand may be a general one."""
    assert media.media_type_of(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic") == media.HEIC


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        (b"PK\x03\x04rest", "ZIP"),
        (b"  <svg xmlns=''/>", "SVG"),
        (b"\xef\xbb\xbf<!doctype html>", "HTML"),
        (b"8BPS\0\1", "Photoshop"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1", "AVIF"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isomiso2", "video"),
        (b"\0", "unknown format"),
    ],
)
def test_other_files_are_refused_by_the_name_of_what_they_are(raw: bytes, named: str) -> None:
    """The message says what was sent and what to send."""
    with pytest.raises(UnsupportedFormatError, match=named) as caught:
        media.media_type_of(raw)
    assert "JPEG, PNG" in str(caught.value)


def test_no_bytes_are_a_damaged_file() -> None:
    """An interrupted copy leaves nothing."""
    with pytest.raises(DecodeError, match="0 bytes"):
        media.media_type_of(b"")
