"""Line work against dots: whether the fine print was drawn in lines or dissolved into a printer's dots.

Security print is line work in spot colours; office printers and copiers make tones of dots. Where the reference shows lines that
run one way, the direction of the page's finest structure is measured at the capture's own resolution (coherence of the structure
tensor: 1 all gradients along one line, 0 none preferred). Dots have no direction, so they lower it, whatever the screen.

Dots that a capture does not resolve one by one still disturb the lines, since their pattern and the pixels' make a coarser one; but so does genuine print that is finer than the
reference, as crossed lines of intaglio. So below 11.5 px per mm it measures only against a template of scans that keeps what three or more of its own captures showed, which are finer than
that and show such print for what it is. Scans below 7.5 and photos below 8.5 px per mm are not measured, nor are uploads, which may have been sharpened, or made smaller.

Cannot see: reprints by offset from new plates; a screen of lines instead of dots; dots finer than the capture's blur, as good printers make them. Noise lowers coherence as well: what a photo's own takes is left out, and with it a part of dots of a pixel or two. It abstains
where the template was learned from one holder's document, which may itself be a noisy capture.

Feature: background printing (fine line work). Sources: PRADO "guilloche", "screen printing dots"; Doc 9303-2 Appendix A.5.1;
structure tensor: Bigun and Granlund 1987; standards.md 2.2.
"""

import math
from functools import lru_cache

import cv2
import numpy as np

from docforensics.capture.model import Channel, Pixels
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Abstained, Measured, Outcome, undetermined
from docforensics.checks.own_values import FEWEST
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.checks.support.registered import MOST_HIDDEN, RegisteredSide, registered_sides
from docforensics.checks.support.unfit import QUANTISED, quantised, too_coarse
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.page.quantiles import median_of
from docforensics.page.smooth import fineness
from docforensics.templates.masks import square
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference
from docforensics.templates.planes import Map, Mask
from docforensics.templates.taken_on import is_of_scanners

_ID = "security.print_technique"
_USUAL = 0.08
"""What 708 genuine scans and photos of four Utopia designs stay below (.069 at most, calibration half); the check's row is neutral at .1."""
SPEC = CheckSpec(
    title="Printing technique of the background",
    unit="1 - coherence of the fine line work",
    verifies=frozenset({ClaimId.PRINT_PROCESS}),
    tr03135="VI,AB,IS",
    lights=WHITE_LIGHT,
    needs_template=True,
    min_px_per_mm=7.5,
    channels=frozenset({Channel.SCANNER, Channel.PHOTO}),
    usual=_USUAL,
    adverse="The fine line work consists of dots, as office printers and copiers print it.",
    favourable="The fine print consists of solid lines (coherence {coherence:.2f}).",
    advice="Look at the background print with a magnifier: unbroken lines in one colour, or rows and clouds of dots?",
    equipment="a capture in white light of at least 300 dpi",
    facts={"coherence": float},
)
NO_LINES = undetermined(
    "the reference has too little line work of one direction", expected=False, why=Why.NO_REFERENCE_HERE
)
HIDDEN = undetermined("too little of the line work could be seen", why=Why.TOO_NOISY)
PRESUMED = undetermined(
    "the template was learned from one document; the normal coherence of its line work is not known",
    "a template learned from documents of several holders",
    why=Why.FEW_HOLDERS,
)
_RESOLVED_PX_PER_MM = 11.5
"""Resolution from which the dots of office printers are seen one by one. A judgement: those of a screen of 133 lines an inch are .19 mm apart."""
_PHOTO_PX_PER_MM = 8.5
"""The same from which photos are measured at all. Of photos of copies and counterfeits of 15 random designs (seen) 57 of 88 above measure .1 or more, and none of 3 below."""
_WINDOW_MM = 0.2
"""Standard deviation of the window. A judgement; not fitted."""
_STEP = 2
"""Pixels of the template frame from one sample to the next: the window is wider."""
_WINDOW_PX = math.sqrt((_WINDOW_MM * REFERENCE_PX_PER_MM / _STEP) ** 2 - (1 - _STEP**-2) / 12)
"""The same in samples, less what these widen it by: each is the mean over a square, as a pixel is."""
_RUNS_ONE_WAY = 0.85
"""Coherence of the reference from which a place holds lines of one direction."""
_EDGE_MM = 0.5
"""Places nearer to what varies are left out: its strokes have directions of their own."""
_MIN_LINES_MM2, _MARKED_BELOW = 60.0, 0.75
"""Line work without which there is nothing to measure; coherence below which a place is marked. A judgement; not fitted."""
_PHOTO_NOISE, _OF_NOISE = 8.0, 0.375
"""Squared gradient, grey levels a pixel, beside the lines' that motion and texture make of a hand-held photo, and that each squared grey level of its own noise makes beyond it (white noise and Sobel's
slopes: 12 / 64 in either direction): on pale lines more of the coherence is lost. Photos of 27 random designs (seen; the 8 was set on them): the six genuine ones that were flagged with 12 for all
(.12 to .2) have .08 at most, which is usual; of 47 counterfeits and reprints 33 lie above .1 (29 with 12 for all)."""
_MOST_NOISE = 8.0
"""Grey levels of noise at most that are allowed to a photo: of 189 genuine ones of these designs two have more (8.1 and 8.3); a sharp screen of dots of two pixels counts as up to 26. A judgement."""


