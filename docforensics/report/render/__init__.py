"""Writers of a report: a module of this folder is one format, its file name the format's name.

A format has `render(report, language) -> str` and a line in `FORMATS`; `Report.render` and `docforensics examine --format`
then have it. `redacted` writes nothing: it gives the report without the holder's data. Writers import the report's data
(`report.model`); nothing that they import imports them.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from docforensics.errors import UsageError

if TYPE_CHECKING:
    from docforensics.report.model import ReportData

Renderer = Callable[["ReportData", str], str]
"""Writes a report; the second argument is the language, which formats that exist in English alone disregard."""

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "audit": "one line of JSON for a log, without personal data",
        "full": "all that the report holds, as lines for a terminal",
        "html": "one self-contained page",
        "json": "JSON after the published schema",
        "text": "at most 15 lines for a terminal",
        "tr03135": "one line of JSON under the names of BSI TR-03135, without personal data",
    }
)
"""What each format is, by name."""


def renderer(form: str) -> Renderer:
    """Give the writer of a format; UsageError names those there are."""
    if form not in FORMATS:
        raise UsageError(f"format: expected {', '.join(FORMATS)}, got {form!r}")
    render: Renderer = import_module(f"{__name__}.{form}").render
    return render
