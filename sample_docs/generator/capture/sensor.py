"""From a page raster to the image a device delivers: warp, scene, lens, sensor, tone."""

import cv2
import numpy as np
from numpy.typing import NDArray

from sample_docs.generator.noise import gaussian, in_colour, seed_noise

from .processing import processed, seen
from .shot import Optics, Scene, Shot

Image = NDArray[np.uint8]


def to_raster(shot: Shot) -> NDArray[np.float64]:
    """Page raster pixels to image pixels: the shot's homography, with pixel centres at half integers."""
    scale = np.diag([1 / shot.px_per_mm, 1 / shot.px_per_mm, 1.0])
    centre = np.array([[1.0, 0, 0.5], [0, 1.0, 0.5], [0, 0, 1.0]])
    return np.asarray(np.linalg.inv(centre) @ shot.homography @ scale @ centre)


def expose(raster: Image, shot: Shot) -> Image:
    """The image of ``raster`` under ``shot``, before any codec."""
    page, cover = _placed(raster, shot)
    lit = _lit(_on_ground(page, cover, shot), shot)
    return developed(lit, shot.optics, shot.seed)


def warped_mask(mask: Image, shot: Shot) -> Image:
    """A page mask (0 or 255, at the scale of the raster) on the image's grid, after the messenger's resampling."""
    moved = cv2.warpPerspective(mask, to_raster(shot), shot.size, flags=cv2.INTER_LINEAR)
    if shot.shrink != 1.0:
        moved = shrunk(np.asarray(moved, np.uint8), shot.shrink)
    return np.where(np.asarray(moved) >= 128, 255, 0).astype(np.uint8)


def shrunk(image: Image, factor: float) -> Image:
    """Resampled by ``factor`` < 1, as a messenger does."""
    size = (round(image.shape[1] * factor), round(image.shape[0] * factor))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _placed(raster: Image, shot: Shot) -> tuple[Image, Image]:
    page = cv2.warpPerspective(
        raster, to_raster(shot), shot.size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(page, np.uint8), _page_cover(shot)


def _page_cover(shot: Shot) -> Image:
    """255 where the page lies, its corners rounded."""
    width, height = shot.page
    quarter = np.linspace(0.0, np.pi / 2, 12)
    corners = ((width, height, 0), (0.0, height, 1), (0.0, 0.0, 2), (width, 0.0, 3))
    outline = [_corner((x, y), quarter + turn * np.pi / 2, shot) for x, y, turn in corners]
    points = cv2.perspectiveTransform(np.concatenate(outline)[None] + shot.cut, shot.homography)
    cover = np.zeros((shot.size[1], shot.size[0]), np.uint8)
    cv2.fillPoly(cover, [np.round(points * 16).astype(np.int32)], (255,), cv2.LINE_8, 4)
    return cover


def _corner(corner: tuple[float, float], angle: NDArray[np.float64], shot: Shot) -> NDArray[np.float64]:
    radius = shot.corner
    centre = np.array(
        [radius if at == 0 else side - radius for at, side in zip(corner, shot.page, strict=True)]
    )
    return centre + radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _on_ground(page: Image, cover: Image, shot: Shot) -> Image:
    if cover.min() == 255:
        return page
    return np.asarray(cv2.copyTo(page, cover, _ground(shot)), np.uint8)


def _ground(shot: Shot) -> Image:
    """The table or lid, computed at an eighth of the size, for it is out of focus."""
    scene = shot.scene
    small = (shot.size[1] // 8 + 1, shot.size[0] // 8 + 1)
    rng = np.random.default_rng([shot.seed, 51])
    texture = rng.normal(0.0, 1.0, small).astype(np.float32)
    streaks = cv2.GaussianBlur(texture, (0, 0), sigmaX=6.0, sigmaY=0.8) * 6.0
    level = np.array(scene.ground, np.float32) + scene.ground_texture * streaks[..., None]
    if scene.page_shadow > 0:
        level *= _shadow_of_page(shot, small)[..., None]
    return np.asarray(
        cv2.resize(np.clip(level, 0, 255).astype(np.uint8), shot.size, interpolation=cv2.INTER_LINEAR),
        np.uint8,
    )


def _shadow_of_page(shot: Shot, small: tuple[int, int]) -> NDArray[np.float32]:
    """What the soft shadow below the page's edge leaves of the light, 0..1."""
    mm = _page_coordinates(shot, small, offset=-6.0)
    width, height = shot.page
    inside = (mm[..., 0] > 0) & (mm[..., 0] < width) & (mm[..., 1] > 0) & (mm[..., 1] < height)
    soft = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), 1.8)
    return np.asarray(1.0 - shot.scene.page_shadow * soft, np.float32)


def _page_coordinates(shot: Shot, small: tuple[int, int], offset: float) -> NDArray[np.float64]:
    """Millimetres on the page of every eighth image pixel, moved by ``offset`` px."""
    x, y = np.meshgrid(np.arange(small[1]) * 8.0 + offset, np.arange(small[0]) * 8.0 + offset)
    points = np.stack([x, y], axis=-1).reshape(1, -1, 2)
    mm = np.asarray(cv2.perspectiveTransform(points, np.linalg.inv(shot.homography)), np.float64)
    return mm.reshape(*small, 2)


