"""Reads the MRZ with the Tesseract program through pytesseract, whatever Latin language model is installed.

Lines are cut into cells first (`lines`). Tesseract knows neither the filler nor the font, so every cell is compared with
the shapes of OCR-B as well (`shapes`); fillers are painted over, so that Tesseract meets words and numbers as it knows
them, and it looks at three renderings of every line in one run. What all of them saw is weighed in `votes`.
"""

import logging
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.errors import EngineUnavailableError
from docforensics.formats.alphabet import SYMBOLS
from docforensics.formats.recognise import format_of
from docforensics.mrz.engines import NEEDS_TESSERACT, MrzEngine
from docforensics.mrz.engines.hocr import HocrCharacter, parse_hocr
from docforensics.mrz.engines.lines import SHORTEST_LINE, CellLine, cut_lines, without_ends
from docforensics.mrz.engines.shapes import symbol_likelihoods, without_fillers
from docforensics.mrz.engines.votes import combine, place
from docforensics.mrz.reading import MrzCharacter, MrzReading
from docforensics.page.band.find import MrzBand

_log = logging.getLogger(__name__)

_CELL_PX = 32.0
"""Width of a cell, and so about the height of a character, in the first rendering."""
_RENDERINGS = ((1.0, 1.0), (0.85, 0.85), (0.8, 1.0))
"""Zoom across and down of each rendering; the last brings the characters nearer to each other."""
_CONFIG = (
    f"--psm 7 --dpi 300 -c tessedit_char_whitelist={SYMBOLS} -c hocr_char_boxes=1 -c lstm_choice_mode=2"
    " -c load_system_dawg=0 -c load_freq_dawg=0"
)
"""A single line of text; no dictionary."""
_LANGUAGE = "eng"
_TIMEOUT_S = 60
"""Seconds: a page takes a few; more is a program that hangs. A judgement."""
_ACCEPTABLE = 0.5
"""Mean confidence of a reading; below, the band was no MRZ or stood on its head."""
_LIKE_A_SYMBOL = 0.3
"""Probability by shape below which a cell shows nothing that OCR-B has."""
_HOW_TO_INSTALL = f"The MRZ engine 'tesseract' needs {NEEDS_TESSERACT}"


def load() -> MrzEngine:
    """Load the engine; EngineUnavailableError when pytesseract or the program is missing."""
    try:
        import pytesseract  # noqa: PLC0415  (optional)

        languages = pytesseract.get_languages()
    except (ImportError, SystemExit, OSError, RuntimeError) as error:
        raise EngineUnavailableError(_HOW_TO_INSTALL) from error
    if _LANGUAGE not in languages:
        raise EngineUnavailableError(f"Tesseract has no {_LANGUAGE}.traineddata. {_HOW_TO_INSTALL}")
    # For the child: more threads slow it down on short lines, and a batch runs one child a core. It can only be told
    # through the environment, which pytesseract hands on; what the user has set stays.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    return TesseractEngine()


@dataclass(frozen=True, slots=True, kw_only=True)
class TesseractEngine:
    """The Tesseract program as an `MrzEngine`; holds no state, so any number of threads may use it."""

    name: str = "tesseract"

    def read(self, pixels: Pixels, bands: Sequence[MrzBand]) -> MrzReading | None:
        """Read the first band that gives a plausible reading; see `MrzEngine.read`."""
        best: MrzReading | None = None
        sure = _ACCEPTABLE
        for band in bands:
            reading = _read_band(pixels, band)
            if reading is not None and (confidence := _mean_confidence(reading)) > sure:
                best, sure = reading, confidence
            if sure > 0.8:
                break
        return best


def _mean_confidence(reading: MrzReading) -> float:
    return float(np.mean([character.confidence for line in reading.characters for character in line]))


