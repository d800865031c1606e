"""The table of `benchmarks.security.detect`: detection by species, channel and light, for programs and for people."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from docforensics.scoring.calibration import load_calibration
from docforensics.scoring.verbal import NO_SUPPORT_BELOW

Line = dict[str, Any]
"""What was read of one document."""
FAMILIES = ("security", "portrait")
LIGHT_NAMES = ("white", "uv", "ir")
FALSE_ALARMS = 0.02
UNSEEN_BELOW = 0.2
"""Share detected under which a species is said not to be seen in a light."""
POOLED = {
    "counterfeits (all four)": (
        "counterfeit-inkjet",
        "counterfeit-inkjet-bright",
        "counterfeit-laser",
        "counterfeit-laser-bright",
    )
}
"""Species that are counted together besides."""
BARS = {
    "counterfeits (all four)": 0.8,
    "uv-missing": 0.8,
    "uv-painted": 0.8,
    "mrz-ir-transparent": 0.8,
    "data-mechanical": 0.7,
}
"""Lower 95 % bounds that the border reader shall reach at ordinary severity."""
LEFT_TO = {
    "mrz-digital-stale": "`mrz`: the digits do not agree",
    "mrz-digital-valid": "`data`: the two zones do not agree",
    "mrz-font": "`mrz`: face and pitch of the zone",
    "mrz-pitch": "`mrz`: face and pitch of the zone",
    "ovd-flat": "tilting by hand: one picture knows one tilt",
    "page-substitution": "`data`: its number is another document's",
    "stolen-blank": "infrared and UV: the blank is genuine, its data are not",
    "pseudo-document": "no template: it is of no model that exists",
    "uv-missing": "UV",
    "uv-painted": "UV",
    "mrz-ir-transparent": "infrared",
}
"""What tells the species that a template does not show in a light."""
REFERS = 0.53
"""log10 LR at which the shipped policy refers at its prior, when nothing else was looked at."""


def table(lines: Iterable[Line]) -> dict[str, Any]:
    """Detection by channel and species at the threshold of the genuine calibration documents, with intervals."""
    by_channel: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_channel[line["channel"]].append(line)
    return {"channels": {channel: _channel(group) for channel, group in sorted(by_channel.items())}}


def _channel(lines: list[Line]) -> dict[str, Any]:
    known = [line for line in lines if line["split"] == "calibration" and not line["species"]]
    sums = [BOTH, *_parts(known)]
    limits = {one.name: _limit([one.of(line) for line in known]) for one in sums}
    tested = [line for line in lines if line["split"] == "test"]
    species: dict[str, Any] = {}
    for name, group in _groups(tested).items():
        species[name] = {
            "n": len(group),
            **{
                one.name: _share(sum(one.of(line) > limits[one.name] for line in group), len(group))
                for one in sums
            },
            "referred": sum(BOTH.of(line) > REFERS for line in group),
            "fits": sum(line["fits"] for line in group),
            "by": _who(group),
        }
    seconds: dict[str, list[float]] = defaultdict(list)
    for line in lines:
        for check, used in line["seconds"].items():
            seconds[check].append(used)
    return {
        "genuine_calibration": len(known),
        "limits": limits,
        "genuine_calibration_referred": sum(BOTH.of(line) > REFERS for line in known),
        "species": species,
        "cpu_ms": {check: round(1000 * float(np.median(used)), 1) for check, used in sorted(seconds.items())},
    }


def _groups(lines: list[Line]) -> dict[str, list[Line]]:
    groups: dict[str, list[Line]] = {"genuine": []}
    for line in sorted(lines, key=lambda line: line["species"]):
        groups.setdefault(line["species"] or "genuine", []).append(line)
    pooled = {
        name: [line for kind in kinds for line in groups.get(kind, [])] for name, kinds in POOLED.items()
    }
    return {name: group for name, group in {**groups, **pooled}.items() if group}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What is added up of a document's scores, and what it is called."""

    name: str
    parts: tuple[str, ...]

    def of(self, line: Line) -> float:
        """Add up."""
        return float(sum(line["scores"].get(part, 0.0) for part in self.parts))


BOTH = Sum(name="all", parts=(*FAMILIES, "mrz"))


def _parts(known: list[Line]) -> list[Sum]:
    """One family, and each light that the channel has."""
    lights = [light for light in LIGHT_NAMES if known and light in known[0]["scores"]]
    return [Sum(name="security", parts=("security",)), *(Sum(name=light, parts=(light,)) for light in lights)]


