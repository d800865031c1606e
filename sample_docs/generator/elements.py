"""What a page is made of: line work, text, pictures and devices, each able to draw itself in any light.

Elements are values: a forger (``forge``) makes a sheet with some of them replaced.
"""

import dataclasses
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from . import fonts
from .geometry import Box
from .ink import AnyInk, Rgb, paints
from .lights import Light, View
from .screens import Screen


@runtime_checkable
class Element(Protocol):
    """One printed or applied layer of a page."""

    @property
    def name(self) -> str:
        """What a forger or a template calls it."""

    def draw(self, canvas: skia.Canvas, view: View) -> None:
        """Print onto ``canvas``, whose unit is the millimetre."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Vector line work; ``width`` None fills the path."""

    name: str
    path: skia.Path
    ink: AnyInk
    width: float | None = 0.09
    alpha: float = 1.0
    within: Box | None = None
    """Where alone it is printed; None is wherever the path goes."""

    def draw(self, canvas: skia.Canvas, view: View) -> None:
        """Stroke or fill the path."""
        canvas.save()
        if (box := self.within) is not None:
            canvas.clipRect(skia.Rect.MakeXYWH(box.x, box.y, box.w, box.h), True)
        for paint in paints(self.ink, view.light, alpha=self.alpha, stroke=self.width):
            canvas.drawPath(self.path, paint)
        canvas.restore()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A line of text. ``x``, ``y`` is the start of the baseline and ``size`` the em, in mm."""

    name: str
    text: str
    x: float
    y: float
    size: float
    ink: AnyInk
    font: str = fonts.SANS
    pitch: float | None = None
    stretch: float = 1.0
    turn: float = 0.0
    """Clockwise rotation about the start, degrees."""
    alpha: float = 1.0
    room: float | None = None
    """Width in mm that the text must not exceed: it is condensed, then made smaller. None lets it run."""
    thicken: float = 0.0
    """Width in mm of the stroke that ink spreading adds round the letters."""

    @property
    def setting(self) -> tuple[float, float]:
        """Size and stretch as printed."""
        if self.room is None:
            return self.size, self.stretch
        return fonts.fitted(self.text, self.font, self.size, self.room)

    @property
    def width(self) -> float:
        """Advance width in mm."""
        size, stretch = self.setting
        return fonts.text_width(self.text, self.font, size, pitch=self.pitch, stretch=stretch)

    @property
    def box(self) -> Box:
        """The area the text covers, from cap height (with accents) to descender."""
        size, _ = self.setting
        if self.turn == 0.0:
            return Box(x=self.x, y=self.y - 0.92 * size, w=self.width, h=1.16 * size)
        angle = np.radians(self.turn)
        along, down = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
        corners = [u * along + v * down for u in (0.0, self.width) for v in (-0.92 * size, 0.24 * size)]
        low, high = np.min(corners, axis=0), np.max(corners, axis=0)
        extent = high - low
        return Box(x=self.x + float(low[0]), y=self.y + float(low[1]), w=float(extent[0]), h=float(extent[1]))

    def draw(self, canvas: skia.Canvas, view: View) -> None:
        """Print the outlines."""
        size, stretch = self.setting
        path = fonts.text_path(self.text, self.font, size, pitch=self.pitch, stretch=stretch)
        canvas.save()
        canvas.translate(self.x, self.y)
        canvas.rotate(self.turn)
        for paint in paints(self.ink, view.light, alpha=self.alpha):
            if self.thicken > 0:
                paint.setStyle(skia.Paint.kStrokeAndFill_Style)
                paint.setStrokeWidth(self.thicken)
            canvas.drawPath(path, paint)
        canvas.restore()


_LIGHTS = (Light.WHITE, Light.UV, Light.IR)


def _ramp(darkest: NDArray[np.float64], lightest: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Look-up table from a level to the colour between two colours, (256, 1, 3)."""
    share = np.arange(256)[:, None] / 255.0
    return _levels(darkest + share * (lightest - darkest)).reshape(256, 1, 3)


