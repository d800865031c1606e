"""Around every request: what broke is one answer, and its text is in no log."""

import asyncio
import json
import logging
from typing import Any

import pytest

from docforensics.service.metrics import Metrics
from docforensics.service.middleware import Around
from docforensics.service.queue import QueueState


async def _broken(_scope: Any, _receive: Any, _send: Any) -> None:
    raise ValueError("the holder is ERIKSSON")


async def _receive() -> dict[str, Any]:
    return {"type": "http.request"}


def answered(metrics: Metrics, request_id: bytes) -> list[dict[str, Any]]:
    """Send a request to a route that breaks; what was answered."""
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "BREW", "path": "/x", "headers": [(b"x-request-id", request_id)]}
    asyncio.run(Around(_broken, metrics)(scope, _receive, send))
    return sent


def test_a_route_that_breaks_is_a_problem_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    """The log has its kind and place; an id that could steer the log is replaced, an odd method counted as other."""
    metrics = Metrics()
    with caplog.at_level(logging.INFO):
        start, body = answered(metrics, b"evil\r\nid")
    assert start["status"] == 500
    assert json.loads(body["body"])["code"] == "internal"
    assert "ERIKSSON" not in caplog.text + body["body"].decode()
    assert "ValueError at test_middleware.py" in caplog.text
    assert b"evil" not in dict(start["headers"])[b"x-request-id"]
    state = QueueState(waiting=0, running=0, room=1, restarts=0, is_ready=True, problem="")
    assert 'method="other",route="none",status="500"' in metrics.written(state).decode()
