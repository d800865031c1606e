"""Who asks: a key, or a person whom a trusted proxy has signed in; what each may do, and how often."""

import hashlib
import hmac
import threading
import time
from collections.abc import Callable

from starlette.requests import Request

from docforensics.service.desk.words import PROXY_NAME
from docforensics.service.keys import ApiKey, Scope, fits, identity_of
from docforensics.service.problems import ProblemError
from docforensics.service.records import Records
from docforensics.service.settings import ProxySettings

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="docforensics"'}
_BURST_SECONDS = 10.0
"""Of its rate that a key may use at once."""


class RateLimiter:
    """Tokens that fill up with time, for each key."""

    def __init__(self, requests_a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._clock = requests_a_minute / 60.0, clock
        self._most = max(1.0, self._rate * _BURST_SECONDS)
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}
        """By key: tokens, and when they were counted."""

    def wait_of(self, key: str) -> float:
        """Take a token; give 0, or the seconds until there is one again."""
        now = self._clock()
        with self._lock:
            tokens, at = self._left.get(key, (self._most, now))
            tokens = min(self._most, tokens + (now - at) * self._rate)
            if tokens < 1.0:
                self._left[key] = (tokens, now)
                return (1.0 - tokens) / self._rate
            self._left[key] = (tokens - 1.0, now)
        return 0.0


class Access:
    """Finds who asks."""

    def __init__(
        self, records: Records, limiter: RateLimiter, proxy: ProxySettings | None, secret: bytes
    ) -> None:
        self._records, self._limiter, self._proxy, self._secret = records, limiter, proxy, secret

    def of(self, request: Request, *scopes: Scope) -> ApiKey:
        """Give the key of a request that has one of the scopes.

        Raises ProblemError: `unauthorized`, `forbidden` or `too_many_requests`.
        """
        key = self._of_header(request) or self.of_proxy(request)
        if key is None:
            raise ProblemError("unauthorized", "Authorization: Bearer TOKEN is expected", _CHALLENGE)
        if not key.may(*scopes):
            needed = " or ".join(sorted(scopes))
            raise ProblemError("forbidden", f"the key needs the scope {needed}")
        if seconds := self._limiter.wait_of(key.id):
            raise ProblemError("too_many_requests", headers={"Retry-After": str(int(seconds) + 1)})
        return key

    def came_encrypted(self, request: Request) -> bool:
        """Whether a request came over TLS, here or, as the trusted proxy states, to it."""
        peer = request.client.host if request.client else ""
        at_proxy = self._proxy is not None and peer in self._proxy.addresses
        stated = request.headers.get("x-forwarded-proto", "") if at_proxy else ""
        return "https" in (request.url.scheme, stated)

    def of_token(self, token: str) -> ApiKey | None:
        """Give the key of a token; None where there is none that holds."""
        identity = identity_of(token)
        key = self._records.key(identity) if identity else None
        return key if key is not None and fits(token, key, time.time()) else None

    def _of_header(self, request: Request) -> ApiKey | None:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        found = self.of_token(token.strip())
        if found is None:
            raise ProblemError("unauthorized", "the key is unknown, expired or revoked", _CHALLENGE)
        return found

    def of_proxy(self, request: Request) -> ApiKey | None:
        """Give a key for a person whom a proxy names; its headers count from its addresses alone."""
        proxy, peer = self._proxy, request.client.host if request.client else ""
        if proxy is None or peer not in proxy.addresses:
            return None
        if not (user := request.headers.get(proxy.user_header, "")):
            return None
        groups = [one.strip() for one in request.headers.get(proxy.groups_header, "").split(",")]
        scopes = frozenset(Scope(one) for group in groups for one in proxy.scopes.get(group, ()))
        # Under this name the person stands in store and log: not to be read back without the key of the service.
        digest = hmac.new(self._secret, user.encode(), hashlib.sha256).hexdigest()[:24]
        return ApiKey(
            id=f"user-{digest}",
            name=PROXY_NAME,
            post=proxy.post,
            scopes=scopes,
            secret_hash="",
            created_at=0.0,
        )
