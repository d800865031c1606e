"""Inks and their paints."""

import numpy as np
import skia

from sample_docs.generator.ink import DYE_BLACK, MRZ_BLACK, UV_RED, AnyInk, Ink, Rainbow, paints
from sample_docs.generator.lights import Light


def _printed(ink: AnyInk, light: Light, ground: int = 200) -> np.ndarray:
    page = np.full((4, 40, 4), ground, np.uint8)
    page[..., 3] = 255
    canvas = skia.Surface(page).getCanvas()
    for paint in paints(ink, light):
        canvas.drawRect(skia.Rect.MakeWH(40, 4), paint)
    return page[2, :, :3].astype(int)


def test_an_ink_multiplies_what_is_below() -> None:
    """A film of half transmittance halves the light."""
    ink = Ink(white=(0.5, 1.0, 0.25), ir=1.0)
    assert np.abs(_printed(ink, Light.WHITE)[0] - (100, 200, 50)).max() <= 1
    assert (_printed(ink, Light.IR) == 200).all()


def test_carbon_and_dye_part_in_ir() -> None:
    """Both are black to the eye; one is black at 900 nm."""
    assert abs(_printed(MRZ_BLACK, Light.WHITE).mean() - _printed(DYE_BLACK, Light.WHITE).mean()) < 15
    assert _printed(MRZ_BLACK, Light.IR).mean() < 20
    assert _printed(DYE_BLACK, Light.IR).mean() > 180


def test_a_luminescent_ink_shows_under_uv_only() -> None:
    """It adds red to the dark page and leaves the white one."""
    assert (_printed(UV_RED, Light.WHITE) == 200).all()
    glowing = _printed(UV_RED, Light.UV, ground=10)[0]
    assert glowing[0] > 150 > glowing[1]


def test_a_rainbow_runs_from_ink_to_ink() -> None:
    """Left end, right end, and a mixture between."""
    red, blue = Ink(white=(1.0, 0.2, 0.2), ir=1.0), Ink(white=(0.2, 0.2, 1.0), ir=1.0)
    row = _printed(Rainbow(stops=(red, blue), left=0.0, right=40.0), Light.WHITE)
    assert row[0, 0] > 180 > row[-1, 0]
    assert (np.diff(row[:, 0]) <= 0).all()
