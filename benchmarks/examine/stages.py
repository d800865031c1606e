"""Times the stages of an examination from outside: every step of the main path is wrapped by its name."""

import resource
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from docforensics import examiner
from docforensics.checks.outcome import Outcome
from docforensics.checks.run import run_check
from docforensics.checks.spec import Check
from docforensics.document import Document
from docforensics.examiner import Examiner

STEPS = {
    "load_document": "capture",
    "find_mrz_bands": "page: MRZ bands",
    "find_page": "page: outline, rectify",
    "frame_from_mrz": "mrz: frame",
    "parse_mrz": "mrz: parse",
    "read_viz": "viz",
    "weigh": "scoring",
    "judge": "scoring",
    "build_report": "report",
    "audit_record": "report",
}
"""Functions that `docforensics.examiner` calls by name, and the stage each counts for."""


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
    for name, stage in STEPS.items():
        setattr(examiner, name, times.wrapped(getattr(examiner, name), stage))
    setattr(examiner, "run_check", times.timed_check(run_check))  # noqa: B010 (replaces an imported name)
    store = type(watched._store)  # noqa: SLF001 (measured from outside)
    store.match = times.wrapped(store.match, "templates")  # type: ignore[method-assign]
    if watched._engine is not None:  # noqa: SLF001
        engine: Any = type(watched._engine)  # noqa: SLF001
        engine.read = times.wrapped(engine.read, f"mrz: {watched._engine.name}")  # noqa: SLF001
    return times
