"""Background printing of a made-up office: families of lines, signs, landscapes, borders and microtext."""

from collections.abc import Callable

import numpy as np
import skia

from sample_docs.generator import fonts
from sample_docs.generator.designs import parts
from sample_docs.generator.elements import Element, Lines, Text
from sample_docs.generator.geometry import Box
from sample_docs.generator.guilloche import Rosette, Waves
from sample_docs.generator.ink import Ink, Rainbow
from sample_docs.generator.patterns import (
    Braid,
    Dots,
    Fan,
    Net,
    Pattern,
    Relief,
    Rings,
    Scales,
    Spirals,
    Tiles,
    Turned,
)

from .colours import Inks
from .motifs import LANDSCAPES, landscape, motif
from .places import Places

Rng = np.random.Generator


def _spot(rng: Rng) -> tuple[float, float]:
    return float(rng.uniform(0.15, 0.85)), float(rng.uniform(0.1, 0.9))


def _waves(rng: Rng, page: Box) -> Pattern:
    return Waves(
        lines=int(page.h * rng.uniform(0.7, 1.35)),
        amplitude=float(rng.uniform(0.5, 3.0)),
        periods=float(rng.uniform(1.5, 11.0)),
        drift=float(rng.uniform(-3.0, 3.0)),
        swell_periods=float(rng.uniform(1.0, 4.0)),
        swell=float(rng.uniform(0.2, 0.8)),
        phase=float(rng.random()),
    )


def _slanting(rng: Rng, page: Box) -> Pattern:
    square = Box(x=0.0, y=0.0, w=page.w, h=float(np.hypot(page.w, page.h)))
    return Turned(pattern=_waves(rng, square), degrees=float(rng.choice([-60, -45, -30, 30, 45, 60, 90])))


def _rings(rng: Rng, page: Box) -> Pattern:
    del page
    return Rings(
        centre=_spot(rng),
        pitch=float(rng.uniform(0.75, 1.4)),
        lobes=int(rng.integers(3, 15)),
        depth=float(rng.uniform(0.01, 0.06)),
        squeeze=float(rng.uniform(0.5, 1.3)),
    )


def _net(rng: Rng, page: Box) -> Pattern:
    return Net(
        lines=int(page.w * rng.uniform(0.35, 0.8)),
        bend=float(rng.uniform(0.5, 3.0)),
        periods=float(rng.uniform(1.0, 4.0)),
    )


def _scales(rng: Rng, page: Box) -> Pattern:
    del page
    return Scales(size=float(rng.uniform(3.5, 9.0)), rings=int(rng.integers(2, 5)))


def _relief(rng: Rng, page: Box) -> Pattern:
    del page
    hills = tuple((*_spot(rng), float(rng.uniform(0.05, 0.16))) for _ in range(int(rng.integers(2, 6))))
    return Relief(pitch=float(rng.uniform(0.6, 1.0)), height=float(rng.uniform(2.0, 6.0)), hills=hills)


def _fan(rng: Rng, page: Box) -> Pattern:
    del page
    focus = (float(rng.choice([0.0, 1.0, 0.5])), float(rng.choice([1.0, 0.75, 0.0])))
    return Fan(
        focus=focus,
        rays=int(rng.integers(140, 300)),
        waver=float(rng.uniform(0.0, 7.0)),
        periods=float(rng.uniform(1, 4)),
    )


def _spirals(rng: Rng, page: Box) -> Pattern:
    del page
    return Spirals(
        arms=int(rng.integers(2, 12)),
        pitch=float(rng.uniform(0.8, 1.4)),
        ripple=float(rng.uniform(0.0, 0.5)),
        petals=int(rng.integers(5, 24)),
        centre=_spot(rng),
    )


def _tiles(rng: Rng, page: Box) -> Pattern:
    del page
    return Tiles(
        size=float(rng.uniform(4.0, 9.0)),
        corners=int(rng.integers(3, 9)),
        inner=float(rng.uniform(0.35, 0.7)),
    )


