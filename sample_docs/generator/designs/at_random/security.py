"""Devices, laminate, thread and luminescent print of a made-up office."""

import dataclasses

import numpy as np
import skia

from sample_docs.generator import fonts
from sample_docs.generator.designs import parts
from sample_docs.generator.elements import Element, Foil, Lines
from sample_docs.generator.geometry import Box
from sample_docs.generator.guilloche import Rosette, joined, rays, star
from sample_docs.generator.ink import Ink
from sample_docs.generator.patterns import Braid

from .colours import Inks
from .linework import drawn_family
from .motifs import motif
from .places import Places

Rng = np.random.Generator
METAL = Ink(white=(0.62, 0.63, 0.65), ir=0.4, uv=0.5)
"""A metallised thread: grey, and dark in IR."""


def devices(places: Places, rng: Rng) -> tuple[Foil, ...]:
    """One device a place: a grating or a colour-shifting ink."""
    return tuple(
        _device(f"device{'' if n == 0 else f'-{n + 1}'}", box, rng) for n, box in enumerate(places.devices)
    )


def _device(name: str, box: Box, rng: Rng) -> Foil:
    x, y, reach = box.x + box.w / 2, box.y + box.h / 2, min(box.w, box.h) / 2
    number, variant = int(rng.integers(0, 99)), int(rng.integers(0, 99))
    if rng.random() < 0.25:
        hue = float(rng.random())
        play = (hue, hue + float(rng.uniform(0.18, 0.4)))
        return Foil(
            name=name, path=motif(number, x, y, 0.9 * reach, variant), box=box, play=play, filled=True
        )
    kind = str(rng.choice(["rosette", "rings", "burst", "sign", "stars"]))
    strength = float(rng.uniform(0.75, 1.0))
    width = float(rng.uniform(0.08, 0.13))
    if kind == "rosette":
        petals = int(rng.integers(6, 15))
        rosette = Rosette(
            petals=petals,
            curves=9,
            inner=0.3 * reach,
            outer=0.84 * reach,
            depth=0.13,
            twist=float(rng.uniform(0.2, 1.5)),
        )
        path = joined([rosette.path(x, y), star(x, y, 0.27 * reach, 4 + variant % 5)])
    elif kind == "rings":
        path = joined(
            [skia.Path.Circle(x, y, 0.95 * reach * k / 12) for k in range(2, 13)]
            + [motif(number, x, y, 0.5 * reach, variant)]
        )
    elif kind == "burst":
        path = joined(
            [rays(x, y, 0.3 * reach, 0.95 * reach, 40 + variant % 40), skia.Path.Circle(x, y, 0.28 * reach)]
        )
    elif kind == "sign":
        sizes = (0.95, 0.8, 0.65, 0.5, 0.35)
        path = joined([motif(number, x, y, s * reach, variant) for s in sizes])
    else:
        steps = np.linspace(0.15, 0.95, 9)
        path = joined(
            [
                star(x, y, float(s) * reach, 3 + variant % 5, depth=0.6, turn=0.03 * k)
                for k, s in enumerate(steps)
            ]
        )
    return Foil(name=name, path=path, box=box, width=width, strength=strength)


def laminate(places: Places, rng: Rng) -> tuple[Foil, ...]:
    """A film whose small signs gleam all over the page; two offices in three have none that shows."""
    if rng.random() < 0.66:
        return ()
    page, number, variant = places.page, int(rng.integers(0, 99)), int(rng.integers(0, 99))
    pitch = float(rng.uniform(9, 18))
    signs = [
        motif(number, pitch * (column + 0.5 * (row % 2)), pitch * (row + 0.5), 0.24 * pitch, variant)
        for row in range(int(page.h / pitch) + 1)
        for column in range(int(page.w / pitch) + 1)
    ]
    strength = float(rng.uniform(0.08, 0.2))
    return (Foil(name="laminate", path=joined(signs), box=page, width=0.12, strength=strength),)


