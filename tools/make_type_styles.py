r"""Find how type faces differ: `python tools/make_type_styles.py docforensics/viz/data/type_styles.npz FOLDER...`.

Each folder holds the fonts of one family. The shipped file was made with fonts of free licences from Debian 13, none of which the sample documents are set in, each
package unpacked into a folder (`apt-get download fonts-cabin; dpkg -x fonts-cabin_*.deb fonts/cabin`): allerta, atkinson-hyperlegible-ttf, averia-sans-gwf, averia-serif-gwf, b612, bebas-neue, cabin,
cantarell, cardo, cascadia-code, clear-sans, cmu, courier-prime, crosextra-caladea, dosis, ebgaramond, fanwood, firacode, gfs-artemisia, gfs-didot, gfs-neohellenic, go, goudybookletter, hack-ttf, inconsolata,
inter, junction, junicode, jura, karla, league-mono, league-spartan, levien-typoscript, lindenhill, linuxlibertine, lmodern, manrope, mononoki, montserrat, national-park, open-sans, opendin, paratype, prociono,
quattrocento, quicksand, roadgeek, sil-andika, sil-charis, sil-doulos, sil-galatia, sn-pro, sora, stix, texgyre, tlwg-garuda-ttf, tlwg-laksaman-ttf, tlwg-norasi-ttf, tt2020, tuffy, yanone-kaffeesatz,
yrsa-rasa. What is kept are differences between faces, no drawing of any.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from docforensics.viz.letter_shapes import COLUMNS, EDGE, ROWS, SOFT_PX, SYMBOLS, shape_of

BIG = 96
"""Height of a capital as it is drawn first, pixels."""
MOST_FONTS, PAGES = 7, 16
"""Of one family, and how often each is drawn as a page shows it."""
DIRECTIONS, KEPT = 40, 12
"""Of 24, 40 and 60 directions and 6, 8 and 12 that were kept, those that set one face apart from another best on genuine captures and careless fillings-in of five random designs (seen)."""
CHARACTERS = 60
"""Of a page: names, numbers and dates."""
TEXT = (
    "MARIAANDERSONELENAKOWALSKIIVANOVSMITHGARCIANGUYENUTOPIAZENITHQUXJFWYBDHLPV" + 4 * "0123456789" + SYMBOLS
)
RIDGE = 0.02
"""Share of the mean variance that is added to every direction."""
SEED = 5
UPRIGHT = re.compile(
    r"ital|obliq|slant|math|symbol|thin|hair|\[|It\.|caps|SC-|outline|sketch|unsl", re.IGNORECASE
)
"""Names of files that are left out: other slants, and what is no text face."""

Drawing = np.ndarray


def drawn(file: Path) -> list[Drawing] | None:
    """Draw every symbol of a font with capitals of `BIG` pixels; None where it lacks some."""
    try:
        font = ImageFont.truetype(file, 130)
        _, top, _, bottom = font.getbbox("H")
        font = ImageFont.truetype(file, 130 * BIG / max(bottom - top, 1))
        found = [_symbol(font, symbol) for symbol in SYMBOLS]
    except (OSError, ValueError):
        return None
    whole = all(one is not None for one in found)
    first, second = (found[SYMBOLS.index(letter)] for letter in "AB")
    return found if whole and not np.array_equal(first, second) else None


def _symbol(font: ImageFont.FreeTypeFont, symbol: str) -> Drawing | None:
    left, top, right, bottom = (round(value) for value in font.getbbox(symbol))
    if right - left < 4 or bottom - top < 30 or right - left > 3 * BIG:
        return None
    picture = Image.new("L", (right - left + 24, bottom - top + 24))
    ImageDraw.Draw(picture).text((12 - left, 12 - top), symbol, 255, font=font)
    return np.asarray(picture, np.float32) / 255


def page_of(symbols: list[Drawing], rng: np.random.Generator) -> Drawing | None:
    """Every symbol as one page shows it, (36, ROWS * COLUMNS); None where one is lost."""
    height = rng.uniform(11, 40)
    blur = min(rng.uniform(0.35, 0.35 + 0.05 * height), 1.5)
    bolder = int(rng.choice([0, 0, 1, 2, 3, 4, -1]))
    gain, gamma, noise = rng.uniform(0.8, 1.25), rng.uniform(0.8, 1.25), rng.uniform(0.01, 0.06)
    shapes = []
    for symbol in symbols:
        seen = np.clip(gain * _seen(symbol, height / BIG, bolder, blur, rng), 0, 1) ** gamma
        seen = np.clip(seen + rng.normal(0, noise, seen.shape), 0, 1).astype(np.float32)
        inked = cv2.GaussianBlur(seen, (0, 0), SOFT_PX) >= EDGE
        rows, columns = (np.flatnonzero(inked.any(axis=axis)) for axis in (1, 0))
        if not len(rows) or rows[-1] - rows[0] < 3:
            return None
        extent = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
        shapes.append(shape_of(seen, extent).ravel())
    return np.array(shapes, np.float32)


def _seen(symbol: Drawing, scale: float, bolder: int, blur: float, rng: np.random.Generator) -> Drawing:
    """Print a symbol with strokes so much bolder, and sample it at a place of the grid of its own."""
    if bolder:
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * abs(bolder) + 1,) * 2)
        symbol = (cv2.dilate if bolder > 0 else cv2.erode)(symbol, disc)
    fine = cv2.GaussianBlur(symbol, (0, 0), max(0.32 / scale, 0.3))
    size = tuple(int(np.ceil(side * scale)) + 6 for side in symbol.shape[::-1])
    right, down = 3 + rng.random(2)
    matrix = np.array([[scale, 0, right], [0, scale, down]], np.float32)
    return cv2.GaussianBlur(cv2.warpAffine(fine, matrix, size), (0, 0), blur)


def pages_of(folders: list[Path], rng: np.random.Generator) -> Iterator[tuple[int, Drawing]]:
    """Yield pages of every font, with the font's number."""
    number = 0
    for folder in sorted(folders):
        fonts = sorted(p for p in folder.rglob("*.[to]tf") if p.is_file() and not UPRIGHT.search(p.name))
        some = sorted(rng.choice(len(fonts), min(len(fonts), MOST_FONTS), replace=False)) if fonts else []
        for symbols in filter(None, (drawn(fonts[k]) for k in some)):
            for page in filter(lambda one: one is not None, (page_of(symbols, rng) for _ in range(PAGES))):
                yield number, page
            number += 1


