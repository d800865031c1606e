"""Calibration rows: how each check's value becomes a log10 likelihood ratio, loaded from TOML and validated.

Shipped rows stand in `models/calibration/*.toml`. A check without a row (a plug-in that nobody has calibrated) is
evaluatory: its value is shown and weighs nothing. Whoever calibrates it names a file with its row beside the shipped ones.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from docforensics.errors import CalibrationError
from docforensics.resources import resources
from docforensics.scoring.model import Basis, CalibrationRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """The rows in force."""

    rows: Mapping[str, CalibrationRow]
    """By check id."""
    digest: str
    """sha256 over the rows, independent of file names and order."""

    @classmethod
    def of(cls, rows: Iterable[CalibrationRow]) -> Self:
        """Collect rows; CalibrationError when two speak of one check."""
        table: dict[str, CalibrationRow] = {}
        for row in rows:
            if row.check in table:
                raise CalibrationError(f"{row.check}: two calibration rows")
            table[row.check] = row
        return cls(rows=MappingProxyType(table), digest=digest_of(table))

    @classmethod
    def load(cls, files: Iterable[Path] | None = None) -> Self:
        """Load TOML files; the shipped ones when none are named."""
        paths = resources("calibration", ".toml") if files is None else tuple(files)
        return cls.of(row for path in paths for row in read_rows(path))

    def row(self, check: str) -> CalibrationRow:
        """Give the row of a check; one that weighs nothing when there is none."""
        return self.rows.get(check) or evaluatory_row(check)


def load_calibration(files: Iterable[Path] | None = None) -> Calibration:
    """Load calibration files; the shipped ones when none are named."""
    return Calibration.load(files)


def evaluatory_row(check: str) -> CalibrationRow:
    """Make the row of a check that nobody has calibrated: shown, never weighed."""
    return CalibrationRow(
        check=check,
        method="none",
        parameters={},
        log10_lr_min=0.0,
        log10_lr_max=0.0,
        n_genuine=0,
        n_forged=0,
        data_set="none: not calibrated, evaluatory",
        basis=Basis.EXPERT,
    )


def read_rows(path: Path) -> tuple[CalibrationRow, ...]:
    """Read the `[[row]]` tables of one file; CalibrationError says which file and what is wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CalibrationError(f"{path.name}: not readable as TOML: {error}") from error
    if set(table) - {"row"} or not isinstance(table.get("row", []), list):
        raise CalibrationError(f"{path.name}: expected [[row]] tables alone, got {sorted(table)}")
    return tuple(_row(path.name, entry) for entry in table.get("row", ()))


def _row(name: str, entry: dict[str, Any]) -> CalibrationRow:
    try:
        return CalibrationRow(**{**entry, "basis": Basis(entry.get("basis", ""))})
    except (TypeError, ValueError) as error:
        raise CalibrationError(f"{name}: {entry.get('check', 'a row without check')}: {error}") from error


def digest_of(rows: Mapping[str, CalibrationRow]) -> str:
    """Hash the rows by their content, sorted by check."""
    text = "\n".join(_canonical(rows[check]) for check in sorted(rows))
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(row: CalibrationRow) -> str:
    parameters = ",".join(f"{name}={float(value)!r}" for name, value in sorted(row.parameters.items()))
    bounds = f"{float(row.log10_lr_min)!r}|{float(row.log10_lr_max)!r}"
    counts = f"{row.n_genuine}|{row.n_forged}"
    return f"{row.check}|{row.method}|{parameters}|{bounds}|{counts}|{row.data_set}|{row.basis}"
