"""Counts how often each check alone was adverse over designs: `python -m benchmarks.designs.alone TABLE... -o models/calibration/alone.toml`.

TABLE is of `benchmarks.designs.table`. Documents are weighed by the shipped rows of their condition, with their template. Written is what `docforensics.scoring.alone` holds
findings by: a check that never stood alone on a genuine document is not named. Designs that count here are seen: figures of the score are told of others.
"""

import argparse
import shlex
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.designs.sets import UTOPIA
from benchmarks.designs.table import origins, read
from docforensics.bench.cache import write_result
from docforensics.checks.registry import declared_modes
from docforensics.scoring.alone import AloneCount, in_order
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.fit.write import alone_block
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.table import evidence_of

_FEW = 0.01
"""Share of the genuine documents that may have fewer checks in order than a finding needs to stand alone."""


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


def _of_condition(
    name: str, members: Sequence[Examined], calibration: Calibration, data_set: str
) -> Iterable[AloneCount]:
    declared = declared_modes()
    alone: dict[bool, dict[str, list[float]]] = {True: defaultdict(list), False: defaultdict(list)}
    documents, orderly = Counter[bool](), []
    for one in members:
        evidence = evidence_of(one, calibration, one.condition, declared=declared)
        adverse = [item.check for item in evidence if item.is_adverse]
        documents[one.is_forged] += 1
        if len(adverse) == 1:
            alone[one.is_forged][adverse[0]].append(one.value(adverse[0]) or 0.0)
        if not one.is_forged:
            orderly.append(in_order(evidence))
    others = sorted(orderly)[int(_FEW * len(orderly))] if orderly else 0
    for check in sorted(alone[False]):
        yield AloneCount(
            check=check,
            condition=name,
            genuine=documents[False],
            genuine_alone=len(alone[False][check]),
            genuine_most=round(max(alone[False][check]), 4),
            forged=documents[True],
            forged_alone=len(alone[True][check]),
            others=others,
            data_set=data_set,
        )


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tables", nargs="+", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    options = parser.parse_args()
    documents = [one for table in options.tables for one in read(table)]
    designs = len({one.design for one in documents} - set(UTOPIA))
    found = counted(documents, Calibration.load(), f"{designs} random designs")
    codes = sorted({code[:10] for code in origins(options.tables)["code"].values()})
    head = (
        f"# Written by `python -m benchmarks.designs.alone {shlex.join(sys.argv[1:])}`; not by hand.\n"
        f"# On how many documents of designs a check alone was adverse. Rows of code {', '.join(codes)}."
    )
    write_result(options.out, ("\n\n".join([head, *map(alone_block, found)]) + "\n").encode())
    for one in found:
        print(
            f"{one.condition} {one.check}: alone on {one.genuine_alone} of {one.genuine} genuine, {one.forged_alone} of {one.forged} forged; "
            f"{'may refer' if one.refers(one.genuine_most) else f'refers nothing alone, of {one.genuine_most:g} at most'}"
        )


if __name__ == "__main__":
    main()
