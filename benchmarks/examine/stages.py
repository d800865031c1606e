"""Times the stages of an examination from outside: every step of the main path is wrapped by its name."""

import resource
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from docforensics import examiner, reading
from docforensics.checks.check import Check
from docforensics.checks.outcome import Outcome
from docforensics.checks.run import run_check
from docforensics.document import Document
from docforensics.examiner import Examiner

STEPS = {
    examiner: {
        "load_document": "capture",
        "weigh": "scoring",
        "judge": "scoring",
        "build_report": "report",
        "audit_record": "report",
    },
    reading: {
        "find_mrz_bands": "page: MRZ bands",
        "find_frame": "page: frame from outline",
        "frame_from_mrz": "mrz: frame",
        "draw": "page: draw",
        "parse_reading": "mrz: parse",
        "read_viz": "viz",
        "read_seals": "seals",
        "additional_zones": "mrz: additional zones",
    },
}
"""By module, the functions that it calls by name, and the stage each counts for."""


def cpu_seconds() -> float:
    """Of this process and of programs that it started and that have ended (Tesseract)."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


class StageTimes:
    """CPU seconds a stage, summed over one examination."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = defaultdict(float)

    def take(self) -> dict[str, float]:
        """Give what was measured since the last call, and start anew."""
        taken = dict(self._seconds)
        self._seconds.clear()
        return taken

    def wrapped(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        """Make a function that counts its own time for a stage."""

        def timed(*args: Any, **named: Any) -> Any:  # noqa: ANN401 (stands for any step)
            start = cpu_seconds()
            try:
                return function(*args, **named)
            finally:
                self._seconds[stage] += cpu_seconds() - start

        return timed

    def timed_check(self, run: Callable[[Check, Document], Outcome]) -> Callable[[Check, Document], Outcome]:
        """Count each check for itself."""

        def timed(check: Check, document: Document) -> Outcome:
            outcome: Outcome = self.wrapped(run, f"check: {check.id}")(check, document)
            return outcome

        return timed


def watch(watched: Examiner) -> StageTimes:
    """Wrap the steps of the main path, in this process, for good."""
    times = StageTimes()
    for module, steps in STEPS.items():
        for name, stage in steps.items():
            setattr(module, name, times.wrapped(getattr(module, name), stage))
    setattr(examiner, "run_check", times.timed_check(run_check))  # noqa: B010 (replaces an imported name)
    readers = watched._readers  # noqa: SLF001 (measured from outside)
    store = type(readers.templates)
    store.match = times.wrapped(store.match, "templates")  # type: ignore[method-assign]
    if readers.engine is not None:
        engine: Any = type(readers.engine)
        engine.read = times.wrapped(engine.read, f"mrz: {readers.engine.name}")
    return times
