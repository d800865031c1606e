"""Alteration of data: a name or date retyped in the file or on the paper, the MRZ with or without it."""

import dataclasses
from datetime import date

import numpy as np

from sample_docs.generator.elements import Patch, Text
from sample_docs.generator.geometry import Box
from sample_docs.generator.guilloche import polyline
from sample_docs.generator.ink import DYE_BLACK
from sample_docs.generator.sheet import Sheet

from . import truth
from .forgery import UPLOAD_CHANNELS, Forgery, Severity, Species, boxes_path
from .retype import SEEN, Change, differing, region, retyping


def _viz_change(old: Sheet, new: Sheet, field: str) -> Change:
    return truth.text_element(old, f"field-{field}"), truth.text_element(new, f"field-{field}")


def _mrz_changes(old: Sheet, new: Sheet) -> tuple[Change, ...]:
    return tuple(
        c for text, line in zip(truth.mrz_texts(old), new.mrz, strict=True) for c in differing(text, line)
    )


def given_name_only(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """The given name replaced in the file, in the visual zone only: the MRZ still names the old one."""
    record = sheet.record.changed(given=truth.other_given(sheet.record, rng))
    altered = truth.with_visible(sheet, given_names=truth.texts_for(sheet, record)["given_names"])
    changes = (_viz_change(sheet, altered, "given_names"),)
    return _digital(
        sheet, altered, changes, severity, what="The given name", tail="It does not agree with the MRZ."
    )


def mrz_birth_stale(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """The date of birth altered in the MRZ alone, its check digits left as they were."""
    lines = truth.with_old_digits(sheet, truth.composed(sheet, truth.other_birth(sheet.record, rng)))
    altered = truth.with_mrz(sheet, lines)
    tail = "The check digits do not fit, nor does the visual zone agree."
    return _digital(
        sheet, altered, _mrz_changes(sheet, altered), severity, what="The birth date in the MRZ", tail=tail
    )


def mrz_birth_valid(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """The date of birth altered in the MRZ alone, with check digits computed anew."""
    altered = truth.with_mrz(sheet, truth.composed(sheet, truth.other_birth(sheet.record, rng)))
    tail = "It does not agree with the visual zone."
    return _digital(
        sheet, altered, _mrz_changes(sheet, altered), severity, what="The birth date in the MRZ", tail=tail
    )


def birth_everywhere(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """The date of birth altered in visual zone and MRZ alike, with check digits computed anew."""
    record = truth.other_birth(sheet.record, rng)
    altered, changes = sheet, []
    if any(name == "birth" for name, _ in sheet.visible):
        altered = truth.with_visible(altered, birth=truth.texts_for(sheet, record)["birth"])
        changes.append(_viz_change(sheet, altered, "birth"))
    if sheet.mrz:
        altered = truth.with_mrz(altered, truth.composed(sheet, record))
        changes += _mrz_changes(sheet, altered)
    return _digital(
        sheet,
        altered,
        tuple(changes),
        severity,
        what="The date of birth",
        tail="The data agree with each other.",
    )


def _digital(
    sheet: Sheet, altered: Sheet, changes: tuple[Change, ...], severity: Severity, *, what: str, tail: str
) -> Forgery:
    recorded = dataclasses.replace(sheet, mrz=altered.mrz, visible=altered.visible)
    return Forgery(
        sheet=recorded,
        regions=region(changes, severity),
        sees=f"{what} {SEEN[severity]}. {tail}",
        digital_edit=retyping(sheet, altered, changes, severity),
    )


def erased_and_retyped(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """The expiry date scraped off the paper and typed anew; in the MRZ too, unless the forger is careless."""
    expires = sheet.record.expires
    later = date(expires.year + int(rng.integers(2, 6)), expires.month, min(expires.day, 28))
    record = sheet.record.changed(expires=later)
    altered, old = sheet, []
    if any(name == "expires" for name, _ in sheet.visible):
        old.append(truth.text_element(sheet, "field-expires"))
        altered = truth.with_visible(altered, expires=truth.texts_for(sheet, record)["expires"])
    if sheet.mrz and severity is not Severity.CARELESS:
        changes = _mrz_changes(sheet, truth.with_mrz(sheet, truth.composed(sheet, record)))
        old += [was for was, _ in changes]
        altered = truth.with_mrz(altered, truth.composed(sheet, record))
    return _scraped(altered, tuple(old), severity, rng)


_DEPTH = {Severity.CARELESS: 0.85, Severity.ORDINARY: 0.6, Severity.SKILLED: 0.35}
_SLIP = {Severity.CARELESS: 0.45, Severity.ORDINARY: 0.22, Severity.SKILLED: 0.08}


def _scraped(altered: Sheet, old: tuple[Text, ...], severity: Severity, rng: np.random.Generator) -> Forgery:
    """Scraped places under the fresh type, which slips and is not the issuer's ink."""
    boxes = [text.box.grown(0.25) for text in old]
    scraped = tuple(_abrasion(n, box, _DEPTH[severity], rng) for n, box in enumerate(boxes))
    slip = _SLIP[severity]
    moved = tuple(
        dataclasses.replace(e, ink=DYE_BLACK, y=e.y + slip, x=e.x + slip * float(rng.normal(0, 0.6)))
        if isinstance(e, Text) and e.name == "field-expires"
        else e
        for e in altered.personal
    )
    sees = {
        Severity.CARELESS: "The paper is rough and pale where the date stands; the date slips; the MRZ keeps the old date.",
        Severity.ORDINARY: "The background is thin beneath the dates, the UV print is broken there, the type slips.",
        Severity.SKILLED: "Under UV the background is disturbed at the date, and in IR its ink vanishes.",
    }[severity]
    sheet = dataclasses.replace(altered, personal=(*_below_text(moved, scraped),))
    return Forgery(sheet=sheet, regions=boxes_path(*boxes), sees=sees)


def _below_text(elements: tuple[object, ...], patches: tuple[Patch, ...]) -> tuple:  # type: ignore[type-arg]
    """Patches go above the pictures and below the text."""
    pictures = tuple(e for e in elements if not isinstance(e, Text))
    texts = tuple(e for e in elements if isinstance(e, Text))
    return (*pictures, *patches, *texts)


def _abrasion(number: int, box: Box, depth: float, rng: np.random.Generator) -> Patch:
    """A scraped place with a ragged edge: the printing thinned, the paper brighter under UV."""
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    ragged = 1.0 + 0.05 * rng.normal(size=48)
    square = 1.0 / np.maximum(np.abs(np.cos(angle)), np.abs(np.sin(angle)))
    x = box.x + box.w * (0.5 + 0.5 * ragged * square * np.cos(angle))
    y = box.y + box.h * (0.5 + 0.5 * ragged * square * np.sin(angle))
    return Patch(
        name=f"scraped-{number}",
        path=polyline(np.stack([x, y], axis=1), closed=True),
        white=(0.965, 0.96, 0.945),
        uv=(0.20, 0.20, 0.36),
        ir=0.95,
        alpha=depth,
        soft=0.12,
    )


SPECIES = (
    Species(
        name="viz-text-digital",
        prado="alteration of data (visual zone only, digital)",
        forge=given_name_only,
        channels=UPLOAD_CHANNELS,
        needs=("given_names",),
    ),
    Species(
        name="mrz-digital-stale",
        prado="alteration of data (MRZ only, check digits not computed)",
        forge=mrz_birth_stale,
        channels=UPLOAD_CHANNELS,
        needs=("mrz",),
    ),
    Species(
        name="mrz-digital-valid",
        prado="alteration of data (MRZ only, check digits computed)",
        forge=mrz_birth_valid,
        channels=UPLOAD_CHANNELS,
        needs=("mrz",),
    ),
    Species(
        name="data-digital",
        prado="alteration of data (visual zone and MRZ, digital)",
        forge=birth_everywhere,
        channels=UPLOAD_CHANNELS,
        needs=("birth|mrz",),
    ),
    Species(
        name="data-mechanical",
        prado="alteration of data (mechanical erasure and retyping)",
        forge=erased_and_retyped,
        needs=("expires",),
    ),
)
