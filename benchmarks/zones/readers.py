"""Readers of the visual zone side by side: `python -m benchmarks.zones.readers SET --split calibration --n 6`.

Of each genuine document of Utopia the texts printed in the visual zone are known; counted are those that a reader has among
its lines, exactly but for blanks. `rapidocr` is run whole (its own detector) where it can be imported; give it a folder of its
own with `PYTHONPATH`, since it pulls a second owner of `cv2` (`pip install --no-deps --target FOLDER rapidocr ...`).
"""

import argparse
import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter, process_time

import cv2
import numpy as np

from docforensics.capture.load import load_document
from docforensics.document import Side
from docforensics.examiner import Examiner
from docforensics.viz.recognise import load_reader
from sample_docs.generator.jobs import Job, sheets

ASKED = ("number", "surname", "given_names", "nationality", "birth", "expires", "issued", "authority")
Read = Callable[[Side], list[str]]


def ours(name: str) -> Read:
    """Read our own lines with one of our readers."""

    def read(side: Side) -> list[str]:
        if side.viz.text is None:
            return []
        text = replace(side.viz.text, reader=load_reader(name))
        return [line.text for line in (*text.values(), *text.faint_values())]

    return read


def rapid() -> Read:
    """Read with the whole of rapidocr; ImportError where it is not there."""
    from rapidocr import RapidOCR  # noqa: PLC0415

    engine = RapidOCR(
        params={
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Global.log_level": "error",
        }
    )

    def read(side: Side) -> list[str]:
        pixels = side.page.visible
        return [] if pixels is None else list(engine(np.ascontiguousarray(pixels[..., ::-1])).txts or ())

    return read


def readers() -> Iterator[tuple[str, Read]]:
    """Name those that can be run here."""
    yield "network", ours("network")
    yield "tesseract", ours("tesseract")
    try:
        yield "rapidocr", rapid()
    except ImportError as missing:
        print("rapidocr is not here:", missing)


def main() -> None:
    """Read and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=Path)
    parser.add_argument("--split", default="calibration")
    parser.add_argument("--channel", default="flatbed")
    parser.add_argument("--n", type=int, default=6)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    examiner = Examiner(templates=())
    with (options.set / f"{options.split}-{options.channel}.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "genuine"][: options.n]
    loaded = [load_document(options.set / row["file"]) for row in rows]
    sides = [examiner.read(captures, inspected_on=date(2026, 11, 24)).sides[0] for captures in loaded]
    truths = [truth(row, options.seed) for row in rows]
    for name, read in readers():
        read(sides[0])
        seen: Counter[str] = Counter()
        cpu, wall = process_time(), perf_counter()
        for side, wanted in zip(sides, truths, strict=True):
            lines = "\n".join(plain(line) for line in read(side))
            seen.update(field for field, text in wanted.items() if text in lines)
        total = sum(len(wanted) for wanted in truths)
        print(
            json.dumps(
                {
                    "reader": name,
                    "n": len(rows),
                    "exact": sum(seen.values()),
                    "of": total,
                    "cpu_s": round((process_time() - cpu) / len(rows), 2),
                    "wall_s": round((perf_counter() - wall) / len(rows), 2),
                    "by_field": dict(seen),
                }
            ),
            flush=True,
        )


def truth(row: dict[str, str], seed: int) -> dict[str, str]:
    """Give the texts printed, in letters that are asked for: the last of several scripts, which is Latin."""
    who = int(row["holder"][1:])
    sheet = sheets(Job(design=row["design"], copy=who, holder=who, channel=row["channel"], seed=seed))[0]
    return {name: plain(text.rpartition(" / ")[2]) for name, text in sheet.visible if name in ASKED}


def plain(text: str) -> str:
    """Leave blanks out."""
    return "".join(text.split())


if __name__ == "__main__":
    main()
