"""A full-page reader as at a border post: the page on glass, white, UV and IR at 400 ppi, fixed geometry."""

import numpy as np

from sample_docs.generator.lights import Light, View
from sample_docs.generator.sheet import Design

from .machines import reader_shots
from .shot import Codec, Optics, Scene, Shot, raster_scale, similarity

NAME = "border-reader"
LIGHTS = (Light.WHITE, Light.UV, Light.IR)
PPI = 400


def shots(
    design: Design, seed: int, *, ppi: int | None = None, device: int | None = None
) -> tuple[Shot, ...]:
    """One image a light; the page does not move between them."""
    if device is not None:
        return reader_shots(design, seed, device, LIGHTS, ppi=ppi)
    rng = np.random.default_rng([seed, 13])
    scale = (ppi or PPI) / 25.4
    size = (round((design.width + 2.0) * scale), round((design.height + 2.0) * scale))
    page = (design.width, design.height)
    homography = similarity(scale, float(rng.normal(0.0, 0.15)), page, size)
    homography[:2, 2] += rng.normal(0.0, 2.5, 2)
    tilt = float(rng.random())
    return tuple(
        Shot(
            view=View(light=light, tilt=tilt, gleam=0.2),
            size=size,
            homography=homography,
            page=page,
            px_per_mm=raster_scale(scale),
            optics=_optics(rng, light),
            scene=Scene(ground=(14, 14, 15), page_shadow=0.0),
            codec=Codec(quality=int(rng.integers(84, 92)), dpi=ppi or PPI),
            seed=int(rng.integers(0, 2**31)),
        )
        for light in LIGHTS
    )


def _optics(rng: np.random.Generator, light: Light) -> Optics:
    exposure = rng.uniform(0.95, 1.0)
    dark = light is Light.UV
    return Optics(
        blur=float(rng.uniform(0.5, 0.8)),
        sharpen=float(rng.uniform(0.0, 0.2)),
        shot_noise=float(rng.uniform(0.004, 0.012)) * (4.0 if dark else 1.0),
        read_noise=float(rng.uniform(0.7, 1.2)) * (1.8 if dark else 1.0),
        chroma_noise=0.0 if light is Light.IR else 0.5,
        gain=tuple(
            float(exposure * g) for g in ([1.0] * 3 if light is Light.IR else rng.normal(1.0, 0.01, 3))
        ),  # type: ignore[arg-type]
        vignette=float(rng.uniform(0.02, 0.08)),
    )
