"""Around every request: an id, headers that keep browsers strict, a count, and an answer where a route broke."""

import logging
import re
import secrets
import time
import traceback
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from docforensics.service.metrics import Metrics
from docforensics.service.problems import PROBLEMS, ProblemError

_log = logging.getLogger("docforensics.service")
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_STRICT = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)
_CSP = b"content-security-policy"
_OF_DATA = b"default-src 'none'; frame-ancestors 'none'"
_OF_PAGES = b"frame-ancestors 'self'"
"""Of a report's page, which states a stricter policy itself, with the hashes of its style and script."""


class Around:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"x-request-id", b"")
        request_id = given.decode() if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        begun, sent = time.perf_counter(), dict[str, int]()

        async def strict(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent["status"] = message["status"]
                message["headers"] = _with_headers(message.get("headers", ()), request_id)
            await send(message)

        try:
            await self._app(scope, receive, strict)
        except ClientDisconnect:
            sent.setdefault(
                "status", PROBLEMS["cancelled"].status
            )  # nobody is there to be answered, and nothing broke
        except Exception as error:  # noqa: BLE001 (whatever breaks is one answer, and its text is in no log)
            _log.error("%s broke: %s at %s", request_id, type(error).__name__, _place(error))
            if "status" not in sent:
                await ProblemError("internal").response(request_id)(scope, receive, strict)
        route = getattr(scope.get("route"), "path", "none")
        seconds = time.perf_counter() - begun
        self._metrics.answered(route, _method(scope), sent.get("status", 499), seconds)
        _log.info("%s %s %s %d %.3f s", request_id, scope["method"], route, sent.get("status", 499), seconds)


def _with_headers(given: Any, request_id: str) -> list[tuple[bytes, bytes]]:  # noqa: ANN401 (as ASGI has them)
    headers = [(bytes(name).lower(), bytes(value)) for name, value in given]
    named = {name for name, _ in headers}
    kinds = [value for name, value in headers if name == b"content-type"]
    policy = _OF_PAGES if any(kind.startswith(b"text/html") for kind in kinds) else _OF_DATA
    wanted = (*_STRICT, (_CSP, policy), (b"x-request-id", request_id.encode()))
    return headers + [(name, value) for name, value in wanted if name not in named]


def _method(scope: Scope) -> str:
    method = str(scope["method"])
    return method if method in ("GET", "POST", "DELETE", "HEAD", "OPTIONS", "PUT", "PATCH") else "other"


def _place(error: Exception) -> str:
    """Name where an error came from, without its text, which may quote a document."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else "unknown"
