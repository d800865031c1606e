"""Finds matrix codes (Data Matrix, Aztec, QR, PDF417) on a picture, with `zxing-cpp`.

The picture is searched at a size at which a module of a seal, 0.34 mm or more (Doc 9303-13), is a few pixels: with one
threshold for all first, which reads through background printing, then with a local one after a little blur, which reads
in shade (benchmarks/seal/). A large photo in which no seal was found is searched once more at full size. A code that is no seal
ends neither search: anybody can print one. The number of codes on one picture is bounded; seals go before others.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Channel, Pixels
from docforensics.errors import EngineUnavailableError
from docforensics.page.shrunk import shrunk
from docforensics.seal.decode import is_seal
from docforensics.seal.keys import INSTALL
from docforensics.seal.model import Barcode

WORK_SIDE = 1400
"""Longer side at which a picture is searched first: 3.8 px a module where an ID-3 page fills it."""
FULL_SIDE = 4200
"""Longer side of the second search; larger pictures are reduced to it."""
_ENOUGH_PX_PER_MM = 14.0
"""A module of 0.34 mm is 4.8 px there, and 3.8 are read (`WORK_SIDE`)."""
_NEAR = 0.25
"""Share by which a search may be coarser or finer than asked, so that whole pixels are averaged: 11.2 px/mm are still 3.8 px a module."""
_LEFT_UNFILTERED = 0.8
"""Scale from which the nearest four pixels hold what falls on one: shares of pixels take seven times as long, 4 ms of a scan at 300 dpi. A judgement."""
MOST_CODES = 32
"""More on one page are no seals; the first ones found are kept, those that claim to be seals before all others."""
_BLUR_PX = 0.7
"""All 60 drawn pages are read with it, 59 without (decisions, 2026-11-24-seals)."""
_MATRIX = "DataMatrix|Aztec|QRCode"
_FORMATS = f"{_MATRIX}|PDF417"
_PACKAGES = ("zxingcpp", "cryptography", "asn1crypto", "ecdsa", "rfc8785")


def seals_installed() -> bool:
    """Whether the packages of the extra `seal` are there."""
    return all(find_spec(name) for name in _PACKAGES)


def find_codes(
    pixels: Pixels, channel: Channel = Channel.UPLOAD, *, px_per_mm: float | None = None
) -> tuple[Barcode, ...]:
    """Find and decode the matrix codes on a picture.

    Parameters
    ----------
    pixels
        (H, W, 3) RGB or (H, W).
    channel
        A scanner's picture is searched once: the page fills it, so a code is large enough at the first size.
    px_per_mm
        Pixels a millimetre of the page on the picture, where they are known: the second search need not be finer than a module asks for.
    """
    grey = np.asarray(
        cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels, dtype=np.uint8
    )
    longest = max(grey.shape)
    found = _search(grey, min(WORK_SIDE / longest, 1.0))
    finer = min(FULL_SIDE / longest, 1.0, _ENOUGH_PX_PER_MM / px_per_mm if px_per_mm else 1.0)
    if not _holds_a_seal(found) and finer > WORK_SIDE / longest and channel is not Channel.SCANNER:
        again = _search(grey, _whole(finer))
        found = again if _holds_a_seal(again) or not found else found
    return found


def _holds_a_seal(codes: Sequence[Barcode]) -> bool:
    return any(is_seal(code.payload) for code in codes)


def _search(grey: Pixels, scale: float) -> tuple[Barcode, ...]:
    if scale < 1:
        shape = (max(round(grey.shape[1] * scale), 1), max(round(grey.shape[0] * scale), 1))
        hardly = scale > _LEFT_UNFILTERED
        grey = np.asarray(cv2.resize(grey, shape), np.uint8) if hardly else shrunk(grey, shape)
    return tuple(_decoded(np.ascontiguousarray(grey), scale))


def _whole(scale: float) -> float:
    """The share of one over a whole number that is near a scale, which it takes a tenth of the time to average; else the scale."""
    step = round(1 / scale)
    return 1 / step if step > 1 and abs(scale * step - 1) < _NEAR else scale


def _decoded(grey: NDArray[np.uint8], scale: float) -> Iterator[Barcode]:
    # Those that claim to be seals first: any number of other codes may be printed on a page.
    for code in sorted(_codes(grey), key=lambda code: not is_seal(code.bytes))[:MOST_CODES]:
        at = code.position
        points = [
            (p.x + 0.5, p.y + 0.5) for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        ]
        corners = np.array(points, dtype=np.float64) / scale
        corners.setflags(write=False)
        yield Barcode(symbology=str(code.format), payload=code.bytes, corners=corners)


def _codes(grey: NDArray[np.uint8]) -> list[Any]:
    try:
        import zxingcpp
    except ImportError as error:
        raise EngineUnavailableError(INSTALL) from error
    # Seals are dark on light: not to look for the reverse, nor for stacked bars a second time, saves half of the time.
    read = partial(zxingcpp.read_barcodes, try_invert=False)
    formats, matrix = (zxingcpp.barcode_formats_from_str(names) for names in (_FORMATS, _MATRIX))
    found = list(read(grey, formats=formats, binarizer=zxingcpp.Binarizer.FixedThreshold))
    if any(is_seal(code.bytes) for code in found):
        return found
    again = list(read(cv2.GaussianBlur(grey, (0, 0), _BLUR_PX), formats=matrix))
    return again if not found or any(is_seal(code.bytes) for code in again) else found
