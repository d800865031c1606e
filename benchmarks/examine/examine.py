"""How long one examination takes on one core, and how much memory, beside others' reading of the MRZ: `python -m benchmarks.examine.examine`.

Scan, three lights and phone photo of 12 megapixels of three Utopia passports that no template was learned from (a shipped template fits), and
the front of three cards that has no MRZ and no template. Each case in a process of its own on one core, CPU seconds with those of programs
started; after each, in the same run and on the same files, PassportEye's `read_mrz` and fastmrz in environments of their own
(`--cache`). `--only` names cases, `--no-peers` leaves the others out; what issue 23 asks for stands beside every figure.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.examine.cases import CASES, HOLDERS, SEED, Case, draw
from benchmarks.examine.measured import summary, timed
from benchmarks.mrz.environments import NotObtainedError
from benchmarks.mrz.session import ONE_THREAD, NotLoadedError, Session, cold_start
from benchmarks.mrz.systems import chosen
from benchmarks.provenance import RESULTS, ROOT, provenance

PEERS = ("passporteye", "fastmrz")
_STARTS = 7
"""Starts of the interpreter that are measured."""
_COMMANDS = {
    "python": ["-c", "pass"],
    "import docforensics": ["-c", "import docforensics"],
    "docforensics --version": ["-m", "docforensics", "--version"],
    "docforensics --help": ["-m", "docforensics", "--help"],
}


def apart(name: str, repeats: int, documents: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Measure in a process of its own, so that its peak memory and its first examination are its own."""
    command = [sys.executable, "-m", "benchmarks.examine.measured", name, str(repeats)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **ONE_THREAD, "PYTHONPATH": str(ROOT)},
        input=json.dumps(list(documents)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"{name}: the measured process failed\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def peer(name: str, files: Sequence[Path], repeats: int, cache: Path) -> dict[str, Any]:
    """Time another reader on the same files; why not, where it cannot be had."""
    (system,) = chosen([name])
    try:
        session = Session(system, cache)
    except (NotObtainedError, NotLoadedError) as error:
        return {"not_measured": str(error)}
    session.read(files[0])
    answers = [session.read(file) for _ in range(repeats) for file in files]
    used = session.resources()
    session.close()
    return {
        "n": len(answers),
        "read": sum(answer.lines is not None for answer in answers),
        "cpu_s": summary([answer.cpu for answer in answers]),
        "wall_s": summary([answer.wall for answer in answers]),
        "peak_mb": used.get("peak_mb"),
        "child_peak_mb": used.get("child_peak_mb"),
        "cold": cold_start(system, cache, files[0]),
    }


def starts() -> dict[str, dict[str, float]]:
    """Median CPU and wall seconds of starting the interpreter for a trifle."""
    found = {}
    for name, arguments in _COMMANDS.items():
        runs = [timed(lambda arguments=arguments: _run(arguments)) for _ in range(_STARTS)]  # type: ignore[misc]
        found[name] = {
            "wall_s": statistics.median(wall for wall, _, _ in runs),
            "cpu_s": statistics.median(cpu for _, cpu, _ in runs),
        }
    return found


def _run(arguments: Sequence[str]) -> None:
    environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, check=True)


def measured(case: Case, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Everything of one case: the examination, the MRZ alone, and the others on the same files."""
    documents = draw(case, folder)
    found = apart(case.name, options.repeats, documents)
    found["asked"] = {"cpu_s": case.limit_s, "peak_mb": case.limit_mb}
    if case.shows_mrz and not case.without_visual_zone:
        found["mrz"] = apart("mrz", options.repeats, documents)
        files = [Path(pictures["visible"]) for pictures in documents]
        names = () if options.no_peers else PEERS
        found["peers"] = {name: peer(name, files, options.repeats, options.cache) for name in names}
    return found


def show(cases: dict[str, dict[str, Any]], started: dict[str, dict[str, float]]) -> str:
    """The figures as a table, also for the result file."""
    table = Table("", *cases, title="One examination on one core, CPU seconds")
    for label, cell in _ROWS.items():
        table.add_row(label, *(cell(case) for case in cases.values()))
    for name in PEERS:
        table.add_row(name, *(_peer(case.get("peers", {}).get(name)) for case in cases.values()))
    table.add_section()
    names = dict.fromkeys(name for case in cases.values() for name in list(case["stages_cpu_ms"])[:25])
    for name in names:
        table.add_row(
            f"{name}, ms", *(f"{case['stages_cpu_ms'].get(name, 0.0):.0f}" for case in cases.values())
        )
    table.add_section()
    for name, start in started.items():
        table.add_row(f"{name}, ms", f"{1000 * start['cpu_s']:.0f} (wall {1000 * start['wall_s']:.0f})")
    console = Console(width=170, record=True)
    console.print(table)
    return console.export_text()


def _zone(found: dict[str, Any] | None) -> str:
    if found is None:
        return ""
    return f"{found['cpu_s']['median']:.3f}, decoded {found['decoded_cpu_s']['median']:.3f}"


def _peer(found: dict[str, Any] | None) -> str:
    if found is None:
        return ""
    if "not_measured" in found:
        return "not measured"
    return f"{found['cpu_s']['median']:.2f}, read {found['read']} of {found['n']}"


_ROWS: Mapping[str, Callable[[dict[str, Any]], str]] = {
    "median": lambda case: f"{case['cpu_s']['median']:.2f} (asked {case['asked']['cpu_s']:.2f})",
    "p95": lambda case: f"{case['cpu_s']['p95']:.2f}",
    "least": lambda case: f"{case['cpu_s']['min']:.2f}",
    "wall, median": lambda case: f"{case['wall_s']['median']:.2f}",
    "construct and first": lambda case: f"{case['construct']['cpu_s'] + case['first']['cpu_s']:.2f}",
    "peak memory, MB": lambda case: f"{case['peak_mb']:.0f} (asked {case['asked']['peak_mb']:.0f})",
    "MRZ alone": lambda case: _zone(case.get("mrz")),
    "outcomes": lambda case: ", ".join(case["outcomes"]),
    "templates": lambda case: ", ".join(case["templates"]),
}


def main() -> None:
    """Draw the pictures, measure each case, print a table and write the result files."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="folder for the pictures; what is there is not drawn again")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "docforensics-mrz-benchmark")
    parser.add_argument("-o", "--out", type=Path, default=RESULTS / "examine.json", help="the result file")
    parser.add_argument("--repeats", type=int, default=5, help="examinations of each document that count")
    parser.add_argument("--only", nargs="+", choices=[case.name for case in CASES], help="these cases alone")
    parser.add_argument("--no-peers", action="store_true", help="measure no other reader")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.data or Path(temporary)
        wanted = [case for case in CASES if not options.only or case.name in options.only]
        cases = {case.name: measured(case, folder, options) for case in wanted}
    started = starts()
    text = show(cases, started)
    result = {
        "question": "examine",
        **provenance(),
        "seed": SEED,
        "holders": HOLDERS,
        "cases": cases,
        "starts": started,
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    options.out.with_suffix(".md").write_text(f"```\n{text}```\n", encoding="utf-8")


if __name__ == "__main__":
    main()
