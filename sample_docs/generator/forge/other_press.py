"""The forger's own press: for documents that a press of their own printed, never the genuine one and never twice the same.

Utopia's own documents keep the printers they were always forged with, which the published figures rest on.
"""

import dataclasses

import numpy as np

from sample_docs.generator.elements import Picture
from sample_docs.generator.ink import Substrate
from sample_docs.generator.screens import Screen, ScreenKind
from sample_docs.generator.sheet import Sheet

from .printing import Printer


def own_printer(printer: Printer, sheet: Sheet, rng: np.random.Generator) -> Printer:
    """A printer of the same kind and care, with ruling, gain, black and faults of its own."""
    if sheet.design.press is None:
        return printer
    # Pigment blacks of ink jets hold carbon, as toner does; dyes do not.
    pigment = printer.dispersed and rng.random() < 0.35
    return dataclasses.replace(
        printer,
        lines_per_mm=printer.lines_per_mm * float(rng.uniform(0.75, 1.3)),
        gain=float(np.clip(printer.gain + rng.normal(0.0, 0.03), 0.04, 0.3)),
        black_ir=float(rng.uniform(0.08, 0.3)) if pigment else printer.black_ir,
        scan_blur_mm=printer.scan_blur_mm * float(rng.uniform(0.7, 1.4)),
        scatter=min(1.0, printer.scatter * float(rng.uniform(0.3, 1.6))),
        spread_mm=printer.spread_mm * float(rng.uniform(0.5, 1.8)),
    )


def own_paper(paper: Substrate, sheet: Sheet, rng: np.random.Generator) -> Substrate:
    """Paper of the same brightness under UV, of another mill."""
    if sheet.design.press is None:
        return paper
    red, green, blue = (
        float(v) for v in np.clip(np.array(paper.white) + rng.normal(0.0, 0.012, 3), 0.85, 1.0)
    )
    share = float(rng.uniform(0.75, 1.25))
    glow = (min(1.0, share * paper.uv[0]), min(1.0, share * paper.uv[1]), min(1.0, share * paper.uv[2]))
    return dataclasses.replace(paper, white=(red, green, blue), uv=glow)


def own_screen(picture: Picture, sheet: Sheet, rng: np.random.Generator) -> Picture:
    """The picture printed by an office printer: dots or noise of another ruling than the issuer's."""
    if sheet.design.press is None:
        return picture
    kind = ScreenKind.NOISE if rng.random() < 0.6 else ScreenKind.DOTS
    screen = Screen(
        kind=kind,
        lines_per_mm=float(rng.uniform(4.5, 9.5)),
        degrees=float(rng.choice([0, 15, 45, 75])),
        gain=float(rng.uniform(0.0, 0.15)),
        depth=float(rng.uniform(0.45, 0.95)),
    )
    return dataclasses.replace(picture, screen=screen)
