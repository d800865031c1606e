"""The colours of the fixed print."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.jpeg import read_jpeg_facts
from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.security.colour import measure
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import Feature, FeatureKind
from docforensics.templates.shown import OwnValues
from docforensics.templates.taken_on import naming_channels


def test_a_genuine_card_keeps_its_colours(lit: Any) -> None:
    """Another holder's."""
    outcome = measure(lit.genuine(12))
    assert isinstance(outcome, Measured)
    assert outcome.value < 1.5
    assert outcome.regions == ()


def test_white_balance_and_exposure_are_no_forgery(lit: Any) -> None:
    """A warm and dark capture of the whole card."""
    pages = lit.lights()
    pages[Light.VISIBLE] = (pages[Light.VISIBLE] * np.array([0.9, 0.82, 0.7])).astype(np.uint8)
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value < 2


def test_one_emblem_in_another_colour_and_a_wash_are_found(lit: Any) -> None:
    """A third of the card turned green: no white balance explains it."""
    pages = lit.lights()
    pages[Light.VISIBLE][:, 420:] = (pages[Light.VISIBLE][:, 420:] * np.array([0.85, 1.0, 0.85])).astype(
        np.uint8
    )
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value > 3
    assert outcome.regions


EMBLEM = (slice(300, 400), slice(560, 660))
"""156 mm2 of background print."""
NEAR_IT = BoxMm(left=69.0, top=36.5, right=83.5, bottom=51.0)


def tinted(lit: Any) -> Any:
    """The card with one emblem's worth of print in another colour."""
    pages = lit.lights()
    pages[Light.VISIBLE][EMBLEM] = (pages[Light.VISIBLE][EMBLEM] * np.array([0.88, 1.0, 0.88])).astype(
        np.uint8
    )
    return pages


def with_feature(document: Any, feature: Feature) -> Any:
    """The document on a template that also names this place."""
    (side,) = document.sides
    template = replace(side.match.template, features=(*side.match.template.features, feature))
    return replace(document, sides=(replace(side, match=replace(side.match, template=template)),))


def device(box: BoxMm) -> Feature:
    """A device that changes its colours."""
    return Feature(name="device", kind=FeatureKind.OPTICALLY_VARIABLE_DEVICE, box=box)


def as_photo(document: Any, *, learned_on: Channel = Channel.SCANNER) -> Any:
    """The document as a camera took it, on a template of captures on a channel."""
    (side,) = document.sides
    template = replace(side.match.template, provenance=naming_channels([learned_on]))
    capture = replace(side.capture, channel=Channel.PHOTO)
    return replace(
        document, sides=(replace(side, capture=capture, match=replace(side.match, template=template)),)
    )


def test_what_a_camera_makes_of_all_colours_is_no_forgery(lit: Any) -> None:
    """It mixes them by a matrix of its own; one emblem in another colour stays one, and a scanner is held to the template's colours."""
    pages = lit.lights()
    mixed = np.array([[0.64, 0.29, 0.07], [0.14, 0.72, 0.14], [0.0, 0.45, 0.55]])
    pages[Light.VISIBLE] = np.clip(pages[Light.VISIBLE] @ mixed.T, 0, 255).astype(np.uint8)
    scanned = lit.document(pages)
    far = device(BoxMm(left=2.0, top=2.0, right=4.0, bottom=4.0))
    altered = with_feature(as_photo(lit.document(tinted(lit))), far)
    scan, photo, emblem = measure(scanned), measure(as_photo(scanned)), measure(altered)
    assert isinstance(scan, Measured)
    assert scan.value > 2.1
    assert isinstance(photo, Abstained)
    assert photo.why is Why.TOO_NOISY
    assert isinstance(emblem, Measured)
    assert emblem.value > 3
    assert isinstance(measure(as_photo(lit.genuine(12))), Measured)
    known = measure(as_photo(scanned, learned_on=Channel.PHOTO))
    assert isinstance(known, Measured)
    assert known.value == scan.value


def test_a_copy_that_lost_colour_is_not_verified_on_a_photo(lit: Any) -> None:
    """A camera may mix colours so as well: nothing follows there; on a scanner it is another colour."""
    pages = lit.lights()
    grey = pages[Light.VISIBLE].mean(axis=-1, keepdims=True)
    pages[Light.VISIBLE] = (grey + 0.5 * (pages[Light.VISIBLE] - grey)).astype(np.uint8)
    copied = lit.document(pages)
    scan = measure(copied)
    assert isinstance(scan, Measured)
    assert scan.value > 2.1
    assert isinstance(measure(as_photo(copied)), Abstained)


def with_own(document: Any) -> Any:
    """The document on a template that knows what its own captures show of its colours."""
    (side,) = document.sides
    own = (OwnValues(check="security.colour", values=(0.6, 0.9, 0.8, 1.1)),)
    return replace(
        document,
        sides=(replace(side, match=replace(side.match, template=replace(side.match.template, own=own))),),
    )


