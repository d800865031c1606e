"""Pictures of a run: the worst cases, and maps with their same-mask control."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from docforensics.bench.data_set import BoolMap, Item
from docforensics.bench.normalise import encode
from docforensics.bench.place import ForgedPicture, moved_mask, same_view, to_twin
from docforensics.bench.run import Benchmark
from docforensics.bench.summary import BenchRow
from docforensics.bench.systems.model import ScoreMap
from docforensics.capture.images import load_images
from docforensics.capture.model import Pixels
from docforensics.errors import InputError

SIDE = 640
"""Pixels of the longer side."""
EACH = 3
"""Cases of each kind."""
MARK, TRUTH = (213, 94, 0), (0, 114, 178)
"""RGB: vermilion for what the system marks, blue for what was changed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MisjudgedCase:
    """One document that a system judged badly."""

    system: str
    kind: str
    """`genuine, scored high` or `forged, scored low`."""
    item: str
    caption: str
    jpeg: bytes


def worst_cases(found: Benchmark) -> Iterator[MisjudgedCase]:
    """Give the worst cases of every system; documents that cannot be read are passed over."""
    for system, rows in found.rows.items():
        known = [row for row in rows if row.answer.score is not None]
        ranked = sorted(known, key=lambda row: (-(row.answer.score or 0.0), row.item.id))
        genuine = [row for row in ranked if not row.item.is_forged][:EACH]
        forged = [row for row in reversed(ranked) if row.item.is_forged][:EACH]
        for kind, chosen in (("genuine, scored high", genuine), ("forged, scored low", forged)):
            for row in chosen:
                case = _case(found, system, kind, row)
                if case is not None:
                    yield case


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MapPair:
    """A map on a forged picture, and on its genuine twin under the same mask."""

    system: str
    item: str
    attack: bytes
    attack_auc: float
    control: bytes
    control_auc: float


def control_pairs(found: Benchmark) -> Iterator[MapPair]:
    """Give, of every system that draws score maps, the pictures that it localises best, with their control."""
    for system, where in found.places.items():
        if any(row.answer.binary for row in found.rows[system]):
            continue
        known = [place for place in where if place.control is not None]
        for place in sorted(known, key=lambda one: -one.attack.pixel_auc)[:EACH]:
            pair = _pair(found, system, place)
            if pair is not None:
                yield pair


def _pair(found: Benchmark, system: str, place: ForgedPicture) -> MapPair | None:
    item = found.data[place.item]
    twin, picture = found.data[item.twin], item.pictures[place.picture]
    number = same_view(twin, picture)
    if number is None or picture.truth is None or place.control is None:
        return None
    here = load_images(picture.file)[0].pixels
    there = load_images(twin.pictures[number].file)[0].pixels
    sizes = [(pixels.shape[1], pixels.shape[0]) for pixels in (here, there)]
    way = to_twin(picture.homography, twin.pictures[number].homography, *sizes)
    if way is None:
        return None
    mask = picture.truth.read(sizes[0])
    return MapPair(
        system=system,
        item=place.item,
        attack=_seen(here, found.map(system, item, place.picture), mask),
        attack_auc=place.attack.pixel_auc,
        control=_seen(there, found.map(system, twin, number), moved_mask(mask, way, sizes[1])),
        control_auc=place.control.pixel_auc,
    )


def _seen(pixels: Pixels, map_: ScoreMap | None, mask: BoolMap) -> bytes:
    image = _small(pixels)
    image = image if map_ is None else _heated(image, map_)
    return encode(_outlined(image, _fitted(mask, image), TRUTH), 85)


def _case(found: Benchmark, system: str, kind: str, row: BenchRow) -> MisjudgedCase | None:
    number = _shown(row.item)
    try:
        picture = _picture(row.item, number, found.map(system, row.item, number), marked=row.answer.binary)
    except (InputError, OSError):
        return None
    return MisjudgedCase(
        system=system, kind=kind, item=row.item.id, caption=_caption(row), jpeg=encode(picture, 85)
    )


def _shown(item: Item) -> int:
    """Index of the first picture that was changed; else the primary one."""
    return next((k for k, picture in enumerate(item.pictures) if picture.truth), item.primary)


def _caption(row: BenchRow) -> str:
    answer, item = row.answer, row.item
    told = [f"score {answer.score:.3g}", item.species, item.capture, ", ".join(answer.findings)]
    said = {True: "flagged", False: "inconclusive" if answer.inconclusive else "not flagged", None: ""}
    return "; ".join(text for text in (*told[:3], said[answer.flagged], told[3]) if text)


def _picture(item: Item, number: int, map_: ScoreMap | None, *, marked: bool) -> Pixels:
    """Draw the map and the truth on the picture as published."""
    picture = item.pictures[number]
    pixels = load_images(picture.file)[0].pixels
    truth = picture.truth.read((pixels.shape[1], pixels.shape[0])) if picture.truth else None
    image = _small(pixels)
    if map_ is not None:
        image = _outlined(image, _fitted(map_ > 0, image), MARK) if marked else _heated(image, map_)
    return image if truth is None else _outlined(image, _fitted(truth, image), TRUTH)


def _small(pixels: Pixels) -> Pixels:
    colour = pixels if pixels.ndim == 3 else cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB)
    scale = min(1.0, SIDE / max(colour.shape[:2]))
    size = (max(1, round(colour.shape[1] * scale)), max(1, round(colour.shape[0] * scale)))
    return np.ascontiguousarray(cv2.resize(colour, size, interpolation=cv2.INTER_AREA))


def _fitted(mask: BoolMap, image: Pixels) -> BoolMap:
    size = (image.shape[1], image.shape[0])
    return np.asarray(cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0)


def _outlined(image: Pixels, mask: BoolMap, colour: tuple[int, int, int]) -> Pixels:
    outlines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    drawn = image.copy()
    cv2.drawContours(drawn, outlines, -1, (255, 255, 255), 4)
    cv2.drawContours(drawn, outlines, -1, colour, 2)
    return drawn


def _heated(image: Pixels, map_: ScoreMap) -> Pixels:
    """Tint by the map, from its median to its 99.5th percentile."""
    low, high = np.percentile(map_, [50, 99.5])
    share = np.clip((map_ - low) / max(float(high - low), 1e-9), 0, 1)
    heat = cv2.resize(share.astype(np.float32), (image.shape[1], image.shape[0]))[..., None] * 0.75
    return np.asarray(image * (1 - heat) + np.array(MARK) * heat, np.uint8)
