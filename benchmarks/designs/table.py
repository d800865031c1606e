"""Puts what was measured of designs into one table: `python -m benchmarks.designs.table OUT... -o designs.parquet`.

One row an examined document, in the order of designs; of each check the value, the state where it gave none, and its places. A value is
rounded to a step at which the row by judgement changes by no more than .004 of a log10 likelihood ratio, places to half a millimetre:
that is what fits and figures need, and keeps 120 designs below 5 MB. Any reader of Parquet can read it; `read` gives what the fit takes. Its
metadata state which code each design was measured by, what differed from its commit, and the plan: tables of several runs are fitted on together, and a
check whose values changed is to be measured anew.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.designs.measure import merged
from benchmarks.designs.work import BARE, DesignRecord
from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.outcome import Aborted, Abstained, Measured, Outcome, Region
from docforensics.errors import UsageError
from docforensics.page.geometry import BoxMm
from docforensics.parsing import made, plain
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.counted import ModelCount
from docforensics.scoring.model import CalibrationRow
from docforensics.scoring.outcomes import Examined, from_line, outcome_of, outcome_table

WORDS = (
    "document",
    "holder",
    "split",
    "species",
    "severity",
    "model",
    "capture",
    "design",
    "press",
    "device",
)
ORIGIN = ("code", "dirty", "plan")
"""Of a `DesignRecord`: what a table's metadata state of each design."""
AGAIN = "again"
"""Of a design, beside its origin: by check the code that measured it anew (`benchmarks.designs.again`)."""
FINEST_LR = 0.004
"""log10 LR of a step of a value: a twentieth of the least bound that a fitted row has had."""
_DIGITS = 3
"""Of values of checks that weigh nothing: facts that are shown."""
_PLACES_MM = 0.5
_LIGHTS = tuple(Light)
_STATE, _PLACES = " state", " places"
_SORTED = ("design", "capture", "document")


def step_of(row: CalibrationRow) -> float | None:
    """Give the step of a check's values, a power of 2, by its row; None where three digits are kept."""
    if row.method == "none":
        return None
    slope = abs(row.parameters.get("slope", 1.0)) or 1.0
    return float(2.0 ** np.floor(np.log2(FINEST_LR / slope)))


def rounded(values: Sequence[float | None], row: CalibrationRow) -> list[float | None]:
    """Round values to the steps of a check; what is infinite stays so."""
    step = step_of(row)

    def near(value: float) -> float:
        if not np.isfinite(value):
            return value
        return float(f"{value:.{_DIGITS}g}") if step is None else round(value / step) * step

    return [None if value is None else near(value) for value in values]


def laid_out(documents: Iterable[Examined], calibration: Calibration) -> pa.Table:
    """Lay documents out as columns."""
    rows = sorted(documents, key=lambda one: tuple(getattr(one, name) for name in _SORTED))
    columns: dict[str, Any] = {name: _words([getattr(one, name) for one in rows]) for name in WORDS}
    columns["channel"] = _words([one.channel.value for one in rows])
    columns["lights"] = _words(["+".join(sorted(one.lights)) for one in rows])
    columns["is_forged"] = pa.array([one.is_forged for one in rows])
    columns["has_template"] = pa.array([one.has_template for one in rows])
    columns["counts"] = _words([json.dumps(plain(one.counts), sort_keys=True) for one in rows])
    for check in sorted({check for one in rows for check in one.outcomes}):
        outcomes = [one.outcomes.get(check) for one in rows]
        values = rounded([_value(outcome) for outcome in outcomes], calibration.row(check))
        columns[check] = pa.array(values, pa.float32())
        columns[check + _STATE] = _words([_state(outcome) for outcome in outcomes])
        columns[check + _PLACES] = pa.array([_places(outcome) for outcome in outcomes], pa.list_(pa.int16()))
    return pa.table(columns)


def columns_of(check: str) -> tuple[str, ...]:
    """Name the columns of a check."""
    return check, check + _STATE, check + _PLACES


def _words(values: Sequence[str]) -> pa.DictionaryArray:
    return pa.array(values, pa.string()).dictionary_encode()


def _value(outcome: Outcome | None) -> float | None:
    return outcome.value if isinstance(outcome, Measured) else None


def _state(outcome: Outcome | None) -> str:
    """Say why there is no value, as the table of outcomes does; empty where there is one, `-` where the check was not run."""
    if outcome is None:
        return "-"
    if isinstance(outcome, Abstained | Aborted):
        return json.dumps(outcome_table(outcome), sort_keys=True)
    return ""


def _places(outcome: Outcome | None) -> list[int]:
    """Give six numbers a place: side, light, and its edges in half millimetres."""
    regions = outcome.regions if isinstance(outcome, Measured) else ()
    return [number for region in regions for number in _numbers(region)]


def _numbers(region: Region) -> list[int]:
    box = region.box
    edges = [round(edge / _PLACES_MM) for edge in (box.left, box.top, box.right, box.bottom)]
    wide = [*edges[:2], max(edges[2], edges[0] + 1), max(edges[3], edges[1] + 1)]
    return [region.side, _LIGHTS.index(region.light), *wide]


def write(table: pa.Table, file: Path) -> int:
    """Write the table; its bytes."""
    file.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        table,
        file,
        compression="zstd",
        compression_level=19,
        use_byte_stream_split=False,
        write_statistics=False,
        row_group_size=table.num_rows or 1,
    )
    return file.stat().st_size


