"""A drill: documents to decide on, genuine and forged, as a local page that scores decisions and time, and its answer sheet."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.guidance.words import sentences
from docforensics.report import words
from docforensics.report.page import asset, asset_hash, fill
from docforensics.report.picture import Picture, picture

BUDGET_BYTES = 1_050_000
"""Of all pictures, before base64: the page stays below 1.5 MB."""
MAX_SIDE_PX = 1000
"""Of a view: the width of a page on a screen. A judgement."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CaseView:
    """One picture of a case, and where it was changed, in per cent of its width and height."""

    side: str
    light: Light
    pixels: Pixels
    changed: tuple[tuple[float, float, float, float], ...] = ()
    """Left, top, width, height; empty for a genuine document and for one that is a reproduction as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrillCase:
    """One document to decide on."""

    id: str
    """As the data set names it: for the answer sheet alone."""
    views: tuple[CaseView, ...]
    forged: bool
    species: str
    """What was done, in examiners' words; empty for a genuine document."""
    remark: str
    """What an officer sees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownView:
    """A view, encoded for the page."""

    side: str
    light: Light
    picture: Picture
    changed: tuple[tuple[float, float, float, float], ...]


def drill_html(cases: Sequence[DrillCase], *, language: str = "en") -> str:
    """Write the drill: one document after another with script, all at once without."""
    return _page(cases, language, answers=False)


def answers_html(cases: Sequence[DrillCase], *, language: str = "en") -> str:
    """Write the answer sheet: every document with its truth, and where to look."""
    return _page(cases, language, answers=True)


def _page(cases: Sequence[DrillCase], language: str, *, answers: bool) -> str:
    budget = BUDGET_BYTES // max(sum(len(case.views) for case in cases), 1)
    shown = [
        [
            ShownView(
                side=view.side,
                light=view.light,
                picture=picture(view.pixels, budget, MAX_SIDE_PX),
                changed=view.changed,
            )
            for view in case.views
        ]
        for case in cases
    ]
    return fill(
        "drill.html.j2",
        language,
        cases=list(zip(cases, shown, strict=True)),
        answers=answers,
        key="" if answers else answer_key(cases),
        drill_script=asset("drill.js"),
        drill_hash=asset_hash("drill.js"),
        sentences=sentences(),
        words=words,
    )


def answer_key(cases: Sequence[DrillCase]) -> str:
    """Encode the truth in base64: it cannot be read at a glance in the page's source, and is not protected."""
    told = [{"forged": case.forged, "species": case.species, "remark": case.remark} for case in cases]
    return base64.b64encode(json.dumps(told, ensure_ascii=False).encode("utf-8")).decode("ascii")
