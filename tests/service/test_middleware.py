"""Around every request: what broke is one answer, and its text is in no log."""

import asyncio
import json
import logging
from typing import Any

import pytest
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp

from docforensics.service.metrics import Metrics
from docforensics.service.middleware import Around
from docforensics.service.queue import QueueState


async def _broken(_scope: Any, _receive: Any, _send: Any) -> None:
    raise ValueError("the holder is ERIKSSON")


async def _receive() -> dict[str, Any]:
    return {"type": "http.request"}


def answered(metrics: Metrics, request_id: bytes, app: ASGIApp = _broken) -> list[dict[str, Any]]:
    """Send a request to a route that breaks; what was answered."""
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "BREW", "path": "/x", "headers": [(b"x-request-id", request_id)]}
    asyncio.run(Around(app, metrics)(scope, _receive, send))
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


def test_whoever_has_gone_broke_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """No error in the log, and none is counted."""

    async def left(_scope: Any, _receive: Any, _send: Any) -> None:
        raise ClientDisconnect

    metrics = Metrics()
    with caplog.at_level(logging.INFO):
        assert answered(metrics, b"1", left) == []
    assert [one.levelname for one in caplog.records] == ["INFO"]
    state = QueueState(waiting=0, running=0, room=1, restarts=0, is_ready=True, problem="")
    assert 'status="499"' in metrics.written(state).decode()
