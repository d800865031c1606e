"""Small pages of Utopia for the linkage benchmark: mixed portraits, scribbled signatures, faults of print, and their capture."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.kept import given
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.model import Page, Quality
from docforensics.templates.model import FeatureKind, Template

PX_PER_MM = 4.0
Floats = NDArray[np.float32]
Rng = np.random.Generator
_HEIGHT, _WIDTH = 172, 132
"""Of a portrait: 43 x 33 mm."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Drawn:
    """A portrait, with what it was mixed from."""

    pixels: Floats
    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Look:
    """What a document shows beside its print."""

    portrait: Drawn
    signature: Floats
    """(H, W): ink 0..1."""
    fault: tuple[tuple[float, float, float, float], ...] = ()
    """Specks and streaks: x, y in mm, radius in mm, grey levels."""


@cache
def _face(name: str, rendering: int) -> Floats:
    from sample_docs.generator.faces import face  # noqa: PLC0415 (outside the wheel)

    return np.asarray(
        cv2.resize(face(name, rendering), (_WIDTH, _HEIGHT), interpolation=cv2.INTER_AREA), dtype=np.float32
    )


def mixed_portrait(names: tuple[str, ...], rng: Rng, like: Drawn | None = None) -> Drawn:
    """Mix three Utopians, bend the head, change the clothes; `like` takes its three in other photographs."""
    parts = like.parts if like else _parts(names, rng)
    mixed: Floats = np.zeros((_HEIGHT, _WIDTH, 3), np.float32)
    for name, weight in parts:
        picture = _face(name, int(rng.integers(0, 3)))
        turn = _turn(rng)
        moved = cv2.warpAffine(picture, turn, (_WIDTH, _HEIGHT), borderMode=cv2.BORDER_REPLICATE)
        mixed = np.asarray(mixed + weight * moved, dtype=np.float32)
    y, x = np.mgrid[0:_HEIGHT, 0:_WIDTH].astype(np.float32)
    bend = cv2.resize(
        rng.normal(0, 2.9, (5, 4, 2)).astype(np.float32), (_WIDTH, _HEIGHT), interpolation=cv2.INTER_CUBIC
    )
    head = cv2.remap(
        mixed, x + bend[..., 0], y + bend[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    neck = rng.uniform(140, 153) - 10 * np.cos((x - _WIDTH / 2) / 29)
    clad = np.clip((y - neck) / 4, 0, 1)[..., None]
    dressed = head * (1 - clad) + rng.integers(20, 200, 3) * clad
    return Drawn(
        pixels=np.asarray(dressed * rng.normal(1, 0.1) + rng.normal(0, 10), dtype=np.float32), parts=parts
    )


def _turn(rng: Rng) -> NDArray[np.float64]:
    """Another pose and place of the head."""
    about = cv2.getRotationMatrix2D((_WIDTH / 2, _HEIGHT / 2), rng.normal(0, 3), rng.normal(1, 0.05))
    shift = np.concatenate([np.zeros((2, 2)), rng.normal(0, 3, (2, 1))], axis=1)
    return np.asarray(about + shift, dtype=np.float64)


def _parts(names: tuple[str, ...], rng: Rng) -> tuple[tuple[str, float], ...]:
    weights = np.ones(3)
    while weights.max() > 0.65:  # else two mixtures may be one picture
        weights = rng.dirichlet([1.5] * 3)
    chosen = rng.choice(len(names), 3, replace=False)
    return tuple((names[k], float(weight)) for k, weight in zip(chosen, weights, strict=True))


def scribble(rng: Rng) -> Floats:
    """A signature: a few loops along a line, drawn as ink 0..1 on 26 x 6.5 mm."""
    width, height = round(26 * PX_PER_MM), round(6.5 * PX_PER_MM)
    t = np.linspace(0, 1, 160)
    x = width * (0.1 + 0.7 * t) + 6 * sum(
        rng.normal(0, 1) * np.sin(2 * np.pi * k * t + rng.uniform(0, 6)) for k in range(2, 9)
    )
    y = height / 2 + 0.16 * height * sum(
        rng.normal(0, 1) * np.sin(2 * np.pi * k * t + rng.uniform(0, 6)) for k in range(1, 11)
    )
    points = np.stack([x, np.clip(y, 2, height - 2)], axis=1)
    ink = np.zeros((height, width), np.uint8)
    cv2.polylines(ink, [np.round(16 * points).astype(np.int32)], False, 255, 1, cv2.LINE_AA, 4)
    return np.asarray(ink / 255.0, dtype=np.float32)


def specks(rng: Rng, count: int | None = None) -> tuple[tuple[float, float, float, float], ...]:
    """Faults of print: three to six specks of 0.4 to 1.2 mm radius, on the part of the page that bears only print."""
    number = count or int(rng.integers(3, 7))
    return tuple(
        (
            float(rng.uniform(44, 120)),
            float(rng.choice([rng.uniform(1, 11), rng.uniform(16.5, 19), rng.uniform(57.5, 59)])),
            float(rng.uniform(0.4, 1.2)),
            float(rng.choice([-1, 1]) * rng.uniform(35, 80)),
        )
        for _ in range(number)
    )


@cache
def _print(template: Template) -> Floats:
    mean = template.references[Light.VISIBLE].mean
    size = tuple(round(side * PX_PER_MM) for side in template.size_mm)
    return np.asarray(cv2.resize(mean, size, interpolation=cv2.INTER_AREA), dtype=np.float32)


def captured(look: Look, template: Template, rng: Rng) -> Page:
    """Print a document and capture it: personal data, fault, then shift, scale, tone, blur, noise and JPEG."""
    page = _print(template).copy()
    for feature in template.features:
        rows, columns = feature.box.to_px(PX_PER_MM).slices
        if feature.kind is FeatureKind.PORTRAIT:
            size = (columns.stop - columns.start, rows.stop - rows.start)
            page[rows, columns] = cv2.resize(look.portrait.pixels, size, interpolation=cv2.INTER_AREA)
        elif feature.kind is FeatureKind.SIGNATURE:
            ink = cv2.resize(look.signature, (columns.stop - columns.start, rows.stop - rows.start))
            page[rows, columns] *= 1 - 0.8 * ink[..., None]
        elif feature.kind in (FeatureKind.PERSONAL_DATA, FeatureKind.MACHINE_READABLE_ZONE):
            _write(page[rows, columns], rng)
    for x, y, radius, grey in look.fault:
        spot = np.zeros(page.shape[:2], np.float32)
        cv2.circle(spot, _fixed(x, y), round(16 * radius * PX_PER_MM), 1.0, -1, cv2.LINE_AA, 4)
        page += grey * spot[..., None]
    seen = _seen(page, rng)
    return Page(
        frame=Frame(
            size=template.size,
            size_mm=template.size_mm,
            basis=ScaleBasis.TEMPLATE,
            homography=np.diag([1 / PX_PER_MM, 1 / PX_PER_MM, 1.0]),
        ),
        px_per_mm=PX_PER_MM,
        pixels={Light.VISIBLE: seen},
        measured=given(Quality(sharpness=0.5, glare_share=0.0, px_per_mm=PX_PER_MM, contrast=0.8)),
    )


def _fixed(x: float, y: float) -> tuple[int, int]:
    """A place in millimetres as OpenCV's fixed-point pixels."""
    return round(16 * x * PX_PER_MM), round(16 * y * PX_PER_MM)


def _write(place: Floats, rng: Rng) -> None:
    """Bars as dark as text, of random lengths."""
    height, width = place.shape[:2]
    x = 2
    while x < width * rng.uniform(0.5, 1.0):
        place[height // 4 : max(height // 4 + 1, 3 * height // 4), x : x + 2] *= rng.uniform(0.25, 0.5)
        x += int(rng.integers(3, 7))


def _seen(page: Floats, rng: Rng) -> NDArray[np.uint8]:
    """A capture registered to within about 0.15 mm."""
    height, width = page.shape[:2]
    scale = rng.normal(1, 0.0008)
    shift = rng.normal(0, 0.15 * PX_PER_MM, 2) - (scale - 1) * np.array([width, height]) / 2
    turn = np.array([[scale, rng.normal(0, 0.0005), shift[0]], [rng.normal(0, 0.0005), scale, shift[1]]])
    moved = cv2.warpAffine(
        page, turn, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    toned = 255 * np.clip(moved / 255, 0, 1) ** np.exp(rng.normal(0, 0.12))
    soft = cv2.GaussianBlur(toned, (0, 0), rng.uniform(0.4, 1.1))
    noisy = soft * rng.normal(1, 0.04) + rng.normal(0, 4) + rng.normal(0, rng.uniform(2, 5), soft.shape)
    raw = cv2.imencode(
        ".jpg", np.clip(noisy, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(70, 95))]
    )[1]
    found = cv2.imdecode(raw, cv2.IMREAD_COLOR)
    if found is None:
        raise ValueError("what was encoded here cannot be decoded")
    return np.asarray(found, dtype=np.uint8)
