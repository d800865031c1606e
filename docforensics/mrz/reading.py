"""What is printed in the machine readable zone, character by character, as an engine saw it. Never repaired."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from docforensics.errors import UsageError
from docforensics.formats.alphabet import SYMBOLS
from docforensics.formats.table import MrzFormat
from docforensics.page.geometry import BoxPx, Points

Posterior = NDArray[np.float64]
"""(37,) probabilities in the order of `SYMBOLS`, summing to 1, read-only."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MrzCharacter:
    """One printed character."""

    symbol: str
    """The most probable symbol, or the one that a prior settled on (`MrzReading.settled`)."""
    posterior: Posterior
    corners: Points
    """(4, 2) capture pixels: top left, top right, bottom right, bottom left as the text reads."""

    def __post_init__(self) -> None:
        if self.posterior.shape != (len(SYMBOLS),):
            raise UsageError(f"MrzCharacter.posterior: expected (37,), got {self.posterior.shape}")
        if self.corners.shape != (4, 2):
            raise UsageError(f"MrzCharacter.corners: expected (4, 2), got {self.corners.shape}")
        # Python adds up so few numbers in a fifth of the time that NumPy takes, for each of a zone's characters.
        shares = self.posterior.tolist()
        if not abs(sum(shares) - 1.0) < 1e-6 or min(shares) < 0:
            raise UsageError("MrzCharacter.posterior: expected probabilities that sum to 1")
        if self.symbol not in SYMBOLS or len(self.symbol) != 1:
            raise UsageError(f"MrzCharacter.symbol: expected one of A-Z 0-9 <, got {self.symbol!r}")
        self.posterior.setflags(write=False)
        self.corners.setflags(write=False)

    @property
    def confidence(self) -> float:
        """Posterior of `symbol`, 0..1."""
        return float(self.posterior[SYMBOLS.index(self.symbol)])

    @property
    def box(self) -> BoxPx:
        """Axis-parallel box in capture pixels."""
        return BoxPx.around(self.corners)


class SettledBy(StrEnum):
    """What decided a character that was not sure."""

    FORMAT = "format"
    """What the format allows there."""
    FACE = "face"
    """The network of ordinary print, where the line is set in another face than OCR-B, and what the format allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """One character that a named prior decided otherwise than the print alone."""

    line: int
    column: int
    """Both from 0."""
    printed: str
    """The most probable symbol by the print alone."""
    symbol: str
    """The most probable symbol with the prior."""
    weighed: float
    """Its probability with the prior, 0..1."""
    by: SettledBy = SettledBy.FORMAT
    """What decided it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MrzReading:
    """The lines as printed, with posteriors and places."""

    characters: tuple[tuple[MrzCharacter, ...], ...]
    """By line, top to bottom, left to right."""
    format: MrzFormat | None
    """The format whose line count and lengths fit exactly; None when none does."""
    engine: str
    calibrated: bool = False
    """Whether the engine's posteriors are calibrated; if not, a disagreement weighs less."""
    prior: str | None = None
    """Name of the prior that was asked for (`docforensics.mrz.prior.PRIORS`); None for what is printed and no more."""
    settled: tuple[Settled, ...] = ()
    """What the prior decided; posteriors are those of the print alone."""

    def __post_init__(self) -> None:
        if not self.characters or not all(self.characters):
            raise UsageError("MrzReading.characters: expected at least one line of at least one character")

    @property
    def lines(self) -> tuple[str, ...]:
        """The symbols, line by line: as printed, but for what a prior settled."""
        return tuple("".join(character.symbol for character in line) for line in self.characters)

    @property
    def printed(self) -> tuple[str, ...]:
        """The most probable symbols by the print alone, line by line."""
        rows = [list(line) for line in self.lines]
        for one in self.settled:
            rows[one.line][one.column] = one.printed
        return tuple("".join(row) for row in rows)

    @property
    def text(self) -> str:
        """The lines joined by newlines."""
        return "\n".join(self.lines)

    @property
    def confidence(self) -> float:
        """The least certain character's posterior, 0..1."""
        return min(character.confidence for line in self.characters for character in line)
