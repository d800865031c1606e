"""How long one examination takes on one core, and how much memory: `python -m benchmarks.examine.examine`.

A flatbed scan and a phone photo of 12 megapixels of a Utopia passport that no template was learned from, each in a
process of its own on one core. The goal as the stages deepen: p95 <= 1 s without reading the visual zone, <= 600 MB.
CPU seconds (programs started included) are the figure to compare on a machine that others use too.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.provenance import RESULTS, ROOT, provenance

CASES = {"scan": ("flatbed", 300), "photo": ("photo", 650)}
"""Channel and resolution; 650 ppi asks for the 12-megapixel sensor."""
HOLDER, SEED = 2001, 2026
INSPECTED_ON = date(2026, 11, 24)
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_THREAD_LIMIT"), "1")


def make_image(case: str, folder: Path) -> Path:
    """Draw the case's image into the folder, unless it is there."""
    from sample_docs.generator.jobs import Job, make  # noqa: PLC0415 (not in the measured process)

    path = folder / f"{case}.jpg"
    if not path.is_file():
        channel, ppi = CASES[case]
        job = Job(design="td3-2", copy=HOLDER, holder=HOLDER, channel=channel, seed=SEED, ppi=ppi)
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make(job)[0].image)
    return path


def measure(path: Path, repeats: int) -> dict[str, Any]:
    """Examine one image again and again on one core, in this process; the first time warms up and does not count."""
    import cv2  # noqa: PLC0415 (the parent does not need it)

    from benchmarks.examine.stages import cpu_seconds, watch  # noqa: PLC0415
    from docforensics.examiner import Examiner  # noqa: PLC0415

    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    cv2.setNumThreads(1)
    start = perf_counter()
    examiner = Examiner()
    loading = perf_counter() - start
    loaded_mb = _peak_mb()
    times = watch(examiner)
    report = examiner.examine(path, inspected_on=INSPECTED_ON)
    first = perf_counter() - start - loading
    times.take()
    wall, cpu, stages = [], [], []
    for _ in range(repeats):
        before, start = cpu_seconds(), perf_counter()
        report = examiner.examine(path, inspected_on=INSPECTED_ON)
        wall.append(perf_counter() - start)
        cpu.append(cpu_seconds() - before)
        stages.append(times.take())
    height, width = report.pages[0].pixels[next(iter(report.pages[0].pixels))].shape[:2]
    return {
        "n": repeats,
        "outcome": report.verdict.outcome.value,
        "score": report.verdict.score,
        "reasons": [reason.check for reason in report.reasons],
        "template": report.sides[0].template,
        "engine": report.mrz.engine if report.mrz else None,
        "page_px": [width, height],
        "image_bytes": path.stat().st_size,
        "load_s": loading,
        "first_s": first,
        "wall_s": _summary(wall),
        "cpu_s": _summary(cpu),
        "loaded_mb": loaded_mb,
        "peak_mb": _peak_mb(),
        "peak_child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        "stages_cpu_ms": _stage_medians(stages),
    }


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _summary(seconds: list[float]) -> dict[str, float]:
    """Median and p95 (the nearest value at or above, so that few repeats give the worst)."""
    ordered = sorted(seconds)
    return {
        "median": statistics.median(ordered),
        "p95": ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)],
        "min": ordered[0],
    }


def _stage_medians(stages: list[dict[str, float]]) -> dict[str, float]:
    names = {name for one in stages for name in one}
    medians = {name: 1000 * statistics.median(one.get(name, 0.0) for one in stages) for name in names}
    return dict(sorted(medians.items(), key=lambda item: -item[1]))


def measured_apart(path: Path, repeats: int) -> dict[str, Any]:
    """Run `measure` in a process of its own, so that its peak memory is its own."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.examine.examine",
        "--one",
        str(path),
        "--repeats",
        str(repeats),
    ]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **ONE_THREAD}, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise SystemExit(f"{path.name}: the measured process failed\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def show(cases: dict[str, dict[str, Any]]) -> None:
    """Print the figures and the stages side by side."""
    from rich.console import Console  # noqa: PLC0415 (not in the measured process)
    from rich.table import Table  # noqa: PLC0415

    table = Table("", *cases, title="One examination on one core")
    for key, name in (("wall_s", "seconds"), ("cpu_s", "CPU seconds")):
        for part in ("median", "p95", "min"):
            table.add_row(f"{name}, {part}", *(f"{case[key][part]:.2f}" for case in cases.values()))
    table.add_row("first examination, seconds", *(f"{case['first_s']:.2f}" for case in cases.values()))
    table.add_row("loading, seconds", *(f"{case['load_s']:.2f}" for case in cases.values()))
    table.add_row("memory when loaded, MB", *(f"{case['loaded_mb']:.0f}" for case in cases.values()))
    table.add_row("peak memory, MB", *(f"{case['peak_mb']:.0f}" for case in cases.values()))
    table.add_row("peak memory of a child, MB", *(f"{case['peak_child_mb']:.0f}" for case in cases.values()))
    for key in ("outcome", "template", "engine"):
        table.add_row(key, *(str(case[key]) for case in cases.values()))
    table.add_section()
    names = dict.fromkeys(name for case in cases.values() for name in case["stages_cpu_ms"])
    for name in names:
        table.add_row(
            f"{name}, CPU ms", *(f"{case['stages_cpu_ms'].get(name, 0.0):.0f}" for case in cases.values())
        )
    Console(width=100).print(table)


def main() -> None:
    """Make the images, measure each apart, print a table and write the result file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, help="folder with scan.jpg and photo.jpg; what is missing is drawn there"
    )
    parser.add_argument("--json", type=Path, default=RESULTS / "examine.json", help="the result file")
    parser.add_argument("--repeats", type=int, default=20, help="examinations that count")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, options.repeats)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        images = {case: make_image(case, options.data or Path(temporary)) for case in CASES}
        cases = {case: measured_apart(image, options.repeats) for case, image in images.items()}
    show(cases)
    result = {"question": "examine", **provenance(), "seed": SEED, "holder": HOLDER, "cases": cases}
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
