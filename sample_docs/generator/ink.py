"""Inks: what each printed layer does to white, ultraviolet and infrared light.

A layer of ink multiplies what lies below it by its transmittance; a luminescent ink also adds light under UV.
The model is that of a thin absorbing film on a diffuse substrate (Beer-Lambert for one fixed thickness); it does
not model scattering inside the ink.
"""

from dataclasses import dataclass

import skia

from .lights import Light

Rgb = tuple[float, float, float]
"""Red, green, blue, each 0..1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """Transmittances 0..1 in each light and, under UV, the colour emitted."""

    white: Rgb
    ir: float
    uv: float = 0.85
    glow: Rgb | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rainbow:
    """A split fountain: inks that run into each other from left to right, as on a rainbow-printed background."""

    stops: tuple[Ink, ...]
    left: float
    right: float
    fall: float = 0.0
    """Millimetres by which the last ink's end lies below the first one's: the inks run down the page as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Substrate:
    """Paper or card: reflectance in white and IR, and what shows of it under UV (dull, or bright with brightener)."""

    white: Rgb = (0.955, 0.95, 0.925)
    ir: float = 0.93
    uv: Rgb = (0.085, 0.06, 0.19)

    def colour(self, light: Light) -> Rgb:
        """Colour of the bare substrate in ``light``."""
        return {Light.WHITE: self.white, Light.UV: self.uv, Light.IR: (self.ir, self.ir, self.ir)}[light]


DULL_PAPER = Substrate()
BRIGHT_PAPER = Substrate(white=(0.97, 0.975, 0.985), ir=0.95, uv=(0.42, 0.55, 0.97))
CARD = Substrate(white=(0.95, 0.955, 0.95), ir=0.95, uv=(0.07, 0.06, 0.16))

MRZ_BLACK = Ink(white=(0.06, 0.06, 0.07), ir=0.07, uv=0.25)
"""Carbon black: absorbs at 900 nm, as Doc 9303 asks of the machine readable zone."""
PERSONAL_BLACK = Ink(white=(0.09, 0.09, 0.10), ir=0.12, uv=0.3)
DYE_BLACK = Ink(white=(0.075, 0.065, 0.10), ir=0.93, uv=0.28)
"""A dye mixture that looks black and is transparent in IR."""
CAPTION_GREY = Ink(white=(0.28, 0.33, 0.42), ir=0.95, uv=0.6)
SPECIMEN_RED = Ink(white=(0.86, 0.30, 0.28), ir=0.96, uv=0.6)
UV_GREEN = Ink(white=(1.0, 1.0, 1.0), ir=1.0, uv=1.0, glow=(0.22, 0.72, 0.20))
UV_YELLOW = Ink(white=(1.0, 1.0, 1.0), ir=1.0, uv=1.0, glow=(0.70, 0.62, 0.12))
UV_RED = Ink(white=(1.0, 1.0, 1.0), ir=1.0, uv=1.0, glow=(0.75, 0.14, 0.10))
UV_BLUE = Ink(white=(1.0, 1.0, 1.0), ir=1.0, uv=1.0, glow=(0.12, 0.25, 0.80))

AnyInk = Ink | Rainbow


def paints(ink: AnyInk, light: Light, *, alpha: float = 1.0, stroke: float | None = None) -> list[skia.Paint]:
    """Skia paints that print ``ink`` as seen in ``light``; ``stroke`` is a line width in mm, None fills."""
    made = []
    if (film := _film(ink, light, alpha)) is not None:
        film.setBlendMode(skia.BlendMode.kMultiply)
        made.append(film)
    if light is Light.UV and (emission := _emission(ink, alpha)) is not None:
        emission.setBlendMode(skia.BlendMode.kPlus)
        made.append(emission)
    for paint in made:
        _shape(paint, stroke)
    return made


def _shape(paint: skia.Paint, stroke: float | None) -> None:
    paint.setAntiAlias(True)
    if stroke is not None:
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeWidth(stroke)
        paint.setStrokeJoin(skia.Paint.kRound_Join)
        paint.setStrokeCap(skia.Paint.kRound_Cap)


def _transmittance(ink: Ink, light: Light) -> Rgb:
    if light is Light.WHITE:
        return ink.white
    level = ink.ir if light is Light.IR else ink.uv
    return (level, level, level)


def _film(ink: AnyInk, light: Light, alpha: float) -> skia.Paint | None:
    if isinstance(ink, Ink):
        colour = _transmittance(ink, light)
        return None if min(colour) >= 1.0 else _solid(colour, alpha)
    return _gradient(ink, tuple(_transmittance(stop, light) for stop in ink.stops), alpha)


def _emission(ink: AnyInk, alpha: float) -> skia.Paint | None:
    if isinstance(ink, Ink):
        return None if ink.glow is None else _solid(ink.glow, alpha)
    if all(stop.glow is None for stop in ink.stops):
        return None
    return _gradient(ink, tuple(stop.glow or (0.0, 0.0, 0.0) for stop in ink.stops), alpha)


def _solid(colour: Rgb, alpha: float) -> skia.Paint:
    return skia.Paint(Color4f=skia.Color4f(*colour, alpha))


def _gradient(ink: Rainbow, colours: tuple[Rgb, ...], alpha: float) -> skia.Paint:
    ends = [skia.Point(ink.left, 0), skia.Point(ink.right, ink.fall)]
    shader = skia.GradientShader.MakeLinear(ends, [skia.Color4f(*c, alpha).toColor() for c in colours])
    return skia.Paint(Shader=shader)