FAMILIES: tuple[Callable[[Rng, Box], Pattern], ...] = (
    _waves, _waves, _slanting, _rings, _net, _scales, _relief, _fan, _spirals, _tiles,
)  # fmt: skip


def drawn_family(rng: Rng, page: Box) -> Pattern:
    """A family of lines by chance."""
    return FAMILIES[int(rng.integers(0, len(FAMILIES)))](rng, page)


def background(places: Places, inks: Inks, rng: Rng) -> tuple[Element, ...]:
    """Everything printed below labels and headings that repeats on every copy."""
    page = places.page
    made: list[Element] = []
    if rng.random() < 0.88:
        made += parts.wash(page, inks.rainbow(inks.main, page.w, page.h), float(rng.uniform(0.14, 0.42)))
    if rng.random() < 0.45:
        made += _view(places, inks, rng)
    made += _families(page, inks, rng)
    if rng.random() < 0.65:
        made += _large_sign(places, inks, rng)
    if rng.random() < 0.5:
        made += _rosettes(places, inks, rng)
    if rng.random() < 0.3:
        dots = Dots(
            pitch=float(rng.uniform(1.4, 2.6)),
            largest=float(rng.uniform(0.12, 0.3)),
            periods=float(rng.uniform(1, 3)),
        )
        made.append(Lines(name="dots", path=dots.path(page), ink=inks.accent, width=None, alpha=0.4))
    made += _border(page, inks, rng)
    return tuple(made)


def _families(page: Box, inks: Inks, rng: Rng) -> list[Element]:
    families: list[Element] = []
    count = 1 + int(rng.random() < 0.65)
    for number in range(count):
        stops = inks.main if number == 0 else inks.counter
        families.append(
            Lines(
                name=f"guilloche-{number}",
                path=drawn_family(rng, page).path(page.grown(1.0)),
                ink=inks.rainbow(stops, page.w, page.h),
                width=float(rng.uniform(0.07, 0.14)),
                alpha=float(rng.uniform(0.65, 1.0)),
            )
        )
    return families


def _view(places: Places, inks: Inks, rng: Rng) -> list[Element]:
    page = places.page
    foot = places.zone.y if places.zone is not None and rng.random() < 0.6 else page.h
    box = Box(x=0.0, y=foot * float(rng.uniform(0.15, 0.55)), w=page.w, h=0.0)
    box = Box(x=0.0, y=box.y, w=page.w, h=foot - box.y)
    layers = landscape(str(rng.choice(LANDSCAPES)), box, rng)
    alpha = float(rng.uniform(0.22, 0.5))
    return [
        Lines(name=f"view-{n}", path=path, ink=inks.main[n % len(inks.main)], width=None, alpha=alpha)
        for n, path in enumerate(layers)
    ]


def _large_sign(places: Places, inks: Inks, rng: Rng) -> list[Element]:
    body = places.body
    radius = float(rng.uniform(0.3, 0.5)) * min(body.w, body.h)
    x, y = body.x + body.w * float(rng.uniform(0.3, 0.75)), body.y + body.h * float(rng.uniform(0.4, 0.6))
    path = motif(int(rng.integers(0, 99)), x, y, radius, int(rng.integers(0, 99)))
    lined = rng.random() < 0.4
    return [
        Lines(
            name="sign",
            path=path,
            ink=inks.accent if rng.random() < 0.5 else inks.main[0],
            width=0.16 if lined else None,
            alpha=float(rng.uniform(0.4, 0.7) if lined else rng.uniform(0.14, 0.3)),
        )
    ]


