"""Symbols of the machine readable zone: a letter where only a digit may stand, a digit in a name, and the like.

Every field of a format allows certain symbols (dates digits, names letters and fillers, sex F, M or filler). Each place is
judged over what its character may be: a letter where a digit is as likely is a misread and not evidence. A date of expiry that
is all fillers is let pass, because documents without an end of validity are printed so.

How it is weighed: the one place with the strongest support for a forbidden symbol, as one of about eight fields that could hold
one. One forgery in twenty and one genuine document in a hundred (issuers deviate) are taken to hold one; judgements both.

Cannot see: a permitted symbol that is the wrong one.

Sources: Doc 9303 Parts 4 to 7 section 4.2; BSI TR-03135 MRZ consistency; standards.md 1.1.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from docforensics.checks.claims import ClaimId
from docforensics.checks.outcome import Measured, Outcome
from docforensics.checks.spec import Beside, CheckSpec
from docforensics.checks.support.likelihood import Shares, log10_lr, picture_ratio
from docforensics.checks.support.mrz_print import UNEVEN, UNREAD, Print, field_name, mask, read_print
from docforensics.checks.support.zone_places import unseen_fields, zone_sightings
from docforensics.document import Document
from docforensics.formats.alphabet import DIGITS, FILLER, SYMBOLS
from docforensics.formats.layout import FieldSpec, Span

SPEC = CheckSpec(
    title="Symbols of the machine readable zone",
    unit="log10 LR",
    verifies=frozenset({ClaimId.MRZ_DATA}),
    tr03135="MRZ consistency",
    needs_mrz=True,
    adverse="{summary}",
    favourable="{summary}",
    advice="Look at the marked character on the document itself: is it another symbol, or was it altered or printed in "
    "another type face?",
    personal_facts=frozenset({"summary"}),
    beside=Beside.NOTHING,
    facts={"summary": str, "field": str, "count": int},
)

SHARES = Shares(forged=0.05, genuine=0.01)
FIELDS = 8
"""How many fields could hold the forbidden symbol: what one place says counts for one of so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCharacter:
    """One character of a field, and the symbols that may stand there."""

    name: str
    span: Span
    allowed: str
    ratio: float
    """What the picture says for "forbidden" against "allowed"."""


def measure(document: Document) -> Outcome:
    """Weigh whether some place holds a symbol that its field forbids, as log10 LR."""
    seen = read_print(document)
    if seen is None:
        return UNREAD
    asked = tuple(places(seen))
    judged = [place for place in asked if seen.hidden(place.span) is None]
    if not judged:
        return next((seen.hidden(place.span) or UNEVEN for place in asked), UNEVEN)
    worst = max(judged, key=lambda place: place.ratio)
    ratio = 1 + (worst.ratio - 1) / FIELDS
    is_suspect = worst.ratio > 1
    return Measured(
        value=log10_lr(ratio, SHARES),
        regions=(seen.region(worst.span, f"symbol: {field_name(worst.name)}"),) if is_suspect else (),
        facts={
            "summary": summarise(seen, worst, len(judged)),
            "field": field_name(worst.name),
            "count": len(judged),
        },
        sightings=tuple(
            zone_sightings(
                seen,
                ClaimId.MRZ_DATA,
                unseen_fields(seen),
                frozenset({worst.name}) if is_suspect else frozenset(),
            )
        ),
    )


def places(seen: Print) -> Iterator[FieldCharacter]:
    """Judge every place of every field and check digit whose line has its full length."""
    for spec in seen.layout.fields:
        if seen.whole(spec.span.line):
            allowed = allowed_symbols(seen, spec)
            for column in range(spec.span.start, spec.span.stop):
                yield _place(seen, spec.name, spec.span.line, column, allowed)
    for digit in seen.layout.checks:
        if seen.whole(digit.line):
            is_number = digit.name == "document_number" and seen.layout.long_numbers
            allowed = DIGITS + FILLER if digit.filler_when_empty or is_number else DIGITS
            yield _place(seen, digit.name, digit.line, digit.column, allowed)


def allowed_symbols(seen: Print, spec: FieldSpec) -> str:
    """Give the symbols that a field allows on this print."""
    is_open_ended = spec.name == "expiry_date" and set(spec.span.of(seen.mrz.lines)) == {FILLER}
    return spec.charset + FILLER if is_open_ended else spec.charset


def _place(seen: Print, name: str, line: int, column: int, allowed: str) -> FieldCharacter:
    chosen = mask(allowed)
    span = Span(line=line, start=column, stop=column + 1)
    chance = float(chosen.mean())
    p_allowed = float(seen.posteriors[line][column] @ chosen)
    ratio = picture_ratio(p_allowed, chance, seen.slip) if chance < 1 else 0.0
    return FieldCharacter(name=name, span=span, allowed=allowed, ratio=ratio)


def summarise(seen: Print, worst: FieldCharacter, count: int) -> str:
    """State in a sentence which symbol is at which place."""
    if worst.ratio <= 1:
        return f"Every one of the {count} places holds a symbol that its field allows."
    posterior = seen.posteriors[worst.span.line][worst.span.start]
    printed = SYMBOLS[int(posterior.argmax())]
    if printed in worst.allowed:
        return f"The {field_name(worst.name)} holds a character that may be a forbidden symbol; it reads as {printed}."
    other = SYMBOLS[int((posterior * mask(worst.allowed)).argmax())]
    share = float(posterior[SYMBOLS.index(other)] / posterior.max())
    return (
        f"{printed} is in the {field_name(worst.name)}, line {worst.span.line + 1} column {worst.span.start + 1}, "
        f"where it may not; the likeliest permitted reading is {other}, at {share:.2g} of its probability."
    )
