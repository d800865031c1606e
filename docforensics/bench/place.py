"""Localisation of a system: its maps under the masks of forged pictures, each with the same mask on the genuine twin.

A map that follows content scores as high on the genuine document under the same mask: only what it scores above that
control was learned from the forgery.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.bench.data_set import BoolMap, DataSet, Item, ItemFile, Truth
from docforensics.bench.metrics.localisation import Overlap, overlap
from docforensics.bench.systems.model import ScoreMap
from docforensics.errors import InputError
from docforensics.page.geometry import Matrix

MARKED_SHARE = 5.0
"""Percent of the pixels of genuine documents above which a map without marks of its own counts as marked."""
_SAMPLE = 2000
"""Pixels of one map that its marking threshold is drawn from."""

MapOf = Callable[[Item, int], ScoreMap | None]
"""The map of one picture of a document; None when there is none."""
Sizes = Mapping[str, tuple[tuple[int, int], ...]]
"""Width and height of every published picture, by document id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgedPicture:
    """One forged picture."""

    item: str
    picture: int
    """Index into the document's pictures."""
    group: str
    species: str
    attack: Overlap
    control: Overlap | None
    """The genuine twin's map under the same mask."""
    reason: str = ""
    """Why there is no control, where there is none."""


def places(data: DataSet, sizes: Sizes, map_of: MapOf, *, binary: bool) -> Iterator[ForgedPicture | str]:
    """Compare every forged picture that has a mask; a text names one that cannot be compared."""
    above = 0.0 if binary else _threshold(data.items, map_of)
    look = _Lookup(twins={item.id: item for item in data.items}, sizes=sizes, map_of=map_of, above=above)
    for item in data.items:
        for number, picture in enumerate(item.pictures):
            if picture.truth is not None and sizes.get(item.id):
                yield from look.at(item, number, picture.truth)


def _threshold(items: Sequence[Item], map_of: MapOf) -> float:
    genuine = [item for item in items if not item.is_forged] or list(items)
    samples = [_sampled(map_of(item, k)) for item in genuine for k in range(len(item.pictures))]
    pixels = np.concatenate([np.zeros(0, np.float32), *samples])
    return float(np.percentile(pixels, 100 - MARKED_SHARE)) if pixels.size else 0.0


def _sampled(map_: ScoreMap | None) -> NDArray[np.float32]:
    if map_ is None:
        return np.zeros(0, np.float32)
    return map_.ravel()[:: max(1, map_.size // _SAMPLE)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Lookup:
    """What looking at any picture of one system's has in common."""

    twins: Mapping[str, Item]
    sizes: Sizes
    map_of: MapOf
    above: float
    """Score above which a pixel counts as marked."""

    def at(self, item: Item, number: int, truth: Truth) -> Iterator[ForgedPicture | str]:
        map_ = self.map_of(item, number)
        if map_ is None:
            return
        try:
            mask = truth.read(self.sizes[item.id][number])
        except InputError as error:
            yield f"{item.id}: {error}"
            return
        attack = overlap(map_, _coarse(mask, map_.shape), self.above)
        if attack is not None:
            control, reason = self._control(mask, item, number)
            yield ForgedPicture(
                item=item.id,
                picture=number,
                group=item.group,
                species=item.species,
                attack=attack,
                control=control,
                reason=reason,
            )

    def _control(self, mask: BoolMap, item: Item, number: int) -> tuple[Overlap | None, str]:
        """Lay the mask on the genuine twin; else say why it cannot be."""
        twin, picture = self.twins.get(item.twin), item.pictures[number]
        if twin is None or not self.sizes.get(twin.id):
            return None, "no genuine twin"
        alike = same_view(twin, picture)
        map_ = None if alike is None else self.map_of(twin, alike)
        if alike is None or map_ is None:
            return None, "the twin has no map of this side and light"
        size = self.sizes[twin.id][alike]
        there = to_twin(picture.homography, twin.pictures[alike].homography, mask.shape[::-1], size)
        if there is None:
            return None, "no homography, and the twin's picture has another size"
        moved = moved_mask(mask, there, size)
        return overlap(map_, _coarse(moved, map_.shape), self.above), "the mask misses the twin"


def same_view(twin: Item, picture: ItemFile) -> int | None:
    """Index of the twin's picture of the same side and light; None without one."""
    views = [(one.side, one.light) for one in twin.pictures]
    return views.index((picture.side, picture.light)) if (picture.side, picture.light) in views else None


def moved_mask(mask: BoolMap, there: Matrix, size: tuple[int, int]) -> BoolMap:
    """Lay a mask on a picture of `size` (width, height) through a homography of pixels."""
    return cv2.warpPerspective(mask.astype(np.uint8), there, size, flags=cv2.INTER_NEAREST).astype(bool)


def to_twin(
    here: Matrix | None, there: Matrix | None, size: tuple[int, ...], twin_size: tuple[int, int]
) -> Matrix | None:
    """Homography from the forged picture's pixels to its twin's, through page millimetres where both are known."""
    if here is not None and there is not None:
        return np.asarray(there @ np.linalg.inv(here), np.float64)
    return np.eye(3) if size == twin_size else None


def _coarse(mask: BoolMap, shape: tuple[int, ...]) -> BoolMap:
    """Bring a mask to the grid of a map: a cell is changed when half of it is."""
    share = cv2.resize(mask.astype(np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(share >= 0.5)
