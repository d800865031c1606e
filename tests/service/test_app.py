"""The service from request to answer: documents, results, who sees them, and what is kept."""

import base64
import json
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import jsonschema
import pytest
from sqlalchemy import update

from docforensics.report.render.json import schema
from docforensics.service.app import audit_key, log_name
from docforensics.service.audit import verify_log
from docforensics.service.tables import EXAMINATIONS
from tests.service.client import KEY, PLACE, Served, served

PATIENCE = 30
SECRETS = ("ERIKSSON", "L898902C3")


@pytest.fixture(name="kept", scope="module")
def fixture_kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service that retains results for a week."""
    with served(tmp_path_factory.mktemp("kept"), retain_days=7, key=KEY, requests_a_minute=100_000) as one:
        yield one


@pytest.fixture(name="brief", scope="module")
def fixture_brief(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service that retains nothing."""
    with served(tmp_path_factory.mktemp("brief"), waiting=1, most_body_bytes=100_000, time_limit=5.0) as one:
        yield one


def fetched(one: Served, place: str, headers: dict[str, str]) -> object:
    """Fetch an asynchronous result once it is there."""
    end = time.monotonic() + PATIENCE
    while (answer := one.http.get(place, headers=headers)).status_code == 202:
        assert time.monotonic() < end
        time.sleep(0.02)
    return answer


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_report_is_answered_and_forgotten(brief: Served) -> None:
    """By default nothing of a document stays: no row, no file."""
    mine = brief.token()
    answer = brief.post(
        "refer", mine, channel="scanner", inspected_on="2026-11-28", client_reference="case 7"
    )
    assert answer.status_code == 200
    jsonschema.validate(answer.json(), schema())
    assert answer.json()["verdict"]["outcome"] == "REFER"
    assert answer.headers["content-type"] == "application/json"
    assert "location" not in answer.headers
    assert brief.http.get(PLACE, headers=mine).json() == {"items": [], "next": None}
    data = brief.parts.settings.data
    assert sorted(file.name for file in data.rglob("*") if file.is_file() and "sqlite3" not in file.name) == [
        "audit.jsonl"
    ]


def test_json_and_multipart_are_one(brief: Served) -> None:
    """The same document in both forms gives the same report."""
    mine = brief.token()
    body = {"sides": [{"images": {"visible": [base64.b64encode(b"refer").decode()]}}], "channel": "photo"}
    by_json = brief.http.post(PLACE, json=body, headers=mine)
    assert by_json.status_code == 200
    assert by_json.json() == brief.post("refer", mine, channel="photo").json()


def test_the_form_follows_accept(brief: Served) -> None:
    """JSON, page, redacted page, TR-03135; none that is not there."""
    mine = brief.token()
    kinds = {
        "text/html": "text/html; charset=utf-8",
        "application/vnd.docforensics.redacted+html": "text/html; charset=utf-8",
        "application/vnd.docforensics.tr03135+json, text/html;q=0.5": "application/vnd.docforensics.tr03135+json",
        "*/*": "application/json",
    }
    for accept, kind in kinds.items():
        answer = brief.post("clear", {**mine, "Accept": accept})
        assert answer.headers["content-type"] == kind
        assert ("ERIKSSON" in answer.text) == (accept in ("text/html", "*/*"))
    refused = brief.post("clear", {**mine, "Accept": "image/png"})
    assert (refused.status_code, refused.json()["code"]) == (406, "not_acceptable")


def test_a_result_to_be_fetched_lives_until_it_is_fetched(brief: Served) -> None:
    """Or for ten minutes."""
    mine = brief.token()
    accepted = brief.post("refer", {**mine, "Prefer": "respond-async"})
    assert accepted.status_code == 202
    assert accepted.headers["preference-applied"] == "respond-async"
    place = accepted.headers["location"]
    answer = fetched(brief, place, mine)
    assert answer.json()["verdict"]["outcome"] == "REFER"  # type: ignore[attr-defined]
    until(lambda: brief.http.get(place, headers=mine).status_code == 404)
    late = brief.post("clear", {**mine, "Prefer": "respond-async"}).headers["location"]
    records = brief.parts.examinations.store.records
    until(lambda: (found := records.find(late.rpartition("/")[2])) and found.finished_at)
    record = records.find(late.rpartition("/")[2])
    assert record is not None
    assert record.expires_at is not None
    assert record.finished_at is not None
    assert record.expires_at - record.finished_at == 600


