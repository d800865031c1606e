"""Formats: one file each, found by name, and nothing that a report is made of imports them."""

from pathlib import Path

import pytest

from docforensics.cli import main
from docforensics.errors import UsageError
from docforensics.report import render
from docforensics.report.render import FORMATS, renderer
from docforensics.report.report import Report

FOLDER = Path(render.__file__).parent
NEW = '''"""How many findings there are, in words."""

from docforensics.report.model import ReportData


def render(report: ReportData, _language: str) -> str:
    """Write the number."""
    return f"{len(report.findings)} findings"
'''


def test_every_file_is_a_format_and_every_format_a_file() -> None:
    """`redacted` writes nothing: it gives a report."""
    files = {file.stem for file in FOLDER.glob("*.py")} - {"__init__", "redacted"}
    assert files == set(FORMATS)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_writes_any_report(form: str, report: Report, empty_report: Report) -> None:
    """The same text each time; of a report without findings as well."""
    assert report.render(form)
    assert report.render(form) == report.render(form)
    assert empty_report.render(form)


def test_a_format_that_is_not_there_is_refused(report: Report) -> None:
    """The error names those there are."""
    with pytest.raises(UsageError, match="html, json, text"):
        report.render("pdf")


def test_the_language_reaches_the_page(report: Report) -> None:
    """Formats that exist in English alone are written in English."""
    assert 'lang="fr"' in report.render("html", language="fr")
    assert report.render("text", language="fr") == report.to_text()


def test_a_format_takes_a_file_and_a_line(
    tmp_path: Path, report: Report, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The recipe of CONTRIBUTING: report and command line have it, and nothing else was changed."""
    (tmp_path / "counted.py").write_text(NEW, encoding="utf-8")
    monkeypatch.setattr(render, "__path__", [*render.__path__, str(tmp_path)])
    monkeypatch.setattr(render, "FORMATS", {**FORMATS, "counted": "how many findings there are"})
    monkeypatch.setattr("docforensics.cli.examine.FORMATS", render.FORMATS)
    assert renderer("counted")(report, "en") == f"{len(report.findings)} findings"
    assert report.render("counted") == f"{len(report.findings)} findings"
    with pytest.raises(SystemExit):
        main(["examine", "--help"])
    assert "counted: how many findings there are" in " ".join(capsys.readouterr().out.split())
