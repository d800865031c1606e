"""Draw the 37 symbols of OCR-B size I for `docforensics.mrz.engines.shapes`: `python benchmarks/mrz/draw_ocrb.py`.

Writes (37, 40, 32) uint8, ink white on black, in the order of `SYMBOLS`; a cell of 2.54 mm is 32 px wide, capitals are
2.4 mm high and centred. The font is Debian's fonts-ocr-b, public domain (sample_docs/generator/fonts/LICENCE-OCRB.txt).
"""

from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from docforensics.formats.alphabet import SYMBOLS

_FONT = Path("sample_docs/generator/fonts/OCRB.otf")
_OUTPUT = Path("docforensics/mrz/engines/data/ocrb.npy")
_CELL, _HEIGHT, _ZOOM = 32, 40, 8
_CAPITAL = 2.4 / 2.54


def main() -> None:
    """Draw all symbols and save them."""
    trial = ImageFont.truetype(_FONT, 1000).getbbox("H")
    size = 1000 * _CAPITAL * _CELL * _ZOOM / (trial[3] - trial[1])
    font = ImageFont.truetype(_FONT, round(size))
    np.save(_OUTPUT, np.stack([_draw(symbol, font) for symbol in SYMBOLS]), allow_pickle=False)


def _draw(symbol: str, font: ImageFont.FreeTypeFont) -> np.ndarray:
    width, height = _CELL * _ZOOM, _HEIGHT * _ZOOM
    _, top, _, bottom = font.getbbox("H")
    picture = Image.new("L", (width, height), 0)
    place = (width / 2 - font.getlength(symbol) / 2, height / 2 - (top + bottom) / 2)
    ImageDraw.Draw(picture).text(place, symbol, font=font, fill=255)
    return np.asarray(
        cv2.resize(np.array(picture), (_CELL, _HEIGHT), interpolation=cv2.INTER_AREA), dtype=np.uint8
    )


if __name__ == "__main__":
    main()
