"""Measures designs in parts: `python -m benchmarks.designs.measure OUT --first 0 --n 80 --split calibration`.

Each design is drawn, a template learned of its holders, its documents examined on all channels with that template and without any, and the
pictures deleted. For designs of the test split false alarms of the template are counted on its own holders too; the fit takes no counts.
Run it again and it goes on: a design that is measured is not measured again. Several processes share the work by `--workers`, or as `--part 0/2` and
`--part 1/2` (also on machines that share OUT); `--executor ray` uses the nodes of a cluster. What is left is shown after each design.
`python -m benchmarks.designs.table OUT` puts the table together; designs in tables of former runs are left out with `--kept TABLE`.
Designs with genuine documents alone (`--forged 0 --template-alone`) take half of the time: they say how far genuine documents of a new design go.
"""

import argparse
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.designs.sets import CHANNELS, RANDOM, UTOPIA, DesignPlan
from benchmarks.designs.work import DesignRecord
from docforensics.batch.addresses import Folder
from docforensics.batch.discover.records import unpacked
from docforensics.batch.entries import EntryFile, EntrySide, ScanEntry
from docforensics.batch.listing import Listing
from docforensics.batch.scan import EXECUTORS, Progress, Scan, make_executor
from docforensics.batch.schema import DESCRIBED, described_of
from docforensics.batch.settings import ScanSettings, configuration, digest
from docforensics.batch.store import ResultStore, read_parts
from docforensics.bench.systems.ours import INSPECTED_ON
from docforensics.errors import UsageError

TABLES = {"documents": (DESCRIBED, described_of)}
LONGEST_SECONDS = 2 * 3600.0
"""On the clock for one design: twenty times what one takes on an idle core."""
MEMORY = 8 * 2**30
"""Bytes that drawing, learning and examining may ask for."""
_SECONDS = 60.0


def held(out: Path) -> Iterator[tuple[str, DesignRecord | str]]:
    """Give every design that some part of the results holds: its record, or why it failed; of two the later."""
    found: dict[str, DesignRecord | str] = {}
    for folder in sorted(out.glob("part-*")):
        for table in read_parts(Folder(folder), "documents", ["name", "reason", "described"]):
            for row in table.to_pylist():
                is_whole = row["described"] is not None
                if is_whole or row["name"] not in found:
                    record = unpacked(row["described"], DesignRecord) if is_whole else str(row["reason"])
                    found[row["name"]] = record
    yield from sorted(found.items())


def kept_in(tables: Iterable[Path]) -> set[str]:
    """Name the designs that tables of `benchmarks.designs.table` hold."""
    return {
        name
        for table in tables
        for name in pq.read_table(table, columns=["design"])["design"].unique().to_pylist()
    }


def measure(
    plans: Sequence[DesignPlan],
    out: Path,
    *,
    part: tuple[int, int] = (0, 1),
    workers: int = 1,
    executor: str = "local",
    address: str | None = None,
    shown: Callable[[str], None] = print,
) -> int:
    """Measure every n-th design that no part of the results holds; give how many were measured.

    UsageError where results hold a design that is asked for under another plan.
    """
    number, of = part
    known = {name: record for name, record in held(out) if isinstance(record, DesignRecord)}
    _check_plans(plans, known)
    wanted = [plan for plan in plans[number::of] if plan.design not in known]
    settings = ScanSettings(
        inspected_on=INSPECTED_ON,
        work="benchmarks.designs.work:DesignWork",
        time_limit=LONGEST_SECONDS,
        memory_limit=MEMORY,
    )
    told = configuration(settings)
    folder = out / f"part-{number}-of-{of}"
    begun = Scan(
        listing=Listing(count=len(wanted), packed=lambda: (entry_of(plan).packed() for plan in wanted)),
        settings=settings,
        store=ResultStore(str(folder), told, tables=TABLES),
        configuration=digest(told),
        executor=make_executor(
            executor, address, settings=settings, configuration=digest(told), out=str(folder), workers=workers
        ),
        progress=Progress(total=len(wanted)),
    )
    start = time.monotonic()
    for _ in begun.run():
        shown(progress_line(begun.progress, time.monotonic() - start))
    return len(wanted)


