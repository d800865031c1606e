"""The store on a real PostgreSQL, that also stops and starts again."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import delete

from docforensics.service.database import Database, StoreUnavailableError
from docforensics.service.records import Records
from docforensics.service.tables import METADATA
from tests.service import test_records as same
from tests.service.postgres import Postgres, programs

pytestmark = pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed")


@pytest.fixture(name="server", scope="module")
def fixture_server() -> Iterator[Postgres]:
    """One server for all."""
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
