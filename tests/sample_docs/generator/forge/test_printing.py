"""The print-and-scan model."""

import dataclasses

import numpy as np
import pytest

from sample_docs.generator.forge.counterfeit import INKJETS, LASERS
from sample_docs.generator.forge.forgery import Severity
from sample_docs.generator.forge.printing import Printer, printed
from sample_docs.generator.ink import BRIGHT_PAPER, DULL_PAPER
from sample_docs.generator.lights import Light

PRINTERS = [INKJETS[Severity.ORDINARY], LASERS[Severity.ORDINARY]]
SCALE = 16.0


def _patch(level: int) -> np.ndarray:
    page = np.full((256, 256, 3), 250, np.uint8)
    page[48:208, 48:208] = level
    return page


def _print(level: int, printer: Printer, light: Light = Light.WHITE) -> np.ndarray:
    return printed(_patch(level), printer, DULL_PAPER, light, px_per_mm=SCALE, seed=1)[64:192, 64:192]


@pytest.mark.parametrize("printer", PRINTERS, ids=lambda p: p.name)
def test_darker_originals_print_darker(printer: Printer) -> None:
    """The tone curve is monotone."""
    means = [_print(level, printer).mean() for level in (30, 80, 130, 180, 230)]
    assert means == sorted(means)


@pytest.mark.parametrize("printer", PRINTERS, ids=lambda p: p.name)
def test_an_even_grey_becomes_dots(printer: Printer) -> None:
    """A midtone is screened: its pixels scatter far more than the paper's."""
    assert _print(128, printer)[..., 1].std() > 12
    assert _print(250, dataclasses.replace(printer, scatter=0.0))[..., 1].std() < 3


def test_a_laser_screen_has_its_ruling() -> None:
    """The strongest frequency of a printed grey is that of the lattice."""
    printer = dataclasses.replace(LASERS[Severity.CARELESS], colours=False, scatter=0.0)
    spectrum = np.abs(np.fft.fft2(_print(128, printer).mean(axis=2) - 128.0))
    spectrum[0, :2] = spectrum[:2, 0] = 0
    row, column = np.unravel_index(np.argmax(spectrum[:64, :64]), (64, 64))
    frequency = np.hypot(row, column) / 128 * SCALE
    assert abs(frequency - printer.lines_per_mm) < 0.5


def test_toner_absorbs_in_ir_and_dye_does_not() -> None:
    """The black of an inkjet vanishes at 900 nm."""
    inkjet, laser = (_print(20, p, Light.IR).mean() for p in PRINTERS)
    assert inkjet > 180
    assert laser < 140


def test_office_paper_glows_under_uv_and_document_paper_does_not() -> None:
    """The optical brightener gives the paper away."""
    args = (_patch(240), PRINTERS[0])
    bright = printed(*args, BRIGHT_PAPER, Light.UV, px_per_mm=SCALE, seed=1)
    dull = printed(*args, DULL_PAPER, Light.UV, px_per_mm=SCALE, seed=1)
    assert bright[..., 2].mean() > 3 * dull[..., 2].mean()
