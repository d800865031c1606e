"""An MRZ in the wrong type or at the wrong pitch."""

import dataclasses

import numpy as np

from sample_docs.generator import fonts
from sample_docs.generator.sheet import Sheet

from . import truth
from .forgery import Forgery, Severity, Species, boxes_path

_FONTS = {
    Severity.CARELESS: (fonts.SERIF_BOLD, 0.85, "a bold book type with serifs"),
    Severity.ORDINARY: (fonts.MONO, 1.04, "a typewriter face that is not OCR-B"),
    Severity.SKILLED: (fonts.OCR_B, 0.93, "OCR-B, but 7 % too small"),
}
_PITCHES = {Severity.CARELESS: 2.40, Severity.ORDINARY: 2.47, Severity.SKILLED: 2.51}


def wrong_font(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """The whole MRZ set in another face, in the right cells."""
    del rng
    font, scale, words = _FONTS[severity]
    old = truth.mrz_texts(sheet)
    changed = sheet
    for line in old:
        changed = changed.with_element(dataclasses.replace(line, font=font, size=line.size * scale))
    return Forgery(
        sheet=changed,
        regions=boxes_path(*[line.box for line in old]),
        sees=f"The MRZ is set in {words}; compare 1, 4, M and < with OCR-B.",
    )


def wrong_pitch(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """OCR-B whose characters stand too close."""
    del rng
    pitch = _PITCHES[severity]
    old = truth.mrz_texts(sheet)
    changed = sheet
    for line in old:
        changed = changed.with_element(dataclasses.replace(line, pitch=pitch))
    return Forgery(
        sheet=changed,
        regions=boxes_path(*[line.box for line in old]),
        sees=f"The MRZ is too short: {pitch:.2f} mm a character, not 2.54.",
    )


SPECIES = (
    Species(name="mrz-font", prado="counterfeit MRZ (wrong type face)", forge=wrong_font, needs=("mrz",)),
    Species(name="mrz-pitch", prado="counterfeit MRZ (wrong pitch)", forge=wrong_pitch, needs=("mrz",)),
)
