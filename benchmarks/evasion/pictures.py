"""A document as a forger holds it: pictures by side and light, and where what is printed lies on them."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from docforensics.capture.light import Light
from docforensics.capture.load import Source
from docforensics.capture.model import Channel, Pixels, SideKind
from docforensics.capture.side import Capture
from docforensics.page.geometry import MM_PER_INCH, BoxMm, Matrix, Points, project

BoolMap = NDArray[np.bool_]
"""(H, W)."""
EDITED_QUALITY = 92
"""JPEG quality at which an edited picture is saved at least: what picture editors propose for good quality."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plate:
    """One picture of one side in one light."""

    light: Light
    pixels: Pixels
    to_pixels: Matrix
    """(3, 3), page millimetres to pixels."""
    dpi: float | None = None
    """What the file states."""
    quality: int | None = None
    """JPEG quality at which it is saved; None for PNG."""
    altered: BoolMap | None = None
    """What the forger changed before; None where nothing was."""
    data: bytes = b""
    """The file as captured; empty from the first change on."""

    def changed(self, pixels: NDArray[np.generic]) -> "Plate":
        """Put other pixels of the same size in the place of these."""
        return replace(self, pixels=np.ascontiguousarray(pixels, np.uint8), data=b"")

    def moved(self, pixels: NDArray[np.generic], by: Matrix) -> "Plate":
        """Put pixels of another grid in the place of these; `by` maps the old grid to the new one.

        What was altered moves along only where it is asked for before, so it is dropped.
        """
        moved = np.asarray(by @ self.to_pixels)
        return replace(self.changed(pixels), to_pixels=moved, altered=None)

    def saved(self, quality: int | None) -> "Plate":
        """Save anew at this JPEG quality, or as PNG for None."""
        return replace(self, quality=quality, data=b"")

    @property
    def file(self) -> bytes:
        """The bytes of the file."""
        return self.data or self._encoded()

    def _encoded(self) -> bytes:
        buffer = io.BytesIO()
        dpi = {} if self.dpi is None else {"dpi": (self.dpi, self.dpi)}
        image = Image.fromarray(self.pixels)
        if self.quality is None:
            image.save(buffer, "PNG", compress_level=1, **dpi)
        else:
            image.save(buffer, "JPEG", quality=self.quality, subsampling="4:2:0", **dpi)
        return buffer.getvalue()

    def corners(self, box: BoxMm) -> Points:
        """(4, 2) pixels of a place on the page, clockwise from its top left."""
        return project(self.to_pixels, box.corners)

    def px_per_mm(self, size_mm: tuple[float, float]) -> float:
        """Pixels a millimetre in the middle of the page."""
        return local_scale(self.to_pixels, size_mm)


def local_scale(to_pixels: Matrix, size_mm: tuple[float, float]) -> float:
    """Pixels a millimetre in the middle of a page of this size."""
    x, y = size_mm[0] / 2, size_mm[1] / 2
    here = project(to_pixels, np.array([[x, y], [x + 1, y], [x, y + 1]]))
    across, down = here[1] - here[0], here[2] - here[0]
    return float(np.sqrt(abs(across[0] * down[1] - across[1] * down[0])))


def dots_per_inch(to_pixels: Matrix, size_mm: tuple[float, float]) -> float:
    """The same in dots per inch."""
    return local_scale(to_pixels, size_mm) * MM_PER_INCH


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Aspect:
    """One side of the document with its pictures."""

    side: SideKind
    plates: tuple[Plate, ...]
    """More than one of a light are frames."""
    places: Mapping[str, BoxMm]
    """By name, for example `field:birth`, `mrz`, `mrz-field:birth_date`, `portrait`."""
    size_mm: tuple[float, float]

    @property
    def visible(self) -> Plate:
        """The first picture in white light; else the first of all."""
        return next((plate for plate in self.plates if plate.light is Light.VISIBLE), self.plates[0])

    @property
    def lights(self) -> frozenset[Light]:
        """Of its pictures."""
        return frozenset(plate.light for plate in self.plates)

    def each(self, change: Callable[[Plate], Plate], *, lights: frozenset[Light] | None = None) -> "Aspect":
        """Change every picture, or those in some lights."""
        plates = (
            change(plate) if lights is None or plate.light in lights else plate for plate in self.plates
        )
        return replace(self, plates=tuple(plates))

    def capture(self, channel: Channel) -> Capture:
        """Give it as the examiner takes it."""
        by_light: dict[Light, list[bytes]] = {}
        for plate in self.plates:
            by_light.setdefault(plate.light, []).append(plate.file)
        return Capture.from_lights(by_light, side=self.side, channel=channel, dpi=self.visible.dpi)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Submission:
    """What is handed in."""

    aspects: tuple[Aspect, ...]
    channel: Channel
    container: str = "captures"
    """`captures`, or one file with a page for each side, in white light: `tiff`, `pdf`."""
    detail: str = ""
    """What a manipulation chose."""

    def each(
        self, change: Callable[[Plate], Plate], *, lights: frozenset[Light] | None = None, detail: str = ""
    ) -> "Submission":
        """Change every picture of every side, or those in some lights."""
        aspects = tuple(aspect.each(change, lights=lights) for aspect in self.aspects)
        return replace(self, aspects=aspects, detail=detail or self.detail)

    def on_page(self, change: Callable[[Plate, tuple[float, float]], Plate]) -> "Submission":
        """Change every picture of every side, knowing the size of the page (mm)."""
        aspects = (
            replace(aspect, plates=tuple(change(plate, aspect.size_mm) for plate in aspect.plates))
            for aspect in self.aspects
        )
        return replace(self, aspects=tuple(aspects))

    @property
    def source(self) -> Source:
        """Give it as `Examiner.examine` takes it."""
        if self.container == "captures":
            return [aspect.capture(self.channel) for aspect in self.aspects]
        return paged(self.aspects, self.container)


def paged(aspects: tuple[Aspect, ...], container: str) -> bytes:
    """Write the pictures in white light as pages of one file."""
    plates = [aspect.visible for aspect in aspects]
    images = [Image.fromarray(plate.pixels) for plate in plates]
    buffer = io.BytesIO()
    dpi = plates[0].dpi
    if container == "tiff":
        stated = {} if dpi is None else {"dpi": (dpi, dpi)}
        images[0].save(
            buffer, "TIFF", save_all=True, append_images=images[1:], compression="tiff_deflate", **stated
        )
    else:
        images[0].save(
            buffer,
            "PDF",
            save_all=True,
            append_images=images[1:],
            resolution=dpi or 200.0,
            quality=EDITED_QUALITY,
        )
    return buffer.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Help:
    """What a forger has beside the document: chance, and genuine documents of the same series and channel."""

    rng: np.random.Generator
    twin: Callable[[], Submission]
    """The genuine document of the same holder; the document itself where it is genuine."""
    other: Callable[[], Submission]
    """That of another holder."""


def mask_of(shape: tuple[int, ...], corners: Points) -> NDArray[np.float32]:
    """Draw a polygon: 1 inside, 0 outside, (H, W)."""
    mask = np.zeros(shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(corners * 16).astype(np.int32)], 1, shift=4)
    return mask.astype(np.float32)