def test_failures_are_problems_with_codes(brief: Served) -> None:
    """Of the document, and of the request; nothing is decoded for the latter."""
    mine = brief.token()
    for word, code in (("damaged", "unreadable"), ("crash", "crash"), ("memory", "memory_limit")):
        answer = brief.post(word, mine)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"] == f"urn:docforensics:problem:{code}"
        assert answer.json()["instance"].endswith(answer.headers["x-request-id"])
    for told, code in (
        ({"channel": "fax"}, "unprocessable"),
        ({"inspected_on": "yesterday"}, "unprocessable"),
        ({"policy": "/etc/passwd"}, "unknown_policy"),
        ({"equipment": "crystal ball"}, "unprocessable"),
        ({"size_mm": "1x1"}, "unprocessable"),
        ({"client_reference": "x" * 201}, "unprocessable"),
        ({"surprise": "1"}, "unprocessable"),
    ):
        answer = brief.post("clear", mine, **told)
        assert (answer.status_code, answer.json()["code"]) == (422 if code == "unprocessable" else 400, code)


def test_bodies_are_bounded_before_anything_is_decoded(brief: Served) -> None:
    """Bytes, parts, frames, names, kinds of content."""
    mine = brief.token()

    def code(**told: object) -> tuple[int, str]:
        answer = brief.http.post(PLACE, headers={**mine, **told.pop("more", {})}, **told)  # type: ignore[arg-type, dict-item]
        return answer.status_code, answer.json()["code"]

    assert code(files={"visible": b"x" * 100_001}) == (413, "body_too_large")
    assert code(content=(b"x" * 60_000 for _ in range(2)), more={"content-type": "application/json"}) == (
        413,
        "body_too_large",
    )
    assert code(files=[("visible", b"x")] * 9) == (422, "unprocessable")
    assert code(files=[("uv", b"x")] * 49) == (400, "bad_request")
    assert code(files={"sideways.visible": b"x"}) == (422, "unprocessable")
    assert code(files={"chip.DG99": b"x", "visible": b"clear"}) == (422, "unprocessable")
    assert code(data={"visible": "clear"}) == (415, "unsupported_media_type")
    assert code(content=b"x") == (415, "unsupported_media_type")
    assert code(content=b"x", more={"content-type": "multipart/form-data"}) == (400, "bad_request")
    assert code(content=b"{", more={"content-type": "application/json"}) == (422, "unprocessable")
    assert code(content=b"[" * 50_000, more={"content-type": "application/json"}) == (422, "unprocessable")
    assert code(json={"sides": []}) == (422, "unprocessable")


def test_beyond_its_room_it_asks_to_come_again(brief: Served) -> None:
    """429 with Retry-After, before the body is taken in; once there is room, documents are taken again."""
    until(lambda: brief.parts.queue.state.room == 2)
    mine = {**brief.token(), "Prefer": "respond-async"}
    places = [brief.post("wait 1000", mine).headers["location"] for _ in range(2)]
    refused = brief.post("clear", mine)
    assert (refused.status_code, refused.json()["code"]) == (429, "queue_full")
    assert refused.headers["retry-after"] == "2"
    assert brief.http.post(PLACE, headers=mine, content=b"no body at all").status_code == 429
    for place in places:
        brief.http.delete(place, headers=mine)
    until(lambda: brief.parts.queue.state.room == 2)
    assert fetched(brief, brief.post("clear", mine).headers["location"], mine).status_code == 200  # type: ignore[attr-defined]


