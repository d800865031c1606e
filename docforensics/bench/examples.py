"""Cuts features out of a data set's documents: genuine and forged side by side, for a practitioner's guide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.bench.data_set import DataSet, Item, ItemFile
from docforensics.capture.images import load_images
from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.report.guide import Example
from docforensics.templates.model import Feature, FeatureKind, Template

Kind = TypeVar("Kind", bound=np.generic)
PX_PER_MM = 10.0
"""254 dpi: fine print shows, and three examples a feature stay small. A judgement."""
MOST = 3
"""Examples of one kind of feature."""
_ALIKE = 0.2
"""Correlation of the fine print with the template's reference from which a genuine document is of its model: on the
sample documents those of the model reach 0.41 to 0.58, all others at most 0.07."""
_FINE_MM = 2.5
"""What is coarser is left out of the correlation: a shadow is no print."""
_COARSE = 2.0
"""Pixels a millimetre at which documents are held against the reference, to tell their model."""
_TOUCHED = 0.04
"""Share of a feature that was changed, from which the forgery is an example for it."""
_MOSTLY = 0.5
"""Share of a feature from which a forgery is an example for it though another feature was changed more."""
_WHOLE = 0.5
"""Share of the page from which a forgery is of the page as a whole."""
_ROUND_MM = 2.0
"""Shown round what was changed: a judgement."""
_PATCH_MM = (34.0, 24.0)
"""Shown of a feature that is larger."""
_WHOLE_PAGE = (
    FeatureKind.BACKGROUND_PRINTING,
    FeatureKind.OPTICALLY_VARIABLE_DEVICE,
    FeatureKind.UV_DULL_SUBSTRATE,
)
"""Features that show a page which is a reproduction as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _TwinPair:
    """A forged picture and its genuine twin on the page's millimetres, and what was changed."""

    item: Item
    light: Light
    forged: Pixels
    genuine: Pixels
    changed: NDArray[np.bool_]

    @property
    def whole(self) -> bool:
        return float(self.changed.mean()) >= _WHOLE


def feature_examples(data_set: DataSet, template: Template) -> tuple[Example, ...]:
    """Collect at most `MOST` examples for every kind of feature, of different species, from documents of its model."""
    twins = {item.id: item for item in data_set.items if not item.is_forged}
    pairs = [
        pair
        for item in data_set.items
        if item.is_forged and item.twin in twins and _is_of(twins[item.twin], template)
        for pair in _pairs(item, twins[item.twin], template)
    ]
    kinds = dict.fromkeys(feature.kind for feature in template.features)
    return tuple(example for kind in kinds for example in _of_kind(kind, pairs, template))


def _is_of(item: Item, template: Template) -> bool:
    """Whether a genuine document is of the template's model: of its issuer, and like its reference."""
    picture = item.pictures[item.primary]
    reference = template.references.get(Light.VISIBLE)
    if reference is None or picture.light is not Light.VISIBLE or picture.homography is None:
        return False
    if template.model and item.issuer and item.issuer != template.model.country:
        return False
    page = _grey(_laid(picture, template, _COARSE))
    known = cv2.resize(_grey(reference.mean), page.shape[::-1], interpolation=cv2.INTER_AREA)
    fixed = cv2.resize(reference.constant.astype(np.uint8), page.shape[::-1])
    inside = (cv2.erode(fixed, np.ones((5, 5))) > 0) & (page > 0)
    if inside.sum() < 100:
        return False
    return _correlation(_fine(page)[inside], _fine(np.asarray(known, np.float32))[inside]) >= _ALIKE


