"""Keys of clients: who asks, and what it may do. The store holds hashes alone."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from docforensics.choices import chosen
from docforensics.errors import UsageError

_TOKEN = re.compile(r"dfk_(?P<id>[0-9a-f]{12})_(?P<secret>[0-9A-Za-z_-]{43})")
_NAME = re.compile(r"[\w .@-]{1,100}")
DEFAULT_POST = "default"
DAY = 86_400.0
"""Seconds."""


class Scope(StrEnum):
    """What a key may do."""

    EXAMINE = "examine"
    """Submit documents, and read and delete what it submitted itself."""
    READ = "read"
    """Read and delete what it submitted itself, and the metrics."""
    REVIEW = "review"
    """Read what all keys of its post submitted, and decide at the desk."""
    ADMINISTER = "administer"
    """Read and delete what all keys of its post submitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key as the store knows it."""

    id: str
    name: str
    """Given by who made it; not personal by rule, so that lists may show it."""
    post: str
    """Whose documents it may see where its scope lets it see those of others."""
    scopes: frozenset[Scope]
    secret_hash: str
    """sha256 of the secret, which has 256 random bits: no slower hash is needed."""
    created_at: float
    expires_at: float | None = None
    revoked_at: float | None = None

    def holds_at(self, now: float) -> bool:
        """Whether it is neither expired nor revoked."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    def may(self, *scopes: Scope) -> bool:
        """Whether it has one of the scopes."""
        return not self.scopes.isdisjoint(scopes)

    @property
    def sees_post(self) -> bool:
        """Whether it sees what other keys of its post submitted."""
        return self.may(Scope.REVIEW, Scope.ADMINISTER)


def make_api_key(
    name: str, scopes: Iterable[str], *, now: float, post: str = DEFAULT_POST, days: float | None = None
) -> tuple[ApiKey, str]:
    """Make a key; give it, and the token that its client sends, which is nowhere kept.

    Raises UsageError for a name, post or scope that is none.
    """
    for what, given in (("name", name), ("post", post)):
        if not _NAME.fullmatch(given):
            raise UsageError(f"{what}: expected 1 to 100 letters, digits, blanks or .@_-, got {given!r}")
    if days is not None and not days > 0:
        raise UsageError(f"days: expected more than 0, got {days:g}")
    chosen_scopes = frozenset(chosen(Scope, one, "scope") for one in scopes)
    if not chosen_scopes:
        raise UsageError(f"scopes: expected one or more of {', '.join(Scope)}")
    identity, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    key = ApiKey(
        id=identity,
        name=name,
        post=post,
        scopes=chosen_scopes,
        secret_hash=_hashed(secret),
        created_at=now,
        expires_at=None if days is None else now + days * DAY,
    )
    return key, f"dfk_{identity}_{secret}"


def identity_of(token: str) -> str | None:
    """Give the id of the key that a token is of; None for what is no token."""
    match = _TOKEN.fullmatch(token)
    return match["id"] if match else None


def fits(token: str, key: ApiKey, now: float) -> bool:
    """Whether a token is that of the key, and the key holds."""
    match = _TOKEN.fullmatch(token)
    secret = match["secret"] if match else ""
    return hmac.compare_digest(_hashed(secret), key.secret_hash) and key.holds_at(now)


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
