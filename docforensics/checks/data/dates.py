"""Whether the dates of birth and expiry exist, and are possible together.

Judged over what each digit may be: an impossible date that one likely misread would turn into a real one is not evidence. Asked
are: a real day of birth (unknown parts as fillers, or 00 as some issuers print), a real day of expiry (or none at all), and
years that some choice of centuries makes possible: expiry no later than 15 years after the examination and not before 1980,
when the first such documents were issued; birth before the expiry and the examination, and no more than 125 years ago.
Two-digit years hide the rest.

Cannot see: dates that are possible and wrong.

Sources: Doc 9303-3 section 4.8; BSI TR-03135 DateOfBirth, DateOfExpiry; standards.md 1.4.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from docforensics.checks.claims import ClaimId
from docforensics.checks.outcome import Measured, Outcome
from docforensics.checks.spec import Beside, CheckSpec
from docforensics.checks.support.likelihood import RuleSupport, Shares, log10_lr, ratio_of_some, support
from docforensics.checks.support.mrz_print import UNEVEN, UNREAD, Posteriors, Print, listed, read_print
from docforensics.document import Document
from docforensics.formats.alphabet import DIGITS, FILLER, SYMBOLS
from docforensics.formats.layout import Span
from docforensics.mrz.dates import FUTURE_YEARS

SPEC = CheckSpec(
    title="Dates of birth and expiry",
    unit="log10 LR",
    contradicts=frozenset({ClaimId.MRZ_DATA}),
    tr03135="DateOfBirth, DateOfExpiry",
    needs_mrz=True,
    adverse="{summary}",
    favourable="{summary}",
    advice="Compare the dates with the visual zone and the chip; look at the marked digits for erasure and retyping.",
    personal_facts=frozenset({"summary"}),
    beside=Beside.NOTHING,
    facts={"summary": str, "count": int},
)

SHARES = Shares(forged=0.04, genuine=0.003)
"""Judgements: invented dates are mostly possible ones; a few issuers and long validities depart from the rules."""
FIRST_YEAR, OLDEST = 1980, 125
"""Earliest year of expiry, and age of the oldest holder, that are considered. Judgements; not fitted."""

Pairs = NDArray[np.float64]
"""(102,) probabilities of two printed characters: 00 to 99, unknown (two fillers), anything else."""
_UNKNOWN, _MALFORMED = 100, 101
"""Places of those two in the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRule:
    """One question asked of the dates."""

    words: str
    spans: tuple[Span, ...]
    support: RuleSupport
    """What the picture says for "broken" and for "kept"."""


def measure(document: Document) -> Outcome:
    """Weigh whether the dates of birth and expiry cannot be, as log10 LR."""
    seen = read_print(document)
    if seen is None:
        return UNREAD
    asked = tuple(rules(seen))
    judged = [rule for rule in asked if seen.hidden(*rule.spans) is None]
    if not judged:
        return next((seen.hidden(*rule.spans) or UNEVEN for rule in asked), UNEVEN)
    broken = [rule for rule in judged if rule.support.ratio > 1]
    spans = dict.fromkeys(span for rule in broken for span in rule.spans)
    return Measured(
        value=log10_lr(ratio_of_some([rule.support for rule in judged], seen.slip), SHARES),
        regions=tuple(seen.region(span, "date that cannot be") for span in spans),
        facts={"summary": summarise(broken), "count": len(judged)},
    )


def summarise(broken: list[DateRule]) -> str:
    """State which rules are broken."""
    if not broken:
        return "The dates exist and are possible together."
    return f"As printed, {listed(rule.words for rule in broken)}."


def rules(seen: Print) -> Iterator[DateRule]:
    """Ask the three questions, as far as the format prints the dates and their lines have their full length."""
    birth, expiry = seen.field("birth_date"), seen.field("expiry_date")
    if birth:
        real = support(p_birth_is_real(pairs(seen.of(birth))), flat_chances()[0])
        yield DateRule(words="the date of birth does not exist", spans=(birth,), support=real)
    if expiry:
        real = support(p_expiry_is_real(pairs(seen.of(expiry))), flat_chances()[1])
        yield DateRule(words="the date of expiry does not exist", spans=(expiry,), support=real)
    if birth and expiry:
        possible = possible_years(seen.document.inspected_on)
        p_possible = float(pairs(seen.of(birth))[0] @ possible @ pairs(seen.of(expiry))[0])
        words = "the years of birth and expiry are not possible together on this day"
        chance = min(float(_FLAT @ possible @ _FLAT), 1 - 1e-6)
        yield DateRule(words=words, spans=(birth, expiry), support=support(p_possible, chance))


