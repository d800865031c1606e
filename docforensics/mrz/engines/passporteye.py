"""PassportEye's reader as an engine: it searches the whole image by itself and runs Tesseract.

Taken as it is, except that its own search must not warn: it asks scikit-image for a kernel in a way that is deprecated.
Its text is returned raw, line by line; its repaired and padded fields are not used.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.errors import EngineUnavailableError
from docforensics.formats.alphabet import SYMBOLS
from docforensics.formats.recognise import format_of
from docforensics.mrz.engines import NEEDS_TESSERACT, MrzEngine, tesseract
from docforensics.mrz.engines.lines import SHORTEST_LINE
from docforensics.mrz.engines.votes import posterior_of_symbol
from docforensics.mrz.reading import MrzCharacter, MrzReading
from docforensics.page.band.find import MrzBand, grey_of
from docforensics.page.geometry import Points

_SQUARE_PX = 5
"""Kernel of PassportEye's BooneTransform."""
_HOW_TO_INSTALL = f"The MRZ engine 'passporteye' needs {NEEDS_TESSERACT}"


def load() -> MrzEngine:
    """Load the engine; EngineUnavailableError when passporteye or the Tesseract program is missing."""
    try:
        import passporteye  # noqa: F401, PLC0415  (optional)

        tesseract.load()
    except (ImportError, EngineUnavailableError) as error:
        raise EngineUnavailableError(_HOW_TO_INSTALL) from error
    return PassportEyeEngine()


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportEyeEngine:
    """PassportEye as an `MrzEngine`; holds no state, so any number of threads may use it."""

    name: str = "passporteye"

    def read(self, pixels: Pixels, bands: Sequence[MrzBand]) -> MrzReading | None:
        """Read the image; the bands are not used, since PassportEye finds its own. See `MrzEngine.read`."""
        del bands
        pipeline = _pipeline(pixels)
        if pipeline["mrz_final"] is None or pipeline["box_idx"] is None:
            return None
        box = pipeline["boxes"][pipeline["box_idx"]]
        corners = _corners(box.as_poly(), pipeline["scale_factor"], upside_down=_upside_down(pipeline, box))
        return _reading(str(pipeline["mrz_final"].aux["raw_text"]), corners)


def _pipeline(pixels: Pixels) -> Any:  # noqa: ANN401  (PassportEye is untyped)
    from passporteye.mrz.image import MRZPipeline  # noqa: PLC0415  (optional)

    pipeline = MRZPipeline(None)
    pipeline.replace_component("boone", _search())
    pipeline.data["img"] = grey_of(pixels).astype(np.float64) / 255
    return pipeline


@lru_cache(maxsize=1)
def _search() -> Any:  # noqa: ANN401  (PassportEye is untyped)
    """Make PassportEye's BooneTransform with a kernel written out."""
    from skimage import filters, morphology  # noqa: PLC0415  (slow to import)

    kernel = np.ones((_SQUARE_PX, _SQUARE_PX), np.uint8)

    class Search:
        __depends__ = ("img_small",)
        __provides__ = ("img_binary",)

        def __call__(self, img_small: NDArray[np.float64]) -> NDArray[np.bool_]:
            strokes = morphology.black_tophat(img_small, kernel)
            closed = morphology.closing(np.abs(filters.sobel_v(strokes)), kernel)  # type: ignore[no-untyped-call]
            return np.asarray(closed > filters.threshold_otsu(closed))  # type: ignore[no-untyped-call]

    return Search()


def _upside_down(pipeline: Any, box: Any) -> bool:  # noqa: ANN401  (PassportEye is untyped)
    """Tell whether PassportEye turned its cut around, which it does where fillers read as `>`."""
    roi, again = pipeline["roi"], box.extract_from_image(pipeline["img"], 1 / pipeline["scale_factor"])
    return not np.array_equal(roi, again)


def _corners(polygon: NDArray[np.float64], scale: float, *, upside_down: bool) -> Points:
    """Turn PassportEye's box (rows and columns of its small image) into corners as the text reads, capture pixels."""
    xy = polygon[:, ::-1] / scale
    centre = xy.mean(axis=0)
    # Its angle is the direction of the text, measured from the vertical: corner 0 to 1 runs along the lines.
    along = (xy[1] - xy[0] + xy[2] - xy[3]) / 2
    along = -along if upside_down else along
    across = np.array([-along[1], along[0]]) / np.linalg.norm(along)
    height = float(np.linalg.norm(xy[3] - xy[0]))
    half, drop = along / 2, across * height / 2
    return np.array([centre - half - drop, centre + half - drop, centre + half + drop, centre - half + drop])


def _reading(text: str, corners: Points) -> MrzReading | None:
    cleaned = ("".join(symbol for symbol in line if symbol in SYMBOLS) for line in text.splitlines())
    lines = [line for line in cleaned if len(line) >= SHORTEST_LINE]
    if len(lines) < 2:
        return None
    characters = tuple(_line(line, index, len(lines), corners) for index, line in enumerate(lines))
    return MrzReading(characters=characters, format=format_of(lines), engine="passporteye")


def _line(line: str, index: int, n_lines: int, corners: Points) -> tuple[MrzCharacter, ...]:
    """Lay a line's characters evenly into its share of the box: PassportEye tells no closer places."""
    top = _between(corners, index / n_lines, len(line))
    bottom = _between(corners, (index + 1) / n_lines, len(line))
    return tuple(
        MrzCharacter(
            symbol=symbol,
            posterior=posterior_of_symbol(symbol),
            corners=np.array([top[k], top[k + 1], bottom[k + 1], bottom[k]]),
        )
        for k, symbol in enumerate(line)
    )


def _between(corners: Points, down: float, cells: int) -> Points:
    """(cells + 1, 2): evenly spaced points across the box at the share `down` of its height."""
    left = corners[0] + down * (corners[3] - corners[0])
    right = corners[1] + down * (corners[2] - corners[1])
    return np.asarray(left + np.linspace(0, 1, cells + 1)[:, None] * (right - left), dtype=np.float64)
