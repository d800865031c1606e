"""The page's frame from the places of the MRZ's characters: pitch and line spacing are the ruler every document carries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from docforensics.errors import UsageError
from docforensics.formats.table import FORMATS, PITCH_MM, MrzPlace
from docforensics.mrz.reading import MrzReading
from docforensics.page.band.find import MrzBand
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.geometry import Matrix, Points, median, project
from docforensics.page.quad import homography_between, rectangle, turned
from docforensics.page.rectify import native_px_per_mm

_PLACE_TOLERANCE_MM = 2.0
"""The print may stand 1 mm off (standards.md 1.9); as much again for the edges and the reader's boxes."""
_SCALE_TOLERANCE = 0.006
"""The pitch is exact: a frame whose scale differs by more has a wrong edge somewhere."""
_TURN_TOLERANCE = np.deg2rad(3.5)
"""The print may stand askew by 3 degrees."""
_LARGEST_RESIDUAL_MM = 0.6
"""Median distance of a character from its place beyond which the boxes are not to be believed."""
_LEAST_SCALE_PX = 1.0
"""Pixels of the capture a millimetre: below, no character can have been read."""
_ROUNDS = 8
"""Of fitting and weighing anew; it stands after fewer. A judgement."""
_TUKEY = 4.7
"""The constant of Tukey's biweight for 95 % efficiency on normal errors (4.685)."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stiffness:
    """How far a frame may depart from the one it starts from, as standard deviations before anything is measured.

    The MRZ spans only a strip of 6 to 9 mm: what it says of the far side of the page is an extrapolation, and must
    not be believed beyond what its characters bear out.
    """

    stretch: float
    """Of height against width, and of the shear."""
    perspective: float
    """Change of scale a millimetre."""


FLAT = Stiffness(stretch=0.02, perspective=2e-4)
"""No outline: a scan has hardly any of either, a photograph some."""
OUTLINED = Stiffness(stretch=0.004, perspective=1e-5)
"""The outline has told the perspective: only scale, turn and place are open."""


def zones_to_lay_by(bands: Sequence[MrzBand], reading: MrzReading | None) -> Sequence[MrzBand]:
    """Candidate zones by which a page may be laid: all where something was read, else those whose fillers show which way is up.

    Line work that repeats looks like a zone that nobody can read; it would turn the page, or deny it its outline.
    """
    return bands if reading is not None else [band for band in bands if band.way_is_told]


def frame_from_mrz(frame: Frame, reading: MrzReading | None) -> Frame:
    """The frame laid out by the MRZ, where one was read in a known format; else the frame as it is.

    Where the document's edges were seen and agree with the MRZ, the edges stay: they are truer than the print, which
    may stand 1 mm off. Where they disagree (the edges of an open booklet, of a sheet), they give the perspective alone.
    """
    if reading is None or reading.format is None:
        return frame
    place = FORMATS[reading.format].place
    seen, wanted = _places(reading, place)
    homography = _by_edges(frame, seen, wanted, place)
    if homography is None:
        homography = _by_print(frame, seen, wanted)
    if homography is None or not _is_usable(homography, place):
        return frame
    return replace(
        frame,
        size=place.size,
        size_mm=place.size.millimetres,
        homography=homography,
        basis=ScaleBasis.MRZ,
    )


def _places(reading: MrzReading, place: MrzPlace) -> tuple[Points, Points]:
    """Centres of the characters in capture pixels, and where they belong in page millimetres, (N, 2) each."""
    height = place.size.millimetres[1]
    seen, wanted = [], []
    for line, centre in zip(reading.characters, place.centres, strict=False):
        for column, character in enumerate(line):
            seen.append(character.corners.mean(axis=0))
            wanted.append((place.left + (column + 0.5) * PITCH_MM, height - centre))
    return np.array(seen, dtype=np.float64), np.array(wanted, dtype=np.float64)


def _by_edges(frame: Frame, seen: Points, wanted: Points, place: MrzPlace) -> Matrix | None:
    """The outline as a page of the format's size, if the MRZ then stands where it should.

    An image that was cropped to the page has its own rim for an outline, if its ratio is that of a document.
    """
    if frame.outline is None and frame.size is None:
        return None
    edges = frame.to_capture(rectangle(*frame.size_mm)) if frame.outline is None else frame.outline
    corners = turned(edges, _similarity(wanted, seen)[:2, 0])  # the way the lines run
    homography = homography_between(corners, rectangle(*place.size.millimetres))
    found = project(homography, seen)
    fit = _similarity(found, wanted)
    scale, turn = float(np.hypot(fit[0, 0], fit[1, 0])), float(np.arctan2(fit[1, 0], fit[0, 0]))
    off = np.median(np.abs(found - wanted), axis=0)
    agrees = (
        abs(scale - 1) < _SCALE_TOLERANCE and abs(turn) < _TURN_TOLERANCE and off.max() < _PLACE_TOLERANCE_MM
    )
    return homography if agrees else None


def _by_print(frame: Frame, seen: Points, wanted: Points) -> Matrix | None:
    """The frame that best puts every character in its place, on the outline's perspective or on none.

    Edges that are not the page's own (an open booklet's, a printed frame's) may tell a false perspective. The frame
    that rests on them is the stiffer one: only if the characters fit it no worse is it the true one.
    """
    flat = fit_frame(seen, wanted, FLAT)
    best, residual = flat, _residual(flat, seen, wanted)
    if frame.outline is not None:
        outlined = fit_frame(frame.to_mm(seen), wanted, OUTLINED) @ frame.homography
        if _residual(outlined, seen, wanted) <= residual:
            best, residual = outlined, _residual(outlined, seen, wanted)
    return best if residual < _LARGEST_RESIDUAL_MM else None


def _residual(homography: Matrix, seen: Points, wanted: Points) -> float:
    """Median distance of the characters from their places, mm."""
    return float(np.median(np.linalg.norm(project(homography, seen) - wanted, axis=1)))


def fit_frame(seen: Points, wanted: Points, stiffness: Stiffness) -> Matrix:
    """The homography (3, 3) that takes the places `seen` (N, 2) to the millimetres `wanted` (N, 2).

    A similarity first; then stretch, shear and perspective, each held back by its `stiffness` and let go only as far
    as the characters bear it out (least squares with a Gaussian prior, Tukey's weights against stray boxes).
    """
    start = _similarity(seen, wanted)
    middle = wanted.mean(axis=0)
    here, there = project(start, seen) - middle, wanted - middle
    change, weights = np.eye(3), np.ones(len(here))
    for _ in range(_ROUNDS):
        residual = np.linalg.norm(project(change, here) - there, axis=1)
        scale = max(1.4826 * median(residual), 0.02)
        weights = np.clip(1 - (residual / (_TUKEY * scale)) ** 2, 0, None) ** 2
        change = _held_back(here, there, weights, scale, stiffness)
    to_middle, back = np.eye(3), np.eye(3)
    to_middle[:2, 2], back[:2, 2] = -middle, middle
    return np.asarray(back @ change @ to_middle @ start, dtype=np.float64)


def _held_back(here: Points, there: Points, weights: Floats, noise: float, stiffness: Stiffness) -> Matrix:
    """Weighted least squares for a homography near the identity, with the prior as further equations."""
    x, y, u, v = here[:, 0], here[:, 1], there[:, 0], there[:, 1]
    one, none = np.ones_like(x), np.zeros_like(x)
    # Unknowns: scale, turn, stretch, shear, dx, dy, px, py (perspective along x and y).
    rows_u = np.column_stack([x, -y, none, y, one, none, -u * x, -u * y])
    rows_v = np.column_stack([y, x, y, none, none, one, -v * x, -v * y])
    root = np.sqrt(weights) / noise
    prior = np.zeros((4, 8))
    prior[range(4), [2, 3, 6, 7]] = 1 / np.array([stiffness.stretch] * 2 + [stiffness.perspective] * 2)
    matrix = np.concatenate([rows_u * root[:, None], rows_v * root[:, None], prior])
    target = np.concatenate([(u - x) * root, (v - y) * root, np.zeros(4)])
    scale, turn, stretch, shear, dx, dy, px, py = np.linalg.lstsq(matrix, target, rcond=None)[0]
    return np.array([[1 + scale, shear - turn, dx], [turn, 1 + scale + stretch, dy], [px, py, 1.0]])


def _similarity(source: Points, target: Points) -> Matrix:
    """Scale, turn and shift (3, 3) by least squares, a third of stray points tolerated."""
    weights = np.ones(len(source))
    fit = np.eye(3)
    for _ in range(_ROUNDS):
        a, b = np.average(source, axis=0, weights=weights), np.average(target, axis=0, weights=weights)
        p = (source - a) @ [1, 1j]
        q = (target - b) @ [1, 1j]
        factor = np.sum(weights * np.conj(p) * q) / max(float(np.sum(weights * np.abs(p) ** 2)), 1e-12)
        fit = np.array([[factor.real, -factor.imag, 0], [factor.imag, factor.real, 0], [0, 0, 1]])
        fit[:2, 2] = b - fit[:2, :2] @ a
        residual = np.abs(factor * p - q)
        weights = 1 / np.maximum(residual, max(median(residual), 1e-9))
    return fit


def _is_usable(homography: Matrix, place: MrzPlace) -> bool:
    try:
        return native_px_per_mm(homography, place.size.millimetres) > _LEAST_SCALE_PX
    except UsageError:
        return False