def thread(places: Places, inks: Inks, rng: Rng, *, plastic: bool) -> tuple[Element, ...]:
    """A security thread in paper: windows of metal in white light, one glowing line under UV."""
    if plastic or rng.random() < 0.6:
        return ()
    page = places.page
    x, wide = page.w * float(rng.uniform(0.3, 0.9)), float(rng.uniform(0.8, 1.6))
    windows, whole = skia.Path(), skia.Path()
    step = float(rng.uniform(7, 13))
    for k in range(int(page.h / step) + 1):
        windows.addRect(skia.Rect.MakeXYWH(x, k * step, wide, 0.45 * step))
    whole.addRect(skia.Rect.MakeXYWH(x, 0, wide, page.h))
    return (
        Lines(name="thread", path=windows, ink=METAL, width=None, alpha=0.45),
        parts.glowing("thread", whole, inks.glows[0], None),
    )


def luminescence(places: Places, inks: Inks, word: str, rng: Rng) -> tuple[Element, ...]:
    """What shows under UV only, the same on every copy: two to four of a sign, a band, a family of lines, letters, stars."""
    page, body = places.page, places.body
    kinds = rng.permutation(["sign", "band", "lines", "word", "stars"])[: int(rng.integers(2, 5))]
    made: list[Element] = []
    for number, kind in enumerate(kinds):
        ink = inks.glows[number % len(inks.glows)]
        made.append(
            _glow(str(kind), ink, page, body, rng) if kind != "word" else _glowing_word(word, ink, body, rng)
        )
    return tuple(made)


def _glow(kind: str, ink: Ink, page: Box, body: Box, rng: Rng) -> Lines:
    x, y = page.w * float(rng.uniform(0.25, 0.75)), page.h * float(rng.uniform(0.25, 0.7))
    if kind == "sign":
        path = motif(int(rng.integers(0, 99)), x, y, 0.24 * page.h, int(rng.integers(0, 99)))
        lined = rng.random() < 0.5
        return parts.glowing("sign", path, ink, 0.3 if lined else None)
    if kind == "band":
        braid = Braid(strands=int(rng.integers(3, 6)), periods=float(rng.uniform(3, 9)))
        high = float(rng.uniform(0.06, 0.16)) * page.h
        return parts.glowing("band", braid.path(Box(x=0.0, y=y, w=page.w, h=high)), ink, 0.25)
    if kind == "lines":
        path = drawn_family(rng, body).path(body)
        return parts.glowing("lines", path, ink, float(rng.uniform(0.1, 0.18)))
    stars = [
        star(page.w * float(rng.random()), page.h * float(rng.random()), float(rng.uniform(1.0, 2.6)), 5)
        for _ in range(int(rng.integers(6, 18)))
    ]
    return parts.glowing("stars", joined(stars), ink, None)


def _glowing_word(word: str, ink: Ink, body: Box, rng: Rng) -> Lines:
    size = float(rng.uniform(0.16, 0.3)) * body.h
    size = min(size, 0.95 * body.w * size / fonts.text_width(word, fonts.SERIF_BOLD, size))
    letters = fonts.text_path(word, fonts.SERIF_BOLD if rng.random() < 0.5 else fonts.WIDE_BOLD, size)
    letters.offset(body.x + 1.0, body.y + body.h * float(rng.uniform(0.35, 0.9)))
    return parts.glowing("word", letters, ink, None)


def veil(portrait: Box, inks: Inks, rng: Rng) -> tuple[Element, ...]:
    """Lines printed over the portrait, on three offices in four; they may glow."""
    if rng.random() < 0.25:
        return ()
    box = portrait.grown(float(rng.uniform(-1.0, 1.6)))
    part = str(rng.choice(["all", "foot", "side"]))
    if part == "foot":
        box = Box(x=box.x, y=box.y + 0.55 * box.h, w=box.w, h=0.45 * box.h)
    elif part == "side":
        box = Box(x=box.x, y=box.y, w=0.35 * box.w, h=box.h)
    braid = Braid(strands=5, periods=float(rng.uniform(1, 4)), bands=int(rng.integers(1, 5)))
    path = (braid if rng.random() < 0.5 else drawn_family(rng, box)).path(box)
    alpha = float(rng.uniform(0.4, 0.7))
    made: list[Element] = [
        Lines(name="overprint-portrait", path=path, ink=inks.accent, width=0.11, alpha=alpha, within=box)
    ]
    if rng.random() < 0.6:
        glow = parts.glowing("overprint", path, inks.glows[-1], 0.16)
        made.append(dataclasses.replace(glow, within=box))
    return tuple(made)
