"""What of the holder a learned template keeps, judged by a face detector and a reader that masking did not use.

    python -m benchmarks.templates.holders_data --rows /tmp/rows.jsonl --shared ../shared/data

Templates of Utopia's documents, scans of the test half by a flatbed (white light) and a border reader (UV and IR too), learned from 1, 2, 3 and 10 holders with nothing named by hand, and of designs at random from six. Every plane
that a template keeps (the reference, its constant places, its tolerance, in each of its lights) is looked at and named in its row: a face, by the
cascade of scikit-image; words of the holders' fields and MRZ, by Tesseract. The same on the captures says what the two find where nothing is
hidden. Masked: area that is not constant, over the personal area of the layout (boxes of all that is printed for a holder);
constant print kept: pixels of the layout's fixed print outside those boxes that the template holds to be constant. Print is what is darker
than the ground beside it, lines and letters: a wash covers the whole page. Both are laid where the page of the first capture
lies in the template's frame, by the place that the generator knows. The page's rim, where cut and shadow differ, is in neither. With `--shared` the same of templates from one picture each of the shared folders, whose
words are those of the MRZ that the manifest states; a face counts where the cascade sees one on the page as well. Needs
`docforensics[engines]` and Tesseract.
"""

import argparse
import csv
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytesseract
import skia
from skimage import data
from skimage.feature import Cascade

from benchmarks.designs.sets import RANDOM as RANDOM_PREFIX
from benchmarks.provenance import RESULTS, code_now, codes_of, provenance
from docforensics.capture.images import load_images
from docforensics.capture.light import Light
from docforensics.capture.load import load_document
from docforensics.capture.model import Channel, Pixels
from docforensics.capture.side import Capture
from docforensics.errors import DocforensicsError
from docforensics.examiner import Examiner
from docforensics.mrz.engines import load_engine
from docforensics.page.geometry import BoxMm, Matrix
from docforensics.templates.learning.learn import learn_template
from docforensics.templates.model import REFERENCE_PX_PER_MM, Template
from docforensics.templates.planes import Mask
from sample_docs.generator.elements import Element
from sample_docs.generator.jobs import Job, make, sheets
from sample_docs.generator.lights import Light as Lamp, View
from sample_docs.generator.sheet import Sheet

DESIGNS = ("td3-2", "td3-1", "td2", "td1")
COUNTS = (1, 2, 3, 10)
CHANNELS = ("flatbed", "border-reader")
"""In white light alone, and in white light, UV and IR."""
RANDOM, RANDOM_HOLDERS = (1450, 1452, 1454, 1456, 1459, 1473), 6
"""Designs at random of which a template is learned in all lights, chosen by their form alone: a card, a passport, a visa, a travel document, two certificates of free
size; and from how many holders: as many as `benchmarks.designs.clear` takes."""
_FOLDERS = ("mrz", "idcards", "specimens")
_FIRST = 1101
"""First holder; odd numbers are the test half."""
_SEED = 2211
_RIM_MM = 4.5
"""Left out along the edges: the corners are rounded by 4 mm."""
_LIGHTS = {"white": Light.VISIBLE, "uv": Light.UV, "ir": Light.IR}
_LEAST_LETTERS = 4
"""Shorter words are read in line work by chance."""
_PRINT_LEVELS = 12
"""Grey levels from which fixed print shows on the ground beside it."""
_GROUND_MM = 1.5
"""Window in which the ground is looked for: wider than the widest stroke of a title."""
_PX = REFERENCE_PX_PER_MM


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shown:
    """A capture, what it was drawn from, and where that lies."""

    capture: Capture
    sheet: Sheet
    to_px: Matrix
    """Page millimetres to pixels of the capture."""


def captured(design: str, holder: int, channel: str) -> Shown:
    """The first side of a document in all lights of a channel."""
    job = Job(design=design, copy=holder, holder=holder, channel=channel, ppi=300, seed=_SEED)
    sheet = sheets(job)[0]
    by_light = {made.row.light: made for made in make(job) if made.row.side == sheet.design.side}
    images = {_LIGHTS[light]: load_images(made.image)[:1] for light, made in by_light.items()}
    return Shown(
        capture=Capture(images=images, channel=Channel.SCANNER),
        sheet=sheet,
        to_px=np.array(json.loads(by_light["white"].row.homography)).reshape(3, 3),
    )


def planes(template: Template) -> Iterator[tuple[str, Pixels]]:
    """All that a template keeps as a picture, made visible."""
    for light, reference in template.references.items():
        yield f"{light.value} mean", reference.mean
        yield f"{light.value} constant", np.where(reference.constant, 255, 0).astype(np.uint8)
        tolerance = reference.tolerance / max(float(reference.tolerance.max()), 1e-6)
        yield f"{light.value} tolerance", (255 * tolerance).astype(np.uint8)


