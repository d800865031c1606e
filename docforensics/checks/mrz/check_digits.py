"""Check digits of the machine readable zone, judged over what each character may be rather than over one reading.

For every field with a check digit the exact probability that the printed digit is the one the printed field asks for is
computed from the reader's posteriors (the sum modulo 10, by dynamic programming). A digit that fails because a character may
well be another one ("0 read where O is as likely") is a misread and not evidence; one that fails however the picture is read is
a finding; where one altered character would satisfy every digit again, the finding names it. The composite digit covers the
same characters again, so all digits are judged together: a misread has to explain the field's digit and the composite at once.

How it is weighed: a quarter of forgeries leave digits broken (the others recompute all, or do not touch the zone), mostly
one; two genuine documents in a thousand are printed with a wrong digit, a
defect category of TR-03135 5.12.1. These shares are judgements. Agreement is no evidence of authenticity.

Cannot see: an edit whose digits were recomputed; replacements of equal value (G/6, K/<, 0/<, L/1, U/0), 7.8 % of all.

Sources: Doc 9303-3 section 4.9; BSI TR-03135 CheckDigit*; standards.md 1.2, 1.3.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from docforensics.checks.claims import ClaimId, Sighting, Why
from docforensics.checks.mrz._joint import (
    CHANCE,
    COMPOSITE,
    Rows,
    Summed,
    broken_over_kept,
    constrained_to_charset,
)
from docforensics.checks.outcome import Measured, Outcome, Region
from docforensics.checks.spec import Beside, CheckSpec
from docforensics.checks.support.likelihood import RuleSupport, Shares, log10_lr, support
from docforensics.checks.support.mrz_print import (
    UNEVEN,
    UNREAD,
    Posteriors,
    Print,
    field_name,
    listed,
    read_print,
)
from docforensics.checks.support.wording import character_name
from docforensics.checks.support.zone_places import unseen_fields, zone_sightings
from docforensics.document import Document
from docforensics.formats.alphabet import DIGITS, FILLER, LETTERS, SYMBOLS, VALUES
from docforensics.formats.layout import Span
from docforensics.mrz.check_digit import WEIGHTS, digit_distribution
from docforensics.mrz.parse import CheckDigit, Mrz, parse_mrz

SPEC = CheckSpec(
    title="Check digits of the machine readable zone",
    unit="log10 LR",
    verifies=frozenset({ClaimId.MRZ_DATA}),
    tr03135="CheckDigit",
    needs_mrz=True,
    adverse="{summary}",
    favourable="{summary}",
    undecided="One character may be read in two ways, and the check digits depend on it: {left_open}. Read it on the document.",
    advice="Read the marked characters on the document itself and compute the digit by hand; compare the field with the "
    "visual zone and the chip, and look for erased or overprinted characters.",
    personal_facts=frozenset({"summary", "printed", "computed", "edit", "left_open"}),
    beside=Beside.NOTHING,
    facts={
        "summary": str,
        "fields": str,
        "printed": str,
        "computed": str,
        "confusion": str,
        "edit": str,
        "count": int,
    },
)

SHARES = Shares(forged=0.25, genuine=0.002)
_SURELY_FILLER = 0.98
"""Posterior from which the filler is taken for granted. A judgement; not fitted."""
_MOST_EDITS = 4
"""More candidates than that tell nothing."""
_AS_LIKELY = 0.05
"""A reading at this share of the best one's probability is named as a likely confusion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One check digit, judged."""

    summed: Summed
    support: RuleSupport
    """What the picture says for "disagrees" and for "agrees"."""
    confusion: str
    """The single misread that would best explain a disagreement; empty when the digit agrees or none would."""
    doubt: str
    """The same as a question about a place: `5 or 6 as the 4th character of the document number`."""

    @property
    def digit(self) -> CheckDigit:
        """The digit as printed and computed."""
        return self.summed.digit

    @property
    def fails(self) -> bool:
        """Whether the picture supports a disagreement rather than an agreement."""
        return self.support.ratio > 1


def measure(document: Document) -> Outcome:
    """Weigh whether the printed digits disagree with the printed fields, as log10 LR."""
    seen = read_print(document)
    if seen is None:
        return UNREAD
    rows = constrained_to_charset(seen)
    judged = tuple(
        judge_digit(seen, rows, digit) for digit in seen.mrz.check_digits if can_judge(seen, digit)
    )
    if not judged:
        return UNEVEN
    return _weighed(seen, judged, broken_over_kept(rows, [item.summed for item in judged], seen.slip))


