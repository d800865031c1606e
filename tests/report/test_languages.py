"""A page in another language: complete for first line, with the English beside outcome and reasons."""

import re
from datetime import date
from pathlib import Path

import pytest
from markupsafe import escape

from docforensics.examiner import Examiner
from docforensics.guidance.catalogue import LANGUAGES, catalogue
from docforensics.report.render.html import to_html
from docforensics.report.report import Report

SPECIMEN = (
    Path(__file__).parents[2] / "sample_docs" / "documents" / "td3-2-0000-flatbed-photo-digital-ordinary"
)
OTHERS = sorted(set(LANGUAGES) - {"en"})
_BESIDE = re.compile(r'<span class="english" lang="en" dir="ltr">([^<]*)</span>')


@pytest.fixture(name="examined", scope="module")
def fixture_examined() -> Report:
    """A page whose portrait was replaced, examined as shipped."""
    return Examiner().examine(
        SPECIMEN / "data-page-white.jpg", channel="scanner", inspected_on=date(2026, 11, 24)
    )


@pytest.mark.parametrize("language", OTHERS)
def test_what_first_line_reads_of_a_page_is_in_its_language(examined: Report, language: str) -> None:
    """Above the note on the folds, English stands beside a translation and under the figures for examiners alone."""
    above = to_html(examined, language=language).split('class="foldnote"')[0]
    above = re.sub(r'<details class="figures".*?</details>', "", _BESIDE.sub("", above), flags=re.DOTALL)
    assert re.findall(r'<[^>]*lang="en"[^>]*>[^<]*', above) == []


@pytest.mark.parametrize("language", OTHERS)
def test_outcome_and_reasons_have_the_english_beside_them(examined: Report, language: str) -> None:
    """A word that a machine chose wrongly can be held against the original."""
    beside = _BESIDE.findall(to_html(examined, language=language))
    assert "REFER" in beside
    assert "Refer the document to second line." in beside
    assert {finding.title for finding in examined.reasons} <= set(beside)


@pytest.mark.parametrize("language", OTHERS)
def test_the_page_states_that_a_machine_translated_it(examined: Report, language: str) -> None:
    """In both languages, before anything else."""
    notice = (
        "This page was translated by machine and was not reviewed; where in doubt, the English text counts."
    )
    page = to_html(examined, language=language)
    assert page.index(str(escape(catalogue(language).say(notice)))) < page.index(notice) < page.index("<h1>")


def test_an_english_page_says_nothing_twice(examined: Report) -> None:
    """And carries no notice."""
    page = to_html(examined)
    assert 'class="english"' not in page
    assert "translated by machine" not in page
