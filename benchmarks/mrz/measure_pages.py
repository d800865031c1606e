"""Measures an MRZ engine on a folder of Utopia pages: `python -m benchmarks.mrz.measure_pages PAGES --engine network`.

Exact rate by character height, curves against blur, noise, JPEG quality, height and rotation, quarter turns and EXIF
orientations, calibration with the reliability diagram, and reads on pages without an MRZ. `make_pages.py` draws the pages.
"""

import argparse
import io
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from docforensics.capture.load import load_capture
from docforensics.capture.model import Pixels
from docforensics.mrz.engines import MrzEngine
from docforensics.mrz.reading import MrzReading
from docforensics.page.band import find_mrz_bands
from sample_docs.generator.manifest import Row, read

TRANSPOSES = (None, 0, 3, 1, 5, 4, 6, 2)
"""What PIL does to an upright image (Image.Transpose) so that EXIF orientation 1, 2, ... 8 makes it upright again."""
HEIGHTS = (5, 6, 7, 8, 10, 12, 16, 24)
BLURS = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3)
NOISES = (0, 5, 10, 20, 30, 45)
QUALITIES = (95, 70, 50, 35, 25, 15)
TURNS = (0, -15, -10, -5, 5, 10, 15, 90, 180, 270)
CURVE_HEIGHT = 10.0
"""Character height, px, at which blur, noise and compression are tried: where nothing else is lost yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A page and what is printed on it."""

    row: Row
    file: Path

    @property
    def lines(self) -> tuple[str, ...]:
        """As printed."""
        return tuple(self.row.mrz.split("|")) if self.row.mrz else ()

    @property
    def pixels(self) -> Pixels:
        """(H, W, 3)."""
        return np.asarray(Image.open(self.file).convert("RGB"))

    @property
    def character_px(self) -> float:
        """Height of an OCR-B character (2.4 mm) in pixels, at the place of the MRZ."""
        matrix = np.array(json.loads(self.row.homography)).reshape(3, 3)
        size = {"TD1": (85.6, 53.98), "TD3": (125, 88), "MRV-A": (120, 80)}.get(
            self.row.document_type, (105, 74)
        )
        low, high = (matrix @ (size[0] / 2, size[1] - 12.0 + d, 1.0) for d in (1.2, -1.2))
        return float(np.linalg.norm(low[:2] / low[2] - high[:2] / high[2]))


class Reader:
    """Locates and reads, and remembers how long it took."""

    def __init__(self, engine: MrzEngine) -> None:
        """Read with `engine`."""
        self.engine = engine
        self.seconds: list[float] = []

    def __call__(self, pixels: Pixels) -> MrzReading | None:
        """The reading of an image."""
        began = time.perf_counter()
        reading = self.engine.read(pixels, find_mrz_bands(pixels))
        self.seconds.append(time.perf_counter() - began)
        return reading


def share_exact(reader: Reader, cases: Sequence[Case], change: Callable[[Case], Pixels]) -> float:
    """Share of the pages whose whole MRZ is read exactly after `change`."""
    right = [(reading := reader(change(case))) is not None and reading.lines == case.lines for case in cases]
    return round(float(np.mean(right)), 4)


def scaled(case: Case, value: float) -> Pixels:
    """The page with characters `value` px high."""
    zoom = value / case.character_px
    return np.asarray(cv2.resize(case.pixels, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA), np.uint8)


def blurred(case: Case, value: float) -> Pixels:
    """Blurred by a share of the character height."""
    small = scaled(case, CURVE_HEIGHT)
    return (
        small if value == 0 else np.asarray(cv2.GaussianBlur(small, (0, 0), value * CURVE_HEIGHT), np.uint8)
    )


def noisy(case: Case, value: float) -> Pixels:
    """With Gaussian noise."""
    small = scaled(case, CURVE_HEIGHT)
    noise = np.random.default_rng(5).normal(0, value, small.shape)
    return np.asarray(np.clip(small + noise, 0, 255), np.uint8)


def packed(case: Case, value: float) -> Pixels:
    """After JPEG."""
    small = scaled(case, CURVE_HEIGHT)
    data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, int(value)])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def turned(case: Case, value: float) -> Pixels:
    """Rotated on a larger canvas."""
    small = scaled(case, 14.0)
    return np.asarray(Image.fromarray(small).rotate(value, Image.Resampling.BICUBIC, expand=True), np.uint8)


def oriented(case: Case, value: float) -> Pixels:
    """Stored turned or mirrored with the EXIF orientation that says so, and loaded by the library."""
    image = Image.fromarray(scaled(case, 14.0))
    method = TRANSPOSES[int(value) - 1]
    stored = image if method is None else image.transpose(Image.Transpose(method))
    exif = Image.Exif()
    exif[0x0112] = int(value)
    stream = io.BytesIO()
    stored.save(stream, "JPEG", quality=95, exif=exif)
    return load_capture(stream.getvalue()).primary.pixels


