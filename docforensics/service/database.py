"""The database: SQLite in one file by default, PostgreSQL for several instances; brought to the newest tables when it is opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from docforensics.errors import DocforensicsError, UsageError

_MIGRATIONS = Path(__file__).parent / "migrations"
_ONE_MIGRATES = 0x646F6366
"""Of PostgreSQL's advisory lock: instances that start together migrate one after another. Any number does that nobody else uses."""
_SECONDS_FOR_A_LOCK = 10
DRIVER = "postgresql+pg8000"


class StoreUnavailableError(DocforensicsError):
    """The database does not answer; to be tried again later."""


class Database:
    """One database, shared by threads."""

    def __init__(self, address: str) -> None:
        try:
            url = make_url(address)
        except ArgumentError as error:
            raise UsageError(f"--store: {error}") from error
        if url.get_backend_name() not in ("sqlite", "postgresql"):
            raise UsageError(f"--store: expected sqlite:///FILE or {DRIVER}://..., got {url.drivername}")
        self.is_embedded = url.get_backend_name() == "sqlite"
        if self.is_embedded:
            self._engine = create_engine(url, connect_args={"timeout": _SECONDS_FOR_A_LOCK})
            event.listen(self._engine, "connect", _as_a_store)
        else:
            url = url.set(drivername=DRIVER)
            self._engine = create_engine(url, pool_pre_ping=True, connect_args={"timeout": 10})
        self.migrate()

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine, for what reads the schema."""
        return self._engine

    def migrate(self) -> None:
        """Bring the tables to the newest version; StoreUnavailableError where the database does not answer."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        with self.transaction() as connection:
            if not self.is_embedded:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_MIGRATES})"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection in a transaction that is committed at the end, or rolled back."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except (DBAPIError, OSError) as error:
            if _is_constraint(error):
                raise
            raise StoreUnavailableError(f"the store does not answer ({type(error).__name__})") from error

    def close(self) -> None:
        """Close its connections."""
        self._engine.dispose()


def _is_constraint(error: Exception) -> bool:
    from sqlalchemy.exc import IntegrityError  # noqa: PLC0415

    return isinstance(error, IntegrityError)


def _as_a_store(connection: Any, _record: object) -> None:  # noqa: ANN401 (sqlite3's own)
    """Readers do not wait for the writer, and what was committed outlives a loss of power."""
    for line in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {line}")
