"""Calibration: how each check's value becomes a log10 likelihood ratio, and how these are put together. Loaded from TOML.

Shipped rows stand in `models/calibration/*.toml`. A check has one row that holds everywhere, and may have others, fitted or by judgement, that
hold under one condition (a channel and a set of lights); these go first where they fit. A check without a row (a
plug-in that nobody has calibrated) is evaluatory: its value is shown and weighs nothing. Whoever calibrates it names a
file with its row beside the shipped ones.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Self, TypeVar

from docforensics.claims.power import Powers, ShownPower, VerifiesFrom
from docforensics.errors import CalibrationError
from docforensics.resources import resources
from docforensics.scoring.calibration_file import CalibrationFile, combination_table, read_calibration
from docforensics.scoring.combine import EXPERT, Combination
from docforensics.scoring.condition import WITHOUT_TEMPLATE, Condition
from docforensics.scoring.counted import ModelCount, RealCount
from docforensics.scoring.model import NOT_CALIBRATED, Basis, CalibrationRow
from docforensics.scoring.shift import Shift

ANY = ""
"""Condition of a row that holds everywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """The rows in force."""

    rows: Mapping[str, CalibrationRow]
    """By check id: those that hold under every condition."""
    digest: str
    """sha256 over all of it, independent of file names and order."""
    fitted: Mapping[tuple[str, str], CalibrationRow] = field(default_factory=dict)
    """By check id and condition: those that hold under one, most of which are fitted."""
    combinations: Mapping[str, Combination] = field(default_factory=dict)
    """By condition."""
    shifts: Mapping[str, Shift] = field(default_factory=dict)
    """By condition: what few documents of the user's own changed."""
    powers: Powers = field(default_factory=dict)
    """By claim and channel: on how many changes the power of its checks was shown."""

    @classmethod
    def of(
        cls,
        rows: Iterable[CalibrationRow],
        combinations: Iterable[Combination] = (),
        shifts: Iterable[Shift] = (),
        counts: Iterable[RealCount] = (),
        *,
        powers: Iterable[ShownPower] = (),
    ) -> Self:
        """Collect rows; CalibrationError when two are for one check under one condition.

        `counts` are those on real documents, by check: each holds for all rows of its check. Of two `powers` for a claim on a
        channel the later holds.
        """
        counted = _by_check(counts)
        table: dict[tuple[str, str], CalibrationRow] = {}
        for row in rows:
            if (row.check, row.condition) in table:
                raise CalibrationError(f"{row.check}: two calibration rows {_under(row.condition)}")
            table[row.check, row.condition] = replace(row, real=counted.get(row.check, row.real))
        combined = _by_condition(combinations, "combinations")
        moved = _by_condition(shifts, "shifts")
        shown = {(power.claim, power.channel): power for power in powers}
        return cls(
            rows=MappingProxyType({check: row for (check, where), row in table.items() if where == ANY}),
            fitted=MappingProxyType({key: row for key, row in table.items() if key[1] != ANY}),
            combinations=MappingProxyType(combined),
            shifts=MappingProxyType(moved),
            powers=MappingProxyType(shown),
            digest=_digest(table.values(), combined.values(), moved.values(), shown.values()),
        )

    @classmethod
    def load(cls, files: Iterable[Path] | None = None, *, beside: Iterable[Path] = ()) -> Self:
        """Load TOML files.

        Parameters
        ----------
        files
            The calibration; the shipped one when None.
        beside
            The user's own, added to it: what they state goes before what it states. A row of theirs for every condition replaces all
            rows of its check.

        """
        shipped = _shipped() if files is None else [read_calibration(path) for path in files]
        own = [read_calibration(path) for path in beside]
        recombined = _recombined(shipped, own)
        return cls.of(
            rows=_rows(shipped, own),
            combinations=(
                *(
                    _without_replaced(one, own)
                    for found in shipped
                    for one in found.combinations
                    if one.condition not in recombined
                ),
                *(one for found in own for one in found.combinations),
            ),
            shifts=(shift for found in (*shipped, *own) for shift in found.shifts),
            counts=_counts((*shipped, *own)),
            powers=_powers((*shipped, *own)),
        )

    def row(self, check: str, condition: Condition | None = None) -> CalibrationRow:
        """Give the row of a check under a condition; one of weight 0 when there is none."""
        shift = self.shift(condition)
        row = self.row_under(check, self._source(condition))
        if condition and not condition.has_template and row.condition and row.basis is Basis.EXPERT:
            row = self.row_under(check, ANY)  # judged on models that a template knows
        return shift.row(row) if shift else row

    def row_under(self, check: str, condition: str) -> CalibrationRow:
        """Give the row of a check under a condition by its name; of what few documents of the user's own changed nothing is taken."""
        return self.fitted.get((check, condition)) or self.rows.get(check) or evaluatory_row(check)

    def counted_row(
        self, check: str, condition: Condition | None, count: ModelCount | None, value: float | None
    ) -> CalibrationRow:
        """Give the row of a check with what was counted on the model of the document on which it measured this value.

        Where few documents of the user's own moved the row, how far counted documents went is left out: they were captured by another device.
        """
        row = self.row(check, condition)
        return row.counted_with(count, None if self.shift(condition) else value)

    def rows_with(self, rows: Iterable[CalibrationRow]) -> tuple[CalibrationRow, ...]:
        """Give these rows, and of its own those that none of them replaces."""
        told = {(row.check, row.condition): row for row in (*self.rows.values(), *self.fitted.values())}
        return tuple({**told, **{(row.check, row.condition): row for row in rows}}.values())

    def verifies_from(self, check: str, condition: Condition | None = None) -> VerifiesFrom | None:
        """Give the quality from which a check may verify: that of its row under a condition, else of the one that holds everywhere."""
        rows = (self.fitted.get((check, self._source(condition))), self.rows.get(check))
        return next((row.verifies_from for row in rows if row and row.verifies_from), None)

    def combination(self, condition: Condition | None = None) -> Combination:
        """Give the rule of combination under a condition: the one by judgement that holds everywhere where none is stated."""
        return self.combinations.get(self._source(condition), EXPERT)

    def _source(self, condition: Condition | None) -> str:
        """Name the condition whose fit holds: the document's own, or the one that the user's documents were laid on.

        Without a template that is a fit of documents without one, and where there is none, the fit of those with one.
        """
        if condition is None:
            return ANY
        shift = self.shift(condition)
        source = shift.like if shift and shift.like else condition.source
        alone = source.removesuffix(WITHOUT_TEMPLATE) + WITHOUT_TEMPLATE
        return alone if not condition.has_template and self._is_fitted(alone) else source

    def _is_fitted(self, source: str) -> bool:
        return source in self.combinations or any(where == source for _, where in self.fitted)

    def shift(self, condition: Condition | None = None) -> Shift | None:
        """Give what the user's own documents changed under a condition."""
        return self.shifts.get(condition.source) if condition else None

    @property
    def judged(self) -> "Calibration":
        """Keep the rows and combinations by judgement, without what was fitted or moved."""
        combined = (one for one in self.combinations.values() if one.basis is Basis.EXPERT)
        of_conditions = (row for row in self.fitted.values() if row.basis is Basis.EXPERT)
        rows = (*self.rows.values(), *of_conditions)
        return Calibration.of(rows, combined, powers=self.powers.values())

    def counted(self, counts: Iterable[RealCount]) -> "Calibration":
        """Add counts of false alarms on real documents in place of those that were known."""
        return Calibration.of(
            (*self.rows.values(), *self.fitted.values()),
            self.combinations.values(),
            self.shifts.values(),
            counts,
            powers=self.powers.values(),
        )

    def with_shift(self, shift: Shift) -> "Calibration":
        """Add what the user's own documents changed, in place of what was known for that condition."""
        others = (one for one in self.shifts.values() if one.condition != shift.condition)
        return Calibration.of(
            (*self.rows.values(), *self.fitted.values()),
            self.combinations.values(),
            (*others, shift),
            powers=self.powers.values(),
        )


