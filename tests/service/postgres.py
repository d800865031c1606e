"""A PostgreSQL server of the tests' own, run by a user without rights, on a port of this machine alone."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self


def programs() -> Path | None:
    """Find the folder of PostgreSQL's programs; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).parent if named else None


class Postgres:
    """Starts, stops and starts again; leaving it takes everything away."""

    def __init__(self) -> None:
        folder = programs()
        assert folder is not None
        self._programs, self._root = folder, Path(tempfile.mkdtemp(prefix="docforensics-pg-"))
        # initdb refuses root, as it should.
        self._who: dict[str, Any] = {"user": "nobody", "extra_groups": []} if os.geteuid() == 0 else {}
        if self._who:
            shutil.chown(self._root, "nobody")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def __enter__(self) -> Self:
        self._run("initdb", ["-D", self._data, "-A", "trust", "-U", "tester", "-N", "--no-instructions"])
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self._root, ignore_errors=True)

    @property
    def address(self) -> str:
        """For SQLAlchemy."""
        return f"postgresql+pg8000://tester@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c fsync=off -k {self._root}"
        self._run("pg_ctl", ["-D", self._data, "-o", options, "-l", str(self._root / "log"), "-w", "start"])

    def stop(self) -> None:
        """Stop it as at once as without loss."""
        self._run("pg_ctl", ["-D", self._data, "-m", "fast", "-w", "stop"])
        time.sleep(0.05)

    @property
    def _data(self) -> str:
        return str(self._root / "data")

    def _run(self, program: str, arguments: Sequence[str]) -> None:
        subprocess.run(
            [str(self._programs / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._root,
            **self._who,
        )