def test_what_another_scanner_makes_of_all_colours_is_no_forgery(lit: Any) -> None:
    """Nothing follows of more vivid ones where the template knows its captures; what takes half of all colours, or turns one emblem, is no scanner."""
    white = lit.lights()[Light.VISIBLE].astype(np.float32)
    grey = white.mean(axis=-1, keepdims=True)
    found = []
    for times in (1.8, 0.5, 1.55):
        pages = lit.lights()
        pages[Light.VISIBLE] = np.clip(grey + times * (white - grey), 0, 255).astype(np.uint8)
        found.append([measure(document) for document in (lit.document(pages), with_own(lit.document(pages)))])
    (vivid, known), (pale, pale_known), (near, near_known) = found
    far = device(BoxMm(left=2.0, top=2.0, right=4.0, bottom=4.0))
    emblem = measure(with_own(with_feature(lit.document(tinted(lit)), far)))
    for outcome in (vivid, pale, pale_known, emblem):
        assert isinstance(outcome, Measured)
        assert outcome.value > 2.1
    assert pale == pale_known
    assert near == near_known
    assert isinstance(near, Measured)
    assert 1.7 < near.value < 2
    assert isinstance(known, Abstained)
    assert known.why is Why.TOO_NOISY


def test_how_much_plain_print_the_template_knows_does_not_matter(lit: Any) -> None:
    """One template, with a field that ends with its text and one that reaches across the card."""
    far = device(BoxMm(left=2.0, top=2.0, right=4.0, bottom=4.0))
    known = with_feature(lit.document(tinted(lit)), far)
    wide = Feature(
        name="wide",
        kind=FeatureKind.PERSONAL_DATA,
        box=BoxMm(left=30.0, top=8.0, right=84.0, bottom=26.0),
        variable=True,
    )
    much, little = measure(known), measure(with_feature(known, wide))
    assert isinstance(much, Measured)
    assert isinstance(little, Measured)
    assert much.value > 2.5
    assert abs(much.value - little.value) < 0.1 * much.value
    assert any(region.box.overlap(NEAR_IT) > 0 for region in much.regions)


def test_a_device_may_show_other_colours(lit: Any) -> None:
    """One picture knows one tilt; where the template names no device, one as large as this may be there."""
    document = lit.document(tinted(lit))
    named, unnamed = measure(with_feature(document, device(NEAR_IT))), measure(document)
    assert isinstance(named, Measured)
    assert isinstance(unnamed, Measured)
    assert named.value < 1.5
    assert unnamed.value < 1.5


def test_light_of_two_lamps_is_no_forgery(lit: Any) -> None:
    """The tint of the light changes over the card, for paper and ink alike."""
    pages = lit.lights()
    height, width = pages[Light.VISIBLE].shape[:2]
    across = np.linspace(0, 1, width)[None, :, None] ** 2 * np.linspace(0, 1, height)[:, None, None]
    lamp = 1 - across * np.array([0.0, 0.08, 0.25])
    pages[Light.VISIBLE] = (pages[Light.VISIBLE] * lamp).astype(np.uint8)
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value < 2


def test_a_grey_image_is_not_supported(lit: Any) -> None:
    """A grey scan is no grey copy."""
    pages = lit.lights()
    pages[Light.VISIBLE] = cv2.cvtColor(pages[Light.VISIBLE], cv2.COLOR_RGB2GRAY)
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.NO_COLOUR


@pytest.mark.parametrize(("quality", "speaks"), [(30, True), (25, True), (12, False)])
def test_colours_that_compression_has_rounded_are_not_compared(lit: Any, quality: int, speaks: bool) -> None:
    """Blocks of one colour step away from it all alike, as another ink would."""
    document = lit.genuine(12)
    (side,) = document.sides
    file = cv2.imencode(".jpg", np.zeros((8, 8, 3), np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    image = replace(side.capture.primary, jpeg=read_jpeg_facts(file.tobytes()))
    capture = replace(side.capture, images={Light.VISIBLE: (image,)})
    outcome = measure(replace(document, sides=(replace(side, capture=capture),)))
    assert isinstance(outcome, Measured if speaks else Abstained)
    if isinstance(outcome, Abstained):
        assert outcome.why is Why.TOO_NOISY


@pytest.mark.parametrize("captures", [1, 2])
def test_few_captures_do_not_tell_their_devices_from_the_print(lit: Any, captures: int) -> None:
    """The template's colours are then those of one device."""
    document = lit.genuine(12)
    (side,) = document.sides
    template = side.match.template
    few = {light: replace(reference, n_captures=captures) for light, reference in template.references.items()}
    match = replace(side.match, template=replace(template, references=few, n_captures=captures))
    outcome = measure(replace(document, sides=(replace(side, match=match),)))
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.FEW_HOLDERS
