"""Whether the format, and the date, allow the document code (the first two characters of the zone).

Passports begin with P, visas with V, cards with A, C or I; V never stands second on a card. For passports the harmonised codes
of Doc 9303-4 bind by date: from 1 January 2026 of issue a second letter must be one of the table, from 1 January 2028 every
passport must bear one, and one without must expire before 1 January 2038. The zone holds no date of issue; where that decides,
the rule is `evaluatory`: weight 0. Judged over what each character may be, and over whether the date of expiry is surely read.

Cannot see: an allowed code that is not this document's.

Sources: Doc 9303-4 section 4.4 with Amendments 1 and 2, Parts 5 to 7 section 4.2; BSI TR-03135 DocumentType;
standards.md 1.6.
"""

from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from docforensics.checks.claims import ClaimId
from docforensics.checks.outcome import Measured, Outcome
from docforensics.checks.spec import Beside, CheckSpec
from docforensics.checks.support.likelihood import Shares, log10_lr, picture_ratio
from docforensics.checks.support.mrz_print import UNEVEN, UNREAD, Print, read_print
from docforensics.document import Document
from docforensics.formats.alphabet import FILLER, SYMBOLS
from docforensics.formats.table import MrzFormat
from docforensics.mrz.dates import FUTURE_YEARS
from docforensics.mrz.icao import LAST_WITHOUT_CODE, CodeStatus, document_code_faults, harmonised_code_status

SPEC = CheckSpec(
    title="Document code",
    unit="log10 LR",
    contradicts=frozenset({ClaimId.MRZ_DATA}),
    tr03135="DocumentType",
    needs_mrz=True,
    adverse="{summary}",
    favourable="{summary}",
    advice="Compare the document code with the visual zone and with a reference of this issuer's documents.",
    beside=Beside.NOTHING,
    facts={"code": str, "status": str, "summary": str},
)

Table = NDArray[np.bool_]
"""(37, 37), first by second symbol."""

SHARES = Shares(forged=0.04, genuine=0.005)
"""Judgements: issuers printed digits and odd letters here (`C1`, `A3`), mostly on cards of past decades."""


def measure(document: Document) -> Outcome:
    """Weigh whether the document code is one that its format and date do not allow, as log10 LR."""
    seen = read_print(document)
    if seen is None:
        return UNREAD
    span = seen.field("document_code")
    if span is None:
        return UNEVEN
    unseen = seen.hidden(span)
    if unseen is not None:
        return unseen
    expiry = _expiry(seen)
    allowed, earlier = allowed_codes(seen.mrz.format, expiry, document.inspected_on)
    first, second = seen.of(span)
    pairs = np.outer(first, second)
    p_allowed = float(
        pairs[allowed].sum() + pairs[earlier & ~allowed].sum() * (1 - _certainty_of_expiry(seen))
    )
    chance = float(allowed.mean() + (earlier & ~allowed).mean() * _share_not_binding(document.inspected_on))
    ratio = picture_ratio(min(p_allowed, 1.0), chance, seen.slip)
    code = span.of(seen.mrz.lines).rstrip(FILLER)
    status = harmonised_code_status(code, issued=None, expiry=expiry, inspected_on=document.inspected_on)
    return Measured(
        value=log10_lr(ratio, SHARES),
        regions=(seen.region(span, "document code"),) if ratio > 1 else (),
        facts={
            "code": code,
            "status": str(status),
            "summary": summarise(code, seen.mrz.format, status, is_outside=ratio > 1),
        },
    )


def _expiry(seen: Print) -> date | None:
    found = seen.mrz.expiry_date(seen.document.inspected_on)
    return found.date if found else None


@lru_cache(maxsize=16)
def allowed_codes(mrz_format: MrzFormat, expiry: date | None, inspected_on: date) -> tuple[Table, Table]:
    """Tabulate the codes (37, 37) allowed with this expiry, and those allowed whatever the date; kept for the last 16 documents, few of which differ in both."""
    size = len(SYMBOLS)
    ruled, formal = np.zeros((size, size), dtype=np.bool_), np.zeros((size, size), dtype=np.bool_)
    for row, first in enumerate(SYMBOLS):
        for column, second in enumerate(SYMBOLS):
            code = first + second
            formal[row, column] = not document_code_faults(code, mrz_format)
            status = harmonised_code_status(code, issued=None, expiry=expiry, inspected_on=inspected_on)
            ruled[row, column] = formal[row, column] and status is not CodeStatus.NOT_HARMONISED
    for table in (ruled, formal):
        table.setflags(write=False)
    return ruled, formal


def _share_not_binding(inspected_on: date) -> float:
    """Compute the share of two-digit years of expiry that let earlier codes pass."""
    binding = max(inspected_on.year + FUTURE_YEARS + 1 - LAST_WITHOUT_CODE.year, 0)
    return 1 - min(binding, 100) / 100


def _certainty_of_expiry(seen: Print) -> float:
    expiry = seen.field("expiry_date")
    return float(np.prod(seen.of(expiry)[:2].max(axis=1))) if expiry else 0.0


def summarise(code: str, mrz_format: MrzFormat, status: CodeStatus, *, is_outside: bool) -> str:
    """State what the code is, and which rule it breaks."""
    faults = "; ".join(document_code_faults(code, mrz_format))
    if is_outside and status is CodeStatus.NOT_HARMONISED:
        return f"Document code {code} is not harmonised, and with this date of expiry it has to be."
    if is_outside:
        return f"Document code {code} is not one that {mrz_format} allows: {faults or 'it reads doubtfully'}."
    if faults:
        return f"Document code {code} may be a misread."
    if status is CodeStatus.EVALUATORY:
        return f"Document code {code}; whether it must be a harmonised one depends on the date of issue."
    return f"Document code {code} is one that {mrz_format} allows."