def load_calibration(files: Iterable[Path] | None = None) -> Calibration:
    """Load calibration files; the shipped ones when none are named."""
    return Calibration.load(files)


@cache
def _shipped() -> tuple[CalibrationFile, ...]:
    return tuple(map(read_calibration, resources("calibration", ".toml")))


def _under(condition: str) -> str:
    return f"under {condition}" if condition else "for every condition"


_Entry = TypeVar("_Entry", Combination, Shift)


def _by_condition(entries: Iterable[_Entry], what: str) -> dict[str, _Entry]:
    table: dict[str, _Entry] = {}
    for entry in entries:
        if entry.condition in table:
            raise CalibrationError(f"two {what} {_under(entry.condition)}")
        table[entry.condition] = entry
    return table


def _replaced(own: Sequence[CalibrationFile]) -> Callable[[str, str], bool]:
    """Give whether a row of the user's own takes the place of that of a check under a condition."""
    named = {(row.check, row.condition) for found in own for row in found.rows}
    return lambda check, condition: not named.isdisjoint({(check, condition), (check, ANY)})


def _recombined(shipped: Iterable[CalibrationFile], own: Sequence[CalibrationFile]) -> frozenset[str]:
    """Name the conditions whose shipped combination gives way to the user's own: the same, and what is by judgement with and without a template where theirs holds for both."""
    told = {one.condition for found in own for one in found.combinations}
    judged = {one.condition for found in shipped for one in found.combinations if one.basis is Basis.EXPERT}
    bare = (one.removesuffix(WITHOUT_TEMPLATE) for one in judged if one.endswith(WITHOUT_TEMPLATE))
    return frozenset(told | {one + WITHOUT_TEMPLATE for one in bare if one in told & judged})


