"""Writes fitted rows as the TOML that `calibration` reads."""

import json
from collections.abc import Iterable, Iterator, Mapping

from docforensics.scoring.calibration import combination_table
from docforensics.scoring.fit.fit import ConditionFit
from docforensics.scoring.model import CalibrationRow
from docforensics.scoring.shift import Shift


def to_toml(fits: Iterable[ConditionFit], shifts: Iterable[Shift] = ()) -> str:
    """Write what was fitted."""
    blocks = ["# Written by `docforensics calibrate`; not by hand."]
    for one in fits:
        blocks += [_block("combination", combination_table(one.combination).items())]
        blocks += [_block("row", _row(row)) for row in one.rows]
    blocks += [_block("shift", _shift(shift)) for shift in shifts]
    return "\n\n".join(blocks) + "\n"


def _block(name: str, entries: Iterable[tuple[str, object]]) -> str:
    return "\n".join([f"[[{name}]]", *(f"{key} = {_value(value)}" for key, value in entries)])


def _value(value: object) -> str:
    """Write one value; JSON and TOML agree on strings, numbers and lists."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{json.dumps(str(key))} = {_value(inner)}" for key, inner in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value)


def _row(row: CalibrationRow) -> Iterator[tuple[str, object]]:
    yield "check", row.check
    yield "condition", row.condition
    yield "method", row.method
    yield "parameters", row.parameters
    if row.points:
        yield "points", row.points
    yield "log10_lr_min", row.log10_lr_min
    yield "log10_lr_max", row.log10_lr_max
    if row.genuine:
        yield "genuine", row.genuine
    yield "n_genuine", row.n_genuine
    yield "n_forged", row.n_forged
    yield "data_set", row.data_set
    yield "basis", row.basis.value


def _shift(shift: Shift) -> Iterator[tuple[str, object]]:
    yield "condition", shift.condition
    yield "like", shift.like
    yield "n_genuine", shift.n_genuine
    yield "n_forged", shift.n_forged
    yield "total", shift.total
    yield "checks", shift.checks
