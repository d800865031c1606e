"""Dates in the MRZ: two-digit years, unknown parts (Doc 9303-3 section 4.8), centuries (BSI TR-03135-1).

ICAO gives no rule for the century; the one of TR-03135-1 v5.0.1 is used, relative to the day of inspection.
"""

import datetime as dt
from dataclasses import dataclass

from docforensics.formats.alphabet import DIGITS, FILLER

FUTURE_YEARS = 15
"""An expiry year up to this far ahead of the inspection is in the future, any other in the past."""
_LEAP_YEAR = 2000
"""Stands in for an unknown year, so that 29 February stays possible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzDate:
    """A date of which parts may be unknown."""

    year: int | None
    """Four digits, the century by rule; None when unknown (`<<`) or not two digits."""
    month: int | None
    """As printed, so possibly not 1 to 12."""
    day: int | None
    """As printed; None also where the format prints none (YYMM)."""
    well_formed: bool
    """Every part is two digits or `<<`, and there are as many parts as the format prints."""

    @property
    def real(self) -> bool:
        """Whether such a date exists: the known parts are those of at least one calendar date."""
        return self.well_formed and self._some_date() is not None

    @property
    def date(self) -> dt.date | None:
        """The calendar date, when all three parts are known and it exists."""
        whole = None not in {self.year, self.month, self.day}
        return self._some_date() if whole and self.well_formed else None

    def _some_date(self) -> dt.date | None:
        year, month, day = (
            default if part is None else part
            for part, default in zip((self.year, self.month, self.day), (_LEAP_YEAR, 1, 1), strict=True)
        )
        try:
            return dt.date(year, month, day)
        except ValueError:
            return None


def birth_date(raw: str, inspected_on: dt.date) -> MrzDate:
    """Read YYMMDD of birth: the latest such year before that of the inspection.

    So a child born in the year of the inspection counts as a hundred years old: two digits cannot tell.
    """
    return _date(raw, latest=inspected_on.year - 1)


def expiry_date(raw: str, inspected_on: dt.date) -> MrzDate:
    """Read YYMMDD of expiry: from the inspection year to `FUTURE_YEARS` later it lies ahead, else behind."""
    return _date(raw, latest=inspected_on.year + FUTURE_YEARS)


def issue_date(raw: str, inspected_on: dt.date) -> MrzDate:
    """Read YYMM of issue (French identity card): the latest such year that is not after the inspection."""
    return _date(raw, latest=inspected_on.year, printed=2)


def _date(raw: str, *, latest: int, printed: int = 3) -> MrzDate:
    """Read so many parts, in the latest year up to `latest` that ends in the two digits of the first."""
    pairs = [raw[2 * place : 2 * place + 2] for place in range(printed)]
    well_formed = len(raw) == 2 * printed and all(pair == FILLER * 2 or _is_number(pair) for pair in pairs)
    year, month, day = [*(int(pair) if _is_number(pair) else None for pair in pairs), None][:3]
    year = None if year is None else latest - (latest - year) % 100
    return MrzDate(year=year, month=month, day=day, well_formed=well_formed)


def _is_number(pair: str) -> bool:
    """Two ASCII digits (`str.isdigit` would let others pass)."""
    return len(pair) == 2 and all(symbol in DIGITS for symbol in pair)
