"""Outcomes of many labelled documents as a table: what a calibration is fitted on.

One document a line of JSON. It holds what the checks measured and where, and no fact that they read: facts may be the
holder's.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Aborted, Abstained, AbstentionKind, Measured, Outcome, Region, kind_of
from docforensics.checks.renamed import current_id
from docforensics.errors import CalibrationError
from docforensics.page.geometry import BoxMm
from docforensics.parsing import made, plain
from docforensics.scoring.condition import Condition
from docforensics.scoring.counted import ModelCount


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One labelled document with the outcome of every check."""

    document: str
    holder: str
    """Whose document it is: all captures and forgeries of it share this, and stand in one split."""
    split: str
    is_forged: bool
    species: str
    """Kind of attack; empty for a genuine document."""
    severity: str
    model: str
    """Which document, for example `TD3-2`."""
    capture: str
    """How it was captured, in the set's own words."""
    channel: Channel
    lights: frozenset[Light]
    has_template: bool
    """Whether a reference template fitted one of its sides."""
    outcomes: Mapping[str, Outcome]
    """By check id."""
    counts: Mapping[str, ModelCount] = field(default_factory=lambda: MappingProxyType({}))
    """False alarms on genuine documents of the same model, by check, where its templates hold them."""
    design: str = ""
    """Whose print it bears, where the set names designs; `press` and `device` likewise are what printed it and what captured it."""
    press: str = ""
    device: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", MappingProxyType(dict(self.counts)))
        object.__setattr__(self, "outcomes", MappingProxyType(dict(self.outcomes)))

    @property
    def condition(self) -> Condition:
        """Under which it was captured."""
        return Condition(channel=self.channel, lights=self.lights, has_template=self.has_template)

    def value(self, check: str) -> float | None:
        """What a check measured; None when it did not."""
        outcome = self.outcomes.get(check)
        return outcome.value if isinstance(outcome, Measured) else None


def to_line(examined: Examined) -> str:
    """Write one document as JSON."""
    return json.dumps(as_table(examined), sort_keys=True, allow_nan=True)


def as_table(examined: Examined) -> dict[str, Any]:
    """Lay one document out as plain values."""
    outcomes = {check: outcome_table(outcome) for check, outcome in sorted(examined.outcomes.items())}
    told = plain(replace(examined, outcomes={}))
    return {**told, "lights": sorted(told["lights"]), "outcomes": outcomes}


def from_line(line: str, name: str = "table") -> Examined:
    """Read what `to_line` wrote; CalibrationError for anything else."""
    with reading_line(name):
        return from_table(json.loads(line))


@contextmanager
def reading_line(name: str) -> Iterator[None]:
    """Raise CalibrationError, with the name of a table, for what `from_table` raises of a line that is none."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise CalibrationError(f"{name}: not a line of outcomes: {type(error).__name__}: {error}") from error


def from_table(told: Mapping[str, Any]) -> Examined:
    """Make one document of plain values; keys of no concern here are passed over."""
    words = ("document", "holder", "split", "species", "severity", "model", "capture")
    return Examined(
        **{name: _word(name, told[name]) for name in words},
        **{name: _word(name, told.get(name, "")) for name in ("design", "press", "device")},
        is_forged=bool(told["is_forged"]),
        channel=Channel(told["channel"]),
        lights=frozenset(Light(light) for light in told["lights"]),
        has_template=bool(told["has_template"]),
        outcomes={current_id(check): outcome_of(entry) for check, entry in told["outcomes"].items()},
        counts={check: made(ModelCount, entry) for check, entry in told.get("counts", {}).items()},
    )


def _word(name: str, told: object) -> str:
    if not isinstance(told, str):
        raise TypeError(f"{name}: expected text, got {type(told).__name__}")
    return told


def read_outcomes(lines: Iterable[str], name: str = "table") -> tuple[Examined, ...]:
    """Read a table; of a document that is there twice the last line counts."""
    found = (
        from_line(line, f"{name}, line {number}") for number, line in enumerate(lines, 1) if line.strip()
    )
    return tuple({one.document: one for one in found}.values())


def outcome_table(outcome: Outcome) -> dict[str, Any]:
    """Lay one outcome out as plain values, without its facts, what it saw of claims, the alerts that it matches, and the mark of a specimen."""
    if isinstance(outcome, Measured):
        return {"value": outcome.value, "regions": [_place(region) for region in outcome.regions]}
    if isinstance(outcome, Abstained):
        return {"abstained": outcome.kind.value, "expected": outcome.expected, "why": outcome.why.value}
    return {"aborted": outcome.error}


def outcome_of(told: Mapping[str, Any]) -> Outcome:
    """Make one outcome of plain values."""
    if "value" in told:
        return Measured(value=float(told["value"]), regions=tuple(map(_region, told["regions"])))
    if "abstained" in told:
        return _abstained(told)
    return Aborted(error=str(told["aborted"]))


def _abstained(told: Mapping[str, Any]) -> Abstained:
    """Make an abstention; a table of before there were codes holds the kind alone."""
    kind = AbstentionKind(told["abstained"])
    usual = Why.TOO_COARSE if kind is AbstentionKind.NOT_SUPPORTED else Why.UNREADABLE
    why = Why(told.get("why", usual))
    return Abstained(kind=kind_of(why), reason="from a table", expected=bool(told["expected"]), why=why)


def _place(region: Region) -> list[Any]:
    box = region.box
    corners = [round(edge, 2) for edge in (box.left, box.top, box.right, box.bottom)]
    return [region.side, region.light.value, *corners]


def _region(told: list[Any]) -> Region:
    side, light, left, top, right, bottom = told
    return Region(
        side=int(side),
        light=Light(light),
        box=BoxMm(left=left, top=top, right=right, bottom=bottom),
        label="",
    )
