"""Which page of a picture that shows two is learned."""

from collections.abc import Sequence
from enum import StrEnum

from docforensics.errors import TemplateError
from docforensics.mrz.engines import MrzEngine
from docforensics.templates.learning.aligned_stack import AlignedSheet, read_sheet
from docforensics.viz.other_page import other_page

PAGE = "page"
"""In a template's provenance: the page that was taken, where the pictures show two."""


class TakenPage(StrEnum):
    """The page that is taken of a picture of two."""

    FOUND = "found"
    """The one that is found: that with the machine readable zone, else the one that shows best."""
    OTHER = "other"
    """The one beside it, which shows the portrait."""


def on_page(
    sheets: Sequence[AlignedSheet], page: TakenPage, engine: MrzEngine | None
) -> tuple[list[AlignedSheet], dict[str, str]]:
    """Give the sheets of the page that is taken, and the entries for a template's provenance.

    Raises
    ------
    TemplateError
        The other page is asked for, and a capture shows none.

    """
    others = [other_page(sheet.capture, sheet.page) for sheet in sheets]
    if page is TakenPage.FOUND:
        return list(sheets), {PAGE: page} if any(others) else {}
    taken = []
    for number, (sheet, other) in enumerate(zip(sheets, others, strict=True)):
        if other is None:
            raise TemplateError(
                f"learn_template: capture {number} shows no other page with a portrait: leave page out, or give a picture of that page"
            )
        taken.append(read_sheet(other.capture, number, engine, sheet.document_zone))
    return taken, {PAGE: page}
