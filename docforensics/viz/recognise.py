"""Readers of one line of print: the shipped network, and Tesseract for whoever prefers it.

A reader says what it may have seen as well as what it thinks it saw: a distribution for every character, so that a
comparison can tell a misread from another text. It knows no documents, and repairs nothing.
"""

import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.errors import EngineUnavailableError, UsageError
from docforensics.mrz.engines import NEEDS_TESSERACT
from docforensics.print_network import HEIGHT, PrintNetwork

Singles = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadLine:
    """One line as read."""

    text: str
    posteriors: Singles
    """(n, K): for each character of `text` what it may be, over `alphabet`, rows summing to 1."""
    alphabet: str
    columns: Singles
    """(n,): where each character stands, as a share of the line's width, 0..1."""

    def __post_init__(self) -> None:
        if self.posteriors.shape != (len(self.text), len(self.alphabet)) or len(self.columns) != len(
            self.text
        ):
            raise UsageError(f"ReadLine: {len(self.text)} characters, posteriors {self.posteriors.shape}")
        self.posteriors.setflags(write=False)

    @property
    def confidence(self) -> float:
        """Mean probability of the characters read, 0..1; 0 for an empty line."""
        return float(self.posteriors.max(axis=1).mean()) if self.text else 0.0

    @property
    def least_sure(self) -> float:
        """Certainty of the least certain letter or digit, whatever its case and its marks; 0 for a line without any."""
        marked = [place for place, character in enumerate(self.text) if character.isalnum()]
        sums = self.posteriors[marked] @ _plain_letters(self.alphabet)
        return float(sums.max(axis=1).min()) if marked else 0.0


@cache
def _plain_letters(alphabet: str) -> Singles:
    """(K, k): which characters are one letter but for case and marks."""
    plain = [unicodedata.normalize("NFD", character)[0].casefold() for character in alphabet]
    kinds = sorted(set(plain))
    table = np.zeros((len(alphabet), len(kinds)), np.float32)
    table[range(len(alphabet)), [kinds.index(kind) for kind in plain]] = 1
    table.setflags(write=False)
    return table


class LineReader(Protocol):
    """Reads lines of print; may be used from many threads."""

    name: str

    def read(self, crop: Pixels) -> ReadLine:
        """Read a crop (H, W, 3) or (H, W) that holds one upright line."""


class NetworkReader:
    """Reads with the shipped network, or with `model` "quick" with its tiny one (`docforensics.print_network`)."""

    name = "network"

    def __init__(self, model: str = "line") -> None:
        self._network = PrintNetwork(model)

    def read(self, crop: Pixels) -> ReadLine:
        """Read a crop; see `LineReader`."""
        return decoded(self._network.columns(crop), self._network.alphabet)


def decoded(probabilities: Singles, alphabet: str) -> ReadLine:
    """Follow the best path of CTC: (T, 1 + K) with the blank first -> the characters, each with its distribution."""
    best = probabilities.argmax(axis=1)
    starts = [step for step in range(len(best)) if best[step] and (step == 0 or best[step] != best[step - 1])]
    peaks = [_peak(probabilities, best, start) for start in starts]
    letters = probabilities[peaks, 1:] if peaks else np.zeros((0, len(alphabet)), np.float32)
    return ReadLine(
        text="".join(alphabet[best[start] - 1] for start in starts),
        posteriors=np.asarray(letters / np.maximum(letters.sum(axis=1, keepdims=True), 1e-9), np.float32),
        alphabet=alphabet,
        columns=np.asarray((np.array(peaks) + 0.5) / max(len(best), 1), np.float32),
    )


def _peak(probabilities: Singles, best: NDArray[np.intp], start: int) -> int:
    """Where, within the run of one symbol, it is surest."""
    stop = start
    while stop < len(best) and best[stop] == best[start]:
        stop += 1
    return start + int(probabilities[start:stop, best[start]].argmax())


class TesseractReader:
    """Tesseract, line by line. It gives no alternatives, so part of each character's certainty is spread evenly."""

    name = "tesseract"
    ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,-/<'()"

    def __init__(self) -> None:
        try:
            import pytesseract  # noqa: PLC0415 (an extra)

            pytesseract.get_tesseract_version()
        except (ImportError, OSError) as missing:
            raise EngineUnavailableError(f"The reader 'tesseract' needs {NEEDS_TESSERACT}") from missing
        self._module = pytesseract

    def read(self, crop: Pixels) -> ReadLine:
        """Read a crop; see `LineReader`."""
        grey = crop if crop.ndim == 2 else cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
        scale = max(HEIGHT / grey.shape[0], 1.0)
        scaled = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        padded = cv2.copyMakeBorder(scaled, 12, 12, 12, 12, cv2.BORDER_REPLICATE)
        data = self._module.image_to_data(padded, config="--psm 7", output_type=self._module.Output.DICT)
        words = [
            (str(word), float(sure))
            for word, sure in zip(data["text"], data["conf"], strict=True)
            if str(word).strip()
        ]
        return line_of_words(words, self.ALPHABET)


def line_of_words(words: list[tuple[str, float]], alphabet: str) -> ReadLine:
    """Make a line of words with confidences 0..100: what is left of each word's certainty goes to all symbols alike."""
    text, sure = "", []
    for word, confidence in words:
        kept = "".join(character for character in word if character in alphabet)
        piece = f" {kept}" if text else kept
        text += piece
        sure += [min(max(confidence / 100, 0.05), 0.999)] * len(piece)
    certainty = np.array(sure, np.float32)
    rows = np.repeat((1 - certainty)[:, None] / max(len(alphabet) - 1, 1), len(alphabet), axis=1)
    rows[range(len(text)), [alphabet.index(character) for character in text]] = certainty
    columns = np.asarray((np.arange(len(text)) + 0.5) / max(len(text), 1), np.float32)
    return ReadLine(text=text, posteriors=rows.astype(np.float32), alphabet=alphabet, columns=columns)


READERS: dict[str, Callable[[], LineReader]] = {"network": NetworkReader, "tesseract": TesseractReader}
_QUICK = "quick"
"""Not to be chosen: what it is not sure of is read again."""
_lock = threading.Lock()


@cache
def _loaded(name: str) -> LineReader:
    return NetworkReader(name) if name == _QUICK else READERS[name]()


def check_reader(name: str) -> None:
    """Raise UsageError where there is no reader of this name."""
    if name not in READERS:
        raise UsageError(f"viz_reader: expected one of {', '.join(READERS)}, got {name!r}")


def load_reader(name: str = "network") -> LineReader:
    """Load a reader once.

    Raises
    ------
    UsageError
        There is none of this name.
    EngineUnavailableError
        It lacks a program.
    ResourceError
        Its model is missing or changed; whoever asks again is told again.
    """
    check_reader(name)
    with _lock:
        return _loaded(name)


def load_quick_reader() -> LineReader:
    """Load the quick network, once: it needs a sixth of the time, and reads fewer lines rightly."""
    with _lock:
        return _loaded(_QUICK)


def load_readers(name: str = "network") -> None:
    """Load all that a reader reads with, before a page is there; raises as `load_reader`."""
    if isinstance(load_reader(name), NetworkReader):
        load_quick_reader()
