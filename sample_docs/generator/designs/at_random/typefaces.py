"""The typefaces that made-up offices print with, all of free licences (``fonts/free``)."""

from dataclasses import dataclass

import numpy as np

from .scripts import SCRIPTS

FACES = (
    "sans-1", "sans-2", "sans-3", "sans-4", "sans-5", "serif-1", "serif-2", "serif-4", "serif-5", "serif-6", "slab-1",
    "narrow-1", "wide-1", "round-1", "mono-1", "mono-2", "mono-3",
)  # fmt: skip
_SUFFIX = {"sans-5": "otf", "slab-1": "otf"}
_SCRIPT_FILES = {
    "georgian": ("georgian-1", "georgian-2"),
    "armenian": ("armenian-1", "armenian-2"),
    "hebrew": ("hebrew-1", "hebrew-2"),
    "ethiopic": ("ethiopic-1",),
    "arabic": ("arabic-1",),
    "glagolitic": ("glagolitic-1",),
    "tifinagh": ("tifinagh-1",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typefaces:
    """Files below ``fonts`` for each use."""

    label: str
    data: str
    title: str
    subtitle: str
    number: str
    script: str
    """Of the second language, where it has a script of its own."""


def face_file(name: str, *, bold: bool) -> str:
    """The file of a text face."""
    return f"free/{name}-{'bold' if bold else 'regular'}.{_SUFFIX.get(name, 'ttf')}"


def drawn_typefaces(rng: np.random.Generator, script: str) -> Typefaces:
    """Faces for an office; a face of many letters in the script of its second language where the text faces lack it."""
    weights = np.array([0.35 if f.startswith("mono") else 1.0 for f in FACES])
    label, data, title = (str(f) for f in rng.choice(FACES, 3, p=weights / weights.sum()))
    if rng.random() < 0.45:
        label = title
    number = str(rng.choice(["mono-1", "mono-2", "mono-3", "slab-1", data, data]))
    chosen = _SCRIPT_FILES.get(script)
    return Typefaces(
        label=face_file(label, bold=bool(rng.random() < 0.2)),
        data=face_file(data, bold=bool(rng.random() < 0.65)),
        title=face_file(title, bold=True),
        subtitle=face_file(title, bold=False),
        number=face_file(number, bold=True),
        script=f"free/{rng.choice(chosen)}.ttf" if chosen else face_file(label, bold=False),
    )


def drawn_script(rng: np.random.Generator) -> str:
    """The script of the second language; Latin for half of the offices."""
    return "latin" if rng.random() < 0.5 else str(rng.choice(SCRIPTS))
