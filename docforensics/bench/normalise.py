"""Codec normalisation: every picture through the same encoder, whatever its label and however it was published.

Public sets leak their label through the codec (SIDTD: genuine 4:4:4 at about 92, forged 4:2:0 at 75; FantasyID: 95 and
75). A detector that sees quantisation tables wins there for free. So both classes are decoded and encoded alike, at
several qualities, and a document's genuine and forged versions get the same one.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from docforensics.bench.data_set import Item, ItemFile
from docforensics.capture.images import load_images
from docforensics.capture.model import Pixels
from docforensics.errors import UsageError
from docforensics.page.geometry import Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalisation:
    """How pictures are made alike."""

    qualities: tuple[int, ...] = (75, 85, 95)
    """JPEG qualities, 4:2:0, without metadata; empty leaves the files as published."""
    longest_side: int | None = None
    """Pixels to which longer pictures shrink; None keeps the grid, which digital traces need."""
    seed: int = 0

    def __post_init__(self) -> None:
        if any(not 1 <= quality <= 100 for quality in self.qualities):
            raise UsageError(f"qualities: expected numbers from 1 to 100, got {self.qualities}")
        if self.longest_side is not None and self.longest_side < 1:
            raise UsageError(f"longest_side: expected at least one pixel, got {self.longest_side}")
        if self.longest_side is not None and not self.qualities:
            raise UsageError("longest_side: pictures that shrink are encoded anew, so name a quality")

    def assign(self, items: Sequence[Item]) -> Mapping[str, int | None]:
        """Choose each document's quality: a forged one has its twin's, and each is as frequent in both classes."""
        if not self.qualities:
            return {item.id: None for item in items}
        families: dict[str, list[str]] = defaultdict(list)
        for item in items:
            families[item.twin or item.id].append(item.label.value)
        kinds: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for family in sorted(families, key=self._shuffled):
            kinds[tuple(sorted(families[family]))].append(family)
        rank = {family: k for alike in kinds.values() for k, family in enumerate(alike)}
        return {item.id: self.qualities[rank[item.twin or item.id] % len(self.qualities)] for item in items}

    def _shuffled(self, family: str) -> str:
        return hashlib.sha256(f"{self.seed}/{family}".encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shot:
    """One picture as every system sees it."""

    picture: ItemFile
    data: bytes
    """The file."""
    pixels: Pixels
    """Decoded from `data`; (H, W, 3) RGB or (H, W) grey."""
    scale: float
    """Pixels of this grid a pixel of the published one."""

    @property
    def homography(self) -> Matrix | None:
        """Page millimetres to pixels of this grid; None when not known."""
        known = self.picture.homography
        return None if known is None else np.diag([self.scale, self.scale, 1.0]) @ known


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Questioned:
    """One document as every system sees it."""

    item: Item
    shots: tuple[Shot, ...]
    """One a picture, in the order of `item.pictures`."""

    @property
    def primary(self) -> Shot:
        """The first picture in visible light."""
        return self.shots[self.item.primary]


def prepare(item: Item, quality: int | None, normalisation: Normalisation) -> Questioned:
    """Read a document's pictures and encode them anew; InputError when one cannot be read."""
    shots = tuple(_shot(picture, quality, normalisation.longest_side) for picture in item.pictures)
    return Questioned(item=item, shots=shots)


def _shot(picture: ItemFile, quality: int | None, longest_side: int | None) -> Shot:
    published = load_images(picture.file)[0]
    if quality is None:
        return Shot(picture=picture, data=published.raw, pixels=published.pixels, scale=1.0)
    pixels, scale = _shrunk(published.pixels, longest_side)
    data = encode(pixels, quality)
    return Shot(picture=picture, data=data, pixels=load_images(data)[0].pixels, scale=scale)


def _shrunk(pixels: Pixels, longest_side: int | None) -> tuple[Pixels, float]:
    height, width = pixels.shape[:2]
    scale = 1.0 if longest_side is None else min(1.0, longest_side / max(height, width))
    if scale == 1.0:
        return pixels, 1.0
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8), scale


def encode(pixels: Pixels, quality: int) -> bytes:
    """Encode RGB or grey pixels as JPEG, 4:2:0, without metadata."""
    if max(pixels.shape[:2]) > 65_500:
        raise UsageError("JPEG ends at 65500 pixels a side: use longest_side")
    image = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    done, data = cv2.imencode(
        ".jpg",
        image,
        [
            cv2.IMWRITE_JPEG_QUALITY,
            quality,
            cv2.IMWRITE_JPEG_SAMPLING_FACTOR,
            cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420,
        ],
    )
    if not done:
        raise UsageError("the picture could not be encoded as JPEG")
    return data.tobytes()