def _limit(genuine: list[float]) -> float:
    if not genuine:
        return NO_SUPPORT_BELOW
    return float(np.quantile(genuine, 1 - FALSE_ALARMS, method="higher"))


def _share(hits: int, n: int) -> dict[str, Any]:
    return {"detected": hits, "interval": interval(hits, n)}


def _who(group: list[Line]) -> dict[str, int]:
    """How many documents each check calls adverse."""
    calibration = load_calibration()
    counts: dict[str, int] = defaultdict(int)
    for line in group:
        for check, value in line["values"].items():
            counts[check] += calibration.row(check).log10_lr(value) >= NO_SUPPORT_BELOW
    return {check: count for check, count in sorted(counts.items(), key=lambda item: -item[1]) if count}


def interval(hits: int, n: int) -> tuple[float, float]:
    """Clopper and Pearson's 95 % interval of a share, by bisection of the binomial tail."""
    low = 0.0 if hits == 0 else _root(lambda p: _tail(hits, n, p) - 0.025)
    high = 1.0 if hits == n else _root(lambda p: _tail(hits + 1, n, p) - 0.975)
    return round(low, 3), round(high, 3)


def _tail(hits: int, n: int, p: float) -> float:
    """Probability of at least `hits` of `n`."""
    counts = np.arange(hits, n + 1)
    logs = np.array([_log_choose(n, int(k)) for k in counts])
    return float(np.exp(logs + counts * np.log(p) + (n - counts) * np.log1p(-p)).sum())


def _log_choose(n: int, k: int) -> float:
    return float(np.log(np.arange(n - k + 1, n + 1)).sum() - np.log(np.arange(1, k + 1)).sum())


def _root(rising: Callable[[float], float]) -> float:
    low, high = 1e-9, 1 - 1e-9
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2


_TERMS = (
    "*Detected*: the weights of the families `security` and `portrait`, and of `mrz.infrared` where there is infrared, add up to "
    "more than 2 % of the genuine documents of the calibration half have on that channel; Clopper-Pearson 95 % intervals. "
    "*Security*: that family alone. A light: all these checks in it alone. *Referred*: as shipped, at the policy's prior, with "
    "nothing else looked at. What the zones say is not compared, so what only they tell is missing here."
)


def markdown(result: dict[str, Any]) -> str:
    """The table for people."""
    dirty = " (changed)" if result["git_dirty"] else ""
    heading = "# What the checks against a template see, by species and channel\n"
    read = f"Made on commit {result['git_sha'][:7]}{dirty}, {result['at'][:10]}. {_TERMS}\n"
    parts = [heading, f"{result['documents']}\n", read]
    for channel, told in result["channels"].items():
        parts += [f"## {channel}\n", *_told(channel, told)]
    return "\n".join(parts)


def _told(channel: str, told: dict[str, Any]) -> Iterator[str]:
    lights = [light for light in LIGHT_NAMES if light in told["limits"]]
    bars = BARS if channel == "border-reader" else {}
    yield (
        f"Limits from {told['genuine_calibration']} genuine documents of the calibration half "
        f"({told['genuine_calibration_referred']} of them referred).\n"
    )
    heads = [
        "species",
        "n",
        "detected",
        "95 %",
        *(["bar"] if bars else []),
        "security",
        *lights,
        "referred",
        "adverse",
    ]
    yield _row(heads)
    yield _row(["---"] * len(heads))
    for name, one in told["species"].items():
        low, high = one["all"]["interval"]
        bar = [_met(bars[name], low) if name in bars else ""] if bars else []
        parts = [str(one[part]["detected"]) for part in ("security", *lights)]
        who = ", ".join(f"{check.partition('.')[2]} {count}" for check, count in one["by"].items())
        counts = [str(one["n"]), str(one["all"]["detected"]), f"{low:.0%} to {high:.0%}"]
        yield _row([name, *counts, *bar, *parts, str(one["referred"]), who])
    for light in lights:
        yield f"\nNot seen in {light}: {_unseen(told['species'], light)}."
    yield ""


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _met(bar: float, low: float) -> str:
    return f"{bar:.0%} {'met' if low >= bar else 'missed'}"


def _unseen(species: dict[str, Any], light: str) -> str:
    """Species that a light does not show, and what tells them."""
    names = [
        name
        for name, one in species.items()
        if name != "genuine" and one[light]["detected"] < UNSEEN_BELOW * one["n"]
    ]
    told = [f"{name} ({LEFT_TO[name]})" if name in LEFT_TO else name for name in names]
    return ", ".join(told) or "none of these"
