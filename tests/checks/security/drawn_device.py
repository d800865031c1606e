"""A device of fine lines that is laid over the cards of the other tests."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.device_lines import fine_lines
from docforensics.templates.masks import box_mask
from docforensics.templates.model import Feature, FeatureKind

BOX = BoxMm(left=60.0, top=26.0, right=76.0, bottom=42.0)
"""Over the background print, and over a field."""


def rosette(shape: tuple[int, ...], *, strength: float, right: int = 0) -> Pixels:
    """How strong the lines of the device are at each pixel, (H, W)."""
    fine = np.zeros(shape[:2], np.uint8)
    middle = (round(BOX.centre[0] * 8) + right, round(BOX.centre[1] * 8))
    turns = np.linspace(0, 2 * np.pi, 800)
    for petals in (7, 9, 11):
        reach = 40 + 18 * np.cos(petals * turns)
        line = np.stack([middle[0] + reach * np.cos(turns), middle[1] + reach * np.sin(turns)], axis=1)
        cv2.polylines(fine, [line.round().astype(np.int32)], True, round(strength), 1, cv2.LINE_AA)
    return fine


def shaded(page: Pixels, *, strength: float = 36, right: int = 0, colours: Any = (1.0, 1.0, 1.0)) -> Pixels:
    """Lay the device over a page in white light: a shade of so many of 255, in some colours more."""
    shade = rosette(page.shape, strength=strength, right=right)[..., None] / 255
    return np.clip(page * (1 - shade * np.array(colours)), 0, 255).round().astype(np.uint8)


def with_device(lit: Any) -> Any:
    """The series whose template names a device, and whose references show it."""
    device = Feature(name="device", kind=FeatureKind.OPTICALLY_VARIABLE_DEVICE, box=BOX)
    white, under_uv = (lit.template.references[light] for light in (Light.VISIBLE, Light.UV))
    glow = fine_lines(rosette(white.mean.shape, strength=16), np.ones(white.mean.shape[:2], np.bool_))
    lines = np.where(box_mask([BOX], white.mean.shape), glow, np.nan).astype(np.float32)
    references = {
        **lit.template.references,
        Light.VISIBLE: replace(white, mean=shaded(white.mean)),
        Light.UV: replace(under_uv, lines=lines),
    }
    return replace(
        lit, template=replace(lit.template, features=(*lit.template.features, device), references=references)
    )
