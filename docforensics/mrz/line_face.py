"""Whether a line of a zone is set in another face than OCR-B, by the shapes of the characters that were read surely.

Each is compared with the drawing of its symbol in OCR-B and in other faces, each face at the softness, stroke and size at
which the line fits it best. It serves the reading alone: an examination judges the face by `mrz.typeface`.
"""

from collections.abc import Sequence
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.formats.alphabet import FILLER, SYMBOLS
from docforensics.mrz.drawn_faces import HEIGHT, OCRB, WIDTH, faces, other_faces
from docforensics.mrz.reading import MrzCharacter

Floats = NDArray[np.float64]

_ACROSS, _DOWN = 16, 20
"""Pixels of a cell in which shapes are compared: half of the drawings'. A judgement."""
_REACH = (2, 3)
"""Pixels across and down by which a character may stand beside the middle of its cell. A judgement."""
_SHRUNK = 1.5
"""Pixels of the picture a pixel of the cell from which the picture is smoothed first, so that none is skipped. A judgement."""
_SOFT, _STROKES = (1.2, 2.4, 3.6), (1, 3)
"""Blurs (sigma) and thickenings, pixels of the drawing, that are tried."""
_SIZES = ((0.84, 0.92), (0.92, 0.92), (0.92, 1.0), (1.0, 0.92), (1.0, 1.0), (1.08, 1.0), (1.08, 1.08))
"""Width and height of the print by those of the drawing that are tried: proportional faces are often set smaller, so that M and W fit their cells."""
_FEWEST, _MOST = 5, 18
"""Sure letters and digits by which a face is told, and so many of a line that are looked at. Judgements."""
_IS_OCRB = 0.95
"""Likeness to OCR-B from which no other face is tried."""
_BETTER = 0.01
"""A line is set in another face where one fits better by so much."""
_UNLIKE, _NEAR = 0.92, 0.04
"""And where OCR-B fits by less than `_UNLIKE` of what the grain of the picture leaves, and another face worse by no more than `_NEAR`, since few
faces are drawn. On zones of Utopia (seeds 1, 2 and 4, seen; scans and photos, JPEG 45 to 92, characters from 9 px) lines of OCR-B have
at least .945, and others fit them worse by .015 at least; those of eleven other faces have .75 to .93, and the drawn ones .94 with one better."""
_FILLERS = 6
"""Fillers that tell the grain beside repeated letters. A judgement."""
_PAIRS = {symbol: pair for pair in ("0O", "1I", "2Z", "5S", "6G", "8B") for symbol in pair}
"""Symbols that a reader takes for one another: which of two was read tells nothing of the face."""


