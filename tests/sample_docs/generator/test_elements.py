"""Elements of a page that know their room, their place and their colours."""

import dataclasses

import numpy as np
import pytest
import skia

from sample_docs.generator.elements import Element, Foil, Lines, Text
from sample_docs.generator.geometry import Box
from sample_docs.generator.ink import MRZ_BLACK, Ink, Rainbow
from sample_docs.generator.lights import View

TEXT = Text(name="field-surname", text="VANTERPOOL", x=2.0, y=8.0, size=4.0, ink=MRZ_BLACK)
SQUARE = skia.Path.Rect(skia.Rect.MakeXYWH(2, 2, 16, 8))


def _drawn(element: Element, view: View | None = None) -> np.ndarray:
    page = np.full((120, 240, 4), 255, np.uint8)
    canvas = skia.Surface(page).getCanvas()
    canvas.scale(10, 10)
    element.draw(canvas, view or View())
    return page[..., :3].astype(int)


@pytest.mark.parametrize("text", ["SHORT", "VANTERPOOL", "VANTERPOOL OUEDRAOGO CASTELLANO"])
def test_a_text_keeps_to_its_room(text: str) -> None:
    """Condensed, then smaller; another text in its place is set anew."""
    set_in = dataclasses.replace(TEXT, text=text, room=18.0)
    assert set_in.width <= 18.0 + 1e-6
    assert set_in.setting[0] <= TEXT.size
    assert _drawn(set_in)[:, 205:].min() == 255


def test_ink_that_spreads_thickens_letters() -> None:
    """A stroke round the outlines darkens more of the page."""
    assert _drawn(dataclasses.replace(TEXT, thicken=0.12)).sum() < _drawn(TEXT).sum()


def test_lines_are_printed_within_their_place() -> None:
    """Half a square."""
    whole = Lines(name="sign", path=SQUARE, ink=MRZ_BLACK, width=None)
    half = dataclasses.replace(whole, within=Box(x=2.0, y=2.0, w=8.0, h=8.0))
    dark = (_drawn(half) < 100).all(axis=2)
    assert dark[50, 40]
    assert not dark[:, 105:].any()


def test_a_rainbow_may_run_down_the_page() -> None:
    """From the first ink at the top to the second at the foot."""
    red, blue = Ink(white=(1.0, 0.2, 0.2), ir=1.0), Ink(white=(0.2, 0.2, 1.0), ir=1.0)
    ink = Rainbow(stops=(red, blue), left=0.0, right=0.0, fall=12.0)
    page = _drawn(Lines(name="wash", path=SQUARE, ink=ink, width=None))
    assert page[25, 100, 0] > page[95, 100, 0] + 60
    assert abs(page[60, 30, 0] - page[60, 170, 0]) < 3


def test_a_colour_shifting_ink_turns_between_two_hues() -> None:
    """Another colour at another tilt, and the first again after a whole turn."""
    foil = Foil(
        name="device", path=SQUARE, box=Box(x=2.0, y=2.0, w=16.0, h=8.0), play=(0.33, 0.8), filled=True
    )
    level, tilted, round_ = (_drawn(foil, View(tilt=tilt))[60, 100] for tilt in (0.0, 0.5, 1.0))
    assert np.abs(level - tilted).max() > 60
    assert np.abs(level - round_).max() <= 1
