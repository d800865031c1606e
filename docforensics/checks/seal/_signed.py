"""The printed MRZ compared with one that was signed, over what each printed character may be.

For one field of n places (its check digit among them), with p_i(t) the posterior of symbol t in place i and s_i the
signed symbol, the picture supports "another symbol stands here" against "the signed one" by

    o_i = sum over t other than s_i of w(t) p_i(t) / p_i(s_i)

where w spreads an altered character over its own kind, digits or letters, with 0.9 and over all others with 0.1. Whoever
alters a field changes k of its characters, any k of them alike, few more often than many: w_k = 0.7 2^-k + 0.3 / n,
scaled to 1. Averaged over all that he may have changed,

    r = sum over k of w_k e_k(o) / C(n, k)        e_k: the elementary symmetric polynomials

which is exact under that model: a misread keeps p_i(s_i), and so r, in bounds; a character that surely differs makes r as
large as the reader's certainty allows. `ratio_of_some` joins the fields, `log10_lr` the shares.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import comb

import numpy as np

from docforensics.checks.claims import ClaimId, Sighting, Why
from docforensics.checks.outcome import Measured
from docforensics.checks.support.likelihood import RuleSupport, Shares, log10_lr, ratio_of_some
from docforensics.checks.support.mrz_print import Posteriors, Print, field_name, listed
from docforensics.formats.alphabet import SYMBOLS
from docforensics.formats.layout import FieldSpec, Span

SHARES = Shares(forged=0.5, genuine=0.001)
"""Among forged documents whose seal or chip data can be read, every other one is an altered print or bears another
document's seal; one genuine document in a thousand is personalised otherwise than signed (Doc 9303-3, 7: deviations)."""
_LEAST = 1e-9
"""Least probability that enters a ratio: a reader's certainty is not better known."""
_TO_OWN_KIND = 0.9
"""Share of altered characters that stay a digit, or a letter."""
_FEW = 0.7
"""Share of altered fields in which a few characters were changed, rather than any number. Judgements, both."""


