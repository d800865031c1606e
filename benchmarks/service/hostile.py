r"""What the service makes of hostile bodies: `python -m benchmarks.service.hostile -n 1000 --rounds 2 -o FILE`.

A request each, drawn by `--seed`: the small files that ask for much (`fuzz.bombs`) and the kept inputs of the fuzzing harnesses as images and chip files, sample pages that
are cut off or have bytes changed, statements that are none, broken multipart and JSON, and bytes that are no HTTP at all. Counted are statuses, answers of 5xx, connections that
were closed without an answer, and whether the service answers after each hundred. Goal: no death, no 5xx, memory flat.

The same requests are sent in each round, without a restart: what a round takes for good, the next takes again, and what the first one only had to take once, it does
not. Stated are the web process's own memory after each hundred, at the ends of each round, and how it rises over the second half of all requests; and the largest
body that was sent, which it holds at least once while it is taken in. The service runs with two workers, 5 seconds and 1 GiB a document. `--files` is the share of requests whose files a worker opens; they take
seconds each, the others milliseconds.
"""

import argparse
import base64
import json
import random
import socket
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.batch.pages import sample_pages
from benchmarks.provenance import ROOT, provenance
from benchmarks.service.running import Running, running
from fuzz.bombs import bombs

_EVERY = 100
_PATIENCE = 180.0
"""Seconds of a client: a document that ends its worker twice has two loaded anew, which takes half a minute on a machine that does much else."""
_CORPUS = ROOT / "fuzz" / "corpus"
_PLACE = "/v1/examinations"
KINDS = ("bomb", "damaged", "multipart", "json", "broken-json", "statements", "chip", "no-http")
Sent = Callable[[httpx.Client, random.Random], int]


