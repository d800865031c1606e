"""Run by `test_full_disk.py` on a small disk: fills it under a running service, and makes room again."""

import os
import sys
import time
from pathlib import Path

from docforensics.service import examinations
from docforensics.service.upkeep import verify_audit
from tests.service.client import KEY, Served, served

_DOCUMENTS = 30
_SECONDS = 60.0
_SWEEP_SECONDS = 2.0
"""Between two times that the service tries again to save a result: it is waited for in full, and a document that was just accepted has been entered by then."""


def main(disk: Path) -> None:
    """Print a word for each thing that held."""
    examinations.SWEEP_SECONDS = _SWEEP_SECONDS
    with served(disk, spool=Path("/dev/shm"), retain_days=1, key=KEY, requests_a_minute=100_000) as one:  # noqa: S108 (waiting documents lie in memory here too)
        mine = one.token("examine", "administer")
        later = {**mine, "Prefer": "respond-async"}
        kept = [_accepted(one, later) for _ in range(3)]
        ballast = disk / "ballast"
        _fill(ballast)
        sys.stdout.write("full\n")
        answers = [one.post("clear", later) for _ in range(_DOCUMENTS)]
        answers += [one.post("clear", mine) for _ in range(3)]
        codes = {(answer.status_code, answer.json().get("code")) for answer in answers}
        assert codes == {(503, "store_unavailable")}, codes
        sys.stdout.write("refused\n")
        assert one.http.get("/healthz").status_code == 200
        sys.stdout.write("alive\n")
        ballast.unlink()
        assert all(_fetched(one, place, mine) == 200 for place in kept)
        sys.stdout.write("kept\n")
        assert len(one.http.get("/v1/examinations", headers=mine).json()["items"]) == len(kept)
        assert _fetched(one, _accepted(one, later), mine) == 200
        sys.stdout.write("again\n")
        settings = one.parts.settings
    assert verify_audit(settings).problem == ""
    sys.stdout.write("verified\n")


def _accepted(one: Served, headers: dict[str, str]) -> str:
    answer = one.post("clear", headers)
    assert answer.status_code == 202, answer.text
    return str(answer.headers["location"])


def _fetched(one: Served, place: str, headers: dict[str, str]) -> int:
    """Wait for a result; its status."""
    end = time.monotonic() + _SECONDS
    while (status := one.http.get(place, headers=headers).status_code) == 202 and time.monotonic() < end:
        time.sleep(0.1)
    return status


def _fill(file: Path) -> None:
    """Write until nothing more can be written."""
    with file.open("wb", buffering=0) as stream:
        for size in (2**16, 2**12, 1):
            try:
                while True:
                    stream.write(b"x" * size)
            except OSError:
                continue
    assert os.statvfs(file).f_bavail == 0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
