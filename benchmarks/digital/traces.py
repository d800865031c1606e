"""Traces that are no checks: of resampling, and of what the template leads one to expect of noise and fine structure.

They are measured beside the checks and the baselines, each with its same-mask control; none is weighed anywhere.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.bench.normalise import encode
from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.support.native_image import NativeSide
from docforensics.templates.model import REFERENCE_PX_PER_MM

Map = NDArray[np.float32]
_QUALITIES = range(50, 96, 5)
_WINDOW, _STEP = 64, 32
_PREDICTOR = np.array([[-0.25, 0.5, -0.25], [0.5, 0.0, 0.5], [-0.25, 0.5, -0.25]], np.float32)
_SHARPNESS = 2.0
_AROUND = 9
_CLASSES = 12
_MEASURED_MM = 0.8
_BANDS_MM = {"expected_noise": (0.0, 0.13), "expected_energy": (0.13, 0.4)}
"""Standard deviations of the blurs between which a band lies: the grain, and the finest print."""
_LEAST = 0.3


def ghost(pixels: Pixels) -> Map:
    """JPEG ghost in brightness: where another compression at some quality changes a block more or less than most (Farid 2009).

    As `docforensics.bench.systems.blind.ghost`, with block means in place of a window, which takes a tenth of its time.
    """
    grey = np.asarray(pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    size = max(grey.shape[1] // 8, 1), max(grey.shape[0] // 8, 1)
    levels = []
    for quality in _QUALITIES:
        again = cv2.imdecode(np.frombuffer(encode(grey, quality), np.uint8), cv2.IMREAD_GRAYSCALE)
        square = np.square(cv2.subtract(grey, np.asarray(again), dtype=cv2.CV_32F))
        levels.append(cv2.blur(cv2.resize(square, size, interpolation=cv2.INTER_AREA), (2, 2)))
    stack = np.stack(levels)
    low, high = stack.min(axis=0), stack.max(axis=0)
    relative = (stack - low) / np.maximum(high - low, 1e-6)
    usual = np.median(relative.reshape(len(stack), -1), axis=1)[:, None, None]
    return np.asarray(np.abs(relative - usual).max(axis=0), np.float32)


def resampling(pixels: Pixels) -> Map:
    """How far a window's strongest periodicity of the prediction error departs from the picture's (Kirchner 2008).

    What was resampled can be predicted from its neighbours periodically (Popescu and Farid 2005), which shows as a peak in the spectrum
    of the error; a part with another history has another peak, or none. The compression's own frequencies are left out.
    """
    grey = (pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)).astype(np.float32)
    missing = [max(0, _WINDOW - length) for length in grey.shape]
    grey = np.pad(grey, [(0, length) for length in missing], mode="symmetric")
    error = grey - cv2.filter2D(grey, cv2.CV_32F, _PREDICTOR)
    likely = np.exp(-np.abs(error) / _SHARPNESS).astype(np.float32)
    window = np.outer(np.hanning(_WINDOW), np.hanning(_WINDOW)).astype(np.float32)
    counted = _counted()
    rows, columns = (range(0, length - _WINDOW + 1, _STEP) for length in likely.shape)
    peaks = np.array(
        [
            [
                _peak((tile - tile.mean()) * window, counted)
                for left in columns
                if (tile := likely[top : top + _WINDOW, left : left + _WINDOW]) is not None
            ]
            for top in rows
        ],
        np.float32,
    )
    return np.asarray(np.abs(peaks - np.median(peaks)), np.float32)


def _peak(tile: Map, counted: NDArray[np.bool_]) -> float:
    power = np.log(cv2.GaussianBlur(np.abs(np.fft.fft2(tile)).astype(np.float32) ** 2, (0, 0), 0.6) + 1e-3)
    return float((power - cv2.blur(power, (_AROUND, _AROUND)))[counted].max())


def _counted() -> NDArray[np.bool_]:
    """Frequencies that count: neither low ones, nor multiples of an eighth, where a compression's grid lies."""
    at = np.fft.fftfreq(_WINDOW)
    down, across = np.meshgrid(at, at, indexing="ij")
    near = np.abs(at * 8 - np.rint(at * 8)) < 8 * 1.5 / _WINDOW
    grid = near[:, None] & near[None, :]
    return np.asarray((np.hypot(down, across) > 0.15) & ~grid, bool)


def expected(side: NativeSide, name: str) -> Map | None:
    """Octaves by which a place is smoother than its class of content is on this page, on the picture's grid; nan beside the page.

    Classes are twelfths of the page by the template's own structure in the band: what a place must be like is learned from
    the places of this very capture that hold the same kind of print, so that lens and compression take no part.
    None where the side lies on no template.
    """
    match = side.side.match
    if match is None or Light.VISIBLE not in match.pages:
        return None
    page, reference = (
        _structure(one, name)
        for one in (match.pages[Light.VISIBLE], match.template.references[Light.VISIBLE].mean)
    )
    constant = match.template.references[Light.VISIBLE].constant
    ranks = np.quantile(reference[constant], np.linspace(0, 1, _CLASSES + 1)[1:-1])
    classes = np.digitize(reference, ranks)
    usual = np.array(
        [
            np.median(page[constant & (classes == k)]) if (constant & (classes == k)).any() else np.nan
            for k in range(_CLASSES)
        ]
    )
    smoother = np.asarray(usual[classes] - page, np.float32)
    return _on_picture(side, smoother)


def band_blur(side: NativeSide) -> float | None:
    """Octaves by which the page's finest print is weaker than the template's, against its coarser print: a page captured twice is softer."""
    match = side.side.match
    if match is None or Light.VISIBLE not in match.pages:
        return None
    reference = match.template.references[Light.VISIBLE]
    lost = [
        float(
            np.median(
                (_structure(reference.mean, name) - _structure(match.pages[Light.VISIBLE], name))[
                    reference.constant
                ]
            )
        )
        for name in _BANDS_MM
    ]
    return lost[0] - lost[1]


def _structure(pixels: Pixels, name: str) -> Map:
    """Log2 of the local mean of a band's absolute values, on the template's frame."""
    grey = (
        pixels if pixels.ndim == 2 else cv2.cvtColor(np.asarray(pixels, np.uint8), cv2.COLOR_RGB2GRAY)
    ).astype(np.float32)
    fine, coarse = (
        grey if mm == 0 else cv2.GaussianBlur(grey, (0, 0), mm * REFERENCE_PX_PER_MM)
        for mm in _BANDS_MM[name]
    )
    local = cv2.GaussianBlur(np.abs(fine - coarse), (0, 0), _MEASURED_MM * REFERENCE_PX_PER_MM)
    return np.asarray(np.log2(local + _LEAST), np.float32)


def _on_picture(side: NativeSide, drawn: Map) -> Map:
    """From the template's frame to the picture's own grid, one value for 8 x 8 pixels."""
    height, width = drawn.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = side.side.page.to_capture(corners.astype(np.float64) / REFERENCE_PX_PER_MM) / 8 - 0.5
    moved = cv2.getPerspectiveTransform(corners - 0.5, seen.astype(np.float32))
    rows, columns = max(side.image.height // 8, 1), max(side.image.width // 8, 1)
    return np.asarray(
        cv2.warpPerspective(drawn, moved, (columns, rows), flags=cv2.INTER_LINEAR, borderValue=float("nan")),
        np.float32,
    )
