"""Lists of document numbers that can be matched and not read: keyed HMACs, or a Bloom filter over them.

There are few document numbers: whoever holds the key of a list can try them all, and so read it. A list is keyed for one recipient, and
each has a salt of its own, so that one number gives unrelated values in two lists. Without the key a list cannot be told from chance.
"""

import hashlib
import hmac
import math
import re
import secrets
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from docforensics.errors import AlertError
from docforensics.regular import is_folder, read_regular

KEY_BYTES, SALT_BYTES = 32, 16
"""Of the key of HMAC-SHA-256: the length of its output, which RFC 2104 section 3 recommends; of a salt: no two are alike by chance."""
DIGEST_BYTES = 8
"""Of a number in a list of HMACs: among 100,000 numbers one that is not listed matches once in 2 x 10^14."""
LEAST_RATE, MOST_RATE = 1e-9, 0.01
"""False positive rates that a Bloom filter may be made for: beyond one in a hundred a match is no reason to look. Judgements."""
MOST_NUMBERS, MOST_LIST_BYTES = 2_000_000, 16 * 2**20
"""Of one list. A judgement; not fitted: the largest known loss of blanks is below."""
_PURPOSE = b"docforensics alert number v1\0"
_KEY_PURPOSE = b"docforensics alert number key v1\0"
_CODE = re.compile("[A-Z]{0,3}")
_NAME = re.compile("[a-z0-9][a-z0-9-]{0,39}")
_SALT = re.compile(f"[0-9a-fA-F]{{{2 * SALT_BYTES}}}")


