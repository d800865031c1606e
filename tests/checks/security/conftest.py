"""A made-up series of cards in three lights: luminescent print and fibres under UV, an emblem that stays in infrared."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from types import MappingProxyType
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.document import Document
from docforensics.kept import Later
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.residual import residual
from docforensics.templates.learning.reference import build_reference
from docforensics.templates.model import Feature, FeatureKind, Template
from docforensics.templates.registration.register import Residuals, TemplateMatch

SHAPE = (432, 685)
"""An ID-1 card at 8 px/mm."""
DULL = (18, 12, 40)
FIELDS = tuple(
    BoxMm(left=36.0, top=top, right=80.0, bottom=top + 4.0) for top in (12.0, 18.0, 24.0, 37.0, 43.0)
)
EMBLEM = (slice(60, 110), slice(580, 640))
"""Printed in an ink that infrared sees."""
NAME_BAND = (slice(252, 286), slice(288, 528))
"""Where the cards of the other tests write the holder's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LitSeries:
    """Cards of the series, and what a forger might do to them."""

    template: Template
    dull: tuple[int, int, int] = DULL
    """Colour of the bare substrate under UV."""

    def glow(self, *, moved: int = 0, colours: bool = True, width: int = 2) -> Pixels:
        """Draw a card under UV whose print was painted: moved by pixels, in one colour, with another width."""
        return draw_glow(11, moved=moved, colours=colours, width=width)

    def lights(self, holder: int = 11) -> dict[Light, Pixels]:
        """Draw a genuine card in three lights."""
        return {light: pixels.copy() for light, pixels in _drawn(holder).items()}

    def document(self, pages: Mapping[Light, Pixels]) -> Document:
        """A document whose pages lie on the template."""
        return on_template(self.template, pages)

    def genuine(self, holder: int = 11) -> Document:
        """A holder's genuine card."""
        return self.document(_drawn(holder))


@pytest.fixture(scope="session")
def lit(series: Any) -> LitSeries:
    """Make the series once a run, for whichever folders ask; its white light is that of the cards of the other tests."""
    _White.series = series
    made: LitSeries = series.kept.once("lit", lambda: _learned(series))
    return made


def _learned(series: Any) -> LitSeries:
    stacks = [_drawn(holder) for holder in (1, 2, 3, 4)]
    fields = [
        Feature(name=f"field-{number}", kind=FeatureKind.PERSONAL_DATA, box=box, variable=True)
        for number, box in enumerate(FIELDS, start=1)
    ]
    features = (*series.template.features, *fields)
    references = {
        light: build_reference([pages[light] for pages in stacks], features, light=light)
        for light in (Light.VISIBLE, Light.UV, Light.IR)
    }
    template = replace(series.template, features=features, references=references)
    return LitSeries(template=template)


class _White:
    series: Any = None


def on_template(template: Template, pages: Mapping[Light, Pixels]) -> Document:
    """Make the document of pages that lie on the template's frame already."""
    base = _White.series.genuine(11)
    (side,) = base.sides
    seen = {light: pixels for light, pixels in pages.items() if light in template.references}
    compared = {
        light: Later(partial(residual, pixels, template, template.references[light], light))
        for light, pixels in seen.items()
    }
    match = TemplateMatch(
        template=template,
        agreeing=1.0,
        residuals=Residuals(compared),
        rms_mm=0.01,
        pages=MappingProxyType(seen),
    )
    page = replace(side.page, pixels=dict(pages))
    return replace(base, sides=(replace(side, page=page, match=match),))


@cache
def _drawn(holder: int) -> dict[Light, Pixels]:
    white = _White.series.card(holder).copy()
    white[EMBLEM] = (70, 60, 120)
    infrared = np.full(SHAPE, 215, np.uint8)
    infrared[EMBLEM] = 80
    infrared[NAME_BAND][cv2.cvtColor(white[NAME_BAND], cv2.COLOR_RGB2GRAY) < 110] = 25
    for number, box in enumerate(FIELDS):
        text = "".join(np.random.default_rng([holder, number]).choice(list("ABCDEFGHKLMN"), size=9))
        for page, ink in ((white, (12, 12, 12)), (infrared, (25,))):
            place = (round(box.left * 8) + 4, round(box.bottom * 8) - 6)
            cv2.putText(page, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.75, ink, 3, cv2.LINE_AA)
    random = np.random.default_rng(70 + holder)
    return {
        Light.VISIBLE: white,
        Light.UV: noisy(draw_glow(holder), random, 1.5),
        Light.IR: noisy(infrared, random, 1.5),
    }


def draw_glow(holder: int, *, moved: int = 0, colours: bool = True, width: int = 2) -> Pixels:
    """Draw a card under UV: waves, rays and a ring in three colours, and fibres where chance puts them."""
    page = np.full((*SHAPE, 3), DULL, np.uint8)
    green, yellow, red = ((60, 190, 55), (180, 160, 35), (190, 40, 30)) if colours else ((140, 185, 30),) * 3
    x = np.arange(0, SHAPE[1], 4)
    for level in range(60, 400, 55):
        points = np.stack([x, level + moved + 14 * np.sin(x / 60 + level)], axis=1).round().astype(np.int32)
        cv2.polylines(page, [points], False, green, width, cv2.LINE_AA)
    for turn in np.linspace(0, 2 * np.pi, 24, endpoint=False):
        ends = [(round(430 + moved + r * np.cos(turn)), round(220 + r * np.sin(turn))) for r in (40, 120)]
        cv2.line(page, ends[0], ends[1], yellow, width, cv2.LINE_AA)
    cv2.circle(page, (430 + moved, 220), 140, red, width, cv2.LINE_AA)
    random = np.random.default_rng([holder, 5])
    for _ in range(12):
        left, top = int(random.integers(20, 640)), int(random.integers(20, 400))
        cv2.line(
            page, (left, top), (left + 20, top + int(random.integers(-12, 12))), (60, 70, 170), 1, cv2.LINE_AA
        )
    return page


def noisy(page: Pixels, random: np.random.Generator, sigma: float) -> Pixels:
    """The page with a sensor's noise."""
    return np.asarray(np.clip(page + random.normal(0, sigma, page.shape), 0, 255), dtype=np.uint8)