def fitted(pages: Drawing, fonts: Drawing, rng: np.random.Generator) -> dict[str, Drawing]:
    """Fit directions to pages (n, 36, pixels) of fonts (n,), and those that are kept."""
    flat = pages.reshape(len(pages), -1).astype(np.float64)
    mean = flat.mean(axis=0)
    _, strength, basis = np.linalg.svd(flat - mean, full_matrices=False)
    basis, spread = basis[:DIRECTIONS], strength[:DIRECTIONS] ** 2 / len(flat)
    noise = float(((flat - mean) - ((flat - mean) @ basis.T) @ basis).var())
    directions = basis.reshape(DIRECTIONS, len(SYMBOLS), -1)
    scale = np.abs(directions).max(axis=(1, 2)) / 127
    whole = np.round(directions / scale[:, None, None]).astype(np.int8)
    model = {"mean": mean.reshape(len(SYMBOLS), -1).astype(np.float16), "directions": whole}
    model |= {"scale": scale.astype(np.float32), "spread": spread.astype(np.float32)}
    text = np.array([SYMBOLS.index(symbol) for symbol in TEXT])
    shown = whole.astype(np.float64) * scale[:, None, None]
    places = np.array([_place(model, shown, page, rng.choice(text, CHARACTERS), noise) for page in pages])
    kinds = [places[fonts == font] for font in np.unique(fonts)]
    middles = np.array([kind.mean(axis=0) for kind in kinds])
    within = sum((kind - kind.mean(axis=0)).T @ (kind - kind.mean(axis=0)) for kind in kinds)
    within = within / (len(places) - len(kinds))
    within += RIDGE * np.trace(within) / DIRECTIONS * np.eye(DIRECTIONS)
    whitened = np.linalg.inv(np.linalg.cholesky(within))
    _, vectors = np.linalg.eigh(whitened @ np.cov(middles.T) @ whitened.T)
    axes = vectors[:, ::-1][:, :KEPT].T @ whitened
    return model | {
        "noise": np.float32(noise),
        "axes": axes.astype(np.float32),
        "centre": places.mean(axis=0).astype(np.float32),
    }


def _place(
    model: dict[str, Drawing], directions: Drawing, page: Drawing, text: Drawing, noise: float
) -> Drawing:
    """Where the face of a text lies, as `docforensics.viz.type_style` finds it."""
    shown = directions[:, text].reshape(DIRECTIONS, -1)
    off = (page[text] - model["mean"][text].astype(np.float64)).ravel()
    precision = shown @ shown.T / noise + np.diag(1 / model["spread"].astype(np.float64))
    return np.linalg.solve(precision, shown @ off / noise)


def main(arguments: list[str]) -> None:
    """Draw, fit and write."""
    target, *folders = arguments
    rng = np.random.default_rng(SEED)
    drawings = list(pages_of([Path(folder) for folder in folders], rng))
    fonts = np.array([number for number, _ in drawings])
    pages = np.stack([page for _, page in drawings])
    assert pages.shape[1:] == (len(SYMBOLS), ROWS * COLUMNS)  # noqa: S101
    print(f"{len(set(fonts))} fonts, {len(pages)} pages")
    np.savez_compressed(Path(target), **fitted(pages, fonts, rng))


if __name__ == "__main__":
    main(sys.argv[1:])