def is_other_face(grey: Pixels, line: Sequence[MrzCharacter], sure: float) -> bool:
    """Whether the characters of a line whose posterior is at least `sure` are another face's; False where they are too few."""
    told = [one for one in line if one.confidence >= sure and one.symbol != FILLER]
    if len(told) < _FEWEST:
        return False
    sample = told[:: -(-len(told) // _MOST)]
    windows, symbols = _windows(grey, sample), [one.symbol for one in sample]
    ocrb = max(_likeness(windows, symbols, face) for face in OCRB)
    if ocrb >= _IS_OCRB:
        return False
    better = max(_likeness(windows, symbols, face) for face in other_faces()) - ocrb
    if better >= _BETTER or better < -_NEAR:
        return better >= _BETTER
    fillers = [one for one in line if one.confidence >= sure and one.symbol == FILLER][:_FILLERS]
    repeated = _repeated(windows, symbols) + (
        _repeated(_windows(grey, fillers), FILLER * len(fillers)) if fillers else []
    )
    # Two of a symbol have the grain of both, a symbol and its drawing that of one.
    return bool(repeated) and ocrb < _UNLIKE * max(float(np.mean(repeated)), 0.0) ** 0.5


def _repeated(windows: Floats, symbols: Sequence[str]) -> list[float]:
    """Correlation of each character (n, places, pixels) with the one of the same symbol before it: what the grain leaves."""
    middle, last, found = windows.shape[1] // 2, dict[str, int](), []
    for place, symbol in enumerate(symbols):
        if symbol in last:
            found.append(float((windows[place] @ windows[last[symbol], middle]).max()))
        last[symbol] = place
    return found


def _likeness(windows: Floats, symbols: Sequence[str], face: str) -> float:
    """Mean correlation of characters (n, places, pixels) with their symbols in a face, at the manner in which they fit it best."""
    wanted = sorted({alike for symbol in symbols for alike in _PAIRS.get(symbol, symbol)})
    drawn = _drawn(face, wanted)
    fits = []
    for window, symbol in zip(windows, symbols, strict=True):
        places = [wanted.index(alike) for alike in _PAIRS.get(symbol, symbol)]
        fits.append((drawn[:, places] @ window.T).max(axis=(1, 2)))
    return float(np.mean(fits, axis=0).max())


def _drawn(face: str, symbols: Sequence[str]) -> Floats:
    """(manners, symbols, pixels), normalised."""
    glyphs = [faces()[face][SYMBOLS.index(symbol)].astype(np.float32) for symbol in symbols]
    manners = product(_SOFT, _STROKES, _SIZES)
    return _normalised(
        np.array(
            [
                [_in_manner(glyph, soft, stroke, size).ravel() for glyph in glyphs]
                for soft, stroke, size in manners
            ]
        )
    )


def _in_manner(glyph: NDArray[np.float32], soft: float, stroke: int, size: tuple[float, float]) -> Floats:
    """Draw a glyph (40, 32) sized, thickened and softened, at half its pixels."""
    across, down = size
    sized = cv2.warpAffine(
        glyph,
        np.array([[across, 0, (1 - across) * WIDTH / 2], [0, down, (1 - down) * HEIGHT / 2]]),
        (WIDTH, HEIGHT),
    )
    thick = cv2.dilate(sized, np.ones((stroke, stroke), np.uint8))
    soft_one = cv2.GaussianBlur(thick, (0, 0), soft)
    return np.asarray(cv2.resize(soft_one, (_ACROSS, _DOWN), interpolation=cv2.INTER_AREA), np.float64)


def _windows(grey: Pixels, characters: Sequence[MrzCharacter]) -> Floats:
    """(n, places, pixels): what each character's cell shows at every place within reach, dark high, normalised."""
    corners = np.array([one.corners for one in characters])
    right = (corners[:, 1] - corners[:, 0] + corners[:, 2] - corners[:, 3]) / 2 / _ACROSS
    down = corners[:, 3] - corners[:, 0] + corners[:, 2] - corners[:, 1]
    step = np.linalg.norm(right, axis=1, keepdims=True)
    down = down / np.maximum(np.linalg.norm(down, axis=1, keepdims=True), 1e-9) * step
    shrink = float(step.mean())
    picture = grey if shrink <= _SHRUNK else np.asarray(cv2.GaussianBlur(grey, (0, 0), 0.4 * shrink))
    width, height = _ACROSS + 2 * _REACH[0], _DOWN + 2 * _REACH[1]
    origins = corners.mean(axis=1) - right * (width - 1) / 2 - down * (height - 1) / 2
    way = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    cells = [
        cv2.warpAffine(picture, place, (width, height), flags=way, borderMode=cv2.BORDER_REPLICATE)
        for place in np.stack([right, down, origins], axis=2)
    ]
    views = np.lib.stride_tricks.sliding_window_view(
        np.array(cells, np.float64), (_DOWN, _ACROSS), axis=(1, 2)
    )
    return _normalised(-views.reshape(len(cells), -1, _DOWN * _ACROSS))


def _normalised(pixels: Floats) -> Floats:
    centred = pixels - pixels.mean(axis=-1, keepdims=True)
    return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=-1, keepdims=True), 1e-6), np.float64)
