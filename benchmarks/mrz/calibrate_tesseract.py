"""Whether the doubt of the engine `tesseract` is honest: `python benchmarks/mrz/calibrate_tesseract.py --zones 60`.

Reads drawn zones of random text in OCR-B, 7 to 25 px a character, blurred, noisy and compressed, and tells the character
error rate, how often characters of each confidence are wrong, the calibration error, and what was mistaken for what.
The constants of `docforensics.mrz.engines.shapes` and `votes` were set with it, on seeds below 10,000; nothing else was
used. Text is random, so that no reader gains by knowing names, and O stands beside 0 as often as anything.
"""

import argparse
import json
import string
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from docforensics.capture.model import Pixels
from docforensics.mrz.engines import load_engine
from docforensics.page.band.find import find_mrz_bands

_FONT = Path("sample_docs/generator/fonts/OCRB.otf")
_CELL = 40
_SHAPES = ((2, 44, 2.5), (2, 36, 2.5), (3, 30, 1.667))
"""Lines, characters a line, spacing in cells."""
_BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One character: what was printed, what was read, how surely."""

    printed: str
    read: str
    confidence: float
    posterior_of_printed: float


def main() -> None:
    """Read the zones, print the tables, write JSON if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--zones", type=int, default=60)
    parser.add_argument("--seed", type=int, default=10_000)
    parser.add_argument("--engine", default="tesseract")
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    reads, missed = _read_all(options.engine, options.seed, options.zones)
    summary = _summary(reads, missed)
    print(json.dumps(summary, indent=1))
    if options.output:
        options.output.write_text(
            json.dumps({"seed": options.seed, "zones": options.zones, **summary}, indent=1)
        )


def _read_all(name: str, seed: int, zones: int) -> tuple[list[Read], int]:
    engine = load_engine(name)
    reads: list[Read] = []
    missed = 0
    for number in range(seed, seed + zones):
        lines, pixels = draw_zone(np.random.default_rng(number))
        reading = engine.read(pixels, find_mrz_bands(pixels))
        if reading is None or [len(line) for line in reading.lines] != [len(line) for line in lines]:
            missed += 1
            continue
        reads += [
            Read(
                printed=symbol,
                read=character.symbol,
                confidence=character.confidence,
                posterior_of_printed=float(character.posterior[_symbols().index(symbol)]),
            )
            for line, characters in zip(lines, reading.characters, strict=True)
            for symbol, character in zip(line, characters, strict=True)
        ]
    return reads, missed


def _symbols() -> str:
    return string.digits + string.ascii_uppercase + "<"


def draw_zone(rng: np.random.Generator) -> tuple[list[str], Pixels]:
    """Draw a zone of random text on patterned paper and degrade it."""
    count, length, spacing = _SHAPES[rng.integers(len(_SHAPES))]
    lines = [_text(rng, length) for _ in range(count)]
    paper = _paper(rng, round((length + 6) * _CELL), round((4 + spacing * count) * _CELL))
    picture = Image.fromarray(paper)
    font = ImageFont.truetype(_FONT, round(1.31 * _CELL))
    _, top, _, bottom = font.getbbox("H")
    ink, pen = int(rng.uniform(10, 80)), ImageDraw.Draw(picture)
    for row, line in enumerate(lines):
        y = (2.5 + spacing * row) * _CELL - (top + bottom) / 2
        for k, symbol in enumerate(line):
            pen.text(((3.5 + k) * _CELL - font.getlength(symbol) / 2, y), symbol, font=font, fill=ink)
    return lines, _seen(rng, np.asarray(picture, dtype=np.uint8))


def _text(rng: np.random.Generator, length: int) -> str:
    kinds = (string.ascii_uppercase, string.digits, string.ascii_uppercase + string.digits, "<")
    text = ""
    while len(text) < length:
        text += "".join(rng.choice(list(kinds[rng.integers(4)]), int(rng.integers(1, 12))))
    return text[:length]


def _paper(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Paper with wavy line work of up to three colours."""
    y, x = np.mgrid[0:height, 0:width] / _CELL
    paper = np.full((height, width), rng.uniform(200, 250))
    for _ in range(rng.integers(0, 4)):
        angle, density = rng.uniform(0, np.pi), rng.uniform(2, 18)
        wave = np.sin((x * np.sin(angle) + y * np.cos(angle)) * rng.uniform(0.5, 3)) * rng.uniform(0.5, 6)
        strands = np.abs(np.sin((x * np.cos(angle) + y * np.sin(angle)) * density + wave))
        paper -= rng.uniform(5, 35) * np.clip((strands - 0.8) * 5, 0, 1)
    return np.asarray(np.clip(paper, 0, 255), dtype=np.uint8)


def _seen(rng: np.random.Generator, page: Pixels) -> Pixels:
    """Turn a little, shrink, blur, add noise and compress."""
    scale = float(np.exp(rng.uniform(np.log(7), np.log(25)))) / _CELL
    turn = cv2.getRotationMatrix2D((page.shape[1] / 2, page.shape[0] / 2), float(rng.uniform(-4, 4)), 0.94)
    turned = cv2.warpAffine(
        page, turn, (page.shape[1], page.shape[0]), borderValue=int(rng.integers(30, 255))
    )
    small = cv2.resize(turned, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), max(0.01, float(rng.uniform(0, 0.9)))).astype(np.float64)
    noisy = blurred + rng.normal(0, rng.uniform(1, 8), blurred.shape)
    coded = cv2.imencode(".jpg", np.clip(noisy, 0, 255).astype(np.uint8), [1, int(rng.integers(70, 96))])[1]
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)


def _summary(reads: list[Read], missed: int) -> dict[str, object]:
    confidence = np.array([read.confidence for read in reads])
    right = np.array([read.read == read.printed for read in reads])
    table = [_bin(confidence, right, low, high) for low, high in pairwise(_BINS)]
    mistaken = Counter(f"{read.printed} read {read.read}" for read in reads if read.read != read.printed)
    return {
        "zones_missed_or_of_another_shape": missed,
        "characters": len(reads),
        "character_error_rate": float(1 - right.mean()),
        "expected_calibration_error": float(
            sum(b["n"] * abs(b["confidence"] - b["right"]) for b in table) / len(reads)
        ),
        "above_0.99": int((confidence > 0.99).sum()),
        "above_0.99_wrong": int((~right[confidence > 0.99]).sum()),
        "mean_log_loss": float(-np.mean(np.log([read.posterior_of_printed for read in reads]))),
        "by_confidence": table,
        "mistaken": dict(mistaken.most_common(20)),
    }


def _bin(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], low: float, high: float
) -> dict[str, float]:
    chosen = (confidence > low) & (confidence <= high)
    n = int(chosen.sum())
    mean = float(confidence[chosen].mean()) if n else 0.0
    return {
        "from": low,
        "to": high,
        "n": n,
        "confidence": mean,
        "right": float(right[chosen].mean()) if n else 0.0,
    }


if __name__ == "__main__":
    main()
