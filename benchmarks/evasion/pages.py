"""Genuine pages that stand for what they are not: two documents handed in as one, and a page held to be of another model."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from benchmarks.evasion.changes import Changed
from benchmarks.evasion.documents import Documents
from benchmarks.evasion.opened import less, opened_examiner
from benchmarks.evasion.pictures import Aspect, Plate, Submission
from benchmarks.evasion.templates import MODELS
from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId
from docforensics.examiner import Examiner
from docforensics.page.geometry import BoxMm
from docforensics.templates.store import TemplateStore

PAGES = ("two-pages", "other-model")
_GAP_MM = 8.0
_DESK = 96
"""Grey level of what two pages lie on."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pages:
    """Genuine documents by design and channel, and examiners that lack the template of a design."""

    documents: Documents
    listed: dict[tuple[str, str], tuple[str, ...]]
    without: dict[str, Examiner]

    def made(self, design: str, channel: str, bundle: str, turn: int) -> Changed | None:
        """Give the submission of a turn; None where the sets hold no further document, or a reader would take two pages."""
        names = self.listed.get((design, channel), ())
        if turn >= len(names) or (bundle == "two-pages" and channel == "border-reader" and design != "td1"):
            return None
        given = self.documents.submission(names[turn])
        claim, told = ClaimId.PAGE_MODEL, given
        if bundle == "two-pages":
            other = self.documents.submission(names[(turn + 1) % len(names)])
            claim, told = ClaimId.ONE_DOCUMENT, beside(given, other)
        holder = self.documents.facts[names[turn]].holder
        return Changed(submission=told, holder=holder, changes={claim: bundle})

    def examiner(self, design: str, bundle: str) -> Examiner | None:
        """Give the examiner that knows other models alone; None where all are known."""
        return self.without[design] if bundle == "other-model" else None


def beside(given: Submission, other: Submission) -> Submission:
    """Give the front of one document and the back of another, or two pages below one another in one picture."""
    if len(given.aspects) > 1:
        return replace(given, aspects=(given.aspects[0], *other.aspects[1:]))
    mine, theirs = given.aspects[0], other.aspects[0]
    plate = _below(mine.visible, theirs.visible, mine, theirs)
    return replace(given, aspects=(replace(mine, plates=(plate,)),))


def _below(upper: Plate, lower: Plate, mine: Aspect, theirs: Aspect) -> Plate:
    """Cut both pages out with a margin, bring them to one scale and lay one below the other."""
    scale = upper.px_per_mm(mine.size_mm)
    pieces, moves = zip(
        *(_cut(plate, aspect, scale) for plate, aspect in ((upper, mine), (lower, theirs))), strict=True
    )
    width = max(piece.shape[1] for piece in pieces)
    gap = np.full((round(_GAP_MM * scale), width, 3), _DESK, np.uint8)
    padded = [
        np.pad(piece, ((0, 0), (0, width - piece.shape[1]), (0, 0)), constant_values=_DESK)
        for piece in pieces
    ]
    return replace(upper.moved(np.concatenate([padded[0], gap, padded[1]]), moves[0]), light=Light.VISIBLE)


def _cut(plate: Plate, aspect: Aspect, scale: float) -> tuple[np.ndarray, np.ndarray]:
    corners = plate.corners(BoxMm.of_size(aspect.size_mm).grown(2.0))
    rows, columns = plate.pixels.shape[:2]
    left, top = np.clip(np.floor(corners.min(axis=0)), 0, (columns - 1, rows - 1)).astype(int)
    right, bottom = np.clip(np.ceil(corners.max(axis=0)), 1, (columns, rows)).astype(int)
    share = scale / plate.px_per_mm(aspect.size_mm)
    piece = np.ascontiguousarray(plate.pixels[top:bottom, left:right])
    size = (max(1, round(piece.shape[1] * share)), max(1, round(piece.shape[0] * share)))
    by = np.array([[share, 0.0, -left * share], [0.0, share, -top * share], [0.0, 0.0, 1.0]])
    return np.asarray(cv2.resize(piece, size, interpolation=cv2.INTER_AREA), np.uint8), by


def pages(sets: Iterable[Path], store: TemplateStore) -> Pages:
    """Read the sets, and leave out the holders that templates were learned from."""
    roots = list(sets)
    documents = Documents(roots)
    files = [root / "template.txt" for root in roots if (root / "template.txt").is_file()]
    apart = {holder for file in files for holder in file.read_text(encoding="utf-8").split()}
    listed: dict[tuple[str, str], list[str]] = {}
    for name, facts in sorted(documents.facts.items()):
        if not facts.is_forged and facts.holder not in apart:
            listed.setdefault((facts.design, facts.capture), []).append(name)
    without = {design: opened_examiner(less(store, model), reader=False) for design, model in MODELS.items()}
    return Pages(
        documents=documents, listed={key: tuple(names) for key, names in listed.items()}, without=without
    )
