"""Runs the service: the first key, uvicorn, TLS."""

import fcntl
import ipaddress
import json
import logging
import os
import signal
import ssl
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from docforensics.errors import UsageError
from docforensics.parsing import made, placed, read_toml
from docforensics.regular import is_folder
from docforensics.scoring.policy import Policy
from docforensics.service.app import make_app, open_store
from docforensics.service.keys import Scope, make_api_key
from docforensics.service.memory import give_back_large_blocks
from docforensics.service.settings import FIRST_KEY, RUNNING, ProxySettings, ServiceSettings

_MOST_CONNECTIONS = 1000
"""At once; a judgement. Beyond them uvicorn answers 503."""
_IDLE_SECONDS = 30
"""That a connection is kept for a next request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Where the service listens."""

    host: str = "127.0.0.1"
    port: int = 8117
    certificate: Path | None = None
    """PEM, for TLS; with `key`."""
    key: Path | None = None
    client_ca: Path | None = None
    """PEM; clients must then show a certificate of it (mTLS)."""

    def __post_init__(self) -> None:
        if bool(self.certificate) != bool(self.key):
            raise UsageError("--tls-cert and --tls-key go together")
        if self.client_ca and not self.certificate:
            raise UsageError("--client-ca needs --tls-cert and --tls-key")

    @property
    def is_in_clear(self) -> bool:
        """Whether others on the network could read what is sent."""
        return self.certificate is None and not _is_loopback(self.host)

    @property
    def address(self) -> str:
        """For a client on this machine."""
        scheme = "https" if self.certificate else "http"
        return f"{scheme}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


class JsonLines(logging.Formatter):
    """Writes a line of the log as JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Give time, logger, level and message."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told = {"at": at, "logger": record.name, "level": record.levelname, "message": record.getMessage()}
        return json.dumps(told, ensure_ascii=False)


def run(settings: ServiceSettings, listening: Listening, *, json_log: bool = False) -> None:
    """Serve until the process is asked to stop; UsageError where it cannot listen."""
    lines = logging.StreamHandler()
    lines.setFormatter(JsonLines() if json_log else logging.Formatter("%(asctime)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[lines])
    logging.getLogger("docforensics.service").setLevel(logging.INFO)
    # uvicorn stops what runs and then sends the signal once more, to whoever handled it before.
    signal.signal(signal.SIGTERM, lambda *_: None)
    give_back_large_blocks()
    try:
        with _only_one(settings.data):
            server = uvicorn.Server(config_of(settings, listening))
            server.run()
    except SystemExit as error:
        raise UsageError(f"{listening.address}: the service could not listen there") from error
    except (OSError, ssl.SSLError) as error:
        raise UsageError(f"{listening.address}: {error}") from error
    if not server.started:
        raise UsageError(f"{listening.address}: the service could not begin; the lines above state why")


@contextmanager
def _only_one(data: Path) -> Iterator[None]:
    """Hold the folder; UsageError where another service holds it: it would take over what that one examines."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (data / RUNNING).open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UsageError(f"--data: another service runs in {data}") from error
        yield


def config_of(settings: ServiceSettings, listening: Listening) -> uvicorn.Config:
    """Make uvicorn's configuration."""
    return uvicorn.Config(
        make_app(settings),
        host=listening.host,
        port=listening.port,
        log_config=None,
        access_log=False,  # addresses of clients are personal; the service's own line has the route alone
        server_header=False,
        proxy_headers=False,  # who is trusted to name a person is stated in --proxy
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=int(settings.stop_seconds) + 1,
        ssl_certfile=listening.certificate,
        ssl_keyfile=listening.key,
        ssl_ca_certs=str(listening.client_ca) if listening.client_ca else None,
        ssl_cert_reqs=ssl.CERT_REQUIRED if listening.client_ca else ssl.CERT_NONE,
    )


def make_first_key(settings: ServiceSettings) -> Path | None:
    """Make a key with all scopes where the store has none, and write it as a header for curl; give the file, None where there were keys.

    Raises KeptError where the audit log was written with another key: nothing could be logged, and so nothing done.
    """
    store, database = open_store(settings)
    with closing(database):
        store.audit.append("start", by="service")
        if store.records.keys():
            return None
        key, token = make_api_key("first", Scope, now=time.time())
        file = settings.data / FIRST_KEY
        try:
            with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:  # noqa: PTH123 (of a descriptor)
                stream.write(f"Authorization: Bearer {token}\n")
        except OSError as error:
            raise UsageError(f"{file} cannot be written: {error.strerror}") from error
        store.audit.append("make-key", by="service", of=key.id)
        store.records.add_key(key)
        return file


def policies_in(folder: Path | None) -> dict[str, str]:
    """Name the shipped policies, and the files of a folder by their stems; UsageError where one cannot be read."""
    found = {name: name for name in Policy.shipped_names()}
    if folder is None:
        return found
    if not is_folder(folder):
        raise UsageError(f"--policies: {folder} is no folder")
    own = {file.stem: str(file.absolute()) for file in sorted(folder.glob("*.toml"))}
    for file in own.values():
        Policy.load(file)
    return found | own


def load_proxy(file: Path) -> ProxySettings:
    """Read who signs people in: a TOML file; UsageError names what is wrong with it."""
    with placed(f"--proxy: {file}", UsageError):
        settings = made(ProxySettings, read_toml(file))
        for scope in {one for scopes in settings.scopes.values() for one in scopes}:
            Scope(scope)
        for address in settings.addresses:
            ipaddress.ip_address(address)
    return settings


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
