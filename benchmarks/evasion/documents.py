"""The documents of the sets: their facts, which cost no picture, and their pictures."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from benchmarks.evasion.pictures import (
    EDITED_QUALITY,
    Aspect,
    BoolMap,
    Plate,
    Submission,
    dots_per_inch,
    mask_of,
)
from docforensics.bench.loaders.manifest import CHANNELS, LIGHTS
from docforensics.capture.images import load_images
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, SideKind
from docforensics.formats.table import FORMATS, PITCH_MM, MrzFormat
from docforensics.page.geometry import MM_PER_INCH, BoxMm, Matrix, project
from sample_docs.generator.designs import designs
from sample_docs.generator.elements import Text
from sample_docs.generator.geometry import Box
from sample_docs.generator.jobs import Job, sheets
from sample_docs.generator.manifest import Row, read
from sample_docs.generator.sheet import Sheet

_NAME = re.compile(r"^(?P<design>.+?)-(?P<copy>\d{4})-(?P<channel>border-reader|flatbed|photo|messenger)")
_LINE_MM = 4.0
"""Height of a line of the MRZ with its margins, mm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a document before a picture is opened for work."""

    id: str
    design: str
    capture: str
    """How it was captured, in the set's words."""
    holder: str
    split: str
    seed: int
    species: str
    """Empty for a genuine document."""
    severity: str
    lights: frozenset[Light]
    dpi: float
    """Of the page, by its place on the picture."""
    places: tuple[str, ...]
    """Names of the places on any side."""
    altered: float = 0.0
    """Share of the side that the forger changed, 0..1."""
    altered_in_mrz: float = 0.0
    """Share of what he changed that lies in the MRZ, 0..1."""
    margin_mm: float = 0.0
    """The widest margin beside the page on the picture, mm."""

    @property
    def is_forged(self) -> bool:
        """Whether it is forged before any manipulation."""
        return bool(self.species)


class Documents:
    """Documents of several folders with a `manifest.csv` of the generator."""

    def __init__(self, roots: Iterable[Path]) -> None:
        self._rows: dict[str, list[Row]] = {}
        self._root: dict[str, Path] = {}
        for root in roots:
            for row in read((root / "manifest.csv").read_text(encoding="utf-8")):
                self._rows.setdefault(row.document_id, []).append(row)
                self._root[row.document_id] = root

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __contains__(self, document: str) -> bool:
        return document in self._rows

    @cached_property
    def facts(self) -> Mapping[str, Facts]:
        """Of every document, by its id."""
        return {name: self._facts(name) for name in self._rows}

    def twin(self, document: str) -> str:
        """Name the genuine document of the same holder; the document itself where it is genuine."""
        return self._rows[document][0].twin or document

    def other(self, document: str) -> str:
        """Name the genuine document of another holder, of the same design and channel: the next one by name."""
        mine = self.facts[document]
        alike = sorted(
            name
            for name, facts in self.facts.items()
            if not facts.is_forged
            and (facts.design, facts.capture) == (mine.design, mine.capture)
            and facts.holder != mine.holder
        )
        if not alike:
            raise LookupError(f"{document}: no genuine document of another holder in the sets given")
        return next((name for name in alike if name > document), alike[0])

    def submission(self, document: str) -> Submission:
        """Load a document's pictures."""
        rows = self._rows[document]
        sides: dict[str, list[Row]] = {}
        for row in rows:
            sides.setdefault(row.side, []).append(row)
        known = {sheet.design.side: sheet for sheet in sheets(_job(rows[0]))}
        aspects = tuple(
            Aspect(
                side=SideKind(side.replace("-", "_")),
                plates=tuple(self._plate(row) for row in here),
                places=places_of(known[side]),
                size_mm=(known[side].design.width, known[side].design.height),
            )
            for side, here in sides.items()
        )
        return Submission(aspects=aspects, channel=CHANNELS.get(rows[0].channel, Channel.UPLOAD))

    def _plate(self, row: Row) -> Plate:
        root = self._root[row.document_id]
        image = load_images(root / row.file)[0]
        quality = image.jpeg.estimated_quality if image.jpeg else None
        altered = _mask(root / row.mask) if row.mask else None
        return Plate(
            light=LIGHTS[row.light],
            pixels=image.pixels,
            to_pixels=_matrix(row),
            dpi=float(row.dpi) if row.dpi else None,
            quality=max(quality or EDITED_QUALITY, EDITED_QUALITY) if image.jpeg else None,
            altered=altered,
            data=image.raw,
        )

    def _facts(self, document: str) -> Facts:
        rows = self._rows[document]
        first, root = rows[0], self._root[document]
        white = [row for row in rows if LIGHTS[row.light] is Light.VISIBLE]
        design = _job(first).design
        sizes = {side.side: (side.width, side.height) for side in designs()[design]}
        zones = {
            side.side: zone_of(side.document_type, side.height) for side in designs()[design] if side.compose
        }
        masked = [_altered(row, root, sizes[row.side], zones.get(row.side)) for row in white if row.mask]
        resolution = min(dots_per_inch(_matrix(row), sizes[row.side]) for row in white)
        margins = [_margin(row, root, sizes[row.side]) for row in white]
        share, in_mrz = max(masked, default=(0.0, 0.0))
        return Facts(
            id=document,
            design=design,
            capture=first.channel,
            holder=first.holder,
            split=first.split,
            seed=first.seed,
            species=first.species,
            severity=first.severity,
            lights=frozenset(LIGHTS[row.light] for row in rows),
            dpi=resolution,
            places=_place_names(design),
            altered=share,
            altered_in_mrz=in_mrz,
            margin_mm=max(margins),
        )


