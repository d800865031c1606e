"""The store on a real PostgreSQL, that also stops and starts again."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import delete

from docforensics.service.database import Database, StoreUnavailableError
from docforensics.service.decisions import (
    DecidedMeanwhileError,
    Decisions,
    DeskVerdict,
    QueueFilter,
    made_decision,
    place_of,
)
from docforensics.service.keys import make_api_key
from docforensics.service.records import ExaminationState, Records
from docforensics.service.tables import METADATA
from tests.service import test_records as same
from tests.service.client import KEY, served
from tests.service.postgres import Postgres, programs

pytestmark = [
    pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed"),
]


@pytest.fixture(name="server", scope="module")
def fixture_server(request: pytest.FixtureRequest) -> Iterator[Postgres]:
    """One server for all."""
    if not request.config.getoption("--no-skips"):
        pytest.skip("make test-extras runs it")
    with Postgres() as server:
        yield server


@pytest.fixture(name="database")
def fixture_database(server: Postgres) -> Iterator[Database]:
    """A store without rows."""
    database = Database(server.address)
    with database.transaction() as connection:
        for table in METADATA.sorted_tables:
            connection.execute(delete(table))
    yield database
    database.close()


def test_migrations_make_the_tables_that_are_declared(database: Database) -> None:
    """As in SQLite."""
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_rows_are_as_in_sqlite(database: Database) -> None:
    """Keys, lists, pages."""
    same.assert_keys(Records(database))
    same.assert_listed(Records(database))


def test_a_key_sees_what_it_may(database: Database) -> None:
    """And no more."""
    same.assert_seen(Records(database))


def test_an_examination_ends_once(database: Database) -> None:
    """As in SQLite."""
    same.assert_ends_once(Records(database))


def test_instances_share_queued_documents(database: Database) -> None:
    """As in SQLite."""
    same.assert_shared(Records(database))


def test_idempotency_keys_and_heads(database: Database) -> None:
    """As in SQLite."""
    same.assert_idempotent(Records(database))
    same.assert_heads(Records(database))


def test_the_queue_goes_on_and_decisions_wait_for_one_another(database: Database) -> None:
    """As in SQLite."""
    key, _ = make_api_key("x", ["review"], now=0.0)
    records, decisions = Records(database), Decisions(database)
    rows = [same.record(number, key, state=ExaminationState.DONE) for number in range(3)]
    for one in rows:
        records.accept(one)
    ordered = decisions.queue(key, QueueFilter())
    assert decisions.queue(key, QueueFilter(), after=place_of(ordered[0])) == ordered[1:]
    assert (decisions.size(key, QueueFilter()), decisions.next_of(key)) == (3, ordered[0].id)
    kept, barrier = [], Barrier(4)

    def decide(number: int) -> None:
        person, _ = make_api_key(f"person {number}", ["review"], now=0.0)
        made = made_decision(person, ordered[0].id, DeskVerdict.FORGED, at=1.0, species="", reason=b"")
        barrier.wait()
        with suppress(DecidedMeanwhileError):
            decisions.add(made, two_persons=True, after="")
            kept.append(made.id)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(decide, range(4)))
    assert [one.id for one in decisions.of(ordered[0].id)] == kept
    assert len(kept) == 1


def test_a_server_that_stops_and_starts_is_used_again(server: Postgres, database: Database) -> None:
    """In between the error names that it does not answer."""
    records = Records(database)
    records.keep_head("a", (1, "x"))
    server.stop()
    try:
        with pytest.raises(StoreUnavailableError, match="does not answer"):
            records.head("a")
    finally:
        server.start()
    assert records.head("a") == (1, "x")


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_result_outlives_a_server_that_is_away(
    server: Postgres, database: Database, tmp_path: Path
) -> None:
    """What was accepted is saved once the server is back, once; in between every answer names the store."""
    assert database.engine.url.port == server.port
    with served(tmp_path, store=server.address, retain_days=1, key=KEY) as one:
        mine = one.token()
        place = one.post("wait 1", {**mine, "Prefer": "respond-async"}).headers["location"]
        server.stop()
        try:
            answer = one.http.get(place, headers=mine)
            assert (answer.status_code, answer.json()["code"]) == (503, "store_unavailable")
            assert "retry-after" in answer.headers
            assert one.http.get("/healthz").status_code == 200
            until(lambda: one.parts.examinations._unsaved)
        finally:
            server.start()
        until(lambda: one.http.get(place, headers=mine).status_code == 200)
        assert len(one.http.get("/v1/examinations", headers=mine).json()["items"]) == 1


def test_two_instances_share_a_store(server: Postgres, database: Database, tmp_path: Path) -> None:
    """Each sees what the other accepted; both kept files in one place."""
    assert database.engine.url.port == server.port
    shared = {"store": server.address, "blobs": str(tmp_path / "kept"), "retain_days": 1, "key": KEY}
    with served(tmp_path / "a", **shared) as first, served(tmp_path / "b", **shared) as second:
        mine = first.token()
        place = first.post("refer", mine).headers["location"]
        assert second.http.get(place, headers=mine).json()["verdict"]["outcome"] == "REFER"
        assert second.http.delete(place, headers=mine).status_code == 204
        assert first.http.get(place, headers=mine).status_code == 404
