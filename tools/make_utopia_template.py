"""Learn the shipped template of the Utopia passport, series 2, from scans drawn for it.

    .venv/bin/python tools/make_utopia_template.py [--counts | --lights]        then: make manifest

White light is learned from flatbed scans. UV and infrared are learned from border-reader captures of the same holders, laid on what
was learned in white light: `--lights` learns these two anew and leaves the rest as it is, `--counts` counts anew.

The captures are of holders that no committed specimen shows, so that an examined specimen never was its own
reference. Where the features lie is read from the design the specimens are drawn from, as an author would name them.
"""

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from docforensics import (  # noqa: E402
    Capture,
    Channel,
    Examiner,
    Feature,
    FeatureKind,
    Light,
    Template,
    TemplateModel,
    count_on,
    learn_template,
    load_template,
    save_template,
    with_counts,
)
from docforensics.capture.images import load_images  # noqa: E402
from docforensics.page.geometry import BoxMm  # noqa: E402
from docforensics.templates.comparison.dissimilarity import to_reference_scale  # noqa: E402
from docforensics.templates.learning.propose_lights import propose_ir, propose_uv  # noqa: E402
from docforensics.templates.learning.reference import build_reference  # noqa: E402
from docforensics.templates.masks import in_light  # noqa: E402
from docforensics.templates.parts import to_parts  # noqa: E402
from docforensics.templates.store import TemplateStore  # noqa: E402
from sample_docs.generator.designs import td3_series2  # noqa: E402
from sample_docs.generator.geometry import Box  # noqa: E402
from sample_docs.generator.jobs import Job, Made, make  # noqa: E402

MODEL = TemplateModel(country="UTO", type="P", number=2, year=2023)
HOLDERS = (40, 42, 44, 46, 48, 50)
"""Even numbers are the calibration half; the committed set ends below."""
COUNTED = tuple(range(52, 76, 2))
"""Holders on whose documents false alarms are counted: others than those that are learned from, of the same half."""
COUNTED_ON = (("flatbed", "scanner"), ("photo", "photo"), ("messenger", "upload"))
"""How these are captured, and the channel that it is for the examiner."""
COUNTED_IN_LIGHTS = tuple(range(76, 124, 2))
"""Further holders of the same half, on whose border-reader captures the checks are counted that white light alone does not count."""
READER_PPI = 300
"""Of border-reader captures: the reference keeps 8 px/mm of them."""
IN_LIGHTS = "uv_and_ir_from"
"""In the template's provenance: what its UV and infrared references were learned from."""
SEED = 2026
LEARNED_ON = date(2026, 11, 24)
PX_PER_MM = 11.8
_FIELD_WIDTHS = {
    "type": 8, "country": 12, "number": 24, "surname": 60, "given_names": 60, "nationality": 30,
    "personal_number": 26, "birth": 26, "sex": 10, "birthplace": 60, "issued": 26, "expires": 26, "authority": 70,
}  # fmt: skip
_FIELD_HEIGHT = 3.6
_MRZ_HEIGHT = 23.2


def features() -> tuple[Feature, ...]:
    """Name the places of the design."""
    fixed = (
        ("portrait", FeatureKind.PORTRAIT, td3_series2.PORTRAIT),
        ("secondary-portrait", FeatureKind.SECONDARY_PORTRAIT, td3_series2.GHOST.grown(1.0)),
        ("device", FeatureKind.OPTICALLY_VARIABLE_DEVICE, td3_series2.DEVICE),
        ("signature", FeatureKind.SIGNATURE, Box(x=7.0, y=56.0, w=26.0, h=6.5)),
        ("perforation", FeatureKind.LASER_PERFORATION, Box(x=119.0, y=6.0, w=5.0, h=21.0)),
        ("mrz", FeatureKind.MACHINE_READABLE_ZONE, Box(x=0.0, y=88.0 - _MRZ_HEIGHT, w=125.0, h=_MRZ_HEIGHT)),
    )
    named = [Feature(name=name, kind=kind, box=_box(place), variable=True) for name, kind, place in fixed]
    for field in td3_series2.FIELDS:
        place = Box(x=field.x - 0.5, y=field.y + 0.1, w=_FIELD_WIDTHS[field.name], h=_FIELD_HEIGHT)
        name = field.name.replace("_", "-")
        named.append(Feature(name=name, kind=FeatureKind.PERSONAL_DATA, box=_box(place), variable=True))
    whole = Box(x=0.0, y=0.0, w=td3_series2.WIDTH, h=td3_series2.HEIGHT)
    named.append(Feature(name="background", kind=FeatureKind.BACKGROUND_PRINTING, box=_box(whole)))
    return tuple(named)


def captures() -> list[NDArray[np.uint8]]:
    """Genuine flatbed scans, one a holder, of holders of the calibration half that the committed set does not show.

    Cropped to the page by the place that the generator knows, as an authority's reference scans are, so that the
    features named in the design's millimetres lie where they should.
    """
    jobs = [
        Job(design="td3-2", copy=who, holder=who, channel="flatbed", seed=SEED, ppi=300) for who in HOLDERS
    ]
    return [cropped(image) for job in jobs for image in make(job) if image.row.light == "white"]


