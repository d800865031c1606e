"""What a decoder hands over: one page of a file, before it is joined to the file's facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from docforensics.capture.model import JpegFacts, Pixels


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DecodedPage:
    """One decoded page."""

    pixels: Pixels
    exif: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    jpeg: JpegFacts | None = None
    dpi: float | None = None
    number: int = 0
    """Page number in the file, from 0."""
    resampled: bool = False
    """True when drawn at a chosen resolution, so that the pixels are not those of the file."""
