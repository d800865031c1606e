"""Series of Utopia counterfeits, each of one press with a defect of its own, and genuine pages, in three channels; white light alone.

python -m benchmarks.alerts.series OUT [--genuine 300] [--series 30] [--seed 28] [--workers 1]
"""

import argparse
import dataclasses
import json
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from sample_docs.generator.capture import CHANNELS, take
from sample_docs.generator.capture.shot import Shot
from sample_docs.generator.forge import SPECIES, Severity
from sample_docs.generator.jobs import Job, sheets
from sample_docs.generator.lights import Light
from sample_docs.generator.render import Raster
from sample_docs.generator.sheet import rng_of

DESIGN = "td3-2"
CHANNEL_NAMES = ("border-reader", "flatbed", "photo")
SEED = 28
_LEARNED = 10
"""Genuine pages of post B's template."""
_HOLDERS = 48
"""Utopians of the generator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A counterfeiter's press, with the defect that all its prints show."""

    name: str
    species: str
    severity: Severity
    defect: str
    """`scratch`, `ring` or `gap`."""
    at_mm: tuple[float, float]


PRESSES = (
    Press(
        name="a", species="counterfeit-inkjet", severity=Severity.SKILLED, defect="ring", at_mm=(98.0, 8.5)
    ),
    Press(
        name="b", species="counterfeit-laser", severity=Severity.SKILLED, defect="scratch", at_mm=(70.0, 14.0)
    ),
    Press(
        name="c", species="counterfeit-inkjet", severity=Severity.ORDINARY, defect="gap", at_mm=(110.0, 20.0)
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One page to draw."""

    copy: int
    channel: str
    press: int | None
    seed: int
    """Of the holder's data, the press and the capture."""
    is_learned_from: bool = False
    """Whether post B learns its template from it; it is then in no count."""

    @property
    def name(self) -> str:
        """Of its file, without the suffix."""
        kind = (
            "learn"
            if self.is_learned_from
            else "genuine"
            if self.press is None
            else f"press-{PRESSES[self.press].name}"
        )
        return f"{kind}-{self.copy:04d}-{self.channel}"


def tasks(genuine: int, series: int, seed: int) -> Iterator[Task]:
    """All pages; every document is of another copy, and channels take turns."""
    for number in range(_LEARNED):
        yield Task(copy=2000 + number, channel="flatbed", press=None, seed=seed, is_learned_from=True)
    for number in range(genuine):
        yield Task(copy=1000 + number, channel=CHANNEL_NAMES[number % 3], press=None, seed=seed)
    for press in range(len(PRESSES)):
        for number in range(series):
            channel = CHANNEL_NAMES[number % 3]
            yield Task(copy=5000 + 100 * press + number, channel=channel, press=press, seed=seed)


def with_defect(raster: Raster, press: Press, px_per_mm: float) -> Raster:
    """Draw the press's defect on the printed page."""
    marked = raster.copy()
    x, y = (value * px_per_mm for value in press.at_mm)
    if press.defect == "ring":
        centre, radius = (round(x), round(y)), round(1.6 * px_per_mm)
        cv2.circle(marked, centre, radius, (96, 58, 120), max(1, round(0.35 * px_per_mm)), cv2.LINE_AA)
    elif press.defect == "scratch":
        ends = (round(x), round(y)), (round(x + 6.0 * px_per_mm), round(y + 2.5 * px_per_mm))
        cv2.line(marked, *ends, (246, 246, 240), max(1, round(0.4 * px_per_mm)), cv2.LINE_AA)
    else:
        rows = slice(round(y), round(y + 3.0 * px_per_mm))
        columns = slice(round(x), round(x + 3.5 * px_per_mm))
        marked[rows, columns] = np.median(marked[rows, columns].reshape(-1, 3), axis=0) * 0.35 + 255 * 0.65
    return marked


def drawn(task: Task) -> bytes:
    """Draw and capture one page in white light."""
    job = Job(
        design=DESIGN, copy=task.copy, holder=task.copy % _HOLDERS, channel=task.channel, seed=task.seed
    )
    sheet = sheets(job)[0]
    seed = zlib.crc32(f"{task.seed} {task.name}".encode())
    shots = CHANNELS[task.channel].shots(sheet.design, seed)
    shot = next(one for one in shots if one.view.light is Light.WHITE)
    if task.press is None:
        return take(sheet, shot, None, None)[0]
    press = PRESSES[task.press]
    # One press: the same printer for the whole series.
    forged = SPECIES[press.species].forge(sheet, press.severity, rng_of(task.seed, "press", press.name))
    first = forged.page_edit

    def edit(raster: Raster, shot: Shot) -> Raster:
        printed = raster if first is None else first(raster, shot)
        return with_defect(printed, press, shot.px_per_mm)

    return take(forged.sheet, shot, edit, None)[0]


def _write(given: tuple[Task, Path]) -> dict[str, object]:
    cv2.setNumThreads(1)
    task, folder = given
    file = folder / f"{task.name}.jpg"
    if not file.exists():
        file.write_bytes(drawn(task))
    return {**dataclasses.asdict(task), "file": file.name}


def main() -> None:
    """Draw what is not there yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--genuine", type=int, default=300)
    parser.add_argument("--series", type=int, default=30)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=1)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    given = [(task, arguments.out) for task in tasks(arguments.genuine, arguments.series, arguments.seed)]
    with ProcessPoolExecutor(arguments.workers) as pool:
        rows = list(pool.map(_write, given))
    (arguments.out / "series.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
