r"""Draw the type faces that an MRZ is compared with: `python tools/make_faces.py OCRB.otf OUT.npz FACE=FILE...`.

Each face is 37 symbols of 40 x 32 pixels, ink 255, a cell 32 wide; the other faces are scaled to the height of OCR-B's
capitals and stand in the middle of the cell. The shipped file was made with fonts-ocr-b 0.3.1 (both cuts; the 4 of the
round one is torn there, and whole in the generator's copy), fonts-liberation and fonts-noto (Debian), all of free licence:

    python tools/make_faces.py sample_docs/generator/fonts/OCRB.otf docforensics/mrz/data/faces.npz \
        ocrb_sharp=/usr/share/fonts/opentype/ocr-b/OCRBS.otf liberation_mono=... noto_mono=... dejavu_sans=... dejavu_serif=...
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
WIDTH, HEIGHT, ZOOM = 32, 40, 8
PITCH_OF_EM = 0.723
"""Advance of OCR-B in ems, so that the cell is the pitch."""


def drawn(font: ImageFont.FreeTypeFont, symbol: str) -> np.ndarray:
    """Draw one symbol in the middle of its cell."""
    canvas = Image.new("L", (WIDTH * ZOOM, HEIGHT * ZOOM))
    left, _, right, _ = font.getbbox(symbol)
    _, top, _, bottom = font.getbbox("H")
    at = (WIDTH * ZOOM / 2 - (left + right) / 2, HEIGHT * ZOOM / 2 - (top + bottom) / 2)
    ImageDraw.Draw(canvas).text(at, symbol, 255, font=font)
    return np.asarray(canvas.resize((WIDTH, HEIGHT), Image.Resampling.BOX))


def capital_height(font: ImageFont.FreeTypeFont) -> float:
    """Height of an H in pixels."""
    _, top, _, bottom = font.getbbox("H")
    return float(bottom - top)


def main(arguments: list[str]) -> None:
    """Draw all faces."""
    base, target, *others = arguments
    size = WIDTH * ZOOM / PITCH_OF_EM
    ocrb = ImageFont.truetype(base, size)
    faces = {"ocrb": np.stack([drawn(ocrb, symbol) for symbol in SYMBOLS])}
    for name, _, file in (item.partition("=") for item in others):
        font = ImageFont.truetype(file, size)
        if not name.startswith("ocrb"):
            font = ImageFont.truetype(file, size * capital_height(ocrb) / capital_height(font))
        faces[name] = np.stack([drawn(font, symbol) for symbol in SYMBOLS])
    np.savez_compressed(Path(target), **faces)


if __name__ == "__main__":
    main(sys.argv[1:])
