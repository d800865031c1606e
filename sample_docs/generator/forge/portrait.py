"""Substitution and displacement of the portrait."""

import dataclasses

import numpy as np

from sample_docs.generator.capture import Take
from sample_docs.generator.designs import parts
from sample_docs.generator.elements import Picture
from sample_docs.generator.faces import face, face_names, sex_of
from sample_docs.generator.sheet import Sheet

from . import digital
from .forgery import UPLOAD_CHANNELS, Forgery, Severity, Species, boxes_path


def picture_element(sheet: Sheet, name: str = "portrait") -> Picture:
    """The picture element ``name`` of a sheet."""
    element = sheet.find(name)
    if not isinstance(element, Picture):
        raise TypeError(f"{name} is no picture")
    return element


def impostor(sheet: Sheet, rng: np.random.Generator) -> str:
    """Another face of the same sex and the same split."""
    own = sheet.record.holder.identity
    everyone = face_names()
    parity = everyone.index(own) % 2
    others = [n for k, n in enumerate(everyone) if k % 2 == parity and n != own and sex_of(n) == sex_of(own)]
    return str(rng.choice(others))


def swapped_digitally(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """Another face in the same place, in the file; the secondary portrait is left."""
    old = picture_element(sheet)
    other = parts.crop_to(face(impostor(sheet, rng), 0), old.box.w / old.box.h)
    printed = dataclasses.replace(old, pixels=parts.onto_white(other), mask=parts.feathered(other.shape, 0.045))

    def edit(take: Take) -> digital.Image:
        if severity is Severity.CARELESS:
            paper = (0.93, 0.93, 0.93)
            pasted = dataclasses.replace(printed, pixels=other, mask=None, opaque=(paper, paper, paper))
            return digital.painted(take.pixels, take.shot, pasted)
        if severity is Severity.ORDINARY:
            tint = (0.93, 0.92, 0.92)
            pasted = dataclasses.replace(printed, opaque=(tint, tint, tint))
            return digital.painted(take.pixels, take.shot, pasted)
        donor = take.again(sheet.with_element(printed))
        return digital.transplanted(take, donor, boxes_path(old.box.grown(-0.4)), 2.5)

    sees = {
        Severity.CARELESS: "The portrait is a hard-edged rectangle; background and overprint stop at its border; the second portrait shows someone else.",
        Severity.ORDINARY: "No background lines run through the portrait and the overprint is gone; the second portrait shows someone else.",
        Severity.SKILLED: "Portrait and second portrait show two people.",
    }[severity]
    return Forgery(sheet=sheet, regions=boxes_path(old.box), sees=sees, digital_edit=edit)


def displaced(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """The portrait printed beside its place: by 1 mm, or 0.7 or 0.5 when the forger takes care."""
    old = picture_element(sheet)
    reach = {Severity.CARELESS: 1.0, Severity.ORDINARY: 0.7, Severity.SKILLED: 0.5}[severity]
    angle = rng.uniform(0, 2 * np.pi)
    moved = dataclasses.replace(old, box=old.box.shifted(reach * float(np.cos(angle)), reach * float(np.sin(angle))))
    sees = f"The portrait stands {reach:.1f} mm from its place; measure from the edge of the page."
    return Forgery(sheet=sheet.with_element(moved), regions=boxes_path(old.box, moved.box), sees=sees)


SPECIES = (
    Species(
        name="photo-digital",
        prado="photo substitution (digital, secondary portrait left)",
        forge=swapped_digitally,
        channels=UPLOAD_CHANNELS,
        needs=("portrait",),
    ),
    Species(name="photo-displaced", prado="photo substitution (reprinted out of place)", forge=displaced, needs=("portrait",)),
)
