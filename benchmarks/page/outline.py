"""How exactly is a document laid out? Utopia's documents through every channel, against the generator's own homography.

    python benchmarks/page/outline.py [--copies 2] [--out benchmarks/results/page-outline.json]

For each image: the largest distance in millimetres of a true corner from where the page has it, (a) by `find_frame`
without an MRZ, (b) with the bands that `find_mrz_bands` gives, (c) after `frame_from_mrz` on characters in their true
places with a reader's noise (standard deviation 0.1 mm). (c) shows what the geometry can give, not what an engine reads.
Times are CPU seconds of one process; rectification is measured on a 12-megapixel photograph beside.
"""

import argparse
import json
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Image, Pixels
from docforensics.capture.side import Capture
from docforensics.formats.table import FORMATS, MrzFormat
from docforensics.mrz.frame import frame_from_mrz
from docforensics.mrz.reading import MrzCharacter, MrzReading
from docforensics.page.band.find import find_mrz_bands
from docforensics.page.find import find_frame
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.geometry import Matrix, Points, project
from docforensics.page.quad import homography_between, rectangle
from docforensics.page.rectify import draw
from docforensics.viz.read import read_viz
from sample_docs.generator.capture import CHANNELS
from sample_docs.generator.designs import designs
from sample_docs.generator.jobs import Job, make

SEED = 41
T = TypeVar("T")
NOISE_MM = 0.1
READABLE_MM = 1.5
"""A page laid out more exactly than this is good enough for registration to a template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One image with the truth about it."""

    channel: str
    pixels: Pixels
    kind: MrzFormat
    has_mrz: bool
    homography: Matrix
    """Page millimetres to pixels."""

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of the page."""
        return FORMATS[self.kind].size.millimetres

    @property
    def corners(self) -> Points:
        """(4, 2) px: the true corners."""
        return project(self.homography, rectangle(*self.size_mm))


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one image gave."""

    channel: str
    found: dict[str, bool]
    error_mm: dict[str, float]
    right_size: dict[str, bool]
    seconds: dict[str, float]


def samples(copies: int) -> Iterator[Sample]:
    """White-light images of every design in every channel."""
    holder = 0
    for channel in CHANNELS:
        for design in designs():
            for copy in range(copies):
                holder += 1
                for made in make(Job(design=design, copy=copy, holder=holder, channel=channel, seed=SEED)):
                    if made.row.light == "white":
                        yield _sample(
                            channel, made.image, made.row.document_type, made.row.mrz, made.row.homography
                        )


def _sample(channel: str, image: bytes, kind: str, mrz: str, homography: str) -> Sample:
    decoded = cv2.imdecode(np.frombuffer(image, np.uint8), cv2.IMREAD_COLOR)
    return Sample(
        channel=channel,
        pixels=np.asarray(
            cv2.cvtColor(np.asarray(decoded, dtype=np.uint8), cv2.COLOR_BGR2RGB), dtype=np.uint8
        ),
        kind=MrzFormat(kind),
        has_mrz=bool(mrz),
        homography=np.array(json.loads(homography), dtype=np.float64).reshape(3, 3),
    )


def measure(sample: Sample, random: np.random.Generator) -> Measured:
    """Lay the page out in the three ways."""
    image = Image(pixels=sample.pixels, sha256="", raw=b"", media_type="array")
    capture = Capture(images={Light.VISIBLE: (image,)})
    seconds: dict[str, float] = {}
    frames = {"shape": _timed(seconds, "find_frame", lambda: find_frame(capture))}
    bands = _timed(seconds, "find_mrz_bands", lambda: find_mrz_bands(sample.pixels))
    frames["band"] = find_frame(capture, bands)
    if sample.has_mrz:
        reading = _reading(sample, random)
        frames["mrz"] = _timed(seconds, "frame_from_mrz", lambda: frame_from_mrz(frames["band"], reading))
    page = draw(capture, list(frames.values())[-1])
    _timed(seconds, "read_viz", lambda: read_viz(page))
    return Measured(
        channel=sample.channel,
        found={way: frame.outline is not None for way, frame in frames.items()},
        error_mm={way: _error(frame, sample) for way, frame in frames.items()},
        right_size={way: frame.size is FORMATS[sample.kind].size for way, frame in frames.items()},
        seconds=seconds,
    )


