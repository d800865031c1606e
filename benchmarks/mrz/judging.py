"""A reading against the print: what is right, what is wrong, and whether check digits would have told."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.mrz.metrics import edit_distance
from docforensics.errors import MrzFormatError
from docforensics.mrz.parse import Mrz, parse_mrz

KEY_FIELDS = ("document_number", "birth_date", "expiry_date")
"""What a border system looks a traveller up by, with its check digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One reading of an image that shows an MRZ."""

    found: bool
    """Lines were returned, right or wrong."""
    exact: bool
    printed: int
    """Characters, line breaks between them included."""
    errors: int
    """Edit distance of the whole zone; 0 when nothing was found: misses are counted apart."""
    digits_valid: bool
    """The lines fit a format and each of its check digits agrees."""
    false_valid: bool
    """Wrong, and every check digit agrees: nobody would notice."""
    protected_false_valid: bool
    """The same with a wrong character among those that a check digit covers, or a wrong digit."""
    key_exact: bool
    """Document number, dates and their digits as printed."""


def judge(printed: Sequence[str], read: Sequence[str] | None) -> Judged:
    """Compare, character by character; nothing is forgiven."""
    lines = tuple(read or ())
    want, got = _parsed(printed), _parsed(lines)
    exact = lines == tuple(printed)
    valid = got is not None and _all_agree(got)
    return Judged(
        found=bool(lines),
        exact=exact,
        printed=len("\n".join(printed)),
        errors=edit_distance("\n".join(printed), "\n".join(lines)) if lines else 0,
        digits_valid=valid,
        false_valid=valid and not exact,
        protected_false_valid=valid and not exact and _protected(want) != _protected(got),
        key_exact=exact or (want is not None and got is not None and _key(want) == _key(got)),
    )


def _parsed(lines: Sequence[str]) -> Mrz | None:
    try:
        return parse_mrz(lines) if lines else None
    except MrzFormatError:
        return None


def _all_agree(mrz: Mrz) -> bool:
    return bool(mrz.check_digits) and all(d.agrees for d in mrz.check_digits)


def _protected(mrz: Mrz | None) -> list[tuple[str, ...]]:
    """What each check digit covers, and the digit."""
    if mrz is None:
        return []
    return [
        (digit.name, "".join(span.of(mrz.lines) for span in digit.covers), digit.printed)
        for digit in mrz.check_digits
    ]


def _key(mrz: Mrz) -> list[tuple[str, str, str]]:
    fields = [mrz.fields[name] for name in KEY_FIELDS if name in mrz.fields]
    digits = {digit.name: digit.printed for digit in mrz.check_digits}
    return [(field.name, field.raw, digits.get(field.digit or "", "")) for field in fields]
