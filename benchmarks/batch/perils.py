r"""One scan of 100,000 tiny files through all that can go wrong: is every document held once at the end, none lost and none doubled.

    python -m benchmarks.batch.perils -n 100000 -o benchmarks/results/batch-perils.json

Documents are files of random bytes, examined by an examiner that examines nothing, in parts of 500 rows. In turn: the results lie on a disk of 1 MiB until it is
full (a tmpfs of its own, which takes root; then it grows); two scans are begun at once on the same results; the scan's process is killed ten times, each time after
some parts more; meanwhile the clock of the parent and of the workers jumps by up to ten years with every look at it (`time.time`, `datetime.now`; the
system keeps `time.monotonic` from what sets the clock). At the end the scan goes on undisturbed, and once more with nothing to do.
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
from collections import Counter
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Self

import pyarrow.parquet as pq

from benchmarks.batch.machinery import make_files
from benchmarks.batch.null import NullExaminer, make as make_null
from benchmarks.provenance import provenance
from docforensics.batch import store, work
from docforensics.batch.scan import begin
from docforensics.batch.settings import ScanSettings
from docforensics.errors import UsageError

PART_ROWS = 500
_FULL = 3
"""Exit status of a scan that found its disk full or its results taken, as told by its own error."""


class JumpingClock(datetime):
    """Every look is at another time."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """Give the time, up to ten years before or after it."""
        return super().now(tz) + timedelta(days=random.randint(-3650, 3650))


def make(settings: ScanSettings) -> NullExaminer:
    """Make an examiner that examines nothing, in a worker whose clock jumps."""
    work.datetime = JumpingClock  # type: ignore[attr-defined]
    return make_null(settings)


def scan(source: Path, out: Path) -> int:
    """Scan in this process, in small parts, by a clock that jumps."""
    store.PART_ROWS = PART_ROWS
    actual = time.time
    time.time = lambda: actual() + random.uniform(-3e8, 3e8)
    try:
        for _ in begin(
            str(source), str(out), inspected_on=date(2026, 11, 28), examiner="benchmarks.batch.perils:make"
        ).run():
            pass
    except UsageError as error:
        print(f"ended: {error}", flush=True)
        return _FULL
    return 0


def started(source: Path, out: Path) -> "subprocess.Popen[str]":
    """Begin the scan in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.batch.perils", "--inside", str(source), str(out)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def parts(out: Path) -> int:
    """How many parts of documents there are."""
    return len(list((out / "documents").glob("*.parquet")))


def held(out: Path) -> Counter[str]:
    """Names that the results hold, with how often."""
    files = sorted((out / "documents").glob("*.parquet"))
    return Counter(
        name for file in files for name in pq.read_table(file, columns=["name"])["name"].to_pylist()
    )


def unfinished(out: Path) -> list[str]:
    """What lies in the folder of unfinished files."""
    return sorted(file.name for file in (out / ".unfinished").glob("*"))


def on_a_full_disk(source: Path, out: Path) -> dict[str, Any]:
    """Scan until the disk is full; let it grow."""
    out.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(out)], check=False, capture_output=True
    )
    if mounted.returncode:
        return {"not_tried": "to mount a tmpfs takes root"}
    process = started(source, out)
    told = process.communicate()[0].strip()
    found = {
        "status": process.returncode,
        "told": told.replace(str(out), "...")[-200:],
        "parts": parts(out),
        "documents": sum(held(out).values()),
        "unfinished": unfinished(out),
    }
    subprocess.run(["mount", "-o", "remount,size=2g", str(out)], check=True)
    return found


def two_at_once(source: Path, out: Path) -> dict[str, Any]:
    """Begin two; one must be refused, and the other is stopped after some parts."""
    before = parts(out)
    both = [started(source, out), started(source, out)]
    while all(one.poll() is None for one in both):
        time.sleep(0.05)
    ended = next(one for one in both if one.poll() is not None)
    other = next(one for one in both if one is not ended)
    refused = (ended.communicate()[0] or "").replace(str(out), "...")[-200:]
    while other.poll() is None and parts(out) < before + 5:
        time.sleep(0.05)
    other.send_signal(signal.SIGKILL)
    other.communicate()
    return {"status": ended.returncode, "told": refused.strip(), "parts_of_the_other": parts(out) - before}


def killed(source: Path, out: Path, kills: int, chance: random.Random) -> list[dict[str, Any]]:
    """Kill it after some parts and a moment more, again and again."""
    told = []
    for _ in range(kills):
        before, wanted = parts(out), chance.randint(1, 15)
        process = started(source, out)
        while process.poll() is None and parts(out) < before + wanted:
            time.sleep(0.02)
        time.sleep(chance.uniform(0, 0.3))
        was_over = process.poll() is not None
        process.send_signal(signal.SIGKILL)
        process.communicate()
        told.append({"parts": parts(out) - before, "unfinished": len(unfinished(out)), "was_over": was_over})
    return told


def main() -> int:
    """Do all of it and count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inside", nargs=2, type=Path, help=argparse.SUPPRESS)
    parser.add_argument("-n", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=28)
    parser.add_argument("-o", "--out", type=Path)
    options = parser.parse_args()
    if options.inside:
        return scan(*options.inside)
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        source, out = Path(name) / "in", Path(name) / "out"
        make_files(source, options.n, 40)
        begun = time.monotonic()
        steps: dict[str, object] = {}
        try:
            steps["full_disk"] = on_a_full_disk(source, out)
            steps["two_at_once"] = two_at_once(source, out)
            steps["kills"] = killed(source, out, options.kills, chance)
            statuses = [_ended(source, out), _ended(source, out)]
            found = held(out)
        finally:
            subprocess.run(["umount", str(out)], check=False, capture_output=True)
        left = unfinished(out)
    names = {f"{number // 1000:04}/{number:07}.bin" for number in range(options.n)}
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures = {
        "documents": options.n,
        **steps,
        "statuses_at_the_end": statuses,
        "lost": len(names - set(found)),
        "doubled": sum(count > 1 for count in found.values()),
        "strange": len(set(found) - names),
        "unfinished_at_the_end": left,
        "seconds": round(time.monotonic() - begun),
        "cpu_seconds": round(spent.ru_utime + spent.ru_stime),
        "provenance": provenance(),
    }
    text = json.dumps(figures, indent=1)
    print(text)
    if options.out:
        options.out.write_text(text + os.linesep, encoding="utf-8")
    return 0


def _ended(source: Path, out: Path) -> int:
    process = started(source, out)
    process.communicate()
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())
