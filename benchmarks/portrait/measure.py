"""What every check of the portrait says of a document, and where: one line of JSON a document."""

import time
from collections.abc import Callable, Mapping

import numpy as np

from benchmarks.portrait.documents import Case, Mask
from docforensics.bench.metrics.rates import auc
from docforensics.capture.light import Light
from docforensics.checks.outcome import Measured
from docforensics.checks.portrait._framed import AROUND_MM, framed_portraits
from docforensics.checks.portrait.portrait_infrared import loss
from docforensics.checks.portrait.portrait_luminescence import shine
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.checks.support.registered import registered_sides
from docforensics.document import Document
from docforensics.templates.planes import Map

CHECKS = tuple(
    check for check in discover_checks(()) if check.family == "portrait" or check.slug == "second_face"
)
Line = dict[str, object]


def line_of(case: Case, twin: Case | None) -> Line:
    """Values and CPU seconds of one case; of a forged one also the pixel AUC under its mask and under it on its twin."""
    values: dict[str, float | None] = {}
    seconds: dict[str, float] = {}
    for check in CHECKS:
        begun = time.process_time()
        outcome = run_check(check, case.document)
        seconds[check.slug] = round(time.process_time() - begun, 4)
        values[check.slug] = round(outcome.value, 5) if isinstance(outcome, Measured) else None
    attack, control = (
        {} if one is None or case.mask is None else pixels(one.document, case.mask) for one in (case, twin)
    )
    fits = case.document.sides[0].match is not None
    told = {"fits": fits, "values": values, "seconds": seconds, "attack": attack, "control": control}
    return {**_facts(case), **told}


def _facts(case: Case) -> Mapping[str, object]:
    names = ("folder", "document_id", "holder", "split", "channel", "species", "severity", "twin")
    return {name: getattr(case, name) for name in names}


def pixels(document: Document, mask: Mask) -> dict[str, float]:
    """AUC of the pixels under a mask against those beside it, by check, on the maps that checks have."""
    found = {}
    for slug, make in _MAPS.items():
        made = make(document)
        if made is None:
            continue
        levels, where = made
        inside, outside = levels[where & mask], levels[where & ~mask]
        if len(inside) > 50 and len(outside) > 50:
            found[slug] = round(float(auc(_thinned(outside), _thinned(inside))), 4)
    return found


def _thinned(levels: np.ndarray) -> np.ndarray:
    """Every so many pixels: neighbours say the same."""
    return levels[:: max(len(levels) // 4000, 1)]


def _ring(document: Document) -> tuple[Map, Mask] | None:
    sides = registered_sides(document)
    if not isinstance(sides, tuple):
        return None
    return sides[0].residual.excess, sides[0].residual.comparable


def _around(light: Light, level: Callable[..., Map | None]) -> Callable[[Document], tuple[Map, Mask] | None]:
    """A map round the portrait in one light, laid on the page."""

    def made(document: Document) -> tuple[Map, Mask] | None:
        portraits = framed_portraits(document, light)
        if not isinstance(portraits, tuple):
            return None
        framed = portraits[0]
        levels = level(framed)
        if levels is None:
            return None
        shape = framed.side.residual.excess.shape
        whole, where = np.zeros(shape, np.float32), np.zeros(shape, bool)
        window = framed.window(AROUND_MM)
        whole[window], where[window] = levels, True
        return whole, where

    return made


_MAPS: Mapping[str, Callable[[Document], tuple[Map, Mask] | None]] = {
    "portrait_ring": _ring,
    "portrait_luminescence": _around(Light.UV, shine),
    "portrait_infrared": _around(Light.IR, loss),
}
"""The other checks speak of the portrait as a whole."""