def add_counts(pack: Path) -> None:
    """Count false alarms on genuine documents that the template was not learned from, and write them into its template.json alone."""
    template = replace(load_template(pack), counts=())
    for drawn, channel in COUNTED_ON:
        jobs = [Job(design="td3-2", copy=who, holder=who, channel=drawn, seed=SEED) for who in COUNTED]
        pages = [image.image for job in jobs for image in make(job) if image.row.light == "white"]
        found = count_on(
            template, [Capture.load(visible=page, channel=channel) for page in pages], inspected_on=LEARNED_ON
        )
        print(f"{channel}: {found.fitted} of {found.documents} fitted, {dict(found.alarms)}")
        template = with_counts(template, found)
    write_counts(template, pack)


def write_counts(template: Template, pack: Path) -> None:
    """Write the counts of a template into its template.json, and nothing else."""
    file = pack / "template.json"
    record = json.loads(file.read_text(encoding="utf-8"))
    record["counts"] = json.loads(to_parts(template)["template.json"])["counts"]
    file.write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_in_lights(holder: int) -> Capture:
    """Draw a genuine document as a border reader captures it, in three lights."""
    job = Job(design="td3-2", copy=holder, holder=holder, channel="border-reader", seed=SEED, ppi=READER_PPI)
    taken = {image.row.light: image.image for image in make(job)}
    return Capture.load(visible=taken["white"], uv=taken["uv"], ir=taken["ir"], channel="scanner")


def add_lights(pack: Path) -> None:
    """Learn UV and infrared from captures laid on the template in white light, and write them to its folder."""
    known = load_template(pack)
    white = {Light.VISIBLE: known.references[Light.VISIBLE]}
    named = tuple(feature for feature in known.features if feature.light is Light.VISIBLE)
    template = replace(known, references=white, features=named, digest="", signed_by="")
    examiner = Examiner(templates=TemplateStore([template]))
    pages = [examiner.read(read_in_lights(who)).sides[0].page for who in HOLDERS]
    shape = white[Light.VISIBLE].constant.shape
    stacks = {
        light: [to_reference_scale(page.pixels[light], page.px_per_mm, shape) for page in pages]
        for light in Light
        if light in pages[0].pixels
    }
    learned = {
        light: build_reference(stacks[light], in_light(named, light), light=light, n_holders=len(HOLDERS))
        for light in (Light.UV, Light.IR)
    }
    references = {**white, **learned}
    seen = (
        *propose_uv(learned[Light.UV], stacks[Light.UV], template.size),
        *propose_ir(references, stacks, named, HOLDERS),
    )
    said = {**template.provenance, IN_LIGHTS: f"border-reader captures of {len(HOLDERS)} holders"}
    write_lights(replace(template, references=references, features=(*named, *seen), provenance=said), pack)
    print(f"{pack.relative_to(ROOT)}: {', '.join(learned)} learned, {len(seen)} features proposed")


def write_lights(template: Template, pack: Path) -> None:
    """Write a template with further lights into its folder; what is there of white light stays byte for byte."""
    for name, part in to_parts(template).items():
        if not (name.startswith(Light.VISIBLE) and (pack / name).exists()):
            (pack / name).write_bytes(part)


def add_counts_in_lights(pack: Path) -> None:
    """Count the checks that need UV or infrared on border-reader captures of genuine documents, beside the others' counts."""
    template = load_template(pack)
    done = {one.check for one in template.counts if one.channel is Channel.SCANNER}
    captures = [read_in_lights(who) for who in COUNTED_IN_LIGHTS]
    found = count_on(template, captures, inspected_on=LEARNED_ON)
    print(f"in three lights: {found.fitted} of {found.documents} fitted, {dict(found.alarms)}")
    further = replace(found, counts=tuple(one for one in found.counts if one.check not in done), files=())
    write_counts(with_counts(template, further), pack)


def cropped(made: Made) -> NDArray[np.uint8]:
    """Crop an image to its page by the place that the generator knows."""
    (image,) = load_images(made.image)
    to_px = np.array(json.loads(made.row.homography)).reshape(3, 3)
    size = (round(td3_series2.WIDTH * PX_PER_MM), round(td3_series2.HEIGHT * PX_PER_MM))
    to_page = np.diag([PX_PER_MM, PX_PER_MM, 1.0]) @ np.linalg.inv(to_px)
    return np.asarray(cv2.warpPerspective(image.pixels, to_page, size, flags=cv2.INTER_CUBIC), dtype=np.uint8)


def learn(pack: Path) -> None:
    """Learn and write the pack."""
    chosen = captures()
    template = learn_template(
        [Capture.load(visible=page, channel="scanner") for page in chosen],
        model=MODEL,
        features=features(),
        licence="Apache-2.0",
        learned_on=LEARNED_ON,
    )
    save_template(template, pack)
    print(f"{pack.relative_to(ROOT)}: learned from {len(chosen)} captures")


def main() -> None:
    """Learn, and count; `--counts` only counts anew, `--lights` only learns UV and infrared and counts in them."""
    pack = ROOT / "models" / "templates" / MODEL.id
    if sys.argv[1:] == []:
        learn(pack)
    if "--counts" not in sys.argv[1:]:
        add_lights(pack)
    if "--lights" not in sys.argv[1:]:
        add_counts(pack)
    add_counts_in_lights(pack)


def _box(place: Box) -> BoxMm:
    return BoxMm(left=place.x, top=place.y, right=place.x + place.w, bottom=place.y + place.h)


if __name__ == "__main__":
    main()
