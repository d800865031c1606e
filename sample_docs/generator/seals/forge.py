"""Forgeries of what was signed: seals that are copied, made anew or of bad signers, and chip data that were changed.

A forger of the page leaves the seal as it was, because he cannot sign; a forger of the seal signs with a key of his own.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from sample_docs.generator.elements import Lines
from sample_docs.generator.faces import face
from sample_docs.generator.forge import truth
from sample_docs.generator.people import Record
from sample_docs.generator.sheet import Sheet

from .chip import Chip, chip_of, data_group_1, data_group_2
from .pki import Signer, signer
from .printed import NAME, emergency_seal, seal_element, visa_seal


@dataclass(frozen=True, slots=True, kw_only=True)
class Forged:
    """A sheet whose seal does not fit, and where that is found."""

    sheet: Sheet
    check: str
    """The check that must find it."""
    reason: str
    """What it must name: a field, or a sub-indication of Table D.1."""


Forge = Callable[[Sheet, Sheet, np.random.Generator], Forged]
"""From the sheet, and another holder's sheet of the same design."""


def resealed(sheet: Sheet, payload: bytes) -> Sheet:
    """The sheet with another seal in the place of its own."""
    old = sheet.find(NAME)
    if not isinstance(old, Lines):
        raise TypeError(f"{NAME} is no line work")
    bounds = old.path.getBounds()
    return sheet.with_element(seal_element(payload, bounds.left(), bounds.top()))


def payload_of(
    sheet: Sheet,
    record: Record,
    lines: tuple[str, ...],
    by: Signer | None = None,
    *,
    reference: str | None = None,
) -> bytes:
    """The seal of this design for a record and its MRZ."""
    make = emergency_seal if sheet.design.key == "etd" else visa_seal
    return make(lines, record, by, reference=reference)


def _altered(sheet: Sheet, rng: np.random.Generator) -> tuple[Sheet, Record]:
    """Another date of birth, in the visual zone and the MRZ, with its check digits."""
    record = truth.other_birth(sheet.record, rng)
    lines = truth.composed(sheet, record)
    return truth.with_visible(
        truth.with_mrz(sheet, lines), birth=truth.texts_for(sheet, record)["birth"]
    ), record


def altered_print(sheet: Sheet, other: Sheet, rng: np.random.Generator) -> Forged:
    """The print altered, the genuine seal beside it."""
    del other
    return Forged(sheet=_altered(sheet, rng)[0], check="seal.seal_mrz", reason="date of birth")


def copied_seal(sheet: Sheet, other: Sheet, rng: np.random.Generator) -> Forged:
    """The genuine seal of another holder's document."""
    del rng
    payload = payload_of(other, other.record, other.mrz)
    return Forged(sheet=resealed(sheet, payload), check="seal.seal_mrz", reason="document number")


def resigned(sheet: Sheet, other: Sheet, rng: np.random.Generator) -> Forged:
    """The print altered and sealed anew with a forger's key, which claims to be the genuine one."""
    del other
    changed, record = _altered(sheet, rng)
    payload = payload_of(
        sheet, record, changed.mrz, signer("seal-untrusted"), reference=signer("seal").reference
    )
    return Forged(sheet=resealed(changed, payload), check="seal.seal_signature", reason="INVALID_SIGNATURE")


def _signed_by(name: str, reason: str) -> Forge:
    def forge(sheet: Sheet, other: Sheet, rng: np.random.Generator) -> Forged:
        del other, rng
        payload = payload_of(sheet, sheet.record, sheet.mrz, signer(name))
        return Forged(sheet=resealed(sheet, payload), check="seal.seal_signature", reason=reason)

    return forge


SEAL_FORGERIES: dict[str, Forge] = {
    "altered-print": altered_print,
    "copied-seal": copied_seal,
    "resigned": resigned,
    "untrusted-signer": _signed_by("seal-untrusted", "UNKNOWN_CERTIFICATE"),
    "expired-signer": _signed_by("seal-expired", "EXPIRED_CERTIFICATE"),
    "revoked-signer": _signed_by("seal-revoked", "REVOKED_CERTIFICATE"),
}


def stored_face(record: Record, quality: int = 88) -> bytes:
    """The picture that Utopia stores in a chip: the photo from which the portrait is printed, as JPEG."""
    stream = io.BytesIO()
    Image.fromarray(face(record.holder.identity, 0)).save(stream, "JPEG", quality=quality)
    return stream.getvalue()


def genuine_chip(sheet: Sheet, by: Signer | None = None) -> Chip:
    """The chip of a document."""
    return chip_of(sheet.mrz, stored_face(sheet.record), by)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgedChip:
    """Chip data that do not belong to the page, and where that is found."""

    chip: Chip
    check: str
    reason: str


def hash_mismatch(sheet: Sheet, other: Sheet) -> ForgedChip:
    """EF.DG1 rewritten for another date of birth, EF.SOD left."""
    del other
    record = truth.other_birth(sheet.record, np.random.default_rng(1))
    lines = truth.composed(sheet, record)
    chip = genuine_chip(sheet).with_group(1, data_group_1(lines))
    return ForgedChip(chip=chip, check="seal.chip_authenticity", reason="HASH_MISMATCH")


def swapped_face(sheet: Sheet, other: Sheet) -> ForgedChip:
    """EF.DG2 replaced by another holder's, EF.SOD left."""
    chip = genuine_chip(sheet).with_group(2, data_group_2(stored_face(other.record)))
    return ForgedChip(chip=chip, check="seal.chip_authenticity", reason="HASH_MISMATCH")


def swapped_face_resigned(sheet: Sheet, other: Sheet) -> ForgedChip:
    """EF.DG2 replaced and all signed anew by a forger's key."""
    chip = chip_of(sheet.mrz, stored_face(other.record), signer("chip-untrusted"))
    return ForgedChip(chip=chip, check="seal.chip_authenticity", reason="UNTRUSTED_CERTIFICATE")


def cloned(sheet: Sheet, other: Sheet) -> ForgedChip:
    """The genuine chip data of another holder."""
    del sheet
    return ForgedChip(chip=genuine_chip(other), check="seal.chip_mrz", reason="document number")


def _chip_by(name: str, reason: str) -> Callable[[Sheet, Sheet], ForgedChip]:
    def forge(sheet: Sheet, other: Sheet) -> ForgedChip:
        del other
        made = genuine_chip(sheet, signer(name))
        return ForgedChip(chip=made, check="seal.chip_authenticity", reason=reason)

    return forge


CHIP_FORGERIES: dict[str, Callable[[Sheet, Sheet], ForgedChip]] = {
    "hash-mismatch": hash_mismatch,
    "swapped-face": swapped_face,
    "swapped-face-resigned": swapped_face_resigned,
    "cloned": cloned,
    "expired-signer": _chip_by("chip-expired", "EXPIRED_CERTIFICATE"),
    "revoked-signer": _chip_by("chip-revoked", "REVOKED_CERTIFICATE"),
}
