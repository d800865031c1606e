"""Presses: what makes two printings of one design differ, and two copies of one printing.

A press prints a whole edition: its plates stand a little off each other, its lines are finer or bolder than drawn, its ink denser or
thinner. A copy then differs by where its data were printed and where it was cut. All of it is drawn from the press's number,
apart from the design, so that the same design can come from several presses.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import skia

from .elements import Element, Foil, Lines, Patch, Picture, Text
from .ink import Substrate
from .people import Record
from .sheet import Design, Sheet, rng_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One press and the machine that personalises what it prints. Lengths in mm."""

    number: int
    register: float
    """Standard deviation of a plate's place."""
    line_gain: float
    """Widths of lines over those drawn."""
    density: float
    """Ink laid down, relative to the design's."""
    fixed_spread: float
    """Stroke that spreading ink adds round fixed letters."""
    data_spread: float
    data_density: float
    data_register: float
    """Standard deviation of the place of a copy's data: all of them move alike."""
    cut: float
    """Standard deviation of the edge of the page against its print."""
    copy_density: float
    """Standard deviation of the ink from copy to copy, of the data alone."""
    ruling: float
    """Of the screen of its pictures, relative to the design's."""
    dot_gain: float
    """Added to that of the screen."""
    paper: tuple[float, float, float]
    """What its mill's paper reflects in white light, relative to the design's."""
    dullness: float
    """Glow of its paper under UV, relative to the design's."""


def drawn_press(number: int) -> Press:
    """The press with this number: always the same one."""
    rng = rng_of(number, "press")
    return Press(
        number=number,
        register=float(rng.uniform(0.01, 0.09)),
        line_gain=float(rng.uniform(0.82, 1.28)),
        density=float(rng.uniform(0.85, 1.12)),
        fixed_spread=float(rng.uniform(0.0, 0.04)),
        data_spread=float(rng.choice([0.0, 0.0, rng.uniform(0.01, 0.06)])),
        data_density=float(rng.uniform(0.82, 1.0)),
        # Offset by more than half a millimetre is what document examiners call out of place.
        data_register=float(rng.uniform(0.03, 0.2)),
        cut=float(rng.uniform(0.05, 0.35)),
        copy_density=float(rng.uniform(0.0, 0.04)),
        ruling=float(rng.uniform(0.92, 1.09)),
        dot_gain=float(rng.normal(0.0, 0.03)),
        paper=_tint(rng),
        dullness=float(rng.uniform(0.85, 1.18)),
    )


def _tint(rng: np.random.Generator) -> tuple[float, float, float]:
    red, green, blue = (float(v) for v in rng.normal(1.0, 0.008, 3))
    return (red, green, blue)


def on_press(design: Design, press: Press) -> Design:
    """The design as this press prints it."""
    return dataclasses.replace(
        design,
        key=f"{design.key}-press-{press.number}",
        press=press.number,
        substrate=_milled(design.substrate, press),
        under=_plates(design.under, press),
        over=_plates(design.over, press),
        personalise=_personaliser(design.personalise, press),
        finish=_finisher(press),
    )


def _milled(paper: Substrate, press: Press) -> Substrate:
    """The design's paper or plastic as this press buys it."""
    red, green, blue = (min(1.0, a * b) for a, b in zip(paper.white, press.paper, strict=True))
    uv_red, uv_green, uv_blue = (v * press.dullness for v in paper.uv)
    return dataclasses.replace(paper, white=(red, green, blue), uv=(uv_red, uv_green, uv_blue))


def _plates(elements: tuple[Element, ...], press: Press) -> tuple[Element, ...]:
    """Every plate at its place, its lines and letters as bold as this press makes them."""
    return tuple(_plate(element, press) for element in elements)


def _plate(element: Element, press: Press) -> Element:
    rng = rng_of(press.number, "plate", element.name)
    dx, dy = (float(v) for v in rng.normal(0.0, press.register, 2))
    moved = shifted(element, dx, dy)
    if isinstance(moved, Lines):
        width = None if moved.width is None else moved.width * press.line_gain
        return dataclasses.replace(moved, width=width, alpha=min(1.0, moved.alpha * press.density))
    if isinstance(moved, Text):
        return dataclasses.replace(moved, thicken=press.fixed_spread)
    return moved


def shifted(element: Element, dx: float, dy: float) -> Element:
    """The element printed ``dx``, ``dy`` mm beside its place."""
    if isinstance(element, Text):
        return dataclasses.replace(element, x=element.x + dx, y=element.y + dy)
    if isinstance(element, Picture):
        return dataclasses.replace(element, box=element.box.shifted(dx, dy))
    if isinstance(element, Lines | Foil | Patch):
        path = skia.Path(element.path)
        path.offset(dx, dy)
        if isinstance(element, Foil):
            return dataclasses.replace(element, path=path, box=element.box.shifted(dx, dy))
        return dataclasses.replace(element, path=path)
    return element


def _personaliser(
    personalise: Callable[[Record], tuple[Element, ...]], press: Press
) -> Callable[[Record], tuple[Element, ...]]:
    def made(record: Record) -> tuple[Element, ...]:
        return tuple(_spread(element, press) for element in personalise(record))

    return made


def _spread(element: Element, press: Press) -> Element:
    if isinstance(element, Text):
        alpha = element.alpha * press.data_density
        return dataclasses.replace(element, thicken=press.data_spread, alpha=alpha)
    if isinstance(element, Picture) and element.screen is not None:
        ruled = element.screen.lines_per_mm * press.ruling
        gain = element.screen.gain + press.dot_gain
        return dataclasses.replace(
            element, screen=dataclasses.replace(element.screen, lines_per_mm=ruled, gain=gain)
        )
    return element


def _finisher(press: Press) -> Callable[[Sheet], Sheet]:
    def finished(sheet: Sheet) -> Sheet:
        rng = rng_of(sheet.seed, "copy")
        dx, dy = (float(v) for v in rng.normal(0.0, press.data_register, 2))
        ink = 1.0 - abs(float(rng.normal(0.0, press.copy_density)))
        personal = tuple(_inked(shifted(e, dx, dy), ink) for e in sheet.personal)
        left, top = (float(v) for v in rng.normal(0.0, press.cut, 2))
        return dataclasses.replace(sheet, personal=personal, cut=(left, top))

    return finished


def _inked(element: Element, share: float) -> Element:
    if isinstance(element, Text):
        return dataclasses.replace(element, alpha=element.alpha * share)
    if isinstance(element, Picture):
        white, *rest = element.density
        return dataclasses.replace(element, density=(white * share, rest[0], rest[1]))
    return element
