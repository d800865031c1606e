"""`docforensics scan SOURCE -o RESULTS`: examines documents by the hundred thousand."""

import argparse
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from docforensics.batch.scan import EXECUTORS
from docforensics.capture.light import Light
from docforensics.capture.model import SideKind
from docforensics.checks.claims import Why
from docforensics.cli import values
from docforensics.cli.exits import Exit, exit_of_error
from docforensics.cli.options import EXAMINATION, add_options, settings_of
from docforensics.cli.output import Output, ProgressLines, progress_bar
from docforensics.errors import ResourceError, ScanError, UsageError
from docforensics.guidance.claims import CODES

if TYPE_CHECKING:
    from rich.progress import Progress

    from docforensics.batch.scan import Progress as ScanProgress, Scan

_PASSED = (
    "workers",
    "address",
    "channel",
    "side",
    "size_mm",
    "inspected_on",
    "time_limit",
    "memory_limit",
    "link_key",
    "allow_schemes",
    "allow_outside",
)
"""Options that `begin` takes as they are."""
DESCRIPTION = f"""\
Examines every document of SOURCE in worker processes: a folder (each file is a document), a glob pattern in quotes, a manifest
(CSV or Parquet, a row a side, a column a light: {", ".join(Light)}; optional id, side, channel, size_mm), or an
fsspec address of any of these.

RESULTS then holds Parquet parts (documents/, findings/) that DuckDB, Polars and Spark can read while the scan runs, and a
summary page, index.html. A scan that was stopped is resumed by the same command. A file that is damaged, too large or
never ends does not affect the others, and its row states why it failed. A model, template or calibration that is missing or
changed stops the scan before the next document (exit code 4); no row is written for the document that met it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "source", metavar="SOURCE", help="folder, glob, manifest, file, or an fsspec address of one"
    )
    parser.add_argument(
        "-o", "--out", required=True, metavar="RESULTS", help="folder or fsspec address of the results"
    )
    add_options(parser, "--workers", default=None, help="processes (default: one a core)")
    add_options(parser, "--executor", "--address")
    add_options(parser, *EXAMINATION, "--equipment", "--channel", "--size-mm", "--json")
    parser.add_argument("--mrz-engine", dest="engine", help=argparse.SUPPRESS)  # the former name of --engine
    add_options(
        parser, "--side", default=SideKind.OTHER.value, help="which side the files show (default: other)"
    )
    add_options(parser, "--inspected-on", help="day of the examination (default: the day RESULTS was begun)")
    add_options(parser, "--time-limit", "--memory-limit", "--allow-scheme", "--allow-outside")
    parser.add_argument(
        "--retain",
        action="extend",
        type=values.words,
        default=[],
        metavar="WHAT,WHAT",
        help="keep in RESULTS: mrz, messages, report (personal data), picture (small, redacted; shown on the summary page); default: none",
    )
    parser.add_argument(
        "--retain-links",
        action="store_true",
        help="keep keyed identifiers for `docforensics link`; needs --link-key",
    )
    parser.add_argument(
        "--retain-numbers",
        action="store_true",
        help="keep document numbers, encrypted under the link key, so that lists of later alerts find them (`docforensics link --alert`); "
        "needs --link-key, with which they can be read",
    )
    parser.add_argument(
        "--link-key",
        type=Path,
        metavar="FILE",
        help="secret of the links, outside RESULTS; made when it is not there",
    )
    parser.add_argument("--no-summary", action="store_true", help="write no index.html")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Scan, show how far it is, write the summary, print the counts."""
    from docforensics.batch.extras import require

    require("batch")
    _executor_named(arguments, output)
    begun = _begun(arguments)
    try:
        with progress_bar("{task.fields[rate]}", "{task.fields[found]}") as bar:
            _examined(begun, bar, ProgressLines(output, "scan", has_bar=bar is not None))
    except KeyboardInterrupt:
        output.complain(
            f"interrupted: {begun.progress.done} of {begun.progress.total} documents are kept in {arguments.out}; the same command goes on"
        )
        return Exit.INTERRUPTED
    except (ResourceError, ScanError) as error:
        output.complain(str(error))
        output.complain(
            f"the scan stopped ({counts(begun.progress)}): put this right and give the same command again, "
            f"it goes on from what {arguments.out} holds"
        )
        return exit_of_error(error)
    from docforensics.batch.summary import totals, write_summary

    if not arguments.no_summary:
        write_summary(arguments.out)
    progress = begun.progress
    facts: dict[str, object] = {
        "total": progress.total,
        "held_before": progress.skipped,
        "outcomes": progress.outcomes,
        "inconclusive": progress.first_whys,
        "failed": progress.failed,
    }
    lines = [counts(progress), *_failed(progress), f"results: {arguments.out}"]
    if progress.skipped:
        held = totals(arguments.out)
        facts["held"] = held.outcomes
        lines[-1:-1] = [
            f"{arguments.out} holds {held.count} documents: {_listed(held.outcomes, held.first_whys)}"
        ]
    code = output.answer(facts, *lines, as_json=arguments.json, indent=None)
    return Exit.UNREADABLE if progress.outcomes.get("failed") else code


