"""The made-up series of cards in three lights: luminescent lines over the portrait, and a portrait that infrared sees."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
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
from docforensics.templates.portrait.fineness import learned_fineness
from docforensics.templates.portrait.repeat import learned_repeat
from docforensics.templates.registration.register import Residuals, TemplateMatch
from tests.checks.conftest import captured

PORTRAIT = BoxMm(left=6.0, top=12.0, right=30.0, bottom=42.0)
PLACE = (slice(96, 336), slice(48, 240))
"""Rows and columns of the portrait at 8 px/mm."""
DULL = (18, 12, 40)
HOLDERS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class PortraitSeries:
    """Cards in white light, UV and infrared, and the template of them."""

    white: Any
    """The series of the other tests, which draws cards in white light."""
    template: Template

    def pages(self, holder: int = 11, **drawn: Any) -> dict[Light, Pixels]:
        """Draw a card in three lights; further arguments are those of the white card."""
        return _drawn(self.white, holder, **drawn)

    def document(self, pages: Mapping[Light, Pixels], *, in_file: bool = False) -> Document:
        """A document whose pages lie on the template; `in_file` where they were changed after the capture."""
        if not in_file:
            pages = {light: captured(pixels) for light, pixels in pages.items()}
        base = self.white.genuine(11)
        (side,) = base.sides
        compared = {
            light: Later(partial(residual, pixels, self.template, self.template.references[light]))
            for light, pixels in pages.items()
        }
        match = TemplateMatch(
            template=self.template,
            agreeing=1.0,
            residuals=Residuals(compared),
            rms_mm=0.01,
            pages=MappingProxyType(dict(pages)),
        )
        page = replace(side.page, pixels=dict(pages))
        return replace(base, sides=(replace(side, page=page, match=match),))

    def genuine(self, holder: int = 11) -> Document:
        """A holder's genuine card."""
        return self.document(self.pages(holder))

    def told_otherwise(self, document: Document, **features: Feature | None) -> Document:
        """The same document, had its template's features been these; None for without."""
        (side,) = document.sides
        assert side.match is not None
        named = [features.get(one.name.replace("-", "_"), one) for one in self.template.features]
        template = replace(self.template, features=tuple(one for one in named if one is not None))
        return replace(document, sides=(replace(side, match=replace(side.match, template=template)),))


@pytest.fixture(scope="session")
def lights(series: Any) -> PortraitSeries:
    """Make the series once a run, for whichever folders ask."""
    made: PortraitSeries = series.kept.once("lights", lambda: _learned(series))
    return made


def _learned(series: Any) -> PortraitSeries:
    stacks = [_drawn(series, holder) for holder in HOLDERS]
    stated = Feature(
        name="ir-portrait",
        kind=FeatureKind.IR_ABSORBING_PRINT,
        box=PORTRAIT,
        light=Light.IR,
        generic_id="IR,AB,PH",
        variable=True,
    )
    features = (*series.template.features, stated)
    references = {
        light: build_reference([pages[light] for pages in stacks], features, light=light)
        for light in (Light.VISIBLE, Light.UV, Light.IR)
    }
    second = series.template.features[1]
    white = [pages[Light.VISIBLE] for pages in stacks]
    portrait = features[0]
    told = {
        portrait.name: replace(
            portrait, fineness=learned_fineness(white, references[Light.VISIBLE], PORTRAIT)
        ),
        second.name: replace(second, repeat=learned_repeat(white, PORTRAIT, second.box)),
    }
    named = tuple(told.get(one.name, one) for one in features)
    return PortraitSeries(
        white=series, template=replace(series.template, features=named, references=references)
    )


def _drawn(series: Any, holder: int, **drawn: Any) -> dict[Light, Pixels]:
    white = series.card(holder, **drawn)
    random = np.random.default_rng(70 + holder)
    grey = cv2.cvtColor(white, cv2.COLOR_RGB2GRAY).astype(np.float32)
    infrared = np.full(grey.shape, 215.0, np.float32)
    infrared[PLACE] = 0.95 * cv2.GaussianBlur(grey, (0, 0), 2.0)[PLACE]
    return {
        Light.VISIBLE: white,
        Light.UV: noisy(_glow(grey), random),
        Light.IR: noisy(infrared, random),
    }


def _glow(grey: np.ndarray) -> np.ndarray:
    """A dull card whose luminescent waves run over the portrait, which absorbs."""
    page = np.full((*grey.shape, 3), DULL, np.float32)
    page[PLACE] *= 0.6 + 0.4 * (grey[PLACE] / 255)[..., None]
    lines = page.astype(np.uint8)
    x = np.arange(0, grey.shape[1], 4)
    for level in range(40, 420, 40):
        points = np.stack([x, level + 14 * np.sin(x / 60 + level)], axis=1).round().astype(np.int32)
        cv2.polylines(lines, [points], False, (60, 190, 55), 2, cv2.LINE_AA)
    return lines.astype(np.float32)


def noisy(page: np.ndarray, random: np.random.Generator) -> Pixels:
    """The page with a sensor's noise."""
    return np.asarray(np.clip(page + random.normal(0, 1.5, page.shape), 0, 255), dtype=np.uint8)
