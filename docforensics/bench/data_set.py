"""A data set: documents, their pictures, and the truth about each."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.images import load_images
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, SideKind
from docforensics.errors import InputError, UsageError
from docforensics.page.geometry import Matrix
from docforensics.regular import is_file
from docforensics.resources import sha256_of

Polygon = tuple[tuple[float, float], ...]
"""Corners in pixels of the picture, x then y."""
BoolMap = NDArray[np.bool_]
"""(H, W) on the picture's own grid, or on the coarser one that localisation is measured on."""


class Label(StrEnum):
    """The truth about a whole document."""

    GENUINE = "genuine"
    FORGED = "forged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Where a picture of a forged document was changed: a mask file, or polygons in pixels."""

    file: Path | None = None
    """Picture whose pixels above half of its range are changed ones."""
    polygons: tuple[Polygon, ...] = ()

    def read(self, size: tuple[int, int]) -> BoolMap:
        """Draw the changed pixels of a picture of `size` (width, height); InputError for a mask of another size."""
        if self.file is None:
            return _drawn(self.polygons, size)
        pixels = load_images(self.file)[0].pixels
        mask = pixels if pixels.ndim == 2 else pixels.max(axis=2)
        if mask.shape[::-1] != size:
            raise InputError(
                f"{self.file.name}: the mask is {mask.shape[1]}x{mask.shape[0]}, its picture {size[0]}x{size[1]}"
            )
        return mask > 127


def _drawn(polygons: Iterable[Polygon], size: tuple[int, int]) -> BoolMap:
    mask = np.zeros(size[::-1], np.uint8)
    for polygon in polygons:
        cv2.fillPoly(mask, [np.round(np.asarray(polygon)).astype(np.int32)], 1)
    return mask.astype(bool)


def rectangle(x: float, y: float, width: float, height: float) -> Polygon:
    """Corners of a rectangle whose last column and row are the ones before `x + width` and `y + height`."""
    right, bottom = x + width - 1, y + height - 1
    return (x, y), (right, y), (right, bottom), (x, bottom)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFile:
    """One image file of a document."""

    file: Path
    side: SideKind = SideKind.OTHER
    light: Light = Light.VISIBLE
    truth: Truth | None = None
    to_pixels: tuple[float, ...] | None = None
    """Homography from page millimetres to pixels, row by row, where the set knows it."""
    dpi: float | None = None

    @property
    def sha256(self) -> str:
        """Of its bytes, 64 hex digits; empty where it is not there."""
        return sha256_of(self.file) if is_file(self.file) else ""

    @property
    def homography(self) -> Matrix | None:
        """(3, 3), page millimetres to pixels; None when not known."""
        return None if self.to_pixels is None else np.array(self.to_pixels, np.float64).reshape(3, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One questioned document of the set, as captured once."""

    id: str
    label: Label
    pictures: tuple[ItemFile, ...]
    group: str
    """What is resampled as one: all captures and forgeries of one holder's document share it."""
    species: str = ""
    """Kind of attack (ISO/IEC 30107-3: PAI species); empty for a genuine document."""
    severity: str = ""
    """How well the forgery is made, in the set's own words; empty for a genuine document."""
    issuer: str = ""
    document_type: str = ""
    series: str = ""
    capture: str = ""
    """How it was captured, in the set's own words: `flatbed`, `iphone15pro`."""
    channel: Channel = Channel.UPLOAD
    split: str = ""
    twin: str = ""
    """Id of the genuine document that a forged one is compared with under the same mask."""
    remark: str = ""
    """What an officer sees, in the set's own words."""
    design: str = ""
    """Whose print it bears, where the set names designs; `press` and `device` likewise are what printed it and what captured it."""
    press: str = ""
    device: str = ""

    def __post_init__(self) -> None:
        if not self.pictures:
            raise UsageError(f"Item {self.id}: expected at least one picture, got none")

    @property
    def is_forged(self) -> bool:
        """Whether it is an attack."""
        return self.label is Label.FORGED

    @property
    def model(self) -> str:
        """Which document of its issuer, for example `TD3-2`."""
        return "-".join(part for part in (self.document_type, self.series) if part)

    @property
    def primary(self) -> int:
        """Index of the first picture in visible light; else 0."""
        lights = [picture.light for picture in self.pictures]
        return lights.index(Light.VISIBLE) if Light.VISIBLE in lights else 0

    @property
    def given(self) -> tuple[object, ...]:
        """What a system is given of it, as plain values: an answer holds for as long as they stay."""
        pictures = [(p.side.value, p.light.value, p.dpi, p.sha256) for p in self.pictures]
        return pictures, self.channel.value

    @property
    def lights(self) -> str:
        """The lights it was captured in, for example `visible+uv+ir`."""
        return "+".join(dict.fromkeys(picture.light.value for picture in self.pictures))


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """Documents to measure on."""

    name: str
    root: Path
    items: tuple[Item, ...]
    left_out: tuple[str, ...] = ()
    """What could not be taken, one sentence each."""

    def __post_init__(self) -> None:
        if not self.items:
            reasons = "; ".join(self.left_out[:3])
            raise UsageError(f"{self.root}: no documents to measure on{': ' + reasons if reasons else ''}")
        ids = [item.id for item in self.items]
        twice = next((one for one in ids if ids.count(one) > 1), None) if len(set(ids)) < len(ids) else None
        if twice is not None:
            raise UsageError(f"{self.root}: two documents have the id {twice!r}")

    def __getitem__(self, item_id: str) -> Item:
        return next(item for item in self.items if item.id == item_id)

    def of_split(self, split: str) -> "DataSet":
        """Keep the documents of one split; UsageError when there are none."""
        kept = tuple(item for item in self.items if item.split == split)
        if not kept:
            known = ", ".join(sorted({item.split for item in self.items} - {""})) or "none"
            raise UsageError(f"{self.root}: no document of the split {split!r}; there are {known}")
        return replace(self, items=kept)

    def digest(self) -> str:
        """Hash the set's statements and the bytes of its pictures (64 hex digits)."""
        told = [
            [item.id, item.label.value, item.species, item.group, [p.sha256 for p in item.pictures]]
            for item in self.items
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()
