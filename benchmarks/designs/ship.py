"""Puts what ships of a fit over designs where the package reads it: `python -m benchmarks.designs.ship OUT -o models/calibration`.

OUT is of `benchmarks.designs.fit`: its rows become `designs.toml`, its cards the sections of `README.md`. `python tools/manifest.py` then
states which checks may verify what, and the sums of the files.
"""

import argparse
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.designs.card import BARS
from docforensics.bench.cache import write_result
from docforensics.bench.calibration_card import LIMITS_OF_ALL, NEVER_TESTED, opening
from docforensics.errors import UsageError


def whole_card(cards: Mapping[str, str], command: str) -> str:
    """Write the card of the calibration from those of its channels, in the order of the channels that are asked for."""
    lines = [
        *opening("python -m benchmarks.designs.ship", command),
        *_origin(next(iter(cards.values()))),
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


def main() -> None:
    """Write rows and card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fit", type=Path, metavar="OUT")
    parser.add_argument("-o", "--out", type=Path, required=True)
    options = parser.parse_args()
    cards = {
        file.stem.removeprefix("designs-"): file.read_text(encoding="utf-8")
        for file in sorted(options.fit.glob("designs-*.md"))
    }
    if not cards:
        raise UsageError(
            f"{options.fit}: expected designs-CHANNEL.md, as `benchmarks.designs.fit` writes them"
        )
    told = json.loads((options.fit / "designs.json").read_text(encoding="utf-8"))
    write_result(options.out / "designs.toml", (options.fit / "designs.toml").read_bytes())
    write_result(options.out / "README.md", whole_card(cards, told["command"]).encode())


if __name__ == "__main__":
    main()
