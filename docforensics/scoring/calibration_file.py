"""Calibration files: the tables of one TOML file become rows, combinations, shifts and counts; and combinations are laid out as tables."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from docforensics.checks.renamed import current_id
from docforensics.claims.power import ShownPower
from docforensics.errors import CalibrationError, UsageError
from docforensics.parsing import made, placed, read_toml
from docforensics.scoring.check_share import CheckShare
from docforensics.scoring.combine import ATTENUATED, STRONGEST, Combination, rule_named
from docforensics.scoring.counted import RealCount
from docforensics.scoring.model import CalibrationRow
from docforensics.scoring.shift import Shift


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationFile:
    """The content of one file."""

    rows: tuple[CalibrationRow, ...] = ()
    combinations: tuple[Combination, ...] = ()
    shifts: tuple[Shift, ...] = ()
    counts: tuple[RealCount, ...] = ()
    powers: tuple[ShownPower, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _FileTables:
    """The tables of one file by their names there."""

    row: tuple[dict[str, Any], ...] = ()
    combination: tuple[dict[str, Any], ...] = ()
    shift: tuple[dict[str, Any], ...] = ()
    real: tuple[dict[str, Any], ...] = ()
    power: tuple[dict[str, Any], ...] = ()


def read_calibration(path: Path) -> CalibrationFile:
    """Read one file; CalibrationError names the file and what is wrong."""
    with placed(path.name, CalibrationError):
        tables = made(_FileTables, read_toml(path))
    return CalibrationFile(
        rows=tuple(_row(path.name, entry) for entry in tables.row),
        combinations=tuple(_combination(path.name, entry) for entry in tables.combination),
        shifts=tuple(_shift(path.name, entry) for entry in tables.shift),
        counts=tuple(_count(path.name, entry) for entry in tables.real),
        powers=tuple(_shown(path.name, entry) for entry in tables.power),
    )


def _row(name: str, entry: Mapping[str, Any]) -> CalibrationRow:
    check = f"{entry.get('check', 'a row without check')}"
    with placed(name, CalibrationError), placed(check, UsageError):  # a CalibrationError names its row itself
        row = made(CalibrationRow, entry)
        return replace(row, check=current_id(row.check))


def _combination(name: str, entry: Mapping[str, Any]) -> Combination:
    with placed(f"{name}: {entry.get('condition', 'a combination without condition')}", CalibrationError):
        told = dict(entry)
        if "yields" in told:  # until 0.1 a file named one of two rules by a flag
            told["rule"] = (ATTENUATED if told.pop("yields") else STRONGEST).name
        families = made(dict[str, dict[str, float]], told.pop("families", {}))
        one = made(Combination, told, hook=lambda _rule, name: rule_named(name))
        return replace(
            one,
            families={family: one.rule.family(own) for family, own in families.items()},
            checks=_shares(one.checks),
        )


def _shares(told: Mapping[str, CheckShare]) -> dict[str, CheckShare]:
    """Name checks as they are named now; CalibrationError where one then has two shares."""
    found = {current_id(check): share for check, share in told.items()}
    if len(found) < len(told):
        raise CalibrationError("two shares of one check, under a former name and its own")
    return found


def _shift(name: str, entry: Mapping[str, Any]) -> Shift:
    with placed(f"{name}: a shift", CalibrationError):
        shift = made(Shift, entry)
        return replace(shift, checks={current_id(check): by for check, by in shift.checks.items()})


def _count(name: str, entry: Mapping[str, Any]) -> RealCount:
    with placed(f"{name}: {entry.get('check', 'a count without check')}", CalibrationError):
        count = made(RealCount, entry)
        return replace(count, check=current_id(count.check))


def _shown(name: str, entry: Mapping[str, Any]) -> ShownPower:
    with placed(f"{name}: {entry.get('claim', 'a power without claim')}", CalibrationError):
        return made(ShownPower, entry)


def combination_table(one: Combination) -> dict[str, Any]:
    """Lay a combination out as the table that is read from a calibration file."""
    told = ("rule", "basis", "families", "checks")
    plain = {entry.name: getattr(one, entry.name) for entry in fields(one) if entry.name not in told}
    families = {family: one.rule.named(weights) for family, weights in sorted(one.families.items())}
    checks = (
        {"checks": {check: asdict(share) for check, share in sorted(one.checks.items())}}
        if one.checks
        else {}
    )
    return {**plain, "rule": one.rule.name, "basis": one.basis.value, "families": families, **checks}