class HostileBodies:
    """Makes requests of all kinds."""

    def __init__(self, service: Running) -> None:
        self.service = service
        kept = [file.read_bytes() for file in sorted(_CORPUS.rglob("*")) if file.is_file()]
        self._files = [raw for _, raw in bombs()] + kept
        self._pages = sample_pages(4, dpi=75)
        made: tuple[Sent, ...] = (
            self._bomb,
            self._damaged,
            self._multipart,
            self._json,
            self._broken_json,
            self._statements,
            self._chip,
            self._no_http,
        )
        self.kinds = dict(zip(KINDS, made, strict=True))

    def _bomb(self, http: httpx.Client, chance: random.Random) -> int:
        return http.post(_PLACE, files={"visible": chance.choice(self._files)}).status_code

    def _damaged(self, http: httpx.Client, chance: random.Random) -> int:
        raw = bytearray(chance.choice(self._pages))
        for _ in range(chance.randint(0, 30)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        end = chance.choice((len(raw), chance.randrange(len(raw))))
        names = chance.choices(
            ("visible", "uv", "front.ir", "back.visible", "visible"), k=chance.randint(1, 3)
        )
        return http.post(_PLACE, files=[(name, bytes(raw[:end])) for name in names]).status_code

    def _multipart(self, http: httpx.Client, chance: random.Random) -> int:
        whole = httpx.Request("POST", "http://x", files={"visible": b"x" * chance.randint(0, 5000)})
        raw = bytearray(whole.read())
        for _ in range(chance.randint(1, 20)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        kind = chance.choice(
            (whole.headers["content-type"], "multipart/form-data", "multipart/form-data; boundary=")
        )
        headers = {"content-type": kind}
        return http.post(
            _PLACE, content=bytes(raw[: chance.randrange(len(raw))]), headers=headers
        ).status_code

    def _json(self, http: httpx.Client, chance: random.Random) -> int:
        return self._as_json(http, self._whole_json(chance))

    def _broken_json(self, http: httpx.Client, chance: random.Random) -> int:
        whole = self._whole_json(chance)
        broken = (whole[: chance.randrange(len(whole))], "[" * 100_000, '{"sides":' * 1000, "1e999", "\0")
        return self._as_json(http, chance.choice(broken))

    def _whole_json(self, chance: random.Random) -> str:
        image = base64.b64encode(chance.choice(self._files)[:100_000]).decode()
        return json.dumps({"sides": [{"images": {"visible": [image]}}]})

    def _as_json(self, http: httpx.Client, text: str) -> int:
        headers = {"content-type": "application/json"}
        return http.post(_PLACE, content=text.encode(), headers=headers).status_code

    def _statements(self, http: httpx.Client, chance: random.Random) -> int:
        names = (
            "channel",
            "inspected_on",
            "policy",
            "equipment",
            "language",
            "client_reference",
            "side",
            "x",
        )
        words = (
            "",
            "\0",
            "9" * 5000,
            "../../etc/passwd",
            "2026-13-45",
            "'; drop table examinations; --",
            "\u202e",
        )
        told = {name: chance.choice(words) for name in chance.choices(names, k=3)}
        headers = {"Idempotency-Key": chance.choice(("x" * 5000, "a b", "%00", "once"))}
        return http.post(_PLACE, files={"visible": b"x"}, data=told, headers=headers).status_code

    def _chip(self, http: httpx.Client, chance: random.Random) -> int:
        names = ("SOD", "COM", "DG1", "DG2", "DG14", "DG15")
        files = {f"chip.{name}": chance.choice(self._files)[:1_000_000] for name in names}
        return http.post(_PLACE, files={"visible": self._pages[0], **files}).status_code

    def _no_http(self, _http: httpx.Client, chance: random.Random) -> int:
        host, _, port = self.service.address.removeprefix("http://").partition(":")
        head = (
            f"POST {_PLACE} HTTP/1.1\r\nHost: x\r\nAuthorization: {self.service.headers['Authorization']}\r\n"
        )
        lines = (
            chance.randbytes(200),
            b"GET / HTTP/9\r\n\r\n",
            head.encode() + b"Content-Length: -5\r\n\r\n",
            head.encode() + b"Content-Length: 100\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            head.encode() + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx",
            head.encode() + b"X: " + b"y" * 200_000,
        )
        with socket.create_connection((host, int(port)), timeout=10) as link:
            link.sendall(chance.choice(lines))
            link.shutdown(socket.SHUT_WR)
            answer = link.recv(100)
        words = answer.split(b" ", 2)
        return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0


_OPENED = ("bomb", "damaged", "json", "chip")
"""Kinds whose files are opened by a worker."""


@dataclass(slots=True)
class HostileTally:
    """What came of requests."""

    found: dict[str, Counter[str]]
    slowest: dict[str, float]
    memory: list[float]
    """MB of the web process: at the beginning, and after each hundred requests."""
    alive: int = 0
    largest: int = 0
    """Bytes of a body."""

    def add(self, kind: str, status: str, seconds: float) -> None:
        """Count one request."""
        self.found[kind][status] += 1
        self.slowest[kind] = max(self.slowest[kind], round(seconds, 1))

    def look(self, service: Running) -> None:
        """Look whether the service answers, and what it holds."""
        self.alive += service.is_alive()
        self.memory.append(_megabytes(service))


def _megabytes(service: Running) -> float:
    return round(service.held() / 1e6, 1)


def sent(bodies: HostileBodies, tally: HostileTally, count: int, seed: int, files: float) -> None:
    """Send so many requests, one after another; `files` is the share of those whose files are opened."""
    service, chance = bodies.service, random.Random(seed)

    def weighed(request: httpx.Request) -> None:
        tally.largest = max(tally.largest, int(request.headers.get("content-length", "0")))

    hooks = {"request": [weighed]}
    with httpx.Client(
        base_url=service.address, headers=service.headers, timeout=_PATIENCE, event_hooks=hooks
    ) as http:
        for number in range(1, count + 1):
            is_opened = chance.random() < files
            name = chance.choice([one for one in KINDS if (one in _OPENED) == is_opened])
            begun = time.monotonic()
            try:
                status = str(bodies.kinds[name](http, chance))
            except (httpx.HTTPError, OSError) as error:
                status = type(error).__name__
            tally.add(name, status, time.monotonic() - begun)
            if number % _EVERY == 0 or number == count:
                tally.look(service)


def measured(service: Running, rounds: int, count: int, seed: int, files: float) -> dict[str, object]:
    """Send the same requests in each round, and describe what came of them."""
    tally = HostileTally(
        found={name: Counter() for name in KINDS},
        slowest=dict.fromkeys(KINDS, 0.0),
        memory=[_megabytes(service)],
    )
    bodies, ends = HostileBodies(service), tally.memory[:]
    for _ in range(rounds):
        sent(bodies, tally, count, seed, files)
        ends.append(tally.memory[-1])
    statuses = sum(tally.found.values(), Counter[str]())
    return {
        "requests": rounds * count,
        "by_kind": {name: dict(sorted(counts.items())) for name, counts in tally.found.items()},
        "slowest_seconds": tally.slowest,
        "server_errors": sum(count for status, count in statuses.items() if status.startswith("5")),
        "alive_looks": [tally.alive, len(tally.memory) - 1],
        "largest_body_mb": round(tally.largest / 1e6, 1),
        "web_mb_at_ends_of_rounds": ends,
        "web_mb_a_thousand_requests": _rise(tally.memory),
        "web_mb": tally.memory,
    }


def _rise(memory: Sequence[float]) -> float | None:
    """MB a thousand requests, as a line through the second half has it; None where that is one look."""
    late = memory[len(memory) // 2 :]
    if len(late) < 2:
        return None
    line = statistics.linear_regression([index * _EVERY / 1000 for index in range(len(late))], late)
    return round(line.slope, 3)


def main(arguments: Sequence[str] | None = None) -> None:
    """Send and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", type=int, default=1000, help="requests a round")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seed", type=int, default=28)
    parser.add_argument("--files", type=float, default=0.5, help="share of requests whose files are opened")
    parser.add_argument("-o", "--output", type=Path, required=True)
    told = parser.parse_args(arguments)
    options = ("--workers", "2", "--requests-a-minute", "100000", "--time-limit", "5", "--memory-limit", "1G")
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as made, running(Path(made), *options) as service:
        found = measured(service, told.rounds, told.n, told.seed, told.files)
    found |= {
        "seconds": round(time.monotonic() - begun),
        "rounds": told.rounds,
        "seed": told.seed,
        "files": told.files,
        "provenance": provenance(),
    }
    told.output.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({key: value for key, value in found.items() if key != "provenance"}, indent=1))


if __name__ == "__main__":
    main()
