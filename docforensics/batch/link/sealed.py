"""Document numbers that a scan keeps so that lists of later alerts find them: encrypted under the link key, row by row.

A list of numbers in an alert is keyed and has a salt of its own, so that nothing but the number itself can be compared with it. What is kept
is therefore encrypted and no hash: whoever has the link key can read the numbers, and nobody else learns from two rows more than that they
are of one file. It is opt-in: `scan --retain-numbers --link-key FILE`.

Source: AES-SIV, RFC 5297: the same number of the same file gives the same bytes, so that a repeated scan gives the same results.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from docforensics.checks.outcome import Abstained
from docforensics.checks.support.number_readings import numbers_of
from docforensics.document import Document
from docforensics.errors import EngineUnavailableError, UsageError

_PURPOSE = b"docforensics kept number v1\0"
_BLOCK = 64
"""Bytes to a multiple of which a number is filled up, so that its length does not show: a number of 9 characters read without doubt has 36."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptNumber:
    """The number of one document, as it was read."""

    issuer: str
    """As the zone has it."""
    readings: Mapping[str, float] = field(repr=False)
    """Each with its probability."""


class NumberSeal:
    """Encrypts and decrypts kept numbers under one link key; EngineUnavailableError without `cryptography`."""

    def __init__(self, key: bytes) -> None:
        try:
            from cryptography.hazmat.primitives.ciphers.aead import AESSIV  # noqa: PLC0415 (an extra)
        except ImportError as error:
            raise EngineUnavailableError(
                "document numbers are kept with: pip install 'docforensics[seal]'"
            ) from error
        self._cipher = AESSIV(hmac.new(key, _PURPOSE, hashlib.sha512).digest())

    def kept(self, document: Document, content: str) -> Mapping[str, Any]:
        """Give the columns of `schema.NUMBERS` but the names; `content` is the hash that the row is bound to."""
        readings = numbers_of(document)
        if isinstance(readings, Abstained):
            return {"sealed": None, "why": readings.why.value}
        issuer = document.mrz.issuer if document.mrz else ""
        return {
            "sealed": self.sealed(KeptNumber(issuer=issuer, readings=dict(readings)), content),
            "why": None,
        }

    def sealed(self, number: KeptNumber, content: str) -> bytes:
        """Encrypt a number."""
        raw = msgspec.json.encode(number)
        filled = raw.ljust(-(-len(raw) // _BLOCK) * _BLOCK)
        return self._cipher.encrypt(filled, [content.encode()])

    def opened(self, raw: bytes, content: str) -> KeptNumber:
        """Decrypt a number; UsageError where it was changed, is of another document, or encrypted under another key."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 (an extra)

        try:
            return msgspec.json.decode(self._cipher.decrypt(raw, [content.encode()]), type=KeptNumber)
        except (InvalidTag, ValueError, msgspec.MsgspecError) as error:
            raise UsageError(
                "a kept document number was changed, or is encrypted under another link key: give the one of the scan"
            ) from error
