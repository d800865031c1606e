"""docforensics itself: whole, without templates, and with the checks of the MRZ alone."""

import hashlib
from collections.abc import Iterator, Sequence
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
from docforensics.resources import manifest
from docforensics.scoring.model import OutcomeClass
from docforensics.scoring.policy import Policy
from docforensics.settings import Templates

INSPECTED_ON = date(2026, 11, 24)
"""Default day of the examination: a rerun on another day must give the same figures."""
_ELSEWHERE = ("bench/", "cli/", "batch/")
"""Source that cannot change what the examiner says."""
FLAGGED = frozenset({OutcomeClass.REFER, OutcomeClass.ALERT})


class Docforensics:
    """The examiner as a system: score, claimed log10 LR, outcome, and the regions of adverse findings."""

    def __init__(
        self,
        *,
        name: str = "docforensics",
        about: str = "all checks, shipped templates",
        templates: Templates = None,
        families: frozenset[str] | None = None,
        policy: Policy | None = None,
        inspected_on: date = INSPECTED_ON,
    ) -> None:
        self.name = name
        self.about = about
        self._examiner = Examiner(templates=templates, policy=policy)
        if families is not None:
            checks = self._examiner._checks  # noqa: SLF001 (a part of an examination has no public name)
            self._examiner._checks = tuple(check for check in checks if check.family in families)  # noqa: SLF001
        self._inspected_on = inspected_on
        told = (
            name,
            _code(),
            _models(),
            inspected_on,
            policy and policy.digest,
            families,
            packs_digest(templates),
        )
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


def _models() -> str:
    return hashlib.sha256(repr(manifest()).encode()).hexdigest()


def packs_digest(templates: Templates) -> str:
    """Hash a folder of templates; a store or a list of templates is identified by its representation."""
    if not isinstance(templates, str | Path):
        return repr(templates)
    files = sorted(path for path in Path(templates).rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def whole(inspected_on: date, templates: Templates, policy: Policy | None) -> Docforensics:
    """Make the examiner with all its checks."""
    return Docforensics(inspected_on=inspected_on, templates=templates, policy=policy)


def without_templates(inspected_on: date, policy: Policy | None) -> Docforensics:
    """Make the examiner that knows no template."""
    return Docforensics(
        name="no-templates",
        about="all checks, no template",
        templates=(),
        policy=policy,
        inspected_on=inspected_on,
    )


def mrz_only(inspected_on: date, policy: Policy | None) -> Docforensics:
    """Make the examiner that looks at the MRZ and the data alone."""
    return Docforensics(
        name="mrz-only",
        about="checks of the MRZ and its data alone",
        templates=(),
        families=frozenset({"mrz", "data"}),
        policy=policy,
        inspected_on=inspected_on,
    )
