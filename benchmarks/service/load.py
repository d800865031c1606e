r"""Whether the service examines as many documents as `scan`, and what clients wait: `python -m benchmarks.service.load -n 40 -o FILE`.

Sample pages at 300 dpi, each copy unique in bytes; two workers, the shipped templates, retention 0. `scan` examines them, then 1, 4, 16 and 64
clients send them to the service, each its next one when it has its answer; one that is answered 429 waits as long as `Retry-After` states and
sends again. Rates are documents a minute from the first answer to the last, which leaves loading out; `share` is the service's over that of `scan`
of the same call. `cpu` is processor seconds a document: of `scan` those of its rows and of its parent, of the service all its processes; `cpu_share`, scan over service, is what
the share can be at most, and can be told on a machine that does other things. Latencies are seconds from a client's first attempt to its report. Memory is that of the web process. Goal: a share of .9.
`load_average` in the provenance states what else ran: above 1 the shares say little.
"""

import argparse
import json
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from queue import Empty, SimpleQueue

import httpx
import numpy as np
import psutil  # type: ignore[import-untyped]  # its stubs are a package of their own

from benchmarks.batch.pages import commented, sample_pages, write_pages
from benchmarks.provenance import provenance
from benchmarks.service.running import Running, running
from docforensics.batch.scan import scan

CLIENTS = (1, 4, 16, 64)
WORKERS = 2
_DAY = "2026-11-25"


def scanned(folder: Path) -> tuple[float, float]:
    """Documents a minute of `scan` without loading, and processor seconds a document."""
    at, in_workers, begun = [], 0.0, time.process_time()
    for result in scan(folder, workers=WORKERS, channel="scanner"):
        at.append(time.monotonic())
        in_workers += result.row["cpu_seconds"]
    return _rate(at), (in_workers + time.process_time() - begun) / len(at)


def served(service: Running, pages: Sequence[bytes], clients: int) -> dict[str, object]:
    """Send all pages by so many clients."""
    waiting: SimpleQueue[bytes] = SimpleQueue()
    for page in pages:
        waiting.put(page)
    ended: list[float] = []
    took: list[float] = []
    statuses: Counter[int] = Counter()

    def client() -> None:
        with httpx.Client(base_url=service.address, headers=service.headers, timeout=300) as http:
            while True:
                try:
                    page = waiting.get_nowait()
                except Empty:
                    return
                begun = time.monotonic()
                statuses.update(_sent(http, page))
                ended.append(time.monotonic())
                took.append(ended[-1] - begun)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    before, cpu = service.held(), _cpu(service)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    p50, p95, p99 = (round(float(value), 2) for value in np.percentile(took, (50, 95, 99)))
    return {
        "clients": clients,
        "documents": len(took),
        "a_minute": round(_rate(sorted(ended)), 1),
        "cpu": round((_cpu(service) - cpu) / len(took), 3),
        "seconds": {"p50": p50, "p95": p95, "p99": p99},
        "statuses": dict(sorted(statuses.items())),
        "web_mb": [round(before / 1e6, 1), round(service.held() / 1e6, 1)],
    }


def _sent(http: httpx.Client, page: bytes) -> list[int]:
    """Send a page until it is taken; the statuses on the way."""
    statuses = []
    while True:
        data = {"channel": "scanner", "inspected_on": _DAY}
        answer = http.post("/v1/examinations", files={"visible": page}, data=data)
        statuses.append(answer.status_code)
        if answer.status_code != httpx.codes.TOO_MANY_REQUESTS:
            return statuses
        time.sleep(float(answer.headers["retry-after"]))


def _cpu(service: Running) -> float:
    """Processor seconds of all processes of the service."""
    web = psutil.Process(service.process)
    times = [one.cpu_times() for one in (web, *web.children(recursive=True))]
    return float(sum(one.user + one.system for one in times))


def _rate(at: Sequence[float]) -> float:
    return 60 * (len(at) - 1) / (at[-1] - at[0])


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", type=int, default=40, help="documents a run")
    parser.add_argument("--clients", type=int, nargs="+", default=CLIENTS)
    parser.add_argument("-o", "--output", type=Path, required=True)
    told = parser.parse_args()
    samples = sample_pages()
    pages = [commented(samples[number % len(samples)], f"copy {number}") for number in range(told.n)]
    with tempfile.TemporaryDirectory() as made:
        write_pages(Path(made) / "in", told.n, samples)
        before = scanned(Path(made) / "in")
        options = ("--workers", str(WORKERS), "--requests-a-minute", "100000")
        with running(Path(made) / "service", *options) as service:
            runs = [served(service, pages, clients) for clients in told.clients]
        after = scanned(Path(made) / "in")
    rate, cpu = ((one + other) / 2 for one, other in zip(before, after, strict=True))
    for run in runs:
        run["share"] = round(float(str(run["a_minute"])) / rate, 2)
        run["cpu_share"] = round(cpu / float(str(run["cpu"])), 2)
    scans = [{"a_minute": round(one, 1), "cpu": round(seconds, 3)} for one, seconds in (before, after)]
    found = {"scans": scans, "runs": runs, "provenance": provenance()}
    told.output.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({key: found[key] for key in ("scans", "runs")}, indent=1))


if __name__ == "__main__":
    main()