def _levels(colour: Rgb | NDArray[np.float64]) -> NDArray[np.uint8]:
    return np.clip(np.asarray(colour) * 255.0 + 0.5, 0, 255).astype(np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A continuous-tone picture printed or stuck into ``box``.

    ``density`` says how strongly its dark tones absorb in white, UV and IR; an ``opaque`` picture (a paper photo)
    first covers what is below it with its own base.
    """

    name: str
    pixels: NDArray[np.uint8]
    """(H, W, 3) RGB."""
    box: Box
    density: tuple[float, float, float] = (1.0, 0.75, 0.85)
    mask: NDArray[np.uint8] | None = None
    """(H, W) coverage 0..255; None covers the whole box."""
    opaque: tuple[Rgb, Rgb, Rgb] | None = None
    """Colours of its base in white, UV and IR."""
    tint: Rgb = (1.0, 1.0, 1.0)
    """Colour of the lightest tone under white light."""
    glow: Rgb | None = None
    """UV emission of its bright tones: a luminescent overprinted portrait."""
    screen: Screen | None = None
    """What its tones are made of; None is continuous tone."""

    def draw(self, canvas: skia.Canvas, view: View) -> None:
        """Print the picture, multiplied into what is below."""
        if self.screen is not None:
            self._screened(self.screen).draw(canvas, view)
            return
        if self.opaque is not None:
            base = self.opaque[_LIGHTS.index(view.light)]
            self._blit(canvas, np.full_like(self.pixels, _levels(base)), skia.BlendMode.kSrcOver)
        self._blit(canvas, self._tones(view.light), skia.BlendMode.kMultiply)
        if self.glow is not None and view.light is Light.UV:
            glow = _ramp(np.zeros(3), np.array(self.glow))
            self._blit(canvas, cv2.LUT(self._grey(), glow), skia.BlendMode.kPlus)

    def _screened(self, screen: Screen) -> "Picture":
        """The picture as its dots or lines, in finer pixels."""
        pixels = screen.printed(self.pixels, self.box.w)
        mask = self.mask
        if mask is not None:
            mask = np.asarray(cv2.resize(mask, pixels.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.uint8)
        return dataclasses.replace(self, pixels=pixels, mask=mask, screen=None)

    def _tones(self, light: Light) -> NDArray[np.uint8]:
        density = self.density[_LIGHTS.index(light)]
        darkest, lightest = np.full(3, 1.0 - density), np.ones(3)
        if light is not Light.WHITE:
            return np.asarray(cv2.LUT(self._grey(), _ramp(darkest, lightest)), np.uint8)
        tint = np.array(self.tint)
        return np.asarray(cv2.LUT(self.pixels, _ramp(darkest * tint, lightest * tint)), np.uint8)

    def _grey(self) -> NDArray[np.uint8]:
        return np.asarray(cv2.merge([cv2.cvtColor(self.pixels, cv2.COLOR_RGB2GRAY)] * 3), np.uint8)

    def _blit(self, canvas: skia.Canvas, rgb: cv2.typing.MatLike, mode: skia.BlendMode) -> None:
        alpha = np.full(self.pixels.shape[:2], 255, np.uint8) if self.mask is None else self.mask
        rgba = cv2.merge([*cv2.split(rgb), alpha])
        image = skia.Image.fromarray(
            np.ascontiguousarray(rgba), skia.kRGBA_8888_ColorType, skia.kUnpremul_AlphaType
        )
        target = skia.Rect.MakeXYWH(self.box.x, self.box.y, self.box.w, self.box.h)
        sampling = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
        canvas.drawImageRect(image, target, sampling, skia.Paint(BlendMode=mode, AntiAlias=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """Something that covers or removes what is below: abraded paper, a label, a painted mark."""

    name: str
    path: skia.Path
    white: Rgb
    uv: Rgb
    ir: float
    alpha: float = 1.0
    soft: float = 0.0
    """Softness of the edge, mm."""

    def draw(self, canvas: skia.Canvas, view: View) -> None:
        """Cover the area."""
        level = {Light.WHITE: self.white, Light.UV: self.uv, Light.IR: (self.ir, self.ir, self.ir)}[
            view.light
        ]
        paint = skia.Paint(Color4f=skia.Color4f(*level, self.alpha), AntiAlias=True)
        if self.soft > 0:
            paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, self.soft))
        canvas.drawPath(self.path, paint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foil:
    """A diffractive device: fine line work whose colour turns with the tilt and gleams under directed light.

    ``lively`` False is the forger's flat imitation: a fixed grey print of the same line work; ``frozen_tilt`` is the
    better one, a print of its colours at one tilt.
    """

    name: str
    path: skia.Path
    box: Box
    width: float = 0.10
    lively: bool = True
    strength: float = 1.0
    frozen_tilt: float | None = None
    play: tuple[float, float] | None = None
    """Hues, in turns, between which a colour-shifting ink turns with the tilt; None is the rainbow of a grating."""
    filled: bool = False
    """Whether the path is an area, not line work."""

    def draw(self, canvas: skia.Canvas, view: View) -> None:
        """Add the diffracted light, which is nothing under UV and weak under IR."""
        if not self.lively:
            self._print_flat(canvas, view)
        elif view.light is Light.UV:
            self._stroke(canvas, skia.Paint(Color4f=skia.Color4f(0.55, 0.55, 0.6, 0.25), AntiAlias=True))
        elif view.light is Light.IR:
            self._stroke(
                canvas, skia.Paint(Color4f=skia.Color4f(1, 1, 1, 0.10 * self.strength), AntiAlias=True)
            )
        elif self.frozen_tilt is not None:
            self._diffract(canvas, View(light=view.light, tilt=self.frozen_tilt, gleam=0.2))
        else:
            self._diffract(canvas, view)

    def _print_flat(self, canvas: skia.Canvas, view: View) -> None:
        level = 0.92 if view.light is Light.IR else 0.68
        paint = skia.Paint(
            Color4f=skia.Color4f(level, level, level, 0.8 * self.strength), BlendMode=skia.BlendMode.kMultiply
        )
        self._stroke(canvas, paint)

    def _stroke(self, canvas: skia.Canvas, paint: skia.Paint) -> None:
        paint.setAntiAlias(True)
        if not self.filled:
            paint.setStyle(skia.Paint.kStroke_Style)
            paint.setStrokeWidth(self.width)
        canvas.drawPath(self.path, paint)

    def _diffract(self, canvas: skia.Canvas, view: View) -> None:
        if self.play is not None:
            self._shift(canvas, self.play, view)
            return
        ends = [
            skia.Point(self.box.x, self.box.y),
            skia.Point(self.box.x + self.box.w, self.box.y + self.box.h),
        ]
        hues = [skia.HSVToColor([360.0 * ((k / 6 + view.tilt) % 1.0), 0.75, 1.0]) for k in range(7)]
        shader = skia.GradientShader.MakeLinear(ends, hues)
        paint = skia.Paint(Shader=shader, BlendMode=skia.BlendMode.kScreen)
        paint.setAlphaf(min(1.0, self.strength * (0.10 + 0.80 * view.gleam)))
        self._stroke(canvas, paint)
        shade = skia.Paint(Color4f=skia.Color4f(0.5, 0.5, 0.55, 0.30 * self.strength), AntiAlias=True)
        shade.setBlendMode(skia.BlendMode.kMultiply)
        canvas.save()
        canvas.translate(0.5 * self.width, 0.5 * self.width)
        self._stroke(canvas, shade)
        canvas.restore()

    def _shift(self, canvas: skia.Canvas, play: tuple[float, float], view: View) -> None:
        """Print the colour of pigment flakes at this tilt."""
        share = 0.5 - 0.5 * np.cos(2 * np.pi * view.tilt)
        hue = 360.0 * ((play[0] + share * (play[1] - play[0])) % 1.0)
        colour = skia.Color4f(skia.HSVToColor([hue, 0.62, 0.62 + 0.2 * view.gleam]))
        colour.fA = 0.9 * self.strength
        paint = skia.Paint(Color4f=colour, BlendMode=skia.BlendMode.kMultiply)
        self._stroke(canvas, paint)
