r"""Whether the service examines as many documents as `scan`, and what clients wait: `python -m benchmarks.service.load -n 40 -o FILE`.

Sample pages at 300 dpi, each copy unique in bytes; two workers, the shipped templates, retention 0. `scan` examines them, then 1, 4, 16 and 64
clients send them to the service, each its next one when it has its answer; one that is answered 429 waits as long as `Retry-After` states and
sends again. Rates are documents a minute from the first answer to the last, which leaves loading out; `share` is the service's over that of `scan`
of the same call. Latencies are seconds from a client's first attempt to its report. Memory is that of the web process. Goal: a share of .9.
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

from benchmarks.batch.pages import commented, sample_pages, write_pages
from benchmarks.provenance import provenance
from benchmarks.service.running import Running, running
from docforensics.batch.scan import scan

CLIENTS = (1, 4, 16, 64)
WORKERS = 2
_DAY = "2026-11-25"


def scanned(folder: Path) -> float:
    """Documents a minute of `scan`, without loading."""
    at = [time.monotonic() for _ in scan(folder, workers=WORKERS, channel="scanner")]
    return _rate(at)


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
    before = service.held()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    p50, p95, p99 = (round(float(value), 2) for value in np.percentile(took, (50, 95, 99)))
    return {
        "clients": clients,
        "documents": len(took),
        "a_minute": round(_rate(sorted(ended)), 1),
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
        rate = scanned(Path(made) / "in")
        options = ("--workers", str(WORKERS), "--requests-a-minute", "100000")
        with running(Path(made) / "service", *options) as service:
            runs = [served(service, pages, clients) for clients in told.clients]
        again = scanned(Path(made) / "in")
    mean = (rate + again) / 2
    for run in runs:
        run["share"] = round(float(str(run["a_minute"])) / mean, 2)
    found = {"scan_a_minute": [round(rate, 1), round(again, 1)], "runs": runs, "provenance": provenance()}
    told.output.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({key: found[key] for key in ("scan_a_minute", "runs")}, indent=1))


if __name__ == "__main__":
    main()
