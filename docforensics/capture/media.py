"""The media type of a file, from its first bytes and never from its name: specimens come as BMP named .jpg."""

from typing import Final

from docforensics.errors import DecodeError, UnsupportedFormatError

JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
TIFF: Final = "image/tiff"
BMP: Final = "image/bmp"
WEBP: Final = "image/webp"
GIF: Final = "image/gif"
JPEG2000: Final = "image/jp2"
HEIC: Final = "image/heic"
PDF: Final = "application/pdf"
ARRAY: Final = "array"
"""Stands for the media type of an array, which came in no file."""

_SIGNATURES: Final = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", JPEG2000),
    (b"\xff\x4f\xff\x51", JPEG2000),
    (b"BM", BMP),
)
_HEIC_BRANDS: Final = frozenset(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1")
)
# Formats that people send by mistake: naming what it is tells them what to do.
_KNOWN_BUT_NOT_DECODED: Final = (
    (b"PK\x03\x04", "a ZIP archive or Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"8BPS", "a Photoshop file"),
    (b"<", "an HTML, XML or SVG text"),
    (b"%!PS", "a PostScript file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\xff\x0a", "a JPEG XL image"),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL image"),
)
_PDF_HEADER_WITHIN: Final = 1024  # ISO 32000-1 Annex H: readers accept the header in the first 1024 bytes
_ACCEPTED: Final = "JPEG, PNG, TIFF, BMP, WebP, GIF, JPEG 2000, HEIC or PDF"


def media_type_of(raw: bytes) -> str:
    """Determine the media type of a file from its content.

    Raises DecodeError when there are no bytes and UnsupportedFormatError when they are of no format decoded here.
    """
    if not raw:
        raise DecodeError("The file is empty (0 bytes): copy or export it again")
    signed = (media_type for signature, media_type in _SIGNATURES if raw.startswith(signature))
    media_type = next(signed, None) or _by_container(raw)
    if media_type is None:
        raise UnsupportedFormatError(
            f"This is {_name_unsupported(raw)}, which is not decoded: give {_ACCEPTED}"
        )
    return media_type


def _by_container(raw: bytes) -> str | None:
    """Tell the formats whose mark does not stand at the very start."""
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return WEBP
    if raw[4:8] == b"ftyp" and _brands(raw) & _HEIC_BRANDS and b"avif" not in _brands(raw):
        return HEIC
    return PDF if b"%PDF-" in raw[:_PDF_HEADER_WITHIN] else None


def _brands(raw: bytes) -> set[bytes]:
    """Major and compatible brands of an ISO base media file (ISO/IEC 14496-12, 4.3)."""
    length = min(int.from_bytes(raw[:4], "big"), 256)
    return {raw[8:12], *(raw[at : at + 4] for at in range(16, length, 4))}


def _name_unsupported(raw: bytes) -> str:
    if raw[4:8] == b"ftyp":
        return "an AVIF image" if b"avif" in _brands(raw) else "a video or other ISO media file"
    start = raw.lstrip(b"\xef\xbb\xbf \t\r\n")
    known = (name for signature, name in _KNOWN_BUT_NOT_DECODED if start.startswith(signature))
    return next(known, f"a file of unknown format (it starts with {raw[:8].hex(' ')})")
