"""Coverage tells a planner what a post can examine, and which purchase would add most."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.claims import Layer
from docforensics.formats.table import PageSize
from docforensics.guidance.coverage import coverage, gains, layers
from docforensics.guidance.equipment import Profile
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import Feature, FeatureKind, LightReference, Template

ROOT = Path(__file__).parents[2]
BOX = BoxMm(left=1, top=1, right=9, bottom=9)


def feature(kind: FeatureKind, light: Light = Light.VISIBLE) -> Feature:
    """Make one feature."""
    return Feature(name=kind.name.lower(), kind=kind, box=BOX, light=light)


@pytest.fixture(name="template")
def fixture_template() -> Template:
    """Make a template with a device, a UV print and a drop-out, and references in white light and UV."""
    shape = (8, 8)
    reference = LightReference(
        mean=np.full((*shape, 3), 128, np.uint8),
        tolerance=np.zeros(shape, np.float32),
        constant=np.ones(shape, np.bool_),
    )
    return Template(
        model=None,
        size=PageSize.ID3,
        features=(
            feature(FeatureKind.OPTICALLY_VARIABLE_DEVICE),
            feature(FeatureKind.UV_FLUORESCENT_PRINT, Light.UV),
            feature(FeatureKind.IR_DROP_OUT, Light.IR),
        ),
        references={Light.VISIBLE: reference, Light.UV: reference},
        n_captures=3,
    )


def test_hands_and_eyes_see_what_shows_in_white_light(template: Template) -> None:
    """One feature of three by hand; without a camera nobody makes an image."""
    (covered,) = coverage([template], Profile.parse("none"))
    assert covered.share("by_image") == 0
    assert not any(is_there for _, is_there in layers(Profile.parse("none")))
    assert [entry.examined for entry in covered.features] == [True, False, False]
    assert covered.share("by_hand") == pytest.approx(1 / 3)
    assert covered.share("in_full") == 0


def test_a_lamp_opens_what_shows_in_its_light(template: Template) -> None:
    """By hand; the image still wants a reader."""
    (covered,) = coverage([template], Profile.parse("uv"))
    assert [bool(entry.by_hand) for entry in covered.features] == [True, True, False]
    assert not covered.features[1].by_image


def test_an_image_needs_the_light_and_a_reference_in_it(template: Template) -> None:
    """A reader makes UV and IR; the template has no reference in IR."""
    (covered,) = coverage([template], Profile.parse("document-reader"))
    assert [entry.by_image for entry in covered.features] == [True, True, False]


def test_a_magnifier_alone_does_not_open_uv_print(template: Template) -> None:
    """Nobody sees it without the lamp."""
    (covered,) = coverage([template], Profile.parse("loupe,reference"))
    assert not covered.features[1].by_hand


def test_what_opens_most_features_ranks_first(template: Template) -> None:
    """A full-page reader opens two, a lamp one, a magnifier adds a step."""
    ranked = [(gain.equipment.slug, gain.features) for gain in gains([template], Profile.parse("none"))]
    assert ranked[0] == ("document-reader", 2)
    assert dict(ranked)["uv-lamp"] == 1
    assert dict(ranked)["loupe"] == 0


def test_a_post_with_everything_gains_nothing(template: Template) -> None:
    """And can do all."""
    everything = Profile.parse("document-reader,loupe,reference,oblique-light,transmitted-light")
    assert gains([template], everything) == ()
    (covered,) = coverage([template], everything)
    assert covered.share("in_full") == 1
    assert covered.steps[0] == covered.steps[1] > 0


def test_an_office_scanner_makes_white_images_alone(template: Template) -> None:
    """It shows no device that changes with the angle, and fills no layer of UV or infrared."""
    post = Profile.parse("scanner")
    (covered,) = coverage([template], post)
    assert [entry.by_image for entry in covered.features] == [False, False, False]
    assert [layer for layer, is_there in layers(post) if not is_there] == [Layer.UV, Layer.IR]
    assert all(is_there for _, is_there in layers(Profile.parse("document-reader")))


def test_places_of_one_kind_are_one_thing_to_equip_for(template: Template) -> None:
    """Thirteen fields of personal data need one magnifier."""
    data = feature(FeatureKind.PERSONAL_DATA)
    many = replace(template, features=(*template.features, *(replace(data, name=f"f{n}") for n in range(13))))
    (covered,) = coverage([many], Profile.parse("camera"))
    assert [len(entry.places) for entry in covered.features] == [1, 1, 1, 13]
    assert covered.share("by_image") == 1 / 4
