"""The places of text that a learned template proposes, against those of the layout: under text, IoU, names.

    OMP_NUM_THREADS=1 python -m benchmarks.templates.places --rows /tmp/places/rows.jsonl [--part developed reported random]

Utopia's sides and random designs (`designs`), each learned from 1, 3 and 10 flatbed scans (300 ppi; random designs as drawn), one a holder, with
nothing named by hand. A true field is what the values of 100 other holders cover, from cap height with accents to descender, at the place of the layout.
*under text*, *under field*: of the area proposed for text of the holder, the share that the texts of the learned holders cover, and that the true fields do.
*IoU*: each true field with the proposed place of most overlap; a field without one counts 0. *Named*: the fields that an MRZ repeats, right where that
place bears the field's name. The designs of `developed` were seen while the finder was made; those of `reported` and of `random` were not.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from benchmarks.provenance import code_now, codes_of, provenance
from benchmarks.templates.designs import Design, draw, personalise
from docforensics.capture.images import load_images
from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.errors import TemplateError
from docforensics.formats.table import PageSize
from docforensics.page.geometry import BoxMm
from docforensics.shares import share_interval
from docforensics.templates.learning.learn import learn_template
from docforensics.templates.model import Feature, FeatureKind, Template
from sample_docs.generator.designs import designs
from sample_docs.generator.elements import Text
from sample_docs.generator.jobs import Job, Made, make, sheets

HOLDERS = (1, 3, 10)
DEVELOPED, REPORTED = ("td3-2", "td1", "td2"), ("td3-1", "mrv-a", "mrv-b", "permit", "etd")
RANDOM_SEEDS = range(9184, 9196)
_FIRST, _OTHERS = 300, range(600, 700)
_SEED = 2026
_PX_PER_MM = 11.8
_RIM = 80
"""Pixels of ground round pages of random designs, so that their outline shows."""
_SIZES = {
    "TD1": PageSize.ID1,
    "TD2": PageSize.ID2,
    "TD3": PageSize.ID3,
    "MRVA": PageSize.MRV_A,
    "MRVB": PageSize.ID2,
}
NAMES = {
    "surname": "surname", "given_names": "given-names", "number": "document-number", "nationality": "nationality",
    "birth": "date-of-birth", "sex": "sex", "expires": "date-of-expiry",
}  # fmt: skip
"""The fields that an MRZ repeats, as the layout and as templates name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One page to learn, and what is true of it."""

    name: str
    size: PageSize | None
    pages: Sequence[Pixels]
    fields: Mapping[str, BoxMm]
    """By the layout's names; those of random designs have none."""
    texts: Sequence[BoxMm]
    """What the learned holders' texts cover."""


def box_of(text: Text) -> BoxMm:
    """The area that a text covers."""
    box = text.box
    return BoxMm(left=box.x, top=box.y, right=box.x + box.w, bottom=box.y + box.h)


def texts_of(key: str, holder: int, side: int) -> dict[str, BoxMm]:
    """The places of one holder's values on a side, by the layout's names."""
    sheet = sheets(Job(design=key, copy=holder, holder=holder, channel="flatbed", seed=_SEED))[side]
    return {
        one.name.removeprefix("field-"): box_of(one)
        for one in sheet.personal
        if isinstance(one, Text) and one.name.startswith("field-")
    }


def around(boxes: Iterable[BoxMm]) -> BoxMm:
    """One box around several."""
    return BoxMm.around(np.concatenate([box.corners for box in boxes]))


def utopian(key: str, side: int, n_holders: int) -> Asked:
    """Scans of one side, cropped to the page by the place that the generator knows."""
    design = designs()[key][side]
    holders = range(_FIRST, _FIRST + n_holders)
    made = [
        image
        for holder in holders
        for image in make(Job(design=key, copy=holder, holder=holder, channel="flatbed", seed=_SEED, ppi=300))
        if image.row.light == "white" and image.row.side == design.side
    ]
    true: dict[str, list[BoxMm]] = defaultdict(list)
    for holder in _OTHERS:
        for name, box in texts_of(key, holder, side).items():
            true[name].append(box)
    return Asked(
        name=design.key,
        size=_SIZES.get(design.document_type),
        pages=[cropped(one, design.width, design.height) for one in made],
        fields={name: around(boxes) for name, boxes in true.items()},
        texts=[box for holder in holders for box in texts_of(key, holder, side).values()],
    )


