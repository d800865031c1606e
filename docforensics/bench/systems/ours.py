"""docforensics itself: whole, without templates, and with the checks of the MRZ alone."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from docforensics.bench.normalise import Questioned
from docforensics.bench.systems.model import Answer, ScoreMap, drawn
from docforensics.capture.light import Light
from docforensics.capture.model import SideKind
from docforensics.capture.side import Capture
from docforensics.checks.outcome import Region
from docforensics.examiner import Examiner
from docforensics.mrz.engines import available_engines
from docforensics.page.geometry import Points, project
from docforensics.page.model import Page
from docforensics.report.report import Report
from docforensics.scoring.model import OutcomeClass
from docforensics.settings import ExaminerSettings

INSPECTED_ON = date(2026, 11, 24)
"""Default day of the examination: a rerun on another day must give the same figures."""
_ELSEWHERE = ("bench/", "cli/", "batch/")
"""Source that cannot change what the examiner says."""
FLAGGED = frozenset({OutcomeClass.REFER, OutcomeClass.ALERT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way in which the examiner is measured."""

    about: str
    templates: bool = True
    """Whether it knows templates."""
    families: frozenset[str] | None = None
    """Of the checks that it runs; None for all."""


FORMS: Mapping[str, Form] = {
    "docforensics": Form(about="all checks, shipped templates"),
    "no-templates": Form(about="all checks, no template", templates=False),
    "mrz-only": Form(
        about="checks of the MRZ and its data alone", templates=False, families=frozenset({"mrz", "data"})
    ),
}
"""By the name of the system."""


class Docforensics:
    """The examiner as a system: score, claimed log10 LR, outcome, and the regions of adverse findings."""

    def __init__(self, name: str, settings: ExaminerSettings, inspected_on: date = INSPECTED_ON) -> None:
        form = FORMS[name]
        self.name, self.about = name, form.about
        self._examiner = Examiner(settings if form.templates else replace(settings, templates=()))
        if form.families is not None:
            checks = self._examiner._checks  # noqa: SLF001 (a part of an examination has no public name)
            self._examiner._checks = tuple(check for check in checks if check.family in form.families)  # noqa: SLF001
        self._inspected_on = inspected_on
        told = (name, _code(), self._examiner.settings.digest, inspected_on)
        self.digest = hashlib.sha256(repr(told).encode()).hexdigest()

    def answer(self, questioned: Questioned) -> Answer:
        """Examine the pictures as sides and lights of one document."""
        sides = tuple(_sides(questioned))
        captures = list(captures_of(questioned))
        document = self._examiner.read(captures, inspected_on=self._inspected_on)
        report = self._examiner.report(document)
        verdict = report.verdict
        return Answer(
            score=verdict.log10_lr,
            log10_lr=verdict.log10_lr,
            flagged=verdict.outcome in FLAGGED,
            inconclusive=verdict.outcome is OutcomeClass.INCONCLUSIVE,
            coverage=verdict.coverage,
            findings=tuple(finding.check for finding in report.reasons),
            maps=_maps(questioned, sides, report, [side.page for side in document.sides]),
            binary=True,
        )


def _sides(questioned: Questioned) -> Iterator[tuple[SideKind, tuple[int, ...]]]:
    """Give each side that was captured with the indices of its pictures."""
    kinds = dict.fromkeys(picture.side for picture in questioned.item.pictures)
    for kind in kinds:
        yield kind, tuple(k for k, p in enumerate(questioned.item.pictures) if p.side is kind)


def captures_of(questioned: Questioned) -> tuple[Capture, ...]:
    """Give the sides of a document as the examiner takes them."""
    return tuple(_capture(questioned, side) for side in _sides(questioned))


def _capture(questioned: Questioned, side: tuple[SideKind, tuple[int, ...]]) -> Capture:
    kind, indices = side
    lights: dict[Light, list[bytes]] = {}
    for k in indices:
        lights.setdefault(questioned.item.pictures[k].light, []).append(questioned.shots[k].data)
    dpi = questioned.item.pictures[indices[0]].dpi
    scaled = None if dpi is None else dpi * questioned.shots[indices[0]].scale
    return Capture.from_lights(lights, side=kind, channel=questioned.item.channel, dpi=scaled)


def _maps(
    questioned: Questioned,
    sides: Sequence[tuple[SideKind, tuple[int, ...]]],
    report: Report,
    pages: Sequence[Page],
) -> tuple[ScoreMap | None, ...]:
    """Draw the regions of all adverse findings on the grids of the pictures they were seen in."""
    marked = [(region, finding.log10_lr) for finding in report.reasons for region in finding.regions]
    maps: list[ScoreMap | None] = [None] * len(questioned.shots)
    for number, (_, indices) in enumerate(sides):
        for k in indices:
            light = questioned.item.pictures[k].light
            here = [(r, weight) for r, weight in marked if r.side == number and r.light is light]
            corners = [_corners(region, pages[number]) for region, _ in here]
            maps[k] = drawn(corners, [weight for _, weight in here], questioned.shots[k].pixels.shape)
    return tuple(maps)


def _corners(region: Region, page: Page) -> Points:
    """Corners in pixels of the picture in the region's own light."""
    primary = page.to_capture(region.box.corners)
    frame = page.frame.light_frames.get(region.light)
    return primary if frame is None else project(np.asarray(np.linalg.inv(frame)), primary)


@cache
def _code() -> str:
    """Hash the package's own source and what it runs on: a changed check must not be answered from the cache."""
    package = Path(__file__).parents[2]
    digest = hashlib.sha256(repr((cv2.__version__, np.__version__, available_engines())).encode())
    for file in sorted(package.rglob("*.py")):
        name = file.relative_to(package).as_posix()
        if not name.startswith(_ELSEWHERE) or file == Path(__file__):
            digest.update(name.encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
