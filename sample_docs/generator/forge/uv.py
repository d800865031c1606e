"""Luminescent print missing, or painted by hand."""

import dataclasses

import numpy as np
import skia

from sample_docs.generator.elements import Element, Lines
from sample_docs.generator.ink import Ink
from sample_docs.generator.sheet import Sheet

from .forgery import Forgery, Severity, Species, boxes_path

_MARKER = Ink(white=(0.998, 1.0, 0.992), ir=1.0, uv=1.0, glow=(0.55, 0.72, 0.10))
"""A highlighter, all but invisible on the page and yellow-green under UV."""


def painted_marks(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> tuple[Element, ...]:
    """The UV print as a forger paints it: one colour, thick, out of place; less so when skilled."""
    slip = {Severity.CARELESS: 1.6, Severity.ORDINARY: 0.9, Severity.SKILLED: 0.4}[severity]
    width = {Severity.CARELESS: 0.9, Severity.ORDINARY: 0.5, Severity.SKILLED: 0.28}[severity]
    originals = [e for e in sheet.under if e.name.startswith("uv-") and isinstance(e, Lines)]
    painted = []
    for element in originals:
        path = skia.Path(element.path)
        path.offset(*(float(v) for v in rng.normal(0.0, slip, 2)))
        ink = element.ink if severity is Severity.SKILLED else _MARKER
        width_here = None if element.width is None else width
        painted.append(
            dataclasses.replace(element, name=f"painted-{element.name}", path=path, ink=ink, width=width_here)
        )
    return tuple(painted)


def missing(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """No luminescent print: none and no fibres, none, or only the variable part lacking, where the side has one."""
    del rng
    has_variable = any(e.name.startswith("uv-") for e in (*sheet.personal, *sheet.over))
    if severity is Severity.SKILLED and has_variable:
        bare = dataclasses.replace(
            sheet, personal=tuple(e for e in sheet.personal if not e.name.startswith("uv-"))
        )
        bare = dataclasses.replace(bare, over=tuple(e for e in bare.over if not e.name.startswith("uv-")))
        sees = "Under UV the number and the lines over the portrait do not glow."
    else:
        bare = sheet.without("uv-")
        sees = "Under UV the page shows no print."
    if severity is Severity.CARELESS:
        bare = dataclasses.replace(bare, fibres=0)
        sees = "Under UV the page shows neither print nor fibres."
    return Forgery(sheet=bare, regions=boxes_path(sheet.design.box), sees=sees)


def painted(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """The fixed UV print imitated by hand."""
    marks = painted_marks(sheet, severity, rng)
    under = tuple(e for e in sheet.under if not e.name.startswith("uv-"))
    changed = dataclasses.replace(sheet, under=(*under, *marks))
    sees = {
        Severity.CARELESS: "The UV print is thick, of one colour, and far out of place.",
        Severity.ORDINARY: "The UV print is of one colour and out of place.",
        Severity.SKILLED: "The UV print has the colours but its lines are too thick and slightly out of place.",
    }[severity]
    return Forgery(sheet=changed, regions=boxes_path(sheet.design.box), sees=sees)


_UV = ("border-reader",)
SPECIES = (
    Species(
        name="uv-missing", prado="missing UV feature", forge=missing, channels=_UV, needs=("luminescence",)
    ),
    Species(
        name="uv-painted", prado="imitated UV feature", forge=painted, channels=_UV, needs=("luminescence",)
    ),
)
