"""How much one input may ask of this machine, checked on headers, before anything is decoded."""

import math
from dataclasses import dataclass

from docforensics.errors import LimitExceededError, UsageError

_MOST_RATIO = 100
"""A page of the sizes that may be stated is at most 15 times as long as wide, a line of an MRZ 30 times; what is longer vanishes where it is shrunk. A
judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on one input file or array."""

    max_bytes: int = 128 * 2**20
    """Size of the file: 128 MiB holds an uncompressed A4 scan at 600 dpi."""
    max_pixels: int = 100_000_000
    """Of all pages of one file together: 100 million hold an A3 scan at 600 dpi (300 MB once decoded)."""
    max_pages: int = 16
    """Pages of a PDF or multi-page TIFF; a travel document has few sides."""
    seconds: float = 30.0
    """On the clock, of what runs in a process of its own: drawing a PDF always, a whole examination where it is asked for as
    `isolated`. A page takes a tenth of a second to draw, an examination half a second to two: a judgement. Image files are decoded
    in this process and have no such bound; bytes, pixels, pages and parts bound their time."""
    memory_bytes: int = 2 * 2**30
    """Of the same, beyond what the process holds when it begins (Linux). Image files are decoded in this process, where nothing
    bounds memory but `max_pixels`: measured on 81 million pixels (`python -m fuzz.tried`) 2 to 10 bytes a pixel, of JPEG 2000 19."""

    def __post_init__(self) -> None:
        for name in ("max_bytes", "max_pixels", "max_pages", "memory_bytes"):
            if getattr(self, name) < 1:
                raise UsageError(f"Limits.{name}: expected at least 1, got {getattr(self, name)}")
        if not (self.seconds > 0 and math.isfinite(self.seconds)):
            raise UsageError(f"Limits.seconds: expected a finite number above 0, got {self.seconds}")
        object.__setattr__(
            self, "seconds", float(self.seconds)
        )  # as JSON gives it back: equal limits have one digest

    def check_bytes(self, count: int) -> None:
        """Refuse more than `max_bytes`."""
        self._check("max_bytes", count, f"file has {count} bytes", "a smaller file")

    def check_pixels(self, *sizes: tuple[int, int], are_pages: bool = True) -> None:
        """Refuse more than `max_pixels` in all the `(width, height)` pages of one file together, and a page that is a mere line.

        Pictures on a page of a PDF may be lines: a scan is often cut in strips.
        """
        for width, height in sizes if are_pages else ():
            if max(width, height) > _MOST_RATIO * min(width, height):
                raise LimitExceededError(
                    f"The image has {width}x{height} pixels, and no page is more than {_MOST_RATIO} times as long as wide: give the page"
                )
        count = sum(width * height for width, height in sizes)
        pages = f"{sizes[0][0]}x{sizes[0][1]}" if len(sizes) == 1 else f"{len(sizes)} pages"
        self._check("max_pixels", count, f"image has {count} pixels ({pages})", "a smaller image")

    def check_pages(self, count: int) -> None:
        """Refuse more than `max_pages`."""
        self._check("max_pages", count, f"file has {count} pages or more", "the pages of the document alone")

    def _check(self, name: str, count: int, found: str, instead: str) -> None:
        if count > (limit := getattr(self, name)):
            raise LimitExceededError(
                f"The {found}, the limit is {limit}: give {instead} or raise Limits({name}=...)"
            )


DEFAULT_LIMITS = Limits()
"""In force where the caller states no others."""
