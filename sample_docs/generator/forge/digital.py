"""Tools of the digital forger: erase, paint, transplant, on the pixels of a file."""

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from sample_docs.generator.capture import Take
from sample_docs.generator.capture.sensor import to_raster
from sample_docs.generator.capture.shot import Shot
from sample_docs.generator.elements import Element, Text
from sample_docs.generator.geometry import Box

from .forgery import boxes_path, page_mask

Image = NDArray[np.uint8]
TEXT_BLUR, PICTURE_BLUR = 0.3, 0.75
"""Blur of what software inserts, relative to that of the lens: type is smoothed less than a scaled photo."""


def on_image(path: skia.Path, shot: Shot, soft_px: float = 0.0) -> NDArray[np.float32]:
    """Coverage 0..1 of a page region on the image's grid, its edge softened by ``soft_px``."""
    mask = page_mask(path, shot.page, shot.px_per_mm)
    moved = cv2.warpPerspective(mask, to_raster(shot), shot.size, flags=cv2.INTER_LINEAR)
    if soft_px > 0:
        moved = cv2.GaussianBlur(moved, (0, 0), soft_px)
    return np.asarray(moved, np.float32) / np.float32(255.0)


def blended(base: Image, top: Image, cover: NDArray[np.float32]) -> Image:
    """``top`` over ``base`` where ``cover`` says so."""
    alpha = cover[..., None]
    mixed = base.astype(np.float32) * (1 - alpha) + top.astype(np.float32) * alpha
    return np.clip(mixed + 0.5, 0, 255).astype(np.uint8)


def inserted(image: Image, shot: Shot, blur: float, *elements: Element) -> Image:
    """``elements`` put into the image: noiseless and crisper than the lens drew, though smoothed as software does."""
    change = painted(image, shot, *elements).astype(np.float32) - image
    soft = cv2.GaussianBlur(change, (0, 0), blur * shot.optics.blur)
    return np.asarray(np.clip(image + soft + 0.5, 0, 255), np.uint8)


def painted(image: Image, shot: Shot, *elements: Element) -> Image:
    """``elements`` drawn straight onto the image, in perspective: crisp, noiseless, as software draws."""
    rgba = np.ascontiguousarray(np.dstack([image, np.full(image.shape[:2], 255, np.uint8)]))
    canvas = skia.Surface(rgba).getCanvas()
    canvas.concat(skia.Matrix(shot.homography.astype(np.float32)))
    for element in elements:
        element.draw(canvas, shot.view)
    return rgba[..., :3].copy()


def filled_flat(image: Image, shot: Shot, box: Box) -> Image:
    """The area covered with the median colour of its surroundings."""
    inside = on_image(boxes_path(box), shot)
    ring = on_image(boxes_path(box.grown(0.8)), shot) - inside > 0.5
    colour = np.median(image[ring], axis=0) if ring.any() else np.array([235.0, 235, 230])
    return blended(image, np.broadcast_to(colour.astype(np.uint8), image.shape), inside)


def inpainted(image: Image, shot: Shot, text: Text) -> Image:
    """The glyphs of ``text`` inpainted from what surrounds them (Telea 2004)."""
    box = boxes_path(text.box.grown(0.5))
    mask = on_image(box, shot) > 0.5
    rows, columns = np.where(mask)
    if rows.size == 0:
        return image
    area = np.s_[max(0, rows.min() - 12) : rows.max() + 13, max(0, columns.min() - 12) : columns.max() + 13]
    dark = _ink_of(image[area], mask[area])
    result = image.copy()
    result[area] = cv2.inpaint(image[area], dark, 4, cv2.INPAINT_TELEA)
    return result


def _ink_of(image: Image, within: NDArray[np.bool_]) -> Image:
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    threshold = np.percentile(grey[within], 60) * 0.80
    dark = ((grey < threshold) & within).astype(np.uint8) * 255
    return np.asarray(cv2.dilate(dark, np.ones((5, 5), np.uint8)), np.uint8)


def transplanted(take: Take, donor: Image, region: skia.Path, soft_px: float) -> Image:
    """The region taken from another exposure, its edge blended away."""
    return blended(take.pixels, donor, on_image(region, take.shot, soft_px))