def _weighed(seen: Print, judged: Sequence[Judged], ratio: float) -> Measured:
    """State the ratio of "broken" over "kept", and which digits fail."""
    failing = [item for item in without_repetition(judged) if item.fails]
    edits = likely_edits(seen, [item.digit for item in failing]) if failing else ()
    return Measured(
        value=log10_lr(ratio, SHARES),
        regions=tuple(region for item in failing for region in regions_of(seen, item.digit)),
        facts={
            "summary": summarise(judged, failing, is_calibrated=seen.reading.calibrated)
            + explained(ratio, edits, is_failing=bool(failing)),
            "fields": listed(field_name(item.digit.name) for item in failing),
            "printed": listed(item.digit.printed for item in failing),
            "computed": listed(item.digit.computed or "?" for item in failing),
            "confusion": listed(item.confusion for item in failing if item.confusion),
            "edit": listed(edits),
            "count": len(judged),
        },
        left_open=listed(item.doubt for item in judged if item.doubt and not item.fails),
        sightings=tuple(_sightings(seen, judged, frozenset(item.digit.name for item in failing))),
    )


def _sightings(seen: Print, judged: Sequence[Judged], failing: frozenset[str]) -> Iterator[Sighting]:
    """A field whose digit could not be judged, or is left open, was not seen."""
    open_ones = {item.digit.name for item in judged if not item.digit.agrees}
    missing = {digit.name for digit in seen.mrz.check_digits} - {item.digit.name for item in judged}
    unseen = {**dict.fromkeys(open_ones | missing, Why.UNREADABLE), **unseen_fields(seen)}
    yield from zone_sightings(seen, ClaimId.MRZ_DATA, unseen, failing)


def can_judge(seen: Print, digit: CheckDigit) -> bool:
    """Whether the lines concerned have their full length, and a long number's filler is surely one."""
    lines = {digit.line, *(span.line for span in digit.covers)}
    return all(seen.whole(line) for line in lines) and (len(digit.covers) == 1 or _surely_placed(seen, digit))


def _surely_placed(seen: Print, digit: CheckDigit) -> bool:
    """Where a number runs on into the optional data, a misread `0` for `<` would move its digit."""
    if digit.name != "document_number":
        return True
    first = digit.covers[0]
    place = seen.posteriors[first.line][first.stop]
    return bool(place[SYMBOLS.index(FILLER)] >= _SURELY_FILLER)


