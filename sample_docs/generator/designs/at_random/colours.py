"""The inks and the substrate of a made-up office: hues in harmony, and for every ink what IR and UV make of it."""

import colorsys
from dataclasses import dataclass

import numpy as np

from sample_docs.generator.ink import Ink, Rainbow, Rgb, Substrate

SCHEMES = (
    (0.0, 0.08, -0.08),
    (0.0, 0.5, 0.42),
    (0.0, 0.33, 0.66),
    (0.0, 0.12, 0.5),
    (0.0, 0.05, 0.1),
    (0.0, -0.2, 0.2),
)
"""Turns on the circle of hues between the inks of one office."""
GLOWS: tuple[Rgb, ...] = (
    (0.22, 0.72, 0.20), (0.70, 0.62, 0.12), (0.75, 0.14, 0.10), (0.12, 0.25, 0.80), (0.10, 0.60, 0.62), (0.70, 0.36, 0.08),
    (0.52, 0.14, 0.62), (0.62, 0.64, 0.60),
)  # fmt: skip
"""Colours in which luminescent inks glow at 365 nm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inks:
    """Everything an office prints with."""

    main: tuple[Ink, ...]
    """The split fountain of its background, two or three inks."""
    counter: tuple[Ink, ...]
    accent: Ink
    split: Ink
    """Looks like ``accent`` and absorbs in IR."""
    heading: Ink
    label: Ink
    data: Ink
    mrz: Ink
    number: Ink
    signature: Ink
    specimen: Ink
    glows: tuple[Ink, ...]
    fibres: tuple[Ink, ...]
    substrate: Substrate
    ghost: Rgb
    run: str
    """How the fountain runs: across, down, slanting or even."""

    def rainbow(self, stops: tuple[Ink, ...], width: float, height: float) -> Rainbow:
        """The inks running over a page."""
        if self.run == "even":
            return Rainbow(stops=(stops[0], stops[0]), left=0.0, right=width)
        if self.run == "down":
            return Rainbow(stops=stops, left=0.0, right=0.0, fall=height)
        return Rainbow(stops=stops, left=0.0, right=width, fall=height if self.run == "slanting" else 0.0)


def ink_of(hue: float, saturation: float, value: float, *, ir: float, uv: float = 0.8) -> Ink:
    """An ink of a hue in turns."""
    red, green, blue = colorsys.hsv_to_rgb(hue % 1.0, saturation, value)
    return Ink(white=(round(red, 3), round(green, 3), round(blue, 3)), ir=round(ir, 3), uv=uv)


def drawn_inks(rng: np.random.Generator, *, plastic: bool) -> Inks:
    """The inks of an office."""
    base, scheme = float(rng.random()), SCHEMES[int(rng.integers(0, len(SCHEMES)))]
    hues = [base + turn for turn in scheme]
    pale = float(rng.uniform(0.25, 0.68))
    main = tuple(_pale(h, pale, rng) for h in hues)
    accent_hue = hues[int(rng.integers(0, 3))]
    dark, value = float(rng.uniform(0.25, 0.55)), float(rng.uniform(0.55, 0.82))
    accent = ink_of(accent_hue, dark, value, ir=float(rng.uniform(0.88, 0.98)))
    carbon = rng.random() < 0.78
    # One office in four prints its fixed text with an ink that IR sees.
    seen = rng.random() < 0.25
    chosen = rng.choice(len(GLOWS), 3, replace=False)
    glows = tuple(Ink(white=(1.0, 1.0, 1.0), ir=1.0, uv=1.0, glow=GLOWS[int(k)]) for k in chosen)
    tint = colorsys.hsv_to_rgb(accent_hue % 1.0, 0.55, float(rng.uniform(0.3, 0.6)))
    return Inks(
        main=main,
        counter=(main[1], main[2], main[0]) if rng.random() < 0.6 else (accent, main[0], main[1]),
        accent=accent,
        split=ink_of(accent_hue, dark, value * 0.98, ir=float(rng.uniform(0.25, 0.55)), uv=0.7),
        heading=_dark(base + float(rng.choice([0.0, 0.0, 0.5])), rng, seen=seen),
        label=_dark(base, rng, seen=seen),
        data=Ink(
            white=_black(rng), ir=float(rng.uniform(0.05, 0.2) if carbon else rng.uniform(0.75, 0.95)), uv=0.3
        ),
        mrz=Ink(white=_black(rng), ir=float(rng.uniform(0.05, 0.14)), uv=0.28),
        number=_number(rng),
        signature=Ink(
            white=(0.1, 0.12, 0.3) if rng.random() < 0.4 else (0.1, 0.1, 0.11),
            ir=float(rng.uniform(0.1, 0.9)),
            uv=0.4,
        ),
        specimen=ink_of(float(rng.choice([0.0, 0.0, 0.98, 0.6, 0.45])), 0.66, 0.82, ir=0.96, uv=0.65),
        glows=glows,
        fibres=tuple(glows[int(k)] for k in rng.permutation(3)[: int(rng.integers(1, 4))]),
        substrate=_substrate(rng, plastic=plastic),
        ghost=(round(tint[0], 3), round(tint[1], 3), round(tint[2], 3)),
        run=str(rng.choice(["across", "down", "slanting", "even"], p=(0.45, 0.2, 0.22, 0.13))),
    )


def _pale(hue: float, saturation: float, rng: np.random.Generator) -> Ink:
    value = float(rng.uniform(0.7, 0.94))
    return ink_of(hue, saturation * float(rng.uniform(0.7, 1.3)), value, ir=float(rng.uniform(0.9, 0.985)))


def _dark(hue: float, rng: np.random.Generator, *, seen: bool) -> Ink:
    ir = float(rng.uniform(0.2, 0.5) if seen else rng.uniform(0.82, 0.96))
    return ink_of(hue, float(rng.uniform(0.35, 0.8)), float(rng.uniform(0.2, 0.42)), ir=ir, uv=0.6)


def _black(rng: np.random.Generator) -> Rgb:
    level = float(rng.uniform(0.05, 0.15))
    return (level, level, level + float(rng.uniform(0.0, 0.03)))


def _number(rng: np.random.Generator) -> Ink:
    """Ink of the number's second place: red, blue or black."""
    hue = float(rng.choice([0.99, 0.62, 0.35]))
    return ink_of(hue, 0.75, float(rng.uniform(0.35, 0.72)), ir=float(rng.uniform(0.15, 0.95)), uv=0.5)


def _substrate(rng: np.random.Generator, *, plastic: bool) -> Substrate:
    """White, cream, bluish or pink; dull under UV, as Doc 9303-2 asks."""
    tones: tuple[Rgb, ...] = (
        (0.955, 0.95, 0.925),
        (0.95, 0.955, 0.95),
        (0.96, 0.94, 0.89),
        (0.93, 0.95, 0.96),
        (0.96, 0.935, 0.935),
    )
    tone = tones[int(rng.integers(0, 2 if plastic else len(tones)))]
    dull = float(rng.uniform(0.7, 1.5))
    return Substrate(
        white=tone,
        ir=float(rng.uniform(0.88, 0.96)),
        uv=(0.075 * dull, 0.06 * dull, float(rng.uniform(0.13, 0.2)) * dull),
    )
