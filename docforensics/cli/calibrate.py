"""`docforensics calibrate DATASET`: weights from labelled captures, or thresholds from a few of one's own."""

import argparse
import hashlib
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.cli.exits import Exit
from docforensics.cli.options import add_figures, add_options
from docforensics.cli.output import Output
from docforensics.errors import UsageError

if TYPE_CHECKING:
    from docforensics.bench.outcomes import Collected
    from docforensics.bench.score import ScoreFigures
    from docforensics.scoring.calibration import Calibration
    from docforensics.scoring.fit import ConditionFit
    from docforensics.scoring.outcomes import Examined

DESCRIPTION = """\
Examines the labelled captures of DATASET (a folder with manifest.csv: file, label, holder, split, species), keeps what
every check measured in OUT/outcomes.jsonl, fits on the split `calibration` alone, and writes OUT/calibration.toml and the
model card OUT/README.md, with figures of the split `test`. A run that was stopped goes on where it was; after a new check
only its values are measured. What the data cannot support stays expert judgement.

With --few-shot the captures are your own, 10 to 50 genuine ones of one channel and forged ones if you have any: no
weight is fitted, thresholds move, and every report states so. Use the file with `examine --calibration FILE`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("dataset", nargs="*", type=Path, metavar="DATASET", help="folder or manifest file")
    parser.add_argument(
        "--kept", action="store_true", help="examine nothing: fit on what OUT/outcomes.jsonl holds already"
    )
    out = Path("calibration")
    parser.add_argument(
        "-o", "--out", type=Path, default=out, metavar="OUT", help="folder (default: calibration)"
    )
    add_options(parser, "--templates", "--policy")
    parser.add_argument("--name", default="", help="of the data, as rows and reports will state it")
    parser.add_argument("--few-shot", action="store_true", help="move thresholds, fit nothing")
    parser.add_argument(
        "--like",
        default="",
        metavar="CONDITION",
        help="with --few-shot: take the weights of this condition, for example scanner/visible",
    )
    parser.add_argument(
        "--real-sources",
        type=int,
        default=0,
        metavar="N",
        help="the documents are real, of N owners or issuers: false alarms are counted on them, and from 2 sources on a finding may weigh as "
        "much as the count supports; without it they are as uncounted (`hold_uncounted` in a policy)",
    )
    parser.add_argument(
        "--by-design",
        action="store_true",
        help="for designs, presses and devices that are not among the documents: the manifest names those of each (columns design, press, "
        "device), at least 10 designs; bounds count designs in place of documents",
    )
    add_figures(parser)
    add_options(parser, "--allow-outside", "--json")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Collect, fit, write."""
    from docforensics.scoring.fit import require_solvers

    if arguments.kept == bool(arguments.dataset):
        raise UsageError("name a DATASET to examine, or --kept to fit on what was measured already")
    if not arguments.few_shot:
        require_solvers()  # before the work, not after it
    collected = [_collected(arguments, root) for root in arguments.dataset]
    table = (
        _kept(arguments.out) if arguments.kept else tuple(o for found in collected for o in found.examined)
    )
    for found in collected:
        for document, why in found.unreadable.items():
            output.complain(f"{document} left out: {why}")
    if arguments.few_shot:
        return _few_shot(arguments, table, output)
    return _fit(arguments, table, sum(found.added for found in collected), output)


def _collected(arguments: argparse.Namespace, root: Path) -> "Collected":
    import cv2

    from docforensics.bench.loaders import load_data_set
    from docforensics.bench.outcomes import collect
    from docforensics.scoring.policy import Policy

    cv2.setNumThreads(1)  # the workers are the threads
    return collect(
        load_data_set(root, allow_outside=arguments.allow_outside),
        arguments.out / "outcomes.jsonl",
        templates=arguments.templates,
        policy=Policy.find(arguments.policy),
        inspected_on=arguments.inspected_on,
        workers=arguments.workers,
    )


def _kept(out: Path) -> "tuple[Examined, ...]":
    from docforensics.scoring.outcomes import read_outcomes

    file = out / "outcomes.jsonl"
    try:
        return read_outcomes(file.read_text(encoding="utf-8").splitlines(), file.name)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--kept: {file} cannot be read: {error}") from error


