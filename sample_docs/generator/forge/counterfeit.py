"""Whole-page imitations: scanned and printed, copied in grey, printed or shown on a screen to be captured again."""

import dataclasses

import cv2
import numpy as np

from sample_docs.generator.capture import PageEdit
from sample_docs.generator.capture.shot import Shot
from sample_docs.generator.elements import Element, Foil
from sample_docs.generator.ink import BRIGHT_PAPER, DULL_PAPER, Substrate
from sample_docs.generator.lights import Light, View
from sample_docs.generator.render import Raster, draw_elements, render
from sample_docs.generator.sheet import Sheet

from .forgery import UPLOAD_CHANNELS, Forger, Forgery, Severity, Species, boxes_path
from .other_press import own_paper, own_printer
from .printing import Printer, printed
from .uv import painted_marks

INKJETS = {
    Severity.CARELESS: Printer(
        name="inkjet, draft",
        dispersed=True,
        lines_per_mm=7.0,
        gain=0.20,
        black_ir=0.9,
        scan_blur_mm=0.085,
        scatter=0.9,
    ),
    Severity.ORDINARY: Printer(
        name="inkjet",
        dispersed=True,
        lines_per_mm=12.0,
        gain=0.16,
        black_ir=0.9,
        scan_blur_mm=0.055,
        scatter=0.5,
    ),
    Severity.SKILLED: Printer(
        name="inkjet, photo",
        dispersed=True,
        lines_per_mm=16.0,
        gain=0.12,
        black_ir=0.88,
        scan_blur_mm=0.035,
        scatter=0.2,
    ),
}
LASERS = {
    Severity.CARELESS: Printer(
        name="laser, 85 lpi",
        dispersed=False,
        lines_per_mm=3.3,
        gain=0.22,
        black_ir=0.08,
        scan_blur_mm=0.085,
        scatter=0.6,
    ),
    Severity.ORDINARY: Printer(
        name="laser, 133 lpi",
        dispersed=False,
        lines_per_mm=5.2,
        gain=0.18,
        black_ir=0.08,
        scan_blur_mm=0.055,
        scatter=0.3,
    ),
    Severity.SKILLED: Printer(
        name="laser, 200 lpi",
        dispersed=False,
        lines_per_mm=7.9,
        gain=0.14,
        black_ir=0.08,
        scan_blur_mm=0.035,
        scatter=0.1,
    ),
}
_ORIGINAL = View(light=Light.WHITE, tilt=0.3, gleam=0.1)
"""How the forger's scanner saw the original: its device frozen."""


def whole_page(sheet: Sheet, edit: PageEdit, sees: str) -> Forgery:
    """A forgery of the entire side."""
    return Forgery(sheet=sheet, regions=boxes_path(sheet.design.box), sees=sees, page_edit=edit)


def print_edit(sheet: Sheet, printer: Printer, paper: Substrate, marks: tuple[Element, ...] = ()) -> PageEdit:
    """Replaces the page by a print of its white image on ``paper``; ``marks`` are painted on afterwards."""

    def edit(raster: Raster, shot: Shot) -> Raster:
        white = raster if shot.view.light is Light.WHITE else render(sheet, _ORIGINAL, shot.px_per_mm)
        page = printed(white, printer, paper, shot.view.light, px_per_mm=shot.px_per_mm, seed=sheet.seed)
        if not marks:
            return page
        rgba = np.ascontiguousarray(np.dstack([page, np.full(page.shape[:2], 255, np.uint8)]))
        return draw_elements(rgba, marks, shot.view, shot.px_per_mm)[..., :3].copy()

    return edit


