"""EXIF tags as text, the orientation, and the resolution a file states; a damaged tag is left out, never fatal."""

from collections.abc import Callable, Iterator, Mapping
from numbers import Number
from typing import Any, Final

from PIL import ExifTags, Image as PillowImage

from docforensics.capture.pixels import UPRIGHT

_LONGEST_TEXT: Final = 200
"""Characters: a maker's or a program's name is shorter, and no text is taken in whole. A judgement."""
# Tags that name a person or one device, or are no text: the document is examined, never who photographed it.
_LEFT_OUT: Final = frozenset(
    (
        "Artist", "Copyright", "XPAuthor", "CameraOwnerName", "BodySerialNumber", "LensSerialNumber",
        "ImageUniqueID", "GPSInfo", "MakerNote", "UserComment", "ExifOffset", "PrintImageMatching",
        "ImageResources", "IPTCNAA", "XMLPacket", "JPEGTables", "InterColorProfile", "ColorMap",
        "TransferFunction", "StripOffsets", "StripByteCounts", "TileOffsets", "TileByteCounts",
    )
)  # fmt: skip
# Screens, not scanners: programs write these without having measured anything.
_SCREEN_DENSITIES: Final = (96.0, 120.0, 144.0)
"""Dots an inch of screens set to 100, 125 and 150 % of 96."""
_PLACEHOLDERS_TO: Final = 72.5
"""Dots an inch: 72 and below is what programs write that know no resolution (Exif 2.32, default of XResolution)."""
_PLAUSIBLE_TO: Final = 4800.0
"""Dots an inch that flatbed scanners reach: a judgement; a lens or a camera states less."""


def read_exif(read: Callable[[], PillowImage.Exif]) -> PillowImage.Exif:
    """Give the EXIF data that `read` gives, none where it raises: a damaged block is no reason to refuse the picture."""
    try:
        return read()
    except Exception:  # noqa: BLE001  # Pillow raises whatever the damage leads to
        return PillowImage.Exif()


def exif_text(exif: PillowImage.Exif, info: Mapping[Any, Any]) -> dict[str, str]:
    """Give the tags of the main and the Exif directory by name, as text, without those that name a person."""
    tags = dict(_named_texts(_tags(exif)))
    software = _text(info.get("Software"))  # a PNG says it in a text chunk
    return {"Software": software, **tags} if software else tags


def orientation_of(exif: PillowImage.Exif) -> int:
    """Give the EXIF orientation, 1 when absent or invalid."""
    try:
        value = exif.get(ExifTags.Base.Orientation, UPRIGHT)
    except Exception:  # noqa: BLE001  # a damaged directory may raise anything; the picture is still there
        return UPRIGHT
    return value if isinstance(value, int) and 1 <= value <= 8 else UPRIGHT


def plausible_dpi(value: object) -> float | None:
    """Give the resolution that a file states as (x, y) dots per inch, when it can have been measured."""
    if not isinstance(value, tuple) or len(value) != 2:
        return None
    try:
        across, down = float(value[0]), float(value[1])
    except (TypeError, ValueError, ArithmeticError):
        return None
    if not _PLACEHOLDERS_TO < across <= _PLAUSIBLE_TO or abs(across - down) > 0.02 * across:
        return None
    return None if any(abs(across - screen) < 0.5 for screen in _SCREEN_DENSITIES) else across


def _tags(exif: PillowImage.Exif) -> Iterator[tuple[int, object]]:
    try:
        yield from list(exif.items())
        yield from list(exif.get_ifd(ExifTags.IFD.Exif).items())
    except Exception:  # noqa: BLE001  # as above: what was read before the damage is kept
        return


def _named_texts(tags: Iterator[tuple[int, object]]) -> Iterator[tuple[str, str]]:
    for number, value in tags:
        name = ExifTags.TAGS.get(number)
        if name is None or name in _LEFT_OUT:
            continue
        if isinstance(value, bytes) and name.startswith("XP"):
            value = value.decode("utf-16-le", "ignore")  # noqa: PLW2901  # Windows writes its tags so
        if text := _text(value):
            yield name, text


def _text(value: object) -> str:
    """Give a tag's value as one short line; empty when it is neither text nor number."""
    if isinstance(value, bytes):
        bare = value.rstrip(b"\0")
        value = bare.decode("ascii") if all(32 <= code < 127 for code in bare) else ""
    elif isinstance(value, tuple):
        value = ", ".join(_text(part) for part in value[:16])
    elif not isinstance(value, str | Number):
        return ""
    try:
        text = str(value)
    except (ArithmeticError, ValueError):
        return ""
    line = text[:_LONGEST_TEXT].split("\0", maxsplit=1)[0]
    return "".join(letter if letter.isprintable() else " " for letter in line).strip()