def faces(picture: Pixels) -> list[BoxMm]:
    """Where the cascade sees faces on a picture at the references' resolution."""
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    found = _cascade().detect_multi_scale(
        img=cv2.cvtColor(small, cv2.COLOR_GRAY2RGB),
        scale_factor=1.15,
        step_ratio=1,
        min_size=(24, 24),
        max_size=(min(160, *small.shape), min(160, *small.shape)),
    )
    px = _PX / 2
    return [
        BoxMm(
            left=one["c"] / px,
            top=one["r"] / px,
            right=(one["c"] + one["width"]) / px,
            bottom=(one["r"] + one["height"]) / px,
        )
        for one in found
    ]


def left(picture: Pixels, shown: Sequence[BoxMm]) -> int:
    """How many of the faces shown are still seen on a plane of the template."""
    seen = faces(picture)
    return sum(any(box.holds(one.centre) for one in seen) for box in shown)


@lru_cache(maxsize=1)
def _cascade() -> Cascade:
    return Cascade(data.lbp_frontal_face_cascade_filename())  # type: ignore[no-untyped-call]


def legible(picture: Pixels, words: set[str]) -> set[str]:
    """Words of the holders that Tesseract reads, as text and as the machine readable zone is set."""
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    large = cv2.resize(grey, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC)
    read = " ".join(
        pytesseract.image_to_string(one, config="--psm 11").upper() for one in (large, 255 - large)
    )
    tokens = set(re.findall(r"[A-Z0-9]+", read))
    joined = re.sub(r"[^A-Z0-9]", "", read)
    return {word for word in words if word in tokens or (len(word) > 5 and word in joined)}


def words_of(sheet: Sheet) -> set[str]:
    """Words of the fields and of the zone that are the holder's own."""
    shown = {key: value for key, value in sheet.visible if key not in _SHARED}
    text = " ".join([*shown.values(), *sheet.mrz]).upper()
    fixed = {"SPECIMEN", "UTOPIA", "UTOPIAN", "PASSPORT"}
    return {word for word in re.findall(r"[A-Z0-9]+", text) if len(word) >= _LEAST_LETTERS} - fixed


_SHARED = frozenset({"type", "country", "nationality", "authority", "remarks", "entries", "visa_class"})


def personal_area(some: Sequence[Sheet]) -> Mask:
    """Boxes of all that is printed for any of the holders, (H, W)."""
    mask = np.zeros(_shape_of(some[0]), dtype=bool)
    for sheet in some:
        for element in sheet.personal:
            rows, columns = _extent(element, mask.shape)
            mask[rows, columns] = True
    return mask


def _shape_of(sheet: Sheet) -> tuple[int, int]:
    return round(sheet.design.height * _PX), round(sheet.design.width * _PX)


