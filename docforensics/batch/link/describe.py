"""What a scan keeps of a document for linkage: keyed identifiers, and descriptors of its pictures rotated by the key.

A descriptor is a coarse picture in the frequencies that survive another print and another camera. It finds the *same picture*
printed or captured again, not the same face in another picture: there is no face model here, and none should be needed to see
that one photograph serves several identities. The rotation keeps every angle between descriptors, which is all that linkage
needs, and leaves nothing to look at; it is no encryption, and whoever has the key can turn descriptors back into blurred pictures.

A zone that was read with doubt gives no identifiers: a misread is not a second identity.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.batch.link.key import keyed
from docforensics.capture.model import Pixels
from docforensics.document import Document, Side
from docforensics.mrz.parse import Mrz
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.templates.model import FeatureKind, Template

Vector = NDArray[np.float32]

LEAST_CONFIDENCE = 0.9
"""Posterior of the least certain character below which a zone gives no identifiers."""
BASIS = 16
"""A descriptor holds the BASIS x BASIS lowest frequencies but the constant one."""
LENGTH = BASIS * BASIS - 1
BACKGROUND_LENGTH = 384
_SIDE = 64
"""Pixels of the square that a picture is brought to."""
_LEAST_PX = 24
"""A picture that is smaller was captured too coarsely to be told from another."""
_LEAST_SPREAD = 6.0
"""Grey levels (standard deviation): a blank place is like any other blank place."""
_GROUND_PX_PER_MM = 1.0
_FLAT_MM = 4.0
"""Broader than this is light and shadow, not print."""
_PERSONAL = frozenset(
    {
        FeatureKind.PORTRAIT,
        FeatureKind.SECONDARY_PORTRAIT,
        FeatureKind.SIGNATURE,
        FeatureKind.PERSONAL_DATA,
        FeatureKind.MACHINE_READABLE_ZONE,
        FeatureKind.LASER_PERFORATION,
        FeatureKind.OPTICALLY_VARIABLE_DEVICE,
    }
)
"""What differs from holder to holder, or from angle to angle, on genuine documents."""


class Describer:
    """Describes documents under one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def describe(self, document: Document) -> Mapping[str, Any]:
        """Give the columns of `schema.LINKS` but the names."""
        side = document.sides[document.mrz_side or 0]
        page, template = side.page, side.match.template if side.match else None
        return {
            **self._identifiers(document),
            "model": _model(side, document.mrz),
            "portrait": self._turned("portrait", picture(page, _portrait_box(side, template))),
            "signature": self._turned("signature", picture(page, _box(template, FeatureKind.SIGNATURE))),
            "background": self._turned("background", ground(page, template) if template else None),
            "page": self._turned("page", None if page.visible is None else described(page.visible)),
        }

    def _identifiers(self, document: Document) -> dict[str, Any]:
        mrz, reading = document.mrz, document.mrz_reading
        if mrz is None or reading is None or reading.confidence < LEAST_CONFIDENCE:
            return {}
        number, birth = mrz.value("document_number"), mrz.value("birth_date")
        names = (mrz.surname, mrz.given_names)
        expiry = mrz.expiry_date(document.inspected_on)
        return {
            "number": keyed(self._key, "number", f"{mrz.issuer}|{number}") if number else None,
            "identity": keyed(self._key, "identity", "|".join((*names, birth)))
            if any(names) and birth
            else None,
            "expiry": expiry.date if expiry else None,
        }

    def _turned(self, kind: str, vector: Vector | None) -> list[float] | None:
        if vector is None:
            return None
        rotation = _rotation(keyed(self._key, "rotation", kind), len(vector), BACKGROUND_LENGTH)
        return [float(value) for value in rotation @ vector]


@cache
def _rotation(seed: str, length: int, most: int) -> NDArray[np.float32]:
    """A secret rotation; for long vectors a secret projection to `most` values, which keeps angles nearly."""
    random = np.random.default_rng(int(seed, 16))
    if length > most:
        return np.asarray(random.standard_normal((most, length)) / np.sqrt(most), dtype=np.float32)
    return np.asarray(np.linalg.qr(random.standard_normal((length, length)))[0], dtype=np.float32)


def picture(page: Page, box: BoxMm | None) -> Vector | None:
    """Describe the picture in a box of a page; None where there is none, or it is too small or too pale to tell."""
    if box is None or page.visible is None or not page.shows(box):
        return None
    rows, columns = page.box_px(box).slices
    part = page.visible[max(rows.start, 0) : rows.stop, max(columns.start, 0) : columns.stop]
    return described(part)


def described(pixels: Pixels) -> Vector | None:
    """The lowest frequencies of a picture but the constant one, as a vector of length 1."""
    if min(pixels.shape[:2]) < _LEAST_PX:
        return None
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    small = cv2.resize(grey, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    if small.std() < _LEAST_SPREAD:
        return None
    # Printers and cameras bend tones; ranks of tones stay.
    even = np.asarray(cv2.equalizeHist(np.clip(small, 0, 255).astype(np.uint8)), dtype=np.float32)
    return _unit(np.asarray(cv2.dct(even)[:BASIS, :BASIS].ravel()[1:], dtype=np.float32))


def ground(page: Page, template: Template) -> Vector | None:
    """The printed background where it is the same on all documents of a model, light and shadow taken off."""
    if page.visible is None:
        return None
    width, height = (round(side * _GROUND_PX_PER_MM) for side in page.size_mm)
    grey = cv2.cvtColor(page.visible, cv2.COLOR_RGB2GRAY) if page.visible.ndim == 3 else page.visible
    small = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
    flat = small - cv2.GaussianBlur(small, (0, 0), _FLAT_MM * _GROUND_PX_PER_MM)
    for feature in template.features:
        if feature.kind in _PERSONAL:
            rows, columns = feature.box.grown(1.0).to_px(_GROUND_PX_PER_MM).slices
            flat[max(rows.start, 0) : rows.stop, max(columns.start, 0) : columns.stop] = 0
    return np.asarray(flat.ravel(), dtype=np.float32) if flat.any() else None


def _unit(vector: NDArray[np.float32]) -> Vector | None:
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length, dtype=np.float32) if length > 0 else None


def _portrait_box(side: Side, template: Template | None) -> BoxMm | None:
    """Where the portrait is: as the template says, which is exact; else as it was found."""
    return _box(template, FeatureKind.PORTRAIT) or side.viz.portrait


def _box(template: Template | None, kind: FeatureKind) -> BoxMm | None:
    found = template.of_kind(kind) if template else ()
    return found[0].box if found else None


def _model(side: Side, mrz: Mrz | None) -> str:
    """What the print is compared within."""
    if side.match is not None:
        return side.match.template.id
    issuer, form = (mrz.issuer, mrz.format.value) if mrz else ("", "")
    return f"{issuer}-{form}-{side.page.size or 'unknown'}"
