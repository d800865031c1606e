"""The main path of linkage: links of a scan in, clusters of linked documents out, in a DuckDB file and in forms to look at."""

import os
from collections.abc import Mapping, Sequence
from functools import reduce
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from docforensics.batch.addresses import Folder
from docforensics.batch.link.edges import (
    PLAIN,
    WHITENED,
    WORDS,
    Linkage,
    LinkCluster,
    Linked,
    LinkEdge,
    find_edges,
)
from docforensics.batch.link.export import clusters_csv, edges_csv, graphml, page
from docforensics.batch.link.near import Matrix, directions, particular
from docforensics.batch.purge import LINKED
from docforensics.batch.schema import LINKS
from docforensics.batch.store import alone, held_by_a_scan, opened, read_parts
from docforensics.errors import UsageError

DATABASE = "links.duckdb"
IDENTIFIERS = ("number", "identity", "portrait", "signature", "page", "background")
"""What documents are linked by, as the columns of links have it."""
ENOUGH = 200
"""Documents from which on the collection tells what its pictures have in common."""
_LARGEST_JOIN = 100
"""Documents under one identifier up to which every pair is looked at; beyond it each with the one before."""


def link(results: str | os.PathLike[str]) -> Linkage:
    """Link the documents of a scan that kept links, and write what was found to its folder `linked/`.

    Raises UsageError for a folder without results, or without links.
    """
    folder, _ = opened(results)
    with alone(folder), held_by_a_scan(folder):
        parts = list(read_parts(folder, "links"))
        if not parts:
            raise UsageError(f"{folder.address} holds no links: scan with --retain-links --link-key FILE")
        table = pa.concat_tables(parts).sort_by([("name", "ascending"), ("document", "ascending")])
        found = linked(table)
        _write(folder, table, found)
    return found


def linked(table: pa.Table) -> Linkage:
    """Find the edges and clusters of a table of links (`schema.LINKS`)."""
    models = table["model"].combine_chunks().dictionary_encode()
    groups = models.indices.to_numpy(zero_copy_only=False).astype(np.intp)
    one_group = np.zeros(len(table), dtype=np.intp)
    few = len(table) < ENOUGH
    units = {
        kind: directions(_vectors(table[kind])) if few else particular(_vectors(table[kind]), within)
        for kind, within in (("portrait", one_group), ("signature", one_group), ("page", groups))
    }
    units["background"] = directions(_vectors(table["background"]))  # a departure from the template already
    links = Linked(
        number=tuple(table["number"].to_pylist()),
        identity=tuple(table["identity"].to_pylist()),
        expiry=_days(table["expiry"]),
        groups=groups,
        units=units,
        likeness=PLAIN if few else WHITENED,
    )
    edges = tuple(find_edges(links, {column: _equal(table, column) for column in ("number", "identity")}))
    return Linkage(
        names=tuple(table["name"].to_pylist()),
        documents=tuple(table["document"].to_pylist()),
        clusters=clustered(edges),
        compared=MappingProxyType({name: len(table) - table[name].null_count for name in IDENTIFIERS}),
        comparable=_comparable(table),
    )


def _comparable(table: pa.Table) -> int:
    """Count the documents that hold any identifier."""
    held = [pc.is_valid(table[name]) for name in IDENTIFIERS]
    return int(pc.sum(reduce(pc.or_, held)).as_py() or 0)


def clustered(edges: Sequence[LinkEdge]) -> tuple[LinkCluster, ...]:
    """Gather edges into clusters, the largest first."""
    import networkx as nx  # noqa: PLC0415 (slow to import)

    graph = nx.Graph((edge.first, edge.second) for edge in edges)
    found = sorted(
        (tuple(sorted(rows)) for rows in nx.connected_components(graph)), key=lambda r: (-len(r), r)
    )
    place = {row: number for number, rows in enumerate(found) for row in rows}
    of: list[list[LinkEdge]] = [[] for _ in found]
    for edge in sorted(edges, key=lambda one: (one.first, one.second, one.reason)):
        of[place[edge.first]].append(edge)
    return tuple(
        LinkCluster(number=number, rows=rows, edges=tuple(of[number - 1]))
        for number, rows in enumerate(found, start=1)
    )


