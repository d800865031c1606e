"""Rows of the store, in SQLite; `test_postgres.py` runs the same on PostgreSQL."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from docforensics.errors import UsageError
from docforensics.service.database import Database, StoreUnavailableError
from docforensics.service.keys import ApiKey, make_api_key
from docforensics.service.records import (
    LEASE,
    DuplicateError,
    ExaminationRecord,
    ExaminationState,
    Records,
    Sought,
    is_seen_by,
)
from docforensics.service.tables import METADATA


@pytest.fixture(name="database")
def fixture_database(tmp_path: Path) -> Iterator[Database]:
    """A new store in one file."""
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    yield database
    database.close()


def key_of(name: str, *scopes: str, post: str = "north") -> ApiKey:
    """Make a key."""
    return make_api_key(name, scopes or ("examine",), now=0.0, post=post)[0]


def record(number: int, key: ApiKey, **told: object) -> ExaminationRecord:
    """Make an examination that a key asked for at a second."""
    made = ExaminationRecord(
        id=f"{number:032x}",
        key_id=key.id,
        post=key.post,
        state=ExaminationState.QUEUED,
        is_async=True,
        created_at=float(number),
        vault="v",
    )
    return replace(made, **told)  # type: ignore[arg-type]


def test_migrations_make_the_tables_that_are_declared(database: Database) -> None:
    """And to migrate again changes nothing."""
    database.migrate()
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_keys_are_found_and_revoked_once(database: Database) -> None:
    """By their id; with their scopes."""
    assert_keys(Records(database))


def assert_keys(records: Records) -> None:
    """Add, find, revoke, revoke again."""
    key = key_of("gate 4", "examine", "review")
    records.add_key(key)
    assert records.key(key.id) == key
    assert records.key("no") is None
    assert records.revoke(key.id, 5.0)
    assert not records.revoke(key.id, 6.0)
    assert records.keys() == (replace(key, revoked_at=5.0),)


def test_an_examination_ends_once(database: Database) -> None:
    """Whoever comes second changes nothing."""
    assert_ends_once(Records(database))


def assert_ends_once(records: Records) -> None:
    """Accept, finish, finish again, delete."""
    one = record(1, key_of("a"), client_reference=b"\0sealed", layers=("uv", "portrait"))
    records.accept(one)
    assert records.find(one.id) == one
    assert records.finish(one.id, {"state": ExaminationState.DONE, "outcome": "CLEAR"})
    assert not records.finish(one.id, {"state": ExaminationState.FAILED, "failure": "crash"})
    found = records.find(one.id)
    assert found is not None
    assert (found.state, found.outcome, found.failure) == (ExaminationState.DONE, "CLEAR", "")
    assert records.delete(one.id)
    assert not records.delete(one.id)
    assert records.find(one.id) is None


def test_an_idempotency_key_is_of_one_document_of_one_key(database: Database) -> None:
    """Another client may use the same words."""
    assert_idempotent(Records(database))


def assert_idempotent(records: Records) -> None:
    """The second is refused; that of another key, and any without one, are not."""
    mine, yours = key_of("a"), key_of("b")
    records.accept(record(1, mine, idempotency="k"))
    with pytest.raises(DuplicateError):
        records.accept(record(2, mine, idempotency="k"))
    records.accept(record(3, yours, idempotency="k"))
    records.accept(record(4, mine))
    records.accept(record(5, mine))
    first = records.under(mine.id, "k")
    assert first is not None
    assert first.created_at == 1.0
    assert records.under(mine.id, "other") is None


def test_a_key_sees_its_own_and_a_reviewer_those_of_the_post(database: Database) -> None:
    """Never those of another post."""
    assert_seen(Records(database))


def assert_seen(records: Records) -> None:
    """By lists and one by one."""
    mine, yours = key_of("a"), key_of("b")
    reviewer, elsewhere = key_of("r", "review"), key_of("x", "review", "administer", post="south")
    one = record(1, mine)
    records.accept(one)
    records.accept(record(2, yours))
    assert [found.created_at for found in records.listed(mine, Sought())] == [1.0]
    assert [found.created_at for found in records.listed(yours, Sought())] == [2.0]
    assert [found.created_at for found in records.listed(reviewer, Sought())] == [2.0, 1.0]
    assert records.listed(elsewhere, Sought()) == ()
    seen = [is_seen_by(one, key) for key in (mine, yours, reviewer, elsewhere)]
    assert seen == [True, False, True, False]


def test_lists_are_filtered_and_paged(database: Database) -> None:
    """By outcome, adverse layer, code and time; pages follow each other without a gap, whatever is added."""
    assert_listed(Records(database))


def assert_listed(records: Records) -> None:
    """Each filter, and two pages."""
    key = key_of("a")
    for number in range(1, 8):
        layers = ("uv",) if number % 2 else ("uv_ir",)
        outcome = "REFER" if number > 3 else "CLEAR"
        records.accept(
            record(number, key, outcome=outcome, layers=layers, first_why="glare" if number == 2 else "")
        )

    def times(**sought: object) -> list[float]:
        return [one.created_at for one in records.listed(key, Sought(**sought))]  # type: ignore[arg-type]

    assert times(outcome="REFER") == [7, 6, 5, 4]
    assert times(layer="uv") == [7, 5, 3, 1]
    assert times(code="glare") == [2]
    assert times(since=3.0, until=5.0) == [4, 3]
    assert times(limit=3) == [7, 6, 5]
    records.accept(record(8, key))
    assert times(limit=3, before=(5.0, f"{5:032x}")) == [4, 3, 2]
    assert times(layer="%") == []


def test_instances_share_queued_documents(database: Database) -> None:
    """Each is of one instance, until that one does not renew its lease, or hands it back."""
    assert_shared(Records(database))


def assert_shared(records: Records) -> None:
    """Claim, renew, expire, let go."""
    key = key_of("a")
    records.accept(record(1, key, owner="one", lease_until=100.0))
    records.accept(record(2, key))
    records.accept(record(3, key, vault="another"))
    assert records.claim("two", "v", 50.0) == (f"{2:032x}",)
    assert records.claim("three", "v", 50.0) == ()
    records.renew("one", 90.0)
    assert records.claim("three", "v", 50.0 + LEASE + 1) == (f"{2:032x}",)
    assert records.claim("three", "v", 90.0 + LEASE + 1) == (f"{1:032x}",)
    assert sorted(records.queued_of("three")) == [f"{1:032x}", f"{2:032x}"]
    records.let_go("three")
    assert records.claim("one", "v", 91.0) == (f"{1:032x}", f"{2:032x}")
    assert len(records.claim("alone", "v", 91.0, all_of_them=True)) == 2
    records.accept(record(4, key, vault="passing-a"))
    records.accept(record(5, key, vault="passing-b"))
    assert [one.created_at for one in records.of_passing_keys("passing-b")] == [4.0]


def test_what_is_not_to_be_kept_is_listed(database: Database) -> None:
    """By its time alone."""
    records, key = Records(database), key_of("a")
    records.accept(record(1, key, expires_at=10.0))
    records.accept(record(2, key, expires_at=20.0))
    records.accept(record(3, key))
    assert [one.created_at for one in records.expired(10.0)] == [1.0]
    assert len(records.kept()) == 3


def test_heads_of_audit_logs_are_replaced(database: Database) -> None:
    """One a log."""
    assert_heads(Records(database))


def assert_heads(records: Records) -> None:
    """Keep, replace."""
    assert records.head("a") is None
    records.keep_head("a", (1, "x"))
    records.keep_head("a", (2, "y"))
    records.keep_head("b", (1, "z"))
    assert records.head("a") == (2, "y")


def test_an_address_that_is_no_store_is_named(tmp_path: Path) -> None:
    """Words, another kind of database, a folder that is not there."""
    for address in ("words", "mysql://a/b"):
        with pytest.raises(UsageError, match="--store"):
            Database(address)
    with pytest.raises(StoreUnavailableError, match="does not answer"):
        Database(f"sqlite:///{tmp_path / 'no' / 'where.sqlite3'}")
