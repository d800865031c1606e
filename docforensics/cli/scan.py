"""`docforensics scan SOURCE -o RESULTS`: examines documents by the hundred thousand."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.batch.scan import EXECUTORS
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, SideKind
from docforensics.cli import values
from docforensics.cli.examination import add_examination_arguments, settings_of
from docforensics.cli.exits import Exit
from docforensics.cli.output import Output
from docforensics.errors import UsageError

if TYPE_CHECKING:
    from docforensics.batch.scan import Progress as ScanProgress, Scan

HELP = "examine a folder, a glob, a manifest or an fsspec address into a data set of results"
DESCRIPTION = f"""\
Examines every document of SOURCE in worker processes: a folder (each file is a document), a glob pattern in quotes, a manifest
(CSV or Parquet, a row a side, a column a light: {", ".join(Light)}; optional id, side, channel), or an
fsspec address of any of these.

RESULTS then holds Parquet parts (documents/, findings/) that DuckDB, Polars and Spark can read while the scan runs, and a
summary page, index.html. A scan that was stopped, however, goes on with the same command. A file that is damaged, too large or
never ends does not affect the others, and its row states why it failed."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "source", metavar="SOURCE", help="folder, glob, manifest, file, or an fsspec address of one"
    )
    parser.add_argument(
        "-o", "--out", required=True, metavar="RESULTS", help="folder or fsspec address of the results"
    )
    parser.add_argument(
        "--workers", type=values.positive, metavar="N", help="processes (default: one a core)"
    )
    parser.add_argument(
        "--executor", choices=EXECUTORS, default=EXECUTORS[0], help="what runs it (default: local)"
    )
    parser.add_argument(
        "--address", metavar="ADDRESS", help="of the Ray cluster (default: start one on this machine)"
    )
    add_examination_arguments(parser)
    parser.add_argument("--mrz-engine", dest="engine", help=argparse.SUPPRESS)  # the former name of --engine
    _add_capture(parser)
    parser.add_argument(
        "--retain",
        type=lambda text: tuple(filter(None, text.split(","))),
        default=(),
        metavar="WHAT,WHAT",
        help="keep personal data in RESULTS: mrz, messages, report (default: none)",
    )
    parser.add_argument(
        "--retain-links",
        action="store_true",
        help="keep keyed identifiers for `docforensics link`; needs --link-key",
    )
    parser.add_argument(
        "--link-key",
        type=Path,
        metavar="FILE",
        help="secret of the links, outside RESULTS; made when it is not there",
    )
    parser.add_argument("--no-summary", action="store_true", help="write no index.html")
    parser.add_argument("--json", action="store_true", help="write the counts as JSON")


def _add_capture(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--channel",
        choices=[channel.value for channel in Channel],
        default=Channel.UPLOAD.value,
        help="how the images were captured (default: upload)",
    )
    parser.add_argument(
        "--side",
        choices=[side.value for side in SideKind],
        default=SideKind.OTHER.value,
        help="which side the files show (default: other)",
    )
    parser.add_argument(
        "--inspected-on",
        type=values.day,
        metavar="DATE",
        help="day of the examination (default: the day RESULTS was begun)",
    )
    parser.add_argument(
        "--time-limit", type=float, default=60.0, metavar="S", help="seconds a document (default: 60)"
    )
    parser.add_argument(
        "--memory-limit",
        type=values.size,
        default=4 * 2**30,
        metavar="SIZE",
        help="memory a document (default: 4G)",
    )


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Scan, show how far it is, write the summary, print the counts."""
    from docforensics.batch.extras import require

    require("batch")
    _executor_named(arguments, output)
    begun = _begun(arguments)
    with _shown(begun) as show:
        for _ in begun.run():
            show(begun.progress)
    if not arguments.no_summary:
        from docforensics.batch.summary import write_summary

        write_summary(arguments.out)
    _tell(begun.progress, arguments, output)
    return Exit.UNREADABLE if begun.progress.outcomes.get("failed") else Exit.CLEAR


def _begun(arguments: argparse.Namespace) -> "Scan":
    from docforensics.batch.scan import begin

    if arguments.retain_links != bool(arguments.link_key):
        raise UsageError("--retain-links and --link-key FILE go together: the key lies outside the results")
    retain = (*arguments.retain, *(("links",) if arguments.retain_links else ()))
    names = (
        "workers",
        "address",
        "channel",
        "side",
        "inspected_on",
        "time_limit",
        "memory_limit",
        "link_key",
    )
    options = {name: getattr(arguments, name) for name in names}
    return begin(
        arguments.source,
        arguments.out,
        settings_of(arguments),
        executor=arguments.executor,
        retain=retain,
        **options,
    )


def _executor_named(arguments: argparse.Namespace, output: Output) -> None:
    """Take `--engine local` and `--engine ray`, what `--executor` was called, as that; no MRZ engine bears these names."""
    if arguments.engine in EXECUTORS:
        name, arguments.engine = arguments.engine, None
        arguments.executor = name
        output.complain(f"--engine {name} is now --executor {name}; --engine names the MRZ engine")


def _tell(progress: "ScanProgress", arguments: argparse.Namespace, output: Output) -> None:
    if arguments.json:
        output.write_json(
            {"total": progress.total, "held_before": progress.skipped, "outcomes": progress.outcomes}
        )
        return
    output.write(counts(progress))
    output.write(f"results: {arguments.out}")


def counts(progress: "ScanProgress") -> str:
    """Give the number of documents for each outcome."""
    found = [f"{count} {name.lower()}" for name, count in sorted(progress.outcomes.items())]
    held = [f"{progress.skipped} held before"] if progress.skipped else []
    return f"{progress.done} of {progress.total} documents: {', '.join([*found, *held]) or 'none'}"


@contextmanager
def _shown(begun: "Scan") -> Iterator[Callable[["ScanProgress"], None]]:
    """Show a bar with rate, remaining time and counts on standard error where it is a terminal."""
    try:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    except ImportError:
        yield lambda _progress: None
        return
    from time import monotonic

    since = monotonic()
    columns = (TextColumn("{task.fields[rate]}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, TextColumn("{task.fields[found]}"), console=Console(stderr=True)) as bar:
        task = bar.add_task("scan", total=begun.listing.count, rate="starting", found="")

        def show(progress: "ScanProgress") -> None:
            rate = sum(progress.outcomes.values()) / max(monotonic() - since, 1e-3)
            found = " · ".join(f"{name.lower()} {count}" for name, count in sorted(progress.outcomes.items()))
            bar.update(task, completed=progress.done, rate=f"{rate:.1f}/s", found=found)

        yield show
