"""The results' folder: Parquet parts, each written whole or not at all, which are at once the journal of the scan.

    RESULTS/scan.json                       configuration, written first
    RESULTS/documents/part-000001.parquet   one row a document
    RESULTS/findings/part-000001.parquet    one row a check of these documents
    RESULTS/links/part-000001.parquet       with --retain-links
    RESULTS/numbers/part-000001.parquet     with --retain-numbers
    RESULTS/reports/<aa>/<document>.html    with --retain report
    RESULTS/pictures/<aa>/<document>.jpg    with --retain picture
    RESULTS/index.html                      summary

The part of `documents` is written last: it commits the others of its number. A killed scan loses what was not yet in a part,
and does that again. Any reader of Parquet can read the folder at any time.
"""

import io
import json
import os
import re
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from docforensics.batch.addresses import Folder, remove_unfinished
from docforensics.batch.lock import locked
from docforensics.batch.parquet import read_parquet
from docforensics.batch.schema import (
    DESCRIBED,
    DOCUMENTS,
    FINDINGS,
    LINKS,
    NUMBERS,
    VERSION,
    described,
    documents_of,
    findings_of,
    links_of,
    numbers_of,
)
from docforensics.batch.settings import SETTINGS, digest
from docforensics.errors import UsageError
from docforensics.parsing import made, read_json

PART_ROWS = 20_000
"""Documents in a part at most."""
PART_BYTES = 2**21
"""Rows that wait for a part take about this much at most: 20,000 rows of the fastest scan took 26 MiB, a sixth of what the whole
scan holds."""
FLUSH_SECONDS = 10.0
"""A part is written after this time at first; later after a share of the scan's age, so that there are hundreds and not
hundred thousands of them."""
_FLUSH_SHARE, _SLOWEST_FLUSH = 0.02, 300.0
"""Share of the scan's age, and seconds at most, that a kill may cost (decisions, 2026-11-25-batch)."""

_SCAN = "scan.json"
Tables = Mapping[str, tuple[pa.Schema, Callable[[pa.Table], pa.Table]]]
"""By name, the columns of a table and what takes its rows of those that engines hand over; in the order of writing: the last one commits."""
_TABLES: Tables = {
    "findings": (FINDINGS, findings_of),
    "links": (LINKS, links_of),
    "numbers": (NUMBERS, numbers_of),
    "documents": (DOCUMENTS, documents_of),
}

_SCHEMAS = {
    **{name: schema for name, (schema, _) in _TABLES.items()},
    "documents": pa.unify_schemas([DOCUMENTS, DESCRIBED]),
}
"""Columns that parts may have: those of `documents` are also of other work than an examination."""
_OPTIONAL = frozenset({"links", "numbers"})
"""Tables of which a part without rows is not written."""


class ResultStore:
    """Writes and reads a folder of results.

    Parameters
    ----------
    out
        A path or an fsspec address.
    configuration
        What the results depend on (`settings.configuration`).
    tables
        What is kept; `documents` is the last of them.

    Raises
    ------
    UsageError
        The folder holds results of another configuration, or cannot be written.

    """

    def __init__(
        self,
        out: str,
        configuration: Mapping[str, object],
        *,
        flush_seconds: float = FLUSH_SECONDS,
        tables: Tables = _TABLES,
    ) -> None:
        self.folder = Folder(out)
        self._tables = tables
        self.configuration = configuration
        self.digest = digest(configuration)
        self._flush_seconds = flush_seconds
        self._waiting: list[pa.Table] = []
        self._begun = self._flushed = time.monotonic()
        self._part = 0
        self._claim()

    def _claim(self) -> None:
        told = stored_configuration(self.folder)
        if told is not None:
            refuse_former(self.folder, "choose another folder")
        if told is None:
            record = {"schema": VERSION, "digest": self.digest, "configuration": self.configuration}
            self.folder.write(_SCAN, json.dumps(record, indent=1).encode())
        elif told != json.loads(json.dumps(self.configuration)):
            keys = {*told, *self.configuration} - {SETTINGS}  # the hash of other keys
            differing = sorted(key for key in keys if told.get(key) != self.configuration.get(key))
            raise UsageError(
                f"{self.folder.address} holds results of another configuration ({', '.join(differing)}): "
                "choose another folder, or give the same options"
            )

    def resume(self) -> Mapping[str, Collection[str]]:
        """Make ready to add: mend what a kill left, and give the names that are held, each with its content hashes."""
        if self.folder.path is not None:
            remove_unfinished(self.folder.path, left_behind=True)
        with held_by_a_scan(self.folder):
            self._part = self._mended()
            return self._known()

    def _mended(self) -> int:
        """Take away parts that no part of `documents` commits; give the last number used."""
        committed = {_number(self.folder, name) for name in part_names(self.folder, "documents")}
        for table in self._tables:
            for name in part_names(self.folder, table):
                if _number(self.folder, name) not in committed:
                    self.folder.delete(name)
        return max(committed, default=0)

    def _known(self) -> Mapping[str, Collection[str]]:
        found: dict[str, tuple[str, ...]] = {}
        for table in read_parts(self.folder, "documents", ["name", "document"]):
            for name, document in zip(table["name"].to_pylist(), table["document"].to_pylist(), strict=True):
                found[name] = (*found.get(name, ()), document)
        return found

    def add(self, table: pa.Table) -> None:
        """Take rows; write them when there are enough, or when enough time has passed."""
        if table.num_rows:
            self._waiting.append(table)
        now = time.monotonic()
        pause = max(self._flush_seconds, min(_FLUSH_SHARE * (now - self._begun), _SLOWEST_FLUSH))
        if now - self._flushed >= pause or self._full():
            self.flush()

    def _full(self) -> bool:
        rows: int = sum(one.num_rows for one in self._waiting)
        held: int = sum(one.nbytes for one in self._waiting)
        return rows >= PART_ROWS or held >= PART_BYTES

    def flush(self) -> None:
        """Write what waits."""
        self._flushed = time.monotonic()
        if not self._waiting:
            return
        table = pa.concat_tables(self._waiting)
        self._part += 1
        for name, (schema, rows_of) in self._tables.items():
            rows = rows_of(table)
            if name not in _OPTIONAL or rows.num_rows:
                told = {"configuration": self.digest}
                self.folder.write(part_name(name, self._part), parquet(rows, described(schema, told)))
        self._waiting.clear()
        del table, rows
        pa.default_memory_pool().release_unused()  # else what a part took stays with the parent


