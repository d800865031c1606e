"""The result as JSON: every answer and every figure, in a fixed order, the same for the same run."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import msgspec

from docforensics.bench.place import MARKED_SHARE
from docforensics.bench.run import Benchmark
from docforensics.bench.summary import BenchRow
from docforensics.bench.systems.model import GRID
from docforensics.errors import UsageError
from docforensics.parsing import read_json
from docforensics.report.plain import plain

SCHEMA = "docforensics-benchmark/1"


def to_dict(found: Benchmark) -> dict[str, Any]:
    """Write a run as plain dicts, lists, strings and numbers."""
    data = found.data
    tree = {
        "schema": SCHEMA,
        "provenance": found.provenance,
        "data": {
            "name": data.name,
            "documents": len(data.items),
            "genuine": sum(not item.is_forged for item in data.items),
            "forged": sum(item.is_forged for item in data.items),
            "groups": len({item.group for item in data.items}),
            "left_out": data.left_out,
        },
        "settings": {
            **asdict(found.settings),
            "normalisation": found.normalisation,
            "localisation_grid_px": GRID,
            "marked_share_percent": MARKED_SHARE,
        },
        "leaks": found.leaks,
        "systems": {
            name: {**asdict(one), "worst_species": one.worst_species} for name, one in found.summaries.items()
        },
        "places": {name: found.places[name] for name in found.rows},
        "answers": {name: [_row(row) for row in rows] for name, rows in found.rows.items()},
    }
    return {key: plain(msgspec.to_builtins(value, enc_hook=_plain)) for key, value in tree.items()}


def to_json(found: Benchmark) -> str:
    """Write a run as JSON text, one answer and one place a line."""
    told = to_dict(found)
    listed = {key: told.pop(key) for key in ("places", "answers")}
    head = json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1)
    return head[:-2] + "".join(f',\n "{key}": {_lines(systems)}' for key, systems in listed.items()) + "\n}\n"


def _lines(systems: Mapping[str, Sequence[Mapping[str, object]]]) -> str:
    """Write lists by system with one entry a line."""
    parts = []
    for name, rows in systems.items():
        lines = ",\n   ".join(json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
        parts.append(f"  {json.dumps(name, ensure_ascii=False)}: [\n   {lines}\n  ]")
    return "{\n" + ",\n".join(parts) + "\n }"


def read(text: str, name: str) -> dict[str, Any]:
    """Read what `to_json` wrote; UsageError for anything else."""
    try:
        told = read_json(text)
    except ValueError as error:
        raise UsageError(f"{name}: not JSON: {error}") from error
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        raise UsageError(f"{name}: expected a result of `docforensics benchmark` ({SCHEMA})")
    return told


def _row(row: BenchRow) -> Mapping[str, object]:
    item, answer = row.item, row.answer
    measured = ("score", "log10_lr", "flagged", "inconclusive", "coverage", "findings", "error")
    return {
        "document": item.id,
        **{name: getattr(item, name) for name in ("group", "label", "species", "capture")},
        "quality": row.quality,
        **{name: getattr(answer, name) for name in measured},
    }


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else plain(value)
