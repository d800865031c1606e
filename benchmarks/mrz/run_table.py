"""The part `table`: reads the folder with every system, compares, writes JSON and the Markdown table."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.mrz.readings import Kept, kept_answers, read_all, start
from benchmarks.mrz.session import Session, cold_start
from benchmarks.mrz.setting import Setting
from benchmarks.mrz.specimens import Specimen, read_manifest
from benchmarks.mrz.systems import SYSTEMS, System, chosen
from benchmarks.mrz.table import markdown, rows, speed, summary

_COLD_STARTS = 3


def run(setting: Setting) -> None:
    """Measure, print the table, write `table.json` and `table.md`."""
    specimens = read_manifest(setting.folder)
    images = [specimen.file for specimen in specimens]
    systems, kept = chosen(list(setting.systems)), Kept(setting.cache)
    old = kept_answers(_not_afresh(systems, setting), images, kept) if setting.reuse else {}
    sessions, absent = start([s for s in systems if s.name not in old], setting.cache, images[0])
    fresh = read_all(sessions, images, kept)
    figures = {name: summary(specimens, answers) for name, answers in {**old, **fresh}.items()}
    for name, entry in figures.items():
        entry.update(timed_in_this_run=name in fresh, **_memory(sessions.get(name)))
    for session in sessions.values():
        session.close()
    for system in systems:
        if system.name in fresh:
            figures[system.name]["cold_start"] = _cold(system, setting.cache, images[0])
    ours = [system.name for system in systems if system.ours]
    data = _sha256(specimens)
    figures |= carried_over(_written_before(setting), data, without=figures)
    result = {
        "data": setting.folder.name,
        "data_sha256": data,
        "tesseract": _tesseract_version(),
        "speed": speed(fresh, figures, ours),
        "not_measured": absent,
        "versions": {system.name: list(system.requirements) for system in SYSTEMS if not system.ours},
        "licences": {system.name: system.licence for system in SYSTEMS if system.licence},
        "systems": figures,
        "rows": {name: rows(specimens, fresh[name]) for name in ours if name in fresh},
    }
    setting.write("table", result)
    (setting.results / "table.md").write_text(markdown(result) + "\n", encoding="utf-8")
    print(markdown(result))
    print(result["speed"], absent, sep="\n")


def _written_before(setting: Setting) -> Mapping[str, Any]:
    """The table that stands there; empty where there is none."""
    file = setting.results / "table.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def carried_over(before: Mapping[str, Any], data: str, *, without: Mapping[str, Any]) -> dict[str, Any]:
    """Figures of systems that were not read in this run, on the same images, with the commit at which they were."""
    if before.get("data_sha256") != data:
        return {}
    commit = str(before["git_sha"])[:7]
    return {
        name: {"measured_at": commit, **entry, "timed_in_this_run": False}
        for name, entry in before["systems"].items()
        if name not in without
    }


def _not_afresh(systems: tuple[System, ...], setting: Setting) -> list[System]:
    return [s for s in systems if not s.ours and s.name not in setting.afresh]


def _memory(session: Session | None) -> dict[str, float]:
    """Peak over the whole folder, of a process started for this run."""
    if session is None:
        return {}
    used = session.resources()
    return {"peak_mb": used["peak_mb"], "child_peak_mb": used["child_peak_mb"]}


def _cold(system: System, cache: Path, image: Path) -> dict[str, float]:
    """The median of some cold starts by CPU: files are in the page cache after the first."""
    starts = sorted((cold_start(system, cache, image) for _ in range(_COLD_STARTS)), key=lambda s: s["cpu_s"])
    return starts[_COLD_STARTS // 2]


def _sha256(specimens: tuple[Specimen, ...]) -> str:
    """Of the images measured on, in order, with their names."""
    whole = hashlib.sha256()
    for specimen in specimens:
        whole.update(specimen.file.name.encode() + hashlib.sha256(specimen.file.read_bytes()).digest())
    return whole.hexdigest()


def _tesseract_version() -> str:
    if shutil.which("tesseract") is None:
        return "not installed"
    done = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=False)
    return done.stdout.partition("\n")[0]
