"""How a made-up office prints its portraits: in colour, grey or one ink, of dots, lines or continuous tone, with a hard or a melting edge."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from sample_docs.generator.designs import parts
from sample_docs.generator.elements import Picture
from sample_docs.generator.faces import face
from sample_docs.generator.geometry import Box
from sample_docs.generator.ink import Rgb
from sample_docs.generator.screens import Screen, ScreenKind

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortraitStyle:
    """A way of printing a face."""

    tone: str
    """colour, grey or ink."""
    tint: Rgb
    """Of its darkest tone where it is printed in one ink."""
    edge: str
    """hard, soft, round or oval."""
    fade: float
    """Share of the width over which a soft edge melts away."""
    backdrop: bool
    """Whether the backdrop of the photo is printed too."""
    density: tuple[float, float, float]
    screen: Screen | None

    def picture(self, name: str, identity: str, box: Box) -> Picture:
        """The face of ``identity`` as an element."""
        pixels, mask = _pictured(self, identity, round(box.w / box.h, 4))
        return Picture(name=name, pixels=pixels, box=box, density=self.density, mask=mask, screen=self.screen)


@lru_cache(maxsize=96)
def _pictured(style: PortraitStyle, identity: str, aspect: float) -> tuple[Image, Image | None]:
    cut = parts.crop_to(face(identity, 0), aspect)
    lifted = cut.copy() if style.backdrop else parts.onto_white(cut)
    pixels = lifted if style.tone == "colour" else _in_one_ink(lifted, style)
    pixels.flags.writeable = False
    return pixels, _mask(pixels.shape, style)


def _in_one_ink(pixels: Image, style: PortraitStyle) -> Image:
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    evened = cv2.createCLAHE(clipLimit=1.4, tileGridSize=(3, 3)).apply(grey)
    dark, light = np.percentile(evened[evened < 250], [2, 94])
    level = np.clip((evened.astype(np.float64) - dark) / max(1.0, light - dark), 0, 1)[..., None]
    tint = np.zeros(3) if style.tone == "grey" else np.array(style.tint)
    return np.asarray((level + (1 - level) * tint) * 255, np.uint8)


def _mask(shape: tuple[int, ...], style: PortraitStyle) -> Image | None:
    if style.edge == "hard":
        return None
    if style.edge == "soft":
        return parts.feathered(shape, style.fade)
    height, width = shape[:2]
    mask = np.zeros((height, width), np.uint8)
    if style.edge == "oval":
        cv2.ellipse(mask, (width // 2, height // 2), (width // 2 - 6, height // 2 - 6), 0, 0, 360, (255,), -1)
    else:
        corner = width // 6
        cv2.rectangle(mask, (corner, 4), (width - corner, height - 4), (255,), -1)
        cv2.rectangle(mask, (4, corner), (width - 4, height - corner), (255,), -1)
        for x in (corner, width - corner):
            for y in (corner, height - corner):
                cv2.circle(mask, (x, y), corner - 4, (255,), -1)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), max(1.2, 0.3 * style.fade * width)), np.uint8)


def drawn_portrait(rng: np.random.Generator, tint: Rgb, *, plastic: bool) -> PortraitStyle:
    """The style of an office's main portrait; plastic is engraved in grey by three offices in four."""
    grey = rng.random() < (0.72 if plastic else 0.12)
    tone = "grey" if grey else str(rng.choice(["colour", "colour", "colour", "colour", "ink"]))
    ir = float(rng.uniform(0.6, 0.95) if grey or rng.random() < 0.7 else rng.uniform(0.03, 0.35))
    return PortraitStyle(
        tone=tone,
        tint=tint,
        edge=str(
            rng.choice(
                ["hard", "soft", "soft", "soft", "round", "oval"], p=(0.25, 0.2, 0.15, 0.15, 0.15, 0.1)
            )
        ),
        fade=float(rng.uniform(0.02, 0.09)),
        backdrop=bool(rng.random() < 0.3),
        density=(float(rng.uniform(0.92, 1.0)), float(rng.uniform(0.55, 0.85)), ir),
        screen=_main_screen(rng, tone),
    )


def _main_screen(rng: np.random.Generator, tone: str) -> Screen | None:
    """Continuous tone (dye), dots (offset, toner), noise (ink jet), or lines where an engraver worked."""
    if tone != "colour" and rng.random() < 0.35:
        kind = ScreenKind(str(rng.choice(["lines", "waves", "rings"])))
        return Screen(
            kind=kind,
            lines_per_mm=float(rng.uniform(2.4, 4.2)),
            degrees=float(rng.choice([0, 30, 45, 60])),
            gain=-0.05,
        )
    kind_name = str(rng.choice(["none", "dots", "noise"], p=(0.4, 0.25, 0.35)))
    if kind_name == "none":
        return None
    return Screen(
        kind=ScreenKind(kind_name),
        lines_per_mm=float(rng.uniform(6.0, 10.0)),
        degrees=float(rng.choice([0, 15, 45])),
        gain=float(rng.uniform(-0.05, 0.12)),
        depth=float(rng.uniform(0.55, 0.95)),
    )


def drawn_second(rng: np.random.Generator, tint: Rgb) -> PortraitStyle:
    """The style of a secondary portrait: small, mostly in one ink that IR passes."""
    tone = str(rng.choice(["ink", "ink", "ink", "grey", "colour"]))
    screen = None
    if rng.random() < 0.4:
        kind = ScreenKind(str(rng.choice(["dots", "lines", "noise"])))
        screen = Screen(kind=kind, lines_per_mm=float(rng.uniform(4.0, 7.0)), degrees=45.0, depth=0.8)
    ir = float(rng.uniform(0.02, 0.15) if rng.random() < 0.7 else rng.uniform(0.4, 0.9))
    return PortraitStyle(
        tone=tone,
        tint=tint,
        edge=str(rng.choice(["soft", "soft", "oval", "hard"])),
        fade=float(rng.uniform(0.05, 0.16)),
        backdrop=False,
        density=(float(rng.uniform(0.75, 0.95)), 0.5, ir),
        screen=screen,
    )
