"""What the two checks of codes share: one measurement, and how likely each code of a table is against the one that was read."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from docforensics.checks.claims import Why
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.support.likelihood import Shares, log10_lr, picture_ratio
from docforensics.checks.support.mrz_print import UNEVEN, UNREAD, Posteriors, Print, field_name, read_print
from docforensics.document import Document
from docforensics.formats.alphabet import FILLER, LETTERS, SYMBOLS
from docforensics.formats.layout import Span
from docforensics.mrz.icao import code_name, is_issuer, is_known_defect, is_nationality, known_codes

Codes = NDArray[np.intp]
"""(n, 3) indices into `SYMBOLS`."""
SHARES = Shares(forged=0.05, genuine=0.005)
"""Fantasy documents bear invented codes; some issuers bear codes that no table holds. Judgements."""
NOT_STATED = undetermined("the zone states no such code", why=Why.NOT_PRINTED_HERE)
_SURE_EMPTY = 0.9
"""Probability of three fillers from which a field is taken as left empty. A judgement; not fitted."""
NO_FIELD = undetermined("this format prints no such code", why=Why.NOT_PRINTED_HERE)


@cache
def issuer_codes() -> Codes:
    """List what may stand for an issuer: ICAO's table, and the known defects that are no proof of anything."""
    return _codes(lambda code: is_issuer(code) or is_known_defect(code))


@cache
def nationality_codes() -> Codes:
    """List what may stand for a nationality: ICAO's table, and the known defects."""
    return _codes(lambda code: is_nationality(code) or is_known_defect(code))


def _codes(belongs: Callable[[str], bool]) -> Codes:
    shapes = [code for code in known_codes() if len(code) in (1, 3) and set(code) <= set(LETTERS)]
    table = np.array(
        [
            [SYMBOLS.index(symbol) for symbol in code.ljust(3, FILLER)]
            for code in sorted(shapes, key=lambda code: (-len(code), code))
            if belongs(code)
        ],
        dtype=np.intp,
    )
    table.setflags(write=False)
    return table


def likelihoods(posteriors: Posteriors, codes: Codes) -> NDArray[np.float64]:
    """Compute the probability (n,) of every code of a table, given the posteriors (3, 37)."""
    return np.asarray(
        np.prod([posteriors[place, codes[:, place]] for place in range(3)], axis=0), dtype=np.float64
    )


def likeliest(posteriors: Posteriors, codes: Codes) -> tuple[str, float]:
    """Give the likeliest code of a table, and its probability against that of what was read."""
    chances = likelihoods(posteriors, codes)
    best = int(chances.argmax())
    code = "".join(SYMBOLS[index] for index in codes[best]).rstrip(FILLER)
    return code, float(chances[best] / np.prod(posteriors.max(axis=1)))


def chance_of(codes: Codes) -> float:
    """Give the share of all three-symbol texts that a table holds."""
    return len(codes) / len(SYMBOLS) ** 3


def measure_code(document: Document, field: str, codes: Codes, *, may_be_empty: bool = False) -> Outcome:
    """Weigh whether a field holds a code outside a table, as log10 LR; `may_be_empty` where documents may state none."""
    seen = read_print(document)
    if seen is None:
        return UNREAD
    spec = seen.layout.field(field)
    if spec is None:
        return NO_FIELD
    if not seen.whole(spec.span.line):
        return UNEVEN
    unseen = seen.hidden(spec.span)
    if unseen is not None:
        return unseen
    posteriors = seen.of(spec.span)
    if may_be_empty and float(posteriors[:, SYMBOLS.index(FILLER)].prod()) >= _SURE_EMPTY:
        return NOT_STATED
    p_known = min(float(likelihoods(posteriors, codes).sum()) + _shifted(seen, spec.span, codes), 1.0)
    ratio = picture_ratio(p_known, chance_of(codes), seen.slip)
    printed = spec.span.of(seen.mrz.lines).rstrip(FILLER)
    return Measured(
        value=log10_lr(ratio, SHARES),
        regions=(seen.region(spec.span, f"code: {field_name(field)}"),) if ratio > 1 else (),
        facts={
            "code": printed,
            "name": code_name(printed) or "",
            "summary": summarise(printed, posteriors, codes, is_outside=ratio > 1),
        },
    )


def _shifted(seen: Print, span: Span, codes: Codes) -> float:
    """Compute the probability that a code stands one place on, behind a filler: a line printed with one too many is no other code."""
    line = seen.reading.characters[span.line]
    if span.stop >= len(line):
        return 0.0
    wider = seen.of(replace(span, stop=span.stop + 1))
    return float(wider[0, SYMBOLS.index(FILLER)] * likelihoods(wider[1:], codes).sum())


def summarise(printed: str, posteriors: Posteriors, codes: Codes, *, is_outside: bool) -> str:
    """State what the code stands for, or what the likeliest code of the table would be."""
    if is_outside:
        code, share = likeliest(posteriors, codes)
        return f"{printed} is no code of ICAO's table; the likeliest one is {code}, at {share:.2g} of its probability."
    if is_known_defect(printed):
        return (
            f"{printed} is not ICAO's code for {code_name(printed)}, but a known defect of genuine documents."
        )
    name = code_name(printed)
    return (
        f"{printed} stands for {name}."
        if name
        else f"{printed} may be a misread of {likeliest(posteriors, codes)[0]}."
    )
