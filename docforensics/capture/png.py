"""How many chunks a PNG file has (ISO/IEC 15948, 5.3), counted before anything reads them."""

from typing import Final

from docforensics.errors import LimitExceededError

_SIGNATURE_BYTES: Final = 8
_AROUND_BYTES: Final = 12
"""Length, type and check value of a chunk."""
_MOST_CHUNKS: Final = 65_536
"""Four times what the bytes that a file may have hold in chunks of 8 KiB, in which common writers store pixels; Pillow takes half a second
for as many."""


def check_chunks(raw: bytes) -> None:
    """Refuse a file of more chunks than any writer makes: LimitExceededError."""
    at, count = _SIGNATURE_BYTES, 0
    while at + _AROUND_BYTES <= len(raw):
        at += _AROUND_BYTES + int.from_bytes(raw[at : at + 4], "big")
        count += 1
        if count > _MOST_CHUNKS:
            raise LimitExceededError(
                f"The PNG has more than {_MOST_CHUNKS} chunks: save the picture again with another program"
            )
