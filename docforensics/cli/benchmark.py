"""`docforensics benchmark DATASET`: error rates, compared with those of file properties alone."""

import argparse
import shlex
import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.cli import values
from docforensics.cli.exits import Exit
from docforensics.cli.options import EXAMINATION, add_figures, add_options, settings_of
from docforensics.cli.output import Output, progress_bar
from docforensics.errors import EngineUnavailableError, UsageError

if TYPE_CHECKING:
    from rich.progress import Progress

    from docforensics.bench.run import Benchmark

DESCRIPTION = """\
Measures systems on DATASET: a folder with manifest.csv (columns file and label at least), sample_docs, or MIDV-500,
MIDV-2020, SIDTD, FantasyID, IDNet and DLC-2021 in the layout in which they are distributed.

Every picture is encoded anew first, genuine and forged alike, because published sets leak their label through the
codec. OUT then holds result.json, table.md and index.html; a run that was stopped goes on where it was."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("dataset", nargs="?", type=Path, metavar="DATASET", help="folder or manifest file")
    parser.add_argument(
        "-o", "--out", type=Path, metavar="OUT", default=Path("benchmark"), help="folder (default: benchmark)"
    )
    parser.add_argument(
        "--system",
        action="append",
        metavar="NAME",
        help="docforensics, no-templates, mrz-only, ela, noise, ghost, blocking, jpeg-quality, or NAME=COMMAND that "
        "prints JSON for {file}; once a system",
    )
    parser.add_argument("--layout", metavar="NAME", help="layout of the data set (default: recognised)")
    parser.add_argument("--split", metavar="NAME", help="only documents of this split")
    add_options(parser, *EXAMINATION)
    _add_normalisation(parser)
    parser.add_argument(
        "--false-alarms",
        type=_share,
        default=0.02,
        metavar="SHARE",
        help="for systems without a decision of their own (default: 0.02)",
    )
    add_figures(parser)
    parser.add_argument(
        "--timeout", type=float, default=120.0, metavar="S", help="seconds a command may take for a document"
    )
    parser.add_argument(
        "--compare",
        nargs=2,
        type=Path,
        metavar=("A", "B"),
        help="two result.json: the differences, with paired intervals",
    )
    add_options(parser, "--allow-outside")
    add_options(parser, "--json", help="write the result as JSON to standard output as well")


def _add_normalisation(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how pictures are made alike."""
    parser.add_argument(
        "--qualities",
        type=_quality_list,
        metavar="Q,Q",
        default=(75, 85, 95),
        help="JPEG qualities of the normalisation (default: 75,85,95)",
    )
    parser.add_argument(
        "--as-published", action="store_true", help="no normalisation: what the codec leaks is in the figures"
    )
    parser.add_argument("--longest-side", type=values.positive, metavar="PX", help="shrink longer pictures")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Measure, write OUT, print the table."""
    if arguments.compare:
        return _compare(arguments, output)
    if arguments.dataset is None:
        raise UsageError("name a DATASET, or two results with --compare A B")
    from docforensics.bench.page import write
    from docforensics.bench.result import to_dict
    from docforensics.bench.tables import to_markdown

    _check_installed()
    _check_writable(arguments.out)
    found = _measured(arguments)
    write(found, arguments.out)
    lines = (
        *to_markdown(found).splitlines(),
        f"written: {arguments.out / 'index.html'}, result.json, table.md",
    )
    return output.answer(to_dict(found), *lines, as_json=arguments.json, indent=None)


def _measured(arguments: argparse.Namespace) -> "Benchmark":
    import cv2

    from docforensics.bench.loaders import load_data_set
    from docforensics.bench.normalise import Normalisation
    from docforensics.bench.run import run as measure
    from docforensics.bench.summary import Settings
    from docforensics.bench.systems import DEFAULT, make_systems

    data = load_data_set(arguments.dataset, arguments.layout, allow_outside=arguments.allow_outside)
    data = data.of_split(arguments.split) if arguments.split else data
    systems = make_systems(
        arguments.system or DEFAULT,
        settings=settings_of(arguments),
        inspected_on=arguments.inspected_on,
        timeout=arguments.timeout,
    )
    normalisation = Normalisation(
        qualities=() if arguments.as_published else arguments.qualities,
        longest_side=arguments.longest_side,
        seed=arguments.seed,
    )
    cv2.setNumThreads(1)  # the workers are the threads
    with progress_bar("{task.description}") as bar:
        return measure(
            data,
            systems,
            cache=arguments.out / "cache",
            normalisation=normalisation,
            settings=Settings(
                false_alarms=arguments.false_alarms, draws=arguments.draws, seed=arguments.seed
            ),
            workers=arguments.workers,
            told={
                "command": shlex.join(["docforensics", *sys.argv[1:]]),
                "inspected_on": arguments.inspected_on.isoformat(),
            },
            progress=partial(_shown, bar),
        )


def _shown(bar: "Progress | None", stage: str, done: int, of: int) -> None:
    if bar is not None:
        known = {task.description: task.id for task in bar.tasks}
        bar.update(known[stage] if stage in known else bar.add_task(stage), completed=done, total=of)


def _compare(arguments: argparse.Namespace, output: Output) -> Exit:
    from docforensics.bench.compare import compare, comparison_table
    from docforensics.bench.result import read

    first, second = (read(_text(file), str(file)) for file in arguments.compare)
    found = compare(first, second, draws=arguments.draws, seed=arguments.seed)
    return output.answer(
        found.to_dict(), *comparison_table(found).splitlines(), as_json=arguments.json, indent=None
    )


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--compare: {file} cannot be read: {error}") from error


def _check_installed() -> None:
    """Fail before the work, not after it."""
    if not all(find_spec(package) for package in ("matplotlib", "sklearn")):
        raise EngineUnavailableError(
            "the benchmark's leak report and plots need: pip install 'docforensics[bench]'"
        )


def _check_writable(out: Path) -> None:
    """Fail before the work, not after it."""
    from docforensics.bench.cache import write_result

    probe = out / ".writable"
    write_result(probe, b"")
    probe.unlink()


def _quality_list(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(word) for word in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected numbers with commas between, got {text!r}") from None


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share < 1:
        raise argparse.ArgumentTypeError(f"expected a share from 0 to below 1, got {text!r}")
    return share
