"""What a result file says of where its figures come from: what `docforensics benchmark` states, and this machine and hour."""

import os
import platform
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from docforensics.bench.provenance import checkout, provenance as of_code_and_packages

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"


def provenance() -> dict[str, object]:
    """Code, models, packages, time and machine; speed is nothing without the last two."""
    return {
        **of_code_and_packages(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "system": platform.system(),
            "processor": _processor(),
            "cores": os.cpu_count(),
            "load_average": [round(value, 1) for value in os.getloadavg()],
        },
    }


def code_now() -> str:
    """The commit that rows are measured by, ten digits: each row of a file that a run goes on with states it."""
    return checkout()[0]


def codes_of(rows: Iterable[Mapping[str, object]]) -> list[str]:
    """The commits that rows were measured by; `unknown` for those that state none."""
    return sorted({str(row.get("code", "unknown")) for row in rows})


def _processor() -> str:
    """The model's name, on Linux; elsewhere what Python knows."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
