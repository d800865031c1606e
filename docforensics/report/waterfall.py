"""From prior to score, family by family, as bars on a scale of odds."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from docforensics.scoring.model import Verdict

_TINY = 1e-9
"""Keeps a scale of equal values from a division by zero."""
_SMALL = 0.005
"""log10: a step below this is rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row. Positions are per cent of the scale's width."""

    name: str
    kind: str
    """`start`, `against` (the document), `for` (the document) or `total`."""
    log10: float
    """log10 odds for start and total, log10 LR for a step."""
    left: float
    width: float
    end: float
    """Where the next row begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One grid line."""

    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """The rows, and the grid behind them."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]

    @property
    def steps(self) -> tuple[Bar, ...]:
        """The rows between prior and total."""
        return self.bars[1:-1]


def waterfall(verdict: Verdict) -> Waterfall:
    """Lay out prior odds, the families by weight, what bounds, the policy and documents of the user's own took away, and the odds they come to."""
    start = _log10_odds(verdict.prior)
    steps = tuple(_steps(verdict))
    reached = [start]
    for _, step in steps:
        reached.append(reached[-1] + step)
    scale = _Scale(low=math.floor(min(reached) - 0.3), high=math.ceil(max(*reached, 0.0) + 0.3))
    bars = [
        scale.bar("Prior", "start", start, (scale.low, start)),
        *(
            scale.bar(name, "against" if step > 0 else "for", step, (before, before + step))
            for (name, step), before in zip(steps, reached, strict=False)
        ),
        scale.bar("Total", "total", reached[-1], (scale.low, reached[-1])),
    ]
    return Waterfall(bars=tuple(bars), ticks=tuple(scale.ticks()))


def _steps(verdict: Verdict) -> Iterator[tuple[str, float]]:
    families = sorted(verdict.family_log10_lr.items(), key=lambda item: (-item[1], item[0]))
    yield from families
    rest = verdict.log10_lr - sum(step for _, step in families)
    if abs(rest) >= _SMALL:
        yield "Bounds and policy", rest


def _log10_odds(probability: float) -> float:
    inside = min(max(probability, _TINY), 1 - _TINY)
    return math.log10(inside / (1 - inside))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    low: int
    high: int

    def at(self, log10: float) -> float:
        return 100 * (log10 - self.low) / (self.high - self.low)

    def bar(self, name: str, kind: str, log10: float, span: tuple[float, float]) -> Bar:
        left, right = sorted(map(self.at, span))
        return Bar(name=name, kind=kind, log10=log10, left=left, width=right - left, end=self.at(span[1]))

    def ticks(self) -> Iterator[Tick]:
        every = max(1, math.ceil((self.high - self.low) / 6))
        for exponent in range(self.low, self.high + 1):
            if exponent % every == 0:
                yield Tick(at=self.at(exponent), label=_odds(exponent))


def _odds(exponent: int) -> str:
    if exponent == 0:
        return "even"
    return f"{10**exponent:,}:1" if exponent > 0 else f"1:{10**-exponent:,}"
