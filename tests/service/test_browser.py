"""The desk in a real browser: a document is decided by keys alone, on a wide and a narrow window."""

import shutil
from collections.abc import Iterator

import pytest

from benchmarks.report.axe import found_by_axe
from benchmarks.report.browser import NAMES
from benchmarks.report.devtools import CTRL, Tab
from docforensics.scoring.model import OutcomeClass
from docforensics.service.asked import ReportForm
from docforensics.service.blobs import DRAFT
from docforensics.service.decisions import DeskVerdict, made_decision
from docforensics.service.desk.sight import packed_sight
from docforensics.service.drafts import given_out
from tests.alerts.conftest import make_alert
from tests.service.client import KEY, Served, served
from tests.service.desk.test_sight import pictured
from tests.service.odd_service import alerted

pytestmark = [
    pytest.mark.skipif(
        not any(map(shutil.which, NAMES)), reason="Chromium is not installed: the desk is not opened"
    ),
]


@pytest.fixture(name="desk", scope="module")
def fixture_desk(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Served]:
    """A service with a desk and four documents, of which one matches an alert and was decided forged, and another shows it."""
    if not request.config.getoption("--no-skips"):
        pytest.skip("make test-extras runs it")
    with served(tmp_path_factory.mktemp("desk"), retain_days=7, key=KEY) as one:
        officer = one.token("examine")
        alerted_id = one.post(
            "alerted Ring series, second edition, with a title that is longer than a phone is wide", officer
        ).headers["docforensics-examination"]
        store = one.parts.examinations.store
        key = store.records.keys()[0]
        decision = made_decision(key, alerted_id, DeskVerdict.FORGED, at=1.0, species="counterfeit", reason=store.blobs.vault.encrypted(b"x", alerted_id))  # fmt: skip
        store.decisions.add(decision, two_persons=False)
        store.blobs.put(alerted_id, DRAFT, given_out(make_alert(), None))
        for word in ("clear", "refer", "alert"):
            answer = one.post(word, officer, client_reference=f"the {word}")
            assert answer.status_code == 200
        sight = packed_sight(alerted(pictured(OutcomeClass.ALERT), "Ring series"), "en")
        identity = answer.headers["docforensics-examination"]
        store.blobs.put(identity, ReportForm.DESK, sight)
        yield one


@pytest.fixture(name="tab", params=[(1280, False), (390, True)], ids=["desk-light", "phone-dark"])
def fixture_tab(desk: Served, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """Somebody of second line who has signed in by the form; what the policy refuses fails the test."""
    width, dark = request.param
    with Tab(width=width, dark=dark) as tab:
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
    assert tab.run("document.activeElement.getAttribute('role')") == "status"
    assert "Decision kept: Undecided." in tab.run("document.activeElement.textContent")
    assert found_by_axe(tab)["violations"] == []
    here = tab.run("location.pathname")
    tab.press("f")
    assert tab.run("document.activeElement.id") == "species"
    tab.run("document.getElementById('kept').focus()")
    tab.press("n")
    tab.until(
        f"location.pathname !== '{here}' && document.getElementById('history') && document.readyState === 'complete'"
    )
    tab.press("u")
    tab.until("location.pathname === '/desk/'")


def test_a_decision_that_is_sent_twice_at_once_is_one(desk: Served, tab: Tab) -> None:
    """By a double click, and by keys that are held; a form that is refused says what is wrong, and still has what was entered."""
    store, officer = desk.parts.examinations.store, desk.token("examine")
    identity = desk.post("refer", officer).headers["docforensics-examination"]
    fill = "(() => { document.querySelector('input[value=undecided]').checked = true; document.getElementById('reason').value = 'REASON'; })()"
    held = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "modifiers": CTRL}
    for number in (1, 2):
        tab.open(f"{desk.http.base_url}/desk/{identity}")
        tab.until("document.getElementById('decision') && document.readyState === 'complete'")
        tab.run(fill.replace("REASON", str(number)))
        if number == 1:
            tab.run(
                "(() => { const one = document.querySelector('#decision button.main'); one.click(); one.click(); })()"
            )
        else:
            tab.run("document.getElementById('reason').focus()")
            for turn in range(4):
                tab.call("Input.dispatchKeyEvent", type="rawKeyDown", autoRepeat=turn > 0, **held)
            tab.call("Input.dispatchKeyEvent", type="keyUp", **held)
        tab.until("document.getElementById('kept') && document.readyState === 'complete'")
        assert len(store.decisions.of(identity)) == number
    tab.run(fill.replace("REASON", " "))
    tab.run("document.getElementById('decision').requestSubmit()")
    tab.until("document.getElementById('problem') && document.readyState === 'complete'")
    assert tab.run("document.querySelector('input[value=undecided]').checked")
    assert tab.run("document.getElementById('reason').getAttribute('aria-describedby')") == "problem"
    assert found_by_axe(tab)["violations"] == []
    (refused,) = tab.complaints
    assert "status of 422" in refused
    tab._events.clear()