def _without_replaced(one: Combination, own: Sequence[CalibrationFile]) -> Combination:
    """Give a combination without the shares of checks whose rows the user's own replace: they were fitted beside others."""
    is_replaced = _replaced(own)
    kept = {check: share for check, share in one.checks.items() if not is_replaced(check, one.condition)}
    return replace(one, checks=kept)


def _rows(shipped: Iterable[CalibrationFile], own: Sequence[CalibrationFile]) -> Iterator[CalibrationRow]:
    """Give the user's rows, and the shipped ones that none of them replaces."""
    is_replaced = _replaced(own)
    for row in (row for found in shipped for row in found.rows):
        if not is_replaced(row.check, row.condition):
            yield row
    yield from (row for found in own for row in found.rows)


def _counts(files: Iterable[CalibrationFile]) -> Iterable[RealCount]:
    """Collect the counts of files; those of the user's own, which come last, go before the shipped ones."""
    return _by_check(count for file in files for count in file.counts).values()


def _powers(files: Iterable[CalibrationFile]) -> Iterable[ShownPower]:
    """Collect what was shown of claims; of two for one claim and channel the later, the user's own, holds."""
    return (power for file in files for power in file.powers)


def _by_check(counts: Iterable[RealCount]) -> dict[str, RealCount]:
    """Index counts by their check; of two the later, the user's own, holds."""
    return {count.check: count for count in counts}


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
        data_set=NOT_CALIBRATED,
        basis=Basis.EXPERT,
    )


def _digest(
    rows: Iterable[CalibrationRow],
    combinations: Iterable[Combination],
    shifts: Iterable[Shift],
    powers: Iterable[ShownPower],
) -> str:
    """Hash rows by their content, sorted."""
    lines = sorted(map(_canonical, rows))
    lines += sorted(json.dumps(combination_table(one), sort_keys=True) for one in combinations)
    lines += sorted(shift.canonical for shift in shifts)
    lines += sorted(
        f"{one.claim}|{one.channel}|{one.px_per_mm!r}|{one.found}|{one.changes}|{one.data_set}"
        for one in powers
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _canonical(row: CalibrationRow) -> str:
    parameters = ",".join(f"{name}={float(value)!r}" for name, value in sorted(row.parameters.items()))
    bounds = f"{float(row.log10_lr_min)!r}|{float(row.log10_lr_max)!r}"
    counts = f"{row.n_genuine}|{row.n_forged}"
    told = f"{row.check}|{row.method}|{parameters}|{bounds}|{counts}|{row.data_set}|{row.basis}"
    return f"{told}|{row.condition}|{row.points}|{row.genuine}|{_power(row.verifies_from)}|{_counted(row.real)}|{row.is_signed}"


def _counted(count: RealCount | None) -> str:
    return "" if count is None else f"{count.documents}|{count.sources}|{count.false_alarms}|{count.data_set}"


def _power(shown: VerifiesFrom | None) -> str:
    return (
        ""
        if shown is None
        else f"{shown.px_per_mm!r}|{shown.contrast!r}|{shown.holders}|{','.join(sorted(shown.channels))}"
    )
