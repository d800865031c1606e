"""How much of the line work of a device a page in white light shows in its place, as a share of what the reference shows.

Lines of a device lie over print that is the same on every document. What of the reference in white light follows the known lines is the device's
shade; the rest is print. Both are brought to the page's sharpness and contrast by what lies beside the device, and the page is told as so much of the print and so
much of the shade. How far chance would go is told by the same shade, laid where no device is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.page.quantiles import median_of
from docforensics.templates.comparison.device_lines import COARSE_MM, moved
from docforensics.templates.masks import grown
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, Mask, MeanWithin

Doubles = NDArray[np.float64]
_FINEST_PX = 0.6
"""Blur below which there is noise alone at the reference's resolution. A judgement; not fitted."""
_SOFT_PX = (0.0, 0.8, 1.6, 3.0)
"""Blurs of the reference of which one as sharp as the page is put together: a page that is sharper takes more than all of the first. Judgements; not fitted."""
ELSEWHERE_PX = tuple(
    (round(down * reach * REFERENCE_PX_PER_MM), round(right * reach * REFERENCE_PX_PER_MM))
    for reach in (1.25, 2.0)
    for down, right in product((-1, 0, 1), repeat=2)
    if down or right
)
"""Where the shade is laid to tell chance: farther than a device lies aside, and near enough for the same print to lie below. A judgement; not fitted."""
_NEAR_PX, _FAR_PX, _CLEARLY = 1, 3, 0.7
"""Pixels by which devices lie aside on nearly all genuine pages of ten random designs (seen), and on a few; farther ones count only where that share shows, since a search finds up to half of
it by chance. A judgement; not fitted."""
_HELD = 0.1
"""Grey levels of print or shade in which the page tells as much as what is expected of a genuine one. A judgement; not fitted."""
_ROUNDS, _OUTLIER = 3, 3.0
"""Of weighing anew, and robust standard deviations from which a pixel counts less: ink of stamps, dirt, reflections. Judgements; not fitted."""
_LEAST_CONTRAST = 0.5
"""Share of the reference's contrast that print in the place of a device is taken to have at least: less is covered. A judgement; not fitted."""
_INK, _INK_SOFT, _INK_RIM_MM = 0.6, 2, 0.3
"""Share of the expected brightness below which there is ink, after which of `_SOFT_PX`, and how far round it nothing is looked at. Judgements; not fitted."""
_NOTHING = 1e-6
"""What is divided by at least, squared grey levels."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DeviceShade:
    """What a reference in white light shows of a device, on the part of the template's frame that is cut out round it."""

    whole: tuple[Map, ...]
    """Fine structure of the reference for each of `_SOFT_PX`."""
    device: tuple[Map, ...]
    """What of it follows the lines of the device, alike."""
    clear: float
    """Energy of the second as a multiple of that of what follows the lines where they are laid elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownShade:
    """What of the shade a page shows."""

    share: float
    """1 as much as the reference, 0 nothing."""
    noise: float
    """Standard deviation that print, noise and compression of this page give it."""


def device_shade(reference: Map, constant: Mask, lines: Map, *, known: Mask, within: Mask) -> DeviceShade:
    """Take from a reference (H, W), some of which is `constant`, what follows the lines of a device, `known` in some places: `within` those of constant print."""
    whole = fine_scales(reference, constant)
    wanted = whole[0][within].astype(np.float64)
    # The shade may lie a part of a pixel beside the lines, and be finer or coarser.
    lines = np.where(known, lines, 0).astype(np.float32)
    down, across = np.gradient(lines)
    terms = [
        np.where(known, one, 0).astype(np.float32) for one in (lines, down, across, lines - _softer(lines)[1])
    ]
    shares, energy = _following(terms, wanted, within)
    elsewhere = [_following([moved(one, move) for one in terms], wanted, within)[1] for move in ELSEWHERE_PX]
    return DeviceShade(
        whole=whole,
        device=tuple(_softer(_mixed(terms, shares))),
        clear=energy / max(float(np.mean(elsewhere)), _NOTHING),
    )


def fine_print(level: Map, constant: Mask) -> Map:
    """Take the fine structure of a level (H, W), of print that is `constant` alone."""
    fine, coarse = (
        MeanWithin(constant, sigma_px=reach).of(level)
        for reach in (_FINEST_PX, COARSE_MM * REFERENCE_PX_PER_MM)
    )
    return np.asarray(fine - coarse, np.float32)


def fine_scales(level: Map, constant: Mask) -> tuple[Map, ...]:
    """Take the fine structure of a level (H, W), of print that is `constant` alone, as it is after each of `_SOFT_PX`."""
    return tuple(fine_print(soft, constant) for soft in _softer(level))


def as_sharp(scales: Sequence[Map], seen: Map, *, beside: Mask, gain: float) -> Map:
    """Bring the fine structure of a reference (`fine_scales`) to the sharpness and contrast of that of a page, by print `beside` a device; `gain` as `shown_shade` takes it."""
    return _mixed(scales, _transfer(scales, seen, beside, gain))


def brightness(page: Map, reference: Map, constant: Mask) -> float:
    """Brightness of a page as a share of the reference's, where print is constant; 1 where none is."""
    if not constant.any():
        return 1.0
    return median_of(page[constant]) / max(median_of(reference[constant]), 1.0)