def test_a_decision_goes_on_after_the_session_has_ended(desk: Served, tab: Tab) -> None:
    """What was entered is there again once somebody has signed in."""
    identity = desk.post("refer", desk.token("examine")).headers["docforensics-examination"]
    tab.open(f"{desk.http.base_url}/desk/{identity}?language=fr")
    tab.until("document.getElementById('decision') && document.readyState === 'complete'")
    tab.call("Network.clearBrowserCookies")
    tab.run(
        "(() => { document.querySelector('input[value=forged]').checked = true; document.getElementById('reason').value = 'one\\ntwo'; })()"
    )
    tab.run("document.getElementById('decision').requestSubmit()")
    tab.until("document.getElementById('token') && document.readyState === 'complete'")
    assert found_by_axe(tab)["violations"] == []
    token = desk.token("review")["Authorization"].split()[1]
    tab.run(f"document.getElementById('token').value = '{token}'")
    tab.run("document.querySelector('.fields').requestSubmit()")
    tab.until("document.getElementById('decision') && document.readyState === 'complete'")
    assert tab.run("document.getElementById('reason').value") == "one\ntwo"
    assert tab.run("document.querySelector('input[value=forged]').checked")
    assert found_by_axe(tab)["violations"] == []
    tab.run("document.getElementById('decision').requestSubmit()")
    tab.until("document.getElementById('kept') && document.readyState === 'complete'")
    (refused,) = tab.complaints
    assert "status of 401" in refused
    tab._events.clear()


def _open_first(tab: Tab) -> None:
    tab.press("j")
    tab.press("Enter")
    tab.until("document.querySelector('.live') && document.readyState === 'complete'")


def test_all_pictures_of_a_side_are_magnified_and_moved_together(desk: Served, tab: Tab) -> None:
    """By keys, by the buttons and by dragging: document, reference and the other light show the same place."""
    tab.open(f"{desk.http.base_url}/desk/?decided=")
    _open_first(tab)
    places = "[...new Set([...document.querySelectorAll('.layer')].map((one) => [one.style.width, one.style.left, one.style.top].join()))]"
    assert tab.run("document.querySelectorAll('.layer').length") == 3
    tab.press("c")
    assert tab.run("document.activeElement.className") == "views"
    tab.press("+", times=2)
    assert tab.run(places) == ["225%,-62.5%,-62.5%"]
    tab.press("ArrowLeft")
    tab.press("ArrowUp", times=9)
    assert tab.run(places) == ["225%,-52.5%,0%"]
    tab.drag(tab.middle(".stage"), (-40, 0))
    (moved,) = tab.run(places)
    assert float(moved.split(",")[1].rstrip("%")) < -60
    tab.press("0")
    tab.click("[data-zoom=in]")
    tab.click("[data-mode=slider]")
    assert tab.run("document.querySelector('.reference').hidden && !document.querySelector('.over').hidden")
    assert tab.run("document.querySelector('.over').style.clipPath") == "inset(0px 50% 0px 0px)"
    tab.click("[data-light='1']")
    assert tab.run("document.querySelector('[data-of=\"1\"]').hidden")


