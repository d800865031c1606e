"""Page sizes beyond Doc 9303: a banknote, a certificate, a State's own booklet. In millimetres alone, without a format."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import log

from docforensics.capture.size import SizeMm, stated_size
from docforensics.formats.table import PageSize

_ONE_SHAPE = 0.01
"""Ratios of sides nearer than this, in natural logarithms, are one shape: ID-2 and ID-3 are 0.001 apart, no others under 0.05."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeSize:
    """Width and height of a page that has no size of Doc 9303.

    Raises UsageError for a size that no page has.
    """

    width: float
    """Millimetres."""
    height: float
    """Millimetres."""

    def __post_init__(self) -> None:
        stated_size((self.width, self.height), "size")

    def __str__(self) -> str:
        return f"{self.width:g} x {self.height:g} mm"

    @property
    def millimetres(self) -> SizeMm:
        """Width and height."""
        return self.width, self.height

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.width / self.height

    @property
    def portrait_widths(self) -> tuple[float, ...]:
        """None: no standard names a portrait of the holder on such a page, nor its size. A template may name one."""
        return ()


AnySize = PageSize | FreeSize
"""The size of a page: one of Doc 9303, or one in millimetres alone."""


def size_of(size_mm: SizeMm) -> AnySize:
    """The size of a page of these millimetres: that of Doc 9303 which has them, else a free one.

    Raises UsageError for a size that no page has.
    """
    width, height = stated_size(size_mm)
    nominal = next((size for size in PageSize if size.millimetres == (width, height)), None)
    return nominal or FreeSize(width=width, height=height)


def shares_its_shape(size: AnySize, others: Collection[AnySize]) -> bool:
    """Whether another of the sizes has the same ratio of sides, so that an outline alone cannot separate the two."""
    return any(other != size and _are_alike(size.aspect, other.aspect) for other in others)


def distinct_aspects(sizes: Iterable[AnySize] = tuple(PageSize)) -> tuple[float, ...]:
    """Width over height of every shape once: that of the largest size that has it."""
    found: list[float] = []
    for size in sorted(sizes, key=lambda size: size.millimetres, reverse=True):
        if not any(_are_alike(size.aspect, aspect) for aspect in found):
            found.append(size.aspect)
    return tuple(found)


def _are_alike(one: float, other: float) -> bool:
    return abs(log(one / other)) < _ONE_SHAPE
