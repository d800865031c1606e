"""Substitution and displacement of the portrait, in the file and on the paper."""

import dataclasses
from functools import cache

import numpy as np
import skia
from numpy.typing import NDArray

from sample_docs.generator.capture import Take
from sample_docs.generator.designs import parts
from sample_docs.generator.elements import Element, Lines, Picture
from sample_docs.generator.faces import face, face_names, sex_of
from sample_docs.generator.geometry import Box
from sample_docs.generator.ink import Ink
from sample_docs.generator.sheet import Sheet, rng_of

from . import digital, tones
from .forgery import UPLOAD_CHANNELS, Forgery, Severity, Species, boxes_path
from .other_press import own_screen
from .truth import picture_element


def impostor(sheet: Sheet, rng: np.random.Generator) -> str:
    """Another face of the same sex and the same split, of the half that is nearest in tone: forgers look for likeness."""
    own = sheet.record.holder.identity
    everyone = face_names()
    parity = everyone.index(own) % 2
    others = [n for k, n in enumerate(everyone) if k % 2 == parity and n != own and sex_of(n) == sex_of(own)]
    others.sort(key=lambda name: abs(_tone(name) - _tone(own)))
    return str(rng.choice(others[: (len(others) + 1) // 2]))


@cache
def _tone(identity: str) -> float:
    return float(face(identity, 0).mean())


def _as_issued(old: Picture, sheet: Sheet, identity: str) -> Picture:
    """The impostor's face printed at the place of ``old``, exactly as the issuer prints."""
    made = sheet.design.personalise(sheet.record.changed(identity=identity))
    face_there = next(e for e in made if isinstance(e, Picture) and e.name == old.name)
    return dataclasses.replace(old, pixels=face_there.pixels, mask=face_there.mask)


def _second(sheet: Sheet, identity: str) -> Picture | None:
    """The secondary portrait showing the impostor; None where the design has none."""
    if sheet.design.second_portrait is None:
        return None
    return _as_issued(picture_element(sheet, "second-portrait"), sheet, identity)


def swapped_digitally(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """Another face in the same place, in the file; the secondary portrait is left."""
    return _digital_swap(sheet, severity, rng, second=False)


def both_swapped_digitally(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """Another face in the portrait and in the secondary portrait, in the file."""
    return _digital_swap(sheet, severity, rng, second=True)


def _digital_swap(sheet: Sheet, severity: Severity, rng: np.random.Generator, *, second: bool) -> Forgery:
    identity = impostor(sheet, rng)
    old = picture_element(sheet)
    photo = face(identity, 0)
    brightness = float(rng.normal(1.0, tones.SLIP[severity]))
    new = [
        tones.printed_alike(sheet, sheet.with_element, _as_issued(old, sheet, identity), old.box, brightness)
    ]
    if second and (ghost := _second(sheet, identity)) is not None:
        new.append(ghost)
    altered = sheet
    for picture in new:
        altered = altered.with_element(picture)

    seed = int(rng.integers(0, 2**31))

    def edit(take: Take) -> digital.Image:
        if severity is Severity.SKILLED:
            inner = boxes_path(*[p.box.grown(-0.4) for p in new])
            return digital.transplanted(take, take.again(altered), inner, 2.5)
        pixels, chance = take.pixels, np.random.default_rng(seed)
        for picture in new:
            pixels = _paste(take, pixels, _pasted(picture, photo, severity), severity, chance)
        return pixels

    who = (
        "The second portrait shows the same new face."
        if second
        else "The second portrait shows someone else."
    )
    return Forgery(
        sheet=sheet,
        regions=boxes_path(*[p.box for p in new]),
        sees=f"{_DIGITAL_SIGNS[severity]} {who}",
        digital_edit=edit,
    )


_DIGITAL_SIGNS = {
    Severity.CARELESS: "The portrait is a hard-edged rectangle with a backdrop of its own; overprint and device stop at its border.",
    Severity.ORDINARY: "No background lines run through the portrait, and the overprint is gone.",
    Severity.SKILLED: "The portrait bears no trace of the eye's finding; only its noise and compression differ.",
}


def _paste(
    take: Take, pixels: digital.Image, picture: Picture, severity: Severity, rng: np.random.Generator
) -> digital.Image:
    """The picture painted in and its levels adjusted."""
    fade = 0.04 * picture.box.w if picture.mask is not None else 0.0
    soft = 0.4 * fade * take.shot.px_per_mm
    cover = digital.on_image(boxes_path(picture.box.grown(-fade)), take.shot, soft)
    brightness = float(rng.normal(1.0, tones.SLIP[severity]))
    pasted = digital.inserted(pixels, take.shot, digital.PICTURE_BLUR, picture)
    return tones.levelled(pixels, pasted, cover, brightness, rng)


def _pasted(picture: Picture, photo: NDArray[np.uint8], severity: Severity) -> Picture:
    """A picture as image software pastes it: opaque, with its own backdrop or a blended edge."""
    ground = (0.93, 0.93, 0.93) if severity is Severity.CARELESS else (0.93, 0.92, 0.92)
    opaque = (ground, ground, ground)
    if severity is Severity.ORDINARY:
        return dataclasses.replace(picture, opaque=opaque, screen=None)
    raw = (
        parts.crop_to(photo, picture.box.w / picture.box.h) if picture.name == "portrait" else picture.pixels
    )
    return dataclasses.replace(picture, pixels=raw, mask=None, opaque=opaque, screen=None)


def replaced_on_paper(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """A paper photo glued over the portrait; the secondary portrait is left."""
    return _glued(sheet, severity, rng, second=False)


def both_replaced_on_paper(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """A paper photo glued over the portrait, and the secondary portrait printed over."""
    return _glued(sheet, severity, rng, second=True)


_CUT = {Severity.CARELESS: 0.9, Severity.ORDINARY: 0.5, Severity.SKILLED: 0.25}
"""Darkness of the cut edge."""


def _glued(sheet: Sheet, severity: Severity, rng: np.random.Generator, *, second: bool) -> Forgery:
    identity = impostor(sheet, rng)
    old = picture_element(sheet)
    photo = _paper_photo(old, face(identity, 0), severity, rng)
    if rng_of(sheet.seed, "photo paper").random() < 0.5:
        # Half of the photos come from an office printer, the others from a laboratory.
        photo = own_screen(photo, sheet, rng)
    boxes = [photo.box, old.box, photo.box.grown(1.6)]
    changed, prints = sheet, tuple[Element, ...]()
    if second and (ghost := _second(sheet, identity)) is not None:
        prints = (
            dataclasses.replace(ghost, name="second-portrait-forged", box=ghost.box.shifted(0.3, -0.2)),
        )
        changed = changed.without("second-portrait")
        boxes.append(ghost.box.grown(0.4))

    def glued(picture: Picture) -> Sheet:
        return _stuck_on(changed, picture, prints, severity)

    brightness = float(rng.normal(1.0, tones.SLIP[severity]))
    photo = tones.printed_alike(changed, glued, photo, photo.box.grown(1.6), brightness)
    who = "The second portrait is printed over too." if second else "The second portrait shows someone else."
    return Forgery(sheet=glued(photo), regions=boxes_path(*boxes), sees=f"{_GLUED_SIGNS[severity]} {who}")


def _stuck_on(sheet: Sheet, photo: Picture, prints: tuple[Element, ...], severity: Severity) -> Sheet:
    """The photo on the page with its cut edge and the rim of the lifted laminate."""
    lifted = _laminate_edge(photo.box.grown(1.6 if severity is Severity.CARELESS else 0.9), severity)
    stack: tuple[Element, ...] = (photo, _cut_edge(photo.box, severity), *prints)
    return dataclasses.replace(sheet, over=_layered(sheet.over, stack, lifted, severity))


_GLUED_SIGNS = {
    Severity.CARELESS: "A stuck photo with a cut edge lies over the overprint and the device; the laminate is lifted round it; it is bright under UV.",
    Severity.ORDINARY: "The photo has a cut edge, no background runs through it, the overprint stops at it, and it is bright under UV.",
    Severity.SKILLED: "A fine edge runs round the portrait and no background runs through it; the overprint was drawn on anew and does not meet.",
}


def _layered(
    over: tuple[Element, ...], stack: tuple[Element, ...], lifted: Lines, severity: Severity
) -> tuple[Element, ...]:
    """Where in the layers the new photo comes to lie: on everything, under the device, or under a redrawn overprint."""
    if severity is Severity.CARELESS:
        return (*over, *stack, lifted)
    device = tuple(e for e in over if e.name.startswith("device"))
    print_ = tuple(e for e in over if not e.name.startswith("device"))
    if severity is Severity.ORDINARY:
        return (*print_, *stack, lifted, *device)
    redrawn = tuple(
        dataclasses.replace(e, path=_moved(e.path, 0.45, -0.35)) if isinstance(e, Lines) else e
        for e in print_
    )
    return (*stack, *redrawn, lifted, *device)


def _moved(path: skia.Path, dx: float, dy: float) -> skia.Path:
    copy = skia.Path(path)
    copy.offset(dx, dy)
    return copy


def _paper_photo(
    old: Picture, pixels: NDArray[np.uint8], severity: Severity, rng: np.random.Generator
) -> Picture:
    """A photograph on its own paper, cut a little askew."""
    slip = {Severity.CARELESS: 0.5, Severity.ORDINARY: 0.3, Severity.SKILLED: 0.1}[severity]
    box = old.box.shifted(*(float(v) for v in rng.normal(0.0, slip, 2)))
    bright = severity is not Severity.SKILLED
    paper = (0.95, 0.95, 0.95)
    glow = (0.40, 0.50, 0.90) if bright else (0.10, 0.08, 0.20)
    crop = parts.crop_to(pixels, box.w / box.h)
    mask = None if bright else parts.feathered(crop.shape, 0.012)
    # Dyes of a photo print pass IR: the face vanishes or pales where the issuer's print would absorb.
    return Picture(
        name="portrait-forged",
        pixels=tones.grained(crop, severity, rng),
        box=box,
        density=(0.97, 0.6, 0.10 if bright else 0.45),
        mask=mask,
        opaque=(paper, glow, (0.9, 0.9, 0.9)),
    )


def _outline(box: Box) -> skia.Path:
    return skia.Path.Rect(skia.Rect.MakeXYWH(box.x, box.y, box.w, box.h))


def _cut_edge(box: Box, severity: Severity) -> Lines:
    shadow = Ink(white=(0.35, 0.34, 0.33), ir=0.45, uv=0.5)
    return Lines(name="cut-edge", path=_outline(box), ink=shadow, width=0.16, alpha=_CUT[severity])


def _laminate_edge(box: Box, severity: Severity) -> Lines:
    """A bubbled rim where the laminate has been lifted and pressed down again."""
    haze = Ink(white=(0.86, 0.86, 0.86), ir=0.93, uv=0.8, glow=(0.08, 0.10, 0.14))
    width = 1.4 if severity is Severity.CARELESS else 0.6
    return Lines(
        name="laminate-edge", path=_outline(box), ink=haze, width=width, alpha=0.6 * _CUT[severity] + 0.1
    )


def displaced(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """The portrait printed beside its place: by 1 mm, or 0.7 or 0.5 when the forger takes care."""
    old = picture_element(sheet)
    reach = {Severity.CARELESS: 1.0, Severity.ORDINARY: 0.7, Severity.SKILLED: 0.5}[severity]
    angle = rng.uniform(0, 2 * np.pi)
    moved = dataclasses.replace(
        old, box=old.box.shifted(reach * float(np.cos(angle)), reach * float(np.sin(angle)))
    )
    moved = own_screen(moved, sheet, rng)
    sees = f"The portrait stands {reach:.1f} mm from its place; measure from the edge of the page."
    return Forgery(sheet=sheet.with_element(moved), regions=boxes_path(old.box, moved.box), sees=sees)


_PHOTO = ("portrait",)
_BOTH = ("portrait", "second-portrait")
SPECIES = (
    Species(
        name="photo-digital",
        prado="photo substitution (digital, secondary portrait left)",
        forge=swapped_digitally,
        channels=UPLOAD_CHANNELS,
        needs=_PHOTO,
    ),
    Species(
        name="photo-digital-both",
        prado="photo substitution (digital, secondary portrait too)",
        forge=both_swapped_digitally,
        channels=UPLOAD_CHANNELS,
        needs=_BOTH,
    ),
    Species(
        name="photo-physical",
        prado="photo substitution (new photo under or on the laminate, secondary portrait left)",
        forge=replaced_on_paper,
        needs=_PHOTO,
    ),
    Species(
        name="photo-physical-both",
        prado="photo substitution (new photo, secondary portrait too)",
        forge=both_replaced_on_paper,
        needs=_BOTH,
    ),
    Species(
        name="photo-displaced",
        prado="photo substitution (reprinted out of place)",
        forge=displaced,
        needs=_PHOTO,
    ),
)