def _timed(seconds: dict[str, float], name: str, run: Callable[[], T]) -> T:
    start = time.process_time()
    result = run()
    seconds[name] = time.process_time() - start
    return result


def _error(frame: Frame, sample: Sample) -> float:
    """Largest distance in mm of a corner of the frame from the document's; without an MRZ read, on the best quarter turn."""
    target = rectangle(*sample.size_mm)
    seen = frame.to_capture(rectangle(*frame.size_mm))
    inverse = np.asarray(np.linalg.inv(sample.homography), dtype=np.float64)
    turns = 4 if frame.basis is not ScaleBasis.MRZ else 1
    found = project(inverse, seen)
    return float(min(np.linalg.norm(np.roll(found, -k, axis=0) - target, axis=1).max() for k in range(turns)))


def _reading(sample: Sample, random: np.random.Generator) -> MrzReading:
    place, lines = FORMATS[sample.kind].place, []
    for centre in place.centres:
        row = []
        for column in range(place.columns):
            middle = [place.left + (column + 0.5) * 2.54, sample.size_mm[1] - centre]
            box = rectangle(1.6, 2.4) - np.array([0.8, 1.2]) + middle + random.normal(0, NOISE_MM, 2)
            row.append(
                MrzCharacter(
                    symbol="0", posterior=np.full(37, 1 / 37), corners=project(sample.homography, box)
                )
            )
        lines.append(tuple(row))
    return MrzReading(characters=tuple(lines), format=sample.kind, engine="truth")


def rectification_seconds(repeats: int = 5) -> float:
    """CPU seconds to rectify a passport page of 12 megapixels, median."""
    pixels = np.random.default_rng(SEED).integers(0, 255, (3000, 4000, 3), dtype=np.uint8)
    capture = Capture(images={Light.VISIBLE: (Image(pixels=pixels, sha256="", raw=b"", media_type="array"),)})
    corners = np.array([[300.0, 200.0], [3700.0, 260.0], [3600.0, 2750.0], [350.0, 2700.0]])
    homography = homography_between(corners, rectangle(125, 88))
    frame = Frame(size=None, size_mm=(125.0, 88.0), homography=homography, basis=ScaleBasis.OUTLINE)
    spent: dict[str, float] = {}
    for index in range(repeats):
        _timed(
            spent,
            str(index),
            lambda: draw(capture, frame),
        )
    return float(np.median(list(spent.values())))


def summary(rows: list[Measured]) -> dict[str, dict[str, object]]:
    """By channel and way."""
    table: dict[str, dict[str, object]] = {}
    for channel in CHANNELS:
        for way in ("shape", "band", "mrz"):
            some = [row for row in rows if row.channel == channel and way in row.error_mm]
            errors = np.array([row.error_mm[way] for row in some])
            if some:
                table[f"{channel}/{way}"] = {
                    "images": len(some),
                    "outline_found": sum(row.found[way] for row in some),
                    "right_size": sum(row.right_size[way] for row in some),
                    "median_mm": round(float(np.median(errors)), 3),
                    "p90_mm": round(float(np.percentile(errors, 90)), 3),
                    "within_1.5_mm": int((errors < READABLE_MM).sum()),
                }
    return table


def stage_seconds(rows: list[Measured]) -> dict[str, dict[str, float]]:
    """Median and 95th percentile of each stage's CPU seconds."""
    names = sorted({name for row in rows for name in row.seconds})
    spent = {name: [row.seconds[name] for row in rows if name in row.seconds] for name in names}
    return {
        name: {"median": round(float(np.median(s)), 4), "p95": round(float(np.percentile(s, 95)), 4)}
        for name, s in spent.items()
    }


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--copies", type=int, default=2)
    parser.add_argument("--out", type=Path, default=None)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    random = np.random.default_rng(SEED)
    rows = [measure(sample, random) for sample in samples(options.copies)]
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    result = {
        "git": commit,
        "seed": SEED,
        "copies": options.copies,
        "layout": summary(rows),
        "cpu_seconds": stage_seconds(rows),
        "rectify_12_megapixels_cpu_seconds": round(rectification_seconds(), 4),
    }
    text = json.dumps(result, indent=1)
    print(text)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
