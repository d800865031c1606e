"""Serves one edit to one browser on this machine: loopback only, a secret in every address, nothing read from any path.

What another page of the same browser, or another user of the machine, could send is refused before it is read: a wrong
`Host` (a name that was made to point here), a missing secret, another `Origin`, a body that is no JSON or too large.
"""

import hmac
import http.server
import json
import secrets
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from typing import Any

from docforensics.editing.page import Asset, page_html, pictures, policy
from docforensics.editing.session import EditSession
from docforensics.errors import UsageError
from docforensics.parsing import plain, read_json

ADDRESS = "127.0.0.1"
"""Nobody beyond this machine reaches it."""
MOST_BYTES = 2**22
"""Of a request: as many places as a template may have, with the longest notes."""
GRACE_S = 3.0
"""How long the last page may be gone before the edit ends: loading it again takes less."""
_TIMEOUT_S = 20.0
"""How long a request may take to arrive."""
_LOOK_S = 0.2
"""Between looks whether a page is still open."""
_WAKE_S = 1.0
"""For the connection of this program to itself by which it stops listening: it takes less than a millisecond."""
_JSON, _HTML = "application/json", "text/html; charset=utf-8"


class _RefusedError(Exception):
    """A request that is not answered; its text is for whoever sent it."""

    def __init__(self, status: HTTPStatus, text: str) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """What of a request is looked at."""

    path: str
    headers: Message
    body: Callable[[int], bytes]
    """Reads so many bytes of it."""


