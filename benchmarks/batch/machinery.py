r"""What the machinery of a scan costs beside one process that does the same work without it, and what memory it takes.

    python -m benchmarks.batch.machinery -n 200000 -o benchmarks/results/batch-machinery.json
    python -m benchmarks.batch.machinery --checks default --dpi 75 -n 5000 --serial 500 -o benchmarks/results/batch-default.json

With `--checks null`, small files of random bytes and an examiner that examines nothing; with `default`, copies of committed sample pages, each
unique in bytes (`--dpi`: shrunk), and all checks. `serial` is one process that lists, reads, hashes, examines, makes rows and writes parts, without
pool (of `--serial` documents, all by default); `scan` is the local executor with one worker a core. Both hold native libraries to
one thread. `throughput_share` is documents a second of the scan over cores x those of `serial`, on the clock: for a quiet machine.
`cpu_share` is processor time a document, serial over scan with all its processes: what it can be at most, on any machine.
`loaded_share` is the same on the clock once everything is loaded: the scan between 5 and 95 % of the documents, the serial process without its imports.
Memory is that of parent and workers together (anonymous pages: what they do not share with other programs), sampled each half second: the
median over 2 % of the documents (three samples at least), from 1 % on but not before each worker has examined twenty, and at the end.
`elsewhere_cpu_seconds` is what others took from the machine meanwhile: near 0, or the clock says nothing.
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path

from benchmarks.batch.pages import sample_pages, write_pages
from benchmarks.provenance import provenance
from docforensics.batch.listing import find_entries
from docforensics.batch.scan import begin
from docforensics.batch.schema import scanned_table
from docforensics.batch.serve import hold_threads
from docforensics.batch.settings import EXAMINER as DEFAULT_EXAMINER, ScanSettings, configuration
from docforensics.batch.store import ResultStore
from docforensics.batch.work import ScanTask, Work
from docforensics.capture.model import Channel
from docforensics.helper_process import THREADS

EXAMINERS = {"null": "benchmarks.batch.null:make", "default": DEFAULT_EXAMINER}
DAY = date(2026, 11, 25)
_ROWS = 1000
_SAMPLES = 3
_WINDOW = 0.02
"""Share of the documents over which memory is sampled: with sample pages, each several times."""
_WARM = 20
"""Documents that each worker has examined before memory counts."""


def make_files(folder: Path, count: int, size: int) -> None:
    """Write `count` files of random bytes, 1000 a folder."""
    for number in range(count):
        file = folder / f"{number // 1000:04}" / f"{number:07}.bin"
        if number % 1000 == 0:
            file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(os.urandom(size))


def serial(source: Path, out: Path, examiner: str, most: int) -> dict[str, object]:
    """Do the work of a scan in this process alone."""
    hold_threads()
    settings = ScanSettings(inspected_on=DAY, channel=Channel.SCANNER, examiner=examiner)
    store = ResultStore(str(out), configuration(settings))
    work, rows, count = Work(settings, store.digest, str(out)), [], 0
    listing = find_entries(str(source))
    begun = time.perf_counter()
    for one in islice(listing.packed(), most):
        rows.append(work.row(ScanTask(packed=one)) or {})
        if len(rows) == _ROWS:
            count += len(rows)
            store.add(scanned_table(rows))
            rows = []
    store.add(scanned_table(rows))
    store.flush()
    count += len(rows)
    return {"documents": count, "loaded_a_second": round(count / (time.perf_counter() - begun), 2)}


def scanned(source: Path, out: Path, examiner: str, workers: int) -> dict[str, object]:
    """Scan with the local executor; tell memory at the beginning and at the end."""
    begun = begin(
        str(source), str(out), workers=workers, inspected_on=DAY, channel=Channel.SCANNER, examiner=examiner
    )
    samples: list[tuple[float, int]] = []
    handed: list[tuple[float, int]] = []
    with sampled(samples, lambda: begun.progress.done / begun.progress.total):
        handed.extend((time.perf_counter(), begun.progress.done) for _ in begun.run())
    early, late = windows(samples, max(0.01, _WARM * workers / begun.progress.total))
    return {
        "documents": begun.progress.done,
        "loaded_a_second": loaded_rate(handed),
        "outcomes": begun.progress.outcomes,
        "mib_at_1_percent": mib(early),
        "mib_at_100_percent": mib(late),
        "mib_most": mib([max(held for _, held in samples)]) if samples else None,
        "mib_curve": [
            [round(share, 3), round(held / 2**20, 1)]
            for share, held in samples[:: max(1, len(samples) // 25)]
        ],
    }


def windows(samples: list[tuple[float, int]], begin_at: float) -> tuple[list[int], list[int]]:
    """What was held over `_WINDOW` of the documents from `begin_at` on, and over the last ones."""
    from_there = [(share, held) for share, held in samples if share >= begin_at]
    early = sum(share <= begin_at + _WINDOW for share, _ in from_there)
    late = sum(share >= 1 - _WINDOW for share, _ in from_there)
    held = [one for _, one in from_there]
    return held[: max(early, _SAMPLES)], held[-max(late, _SAMPLES) :]


def mib(held: list[int]) -> float | None:
    """Median in MiB."""
    return round(statistics.median(held) / 2**20, 1) if held else None


def loaded_rate(handed: list[tuple[float, int]]) -> float | None:
    """Documents a second between 5 and 95 % of those handed over."""
    inside = [one for one in handed if 0.05 <= one[1] / handed[-1][1] <= 0.95]
    if len(inside) < 2:
        return None
    (begun, first), (ended, last) = inside[0], inside[-1]
    return round((last - first) / (ended - begun), 2)


@contextmanager
def sampled(samples: list[tuple[float, int]], share: Callable[[], float]) -> Iterator[None]:
    """Sample the memory of this process and its children while inside."""
    ended = threading.Event()

    def sample() -> None:
        while not ended.wait(0.5):
            samples.append((share(), sum(map(held_by, family()))))

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
    """Anonymous memory in bytes; 0 for a process that is gone. As `smaps_rollup` tells it, in 0.02 ms instead of 2."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("RssAnon:")), 0)


