"""What is drawn as one: what bounds count, and what folds keep together.

A fit that is to hold for a design that nobody has seen is bounded by designs: documents of one design share its print, those of one press
its ink and paper, those of one device its lamps and its codec, and a check that is misled by one of them is misled on all of its documents.
So each design counts as one, whatever the number of its documents, and so does each press and each device; the bound is the least that
any of them supports. A fit for documents of known designs counts documents, and keeps holders together.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from docforensics.errors import CalibrationError
from docforensics.scoring.fit.folds import FOLDS, folds
from docforensics.scoring.fit.ratios import Numbers, cllr_error, false_alarm_points, supported
from docforensics.scoring.outcomes import Examined

DESIGN = "design"
KINDS = (DESIGN, "press", "device")
"""What documents may share, by the names of `Examined`."""
FEWEST_DESIGNS = 10
"""Designs of each class for a fit over designs: fewer support less than a row by judgement may weigh (`EXPERT_BOUND`)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Units:
    """The units of the documents of one condition."""

    fold: NDArray[np.int64]
    """(documents,) in which fold each is."""
    kinds: Mapping[str, NDArray[np.int64]]
    """By kind, (documents,) the number of the unit; the first one is what is meant by new documents."""
    apart: tuple[str, ...]
    """Kinds of which no unit stands in two folds."""

    @classmethod
    def of_holders(cls, table: Sequence[Examined]) -> "Units":
        """Count documents; folds keep a holder's together."""
        return cls(fold=folds(table), kinds={"document": np.arange(len(table))}, apart=("holder",))

    @classmethod
    def of_designs(cls, table: Sequence[Examined]) -> "Units":
        """Count designs, presses and devices; folds keep a design together, and with it what shares its press or device.

        Where that would leave fewer groups than folds of either class, presses or devices stand in several folds, and `apart` does not name them.
        """
        named = {
            kind: [getattr(one, kind) for one in table]
            for kind in KINDS
            if all(getattr(one, kind) for one in table)
        }
        groups, apart = named[DESIGN], [DESIGN]
        for kind in KINDS[1:]:
            if kind in named:
                linked = _linked(groups, named[kind])
                if min(_groups_by_class(linked, table)) >= FOLDS:
                    groups = linked
                    apart.append(kind)
        return cls(
            fold=_dealt(groups),
            kinds={kind: np.unique(names, return_inverse=True)[1] for kind, names in named.items()},
            apart=tuple(apart),
        )

    @property
    def by_design(self) -> bool:
        """Whether designs are counted."""
        return DESIGN in self.kinds

    def count(self, where: NDArray[np.bool_], kind: str = DESIGN) -> int:
        """Count the units of a kind among some of the documents; 0 where it is not known."""
        return len(np.unique(self.kinds[kind][where])) if kind in self.kinds else 0

    def suffice(self, genuine: NDArray[np.bool_], forged: NDArray[np.bool_]) -> bool:
        """Whether both classes are of enough designs."""
        return not self.by_design or min(self.count(genuine), self.count(forged)) >= FEWEST_DESIGNS

    def supported(
        self, ratios: Numbers, genuine: NDArray[np.bool_], forged: NDArray[np.bool_]
    ) -> tuple[float, float]:
        """Give the lowest and the highest log10 LR that every kind supports, with one misleading unit more than was seen."""
        found = [
            supported(ratios[genuine], ratios[forged], (_shares(units[genuine]), _shares(units[forged])))
            for units in self.kinds.values()
        ]
        return max(low for low, _ in found), min(high for _, high in found)

    def cllr_error(self, ratios: Numbers, genuine: NDArray[np.bool_], forged: NDArray[np.bool_]) -> float:
        """Give the standard error of `cllr` over the units, the largest of all kinds."""
        return max(
            cllr_error(ratios[genuine], ratios[forged], (units[genuine], units[forged]))
            for units in self.kinds.values()
        )

    def false_alarm_points(
        self, ratios: Numbers, genuine: NDArray[np.bool_], shares: tuple[float, ...]
    ) -> tuple[tuple[float, float], ...]:
        """Give the log10 LR above which at most a share of genuine documents of a new unit of the first kind is expected."""
        units = next(iter(self.kinds.values()))
        return false_alarm_points(ratios[genuine], shares, _shares(units[genuine]))


def _shares(units: NDArray[np.int64]) -> Numbers:
    """Let each unit count as one, whatever the number of its documents."""
    _, place, count = np.unique(units, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / count[place], np.float64)


def _groups_by_class(groups: Sequence[str], table: Sequence[Examined]) -> tuple[int, int]:
    """Count the groups that hold genuine documents, and those that hold forged ones: a fit over folds needs both in several."""
    named = list(zip(groups, table, strict=True))
    return len({group for group, one in named if not one.is_forged}), len(
        {group for group, one in named if one.is_forged}
    )


def _linked(groups: Sequence[str], names: Sequence[str]) -> list[str]:
    """Join the groups that share a name; each bears the first of its names."""
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def root(node: tuple[str, str]) -> tuple[str, str]:
        while (up := parent.setdefault(node, node)) != node:
            parent[node] = node = parent.setdefault(up, up)
        return node

    for group, name in zip(groups, names, strict=True):
        one, other = sorted((root(("group", group)), root(("name", name))))
        parent[other] = one
    return [root(("group", group))[1] for group in groups]


def _dealt(groups: Sequence[str]) -> NDArray[np.int64]:
    """Deal groups into folds, each to the one that has fewest documents, large ones first, equal ones in an order of their hashes."""
    counts = Counter(groups)
    if len(counts) < FOLDS:
        raise CalibrationError(
            f"a fit over designs needs at least {FOLDS} designs that share nothing, got {len(counts)}"
        )
    order = sorted(counts, key=lambda name: (-counts[name], hashlib.sha256(name.encode()).digest()))
    held = [0] * FOLDS
    place = {}
    for name in order:
        place[name] = held.index(min(held))
        held[place[name]] += counts[name]
    return np.array([place[name] for name in groups], np.int64)
