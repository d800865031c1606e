"""One case measured in a process of its own: `python -m benchmarks.examine.measured CASE REPEATS`, pictures as JSON on standard input."""

import json
import os
import resource
import statistics
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

INSPECTED_ON = date(2026, 11, 24)


def cpu_seconds() -> float:
    """Of this process and of programs that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def peak_mb() -> float:
    """VmHWM, since ru_maxrss counts what the parent had before this program began."""
    status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def summary(seconds: Sequence[float]) -> dict[str, float]:
    """Median, p95 (the nearest value at or above) and least."""
    ordered = sorted(seconds)
    return {
        "median": statistics.median(ordered),
        "p95": ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)],
        "min": ordered[0],
    }


def timed(function: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds that pass, CPU seconds, and what came of it."""
    cpu, wall = cpu_seconds(), perf_counter()
    result = function()
    return perf_counter() - wall, cpu_seconds() - cpu, result


def examined(name: str, repeats: int, documents: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Examine the documents in turn, again and again; the first examination is reported apart."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    importing = timed(_import)
    from benchmarks.examine.cases import CASES  # noqa: PLC0415 (counts as importing)
    from docforensics import stopwatch  # noqa: PLC0415
    from docforensics.examiner import Examiner  # noqa: PLC0415

    stopwatch._clock = cpu_seconds  # noqa: SLF001 (what others use of this machine is not ours)
    case = next(case for case in CASES if case.name == name)
    loading = timed(lambda: Examiner(**case.options()))
    examiner = loading[2]

    def examine(pictures: dict[str, str]) -> tuple[float, float, dict[str, Any]]:
        loading, cpu_loading, capture = timed(lambda: case.load(pictures))
        wall, cpu, report = timed(lambda: examiner.examine(capture, inspected_on=INSPECTED_ON))
        # What it says, and not its pages: they would count as memory of the next examination.
        said = _said(report)
        said["timings"]["capture"] = cpu_loading
        return loading + wall, cpu_loading + cpu, said

    first = examine(documents[0])
    runs = [examine(pictures) for _ in range(repeats) for pictures in documents]
    said = [one for _, _, one in runs]
    return {
        "documents": len(documents),
        "n": len(runs),
        "wall_s": summary([wall for wall, _, _ in runs]),
        "cpu_s": summary([cpu for _, cpu, _ in runs]),
        "import": _cold(importing),
        "construct": _cold(loading),
        "first": _cold(first),
        "peak_mb": peak_mb(),
        "outcomes": sorted({one["outcome"] for one in said}),
        "templates": sorted({one["template"] for one in said}),
        "mrz_read": sum(one["mrz"] for one in said),
        "stages_cpu_ms": _stage_medians([one["timings"] for one in said]),
    }


def _said(report: Any) -> dict[str, Any]:  # noqa: ANN401 (a report: its type is imported where it is measured)
    return {
        "outcome": report.verdict.outcome.value,
        "template": str(report.sides[0].template),
        "mrz": report.mrz is not None,
        "timings": dict(report.timings),
    }


def zones(repeats: int, documents: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Read the MRZ alone: from the file, and from pixels that are decoded."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    _import()
    from docforensics.capture.load import load_capture  # noqa: PLC0415
    from docforensics.mrz.read import read_mrz  # noqa: PLC0415

    files = [Path(one["visible"]) for one in documents]
    decoded = [load_capture(file) for file in files]
    first = timed(lambda: read_mrz(files[0]))
    with_decoding = [timed(lambda file=file: read_mrz(file)) for _ in range(repeats) for file in files]  # type: ignore[misc]
    without = [timed(lambda one=one: read_mrz(one)) for _ in range(repeats) for one in decoded]  # type: ignore[misc]
    return {
        "n": len(with_decoding),
        "read": sum(reading is not None for _, _, reading in with_decoding),
        "cpu_s": summary([cpu for _, cpu, _ in with_decoding]),
        "wall_s": summary([wall for wall, _, _ in with_decoding]),
        "decoded_cpu_s": summary([cpu for _, cpu, _ in without]),
        "first": _cold(first),
        "peak_mb": peak_mb(),
    }


def _import() -> None:
    import cv2  # noqa: PLC0415 (counted)

    import docforensics.examiner  # noqa: F401, PLC0415

    cv2.setNumThreads(1)


def _cold(measured: tuple[float, float, Any]) -> dict[str, float]:
    return {"wall_s": measured[0], "cpu_s": measured[1]}


def _stage_medians(stages: Sequence[Any]) -> dict[str, float]:
    names = {name for one in stages for name in one}
    medians = {name: 1000 * statistics.median(one.get(name, 0.0) for one in stages) for name in names}
    return dict(sorted(medians.items(), key=lambda item: -item[1]))


def main() -> None:
    """Measure one case, or the MRZ alone, and print it as JSON."""
    name, repeats = sys.argv[1], int(sys.argv[2])
    documents = json.load(sys.stdin)
    found = zones(repeats, documents) if name == "mrz" else examined(name, repeats, documents)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
