"""Chooses the band and the way up that read best, and gives the characters their posteriors and places."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.formats.alphabet import SYMBOLS
from docforensics.formats.recognise import format_of
from docforensics.mrz.engines.network.bilevel import is_bilevel, softened
from docforensics.mrz.engines.network.decoding import posteriors
from docforensics.mrz.engines.network.ends import with_lost_ends
from docforensics.mrz.engines.network.lines import LineRead, read_band, sureness
from docforensics.mrz.engines.network.model import LineModel, load_model, load_quick
from docforensics.mrz.engines.network.second_pass import look_again
from docforensics.mrz.reading import MrzCharacter, MrzReading
from docforensics.page.band.find import MrzBand, find_mrz_bands, grey_of
from docforensics.page.geometry import BoxPx, quarter_turned, quarter_turned_back, quarters_from_level

_SURE = 0.8
"""A band read this surely needs no comparison with the others."""
_ACCEPTED = 0.5
"""Sureness of a reading, 0..1: even chances."""
_LIKELY, _HOPELESS = 0.5, 0.1
"""Score of a band from which it is a zone rather than not; and sureness of the reading of a weaker one on its side below which the turned
picture is not searched anew. Judgements."""
_DARK, _LEAST_DARK, _DARK_STEP = 128, 0.04, 16
"""Grey level below which ground is dark, share of the picture that a zone printed light on dark takes at least (a TD3 zone takes a fifth of
its page), and pixels averaged to one for that. Judgements."""
_MOST_BANDS = 3
"""Bands that are read, the likeliest first: bounds the time. A judgement."""
_TINY_PX, _SMALL_PX, _ENLARGED = 32, 700, 1.5
"""Images up to this long side are looked at again this much enlarged when nothing was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkEngine:
    """Reads with the line network. Thread-safe."""

    model: LineModel
    """Reads whole lines."""
    closer: LineModel
    """Looks again at what the other is not sure of."""
    quick: "NetworkEngine | None" = None
    """Reads as well in less time, but tells the places of characters less exactly."""
    name: str = "network"

    def read(self, pixels: Pixels, bands: Sequence[MrzBand]) -> MrzReading | None:
        """Read the band that is read most surely; None when none holds an MRZ.

        A page that stands on its side or its head is turned by quarters before anything is measured, so that it is read
        as it would be upright. Of a picture in black and white alone softer copies are looked at too. Where dark print is
        not read surely, the negative is looked at as well.
        """
        grey = grey_of(pixels)
        found = self._any_way_up(grey, bands)
        if is_bilevel(grey):
            copies = (self._any_way_up(copy, find_mrz_bands(copy, enough=1)) for copy in softened(grey))
            found = max(found, *copies, key=lambda one: one.sureness)
        ground = _dark_ground(grey) if found.sureness < _SURE else None
        if ground is not None:
            negative = 255 - grey
            quick = _bands_within(negative, ground)
            found = max(found, self._any_way_up(negative, quick), key=lambda one: one.sureness)
        if found.sureness < _ACCEPTED and min(grey.shape) >= _TINY_PX and max(grey.shape) <= _SMALL_PX:
            found = self._any_way_up(grey, _closer_look(grey))
        return self._reading(found) if found.sureness >= _ACCEPTED else None

    def _any_way_up(self, grey: Pixels, bands: Sequence[MrzBand]) -> "_Found":
        """Read the page turned so that its lines run from left to right."""
        turns = quarters_from_level(bands[0].corners[1] - bands[0].corners[0]) if bands else 0
        found = self._turned(grey, bands, turns)
        if found.lines and (more := quarters_from_level(found.lines[0].direction)):
            again = self._turned(grey, bands, (turns + more) % 4)
            found = again if again.sureness >= _ACCEPTED else found
        return found

    def _turned(self, grey: Pixels, bands: Sequence[MrzBand], turns: int) -> "_Found":
        upright = quarter_turned(grey, turns)
        if not turns:
            return _Found(lines=self._best(upright, bands), turns=turns, picture=upright)
        if bands and bands[0].score < _LIKELY:
            known = tuple(_turned_band(band, turns, grey.shape) for band in bands)
            lines = self._best(upright, known)
            if sureness(lines) < _HOPELESS:
                return _Found(lines=lines, turns=turns, picture=upright)
        return _Found(
            lines=self._best(upright, find_mrz_bands(upright, enough=1)), turns=turns, picture=upright
        )

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

    def _reading(self, found: "_Found") -> MrzReading:
        lines = with_lost_ends(self.model, self.closer, found.picture, found.lines)
        lines = look_again(self.model, self.closer, found.picture, lines)
        characters = tuple(self._characters(line, found) for line in lines)
        texts = tuple("".join(character.symbol for character in line) for line in characters)
        return MrzReading(characters=characters, format=format_of(texts), engine=self.name, calibrated=True)

    def _characters(self, line: LineRead, found: "_Found") -> tuple[MrzCharacter, ...]:
        probabilities = posteriors(line.symbols, self.model.temperature)
        cells = line.cut.cells([symbol.x for symbol in line.symbols], [symbol.y for symbol in line.symbols])
        cells = quarter_turned_back(cells, found.turns, found.picture.shape)
        return tuple(
            MrzCharacter(symbol=SYMBOLS[best], posterior=posterior, corners=corners)
            for best, posterior, corners in zip(
                probabilities.argmax(axis=1).tolist(), probabilities, cells, strict=True
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Found:
    """What was read, and in which picture."""

    lines: tuple[LineRead, ...]
    turns: int
    picture: Pixels

    @property
    def sureness(self) -> float:
        return sureness(self.lines)


def _dark_ground(grey: Pixels) -> BoxPx | None:
    """The part of a picture that holds its dark ground, on which a zone may be printed light; None where hardly any is dark."""
    height, width = (max(side // _DARK_STEP, 1) for side in grey.shape)
    coarse = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA)
    dark = (coarse < _DARK).view(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    large = [one for one in stats[1:] if one[cv2.CC_STAT_AREA] >= _LEAST_DARK * dark.size]
    if not large:
        return None
    left, top, across, down = np.array(large)[:, :4].T
    scale = np.array([grey.shape[1] / width, grey.shape[0] / height])
    low = np.floor((np.array([left.min(), top.min()]) - 1) * scale).clip(0).astype(int)
    high = np.ceil((np.array([(left + across).max(), (top + down).max()]) + 1) * scale).astype(int)
    return BoxPx(
        left=int(low[0]),
        top=int(low[1]),
        right=min(int(high[0]), grey.shape[1]),
        bottom=min(int(high[1]), grey.shape[0]),
    )


def _bands_within(grey: Pixels, box: BoxPx) -> tuple[MrzBand, ...]:
    """Find bands in a part of a picture, quickly."""
    part = np.ascontiguousarray(grey[box.slices])
    found = find_mrz_bands(part, enough=1, thorough=False)
    return tuple(replace(band, corners=band.corners + np.array([box.left, box.top])) for band in found)


def _turned_band(band: MrzBand, quarters: int, shape: tuple[int, ...]) -> MrzBand:
    """The band in the picture that `quarter_turned` makes of one of `shape`."""
    return replace(band, corners=quarter_turned_back(band.corners, (4 - quarters) % 4, shape))


def _closer_look(grey: Pixels) -> tuple[MrzBand, ...]:
    """Find bands in an enlarged copy: the locator joins lines whose characters are only a few pixels apart."""
    copy = cv2.resize(grey, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_CUBIC)
    return tuple(
        replace(band, corners=(band.corners + 0.5) / _ENLARGED - 0.5)
        for band in find_mrz_bands(np.asarray(copy, np.uint8), enough=1)
    )


def load() -> NetworkEngine:
    """Load the engine; it needs no more than the core does."""
    wide = load_model()
    return NetworkEngine(model=wide, closer=wide, quick=NetworkEngine(model=load_quick(), closer=wide))
