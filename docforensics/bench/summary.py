"""From the answers of one system to its figures, each with an interval over documents."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from docforensics.bench.data_set import Item
from docforensics.bench.metrics import rates
from docforensics.bench.metrics.bootstrap import Estimate, Figures, estimates, share_bounds
from docforensics.bench.metrics.likelihood import cllr, cllr_min
from docforensics.bench.place import ForgedPicture
from docforensics.bench.systems.model import Answer

Indices = NDArray[np.int64]
Maybe = Mapping[str, Estimate | None]

SHARES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("inconclusive", "ser"), ("all",)),
    **dict.fromkeys(("bpcer", "inconclusive_genuine"), ("genuine",)),
    **dict.fromkeys(("apcer", "inconclusive_forged"), ("forged",)),
    **dict.fromkeys(("bpcer10", "bpcer20", "bpcer100", "dfrr"), ("genuine answered",)),
    **dict.fromkeys(("detection_at_far", "dfar"), ("forged answered",)),
    "eer": ("genuine answered", "forged answered"),
}
"""Figures that are shares of documents, and of which: where one is 0 or 1 its interval is the rule of three, over the fewest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchRow:
    """One answer of one system to one document."""

    item: Item
    answer: Answer
    key: str
    """Of the cache, where the maps are."""
    quality: int | None
    """JPEG quality of the normalisation; None as published."""
    size: tuple[int, int] | None
    """Width and height of the published primary picture; None where it cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How figures are formed."""

    false_alarms: float = 0.02
    """Share of genuine documents that a system without a decision of its own may flag (BSI TR-03135: 2 %)."""
    draws: int = 1000
    """Resamples of an interval."""
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """All figures of one system."""

    system: str
    about: str
    genuine: int
    forged: int
    groups: int
    processed: int
    decision: str
    """What flagged a document: the system's own decision, or a threshold set on this very set."""
    figures: Maybe
    species: Mapping[str, Maybe]
    """By kind of attack: `apcer`, `dfar`, and `auc` against all genuine documents."""
    by: Mapping[str, Mapping[str, Maybe]]
    """By issuer, document type, channel, light, resolution and split: `bpcer`, `apcer`, `auc`."""
    localisation: Maybe
    localisation_notes: tuple[str, ...] = ()
    counts: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)
    """Genuine and forged documents of every part in `by`, and of every species."""

    @property
    def worst_species(self) -> str:
        """The kind of attack that is missed most; empty without attacks."""
        known = {name: e.value for name, figures in self.species.items() if (e := figures["apcer"])}
        return max(known, key=lambda name: known[name]) if known else ""


def summarise(
    system: str,
    about: str,
    rows: Sequence[BenchRow],
    found: Iterable[ForgedPicture | str],
    settings: Settings,
) -> Summary:
    """Form all figures of one system."""
    table = _Table(rows, settings.false_alarms)
    everywhere = list(found)
    told = [one for one in everywhere if isinstance(one, ForgedPicture)]
    parts = {name: _parts(rows, of) for name, of in PARTS.items()}
    return Summary(
        system=system,
        about=about,
        genuine=int((~table.forged).sum()),
        forged=int(table.forged.sum()),
        groups=len(set(table.groups)),
        processed=int(table.processed.sum()),
        decision=table.decision,
        figures=_estimated(table.all_figures, table, np.arange(len(rows)), settings),
        species={
            name: _estimated(table.species_figures, table, which, settings)
            for name, which in _species(rows).items()
        },
        by={
            part: {
                value: _estimated(table.part_figures, table, which, settings)
                for value, which in values.items()
            }
            for part, values in parts.items()
        },
        counts={
            part: {value: table.count(which) for value, which in values.items()}
            for part, values in {**parts, "species": _species(rows)}.items()
        },
        localisation=_localisation(told, settings),
        localisation_notes=tuple(_notes(everywhere)),
    )


