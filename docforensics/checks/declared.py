"""Which sides of a document a check looks at: those that have the channel, lights and resolution that it declares."""

from collections.abc import Collection
from dataclasses import replace

from docforensics.checks.spec import CheckSpec
from docforensics.document import Document, Side


def is_concerned(spec: CheckSpec, document: Document, index: int) -> bool:
    """Whether a side meets all that a check declares but for the resolution."""
    side = document.sides[index]
    right_place = not spec.needs_mrz or document.mrz_side == index
    right_model = not spec.needs_template or side.match is not None
    return has_channel(spec, side) and has_lights(spec, side) and right_place and right_model


def has_channel(spec: CheckSpec, side: Side) -> bool:
    """Whether a side came by a channel that the check declares, and as a file that may have been edited where it looks for that."""
    return side.capture.channel in spec.channels and (not spec.of_files or side.capture.may_be_edited)


def has_lights(spec: CheckSpec, side: Side) -> bool:
    """Whether a side was captured in all lights that the check needs."""
    return spec.lights <= set(side.page.pixels)


def is_fine_enough(spec: CheckSpec, side: Side) -> bool:
    """Whether a side has, after blur, the pixels a millimetre that the check needs."""
    return side.page.quality.resolved_px_per_mm >= spec.min_px_per_mm


def as_declared(spec: CheckSpec, document: Document) -> Document:
    """Give a document as a check against templates may see it: sides of another channel, or too coarse, lie on no template there."""
    if not spec.needs_template:
        return document
    out = {
        index
        for index, side in enumerate(document.sides)
        if side.match is not None and not (has_channel(spec, side) and is_fine_enough(spec, side))
    }
    return off_templates(document, out)


def off_templates(document: Document, indices: Collection[int]) -> Document:
    """Give a document in which some sides lie on no template: what is found of such a side is kept apart from what was found with it."""
    if not indices:
        return document
    sides = (
        replace(side, match=None) if index in indices else side for index, side in enumerate(document.sides)
    )
    return replace(document, sides=tuple(sides))
