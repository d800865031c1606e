"""The report as one HTML page: self-contained, readable without script, in light, dark and print, in four languages."""

from html import escape

from docforensics.guidance.catalogue import ENGLISH
from docforensics.guidance.entries import LINES, check_entry
from docforensics.guidance.words import sentences, text
from docforensics.report import words
from docforensics.report.brief import installable
from docforensics.report.claims import rows
from docforensics.report.details import pairs
from docforensics.report.headline import headline
from docforensics.report.model import ReportData
from docforensics.report.page import fill
from docforensics.report.picture import figures
from docforensics.report.reasons import not_examined, place_of, reason_of, reasons, todo
from docforensics.report.waterfall import waterfall
from docforensics.scoring.verbal import SCALE

_HEAD_PX = 760
"""Height of the frame in a notebook: head and one picture, on a screen that shows no more at once. A judgement."""


def render(report: ReportData, language: str) -> str:
    """Write the page in a language."""
    return to_html(report, language=language)


def to_head(report: ReportData) -> str:
    """Write the top of the page and its first picture in a frame of their own, for a notebook: its styles reach nothing else."""
    numbered = reasons(report)
    page = fill(
        "head.html.j2",
        ENGLISH,
        report=report,
        headline=headline(report),
        reasons=numbered,
        not_examined=not_examined(report),
        figures=figures(report, numbered),
        words=words,
    )
    style = f"width:100%;height:{_HEAD_PX}px;border:0"
    return f'<iframe sandbox="" title="docforensics report" style="{style}" srcdoc="{escape(page)}"></iframe>'


def to_html(report: ReportData, *, language: str = "en") -> str:
    """Write the page. Every text is escaped: a document may carry markup in its name field."""
    numbered = reasons(report)
    return fill(
        "report.html.j2",
        language,
        report=report,
        sentences=sentences(),
        headline=headline(report),
        claims=rows(report),
        steps=report.guidance,
        todo=todo(report),
        reasons=numbered,
        reason_of=reason_of,
        place_of=place_of,
        pairs=pairs(report, numbered),
        not_examined=not_examined(report),
        figures=figures(report, numbered),
        plan=report.plan,
        situation=report.situation,
        installable=installable(report.unchecked),
        waterfall=None if report.verdict.score is None else waterfall(report.verdict),
        scale=SCALE,
        entry=check_entry,
        lines=LINES,
        words=words,
        text=text,
    )
