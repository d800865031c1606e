"""A pile of many times the captures, for seconds and memory alone: `python -m benchmarks.templates.pile_again PILE OUT --times 10`.

PILE is what `benchmarks.templates.pile` drew. Each capture is there so many times, exposed and compressed a little otherwise and with other noise, so that no two files
are equal and each is read, compared and kept like any other. What is found in such a pile is known from PILE, and says nothing more of it: only
what `benchmarks.templates.discover` takes for it counts. A run that was stopped goes on.
"""

import argparse
import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np

from benchmarks.templates.discover import truth_of
from benchmarks.templates.pile import LIGHTS
from docforensics.capture.model import Pixels

_GAIN, _NOISE, _QUALITY = (0.96, 1.0), 1.5, (80, 96)
"""Exposure, noise in grey levels, and JPEG quality: within what two captures by one device differ. Judgements."""
_TILE = 256
"""Pixels of a side of the noise, which is repeated: drawing it for each pixel of a photograph takes as long as reading the page."""
Row = Mapping[str, str]


def changed(pixels: Pixels, rng: np.random.Generator) -> bytes:
    """A picture as if captured once more, as JPEG."""
    height, width = pixels.shape[:2]
    tile = rng.normal(0, _NOISE, (_TILE, _TILE)).astype(np.float32)
    noise = np.tile(tile, (-(-height // _TILE), -(-width // _TILE)))[:height, :width]
    gain, quality = rng.uniform(*_GAIN), int(rng.integers(*_QUALITY))
    planes = [
        np.asarray(np.clip(plane * np.float32(gain) + noise, 0, 255), np.uint8) for plane in cv2.split(pixels)
    ]
    return cv2.imencode(".jpg", cv2.merge(planes), [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def again(row: Row, pile: Path, out: Path, time: int) -> dict[str, str]:
    """Write the pictures of one capture once more; give its row of the manifest."""
    name = f"{row['id']}-{time}"
    found = {"id": name, "channel": row["channel"]}
    for light in LIGHTS.values():
        if not row[light]:
            continue
        file = Path("files") / f"{name}-{light}.jpg"
        rng = np.random.default_rng(
            [int(row["id"].rpartition("-")[2]), time, list(LIGHTS.values()).index(light)]
        )
        pixels = cv2.imread(str(pile / row[light]), cv2.IMREAD_UNCHANGED)
        (out / file).write_bytes(changed(np.asarray(pixels, np.uint8), rng))
        found[light] = str(file)
    return found


def wanted(pile: Path, times: int) -> Iterator[tuple[Row, int]]:
    """Each capture in its order, and then all of them again."""
    with (pile / "manifest.csv").open(newline="", encoding="utf-8") as rows:
        captures = list(csv.DictReader(rows))
    for time in range(times):
        for row in captures:
            yield row, time


def write(pile: Path, out: Path, times: int) -> None:
    """Write what is not there yet: the pictures, the manifest and the truth."""
    (out / "files").mkdir(parents=True, exist_ok=True)
    truth, known = truth_of(pile), set(truth_of(out)) if (out / "truth.csv").exists() else set()
    with (
        (out / "manifest.csv").open("a", newline="", encoding="utf-8") as listed,
        (out / "truth.csv").open("a", newline="", encoding="utf-8") as kept,
    ):
        columns: Sequence[str] = ["id", "channel", *LIGHTS.values()]
        manifest = csv.DictWriter(listed, columns, lineterminator="\n")
        true = csv.DictWriter(kept, list(next(iter(truth.values()))), lineterminator="\n")
        if not known:
            manifest.writeheader()
            true.writeheader()
        for row, time in wanted(pile, times):
            name = f"{row['id']}-{time}"
            if name in known:
                continue
            manifest.writerow(again(row, pile, out, time))
            one = truth[row["id"]]
            true.writerow({**one, "id": name, "document": f"{one['document']}-{time}"})
            listed.flush()
            kept.flush()


def main() -> None:
    """Write the larger pile."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pile", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--times", type=int, default=10)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    write(options.pile, options.out, options.times)


if __name__ == "__main__":
    main()
