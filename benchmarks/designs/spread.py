"""How far the genuine documents of designs lie apart, check by check, and how far other documents lie from them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from docforensics.scoring.outcomes import Examined

FEWEST = 5
"""Groups, and documents in all, from which a share of a variance is stated."""
FAR = 2.0
"""Standard deviations of the designs beyond which a median is far from them: customary."""
_WIDTH = 1.349
"""Standard deviations between the quartiles of a normal distribution."""


def shares_of_variance(documents: Sequence[Examined], kind: str) -> dict[str, float]:
    """Give, by check, the share of the variance of genuine values that lies between designs, presses or devices.

    By analysis of variance, 0..1; from a half on documents of one design tell more of one another than of other designs.
    """
    found = {}
    for check, groups in _values(documents, lambda one: getattr(one, kind)).items():
        share = _between([np.array(values) for values in groups.values()])
        if share is not None:
            found[check] = round(share, 3)
    return found


def _between(groups: Sequence[NDArray[np.float64]]) -> float | None:
    n, k = sum(map(len, groups)), len(groups)
    if k < FEWEST or n - k < FEWEST:
        return None
    within = sum(float(((group - group.mean()) ** 2).sum()) for group in groups) / (n - k)
    mean = np.concatenate(groups).mean()
    between = sum(len(group) * float((group.mean() - mean) ** 2) for group in groups) / (k - 1)
    size = (n - sum(len(group) ** 2 for group in groups) / n) / (k - 1)
    extra = max(0.0, (between - within) / size)
    return extra / (extra + within) if extra + within > 0 else 0.0


def distances(designs: Sequence[Examined], others: Sequence[Examined]) -> dict[str, float]:
    """Give, by check, how far the median of other genuine documents lies from that of the designs, in standard deviations of their medians."""
    known = _values(designs, lambda one: one.design)
    found = {}
    for check, groups in _values(others, lambda _: "").items():
        medians = np.array([np.median(values) for values in known.get(check, {}).values()])
        if len(medians) < FEWEST:
            continue
        low, middle, high = np.quantile(medians, (0.25, 0.5, 0.75))
        width = (high - low) / _WIDTH or float(medians.std())
        if width > 0:
            found[check] = round(float(np.median(groups[""]) - middle) / width, 1)
    return found


def far_words(found: Mapping[str, float], most: int = 6) -> str:
    """Say of how many checks the median is far, and name those that are farthest on the side of forgeries."""
    far = sorted((z for z in found.items() if abs(z[1]) > FAR), key=lambda entry: -entry[1])
    named = ", ".join(f"`{check}` {z:+.1f}" for check, z in far[:most] if z > 0)
    return f"{len(far)} of {len(found)} checks beyond {FAR:g} standard deviations" + (
        f": {named}" if named else ""
    )


def _values(
    documents: Iterable[Examined], name: Callable[[Examined], str]
) -> dict[str, dict[str, list[float]]]:
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for one in documents:
        for check in one.outcomes if not one.is_forged else ():
            value = one.value(check)
            if value is not None and np.isfinite(value):
                found[check][name(one)].append(value)
    return found