def _few_shot(arguments: argparse.Namespace, table: "Sequence[Examined]", output: Output) -> Exit:
    from docforensics.bench.cache import write_result
    from docforensics.scoring.calibration import Calibration
    from docforensics.scoring.fit import few_shot, to_toml

    shift = few_shot(table, Calibration.load(), like=arguments.like)
    file = arguments.out / "thresholds.toml"
    write_result(file, to_toml((), [shift]).encode())
    facts = {"file": str(file), "condition": shift.condition, "total": shift.total}
    return output.answer(facts, f"{file}: {shift.note}", as_json=arguments.json)


def _fit(arguments: argparse.Namespace, table: "Sequence[Examined]", added: int, output: Output) -> Exit:
    from docforensics.bench.cache import write_result
    from docforensics.bench.calibration_card import card
    from docforensics.scoring.calibration import Calibration
    from docforensics.scoring.fit import count_real, fit, to_toml
    from docforensics.scoring.policy import Policy

    judged = Calibration.load().judged
    named = arguments.name or ", ".join(root.name for root in arguments.dataset) or "not named"
    fits = fit(table, judged, data_set=named, by_design=arguments.by_design)
    fitted_rows = Calibration.of(
        judged.rows_with(row for one in fits for row in one.rows), [one.combination for one in fits]
    )
    counts = (
        count_real(
            table,
            lambda check, one: fitted_rows.row(check, one.condition),
            sources=arguments.real_sources,
            data_set=named,
        )
        if arguments.real_sources > 0
        else ()
    )
    calibration = fitted_rows.counted(counts)
    write_result(arguments.out / "calibration.toml", to_toml(fits, counts=counts).encode())
    text = card(
        fits,
        table,
        judged,
        _figures(arguments, table, fits, judged, calibration),
        command=shlex.join(["docforensics", *sys.argv[1:]]),
        digest=_digest(table),
        templates=str(arguments.templates or "the shipped ones"),
        policy=Policy.find(arguments.policy).name,
        real_sources=arguments.real_sources,
    )
    write_result(arguments.out / "README.md", text.encode())
    files = [str(arguments.out / name) for name in ("calibration.toml", "README.md", "outcomes.jsonl")]
    conditions = {one.condition: len(one.rows) for one in fits}
    values = sum(len(one.outcomes) for one in table)
    counts_of = {"documents": len(table), "values": values, "values_measured": added}
    facts = {**counts_of, "conditions": conditions, "files": files}
    fitted = "; ".join(f"{name}: {rows} rows" for name, rows in conditions.items()) or "nothing fitted"
    lines = (
        f"{len(table)} documents, {values} values, {added} of them measured now; {fitted}",
        f"written: {', '.join(files)}",
    )
    return output.answer(facts, *lines, as_json=arguments.json)


def _digest(table: "Sequence[Examined]") -> str:
    from docforensics.scoring.outcomes import to_line

    return hashlib.sha256("\n".join(sorted(map(to_line, table))).encode()).hexdigest()


def _figures(
    arguments: argparse.Namespace,
    table: "Sequence[Examined]",
    fits: "Sequence[ConditionFit]",
    judged: "Calibration",
    fitted: "Calibration",
) -> dict[str, tuple["ScoreFigures", "ScoreFigures"]]:
    """Measure the test split under each condition, with and without what was fitted."""
    from docforensics.bench.score import score_figures
    from docforensics.scoring.policy import Policy

    policy = Policy.find(arguments.policy)
    found = {}
    for one in fits:
        test = [item for item in table if item.split == "test" and item.condition.name == one.condition]
        if any(item.is_forged for item in test) and not all(item.is_forged for item in test):
            under, alone = (
                score_figures(
                    test,
                    rows,
                    policy,
                    draws=arguments.draws,
                    seed=arguments.seed,
                    by_design=arguments.by_design,
                )
                for rows in (fitted, judged)
            )
            found[one.condition] = (under, alone)
    return found
