"""Chooses, among many templates, the one that a page is of: by looks, with the MRZ as a hint that may lie.

All templates are ranked by one vector (`looks`); the best few are checked on a small view (`views`), which also puts the
frame right; and where several fit alike, the places at which they differ decide (`editions`). An MRZ only brings the
templates of its issuer to the front: if none of them fits the page, the others are asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.mrz.parse import Mrz
from docforensics.page.model import Page
from docforensics.templates.editions import prefer
from docforensics.templates.index import TemplateIndex
from docforensics.templates.looks import Looks, likeness, looks_of
from docforensics.templates.views import VIEW_PX_PER_MM, Fit, fit

_FITS = 0.50
"""Correlation with a view from which a page is of the model."""
_ALIKE = 0.12
"""Below the best by less than this, another template may be an edition of the same model."""
_TELLS = 0.35
"""Lean from which an edition is told."""
_MOST_CHECKED = 6
_NAMED_CHECKED = 4
_CLEARLY = 0.65
"""Correlation at which no farther template is checked unless it looks as likely."""
_GAP = 0.10
"""Likeness that a farther one is behind the best by when it no longer looks as likely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One template fits, and the page shows its edition."""

    number: int
    """Index into the store."""
    score: float
    """Correlation with its view, -1..1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """Several editions fit, and what the page shows does not tell which."""

    numbers: tuple[int, ...]
    """Best first."""
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneFits:
    """The page is of no template in the store, or its frame is too far off to tell."""

    score: float
    """Correlation of the best of them, -1..1."""


Choice = Chosen | OneOf | NoneFits


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Checked:
    number: int
    fit: Fit


def choose(index: TemplateIndex, page: Page, mrz: Mrz | None = None) -> Choice:
    """The template of a page on a frame of its own outline (or MRZ), not yet registered."""
    if not index.entries or page.visible is None:
        return NoneFits(score=0.0)
    best: list[_Checked] = []
    for upright in _turns(page):
        checked = sorted(_checked(index, upright, mrz), key=lambda one: -one.fit.score)
        if checked and (not best or checked[0].fit.score > best[0].fit.score):
            best = checked
        if best and best[0].fit.score >= _CLEARLY:
            break
    if not best or best[0].fit.score < _FITS:
        return NoneFits(score=best[0].fit.score if best else 0.0)
    return _among_editions(index, best)


def _turns(page: Page) -> Iterator[Pixels]:
    """The page upright, and on its head: an outline without text does not say which way is up."""
    pixels = page.visible
    if pixels is None:
        return
    scale = min(1.25 * VIEW_PX_PER_MM / page.px_per_mm, 1.0)
    size = (max(round(pixels.shape[1] * scale), 1), max(round(pixels.shape[0] * scale), 1))
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    if page.size_mm[1] > page.size_mm[0]:
        small = np.ascontiguousarray(np.rot90(small))
    if small.ndim == 2:
        small = np.asarray(cv2.cvtColor(small, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
    yield small
    yield np.ascontiguousarray(small[::-1, ::-1])


def _checked(index: TemplateIndex, page: Pixels, mrz: Mrz | None) -> Iterator[_Checked]:
    """The likeliest templates held against the page, until one fits clearly."""
    looks: Looks = looks_of(page)
    alike = likeness(looks, index.vectors, index.weights)
    clear: float | None = None
    for number in _order(index, alike, mrz):
        if clear is not None and alike[number] < clear - _GAP:
            continue
        found = _Checked(number=number, fit=fit(page, index.view(number)))
        yield found
        if found.fit.score >= _CLEARLY:
            clear = max(clear or -1.0, float(alike[number]))


def _order(index: TemplateIndex, alike: NDArray[np.float32], mrz: Mrz | None) -> Sequence[int]:
    """Those to check: the likeliest of the MRZ's issuer, then the likeliest of all."""
    ranked = [int(number) for number in np.argsort(-alike)]
    named: list[int] = []
    if mrz is not None:
        issuer = mrz.fields["issuer"].value
        named = [n for n in ranked if (model := index.entries[n].model) and model.country == issuer]
    return list(dict.fromkeys([*named[:_NAMED_CHECKED], *ranked[:_MOST_CHECKED]]))


def _among_editions(index: TemplateIndex, checked: Sequence[_Checked]) -> Choice:
    """The best of templates that fit nearly alike, by the places at which they differ."""
    best = checked[0]
    rivals = [one for one in checked[1:] if one.fit.score > max(best.fit.score - _ALIKE, _FITS)]
    undecided: list[int] = []
    for rival in rivals:
        preference = prefer(best.fit.page, index.view(best.number), index.view(rival.number))
        if preference.lean < -_TELLS:
            best, undecided = rival, []
        elif preference.lean < _TELLS:
            undecided.append(rival.number)
    if undecided:
        return OneOf(numbers=(best.number, *undecided), score=best.fit.score)
    return Chosen(number=best.number, score=best.fit.score)