def _begun(arguments: argparse.Namespace) -> "Scan":
    from docforensics.batch.scan import begin

    keyed = [name for name in ("links", "numbers") if getattr(arguments, f"retain_{name}")]
    if bool(keyed) != bool(arguments.link_key):
        raise UsageError(
            "--retain-links or --retain-numbers, and --link-key FILE, go together: the key lies outside the results"
        )
    retain = (*arguments.retain, *keyed)
    options = {name: getattr(arguments, name) for name in _PASSED}
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


def counts(progress: "ScanProgress") -> str:
    """Give the number of documents for each outcome, of INCONCLUSIVE with the reasons."""
    found = [_listed(progress.outcomes, progress.first_whys)] if progress.outcomes else []
    held = [f"{progress.skipped} held before"] if progress.skipped else []
    return f"{progress.done} of {progress.total} documents: {', '.join([*found, *held]) or 'none'}"


def _listed(outcomes: Mapping[str, int], first_whys: Mapping[str, int]) -> str:
    return ", ".join(
        f"{count} {name.lower()}{_reasons(first_whys) if name == 'INCONCLUSIVE' else ''}"
        for name, count in sorted(outcomes.items())
    )


def _reasons(first_whys: Mapping[str, int]) -> str:
    """List why documents are inconclusive, the most frequent reason first."""
    ranked = sorted(first_whys.items(), key=lambda item: (-item[1], item[0]))
    return f" ({', '.join(f'{count} {CODES[Why(code)]}' for code, count in ranked)})" if ranked else ""


def _failed(progress: "ScanProgress") -> list[str]:
    """Name the first documents that could not be examined, and why."""
    count = progress.outcomes.get("failed", 0)
    lines = [f"  not examined: {name}: {reason}" for name, reason in progress.failed.items()]
    further = count - len(lines)
    return [*lines, *([f"  and {further} more, which the results name"] if further > 0 else [])]


def _examined(begun: "Scan", bar: "Progress | None", lines: ProgressLines) -> None:
    """Run, with rate, remaining time and counts on the bar."""
    since, progress = monotonic(), begun.progress
    task = bar.add_task("scan", total=begun.listing.count, rate="starting", found="") if bar else None
    with closing(
        begun.run()
    ) as batches:  # whatever ends it, what is finished is written before anything is stated
        for _ in batches:
            lines.show("scan", progress.done, begun.listing.count)
            if bar and task is not None:
                rate = sum(progress.outcomes.values()) / max(monotonic() - since, 1e-3)
                found = " · ".join(
                    f"{name.lower()} {count}" for name, count in sorted(progress.outcomes.items())
                )
                bar.update(task, completed=progress.done, rate=f"{rate:.1f}/s", found=found)