def measure(document: Document) -> Outcome:
    """Measure 1 - the median coherence of the line work, less what a photo's noise takes, where it is most dissolved."""
    found = registered_sides(document)
    if isinstance(found, Abstained):
        return found
    fine = tuple(side for side in found if _resolved(side) >= _least(side))
    if not fine:
        nearest = max(found, key=lambda side: _resolved(side) / _least(side))
        return too_coarse(_least(nearest), [nearest.side])
    return worst_seen(fine, _measure_side, PRESUMED, NO_LINES, HIDDEN, QUANTISED, claims=SPEC.verifies)


def _resolved(side: RegisteredSide) -> float:
    return side.side.page.quality.resolved_px_per_mm


def _least(side: RegisteredSide) -> float:
    """Give the resolution from which a side is measured."""
    if not is_of_scanners(side.template) or len(side.template.own_values(_ID)) < FEWEST:
        return _RESOLVED_PX_PER_MM
    return _PHOTO_PX_PER_MM if side.side.capture.channel is Channel.PHOTO else SPEC.min_px_per_mm


def _measure_side(side: RegisteredSide) -> SideOutcome:
    if side.template.n_holders < 2:
        return PRESUMED
    if quantised(side.side, side.light):
        return QUANTISED
    found = _judged(side)
    if found is None:
        known = np.count_nonzero(_lines(side)) / REFERENCE_PX_PER_MM**2
        return NO_LINES if known * (1 - MOST_HIDDEN) < _MIN_LINES_MM2 else HIDDEN
    lines, coherence, strength = found
    middle = median_of(coherence[lines])
    regions = () if middle > 0.9 else side.marked(_dissolved(lines, coherence), "printer's dots", min_mm2=2.0)
    taken = _of_noise(side, lines) / strength if side.side.capture.channel is Channel.PHOTO else 0.0
    return Measured(value=max(1 - middle - taken, 0.0), regions=regions, facts={"coherence": middle})


def _of_noise(side: RegisteredSide, lines: Mask) -> float:
    """Give the squared gradient that noise and motion of a photo make beside that of the lines: what all photos may show, and what this one's noise adds.

    Noise is told by fine detail at the lines themselves: those across or down the page leave nothing in it, fine ones that run aslant and sharp dots some.
    """
    fine = fineness(side.side.page.grey(side.light))
    noise = median_of(cv2.resize(fine, lines.shape[::-1], interpolation=cv2.INTER_AREA)[lines])
    return _PHOTO_NOISE + _OF_NOISE * min(noise, _MOST_NOISE) ** 2


def _judged(side: RegisteredSide) -> tuple[Mask, Map, float] | None:
    """Where lines are, and the page's coherence, on the template frame; the median strength of the lines' structure."""
    lines = _lines(side) & side.residual.comparable
    if np.count_nonzero(lines) / REFERENCE_PX_PER_MM**2 < _MIN_LINES_MM2:
        return None
    lines = lines[::_STEP, ::_STEP]
    coherence, strength = coherence_of(side.side.page.grey(side.light), lines.shape, _WINDOW_PX)
    return lines, coherence, max(median_of(strength[lines]), 1.0)


def _lines(side: RegisteredSide) -> Mask:
    """Where the template knows lines that run one way, away from what could not be seen on this page."""
    lines = _line_work(side.learned)
    return lines if side.reference is side.learned else np.asarray(lines & _inner(side.reference), np.bool_)


def coherence_of(pixels: Pixels, shape: tuple[int, ...], window_px: float) -> tuple[Map, Map]:
    """(H, W) coherence 0..1 and strength (mean squared gradient, grey levels) of the structure in a Gaussian window.

    Gradients are those of the picture's own pixels; what is made of them is brought to `shape` (H, W), on which the window is `window_px`.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    # In eighths of a grey level: whole numbers, which take half the memory of fractions.
    across, down = (cv2.Sobel(grey, cv2.CV_16S, *order, ksize=3) for order in ((1, 0), (0, 1)))
    size, product = (shape[1], shape[0]), np.empty(grey.shape, np.float32)
    xx, yy, xy = (
        cv2.GaussianBlur(
            # One plane after the other takes the place of the last: fresh memory costs as much as the products.
            cv2.resize(
                cv2.multiply(a, b, dst=product, scale=1 / 64, dtype=cv2.CV_32F),
                size,
                interpolation=cv2.INTER_AREA,
            ),
            (0, 0),
            window_px,
        )
        for a, b in ((across, across), (down, down), (across, down))
    )
    strength = np.asarray(cv2.add(xx, yy), np.float32)
    spread = cv2.magnitude(cv2.subtract(xx, yy), cv2.add(xy, xy))
    return np.asarray(cv2.divide(spread, strength + np.float32(1e-3)), np.float32), strength


def _dissolved(lines: Mask, coherence: Map) -> Mask:
    low = lines & (coherence < _MARKED_BELOW)
    whole = np.repeat(np.repeat(low.view(np.uint8), _STEP, 0), _STEP, 1)
    return np.asarray(cv2.morphologyEx(whole, cv2.MORPH_CLOSE, square(0.5)) > 0, dtype=bool)


def _inner(reference: LightReference) -> Mask:
    """Constant print away from what varies."""
    return np.asarray(cv2.erode(reference.constant.view(np.uint8), square(_EDGE_MM)) > 0, np.bool_)


@lru_cache(maxsize=32)
def _line_work(reference: LightReference) -> Mask:
    """Where the reference holds lines that run one way; kept, the same for every document."""
    mean = reference.mean
    coherence, strength = coherence_of(mean, mean.shape, 0.25 * REFERENCE_PX_PER_MM)
    inner = _inner(reference)
    strong = strength > median_of(strength[inner]) if inner.any() else inner
    found = np.asarray(inner & strong & (coherence > _RUNS_ONE_WAY), dtype=bool)
    found.setflags(write=False)
    return found
