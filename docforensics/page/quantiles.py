"""Medians and quantiles as `np.median` and `np.quantile` give them, in a tenth of the time, of few values and of whole pictures.

NumPy puts values in order about one place at once many times as quickly as about several places, and both of its functions ask for the last value as well (.03 and .48 ms
for the middle of 54,000). Values that are no numbers (NaN) must have been left out.
"""

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

_SORTED_BELOW = 1500
"""Grey levels from which counting them is as quick as sorting: of 1,000 sorting takes half of the time."""


def quantiles(values: NDArray[np.number], shares: tuple[float, ...]) -> tuple[float, ...]:
    """Give quantiles of the values, at least one, interpolated between neighbours."""
    last = values.size - 1
    below = [int(share * last) for share in shares]
    places = sorted({*below, *(min(place + 1, last) for place in below)})
    at = dict(zip(places, _ordered(values, places), strict=True))
    return tuple(
        at[place] + (share * last - place) * (at[min(place + 1, last)] - at[place])
        for share, place in zip(shares, below, strict=True)
    )


def median_of(values: ArrayLike) -> float:
    """Give the median of all values: of fractions of four bytes to four bytes, as `np.median` does; NaN where there are none."""
    flat = np.asarray(values).reshape(-1)
    if not flat.size:
        return float("nan")
    half = flat.size // 2
    parted = np.partition(flat, half)
    if flat.size % 2:
        return float(parted[half])
    low, high = parted[:half].max(), parted[half]
    # Whole numbers of few bytes have no room for their sum.
    return float((low + high) / 2 if flat.dtype.kind == "f" else (float(low) + float(high)) / 2)


def medians_of(rows: NDArray[np.floating]) -> NDArray[np.floating]:
    """Give the median of each row (n, m), (n,): in a quarter of the time of `np.median` where rows are short."""
    ordered, half = np.sort(rows, axis=1), rows.shape[1] // 2
    high = ordered[:, half]
    return high if rows.shape[1] % 2 else (ordered[:, half - 1] + high) / 2


def _ordered(values: NDArray[np.number], places: list[int]) -> list[float]:
    """What stands at some places when the values are put in order; grey levels are counted instead."""
    if values.dtype != np.uint8:
        found, rest, start = [], np.array(values).reshape(-1), 0
        for place in places:
            rest.partition(place - start)
            rest, start = rest[place - start :], place
            found.append(float(rest[0]))
        return found
    if values.size < _SORTED_BELOW:
        ordered = np.sort(values, axis=None, kind="stable")
        return [float(ordered[place]) for place in places]
    # A part of a picture is counted row by row, a third of the time of one long column.
    picture = np.asarray(values, np.uint8)
    picture = picture if picture.ndim == 2 else np.ascontiguousarray(picture).reshape(-1, 1)
    counted = cv2.calcHist([picture], [0], None, [256], [0, 256]).ravel().cumsum(dtype=np.float64)
    return [float(level) for level in counted.searchsorted(places, side="right")]
