"""Counts how often each check alone was adverse over designs: `python -m benchmarks.designs.alone TABLE... --conditions NAME -o models/calibration/alone.toml`.

TABLE is of `benchmarks.designs.table`. Documents are weighed by the shipped rows of their condition, with their template. Written are the checks of which a finding that stands
alone refers nothing (`docforensics.scoring.alone`): those that stood alone relatively more often on genuine captures, of two designs at least, and were adverse on ten forged captures at
least: of fewer nobody knows what is forged so that they see it. Designs that count here are seen: figures of the score are of others.
"""

import argparse
import shlex
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.designs.sets import UTOPIA
from benchmarks.designs.table import origins, read
from docforensics.bench.cache import write_result
from docforensics.checks.registry import declared_modes
from docforensics.scoring.alone import AloneCount, in_order
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.fit.write import alone_block
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.table import evidence_of

_FEW = 0.1
"""Share of the genuine captures that may have fewer checks of print in order than a finding needs to stand alone. A judgement; not fitted."""
_FEWEST_DESIGNS, _FEWEST_FORGED = 2, 10
"""Designs on whose genuine captures a check stood alone, and forged captures on which it was adverse, from which it is named. Judgements; not fitted."""


def counted(documents: Iterable[Examined], calibration: Calibration, data_set: str) -> tuple[AloneCount, ...]:
    """Count lone findings by check and condition, over documents that a template fitted; Utopia's own series are left out."""
    groups: dict[str, list[Examined]] = defaultdict(list)
    for one in documents:
        if one.has_template and one.design not in UTOPIA:
            groups[one.condition.name].append(one)
    return tuple(
        count
        for name, members in sorted(groups.items())
        for count in _of_condition(name, members, calibration, data_set)
    )


@dataclass(slots=True)
class _Tally:
    """What was counted of one check."""

    genuine: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Its values where it stood alone, by design."""
    forged_alone: int = 0
    forged: int = 0
    """Forged captures on which it was adverse."""


def _of_condition(
    name: str, members: Sequence[Examined], calibration: Calibration, data_set: str
) -> Iterable[AloneCount]:
    declared = declared_modes()
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    captures, orderly = Counter[bool](), []
    for one in members:
        evidence = evidence_of(one, calibration, one.condition, declared=declared)
        adverse = [item.check for item in evidence if item.is_adverse]
        captures[one.is_forged] += 1
        for check in adverse:
            tallies[check].forged += one.is_forged
            tallies[check].forged_alone += one.is_forged and len(adverse) == 1
        if len(adverse) == 1 and not one.is_forged:
            tallies[adverse[0]].genuine[one.design].append(one.value(adverse[0]) or 0.0)
        if not one.is_forged:
            orderly.append(in_order(evidence))
    others = sorted(orderly)[int(_FEW * len(orderly))] if orderly else 0
    for check, tally in sorted(tallies.items()):
        if len(tally.genuine) < _FEWEST_DESIGNS or tally.forged < _FEWEST_FORGED:
            continue
        count = AloneCount(
            check=check,
            condition=name,
            genuine=captures[False],
            genuine_alone=sum(map(len, tally.genuine.values())),
            usual=round(median(map(max, tally.genuine.values())), 4),
            forged=captures[True],
            forged_alone=tally.forged_alone,
            others=others,
            data_set=data_set,
        )
        if not count.refers(0.0):
            yield count


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tables", nargs="+", type=Path)
    parser.add_argument("--conditions", nargs="+", help="that are written; all where none is named")
    parser.add_argument("-o", "--out", type=Path, required=True)
    options = parser.parse_args()
    documents = [one for table in options.tables for one in read(table)]
    designs, with_forged = (
        len({one.design for one in documents if one.is_forged or not forged} - set(UTOPIA))
        for forged in (False, True)
    )
    data_set = f"{designs} random designs, {with_forged} of them with forged documents"
    found = [
        one
        for one in counted(documents, Calibration.load(), data_set)
        if not options.conditions or one.condition in options.conditions
    ]
    codes = sorted({code[:10] for code in origins(options.tables)["code"].values()})
    head = (
        f"# Written by `python -m benchmarks.designs.alone {shlex.join(sys.argv[1:])}`; not by hand.\n"
        f"# On how many captures of designs a check alone was adverse. Rows of code {', '.join(codes)}."
    )
    write_result(options.out, ("\n\n".join([head, *map(alone_block, found)]) + "\n").encode())
    for one in found:
        print(
            f"{one.condition} {one.check}: alone on {one.genuine_alone} of {one.genuine} genuine captures, usually {one.usual:g}, and on {one.forged_alone} of {one.forged} forged ones"
        )


if __name__ == "__main__":
    main()
