"""Genuine captures as whoever learns gives them: loaded, each once, with the side that bears the zone of its document where that is another one."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.load import load_capture
from docforensics.capture.side import Capture
from docforensics.errors import TemplateError
from docforensics.formats.free_size import AnySize
from docforensics.templates.taken_files import copies

GenuineCapture = Capture | str | Path | bytes | NDArray[np.uint8]


def loaded(
    captures: Sequence[GenuineCapture], zone_sides: Sequence[GenuineCapture | None], stated: AnySize | None
) -> list[tuple[Capture, Capture | None]]:
    """Load the captures, each with the side of its document that bears the zone where one is given.

    Raises
    ------
    TemplateError
        No capture, one given twice or as its own other side, another number of sides with zones than of captures.
    InputError
        A file that cannot be read.
    """
    if not captures:
        raise TemplateError("learn_template: expected at least one genuine capture, got none")
    if zone_sides and len(zone_sides) != len(captures):
        raise TemplateError(
            f"zone_sides: expected one or None for each of {len(captures)} captures, got {len(zone_sides)}"
        )
    sides = [_loaded(item) for item in captures]
    _refuse_copies(sides)
    if stated is not None:
        sides = [replace(capture, size_mm=stated.millimetres) for capture in sides]
    others = [None if item is None else _loaded(item) for item in zone_sides or [None] * len(sides)]
    for number, (side, other) in enumerate(zip(sides, others, strict=True), 1):
        if other is not None and other.primary.sha256 == side.primary.sha256:
            raise TemplateError(
                f"zone_sides: number {number} is the picture that is learned; give the other side"
            )
    return list(zip(sides, others, strict=True))


def _loaded(item: GenuineCapture) -> Capture:
    return item if isinstance(item, Capture) else load_capture(item)


def _refuse_copies(captures: Sequence[Capture]) -> None:
    """Raise TemplateError for a picture that is given twice: what it shares with itself is neither constant nor typical."""
    for number, earlier in copies(captures).items():
        raise TemplateError(
            f"learn_template: capture {number} is the same picture as capture {earlier}; give each capture once"
        )
