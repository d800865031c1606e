"""Alteration of data: a name or date retyped, the MRZ with or without it."""

import dataclasses

import numpy as np

from sample_docs.generator import fonts, names
from sample_docs.generator.capture import Take
from sample_docs.generator.elements import Text
from sample_docs.generator.ink import PERSONAL_BLACK
from sample_docs.generator.sheet import Sheet

from . import digital
from .forgery import UPLOAD_CHANNELS, Forgery, Severity, Species, boxes_path


def text_element(sheet: Sheet, name: str) -> Text:
    """The text element ``name`` of a sheet."""
    element = sheet.find(name)
    if not isinstance(element, Text):
        raise TypeError(f"{name} is no text")
    return element


def with_visible(sheet: Sheet, **texts: str) -> Sheet:
    """The sheet whose ground truth says ``texts`` for the named visual-zone fields."""
    visible = tuple((k, texts.get(k, v)) for k, v in sheet.visible)
    return dataclasses.replace(sheet, visible=visible)


def given_name_retyped(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """The given name replaced in the file, in the visual zone only: the MRZ still names the old one."""
    old = text_element(sheet, "field-given_names")
    fresh = names.another_given(rng, sheet.record.holder.sex, sheet.record.holder.given).printed
    new = dataclasses.replace(old, text=fresh)
    touched = boxes_path(old.box.grown(0.3), new.box.grown(0.3))
    truth = with_visible(sheet, given_names=fresh)

    def edit(take: Take) -> digital.Image:
        if severity is Severity.SKILLED:
            return digital.transplanted(take, take.again(sheet.with_element(new)), touched, 2.0)
        if severity is Severity.CARELESS:
            blank = digital.filled_flat(take.pixels, take.shot, old.box.grown(0.3))
            clumsy = dataclasses.replace(
                new, font=fonts.WIDE, size=old.size * 1.08, y=old.y + 0.25, ink=PERSONAL_BLACK
            )
            return digital.painted(blank, take.shot, clumsy)
        return digital.painted(digital.inpainted(take.pixels, take.shot, old), take.shot, new)

    sees = {
        Severity.CARELESS: "The given name stands in another type, lower than its neighbours, on a flat patch without background lines.",
        Severity.ORDINARY: "The given name is sharper than its neighbours and the background lines beneath it are smeared.",
        Severity.SKILLED: "The given name does not agree with the machine readable zone; nothing else shows.",
    }[severity]
    return Forgery(sheet=truth, regions=touched, sees=sees, digital_edit=edit)


SPECIES = (
    Species(
        name="viz-text-digital",
        prado="alteration of data (visual zone only, digital)",
        forge=given_name_retyped,
        channels=UPLOAD_CHANNELS,
        sides=("data-page", "front", "visa-page"),
    ),
)
