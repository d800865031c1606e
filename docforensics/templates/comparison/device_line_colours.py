"""How clearly colours follow the lines of an optically variable device on a page in white light.

The lines of such a device send back colours that depend on the angle, so that one place of it is red where another is green: no capture shows the colours of another, and the reference, a mean of
captures, hardly any. What captures share is that colours follow the lines at all, each place in its own. Colours that the reference shows there belong to the print or to what the device always shows, and are taken off.
How much follows the lines by chance is measured with the same lines laid 1.25 and 2 mm aside, within the place of the device: noise, compression and soft pictures take from both.
"""

from collections.abc import Sequence
from itertools import product

import cv2
import numpy as np

from docforensics.page.quantiles import median_of
from docforensics.templates.comparison.device_lines import moved
from docforensics.templates.comparison.device_print import ELSEWHERE_PX, as_sharp, fine_print, fine_scales
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, Mask, Planes

_CELL_PX = round(2.0 * REFERENCE_PX_PER_MM)
"""Over which the colour of a device counts as one. Of 1, 2 and 4 mm the one that keeps genuine devices and missing ones farthest apart on 11 random designs (seen)."""
_ASIDE_PX = tuple((down, right) for down, right in product((-1, 0, 1), repeat=2))
"""By which a device lies aside on genuine pages, as `security.device_print` looks for it."""
_OUTLIER = 3.0
"""Robust standard deviations beyond which colours count no more: reflections, dirt. A judgement; not fitted."""
_WEAKEST = 0.05
"""Of the mean strength of the lines of a place that is added to each: a few pixels of a line tell no colour. A judgement; not fitted."""
_WHITE = 255.0
"""Grey level of white, to which the page in the place of a device is brought in each colour."""
_NOTHING = 1e-6
"""What is divided by at least, squared grey levels."""


def line_colours(
    page: Planes,
    scales: Sequence[Sequence[Map]],
    lines: Map,
    *,
    seen: Mask,
    beside: Mask,
    within: Mask,
    gain: float,
) -> float:
    """Measure how clearly colours follow some lines, log10 of their energy as a multiple of that of what follows the same lines laid aside; by chance about .1 on 10 mm and .3 on 6 mm.

    Parameters
    ----------
    page
        In white light, (H, W, 3), on the part of the template's frame that is cut out round a device.
    scales
        Of the reference there, `colour_scales`.
    lines
        Of the device, (H, W), 0 where they are not known.
    seen
        Print that is the same on every document and free of ink; `beside` the device, and `within` it where its lines lie over such print.
    gain
        Brightness of the page as a share of the reference's.
    """
    shown, expected = [], []
    for index, scale in enumerate(scales):
        fine = fine_print(page[..., index], seen)
        known = as_sharp(scale, fine, beside=beside, gain=gain)
        # A grey line takes as large a share of each colour of what lies below it, whatever the lamp is like.
        balance = np.float32(_WHITE / max(median_of(page[..., index][within]), 1.0))
        shown.append(balance * (fine - known))
        expected.append(balance * known)
    window = _around(within)
    inside = within[window]
    seen_chromas = [_limited(one[window], inside) for one in chromas(shown)]
    known_chromas = [one[window] * inside for one in chromas(expected)]

    def energy(move: tuple[int, int]) -> float:
        laid = moved(lines, move)[window] * inside
        return sum(
            _following(laid, chroma, known) for chroma, known in zip(seen_chromas, known_chromas, strict=True)
        )

    chance = median_of([energy(move) for move in ELSEWHERE_PX])
    return float(np.log10(max(*map(energy, _ASIDE_PX), _NOTHING) / max(chance, _NOTHING)))


def colour_scales(reference: Planes, constant: Mask) -> tuple[tuple[Map, ...], ...]:
    """Give the fine structure of each colour of a reference (H, W, 3), of print that is `constant` alone, at the sharpnesses of which a page's is put together."""
    return tuple(fine_scales(reference[..., colour], constant) for colour in range(3))


def extent_mm(within: Mask) -> tuple[float, float]:
    """Height and width of what a mask holds, on the template's frame: on small places chance follows lines as clearly as a device does."""
    rows, columns = _around(within)
    return (rows.stop - rows.start) / REFERENCE_PX_PER_MM, (
        columns.stop - columns.start
    ) / REFERENCE_PX_PER_MM


def chromas(colours: Sequence[Map]) -> tuple[Map, Map]:
    """Two differences of the three colours, neither of which a grey line has."""
    red, green, blue = colours
    return red - green, np.asarray(blue - (red + green) / 2, np.float32)


def _limited(chroma: Map, inside: Mask) -> Map:
    limit = _OUTLIER * 1.4826 * median_of(np.abs(chroma[inside]))
    return np.asarray(np.clip(chroma, -limit, limit) * inside, np.float32)


def _following(lines: Map, chroma: Map, known: Map) -> float:
    """Energy of a chroma that follows lines, each place in its own colour and without that of the reference there."""
    strength = _by_cell(lines * lines)
    strength += _WEAKEST * strength.mean() + _NOTHING
    seen, expected = _by_cell(chroma * lines), _by_cell(known * lines)
    share = (seen * expected / strength).sum() / max((expected * expected / strength).sum(), _NOTHING)
    return float((np.square(seen - share * expected) / strength).sum())


def _by_cell(values: Map) -> Map:
    """Means of values (H, W) over cells of some `_CELL_PX`."""
    height, width = (max(length // _CELL_PX, 1) for length in values.shape)
    return np.asarray(cv2.resize(values, (width, height), interpolation=cv2.INTER_AREA), np.float32)


def _around(within: Mask) -> tuple[slice, slice]:
    """Rows and columns that hold all of a mask."""
    left, top, width, height = cv2.boundingRect(within.view(np.uint8))
    return slice(top, top + height), slice(left, left + width)
