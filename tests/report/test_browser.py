"""The pages in a real browser, without network: script is comfort, the policy admits it, the drill scores rightly."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from benchmarks.report.browser import NAMES, ask, pdf, run
from benchmarks.report.pages import KEYBOARD
from docforensics.capture.light import Light
from docforensics.report.drill import CaseView, DrillCase, drill_html
from docforensics.report.render.html import to_html
from docforensics.report.report import Report

pytestmark = pytest.mark.skipif(
    not any(map(shutil.which, NAMES)), reason="Chromium is not installed: the pages are not opened"
)
GREY = np.full((88, 125, 3), 180, np.uint8)


@pytest.fixture(name="page")
def fixture_page(report: Report, tmp_path: Path) -> Path:
    """Write a report whose first side has a reference."""
    matched = replace(report.pages[0], reference={Light.VISIBLE: GREY})
    page = tmp_path / "report.html"
    page.write_text(to_html(replace(report, pages=(matched, *report.pages[1:]))), encoding="utf-8")
    return page


def test_the_page_opens_without_network_and_its_policy_admits_its_own_script(page: Path) -> None:
    """The tools that the script adds are there; nothing was fetched, since nothing could be."""
    shown = run("--dump-dom", page=page)
    assert shown.count('aria-pressed="true">') == 1
    assert "What to do now" in shown
    assert ">Open all</button>" in shown


def test_slider_and_blink_show_one_picture_and_side_by_side_both(page: Path) -> None:
    """Each button says whether it is pressed, and the reference lies on the page at the same place."""
    script = """
    const states = [];
    for (const button of document.querySelectorAll(".pair .tools button")) {
      button.click();
      states.push({ mode: button.value, pressed: button.getAttribute("aria-pressed"),
        reference: !document.querySelector(".reference").hidden, over: !document.querySelector(".over").hidden,
        slider: !document.querySelector("input[type=range]").hidden,
        named: document.querySelector("[data-compare] figcaption strong").textContent });
    }
    tell(states);
    """
    both, slider, blink = ask(page, script)
    assert [one["pressed"] for one in (both, slider, blink)] == ["true"] * 3
    assert (both["reference"], both["over"], both["slider"]) == (True, False, False)
    assert (slider["reference"], slider["over"], slider["slider"]) == (False, True, True)
    assert (blink["reference"], blink["slider"]) == (False, False)
    reference = "Reference made from genuine documents"
    assert (both["named"], slider["named"]) == ("This document", f"{reference} | This document")
    assert blink["named"] == (reference if blink["over"] else "This document")


def test_parts_open_alone_and_all_at_once(page: Path) -> None:
    """Closed at first; the button opens all, and says what it does next."""
    script = """
    const folds = [...document.querySelectorAll("details")];
    const button = document.querySelector("[data-folds] button");
    const count = () => folds.filter((fold) => fold.open).length;
    const wait = () => new Promise((done) => setTimeout(done, 100));
    const said = [[count(), button.textContent]];
    folds[0].querySelector("summary").click();
    await wait();
    said.push([count(), button.textContent]);
    for (let turn = 0; turn < 2; turn += 1) { button.click(); await wait(); said.push([count(), button.textContent]); }
    tell({ all: folds.length, said });
    """
    found = ask(page, script)
    count = found["all"]
    assert found["said"] == [[0, "Open all"], [1, "Open all"], [count, "Close all"], [0, "Open all"]]


def test_what_is_open_is_printed_and_what_is_closed_is_not(page: Path, tmp_path: Path) -> None:
    """Without script too: the browser prints what a person opened."""
    opened = tmp_path / "open.html"
    opened.write_text(
        page.read_text(encoding="utf-8").replace("<details>", "<details open>"), encoding="utf-8"
    )
    words = []
    for one in (page, opened):
        pdf(one, tmp_path / "out.pdf")
        document = pypdfium2.PdfDocument(tmp_path / "out.pdf")
        words.append(
            " ".join(document[index].get_textpage().get_text_range() for index in range(len(document)))
        )
        document.close()
    assert "What to do now" in words[0]
    assert "Provenance" not in words[0]
    assert "Provenance" in words[1]
    assert "ValueError: shapes differ" in words[1]


def test_every_stop_of_the_keyboard_shows_its_focus_and_nothing_overflows(page: Path) -> None:
    """At the width of a phone."""
    found = ask(page, KEYBOARD, width=390)
    assert found["bad"] == []
    assert found["stops"] > 10
    assert found["wide"] <= 0


def test_the_drill_scores_decisions_and_takes_the_time(tmp_path: Path) -> None:
    """One forgery referred, one genuine document referred too: one of two right."""
    view = CaseView(side="front", light=Light.VISIBLE, pixels=GREY)
    cases = [
        DrillCase(
            id=str(forged), views=(view,), forged=forged, species="swap" * forged, remark="Look." * forged
        )
        for forged in (True, False)
    ]
    page = tmp_path / "drill.html"
    page.write_text(drill_html(cases), encoding="utf-8")
    script = """
    const button = document.querySelector(".tools button");
    const hidden = [];
    button.click();
    for (const one of document.querySelectorAll(".case")) {
      hidden.push([one.hidden, button.disabled]);
      one.querySelector("input[value=refer]").click();
      await new Promise((done) => setTimeout(done, 200));
      button.click();
    }
    tell({ hidden, summary: document.getElementById("summary").textContent,
      rows: [...document.querySelectorAll("#rows tr")].map((row) => row.textContent) });
    """
    said = ask(page, script)
    assert said["hidden"] == [[False, True], [False, True]]
    assert said["summary"].startswith(
        "1 of 2 decisions right; forgeries referred 1 of 1; genuine documents referred 1 of 1; median time 0."
    )
    assert "✓ right" in said["rows"][0]
    assert "swap. Look." in said["rows"][0]
    assert "✗ wrong" in said["rows"][1]
