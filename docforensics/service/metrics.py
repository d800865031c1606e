"""Figures for Prometheus: requests, times, the queue, and what was found by issuer and check, so that drift is seen. No personal data."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Summary, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from docforensics.service.asked import Described
from docforensics.service.queue import QueueState

CONTENT_TYPE = CONTENT_TYPE_LATEST
_BUCKETS = (0.005, 0.02, 0.1, 0.3, 0.6, 1.0, 1.5, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Seconds: an examination takes half a second to two."""
_NO_ISSUER = "none"


class Metrics:
    """Counts of one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = self._counter("requests", "Requests answered", "route", "method", "status")
        self._seconds = Histogram(
            "docforensics_request_seconds",
            "Time of requests",
            ["route"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._stages = Summary(
            "docforensics_stage_seconds",
            "Time of stages and checks",
            ["stage"],
            registry=self._registry,
        )
        self._outcomes = self._counter("outcomes", "Documents examined", "issuer", "outcome")
        self._adverse = self._counter("adverse", "Adverse findings", "issuer", "check")
        self._failures = self._counter("failures", "Documents that could not be examined", "code")
        self._gauges = {
            name: Gauge(f"docforensics_{name}", words, registry=self._registry)
            for name, words in (
                ("queue_waiting", "Documents that wait for a worker"),
                ("queue_running", "Documents that are examined"),
                ("queue_room", "Documents that would still be taken"),
                ("worker_restarts", "Workers that were replaced"),
                ("ready", "Whether documents can be examined"),
            )
        }

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(f"docforensics_{name}", words, labels, registry=self._registry)

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def examined(self, described: Described) -> None:
        """Count what was found of a document. An issuer is a code of ICAO's table, so that a misreading adds none."""
        issuer = described.issuer or _NO_ISSUER
        if described.outcome:
            self._outcomes.labels(issuer, described.outcome).inc()
        for check in described.adverse_checks:
            self._adverse.labels(issuer, check).inc()
        for stage, seconds in described.timings.items():
            self._stages.labels(stage).observe(seconds)

    def failed(self, code: str) -> None:
        """Count a document that could not be examined."""
        self._failures.labels(code).inc()

    def written(self, state: QueueState) -> bytes:
        """Write all figures in Prometheus' text form."""
        now = {
            "queue_waiting": state.waiting,
            "queue_running": state.running,
            "queue_room": state.room,
            "worker_restarts": state.restarts,
            "ready": state.is_ready,
        }
        for name, value in now.items():
            self._gauges[name].set(value)
        return generate_latest(self._registry)
