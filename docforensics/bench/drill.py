"""Chooses documents of a data set for a drill: half of them forged, no holder twice as long as there are others."""

from collections.abc import Iterable, Sequence
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.bench.data_set import DataSet, Item, ItemFile
from docforensics.capture.images import load_images
from docforensics.errors import UsageError
from docforensics.report.drill import CaseView, DrillCase

_WHOLE = 0.5
"""Share of a picture from which a change is of the whole page, and is not outlined."""
_LEAST_PX = 40
"""Changed pixels that make a place worth an outline."""


def drill_cases(data_set: DataSet, n: int, seed: int) -> tuple[DrillCase, ...]:
    """Choose and load `n` documents.

    Raises
    ------
    UsageError
        The set has fewer genuine or forged documents than half of `n`.
    """
    random = Random(seed)  # noqa: S311 (a choice of samples, no secret)
    forged = _chosen([item for item in data_set.items if item.is_forged], n // 2, random, "forged")
    others = [item for item in data_set.items if not item.is_forged]
    genuine = _chosen(others, n - n // 2, random, "genuine", {item.group for item in forged})
    chosen = [*forged, *genuine]
    random.shuffle(chosen)
    return tuple(map(_case, chosen))


def _chosen(
    items: Sequence[Item], n: int, random: Random, label: str, taken: Iterable[str] = ()
) -> list[Item]:
    """Draw `n` items: other holders and other species before those that are there already."""
    if len(items) < n:
        raise UsageError(
            f"drill: expected at least {n} {label} documents, got {len(items)}; ask for fewer with -n"
        )
    left = random.sample(list(items), len(items))
    chosen: list[Item] = []
    groups, species = set(taken), set[str]()
    while len(chosen) < n:
        best = min(
            left, key=lambda item: (item.species in species and bool(item.species), item.group in groups)
        )
        left.remove(best)
        chosen.append(best)
        groups.add(best.group)
        species.add(best.species)
    return chosen


def _case(item: Item) -> DrillCase:
    return DrillCase(
        id=item.id,
        views=tuple(map(_view, item.pictures)),
        forged=item.is_forged,
        species=item.species.replace("-", " "),
        remark=item.remark,
    )


def _view(picture: ItemFile) -> CaseView:
    pixels = load_images(picture.file)[0].pixels
    size = (pixels.shape[1], pixels.shape[0])
    changed = _places(picture.truth.read(size)) if picture.truth else ()
    return CaseView(side=picture.side.value, light=picture.light, pixels=pixels, changed=changed)


def _places(changed: NDArray[np.bool_]) -> tuple[tuple[float, float, float, float], ...]:
    """Boxes round what was changed, in per cent; what lies close together is one place."""
    if changed.mean() >= _WHOLE:
        return ()
    height, width = changed.shape
    reach = max(3, round(width / 80))
    grown = cv2.dilate(changed.astype(np.uint8), np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(grown)
    boxes = [
        (100 * x / width, 100 * y / height, 100 * w / width, 100 * h / height)
        for x, y, w, h, area in stats[1:].tolist()
        if area >= _LEAST_PX
    ]
    return tuple(sorted(boxes, key=lambda box: -box[2] * box[3])[:6])
