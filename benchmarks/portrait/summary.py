"""The figures that are kept: a row for each check, channel and group of forgeries, one line each."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from benchmarks.portrait.measure import CHECKS

Told = Mapping[str, Any]
AUC_COLUMNS = (
    "channel", "group", "half", "n", "check", "measured",
    "page attack", "page control", "page gain", "pixel attack", "pixel control", "pixel gain",
)  # fmt: skip
DETECTION_COLUMNS = ("channel", "group", "n", "at 2 %", "adverse as shipped", "by check at 2 %")
_FIGURES = ("attack", "control", "difference")
_OF_CHANNEL = ("genuine", "without_template", "cpu_ms", "false_alarms", "weight_earned_on")


def summary(channels: Told) -> dict[str, Any]:
    """Rows of AUC (pooled groups, both halves) and of detection (every group, test half) from the whole table."""
    return {
        "channels": {name: {key: told[key] for key in _OF_CHANNEL} for name, told in channels.items()},
        "auc": {"columns": list(AUC_COLUMNS), "rows": list(_auc_rows(channels))},
        "detection": {"columns": list(DETECTION_COLUMNS), "rows": list(_detection_rows(channels))},
    }


def written(result: Told) -> str:
    """JSON with one row a line."""
    rows = {key: part["rows"] for key, part in result.items() if isinstance(part, dict) and "rows" in part}
    marked = {key: {**part, "rows": f"@{key}"} if key in rows else part for key, part in result.items()}
    text = json.dumps(marked, indent=1)
    for key, found in rows.items():
        lines = ",\n".join(f"   {json.dumps(row)}" for row in found)
        text = text.replace(f'"@{key}"', f"[\n{lines}\n  ]")
    return text + "\n"


def markdown(result: Told) -> str:
    """The tables for people."""
    parts = [
        f"{name}: genuine {told['genuine']}, adverse genuine of the test half {told['false_alarms']['family']} of "
        f"{told['false_alarms']['n']} {_percent(told['false_alarms']['interval'])}, CPU ms "
        f"{', '.join(f'{slug} {ms:g}' for slug, ms in told['cpu_ms'].items())}\n"
        for name, told in result["channels"].items()
    ]
    for key in ("detection", "auc"):
        columns, rows = result[key]["columns"], result[key]["rows"]
        parts.append(
            "\n".join(
                [_line(columns), _line("---" for _ in columns), *(_line(map(_cell, row)) for row in rows)]
            )
            + "\n"
        )
    return "\n".join(parts)


def _auc_rows(channels: Told) -> Iterator[list[Any]]:
    for channel, group, told in _groups(channels):
        if not group.startswith("all"):
            continue
        for half in ("calibration", "test"):
            for check in CHECKS:
                one = told[half].get(check.slug, {})
                if "page" in one:
                    pixel = one.get("pixel", {})
                    figures = [part.get(name) for part in (one["page"], pixel) for name in _FIGURES]
                    yield [channel, group, half, told[half]["n"], check.slug, one["measured"], *figures]


def _detection_rows(channels: Told) -> Iterator[list[Any]]:
    for channel, group, told in _groups(channels):
        found, n = told["test"]["detected"], told["test"]["n"]
        if n:
            by = {check.slug: found[check.slug]["hits"] for check in CHECKS if found[check.slug]["hits"]}
            both = [
                [found[name]["hits"], *found[name]["interval"]] for name in ("family", "adverse_as_shipped")
            ]
            yield [channel, group, n, *both, by]


def _groups(channels: Told) -> Iterator[tuple[str, str, Told]]:
    for channel, told in channels.items():
        for group, found in told.items():
            if isinstance(found, dict) and "test" in found and "calibration" in found and group != "genuine":
                yield channel, group, found


def _line(cells: Iterable[object]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{name} {hits}" for name, hits in value.items())
    if isinstance(value, list):
        count = isinstance(value[0], int)
        return (
            f"{value[0]} {_percent(value[1:])}"
            if count
            else f"{value[0]:.2f} ({value[1]:.2f} to {value[2]:.2f})"
        )
    return str(value)


def _percent(interval: Sequence[float] | None) -> str:
    return "" if interval is None else f"({interval[0]:.0%} to {interval[1]:.0%})"