def judge_digit(seen: Print, rows: Rows, digit: CheckDigit) -> Judged:
    """Judge one digit over the posteriors (`constrained_to_charset`)."""
    covered = np.concatenate([rows[span.line][span.start : span.stop] for span in digit.covers])
    printed = digits_only(rows[digit.line][digit.column], or_filler=may_be_filler(seen, digit))
    p_agree = min(float(digit_distribution(covered) @ printed), 1.0)
    digits = np.concatenate([printed, np.zeros(len(SYMBOLS) - len(printed))])
    return Judged(
        summed=Summed(digit=digit, printed=digits),
        support=support(p_agree, CHANCE),
        confusion="" if digit.agrees else likely_confusion(covered, printed),
        doubt="" if digit.agrees else doubt_of(seen, digit, likely_misread(covered, printed)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Misread:
    """The one other reading that best makes a digit agree."""

    place: int | None
    """Among the characters that the digit covers; None for the digit itself."""
    read: str
    other: str
    likelihood: float
    """As a share of the reading's."""


def doubt_of(seen: Print, digit: CheckDigit, misread: Misread) -> str:
    """Ask which of two symbols stands in a place; empty when the picture leaves no such doubt."""
    if misread.likelihood < _AS_LIKELY:
        return ""
    covered = [(span.line, column) for span in digit.covers for column in range(span.start, span.stop)]
    line, column = (digit.line, digit.column) if misread.place is None else covered[misread.place]
    return f"{misread.read} or {misread.other} as the {character_name(seen.layout, line, column)}"


def may_be_filler(seen: Print, digit: CheckDigit) -> bool:
    """Whether a filler counts as 0 in the digit's place: TD3 optional data, which may be empty."""
    return any(spec.name == digit.name and spec.filler_when_empty for spec in seen.layout.checks)


def digits_only(posterior: Posteriors, *, or_filler: bool) -> Posteriors:
    """Take for granted that a digit stands here (another check asks that): (10,), summing to 1."""
    digits = posterior[: len(DIGITS)].copy()
    if or_filler:
        digits[0] += posterior[SYMBOLS.index(FILLER)]
    return np.asarray(digits / max(float(digits.sum()), 1e-300), dtype=np.float64)


def without_repetition(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """Leave the composite unnamed where a field's own digit fails: it fails for the same characters."""
    fields = tuple(item for item in judged if item.digit.name != COMPOSITE)
    return fields if any(item.fails for item in fields) else tuple(judged)


def regions_of(seen: Print, digit: CheckDigit) -> tuple[Region, ...]:
    """Mark the field and its digit; for the composite the digit alone."""
    place = Span(line=digit.line, start=digit.column, stop=digit.column + 1)
    label = f"check digit: {field_name(digit.name)}"
    if digit.name == COMPOSITE:
        return (seen.region(place, label),)
    first, *others = digit.covers
    if not others and digit.column == first.stop and digit.line == first.line:
        return (seen.region(Span(line=first.line, start=first.start, stop=first.stop + 1), label),)
    return tuple(seen.region(span, label) for span in (*digit.covers, place))


def likely_confusion(covered: Posteriors, printed: Posteriors) -> str:
    """Name the one other reading that best makes the digit agree, if the picture allows it."""
    found = likely_misread(covered, printed)
    if found.likelihood < _AS_LIKELY:
        return ""
    return f"{found.read} read where {found.other} is {'as likely' if found.likelihood > 0.5 else 'possible'}"


def likely_misread(covered: Posteriors, printed: Posteriors) -> Misread:
    """Find the one other reading, of what the digit covers or of the digit, that best makes it agree."""
    best = covered.argmax(axis=1)
    values, weights = np.array([VALUES[symbol] for symbol in SYMBOLS]), np.resize(WEIGHTS, len(covered))
    missing = (int(printed.argmax()) - int((values[best] * weights).sum())) % 10
    change = (values[None, :] - values[best][:, None]) * weights[:, None] % 10
    likelihood = np.where(change == missing, covered / covered.max(axis=1, keepdims=True), 0.0)
    place, other = np.unravel_index(int(likelihood.argmax()), likelihood.shape)
    agreeing = (int(printed.argmax()) - missing) % 10
    if printed[agreeing] / printed.max() > likelihood[place, other]:
        share = float(printed[agreeing] / printed.max())
        return Misread(place=None, read=str(int(printed.argmax())), other=str(agreeing), likelihood=share)
    symbols = {"read": SYMBOLS[best[place]], "other": SYMBOLS[other]}
    return Misread(place=int(place), likelihood=float(likelihood[place, other]), **symbols)


def likely_edits(seen: Print, failing: Sequence[CheckDigit]) -> tuple[str, ...]:
    """Name the single replacements, of the same kind, after which every digit that covers the place would agree.

    An altered character breaks its field's digit and the composite alike, and their weights differ; a date must
    exist besides. Together they leave few places where one replacement could have been made.
    """
    lines = tuple("".join(SYMBOLS[int(best)] for best in rows.argmax(axis=1)) for rows in seen.posteriors)
    spans = {span for digit in failing for span in digit.covers}
    places = {(span.line, column) for span in spans for column in range(span.start, span.stop)}
    found = []
    for line, column in sorted(places | {(digit.line, digit.column) for digit in failing}):
        printed = lines[line][column]
        kind = DIGITS if printed in DIGITS else LETTERS if printed in LETTERS else FILLER
        for symbol in kind.replace(printed, ""):
            changed = (
                *lines[:line],
                lines[line][:column] + symbol + lines[line][column + 1 :],
                *lines[line + 1 :],
            )
            if _is_sound(parse_mrz(changed, format=seen.mrz.format), seen.document.inspected_on):
                found.append(f"{symbol} for {printed} in line {line + 1} column {column + 1}")
    return tuple(found) if len(found) <= _MOST_EDITS else ()


def _is_sound(mrz: Mrz, inspected_on: date) -> bool:
    """Whether every digit agrees and the dates exist."""
    expiry = mrz.expiry_date(inspected_on)
    are_real = mrz.birth_date(inspected_on).real and (expiry is None or expiry.real)
    return are_real and all(digit.agrees for digit in mrz.check_digits)


def explained(ratio: float, edits: Sequence[str], *, is_failing: bool) -> str:
    """State which explains the picture better, an alteration or a misread, and where one alteration would do."""
    if not is_failing or ratio <= 1:
        return ""
    times = "more than 1,000 times" if ratio > 1000 else f"{ratio:.0f} times" if ratio >= 2 else "little"
    place = f" One altered character would do: {' or '.join(edits)}." if edits else ""
    return f" A wrong print explains the picture {times} better than a misread.{place}"


def summarise(judged: Sequence[Judged], failing: Sequence[Judged], *, is_calibrated: bool) -> str:
    """State in a sentence what the digits show."""
    if failing:
        reader = "" if is_calibrated else ", but the reader's certainty is not calibrated"
        return f"Check digit of the {_printed_and_computed(failing)} does not agree; {_reasons(failing)}{reader}."
    doubtful = [item for item in judged if not item.digit.agrees]
    if doubtful:
        return f"As read, {_printed_and_computed(doubtful)} would not agree, but the picture leaves it open: {_reasons(doubtful)}."
    return f"All {len(judged)} check digits agree with what is printed. Whoever alters a field can recompute them."


def _printed_and_computed(judged: Sequence[Judged]) -> str:
    return listed(
        f"{field_name(item.digit.name)} (printed {item.digit.printed}, computed {item.digit.computed or '?'})"
        for item in judged
    )


def _reasons(judged: Sequence[Judged]) -> str:
    return listed(item.confusion for item in judged if item.confusion) or "no likely misread explains it"
