"""A stand-in for the examiner, so that the commands are tested without examining anything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.errors import DecodeError, ResourceCorruptError
from docforensics.guidance.steps import Step
from docforensics.guidance.words import Text
from docforensics.report.model import PagePicture, SideReport
from docforensics.report.report import Report
from docforensics.report.versions import SCHEMA_VERSION
from docforensics.scoring.model import OutcomeClass, Verdict
from docforensics.settings import ExaminerSettings


def make_report(outcome: OutcomeClass) -> Report:
    """Make a report without findings."""
    verdict = Verdict(
        score=0.1,
        prior=0.05,
        log10_lr=0.3,
        family_log10_lr={"mrz": 0.3},
        outcome=outcome,
        verbal="weak",
    )
    side = SideReport(
        side="other",
        channel="upload",
        lights=("visible",),
        sha256={"visible": ("ab" * 32,)},
        size="ID3",
        size_mm=(125.0, 88.0),
        px_per_mm=8.0,
        scale_basis="mrz",
        quality={"sharpness": 0.9},
        template=None,
        template_digest="",
    )
    page = PagePicture(size_mm=(125, 88), pixels={Light.VISIBLE: np.full((88, 125), 200, np.uint8)})
    return Report(
        schema_version=SCHEMA_VERSION,
        verdict=verdict,
        findings=(),
        unchecked=(),
        guidance=(Step(english="Compare the face.", key="face"),),
        limits=(Text(english="It is no proof."),),
        mrz=None,
        sides=(side,),
        inspected_on=date(2026, 11, 24),
        provenance={},
        pages=(page,),
    )


@dataclass
class FakeExaminer:
    """Gives the outcome that the first file's name asks for; a file named `bad` cannot be read, one named `model` meets a bad one."""

    settings: ExaminerSettings = field(default_factory=ExaminerSettings)
    options: dict[str, Any] = field(default_factory=dict)
    calls: list[tuple[Any, dict[str, Any]]] = field(default_factory=list)

    def __call__(self, settings: ExaminerSettings, **options: Any) -> "FakeExaminer":
        """Stand in for the constructor."""
        self.settings, self.options = settings, options
        settings.load_policy()
        return self

    def examine(self, source: Any, **said: Any) -> Report:
        """Stand in for the examination."""
        self.calls.append((source, said))
        first = source[0] if isinstance(source, tuple) else source
        name = first.stem if isinstance(first, Path) else "clear"
        if name.startswith("bad"):
            raise DecodeError("the bytes are damaged")
        if name.startswith("model"):
            raise ResourceCorruptError("models/x is not the file that MANIFEST.toml names")
        if self.options.get("audit"):
            self._audit()
        return make_report(OutcomeClass(name.split("-")[0].upper()))

    def _audit(self) -> None:
        hook: Callable[[Mapping[str, object]], None] = self.options["audit"]
        hook({"outcome": "CLEAR", "at": None})


@pytest.fixture(name="examiner")
def fixture_examiner(monkeypatch: pytest.MonkeyPatch) -> FakeExaminer:
    """Put the stand-in in the examiner's place."""
    fake = FakeExaminer()
    monkeypatch.setattr("docforensics.examiner.Examiner", fake)
    return fake
