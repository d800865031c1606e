"""Reads each line of a page once, however often the page is gone through while a template is learned.

Labels are looked for anew where more or fewer holders are known, and in the draft that other captures are laid on. The lines are the same pixels each time, and to read
them is half of what learning takes.
"""

from functools import partial
from hashlib import blake2b

from docforensics.capture.model import Pixels
from docforensics.kept import Kept
from docforensics.viz.recognise import LineReader, ReadLine


class ReadOnce:
    """A reader that gives what it read before for the same pixels; may be used from many threads."""

    def __init__(self, reader: LineReader) -> None:
        self.name = reader.name
        self._reader = reader
        self._read = Kept()

    def read(self, crop: Pixels) -> ReadLine:
        """Read a crop (H, W, 3) or (H, W) that holds one upright line; the same object for the same pixels, which nobody may change."""
        pixels = blake2b(crop.tobytes(), digest_size=16).digest()
        return self._read.once((crop.shape, pixels), partial(self._reader.read, crop))
