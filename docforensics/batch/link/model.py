"""What linkage found."""

from dataclasses import dataclass

from docforensics.batch.link.edges import LinkEdge


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCluster:
    """Documents that hang together by edges, the largest first."""

    number: int
    rows: tuple[int, ...]
    edges: tuple[LinkEdge, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linkage:
    """Everything that linkage found."""

    names: tuple[str, ...]
    """Of all documents with a link, row by row."""
    documents: tuple[str, ...]
    """Content hashes, likewise."""
    clusters: tuple[LinkCluster, ...]

    @property
    def edges(self) -> tuple[LinkEdge, ...]:
        """All edges, cluster by cluster."""
        return tuple(edge for cluster in self.clusters for edge in cluster.edges)