def _fine(grey: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(grey - cv2.GaussianBlur(grey, (0, 0), _FINE_MM * _COARSE), np.float64)


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    a, b = one - one.mean(), other - other.mean()
    norm = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / norm if norm > 0 else 0.0


def _grey(pixels: Pixels) -> NDArray[np.float32]:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    return np.asarray(grey, dtype=np.float32)


def _pairs(item: Item, twin: Item, template: Template) -> Iterator[_TwinPair]:
    for picture in item.pictures:
        other = next(
            (one for one in twin.pictures if (one.light, one.side) == (picture.light, picture.side)), None
        )
        if other is None or picture.truth is None or picture.homography is None or other.homography is None:
            continue
        pixels = load_images(picture.file)[0].pixels
        changed = picture.truth.read((pixels.shape[1], pixels.shape[0])).astype(np.uint8)
        yield _TwinPair(
            item=item,
            light=picture.light,
            forged=_laid(picture, template, PX_PER_MM),
            genuine=_laid(other, template, PX_PER_MM),
            changed=_warped(changed, picture, template, PX_PER_MM) > 0,
        )


def _laid(picture: ItemFile, template: Template, px_per_mm: float) -> Pixels:
    return _warped(load_images(picture.file)[0].pixels, picture, template, px_per_mm)


def _warped(pixels: Pixels, picture: ItemFile, template: Template, px_per_mm: float) -> Pixels:
    """Resample a picture onto the page's millimetres."""
    homography = picture.homography
    if homography is None:
        raise ValueError(f"{picture.file.name}: no homography")
    to_page = np.diag([px_per_mm, px_per_mm, 1.0]) @ np.linalg.inv(homography)
    width, height = (round(length * px_per_mm) for length in template.size_mm)
    return np.asarray(cv2.warpPerspective(pixels, to_page, (width, height), flags=cv2.INTER_AREA), np.uint8)


def _of_kind(kind: FeatureKind, pairs: Sequence[_TwinPair], template: Template) -> Iterator[Example]:
    """Examples of one kind; the background shows reproductions of the whole page first, all others what is local."""
    ranked = []
    for pair in pairs:
        touched = _touched(pair, template)
        if kind not in touched or (pair.whole and kind not in _WHOLE_PAGE):
            continue
        share, feature = touched[kind]
        if share >= _MOSTLY or share == max(other for other, _ in touched.values()):
            far = pair.whole is not (kind is FeatureKind.BACKGROUND_PRINTING)
            ranked.append((far, -share, pair, _frame(feature.box, pair.changed, template.size_mm)))
    ranked.sort(key=lambda entry: (entry[0], entry[1], entry[2].item.id))
    seen: set[str] = set()
    for _, _, pair, box in ranked:
        if pair.item.species not in seen and len(seen) < MOST:
            seen.add(pair.item.species)
            yield Example(
                kind=kind.value,
                species=pair.item.species.replace("-", " "),
                remark=pair.item.remark,
                light=pair.light,
                genuine=_cut(pair.genuine, box),
                forged=_cut(pair.forged, box),
            )


def _touched(pair: _TwinPair, template: Template) -> dict[FeatureKind, tuple[float, Feature]]:
    """For each kind of feature in the pair's light the one that was changed most, and its share."""
    found: dict[FeatureKind, tuple[float, Feature]] = {}
    for feature in template.features:
        inside = _cut(pair.changed, feature.box)
        share = float(inside.mean()) if inside.size else 0.0
        if feature.light is pair.light and share >= _TOUCHED and share > found.get(feature.kind, (0.0,))[0]:
            found[feature.kind] = share, feature
    return found


def _frame(box: BoxMm, changed: NDArray[np.bool_], size_mm: tuple[float, float]) -> BoxMm:
    """The feature with a margin; of a large one a patch about the middle of what was changed in it."""
    wide, high, (centre_x, centre_y) = box.width, box.height, box.centre
    if wide > 2 * _PATCH_MM[0] or high > 2 * _PATCH_MM[1]:
        rows, columns = np.nonzero(changed)
        centre_x, centre_y = float(np.median(columns)) / PX_PER_MM, float(np.median(rows)) / PX_PER_MM
        wide, high = _PATCH_MM
    half_x, half_y = wide / 2 + _ROUND_MM, high / 2 + _ROUND_MM
    return BoxMm(
        left=max(0.0, centre_x - half_x),
        top=max(0.0, centre_y - half_y),
        right=min(size_mm[0], centre_x + half_x),
        bottom=min(size_mm[1], centre_y + half_y),
    )


def _cut(pixels: NDArray[Kind], box: BoxMm) -> NDArray[Kind]:
    left, top, right, bottom = (round(at * PX_PER_MM) for at in (box.left, box.top, box.right, box.bottom))
    return pixels[max(top, 0) : bottom, max(left, 0) : right]
