"""The table of lights: every light has its facts, and every place that lists lights knows each of them."""

import argparse
from types import SimpleNamespace
from typing import Any, get_type_hints

import numpy as np
import pytest

from docforensics.batch import manifest as batch_manifest
from docforensics.bench.loaders import manifest as bench_manifest
from docforensics.capture.light import OTHER_LIGHTS, ByLight, Light
from docforensics.capture.model import Channel
from docforensics.capture.side import Capture
from docforensics.checks.run import abstention
from docforensics.checks.spec import CheckSpec
from docforensics.cli import scan, template_learn
from docforensics.cli.sources import add_source_arguments, jobs
from docforensics.guidance.equipment import own_tool
from docforensics.guidance.words import text
from docforensics.report.render import json as report_json
from docforensics.report.words import light_name, light_words
from docforensics.templates.parts import PART

EVERY = pytest.mark.parametrize("light", Light)
BUT_VISIBLE = pytest.mark.parametrize("light", OTHER_LIGHTS)
PIXELS = np.zeros((2, 3), np.uint8)
SIDE = SimpleNamespace(
    capture=SimpleNamespace(channel=Channel.UPLOAD), page=SimpleNamespace(pixels={}), unusable={}
)
UNLIT: Any = SimpleNamespace(mrz=None, seals=(), chip=None, sides=(SIDE,))
"""What a check asks of a document before anything else: here it has no light at all."""


@EVERY
def test_a_capture_is_loaded_by_its_name(light: Light) -> None:
    """Typed as a keyword, and taken as one."""
    assert light.value in get_type_hints(ByLight)
    assert Capture.load(**{light.value: PIXELS}).lights == (light,)


def test_no_keyword_stands_for_no_light() -> None:
    """The keywords are the lights, in their order."""
    assert list(get_type_hints(ByLight)) == list(Light)


@EVERY
def test_its_words_are_its_own(light: Light) -> None:
    """Two lights under one name could not be told apart on a page."""
    others = [other.facts for other in Light if other is not light]
    assert light.facts.needs
    assert light_name(light) not in [other.name for other in others]
    assert light_words(light) not in [other.words for other in others]


@BUT_VISIBLE
def test_the_command_line_has_its_option(light: Light) -> None:
    """`--uv FILE` beside the visible FILE."""
    parser = argparse.ArgumentParser()
    add_source_arguments(parser)
    (job,) = jobs(parser.parse_args(["page.png", f"--{light}", "other.png"]))
    assert [one for one, _ in job.lights] == [light]
    learning = argparse.ArgumentParser()
    template_learn.add_arguments(learning)
    given = learning.parse_args(["page.png", f"--{light}", "other.png", "-o", "here"])
    assert getattr(given, light) == ["other.png"]


@EVERY
def test_a_check_that_lacks_it_says_what_it_takes(light: Light) -> None:
    """And the guidance knows which tool shows it to an eye."""
    missing = abstention(CheckSpec(title="", unit="", adverse="", lights=frozenset({light})), UNLIT)
    assert missing is not None
    assert missing.needs == light.facts.needs
    assert (own_tool(light) is None) == (light is Light.VISIBLE)


@BUT_VISIBLE
def test_findings_in_it_have_a_heading(light: Light) -> None:
    """Several findings of one light are one reason."""
    assert str(text("shows", light.value))


@EVERY
def test_files_name_it(light: Light) -> None:
    """Template parts, the schema of reports (`make schema`), manifests of scans and of data sets."""
    assert PART.fullmatch(f"{light}.mean.png")
    assert light.value in report_json.schema()["$defs"]["light"]["enum"]
    assert light.value in batch_manifest.LIGHTS
    assert light.value in scan.DESCRIPTION
    assert all(bench_manifest.LIGHTS[word] is light for word in (light.value, *light.facts.aliases))


def test_the_schema_names_no_other() -> None:
    """`python tools/schema.py` writes the lights into it."""
    assert report_json.schema()["$defs"]["light"]["enum"] == list(Light)
