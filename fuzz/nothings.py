"""Small pictures of what is no document, each drawn from its number: noise, shapes, text, pieces and ruins of Utopia's sample pages.

Some hold what a check looks for (a machine readable zone, a seal, a portrait), so that much of an examination runs.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image as PillowImage

from benchmarks.batch.pages import sample_pages
from fuzz.seeds import MRZ
from sample_docs.generator.seals.examples import one_of_each_kind

Picture = NDArray[np.uint8]
"""(H, W, 3), RGB."""
_SIDES = (40, 420)
"""Pixels: an examination of so few takes a fifth of a second."""
_FINE = 900
"""Pixels of the longer side of one picture in twenty: a zone can be read there."""
_DAY = date(2026, 11, 24)
_KINDS = ("JPEG", "PNG", "TIFF", "GIF", "WEBP", "BMP", "PDF")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NoDocument:
    """What is handed to an examiner."""

    kind: str
    images: Mapping[str, Picture | bytes]
    """Pixels or a file, by light."""
    stated: Mapping[str, Any] = field(default_factory=dict)
    """Channel, side and size of the page."""
    inspected_on: date = _DAY


def no_document(number: int, seed: int) -> NoDocument:
    """Draw one."""
    chance = np.random.default_rng((seed, number))
    kind = list(_DRAWN)[number % len(_DRAWN)]
    lights = ["visible", *(one for one in ("uv", "ir") if chance.random() < 0.2)]
    images: dict[str, Picture | bytes] = {
        light: _DRAWN[kind](chance, _size(chance, number)) for light in lights
    }
    if chance.random() < 0.4:
        images = {
            light: _file(picture, chance)
            for light, picture in images.items()
            if isinstance(picture, np.ndarray)
        }
    stated: dict[str, Any] = {
        "channel": str(chance.choice(["scanner", "photo", "upload"])),
        "side": str(chance.choice(["data_page", "front", "back", "other"])),
    }
    if chance.random() < 0.2:
        stated["size_mm"] = (float(chance.uniform(30, 300)), float(chance.uniform(30, 300)))
    return NoDocument(
        kind=kind,
        images=images,
        stated=stated,
        inspected_on=_DAY + timedelta(days=int(chance.integers(-9000, 9000))),
    )


def _size(chance: np.random.Generator, number: int) -> tuple[int, int]:
    if number % 20 == 19:
        return _FINE * 7 // 10, _FINE
    height, width = chance.integers(*_SIDES, 2)
    return int(height), int(width)


def _file(picture: Picture, chance: np.random.Generator) -> bytes:
    """Save it in some format; half of them are damaged."""
    sink = io.BytesIO()
    PillowImage.fromarray(picture).save(sink, str(chance.choice(_KINDS)))
    raw = bytearray(sink.getvalue())
    for _ in range(int(chance.integers(0, 4)) if chance.random() < 0.5 else 0):
        raw[int(chance.integers(len(raw)))] = int(chance.integers(256))
    return bytes(raw)


def _noise(chance: np.random.Generator, size: tuple[int, int]) -> Picture:
    return chance.integers(0, 256, (*size, 3), np.uint8)


def _plain(chance: np.random.Generator, size: tuple[int, int]) -> Picture:
    return np.full((*size, 3), chance.integers(0, 256, 3), np.uint8)


def _clouds(chance: np.random.Generator, size: tuple[int, int]) -> Picture:
    rough = chance.integers(0, 256, (size[0] // 16 + 2, size[1] // 16 + 2, 3), np.uint8)
    return _resized(rough, size)


def _stripes(chance: np.random.Generator, size: tuple[int, int]) -> Picture:
    rows, columns = np.indices(size)
    turned = rows * chance.uniform(-1, 1) + columns * chance.uniform(-1, 1)
    grey = np.asarray((np.sin(turned / chance.uniform(0.5, 9)) + 1) * 127, np.uint8)
    return np.dstack([grey] * 3)


def _shapes(chance: np.random.Generator, size: tuple[int, int]) -> Picture:
    picture = _plain(chance, size)
    for _ in range(int(chance.integers(1, 40))):
        (top, left), colour = chance.integers(0, size), chance.integers(0, 256, 3).tolist()
        corner = (int(left + chance.integers(2, 90)), int(top + chance.integers(2, 90)))
        cv2.rectangle(picture, (int(left), int(top)), corner, colour, int(chance.choice([-1, 1, 3])))
    return picture


def _text(chance: np.random.Generator, size: tuple[int, int]) -> Picture:
    words = ["PASSPORT", "ERIKSSON", "12 AUG/AOUT 74", "UTOPIA", "SPECIMEN", "L898902C3", "SEX/SEXE F"]
    return _lines([str(word) for word in chance.choice(words, int(chance.integers(1, 14)))], chance, size)


def _zone(chance: np.random.Generator, size: tuple[int, int]) -> Picture:
    return _lines(MRZ[int(chance.integers(len(MRZ)))].split("\n"), chance, size)


def _lines(lines: list[str], chance: np.random.Generator, size: tuple[int, int]) -> Picture:
    picture = np.full((*size, 3), 255 - chance.integers(0, 90, 3), np.uint8)
    scale = max(0.2, size[1] * 0.9 / max(len(line) for line in lines) / 18)
    for row, line in enumerate(lines):
        place = (4, int(size[0] - 6 - (len(lines) - 1 - row) * 30 * scale))
        cv2.putText(picture, line, place, cv2.FONT_HERSHEY_PLAIN, scale * 1.6, (20, 20, 20), 1, cv2.LINE_AA)
    return picture


@cache
def _pages() -> tuple[Picture, ...]:
    pages = [cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_COLOR) for raw in sample_pages(dpi=100)]
    return tuple(np.ascontiguousarray(page[..., ::-1]) for page in pages if page is not None)


def _page(chance: np.random.Generator) -> Picture:
    return _pages()[int(chance.integers(len(_pages())))]


def _resized(picture: Picture, size: tuple[int, int]) -> Picture:
    return np.asarray(cv2.resize(picture, size[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)


def _piece(chance: np.random.Generator, size: tuple[int, int]) -> Picture:
    page = _page(chance)
    height, width = (int(side * chance.uniform(0.1, 0.4)) for side in page.shape[:2])
    top, left = int(chance.integers(page.shape[0] - height)), int(chance.integers(page.shape[1] - width))
    return _resized(page[top : top + height, left : left + width], size)


def _mosaic(chance: np.random.Generator, size: tuple[int, int]) -> Picture:
    page, count = _page(chance), int(chance.integers(3, 9))
    tiles = [
        tile
        for band in np.array_split(page[: page.shape[0] // count * count], count)
        for tile in np.array_split(band[:, : page.shape[1] // count * count], count, axis=1)
    ]
    order = chance.permutation(len(tiles))
    rows = [np.hstack([tiles[at] for at in order[row * count : (row + 1) * count]]) for row in range(count)]
    return _resized(np.vstack(rows), size)


def _mirrored(chance: np.random.Generator, size: tuple[int, int]) -> Picture:
    return _resized(np.ascontiguousarray(_page(chance)[:, ::-1]), size)


def _negative(chance: np.random.Generator, size: tuple[int, int]) -> Picture:
    return _resized(255 - _page(chance), size)


def _on_noise(chance: np.random.Generator, size: tuple[int, int]) -> Picture:
    picture, page = _noise(chance, size), _page(chance)
    strip = _resized(page[page.shape[0] * 3 // 4 :], (max(4, size[0] // 4), size[1]))
    picture[-strip.shape[0] :] = strip
    return picture


@cache
def _payloads() -> tuple[bytes, ...]:
    return one_of_each_kind()


def _seal(chance: np.random.Generator, size: tuple[int, int]) -> Picture:
    payloads = _payloads()
    raw = bytearray(payloads[int(chance.integers(len(payloads)))])
    if chance.random() < 0.5:
        raw[int(chance.integers(len(raw)))] ^= 1 << int(chance.integers(8))
    code = zxingcpp.create_barcode(bytes(raw), zxingcpp.BarcodeFormat.DataMatrix)
    drawn = np.asarray(zxingcpp.write_barcode_to_image(code, scale=3), np.uint8)
    picture = np.full((*size, 3), 255, np.uint8)
    height, width = min(size[0], drawn.shape[0]), min(size[1], drawn.shape[1])
    picture[:height, :width] = drawn[:height, :width, None]
    return picture


def _portrait(chance: np.random.Generator, size: tuple[int, int]) -> Picture:
    page = _page(chance)
    height, width = page.shape[:2]
    return _resized(page[height // 5 : height * 7 // 10, : width * 2 // 5], size)


_DRAWN: Mapping[str, Callable[[np.random.Generator, tuple[int, int]], Picture]] = {
    one.__name__[1:].replace("_", "-"): one
    for one in (
        *(_noise, _plain, _clouds, _stripes, _shapes, _text, _zone),
        *(_piece, _mosaic, _mirrored, _negative, _on_noise, _seal, _portrait),
    )
}
