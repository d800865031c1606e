r"""Scans killed ten times at random moments beside one that was not: are they equal, row for row.

    python -m benchmarks.batch.kills -n 500 --kills 10 --seed 10 -o benchmarks/results/batch-kills.json

Documents are copies of committed sample pages, each unique in bytes, examined with the default checks. Once the scan runs undisturbed;
once its process is sent SIGKILL ten times, each time when it has written a part and a random pause is over (between two parts, in
the midst of one, or of the writing), and started again. Compared are all rows of documents and findings but for times.
"""

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.batch.pages import sample_pages, write_pages
from benchmarks.provenance import provenance
from docforensics.batch.schema import TIMES


def command(source: Path, out: Path) -> list[str]:
    """The scan as an analyst types it."""
    told = ["scan", source, "-o", out, "--channel", "scanner", "--inspected-on", "2026-11-24", "--no-summary"]
    return [sys.executable, "-m", "docforensics", *map(str, told)]


def killed(source: Path, out: Path, pauses: list[float]) -> list[dict[str, float | int]]:
    """Start the scan again and again; once it has written a part, kill it after a pause; tell what results held then."""
    kills = []
    for pause in pauses:
        before = parts(out)
        process = subprocess.Popen(command(source, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and parts(out) == before:
            time.sleep(0.02)
        time.sleep(pause)
        ended = process.poll() is not None
        process.send_signal(signal.SIGKILL)
        process.wait()
        kills.append(
            {"pause_s": round(pause, 2), "documents_held": len(rows(out, "documents")), "had_ended": ended}
        )
    subprocess.run(command(source, out), check=True, stdout=subprocess.DEVNULL)
    return kills


def parts(out: Path) -> int:
    """How many parts of documents there are."""
    return len(list((out / "documents").glob("*.parquet")))


def rows(out: Path, table: str) -> pa.Table:
    """All rows but for times, in a fixed order."""
    files = sorted((out / table).glob("*.parquet"))
    if not files:
        return pa.table({})
    read = pa.concat_tables(pq.read_table(file) for file in files)
    kept = read.select([name for name in read.column_names if name not in TIMES])
    return kept.sort_by([(name, "ascending") for name in ("name", "check") if name in kept.column_names])


def main() -> None:
    """Scan, kill, compare, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=500)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--dpi", type=int, default=300)
    parser.add_argument("--longest-pause", type=float, default=12.0, metavar="S")
    parser.add_argument("--seed", type=int, default=10)
    parser.add_argument("-o", "--out", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = sample_pages(dpi=arguments.dpi)
        write_pages(folder / "in", arguments.n, pages)
        begun = time.perf_counter()
        subprocess.run(command(folder / "in", folder / "whole"), check=True, stdout=subprocess.DEVNULL)
        whole = time.perf_counter() - begun
        print(f"undisturbed: {whole:.0f} s", flush=True)
        draw = random.Random(arguments.seed)
        # A kill before anything is held would prove nothing; parts follow one another after 10 s.
        pauses = [draw.uniform(0, arguments.longest_pause) for _ in range(arguments.kills)]
        kills = killed(folder / "in", folder / "killed", pauses)
        equal = {
            table: bool(rows(folder / "whole", table).equals(rows(folder / "killed", table)))
            for table in ("documents", "findings")
        }
        count = {table: len(rows(folder / "killed", table)) for table in ("documents", "findings")}
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures = {
        "documents": arguments.n,
        "pages": len(pages),
        "dpi": arguments.dpi,
        "seed": arguments.seed,
        "undisturbed_s": round(whole, 1),
        "kills": kills,
        "rows": count,
        "equal_row_for_row": equal,
        "cpu_seconds": round(spent.ru_utime + spent.ru_stime, 1),
        "provenance": provenance(),
    }
    text = json.dumps(figures, indent=1)
    print(text)
    if arguments.out:
        arguments.out.write_text(text + os.linesep, encoding="utf-8")


if __name__ == "__main__":
    main()
