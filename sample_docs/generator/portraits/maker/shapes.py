"""Shape targets of a face, by name: which pairs there are and how a person's mesh is summed from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .assets import Assets, Floats

# "stem low high spread": the two targets folder/stem-low and folder/stem-high; spread is the standard
# deviation of a person's value on -1..1. `eyes` and `ears` exist for both sides.
_PAIRS = {
    "head": """head-angle in out .35; head-back-scale-depth decr incr .3; head-fat decr incr .35;
        head-scale-depth decr incr .25; head-scale-horiz decr incr .3; head-scale-vert decr incr .2""",
    "forehead": """forehead-nubian decr incr .2; forehead-scale-vert decr incr .2; forehead-temple decr incr .3;
        forehead-trans backward forward .35""",
    "eyebrows": "eyebrows-angle down up .25; eyebrows-trans down up .3; eyebrows-trans backward forward .4",
    "nose": """nose-base down up .4; nose-compression compress uncompress .35; nose-curve concave convex .35;
        nose-flaring decr incr .4; nose-greek decr incr .35; nose-hump decr incr .4; nose-nostrils-angle down up .4;
        nose-nostrils-width decr incr .35; nose-point down up .4; nose-point-width decr incr .4;
        nose-scale-depth decr incr .35; nose-scale-horiz decr incr .4; nose-scale-vert decr incr .4;
        nose-septumangle decr incr .35; nose-trans down up .3; nose-volume decr incr .35;
        nose-width1 decr incr .4; nose-width2 decr incr .4; nose-width3 decr incr .4""",
    "mouth": """mouth-angles down up .16; mouth-cupidsbow decr incr .26; mouth-cupidsbow-width decr incr .26;
        mouth-dimples in out .23; mouth-laugh-lines in out .23; mouth-lowerlip-ext down up .16;
        mouth-lowerlip-height decr incr .26; mouth-lowerlip-middle down up .16; mouth-lowerlip-volume decr incr .26;
        mouth-lowerlip-width decr incr .23; mouth-philtrum-volume decr incr .26; mouth-scale-depth decr incr .20;
        mouth-scale-horiz decr incr .29; mouth-scale-vert decr incr .23; mouth-trans backward forward .20;
        mouth-trans down up .23; mouth-upperlip-ext down up .16; mouth-upperlip-height decr incr .26;
        mouth-upperlip-middle down up .16; mouth-upperlip-volume decr incr .26; mouth-upperlip-width decr incr .23""",
    "chin": """chin-bones decr incr .4; chin-cleft decr incr .35; chin-height decr incr .4;
        chin-jaw-drop decr incr .35; chin-prognathism decr incr .25; chin-prominent decr incr .35;
        chin-width decr incr .45""",
    "neck": "neck-scale-horiz decr incr .3; neck-double decr incr .3",
}
_SIDED_PAIRS = {
    "eyes": """eye-bag decr incr .4; eye-bag in out .3; eye-bag-height decr incr .35; eye-corner1 down up .4;
        eye-corner2 down up .4; eye-eyefold-angle down up .35; eye-eyefold concave convex .4;
        eye-eyefold down up .4; eye-height1 decr incr .3; eye-height2 decr incr .3; eye-height3 decr incr .3;
        eye-push1 in out .35; eye-push2 in out .35; eye-scale decr incr .35; eye-trans down up .3;
        eye-trans in out .45""",
    "cheek": """cheek-bones decr incr .45; cheek-inner decr incr .4; cheek-trans down up .35;
        cheek-volume decr incr .4""",
    "ears": """ear-flap decr incr .35; ear-lobe decr incr .4; ear-rot backward forward .3; ear-scale decr incr .35;
        ear-scale-vert decr incr .35; ear-trans down up .25; ear-wing decr incr .35""",
}
HEAD_FORMS = ("diamond", "invertedtriangular", "oval", "rectangular", "round", "square", "triangular")


def pairs() -> tuple[tuple[tuple[str, ...], tuple[str, ...], float], ...]:
    """Each free dimension of a face: its low targets, its high targets and the spread of its value."""
    whole = [
        ((f"{folder}/{s}-{lo}",), (f"{folder}/{s}-{hi}",), sd) for folder, s, lo, hi, sd in _rows(_PAIRS)
    ]
    sided = [
        (
            tuple(f"{folder}/{side}-{s}-{lo}" for side in "lr"),
            tuple(f"{folder}/{side}-{s}-{hi}" for side in "lr"),
            sd,
        )
        for folder, s, lo, hi, sd in _rows(_SIDED_PAIRS)
    ]
    return (*whole, *sided)


def _rows(table: Mapping[str, str]) -> list[tuple[str, str, str, str, float]]:
    entries = [(folder, entry.split()) for folder, text in table.items() for entry in text.split(";")]
    return [(folder, stem, low, high, float(spread)) for folder, (stem, low, high, spread) in entries]


def summed(assets: Assets, weights: Mapping[str, float]) -> Floats:
    """Base vertices (N, 3) displaced by every target of `weights`."""
    vertices = assets.vertices.copy()
    for name, weight in weights.items():
        if weight:
            index, shift = assets.target(name)
            vertices[index] += weight * shift
    return vertices
