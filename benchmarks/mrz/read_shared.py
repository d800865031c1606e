"""How well each MRZ engine reads a folder of published specimens: `python benchmarks/mrz/read_shared.py ../shared/data/mrz`.

The folder holds images and a `manifest.csv` with `file`, `mrz` (lines joined by |), `use` (read, negative, other) and
`format`. Nothing here is trained or tuned on them. For each engine: how many zones were found (a reading was returned),
read exactly, the character error rate on those found (edit distance over printed characters; misses count apart),
readings of pages that show no zone, readings with a wrong character whose check digits all pass, and seconds.
"""

import argparse
import csv
import hashlib
import json
import subprocess
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np

from docforensics.errors import MrzFormatError
from docforensics.mrz.engines import MrzEngine, available_engines, load_engine
from docforensics.mrz.parse import parse_mrz
from docforensics.mrz.read import read_mrz


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One image read by one engine."""

    file: str
    use: str
    format: str
    printed: str
    read: str | None
    errors: int
    certain_errors: int
    """Wrong characters that the engine gave more than 0.99, where the lengths agree."""
    false_valid: bool
    seconds: float


def main() -> None:
    """Read the folder with every engine asked for; print a table and write all rows as JSON."""
    arguments = _arguments()
    cv2.setNumThreads(1)
    specimens = list(csv.DictReader((arguments.data / "manifest.csv").open(encoding="utf-8")))
    results = {}
    print(
        f"{'engine':<12} {'found':>7} {'exact':>7} {'exact %':>8} {'CER found %':>11} {'neg. read':>9} ",
        end="",
    )
    print(f"{'false valid':>11} {'sure, wrong':>11} {'median s':>8} {'p95 s':>7}")
    for name in arguments.engine or available_engines():
        rows = _measure(name, arguments.data, specimens)
        results[name] = {"summary": _summary(rows), "rows": [_without_text(row) for row in rows]}
        _print_line(name, _summary(rows), wanted=rows if arguments.verbose else ())
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(
        json.dumps({**_provenance(arguments.data), "engines": results}, indent=1) + "\n"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, help="folder with images and manifest.csv")
    parser.add_argument(
        "--engine", action="append", help="engine to measure (repeatable); default: all installed"
    )
    parser.add_argument("--output", type=Path, default=Path("benchmarks/mrz/results/read_shared.json"))
    parser.add_argument("--verbose", action="store_true", help="show what was read otherwise than printed")
    return parser.parse_args()


def _measure(name: str, data: Path, specimens: Sequence[dict[str, str]]) -> list[Row]:
    engine = load_engine(name)
    read_mrz(data / specimens[0]["file"], engine=engine)  # loads what is loaded once
    return [_row(engine, data, specimen) for specimen in specimens]


def _row(engine: MrzEngine, data: Path, specimen: dict[str, str]) -> Row:
    start = time.perf_counter()
    reading = read_mrz(data / specimen["file"], engine=engine)
    seconds = time.perf_counter() - start
    printed = specimen["mrz"].split("|")
    lines = list(reading.lines) if reading else None
    pairs = (
        zip("".join(printed), (c for line in reading.characters for c in line), strict=False)
        if reading
        else ()
    )
    same_shape = lines is not None and [len(line) for line in lines] == [len(line) for line in printed]
    return Row(
        file=specimen["file"],
        use=specimen["use"],
        format=specimen["format"],
        printed="|".join(printed),
        read="|".join(lines) if lines is not None else None,
        errors=edit_distance("\n".join(printed), "\n".join(lines)) if lines is not None else 0,
        certain_errors=sum(c.symbol != p and c.confidence > 0.99 for p, c in pairs) if same_shape else 0,
        false_valid=lines is not None and lines != printed and _all_digits_agree(lines),
        seconds=seconds,
    )


def _all_digits_agree(lines: list[str]) -> bool:
    try:
        digits = parse_mrz(lines).check_digits
    except MrzFormatError:
        return False
    return bool(digits) and all(digit.agrees for digit in digits)


def edit_distance(printed: str, read: str) -> int:
    """Levenshtein distance."""
    distances = list(range(len(read) + 1))
    for i, symbol in enumerate(printed, start=1):
        above, distances[0] = distances[0], i
        for j, other in enumerate(read, start=1):
            above, distances[j] = (
                distances[j],
                min(above + (symbol != other), distances[j] + 1, distances[j - 1] + 1),
            )
    return distances[-1]


def _summary(rows: list[Row]) -> dict[str, float]:
    wanted = [row for row in rows if row.use == "read"]
    found = [row for row in wanted if row.read is not None]
    seconds = [row.seconds for row in rows]
    return {
        "images": len(wanted),
        "found": len(found),
        "exact": sum(row.read == row.printed for row in wanted),
        "character_error_rate_found": sum(r.errors for r in found)
        / max(1, sum(len(r.printed) for r in found)),
        "negatives": sum(row.use == "negative" for row in rows),
        "negatives_read": sum(row.use == "negative" and row.read is not None for row in rows),
        "false_valid": sum(row.false_valid for row in wanted),
        "certain_errors": sum(row.certain_errors for row in wanted),
        "median_seconds": float(np.median(seconds)),
        "p95_seconds": float(np.percentile(seconds, 95)),
    }


def _without_text(row: Row) -> dict[str, object]:
    """Leave out what is printed and read: the results are kept with the project, the specimens are not."""
    kept = {key: value for key, value in asdict(row).items() if key not in {"printed", "read"}}
    return kept | {"found": row.read is not None, "exact": row.read == row.printed}


def _print_line(name: str, s: dict[str, float], wanted: Sequence[Row]) -> None:
    print(f"{name:<12} {s['found']:>4.0f}/{s['images']:<2.0f} {s['exact']:>7.0f} ", end="")
    print(
        f"{100 * s['exact'] / max(1, s['images']):>8.1f} {100 * s['character_error_rate_found']:>11.2f} ",
        end="",
    )
    print(f"{s['negatives_read']:>6.0f}/{s['negatives']:<2.0f} {s['false_valid']:>11.0f} ", end="")
    print(f"{s['certain_errors']:>11.0f} {s['median_seconds']:>8.3f} {s['p95_seconds']:>7.3f}", flush=True)
    for row in wanted:
        if (row.use == "read" and row.read != row.printed) or (
            row.use == "negative" and row.read is not None
        ):
            print(f"  {row.file} ({row.format}, {row.errors} errors)\n    {row.printed}\n    {row.read}")


def _provenance(data: Path) -> dict[str, str]:
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    sha256 = hashlib.sha256()
    for path in sorted(data.iterdir()):
        if path.is_file():
            sha256.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return {"commit": commit, "data_sha256": sha256.hexdigest(), "opencv": cv2.__version__}


if __name__ == "__main__":
    main()
