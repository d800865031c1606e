"""Encryption of what is kept (AES-256-GCM), with a key from outside, or one that ends with the process."""

import base64
import binascii
import hashlib
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from docforensics.errors import DocforensicsError, UsageError
from docforensics.regular import read_regular

KEY_VARIABLE = "DOCFORENSICS_SERVICE_KEY"
"""Environment variable with the key, in base64."""
PASSING = "passing-"
"""How the name of a key begins that ends with its process."""
_KEY_BYTES, _NONCE_BYTES, _MOST_FILE = 32, 12, 4096


class SealedError(DocforensicsError):
    """What was kept was changed, or encrypted with another key."""


class Vault:
    """Encrypts and decrypts under one key; what it gives is bound to its name."""

    def __init__(self, key: bytes, prefix: str = "") -> None:
        if len(key) != _KEY_BYTES:
            raise UsageError(f"the key of the service has {len(key)} bytes, expected {_KEY_BYTES}")
        self._cipher = AESGCM(key)
        self.id = (prefix + hashlib.sha256(b"docforensics vault id\0" + key).hexdigest())[:16]
        """Names the key without giving it away."""
        self.audit_key = hashlib.sha256(b"docforensics audit\0" + key).digest()
        """For the chain of the audit log."""
        self.link_key = hashlib.sha256(b"docforensics links\0" + key).digest()
        """For the hashes by which documents of one number are found."""
        self.session_key = hashlib.sha256(b"docforensics sessions\0" + key).digest()
        """For those who are signed in at the desk."""

    @classmethod
    def passing(cls) -> "Vault":
        """Make one whose key nobody keeps: what it encrypted cannot be read after the process ended."""
        return cls(secrets.token_bytes(_KEY_BYTES), PASSING)

    def encrypted(self, data: bytes, name: str) -> bytes:
        """Encrypt what is kept under a name."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, data, name.encode())

    def decrypted(self, data: bytes, name: str) -> bytes:
        """Decrypt; SealedError where it was changed, moved to another name, or encrypted with another key."""
        try:
            return self._cipher.decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], name.encode())
        except (InvalidTag, ValueError) as error:
            raise SealedError(f"{name} was changed, or encrypted with another key") from error


def load_key(file: Path | None) -> bytes | None:
    """Load the key of a file, or of the environment; None where there is neither. UsageError where it is no key."""
    if file is None:
        told = os.environ.get(KEY_VARIABLE, "")
        return _decoded(told, KEY_VARIABLE) if told else None
    try:
        raw = read_regular(file, _MOST_FILE)
    except (OSError, ValueError) as error:
        raise UsageError(f"--key-file: {file} cannot be read ({error})") from error
    return _decoded(raw.decode("ascii", "replace"), str(file))


def make_key(file: Path) -> None:
    """Write a new key to a file that is not there yet, for the eyes of this user; UsageError where that cannot be done."""
    try:
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:  # noqa: PTH123 (of a descriptor)
            stream.write(base64.b64encode(secrets.token_bytes(_KEY_BYTES)) + b"\n")
    except OSError as error:
        raise UsageError(f"{file} cannot be made: {error.strerror}") from error


def _decoded(text: str, name: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _KEY_BYTES:
        raise UsageError(
            f"{name}: expected {_KEY_BYTES} bytes in base64 (docforensics keys secret FILE makes one)"
        )
    return key
