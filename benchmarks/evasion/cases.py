"""Which manipulation is done to which document: a plan that follows from the documents and a seed."""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from benchmarks.evasion.documents import Facts
from benchmarks.evasion.manipulate import MANIPULATIONS, Effect, Manipulation

Tiers = tuple[tuple[str, ...], ...]
"""Alternatives in order: of the first tier that suits a document, the manipulation that was used least."""
HARMLESS = tuple(name for name, one in MANIPULATIONS.items() if one.effect is Effect.HARMLESS)
_SECOND_PAGE = tuple(name for name in MANIPULATIONS if name.startswith("second-page"))
FLAGGED = Path(__file__).with_name("flagged.csv")


def _patch(kind: str) -> Tiers:
    elsewhere = tuple(f"{kind}:{place}" for place in ("field", "portrait", "mrz", "mrz-field"))
    return (f"{kind}:altered",), elsewhere


ALWAYS: tuple[Tiers, ...] = (
    _patch("glare"),
    _patch("flat"),
    _patch("blur"),
    (("scale:0.6",),),
    (("blur:1.2px",),),
    (_SECOND_PAGE,),
    (("grey",),),
    (("jpeg:20",),),
)
"""Done to every forged document."""
TO_GENUINE: tuple[Tiers, ...] = (
    _patch("glare"),
    _patch("flat"),
    _patch("blur"),
    (("scale:0.6", "scale:0.5", "scale:150dpi"),),
    (("blur:1.2px", "blur:0.8px", "blur:2px", "jpeg:20", "jpeg:10", "jpeg:30"),),
    (HARMLESS,),
    (HARMLESS,),
)
"""Done to every genuine document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvasionCase:
    """One document under one manipulation."""

    document: str
    manipulation: str

    @property
    def id(self) -> str:
        """Name of the case."""
        return f"{self.document}+{self.manipulation}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlaggedForgery:
    """A forgery that was REFER or ALERT as it is; the frozen list."""

    document: str
    design: str
    channel: str
    holder: str
    seed: int
    species: str
    severity: str
    split: str
    outcome: str
    log10_lr: float


def read_flagged(file: Path = FLAGGED) -> tuple[FlaggedForgery, ...]:
    """Read the frozen list."""
    with file.open(newline="", encoding="utf-8") as stream:
        return tuple(
            FlaggedForgery(**{**row, "seed": int(row["seed"]), "log10_lr": float(row["log10_lr"])})  # type: ignore[arg-type]
            for row in csv.DictReader(stream)
        )


def write_flagged(forgeries: Iterable[FlaggedForgery], file: Path) -> None:
    """Write the frozen list."""
    with file.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.DictWriter(stream, [one.name for one in fields(FlaggedForgery)], lineterminator="\n")
        rows.writeheader()
        rows.writerows(asdict(one) for one in forgeries)


def planned(documents: Iterable[Facts], *, seed: int, extra: int = 2) -> tuple[EvasionCase, ...]:
    """Plan the cases of some documents, in an order in which any beginning holds the same shares.

    Parameters
    ----------
    documents
        Of both labels; each label of each split is planned for itself.
    extra
        How many manipulations of the whole list each gets beside those that all get.

    """
    groups: dict[tuple[str, bool], list[Facts]] = {}
    for facts in sorted(documents, key=lambda facts: _hash(seed, facts.id)):
        groups.setdefault((facts.split, facts.is_forged), []).append(facts)
    found = [case for group in groups.values() for case in _spread(group, seed, extra)]
    return mixed(found, seed)


def _spread(group: Sequence[Facts], seed: int, extra: int) -> list[EvasionCase]:
    """Give every document its manipulations, those used least first: over all, in its species, in its channel."""
    used: Counter[tuple[str, str]] = Counter()
    found = []
    for facts in group:
        slots = ALWAYS if facts.is_forged else TO_GENUINE
        chosen: list[str] = []
        for tiers in (*slots, *[(tuple(MANIPULATIONS),)] * extra):
            name = _least_used(tiers, facts, chosen, used, seed)
            if name is not None:
                chosen.append(name)
                used.update((about, name) for about in ("", facts.species, facts.capture, facts.design))
        found += [EvasionCase(document=facts.id, manipulation=name) for name in chosen]
    return found


def _least_used(
    tiers: Tiers, facts: Facts, chosen: Sequence[str], used: Counter[tuple[str, str]], seed: int
) -> str | None:
    for tier in tiers:
        suited = [name for name in tier if name not in chosen and MANIPULATIONS[name].suits(facts)]
        if suited:
            return min(
                suited,
                key=lambda name: (
                    used["", name],
                    used[facts.species, name],
                    used[facts.capture, name],
                    used[facts.design, name],
                    _hash(seed, facts.id, name),
                ),
            )
    return None


def mixed(cases: Sequence[EvasionCase], seed: int) -> tuple[EvasionCase, ...]:
    """Put cases in an order in which any beginning holds the same shares of manipulations."""
    groups: dict[str, list[EvasionCase]] = {}
    for case in sorted(cases, key=lambda case: _hash(seed, case.id)):
        groups.setdefault(case.manipulation, []).append(case)
    placed = [
        ((place + 0.5) / len(group), _hash(seed, name), case)
        for name, group in groups.items()
        for place, case in enumerate(group)
    ]
    return tuple(case for _, _, case in sorted(placed, key=lambda entry: entry[:2]))


def manipulation_of(case: EvasionCase) -> Manipulation | None:
    """Give what is done to the document; None where it is handed in as it is."""
    return MANIPULATIONS.get(case.manipulation)


def _hash(seed: int, *words: str) -> str:
    return hashlib.sha256("/".join([str(seed), *words]).encode()).hexdigest()
