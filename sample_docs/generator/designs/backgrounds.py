"""Background printing put together from a palette and a recipe: each edition has its own, fixed for good."""

from dataclasses import dataclass

from sample_docs.generator import fonts
from sample_docs.generator.elements import Element, Lines
from sample_docs.generator.geometry import Box
from sample_docs.generator.guilloche import Rosette, Waves, joined, rays, star
from sample_docs.generator.ink import UV_BLUE, UV_GREEN, UV_RED, UV_YELLOW, Ink, Rainbow

from . import parts

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The printing inks of one edition."""

    main: tuple[Ink, Ink, Ink]
    """Split fountain of the first wave family, from left to right."""
    counter: tuple[Ink, Ink, Ink]
    accent: Ink
    split: Ink
    """Looks like ``accent`` under white light but absorbs in IR."""
    heading: Ink


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """The line work of one edition; positions in page mm."""

    waves: tuple[Waves, Waves]
    widths: tuple[float, float]
    centre: Rosette
    centre_at: Spot
    corner: Rosette
    corners_at: tuple[Spot, ...]
    emblem_at: Spot
    split_emblem_at: Spot
    emblem_points: int = 8
    emblem_radius: float = 4.5
    wash: float = 0.28


def background(page: Box, palette: Palette, recipe: Recipe) -> tuple[Element, ...]:
    """Wash, wave families, rosettes and the emblem in two inks."""
    main = Rainbow(stops=palette.main, left=0.0, right=page.w)
    counter = Rainbow(stops=palette.counter, left=0.0, right=page.w)
    wash = Rainbow(stops=(palette.main[1], palette.main[2], palette.main[0]), left=0.0, right=page.w)
    families = (
        ("fine", recipe.waves[0], main, recipe.widths[0]),
        ("cross", recipe.waves[1], counter, recipe.widths[1]),
    )
    waves = parts.wave_layers(page.grown(1.5), families)
    return (
        parts.wash(page, wash, recipe.wash) + waves + _rosettes(palette, recipe) + _emblems(palette, recipe)
    )


def _rosettes(palette: Palette, recipe: Recipe) -> tuple[Element, ...]:
    x, y = recipe.centre_at
    reach = recipe.centre.outer
    blend = Rainbow(
        stops=(palette.accent, palette.counter[2], palette.main[0]), left=x - reach, right=x + reach
    )
    corners = joined([recipe.corner.path(cx, cy) for cx, cy in recipe.corners_at])
    return (
        Lines(name="rosette-centre", path=recipe.centre.path(x, y), ink=blend, width=0.10),
        Lines(name="rosette-corners", path=corners, ink=palette.accent, width=0.09, alpha=0.7),
    )


def _emblems(palette: Palette, recipe: Recipe) -> tuple[Element, ...]:
    whole = star(*recipe.emblem_at, recipe.emblem_radius, recipe.emblem_points)
    split = star(*recipe.split_emblem_at, 0.8 * recipe.emblem_radius, recipe.emblem_points)
    return (
        Lines(name="emblem", path=whole, ink=palette.accent, width=None, alpha=0.8),
        Lines(name="emblem-ir-split", path=split, ink=palette.split, width=None, alpha=0.8),
    )


def luminescence(page: Box, centre: Spot, word: str, word_at: Spot, size: float) -> tuple[Element, ...]:
    """The print that shows under UV only: a sun, bands and a word."""
    x, y = centre
    reach = 0.26 * page.h
    sun = joined([rays(x, y, 0.4 * reach, reach, 48), star(x, y, 0.36 * reach, 12)])
    bands = Waves(lines=9, amplitude=0.025 * page.h, periods=2.0, drift=0.8, swell_periods=1.0, swell=0.3)
    letters = fonts.text_path(word, fonts.SERIF_BOLD, size)
    letters.offset(*word_at)
    ring = Rosette(petals=16, curves=3, inner=1.10 * reach, outer=1.22 * reach, depth=0.06, twist=0.5)
    return (
        parts.glowing("sun", sun, UV_YELLOW, 0.22),
        parts.glowing("ring", ring.path(x, y), UV_RED, 0.16),
        parts.glowing(
            "bands", bands.path(Box(x=0.0, y=0.14 * page.h, w=page.w, h=0.52 * page.h)), UV_GREEN, 0.25
        ),
        parts.glowing("word", letters, UV_BLUE, None),
    )


def veil(box: Box, ink: Ink, waves: Waves) -> tuple[Element, ...]:
    """Line work printed over the portrait, visible in white and luminescent under UV."""
    path = waves.path(box)
    return (
        Lines(name="overprint-portrait", path=path, ink=ink, width=0.11, alpha=0.6),
        parts.glowing("overprint", path, UV_GREEN, 0.16),
    )
