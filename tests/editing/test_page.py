"""The page of the editor is self-contained, escapes what a template holds, and its policy admits its own script alone."""

import base64
import hashlib
import re
from dataclasses import replace
from html import unescape

import numpy as np

from docforensics.capture.light import Light
from docforensics.editing.page import page_html, pictures, policy
from docforensics.editing.session import EditSession
from docforensics.templates.model import FeatureKind, Template


def test_the_policy_names_every_style_and_script_of_the_page(session: EditSession) -> None:
    """By its hash, so that no other runs."""
    page = page_html(session, "id")
    inline = re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", page, re.DOTALL)
    assert len(inline) == 3
    for text in inline:
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy()


def test_nothing_is_loaded_from_elsewhere(session: EditSession) -> None:
    """No address of another host stands in it, and no handler or style that the policy would refuse."""
    page = page_html(session, "id")
    assert not re.search(r"https?://|//[a-z]+\.|@import|url\(", page)
    assert not re.search(r"<[^>]* (on[a-z]+|style)=", page.split("<script>")[0].split("</style>")[-1])


def test_every_kind_and_light_can_be_chosen(session: EditSession) -> None:
    """Those of the closed list, and those that the template has a picture of."""
    page = unescape(page_html(session, "id"))
    for kind in FeatureKind:
        assert f"<option>{kind}</option>" in page
    assert 'value="uv"' in page
    assert 'value="ir"' not in page


def test_of_few_holders_their_data_are_painted_over(template: Template) -> None:
    """The mean of one page is that page."""
    one = replace(template, n_holders=1)
    shown, many = pictures(one)["visible.png"].data, pictures(template)["visible.png"].data
    assert shown != many
    varied = ~template.references[Light.VISIBLE].constant
    decoded = _decoded(shown)
    assert len(np.unique(decoded[varied].reshape(-1, 3), axis=0)) == 1


def _decoded(png: bytes) -> np.ndarray:
    import cv2

    return np.asarray(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR))