def test_no_more_bodies_are_taken_in_than_there_is_room_for(brief: Served) -> None:
    """Of clients who send slowly as well; whoever leaves frees the place."""
    until(lambda: brief.parts.queue.state.room == 2)
    mine = brief.token()
    head = f"POST {PLACE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n"
    slow = [socket.create_connection((brief.http.base_url.host, brief.http.base_url.port)) for _ in range(2)]
    for link in slow:
        link.sendall(f"{head}Authorization: {mine['Authorization']}\r\n\r\n{{".encode())
    until(lambda: brief.parts.queue.state.room == 0)
    assert brief.post("clear", mine).status_code == 429
    for link in slow:
        link.close()
    until(lambda: brief.parts.queue.state.room == 2)
    assert brief.post("clear", mine).status_code == 200


def test_what_was_kept_under_another_key_stays_and_is_not_read(tmp_path: Path) -> None:
    """A start with a wrong key loses nothing."""
    with served(tmp_path, retain_days=1, key=KEY) as one:
        mine = one.token()
        place = one.post("refer", mine, client_reference="case 7").headers["location"]
    (tmp_path / "data/audit.jsonl").rename(tmp_path / "audit.jsonl")
    with served(tmp_path, retain_days=1, key=bytes(32)) as one:
        assert one.http.get(place, headers=mine).status_code == 404
        (item,) = one.http.get(PLACE, headers=mine).json()["items"]
        assert item["client_reference"] == ""
    (tmp_path / "audit.jsonl").rename(tmp_path / "data/audit.jsonl")
    with served(tmp_path, retain_days=1, key=KEY) as one:
        assert one.http.get(place, headers=mine).status_code == 200


def test_a_document_may_be_given_up(brief: Served) -> None:
    """While it waits, and while it is examined."""
    until(lambda: brief.parts.queue.state.room == 2)
    mine = {**brief.token(), "Prefer": "respond-async"}
    places = [brief.post("wait 1000", mine).headers["location"] for _ in range(2)]
    assert [brief.http.delete(place, headers=mine).status_code for place in places] == [204, 204]
    assert [brief.http.get(place, headers=mine).status_code for place in places] == [404, 404]
    until(lambda: brief.parts.queue.state.running == 0)


def test_what_cannot_be_kept_is_not_accepted(tmp_path: Path) -> None:
    """As on a full disk: 503, no row, nothing examined for nobody; once there is room it is."""
    with served(tmp_path, retain_days=1, key=KEY) as one:
        mine = {**one.token(), "Prefer": "respond-async"}
        kept = one.parts.settings.data / "kept"
        kept.write_text("in the way")
        answer = one.post("clear", mine)
        assert (answer.status_code, answer.json()["code"]) == (503, "store_unavailable")
        assert one.http.get(PLACE, headers=mine).json()["items"] == []
        kept.unlink()
        assert fetched(one, one.post("clear", mine).headers["location"], mine).status_code == 200  # type: ignore[attr-defined]


def test_kept_results_are_read_in_every_form_listed_and_deleted(kept: Served) -> None:
    """As often as wanted; encrypted at rest."""
    mine = kept.token(post="forms")
    answer = kept.post("refer", mine, client_reference="case 7")
    place = answer.headers["location"]
    assert kept.http.get(place, headers=mine).content == answer.content
    assert kept.http.get(f"{place}.html", headers=mine).headers["content-type"].startswith("text/html")
    assert not any(secret in kept.http.get(f"{place}.redacted.html", headers=mine).text for secret in SECRETS)
    assert kept.http.get(f"{place}.tr03135.json", headers=mine).json()["format"] == "docforensics-tr03135"
    assert kept.http.get(f"{place}.exe", headers=mine).status_code == 404
    (item,) = kept.http.get(PLACE, headers=mine, params={"outcome": "REFER"}).json()["items"]
    assert (item["client_reference"], item["state"], place.endswith(item["id"])) == ("case 7", "done", True)
    at_rest = b"".join(file.read_bytes() for file in kept.parts.settings.data.rglob("*") if file.is_file())
    assert not any(secret.encode() in at_rest for secret in (*SECRETS, "case 7"))
    assert kept.http.delete(place, headers=mine).status_code == 204
    assert kept.http.get(place, headers=mine).status_code == 404
    assert kept.http.get(PLACE, headers=mine).json()["items"] == []


