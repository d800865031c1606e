"""Whether several sides are of one document: their machine readable zones, and the portraits on pictures of the same side.

Each further zone is compared, character by character over both posteriors, with the first: the whole zone where the formats are
the same, and date of birth, sex and nationality where they are not (a passport and its visa) or where both are visas, of which a
passport holds several. The data shown in a report are those of the first zone; where another one differs, a note with the verdict
states it. Every zone and print is also examined by itself, by the checks that look at one picture of a side.

Two pictures of the same side that lie on one template show one portrait; where they do not, either is of another document, or altered.

How it is weighed: one forged document in twenty has pages of different documents (page substitution), one genuine
examination in a hundred mixes documents up. Judgements both.

Cannot see: numbers on sides without a zone, perforations, a page of another document of the same holder and number.

Sources: BSI TR-03135 cross-document checks (MrzData, PassportNumber); standards.md 2.1, 2.7 (page substitution).
"""

from collections.abc import Iterator
from itertools import chain

import numpy as np

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.data._portraits import other_portraits
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
    adverse="The sides differ in {fields}: they may be of different documents, or one of them was altered.",
    favourable="The sides agree.",
    advice="Check that all images are of one document; if they are, compare the numbers of its pages.",
    compares_pictures=True,
    beside=Beside.NOTHING,
    facts={"fields": str, "sides": int},
)

SHARES = Shares(forged=0.05, genuine=0.01)
OTHER_PORTRAIT = 100.0
"""How much better two portraits explain a likeness below `ALIKE` than one does: a judgement."""
CHANCE = 1 / len(SYMBOLS)
SHARED_FIELDS = ("birth_date", "sex", "nationality")
_ONE_ZONE = undetermined("only one side has a machine readable zone", why=Why.NOT_PRINTED_HERE)
DIFFERENT_ZONES = "The sides have different machine readable zones; the data shown are those of the first."


def measure(document: Document) -> Outcome:
    """Weigh whether two sides bear zones of different documents, as log10 LR."""
    first = read_print(document)
    if first is None:
        return UNREAD
    pairs = _pairs(document, first)
    portraits = tuple(chain.from_iterable(other_portraits(document)))
    if not pairs and not portraits:
        return _ONE_ZONE
    ratios = [
        ratio_of_some([same for _, same in found], max(first.slip, other.slip)) for other, found in pairs
    ]
    other, found = pairs[int(np.argmax(ratios))] if pairs else (first, ())
    broken = [name for name, same in found if same.ratio > 1 and max(ratios) > 1]
    differing = list(map(field_name, broken))
    zones = _regions(first, other, found) if differing else ()
    ratios += [OTHER_PORTRAIT for _ in portraits]
    return Measured(
        value=log10_lr(max(ratios), SHARES),
        regions=(*zones, *portraits),
        facts={
            "fields": listed((*differing, *("portrait" for _ in portraits))) or "nothing",
            "sides": len(pairs) + 1,
        },
        note=DIFFERENT_ZONES if differing else "",
    )


def _pairs(document: Document, first: Print) -> list[tuple[Print, tuple[tuple[str, RuleSupport], ...]]]:
    """Hold every further zone against the first; those that share no field with it are left out."""
    indices = [index for index in range(len(document.sides)) if index != first.side]
    others = [other for index in indices if (other := read_side(document, index)) is not None]
    pairs = [(other, tuple(compared(first, other))) for other in others]
    return [(other, found) for other, found in pairs if found]


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
