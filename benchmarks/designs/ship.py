"""Puts what ships of a fit over designs where the package reads it: `python -m benchmarks.designs.ship OUT -o models/calibration`.

OUT is of `benchmarks.designs.fit`: its rows become `designs.toml`, its cards the sections of `README.md`. With `--captures` (`flatbed`,
`"photo without template"`) those alone ship, in place of any that shipped so before. Where another file of the folder holds what was fitted, `README.md` is its card,
and `designs.md` that of these. With `--limits TABLE...` the shares of genuine documents that a policy's target of false alarms is compared with are those of designs
whose models were counted on (`benchmarks.designs.limits`), under the rows that ship; the fit states those of models without counts, which go further. Where a capture ships and the same without a template does not, documents without one stay judged as they are. `python tools/manifest.py` then
states which checks may verify what, that the other card is there, and the sums of the files.
"""

import argparse
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.designs.card import BARS
from benchmarks.designs.limits import limits_of_capture
from benchmarks.designs.work import BARE
from docforensics.bench.cache import write_result
from docforensics.bench.calibration_card import LIMITS_OF_ALL, NEVER_TESTED, beside, opening
from docforensics.errors import UsageError
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.combine import EXPERT
from docforensics.scoring.condition import WITHOUT_TEMPLATE
from docforensics.scoring.fit.write import combination_block
from docforensics.scoring.model import Basis

JUDGED = "none: judgement, no fit of documents without a template ships"
"""What a combination by judgement is from, which stands where else rows of documents with a template would hold for those without."""
ROWS, CARD, BESIDE = "designs.toml", "README.md", "designs.md"
"""What ships of a fit, the card of a calibration, and that of captures that stand beside it."""


def rows_of(told: Mapping[str, Any], text: str, captures: Sequence[str]) -> str:
    """Give the rows and combinations of some captures alone; `told` is what the fit wrote.

    UsageError for a capture of which nothing was fitted, or nothing may ship.
    """
    if "conditions" not in told:
        raise UsageError("the fit does not state which condition each capture is of: fit again")
    fitted = _conditions(text)
    shipping = [name for name, condition in told["conditions"].items() if condition in fitted]
    for capture in captures:
        if capture not in shipping:
            raise UsageError(f"{capture}: nothing of it ships; captures that do: {', '.join(shipping)}")
    wanted = {told["conditions"][capture] for capture in captures}
    header, *blocks = re.split(r"(?m)^(?=\[\[)", text)
    kept = [block.rstrip() for block in blocks if _condition(block) in wanted]
    bare = {f"{one.removesuffix(WITHOUT_TEMPLATE)}{WITHOUT_TEMPLATE}" for one in wanted} - wanted
    judged = [combination_block(replace(EXPERT, condition=one, data_set=JUDGED)) for one in sorted(bare)]
    return "\n\n".join([header.rstrip(), *kept, *judged]) + "\n"


def _conditions(text: str) -> set[str]:
    """Name the conditions that a calibration file has a combination of."""
    return {str(one["condition"]) for one in tomllib.loads(text).get("combination", ())}


def with_limits(
    text: str, folder: Path, conditions: Mapping[str, str], tables: Sequence[Path]
) -> tuple[str, list[str]]:
    """Put the limits of counted models in the place of the fit's; give the text and lines for the card. Nothing is written to the folder that ships.

    Parameters
    ----------
    conditions
        By capture; of captures with a template.
    """
    with TemporaryDirectory() as work:
        shipping = Path(work) / ROWS
        shipping.write_text(text, encoding="utf-8")
        others = (file for file in sorted(folder.glob("*.toml")) if file.name != ROWS)
        calibration = Calibration.load([*others, shipping])
    lines = []
    for capture, condition in conditions.items():
        if capture.endswith(BARE):
            raise UsageError(f"{capture}: no model was counted on; ship it without --limits")
        found = limits_of_capture(tables, capture, calibration)
        text = found.put_into(text, condition)
        names = ", ".join(f"`{table.name}`" for table in tables)
        lines.append(
            f"- Limits of `{condition}` that ship: {found.words} ({names}). The fit's, which the figures below are judged by, are stated with them."
        )
    return text, lines


def _named_out(command: str) -> str:
    """The command of a fit, its folder named as in the documentation."""
    return re.sub(r"(-o|--out) \S+", r"\1 OUT", command)


def check_apart(text: str, folder: Path) -> None:
    """Raise UsageError for a condition that another calibration file of the folder is of: two would hold for one document."""
    for file in sorted(folder.glob("*.toml")):
        twice = _conditions(text) & _conditions(file.read_text(encoding="utf-8"))
        if twice and file.name != ROWS:
            raise UsageError(
                f"{file.name} is of {', '.join(sorted(twice))} already: remove it, or ship other captures"
            )