def _job(row: Row) -> Job:
    found = _NAME.match(row.document_id)
    if found is None:
        raise LookupError(f"{row.document_id}: not named as benchmarks.score.draw names documents")
    copy, who = int(found["copy"]), int(row.holder.removeprefix("h"))
    return Job(design=found["design"], copy=copy, holder=who, channel=row.channel, seed=row.seed)


def _matrix(row: Row) -> Matrix:
    return np.array(json.loads(row.homography), np.float64).reshape(3, 3)


@cache
def _place_names(design: str) -> tuple[str, ...]:
    job = Job(design=design, copy=0, holder=0, channel="flatbed")
    return tuple(sorted({name for sheet in sheets(job) for name in places_of(sheet)}))


def places_of(sheet: Sheet) -> dict[str, BoxMm]:
    """Where data stand on one side: fields, portraits, the MRZ with its lines and fields, page mm."""
    design = sheet.design
    places = {
        f"field:{item.name.removeprefix('field-')}": _box(item.box)
        for item in sheet.personal
        if isinstance(item, Text) and item.name.startswith("field-") and item.text
    }
    for name, box in (("portrait", design.portrait), ("second-portrait", design.second_portrait)):
        if box is not None:
            places[name] = _box(box)
    if design.compose is not None:
        places |= mrz_places(design.document_type, design.height)
    return places


def mrz_places(document_type: str, height: float) -> dict[str, BoxMm]:
    """Where the MRZ, its lines and its fields stand on a page of this height, mm."""
    row = FORMATS[MrzFormat(document_type)]
    lines = [(height - centre - _LINE_MM / 2, height - centre + _LINE_MM / 2) for centre in row.place.centres]
    places = {"mrz": zone_of(document_type, height)}
    for number, (top, bottom) in enumerate(lines, start=1):
        right = row.place.left + row.place.columns * PITCH_MM
        places[f"mrz-line:{number}"] = BoxMm(left=row.place.left, top=top, right=right, bottom=bottom)
    for spec in row.layout.fields:
        top, bottom = lines[spec.span.line]
        left, right = (row.place.left + at * PITCH_MM for at in (spec.span.start, spec.span.stop))
        places[f"mrz-field:{spec.name}"] = BoxMm(left=left, top=top, right=right, bottom=bottom)
    return places


def zone_of(document_type: str, height: float) -> BoxMm:
    """Where all lines of the MRZ stand, page mm."""
    place = FORMATS[MrzFormat(document_type)].place
    return BoxMm(
        left=place.left,
        top=height - max(place.centres) - _LINE_MM / 2,
        right=place.left + place.columns * PITCH_MM,
        bottom=height - min(place.centres) + _LINE_MM / 2,
    )


def _box(box: Box) -> BoxMm:
    return BoxMm(left=box.x, top=box.y, right=box.x + box.w, bottom=box.y + box.h)


def _mask(file: Path, reading: int = cv2.IMREAD_GRAYSCALE) -> BoolMap:
    return np.asarray(cv2.imread(str(file), reading)) > 127


def _altered(row: Row, root: Path, size: tuple[float, float], zone: BoxMm | None) -> tuple[float, float]:
    """Give the share of the page under the mask, and the share of the mask that lies in the MRZ."""
    mask = _mask(root / row.mask, cv2.IMREAD_REDUCED_GRAYSCALE_4)
    to_pixels = np.diag([0.25, 0.25, 1.0]) @ _matrix(row)
    page = mask_of(mask.shape, project(to_pixels, BoxMm.of_size(size).corners))
    count = max(int(mask.sum()), 1)
    if zone is None:
        return count / float(page.sum()), 0.0
    inside = mask_of(mask.shape, project(to_pixels, zone.grown(1.0).corners)) > 0
    return count / float(page.sum()), float((mask & inside).sum()) / count


def _margin(row: Row, root: Path, size: tuple[float, float]) -> float:
    with Image.open(root / row.file) as image:
        width, height = image.size
    corners = project(_matrix(row), BoxMm.of_size(size).corners)
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    widest = max(left, top, width - right, height - bottom)
    return float(widest) / dots_per_inch(_matrix(row), size) * MM_PER_INCH