def test_what_was_accepted_and_not_saved_is_examined_by_the_next_start(tmp_path: Path) -> None:
    """As where the service was killed between the row of a document and its result."""
    with served(tmp_path, retain_days=1, key=KEY) as one:
        mine = one.token()
        place = one.post("refer", mine).headers["location"]
        database = one.parts.examinations.store.records._database
        with database.transaction() as connection:
            connection.execute(update(EXAMINATIONS).values(state="queued", outcome="", owner="gone"))
    with served(tmp_path, retain_days=1, key=KEY) as one:
        assert fetched(one, place, mine).json()["verdict"]["outcome"] == "REFER"  # type: ignore[attr-defined]


def test_lists_are_paged(kept: Served) -> None:
    """By a cursor; filters that are none are refused."""
    mine = kept.token(post="pages")
    for word in ("clear", "refer", "clear", "alert"):
        assert kept.post(word, mine).status_code == 200
    first = kept.http.get(PLACE, headers=mine, params={"limit": 3}).json()
    rest = kept.http.get(PLACE, headers=mine, params={"limit": 3, "cursor": first["next"]}).json()
    assert [item["outcome"] for page in (first, rest) for item in page["items"]] == [
        "ALERT",
        "CLEAR",
        "REFER",
        "CLEAR",
    ]
    assert rest["next"] is None
    assert kept.http.get(PLACE, headers=mine, params={"until": "2000-01-01T00:00:00Z"}).json()["items"] == []
    for wrong in ({"limit": "0"}, {"cursor": "x"}, {"outcome": "MAYBE"}, {"since": "now"}, {"until": "0.5"}):
        assert kept.http.get(PLACE, headers=mine, params=wrong).status_code == 422


def test_an_idempotency_key_gives_one_examination(kept: Served) -> None:
    """The same document again gives what was kept; another one is refused."""
    mine = kept.token(post="once")
    once = {**mine, "Idempotency-Key": "a1"}
    first, again = kept.post("refer", once), kept.post("refer", once)
    assert first.headers["docforensics-examination"] == again.headers["docforensics-examination"]
    assert first.content == again.content
    other = kept.post("clear", once)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    later = {**once, "Prefer": "respond-async", "Idempotency-Key": "a2"}
    places = {kept.post("clear", later).headers.get("docforensics-examination") for _ in range(3)}
    assert len(places) == 1
    assert len(kept.http.get(PLACE, headers=mine).json()["items"]) == 2


def test_nobody_sees_the_documents_of_others(kept: Served) -> None:
    """Over every route and form: another key, another post; a reviewer sees those of its own post."""
    mine, yours = kept.token(post="north"), kept.token(post="north")
    elsewhere = kept.token("examine", "read", "review", "administer", post="south")
    reviewer = kept.token("review", post="north")
    place = kept.post("refer", mine).headers["location"]
    for other in (yours, elsewhere):
        for ending in ("", ".json", ".html", ".redacted.html", ".tr03135.json"):
            answer = kept.http.get(place + ending, headers=other)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert kept.http.delete(place, headers=other).status_code == 404
        assert place.rpartition("/")[2] not in kept.http.get(PLACE, headers=other).text
    assert kept.http.get(place, headers=reviewer).status_code == 200
    assert place.rpartition("/")[2] in kept.http.get(PLACE, headers=reviewer).text
    assert kept.http.get(place, headers=mine).status_code == 200


