"""Linkage as a whole: what is linked, for which reason, and what is not."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from docforensics.batch.link.describe import Describer, ZoneData, described
from docforensics.batch.link.edges import Linkage, LinkReason
from docforensics.batch.link.run import link, linked
from docforensics.batch.schema import LINKS
from docforensics.errors import UsageError

KEY = b"k" * 32


def picture(seed: int) -> np.ndarray:
    """A picture like no other."""
    coarse = np.random.default_rng(seed).uniform(0, 255, (9, 7)).astype(np.float32)
    return np.clip(cv2.resize(coarse, (140, 180), interpolation=cv2.INTER_CUBIC), 0, 255).astype(np.uint8)


def captured(pixels: np.ndarray, seed: int) -> np.ndarray:
    """The same picture, printed and captured again."""
    soft = cv2.GaussianBlur(pixels, (0, 0), 1.2).astype(np.float64)
    return np.clip(0.8 * soft + 20 + np.random.default_rng(seed).normal(0, 4, pixels.shape), 0, 255).astype(
        np.uint8
    )


def row(
    name: str, number: str, surname: str, face: int, *, expiry: Any = "2030-01-01", seed: int = 0
) -> dict[str, Any]:
    """One link record."""
    from datetime import date

    describer = Describer(KEY)
    day = date.fromisoformat(expiry)
    told = ZoneData(issuer="UTO", number=number, surname=surname, given_names="A", birth="700101", expiry=day)
    portrait = described(captured(picture(face), seed), "portrait")
    return {
        "name": name,
        "document": name * 2,
        "configuration": "",
        "model": "UTO-P-2-2023",
        **describer.identifiers(told),
        "portrait": describer._turned("portrait", portrait),
    }


def table(*rows: Mapping[str, Any]) -> pa.Table:
    """A table of links: these, among twenty others of twenty people."""
    others = [row(f"other-{k:02}", f"N{k:08}", f"PERSON{k}", 1000 + k) for k in range(20)]
    told = [*rows, *others]
    return pa.table({name: [one.get(name) for one in told] for name in LINKS.names}, schema=LINKS)


def reasons(found: Linkage) -> set[tuple[str, str, LinkReason]]:
    """Every edge by names."""
    return {(found.names[edge.first], found.names[edge.second], edge.reason) for edge in found.edges}


def test_one_number_under_two_names_is_linked() -> None:
    """Whatever the portraits."""
    assert reasons(linked(table(row("a", "X1", "SMITH", 1), row("b", "X1", "JONES", 2)))) == {
        ("a", "b", LinkReason.NUMBER)
    }


def test_one_number_with_two_portraits_is_linked() -> None:
    """A replaced photograph, with all else left."""
    assert reasons(linked(table(row("a", "X1", "SMITH", 1), row("b", "X1", "SMITH", 2)))) == {
        ("a", "b", LinkReason.NUMBER)
    }


def test_one_portrait_under_two_names_is_linked() -> None:
    """Captured twice, blurred, paler, with noise."""
    found = linked(table(row("a", "X1", "SMITH", 1, seed=1), row("b", "X2", "JONES", 1, seed=2)))
    assert reasons(found) == {("a", "b", LinkReason.PORTRAIT)}
    assert found.edges[0].strength > 0.7


def test_one_identity_in_force_twice_is_linked_and_a_renewal_is_not() -> None:
    """Two portraits and numbers within a year, or ten years apart."""
    first = row("a", "X1", "SMITH", 1, expiry="2030-01-01")
    assert reasons(linked(table(first, row("b", "X2", "SMITH", 2, expiry="2030-09-01")))) == {
        ("a", "b", LinkReason.IDENTITY)
    }
    assert linked(table(first, row("b", "X2", "SMITH", 2, expiry="2040-01-01"))).clusters == ()


def test_one_document_captured_twice_is_not_linked() -> None:
    """The same number, name and portrait: the same document."""
    assert linked(table(row("a", "X1", "SMITH", 1, seed=1), row("b", "X1", "SMITH", 1, seed=2))).edges == ()


def test_what_was_not_read_is_no_second_identity() -> None:
    """A portrait beside an unread zone links nothing."""
    unread = {**row("b", "X2", "JONES", 1, seed=2), "number": None, "identity": None}
    found = linked(table(row("a", "X1", "SMITH", 1, seed=1), unread))
    assert found.edges == ()
    assert (found.compared["number"], found.compared["portrait"], found.comparable) == (21, 22, 22)


@pytest.fixture(name="results")
def fixture_results(tmp_path: Path) -> Path:
    """Results of a scan that kept links."""
    (tmp_path / "links").mkdir()
    (tmp_path / "scan.json").write_text('{"configuration": {"retain": ["links"]}}', encoding="utf-8")
    rows = table(
        row("a", "X1", "SMITH", 1), row("b<i>", "X1", "JONES", 2), row("c", "X3", "BROWN", 2, seed=3)
    )
    pq.write_table(rows, tmp_path / "links" / "part-000001.parquet")
    return tmp_path


def test_what_is_found_is_written_in_every_form(results: Path) -> None:
    """A database, CSV, GraphML and a page, which agree; the page escapes names and asks for nothing."""
    import networkx as nx

    found = link(results)
    assert [cluster.rows for cluster in found.clusters] == [(0, 1, 2)]
    out = results / "linked"
    with (out / "edges.csv").open(encoding="utf-8") as stream:
        told = {(one["first"], one["second"], one["reason"]) for one in csv.DictReader(stream)}
    assert told == {("a", "b<i>", "number"), ("b<i>", "c", "portrait")}
    graph = nx.read_graphml(out / "links.graphml")
    assert (len(graph), graph.number_of_edges()) == (3, 2)
    with duckdb.connect(str(out / "links.duckdb"), read_only=True) as database:
        assert set(database.execute("SELECT first, second, reason FROM edges").fetchall()) == told
        assert database.execute("SELECT count(*) FROM links").fetchall() == [(23,)]
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "b&lt;i&gt;" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_links_in_the_columns_of_another_version_are_told(results: Path) -> None:
    """Not as a missing key."""
    pq.write_table(pa.table({"name": ["a"], "document": ["b"]}), results / "links" / "part-000001.parquet")
    with pytest.raises(UsageError, match="not written by a scan of this version"):
        link(results)


def test_results_without_links_say_how_to_keep_them(results: Path) -> None:
    """And a folder without results, that it holds none."""
    (results / "links" / "part-000001.parquet").unlink()
    with pytest.raises(UsageError, match="--retain-links"):
        link(results)
    with pytest.raises(UsageError, match="holds no results"):
        link(results / "nowhere")
