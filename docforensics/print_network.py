"""The networks of ordinary print as they are: a line of print in, what each of its columns may show out.

`docforensics.viz.recognise` makes lines of text of it; `docforensics.mrz.other_face` asks it about single places.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.networks import load_network
from docforensics.parsing import read_toml
from docforensics.resources import resource

Singles = NDArray[np.float32]

HEIGHT = 48
"""Pixels of a line as the network takes it."""
_STEP = 8
"""Columns of the line for one column of the answer."""
_WIDEST = 1280
"""Columns that the network is given at most; longer lines are squeezed. A judgement."""


class PrintNetwork:
    """PP-OCRv6's small recogniser (PaddleOCR, Apache-2.0), cut down to Latin and Greek letters; ships with the package.

    With `model` "quick" its tiny one, which takes a sixth of the time and is wrong more often.
    """

    def __init__(self, model: str = "line") -> None:
        settings = read_toml(resource(f"viz-reader/{model}.toml"))
        self.alphabet = str(settings["characters"])
        self._network = load_network(f"viz-reader/{model}")

    def columns(self, crop: Pixels) -> Singles:
        """(T, 1 + K) probabilities along a crop that holds one upright line: nothing first, then `alphabet`."""
        return np.asarray(self._network(_normalised(crop))[0], np.float32)


def _normalised(crop: Pixels) -> Singles:
    """(1, 3, 48, W), blue first, -1..1, W a multiple of the step."""
    colour = cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR if crop.ndim == 2 else cv2.COLOR_RGB2BGR)
    width = HEIGHT * colour.shape[1] / colour.shape[0]
    columns = int(np.clip(np.ceil(width / _STEP) * _STEP, 2 * _STEP, _WIDEST))
    smaller = cv2.INTER_AREA if colour.shape[0] > HEIGHT else cv2.INTER_CUBIC
    scaled = cv2.resize(colour, (columns, HEIGHT), interpolation=smaller)
    return np.ascontiguousarray(scaled.astype(np.float32).transpose(2, 0, 1)[None] / 127.5 - 1)
