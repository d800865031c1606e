"""Where a place of a template may lie: what a file may hold, and what an author may name."""

from collections.abc import Iterable
from typing import Protocol

from docforensics.errors import TemplateError
from docforensics.formats.free_size import AnySize
from docforensics.page.geometry import BoxMm
from docforensics.parsing import plain
from docforensics.templates.model import REFERENCE_PX_PER_MM

_BEYOND_MM = 5.0
"""How far a box may reach beyond the page's nominal edges: pages differ, and places near an edge are boxed with a margin."""


class NamedPlace(Protocol):
    """A feature, or a mark of a counterfeit."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def box(self) -> BoxMm:
        """Its box in millimetres."""


def on_page(box: BoxMm, size: AnySize) -> bool:
    """Whether a place may be there: on the page, or reaching a margin beyond its edges."""
    page = BoxMm.of_size(size.millimetres).grown(_BEYOND_MM)
    return page.holds((box.left, box.top)) and page.holds((box.right, box.bottom))


def shows_page(box: BoxMm, size: AnySize) -> bool:
    """Whether a place shows something of the page: what of it lies there is, rounded, a pixel of the reference wide and high."""
    width, height = size.millimetres
    seen = (min(box.right, width) - max(box.left, 0), min(box.bottom, height) - max(box.top, 0))
    return all(round(side * REFERENCE_PX_PER_MM) >= 1 for side in seen)


def check_on_page(kind: str, places: Iterable[NamedPlace], size: AnySize) -> None:
    """Raise TemplateError for a place that reaches beyond the page."""
    page = " x ".join(map(str, size.millimetres))
    for one in places:
        if not on_page(one.box, size):
            raise TemplateError(
                f"{kind}: {one.name!r}: box_mm {[*plain(one.box).values()]} reaches beyond the page of {page} mm; boxes are left, top, right, bottom in millimetres from the page's top left corner"
            )


def check_named(kind: str, places: Iterable[NamedPlace], size: AnySize) -> None:
    """Raise TemplateError for an author's place that reaches beyond the page, or that shows nothing of it."""
    named = tuple(places)
    check_on_page(kind, named, size)
    for one in named:
        if not shows_page(one.box, size):
            raise TemplateError(
                f"{kind}: {one.name!r} shows nothing of the page: move it onto the page, or make it larger"
            )
