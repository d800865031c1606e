"""The report as one HTML page: self-contained, readable without script, in light, dark and print, in four languages."""

import base64
import hashlib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from docforensics.guidance.catalogue import ENGLISH, Catalogue, catalogue
from docforensics.guidance.entries import LINES, check_entry
from docforensics.guidance.words import Text, sentences, text
from docforensics.report import words
from docforensics.report.details import pairs
from docforensics.report.headline import headline
from docforensics.report.model import Report
from docforensics.report.picture import figures
from docforensics.report.reasons import not_examined, place_of, reason_of, reasons, todo
from docforensics.report.waterfall import waterfall
from docforensics.scoring.verbal import SCALE

if TYPE_CHECKING:
    from jinja2 import Environment

_ISOLATE, _POP = "\u2068", "\u2069"
"""Unicode's first strong isolate, and its end."""


def to_html(report: Report, *, language: str = "en") -> str:
    """Write the page. Every text is escaped: a document may carry markup in its name field."""
    numbered = reasons(report)
    return render(
        "report.html.j2",
        language,
        report=report,
        sentences=sentences(),
        headline=headline(report),
        causes=[step.key for step in report.guidance if step.key in sentences()["cause"]] or ["silent"],
        steps=report.guidance,
        todo=todo(report),
        reasons=numbered,
        reason_of=reason_of,
        place_of=place_of,
        pairs=pairs(report, numbered),
        not_examined=not_examined(report),
        figures=figures(report, numbered),
        plan=report.plan,
        waterfall=waterfall(report.verdict),
        scale=SCALE,
        entry=check_entry,
        lines=LINES,
        words=words,
        text=text,
    )


def render(page: str, language: str, /, **values: Any) -> str:  # noqa: ANN401 (whatever the template shows)
    """Fill in a template of this package in one language, with the style sheet and the script and their hashes."""
    said = catalogue(language)
    return (
        _environment()
        .get_template(page)
        .render(
            _=said.say,
            say=_sayer(said),
            language=said,
            style=asset("report.css"),
            style_hash=asset_hash("report.css"),
            script=asset("report.js"),
            script_hash=asset_hash("report.js"),
            **values,
        )
    )


def _sayer(said: Catalogue) -> Any:  # noqa: ANN401 (a function of jinja)
    """Make what says a text in the language, with the English after it if asked; what stays English is marked as such."""
    from markupsafe import Markup  # noqa: PLC0415

    def say(text: Text | str, *, english: bool = False) -> str:
        whole = _isolated(text, said).said(said.say) if isinstance(text, Text) else said.say(text)
        if not said.knows(text.english if isinstance(text, Text) else text):
            return Markup('<span lang="en" dir="ltr">{}</span>').format(whole)
        if not english or said.language == ENGLISH:
            return whole
        return Markup('{} <span class="english" lang="en" dir="ltr">{}</span>').format(whole, str(text))

    return say


def _isolated(text: Text, said: Catalogue) -> Text:
    """Keep what fills the blanks of a right-to-left sentence together: `20 SEP 2036` would be turned about."""
    if said.direction == "ltr":
        return text
    values = {
        name: f"{_ISOLATE}{said.say(value)}{_POP}" if isinstance(value, str) and value else value
        for name, value in text.values.items()
    }
    return replace(text, values=values)


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
def asset(name: str) -> str:
    """Read the style sheet or a script."""
    return files("docforensics.report").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def asset_hash(name: str) -> str:
    """Hash it for the content security policy, which then admits no other style and no other script."""
    return base64.b64encode(hashlib.sha256(asset(name).encode()).digest()).decode("ascii")
