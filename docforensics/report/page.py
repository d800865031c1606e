"""Fills in a page of this package in one language: self-contained, with the hashes that its security policy admits."""

import base64
import hashlib
import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from docforensics.guidance.catalogue import ENGLISH, Catalogue, catalogue
from docforensics.guidance.words import Text

if TYPE_CHECKING:
    from jinja2 import Environment

REPORT = "docforensics.report"
_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Embeddings, overrides and isolates of Unicode's bidirectional algorithm, and control characters but for tab and line ends."""
_ISOLATE, _POP = "\u2068", "\u2069"
"""Unicode's first strong isolate, and its end."""


def fill(page: str, language: str, /, **values: Any) -> str:  # noqa: ANN401 (whatever the template shows)
    """Fill in a template of this package in one language, with the style sheet and the script and their hashes."""
    said = catalogue(language)
    return (
        environment()
        .get_template(page)
        .render(
            _=said.say,
            say=sayer(said),
            language=said,
            style=asset("report.css"),
            style_hash=asset_hash("report.css"),
            script=asset("report.js"),
            script_hash=asset_hash("report.js"),
            **values,
        )
    )


def sayer(said: Catalogue) -> Any:  # noqa: ANN401 (a function of jinja)
    """Make what gives a text in the language, with the English after it if asked; what stays English is marked as such."""
    from markupsafe import Markup, escape  # noqa: PLC0415

    def say(text: Text | str, *, english: bool = False) -> str:
        text = _unsteered(text)
        whole = escape(_isolated(text, said).said(said.say) if isinstance(text, Text) else said.say(text))
        if not said.knows(text.english if isinstance(text, Text) else text):
            return Markup('<span lang="en" dir="ltr">{}</span>').format(whole)
        if not english or said.language == ENGLISH:
            return whole
        return Markup('{} <span class="english" lang="en" dir="ltr">{}</span>').format(whole, str(text))

    return say


def _unsteered(text: Text | str) -> Text | str:
    """Replace what steers in a text and in what fills its blanks: what `say` gives is markup, which `without_steering` leaves alone."""
    if isinstance(text, str):
        return str(without_steering(text))
    values = {
        name: tuple(map(without_steering, value)) if isinstance(value, tuple) else without_steering(value)
        for name, value in text.values.items()
    }
    return Text(english=str(without_steering(text.english)), values=values)


def _isolated(text: Text, said: Catalogue) -> Text:
    """Keep what fills the blanks of a right-to-left sentence together: `20 SEP 2036` would be turned about."""
    if said.direction == "ltr":
        return text
    values = {
        name: f"{_ISOLATE}{said.say(value)}{_POP}" if isinstance(value, str) and value else value
        for name, value in text.values.items()
    }
    return replace(text, values=values)


def without_steering(value: Any) -> Any:  # noqa: ANN401 (whatever a template shows)
    """Replace characters that turn the direction of what follows, and control characters: a name must not steer the page around it.

    What is markup stays: the page has put its own isolates there. So do the marks of Arabic text.
    """
    return (
        _STEERING.sub("\ufffd", value) if isinstance(value, str) and not hasattr(value, "__html__") else value
    )


@cache
def environment(package: str = REPORT) -> "Environment":
    """Make what fills in the pages of a package of this program, which may take parts of the report's: everything escaped, no blank left empty."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 (slow to import)

    return Environment(
        loader=ChoiceLoader([PackageLoader(one) for one in dict.fromkeys((package, REPORT))]),
        autoescape=True,
        finalize=without_steering,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def asset(name: str, package: str = REPORT) -> str:
    """Read a style sheet or a script of a package; without a name, nothing."""
    return files(package).joinpath("templates", name).read_text(encoding="utf-8") if name else ""


@cache
def asset_hash(name: str, package: str = REPORT) -> str:
    """Hash it for the content security policy, which then admits no other style and no other script."""
    return base64.b64encode(hashlib.sha256(asset(name, package).encode()).digest()).decode("ascii")
