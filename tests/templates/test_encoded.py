"""The pictures of a reference are encoded once, and no longer kept than it."""

import gc
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.templates import encoded
from docforensics.templates.model import LightReference, Template
from docforensics.templates.parts import to_parts


def test_a_reference_is_encoded_once_and_one_that_was_changed_anew(
    template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever else of the template changes: its counts, its provenance, its features."""
    count: list[int] = []
    png = encoded.png
    monkeypatch.setattr(encoded, "png", lambda pixels: count.append(pixels.size) or png(pixels))
    white = replace(template.references[Light.VISIBLE], n_captures=9)
    first = to_parts(replace(template, references={Light.VISIBLE: white}))
    assert len(count) == len(first) - 1
    again = to_parts(replace(template, references={Light.VISIBLE: white}, licence="CC0-1.0"))
    assert len(count) == len(first) - 1
    assert {name: data for name, data in again.items() if name.endswith("png")} == {
        name: data for name, data in first.items() if name.endswith("png")
    }
    darker = replace(white, mean=np.asarray(white.mean // 2, np.uint8))
    changed = to_parts(replace(template, references={Light.VISIBLE: darker}))
    assert len(count) == 2 * (len(first) - 1)
    assert changed["visible.mean.png"] != first["visible.mean.png"]


def test_what_was_encoded_goes_with_its_reference(reference_of: Callable[..., LightReference]) -> None:
    """A service that follows many templates keeps none of those that it let go."""
    white = replace(reference_of(1, 2, 3), n_captures=8)
    gc.collect()
    before = len(encoded._ENCODED)
    encoded.pictures_of(white)
    assert len(encoded._ENCODED) == before + 1
    del white
    gc.collect()
    assert len(encoded._ENCODED) == before
