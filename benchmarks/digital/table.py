"""Figures from what was measured: AUC of attack and control with intervals, and detection as shipped and at 2 % false alarms.

As shipped a family is adverse where its rows say so together. At 2 % it is held to the finding that is clearest by its rows, at the value
that 2 % of the genuine documents of the calibration half exceed, also where the rows would still be silent.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.digital.measure import ID
from benchmarks.security.table import interval
from docforensics.bench.metrics.bootstrap import Estimate, Figures, estimates
from docforensics.bench.metrics.rates import auc
from docforensics.scoring.calibration import load_calibration
from docforensics.scoring.combine import FAMILY_BOUND, FURTHER
from docforensics.scoring.model import EXPERT_BOUND
from docforensics.scoring.verbal import NO_SUPPORT_BELOW

FALSE_ALARMS = 0.02
DRAWS, SEED = 1000, 8
_LIST = re.compile(r"\[[^\[\]{}\"]*\]")
SILENT = -1e9
"""Rank of what abstained: below every value, in both classes alike."""
FAMILIES = ("digital", "portrait")
WEIGHED = ("mrz_sharpness", "text_sharpness")
"""Checks of edits whose rows weigh: `best` counts what either finds at its own limit of 2 %."""
GROUPS = {
    "photo substitution": ("photo-digital", "photo-digital-both"),
    "inpainted and retyped": ("viz-text-digital", "data-digital", "mrz-digital-stale", "mrz-digital-valid"),
    "copied characters": ("mrz-digital-copied",),
    "screen recapture": ("screen-recapture",),
    "print recapture": ("print-recapture",),
    "grey copy": ("grey-copy",),
}
Line = dict[str, Any]
Table = dict[str, Any]


def table(lines: Sequence[Line]) -> Table:
    """Everything that is reported of these pairs."""
    names = list(lines[0]["forged"]["values"])
    calibration = [line for line in lines if line["split"] == "calibration"]
    test = [line for line in lines if line["split"] == "test"]
    limits = {name: limit(line["genuine"]["values"][name] for line in calibration) for name in names} | {
        family: limit(clearest(line["genuine"]["values"], family) for line in calibration)
        for family in FAMILIES
    }
    return {
        "pairs": {"calibration": len(calibration), "test": len(test)},
        "limits": limits,
        "may_weigh": {name: _by_group(calibration, name) for name in names},
        "auc": {
            f"{species}/{severity}": {name: aucs(found, name) for name in names}
            for (species, severity), found in grouped(test, "species", "severity")
        },
        "detection": [
            _detected(key, found, limits)
            for key, found in (
                *grouped(test, "species", "severity", "channel"),
                *(((group, severity, "all"), found) for group, severity, found in _groups(test)),
                *(
                    ((group, severity, channel), part)
                    for group, severity, found in _groups(test)
                    for (channel,), part in grouped(found, "channel")
                ),
            )
        ],
        "false_alarms": _false_alarms(test, limits),
        "cpu_ms": {name: _milliseconds(lines, name) for name in lines[0]["forged"]["seconds"]},
    }


def limit(values: Iterable[float | None]) -> float:
    """The value that 2 % of genuine documents exceed."""
    known = np.sort([SILENT if value is None else value for value in values])
    return float(np.quantile(known, 1 - FALSE_ALARMS, method="higher")) if len(known) else 0.0


def weight(values: dict[str, float | None], family: str) -> float:
    """What a family's shipped rows make of a document's values, log10, as if every check named another place."""
    rows = load_calibration()
    found = [
        rows.row(ID[name]).log10_lr(value)
        for name, value in values.items()
        if value is not None and ID.get(name, "").startswith(f"{family}.")
    ]
    adverse = sorted((one for one in found if one > 0), reverse=True)
    return min(sum(one * (FURTHER if place else 1.0) for place, one in enumerate(adverse)), FAMILY_BOUND)


def clearest(values: dict[str, float | None], family: str) -> float | None:
    """The family's clearest finding by its shipped rows, log10, without the bound at which they fall silent; None where none spoke."""
    rows = load_calibration()
    found = [
        replace(row, log10_lr_min=-EXPERT_BOUND).log10_lr(value)
        for name, value in values.items()
        if value is not None
        and ID.get(name, "").startswith(f"{family}.")
        and (row := rows.row(ID[name])).log10_lr_max > 0
    ]
    return max(found, default=None)


def aucs(lines: Sequence[Line], name: str) -> dict[str, Any]:
    """Page and pixel AUC of attack and control, and their differences, with 95 % intervals by holder.

    The page's control, the genuine twins among genuine pages, is 0.5 exactly; the pixel's is the same mask on the twin.
    """
    forged = _ranked(lines, "forged", name)
    genuine = _ranked(lines, "genuine", name)
    pixel = np.array([_pixels(line, name) for line in lines])

    def figures(rows: NDArray[np.int64]) -> Figures:
        attack = auc(genuine[rows], forged[rows])
        seen = rows[np.isfinite(pixel[rows]).all(axis=1)]
        both = pixel[seen].mean(axis=0) if len(seen) else None
        return {
            "page": attack,
            "page_gain": attack - 0.5,
            "pixel": None if both is None else float(both[0]),
            "pixel_control": None if both is None else float(both[1]),
            "pixel_gain": None if both is None else float(both[0] - both[1]),
        }

    found = estimates(figures, [line["holder"] for line in lines], draws=DRAWS, seed=SEED)
    return {key: _plain(value) for key, value in found.items()}


