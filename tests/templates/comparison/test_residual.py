"""What is left of a page after the template has explained it."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.residual import clusters, residual
from docforensics.templates.model import Feature, FeatureKind, Template

Card = Callable[..., Pixels]


def _masses(page: Pixels, template: Template) -> list[float]:
    left = residual(page, template, template.references[Light.VISIBLE])
    return [cluster.mass for cluster in clusters(left.excess, min_mass=0.1)]


@pytest.mark.parametrize("quality", [95, 70])
def test_another_holders_genuine_card_leaves_nothing(card: Card, template: Template, quality: int) -> None:
    """Name and portrait of the holder are explained, at any usual JPEG quality."""
    _, file = cv2.imencode(".jpg", card(11), [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = cv2.imdecode(file, cv2.IMREAD_COLOR)
    assert decoded is not None
    assert sum(_masses(np.asarray(decoded, dtype=np.uint8), template)) < 0.5


def test_a_name_retyped_on_a_clean_patch_is_found_where_it_is(card: Card, template: Template) -> None:
    """The background under the new name is missing."""
    page = card(11).copy()
    field = (slice(165, 200), slice(288, 420))
    page[field] = np.median(page[field], axis=(0, 1)).astype(np.uint8)
    cv2.putText(page, "OTHER", (292, 194), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (15, 15, 15), 2, cv2.LINE_AA)
    left = residual(page, template, template.references[Light.VISIBLE])
    found = clusters(left.excess, min_mass=0.1)
    assert found[0].mass > 2
    x, y = found[0].box.centre
    assert 288 / 8 <= x <= 420 / 8
    assert 165 / 8 <= y <= 200 / 8


def test_a_noisy_capture_is_told_from_missing_print(card: Card, template: Template) -> None:
    """Noise drowns faint print everywhere on the page; a patch without print is a place of its own."""
    noisy = card(11, noise=6.0)
    assert sum(_masses(noisy, template)) < 0.5
    erased = noisy.copy()
    field = (slice(240, 320), slice(450, 560))
    smooth = cv2.GaussianBlur(erased, (0, 0), 12).astype(np.float64)[field]
    noise = np.random.default_rng(3).normal(0, 6.0, smooth.shape)
    erased[field] = np.clip(smooth + noise, 0, 255).astype(np.uint8)
    assert max(_masses(erased, template)) > 2


def test_what_varies_in_uv_excuses_no_ink_in_white_light(card: Card, template: Template) -> None:
    """Fibres lie anywhere under UV; a dark line outside the fields is a fault in white light all the same."""
    width, height = template.size_mm
    fibres = Feature(
        name="uv-fibres",
        kind=FeatureKind.FLUORESCENT_FIBRES,
        box=BoxMm(left=0, top=0, right=width, bottom=height),
        light=Light.UV,
        variable=True,
    )
    page = card(11).copy()
    page[280:286, 430:560] = 20
    assert max(_masses(page, replace(template, features=(*template.features, fibres)))) > 2


def test_clusters_come_heaviest_first_with_their_boxes() -> None:
    """Two places of excess are two clusters, in millimetres."""
    excess = np.zeros((432, 685), np.float32)
    excess[80:96, 160:176] = 0.5
    excess[240:280, 400:480] = 0.5
    found = clusters(excess, min_mass=0.1)
    assert [round(cluster.mass, 1) for cluster in found] == [25.0, 2.0]
    assert (found[1].box.left, found[1].box.top) == (20.0, 10.0)
    assert clusters(excess, min_mass=3.0) == found[:1]
    assert clusters(excess, min_mass=30.0) == ()
