"""The HTML page is self-contained, escapes what documents carry, and can be read without colour or script."""

import base64
import hashlib
import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.guidance.equipment import Profile
from docforensics.guidance.steps import Step
from docforensics.guidance.words import Text
from docforensics.report.model import PagePicture
from docforensics.report.render.html import to_html
from docforensics.report.report import Report
from docforensics.scoring.model import OutcomeClass

VOID = frozenset({"meta", "img", "br", "circle", "path", "line", "rect", "input"})


class Page(HTMLParser):
    """What a test wants to know of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """See that it closes the one that was opened last."""
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        """Attributes of every element of that name."""
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(name="page")
def fixture_page(report: Report) -> Page:
    """Parse the page of the full report."""
    return Page(to_html(report))


def test_the_page_is_well_formed_and_in_english(page: Page) -> None:
    """Every element is closed, in order."""
    assert page.open == []
    assert page.all("html") == [{"lang": "en", "dir": "ltr"}]


def test_the_page_fetches_nothing(report: Report) -> None:
    """No address, no handler, no inline style, one script of its own; the policy forbids the rest besides."""
    html = to_html(report)
    assert not re.search(r"https?:|url\(|@import|<link|<iframe|\son\w+=|\sstyle=", html)
    assert html.count("<script") == 1
    page = Page(html)
    assert all(image["src"].startswith("data:image/webp;base64,") for image in page.all("img"))


@pytest.mark.parametrize(("tag", "directive"), [("style", "style-src"), ("script", "script-src")])
def test_the_policy_admits_this_style_sheet_and_this_script_alone(
    report: Report, tag: str, directive: str
) -> None:
    """The hash in the content security policy is that of the element, byte for byte."""
    html = to_html(report)
    content = html.split(f"<{tag}>")[1].split(f"</{tag}>")[0]
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    assert f"{directive} &#39;sha256-{digest}&#39;" in html or f"{directive} 'sha256-{digest}'" in html
    assert "default-src 'none'" in html


@pytest.mark.parametrize("outcome", list(OutcomeClass))
def test_the_verdict_is_told_by_word_picture_and_sentence(examination: Any, outcome: OutcomeClass) -> None:
    """Nobody depends on colour."""
    page = Page(to_html(examination.judged(outcome).report()))
    assert any(outcome.value == text.strip() for text in page.text)
    labels = [svg.get("aria-label") for svg in page.all("svg")]
    pictures = {
        "CLEAR": "tick",
        "REFER": "magnifying glass",
        "ALERT": "exclamation mark",
        "INCONCLUSIVE": "question mark",
    }
    assert pictures[outcome.value] in labels


def test_headings_descend_without_a_gap(page: Page) -> None:
    """One h1, then h2, then h3: a screen reader can walk them."""
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_pictures_have_words(page: Page) -> None:
    """The alternative text names side, light and what is marked."""
    alternatives = [image["alt"] for image in page.all("img")]
    assert alternatives[0] == "This document: document number. Visible light."
    pages = [text for text in alternatives if text.startswith("This document: Data page, visible light.")]
    assert "2: portrait border." in pages[0]
    assert all(alternatives)


def test_sections_are_named_by_headings_that_exist_once(page: Page) -> None:
    """Every reference of a section points to one heading."""
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    named = [section["aria-labelledby"] for section in page.all("section")]
    assert len(ids) == len(set(ids))
    assert set(named) <= set(ids)
    assert len(named) == 15


def test_findings_are_numbered_alike_in_list_and_picture(report: Report) -> None:
    """Badge 2 in the list is the mark 2 on the page."""
    html = to_html(report)
    assert html.split('id="open"')[0].split('id="page"')[0].count('class="badge"') == 3
    assert re.search(r'<text [^>]*dy="4.5">2</text>', html)


def test_markup_in_a_document_stays_text(report: Report) -> None:
    """A page may carry script in its name field: it is shown, not run."""
    evil = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'"
    finding = replace(report.findings[0], said=Text(english=evil), title=evil)
    assert report.mrz is not None
    mrz = replace(report.mrz, fields={evil: evil}, lines=(evil,))
    side = replace(report.sides[0], template=evil, sha256={evil: (evil,)}, files=(evil + ".jpg",))
    hostile = replace(
        report,
        findings=(finding, *report.findings),
        mrz=mrz,
        sides=(side, report.sides[1]),
        provenance={evil: evil},
        guidance=(Step(english=evil),),
        limits=(Text(english=evil),),
    )
    html = to_html(hostile)
    assert html.count("<script") == 1
    assert "<img src=x" not in html
    assert Page(html).open == []
    assert "&lt;script&gt;" in html


def test_a_name_cannot_steer_the_page(report: Report) -> None:
    """An override of direction shows `exe.jpg` for a file that is another."""
    side = replace(report.sides[0], files=("a\u202egpj.exe\x1b[31m.jpg",))
    page = replace(report, sides=(side, *report.sides[1:])).to_html()
    assert "a\ufffdgpj.exe\ufffd[31m.jpg" in page
    assert not {"\u202e", "\x1b"} & set(page)


def test_everything_that_must_be_there_is_there(page: Page, report: Report) -> None:
    """Next steps, limits, needs, digits, the ENFSI table and provenance are on the page."""
    text = " ".join(" ".join(page.text).split())
    for part in (
        *map(str, report.guidance),
        *map(str, report.limits),
        *report.provenance.values(),
        *report.verdict.notes,
    ):
        assert part in text
    for part in (
        "Needs: IR viewer 900 nm",
        "moderately strong support",
        "composite",
        "ValueError: shapes differ",
    ):
        assert part in text


def test_an_empty_report_makes_a_page(empty_report: Report) -> None:
    """Nothing read, nothing found, still a page."""
    page = Page(to_html(empty_report))
    text = " ".join(page.text)
    assert "too little was looked at for that to mean anything" in text
    assert "Every check gave a value." in text


def test_a_page_of_noise_in_five_lights_weighs_at_most_1_5_megabytes(report: Report) -> None:
    """The heaviest page can still be mailed."""
    noise = np.random.default_rng(3).integers(0, 256, (500, 700, 3), dtype=np.uint8)
    heavy = PagePicture(size_mm=(125, 88), pixels=dict.fromkeys(Light, noise))
    html = to_html(replace(report, pages=(heavy, heavy), sides=report.sides[:1] * 2))
    assert len(html.encode()) <= 1_500_000


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("ink", "surface"), ("muted", "surface"), ("ink", "paper"), ("muted", "paper"),
        ("green", "green-tint"), ("amber", "amber-tint"), ("red", "red-tint"), ("grey", "grey-tint"),
        ("ink", "green-tint"), ("ink", "amber-tint"), ("ink", "red-tint"), ("ink", "grey-tint"),
        ("green", "surface"), ("red", "surface"), ("surface", "red"), ("surface", "green"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_contrast_is_at_least_4_5(report: Report, ink: str, paper: str, scheme: str) -> None:
    """WCAG 2 AA, for every pair of colours that text is set in, in both schemes."""
    style = to_html(report).split("<style>")[1]
    roots = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", roots[0]))
    if scheme == "dark":
        colours |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", roots[1]))
    low, high = sorted(map(luminance, (colours[ink], colours[paper])))
    assert (high + 0.05) / (low + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Compute the relative luminance of WCAG 2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_reasons_come_first_and_the_score_last(page: Page) -> None:
    """An officer reads why before how much."""
    headings = [attributes["id"] for tag, attributes in page.tags if tag == "h2" and "id" in attributes]
    assert headings[:4] == ["claims", "now", "reasons", "page"]
    assert headings.index("evidence") > headings.index("unchecked")


def test_a_reason_carries_its_guidance(report: Report) -> None:
    """What it means, how to verify it, how both look, what it does not prove."""
    finding = replace(report.reasons[0], check="mrz.check_digits")
    html = to_html(replace(report, findings=(finding,)))
    for part in ("Verify it by hand", "Oblique light", "second line", "Does not prove", "Keep in mind"):
        assert part in html


def test_the_reference_stands_beside_the_page_where_there_is_one(report: Report) -> None:
    """Same place, same marks; without script both are seen."""
    grey = np.full((88, 125, 3), 180, np.uint8)
    matched = replace(report.pages[0], reference={Light.VISIBLE: grey})
    html = to_html(replace(report, pages=(matched, *report.pages[1:])))
    assert html.count("data-compare") >= 1
    assert 'class="pair matched light-visible"' in html
    assert " data-compare data-both" not in to_html(report)


def test_the_page_of_a_post_says_what_can_be_done_there(report: Report) -> None:
    """What the post has is ticked off, what it lacks is named with what it would add."""
    html = to_html(report.for_post(Profile.of(["uv"], name="<b>Bridge</b>")))
    assert "All features by hand, with what this post has: &lt;b&gt;Bridge&lt;/b&gt;" in html
    assert "What this post lacks, and what it would add" in html
    hands, lacking = html.split('id="hands"')[1].split('id="lacking"')
    assert "<h3>UV lamp 365 nm</h3>" in hands
    assert "<h3>IR viewer</h3>" not in hands
    assert "IR viewer" in lacking
    assert "not at this post" not in to_html(report)


def test_every_box_to_tick_has_its_words(page: Page) -> None:
    """Each checkbox stands in a label."""
    boxes = [attributes for attributes in page.all("input") if attributes["type"] == "checkbox"]
    assert len(boxes) == len(page.all("label"))
    assert len(boxes) > 10


def first_screen(html: str) -> str:
    """Cut out what is to be done now."""
    return html.split('id="now"')[1].split('id="reasons"', maxsplit=1)[0]


@pytest.mark.parametrize("outcome", [OutcomeClass.REFER, OutcomeClass.ALERT])
def test_the_hand_over_comes_before_all_checks(examination: Any, outcome: OutcomeClass) -> None:
    """Where to, who keeps the document, and what the person is due."""
    now = first_screen(to_html(examination.judged(outcome).report()))
    places = [now.index(part) for part in ("<h3>Refer</h3>", "Keep the document", "Protect the person")]
    assert places == sorted(places)
    assert "competent authority" in now


def test_a_clear_result_hands_nothing_over(examination: Any) -> None:
    """But it says what is left to do."""
    clear = examination.judged(OutcomeClass.CLEAR).report()
    now = first_screen(to_html(replace(clear, findings=clear.in_order)))
    assert "Keep the document" not in now
    assert "Always your own task" in now
    assert now.count('class="do"') >= 1


def test_a_check_names_a_tool_that_the_post_has(report: Report) -> None:
    """Infrared is never paired with a magnifier: what the post lacks is named as lacking."""
    finding = replace(report.reasons[0], check="mrz.infrared", lights=(Light.IR,))
    now = first_screen(to_html(replace(report, findings=(finding,)).for_post(Profile.of(["loupe"]))))
    tools = re.findall(r'class="tool">([^<]*)<', now)
    assert tools == ["Magnifier 8-10x"]
    assert "a tool that this post lacks: IR viewer" in now
    assert now.count("Dots of several colours") == 1


def test_each_check_says_what_to_do_with_what_is_seen(report: Report) -> None:
    """Both ways, in words and signs."""
    finding = replace(report.reasons[0], check="mrz.check_digits")
    now = first_screen(to_html(replace(report, findings=(finding,))))
    checks = now.count('class="do"')
    assert 1 <= checks <= 3
    assert now.count("Note the place and inform second line.") == checks
    assert now.count("State it in the referral.") == checks


def test_what_was_not_examined_stands_at_the_top(report: Report) -> None:
    """Never a share of checks beside a list of what could not be checked."""
    missing = replace(report.unchecked[0], lights=("uv", "ir"))
    chip = replace(report.unchecked[1], check="seal.chip_authenticity")
    top = to_html(replace(report, unchecked=(missing, chip))).split('id="now"')[0]
    assert "Not examined:</strong> UV, infrared, chip, print, portrait and security features." in top
    assert "%" not in top.split("</style>")[1]


def test_what_is_open_never_stands_under_what_is_in_order(report: Report) -> None:
    """It has a section of its own, before the pictures, and a check to do."""
    left = replace(
        report.in_order[0], check="mrz.check_digits", left_open="5 or 6", said=Text(english="Is it 5 or 6?")
    )
    html = to_html(replace(report, findings=(left,)))
    assert "Is it 5 or 6?" in first_screen(html)
    assert "Is it 5 or 6?" in html.split('id="open"')[1].split('id="page"')[0]
    assert "Is it 5 or 6?" not in html.split('id="order"')[1]


def test_without_a_template_the_cause_comes_first(empty_report: Report) -> None:
    """An officer reads why there is no answer, before anything else."""
    top = to_html(empty_report).split('id="now"')[0]
    assert "No reference of this document model is stored here" in top


def test_figures_for_experts_are_folded_away_and_none_is_lost(report: Report) -> None:
    """Weights, units and bases stand in parts that open without script."""
    html = to_html(report)
    outside = re.sub(r"<details.*?</details>", "", html.split("</style>")[1], flags=re.DOTALL)
    inside = "".join(re.findall(r"<details.*?</details>", html, flags=re.DOTALL))
    for part in ("LR 7.9", "Score", "prior", "ab" * 32):
        assert part in inside
        assert part not in outside.split("<footer>")[0].replace(
            "The score is a probability under the stated prior", ""
        )


def test_findings_under_uv_are_one_reason(report: Report) -> None:
    """They have one cause."""
    glow = [
        replace(
            report.reasons[2],
            check=f"security.{name}",
            lights=(Light.UV,),
            said=Text(english=f"{name} is seen."),
        )
        for name in ("uv_print", "uv_dull")
    ]
    story = to_html(replace(report, findings=tuple(glow))).split('id="reasons"')[1].split('id="page"')[0]
    assert story.count('class="badge"') == 1
    assert "Under UV light the page does not look like a genuine one." in story
    assert story.index("uv_dull is seen.") < story.index("uv_print is seen.")


def test_values_in_a_right_to_left_sentence_stay_together(report: Report) -> None:
    """A date would be turned about; what fills a blank is isolated, and in English nothing is added."""
    dated = replace(
        report.reasons[0],
        said=Text(english="This document: {label}.", values={"label": "20 SEP 2036"}),
    )
    one = replace(report, findings=(dated,))
    assert "\u206820 SEP 2036\u2069" in to_html(one, language="ar")
    assert "\u2068" not in to_html(one, language="fr")


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_what_was_read_turns_the_direction_of_no_page(report: Report, language: str) -> None:
    """Overrides, isolates and control characters of a value are replaced, in every language and in the English beside it."""
    read = Text(
        english="{summary} {more}",
        values={"summary": "\u202eABC\u2067\x07", "more": ("\u2066D\u2069", "E\u202d")},
    )
    said = replace(report.reasons[0], title="A \u202etitle\u2067", said=read)
    page = to_html(replace(report, findings=(said,)), language=language)
    assert not {"\u202e", "\u202d", "\u2066", "\u2067", "\x07"} & set(page)
    assert page.count("\u2068") == page.count("\u2069")
    assert "\ufffdABC" in page


def test_a_place_that_is_marked_twice_is_named_once(report: Report) -> None:
    """Below the picture, and for those who hear it."""
    twice = replace(report.reasons[1], regions=report.reasons[1].regions * 2)
    page = to_html(replace(report, findings=(twice,))).split('id="page"')[1]
    assert page.count("<b>1</b> portrait border") == 1
    assert page.count("1: portrait border.") == 1