CURVES: dict[str, tuple[Callable[..., Pixels], tuple[float, ...]]] = {
    "exact by character height": (scaled, HEIGHTS),
    "exact by blur (sigma in heights, 10 px)": (blurred, BLURS),
    "exact by noise (sigma, 10 px)": (noisy, NOISES),
    "exact by JPEG quality (10 px)": (packed, QUALITIES),
    "exact by rotation (14 px)": (turned, TURNS),
    "exact by EXIF orientation (14 px)": (oriented, tuple(range(1, 9))),
}


def calibration(pairs: NDArray[np.float64], picture: Path | None) -> dict[str, float]:
    """Expected calibration error of (posterior, right) pairs in 15 bins."""
    bins = np.minimum((pairs[:, 0] * 15).astype(int), 14)
    filled = [b for b in range(15) if (bins == b).any()]
    sure, right = (np.array([pairs[bins == b, k].mean() for b in filled]) for k in (0, 1))
    weights = np.array([(bins == b).mean() for b in filled])
    if picture is not None:
        _draw(sure, right, weights, picture)
    return {
        "characters": len(pairs),
        "right": round(float(pairs[:, 1].mean()), 5),
        "expected_calibration_error": round(float((weights * np.abs(sure - right)).sum()), 5),
    }


def _draw(
    sure: NDArray[np.float64], right: NDArray[np.float64], weights: NDArray[np.float64], file: Path
) -> None:
    import matplotlib as mpl  # noqa: PLC0415 (for the picture only)

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(figsize=(4, 4))
    axes.plot([0, 1], [0, 1], color="grey", lw=1)
    axes.scatter(sure, right, s=20 + 200 * np.sqrt(weights))
    axes.set(xlabel="posterior of the best symbol", ylabel="share right", xlim=(0, 1.02), ylim=(0, 1.02))
    figure.tight_layout()
    figure.savefig(file, dpi=100)


def judged(reading: MrzReading | None, lines: tuple[str, ...]) -> list[tuple[float, float]]:
    """(posterior, right) of every character where the lengths agree, so that each has its counterpart."""
    if reading is None or [len(line) for line in reading.lines] != [len(line) for line in lines]:
        return []
    return [
        (character.confidence, float(character.symbol == printed))
        for row, line in zip(reading.characters, lines, strict=True)
        for character, printed in zip(row, line, strict=True)
    ]


def photos(reader: Reader, cases: Sequence[Case]) -> dict[str, object]:
    """Exact rate on photos by character height."""
    reader.seconds.clear()
    found = [
        (case.character_px, (reading := reader(case.pixels)) is not None and reading.lines == case.lines)
        for case in cases
    ]
    table = {}
    for low, high in ((0, 12), (12, 16), (16, 24), (24, 1000)):
        inside = [right for height, right in found if low <= height < high]
        table[f"{low}-{high} px"] = {
            "pages": len(inside),
            "exact": round(float(np.mean(inside)), 4) if inside else None,
        }
    return {"by character height": table, "median seconds": round(float(np.median(reader.seconds)), 4)}


def main() -> None:
    """Measure and write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--engine", default="network")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    reader = Reader(import_module(f"docforensics.mrz.engines.{options.engine}").load())
    rows = read((options.pages / "manifest.csv").read_text(encoding="utf-8"))
    cases = [Case(row=row, file=options.pages / row.file) for row in rows]
    flat = [
        case for case in cases if case.row.channel == "flatbed" and case.lines and case.row.light == "white"
    ]
    result: dict[str, object] = {"engine": options.engine, "pages": len(flat)}
    result["exact at 300 ppi"] = share_exact(reader, flat, lambda case: case.pixels)
    for name, (change, values) in CURVES.items():
        result[name] = {value: share_exact(reader, flat, partial(change, value=value)) for value in values}
    pairs = [
        pair for case in flat for h in (5, 6, 7, 9) for pair in judged(reader(scaled(case, h)), case.lines)
    ]
    pairs += [
        pair
        for case in flat
        for b in (0.2, 0.25, 0.3)
        for pair in judged(reader(blurred(case, b)), case.lines)
    ]
    options.out.mkdir(parents=True, exist_ok=True)
    result["calibration on degraded pages"] = calibration(
        np.array(pairs), options.out / f"reliability-{options.engine}.png"
    )
    blank = [case for case in cases if not case.lines]
    result["reads on sides without an MRZ"] = (
        f"{sum(reader(case.pixels) is not None for case in blank)} of {len(blank)}"
    )
    shots = [case for case in cases if case.row.channel == "photo" and case.lines]
    result["photos"] = photos(reader, shots) if shots else None
    text = json.dumps(result, indent=1)
    (options.out / f"pages-{options.engine}.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