class AnswerColumns:
    """Answers as columns, one row a document; NaN where there is none."""

    def __init__(
        self, forged: Iterable[bool], scores: Iterable[float | None], ratios: Iterable[float | None]
    ) -> None:
        self.forged = np.array(list(forged), bool)
        self.scores, self.ratios = _column(scores), _column(ratios)

    def split(self, which: Indices, column: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
        """Known values of genuine and of forged documents, of the rows chosen."""
        known = which[~np.isnan(column[which])]
        return column[known[~self.forged[known]]], column[known[self.forged[known]]]

    def separation(self, which: Indices, far: float) -> Figures:
        """How well the scores separate the classes; all None where one is missing."""
        genuine, forged = self.split(which, self.scores)
        if not len(genuine) or not len(forged):
            return dict.fromkeys(
                ("auc", "eer", "bpcer10", "bpcer20", "bpcer100", "avrank", "detection_at_far")
            )
        swept = rates.curve(genuine, forged)
        return {
            "auc": rates.auc(genuine, forged),
            "eer": rates.equal_error_rate(swept),
            "bpcer10": rates.bpcer_at(swept, 0.10),
            "bpcer20": rates.bpcer_at(swept, 0.05),
            "bpcer100": rates.bpcer_at(swept, 0.01),
            "avrank": rates.average_rank(swept),
            "detection_at_far": rates.detection_at(swept, far),
        }


class _Table(AnswerColumns):
    """Columns of the rows, and the figures of any choice of them."""

    def __init__(self, rows: Sequence[BenchRow], false_alarms: float) -> None:
        self.groups = [row.item.group for row in rows]
        super().__init__(
            (row.item.is_forged for row in rows),
            (row.answer.score for row in rows),
            (row.answer.log10_lr for row in rows),
        )
        self.processed = np.array([row.answer.score is not None for row in rows])
        self.coverage = _column(row.answer.coverage for row in rows)
        self.inconclusive = np.array([row.answer.inconclusive for row in rows])
        self._far = false_alarms
        own = [row.answer.flagged for row in rows if row.answer.score is not None]
        if own and all(flag is not None for flag in own):
            self.decision = "the system's own"
            self.flagged = np.array([bool(row.answer.flagged) for row in rows])
        else:
            limit = self._limit()
            what = f"score >= {limit:.6g}" if np.isfinite(limit) else "nothing flagged"
            self.decision = f"{what}: at most {false_alarms:.0%} false alarms on this very set"
            self.flagged = self.processed & (self.scores >= limit)

    def _limit(self) -> float:
        genuine, forged = self.split(np.arange(len(self.groups)), self.scores)
        if not len(genuine):
            return float("inf")
        return rates.threshold_at(rates.curve(genuine, forged if len(forged) else genuine), self._far)

    def count(self, which: Indices) -> tuple[int, int]:
        forged = int(self.forged[which].sum())
        return len(which) - forged, forged

    def documents(self, which: Indices) -> Mapping[str, int]:
        """Count the documents of every kind that `SHARES` names."""
        kinds = {
            "all": which,
            "genuine": which[~self.forged[which]],
            "forged": which[self.forged[which]],
        }
        answered = {f"{kind} answered": rows[self.processed[rows]] for kind, rows in kinds.items()}
        return {
            kind: len({self.groups[row] for row in rows.tolist()})
            for kind, rows in {**kinds, **answered}.items()
        }

    def all_figures(self, which: Indices) -> Figures:
        return {
            **self.separation(which, self._far),
            **self._decided(which),
            **self._claimed(which),
            "coverage": _mean(self.coverage[which][~np.isnan(self.coverage[which])]),
        }

    def species_figures(self, which: Indices) -> Figures:
        """Of one kind of attack; the genuine documents are compared whole, whatever is resampled."""
        attacks = which[self.forged[which]]
        genuine = np.flatnonzero(~self.forged)
        bona, attack = self.split(np.concatenate([genuine, attacks]), self.scores)
        return {
            "apcer": _mean(~self.flagged[attacks]),
            "dfar": self._decided(attacks)["dfar"],
            "auc": rates.auc(bona, attack) if len(bona) and len(attack) else None,
        }

    def part_figures(self, which: Indices) -> Figures:
        decided = self._decided(which)
        return {
            "bpcer": decided["bpcer"],
            "apcer": decided["apcer"],
            "auc": self.separation(which, self._far)["auc"],
        }

    def _decided(self, which: Indices) -> Figures:
        genuine, forged = which[~self.forged[which]], which[self.forged[which]]
        done, answered = forged[self.processed[forged]], genuine[self.processed[genuine]]
        return {
            "apcer": _mean(~self.flagged[forged]),
            "bpcer": _mean(self.flagged[genuine]),
            "dfar": _mean(~self.flagged[done] & ~self.inconclusive[done]),
            "dfrr": _mean(self.flagged[answered]),
            "ser": _mean(~self.processed[which]),
            "inconclusive": _mean(self.inconclusive[which]),
            "inconclusive_genuine": _mean(self.inconclusive[genuine]),
            "inconclusive_forged": _mean(self.inconclusive[forged]),
        }

    def _claimed(self, which: Indices) -> Figures:
        claimed, scored = self.split(which, self.ratios), self.split(which, self.scores)
        cost = cllr(*claimed) if len(claimed[0]) and len(claimed[1]) else None
        ranked = claimed if cost is not None else scored
        least = cllr_min(*ranked) if len(ranked[0]) and len(ranked[1]) else None
        lost = None if cost is None or least is None else cost - least
        return {"cllr": cost, "cllr_min": least, "cllr_cal": lost}


def _column(values: Iterable[float | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], np.float64)


def _mean(values: NDArray[np.bool_] | NDArray[np.float64]) -> float | None:
    return float(values.mean()) if len(values) else None


def _estimated(
    figures: Callable[[Indices], Figures], table: _Table, which: Indices, settings: Settings
) -> Maybe:
    found = estimates(
        lambda chosen: figures(which[chosen]),
        [table.groups[k] for k in which],
        draws=settings.draws,
        seed=settings.seed,
    )
    documents = table.documents(which)
    return {
        name: share_bounds(replace(e, groups=min(documents[kind] for kind in SHARES[name])))
        if e is not None and name in SHARES
        else e
        for name, e in found.items()
    }


def resolution_of(row: BenchRow) -> str:
    """Longer side of the published primary picture, in classes."""
    if row.size is None:
        return "unreadable"
    longest = max(row.size)
    return next((f"< {limit} px" for limit in (800, 1600, 3200) if longest < limit), ">= 3200 px")


PARTS: Mapping[str, Callable[[BenchRow], str]] = {
    "issuer": lambda row: row.item.issuer,
    "document type": lambda row: row.item.document_type,
    "channel": lambda row: row.item.capture,
    "light": lambda row: row.item.lights,
    "resolution": resolution_of,
    "split": lambda row: row.item.split,
}
"""Ways to take a set apart; a way on which the set says nothing is left out."""


def _parts(rows: Sequence[BenchRow], of: Callable[[BenchRow], str]) -> dict[str, Indices]:
    values = np.array([of(row) for row in rows])
    return {value: np.flatnonzero(values == value) for value in sorted(set(values.tolist())) if value}


def _species(rows: Sequence[BenchRow]) -> dict[str, Indices]:
    return _parts(rows, lambda row: row.item.species if row.item.is_forged else "")


def _localisation(found: Sequence[ForgedPicture], settings: Settings) -> Maybe:
    pairs = [place for place in found if place.control is not None] or list(found)
    if not pairs:
        return {}
    attack = np.array([[p.attack.f1, p.attack.iou, p.attack.pixel_auc] for p in pairs])
    control = np.array([[p.control.f1, p.control.iou, p.control.pixel_auc] for p in pairs if p.control])

    def figures(which: Indices) -> Figures:
        told: dict[str, float | None] = {}
        for k, name in enumerate(("f1", "iou", "pixel_auc")):
            told[name] = float(attack[which, k].mean())
            told[f"{name}_control"] = float(control[which, k].mean()) if len(control) else None
            told[f"{name}_gain"] = float((attack - control)[which, k].mean()) if len(control) else None
        return told

    return estimates(figures, [place.group for place in pairs], draws=settings.draws, seed=settings.seed)


def _notes(found: Sequence[ForgedPicture | str]) -> Iterable[str]:
    told = [one for one in found if isinstance(one, ForgedPicture)]
    pairs = sum(place.control is not None for place in told)
    if told:
        yield f"{pairs} of {len(told)} masks have a same-mask control" + (
            ", and the figures are theirs" if 0 < pairs < len(told) else ""
        )
    reasons = [place.reason for place in told if place.control is None]
    yield from (f"{reasons.count(reason)} without a control: {reason}" for reason in dict.fromkeys(reasons))
    yield from (one for one in found if isinstance(one, str))
