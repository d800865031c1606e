"""An image exactly as captured, and the words for where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from docforensics.errors import UsageError
from docforensics.kept import Kept
from docforensics.regular import readable

Pixels = NDArray[np.uint8]
"""(H, W, 3) RGB or (H, W) grey, uint8, read-only."""


class Channel(StrEnum):
    """How the image reached us. Stated by the caller, never inferred: a forger would choose it."""

    SCANNER = "scanner"
    PHOTO = "photo"
    UPLOAD = "upload"


class SideKind(StrEnum):
    """Which side of the document a capture shows."""

    FRONT = "front"
    BACK = "back"
    DATA_PAGE = "data_page"
    VISA_PAGE = "visa_page"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class JpegFacts:
    """What the JPEG file states of itself, read from its markers without decoding."""

    components: int
    """1 grey, 3 YCbCr or RGB, 4 CMYK or YCCK."""
    quantization_tables: tuple[tuple[int, ...], ...]
    """64 values each in zigzag order, by table id."""
    subsampling: str
    """For example `4:2:0`; `n/a` for one component."""
    progressive: bool
    estimated_quality: int | None
    """1..100 on the libjpeg scale when the luminance table is a scaled Annex K table, else None."""
    application_markers: tuple[str, ...]
    """For example `APP0:JFIF`, `APP1:Exif`, `APP14:Adobe`, in file order."""


class FileUnit(StrEnum):
    """What places in a file are counted in."""

    PIXELS = "px"
    """Pixels as the file stores them, from the top left corner of its first pixel, before any EXIF orientation."""
    POINTS = "pt"
    """Points of 1/72 inch from the top left corner of a PDF's page as viewers show it, to the right and down."""


Affine = tuple[tuple[float, float, float], tuple[float, float, float]]
"""Two rows of an affine map: what x and y become."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InFile:
    """Where the pixels of an image lie in its file: pixels, from the top left corner of the first one, to places of the file."""

    matrix: Affine
    unit: FileUnit = FileUnit.PIXELS
    size: tuple[float, float] | None = None
    """Width and height of the picture that is stored, or of the PDF's page; None where the image is as stored."""


AS_STORED = InFile(matrix=((1.0, 0.0, 0.0), (0.0, 1.0, 0.0)))
"""Of an image whose pixels lie as the file stores them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DecodedPage:
    """One page as a decoder hands it over, before it is joined to the file's facts."""

    pixels: Pixels
    exif: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    jpeg: JpegFacts | None = None
    dpi: float | None = None
    number: int = 0
    """Page number in the file, from 0."""
    resampled: bool = False
    """True when drawn at a chosen resolution, so that the pixels are not those of the file."""
    in_file: InFile = AS_STORED
    """Where these pixels lie in the file."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Image:
    """One decoded frame with the facts of the file it came from."""

    pixels: Pixels
    """(H, W, 3) RGB or (H, W) grey, uint8, C-contiguous, read-only; EXIF orientation applied, never resampled."""
    sha256: str
    """Of the raw bytes (of the pixels when an array was given)."""
    raw: bytes
    """The file's bytes; empty when an array was given."""
    media_type: str
    """Told by content: `image/jpeg`, `image/png`, `application/pdf`, ...; `array` for arrays."""
    exif: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """EXIF tags by name, as text; for software and orientation, never for identity."""
    jpeg: JpegFacts | None = None
    dpi: float | None = None
    """Dots per inch that the file states, if plausible (72 and below are placeholders: None)."""
    frame: int = 0
    """Page number in a PDF or multi-page TIFF, from 0."""
    source: str = ""
    """File name without its folder, or empty: for messages only. Bytes of it that are no text are written as `\\xff`."""
    resampled: bool = False
    """True when a PDF page had to be drawn: these pixels are on no camera's or scanner's grid."""
    in_file: InFile = AS_STORED
    """Where these pixels lie in the file: they were turned upright, or cut out of a PDF's page."""
    kept: Kept = field(default_factory=Kept, init=False, repr=False)
    """Smaller copies (`averaged`)."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", readable(self.source))
        shape = self.pixels.shape
        if self.pixels.dtype != np.uint8 or len(shape) not in (2, 3) or (len(shape) == 3 and shape[2] != 3):
            raise UsageError(
                f"Image.pixels: expected uint8 (H, W) or (H, W, 3), got {self.pixels.dtype} {shape}"
            )
        if 0 in shape:
            raise UsageError(f"Image.pixels: expected at least 1x1, got {shape}")
        if not _is_frozen(self.pixels):
            # A private copy: neither the caller nor a check can change what was examined.
            frozen = self.pixels.copy(order="C")
            frozen.setflags(write=False)
            object.__setattr__(self, "pixels", frozen)
        object.__setattr__(self, "exif", MappingProxyType(dict(self.exif)))

    def averaged(self, step: int) -> Pixels:
        """The picture with `step` by `step` pixels averaged to one; made once, and a smaller one of a larger one where that goes."""
        return self.pixels if step == 1 else self.kept.once(step, partial(self._averaged, step))

    def _averaged(self, step: int) -> Pixels:
        from docforensics.capture.averages import averaged  # noqa: PLC0415 (OpenCV loads when it is first needed)

        # Averages of two by two of another size cost next to nothing, and that size is mostly asked for as well.
        return averaged(self.pixels, step) if step % 2 or step == 2 else averaged(self.averaged(step // 2), 2)

    @property
    def height(self) -> int:
        """Rows."""
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        """Columns."""
        return int(self.pixels.shape[1])


def _is_frozen(pixels: Pixels) -> bool:
    """Tell whether nobody can write to these pixels, not even through an array that this one is a view of."""
    if not pixels.flags.c_contiguous:
        return False
    array: object = pixels
    while isinstance(array, np.ndarray):
        if array.flags.writeable:
            return False
        array = array.base
    return array is None or isinstance(array, bytes)