def _counterfeit(printers: dict[Severity, Printer], *, bright: bool) -> Forger:
    paper = BRIGHT_PAPER if bright else DULL_PAPER

    def forge(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
        printer = own_printer(printers[severity], sheet, rng)
        marks = painted_marks(sheet, severity, rng) if severity is Severity.SKILLED else ()
        signs = "Dots instead of lines under the magnifier; microtext is lost; the device does not change with the tilt. "
        signs += (
            "The page glows blue under UV."
            if bright
            else "The page is dull under UV, as it should be, but bears no UV print."
        )
        if marks:
            signs += " UV marks are painted on."
        signs += (
            " In IR the black text vanishes."
            if printer.black_ir > 0.5
            else " In IR the portrait keeps only its black."
        )
        flat = dataclasses.replace(sheet, over=_frozen(sheet.over))
        return whole_page(
            flat,
            print_edit(flat, printer, own_paper(paper, sheet, rng), marks),
            f"Printed by {printer.name}. {signs}",
        )

    return forge


def _frozen(over: tuple[Element, ...]) -> tuple[Element, ...]:
    """Devices as the forger's scanner saw them."""
    return tuple(dataclasses.replace(e, frozen_tilt=0.3) if isinstance(e, Foil) else e for e in over)


def grey_copy(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """A black-and-white copy of the page."""
    printer = dataclasses.replace(own_printer(LASERS[severity], sheet, rng), colours=False)
    return whole_page(
        sheet,
        print_edit(sheet, printer, own_paper(BRIGHT_PAPER, sheet, rng)),
        "The page is grey: a photocopy. Nothing glows and nothing changes colour.",
    )


def print_recapture(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """A colour copy of the page, captured as if it were the page."""
    printer = own_printer({**INKJETS, Severity.ORDINARY: LASERS[Severity.ORDINARY]}[severity], sheet, rng)
    return whole_page(
        sheet,
        print_edit(sheet, printer, own_paper(BRIGHT_PAPER, sheet, rng)),
        "A colour copy: the fine lines dissolve into printer's dots, the device is dead, the edge is cut paper.",
    )


SCREENS = {Severity.CARELESS: (5.5, 0.55), Severity.ORDINARY: (8.0, 0.40), Severity.SKILLED: (11.0, 0.22)}
"""Screen pixels a millimetre of the page as shown, and contrast of the pixel structure."""


def screen_recapture(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """The page shown on a screen and photographed."""
    density, contrast = SCREENS[severity]
    warmth = float(rng.normal(0.0, 0.03))

    def edit(raster: Raster, shot: Shot) -> Raster:
        return _on_screen(raster, shot.px_per_mm / density, contrast, warmth)

    return whole_page(
        sheet, edit, "Coloured bands (moire) and a pixel grid run over page and portrait; blacks are lifted."
    )


def _on_screen(raster: Raster, pixel: float, contrast: float, warmth: float) -> Raster:
    """The raster resampled to screen pixels of ``pixel`` raster px, each split into three coloured stripes."""
    height, width = raster.shape[:2]
    small = cv2.resize(raster, (round(width / pixel), round(height / pixel)), interpolation=cv2.INTER_AREA)
    shown = cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST).astype(np.float32)
    x = np.arange(width, dtype=np.float32)[None, :, None] / np.float32(pixel)
    y = np.arange(height, dtype=np.float32)[:, None, None] / np.float32(pixel)
    stripe = 1 + contrast * np.cos(2 * np.pi * (x - np.arange(3, dtype=np.float32) / 3))
    row = 1 + 0.5 * contrast * np.cos(2 * np.pi * y)
    tint = np.array([0.96 + warmth, 0.99, 1.03 - warmth], np.float32)
    return np.asarray(np.clip((14 + 0.94 * shown) * stripe * row * tint, 0, 255), np.uint8)


SPECIES = (
    Species(
        name="counterfeit-inkjet",
        prado="counterfeit (inkjet on UV-dull paper)",
        forge=_counterfeit(INKJETS, bright=False),
    ),
    Species(
        name="counterfeit-inkjet-bright",
        prado="counterfeit (inkjet on UV-bright paper)",
        forge=_counterfeit(INKJETS, bright=True),
    ),
    Species(
        name="counterfeit-laser",
        prado="counterfeit (laser on UV-dull paper)",
        forge=_counterfeit(LASERS, bright=False),
    ),
    Species(
        name="counterfeit-laser-bright",
        prado="counterfeit (laser on UV-bright paper)",
        forge=_counterfeit(LASERS, bright=True),
    ),
    Species(name="grey-copy", prado="copy (grey)", forge=grey_copy, channels=UPLOAD_CHANNELS),
    Species(
        name="print-recapture",
        prado="copy (colour print captured again)",
        forge=print_recapture,
        channels=UPLOAD_CHANNELS,
    ),
    Species(
        name="screen-recapture",
        prado="copy (screen captured again)",
        forge=screen_recapture,
        channels=("photo", "messenger"),
    ),
)
