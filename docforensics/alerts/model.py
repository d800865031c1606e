"""An alert: what one post saw on a false document, so that every post can recognise it. It holds no data of a holder."""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import cv2
import numpy as np

from docforensics.alerts.numbers import NumberList
from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.errors import AlertError
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import REFERENCE_PX_PER_MM, CounterfeitMark, TemplateModel
from docforensics.templates.planes import Mask

USUAL_DAYS = 365
"""For which an alert is in force where no last day is given. A judgement: by then somebody has to decide whether the series still turns up."""
CONTEXT_MM = 2.0
"""Print around a place that its pictures show as well, so that it can be laid on another post's reference. As much as marks are compared with."""
MOST_PLACES, MOST_LISTS, MOST_TEXT = 20, 20, 2000
"""Places and lists of one alert, and characters of one text. Judgements; not fitted: a card shows the first four."""
_NEIGHBOURS = np.ones((3, 3), np.uint8)
_SLUG = re.compile("[a-z0-9][a-z0-9-]{0,39}")
_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class FraudSpecies(StrEnum):
    """What kind of false document it is, in the words of the PRADO glossary."""

    COUNTERFEIT = "counterfeit"
    """Reproduced as a whole without authority (PRADO: counterfeit document, total counterfeit)."""
    FORGED = "forged document"
    """A genuine document that was altered (PRADO: forged document, falsified)."""
    STOLEN_BLANK = "stolen blank"
    """A genuine blank document, filled in without authority."""
    PSEUDO = "pseudo document"
    """A document of no authority (PRADO: fantasy or camouflage document)."""
    FRAUDULENTLY_OBTAINED = "fraudulently obtained"
    """A genuine document, issued on false evidence."""
    IMPOSTOR = "misuse by an impostor"
    """A genuine document, used by another person."""


class Tlp(StrEnum):
    """Who may have an alert: the labels of the Traffic Light Protocol 2.0 (FIRST)."""

    RED = "TLP:RED"
    """The named recipients alone."""
    AMBER_STRICT = "TLP:AMBER+STRICT"
    """The recipient's organisation alone."""
    AMBER = "TLP:AMBER"
    """The recipient's organisation and its clients, where they need it."""
    GREEN = "TLP:GREEN"
    """The recipient's community; not public."""
    CLEAR = "TLP:CLEAR"
    """Everybody."""


