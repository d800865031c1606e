"""Which form a client takes."""

import pytest

from docforensics.service.asked import ReportForm
from docforensics.service.forms import accepted
from docforensics.service.problems import ProblemError


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", ReportForm.JSON),
        ("*/*", ReportForm.JSON),
        ("text/html,application/xhtml+xml,*/*;q=0.8", ReportForm.HTML),
        ("text/*", ReportForm.HTML),
        ("application/json;q=0.1, text/html;q=0.2", ReportForm.HTML),
        ("text/html;q=0, application/*", ReportForm.JSON),
        ("application/vnd.docforensics.redacted+html", ReportForm.REDACTED),
        ("application/vnd.docforensics.tr03135+json;q=0.9, */*;q=0.1", ReportForm.TR03135),
        ("text/html;q=words, application/json", ReportForm.JSON),
    ],
)
def test_the_form_that_is_liked_best_is_chosen(accept: str, form: ReportForm) -> None:
    """By the closest range; the order of the API decides between equals."""
    assert accepted(accept) is form


@pytest.mark.parametrize("accept", ["image/png", "application/json;q=0", "nonsense", "text/html;q=7"])
def test_what_is_not_there_is_a_problem(accept: str) -> None:
    """Which lists what is."""
    with pytest.raises(ProblemError) as raised:
        accepted(accept)
    assert raised.value.code == "not_acceptable"
    assert "text/html" in raised.value.detail
