"""`docforensics watch FOLDER --profile READER.toml`: examines what a full-page reader drops into a folder."""

import argparse
from pathlib import Path

from docforensics.cli.exits import Exit
from docforensics.cli.options import EXAMINATION, add_options, settings_of
from docforensics.cli.output import Output
from docforensics.errors import UsageError
from docforensics.regular import is_folder

DESCRIPTION = """\
Examines the documents whose files a reader drops into FOLDER, each once its files are whole, and writes OUT/NAME.html, OUT/NAME.json and
OUT/latest.html, the page of the last one. READER.toml states how the reader names its files (docs/howto/reader.md). A file that comes late
or changes has its document examined again, in the place of the first result. OUT/watched.jsonl lists what was examined, so that a
watch that is started again goes on; it and the pages hold personal data."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="into which the reader writes")
    parser.add_argument("--profile", type=Path, required=True, metavar="TOML", help="how it names its files")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="OUT", help="folder of the pages")
    parser.add_argument("--once", action="store_true", help="end when nothing waits for --quiet seconds")
    parser.add_argument("--quiet", type=float, default=15.0, metavar="S", help="(default: 15)")
    add_options(parser, "--workers", help="worker processes (default: 2)")
    add_options(parser, "--time-limit", "--memory-limit", "--inspected-on", *EXAMINATION, "--json")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Watch until the process is stopped, or with --once until nothing comes."""
    from docforensics.batch.extras import require

    require("serve")
    from datetime import date
    from time import monotonic

    from docforensics.batch.settings import ScanSettings
    from docforensics.service.watch.profile import ReaderProfile
    from docforensics.service.watch.run import JOURNAL, Watch, watch_queue
    from docforensics.service.work import SERVICE_WORK

    if not is_folder(arguments.folder):
        raise UsageError(f"{arguments.folder} is no folder")
    profile = ReaderProfile.load(arguments.profile)
    settings = ScanSettings(
        inspected_on=date(2026, 1, 1),  # of no meaning here: every document has a day of its own
        examination=settings_of(arguments),
        time_limit=arguments.time_limit,
        memory_limit=arguments.memory_limit,
        work=SERVICE_WORK,
    )
    queue = watch_queue(settings, arguments.workers)
    queue.begin()
    try:
        watch = Watch(
            folder=arguments.folder,
            out=arguments.out,
            profile=profile,
            queue=queue,
            inspected_on=arguments.inspected_on,
        )
        if watch.damaged_lines:
            output.complain(
                f"{arguments.out}: {watch.damaged_lines} lines of {JOURNAL} cannot be read; their documents are examined again"
            )
        last = monotonic()

        def stop() -> bool:
            nonlocal last
            last = last if watch.is_idle else monotonic()
            return bool(arguments.once) and monotonic() - last > arguments.quiet

        for one in watch.run(stop):
            missing = "" if one.is_whole else ", not whole"
            again = f", again ({one.revision})" if one.revision > 1 else ""
            told_why = f"{', ' if one.outcome else ': '}{one.reason}" if one.reason else ""
            found = f"{one.outcome or 'not examined'}{told_why}"
            told = {
                "document": one.name,
                "outcome": one.outcome,
                "whole": one.is_whole,
                "revision": one.revision,
            }
            line = f"{one.name}: {found}{missing}{again}, {one.seconds:.1f} s, {one.page or ''}"
            output.answer(told, line, as_json=arguments.json, indent=None)
    finally:
        queue.end(0)
    return Exit.CLEAR
