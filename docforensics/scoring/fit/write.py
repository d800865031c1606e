"""Writes fitted rows as the TOML that `calibration` reads."""

import json
from collections.abc import Iterable, Iterator, Mapping

from docforensics.scoring.calibration_file import combination_table
from docforensics.scoring.combine import Combination
from docforensics.scoring.counted import RealCount
from docforensics.scoring.fit.fit import ConditionFit
from docforensics.scoring.model import CalibrationRow
from docforensics.scoring.shift import Shift

_ROW = "check condition method parameters points log10_lr_min log10_lr_max genuine n_genuine n_forged data_set basis"
_SHIFT = "condition like n_genuine n_forged total checks"
_COUNT = "check documents sources false_alarms data_set"
"""Fields in the order in which they are written."""
_ONLY_IF_GIVEN = frozenset({"points", "genuine"})


def to_toml(
    fits: Iterable[ConditionFit], shifts: Iterable[Shift] = (), counts: Iterable[RealCount] = ()
) -> str:
    """Write what was fitted, and on how many real documents false alarms were counted."""
    blocks = ["# Written by `docforensics calibrate`; not by hand."]
    for one in fits:
        blocks += [combination_block(one.combination)]
        blocks += [_block("row", _fields(row, _ROW)) for row in one.rows]
    blocks += [_block("shift", _fields(shift, _SHIFT)) for shift in shifts]
    blocks += [_block("real", _fields(count, _COUNT)) for count in counts]
    return "\n\n".join(blocks) + "\n"


def combination_block(one: Combination) -> str:
    """Write one combination as a block of a calibration file."""
    return _block("combination", combination_table(one).items())


def _fields(one: CalibrationRow | Shift | RealCount, names: str) -> Iterator[tuple[str, object]]:
    for name in names.split():
        if (value := getattr(one, name)) or name not in _ONLY_IF_GIVEN:
            yield name, value


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