def inked(page: Map, expected: Map) -> Mask:
    """Where a page (H, W) is darker than expected by more than a device makes it: data, a portrait or a stamp lie there."""
    seen, known = (_softer(level)[_INK_SOFT] for level in (page, expected))
    return grown(seen < _INK * known, _INK_RIM_MM)


def shown_shade(shade: DeviceShade, seen: Map, *, beside: Mask, within: Mask, gain: float) -> ShownShade:
    """Measure how much of a shade the fine structure of a page shows `within` its place, by how print `beside` it shows.

    Parameters
    ----------
    gain
        Brightness of the page as a share of the reference's: its contrast, where there is hardly any print beside the device.
    """
    transfer = _transfer(shade.whole, seen, beside, gain)
    device = _mixed(shade.device, transfer)
    fixed, wanted = (_mixed(shade.whole, transfer) - device)[within], seen[within]
    rest = wanted - np.float32(_fitted([fixed, device[within]], wanted, (1.0, 1.0))[0]) * fixed

    def laid(reach: int) -> ShownShade:
        at = moved(device, _best_move(device, rest, within, reach))
        return _share_of(at, fixed, wanted, within)

    near = laid(_NEAR_PX)
    if near.share >= _CLEARLY:
        return near
    far = laid(_FAR_PX)
    return far if far.share >= _CLEARLY else near


def _transfer(scales: Sequence[Map], seen: Map, beside: Mask, gain: float) -> Doubles:
    """Shares of the scales of a reference that make up the print of a page `beside` a device."""
    return _fitted([one[beside] for one in scales], seen[beside], (gain, 0.0, 0.0, 0.0))


def _share_of(device: Map, fixed: Map, wanted: Map, within: Mask) -> ShownShade:
    """The share of a device's shade where it is laid, on fixed print, and what chance gives there."""
    contrast, share = _fitted([fixed, device[within]], wanted, (1.0, 1.0))
    rest = _clipped(wanted - np.float32(contrast) * fixed - np.float32(share) * device[within])
    chance = [_likeness(moved(device, move)[within], rest) for move in ELSEWHERE_PX]
    strength = max(float(np.linalg.norm(device[within])), _NOTHING) * max(float(contrast), _LEAST_CONTRAST)
    return ShownShade(
        share=float(share) / max(float(contrast), _LEAST_CONTRAST),
        noise=float(np.sqrt(np.mean(np.square(chance)))) / strength,
    )


def _best_move(device: Map, rest: Map, within: Mask, reach: int) -> tuple[int, int]:
    """Pixels down and to the right, at most `reach`, by which the page shows most of a device: it is applied apart from the print."""
    steps, rest = range(-reach, reach + 1), _clipped(rest)
    return max(product(steps, steps), key=lambda move: _likeness(moved(device, move)[within], rest))


def _likeness(device: Map, rest: Map) -> float:
    """How much of what is left of a page lies along a device's shade."""
    return float(device @ rest) / max(float(np.linalg.norm(device)), _NOTHING)


def _clipped(rest: Map) -> Map:
    limit = _OUTLIER * 1.4826 * median_of(np.abs(rest))
    return np.clip(rest, -limit, limit)


def _following(terms: Sequence[Map], wanted: Doubles, within: Mask) -> tuple[Doubles, float]:
    """Shares of some terms that make up most of what is wanted, and the mean energy of what they make up."""
    stacked = np.stack([one[within] for one in terms], axis=1).astype(np.float64)
    shares = np.asarray(np.linalg.lstsq(stacked.T @ stacked, stacked.T @ wanted, rcond=None)[0], np.float64)
    return shares, float(np.square(stacked @ shares).mean())


def _fitted(terms: Sequence[Map], wanted: Map, expected: Sequence[float]) -> Doubles:
    """Shares of some terms, each (n,), that make up most pixels of what is wanted, held to those expected where there is little to tell them."""
    stacked, target = np.stack(terms, axis=1).astype(np.float64), wanted.astype(np.float64)
    start = np.array(expected)
    held, weights, shares = len(target) * _HELD**2 * np.eye(len(start)), np.ones(len(target)), start
    if not len(target):
        return start
    for _ in range(_ROUNDS):
        weighted = stacked * weights[:, None]
        shares = start + np.linalg.solve(weighted.T @ stacked + held, weighted.T @ (target - stacked @ start))
        off = np.abs(target - stacked @ shares)
        weights = np.minimum(1.0, _OUTLIER * 1.4826 * median_of(off) / np.maximum(off, _NOTHING))
    return shares


def _softer(level: Map) -> list[Map]:
    return [
        np.asarray(cv2.GaussianBlur(level, (0, 0), reach), np.float32) if reach else level
        for reach in _SOFT_PX
    ]


def _mixed(planes: Sequence[Map], shares: Doubles) -> Map:
    total = np.zeros_like(planes[0])
    for plane, share in zip(planes, shares, strict=True):
        total += np.float32(share) * plane
    return total