def _extent(element: Element, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """The box of what an element draws."""
    ink = _drawn([element], shape, ground=0)[..., 3] > 0
    if not ink.any():
        return slice(0), slice(0)
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def _drawn(elements: Sequence[Element], shape: tuple[int, ...], *, ground: int) -> Pixels:
    """Elements in white light on white (255) or on nothing (0), (H, W, 4)."""
    page = np.full((*shape[:2], 4), ground, np.uint8)
    canvas = skia.Surface(page).getCanvas()
    canvas.scale(_PX, _PX)
    for element in elements:
        element.draw(canvas, View(light=Lamp.WHITE))
    canvas.flush()
    return page


def fixed_print(sheet: Sheet) -> Mask:
    """Where the design prints lines and letters that are the same on every copy, (H, W)."""
    drawn = _drawn([*sheet.under, *sheet.over], _shape_of(sheet), ground=255)[..., :3]
    side = 2 * round(_GROUND_MM * _PX / 2) + 1
    depth = cv2.morphologyEx(drawn, cv2.MORPH_BLACKHAT, np.ones((side, side), np.uint8))
    return np.asarray(depth.max(axis=2) >= _PRINT_LEVELS, dtype=bool)


def laid(mask: Mask, template: Template, first: Shown) -> Mask:
    """A mask of the layout where the page of the template's capture lies in the template's frame, (H, W)."""
    (side,) = Examiner(templates=(template,)).read(first.capture).sides
    if side.match is None:
        raise RuntimeError("the capture that a template was learned from does not fit it")
    scale = np.diag([_PX, _PX, 1.0])
    to_frame = scale @ side.page.frame.homography @ first.to_px @ np.linalg.inv(scale)
    height, width = template.references[Light.VISIBLE].constant.shape
    moved = cv2.warpPerspective(mask.astype(np.uint8), to_frame, (width, height), flags=cv2.INTER_NEAREST)
    return np.asarray(moved > 0, dtype=bool)


def areas(template: Template, some: Sequence[Shown]) -> dict[str, float]:
    """Masked area over the personal one, and the share of fixed print that is kept."""
    constant = template.references[Light.VISIBLE].constant
    rim = round(_RIM_MM * _PX)
    inner = np.zeros_like(constant)
    inner[rim:-rim, rim:-rim] = True
    personal = laid(personal_area([one.sheet for one in some]), template, some[0])
    print_ = laid(fixed_print(some[0].sheet), template, some[0]) & ~personal & inner
    return {
        "masked_over_personal": round(float((~constant & inner).sum() / (personal & inner).sum()), 3),
        "personal_masked": round(float((~constant & personal & inner).sum() / (personal & inner).sum()), 3),
        "fixed_print_kept": round(float(constant[print_].mean()), 3),
    }


def measured(design: str, count: int, channel: str) -> dict[str, Any]:
    """One template of Utopia, or of a design at random, whose size is stated."""
    made = [captured(design, _FIRST + 2 * number, channel) for number in range(count)]
    captures = [one.capture for one in made]
    design_ = made[0].sheet.design
    size = (design_.width, design_.height) if design.startswith(RANDOM_PREFIX) else None
    template = learn_template(captures, engine=load_engine(), holders=list(range(count)), size_mm=size)
    words = set().union(*(words_of(one.sheet) for one in made))
    pictures = [
        BoxMm(left=one.x, top=one.y, right=one.x + one.w, bottom=one.y + one.h)
        for one in (design_.portrait, design_.second_portrait)
        if one is not None
    ]
    shape = template.references[Light.VISIBLE].mean.shape
    return {
        **areas(template, made),
        **judged(template, _page_of(captures[0], shape), words, pictures),
    }


def measured_shared(folder: Path, file: str, mrz: str) -> dict[str, Any]:
    """One template of one shared picture."""
    (capture,) = load_document(folder / file)[:1]
    words = {word for word in re.findall(r"[A-Z0-9]+", mrz.upper()) if len(word) >= _LEAST_LETTERS}
    try:
        template = learn_template([capture], engine=load_engine(), holders=[0])
    except DocforensicsError as error:
        return {"not_learned": type(error).__name__}
    page = _page_of(capture, template.references[Light.VISIBLE].mean.shape)
    return judged(template, page, words, faces(page))


def judged(template: Template, page: Pixels, words: set[str], shown: Sequence[BoxMm]) -> dict[str, Any]:
    """What the two judges see of the holders on a template's planes, and on the page of a capture of theirs."""
    seen = {name: (left(plane, shown), sorted(legible(plane, words))) for name, plane in planes(template)}
    return {
        "planes": sorted(seen),
        "faces": {name: found for name, (found, _) in seen.items() if found},
        "legible": {name: read for name, (_, read) in seen.items() if read},
        "on_the_page": {"faces": left(page, shown), "of": len(shown), "legible": len(legible(page, words))},
        "words": len(words),
    }


def _page_of(capture: Capture, shape: tuple[int, ...]) -> Pixels:
    """The page as it is read, at the references' resolution."""
    page = Examiner(templates=()).read(capture).sides[0].page
    pixels = page.visible if page.visible is not None else next(iter(page.pixels.values()))
    return np.asarray(cv2.resize(pixels, (shape[1], shape[0]), interpolation=cv2.INTER_AREA), np.uint8)


def shared_files(folder: Path, only: Sequence[str]) -> Iterator[tuple[Path, str, str]]:
    """Genuine pictures with what the manifest states of their zone."""
    for name in only:
        with (folder / name / "manifest.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if row.get("label", "genuine") == "genuine" and row.get("use", "read") == "read":
                    yield folder / name, row.get("file") or row["path"], row.get("mrz") or ""


def asked(options: argparse.Namespace) -> Iterator[tuple[str, Callable[[], dict[str, Any]]]]:
    """Every template by its key, and what measures it."""
    for count in options.counts:
        for design in options.designs:
            for channel in options.channels:
                # A flatbed's have the key that they had when there was no other channel.
                key = f"{design}/{count}" + ("" if channel == "flatbed" else f"/{channel}")
                yield key, partial(measured, design, count, channel)
    for number in options.random:
        design = f"{RANDOM_PREFIX}{number:04d}"
        yield f"{design}/{RANDOM_HOLDERS}", partial(measured, design, RANDOM_HOLDERS, "border-reader")
    for folder, file, mrz in shared_files(options.shared, options.only) if options.shared else ():
        yield f"{folder.name}/{file}", partial(measured_shared, folder, file, mrz)


def main() -> None:
    """Measure what has no row yet, and write what the rows say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--designs", nargs="*", default=DESIGNS, choices=DESIGNS)
    parser.add_argument("--counts", nargs="+", type=int, default=COUNTS)
    parser.add_argument("--channels", nargs="+", default=CHANNELS, choices=CHANNELS)
    parser.add_argument("--random", nargs="*", type=int, default=RANDOM, metavar="NUMBER")
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--only", nargs="+", metavar="FOLDER", default=_FOLDERS, help="shared folders")
    parser.add_argument(
        "--rows", type=Path, required=True, help="one JSON line a template; those there are kept"
    )
    parser.add_argument("-o", "--out", type=Path, default=RESULTS / "templates-holders-data.json")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    options.rows.touch()
    rows = {(row := json.loads(line))["key"]: row for line in options.rows.read_text("utf-8").splitlines()}
    code = code_now()
    for key, measure in asked(options):
        if key not in rows:
            rows[key] = {"key": key, **measure(), "code": code}
            with options.rows.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(rows[key]) + "\n")
    result = {"provenance": provenance(), "codes": codes_of(rows.values()), "templates": list(rows.values())}
    options.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
