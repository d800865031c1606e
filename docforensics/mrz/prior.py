"""What a format allows at each place of its lines, as a prior over the symbols: it decides ties, each one reported.

A prior helps whoever wants the data of a print that is hard to see; it would hide just what a forger may have done, a letter
where a digit belongs. So it is bounded, leaves every sure character as printed, changes no posterior, and names each decision
beside what the print alone says. An examination does without: its checks weigh the print.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from docforensics.errors import UsageError
from docforensics.formats.alphabet import FILLER, SYMBOLS
from docforensics.formats.layout import DIGIT_OR_FILLER, FieldSpec, MrzLayout
from docforensics.formats.table import FORMATS, DocumentFormat
from docforensics.mrz.icao import find_code
from docforensics.mrz.reading import MrzCharacter, MrzReading, Settled

PRIORS = ("grammar",)
"""`grammar`: the symbols that the format allows in each field, digits where check digits stand, the letters that the document
codes of the format begin with, and ICAO's codes of States and organisations."""
_ODDS = 10.0
"""A symbol that the format does not allow counts this much less: it decides ties, and leaves what is surer than 91 %."""
_CODES = ("issuer", "nationality")
_RIVALS = 4
"""Likeliest symbols of each place of a code that are tried: those behind have a few hundredths together. A judgement."""

Floats = NDArray[np.float64]


def with_prior(reading: MrzReading, name: str) -> MrzReading:
    """Settle the symbols of a reading with the prior called `name`; posteriors stay those of the print alone.

    A reading whose format is unknown is returned as it is, but for the name.

    Raises
    ------
    UsageError
        No prior has this name.
    """
    check_prior(name)
    if reading.format is None:
        return replace(reading, prior=name)
    known = FORMATS[reading.format]
    rows = [
        _weighed(line, weights)
        for line, weights in zip(reading.characters, allowed_weights(known), strict=True)
    ]
    for spec in known.layout.fields:
        if spec.name in _CODES:
            _settle_code(rows[spec.span.line], spec)
    settled = tuple(_differences(reading.characters, rows))
    return replace(reading, characters=replaced(reading.characters, settled), prior=name, settled=settled)


def check_prior(name: str) -> None:
    """Raise UsageError when no prior has this name."""
    if name not in PRIORS:
        raise UsageError(f"MRZ prior: expected one of {', '.join(PRIORS)}, got {name!r}")


@cache
def allowed_weights(known: DocumentFormat) -> Floats:
    """Give (lines, columns, 37): 1 where the format allows a symbol, less where it does not; kept of each of the few formats."""
    layout: MrzLayout = known.layout
    weights = np.ones((layout.n_lines, layout.length, len(SYMBOLS)))
    for field in layout.fields:
        weights[field.span.line, field.span.start : field.span.stop] *= _allowed(field.charset)
        if field.name == "document_code":
            openings = known.codes.first + "".join(code[0] for code in known.codes.also)
            weights[field.span.line, field.span.start] *= _allowed(openings)
    for check in layout.checks:
        weights[check.line, check.column] *= _allowed(DIGIT_OR_FILLER)
    return weights


def _allowed(symbols: str) -> Floats:
    return np.array([1.0 if symbol in symbols else 1 / _ODDS for symbol in SYMBOLS])


def _weighed(line: Sequence[MrzCharacter], weights: Floats) -> list[Floats]:
    """Of a line's characters the probabilities (37,), by weights (columns, 37)."""
    raised = np.stack([character.posterior for character in line]) * weights
    return list(raised / raised.sum(axis=1, keepdims=True))


def _settle_code(line: list[Floats], spec: FieldSpec) -> None:
    """Let codes that are in no table count less; a code of which every letter is sure needs no table."""
    places = line[spec.span.start : spec.span.stop]
    if np.prod([place.max() for place in places]) > _ODDS / (_ODDS + 1):
        return
    rivals = [np.argsort(-place)[:_RIVALS].tolist() for place in places]
    shares = [np.zeros(len(SYMBOLS)) for _ in places]
    for chosen in product(*rivals):
        share = float(np.prod([place[symbol] for place, symbol in zip(places, chosen, strict=True)]))
        share *= 1.0 if _is_code("".join(SYMBOLS[symbol] for symbol in chosen)) else 1 / _ODDS
        for at, symbol in zip(shares, chosen, strict=True):
            at[symbol] += share
    line[spec.span.start : spec.span.stop] = [np.asarray(at / at.sum(), np.float64) for at in shares]


def _is_code(code: str) -> bool:
    """Whether a table has the code; one without fillers inside it."""
    return FILLER not in code.rstrip(FILLER) and find_code(code) is not None


def _differences(
    before: tuple[tuple[MrzCharacter, ...], ...], after: list[list[Floats]]
) -> Iterator[Settled]:
    for row, lines in enumerate(zip(before, after, strict=True)):
        likeliest = np.stack(lines[1]).argmax(axis=1).tolist()
        for column, (character, best) in enumerate(zip(lines[0], likeliest, strict=True)):
            if SYMBOLS[best] != character.symbol:
                yield Settled(
                    line=row,
                    column=column,
                    printed=character.symbol,
                    symbol=SYMBOLS[best],
                    weighed=float(lines[1][column][best]),
                )


def replaced(
    characters: tuple[tuple[MrzCharacter, ...], ...], settled: Iterable[Settled]
) -> tuple[tuple[MrzCharacter, ...], ...]:
    """Give the characters with the symbols that were settled, their posteriors as they were."""
    symbols: Mapping[tuple[int, int], str] = {(one.line, one.column): one.symbol for one in settled}
    return tuple(
        tuple(
            replace(character, symbol=symbols[row, column]) if (row, column) in symbols else character
            for column, character in enumerate(line)
        )
        for row, line in enumerate(characters)
    )