def test_the_caption_names_the_picture_that_is_on_top(desk: Served, tab: Tab) -> None:
    """Blinking, and at both ends of the slider; what is printed shows both side by side, whole, without a piece of the report."""
    tab.open(f"{desk.http.base_url}/desk/?decided=")
    _open_first(tab)
    caption = "document.querySelector('.views figcaption strong').textContent"
    ours, reference = "This document", "Reference made from genuine documents"
    assert tab.run(caption) == ours
    tab.click("[data-mode=slider]")
    assert tab.run(caption) == f"{reference} | {ours}"
    for share, named in ((0, ours), (100, reference)):
        tab.run(
            f"(() => {{ const one = document.querySelector('.tools input[type=range]'); one.value = {share}; one.dispatchEvent(new Event('input')); }})()"
        )
        assert tab.run(caption) == named
    tab.click("[data-mode=blink]")
    assert tab.run(caption) == reference
    tab.until(f"{caption} === '{ours}' && document.querySelector('.over').hidden")
    tab.click("[data-zoom=in]")
    tab.run("window.dispatchEvent(new Event('beforeprint'))")
    assert tab.run(caption) == ours
    assert tab.run("document.querySelector('.layer').style.width") == "100%"
    assert not tab.run("document.querySelector('.reference').hidden")
    tab.call("Emulation.setEmulatedMedia", media="print")
    assert tab.run("getComputedStyle(document.querySelector('.frame')).display") == "none"
    assert tab.run("getComputedStyle(document.querySelector('.on-paper')).display") == "block"


def test_two_fingers_magnify_all_pictures_about_the_point_between_them(desk: Served, tab: Tab) -> None:
    """The browser's own magnification stays as it is, and a finger alone moves a picture only where it is magnified."""
    tab.open(f"{desk.http.base_url}/desk/?decided=")
    _open_first(tab)
    tab.run("document.querySelector('.stage').scrollIntoView({ block: 'center' })")
    places = "[...new Set([...document.querySelectorAll('.layer')].map((one) => [one.style.width, one.style.left, one.style.top].join()))]"
    tab.pinch(tab.middle(".stage"), (60, 150))
    assert tab.run(places) == ["250%,-75%,-75%"]
    assert tab.run("visualViewport.scale") == 1
    tab.pinch(tab.middle(".stage"), (150, 60))
    assert tab.run(places) == ["100%,0%,0%"]


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_axe_finds_nothing_on_any_page(desk: Served, tab: Tab, language: str) -> None:
    """Queue, a document with all its panes, and the page to sign in, in both directions of writing."""
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    tab.open(f"{desk.http.base_url}/desk/?language={language}&decided=")
    found = {"queue": found_by_axe(tab)["violations"]}
    assert not tab.run(wide)
    _open_first(tab)
    assert tab.run("document.documentElement.lang") == language
    found["document"] = found_by_axe(tab)["violations"]
    assert not tab.run(wide)
    tab.run("document.querySelector('header form').requestSubmit()")
    tab.until("document.getElementById('token') && document.readyState === 'complete'")
    found["sign-in"] = found_by_axe(tab)["violations"]
    assert found == {"queue": [], "document": [], "sign-in": []}


def test_an_alert_is_framed_on_the_picture_and_filters_the_queue(desk: Served, tab: Tab) -> None:
    """In a style of its own, which is no colour alone; the choice stays chosen."""
    tab.open(f"{desk.http.base_url}/desk/?decided=")
    assert "Ring series" in tab.run("document.querySelector('.queue .tag.alert').textContent")
    tab.run("document.querySelector('select[name=alert]').selectedIndex = 1")
    tab.run("document.querySelector('.filters').requestSubmit()")
    tab.until("location.search.includes('alert=') && document.readyState === 'complete'")
    assert tab.run("document.querySelectorAll('.queue a').length") == 1
    tab.open(f"{desk.http.base_url}/desk/?decided=")
    _open_first(tab)
    dashes = "getComputedStyle(document.querySelector('.marks .box.alerted')).strokeDasharray"
    assert tab.run(dashes) not in {"none", ""}
    assert "A purple ring" in tab.run("document.querySelector('section.alerts').textContent")


def test_axe_finds_nothing_on_the_pages_where_an_alert_is_made(desk: Served, tab: Tab) -> None:
    """The form, and the draft with all that would leave."""
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    tab.open(f"{desk.http.base_url}/desk/?decided=forged")
    place = tab.run("document.querySelector('.queue a').pathname")
    found = {}
    for page, there in (("alert", "alert-form"), ("alert/draft", "alert-confirm")):
        tab.open(f"{desk.http.base_url}{place}/{page}")
        tab.until(f"document.getElementById('{there}') && document.readyState === 'complete'")
        found[page] = found_by_axe(tab)["violations"]
        assert not tab.run(wide)
    assert found == {"alert": [], "alert/draft": []}
