"""Holders and the records printed about them. All of them are made up; names come from word lists of several scripts."""

import dataclasses
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np

from . import names
from .faces import age_of, face_names, sex_of

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A person who does not exist. ``identity`` names the face; the Latin forms are those of the MRZ alphabet."""

    key: str
    identity: str
    sex: str
    birth: date
    surname: names.Name
    given: names.Name
    birthplace: names.Name

    @property
    def split(self) -> str:
        """Calibration or test; decided by the face, so that no face is on both sides."""
        return ("calibration", "test")[face_names().index(self.identity) % 2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is printed in one document: the holder and the facts of issue."""

    holder: Holder
    number: str
    issued: date
    expires: date
    personal_number: str
    authority: str
    issuer: str = "UTO"
    nationality: str = "UTO"
    visa_class: str = "C"
    entries: str = "MULT"
    passport_number: str = ""

    def changed(self, **facts: object) -> "Record":
        """The record with some facts replaced; those of the holder are found by name."""
        own = {f.name for f in dataclasses.fields(self)}
        person = {k: v for k, v in facts.items() if k not in own}
        holder = dataclasses.replace(self.holder, **person) if person else self.holder  # type: ignore[arg-type]
        return dataclasses.replace(self, holder=holder, **{k: v for k, v in facts.items() if k in own})  # type: ignore[arg-type]


def printed_date(day: date) -> str:
    """DD MMM YYYY, as the visual zone prints it."""
    return f"{day.day:02d} {MONTHS[day.month - 1]} {day.year}"


@cache
def holder(index: int) -> Holder:
    """The holder with this number: always the same person."""
    rng = np.random.default_rng([20261, index])
    faces = face_names()
    identity = faces[index % len(faces)]
    sex = sex_of(identity)
    surname, given, place = names.draw(rng, sex)
    birth = date(2024, 1, 1) - timedelta(days=365 * age_of(identity) + int(rng.integers(0, 365)))
    return Holder(
        key=f"h{index:03d}",
        identity=identity,
        sex=sex,
        birth=birth,
        surname=surname,
        given=given,
        birthplace=place,
    )


AUTHORITIES = (
    "OFFICE OF JOURNEYS, AMAUROT",
    "PREFECTURE OF ANYDER",
    "REGISTRY OF AIRCASTLE",
    "CONSULATE AT NOWHERE",
)


def record(
    person: Holder,
    rng: np.random.Generator,
    *,
    edition: tuple[date, int],
    nationality: str,
    numbering: tuple[str, str] = ("", ""),
) -> Record:
    """A record for ``person``, issued within three years of the edition's first day and valid for its years less a day.

    ``numbering`` is the form of the document number and the letters it draws from (`sheet.Design.numbering`).
    """
    first_issue, years = edition
    issued = first_issue + timedelta(days=int(rng.integers(0, 3 * 365)))
    expires = date(issued.year + years, issued.month, min(issued.day, 28)) - timedelta(days=1)
    return Record(
        holder=person,
        number=patterned_number(rng, *numbering) if numbering[0] else document_number(rng),
        issued=issued,
        expires=expires,
        personal_number=personal_number(rng),
        authority=str(rng.choice(AUTHORITIES)),
        nationality=nationality,
        passport_number=document_number(rng),
    )


def document_number(rng: np.random.Generator) -> str:
    """Two letters of the series and seven digits."""
    letters = "".join(rng.choice(list("ACEFHJKLMNPRTUVWXY"), 2))
    return letters + "".join(str(d) for d in rng.integers(0, 10, 7))


def patterned_number(rng: np.random.Generator, pattern: str, letters: str) -> str:
    """A number of the form of ``pattern``: A is one of ``letters``, 9 a digit."""
    drawn = {"A": letters, "9": "0123456789"}
    return "".join(str(rng.choice(list(drawn[c]))) for c in pattern)


def personal_number(rng: np.random.Generator) -> str:
    """Eleven digits."""
    return "".join(str(d) for d in rng.integers(0, 10, 11))
