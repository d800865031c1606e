"""Readers, scanners and phones that nobody sells, each drawn from its number; a shot then varies as one device's shots do."""

import dataclasses
from dataclasses import dataclass

import numpy as np

from sample_docs.generator.lights import Light, View
from sample_docs.generator.sheet import Design, rng_of

from .processing import Matrix, Processing
from .shot import Codec, Optics, Scene, Shot, raster_scale, similarity

Rng = np.random.Generator
SUBSAMPLINGS = ("4:2:0", "4:2:0", "4:4:4", "4:2:2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A full-page reader or a flatbed scanner. Lengths in mm."""

    ppi: int
    margin: float
    """Of the ground round the page; a slot reader crops."""
    ground: int
    squeeze: float
    """Advance of the sensor relative to its width: a line scanner's pixels are not quite square."""
    skew: float
    """Standard deviation of the page's turn, degrees."""
    optics: dict[Light, Optics]
    gleam: float
    glare: tuple[float, float, float, float] | None
    """A reflection of its lamp, at the same place in every image."""
    shadow: float
    codec: Codec
    png: bool


def drawn_reader(number: int, *, flatbed: bool) -> Reader:
    """The reader, or the office scanner, with this number."""
    rng = rng_of(number, "flatbed" if flatbed else "reader")
    ppis = (200, 300, 300, 300, 400, 600) if flatbed else (300, 385, 400, 400, 500)
    glare = None
    if not flatbed and rng.random() < 0.2:
        glare = (
            float(rng.random()),
            float(rng.random()),
            float(rng.uniform(0.03, 0.1)),
            float(rng.uniform(0.1, 0.5)),
        )
    white = _optics(rng)
    return Reader(
        ppi=int(rng.choice(ppis)),
        margin=float(rng.choice([-0.15, 1.0, 3.0, 8.0]))
        if flatbed
        else float(rng.choice([0.6, 1.0, 2.5, 5.0])),
        ground=int(rng.choice([244, 238, 250, 225])) if flatbed else int(rng.choice([14, 8, 30, 60, 225])),
        squeeze=float(rng.normal(1.0, 0.0025)),
        skew=float(rng.uniform(0.05, 0.9)),
        optics={Light.WHITE: white, Light.UV: _uv(white, rng), Light.IR: _ir(white, rng)},
        gleam=float(rng.uniform(0.05, 0.4)),
        glare=glare,
        shadow=float(rng.uniform(0.0, 0.4)),
        codec=Codec(quality=int(rng.integers(78, 96)), subsampling=str(rng.choice(SUBSAMPLINGS))),
        png=bool(rng.random() < 0.12),
    )


def _optics(rng: Rng) -> Optics:
    exposure = float(rng.uniform(0.9, 1.04))
    return Optics(
        blur=float(rng.uniform(0.4, 1.05)),
        sharpen=float(rng.choice([0.0, rng.uniform(0.1, 0.9)])),
        shot_noise=float(rng.uniform(0.002, 0.02)),
        read_noise=float(rng.uniform(0.4, 1.5)),
        chroma_noise=float(rng.uniform(0.2, 0.8)),
        gain=_balance(rng, exposure, 0.025),
        contrast=float(rng.uniform(0.85, 1.2)),
        vignette=float(rng.uniform(0.0, 0.12)),
        processing=Processing(
            matrix=_spectrum(rng, 0.07),
            fringe=(float(rng.normal(0, 0.25)), float(rng.normal(0, 0.25))),
            coring=float(rng.choice([0.0, 0.0, rng.uniform(1.5, 4.0)])),
        ),
    )


def _balance(rng: Rng, exposure: float, spread: float) -> tuple[float, float, float]:
    red, green, blue = (float(exposure * g) for g in rng.normal(1.0, spread, 3))
    return (red, green, blue)


def _spectrum(rng: Rng, spread: float) -> Matrix:
    """How a lamp and filters mix the model's colours: white stays white, hues turn and pale."""
    rows = []
    for row in range(3):
        mixed = rng.normal(0.0, spread, 3)
        mixed[row] = 1.0 - (mixed.sum() - mixed[row])
        rows.append((float(mixed[0]), float(mixed[1]), float(mixed[2])))
    return (rows[0], rows[1], rows[2])


def _uv(white: Optics, rng: Rng) -> Optics:
    """Under UV: dim, noisy, with the violet that its filter lets pass."""
    violet = float(rng.uniform(0.0, 1.0))
    exposure = float(rng.uniform(0.75, 1.5))
    return dataclasses.replace(
        white,
        shot_noise=white.shot_noise * float(rng.uniform(2.0, 5.0)),
        read_noise=white.read_noise * float(rng.uniform(1.2, 2.4)),
        gain=_balance(rng, exposure, 0.05),
        contrast=float(rng.uniform(0.8, 1.25)),
        processing=Processing(
            matrix=_spectrum(rng, 0.06),
            leak=(6.0 * violet, 2.0 * violet, 16.0 * violet),
            coring=3.0 * float(rng.random()),
        ),
    )


def _ir(white: Optics, rng: Rng) -> Optics:
    """At 850 to 940 nm, all channels alike; what inks let pass there differs with the wavelength, which the tone curve stands for."""
    exposure = float(rng.uniform(0.85, 1.08))
    return dataclasses.replace(
        white,
        chroma_noise=0.0,
        gain=(exposure, exposure, exposure),
        # The tone curve of the device, as in white light, and a little more or less ink than at another wavelength.
        contrast=float(rng.uniform(0.85, 1.2) * rng.normal(1.0, 0.04)),
        processing=Processing(coring=2.0 * float(rng.random())),
    )


def reader_shots(
    design: Design, seed: int, number: int, lights: tuple[Light, ...], *, ppi: int | None
) -> tuple[Shot, ...]:
    """One image a light by the reader with this number; the page does not move between them."""
    flatbed = len(lights) == 1
    reader = drawn_reader(number, flatbed=flatbed)
    rng = np.random.default_rng([seed, 23])
    resolution = ppi or reader.ppi
    scale = resolution / 25.4
    page, margin = (design.width, design.height), reader.margin
    size = (round((page[0] + 2 * margin) * scale), round((page[1] + 2 * margin) * scale))
    homography = similarity(scale, float(rng.normal(0.0, reader.skew if margin > 0 else 0.1)), page, size)
    homography = np.diag([1.0, reader.squeeze, 1.0]) @ homography
    homography[:2, 2] += rng.normal(0.0, 0.2 * max(0.0, margin) * scale, 2)
    view = View(tilt=float(rng.random()), gleam=reader.gleam)
    codec = dataclasses.replace(reader.codec, dpi=resolution, format="PNG" if reader.png else "JPEG")
    # A digital forger works on a file that was compressed before.
    first = Codec(quality=int(rng.integers(92, 98)), subsampling="4:4:4") if flatbed else None
    return tuple(
        Shot(
            view=dataclasses.replace(view, light=light),
            size=size,
            homography=homography,
            page=page,
            px_per_mm=raster_scale(scale, 1.2 if flatbed else 1.0),
            optics=_varied(reader.optics[light], rng),
            scene=Scene(
                ground=(reader.ground,) * 3 if light is not Light.UV else (10, 8, 16),
                page_shadow=reader.shadow if reader.ground > 200 else 0.0,
                glares=(reader.glare,) if reader.glare and light is Light.WHITE else (),
            ),
            first_codec=first,
            codec=codec,
            seed=int(rng.integers(0, 2**31)),
        )
        for light in lights
    )


def _varied(optics: Optics, rng: Rng) -> Optics:
    """One exposure of a device: its lamp ages and its focus drifts a little."""
    drift = float(rng.normal(1.0, 0.012))
    red, green, blue = optics.gain
    return dataclasses.replace(
        optics,
        blur=optics.blur * float(rng.uniform(0.92, 1.1)),
        gain=(red * drift, green * drift, blue * drift),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A phone's camera and the software that finishes its pictures."""

    sensor: tuple[int, int]
    blur: float
    shot_noise: float
    read_noise: float
    warm: float
    contrast: float
    vignette: float
    processing: Processing
    codec: Codec
    first: Codec


SENSORS = ((1600, 1200), (2048, 1536), (2560, 1920), (3264, 2448), (4000, 3000))
"""Image sizes, 2 to 12 megapixels."""


def drawn_phone(number: int) -> Phone:
    """The phone with this number."""
    rng = rng_of(number, "phone")
    sensor = SENSORS[int(rng.choice(len(SENSORS), p=(0.32, 0.28, 0.24, 0.10, 0.06)))]
    modern = rng.random() < 0.6
    avif = rng.random() < 0.2
    return Phone(
        sensor=sensor,
        blur=float(rng.uniform(0.45, 1.0)),
        shot_noise=float(rng.uniform(0.01, 0.07)),
        read_noise=float(rng.uniform(0.6, 2.4)),
        warm=float(rng.normal(0.0, 0.03)),
        contrast=float(rng.uniform(0.85, 1.15)),
        vignette=float(rng.uniform(0.03, 0.3)),
        processing=Processing(
            matrix=_saturated(_spectrum(rng, 0.06), float(rng.uniform(0.9, 1.35))),
            fringe=(float(rng.normal(0, 0.2)), float(rng.normal(0, 0.2))),
            coring=float(rng.uniform(3, 10)) if modern else float(rng.uniform(0, 3)),
            local=float(rng.uniform(0.1, 0.8)) if modern else 0.0,
            halo=(float(rng.uniform(0.2, 1.1)), float(rng.uniform(1.0, 2.6))) if modern else (0.0, 1.5),
        ),
        codec=Codec(quality=int(rng.integers(80, 97)), subsampling=str(rng.choice(SUBSAMPLINGS))),
        # Phones that keep AVIF hand out a JPEG made from it.
        first=Codec(format="AVIF", quality=int(rng.integers(55, 85)))
        if avif
        else Codec(quality=int(rng.integers(90, 98)), subsampling="4:2:2"),
    )


def _saturated(matrix: Matrix, factor: float) -> Matrix:
    luma = np.array([[0.299, 0.587, 0.114]] * 3)
    mixed = (factor * np.eye(3) + (1 - factor) * luma) @ np.array(matrix)
    rows = [(float(r[0]), float(r[1]), float(r[2])) for r in mixed]
    return (rows[0], rows[1], rows[2])


def by_phone(shot: Shot, number: int) -> Shot:
    """A shot of the photo channel as the phone with this number takes it."""
    phone, rng = drawn_phone(number), np.random.default_rng([shot.seed, 29])
    exposure = float(rng.uniform(0.86, 1.03))
    warm = phone.warm + float(rng.normal(0, 0.025))
    optics = dataclasses.replace(
        shot.optics,
        blur=phone.blur * float(rng.uniform(0.9, 1.5)) * max(1.0, shot.size[0] / 2560),
        shot_noise=phone.shot_noise * float(rng.uniform(0.6, 1.6)),
        read_noise=phone.read_noise,
        gain=(exposure * (1 + warm), exposure, exposure * (1 - warm)),
        contrast=phone.contrast,
        vignette=phone.vignette,
        sharpen=0.0 if phone.processing.halo[0] else shot.optics.sharpen,
        processing=phone.processing,
    )
    return dataclasses.replace(shot, optics=optics, codec=phone.codec, first_codec=phone.first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Messenger:
    """A messenger: how far it shrinks a picture, and how often it compresses it."""

    long_side: int
    codec: Codec
    twice: Codec | None


def drawn_messenger(number: int) -> Messenger:
    """The messenger with this number."""
    rng = rng_of(number, "messenger")
    again = Codec(quality=int(rng.integers(70, 90))) if rng.random() < 0.3 else None
    return Messenger(
        long_side=int(rng.choice([960, 1280, 1280, 1600, 1600, 2048])),
        codec=Codec(
            quality=int(rng.integers(55, 90)), subsampling=str(rng.choice(["4:2:0", "4:2:0", "4:2:2"]))
        ),
        twice=again,
    )
