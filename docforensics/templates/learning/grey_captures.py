"""Captures without colour among coloured ones: they show the print of a series, and none of its colours."""

from collections.abc import Sequence

import numpy as np

from docforensics.capture.model import Pixels
from docforensics.templates.comparison.photometric import is_grey
from docforensics.templates.planes import as_grey


def coloured(stack: Sequence[Pixels]) -> list[Pixels]:
    """Those of the pages (H, W[, 3]) that have colour; all where none has."""
    return [page for page in stack if not is_grey(page)] or list(stack)


def with_colour(stack: Sequence[Pixels]) -> list[Pixels]:
    """The pages (H, W, 3), those without colour given that which most of the others show at each place.

    So their brightness counts in the mean of all, and their grey does not fade its colours. All of one kind stay as they are.
    """
    own = coloured(stack)
    if len(own) == len(stack):
        return list(stack)
    planes = [page.astype(np.float32) for page in own]
    chroma = np.median(
        [page - as_grey(one)[..., None] for page, one in zip(planes, own, strict=True)], axis=0
    )
    return [
        np.clip(as_grey(page)[..., None] + chroma, 0, 255).astype(np.uint8) if is_grey(page) else page
        for page in stack
    ]
