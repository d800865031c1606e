"""Captures laid on one another, by way of those that lie already, and then on what most of them show.

One capture is a poor reference for another device's: folds, reflections and sharpness differ. A capture that does not lie on the first
often lies on a third that does, and all lie better on what most show than on any one. One that lies on none is left out, and named,
while most remain: else they are not of one side of one model.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.errors import TemplateError
from docforensics.formats.free_size import AnySize
from docforensics.page.geometry import Matrix, Points
from docforensics.page.quad import rectangle
from docforensics.templates.learning.aligned_stack import MEASURED, AlignedSheet, reframed
from docforensics.templates.learning.reference import draft_reference, typical_page
from docforensics.templates.model import Template
from docforensics.templates.registration.placing import PagePoints
from docforensics.templates.registration.register import register

_FEWEST = 3
"""Captures without which none shows which of the others is of another model."""
_LIES_WELL = 0.75
"""Share of tiles from which a capture need not be laid again on what most show."""

_MOST_BASES = 6
"""Captures, those on which most of the others lie well, on which one is tried that lies on none: of another model, it lies nowhere."""
_MOST_ALONE = 4
"""Captures on which hardly any lies, after which no further model is looked for among those that are left. A judgement."""

Draft = Callable[[AlignedSheet], Template]
"""Makes a template of one capture, good enough to lay others on."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Laid:
    """Captures on one frame."""

    sheets: tuple[AlignedSheet, ...]
    """The anchor first."""
    numbers: tuple[int, ...]
    """Which of the captures given each one is."""
    left_out: tuple[int, ...]
    """Captures that lie on none of these."""


def laid_on_one_another(sheets: Sequence[AlignedSheet], anchors: Sequence[int], draft_of: Draft) -> Laid:
    """Lay the captures on the first of the anchors on which more than half lie, directly or by way of others; else on that on which most do.

    The frame is then moved to where most captures think the page lies: one capture's outline is often a millimetre off.

    Raises
    ------
    TemplateError
        No more than half of the captures lie on one another, or fewer than three where there are several.
    """
    draft_of = _once(draft_of)
    best: dict[int, _OnFrame] = {}
    for anchor in anchors:
        found = _spread(sheets, anchor, draft_of)
        if len(found) > len(best):
            best = found
        if 2 * len(best) > len(sheets):
            # What lies on none of these was tried on them: to lay most on it costs as much again for every capture that is left.
            break
    if len(best) < len(sheets) and (len(best) < _FEWEST or 2 * len(best) <= len(sheets)):
        left = next(number for number in range(len(sheets)) if number not in best)
        raise TemplateError(
            f"learn_template: capture {left} does not lie on capture {next(iter(best))}; "
            "give captures of one side of one model only"
        )
    return _on_one_frame(sheets, best, draft_of)


def models_among(sheets: Sequence[AlignedSheet], anchors: Sequence[int], draft_of: Draft) -> list[Laid]:
    """Divide captures into those that lie on one another, three or more, most first; `left_out` of each are all others."""
    draft_of = _once(draft_of)
    found = []
    waiting, alone = list(anchors), 0
    while len(waiting) >= _FEWEST and alone < _MOST_ALONE:
        placed = _spread(sheets, waiting[0], draft_of, among=waiting)
        waiting = [number for number in waiting if number not in placed]
        if len(placed) >= _FEWEST:
            found.append(_on_one_frame(sheets, placed, draft_of))
        else:
            alone += 1
    return sorted(found, key=lambda laid: -len(laid.numbers))


def _once(draft_of: Draft) -> Draft:
    """Make the draft of the same sheet once in a row: the anchor's serves again where others lie poorly on it. More are not kept: a draft takes megabytes."""
    return lru_cache(maxsize=1)(draft_of)