def _equal(table: pa.Table, column: str) -> list[tuple[int, int]]:
    """Pairs of rows under the same identifier."""
    rows = pa.table({"row": np.arange(len(table)), "told": table[column]})
    with duckdb.connect() as database:
        database.register("rows", rows)
        return database.execute(
            """
            WITH numbered AS (
                SELECT row, told, row_number() OVER same AS place, count(*) OVER (PARTITION BY told) AS size
                FROM rows WHERE told IS NOT NULL WINDOW same AS (PARTITION BY told ORDER BY row)
            )
            SELECT a.row, b.row FROM numbered a JOIN numbered b ON a.told = b.told AND a.place < b.place
            WHERE a.size <= $most OR b.place = a.place + 1 ORDER BY 1, 2
            """,
            {"most": _LARGEST_JOIN},
        ).fetchall()


def _vectors(column: pa.ChunkedArray) -> Matrix:
    """Rows of descriptors; NaN where there is none."""
    lists = column.combine_chunks()
    valid = pc.is_valid(lists).to_numpy(zero_copy_only=False)
    if not valid.any():
        return np.full((len(lists), 1), np.nan, dtype=np.float32)
    values = lists.drop_null().flatten().to_numpy()
    found = np.full((len(lists), len(values) // int(valid.sum())), np.nan, dtype=np.float32)
    found[valid] = values.reshape(int(valid.sum()), -1)
    return found


def _days(column: pa.ChunkedArray) -> Any:  # noqa: ANN401 (an array of float64)
    return column.cast(pa.int32()).to_numpy().astype(np.float64)


def _write(folder: Folder, table: pa.Table, found: Linkage) -> None:
    written: Mapping[str, bytes] = {
        DATABASE: _database(table, found),
        "edges.csv": edges_csv(found).encode(),
        "clusters.csv": clusters_csv(found).encode(),
        "links.graphml": graphml(found),
        "index.html": page(found).encode(),
    }
    for name, data in written.items():
        folder.write(f"{LINKED}/{name}", data)


def _database(table: pa.Table, found: Linkage) -> bytes:
    """A DuckDB file with the links, the edges and the clusters."""
    edges = pa.table(
        {
            "cluster": [cluster.number for cluster in found.clusters for _ in cluster.edges],
            "first": [found.names[edge.first] for edge in found.edges],
            "second": [found.names[edge.second] for edge in found.edges],
            "reason": [edge.reason.value for edge in found.edges],
            "meaning": [WORDS[edge.reason] for edge in found.edges],
            "strength": [edge.strength for edge in found.edges],
        },
        schema=_EDGES,
    )
    members = pa.table(
        {
            "cluster": [cluster.number for cluster in found.clusters for _ in cluster.rows],
            "name": [found.names[row] for cluster in found.clusters for row in cluster.rows],
            "document": [found.documents[row] for cluster in found.clusters for row in cluster.rows],
        },
        schema=_MEMBERS,
    )
    with TemporaryDirectory() as place:
        file = Path(place) / DATABASE
        with duckdb.connect(str(file)) as database:
            for name, rows in (("links", table.cast(LINKS)), ("edges", edges), ("clusters", members)):
                database.register("rows", rows)
                database.table("rows").create(name)
                database.unregister("rows")
        return file.read_bytes()


_TEXTS = dict.fromkeys(("first", "second", "reason", "meaning"), pa.string())
_EDGES = pa.schema({"cluster": pa.int64(), **_TEXTS, "strength": pa.float64()})
_MEMBERS = pa.schema({"cluster": pa.int64(), "name": pa.string(), "document": pa.string()})