def adverse(page: Line, family: str) -> bool:
    """Whether the shipped rows of a family speak against the page."""
    return weight(page["values"], family) >= NO_SUPPORT_BELOW


def _by_group(lines: Sequence[Line], name: str) -> dict[str, Any]:
    return {f"{group}/{severity}": aucs(found, name) for group, severity, found in _groups(lines)}


def _groups(lines: Sequence[Line]) -> list[tuple[str, str, list[Line]]]:
    severities = sorted({line["severity"] for line in lines})
    split = [
        (
            group,
            severity,
            [line for line in lines if line["species"] in species and line["severity"] == severity],
        )
        for group, species in GROUPS.items()
        for severity in severities
    ]
    return [part for part in split if part[2]]


def _ranked(lines: Sequence[Line], label: str, name: str) -> NDArray[np.float64]:
    return np.array([SILENT if (value := line[label]["values"][name]) is None else value for line in lines])


def _pixels(line: Line, name: str) -> tuple[float, float]:
    return line["forged"]["pixel"].get(name, np.nan), line["genuine"]["pixel"].get(name, np.nan)


def _detected(key: tuple[str, ...], lines: Sequence[Line], limits: dict[str, float]) -> Table:
    def share(hits: int) -> list[float]:
        return [hits, *interval(hits, len(lines))]

    pages = [line["forged"] for line in lines]
    return {
        "of": list(key),
        "n": len(lines),
        "shipped": {family: share(sum(adverse(page, family) for page in pages)) for family in FAMILIES},
        "best": share(sum(any(_over(page, name, limits) for name in WEIGHED) for page in pages)),
        "by": {name: share(sum(_over(page, name, limits) for page in pages)) for name in limits},
    }


def _over(page: Line, name: str, limits: dict[str, float]) -> bool:
    values = page["values"]
    value = clearest(values, name) if name in FAMILIES else values[name]
    return value is not None and value > limits[name]


def _false_alarms(lines: Sequence[Line], limits: dict[str, float]) -> Table:
    n = len(lines)
    hits = {name: sum(_over(line["genuine"], name, limits) for line in lines) for name in limits}
    shipped = {family: sum(adverse(line["genuine"], family) for line in lines) for family in FAMILIES}
    counted = {f"{family} as shipped": count for family, count in shipped.items()} | hits
    return {"n": n, **{name: [count, *interval(count, n)] for name, count in counted.items()}}


def grouped(lines: Sequence[Line], *keys: str) -> list[tuple[tuple[str, ...], list[Line]]]:
    """Lines by the values of these keys."""
    found: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        found.setdefault(tuple(line[key] for key in keys), []).append(line)
    return sorted(found.items())


def _milliseconds(lines: Sequence[Line], name: str) -> float:
    return round(1000 * float(np.median([line["forged"]["seconds"][name] for line in lines])), 1)


def _plain(found: Estimate | None) -> list[float | None] | None:
    """Value, low and high."""
    if found is None:
        return None
    return [
        round(found.value, 3),
        *(None if end is None else round(end, 3) for end in (found.low, found.high)),
    ]


def written(result: Table) -> str:
    """JSON with every figure on one line, its interval beside it."""
    return (
        _LIST.sub(lambda found: f"[{' '.join(found[0][1:-1].split())}]", json.dumps(result, indent=1)) + "\n"
    )


def markdown(result: Table) -> str:
    """The tables for people."""
    return "\n".join(
        [
            *_auc_rows(result),
            "",
            *_detection_rows(result),
            "",
            *_check_rows(result),
            "",
        ]
    )


def _auc_rows(result: Table) -> list[str]:
    rows = [
        "| species | map | page AUC | pixel AUC | same mask, genuine | gain |",
        "|---|---|---|---|---|---|",
    ]
    for species, by_name in result["auc"].items():
        for name, one in by_name.items():
            cells = [cell(one[key]) for key in ("page", "pixel", "pixel_control", "pixel_gain")]
            rows.append(f"| {species} | {name} | {' | '.join(cells)} |")
    return rows


def _detection_rows(result: Table) -> list[str]:
    rows = [
        "| species | severity | channel | n | digital, shipped | at 2 % | portrait, shipped | at 2 % | by check or map at 2 % |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for one in result["detection"]:
        by = ", ".join(
            f"{name} {found[0]}" for name, found in one["by"].items() if found[0] and name not in FAMILIES
        )
        found = [part for family in FAMILIES for part in (one["shipped"][family], one["by"][family])]
        shares = (f"{hits} ({low:.0%} to {high:.0%})" for hits, low, high in found)
        rows.append(f"| {' | '.join(one['of'])} | {one['n']} | {' | '.join(shares)} | {by} |")
    return rows


def _check_rows(result: Table) -> list[str]:
    alarms, times = result["false_alarms"], result["cpu_ms"]
    rows = [
        f"| check or map | CPU ms a page, median | over the limit of 2 %, of {alarms['n']} genuine |",
        "|---|---|---|",
    ]
    for name, told in alarms.items():
        if name != "n":
            hits, low, high = told
            rows.append(f"| {name} | {times.get(name, '')} | {hits} ({low:.0%} to {high:.0%}) |")
    return rows


def cell(found: list[float | None] | None) -> str:
    """A figure with its interval."""
    if found is None or found[0] is None:
        return ""
    low, high = found[1], found[2]
    return f"{found[0]:.2f}" + ("" if low is None or high is None else f" ({low:.2f} to {high:.2f})")