def _check_plans(plans: Sequence[DesignPlan], known: Mapping[str, DesignRecord]) -> None:
    for plan in plans:
        record = known.get(plan.design)
        if record is not None and record.plan not in ("", plan.packed()):
            raise UsageError(
                f"{plan.design} was measured as {record.plan}, and is asked for as {plan.packed()}: take another folder, or the same settings"
            )


def merged(outs: Iterable[Path]) -> dict[str, DesignRecord | str]:
    """Give every design of several results: a record goes before a reason why there is none."""
    found: dict[str, DesignRecord | str] = {}
    for out in outs:
        for name, record in held(out):
            if isinstance(record, DesignRecord) or name not in found:
                found[name] = record
    return found


def entry_of(plan: DesignPlan) -> ScanEntry:
    """Lay a plan out as a document of a scan."""
    return ScanEntry(name=plan.design, sides=(EntrySide(pictures=(EntryFile(address=plan.packed()),)),))


def progress_line(progress: Progress, seconds: float) -> str:
    """State how many designs are done, and what time is left at this pace."""
    done = progress.done - progress.skipped
    left = progress.total - progress.done
    pace = seconds / max(done, 1)
    return f"{progress.done} of {progress.total} designs, {pace:.0f} s each, {left * pace / _SECONDS:.0f} min left"


def arguments() -> argparse.ArgumentParser:
    """Say what can be asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--first", type=int, default=0, help="number of the first design at random")
    parser.add_argument("--n", type=int, default=0, help="designs at random")
    parser.add_argument(
        "--designs", nargs="+", default=(), metavar="NAME", help=f"further ones: {' '.join(UTOPIA)}"
    )
    parser.add_argument("--split", default="calibration", choices=("calibration", "test"))
    parser.add_argument("--channels", nargs="+", default=CHANNELS, choices=CHANNELS)
    parser.add_argument("--template", type=int, default=8, help="holders that each template is learned from")
    parser.add_argument("--genuine", type=int, default=8)
    parser.add_argument("--forged", type=int, default=8)
    parser.add_argument(
        "--no-counts", action="store_true", help="count no false alarms for the test split either"
    )
    parser.add_argument(
        "--template-alone", action="store_true", help="examine no document without its template besides"
    )
    parser.add_argument("--seed", type=int, default=4800)
    parser.add_argument(
        "--kept", nargs="+", type=Path, default=(), help="tables whose designs are not measured again"
    )
    parser.add_argument("--part", default="0/1")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--executor", default="local", choices=EXECUTORS)
    parser.add_argument("--address", help="of the Ray cluster")
    return parser


def planned(options: argparse.Namespace) -> list[DesignPlan]:
    """One plan a design."""
    return [
        DesignPlan(
            design=design,
            split=options.split,
            channels=tuple(options.channels),
            template=options.template,
            genuine=options.genuine,
            forged=options.forged,
            seed=options.seed,
            count=options.split == "test" and not options.no_counts,
            bare=not options.template_alone,
        )
        for design in _names(options)
    ]


def _names(options: argparse.Namespace) -> list[str]:
    """Designs at random by their numbers, then those that are named."""
    numbers = range(options.first, options.first + options.n)
    return [*(f"{RANDOM}{number:04d}" for number in numbers), *options.designs]


def main() -> None:
    """Measure a part."""
    options = arguments().parse_args()
    number, of = map(int, options.part.split("/"))
    kept = kept_in(options.kept)
    measure(
        [plan for plan in planned(options) if plan.design not in kept],
        options.out,
        part=(number, of),
        workers=options.workers,
        executor=options.executor,
        address=options.address,
    )
    for name, record in held(options.out):
        if isinstance(record, str):
            print(f"{name} failed: {record}")


if __name__ == "__main__":
    main()
