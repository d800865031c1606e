"""Pages drawn by hand and sent through a lens, a first compression, an edit and a last compression."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage

from docforensics.capture.model import Channel
from docforensics.capture.side import Capture
from docforensics.document import Document
from docforensics.formats.table import PageSize
from docforensics.kept import given
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page, Quality
from docforensics.viz.model import VizReading
from docforensics.viz.segments import TextSegment

PX = 8.0
SHAPE = (704, 1000)
"""An ID-3 page at 8 px/mm."""
WORDS = (
    "ERIKSSON",
    "ANNA MARIA",
    "UTOPIAN",
    "12 AUG 1974",
    "ZENITH",
    "15 APR 2012",
    "14 APR 2022",
    "REGISTRY",
)
PORTRAIT = BoxMm(left=6.0, top=12.0, right=38.0, bottom=56.0)
Edit = Callable[[np.ndarray], np.ndarray]


def line_box(number: int) -> BoxMm:
    """Where the number-th word stands."""
    top = 8.0 + 7.0 * number
    return BoxMm(left=44.0, top=top, right=44.0 + 2.3 * len(WORDS[number]), bottom=top + 2.6)


def write(dark: np.ndarray, number: int, text: str) -> None:
    """Write a word at its place, four times as fine as the page."""
    box = line_box(number)
    scale = 4 * PX * (box.bottom - box.top) / 21.0
    origin = (round(box.left * PX * 4), round(box.bottom * PX * 4))
    cv2.putText(dark, text, origin, cv2.FONT_HERSHEY_SIMPLEX, scale, (255,), 11, cv2.LINE_AA)


def print_layer(words: Sequence[str] = WORDS) -> np.ndarray:
    """Coverage of dark ink, 0..1, as it was printed: no lens yet."""
    dark = np.zeros((4 * SHAPE[0], 4 * SHAPE[1]), np.uint8)
    for number, word in enumerate(words):
        if word:
            write(dark, number, word)
    return cv2.resize(dark, (SHAPE[1], SHAPE[0]), interpolation=cv2.INTER_AREA).astype(np.float32) / 255


def exposed(
    words: Sequence[str] = WORDS, *, blur: float = 0.9, noise: float = 2.0, seed: int = 1
) -> np.ndarray:
    """A page of wavy lines, a toned picture and words, through a lens; (704, 1000, 3) uint8."""
    return _exposed(tuple(words), blur, noise, seed).copy()


@lru_cache(maxsize=8)
def _exposed(words: tuple[str, ...], blur: float, noise: float, seed: int) -> np.ndarray:
    """The page as it is seen the first time: most tests begin with the same one."""
    y, x = np.mgrid[: SHAPE[0], : SHAPE[1]].astype(np.float32)
    waves = 12 * np.sin((y + 9 * np.sin(x / 60)) / 3.1) + 8 * np.sin((x + 7 * np.sin(y / 45)) / 4.3)
    page = 205 + waves
    rng = np.random.default_rng(seed)
    rows, columns = PORTRAIT.to_px(PX).slices
    tones = cv2.GaussianBlur(rng.normal(0, 1, SHAPE).astype(np.float32), (0, 0), 9)
    page[rows, columns] = 120 + 500 * tones[rows, columns] + 0.5 * waves[rows, columns]
    page *= 1 - 0.85 * print_layer(words)
    seen = cv2.GaussianBlur(page, (0, 0), blur) + rng.normal(0, noise, SHAPE).astype(np.float32)
    tint = np.array([1.0, 0.97, 0.93])
    return np.clip(seen[..., None] * tint + 0.5, 0, 255).astype(np.uint8)


def encoded(pixels: np.ndarray, quality: int, **options: Any) -> bytes:
    """Save as JPEG, or losslessly as PNG for a quality of 0."""
    buffer = io.BytesIO()
    image = PillowImage.fromarray(pixels)
    if quality:
        image.save(buffer, "JPEG", quality=quality, **options)
    else:
        image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def decoded(data: bytes) -> np.ndarray:
    """Pixels of a file."""
    return np.asarray(PillowImage.open(io.BytesIO(data)).convert("RGB"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Makes files and the documents of them."""

    make_document: Callable[..., Document]
    words: tuple[str, ...] = WORDS

    def line_box(self, number: int) -> BoxMm:
        """Where the number-th word stands."""
        return line_box(number)

    def print_layer(self, words: Sequence[str]) -> np.ndarray:
        """Coverage of dark ink, 0..1, as it is printed or typed."""
        return print_layer(words)

    def exposed(self, **options: Any) -> np.ndarray:
        """A page through a lens, never compressed."""
        return exposed(**options)

    def encoded(self, pixels: np.ndarray, quality: int) -> bytes:
        """A file of these pixels."""
        return encoded(pixels, quality)

    def decoded(self, data: bytes) -> np.ndarray:
        """Pixels of a file."""
        return decoded(data)

    def file(self, edit: Edit | None = None, *, first: int = 90, last: int = 93, **options: Any) -> bytes:
        """A page that was compressed, edited and compressed again."""
        pixels = decoded(encoded(exposed(**options), first))
        return encoded(pixels if edit is None else edit(pixels.copy()), last)

    def document(
        self, data: bytes, *, channel: Channel = Channel.UPLOAD, lines: Sequence[str] | None = None
    ) -> Document:
        """The document of a file; its words and its portrait are found where they stand."""
        capture = Capture.load(visible=data, channel=channel)
        base = self.make_document(lines, pixels=capture.primary.pixels, channel=channel)
        (side,) = base.sides
        image = capture.primary
        page = Page(
            frame=Frame(
                size=PageSize.ID3,
                size_mm=PageSize.ID3.millimetres,
                basis=ScaleBasis.ASSUMED,
                homography=np.diag([1 / PX, 1 / PX, 1.0]),
                capture_size=(image.width, image.height),
            ),
            px_per_mm=PX,
            pixels={light: frames[0].pixels for light, frames in capture.images.items()},
            measured=given(Quality(sharpness=0.9, glare_share=0.0, px_per_mm=PX, contrast=0.8)),
        )
        viz = VizReading(
            print_found=given(
                tuple(TextSegment(box=line_box(number), confidence=1.0) for number in range(len(WORDS)))
            ),
            portraits=given((PORTRAIT, None)),
        )
        return replace(base, sides=(replace(side, capture=capture, page=page, viz=viz),))


@pytest.fixture
def bench(make_document: Callable[..., Document]) -> Bench:
    """Make files and documents."""
    return Bench(make_document=make_document)