def cropped(made: Made, width: float, height: float) -> Pixels:
    """Crop an image to its page."""
    (image,) = load_images(made.image)
    to_px = np.array(json.loads(made.row.homography)).reshape(3, 3)
    size = (round(width * _PX_PER_MM), round(height * _PX_PER_MM))
    to_page = np.diag([_PX_PER_MM, _PX_PER_MM, 1.0]) @ np.linalg.inv(to_px)
    return np.asarray(cv2.warpPerspective(image.pixels, to_page, size, flags=cv2.INTER_CUBIC), dtype=np.uint8)


_SYLLABLES = ("AN", "BER", "DO", "EL", "KA", "LIN", "MO", "RA", "SEN", "TI", "VOR", "ZE")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_NAMED_RANDOM = {
    "SURNAME": "surname", "GIVEN NAMES": "given-names", "NATIONALITY": "nationality",
    "DATE OF BIRTH": "date-of-birth", "SEX": "sex", "DATE OF EXPIRY": "date-of-expiry", "DOCUMENT NO": "document-number",
}  # fmt: skip


def value_of(rng: np.random.Generator, caption: str) -> str:
    """A value that fits a caption of a random design, and no real person."""
    if caption.startswith("DATE"):
        return f"{rng.integers(1, 29):02d} {_MONTHS[rng.integers(12)]} {rng.integers(1950, 2035)}"
    if caption == "SEX":
        return str(rng.choice(["F", "M"]))
    if caption == "HEIGHT":
        return f"1.{rng.integers(50, 99)} M"
    if caption == "NATIONALITY":
        return "NOWHERE"
    if caption.endswith(" NO"):
        return "".join(rng.choice(list("0123456789ABCDEF"), size=9))
    return "".join(rng.choice(_SYLLABLES, size=int(rng.integers(2, 5))))


def random_one(seed: int, n_holders: int) -> Asked:
    """Pages of a random design; a value's place is where holders' pages differ within the design's field."""
    design = Design(seed=seed)
    blank = draw(design)
    pages = [personalise(blank, holder, value_of) for holder in range(n_holders)]
    others = [personalise(blank, holder, value_of) for holder in range(100, 200)]
    cells = [cell(field, blank.fields) for field in blank.fields]
    places = [written(field, blank.pixels, others) for field in cells]
    return Asked(
        name=f"random-{seed}",
        size=design.size,
        pages=[np.pad(page, ((_RIM, _RIM), (_RIM, _RIM), (0, 0)), constant_values=70) for page in pages],
        fields={
            _NAMED_RANDOM.get(caption, f"{caption} {n}"): box
            for n, (caption, box) in enumerate(zip(blank.captions, places, strict=True))
            if box is not None
        },
        texts=[box for field in cells if (box := written(field, blank.pixels, pages))],
    )


def cell(field: BoxMm, fields: Sequence[BoxMm]) -> BoxMm:
    """A field up to the next one on its row."""
    beside = [one.left - 1.0 for one in fields if one.left > field.left and abs(one.top - field.top) < 1.0]
    return replace(field, right=min([field.right, *beside]))


def written(field: BoxMm, blank: Pixels, pages: Sequence[Pixels]) -> BoxMm | None:
    """Where any page has ink that the blank has not, in a field, with the margin of a line of print."""
    scale = 8
    place = BoxMm(left=field.left - 0.5, top=field.top - 0.5, right=field.right, bottom=field.bottom + 0.5)
    rows, columns = place.to_px(scale).slices
    rows, columns = slice(max(rows.start, 0), rows.stop), slice(max(columns.start, 0), columns.stop)
    apart = np.zeros(blank[rows, columns].shape[:2], bool)
    for page in pages:
        apart |= np.abs(page[rows, columns].astype(int) - blank[rows, columns]).max(axis=2) > 60
    ys, xs = np.nonzero(apart)
    if not len(ys):
        return None
    box = BoxMm(
        left=(columns.start + xs.min()) / scale,
        top=(rows.start + ys.min()) / scale,
        right=(columns.start + xs.max() + 1) / scale,
        bottom=(rows.start + ys.max() + 1) / scale,
    )
    return box.grown(0.4)


def text_places(template: Template) -> list[Feature]:
    """The places that are proposed for text of the holder, in white light."""
    return [
        one
        for one in template.of_kind(FeatureKind.PERSONAL_DATA)
        if one.variable and one.light is Light.VISIBLE and not one.name.startswith("barcode")
    ]


def iou(one: BoxMm, other: BoxMm) -> float:
    """Intersection over union."""
    shared = one.overlap(other)
    return shared / (one.area + other.area - shared)


