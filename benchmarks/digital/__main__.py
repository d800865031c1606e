r"""Which digital edits the checks find on uploads, beside blind maps of the literature, what a template expects, and their control.

    python -m sample_docs.generator --n 360 --seed 8001 --severity ordinary --documents td3-2 --channels flatbed messenger photo \
      --species photo-digital photo-digital-both viz-text-digital data-digital mrz-digital-stale mrz-digital-valid --out SET
    python -m benchmarks.digital SET... --values values.jsonl -o benchmarks/results/digital.json

The portrait's checks are read in the same run. Reading goes on where it was stopped (`--seconds`). Limits are set on genuine documents of the calibration half, figures are those of
the test half; `may_weigh` holds the differences of attack and control on the calibration half, on which a row's weight rests.
"""

import argparse
from pathlib import Path

import cv2

from benchmarks.digital.measure import lines, measure
from benchmarks.digital.table import markdown, table, written
from benchmarks.provenance import RESULTS, provenance


def main() -> None:
    """Measure what is left, and make the table when nothing is."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument(
        "--values", nargs="+", type=Path, required=True, help="kept between calls; new ones go to the first"
    )
    parser.add_argument(
        "--split",
        choices=("calibration", "test"),
        default="",
        help="read one half alone; a table of it is made with -o",
    )
    parser.add_argument("--seconds", type=float, default=1e9, help="stop reading after so many")
    parser.add_argument("-o", "--out", type=Path, help="default: benchmarks/results/digital.json")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    left = sum(
        measure(folder, options.values[0], seconds=options.seconds, split=options.split)
        for folder in options.folders
    )
    if left or (options.split and options.out is None):
        print(f"{left} pairs are left: run again")
        return
    out = options.out or RESULTS / "digital.json"
    result = {**provenance(), **table(list(lines(options.values)))}
    out.write_text(written(result), encoding="utf-8")
    out.with_suffix(".md").write_text(markdown(result), encoding="utf-8")
    print(markdown(result))


if __name__ == "__main__":
    main()