def busy() -> float:
    """Processor seconds that this machine has spent since it came up, and that were kept from it."""
    user, nice, system, _idle, _waiting, *rest = map(
        int, Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:9]
    )
    return (user + nice + system + sum(rest)) / os.sysconf("SC_CLK_TCK")


def apart(
    mode: str, source: Path, out: Path, told: argparse.Namespace, code: Path | None = None
) -> dict[str, object]:
    """Run one mode in a process of its own; add its time on the clock and its processor time with all children.

    `code` is a checkout whose code is run in place of this one's.
    """
    shutil.rmtree(out, ignore_errors=True)
    options = {
        "mode": mode,
        "source": source,
        "out": out,
        "workers": told.workers,
        "checks": told.checks,
        "serial": told.serial or told.n,
    }
    words = [
        word for name, value in options.items() if value is not None for word in (f"--{name}", str(value))
    ]
    before, begun, machine = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter(), busy()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.batch.machinery", *words],
        env={**os.environ, **THREADS, **({} if code is None else {"PYTHONPATH": str(code)})},
        cwd=code,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    elsewhere = busy() - machine - cpu
    found = json.loads(done.stdout.splitlines()[-1])
    return {
        **found,
        "result_bytes": sum(file.stat().st_size for file in out.rglob("*") if file.is_file()),
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "elsewhere_cpu_seconds": round(elsewhere, 2),
        "documents_a_second": round(found["documents"] / seconds, 2),
        "cpu_ms_a_document": round(1000 * cpu / found["documents"], 4),
    }


def main() -> None:
    """Make the files, run both, write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=200_000)
    parser.add_argument("--checks", choices=tuple(EXAMINERS), default="null")
    parser.add_argument("--serial", type=int, help="documents of the serial process (default: all)")
    parser.add_argument("--bytes", type=int, default=2000)
    parser.add_argument("--dpi", type=int, default=300, help="of the sample pages, with --checks default")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--mode", choices=("serial", "scan"), help=argparse.SUPPRESS)
    parser.add_argument("--source", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("-o", "--out", type=Path)
    arguments = parser.parse_args()
    examiner = EXAMINERS[arguments.checks]
    if arguments.mode == "serial":
        print(json.dumps(serial(arguments.source, arguments.out, examiner, arguments.serial)))
    elif arguments.mode == "scan":
        print(json.dumps(scanned(arguments.source, arguments.out, examiner, arguments.workers)))
    else:
        _measure(arguments)


def _measure(arguments: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in"
        if arguments.checks == "null":
            make_files(source, arguments.n, arguments.bytes)
        else:
            write_pages(source, arguments.n, sample_pages(dpi=arguments.dpi))
        modes = {mode: apart(mode, source, Path(folder) / mode, arguments) for mode in ("serial", "scan")}
        figures = shares(modes, arguments.workers)
        text = json.dumps(
            {
                "checks": arguments.checks,
                "dpi": arguments.dpi if arguments.checks == "default" else None,
                **figures,
                **modes,
                "provenance": provenance(),
            },
            indent=1,
        )
        print(text)
        if arguments.out:
            arguments.out.write_text(
                text + "\n", encoding="utf-8"
            )  # before the folder goes: to delete 200,000 files may take minutes


def shares(modes: dict[str, dict[str, object]], workers: int) -> dict[str, object]:
    """The shares that the benchmark is about."""
    rate = {mode: float(str(told["documents_a_second"])) for mode, told in modes.items()}
    cost = {mode: float(str(told["cpu_ms_a_document"])) for mode, told in modes.items()}
    loaded = {mode: told["loaded_a_second"] for mode, told in modes.items()}
    return {
        "workers": workers,
        "throughput_share": round(rate["scan"] / rate["serial"] / workers, 3),
        "loaded_share": round(float(str(loaded["scan"])) / float(str(loaded["serial"])) / workers, 3)
        if loaded["scan"]
        else None,
        "cpu_share": round(cost["serial"] / cost["scan"], 3),
    }


if __name__ == "__main__":
    main()
