"""From whatever the caller holds to one side, or the sides of a document."""

from collections.abc import Sequence

from docforensics.capture.images import ImageSource, LightSource, items, load_images
from docforensics.capture.limits import DEFAULT_LIMITS, Limits
from docforensics.capture.model import Channel, SideKind
from docforensics.capture.side import Capture
from docforensics.capture.size import SizeMm
from docforensics.errors import UsageError

Source = ImageSource | Capture | Sequence[ImageSource | Capture]
"""One file, each of whose pages is a side, or the sides one by one."""


def load_capture(
    source: LightSource,
    *,
    side: SideKind | str = SideKind.OTHER,
    channel: Channel | str = Channel.UPLOAD,
    dpi: float | None = None,
    size_mm: SizeMm | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Capture:
    """Load one side in visible light; `Capture.load` takes more lights and explains the parameters."""
    return Capture.load(visible=source, side=side, channel=channel, dpi=dpi, size_mm=size_mm, limits=limits)


def load_document(
    source: Source,
    *,
    side: SideKind | str = SideKind.OTHER,
    channel: Channel | str = Channel.UPLOAD,
    dpi: float | None = None,
    size_mm: SizeMm | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[Capture, ...]:
    """Load the sides of one document, in visible light.

    Each page of a PDF or multi-page TIFF is a side, and so is each item of a list. A Capture is taken as it is; side,
    channel, dpi and size_mm are said of the others.
    """
    sides: list[Capture] = []
    for item in items(source):
        if isinstance(item, Capture):
            sides.append(item)
            continue
        pages = load_images(item, limits)
        sides += (
            load_capture(page, side=side, channel=channel, dpi=dpi, size_mm=size_mm, limits=limits)
            for page in pages
        )
    if not sides:
        raise UsageError("Expected at least one side of a document, got an empty list")
    return tuple(sides)
