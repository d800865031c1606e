"""Chooses the band and the way up that read best, and gives the characters their posteriors and places."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.mrz.alphabet import SYMBOLS
from docforensics.mrz.engines.network.decoding import posteriors
from docforensics.mrz.engines.network.lines import LineRead, read_band, sureness
from docforensics.mrz.engines.network.model import LineModel, load_model
from docforensics.mrz.formats import format_of
from docforensics.mrz.reading import MrzCharacter, MrzReading
from docforensics.page.band import MrzBand, find_mrz_bands

_SURE = 0.8
"""A band read this surely needs no comparison with the others."""
_ACCEPTED = 0.5
_MOST_BANDS = 3
_TINY_PX, _SMALL_PX, _ENLARGED = 32, 900, 1.5
"""Images up to this long side are looked at again this much enlarged when nothing was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkEngine:
    """Reads with the line network. Thread-safe."""

    model: LineModel
    name: str = "network"

    def read(self, pixels: Pixels, bands: Sequence[MrzBand]) -> MrzReading | None:
        """Read the band that is read most surely; None when none holds an MRZ."""
        grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8) if pixels.ndim == 3 else pixels
        best = self._best(grey, bands)
        if sureness(best) < _ACCEPTED and min(grey.shape) >= _TINY_PX and max(grey.shape) <= _SMALL_PX:
            best = self._best(grey, _closer_look(grey))
        return self._reading(best) if sureness(best) >= _ACCEPTED else None

    def _best(self, grey: Pixels, bands: Sequence[MrzBand]) -> tuple[LineRead, ...]:
        best: tuple[LineRead, ...] = ()
        for band in bands[:_MOST_BANDS]:
            best = max(best, self._either_way_up(grey, band), key=sureness)
            if sureness(best) >= _SURE:
                break
        return best

    def _either_way_up(self, grey: Pixels, band: MrzBand) -> tuple[LineRead, ...]:
        lines = read_band(self.model, grey, band)
        if sureness(lines) >= _SURE:
            return lines
        return max(lines, read_band(self.model, grey, band.turned()), key=sureness)

    def _reading(self, lines: Sequence[LineRead]) -> MrzReading:
        characters = tuple(self._characters(line) for line in lines)
        texts = tuple("".join(character.symbol for character in line) for line in characters)
        return MrzReading(characters=characters, format=format_of(texts), engine=self.name, calibrated=True)

    def _characters(self, line: LineRead) -> tuple[MrzCharacter, ...]:
        probabilities = posteriors(line.symbols, self.model.temperature)
        cells = line.cut.cells([symbol.x for symbol in line.symbols], [symbol.y for symbol in line.symbols])
        return tuple(
            MrzCharacter(symbol=SYMBOLS[best], posterior=posterior, corners=corners)
            for best, posterior, corners in zip(
                probabilities.argmax(axis=1).tolist(), probabilities, cells, strict=True
            )
        )


def _closer_look(grey: Pixels) -> tuple[MrzBand, ...]:
    """Find bands in an enlarged copy: the locator joins lines whose characters are only a few pixels apart."""
    copy = cv2.resize(grey, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_CUBIC)
    return tuple(
        replace(band, corners=(band.corners + 0.5) / _ENLARGED - 0.5)
        for band in find_mrz_bands(np.asarray(copy, np.uint8))
    )


def load() -> NetworkEngine:
    """Load the engine; it needs no more than the core does."""
    return NetworkEngine(model=load_model())
