"""`docforensics drill DATASET`: a training page that scores decisions and time, and its answer sheet."""

import argparse
from pathlib import Path

from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output, write_page
from docforensics.errors import UsageError

DESCRIPTION = """\
Writes DIR/drill.html, which shows one document after another, takes the time and scores the decisions in the page itself, and
DIR/answers.html, the answer sheet with every place marked. Both are self-contained; nothing is sent or kept. DATASET is a
folder that `benchmark` reads, for example sample_docs."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "data_set", type=Path, metavar="DATASET", help="folder of genuine and forged documents"
    )
    parser.add_argument("-o", "--out", type=Path, default=Path("drill"), metavar="DIR", help="default: drill")
    parser.add_argument(
        "-n", type=int, default=12, metavar="N", help="documents, half of them forged (default: 12)"
    )
    parser.add_argument("--seed", type=int, default=1, help="another seed, another choice (default: 1)")
    add_options(parser, "--allow-outside", "--json", "--language")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Write the drill and its answer sheet."""
    from docforensics.bench.drill import drill_cases
    from docforensics.bench.loaders import load_data_set
    from docforensics.report.drill import answers_html, drill_html

    if not 2 <= arguments.n <= 40:
        raise UsageError(f"-n: expected 2 to 40 documents, got {arguments.n}")
    cases = drill_cases(
        load_data_set(arguments.data_set, allow_outside=arguments.allow_outside), arguments.n, arguments.seed
    )
    pages = {"drill.html": drill_html, "answers.html": answers_html}
    for name, write in pages.items():
        write_page(arguments.out / name, write(cases, language=arguments.language))
    drill, answers = (arguments.out / name for name in pages)
    facts = {"drill": str(drill), "answers": str(answers), "documents": [case.id for case in cases]}
    line = f"{drill}: {len(cases)} documents; {answers}: their answers"
    return output.answer(facts, line, as_json=arguments.json)