class AlertSeverity(StrEnum):
    """How urgent it is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AlertPlace:
    """A place of the page where the false document differs, with pictures of both: the genuine print and what was seen."""

    name: str
    """Slug, unique within the alert."""
    box: BoxMm
    look_for: str
    """What an officer sees there, in one sentence."""
    genuine: Pixels
    """(h, w, 3) or (h, w) uint8 at `REFERENCE_PX_PER_MM`: `box` with `CONTEXT_MM` around, of the reference."""
    seen: Pixels
    """The same place of the false document; what shows data of the holder is painted over."""
    light: Light = Light.VISIBLE
    equipment: tuple[str, ...] = ()
    """With what it is seen: slugs of equipment such as `loupe`; empty for eyes alone."""
    is_measured: bool = True
    """Whether the check looks for it by itself; else it is for the eye alone."""

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.name):
            raise AlertError(
                f"places: expected a name of small letters, digits and dashes, got {self.name!r}"
            )
        _refuse_long("places: look_for", self.look_for)
        shape = shape_of(self.box)
        for name, picture in (("genuine", self.genuine), ("seen", self.seen)):
            if picture.shape[:2] != shape or picture.dtype.name != "uint8":
                raise AlertError(
                    f"places: {self.name}: {name}: expected uint8 of shape {shape}, got {picture.dtype} {picture.shape}"
                )
            picture.setflags(write=False)

    @property
    def painted(self) -> Mask:
        """(h, w): what is of one colour to the last level in both pictures: what was painted over, and paper without print, which shows nothing either."""
        flat = np.ones(self.seen.shape[:2], np.bool_)
        for picture in (self.genuine, self.seen):
            least, most = (of(picture, _NEIGHBOURS) for of in (cv2.erode, cv2.dilate))
            flat &= (least == most).reshape(*flat.shape, -1).all(axis=2)
        return np.asarray(cv2.dilate(flat.astype(np.uint8), _NEIGHBOURS) > 0, np.bool_)

    def mark(self, source: str) -> CounterfeitMark:
        """Give the inner part of what was seen, in the form in which templates hold marks of counterfeits."""
        margin = round(CONTEXT_MM * REFERENCE_PX_PER_MM)
        patch = self.seen[margin:-margin, margin:-margin]
        return CounterfeitMark(
            name=self.name, box=self.box, patch=patch, light=self.light, note=self.look_for, source=source
        )


def shape_of(box: BoxMm) -> tuple[int, int]:
    """Rows and columns of the pictures of a place."""
    width, height = (round(side * REFERENCE_PX_PER_MM) for side in (box.width, box.height))
    margin = 2 * round(CONTEXT_MM * REFERENCE_PX_PER_MM)
    return height + margin, width + margin


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Alert:
    """One alert, in one revision."""

    id: str
    """A UUID, the same in every revision."""
    revision: int = 1
    """Counts up; a higher one replaces a lower one."""
    title: str
    issuer: str
    """Which authority states it, in words; who signed it is in `signed_by`."""
    issued_on: date
    valid_from: date
    valid_to: date
    """The last day on which it is in force."""
    model: TemplateModel
    """Which document."""
    species: FraudSpecies
    severity: AlertSeverity = AlertSeverity.MEDIUM
    tlp: Tlp = Tlp.AMBER
    summary: str = ""
    """What is known of the series, without data of a holder."""
    places: tuple[AlertPlace, ...] = ()
    numbers: tuple[NumberList, ...] = ()
    withdrawn: str = ""
    """Why it was withdrawn; empty for one that was not."""
    digest: str = ""
    """sha256 over the manifest of the file that it was read from; empty for one that was just made."""
    signed_by: str = ""
    """Id of the trusted key that signed the file; empty for none."""

    def __post_init__(self) -> None:
        if not _UUID.fullmatch(self.id):
            raise AlertError(f"id: expected a UUID in small letters, got {self.id!r}")
        if self.revision < 1:
            raise AlertError(f"revision: expected 1 or more, got {self.revision}")
        if self.valid_from > self.valid_to:
            raise AlertError(f"valid_from {self.valid_from} is after valid_to {self.valid_to}")
        if not self.title or not self.issuer:
            raise AlertError("expected a title and an issuer")
        for name in ("title", "issuer", "summary", "withdrawn"):
            _refuse_long(name, getattr(self, name))
        for name, entries, most in (
            ("places", self.places, MOST_PLACES),
            ("numbers", self.numbers, MOST_LISTS),
        ):
            names = [one.name for one in entries]
            if len(set(names)) != len(names) or len(names) > most:
                raise AlertError(f"{name}: expected at most {most}, each with a name of its own, got {names}")
        if not (self.places or self.numbers or self.withdrawn):
            raise AlertError(
                "expected a place or a list of numbers: an alert without either can match nothing"
            )
        if self.withdrawn and (self.places or self.numbers):
            raise AlertError("withdrawn: expected neither places nor numbers in an alert that is withdrawn")

    @property
    def measured(self) -> tuple[AlertPlace, ...]:
        """The places that the check looks for by itself."""
        return tuple(place for place in self.places if place.is_measured)

    def withdrawal(self, reason: str, on: date) -> "Alert":
        """Give the next revision, which withdraws it: no picture and no list stays in it."""
        if not reason:
            raise AlertError("expected a reason for the withdrawal")
        return replace(
            self,
            revision=self.revision + 1,
            issued_on=on,
            places=(),
            numbers=(),
            withdrawn=reason,
            digest="",
            signed_by="",
        )


def _refuse_long(name: str, text: str) -> None:
    if len(text) > MOST_TEXT or any(not (one.isprintable() or one == "\n") for one in text):
        raise AlertError(f"{name}: expected at most {MOST_TEXT} printable characters")