UNPROVEN = Sighting(claim=ClaimId.SIGNED_DATA, is_odd=True, in_doubt=Why.UNTRUSTED)
"""What a comparison with data saw whose signature is not proven: it contradicts, and verifies nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldComparison:
    """One field of the printed MRZ against the signed one."""

    spec: FieldSpec
    span: Span
    """As far as the signed text reaches."""
    ratio: float
    """How much more the picture speaks for another text than for the signed one: r above."""
    printed: str
    signed: str

    @property
    def differs(self) -> bool:
        """Whether the print is read otherwise, and no misread explains it as well."""
        return self.ratio > 1 and self.printed != self.signed


def comparable(seen: Print, signed: Sequence[str]) -> bool:
    """Whether signed lines can be compared with the printed ones: of their format, and those printed whole."""
    return _is_of_format(seen, signed) and all(seen.whole(line) for line in range(len(signed)))


def is_of_another_format(seen: Print, signed: Sequence[str]) -> bool:
    """Whether signed lines belong to a zone of another format than the print, which was read whole with all its check digits: no misread explains it."""
    read = seen.is_whole and all(one.agrees for one in seen.mrz.check_digits)
    return read and not _is_of_format(seen, signed)


def _is_of_format(seen: Print, signed: Sequence[str]) -> bool:
    """Whether there are as many lines as printed, none longer, the first of the same length (a visa's seal cuts the second)."""
    length = seen.layout.length
    fits = len(signed) == seen.layout.n_lines and all(len(line) <= length for line in signed)
    return fits and len(signed[0]) == length


def compare(seen: Print, signed: Sequence[str]) -> tuple[FieldComparison, ...]:
    """Compare field by field, as far as the signed lines reach."""
    cut = [(spec, _reached(spec.span, signed)) for spec in seen.layout.fields]
    return tuple(
        _compared(seen, spec, span, span.of(signed), _signed_digit(seen, spec, signed))
        for spec, span in cut
        if span.stop > span.start
    )


def compare_field(seen: Print, name: str, signed: str) -> FieldComparison | None:
    """Compare one field with a signed value, filled to its length; None where the format has no such field."""
    spec = seen.layout.field(name)
    if spec is None or not seen.whole(spec.span.line):
        return None
    return _compared(seen, spec, spec.span, signed.ljust(spec.span.stop - spec.span.start, "<"))


def _signed_digit(seen: Print, spec: FieldSpec, signed: Sequence[str]) -> str:
    place = _digit_place(seen, spec)
    return place.of(signed) if place else ""


def _reached(span: Span, signed: Sequence[str]) -> Span:
    stop = min(span.stop, len(signed[span.line]))
    return Span(line=span.line, start=span.start, stop=max(stop, span.start))


def _compared(seen: Print, spec: FieldSpec, span: Span, signed: str, digit: str = "") -> FieldComparison:
    """Compare a span, and the check digit behind it where the signed text has it."""
    rows, text = seen.of(span), signed
    place = _digit_place(seen, spec) if digit else None
    if place is not None:
        rows, text = np.vstack([rows, seen.of(place)]), signed + digit
    odds = [_odds(row, symbol) for row, symbol in zip(rows, text, strict=False)]
    printed = "".join(SYMBOLS[int(row.argmax())] for row in seen.of(span))
    return FieldComparison(spec=spec, span=span, ratio=altered_ratio(odds), printed=printed, signed=signed)


def _digit_place(seen: Print, spec: FieldSpec) -> Span | None:
    """Where the check digit of this field alone stands."""
    found = [check for check in seen.layout.checks if check.name == spec.digit]
    return next((Span(line=one.line, start=one.column, stop=one.column + 1) for one in found), None)


def _odds(row: Posteriors, signed: str) -> float:
    """Support for any other symbol against the signed one: o above."""
    if signed not in SYMBOLS:
        return 1 / _LEAST
    return float(_alternatives()[SYMBOLS.index(signed)] @ row) / max(
        float(row[SYMBOLS.index(signed)]), _LEAST
    )


@cache
def _alternatives() -> Posteriors:
    """What a character is altered to, (37, 37): by the signed symbol, rows sum to 1."""
    kind = np.array([0] * 10 + [1] * 26 + [2])
    same = (kind[:, None] == kind[None, :]) & ~np.eye(len(SYMBOLS), dtype=bool)
    other = kind[:, None] != kind[None, :]
    shares = np.where(same.any(axis=1, keepdims=True), _TO_OWN_KIND, 0.0)
    table = shares * same / np.maximum(same.sum(axis=1, keepdims=True), 1)
    return np.asarray(table + (1 - shares) * other / other.sum(axis=1, keepdims=True), dtype=np.float64)


def altered_ratio(odds: Sequence[float]) -> float:
    """Compute r from o of every place, by dynamic programming over the number of altered characters."""
    n = len(odds)
    symmetric = np.zeros(n + 1)
    symmetric[0] = 1.0
    for o in odds:
        symmetric[1:] += o * symmetric[:-1]
    k = np.arange(1, n + 1)
    few = 0.5**k
    weights = _FEW * few / few.sum() + (1 - _FEW) / n
    return float(
        sum(w * e / comb(n, int(count)) for w, e, count in zip(weights, symmetric[1:], k, strict=True))
    )


def measured(seen: Print, signed: Sequence[str], *, source: str, is_proven: bool) -> Measured:
    """Weigh the comparison as log10 LR.

    Agreement speaks for the document only where the signed text is proven (`is_proven`): anybody can print an unsigned
    copy of the MRZ. `source` names what was signed: `the digital seal`, `the chip`.
    """
    fields = compare(seen, signed)
    ratio = ratio_of_some([RuleSupport(kept=1.0, broken=one.ratio) for one in fields], seen.slip)
    value = log10_lr(ratio, SHARES)
    odd = [one for one in fields if one.differs]
    return Measured(
        value=value if is_proven else max(value, 0.0),
        regions=tuple(seen.region(one.span, f"not as in {source}") for one in odd),
        facts={
            "summary": _summary(fields, odd, source, is_proven=is_proven),
            "fields": listed(field_name(one.spec.name) for one in odd),
            "printed": listed(one.printed for one in odd),
            "signed": listed(one.signed for one in odd),
            "is_proven": is_proven,
        },
        sightings=() if is_proven else (UNPROVEN,),
    )


def of_another_format(seen: Print, signed: Sequence[str], *, source: str, is_proven: bool) -> Measured:
    """Weigh signed lines of another format (`is_of_another_format`) as log10 LR: the zone as a whole is another."""
    ratio = ratio_of_some([RuleSupport(kept=1.0, broken=1 / _LEAST)], seen.slip)
    lines = [Span(line=line, start=0, stop=seen.layout.length) for line in range(seen.layout.n_lines)]
    printed, other = _shape(seen.mrz.lines), _shape(signed)
    return Measured(
        value=log10_lr(ratio, SHARES),
        regions=tuple(seen.region(line, f"not as in {source}") for line in lines),
        facts={
            "summary": f"The print is not what {source} states: its zone has {printed}, the signed one {other}."
            f"{_unproven(source, is_proven=is_proven)}",
            "fields": field_name("composite"),
            "printed": printed,
            "signed": other,
            "is_proven": is_proven,
        },
        sightings=() if is_proven else (UNPROVEN,),
    )


def _shape(lines: Sequence[str]) -> str:
    return f"{len(lines)} lines of {len(lines[0])} characters"


def _unproven(source: str, *, is_proven: bool) -> str:
    return "" if is_proven else f" Whether {source} is genuine could not be proven."


def _summary(
    fields: Sequence[FieldComparison], odd: Sequence[FieldComparison], source: str, *, is_proven: bool
) -> str:
    proven = _unproven(source, is_proven=is_proven)
    if odd:
        named = listed(
            f"{field_name(one.spec.name)} (printed {one.printed}, signed {one.signed})" for one in odd
        )
        return f"The print is not what {source} states: {named}.{proven}"
    if doubtful := [one for one in fields if one.printed != one.signed]:
        named = listed(field_name(one.spec.name) for one in doubtful)
        return (
            f"As read, the print differs from {source} in {named}, but a misread explains it as well.{proven}"
        )
    return f"The printed MRZ is what {source} states, in all {len(fields)} fields.{proven}"
