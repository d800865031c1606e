"""A phone photo, up to 12 megapixels: perspective, lens and motion blur, noise, glare, shadow, white balance."""

import cv2
import numpy as np
from numpy.typing import NDArray

from sample_docs.generator.lights import Light, View
from sample_docs.generator.sheet import Design

from .machines import SENSORS, by_phone, drawn_phone
from .shot import Codec, Optics, Scene, Shot, raster_scale

NAME = "photo"
LIGHTS = (Light.WHITE,)
_GROUNDS = ((96, 72, 52), (150, 118, 84), (58, 60, 64), (205, 202, 196), (120, 124, 128), (40, 52, 70))
"""Table tops: woods, grey, white, blue."""


def shots(
    design: Design, seed: int, *, ppi: int | None = None, device: int | None = None
) -> tuple[Shot, ...]:
    """One photo; ``ppi`` picks the sensor whose image of the page comes nearest, None draws one."""
    rng = np.random.default_rng([seed, 17])
    size = SENSORS[int(rng.choice(len(SENSORS), p=(0.36, 0.27, 0.22, 0.10, 0.05)))]
    if device is not None:
        size = drawn_phone(device).sensor
    if ppi is not None:
        size = min(SENSORS, key=lambda s: abs(0.8 * s[0] / design.width - ppi / 25.4))
    shot = _photo(design, rng, size, _codec(rng, size))
    return (shot if device is None else by_phone(shot, device),)


def _codec(rng: np.random.Generator, size: tuple[int, int]) -> Codec:
    if size[0] <= 2048 and rng.random() < 0.2:
        return Codec(format="PNG")
    return Codec(quality=int(rng.integers(82, 96)))


def _photo(design: Design, rng: np.random.Generator, size: tuple[int, int], codec: Codec) -> Shot:
    page = (design.width, design.height)
    homography = _perspective(rng, page, size)
    scale = float(np.sqrt(abs(np.linalg.det(homography[:2, :2]))))
    return Shot(
        view=View(light=Light.WHITE, tilt=float(rng.random()), gleam=float(rng.uniform(0.2, 1.0))),
        size=size,
        homography=homography,
        page=page,
        px_per_mm=raster_scale(scale, 1.05),
        optics=_optics(rng, size),
        scene=_scene(rng, homography, page, size),
        first_codec=Codec(quality=int(rng.integers(92, 98)), subsampling="4:2:2"),
        codec=codec,
        seed=int(rng.integers(0, 2**31)),
    )


def _perspective(
    rng: np.random.Generator, page: tuple[float, float], size: tuple[int, int]
) -> NDArray[np.float64]:
    """A pinhole camera over the page: tilted by some degrees, the page filling most of the picture."""
    width, height = size
    focal = 0.85 * max(size)
    tilts = np.radians(rng.normal(0.0, (6.0, 6.0, 3.0)))
    rotation = cv2.Rodrigues(np.array([tilts[0], 0, 0]))[0] @ cv2.Rodrigues(np.array([0, tilts[1], 0]))[0]
    rotation = cv2.Rodrigues(np.array([0, 0, tilts[2]]))[0] @ rotation
    fill = rng.uniform(0.66, 0.90)
    distance = focal * max(page[0] / (fill * width), page[1] / (fill * height))
    centred = np.array([[1.0, 0.0, -page[0] / 2], [0.0, 1.0, -page[1] / 2], [0.0, 0.0, 1.0]])
    shift = rng.normal(0.0, 0.012, 2) * distance
    plane = np.column_stack([rotation[:, 0], rotation[:, 1], np.array([shift[0], shift[1], distance])])
    camera = np.array([[focal, 0.0, width / 2], [0.0, focal, height / 2], [0.0, 0.0, 1.0]])
    homography = camera @ plane @ centred
    return np.asarray(homography / homography[2, 2])


def _optics(rng: np.random.Generator, size: tuple[int, int]) -> Optics:
    detail = size[0] / 2560
    warm = rng.normal(0.0, 0.045)
    exposure = rng.uniform(0.86, 1.02)
    return Optics(
        blur=float(rng.uniform(0.5, 1.1) * max(1.0, detail)),
        motion=(float(max(0.0, rng.normal(0.0, 1.4) * detail)), float(rng.uniform(0, np.pi))),
        sharpen=float(rng.uniform(0.0, 0.6)),
        shot_noise=float(rng.uniform(0.01, 0.06)),
        read_noise=float(rng.uniform(0.8, 2.2)),
        chroma_noise=float(rng.uniform(0.4, 0.9)),
        gain=(float(exposure * (1 + warm)), float(exposure), float(exposure * (1 - warm))),
        contrast=float(rng.uniform(0.85, 1.15)),
        vignette=float(rng.uniform(0.05, 0.28)),
    )


def _scene(
    rng: np.random.Generator,
    homography: NDArray[np.float64],
    page: tuple[float, float],
    size: tuple[int, int],
) -> Scene:
    glares: tuple[tuple[float, float, float, float], ...] = ()
    if rng.random() < 0.35:
        spot = np.array([[[rng.uniform(0, page[0]), rng.uniform(0, page[1])]]])
        x, y = cv2.perspectiveTransform(spot, homography)[0, 0] / size[0]
        glares = ((float(x), float(y), float(rng.uniform(0.04, 0.11)), float(rng.uniform(0.25, 0.75))),)
    ground = _GROUNDS[int(rng.integers(0, len(_GROUNDS)))]
    shade = float(rng.uniform(0.05, 0.30)) if rng.random() < 0.5 else 0.0
    return Scene(
        ground=ground,
        ground_texture=float(rng.uniform(2.0, 14.0)),
        page_shadow=float(rng.uniform(0.3, 0.7)),
        shade=(shade, float(rng.uniform(0, 2 * np.pi)), float(rng.uniform(-0.6, 0.6))),
        glares=glares,
    )
