"""What kept results state of every check: on drawn documents of the test half, and on real genuine ones."""

import json
import lzma
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tools.site.pages import ROOT

ROWS = ROOT / "benchmarks" / "results" / "templates-plain-rows.jsonl.xz"
"""470 documents of the test half as they are, each with what every check measured (benchmarks/README.md)."""
_COUNTED = ROOT / "benchmarks" / "results" / "templates-before-after.json"
"""What was counted of the same rows, and when."""
REAL = ROOT / "models" / "calibration" / "real.toml"
CHANNELS = ("border-reader", "flatbed", "photo", "messenger")


@dataclass(slots=True)
class Tally:
    """Of one check on one channel: on how many documents it measured, and on how many it was adverse."""

    genuine: int = 0
    genuine_adverse: int = 0
    forged: int = 0
    forged_adverse: int = 0
    species: Counter[str] = field(default_factory=Counter)
    """Kinds of attack on which it was adverse."""


@cache
def rows() -> tuple[Mapping[str, Any], ...]:
    """Read the kept rows."""
    with lzma.open(ROWS, "rt", encoding="utf-8") as stream:
        return tuple(json.loads(line) for line in stream)


@cache
def basis() -> str:
    """State with which code the rows were measured, and when they were kept."""
    codes = Counter(row["code"] for row in rows())
    kept = json.loads(_COUNTED.read_text(encoding="utf-8"))
    if kept["code"]["after"] != dict(codes):
        raise LookupError(f"{_COUNTED.name} counts rows of other code than {ROWS.name} holds")
    named = ", ".join(f"`{code}` ({count} documents)" for code, count in codes.most_common())
    return (
        f"Measured with the code of {named}, kept on {kept['at'][:10]}; what has changed since is not in it."
    )


@cache
def real_basis() -> str:
    """State with which code the false alarms on real documents were counted, by the file's own head."""
    found = re.search(r"^# Rows of code ([\w, ]+)\.$", REAL.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise LookupError(f"{REAL}: its head does not state the code of its rows")
    return "Counted with the code of " + " and ".join(f"`{code}`" for code in found[1].split(", ")) + "."


@cache
def attacks() -> Mapping[str, int]:
    """How many documents of each kind of attack the rows hold."""
    return Counter(row["species"] for row in rows() if row["species"])


@cache
def tallies() -> Mapping[str, Mapping[str, Tally]]:
    """Count by check and channel."""
    found: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for row in rows():
        for check in row["measured"]:
            _add(found[check][row["channel"]], row, is_adverse=check in row["adverse"])
    return found


def _add(tally: Tally, row: Mapping[str, Any], *, is_adverse: bool) -> None:
    if row["species"]:
        tally.forged += 1
        tally.forged_adverse += is_adverse
        tally.species[row["species"]] += is_adverse
    else:
        tally.genuine += 1
        tally.genuine_adverse += is_adverse


def species(tally: Iterable[Tally]) -> list[tuple[str, int, int]]:
    """Give the kinds of attack that a check found, with how many of how many documents, most found first."""
    found: Counter[str] = Counter()
    for one in tally:
        found.update(one.species)
    return [(name, count, attacks()[name]) for name, count in found.most_common() if count]


@cache
def real() -> Mapping[str, Mapping[str, Any]]:
    """False alarms on real genuine documents by check."""
    return {row["check"]: row for row in tomllib.loads(REAL.read_text(encoding="utf-8"))["real"]}
