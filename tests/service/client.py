"""The service in this process with the odd examiner, and clients of it by key."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from docforensics.service.app import make_app
from docforensics.service.keys import make_api_key
from docforensics.service.settings import ServiceSettings
from docforensics.service.state import ServiceParts

KEY = bytes(range(32))
_HERE = str(Path(__file__).parent)
PLACE = "/v1/examinations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A service that runs."""

    http: httpx.Client
    parts: ServiceParts

    def token(
        self, *scopes: str, post: str = "north", days: float | None = None, now: float = 0.0
    ) -> dict[str, str]:
        """Make a key, and give the header that names it."""
        key, token = make_api_key("tester", scopes or ("examine",), now=now, post=post, days=days)
        self.parts.examinations.store.records.add_key(key)
        return {"Authorization": f"Bearer {token}"}

    def post(self, word: str, headers: dict[str, str], **told: Any) -> httpx.Response:
        """Submit a document of one file that holds a word."""
        return self.http.post(PLACE, files={"visible": ("x.jpg", word.encode())}, headers=headers, data=told)


def settings_in(folder: Path, **options: Any) -> ServiceSettings:
    """Make settings of a service in a folder, with the odd examiner."""
    told = {
        "data": folder / "data",
        "spool": folder / "spool",
        "examiner": "odd_service:make",
        "workers": 1,
        "policies": {"balanced": "balanced"},
        "stop_seconds": 5.0,
    }
    return ServiceSettings(**{**told, **options})


@contextmanager
def served(folder: Path, **options: Any) -> Iterator[Served]:
    """Run a service in this process."""
    app = make_app(settings_in(folder, **options))
    sys.path.insert(0, _HERE)  # workers are given the path, and find the odd examiner
    try:
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
        with _running(server) as address, httpx.Client(base_url=address, timeout=60) as http:
            yield Served(http=http, parts=app.state.parts)
    finally:
        sys.path.remove(_HERE)


@contextmanager
def _running(server: uvicorn.Server) -> Iterator[str]:
    """Run a server in a thread, on a free port of this machine; give its address."""
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()
