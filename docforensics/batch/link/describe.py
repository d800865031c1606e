"""What a scan keeps of a document for linkage: keyed identifiers, and descriptors of its pictures rotated by the key.

A descriptor is a coarse picture in the frequencies that survive another print and another camera. It finds the *same picture*
printed or captured again, not the same face in another picture: there is no face model here, and none should be needed to see
that one photograph serves several identities. The rotation keeps every angle between descriptors, which is all that linkage
needs, and leaves nothing to look at; it is no encryption, and whoever has the key can turn descriptors back into blurred pictures.

A zone that was read with doubt gives no identifiers: a misread is not a second identity.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.batch.link.key import keyed
from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.document import Document, Side
from docforensics.mrz.parse import Mrz
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.templates.model import FeatureKind, Template

Vector = NDArray[np.float32]

LEAST_CONFIDENCE = 0.9
"""Posterior of the least certain character below which a zone gives no identifiers."""
FREQUENCIES = {"portrait": (16, 16), "signature": (6, 16), "page": (16, 16)}
"""Lowest frequencies of a descriptor, down and across; a signature is low, and a small shift takes the higher ones away."""
FAULT_LENGTH = 512
"""Values of the descriptor of a background."""
_SIDE = 64
"""Pixels of the square that a picture is brought to."""
_LEAST_PX = 24
"""A picture that is smaller was captured too coarsely to be told from another."""
_LEAST_SPREAD = 6.0
"""Grey levels (standard deviation): a blank place is like any other blank place."""
_GROUND_PX_PER_MM = 2.0
"""Faults are specks and blots of a millimetre, not lines: a judgement; not fitted."""
_FLAT_MM = 4.0
"""Broader than this is light and shadow, not print."""
_SHIFT_MM = 0.5
"""Print may lie off its place by this without being a fault."""
_SHARPNESS = 0.6
"""Share of the print's own contrast that blur, tone and a small shift may change without being a fault."""
_BOLD, _MOST_BOLD, _TOLERATED = 0.8, 0.95, 0.8
"""Quantile of contrast above which print is bold; quantile of its change that a capture explains, and how often that is tolerated."""
_FAULT = 3.5
"""Robust standard deviations beyond which a place does not look like the template."""
_STRONGEST = 10.0
"""What exceeds more counts no more: one blot must not outweigh a pattern."""
_SPREAD_MM = 0.8
"""Faults are blurred by this, so that captures registered a little apart still agree."""
_LEAST_FAULT_MM2 = 0.4
"""Less is noise of the capture: a judgement; not fitted."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneData:
    """What the MRZ states of the document and its holder, of what linkage compares."""

    issuer: str
    number: str
    surname: str
    given_names: str
    birth: str
    """As in the zone."""
    expiry: date | None


class Describer:
    """Describes documents under one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def describe(self, document: Document) -> Mapping[str, Any]:
        """Give the columns of `schema.LINKS` but the names."""
        side = document.sides[document.mrz_side or 0]
        template = side.match.template if side.match else None
        told = _zone_data(document)
        return {
            **(self.identifiers(told) if told else {}),
            "model": _model(side, document.mrz),
            **self.pictures(side.page, template, side.viz.portrait),
        }

    def identifiers(self, told: ZoneData) -> dict[str, Any]:
        """Key the data of a machine readable zone."""
        names = f"{told.surname}|{told.given_names}"
        number = f"{told.issuer}|{told.number}"
        return {
            "number": keyed(self._key, "number", number) if told.number else None,
            "identity": keyed(self._key, "identity", f"{names}|{told.birth}")
            if names != "|" and told.birth
            else None,
            "expiry": told.expiry,
        }

    def pictures(
        self, page: Page, template: Template | None, portrait: BoxMm | None = None
    ) -> dict[str, Any]:
        """Describe the pictures on a page; the place of the portrait is the template's, or else `portrait`."""
        box = _box(template, FeatureKind.PORTRAIT) or portrait
        return {
            "portrait": self._turned("portrait", picture(page, box, "portrait")),
            "signature": self._turned(
                "signature", picture(page, _box(template, FeatureKind.SIGNATURE), "signature")
            ),
            "background": self._sketched(faults(page, template) if template else None),
            "page": self._turned("page", None if page.visible is None else described(page.visible, "page")),
        }

    def _turned(self, kind: str, vector: Vector | None) -> list[float] | None:
        if vector is None:
            return None
        return [float(value) for value in _rotation(keyed(self._key, "rotation", kind), len(vector)) @ vector]

    def _sketched(self, vector: Vector | None) -> list[float] | None:
        """Fold a long vector into a short one by secret places and signs, which keeps angles nearly."""
        if vector is None:
            return None
        places, signs = _folding(keyed(self._key, "folding", "background"), len(vector))
        return [float(value) for value in np.bincount(places, weights=signs * vector, minlength=FAULT_LENGTH)]


@cache
def _rotation(seed: str, length: int) -> NDArray[np.float32]:
    random = np.random.default_rng(int(seed, 16))
    return np.asarray(np.linalg.qr(random.standard_normal((length, length)))[0], dtype=np.float32)


