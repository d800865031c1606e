"""Clients of the service, against a service that runs."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

import docforensics as df
from docforensics.client import AsyncClient, Client, ServiceError
from docforensics.errors import EngineUnavailableError, UsageError
from tests.service.client import KEY, Served, served


@pytest.fixture(name="service", scope="module")
def fixture_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service that retains results."""
    with served(tmp_path_factory.mktemp("client"), retain_days=1, key=KEY, waiting=0) as one:
        yield one


@pytest.fixture(name="soon", autouse=True)
def fixture_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for a result often, and have a full service name a short while: a test that waits pays for both in full."""
    monkeypatch.setattr("docforensics.client.clients._POLL_SECONDS", 0.02)
    monkeypatch.setattr("docforensics.service.problems.RETRY_SECONDS", "0.1")


@pytest.fixture(name="told")
def fixture_told(service: Served) -> dict[str, Any]:
    """Address and a new key."""
    token = service.token("examine", post="client")["Authorization"].split()[1]
    return {"address": str(service.http.base_url), "key": token}


def test_documents_are_examined_fetched_listed_and_deleted(told: dict[str, Any], tmp_path: Path) -> None:
    """By path or bytes, several lights and sides."""
    page = tmp_path / "page.jpg"
    page.write_bytes(b"refer")
    with df.Client(**told) as client:
        report = client.examine(page, channel="scanner", client_reference="one")
        assert report["verdict"]["outcome"] == "REFER"
        identity = client.submit(b"clear", client_reference="two")
        assert client.result(identity)["verdict"]["outcome"] == "CLEAR"
        assert client.result(identity, "redacted").startswith("<!doctype html>")
        assert client.result(identity, "tr03135")["format"] == "docforensics-tr03135"
        assert [one["client_reference"] for one in client.examinations(limit=1)] == ["two", "one"]
        assert [one["outcome"] for one in client.examinations(outcome="REFER")] == ["REFER"]
        for one in list(client.examinations()):
            client.delete(one["id"])
        assert list(client.examinations()) == []


def test_problems_are_errors_with_codes(told: dict[str, Any], tmp_path: Path) -> None:
    """Of the document, of the key, of the call."""
    with Client(**told) as client:
        with pytest.raises(ServiceError, match="damaged") as raised:
            client.examine(b"damaged")
        assert (raised.value.status, raised.value.code) == (422, "unreadable")
        assert raised.value.request_id
        with pytest.raises(ServiceError) as raised:
            client.mrz(b"no picture")
        assert raised.value.code == "unsupported_format"
        with pytest.raises(ServiceError) as raised:
            client.result("0" * 32)
        assert raised.value.code == "not_found"
        with pytest.raises(UsageError, match="cannot be read"):
            client.examine(tmp_path / "none.jpg")
    with Client(told["address"], key="dfk_wrong") as client, pytest.raises(ServiceError) as raised:
        client.examine(b"clear")
    assert raised.value.code == "unauthorized"


def test_a_full_service_is_asked_again(service: Served, told: dict[str, Any]) -> None:
    """As long as there is patience."""
    with Client(**told) as client, Client(**told, patience=0.0) as hasty:
        blocking = client.submit(b"wait 1000")
        with pytest.raises(ServiceError) as raised:
            hasty.examine(b"clear")
        assert raised.value.code == "queue_full"
        with pytest.raises(ServiceError) as raised:
            client.result(blocking, wait=0.0)
        assert raised.value.code == "not_finished"
        service.parts.queue.withdraw(service.parts.examinations._tickets[blocking])
        assert client.examine(b"clear")["verdict"]["outcome"] == "CLEAR"
        client.delete(blocking)


def test_the_same_can_be_awaited(told: dict[str, Any]) -> None:
    """Several documents at once."""

    async def work() -> list[str]:
        async with AsyncClient(**told) as client:
            reports = await asyncio.gather(*(client.examine(word.encode()) for word in ("clear", "refer")))
            identity = await client.submit({"front.visible": b"alert", "back.visible": [b"clear"]})
            with pytest.raises(ServiceError):
                await client.result(identity)  # sides of the odd examiner are no pictures
            with pytest.raises(ServiceError):
                await client.mrz(b"x")
            found = [one async for one in client.examinations(limit=1)]
            for one in found:
                await client.delete(one["id"])
            return [report["verdict"]["outcome"] for report in reports] + [str(len(found))]

    assert asyncio.run(work()) == ["CLEAR", "REFER", "3"]


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda client: client.examine(b"x", chanel="scanner"), "expected some of channel, .* got chanel"),
        (lambda client: client.examine(b"x", inspected_on="2026-11-24"), "expected a datetime.date"),
        (
            lambda client: client.submit(b"x", inspected_on=datetime(2026, 11, 24, tzinfo=UTC)),
            "datetime.date",
        ),
        (lambda client: client.examine(b"x", chip=[b"x"]), "files by name"),
        (lambda client: client.examine({"visible": 3}), "expected a path or bytes"),
        (lambda client: client.result("a" * 32, "pdf"), "expected one of json, html"),
        (lambda client: client.examine("a\0b"), "cannot be read"),
        (lambda client: client.examine(b"x", client_reference="\ud800"), "cannot be sent"),
        (lambda client: client.result("\ud800"), "cannot be sent"),
        (
            lambda client: client.submit(b"x", idempotency_key="é"),
            "idempotency_key: expected printable ASCII",
        ),
        (lambda _: Client("http://127.0.0.1:9", key="é"), "key: expected printable ASCII"),
    ],
)
def test_a_wrong_call_is_a_usage_error(ask: Callable[[Client], object], told: str) -> None:
    """Before anything is sent."""
    with Client("http://127.0.0.1:9", key="x") as client, pytest.raises(UsageError, match=told):
        ask(client)


def test_a_service_that_is_not_reached_is_an_error_of_this_package() -> None:
    """As one that was asked where no service is; awaited as well."""

    async def awaited() -> None:
        async with AsyncClient("http://127.0.0.1:9", key="x") as client:
            await client.mrz(b"x")

    with pytest.raises(ServiceError, match="cannot be reached") as raised:
        asyncio.run(awaited())
    assert (raised.value.status, raised.value.code) == (0, "unreachable")
    with Client("http://127.0.0.1:9", key="x") as client, pytest.raises(ServiceError):
        client.mrz(b"x")
    with pytest.raises(UsageError, match="the address of the service"):
        Client("http://a:b", key="x")


def test_another_server_is_not_taken_for_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that answers everything with a page."""
    page = httpx.Response(200, text="<html>")
    with Client("http://127.0.0.1:9", key="x") as client:
        monkeypatch.setattr(client._http, "request", lambda *_, **__: page)
        for ask in (lambda: client.examine(b"x"), lambda: client.mrz(b"x"), lambda: client.submit(b"x")):
            with pytest.raises(ServiceError, match="is the address right") as raised:
                ask()
            assert raised.value.code == "no_service"


def test_without_its_package_the_client_states_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """And how to install it."""
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(EngineUnavailableError, match=r"docforensics\[client\]"):
        Client("http://127.0.0.1", key="x")


@pytest.mark.parametrize(
    "text",
    ['{"ok": true}', '{"items": null, "next": null}', '{"items": [1], "next": ""}', "[" * 100_000, "null"],
)
def test_an_answer_of_another_shape_is_not_the_services(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Whatever the call; and a problem that is none still states its status."""
    with Client("http://127.0.0.1:9", key="x") as client:
        monkeypatch.setattr(client._http, "request", lambda *_, **__: httpx.Response(200, text=text))
        for ask in (lambda: client.mrz(b"x"), lambda: list(client.examinations())):
            with pytest.raises(ServiceError, match="is the address right"):
                ask()
        monkeypatch.setattr(client._http, "request", lambda *_, **__: httpx.Response(500, text=text))
        with pytest.raises(ServiceError, match="HTTP 500"):
            client.mrz(b"x")
