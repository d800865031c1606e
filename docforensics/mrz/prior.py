"""What a format allows at each place of its lines, as a prior over the symbols: never used unless asked for by name.

A prior helps whoever wants the data and knows the document to be honest; it hides just what a forger may have done, a
letter where a digit belongs. So it is bounded, leaves every sure character as printed, and says what it decided.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from docforensics.errors import UsageError
from docforensics.formats.alphabet import SYMBOLS
from docforensics.formats.layout import DIGIT_OR_FILLER, MrzLayout
from docforensics.formats.table import FORMATS
from docforensics.mrz.reading import MrzCharacter, MrzReading, Settled

PRIORS = ("grammar",)
"""`grammar`: the symbols that the format allows in each field, and digits where check digits stand."""
_ODDS = 10.0
"""A symbol that the format does not allow counts this much less: it decides ties, and leaves what is surer than 91 %."""

Floats = NDArray[np.float64]


def with_prior(reading: MrzReading, name: str) -> MrzReading:
    """Weigh the posteriors of a reading with the prior called `name`.

    A reading whose format is not told is returned as it is, but for the name. Its posteriors no longer speak of the
    print alone, hence are not called calibrated.

    Raises
    ------
    UsageError
        No prior has this name.
    """
    check_prior(name)
    if reading.format is None:
        return replace(reading, prior=name)
    weights = _weights(FORMATS[reading.format].layout)
    characters = tuple(
        tuple(_weighed(character, weights[row, column]) for column, character in enumerate(line))
        for row, line in enumerate(reading.characters)
    )
    return replace(
        reading,
        characters=characters,
        calibrated=False,
        prior=name,
        settled=_differences(reading.characters, characters),
    )


def check_prior(name: str) -> None:
    """Raise UsageError when no prior has this name."""
    if name not in PRIORS:
        raise UsageError(f"MRZ prior: expected one of {', '.join(PRIORS)}, got {name!r}")


def _weights(layout: MrzLayout) -> Floats:
    """(lines, columns, 37): 1 where the format allows a symbol, less where it does not."""
    weights = np.ones((layout.n_lines, layout.length, len(SYMBOLS)))
    for field in layout.fields:
        weights[field.span.line, field.span.start : field.span.stop] *= _allowed(field.charset)
    for check in layout.checks:
        weights[check.line, check.column] *= _allowed(DIGIT_OR_FILLER)
    return weights


def _allowed(charset: str) -> Floats:
    return np.array([1.0 if symbol in charset else 1 / _ODDS for symbol in SYMBOLS])


def _weighed(character: MrzCharacter, weights: Floats) -> MrzCharacter:
    raised = character.posterior * weights
    posterior = raised / raised.sum()
    return replace(character, symbol=SYMBOLS[int(posterior.argmax())], posterior=posterior)


def _differences(
    before: tuple[tuple[MrzCharacter, ...], ...], after: tuple[tuple[MrzCharacter, ...], ...]
) -> tuple[Settled, ...]:
    return tuple(
        Settled(line=row, column=column, printed=old.symbol, symbol=new.symbol)
        for row, lines in enumerate(zip(before, after, strict=True))
        for column, (old, new) in enumerate(zip(*lines, strict=True))
        if old.symbol != new.symbol
    )
