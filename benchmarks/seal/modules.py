r"""How small a seal's modules may be on a picture and the code still be read, by channel.

    python -m benchmarks.seal.modules --copies 2 --seed 31 -o benchmarks/results/seal-modules.json

Each page is taken as its channel takes it and then reduced (area) until a module is so many pixels; the search sees the
reduced picture alone. Wilson intervals of 95 %.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

import cv2
import numpy as np

from benchmarks.provenance import provenance
from docforensics.capture.model import Channel
from docforensics.seal.decode import is_seal
from docforensics.seal.find import find_codes
from docforensics.shares import share_interval
from sample_docs.generator.capture import CHANNELS, take
from sample_docs.generator.jobs import Job, sheets
from sample_docs.generator.seals.printed import modules

PIXELS = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
DESIGNS = ("mrv-a", "mrv-b", "etd")


def main() -> None:
    """Take, reduce, search, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=2)
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("-o", "--out", type=Path)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    read: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for channel in CHANNELS:
        for design in DESIGNS:
            for copy in range(200, 200 + arguments.copies):
                job = Job(design=design, copy=copy, holder=copy, channel=channel, seed=arguments.seed)
                sheet = sheets(job)[0]
                shot = CHANNELS[channel].shots(sheet.design, copy, ppi=400 if channel == "flatbed" else None)[
                    0
                ]
                picture = cv2.imdecode(np.frombuffer(take(sheet, shot)[0], np.uint8), cv2.IMREAD_GRAYSCALE)
                assert picture is not None  # noqa: S101
                _count(read[channel], np.asarray(picture, dtype=np.uint8))
        print(channel, {size: f"{sum(hits)}/{len(hits)}" for size, hits in read[channel].items()}, flush=True)
    table = {
        channel: {
            size: {
                "read": sum(hits),
                "n": len(hits),
                "interval": [round(end, 2) for end in share_interval(sum(hits), len(hits))],
            }
            for size, hits in sizes.items()
        }
        for channel, sizes in read.items()
    }
    figures = {"seed": arguments.seed, "copies": arguments.copies, "table": table, "provenance": provenance()}
    if arguments.out:
        arguments.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


Grey = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def _count(row: dict[str, list[int]], picture: Grey) -> None:
    """Search the picture as taken and, where the code is read there and so its modules can be measured, reduced."""
    codes = [code for code in find_codes(picture, Channel.PHOTO) if is_seal(code.payload)]
    row["as taken"].append(bool(codes))
    for code in codes:
        sides = np.linalg.norm(np.roll(code.corners, 1, axis=0) - code.corners, axis=1)
        own = float(sides.mean()) / modules(code.payload).shape[0]
        for size in PIXELS:
            if size <= own:
                shape = tuple(round(length * size / own) for length in picture.shape[1::-1])
                small = np.asarray(cv2.resize(picture, shape, interpolation=cv2.INTER_AREA), dtype=np.uint8)
                row[str(size)].append(any(is_seal(one.payload) for one in find_codes(small, Channel.PHOTO)))


if __name__ == "__main__":
    main()
