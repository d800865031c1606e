"""The vendored typefaces, so that a page is drawn alike on every machine."""

from functools import cache
from pathlib import Path

import skia

OCR_B = "OCRB.otf"
SANS = "DejaVuSansCondensed.ttf"
SANS_BOLD = "DejaVuSansCondensed-Bold.ttf"
WIDE = "DejaVuSans.ttf"
WIDE_BOLD = "DejaVuSans-Bold.ttf"
SERIF = "DejaVuSerif.ttf"
SERIF_BOLD = "DejaVuSerif-Bold.ttf"
SERIF_ITALIC = "DejaVuSerif-Italic.ttf"
MONO = "DejaVuSansMono.ttf"

_EM = 100.0


@cache
def _font(file: str) -> skia.Font:
    path = Path(__file__).parent / file
    typeface = skia.Typeface.MakeFromFile(str(path))
    if typeface is None:
        message = f"font file cannot be read: {path}"
        raise FileNotFoundError(message)
    font = skia.Font(typeface, _EM)
    font.setHinting(skia.FontHinting.kNone)
    font.setLinearMetrics(True)
    return font


@cache
def _glyph(file: str, character: str) -> tuple[skia.Path | None, float]:
    font = _font(file)
    glyph = font.unicharToGlyph(ord(character))
    return font.getPath(glyph), float(font.getWidths([glyph])[0]) / _EM


def covers(text: str, file: str) -> bool:
    """Whether the face has an outline, or a blank, for every character."""
    font = _font(file)
    return all(font.unicharToGlyph(ord(c)) != 0 for c in text)


def text_width(
    text: str, file: str, size: float, *, pitch: float | None = None, stretch: float = 1.0
) -> float:
    """Advance width of ``text`` in millimetres."""
    if pitch is not None:
        return pitch * len(text)
    return sum(_glyph(file, c)[1] for c in text) * size * stretch


def fitted(text: str, file: str, size: float, width: float, least: float = 0.72) -> tuple[float, float]:
    """Size and stretch at which ``text`` is no wider than ``width``: condensed to ``least`` first, then made smaller."""
    natural = text_width(text, file, size)
    if natural <= width:
        return size, 1.0
    if natural * least <= width:
        return size, width / natural
    return size * width / (natural * least), least


def text_path(
    text: str, file: str, size: float, *, pitch: float | None = None, stretch: float = 1.0
) -> skia.Path:
    """Outlines of ``text`` with its origin at the start of the baseline, in millimetres.

    ``size`` is the em in mm. With ``pitch`` every character's cell starts ``pitch`` mm after the last one's.
    """
    whole = skia.Path()
    x = 0.0
    for character in text:
        outline, advance = _glyph(file, character)
        if outline is not None:
            matrix = skia.Matrix().setScale(size / _EM * stretch, size / _EM)
            matrix.postTranslate(x, 0.0)
            whole.addPath(outline, matrix)
        x += pitch if pitch is not None else advance * size * stretch
    return whole