@cache
def _folding(seed: str, length: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    random = np.random.default_rng(int(seed, 16))
    return random.integers(0, FAULT_LENGTH, length), random.choice([-1.0, 1.0], length)


def picture(page: Page, box: BoxMm | None, kind: str) -> Vector | None:
    """Describe the picture in a box of a page; None where there is none, or it is too small or too pale to describe."""
    if box is None or page.visible is None or not page.shows(box):
        return None
    rows, columns = page.box_px(box).slices
    part = page.visible[max(rows.start, 0) : rows.stop, max(columns.start, 0) : columns.stop]
    return described(part, kind)


def described(pixels: Pixels, kind: str) -> Vector | None:
    """The lowest frequencies of a picture but the constant one, as a vector of length 1."""
    if min(pixels.shape[:2]) < _LEAST_PX:
        return None
    small = _grey(pixels, (_SIDE, _SIDE))
    if small.std() < _LEAST_SPREAD:
        return None
    # Printers and cameras bend tones; ranks of tones stay.
    even = np.asarray(cv2.equalizeHist(np.clip(small, 0, 255).astype(np.uint8)), dtype=np.float32)
    down, across = FREQUENCIES[kind]
    # Pictures hold the less, the higher the frequency: evened out, heads before a light ground differ as they should.
    pitch = np.hypot(*np.mgrid[0:down, 0:across])
    return _unit(np.asarray((cv2.dct(even)[:down, :across] * pitch).ravel()[1:], dtype=np.float32))


def faults(page: Page, template: Template) -> Vector | None:
    """Where the print that all documents of the model share looks unlike the template; None where it does nowhere."""
    reference = template.references.get(Light.VISIBLE)
    if page.visible is None or reference is None:
        return None
    width, height = (round(side * _GROUND_PX_PER_MM) for side in template.size_mm)
    allowed = (
        cv2.resize(reference.constant.astype(np.float32), (width, height), interpolation=cv2.INTER_AREA) > 0.9
    )
    for feature in template.features:
        if feature.kind in _PERSONAL:
            rows, columns = feature.box.grown(1.0).to_px(_GROUND_PX_PER_MM).slices
            allowed[max(rows.start, 0) : rows.stop, max(columns.start, 0) : columns.stop] = False
    if not allowed.any():
        return None
    there, expected = (
        _flat(_grey(pixels, (width, height)), allowed) for pixels in (page.visible, reference.mean)
    )
    return _excess(there, expected, allowed)


def _excess(there: Vector, expected: Vector, allowed: NDArray[np.bool_]) -> Vector | None:
    """Departures beyond noise and beyond what blur and a small shift of the expected print explain, blurred."""
    gain = float((there * expected)[allowed].sum() / max(float((expected * expected)[allowed].sum()), 1e-6))
    rest = there - gain * expected
    contrast = np.sqrt(cv2.GaussianBlur(expected * expected, (0, 0), _SHIFT_MM * _GROUND_PX_PER_MM))
    noise = 1.4826 * float(np.median(np.abs(rest[allowed]))) + 0.5
    changed = np.abs(rest[allowed]) / np.maximum(gain * contrast[allowed], noise)
    # What blur and tone did to this capture shows on nearly all bold print; a fault is somewhere, and no quantile.
    bold = changed[contrast[allowed] > np.quantile(contrast[allowed], _BOLD)]
    tolerated = max(_SHARPNESS, _TOLERATED * float(np.quantile(bold, _MOST_BOLD)) if bold.size else 0.0)
    surprise = np.where(allowed, rest / np.hypot(noise, tolerated * gain * contrast), 0)
    beyond = np.sign(surprise) * np.clip(np.abs(surprise) - _FAULT, 0, _STRONGEST - _FAULT)
    if np.count_nonzero(beyond) < _LEAST_FAULT_MM2 * _GROUND_PX_PER_MM**2:
        return None
    spread = cv2.GaussianBlur(beyond.astype(np.float32), (0, 0), _SPREAD_MM * _GROUND_PX_PER_MM)
    return _unit(np.asarray(spread.ravel(), dtype=np.float32))


def _flat(grey: Vector, allowed: NDArray[np.bool_]) -> Vector:
    """Take light and shadow off; what is not allowed has no say in what they are."""
    weight, width = allowed.astype(np.float32), _FLAT_MM * _GROUND_PX_PER_MM
    around = cv2.GaussianBlur(grey * weight, (0, 0), width) / np.maximum(
        cv2.GaussianBlur(weight, (0, 0), width), 1e-3
    )
    return np.asarray((grey - around) * weight, dtype=np.float32)


def _grey(pixels: Pixels, size: tuple[int, int]) -> Vector:
    """A picture in grey at another size (width, height)."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.float32)


def _unit(vector: NDArray[np.float32]) -> Vector | None:
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length, dtype=np.float32) if length > 0 else None


def _box(template: Template | None, kind: FeatureKind) -> BoxMm | None:
    found = template.of_kind(kind) if template else ()
    return found[0].box if found else None


def _model(side: Side, mrz: Mrz | None) -> str:
    """What the print is compared within."""
    if side.match is not None:
        return side.match.template.id
    issuer, form = (mrz.issuer, mrz.format.value) if mrz else ("", "")
    return f"{issuer}-{form}-{side.page.size or 'unknown'}"


def _zone_data(document: Document) -> ZoneData | None:
    """What the zone says; None where it was not read, or with doubt."""
    mrz, reading = document.mrz, document.mrz_reading
    if mrz is None or reading is None or reading.confidence < LEAST_CONFIDENCE:
        return None
    expiry = mrz.expiry_date(document.inspected_on)
    return ZoneData(
        issuer=mrz.issuer,
        number=mrz.value("document_number") or "",
        surname=mrz.surname,
        given_names=mrz.given_names,
        birth=mrz.value("birth_date") or "",
        expiry=expiry.date if expiry else None,
    )
