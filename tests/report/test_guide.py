"""The guide shows every feature of a template with how to verify it, and prints from one file."""

import re
from dataclasses import replace

import numpy as np
import pytest

from docforensics.guidance.equipment import Profile
from docforensics.report.guide import Example, guide_html
from docforensics.resources import models_folder
from docforensics.templates.model import Template
from docforensics.templates.store import load_template


@pytest.fixture(name="template", scope="module")
def fixture_template() -> Template:
    """Load the shipped template."""
    return load_template(models_folder() / "templates" / "UTO-P-2-2023")


def test_every_kind_of_feature_has_a_chapter(template: Template) -> None:
    """Numbered as on the page."""
    html = guide_html(template)
    for number, kind in enumerate(dict.fromkeys(feature.kind for feature in template.features), start=1):
        assert re.search(rf'id="feature-{number}">.*{kind.value[1:]}', html)
    assert "Order of examination" in html
    assert "The person and the document" in html


def test_what_the_template_lacks_is_still_in_the_guide(template: Template) -> None:
    """A booklet is more than its data page."""
    beyond = guide_html(template).split('id="beyond"')[1]
    assert "watermark" in beyond
    assert "stitching and pages" in beyond


def test_the_guide_is_one_file_without_script(template: Template) -> None:
    """Nothing is fetched, nothing runs, and it weighs at most 1.5 MB."""
    html = guide_html(template)
    assert not re.search(r"https?:|<script|<link|url\(", html)
    assert len(html.encode()) <= 1_500_000


def test_examples_stand_with_their_feature_and_are_escaped(template: Template) -> None:
    """A data set's words are a stranger's words."""
    noise = np.random.default_rng(5).integers(0, 256, (90, 120, 3), dtype=np.uint8)
    example = Example(
        kind="portrait of the holder",
        species="<script>alert(1)</script>",
        remark="Look.",
        light=next(iter(template.references)),
        genuine=noise,
        forged=noise,
    )
    html = guide_html(template, examples=[example])
    assert "<script" not in html
    assert "&lt;script&gt;" in html.split('id="feature-1"')[1].split('id="feature-2"')[0]


def test_what_the_post_lacks_is_marked(template: Template) -> None:
    """A guide for this post."""
    assert "not at this post" in guide_html(template, profile=Profile.parse("loupe"))
    assert "not at this post" not in guide_html(template)


def test_a_template_without_a_name_has_a_guide(template: Template) -> None:
    """It is called unnamed."""
    assert "unnamed" in guide_html(replace(template, model=None))


def test_the_guide_in_arabic_runs_from_right_to_left(template: Template) -> None:
    """And says that nobody reviewed the translation."""
    html = guide_html(template, language="ar")
    assert '<html lang="ar" dir="rtl">' in html
    assert 'class="banner"' in html
