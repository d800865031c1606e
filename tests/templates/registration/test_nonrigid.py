"""A registered page that still bends is carried onto the reference; what was altered is not."""

from collections.abc import Callable

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.templates.comparison.dissimilarity import compare
from docforensics.templates.model import REFERENCE_PX_PER_MM, Template
from docforensics.templates.registration.nonrigid import nonrigidly_registered
from docforensics.templates.registration.print_slope import followed, grid_of

Card = Callable[..., Pixels]
FIELD = (slice(264, 296), slice(450, 560))
"""As high as a field with its margins."""


def _bent(page: Pixels, most_px: float) -> Pixels:
    """The page moved by a smooth field that no homography follows."""
    height, width = page.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    wave = np.float32(most_px) * np.sin(2 * np.pi * x / width) * np.sin(np.pi * y / height)
    moved = cv2.remap(page, x + wave, y - wave, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, dtype=np.uint8)


def _unlike(page: Pixels, template: Template) -> float:
    reference = template.references[Light.VISIBLE]
    nowhere = np.zeros(page.shape[:2], dtype=bool)
    seen = compare(page, reference.mean, ink_allowed=nowhere, trusted=reference.constant)
    return float(np.median(seen.dissimilarity[reference.constant]))


def test_a_bent_page_is_carried_onto_the_reference(card: Card, template: Template) -> None:
    """Most of what a bend of a fifth of a millimetre does is undone."""
    bent = _bent(card(4), 1.6)
    mended = nonrigidly_registered(bent, template.references[Light.VISIBLE])
    assert _unlike(mended, template) < 0.5 * _unlike(bent, template)


def test_a_flat_page_is_moved_by_hardly_anything(card: Card, template: Template) -> None:
    """Less than a hundredth of a millimetre where nothing bends; and it lies no worse for it."""
    page, reference = card(4), template.references[Light.VISIBLE]
    grey = np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)
    columns, rows = grid_of(page.shape)
    field = followed(grey, reference, np.zeros((len(rows), len(columns), 2), np.float32))
    assert np.median(np.linalg.norm(field, axis=2)) < 0.01 * REFERENCE_PX_PER_MM
    assert _unlike(nonrigidly_registered(page, reference), template) < 1.05 * _unlike(page, template)


def test_a_patch_that_was_shifted_stays_shifted(card: Card, template: Template) -> None:
    """The field is smoother than an altered place."""
    reference = template.references[Light.VISIBLE]
    page = card(4).copy()
    page[FIELD] = np.roll(page, 4, axis=0)[FIELD]
    nowhere = np.zeros(page.shape[:2], dtype=bool)
    seen = compare(
        nonrigidly_registered(page, reference),
        reference.mean,
        ink_allowed=nowhere,
        trusted=reference.constant,
    )
    assert float(np.median(seen.dissimilarity[FIELD])) > 0.5


def test_a_page_without_print_is_left_alone(template: Template) -> None:
    """Tiles that tell nothing move nothing."""
    blank = np.full((432, 685, 3), 200, np.uint8)
    assert np.array_equal(nonrigidly_registered(blank, template.references[Light.VISIBLE]), blank)