def read(file: Path) -> tuple[Examined, ...]:
    """Read the documents of a table."""
    table = pq.read_table(file)
    columns = {name: table[name].to_pylist() for name in table.column_names}
    checks = [name.removesuffix(_STATE) for name in table.column_names if name.endswith(_STATE)]
    states = {text: _outcome(text) for check in checks for text in set(columns[check + _STATE])}
    counts = {text: _counts(text) for text in set(columns["counts"])}
    return tuple(
        Examined(
            **{name: columns[name][place] for name in WORDS},
            channel=Channel(columns["channel"][place]),
            lights=frozenset(map(Light, columns["lights"][place].split("+"))),
            is_forged=columns["is_forged"][place],
            has_template=columns["has_template"][place],
            counts=counts[columns["counts"][place]],
            outcomes={
                check: states[columns[check + _STATE][place]]
                or Measured(value=columns[check][place], regions=_regions(columns[check + _PLACES][place]))
                for check in checks
                if columns[check + _STATE][place] != "-"
            },
        )
        for place in range(table.num_rows)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePart:
    """A table, or what it has of one channel: channels are measured by runs of their own, and one table may hold an older measurement of another."""

    file: Path
    channel: str = ""
    """All of it where it is empty."""

    @classmethod
    def named(cls, text: str) -> "TablePart":
        """Read `designs.parquet`, or `designs.parquet@flatbed`."""
        file = Path(text)
        name, _, channel = file.name.partition("@")
        return cls(file=file.with_name(name), channel=channel)

    def __str__(self) -> str:
        return f"{self.file.name}@{self.channel}" if self.channel else self.file.name

    def documents(self) -> tuple[Examined, ...]:
        """Read its documents, with a template and without.

        UsageError where it has none of the channel.
        """
        found = tuple(one for one in read(self.file) if self.channel in ("", one.capture.removesuffix(BARE)))
        if not found:
            raise UsageError(
                f"{self.file} has no documents of {self.channel or 'any channel'}: name a channel that it was measured on"
            )
        return found


def _outcome(text: str) -> Outcome | None:
    return outcome_of(json.loads(text)) if text not in ("", "-") else None


def _counts(text: str) -> Mapping[str, ModelCount]:
    return {check: made(ModelCount, entry) for check, entry in json.loads(text).items()}


def _regions(numbers: Sequence[int]) -> tuple[Region, ...]:
    return tuple(
        Region(
            side=side,
            light=_LIGHTS[light],
            box=BoxMm(**dict(zip(("left", "top", "right", "bottom"), edges, strict=True))),
            label="",
        )
        for side, light, *halves in zip(*(iter(numbers),) * 6, strict=True)
        for edges in ([half * _PLACES_MM for half in halves],)
    )


def origin(records: Iterable[DesignRecord]) -> dict[str, str]:
    """Give a table's metadata: code, changed files and plan of each design, as JSON."""
    found = sorted(records, key=lambda one: one.design)
    return {name: json.dumps({one.design: getattr(one, name) for one in found}) for name in ORIGIN}


def origins(files: Iterable[Path]) -> dict[str, dict[str, Any]]:
    """Read what `origin` gave, and what was measured anew, of several tables: by its name, then by table and design.

    Two tables may hold a design on two channels. What a table does not state is left out.
    """
    names = (*ORIGIN, AGAIN)
    found: dict[str, dict[str, Any]] = {name: {} for name in names}
    for file in files:
        told = pq.read_schema(file).metadata or {}
        for name in names:
            own = json.loads(told.get(name.encode(), b"{}"))
            found[name].update({f"{file}/{design}": value for design, value in own.items()})
    return found


def aborted(documents: Iterable[Examined]) -> list[tuple[str, int]]:
    """Count by check the documents on which it broke, most first."""
    broken = Counter(
        check for one in documents for check, outcome in one.outcomes.items() if isinstance(outcome, Aborted)
    )
    return broken.most_common()


def counts_of(
    records: Mapping[str, DesignRecord | str],
) -> dict[tuple[str, str], Mapping[str, ModelCount]]:
    """Give what was counted on the models of designs, by design and condition: counting takes most of a measurement, and one of the checks alone may be made after it."""
    lines = (line for one in records.values() if isinstance(one, DesignRecord) for line in one.lines)
    documents = map(from_line, lines)
    return {(one.design, one.condition.name): one.counts for one in documents if one.counts}


def with_counts_of(one: Examined, counts: Mapping[tuple[str, str], Mapping[str, ModelCount]]) -> Examined:
    """Give a document with the counts of its design and condition, where they are known."""
    return replace(one, counts=counts.get((one.design, one.condition.name), one.counts))


def main() -> None:
    """Put parts together, and name what is missing from them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="+", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument(
        "--counts", nargs="+", type=Path, default=(), help="results whose counts on the models are taken"
    )
    options = parser.parse_args()
    records = merged(options.parts)
    whole = [record for record in records.values() if isinstance(record, DesignRecord)]
    counts = counts_of(merged(options.counts))
    for name, record in records.items():
        why = record if isinstance(record, str) else record.template
        if why:
            print(f"{name}: {why}")
    for one in whole:
        for document, reason in one.unreadable.items():
            print(f"{document} not examined: {reason}")
    documents = [with_counts_of(from_line(line), counts) for one in whole for line in one.lines]
    for check, count in aborted(documents):
        print(f"{check} broke on {count} documents")
    laid = laid_out(documents, Calibration.load()).replace_schema_metadata(origin(whole))
    size = write(laid, options.out)
    seconds = Counter[str]()
    for one in whole:
        seconds.update(one.seconds)
    shown = {stage: round(total / max(len(whole), 1)) for stage, total in seconds.items()}
    print(f"{options.out}: {len(whole)} designs, {len(documents)} rows, {size / 1e6:.2f} MB")
    print(f"CPU seconds a design: {shown}; code {sorted({one.code for one in whole})}")


if __name__ == "__main__":
    main()
