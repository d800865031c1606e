"""The picture on the grid that it was compressed on: luma as the decoder reconstructs it, and its quantisation.

A JPEG is decoded to luma alone, without the way over RGB: coefficients then lie within a third of a grey level of the
lattice that was stored, so that the integers in the file can be told without a package that reads them.
"""

import io
from dataclasses import dataclass
from functools import partial
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage

from docforensics.capture.light import Light
from docforensics.capture.model import Channel, Image
from docforensics.capture.quiet import pillow_kept_quiet
from docforensics.checks.claims import Why
from docforensics.checks.declared import has_channel, is_fine_enough
from docforensics.checks.outcome import Abstained, Region, not_supported
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.places import Place, main_cause, whole_side, why_hidden
from docforensics.document import Document, Side
from docforensics.page.band.find import grey_of
from docforensics.page.geometry import BoxMm, BoxPx, Points
from docforensics.templates.model import FeatureKind

Floats = NDArray[np.float32]
Levels = NDArray[np.uint8] | Floats

EDITABLE = frozenset({Channel.PHOTO, Channel.UPLOAD})
"""Channels on which a file may have been edited before it reached us; so may a scan in white light alone that came as a file (`CheckSpec.of_files`)."""
BLOCK = 8
"""Side of a JPEG block in pixels (ITU-T T.81)."""
_JPEG = "image/jpeg"
_NO_TRANSFORM = 0
"""Of the Adobe marker: three components are RGB as they are."""
_TRANSPOSED = frozenset((5, 6, 7, 8))
_ROWS_REVERSED, _COLUMNS_REVERSED = frozenset((3, 4, 7, 8)), frozenset((2, 3, 6, 7))
"""EXIF orientations that put the file's last row at the top, or its last column at the left, once upright.

For the transposed ones the axes are those of the upright picture.
"""
NO_FILE = not_supported(
    "no side was captured in white light on its own pixel grid",
    "the file itself, as it was taken",
    why=Why.CHANNEL,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Native:
    """One picture in luma, upright, with the grid of its last compression."""

    levels: Levels
    """(H, W), grey levels; whole ones, as they are stored, where the file is a JPEG."""
    steps: NDArray[np.float64]
    """(8, 8) quantisation steps by vertical, then horizontal frequency; ones where the file is no JPEG."""
    origin: tuple[int, int]
    """Row and column of the first whole block."""

    @property
    def luma(self) -> Floats:
        """All of it in float32, made when it is asked for: a photo takes four times the room so."""
        return np.asarray(self.levels, np.float32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NativeSide:
    """A side with its picture on its own grid."""

    index: int
    side: Side
    image: Image

    @property
    def place(self) -> Place:
        """The side as a whole, in white light."""
        return whole_side(self.index, self.side, Light.VISIBLE)

    def full(self) -> "NativeSide":
        """The same: it is compared with nothing that a template knows."""
        return self

    def hides_data(self) -> Abstained | None:
        """State what hides most of the side, or a place of the holder's data that its template names; None where nothing does."""
        match = self.side.match
        data = match.template.of_kind(FeatureKind.PERSONAL_DATA) if match is not None else ()
        causes = (main_cause(self.side, one.box) for one in data if why_hidden(self.side, one.box))
        return self.place.hidden or next(causes, None)

    @property
    def native(self) -> Native:
        """The picture as its file stores it, for traces of compression; decoded once more for it."""
        return self.side.kept.once(read_native, partial(read_native, self.image))

    @property
    def levels(self) -> Levels:
        """Luma (H, W), from the pixels that were decoded already; of a JPEG in whole grey levels, as it stored them.

        A grey level off at most where a colour reached the end of its scale. The picture in grey is kept from when it was read.
        """
        if self.image.media_type != _JPEG:
            return self.side.kept.once(luma_of, partial(luma_of, self.image))
        return self.side.kept.once(grey_of, partial(grey_of, self.image.pixels))

    def part(self, box: BoxPx) -> Floats:
        """The luma that lies in a box."""
        return np.asarray(self.levels[box.slices], np.float32)

    def outline(self) -> Points:
        """Corners (4, 2) of the page's frame in the picture; of the picture where the frame is degenerate."""
        width, height = self.side.page.size_mm
        corners = self.side.page.to_capture([(0, 0), (width, 0), (width, height), (0, height)])
        right, bottom = self.image.width, self.image.height
        if not np.all(np.isfinite(corners)):
            corners = np.array([(0, 0), (right, 0), (right, bottom), (0, bottom)], dtype=np.float64)
        return np.clip(corners, (0, 0), (right, bottom))

    def region(self, box: BoxPx, label: str) -> Region:
        """A place in the picture, for the report."""
        corners = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
        return Region(side=self.index, box=BoxMm.around(self.side.page.to_mm(corners)), label=label)


def native_sides(document: Document, spec: CheckSpec) -> tuple[NativeSide, ...] | Abstained:
    """All sides that the check is asked about and that are as fine as it declares, with a picture in white light on its own grid; or why there is none."""
    sides = tuple(
        NativeSide(index=index, side=document.sides[index], image=image)
        for index, image in native_images(document, spec).items()
        if is_fine_enough(spec, document.sides[index])
    )
    return sides or NO_FILE


def native_images(document: Document, spec: CheckSpec) -> dict[int, Image]:
    """The first picture in white light of every side that came as the check declares, by the side's index; none that was brought to another grid."""
    return {
        index: images[0]
        for index, side in enumerate(document.sides)
        if (images := side.capture.images.get(Light.VISIBLE, ()))
        and not images[0].resampled
        and has_channel(spec, side)
    }


def read_native(image: Image) -> Native:
    """Decode a picture to luma on its own grid."""
    decoded = _jpeg_luma(image) if image.raw and image.media_type == _JPEG else None
    if decoded is None:
        return Native(levels=luma_of(image), steps=np.ones((BLOCK, BLOCK)), origin=(0, 0))
    levels, steps = decoded
    return _upright(levels, steps, _orientation(image))


def luma_of(image: Image) -> Floats:
    """Luma of the decoded pixels (ITU-T T.871), (H, W), not rounded."""
    pixels = image.pixels
    if pixels.ndim == 2:
        return pixels.astype(np.float32)
    return np.asarray(cv2.transform(pixels.astype(np.float32), np.array([[0.299, 0.587, 0.114]])), np.float32)


def _jpeg_luma(image: Image) -> tuple[Levels, NDArray[np.float64]] | None:
    """Luma and quantisation as stored; None for kinds of JPEG whose first component is no luma."""
    with pillow_kept_quiet():
        opened = PillowImage.open(io.BytesIO(image.raw), formats=("JPEG",))
        tables = getattr(opened, "quantization", {})
        if opened.mode == "RGB":
            # Decoded to grey, the planes of colour are left out.
            opened.draft("L", opened.size)
        if opened.mode != "L" or 0 not in tables or opened.info.get("adobe_transform") == _NO_TRANSFORM:
            return None
        levels = np.asarray(opened, dtype=np.uint8)
    return levels, np.asarray(tables[0], dtype=np.float64).reshape(BLOCK, BLOCK)


def _orientation(image: Image) -> int:
    text = image.exif.get("Orientation", "1")
    return int(text) if text in {str(value) for value in range(1, 9)} else 1


def _upright(levels: Levels, steps: NDArray[np.float64], orientation: int) -> Native:
    """Turn as the capture was turned; the grid's origin and the frequencies turn along."""
    if orientation in _TRANSPOSED:
        levels, steps = levels.T, steps.T
    row = column = 0
    if orientation in _ROWS_REVERSED:
        levels, row = levels[::-1], levels.shape[0] % BLOCK
    if orientation in _COLUMNS_REVERSED:
        levels, column = levels[:, ::-1], levels.shape[1] % BLOCK
    return Native(levels=cast("Levels", np.ascontiguousarray(levels)), steps=steps, origin=(row, column))