def pairs(posteriors: Posteriors) -> tuple[Pairs, Pairs, Pairs]:
    """Read six characters as year, month and day, taking for granted that only digits and fillers stand there."""
    kept = posteriors[:, [*range(len(DIGITS)), SYMBOLS.index(FILLER)]]
    rows = kept / np.maximum(kept.sum(axis=1, keepdims=True), 1e-300)
    year, month, day = (_pair(rows[start], rows[start + 1]) for start in (0, 2, 4))
    return year, month, day


def _pair(first: Posteriors, second: Posteriors) -> Pairs:
    both = np.outer(first, second)
    numbers, unknown = both[:10, :10].ravel(), both[10, 10]
    return np.array([*numbers, unknown, max(1 - numbers.sum() - unknown, 0.0)])


_FLAT = _pair(np.full(11, 1 / 11), np.full(11, 1 / 11))
"""Two characters of which nothing is known."""


@lru_cache(maxsize=1)
def flat_chances() -> tuple[float, float]:
    """Compute the shares of random six-character texts that are a real date of birth and of expiry."""
    return p_birth_is_real((_FLAT, _FLAT, _FLAT)), p_expiry_is_real((_FLAT, _FLAT, _FLAT))


def p_birth_is_real(parts: tuple[Pairs, Pairs, Pairs]) -> float:
    """Compute the probability of a real day of birth, unknown parts allowed."""
    return _p_real(parts, unknown_allowed=True)


def p_expiry_is_real(parts: tuple[Pairs, Pairs, Pairs]) -> float:
    """Compute the probability of a real day of expiry, or of none at all (six fillers)."""
    return _p_real(parts, unknown_allowed=False) + float(np.prod([part[_UNKNOWN] for part in parts]))


def _p_real(parts: tuple[Pairs, Pairs, Pairs], *, unknown_allowed: bool) -> float:
    year, month, day = parts
    years = year[: _UNKNOWN + 1] if unknown_allowed else year[:_UNKNOWN]
    on_any_year = float(month @ common_days(unknown_allowed=unknown_allowed) @ day)
    on_leap_day = float(month[2] * day[29])
    return float(years.sum()) * on_any_year + float(years @ _leap_years()[: len(years)]) * on_leap_day


@lru_cache(maxsize=2)
def common_days(*, unknown_allowed: bool) -> Pairs:
    """Tabulate month x day (102, 102): the days of a common year, and parts unknown as `<<` or 00 where allowed."""
    table = np.zeros((102, 102))
    unknown = (0, _UNKNOWN) if unknown_allowed else ()
    for month in (*range(1, 13), *unknown):
        last = monthrange(2001, month)[1] if 1 <= month <= 12 else 31
        table[month, [*range(1, last + 1), *unknown]] = 1
    table.setflags(write=False)
    return table


@lru_cache(maxsize=1)
def _leap_years() -> Pairs:
    """Mark the two-digit years (101,) of which some century is a leap year; an unknown year may be one."""
    return np.array([*(float(year % 4 == 0) for year in range(100)), 1.0])


@lru_cache(maxsize=4)
def possible_years(inspected_on: date) -> Pairs:
    """Tabulate birth x expiry (102, 102): whether some choice of centuries makes the two years possible.

    What is unknown or malformed is possible here; the other questions ask about it. Kept for four days, 83 kB each: a service asks for two, at midnight.
    """
    now, table = inspected_on.year, np.ones((102, 102))
    first_born = _by_two_digits(range(now, now - OLDEST - 1, -1), none=np.inf)
    last_valid = _by_two_digits(range(FIRST_YEAR, now + FUTURE_YEARS + 1), none=-np.inf)
    table[:_UNKNOWN, :_UNKNOWN] = first_born[:, None] <= last_valid
    table[_UNKNOWN:, :_UNKNOWN] = np.isfinite(last_valid)
    table.setflags(write=False)
    return table


def _by_two_digits(years: range, *, none: float) -> NDArray[np.float64]:
    """Give (100,) the last of some years that ends in each two digits; `none` where there is no such year."""
    found = np.full(100, none)
    for year in years:
        found[year % 100] = year
    return found