def _on_one_frame(sheets: Sequence[AlignedSheet], placed: Mapping[int, "_OnFrame"], draft_of: Draft) -> Laid:
    """Those that lie poorly laid again, and all moved to where most think the page lies."""
    left_out = tuple(number for number in range(len(sheets)) if number not in placed)
    laid = _on_the_typical(placed, draft_of)
    correction = _consensus(list(_corners(sheets, laid)), _size(laid))
    moved = (
        sheet.on(reframed(sheet, correction @ sheet.page.frame.homography, _size(laid)))
        for sheet in laid.values()
    )
    return Laid(sheets=tuple(moved), numbers=tuple(laid), left_out=left_out)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _OnFrame:
    """A capture on the anchor's frame, and the share of its tiles that lie there."""

    sheet: AlignedSheet
    agreeing: float


def _spread(
    sheets: Sequence[AlignedSheet], anchor: int, draft_of: Draft, *, among: Sequence[int] | None = None
) -> dict[int, _OnFrame]:
    """The captures that lie on an anchor, or on one that does; by number, the anchor first.

    `among` names those that are tried; without it all are, on ever more of the others until more than half are placed.
    """
    asked = range(len(sheets)) if among is None else sorted(among)
    placed = {anchor: _OnFrame(sheet=sheets[anchor], agreeing=1.0)}
    points = [PagePoints(sheet.page) for sheet in sheets]
    bases = [anchor]
    for tried, base in enumerate(bases):
        waiting = [number for number in asked if number not in placed]
        enough = among is not None or 2 * len(placed) > len(sheets)
        if not waiting or (tried >= _MOST_BASES and enough):
            break
        draft = draft_of(placed[base].sheet)
        near = {
            number: found for number in waiting if (found := _laid(sheets[number], draft, points[number]))
        }
        placed |= near
        bases += sorted(near, key=lambda number: -near[number].agreeing)
    return {number: placed[number] for number in (anchor, *sorted(set(placed) - {anchor}))}


def _laid(sheet: AlignedSheet, draft: Template, points: PagePoints | None = None) -> _OnFrame | None:
    found = register(sheet.capture, sheet.page, draft, points)
    if found is None:
        return None
    return _OnFrame(sheet=sheet.on(found.page), agreeing=found.match.agreeing)


def _on_the_typical(placed: Mapping[int, _OnFrame], draft_of: Draft) -> dict[int, AlignedSheet]:
    """Lay those that lie poorly again, on what most captures show; the first one, which is the frame, stays."""
    anchor, *others = placed
    poor = [number for number in others if placed[number].agreeing < _LIES_WELL]
    if not poor or len(placed) < _FEWEST:
        return {number: one.sheet for number, one in placed.items()}
    draft = draft_of(placed[anchor].sheet)
    pages = [one.sheet.pixels(Light.VISIBLE, draft.size) for one in placed.values()]
    typical = draft_reference(typical_page(pages), draft.features)
    on_typical = replace(draft, references={**draft.references, Light.VISIBLE: typical})
    again = {number: _laid(placed[number].sheet, on_typical) for number in poor}
    return {number: (again.get(number) or one).sheet for number, one in placed.items()}


def _corners(sheets: Sequence[AlignedSheet], laid: Mapping[int, AlignedSheet]) -> Iterator[Points]:
    """Corners of the page as each capture's own measured frame has them, on the common frame; the first one's are its frame's."""
    size = _size(laid)
    rim = rectangle(*size.millimetres)
    _, *others = laid
    yield rim
    for number in others:
        own = sheets[number].page
        if own.size == size and own.basis in MEASURED:
            yield laid[number].page.to_mm(own.to_capture(rim))


def _size(laid: Mapping[int, AlignedSheet]) -> AnySize:
    size = next(iter(laid.values())).page.size
    assert size is not None  # noqa: S101 (`fitted` gave all of them one)
    return size


def _consensus(corners: Sequence[Points], size: AnySize) -> Matrix:
    """The map from the anchor's millimetres to those of the median frame; identity for one or two captures."""
    if len(corners) < 3:
        return np.eye(3)
    middle = np.median(np.stack(corners), axis=0).astype(np.float32)
    target = rectangle(*size.millimetres).astype(np.float32)
    return np.asarray(cv2.getPerspectiveTransform(middle, target), dtype=np.float64)
