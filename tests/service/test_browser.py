"""The desk in a real browser: a document is decided by keys alone, on a wide and a narrow window."""

import shutil
from collections.abc import Iterator

import pytest

from benchmarks.report.browser import NAMES
from benchmarks.report.devtools import CTRL, Tab
from tests.service.client import KEY, Served, served

pytestmark = [
    pytest.mark.skipif(
        not any(map(shutil.which, NAMES)), reason="Chromium is not installed: the desk is not opened"
    ),
]


@pytest.fixture(name="desk", scope="module")
def fixture_desk(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Served]:
    """A service with a desk and three documents."""
    if not request.config.getoption("--no-skips"):
        pytest.skip("make test-extras runs it")
    with served(tmp_path_factory.mktemp("desk"), retain_days=7, key=KEY) as one:
        officer = one.token("examine")
        for word in ("clear", "refer", "alert"):
            assert one.post(word, officer, client_reference=f"the {word}").status_code == 200
        yield one


@pytest.fixture(name="tab", params=[1280, 390])
def fixture_tab(desk: Served, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """Somebody of second line who has signed in by the form; what the policy refuses fails the test."""
    with Tab(width=request.param) as tab:
        tab.open(f"{desk.http.base_url}/desk/")
        tab.until("document.activeElement.id === 'token'")
        tab.run(f"document.activeElement.value = '{desk.token('review')['Authorization'].split()[1]}'")
        tab.press("Enter")
        tab.until("document.querySelector('.queue') && document.readyState === 'complete'")
        assert tab.run("document.documentElement.scrollWidth <= innerWidth")
        yield tab
        assert tab.complaints == []


def test_a_document_is_decided_by_keys_alone(tab: Tab) -> None:
    """From the queue to the decision and back, without a mouse."""
    tab.press("j")
    tab.press("j")
    tab.press("k")
    assert tab.run("document.activeElement === document.querySelector('.queue a')")
    tab.press("Enter")
    tab.until("document.getElementById('decision') && document.readyState === 'complete'")
    tab.until("document.querySelector('iframe').getBoundingClientRect().height > 300")
    assert tab.run("document.documentElement.scrollWidth <= innerWidth")
    tab.press("3")
    assert tab.run("document.activeElement.value") == "undecided"
    tab.press("r")
    tab.call("Input.insertText", text="looked at it")
    tab.press("Enter", CTRL)
    tab.until("document.querySelector('.history') && document.readyState === 'complete'")
    assert "Undecided" in tab.run("document.querySelector('.history').textContent")
    assert "looked at it" in tab.run("document.querySelector('.history').textContent")
    tab.press("u")
    tab.until("location.pathname === '/desk/'")
