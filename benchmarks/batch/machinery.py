r"""What the machinery of a scan costs beside one process that does the same work without it, and what memory it takes.

    python -m benchmarks.batch.machinery -n 200000 -o benchmarks/results/batch-machinery.json

Small files of random bytes, a null examiner, results written. `serial` is one process that lists, reads, hashes, makes rows
and writes parts, without pool; `scan` is the local engine with one worker a core. Both hold native libraries to one thread.
`throughput_share` is documents a second of the scan over cores x those of `serial`, on the clock: for a quiet machine.
`cpu_share` is processor time a document, serial over scan with all its processes: what it can be at most, on any machine.
Memory is that of parent and workers together (anonymous pages: what they do not share with other programs), sampled each second; the median while 0.5 to 1.5 % and while
the last percent of the documents are done.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from benchmarks.examine.provenance import provenance
from docforensics.batch.entries import find_entries
from docforensics.batch.scan import begin
from docforensics.batch.schema import scanned_table
from docforensics.batch.serve import THREADS, hold_threads
from docforensics.batch.settings import ScanSettings, configuration
from docforensics.batch.store import ResultStore
from docforensics.batch.work import Task, Work

EXAMINER = "benchmarks.batch.null:make"
DAY = date(2026, 11, 25)
_ROWS = 1000


def make_files(folder: Path, count: int, size: int) -> None:
    """Write `count` files of random bytes, 1000 a folder."""
    for number in range(count):
        file = folder / f"{number // 1000:04}" / f"{number:07}.bin"
        if number % 1000 == 0:
            file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(os.urandom(size))


def serial(source: Path, out: Path) -> int:
    """Do the work of a scan in this process alone."""
    hold_threads()
    settings = ScanSettings(inspected_on=DAY, examiner=EXAMINER)
    store = ResultStore(str(out), configuration(settings))
    work, rows, count = Work(settings, store.digest, str(out)), [], 0
    for entry in find_entries(str(source)).walk():
        rows.append(work.row(Task(entry=entry)) or {})
        if len(rows) == _ROWS:
            count += len(rows)
            store.add(scanned_table(rows))
            rows = []
    store.add(scanned_table(rows))
    store.flush()
    return count + len(rows)


def scanned(source: Path, out: Path, workers: int) -> dict[str, object]:
    """Scan with the local engine; tell memory at the beginning and at the end."""
    begun = begin(str(source), str(out), workers=workers, inspected_on=DAY, examiner=EXAMINER)
    samples: list[tuple[float, int]] = []
    with sampled(samples, lambda: begun.progress.done / begun.progress.total):
        for _ in begun.run():
            pass
    early = [held for share, held in samples if 0.005 <= share <= 0.015]
    late = [held for share, held in samples if share >= 0.99]
    return {
        "documents": begun.progress.done,
        "outcomes": begun.progress.outcomes,
        "mib_at_1_percent": round(statistics.median(early) / 2**20, 1) if early else None,
        "mib_at_100_percent": round(statistics.median(late) / 2**20, 1) if late else None,
        "mib_curve": [
            [round(share, 3), round(held / 2**20, 1)]
            for share, held in samples[:: max(1, len(samples) // 25)]
        ],
    }


@contextmanager
def sampled(samples: list[tuple[float, int]], share: "object") -> Iterator[None]:
    """Sample the memory of this process and its children while inside."""
    ended = threading.Event()

    def sample() -> None:
        while not ended.wait(1.0):
            samples.append((share(), sum(map(held_by, family()))))  # type: ignore[operator]

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def family() -> list[int]:
    """Own process and its children, by id."""
    own = os.getpid()
    children = Path(f"/proc/{own}/task/{own}/children").read_text(encoding="ascii").split()
    return [own, *map(int, children)]


def held_by(process: int) -> int:
    """Anonymous memory in bytes; 0 for a process that is gone."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("Anonymous:")), 0)


def apart(mode: str, source: Path, out: Path, workers: int) -> dict[str, object]:
    """Run one mode in a process of its own; add its time on the clock and its processor time with all children."""
    shutil.rmtree(out, ignore_errors=True)
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.batch.machinery", "--mode", mode, "--source", source, "--out", out, "--workers", str(workers)],
        env={**os.environ, **THREADS},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )  # fmt: skip
    seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    told = json.loads(done.stdout.splitlines()[-1])
    told["result_bytes"] = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
    return {**told, "seconds": round(seconds, 2), "cpu_seconds": round(cpu, 2)}


def main() -> None:
    """Make the files, run both, write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=200_000)
    parser.add_argument("--bytes", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--mode", choices=("serial", "scan"))
    parser.add_argument("--source", type=Path)
    parser.add_argument("-o", "--out", type=Path)
    arguments = parser.parse_args()
    if arguments.mode == "serial":
        print(json.dumps({"documents": serial(arguments.source, arguments.out)}))
        return
    if arguments.mode == "scan":
        print(json.dumps(scanned(arguments.source, arguments.out, arguments.workers)))
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in"
        make_files(source, arguments.n, arguments.bytes)
        modes = {
            mode: apart(mode, source, Path(folder) / mode, arguments.workers) for mode in ("serial", "scan")
        }
    text = json.dumps({**figures(modes, arguments.workers), **modes, "provenance": provenance()}, indent=1)
    print(text)
    if arguments.out:
        arguments.out.write_text(text + "\n", encoding="utf-8")


def figures(modes: dict[str, dict[str, object]], workers: int) -> dict[str, object]:
    """The shares that the benchmark is about."""
    serial_, scan_ = (
        {key: float(str(modes[mode][key])) for key in ("seconds", "cpu_seconds")}
        for mode in ("serial", "scan")
    )
    return {
        "workers": workers,
        "throughput_share": round(serial_["seconds"] / scan_["seconds"] / workers, 3),
        "cpu_share": round(serial_["cpu_seconds"] / scan_["cpu_seconds"], 3),
    }


if __name__ == "__main__":
    main()
