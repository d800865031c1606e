"""The drill hides the truth until the end; the answer sheet tells it."""

import base64
import json
import re

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.report.drill import CaseView, DrillCase, answer_key, answers_html, drill_html

NOISE = np.random.default_rng(2).integers(0, 256, (60, 90, 3), dtype=np.uint8)


def case(number: int, *, forged: bool) -> DrillCase:
    """Make a case of one picture."""
    view = CaseView(
        side="data_page",
        light=Light.VISIBLE,
        pixels=NOISE,
        changed=((10.0, 20.0, 30.0, 40.0),) if forged else (),
    )
    return DrillCase(
        id=f"case-{number}",
        views=(view,),
        forged=forged,
        species="photo <physical>" if forged else "",
        remark="The édge can be felt." if forged else "",
    )


CASES = (case(1, forged=True), case(2, forged=False))


@pytest.fixture(name="page", scope="module")
def fixture_page() -> str:
    """Write the drill."""
    return drill_html(CASES)


def test_the_drill_tells_no_answer_in_plain_text(page: str) -> None:
    """Neither species nor remark nor the name of the case, and no mark on the picture."""
    for word in ("physical", "can be felt", "case-1-", 'class="box"'):
        assert word not in page
    key = re.search(r'id="key">"([A-Za-z0-9+/=]+)"', page)
    assert key is not None
    told = json.loads(base64.b64decode(key[1]).decode())
    assert [truth["forged"] for truth in told] == [True, False]
    assert told[0]["remark"] == "The édge can be felt."
    assert key[1] == answer_key(CASES)


def test_every_case_asks_for_one_of_two_decisions(page: str) -> None:
    """By keyboard as well: radio buttons in a field set with a legend."""
    assert page.count('<input type="radio" name="case-1"') == 2
    assert page.count("<fieldset>") == page.count("<legend>") == 2


def test_the_answer_sheet_tells_all_and_marks_the_place() -> None:
    """With what an officer sees, escaped."""
    sheet = answers_html(CASES)
    assert "photo &lt;physical&gt;. The édge can be felt." in sheet
    assert sheet.count('class="box"') == 1
    assert "<script" not in sheet
    assert 'type="radio"' not in sheet


def test_the_pages_fetch_nothing_and_are_light() -> None:
    """Self-contained, at most 1.5 MB, however heavy the pictures."""
    big = np.random.default_rng(2).integers(0, 256, (700, 1000, 3), dtype=np.uint8)
    views = tuple(CaseView(side="front", light=light, pixels=big) for light in list(Light)[:3])
    heavy = DrillCase(id="heavy", views=views, forged=False, species="", remark="")
    html = drill_html([heavy] * 2)
    assert len(html.encode()) <= 1_500_000
    assert not re.search(r"https?:|url\(|<link", html)