class ListForm(StrEnum):
    """How a list is written."""

    HMAC = "hmac"
    """Sorted HMACs of 8 bytes a number; practically no false positives."""
    BLOOM = "bloom"
    """A Bloom filter: 3.6 bytes a number at a rate of one in a million, and more where there are fewer than twenty thousand (`_bloom_bytes`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberList:
    """One list, for the holder of one key."""

    name: str
    """Slug, unique within the alert."""
    issuer: str
    """Of the documents, as the zone has it (`UTO`); empty for any."""
    form: ListForm
    count: int
    """How many numbers are in it."""
    rate: float
    """Stated share of numbers that are not in it and match all the same."""
    key_id: str
    """Of the key that it was made with (`key_id`)."""
    salt: str
    """Hexadecimal."""
    note: str = ""
    """What these numbers are, for example `blanks stolen in 2026`."""
    data: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or not _CODE.fullmatch(self.issuer):
            raise AlertError(
                f"numbers: expected a slug and an issuer of three letters, got {self.name!r}, {self.issuer!r}"
            )
        least = 0.0 if self.form is ListForm.HMAC else LEAST_RATE
        if not 0 < self.count <= MOST_NUMBERS or not least <= self.rate <= MOST_RATE:
            raise AlertError(
                f"numbers: {self.name}: expected 1 to {MOST_NUMBERS} numbers at a rate from {least:g} to {MOST_RATE}"
            )
        expected = (
            self.count * DIGEST_BYTES if self.form is ListForm.HMAC else _bloom_bytes(self.count, self.rate)
        )
        # Lists of few numbers that were made before are smaller, and match more often than they state.
        before = expected if self.form is ListForm.HMAC else _full_bytes(self.count, self.rate)
        if len(self.data) not in {expected, before}:
            raise AlertError(f"numbers: {self.name}: expected {expected} bytes, got {len(self.data)}")
        if not _SALT.fullmatch(self.salt):
            raise AlertError(f"numbers: {self.name}: expected a salt of {SALT_BYTES} bytes in hexadecimal")

    def holds(self, key: bytes, number: str) -> bool:
        """Whether a document number is in the list, or matches at the stated rate although it is not."""
        digest = _digest(key, bytes.fromhex(self.salt), normalised(number))
        if self.form is ListForm.HMAC:
            place = bisect_left(range(self.count), digest[:DIGEST_BYTES], key=self._entry)
            return place < self.count and self._entry(place) == digest[:DIGEST_BYTES]
        return all(self.data[bit >> 3] >> (bit & 7) & 1 for bit in _bits(digest, len(self.data), self.rate))

    def _entry(self, place: int) -> bytes:
        return self.data[place * DIGEST_BYTES : (place + 1) * DIGEST_BYTES]


def make_list(
    numbers: Iterable[str],
    key: bytes,
    *,
    name: str = "numbers",
    issuer: str = "",
    form: ListForm = ListForm.BLOOM,
    rate: float = 1e-6,
    note: str = "",
    salt: bytes | None = None,
) -> NumberList:
    """Make a list of document numbers for the holder of a key; each counts once.

    Raises
    ------
    AlertError
        No numbers, too many, one without a letter or digit, or a rate that a list may not have.
    """
    if form is ListForm.BLOOM and not LEAST_RATE <= rate <= MOST_RATE:
        raise AlertError(f"numbers: expected a rate from {LEAST_RATE} to {MOST_RATE}, got {rate}")
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    unique = {normalised(number) for number in numbers}
    if not 0 < len(unique) <= MOST_NUMBERS:
        raise AlertError(f"numbers: expected 1 to {MOST_NUMBERS}, got {len(unique)}")
    if "" in unique:
        raise AlertError("numbers: expected letters and digits in every line, got a line without any")
    digests = {_digest(key, salt, number) for number in unique}
    if form is ListForm.HMAC:
        rate, data = 0.0, b"".join(sorted(digest[:DIGEST_BYTES] for digest in digests))
    else:
        filled = bytearray(_bloom_bytes(len(unique), rate))
        for digest in digests:
            for bit in _bits(digest, len(filled), rate):
                filled[bit >> 3] |= 1 << (bit & 7)
        data = bytes(filled)
    return NumberList(
        name=name,
        issuer=issuer,
        form=form,
        count=len(unique),
        rate=rate,
        key_id=key_id(key),
        salt=salt.hex(),
        note=note,
        data=data,
    )


def normalised(number: str) -> str:
    """Give a number as it is listed: letters and digits alone, in capitals."""
    return "".join(one for one in number.upper() if one.isalnum())


def key_id(key: bytes) -> str:
    """Give the id of a key, which does not disclose it: 16 hexadecimal digits."""
    return hmac.new(key, _KEY_PURPOSE, hashlib.sha256).hexdigest()[:16]


class NumberKeys:
    """Keys of lists that this post holds, by their id."""

    def __init__(self, keys: Iterable[bytes] = ()) -> None:
        self._keys: Mapping[str, bytes] = MappingProxyType({key_id(key): key for key in keys})

    @classmethod
    def load(cls, path: str | Path) -> "NumberKeys":
        """Read one key file, or every `*.key` of a folder: 32 bytes each.

        Raises
        ------
        AlertError
            There is none, or one is of another length.
        """
        root = Path(path)
        files = sorted(root.glob("*.key")) if is_folder(root) else [root]
        if not files:
            raise AlertError(
                f"{root}: expected keys of number lists (*.key, {KEY_BYTES} bytes each), found none"
            )
        return cls(map(read_key, files))

    @property
    def ids(self) -> tuple[str, ...]:
        """Of all keys."""
        return tuple(self._keys)

    def get(self, key: str) -> bytes | None:
        """Give the key of an id; None where this post does not hold it."""
        return self._keys.get(key)


def read_key(file: Path) -> bytes:
    """Read a key of a number list; AlertError where it is none."""
    try:
        key = read_regular(file, KEY_BYTES)
    except (OSError, ValueError) as error:
        raise AlertError(f"{file}: expected a key of {KEY_BYTES} bytes: {error}") from error
    if len(key) != KEY_BYTES:
        raise AlertError(f"{file}: expected a key of {KEY_BYTES} bytes, got {len(key)}")
    return key


def _digest(key: bytes, salt: bytes, number: str) -> bytes:
    return hmac.digest(key, _PURPOSE + salt + number.encode(), "sha256")


def _bloom_bytes(count: int, rate: float) -> int:
    """Bytes of a filter that has its rate when it is full, and in which two numbers share all of their places in at most a quarter of it.

    Places by two hashes are one of bits^2 / 2 rows of even steps, or such a row backwards: another number has that of one of `count` by chance 4 count / bits^2. Of two
    numbers at a stated rate of one in a million, in the 64 bits that are full at that rate, four in a thousand others matched. No list is larger than one that is read.
    """
    apart = math.ceil(math.sqrt(16 * count / rate) / 8)
    return max(_full_bytes(count, rate), min(apart, MOST_LIST_BYTES))


def _full_bytes(count: int, rate: float) -> int:
    """Bytes of a filter that has its rate when it is full, of places that are independent: -n ln p / (ln 2)^2 bits (Bloom 1970)."""
    return math.ceil(-count * math.log(rate) / math.log(2) ** 2 / 8)


def _bits(digest: bytes, size: int, rate: float) -> list[int]:
    """Places of a number in a filter of some bytes: -log2 p of them, by two hashes (Kirsch and Mitzenmacher 2006)."""
    bits = 8 * size
    first, second = (int.from_bytes(digest[start : start + 8], "big") for start in (0, 8))
    return [(first + place * (second | 1)) % bits for place in range(max(1, round(-math.log2(rate))))]
