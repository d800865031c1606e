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
from docforensics.templates.retrieval.descriptor import likeness, looks_of, turned
from docforensics.templates.retrieval.editions import prefer
from docforensics.templates.retrieval.index import TemplateIndex
from docforensics.templates.retrieval.verification import VIEW_PX_PER_MM, ViewFit, fit, fit_whole

_FITS = 0.50
"""Correlation with a view from which a page is of the model."""
_MAY_FIT, _MOST_FROM_AFAR = 0.2, 2
"""Correlation of a page laid on a view as a whole from which it may be of the model, and templates that are then registered: published
pages on templates of one capture correlate at 0.22 to 0.60, those of other models at 0.28 at most (seen)."""
_ALIKE = 0.12
"""Below the best by less than this, another template may be an edition of the same model."""
_TELLS = 0.35
"""Lean from which an edition is told."""
_MOST_CHECKED, _NAMED_CHECKED = 4, 4
"""Templates whose views are looked at: of all, and of the issuer that the MRZ names; more cost time
(docs/decisions/2026-11-25-template-choice.md)."""
_CLEARLY = 0.65
"""Correlation at which no farther template is checked unless it looks as likely."""
_GAP = 0.10
"""Likeness by which a template, or the page turned the other way, falls behind when it no longer looks as likely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One template fits, and the page shows its edition."""

    number: int
    """Index into the store."""
    score: float
    """Correlation with its view, -1..1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """Several editions fit, and the page does not show which."""

    numbers: tuple[int, ...]
    """Best first."""
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneFits:
    """The page is of no template in the store, or its frame is too far off to decide."""

    score: float
    """Correlation of the best of them, -1..1."""
    likeliest: tuple[int, ...] = ()
    """Those that were checked, best first."""


Alike = NDArray[np.float32]
"""(N,) likeness of a page to each template."""
Choice = Chosen | OneOf | NoneFits


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Checked:
    number: int
    fit: ViewFit


def choose(index: TemplateIndex, page: Page, mrz: Mrz | None = None) -> Choice:
    """The template of a page on a frame of its own outline (or MRZ), not yet registered."""
    if not index.entries or page.visible is None:
        return NoneFits(score=0.0)
    best: list[_Checked] = []
    for upright, alike in _likely_turns(index, page):
        checked = sorted(_checked(index, upright, alike, mrz), key=lambda one: -one.fit.score)
        if checked and (not best or checked[0].fit.score > best[0].fit.score):
            best = checked
        if best and best[0].fit.score >= _CLEARLY:
            break
    if not best or best[0].fit.score < _FITS:
        return NoneFits(score=best[0].fit.score if best else 0.0, likeliest=tuple(one.number for one in best))
    return _among_editions(index, best)


def likely_from_afar(index: TemplateIndex, page: Page, mrz: Mrz | None = None) -> tuple[int, ...]:
    """Templates of which a page may be that `choose` found none for, likeliest first: its frame may lie millimetres off.

    The page is laid as a whole on the views of those that it looks most like. Templates of one holder keep so little print that what is
    left of them is not told apart by this: which of them fits, if any, registration says.
    """
    if not index.entries or page.visible is None:
        return ()
    upright, alike = _likely_turns(index, page)[0]
    numbers = _order(index, alike, mrz)[:_MOST_CHECKED]
    fits = {number: fit_whole(upright, index.view(number)) for number in numbers}
    scores = {number: found.score for number, found in fits.items() if found and found.score > _MAY_FIT}
    return tuple(sorted(scores, key=lambda number: -scores[number])[:_MOST_FROM_AFAR])


def _likely_turns(index: TemplateIndex, page: Page) -> list[tuple[Pixels, Alike]]:
    """The page turned as it looks likeliest, with its likeness to every template; the other way too if nearly as likely."""
    upright = upright_page(page)
    looks = looks_of(upright)
    over = np.ascontiguousarray(upright[::-1, ::-1])
    alike = likeness((looks, turned(looks)), index.vectors, index.weights)
    turns = [(upright, alike[0]), (over, alike[1])]
    turns.sort(key=lambda one: -float(one[1].max()))
    likeliest = float(turns[0][1].max())
    return [turn for turn in turns if float(turn[1].max()) > likeliest - _GAP]


def upright_page(page: Page) -> Pixels:
    """The page wider than high, in colour, at about the scale of views."""
    pixels = page.visible
    assert pixels is not None  # noqa: S101 (`choose` has looked)
    scale = min(1.25 * VIEW_PX_PER_MM / page.px_per_mm, 1.0)
    size = (max(round(pixels.shape[1] * scale), 1), max(round(pixels.shape[0] * scale), 1))
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    if page.size_mm[1] > page.size_mm[0]:
        small = np.ascontiguousarray(np.rot90(small))
    colour = cv2.cvtColor(small, cv2.COLOR_GRAY2RGB) if small.ndim == 2 else small
    return np.asarray(colour, dtype=np.uint8)


def _checked(index: TemplateIndex, page: Pixels, alike: Alike, mrz: Mrz | None) -> Iterator[_Checked]:
    """The likeliest templates held against the page, until one fits clearly."""
    clear: float | None = None
    for number in _order(index, alike, mrz):
        if clear is not None and alike[number] < clear - _GAP:
            continue
        found = _Checked(number=number, fit=fit(page, index.view(number)))
        yield found
        if found.fit.score >= _CLEARLY:
            clear = max(clear or -1.0, float(alike[number]))


def _order(index: TemplateIndex, alike: Alike, mrz: Mrz | None) -> Sequence[int]:
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
