"""What linkage found, in forms that other tools read (CSV, GraphML) and in one that people read (HTML)."""

import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docforensics.batch.csv_text import csv_text
from docforensics.batch.link.edges import WORDS, Linkage, LinkCluster, LinkEdge, LinkReason
from docforensics.batch.page import render

DRAWN = 200
"""Clusters on the page."""
_DRAWN_NODES = 60
"""Documents in a cluster up to which it is drawn."""
_SIZE, _MARGIN = 240, 18
"""Pixels of a drawing and its free edge: a judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnEdge:
    """An edge in the picture of a cluster."""

    x1: float
    y1: float
    x2: float
    y2: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A document in the picture of a cluster."""

    x: float
    y: float
    label: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A cluster as the page shows it."""

    number: int
    nodes: tuple[Node, ...]
    lines: tuple[DrawnEdge, ...]
    """Empty for a cluster too large to be drawn."""
    reasons: tuple[tuple[LinkReason, int], ...]
    edges: tuple[tuple[int, int, LinkEdge], ...]
    """Each with the labels of its two documents."""


def edges_csv(found: Linkage) -> str:
    """One row an edge."""
    rows = (
        (cluster.number, found.names[edge.first], found.names[edge.second], edge.reason.value, f"{edge.strength:.3f}", WORDS[edge.reason])
        for cluster in found.clusters
        for edge in cluster.edges
    )  # fmt: skip
    return csv_text(("cluster", "first", "second", "reason", "strength", "meaning"), rows)


def clusters_csv(found: Linkage) -> str:
    """One row a document of a cluster."""
    rows = (
        (cluster.number, len(cluster.rows), found.names[row], found.documents[row])
        for cluster in found.clusters
        for row in cluster.rows
    )
    return csv_text(("cluster", "size", "name", "document"), rows)


def graphml(found: Linkage) -> bytes:
    """The graph as GraphML; an edge that has several reasons is several edges."""
    import networkx as nx  # noqa: PLC0415 (slow to import)

    graph = nx.MultiGraph()
    for cluster in found.clusters:
        for row in cluster.rows:
            graph.add_node(row, name=found.names[row], document=found.documents[row], cluster=cluster.number)
        for edge in cluster.edges:
            graph.add_edge(edge.first, edge.second, reason=edge.reason.value, strength=edge.strength)
    stream = io.BytesIO()
    nx.write_graphml(graph, stream)
    return stream.getvalue()


def page(found: Linkage) -> str:
    """One self-contained page: every cluster drawn, with the reason of every edge."""
    return render(
        "linked.html.j2",
        found=found,
        drawings=[drawing(found, cluster) for cluster in found.clusters[:DRAWN]],
        words=WORDS,
        size=_SIZE,
    )


def drawing(found: Linkage, cluster: LinkCluster) -> Drawing:
    """Lay a cluster out."""
    labels = {row: label for label, row in enumerate(cluster.rows, start=1)}
    reasons = [edge.reason for edge in cluster.edges]
    small = len(cluster.rows) <= _DRAWN_NODES
    at = _layout(cluster.rows, cluster.edges if small else ())
    return Drawing(
        number=cluster.number,
        nodes=tuple(
            Node(x=at[row][0], y=at[row][1], label=label, name=found.names[row])
            for row, label in labels.items()
        ),
        lines=tuple(_lines(cluster.edges, at)) if small else (),
        reasons=tuple((reason, reasons.count(reason)) for reason in LinkReason if reason in reasons),
        edges=tuple((labels[edge.first], labels[edge.second], edge) for edge in cluster.edges),
    )


def _lines(edges: Sequence[LinkEdge], at: dict[int, tuple[float, float]]) -> Iterable[DrawnEdge]:
    """Lines, side by side where two documents are linked by several reasons."""
    drawn: dict[tuple[int, int], int] = {}
    for edge in edges:
        pair = (edge.first, edge.second)
        aside = 3.5 * drawn.get(pair, 0)
        drawn[pair] = drawn.get(pair, 0) + 1
        (x1, y1), (x2, y2) = at[edge.first], at[edge.second]
        length = math.hypot(x2 - x1, y2 - y1) or 1.0
        dx, dy = -(y2 - y1) / length * aside, (x2 - x1) / length * aside
        yield DrawnEdge(x1=x1 + dx, y1=y1 + dy, x2=x2 + dx, y2=y2 + dy, reason=edge.reason.value)


def _layout(rows: Sequence[int], edges: Sequence[LinkEdge]) -> dict[int, tuple[float, float]]:
    """Places of documents in a square; the same graph gives the same places."""
    import networkx as nx  # noqa: PLC0415

    graph = nx.Graph()
    graph.add_nodes_from(rows)
    graph.add_edges_from((edge.first, edge.second) for edge in edges)
    places = nx.kamada_kawai_layout(graph) if edges else nx.circular_layout(graph)
    inner = _SIZE / 2 - _MARGIN
    return {
        row: (_SIZE / 2 + inner * float(x), _SIZE / 2 + inner * float(y)) for row, (x, y) in places.items()
    }