def part_name(table: str, number: int) -> str:
    """Name a part below the results' folder."""
    return f"{table}/part-{number:06}.parquet"


_PART = re.compile(r"[a-z]+/part-(?P<number>[0-9]{6,12})\.parquet")


def part_names(folder: Folder, table: str) -> tuple[str, ...]:
    """Names of the parts of a table, below the results' folder, in their order; UsageError for a file of another name among them."""
    names = folder.names(table, ".parquet")
    for name in names:
        _number(folder, name)
    return names


def parquet(table: pa.Table, schema: pa.Schema) -> bytes:
    """A table as a Parquet file."""
    sink = io.BytesIO()
    pq.write_table(table.cast(schema), sink, compression="zstd")
    return sink.getvalue()


def read_parts(
    folder: Folder, table: str, columns: list[str] | None = None, *, only: str = ""
) -> Iterator[pa.Table]:
    """Give the parts of a table, one after another; `only` names a single one, below the results' folder."""
    for name in (only,) if only else part_names(folder, table):
        part = read_part(folder, name, partial(_ours, table=table, columns=columns))
        if part is not None:
            yield part


def read_part(folder: Folder, name: str, wanted: Callable[[pa.Schema], Sequence[str]]) -> pa.Table | None:
    """Read a part as `read_parquet` does; None where it is not there, UsageError where it is damaged."""
    raw = folder.read(name)
    try:
        return None if raw is None else read_parquet(raw, folder.file(name), wanted)
    except UsageError:
        raise
    except (pa.ArrowException, OSError, ValueError) as error:  # damaged Parquet raises each of them
        raise UsageError(f"{folder.file(name)} is damaged: delete it and scan again") from error


def _ours(schema: pa.Schema, table: str, columns: Sequence[str] | None) -> list[str]:
    """List the columns of a table that are wanted (all by default); TypeError for one of another type than a scan writes."""
    ours = _SCHEMAS[table]
    names = [name for name in schema.names if name in ours.names and (columns is None or name in columns)]
    for name in names:
        if schema.field(name).type != ours.field(name).type:
            raise TypeError(f"{table} has another type in its column {name}")
    return names


@contextmanager
def held_by_a_scan(folder: Folder) -> Iterator[None]:
    """Raise UsageError for whatever a folder raises inside because its content is none that a scan writes."""
    try:
        yield
    except UsageError:
        raise
    except (pa.ArrowException, KeyError, ValueError, TypeError) as error:
        raise UsageError(
            f"{folder.address}: what lies there was not written by a scan of this version ({error}): choose another folder"
        ) from error


def stored_configuration(folder: Folder) -> Mapping[str, Any] | None:
    """The configuration of the results in a folder; None when there are none."""
    raw = folder.read(_SCAN)
    if raw is None:
        return None
    try:
        told = read_json(raw)
        return made(dict[str, Any], told["configuration"])
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{folder.file(_SCAN)} is damaged: choose another folder for the results") from error


def refuse_former(folder: Folder, instead: str) -> None:
    """Refuse results with the columns of another version, with what to do instead."""
    raw = folder.read(_SCAN)
    version = read_json(raw).get("schema") if raw is not None else VERSION
    if version != VERSION:
        raise UsageError(
            f"{folder.address} holds results in the columns of version {version}; this program writes {VERSION}: "
            f"{instead}"
        )


def opened(results: str | os.PathLike[str]) -> tuple[Folder, Mapping[str, Any]]:
    """Open a folder that must hold results; give it with their configuration."""
    folder = Folder(results)
    told = stored_configuration(folder)
    if told is None:
        raise UsageError(
            f"{folder.address} holds no results of a scan (no {_SCAN}): name the folder given to -o"
        )
    return folder, told


@contextmanager
def alone(folder: Folder) -> Iterator[None]:
    """Keep a second scan out of a local folder; the system lets go of it when this process ends, however it ends."""
    if folder.path is None:
        yield
        return
    with ExitStack() as held:
        try:
            held.enter_context(locked(folder.path, waits=False))
        except BlockingIOError:
            raise UsageError(f"{folder.address}: another scan writes there; wait for it") from None
        except OSError as error:
            raise UsageError(f"{folder.address} cannot be written: {error.strerror}") from error
        yield


def _number(folder: Folder, name: str) -> int:
    if (found := _PART.fullmatch(name)) is None:
        raise UsageError(
            f"{folder.file(name)}: not written by a scan: take it away, or choose another folder"
        )
    return int(found["number"])
