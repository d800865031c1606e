"""A service of its own for a measurement: a process in a folder, with a key, and what it holds."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.provenance import ROOT
from docforensics.service.settings import FIRST_KEY

_LOADING_SECONDS = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A service that is ready."""

    address: str
    headers: dict[str, str]
    process: int

    def held(self) -> int:
        """Bytes of resident memory of the web process, of its own (Linux)."""
        lines = Path(f"/proc/{self.process}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon"))

    def is_alive(self) -> bool:
        """Whether it answers."""
        try:
            return httpx.get(f"{self.address}/healthz", timeout=10).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False


@contextmanager
def running(folder: Path, *options: str, log: Path | None = None) -> Iterator[Running]:
    """Start `docforensics serve` on a free port, and wait until documents can be examined; what it logs goes to a file, or nowhere."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = ["--data", str(folder), "--port", str(port), *options]
    command = [sys.executable, "-m", "docforensics", "serve", *told]
    with (log or Path(os.devnull)).open("wb") as lines:
        process = subprocess.Popen(command, cwd=ROOT, stderr=lines)
    address = f"http://127.0.0.1:{port}"
    try:
        until, is_ready = time.monotonic() + _LOADING_SECONDS, False
        while not is_ready:
            if time.monotonic() > until or process.poll() is not None:
                raise RuntimeError("the service did not begin")
            time.sleep(0.1)
            is_ready = _answers(f"{address}/readyz")
        name, _, value = (folder / FIRST_KEY).read_text(encoding="ascii").strip().partition(": ")
        yield Running(address=address, headers={name: value}, process=process.pid)
    finally:
        process.terminate()
        process.wait(60)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
