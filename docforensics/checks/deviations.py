"""The overlay of known deviations (Doc 9303-3 section 7): which checks do not apply to which documents.

The entries stand in `models/deviations/*.toml`, each with its source. A check that an entry names abstains on the document
that the entry describes; it is said in the report, and the check verifies nothing.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, undetermined
from docforensics.document import Document
from docforensics.errors import ResourceError
from docforensics.parsing import made, placed, read_toml
from docforensics.resources import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """One known deviation."""

    issuer: str
    code: str
    """First letters of the document code."""
    skip: frozenset[str]
    """Ids of checks."""
    source: str
    number_from: str = ""
    number_to: str = ""
    """Range of numbers as printed, ends included; empty for all."""
    expiry_from: date = date.min
    expiry_to: date = date.max

    def describes(self, document: Document) -> bool:
        """Whether a document is one of those that deviate so."""
        mrz = document.mrz
        if mrz is None or mrz.issuer != self.issuer or not mrz.document_code.startswith(self.code):
            return False
        number = mrz.document_number
        in_range = not self.number_from or self.number_from <= number <= (self.number_to or self.number_from)
        return in_range and self._expires_in_range(document)

    def _expires_in_range(self, document: Document) -> bool:
        if (self.expiry_from, self.expiry_to) == (date.min, date.max) or document.mrz is None:
            return True
        expiry = document.mrz.expiry_date(document.inspected_on)
        return (
            expiry is not None
            and expiry.date is not None
            and self.expiry_from <= expiry.date <= self.expiry_to
        )


def known_deviation(check: str, document: Document) -> Abstained | None:
    """Make the abstention of a check on a document that is known to deviate; None for any other."""
    for deviation in deviations():
        if check in deviation.skip and deviation.describes(document):
            return undetermined(
                f"known deviation of genuine documents of this model ({deviation.source}); not evaluated",
                why=Why.KNOWN_DEVIATION,
            )
    return None


@cache
def deviations() -> tuple[Deviation, ...]:
    """Load the shipped overlay."""
    return tuple(entry for path in resources("deviations", ".toml") for entry in read_deviations(path))


def read_deviations(path: Path) -> tuple[Deviation, ...]:
    """Read one file of deviations; ResourceError states what is wrong with it."""
    with placed(f"{path.name}: not a table of deviations", ResourceError):
        return made(tuple[Deviation, ...], read_toml(path)["deviation"])
