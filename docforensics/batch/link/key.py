"""The secret that links are keyed with: made once, kept outside the results.

A plain or salted hash of a document number is guessed in minutes: there are few numbers. An HMAC under a key that lies
elsewhere cannot be guessed without it.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from docforensics.errors import UsageError
from docforensics.regular import is_there, read_regular, real_path

BYTES = 32
"""Of the key of HMAC-SHA-256: the length of its output, which RFC 2104 section 3 recommends."""


def load_key(file: str | os.PathLike[str], *, outside: str | None = None) -> bytes:
    """Load a key; make it, for its owner's eyes alone, when the file is not there.

    Raises UsageError for a file inside the folder `outside`, of another length, or that cannot be read or written.
    """
    path = Path(file)
    if (
        outside is not None
        and "://" not in outside
        and real_path(path).is_relative_to(real_path(Path(outside)))
    ):
        raise UsageError(f"link key: {path} lies in the results that it shall protect: keep it elsewhere")
    try:
        if not is_there(path):
            _make(path)
    except OSError as error:
        raise UsageError(f"link key: {path}: {error.strerror}") from error
    return read_key(path)


def read_key(path: Path) -> bytes:
    """Read a key that is there; UsageError where it is none."""
    try:
        key = read_regular(path, BYTES)
    except OSError as error:
        raise UsageError(f"link key: {path}: {error.strerror}") from error
    except ValueError as error:
        raise UsageError(f"link key: {path}: {error}") from error
    if len(key) != BYTES:
        raise UsageError(f"link key: expected {BYTES} bytes in {path}, got {len(key)}")
    return key


def _make(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(secrets.token_bytes(BYTES))


def keyed(key: bytes, purpose: str, text: str) -> str:
    """HMAC-SHA256 of a text for one purpose (32 hex digits): the same text under another purpose looks unrelated."""
    return hmac.new(key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()[:32]
