"""Trusted keys of template packs: Ed25519 public keys in a folder, and signatures over a pack's manifest.

A doctored reference would pass every forgery, so a pack says who made it, and the user whose packs he takes.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from docforensics.errors import EngineUnavailableError, TemplateError
from docforensics.parsing import placed
from docforensics.regular import is_folder, read_regular

_MOST_KEY_BYTES = 65_536
"""A key in PEM has some hundred."""

INSTALL = "signatures need: pip install 'docforensics[seal]'"
PACK = b"docforensics template pack v1\0"
"""What a signature is for is signed before what it covers, so that one made for another purpose is none here."""


class TemplateKeys:
    """Trusted public keys, by their id (the first 16 hex digits of the raw key's sha256)."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = MappingProxyType(dict(keys))

    @classmethod
    def load(cls, path: str | Path) -> "TemplateKeys":
        """Read PEM files of Ed25519 public keys: one file, or every `*.pem` of a folder.

        Raises
        ------
        TemplateError
            There is none, or one is no such key.
        """
        root = Path(path)
        with placed(f"{root} cannot be listed", TemplateError):
            files = sorted(root.glob("*.pem")) if is_folder(root) else [root]
        if not files:
            raise TemplateError(
                f"{root}: expected trusted keys (*.pem public keys of template makers), found none"
            )
        keys = [_public_key(file) for file in files]
        return cls({key_id(key): key for key in keys})

    @property
    def ids(self) -> tuple[str, ...]:
        """Of all keys."""
        return tuple(self._keys)

    def verify(self, data: bytes, signature: bytes, signer: str, *, purpose: bytes = PACK) -> bool:
        """Whether the key is trusted and the signature over these bytes is valid for this purpose.

        Raises
        ------
        TemplateError
            The signer is believed and the signature is not his: what it covers was changed.
        """
        if signer not in self._keys:
            return False
        key = _library().Ed25519PublicKey.from_public_bytes(self._keys[signer])
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 (an extra)

        try:
            key.verify(signature, purpose + data)
        except InvalidSignature:
            raise TemplateError(
                f"the signature of {signer} does not fit: what it covers was changed"
            ) from None
        return True


def sign(data: bytes, private_key: Path, *, purpose: bytes = PACK) -> tuple[bytes, str]:
    """Signature of bytes and id of the signer, with an Ed25519 private key (PEM, not encrypted).

    Raises
    ------
    TemplateError
        The file holds no such key.
    """
    library = _library()
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 (an extra)
        Encoding,
        PublicFormat,
        load_pem_private_key,
    )

    try:
        key = load_pem_private_key(read_regular(private_key, _MOST_KEY_BYTES), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise TemplateError(f"{private_key}: expected an Ed25519 private key in PEM: {error}") from error
    if not isinstance(key, library.Ed25519PrivateKey):
        raise TemplateError(f"{private_key}: expected an Ed25519 private key, got another kind")
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return key.sign(purpose + data), key_id(public)


def key_id(public_key: bytes) -> str:
    """Id of a raw public key."""
    return hashlib.sha256(public_key).hexdigest()[:16]


def _public_key(file: Path) -> bytes:
    library = _library()
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 (an extra)
        Encoding,
        PublicFormat,
        load_pem_public_key,
    )

    try:
        key = load_pem_public_key(read_regular(file, _MOST_KEY_BYTES))
    except (OSError, ValueError) as error:
        raise TemplateError(f"{file}: expected an Ed25519 public key in PEM: {error}") from error
    if not isinstance(key, library.Ed25519PublicKey):
        raise TemplateError(f"{file}: expected an Ed25519 public key, got another kind")
    return bytes(key.public_bytes(Encoding.Raw, PublicFormat.Raw))


def _library() -> Any:  # noqa: ANN401 (a module)
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise EngineUnavailableError(INSTALL) from error
    return ed25519
