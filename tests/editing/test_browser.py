"""The editor in a real browser: places are moved, named, added and deleted by keys and mouse, and the saved template has them."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.report.browser import NAMES
from benchmarks.report.devtools import CTRL, SHIFT, Tab
from benchmarks.report.pages import KEYBOARD
from docforensics.editing.server import EditServer
from docforensics.editing.session import EditSession
from docforensics.templates.model import Feature
from docforensics.templates.store import load_template

pytestmark = pytest.mark.skipif(
    not any(map(shutil.which, NAMES)), reason="Chromium is not installed: the editor is not opened"
)
LOADED = "new Promise((done) => { const one = document.getElementById('picture'); one.complete ? done() : one.onload = done; })"


@pytest.fixture(name="server")
def fixture_server(session: EditSession) -> Iterator[EditServer]:
    """Answering."""
    with EditServer(session).serving() as server:
        yield server


@pytest.fixture(name="browser", scope="module")
def fixture_browser() -> Iterator[Tab]:
    """One browser, whose page is another one for each test."""
    with Tab() as tab:
        yield tab


@pytest.fixture(name="tab")
def fixture_tab(browser: Tab, server: EditServer) -> Iterator[Tab]:
    """The page, loaded; a script that fails, or what the policy refuses, fails the test."""
    try:
        browser.open(server.url)
        browser.run(LOADED)
        yield browser
        assert browser.complaints == []
    finally:
        browser.renew()


def choose(tab: Tab, number: int) -> None:
    """Choose a place in the list, and focus the picture."""
    tab.click(f"#list li:nth-child({number}) button")
    tab.run("document.getElementById('board').focus()")


def save(tab: Tab) -> str:
    """Save by the button; what the page says."""
    tab.run("document.getElementById('state').textContent = ''")
    tab.click("#save")
    tab.until("/saved to|Not saved/.test(document.getElementById('state').textContent)")
    return str(state(tab))


def state(tab: Tab) -> Any:
    """What the page says."""
    return tab.run("document.getElementById('state').textContent")


def loaded(folder: Path, name: str) -> Feature:
    """A place of the template as it was saved."""
    found = load_template(folder).feature(name)
    assert found is not None, name
    return found


def stands_still(tab: Tab) -> None:
    """Wait until the page has come to rest: a finger that is put on a page that still scrolls stops it, and moves nothing."""
    tab.run(
        "new Promise((done) => { let last = -1; const look = () => { if (scrollY === last) done(); "
        "else { last = scrollY; setTimeout(look, 150); } }; look(); })"
    )


def sides(folder: Path, name: str) -> tuple[float, float, float, float]:
    """Of a place as it was saved."""
    box = loaded(folder, name).box
    return box.left, box.top, box.right, box.bottom


def test_keys_move_and_resize_a_place(tab: Tab, folder: Path) -> None:
    """By a millimetre, by a tenth, and by its right and lower edge; not beyond the page."""
    choose(tab, 3)
    tab.press("ArrowRight", times=2)
    tab.press("ArrowUp", SHIFT, times=3)
    tab.press("ArrowDown", CTRL)
    tab.press("ArrowLeft", CTRL + SHIFT, times=5)
    assert tab.run("document.getElementById('spoken').textContent") == (
        "surname: left 38, top 19.7, width 39.5, height 6 mm"
    )
    assert "saved to" in save(tab)
    assert sides(folder, "surname") == (38, 19.7, 77.5, 25.7)
    tab.run("document.getElementById('board').focus()")
    tab.press("ArrowRight", times=20)
    save(tab)
    assert sides(folder, "surname") == (46.1, 19.7, 85.6, 25.7)


def test_keys_choose_places_and_delete_them(tab: Tab, folder: Path) -> None:
    """All of them can be reached without a mouse."""
    tab.run("document.getElementById('board').focus()")
    tab.press("PageDown", times=2)
    assert tab.run("document.getElementById('chosen-heading').textContent") == "Place 2: second"
    tab.press("PageUp", times=2)
    assert tab.run("document.getElementById('chosen-heading').textContent") == "Place 5: ir-surname"
    tab.press("PageUp", times=2)
    tab.press("Delete")
    save(tab)
    names = [feature.name for feature in load_template(folder).features]
    assert names == ["portrait", "surname", "uv-fibres", "ir-surname"]


def test_the_mouse_moves_a_place_and_its_corner(tab: Tab, folder: Path) -> None:
    """To the tenth of a millimetre; a click alone moves nothing."""
    scale = tab.run("document.getElementById('board').clientWidth") / 85.6
    middle = tab.middle(".mark[data-key='2']")
    tab.click(".mark[data-key='2']")
    assert state(tab) == "As saved."
    tab.drag(middle, (-10 * scale, 5 * scale))
    corner = tab.middle(".grip[data-sides='se']")
    tab.drag(corner, (-5 * scale, 2 * scale))
    save(tab)
    assert sides(folder, "surname") == pytest.approx((26, 25, 61, 32), abs=0.15)


def test_a_finger_chooses_a_place_before_it_moves_it(tab: Tab, folder: Path) -> None:
    """Since it may have come to scroll."""
    tab.resize(390, 844)
    tab.call("Emulation.setTouchEmulationEnabled", enabled=True)
    tab.touch(tab.middle(".mark[data-key='1']"), (0, -60))
    assert tab.run("document.getElementById('chosen-heading').textContent") == "Place 2: second"
    assert state(tab) == "As saved."
    stands_still(tab)
    scale = tab.run("document.getElementById('board').clientWidth") / 85.6
    tab.touch(tab.middle(".mark[data-key='1']"), (-10 * scale, -10 * scale))
    save(tab)
    assert sides(folder, "second") == pytest.approx((50, 20, 65, 38), abs=0.3)


def test_a_place_is_named_and_described(tab: Tab, folder: Path) -> None:
    """Every field of the form."""
    choose(tab, 3)
    tab.write("#name", "family-name")
    tab.choose("#kind", "fixed text")
    tab.write("#left", "30.5")
    tab.write("#width", "40")
    tab.write("#generic_id", "VI,AB")
    tab.write("#note", "two lines")
    tab.click("#variable")
    save(tab)
    feature = loaded(folder, "family-name")
    assert (feature.kind, feature.variable, feature.generic_id, feature.note) == (
        "fixed text",
        False,
        "VI,AB",
        "two lines",
    )
    assert sides(folder, "family-name") == (30.5, 20, 70.5, 25)


def test_a_place_is_added_on_the_light_that_is_shown(tab: Tab, folder: Path) -> None:
    """Its name is asked for at once; each light has its own picture."""
    assert tab.run("document.getElementById('picture').src").endswith("/visible.png")
    tab.click(".lights button[value=uv]")
    tab.run(LOADED)
    assert tab.run("document.getElementById('picture').src").endswith("/uv.png")
    assert tab.run("document.querySelectorAll('.mark').length") == 1
    tab.click("#add")
    assert tab.run("document.activeElement.id") == "name"
    tab.write("#name", "uv-thread")
    tab.choose("#kind", "UV fluorescent print")
    save(tab)
    feature = loaded(folder, "uv-thread")
    assert (feature.light, feature.kind) == ("uv", "UV fluorescent print")


def test_everything_is_taken_back_and_done_again(tab: Tab, folder: Path) -> None:
    """Moves, names, what was added and deleted, by keys and by buttons; a run of keys is one step."""
    before = load_template(folder).features
    choose(tab, 1)
    tab.press("ArrowRight", times=5)
    tab.write("#name", "photo")
    tab.click("#add")
    choose(tab, 2)
    tab.press("Delete")
    tab.run("document.activeElement.blur()")
    tab.press("z", CTRL, times=2)
    tab.click("#undo")
    tab.click("#undo")
    assert tab.run("document.getElementById('undo').disabled") is True
    assert state(tab) == "As saved."
    save(tab)
    assert load_template(folder).features == before
    tab.press("z", CTRL + SHIFT)
    tab.click("#redo")
    save(tab)
    assert sides(folder, "photo") == (10, 12, 34, 42)
    assert loaded(folder, "second").repeat is None


def test_what_does_not_fit_is_said_at_its_place_and_not_saved(tab: Tab, folder: Path) -> None:
    """In the list and at the field, in the words of the program."""
    before = (folder / "template.json").read_bytes()
    choose(tab, 3)
    tab.write("#width", "90")
    tab.until("document.querySelector('#list .error')")
    text = "It reaches beyond the page, which is 85.6 x 53.98 mm."
    assert tab.run("document.querySelector('#list li:nth-child(3) .error').textContent") == text
    assert tab.run("document.getElementById('wrong').textContent") == text
    assert tab.run("document.getElementById('width').getAttribute('aria-invalid')") == "true"
    choose(tab, 1)
    assert save(tab) == "Not saved: 1 place does not fit, see the list."
    assert tab.run("document.activeElement.id") == "left"
    assert tab.run("document.getElementById('chosen-heading').textContent") == "Place 3: surname"
    tab.write("#width", "")
    tab.until("document.getElementById('wrong').textContent.includes('as numbers')")
    assert (folder / "template.json").read_bytes() == before


def test_what_saving_means_is_said_before(tab: Tab) -> None:
    """Counts of false alarms, and what was learned of the place."""
    assert "counts of false alarms stay" in tab.run("document.getElementById('consequences').textContent")
    choose(tab, 1)
    tab.press("ArrowRight")
    tab.until("document.getElementById('notes').textContent.includes('its edges on genuine documents')")
    assert "Saving removes" in tab.run("document.getElementById('consequences').textContent")


def test_the_end_asks_for_what_was_not_saved(tab: Tab, server: EditServer, folder: Path) -> None:
    """Saved and ended in one; the page says so, and the program returns."""
    choose(tab, 3)
    tab.press("ArrowDown")
    tab.click("#end")
    assert tab.run("document.getElementById('leave').open") is True
    tab.click("#leave-stay")
    assert tab.run("document.getElementById('leave').open") is False
    tab.click("#end")
    tab.click("#leave-save")
    tab.until("document.querySelector('.ended')")
    server.wait()
    assert sides(folder, "surname") == (36, 21, 76, 26)


def test_a_page_that_is_closed_ends_the_program(tab: Tab, server: EditServer) -> None:
    """Without a word of its user."""
    assert server._open
    tab.open("about:blank#closed")
    tab.until("location.href === 'about:blank#closed'")
    server.wait(grace_s=0.1)
    assert not server._open


def test_a_page_knows_nothing_of_the_one_before(browser: Tab, server: EditServer) -> None:
    """Neither what it kept nor what was complained of."""
    browser.open(server.url)
    browser.run("localStorage.setItem('kept', '1')")
    browser.run("new Promise((done) => setTimeout(() => { setTimeout(done); throw new Error('odd'); }))")
    assert browser.run("localStorage.getItem('kept')") == "1"
    assert len(browser.complaints) == 1
    browser.renew()
    browser.open(server.url)
    assert browser.run("localStorage.getItem('kept')") is None
    assert browser.complaints == []
    browser.renew()


@pytest.mark.parametrize("width", [1280, 390])
def test_every_stop_of_the_keyboard_shows_its_focus_and_nothing_overflows(width: int, tab: Tab) -> None:
    """At the width of a desk and of a phone."""
    tab.resize(width, 844)
    tab.run("document.getElementById('board').focus()")
    tab.press("PageDown")
    script = KEYBOARD.replace("tell(", "return (")
    found = tab.run(f"(async () => {{ {script} }})()")
    assert found["bad"] == []
    assert found["stops"] > 20
    assert found["wide"] <= 0


def test_a_save_that_is_asked_for_twice_is_one(tab: Tab, session: EditSession) -> None:
    """By a double click, and by keys that are held: no other page has saved, and none is said to have."""
    choose(tab, 3)
    tab.press("ArrowRight")
    tab.run("(() => { const button = document.getElementById('save'); button.click(); button.click(); })()")
    tab.until("!document.getElementById('save').hasAttribute('aria-disabled')")
    assert (" saved to " in state(tab), session.revision) == (True, 1)
    tab.press("ArrowRight")
    held = {"key": "s", "code": "KeyS", "windowsVirtualKeyCode": 83, "modifiers": CTRL}
    for turn in range(4):
        tab.call("Input.dispatchKeyEvent", type="rawKeyDown", autoRepeat=turn > 0, **held)
    tab.call("Input.dispatchKeyEvent", type="keyUp", **held)
    tab.until("!document.getElementById('save').hasAttribute('aria-disabled')")
    assert (" saved to " in state(tab), session.revision) == (True, 2)
