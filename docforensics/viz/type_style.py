"""Where the type face of some print lies among type faces: a dozen numbers that no text and no size decides.

Of 241 fonts of free licences (`tools/make_type_styles.py`) every letter and digit was drawn as pages show them: at 11 to 40 pixels, blurred, bolder, thinner, darker, with noise.
How such drawings differ from the mean drawing of their symbol is described by 40 directions that all symbols share: a face that has serifs on E has them on T. So the characters of any text give the place of
their face, by least squares within what faces show; and of the 40 directions those are kept along which faces differ most against the drawings of one face, scaled so that drawings of one face differ by 1.

Sources: Tenenbaum and Freeman 2000 (style and content); Fisher 1936 (linear discriminants); Efron and Tibshirani 1993, chapter 11 (the jackknife).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from docforensics.page.quantiles import median_of
from docforensics.viz.letter_shapes import LetterShapes, joined

FEWEST_CHARACTERS = 20
"""Characters from which a style is known. A judgement; not fitted."""
_OUTLIER = 4.0
"""Median misfits from which a character is left out: line work or another character touches it. A judgement; not fitted."""
_FEWEST_PARTS = 2
"""Of which one can be left out."""

Style = NDArray[np.float64]
"""(12,): standard deviations of drawings of one face."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TypeStyle:
    """The type face of some print."""

    style: Style
    misfit: float
    """Mean squared difference, of a pixel, between the middle character and its drawing in that style: large where what was cut out is no character."""
    characters: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Faces:
    mean: NDArray[np.float64]
    """(36, pixels): the mean drawing of each symbol."""
    directions: NDArray[np.float64]
    """(40, 36, pixels)."""
    spread: NDArray[np.float64]
    """(40,): variance of faces along each direction."""
    noise: float
    """Variance of a pixel beyond them."""
    axes: NDArray[np.float64]
    """(12, 40): the directions that are kept, scaled."""
    centre: NDArray[np.float64]
    """(40,): the mean face."""


def load_faces() -> None:
    """Load the directions of faces."""
    _faces()


@cache
def _faces() -> _Faces:
    with (
        (files("docforensics.viz") / "data" / "type_styles.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as loaded,
    ):
        scale = loaded["scale"].astype(np.float64)[:, None, None]
        return _Faces(
            mean=loaded["mean"].astype(np.float64),
            directions=loaded["directions"].astype(np.float64) * scale,
            spread=loaded["spread"].astype(np.float64),
            noise=float(loaded["noise"]),
            axes=loaded["axes"].astype(np.float64),
            centre=loaded["centre"].astype(np.float64),
        )


def style_of(letters: LetterShapes) -> TypeStyle | None:
    """Give the style of some characters; None of fewer than `FEWEST_CHARACTERS`."""
    return _style_of(letters) if len(letters) >= FEWEST_CHARACTERS else None


def spread_over(lines: Sequence[LetterShapes]) -> float:
    """Give how far lines leave the style of their characters open: its variance, the mean over its numbers, when each line in turn is left out.

    It is large where lines are set in different faces, or where few characters show most of what tells faces apart. A single line is halved.
    """
    shown = [line for line in lines if len(line)]
    parts = _halves(shown[0]) if len(shown) == 1 else shown
    count = len(parts)
    if count < _FEWEST_PARTS:
        return 0.0
    fits = _fitting(joined(parts))
    ends = np.cumsum([len(part) for part in parts])[:-1]
    sums = [_sums(part.some(some)) for part, some in zip(parts, np.split(fits, ends), strict=True)]
    precisions, products = np.array([one[0] for one in sums]), np.array([one[1] for one in sums])
    places = [
        _solved(precisions.sum(axis=0) - precision, products.sum(axis=0) - product)
        for precision, product in zip(precisions, products, strict=True)
    ]
    styles = np.array(places) @ _faces().axes.T
    return float((count - 1) / count * ((styles - styles.mean(axis=0)) ** 2).sum(axis=0).mean())


def _halves(line: LetterShapes) -> list[LetterShapes]:
    """The characters of a line up to its middle, and from there on; one of them may be empty."""
    middle = len(line) // 2
    return [part for part in (line.some(slice(middle)), line.some(slice(middle, None))) if len(part)]


def _style_of(letters: LetterShapes) -> TypeStyle:
    kept = letters.some(_fitting(letters))
    place, misfits = _place(kept)
    faces = _faces()
    return TypeStyle(
        style=faces.axes @ (place - faces.centre), misfit=median_of(misfits), characters=len(kept)
    )


def _fitting(letters: LetterShapes) -> NDArray[np.bool_]:
    """Which characters (n,) are about as like their drawing in the style of all as the others are."""
    _, misfits = _place(letters)
    return np.asarray(misfits < _OUTLIER * median_of(misfits), np.bool_)


def _place(letters: LetterShapes) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the place (40,) of the face of some characters among faces, and the misfit (n,) of each."""
    place = _solved(*_sums(letters))
    directions, off = _directions(letters)
    left = (off - place @ directions).reshape(len(letters), -1)
    return place, np.asarray((left**2).mean(axis=1), np.float64)


def _directions(letters: LetterShapes) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the directions (40, n pixels) of some characters, and how far they are from the mean drawings (n pixels,)."""
    faces = _faces()
    directions = faces.directions[:, letters.symbols].reshape(len(faces.spread), -1)
    return directions, (letters.shapes - faces.mean[letters.symbols]).ravel()


def _sums(letters: LetterShapes) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give what some characters add to the normal equations of the place of their face: (40, 40) and (40,)."""
    directions, off = _directions(letters)
    return directions @ directions.T / _faces().noise, directions @ off / _faces().noise


def _solved(precision: NDArray[np.float64], product: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the place (40,) of a face by least squares within what faces show."""
    return np.asarray(np.linalg.solve(precision + np.diag(1 / _faces().spread), product), np.float64)