class EditHttpServer(http.server.ThreadingHTTPServer):
    """A thread a request, none of which keeps the program from ending."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 (as the standard library has it)
        """Pass over a browser that went away while it was answered; report any other error."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class EditServer:
    """Listens from construction; `wait` ends when the page was closed or asked for it."""

    def __init__(self, session: EditSession) -> None:
        self.session = session
        self._token = secrets.token_urlsafe(24)
        self._open: set[str] = set()
        self._was_opened = False
        self._ended = threading.Event()
        self._pictures = pictures(session.opened.template)
        self._http = EditHttpServer((ADDRESS, 0), _handler(self))

    @property
    def host(self) -> str:
        """Address and port."""
        return f"{ADDRESS}:{self._http.server_address[1]}"

    @property
    def url(self) -> str:
        """Of the page, with the secret."""
        return f"http://{self.host}/{self._token}/"

    @contextmanager
    def serving(self) -> Iterator["EditServer"]:
        """Answer requests until the block is left."""
        left = threading.Event()
        thread = threading.Thread(target=self._answer_until, args=(left,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            left.set()
            with suppress(
                OSError
            ):  # one that is full of requests wakes by them; else the thread ends with the program
                socket.create_connection((ADDRESS, self._http.server_address[1]), timeout=_WAKE_S).close()
            thread.join(_WAKE_S)
            self._http.server_close()

    def _answer_until(self, left: threading.Event) -> None:
        """Answer one request after another; nothing is looked for in between, so whoever ends this connects once."""
        while not left.is_set():
            self._http.handle_request()

    def wait(self, grace_s: float = GRACE_S) -> None:
        """Return when the page asked for the end, or was closed and not opened again for so many seconds."""
        gone = None
        while not self._ended.wait(_LOOK_S):
            if self._open or not self._was_opened:
                gone = None
            elif gone is None:
                gone = time.monotonic()
            elif time.monotonic() - gone > grace_s:
                return

    def get(self, request: _Request) -> Asset:
        """Answer a GET: the page, or the picture of a light."""
        name = self._name(request)
        if name:
            return self._picture(name)
        page = secrets.token_urlsafe(8)
        shown = Asset(kind=_HTML, data=page_html(self.session, page).encode())
        self._open.add(page)
        self._was_opened = True
        return shown

    def post(self, request: _Request) -> Asset:
        """Answer a POST: validate, save, end, or note that a page was closed."""
        actions: dict[str, Callable[[dict[str, Any]], Any]] = {
            "check": lambda sent: plain(self.session.check(sent)),
            "save": lambda sent: plain(self.session.save(sent)),
            "end": self._end,
            "closed": self._closed,
        }
        action = actions.get(self._name(request))
        if action is None:
            raise _RefusedError(HTTPStatus.NOT_FOUND, "There is nothing here.")
        try:
            answer = action(self._sent(request))
        except UsageError as error:
            raise _RefusedError(HTTPStatus.BAD_REQUEST, str(error)) from error
        return Asset(kind=_JSON, data=json.dumps(answer, ensure_ascii=False).encode())

    def _name(self, request: _Request) -> str:
        """What is asked for, after host and secret were verified."""
        if request.headers.get("Host") != self.host:
            raise _RefusedError(HTTPStatus.MISDIRECTED_REQUEST, f"This is {self.host}, under no other name.")
        token, _, name = request.path.partition("?")[0].removeprefix("/").partition("/")
        if not hmac.compare_digest(token.encode(), self._token.encode()):
            raise _RefusedError(
                HTTPStatus.FORBIDDEN, "Open the address that `docforensics template edit` wrote, as it is."
            )
        return name

    def _picture(self, name: str) -> Asset:
        found = self._pictures.get(name)
        if found is None:
            raise _RefusedError(HTTPStatus.NOT_FOUND, "There is nothing here.")
        return found

    def _sent(self, request: _Request) -> dict[str, Any]:
        """The body of a request of our own page, as JSON."""
        headers = request.headers
        if headers.get("Origin") != f"http://{self.host}":
            raise _RefusedError(HTTPStatus.FORBIDDEN, "Only the page of this editor may send this.")
        if headers.get("Content-Type", "").partition(";")[0].strip() != _JSON:
            raise _RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Expected {_JSON}.")
        length = headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()) or "Transfer-Encoding" in headers:
            raise _RefusedError(HTTPStatus.LENGTH_REQUIRED, "Expected a Content-Length.")
        if len(length) > len(str(MOST_BYTES)) or int(length) > MOST_BYTES:
            raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"Expected at most {MOST_BYTES} bytes.")
        try:
            sent = read_json(request.body(int(length)))
        except ValueError as error:
            raise _RefusedError(HTTPStatus.BAD_REQUEST, f"Expected JSON: {error}") from error
        if not isinstance(sent, dict):
            raise _RefusedError(HTTPStatus.BAD_REQUEST, "Expected a JSON object.")
        return sent

    def _end(self, _: dict[str, Any]) -> dict[str, Any]:
        self._ended.set()
        return {}

    def _closed(self, sent: dict[str, Any]) -> dict[str, Any]:
        self._open.discard(str(sent.get("page")))
        return {}


def _handler(server: EditServer) -> type[http.server.BaseHTTPRequestHandler]:
    """What turns the requests of the standard library into ours."""

    class EditHandler(http.server.BaseHTTPRequestHandler):
        """One request."""

        timeout = _TIMEOUT_S
        server_version, sys_version = "docforensics", ""

        def do_GET(self) -> None:
            """Answer it."""
            self._answer(server.get)

        def do_POST(self) -> None:
            """Answer it."""
            self._answer(server.post)

        def log_message(self, *_: Any) -> None:  # noqa: ANN401
            """Nothing is logged: an address holds the secret."""

        def _answer(self, give: Callable[[_Request], Asset]) -> None:
            request = _Request(path=self.path, headers=self.headers, body=self.rfile.read)
            try:
                status, found = HTTPStatus.OK, give(request)
            except _RefusedError as error:
                status, found = (
                    error.status,
                    Asset(kind="text/plain; charset=utf-8", data=str(error).encode()),
                )
                self.close_connection = True
            self.send_response(status)
            for name, value in {
                **_HEADERS,
                "Content-Type": found.kind,
                "Content-Length": str(len(found.data)),
            }.items():
                self.send_header(name, value)
            self.send_header("Content-Security-Policy", policy())
            self.end_headers()
            self.wfile.write(found.data)

    return EditHandler


_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Of every answer: nothing is kept, guessed, framed or passed on."""