def covered(places: Sequence[BoxMm], by: Sequence[BoxMm], size: tuple[float, float]) -> float:
    """Share of the area of places that others cover."""
    masks = []
    for boxes in (places, by):
        mask = np.zeros((round(size[1] * 10), round(size[0] * 10)), bool)
        for box in boxes:
            rows, columns = box.to_px(10).slices
            mask[max(rows.start, 0) : max(rows.stop, 0), max(columns.start, 0) : max(columns.stop, 0)] = True
        masks.append(mask)
    return float((masks[0] & masks[1]).sum() / max(masks[0].sum(), 1))


def row_of(asked: Asked, part: str) -> dict[str, Any]:
    """Learn, and hold the places against the layout."""
    row: dict[str, Any] = {"part": part, "name": asked.name, "holders": len(asked.pages)}
    try:
        template = learn_template(list(asked.pages), size=asked.size, learned_on=date(2026, 11, 27))
    except TemplateError as failed:
        return {**row, "error": str(failed)}
    places = text_places(template)
    boxes = [one.box for one in places]
    found = {}
    for name, true in asked.fields.items():
        best = max(places, key=lambda one: one.box.overlap(true), default=None)
        hit = best is not None and best.box.overlap(true) > 0
        found[name] = {
            "iou": round(float(iou(best.box, true)), 3) if best is not None and hit else 0.0,
            "covered": round(float(best.box.overlap(true) / true.area), 3) if best is not None else 0.0,
            "name": best.name if best is not None and hit else "",
        }
    return {
        **row,
        "places": len(places),
        "under_text": round(covered(boxes, asked.texts, template.size_mm), 3),
        "under_field": round(covered(boxes, list(asked.fields.values()), template.size_mm), 3),
        "fields": found,
    }


def asked_for(parts: Sequence[str]) -> Iterator[tuple[str, str, Any]]:
    """Yield what is to be learned, by a key, its part and how it is made; few holders first."""
    for count in HOLDERS:
        for part in parts:
            if part == "random":
                yield from (
                    (f"random-{seed}-{count}", part, (random_one, (seed, count))) for seed in RANDOM_SEEDS
                )
                continue
            for key in DEVELOPED if part == "developed" else REPORTED:
                for side in range(len(designs()[key])):
                    yield f"{key}-{side}-{count}", part, (utopian, (key, side, count))


def summary(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Figures by part and number of holders."""
    groups: dict[tuple[str, int], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["part"], row["holders"]].append(row)
    return [_figures(part, count, group) for (part, count), group in sorted(groups.items())]


def _figures(part: str, count: int, group: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    learned = [row for row in group if "fields" in row]
    found = [(name, one) for row in learned for name, one in row["fields"].items()]
    ious = [one["iou"] for _, one in found]
    asked = [(NAMES[name], one["name"]) for name, one in found if name in NAMES]
    asked += [(name, one["name"]) for name, one in found if name in NAMES.values() and name not in NAMES]
    right = sum(wanted == got for wanted, got in asked)
    return {
        "part": part,
        "holders": count,
        "sides": len(group),
        "learned": len(learned),
        "fields": len(found),
        "iou_median": round(float(np.median(ious)), 3) if ious else 0.0,
        "iou_quartile": round(float(np.quantile(ious, 0.25)), 3) if ious else 0.0,
        "not_found": sum(value == 0 for value in ious),
        "under_text": mean_of(learned, "under_text"),
        "under_field": mean_of(learned, "under_field"),
        "named_right": [right, len(asked)],
        "named_interval": share_interval(right, len(asked)) if asked else [],
    }


def mean_of(rows: Sequence[Mapping[str, Any]], name: str) -> float:
    """Mean over templates; 0 without any."""
    return round(float(np.mean([row[name] for row in rows])), 3) if rows else 0.0


def main() -> None:
    """Learn what is not in the rows yet, and write the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--part", nargs="+", default=["developed", "reported", "random"])
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results/templates-places.json"))
    options = parser.parse_args()
    cv2.setNumThreads(1)
    done = {}
    if options.rows.exists():
        kept = map(json.loads, options.rows.read_text(encoding="utf-8").splitlines())
        done = {row["key"]: row for row in kept}
    code = code_now()
    for key, part, (maker, arguments) in asked_for(options.part):
        if key in done:
            continue
        done[key] = {"key": key, **row_of(maker(*arguments), part), "code": code}
        with options.rows.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(done[key]) + "\n")
        print(json.dumps(done[key]), flush=True)
    figures = summary([row for row in done.values() if row["part"] in options.part])
    for one in figures:
        print(json.dumps(one))
    options.out.write_text(
        json.dumps(
            {
                "figures": figures,
                "rows": list(done.values()),
                "codes": codes_of(done.values()),
                "provenance": provenance(),
            },
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
