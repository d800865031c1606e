"""A flatbed scanner, 300 to 600 ppi: even light, small skew, a lid behind the page."""

import numpy as np

from sample_docs.generator.lights import Light, View
from sample_docs.generator.sheet import Design

from .machines import reader_shots
from .shot import Codec, Optics, Scene, Shot, raster_scale, similarity

NAME = "flatbed"
LIGHTS = (Light.WHITE,)


def shots(
    design: Design, seed: int, *, ppi: int | None = None, device: int | None = None
) -> tuple[Shot, ...]:
    """One scan; the resolution is drawn from those of office scanners unless ``ppi`` is given."""
    if device is not None:
        return reader_shots(design, seed, device, LIGHTS, ppi=ppi)
    rng = np.random.default_rng([seed, 11])
    chosen = ppi or int(rng.choice([300, 300, 300, 400, 600]))
    scale = chosen / 25.4
    cropped = rng.random() < 0.5
    margin = -0.15 if cropped else float(rng.uniform(3.0, 9.0))
    size = (round((design.width + 2 * margin) * scale), round((design.height + 2 * margin) * scale))
    skew = float(rng.normal(0.0, 0.12 if cropped else 0.8))
    page = (design.width, design.height)
    level = int(rng.integers(236, 250))
    return (
        Shot(
            view=View(light=Light.WHITE, tilt=float(rng.random()), gleam=0.12),
            size=size,
            homography=similarity(scale, skew, page, size),
            page=page,
            px_per_mm=raster_scale(scale, 1.3),
            optics=_optics(rng),
            scene=Scene(ground=(level, level, level - 2), page_shadow=float(rng.uniform(0.1, 0.35))),
            first_codec=Codec(quality=int(rng.integers(93, 98)), subsampling="4:4:4"),
            codec=Codec(quality=int(rng.integers(90, 94)), dpi=chosen),
            seed=int(rng.integers(0, 2**31)),
        ),
    )


def _optics(rng: np.random.Generator) -> Optics:
    exposure = rng.uniform(0.97, 1.02)
    return Optics(
        blur=float(rng.uniform(0.45, 0.8)),
        sharpen=float(rng.uniform(0.0, 0.5)),
        shot_noise=float(rng.uniform(0.002, 0.008)),
        read_noise=float(rng.uniform(0.5, 1.1)),
        gain=tuple(float(exposure * g) for g in rng.normal(1.0, 0.008, 3)),  # type: ignore[arg-type]
        contrast=float(rng.uniform(0.95, 1.06)),
    )
