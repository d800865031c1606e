"""Who is signed in at the desk: a cookie that names a key and an hour, signed; the key is looked up anew for each page."""

import hashlib
import hmac
import time

from starlette.requests import Request
from starlette.responses import Response

from docforensics.service.keys import ApiKey
from docforensics.service.records import Records

COOKIE = "docforensics_desk"
_SECONDS = 8 * 3600
"""A shift."""


class Sessions:
    """Signs people in and out."""

    def __init__(self, records: Records, secret: bytes) -> None:
        self._records, self._secret = records, secret

    def begin(self, response: Response, key: ApiKey, *, secure: bool) -> None:
        """Set the cookie; only over TLS where the page came so."""
        told = f"{key.id}.{int(time.time()) + _SECONDS}"
        response.set_cookie(
            COOKIE,
            f"{told}.{self._signed('session', told)}",
            max_age=_SECONDS,
            path="/desk",
            secure=secure,
            httponly=True,
            samesite="strict",
        )

    def end(self, response: Response) -> None:
        """Take the cookie away."""
        response.delete_cookie(COOKIE, path="/desk")

    def key_of(self, request: Request) -> ApiKey | None:
        """Give the key of who is signed in; None where nobody is, or the key does not hold any more."""
        told, _, signature = request.cookies.get(COOKIE, "").rpartition(".")
        identity, _, until = told.partition(".")
        now = time.time()
        if not _are_equal(self._signed("session", told), signature) or not until.isdecimal():
            return None
        key = self._records.key(identity) if now < int(until) else None
        return key if key is not None and key.holds_at(now) else None

    def form_token(self, key: ApiKey) -> str:
        """Give what forms of a person carry, so that no other site's form is taken, nor one that somebody else was shown.

        It outlives a session: whoever signs in again with the same key goes on with the page that is open.
        """
        return self._signed("form", key.id)

    def is_own_form(self, key: ApiKey, token: str) -> bool:
        """Whether a form was shown to this person."""
        return _are_equal(self.form_token(key), token)

    def _signed(self, purpose: str, text: str) -> str:
        return hmac.new(
            self._secret, f"{purpose}\0{text}".encode("utf-8", "replace"), hashlib.sha256
        ).hexdigest()


def _are_equal(own: str, given: str) -> bool:
    """Compare in a time that tells nothing; what is given may hold any character."""
    return hmac.compare_digest(own.encode(), given.encode("utf-8", "replace"))
