"""Digital retyping: text erased from a file and other text put in its place, with more or less care."""

import dataclasses
from collections.abc import Sequence

import skia

from sample_docs.generator import fonts
from sample_docs.generator.capture import DigitalEdit, Take
from sample_docs.generator.elements import Text
from sample_docs.generator.ink import PERSONAL_BLACK
from sample_docs.generator.sheet import Sheet

from . import digital
from .forgery import Severity, boxes_path

Change = tuple[Text, Text]
"""Text as printed, and what is to stand there."""

MARGIN_MM = 0.3


def region(changes: Sequence[Change], severity: Severity) -> skia.Path:
    """The area touched by the changes, made with this much care."""
    put = [_clumsy(new) if severity is Severity.CARELESS else new for _, new in changes]
    return boxes_path(*[text.box.grown(MARGIN_MM) for text in (*(old for old, _ in changes), *put)])


def cells(line: Text, first: int, last: int, text: str | None = None) -> Text:
    """Characters ``first`` up to ``last`` of a line of fixed pitch, or other ``text`` in their cells."""
    assert line.pitch is not None  # noqa: S101  (MRZ lines have one)
    return dataclasses.replace(line, text=text or line.text[first:last], x=line.x + first * line.pitch)


def differing(line: Text, new: str) -> tuple[Change, ...]:
    """One change a run of differing characters between a line and its altered wording."""
    runs: list[list[int]] = []
    for place, (a, b) in enumerate(zip(line.text, new, strict=True)):
        if a == b:
            continue
        if runs and runs[-1][1] == place:
            runs[-1][1] = place + 1
        else:
            runs.append([place, place + 1])
    return tuple((cells(line, i, j), cells(line, i, j, new[i:j])) for i, j in runs)


def retyping(sheet: Sheet, altered: Sheet, changes: Sequence[Change], severity: Severity) -> DigitalEdit:
    """The edit: flat patches and a wrong type, inpainting and crisp type, or a transplant from a matching exposure."""
    if severity is Severity.SKILLED:
        return lambda take: digital.transplanted(take, take.again(altered), region(changes, severity), 2.0)
    if severity is Severity.ORDINARY:
        return lambda take: _ordinary(take, changes)
    del sheet
    return lambda take: _careless(take, changes)


def _ordinary(take: Take, changes: Sequence[Change]) -> digital.Image:
    pixels = take.pixels
    for old, _ in changes:
        pixels = digital.inpainted(pixels, take.shot, old)
    return digital.inserted(pixels, take.shot, digital.TEXT_BLUR, *[new for _, new in changes])


def _careless(take: Take, changes: Sequence[Change]) -> digital.Image:
    pixels = take.pixels
    for old, _ in changes:
        pixels = digital.filled_flat(pixels, take.shot, old.box.grown(MARGIN_MM))
    return digital.inserted(pixels, take.shot, digital.TEXT_BLUR, *[_clumsy(new) for _, new in changes])


def _clumsy(text: Text) -> Text:
    """The same words in a type that is at hand, a little too low."""
    if text.pitch is not None:
        return dataclasses.replace(text, font=fonts.MONO, y=text.y + 0.2)
    return dataclasses.replace(
        text, font=fonts.WIDE, size=text.size * 1.08, y=text.y + 0.25, ink=PERSONAL_BLACK
    )


SEEN = {
    Severity.CARELESS: "stands in another type, too low, on a flat patch without background lines",
    Severity.ORDINARY: "is sharper than its neighbours, and the background lines beneath it are smeared",
    Severity.SKILLED: "looks like its neighbours",
}
