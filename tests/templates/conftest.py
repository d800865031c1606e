"""A small made-up series of ID-1 cards: the same line work on all, another name and portrait on each."""

from collections.abc import Callable
from functools import cache, lru_cache

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel, Image, Pixels
from docforensics.capture.side import Capture
from docforensics.formats.table import PageSize
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.page.rectify import draw
from docforensics.templates.learning.reference import build_reference
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind, LightReference, Template

WIDTH, HEIGHT = PageSize.ID1.millimetres
PORTRAIT = BoxMm(left=5, top=12, right=29, bottom=42)
NAME = BoxMm(left=36, top=20, right=76, bottom=25)
CardMaker = Callable[..., Pixels]
ReferenceMaker = Callable[..., LightReference]


@pytest.fixture(scope="session")
def features() -> tuple[Feature, ...]:
    """The places an author would name."""
    return (
        Feature(name="portrait", kind=FeatureKind.PORTRAIT, box=PORTRAIT, variable=True),
        Feature(name="name", kind=FeatureKind.PERSONAL_DATA, box=NAME, variable=True),
    )


@pytest.fixture(scope="session")
def card() -> CardMaker:
    """Make the card of one holder (seed), (H, W, 3) at the reference's resolution."""
    return _card


@pytest.fixture(scope="session")
def reference_of(features: tuple[Feature, ...]) -> ReferenceMaker:
    """`reference_of(1, 2)`: the reference of some holders' cards with the places an author would name, built once a run."""
    return cache(lambda *holders: build_reference([_card(holder) for holder in holders], features))


@pytest.fixture(scope="session")
def template(features: tuple[Feature, ...], reference_of: ReferenceMaker) -> Template:
    """Learned from three holders."""
    return Template(
        model=None,
        size=PageSize.ID1,
        features=features,
        references={Light.VISIBLE: reference_of(1, 2, 3)},
        n_captures=3,
    )


@pytest.fixture(scope="session")
def capture_of() -> Callable[[Pixels], Capture]:
    """Wrap pixels as a scan."""
    return _capture


@pytest.fixture(scope="session")
def page_of() -> Callable[[Pixels, float], tuple[Capture, Page]]:
    """Lay a card in a capture with a margin and rectify it with a frame that is off by some millimetres."""

    def make(pixels: Pixels, off_mm: float = 0.0) -> tuple[Capture, Page]:
        capture = _capture(pixels)
        scale = 1 / REFERENCE_PX_PER_MM
        homography = np.array([[scale, 0.0, off_mm], [0.0, scale, -off_mm], [0.0, 0.0, 1.0]])
        size = (WIDTH, HEIGHT)
        frame = Frame(
            size=PageSize.ID1,
            size_mm=size,
            homography=homography,
            basis=ScaleBasis.OUTLINE,
            capture_size=pixels.shape[1::-1],
        )
        return capture, draw(capture, frame)

    return make


def _capture(pixels: Pixels) -> Capture:
    image = Image(pixels=pixels, sha256="0" * 64, raw=b"", media_type="array")
    return Capture(images={Light.VISIBLE: (image,)}, channel=Channel.SCANNER)


@cache
def _print() -> Pixels:
    """Waves, a rosette and a title: the same on every card."""
    height, width = round(HEIGHT * REFERENCE_PX_PER_MM), round(WIDTH * REFERENCE_PX_PER_MM)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    waves = np.sin(y / 2.2 + 5 * np.sin(x / 60) + 3 * np.sin((x + y) / 90))
    rosette = np.sin(np.hypot(x - 420, y - 240) / 2.5 + 6 * np.arctan2(y - 240, x - 420))
    page = np.stack([225 + 12 * waves + 8 * rosette, 220 + 10 * waves, 215 + 14 * rosette], axis=-1)
    pixels = np.clip(page, 0, 255).astype(np.uint8)
    cv2.putText(pixels, "UTOPIA", (40, 60), cv2.FONT_HERSHEY_COMPLEX, 1.4, (30, 40, 90), 2, cv2.LINE_AA)
    return pixels


def _card(holder: int, *, noise: float = 2.0) -> Pixels:
    return _drawn(holder, noise).copy()


@lru_cache(maxsize=16)
def _drawn(holder: int, noise: float) -> Pixels:
    """A card as it is drawn the first time: most tests begin with those of the same few holders."""
    pixels = _print().copy()
    random = np.random.default_rng(holder)
    _person(pixels, random)
    name = "".join(random.choice(list("ABCDEFGHJKLMNPRSTUVWXYZ"), size=8))
    cv2.putText(pixels, name, (292, 196), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (15, 15, 15), 2, cv2.LINE_AA)
    return np.clip(pixels + random.normal(0, noise, pixels.shape), 0, 255).astype(np.uint8)


def _person(pixels: Pixels, random: np.random.Generator) -> None:
    """Head and shoulders of varied size and tone, cut off at the portrait's lower edge."""
    scale = REFERENCE_PX_PER_MM
    box = PORTRAIT.to_px(scale)
    tone = tuple(int(value) for value in random.integers(40, 150, 3))
    middle, bottom = (box.left + box.right) // 2, box.bottom
    cv2.ellipse(pixels, (middle, bottom), (82, 60), 0, 180, 360, tone, -1, cv2.LINE_AA)
    head = (middle, bottom - 105 + int(random.integers(-10, 10)))
    size = (int(random.integers(38, 50)), int(random.integers(52, 66)))
    cv2.ellipse(
        pixels, head, size, 0, 0, 360, tuple(int(v) for v in random.integers(90, 190, 3)), -1, cv2.LINE_AA
    )
