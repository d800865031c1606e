"""What an analyst can sort by: layers and codes of real documents without a template, by set: `python -m benchmarks.real.layers ROWS... -o FILE`.

ROWS are those of `python -m benchmarks.real`. Each layer of each picture is in order, adverse, or not seen, and why.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.provenance import RESULTS, provenance
from benchmarks.real.examine import NOT_EXAMINED, Line, read_rows

_EXAMPLES = 10
"""Kinds that are shown; more repeat themselves. A judgement."""


def _of_set(lines: Sequence[Line]) -> dict[str, dict[str, int]]:
    """Count, for each layer, its states and codes."""
    layers = dict.fromkeys(layer for line in lines for layer in line["layers"])
    return {layer: dict(Counter(line["layers"][layer] for line in lines).most_common()) for layer in layers}


def examples(lines: Iterable[Line]) -> list[dict[str, str]]:
    """Take INCONCLUSIVE pictures of as many kinds as there are: what their layers tell now."""
    found: dict[str, dict[str, str]] = {}
    for line in lines:
        if line["outcome"] == "INCONCLUSIVE":
            told = "; ".join(f"{layer} {state}" for layer, state in line["layers"].items())
            found.setdefault(told, {"file": line["file"], "first": str(line["first_why"]), "layers": told})
    return list(found.values())[:_EXAMPLES]


def table(lines: Sequence[Line]) -> dict[str, object]:
    """Count by set."""
    examined = [line for line in lines if line["outcome"] != NOT_EXAMINED]
    sets = sorted({line["set"] for line in examined})
    return {
        "question": "real-layers",
        **provenance(),
        "codes": sorted({line["code"] for line in examined}),
        "pictures": {name: sum(line["set"] == name for line in examined) for name in sets},
        "outcomes": dict(Counter(line["outcome"] for line in examined)),
        "first_code": dict(Counter(str(line["first_why"]) for line in examined).most_common()),
        "layers": {name: _of_set([line for line in examined if line["set"] == name]) for name in sets},
        "examples": examples(examined),
    }


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", nargs="+", type=Path)
    parser.add_argument("-o", "--out", type=Path, default=RESULTS / "real-layers.json")
    options = parser.parse_args()
    text = json.dumps(table(read_rows(options.rows)), indent=1, ensure_ascii=False)
    options.out.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
