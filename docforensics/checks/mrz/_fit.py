"""Fits the glyphs of a zone to the drawings of type faces: all glyphs at once, each at every small shift.

A drawing is brought to the zone's own sharpness, stroke and size before it is compared. So blur, a worn ribbon or a zone printed 5 % large
says nothing; another face does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from docforensics.checks.mrz._glyphs import PATCH, REACH, Floats, Glyph, Manner, draw, look_alikes
from docforensics.checks.support.shifts import Shifts, Spectra, window_sums
from docforensics.formats.alphabet import SYMBOLS
from docforensics.mrz.drawn_faces import HEIGHT, OCRB, WIDTH

Places = NDArray[np.intp]

SOFTNESS = (0.8, 1.6, 2.6, 3.8)
"""Blurs tried, pixels (sigma)."""
_STROKES = (-1, 0, 1, 2)
"""Pixels by which strokes are thinned or thickened."""
_SIZES = (0.94, 1.0, 1.06)
"""By which a print's characters may differ from the drawing's. A judgement; not fitted."""
_MIDDLE: Manner = (1.6, 0, 1.0)
"""The manner by which a glyph's place is found before the others are compared."""
_BESIDE = 1
"""Pixels by which another manner may move that place: drawings keep their middle. A judgement; not fitted."""
_SAMPLE = 18
"""Characters that sharpness, stroke and size are found on."""
_FLAT = 1e-6
"""Root of the squares of ink about its mean, below which a place is blank and resembles nothing."""
_AT_ALL_SHIFTS = Shifts(PATCH, 2 * REACH + 1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GlyphFit:
    """How a zone's glyphs fit one face at its best."""

    likeness: Floats
    """(n,): correlation of each glyph with the drawing of its symbol, -1..1."""
    shift: Floats
    """(n, 2): where the drawing fits best, pixels right and down of the middle."""
    manner: "Manner"
    """What it was drawn with."""

    def of(self, kept: NDArray[np.bool_]) -> "GlyphFit":
        """The fit of some of the glyphs alone, (n,)."""
        return replace(self, likeness=self.likeness[kept], shift=self.shift[kept])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """Glyphs, made ready once to be laid on many drawings."""

    glyphs: tuple[Glyph, ...]
    patches: Floats
    """(n, *PATCH)."""
    spectra: Spectra
    spread: Floats
    """(n, 2 REACH + 1, 2 REACH + 1): of what a drawing would cover at each shift, the root of its squares about its mean."""

    @classmethod
    def of(cls, glyphs: Sequence[Glyph]) -> "Cells":
        """Make glyphs ready."""
        patches = np.array([glyph.patch for glyph in glyphs], np.float32).reshape(-1, *PATCH)
        size = (HEIGHT, WIDTH)
        squares = window_sums(patches**2, size) - window_sums(patches, size) ** 2 / (HEIGHT * WIDTH)
        return cls(
            glyphs=tuple(glyphs),
            patches=patches,
            spectra=_AT_ALL_SHIFTS.spectra(patches),
            spread=np.sqrt(np.maximum(squares, 0.0)).astype(np.float32),
        )

    def some(self, chosen: Places | NDArray[np.bool_]) -> "Cells":
        """Some of the glyphs alone, by number or mask."""
        return Cells(
            glyphs=tuple(self.glyphs[place] for place in np.arange(len(self.glyphs))[chosen]),
            patches=self.patches[chosen],
            spectra=self.spectra[chosen],
            spread=self.spread[chosen],
        )

    @property
    def symbols(self) -> tuple[str, ...]:
        """What the glyphs were read as."""
        return tuple(glyph.symbol for glyph in self.glyphs)

    def laid(
        self, places: Places, symbols: Sequence[str], face: str, manner: Manner
    ) -> tuple[Floats, Places]:
        """Lay each of some glyphs (k,) on the drawing of a symbol where it fits best: likeness (k,), shift down and right (k, 2) of the corner."""
        kinds = {symbol: number for number, symbol in enumerate(dict.fromkeys(symbols))}
        drawn = [_spectrum(face, symbol, manner) for symbol in kinds]
        pieces = np.array(drawn, np.complex64).reshape(-1, *self.spectra.shape[1:])
        alike = _AT_ALL_SHIFTS.sums(self.spectra[places], pieces[[kinds[symbol] for symbol in symbols]])
        spread = self.spread[places]
        likeness = np.where(spread > _FLAT, alike / np.maximum(spread, _FLAT), 0.0)
        likeness = likeness.reshape(len(places), (2 * REACH + 1) ** 2)
        # What resembles nothing anywhere stays where it is.
        best = np.where(likeness.any(axis=1), likeness.argmax(axis=1), likeness.shape[1] // 2)
        shifts = np.column_stack(np.unravel_index(best, spread.shape[1:]))
        return np.asarray(likeness[np.arange(len(best)), best], np.float32), shifts

    def beside(self, shifts: Places) -> tuple[Floats, Floats]:
        """What a drawing would cover at shifts (n, 2) and `_BESIDE` pixels around them, (n, m, HEIGHT * WIDTH), and its spread (n, m)."""
        count = 2 * _BESIDE + 1
        down, across = (
            np.clip(shifts[:, axis] - _BESIDE, 0, 2 * REACH + 1 - count)[:, None, None] + steps
            for axis, steps in enumerate(np.mgrid[:count, :count])
        )
        number = np.arange(len(shifts))[:, None, None]
        windows = np.lib.stride_tricks.sliding_window_view(self.patches, (HEIGHT, WIDTH), axis=(1, 2))
        covered = windows[number, down, across].reshape(len(shifts), count**2, HEIGHT * WIDTH)
        return covered, self.spread[number, down, across].reshape(len(shifts), count**2)


@lru_cache(maxsize=4096)
def _normed(face: str, symbol: str, manner: Manner) -> Floats:
    """The same as `_drawn`, kept: those of one zone are at most 1,944 and take 10 MB, those of all symbols and faces in the size that is tried first are 3,552.

    The rest is room for the two other sizes, of which a page of another softness asks for 40 to 180.
    """
    return _drawn(face, symbol, manner)


def draw_all(faces: Iterable[str]) -> None:
    """Draw all symbols of some faces at every sharpness and stroke, so that no document waits for it.

    Spectra are made of every face where places are found first, and of OCR-B, in which nearly all zones are set, in every manner: 777 of the 1,024 that are kept,
    so that memory does not grow document by document (.04 s; the drawings take .11).
    """
    for face, symbol, soft, stroke in product(faces, SYMBOLS, SOFTNESS, _STROKES):
        manner = (soft, stroke, 1.0)
        _normed(face, symbol, manner)
        if face == OCRB[0] or manner == _MIDDLE:
            _spectrum(face, symbol, manner)


def _drawn(face: str, symbol: str, manner: Manner) -> Floats:
    """A drawing (HEIGHT, WIDTH) of mean 0 and squares that sum to 1; one without ink stays 0."""
    drawn = draw(face, symbol, manner)
    drawn = drawn - drawn.mean()
    return np.asarray(drawn / max(float(np.linalg.norm(drawn)), _FLAT), np.float32)


@lru_cache(maxsize=1024)
def _spectrum(face: str, symbol: str, manner: Manner) -> Spectra:
    """The spectrum of such a drawing, 10 kB, made in .25 ms: the first passport page asks for 439, a further one for 51 to 115 more (235 to 324 where 320 are kept; five sample pages)."""
    # The drawing itself is not kept beside its spectrum: of two documents they took 6 MB.
    return np.asarray(_AT_ALL_SHIFTS.spectra(_drawn(face, symbol, manner)[None])[0])


def fit_face(cells: Cells, face: str, manner: Manner) -> GlyphFit:
    """Fit glyphs to a face drawn at a sharpness, stroke and size."""
    likeness, shifts = cells.laid(np.arange(len(cells.glyphs)), cells.symbols, face, manner)
    return GlyphFit(likeness=likeness, shift=np.asarray(shifts[:, ::-1] - REACH, np.float32), manner=manner)


def likeness_to(cells: Cells, names: Sequence[str], manner: Manner) -> Floats:
    """Give the best likeness (n,) of each glyph to its symbol, or a look-alike of it, in any of some faces."""
    found = [(place, alike) for place, symbol in enumerate(cells.symbols) for alike in look_alikes(symbol)]
    places, symbols = np.array([place for place, _ in found], np.intp), [alike for _, alike in found]
    best = np.full(len(cells.glyphs), -1.0, np.float32)
    for name in names:
        np.maximum.at(best, places, cells.laid(places, symbols, name, manner)[0])
    return best


def settled(cells: Cells, manner: Manner) -> Cells:
    """Take each glyph for the one of its look-alikes that OCR-B fits best, so that a misread stands out in nothing."""
    found = [
        (place, alike)
        for place, symbol in enumerate(cells.symbols)
        if len(look_alikes(symbol)) > 1
        for alike in look_alikes(symbol)
    ]
    if not found:
        return cells
    places, symbols = np.array([place for place, _ in found], np.intp), [alike for _, alike in found]
    likeness = np.max([cells.laid(places, symbols, name, manner)[0] for name in OCRB], axis=0)
    best: dict[int, tuple[float, str]] = {}
    for (place, alike), value in zip(found, likeness.tolist(), strict=True):
        if place not in best or value > best[place][0]:
            best[place] = value, alike
    glyphs = tuple(
        replace(glyph, symbol=best[place][1]) if place in best else glyph
        for place, glyph in enumerate(cells.glyphs)
    )
    return replace(cells, glyphs=glyphs)


def best_manner(cells: Cells, face: str) -> Manner:
    """Find the sharpness, stroke and size at which a zone fits a face best, one after the other."""
    told = np.array([place for place, symbol in enumerate(cells.symbols) if symbol != "<"], np.intp)
    told = told if len(told) else np.arange(len(cells.glyphs))
    sample = cells.some(told[:: max(len(told) // _SAMPLE, 1)][:_SAMPLE])
    _, shifts = sample.laid(np.arange(len(sample.glyphs)), sample.symbols, face, _MIDDLE)
    covered, spread = sample.beside(shifts)

    def best(manners: Sequence[Manner]) -> Manner:
        """Of some manners the one whose median likeness is largest."""
        drawn = np.array([_normed(face, symbol, manner) for symbol in sample.symbols for manner in manners])
        alike = covered @ drawn.reshape(len(covered), len(manners), -1).transpose(0, 2, 1)
        likeness = (alike / np.maximum(spread, _FLAT)[:, :, None]).max(axis=1)
        return manners[int(np.median(likeness, axis=0).argmax())]

    soft, stroke, _ = best([(soft, stroke, 1.0) for soft in SOFTNESS for stroke in _STROKES])
    return best([(soft, stroke, size) for size in _SIZES])
