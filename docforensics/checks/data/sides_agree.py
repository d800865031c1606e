"""Whether several sides that bear a machine readable zone are of one document.

Each further zone is compared, character by character over both posteriors, with the first: the whole zone where the formats are
the same, and date of birth, sex and nationality where they are not (a passport and its visa) or where both are visas, of which a
passport holds several. The data shown in a report are those of the first zone; where another one differs, a note with the verdict
states it. Every zone and print is also examined by itself, by the checks that look at one picture of a side.

How it is weighed: one forged document in twenty has pages of different documents (page substitution), one genuine
examination in a hundred mixes documents up. Judgements both.

Cannot see: numbers on sides without a zone, perforations, a page of another document of the same holder and number.

Sources: BSI TR-03135 cross-document checks (MrzData, PassportNumber); standards.md 2.1, 2.7 (page substitution).
"""

from collections.abc import Iterator

import numpy as np

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, Region, undetermined
from docforensics.checks.spec import Beside, CheckSpec
from docforensics.checks.support.likelihood import RuleSupport, Shares, log10_lr, ratio_of_some, support
from docforensics.checks.support.mrz_print import (
    UNREAD,
    Posteriors,
    Print,
    field_name,
    listed,
    read_print,
    read_side,
)
from docforensics.document import Document
from docforensics.formats.alphabet import SYMBOLS
from docforensics.formats.table import FORMATS

SPEC = CheckSpec(
    title="Agreement of the sides",
    unit="log10 LR",
    contradicts=frozenset({ClaimId.ONE_DOCUMENT}),
    tr03135="MrzData",
    needs_mrz=True,
    adverse="The machine readable zones of the sides differ in {fields}: the sides may be of different documents.",
    favourable="The zones of all sides agree.",
    advice="Check that all images are of one document; if they are, compare the numbers of its pages.",
    compares_pictures=True,
    beside=Beside.NOTHING,
)

SHARES = Shares(forged=0.05, genuine=0.01)
CHANCE = 1 / len(SYMBOLS)
SHARED_FIELDS = ("birth_date", "sex", "nationality")
_ONE_ZONE = undetermined("only one side has a machine readable zone", why=Why.NO_MRZ)
DIFFERENT_ZONES = "The sides have different machine readable zones; the data shown are those of the first."


def measure(document: Document) -> Outcome:
    """Weigh whether two sides bear zones of different documents, as log10 LR."""
    first = read_print(document)
    if first is None:
        return UNREAD
    indices = [index for index in range(len(document.sides)) if index != first.side]
    others = [other for index in indices if (other := read_side(document, index)) is not None]
    pairs = [(other, tuple(compared(first, other))) for other in others]
    pairs = [(other, found) for other, found in pairs if found]
    if not pairs:
        return _ONE_ZONE
    ratios = [
        ratio_of_some([same for _, same in found], max(first.slip, other.slip)) for other, found in pairs
    ]
    other, found = pairs[int(np.argmax(ratios))]
    fields = listed(field_name(name) for name, same in found if same.ratio > 1)
    differs = max(ratios) > 1 and bool(fields)
    return Measured(
        value=log10_lr(max(ratios), SHARES),
        regions=tuple(_regions(first, other, found)) if differs else (),
        facts={
            "fields": fields or "nothing",
            "sides": len(pairs) + 1,
        },
        note=DIFFERENT_ZONES if differs else "",
    )


def compared(first: Print, other: Print) -> Iterator[tuple[str, RuleSupport]]:
    """Compare the characters of shared fields with each other: field and support for "the same symbol"."""
    same_format = first.mrz.format is other.mrz.format and not FORMATS[first.mrz.format].is_visa
    for name in (spec.name for spec in first.layout.fields):
        own, twin = first.field(name), other.field(name)
        if own and twin and (same_format or name in SHARED_FIELDS):
            for one, two in zip(first.of(own), other.of(twin), strict=True):
                yield name, same_symbol(one, two)


def same_symbol(one: Posteriors, two: Posteriors) -> RuleSupport:
    """Compute the likelihood ratio of two pictures (37,) for "one symbol" against "two"."""
    return support(float(one @ two), CHANCE)


def _regions(first: Print, other: Print, found: tuple[tuple[str, RuleSupport], ...]) -> Iterator[Region]:
    for name in dict.fromkeys(name for name, same in found if same.ratio > 1):
        for zone in (first, other):
            spec = zone.layout.field(name)
            if spec is not None:
                yield zone.region(spec.span, f"sides differ: {field_name(name)}")
