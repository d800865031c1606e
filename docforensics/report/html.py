"""The report as one HTML page: self-contained, without script, readable in light, dark and print."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from docforensics.guidance.words import outcome_words
from docforensics.report import words
from docforensics.report.model import Report
from docforensics.report.picture import figures
from docforensics.report.waterfall import waterfall
from docforensics.scoring.verbal import SCALE

if TYPE_CHECKING:
    from jinja2 import Environment


def to_html(report: Report) -> str:
    """Write the page. Every text is escaped: a document may carry markup in its name field."""
    meaning, action = outcome_words(report.verdict.outcome)
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            meaning=meaning,
            action=action,
            figures=figures(report),
            waterfall=waterfall(report.verdict),
            scale=SCALE,
            style=_style(),
            style_hash=_style_hash(),
            words=words,
        )
    )


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 (slow to import)

    return Environment(
        loader=PackageLoader("docforensics.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> str:
    return files("docforensics.report").joinpath("templates", "report.css").read_text(encoding="utf-8")


@cache
def _style_hash() -> str:
    """Hash the style sheet for the content security policy, which then admits no other style and no script."""
    return base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode("ascii")