def _lit(image: Image, shot: Shot) -> Image:
    """Uneven light: vignette, a soft shadow, reflections. Computed small, for they are smooth."""
    scene = shot.scene
    if scene.shade[0] == 0 and shot.optics.vignette == 0 and not scene.glares:
        return image
    width, height = shot.size
    small = (max(2, height // 16), max(2, width // 16))
    x, y = np.meshgrid(np.linspace(0, 1, small[1]), np.linspace(0, 1, small[0]) * height / width)
    light = _falloff(scene, shot.optics, x, y, height / width)
    gleam = _reflections(scene.glares, x, y)
    scaled = cv2.multiply(image, _enlarged(255 * light * (1 - gleam), shot.size), scale=1 / 255)
    if not scene.glares:
        return np.asarray(scaled, np.uint8)
    return np.asarray(cv2.add(scaled, _enlarged(255 * gleam, shot.size)), np.uint8)


def _enlarged(field: NDArray[np.float64], size: tuple[int, int]) -> Image:
    """A smooth field of grey levels at full size, three channels."""
    levels = np.repeat(np.clip(field + 0.5, 0, 255).astype(np.uint8)[..., None], 3, axis=2)
    return np.asarray(cv2.resize(levels, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _falloff(
    scene: Scene, optics: Optics, x: NDArray[np.float64], y: NDArray[np.float64], aspect: float
) -> NDArray[np.float64]:
    radius2 = ((x - 0.5) ** 2 + (y - 0.5 * aspect) ** 2) / 0.5
    depth, direction, position = scene.shade
    across = (x - 0.5) * np.cos(direction) + (y - 0.5 * aspect) * np.sin(direction) - 0.5 * position
    shade = depth / (1.0 + np.exp(-across / 0.05))
    return np.asarray((1.0 - optics.vignette * radius2) * (1.0 - shade))


def _reflections(
    glares: tuple[tuple[float, float, float, float], ...], x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    gleam = np.zeros_like(x)
    for gx, gy, radius, strength in glares:
        distance2 = ((x - gx) ** 2 + 2.2 * (y - gy) ** 2) / radius**2
        gleam = np.maximum(gleam, strength * np.exp(-(distance2**1.5)))
    return gleam


def developed(image: Image, optics: Optics, seed: int) -> Image:
    """Lens blur, motion, sensor noise, sharpening, white balance and tone curve."""
    blurred = image
    if optics.blur > 0.05:
        blurred = np.asarray(cv2.GaussianBlur(image, (0, 0), optics.blur), np.uint8)
    if optics.motion[0] > 1:
        blurred = np.asarray(cv2.filter2D(blurred, -1, _motion_kernel(*optics.motion)), np.uint8)
    if optics.processing is not None:
        blurred = seen(blurred, optics.processing)
    noisy = _noisy(blurred, optics, seed)
    if optics.processing is not None:
        noisy = processed(noisy, optics.processing)
    if optics.sharpen > 0:
        soft = cv2.GaussianBlur(noisy, (0, 0), 1.2)
        noisy = np.asarray(cv2.addWeighted(noisy, 1 + optics.sharpen, soft, -optics.sharpen, 0), np.uint8)
    return np.asarray(cv2.LUT(noisy, _tone(optics.gain, optics.contrast)), np.uint8)


def _motion_kernel(length: float, direction: float) -> NDArray[np.float32]:
    reach = int(np.ceil(length / 2))
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    for t in np.linspace(-length / 2, length / 2, 8 * reach + 1):
        kernel[round(reach + t * np.sin(direction)), round(reach + t * np.cos(direction))] += 1
    return np.asarray(kernel / kernel.sum(), np.float32)


def _noisy(image: Image, optics: Optics, seed: int) -> Image:
    """Sensor noise: Poisson-Gaussian in luminance, weaker and blotchy (demosaicked) in colour.

    Model: variance = shot_noise * signal + read_noise**2 (Foi et al. 2008, IEEE TIP 17(10)).
    """
    height, width = image.shape[:2]
    seed_noise(seed)
    luma = gaussian(height, width)
    sigma = np.sqrt(optics.shot_noise * np.arange(256) + optics.read_noise**2)
    scaled = cv2.LUT(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.clip(16 * sigma, 1, 255).astype(np.uint8))
    grey = cv2.multiply(luma, scaled, scale=1 / 1024, dtype=cv2.CV_16S)
    noise = in_colour(np.asarray(grey, np.int16))
    if optics.chroma_noise > 0:
        blotch = cv2.resize(
            gaussian(height // 2 + 1, width // 2 + 1, 3), (width, height), interpolation=cv2.INTER_LINEAR
        )
        noise = np.asarray(
            cv2.scaleAdd(blotch, optics.read_noise * optics.chroma_noise / 64, noise), np.int16
        )
    return np.asarray(cv2.add(image, noise, dtype=cv2.CV_8U), np.uint8)


def _tone(gain: tuple[float, float, float], contrast: float) -> NDArray[np.uint8]:
    level = np.arange(256)[:, None] / 255.0 * np.array(gain)
    curve = np.clip(level, 0, 1) ** contrast
    return np.asarray((curve * 255 + 0.5).astype(np.uint8).reshape(256, 1, 3))