def _read_band(pixels: Pixels, band: MrzBand) -> MrzReading | None:
    cut = cut_lines(pixels, band, cell_px=_CELL_PX)
    if len(cut) < 2 or min(line.length for line in cut) < SHORTEST_LINE:
        return None
    lines, shapes = _without_noise(cut, symbol_likelihoods(cut))
    clean = [_stretched(without_fillers(line, shape)) for line, shape in zip(lines, shapes, strict=True)]
    pages = [_zoomed(line, across, down) for line in clean for across, down in _RENDERINGS]
    seen = _run(pages)
    characters = tuple(
        _read_line(line, shape, seen[index * len(_RENDERINGS) : (index + 1) * len(_RENDERINGS)])
        for index, (line, shape) in enumerate(zip(lines, shapes, strict=True))
    )
    texts = ["".join(character.symbol for character in line) for line in characters]
    return MrzReading(characters=characters, format=format_of(texts), engine="tesseract")


def _without_noise(
    lines: Sequence[CellLine], shapes: Sequence[NDArray[np.float64]]
) -> tuple[list[CellLine], list[NDArray[np.float64]]]:
    """Drop the cells at an end that look like no symbol in any of the lines: paper, an edge, noise."""
    first = _strangers(shapes)
    last = _strangers([shape[::-1] for shape in shapes])
    kept = [without_ends(line, first, last) for line in lines]
    return kept, [shape[first : len(shape) - last] for shape in shapes]


def _strangers(shapes: Sequence[NDArray[np.float64]]) -> int:
    """Count the leading cells, two at most, in which no line shows a symbol."""
    like = np.max([shape[:2].max(axis=1) for shape in shapes], axis=0)
    return int(np.argmax(np.append(like > _LIKE_A_SYMBOL, True)))


def _stretched(pixels: Pixels) -> Pixels:
    """Spread the contrast over the whole range."""
    dark, paper = np.percentile(pixels, (2, 90))
    spread = (pixels.astype(np.float32) - dark) / max(paper - dark, 1.0) * 235 + 10
    return np.asarray(np.clip(spread, 0, 255), dtype=np.uint8)


def _zoomed(pixels: Pixels, across: float, down: float) -> Pixels:
    return np.asarray(
        cv2.resize(pixels, None, fx=across, fy=down, interpolation=cv2.INTER_AREA), dtype=np.uint8
    )


def _run(pages: Sequence[Pixels]) -> tuple[tuple[HocrCharacter, ...], ...]:
    """Let Tesseract look at all pages in one run: loading its model costs more than reading a line."""
    import pytesseract  # noqa: PLC0415  (optional)
    from PIL import Image as Picture  # noqa: PLC0415

    pictures = [Picture.fromarray(page) for page in pages]
    with tempfile.TemporaryDirectory(prefix="docforensics-") as folder:
        path = Path(folder) / "lines.tif"
        pictures[0].save(path, save_all=True, append_images=pictures[1:])
        try:
            hocr = pytesseract.image_to_pdf_or_hocr(
                str(path), lang=_LANGUAGE, extension="hocr", config=_CONFIG, timeout=_TIMEOUT_S
            )
        except RuntimeError:  # TesseractError is one, and so is a timeout
            _log.warning("Tesseract failed or did not answer in %d s; shapes alone are read", _TIMEOUT_S)
            return ((),) * len(pages)
    seen = parse_hocr(hocr.decode() if isinstance(hocr, bytes) else hocr)
    return seen + ((),) * (len(pages) - len(seen))


def _read_line(
    line: CellLine, shapes: NDArray[np.float64], looks: Sequence[Sequence[HocrCharacter]]
) -> tuple[MrzCharacter, ...]:
    placed = [
        place(look, [line.cell_at(character.centre / across) for character in look], line.length)
        for look, (across, _) in zip(looks, _RENDERINGS, strict=True)
    ]
    posteriors = [combine([look[cell] for look in placed], shapes[cell]) for cell in range(line.length)]
    return tuple(
        MrzCharacter(symbol=SYMBOLS[int(posterior.argmax())], posterior=posterior, corners=corners.copy())
        for posterior, corners in zip(posteriors, line.corners, strict=True)
    )