def test_a_key_that_does_not_hold_opens_nothing(kept: Served) -> None:
    """None, a wrong one, an expired and a revoked one, one without the scope: on every route that needs one."""
    revoked, expired = kept.token(), kept.token(days=1, now=0.0)
    records = kept.parts.examinations.store.records
    records.revoke(revoked["Authorization"][11:23], 1.0)
    wrong = {"Authorization": revoked["Authorization"][:-1] + "~"}
    routes = [
        (method.upper(), path.replace("{name}", "0" * 32))
        for path, methods in kept.http.get("/openapi.json").json()["paths"].items()
        for method in methods
        if path not in ("/version", "/healthz", "/readyz")
    ]
    assert len(routes) == 9
    for method, path in routes:
        for headers in ({}, wrong, revoked, expired, {"Authorization": "Basic eDp5"}):
            answer = kept.http.request(method, path, headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized"), path
            assert answer.headers["www-authenticate"].startswith("Bearer")
    assert kept.post("clear", kept.token("read")).status_code == 403
    assert kept.http.get("/metrics", headers=kept.token("examine")).status_code == 403


def test_the_audit_log_names_actions_and_no_person(kept: Served) -> None:
    """It holds, and is found to be tampered with."""
    mine = kept.token(post="audited")
    place = kept.post("refer", mine, client_reference="ERIKSSON").headers["location"]
    kept.http.get(place, headers=mine)
    kept.http.delete(place, headers=mine)
    settings = kept.parts.settings
    file = settings.data / "audit.jsonl"
    entries = [json.loads(line) for line in file.read_text().splitlines()]
    identity = place.rpartition("/")[2]
    assert [(one["action"], one["result"]) for one in entries if one["of"] == identity] == [
        ("examine", "REFER"),
        ("read", ""),
        ("delete", ""),
    ]
    assert not any(secret in file.read_text() for secret in SECRETS)
    head = kept.parts.examinations.store.records.head(log_name(file))
    assert verify_log(file, audit_key(settings), head).problem == ""
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"REFER", b"CLEAR", 1))
    assert "was changed" in verify_log(file, audit_key(settings), head).problem
    file.write_bytes(whole)


def test_metrics_count_by_issuer_and_check_without_a_person(kept: Served) -> None:
    """And by route and status, never by address."""
    kept.post("refer", kept.token())
    text = kept.http.get("/metrics", headers=kept.token("read")).text
    assert 'docforensics_outcomes_total{issuer="UTO",outcome="REFER"}' in text
    assert 'docforensics_adverse_total{check="data.expired",issuer="UTO"}' in text
    assert 'route="/v1/examinations"' in text
    assert "docforensics_ready 1.0" in text
    assert not any(secret in text for secret in SECRETS)


def test_what_the_service_is_can_be_asked(kept: Served) -> None:
    """Templates, checks, policies, version, health; nothing is fetched from elsewhere."""
    mine = kept.token()
    assert {one["country"] for one in kept.http.get("/v1/templates", headers=mine).json()["templates"]} == {
        "UTO"
    }
    assert len(kept.http.get("/v1/checks", headers=mine).json()["checks"]) > 50
    assert [one["name"] for one in kept.http.get("/v1/policies", headers=mine).json()["policies"]] == [
        "balanced"
    ]
    assert kept.http.get("/version").json()["desk"] is True
    assert kept.http.get("/healthz").json() == {"status": "alive"}
    until(lambda: kept.http.get("/readyz").status_code == 200)
    assert kept.http.get("/docs").status_code == 404
    answer = kept.http.get(
        "/nothing", headers={"X-Request-Id": "mine-7", "Origin": "https://elsewhere.example"}
    )
    assert answer.json()["code"] == "not_found"
    assert answer.headers["x-request-id"] == "mine-7"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "access-control-allow-origin" not in answer.headers
    answer = kept.http.put(PLACE, headers=mine)
    assert (answer.json()["code"], answer.headers["allow"]) == ("method_not_allowed", "GET, POST")


def test_the_zone_alone_is_read(kept: Served) -> None:
    """A picture without one has none; a file that is no picture is a problem."""
    mine = kept.token()
    file = Path(__file__).parents[2] / "sample_docs/documents/td3-2-0021-border-reader/data-page-white.jpg"
    answer = kept.http.post("/v1/mrz", files={"image": file.read_bytes()}, headers=mine)
    assert answer.json()["mrz"]["fields"]["document_number"] == "EF2469188"
    assert kept.http.post("/v1/mrz", files={"image": b"no picture"}, headers=mine).status_code == 422
    assert kept.http.post("/v1/mrz", files={"other": b"x"}, headers=mine).status_code == 422
