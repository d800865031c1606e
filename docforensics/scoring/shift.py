"""Few documents of the user's own: where they measure higher than those of the fit, thresholds move; nothing is fitted anew.

A camera that nobody calibrated makes every genuine page look a little worse. Ten to fifty genuine pages of it say by how
much: each check's scale is moved until their median and their 90 % point lie, on average, where those of the fit lay. Few
documents move it less (shrinkage), and one whose own spread is wide cannot move it far in favour of the document. What is
left of their totals above the limit that the policy allows moves the total as well, and only downwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite
from types import MappingProxyType

from docforensics.errors import CalibrationError
from docforensics.scoring.model import CalibrationRow

SMALLEST = 5
"""Documents below which nothing is moved: their 90 % point is a guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What the user's own documents changed under one condition."""

    condition: str
    like: str = ""
    """Condition whose fitted rows are taken, for a source under which nothing was fitted; empty for its own."""
    n_genuine: int
    n_forged: int
    checks: Mapping[str, float]
    """By check id: how much higher this source's genuine documents measure, in the check's unit."""
    total: float
    """Added to the total log10 LR; never above 0: genuine documents alone cannot speak against others."""

    def __post_init__(self) -> None:
        if self.n_genuine < SMALLEST:
            raise CalibrationError(
                f"shift: expected at least {SMALLEST} genuine documents, got {self.n_genuine}"
            )
        if not all(map(isfinite, (*self.checks.values(), self.total))) or self.total > 0:
            raise CalibrationError("shift: expected finite numbers and a total of at most 0")
        object.__setattr__(self, "checks", MappingProxyType(dict(self.checks)))

    def changed(self, *, checks: Mapping[str, float], total: float) -> "Shift":
        """Give the same documents with other moves."""
        return replace(self, checks=checks, total=total)

    def row(self, row: CalibrationRow) -> CalibrationRow:
        """Move a row."""
        by = self.checks.get(row.check, 0.0)
        return row.shifted(by) if by and row.method in ("logistic", "isotonic") else row

    @property
    def note(self) -> str:
        """The sentence for the report."""
        source = f" under {self.like}" if self.like else ""
        forged = f" and {self.n_forged} forged" if self.n_forged else ""
        return (
            f"Thresholds were moved by {self.n_genuine} genuine{forged} documents of this installation's own "
            f"({self.condition}); no weight was fitted on them{source and f'; the weights are those{source}'}."
        )

    @property
    def canonical(self) -> str:
        """Its content, for the hash."""
        return (
            f"{self.condition}|{self.like}|{self.n_genuine}|{self.n_forged}|{sorted(self.checks.items())}|"
            f"{self.total!r}"
        )