def _rosettes(places: Places, inks: Inks, rng: Rng) -> list[Element]:
    page, made = places.page, list[Element]()
    for number in range(int(rng.integers(1, 4))):
        reach = float(rng.uniform(0.06, 0.24)) * page.h
        rosette = Rosette(
            petals=int(rng.integers(5, 22)),
            curves=int(rng.integers(8, 22)),
            inner=float(rng.uniform(0.05, 0.5)) * reach,
            outer=reach,
            depth=float(rng.uniform(0.05, 0.24)),
            twist=float(rng.uniform(0.2, 2.6)),
            overtone=int(rng.integers(2, 5)),
        )
        x, y = page.w * float(rng.uniform(0.15, 0.95)), page.h * float(rng.uniform(0.12, 0.9))
        blend = Rainbow(
            stops=(inks.accent, inks.main[number % len(inks.main)]), left=x - reach, right=x + reach
        )
        made.append(
            Lines(name=f"rosette-{number}", path=rosette.path(x, y), ink=blend, width=0.09, alpha=0.85)
        )
    return made


def _border(page: Box, inks: Inks, rng: Rng) -> list[Element]:
    kind = str(rng.choice(["none", "rule", "braid", "side"], p=(0.45, 0.2, 0.2, 0.15)))
    inset = float(rng.uniform(1.0, 2.2))
    if kind == "rule":
        frame = page.grown(-inset)
        rect = skia.Rect.MakeXYWH(frame.x, frame.y, frame.w, frame.h)
        return [
            Lines(
                name="frame",
                path=skia.Path.RRect(rect, 1.5, 1.5),
                ink=inks.accent,
                width=float(rng.uniform(0.12, 0.4)),
            )
        ]
    braid = Braid(
        strands=int(rng.integers(3, 7)),
        periods=float(rng.uniform(6, 22)),
        overtone=float(rng.choice([2, 3])),
        share=float(rng.uniform(0.1, 0.5)),
    )
    if kind == "braid":
        deep = float(rng.uniform(1.4, 2.4))
        edges = (
            Box(x=0.5, y=0.4, w=page.w - 1, h=deep),
            Box(x=0.5, y=page.h - deep - 0.4, w=page.w - 1, h=deep),
        )
        return [
            Lines(name=f"braid-{n}", path=braid.path(edge), ink=inks.accent, width=0.1)
            for n, edge in enumerate(edges)
        ]
    if kind == "side":
        band = Box(x=-2.0, y=page.h * 0.5 - 2.2, w=page.h + 4, h=float(rng.uniform(3.0, 7.0)))
        path = skia.Path()
        path.addPath(braid.path(band), skia.Matrix().setRotate(90.0))
        bounds = path.getBounds()
        path.offset(
            float(rng.choice([1.0, page.w - bounds.width() - 1.0])) - bounds.left(), -2.0 - bounds.top()
        )
        return [Lines(name="braid-side", path=path, ink=inks.accent, width=0.1, alpha=0.7)]
    return []


def microtext(places: Places, word: str, ink: Ink, rng: Rng) -> tuple[Element, ...]:
    """Lines of type too small to read: a frame, rules under the heading or round the portrait."""
    text, size = f"{word}·UTO·", float(rng.uniform(0.4, 0.6))
    kind = str(rng.choice(["frame", "rules", "portrait", "none"], p=(0.3, 0.3, 0.25, 0.15)))
    if kind == "frame":
        return parts.microtext("microtext", text, places.page.grown(-float(rng.uniform(1.2, 2.2))), ink, size)
    if kind == "portrait" and places.portrait is not None:
        return parts.microtext("microtext", text, places.portrait.grown(0.5), ink, size)
    if kind == "rules":
        rows = [places.body.y - 0.35] + ([places.zone.y + 0.3] if places.zone is not None else [])
        times = int((places.page.w - 3.0) / fonts.text_width(text, fonts.SANS, size))
        return tuple(
            Text(name=f"microtext-{n}", text=text * times, x=1.5, y=y, size=size, ink=ink)
            for n, y in enumerate(rows)
        )
    return ()