def is_beside(folder: Path) -> bool:
    """Whether another calibration file of the folder holds what was fitted, so that `README.md` is its card."""
    others = (file for file in folder.glob("*.toml") if file.name != ROWS)
    return any(
        one.get("basis") == Basis.FITTED
        for file in others
        for one in tomllib.loads(file.read_text(encoding="utf-8")).get("combination", ())
    )


def _condition(block: str) -> str:
    """Name the condition of a row or combination of a calibration file."""
    (tables,) = tomllib.loads(block).values()
    return str(tables[0]["condition"])


def whole_card(cards: Mapping[str, str], command: str, limits: Sequence[str] = ()) -> str:
    """Write the card of the calibration from those of its channels, in the order of the channels that are asked for, with lines on limits that are not the fit's."""
    lines = [
        *opening("python -m benchmarks.designs.ship", command),
        *_origin(next(iter(cards.values()))),
        *limits,
        "",
        "Rows not listed as fitted are expert judgement, marked `expert` in every report and kept within a likelihood ratio of 10.",
        "",
        *_limits(),
    ]
    for channel in (*BARS, *sorted(set(cards) - set(BARS))):
        if channel in cards:
            lines += [f"## {channel}", "", *_section(cards[channel])]
    return "\n".join(lines).rstrip() + "\n"


def _origin(card: str) -> Iterator[str]:
    """Give the lines on tables, code and plans, which all channels share."""
    head = card.partition("\n## ")[0]
    yield from (line for line in head.splitlines() if line.startswith("- ") and "Never tested" not in line)


def _limits() -> Sequence[str]:
    return (
        "## Limits",
        "",
        "- Documents: designs at random, drawn, printed and captured by a generator, each by presses and devices of its own. Real pages, printers and",
        "  devices differ; no real State's document was among them.",
        *LIMITS_OF_ALL,
        NEVER_TESTED,
        "",
    )


def _section(card: str) -> Iterator[str]:
    """Give what a channel's card says of the channel, a level down."""
    for line in re.split(r"(?m)^(?=## )", card, maxsplit=1)[-1].splitlines():
        yield f"#{line}" if line.startswith("##") else line


def of_captures(card: str, captures: Sequence[str], channel: str) -> str:
    """Leave out of a channel's card what does not ship: with its template, or without."""
    head, *parts = re.split(r"(?m)^(?=## )", card)
    names = {"## With a template": channel, "## Without a template": channel + BARE}
    kept = [part for part in parts if names.get(part.partition("\n")[0], "") in captures]
    return "".join([head, *kept])


def main() -> None:
    """Write rows and card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fit", type=Path, metavar="OUT")
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument(
        "--captures",
        nargs="+",
        metavar="NAME",
        help="ship these alone, and leave what other files of the folder hold",
    )
    parser.add_argument(
        "--limits",
        nargs="+",
        type=Path,
        metavar="TABLE",
        help="designs whose templates hold counts: their genuine documents set the limits of the captures",
    )
    options = parser.parse_args()
    if options.limits and not options.captures:
        parser.error("--limits needs --captures: state what they are the limits of")
    cards = {
        file.stem.removeprefix("designs-"): file.read_text(encoding="utf-8")
        for file in sorted(options.fit.glob("designs-*.md"))
    }
    if not cards:
        raise UsageError(
            f"{options.fit}: expected designs-CHANNEL.md, as `benchmarks.designs.fit` writes them"
        )
    told = json.loads((options.fit / "designs.json").read_text(encoding="utf-8"))
    text = (options.fit / "designs.toml").read_text(encoding="utf-8")
    if options.captures:
        text = rows_of(told, text, options.captures)
        shown = {name.removesuffix(BARE) for name in options.captures}
        cards = {name: of_captures(cards[name], options.captures, name) for name in sorted(shown)}
    check_apart(text, options.out)
    limits: list[str] = []
    if options.limits:
        conditions = {capture: told["conditions"][capture] for capture in options.captures}
        text, limits = with_limits(text, options.out, conditions, options.limits)
    card = whole_card(cards, _named_out(told["command"]), limits)
    write_result(options.out / ROWS, text.encode())
    if is_beside(options.out):
        write_result(options.out / BESIDE, beside(card, [CARD]).encode())
    else:
        write_result(options.out / CARD, card.encode())
        (options.out / BESIDE).unlink(missing_ok=True)


if __name__ == "__main__":
    main()
