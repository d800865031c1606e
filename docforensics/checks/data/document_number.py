"""Whether the document number has the form that its issuer gives to numbers.

Issuers form their numbers by rules: so many letters, so many digits, some letters never. The rules stand in a data file
(`docforensics/mrz/data/number_syntax.toml`), each with its source. Judged over what each character may be: the posterior
probability that the number has a form of the issuer is summed over the readings, so that a likely misread is not evidence. The rules are of the
whole number: one that runs on into the optional data (Doc 9303-5) is judged with its end.

How it is weighed: two forged numbers in a hundred break the form (invented documents; most forgers copy a number), and
one genuine in two hundred does, because rules change before tables do. Judgements both.

Cannot see: a well-formed number that was never issued; issuers that the file does not list.

Sources: BSI TR-03135 DocumentNumber; the sources in the data file; standards.md 1.3.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice, product

import numpy as np

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Abstained, Measured, Outcome, undetermined
from docforensics.checks.spec import Beside, CheckSpec
from docforensics.checks.support.likelihood import Shares, log10_lr, picture_ratio
from docforensics.checks.support.mrz_print import UNREAD, Posteriors, read_print
from docforensics.checks.support.number_readings import number_spans, readings, rows_of
from docforensics.document import Document
from docforensics.formats.alphabet import FILLER, SYMBOLS
from docforensics.parsing import made, read_toml

SPEC = CheckSpec(
    title="Format of the document number",
    unit="log10 LR",
    contradicts=frozenset({ClaimId.MRZ_DATA}),
    tr03135="DocumentNumber",
    needs_mrz=True,
    adverse="The document number does not have the format that {issuer} uses ({source}).",
    favourable="{summary}",
    advice="Compare the number with the visual zone, the perforation and a reference of this issuer's documents.",
    beside=Beside.NOTHING,
    facts={"issuer": str, "source": str, "summary": str},
)

SHARES = Shares(forged=0.02, genuine=0.005)
CHANCE = 0.02
"""That a random text has the form."""
_READINGS = 2
"""Symbols considered for each character."""
_MOST_CHARACTERS = 12
"""Of a number of which all readings are gone through: what the field of a number has at most (France)."""
_NO_RULE = undetermined(
    "no rule for the numbers of this issuer is known", expected=False, why=Why.NO_REFERENCE_HERE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Syntax:
    """The form of one issuer's numbers."""

    issuer: str
    code: str
    pattern: str
    source: str


def measure(document: Document) -> Outcome:
    """Weigh whether the number breaks its issuer's form, as log10 LR."""
    seen = read_print(document)
    if seen is None:
        return UNREAD
    spans = number_spans(seen)
    if isinstance(spans, Abstained):
        return spans
    rules = [
        one
        for one in known()
        if one.issuer == seen.mrz.issuer and seen.mrz.document_code.startswith(one.code)
    ]
    if not rules:
        return _NO_RULE
    formed = p_formed(rows_of(seen, spans), [rule.pattern for rule in rules])
    ratio = picture_ratio(formed, CHANCE, seen.slip)
    return Measured(
        value=log10_lr(ratio, SHARES),
        regions=tuple(seen.region(span, "form of the document number") for span in spans)
        if ratio > 1
        else (),
        facts={
            "issuer": seen.mrz.issuer,
            "source": rules[0].source,
            "summary": "The document number has the form that its issuer gives to numbers."
            if ratio < 1
            else "The document number may be misread: one doubtful character would give it its issuer's form.",
        },
    )


def p_formed(posteriors: Posteriors, patterns: Sequence[str]) -> float:
    """Compute the probability that the characters (n, 37) make a text of one of the forms.

    Only the likeliest symbols of each character are gone through; the rest counts as malformed, which is nothing where
    the reader is sure and is little where it is not. Of a number that runs on into the optional data the likeliest texts are.
    """
    form = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    if len(posteriors) > _MOST_CHARACTERS:
        texts = islice(readings(posteriors), _READINGS**_MOST_CHARACTERS)
        return sum((chance for text, chance in texts if form.fullmatch(text)), 0.0)
    best = np.argsort(-posteriors, axis=1)[:, :_READINGS]
    likely = [
        [(SYMBOLS[symbol], float(row[symbol])) for symbol in some]
        for row, some in zip(posteriors, best.tolist(), strict=True)
    ]
    total = 0.0
    for choice in product(*likely):
        text = "".join([symbol for symbol, _ in choice]).rstrip(FILLER)
        total += math.prod([chance for _, chance in choice]) if form.fullmatch(text) else 0.0
    return total


@cache
def known() -> tuple[Syntax, ...]:
    """Load the forms."""
    file = files("docforensics.mrz").joinpath("data", "number_syntax.toml")
    return made(tuple[Syntax, ...], read_toml(file)["syntax"])
