"""Every image read by every system, in turn; peers' readings are kept, keyed by their version and the image's content."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.progress import Progress

from benchmarks.mrz.environments import NotObtainedError
from benchmarks.mrz.session import Answer, NotLoadedError, Session
from benchmarks.mrz.systems import System

Answers = Mapping[str, tuple[Answer, ...]]
"""System name to its answers, one an image."""


class Kept:
    """Peers' answers of earlier runs. Ours are never kept: the code changes."""

    def __init__(self, cache: Path) -> None:
        """Below the cache folder; it holds what is printed on the images, so it is no place to commit."""
        self._folder = cache / "readings"

    def _file(self, system: System, image: Path) -> Path:
        key = hashlib.sha256(system.version.encode() + image.read_bytes()).hexdigest()
        return self._folder / system.name / f"{key}.json"

    def get(self, system: System, image: Path) -> Answer | None:
        """The answer of an earlier run, if there is one."""
        file = self._file(system, image)
        if system.ours or not file.is_file():
            return None
        stored = json.loads(file.read_text(encoding="utf-8"))
        return Answer(**{**stored, "lines": tuple(stored["lines"]) if stored["lines"] else None})

    def put(self, system: System, image: Path, answer: Answer) -> None:
        """Keep an answer."""
        if not system.ours:
            file = self._file(system, image)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(asdict(answer)), encoding="utf-8")


def start(systems: Iterable[System], cache: Path, warm_up: Path) -> tuple[dict[str, Session], dict[str, str]]:
    """Start the readers and have each read one image unmeasured; those that could not, with the reason."""
    running: dict[str, Session] = {}
    absent: dict[str, str] = {}
    for system in systems:
        try:
            running[system.name] = Session(system, cache)
            running[system.name].read(warm_up)
        except (NotObtainedError, NotLoadedError) as error:
            absent[system.name] = str(error)
    return running, absent


def read_all(sessions: Mapping[str, Session], images: Sequence[Path], kept: Kept) -> Answers:
    """Image by image, the systems one after the other, so that a busy machine slows all alike."""
    answers: dict[str, list[Answer]] = {name: [] for name in sessions}
    with Progress() as progress:
        task = progress.add_task("reading", total=len(images) * len(sessions))
        for image in images:
            for name, session in sessions.items():
                progress.update(task, description=f"{name}: {image.name[:32]}", advance=1)
                answers[name].append(session.read(image))
                kept.put(session.system, image, answers[name][-1])
    return {name: tuple(found) for name, found in answers.items()}


def kept_answers(
    systems: Iterable[System], images: Sequence[Path], kept: Kept
) -> dict[str, tuple[Answer, ...]]:
    """Systems all of whose answers are kept from earlier runs."""
    found = {system.name: [kept.get(system, image) for image in images] for system in systems}
    return {
        name: tuple(answer for answer in answers if answer is not None)
        for name, answers in found.items()
        if all(answer is not None for answer in answers)
    }
