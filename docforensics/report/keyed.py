"""Hashes of what must be known again and not read: keyed, so that nobody without the key can try all that they could be of."""

import hashlib
import hmac


def keyed(text: str, salt: bytes) -> str:
    """Hash a text, keyed when there is a salt."""
    if salt:
        return hmac.new(salt, text.encode(), hashlib.sha256).hexdigest()
    return hashlib.sha256(text.encode()).hexdigest()
