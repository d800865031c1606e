"""Two documents that share what different documents should not share, and why that is one edge.

Equal identifiers are joined by DuckDB; descriptors are compared exactly (`near.py`). What two captures of one document share is no
edge: the same number, identity and portrait are simply the same document seen twice. Nor is a renewal: the same person under
another number, with another photograph, years later.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from docforensics.batch.link.near import Matrix, pairs_above


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Cosines between descriptors, and what they mean."""

    same: Mapping[str, float]
    """By kind, from where on two show the same picture."""
    other: float
    """Up to where two portraits are surely different pictures; between the two nothing is said."""


WHITENED = Likeness(same={"portrait": 0.52, "signature": 0.6, "background": 0.65, "page": 0.85}, other=0.3)
"""Of what is particular to each among many."""
PLAIN = Likeness(same={"portrait": 0.87, "signature": 0.72, "background": 0.65, "page": 0.998}, other=0.6)
"""Of descriptors as they are, where there are too few to say what is common."""
IN_FORCE_TOGETHER_DAYS = 4 * 365
"""Dates of expiry nearer than this: two documents of one kind in force at once. A renewal comes years later."""
MOST_PARTNERS = 25
"""A document that shares a background with more others than this shows what a device or a whole series has, not one source."""


class LinkReason(StrEnum):
    """Why two documents are linked."""

    NUMBER = "number"
    IDENTITY = "identity"
    PORTRAIT = "portrait"
    SIGNATURE = "signature"
    BACKGROUND = "background"
    PAGE = "page"


WORDS: Mapping[LinkReason, str] = {
    LinkReason.NUMBER: "the same document number under another name or portrait",
    LinkReason.IDENTITY: "the same name and date of birth with another number and portrait, in force at the same time",
    LinkReason.PORTRAIT: "the same portrait picture under another name",
    LinkReason.SIGNATURE: "the same signature under another name",
    LinkReason.BACKGROUND: "the same fault in the printed background of documents of different holders",
    LinkReason.PAGE: "nearly the same image under another name or number",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEdge:
    """Two documents and one reason."""

    first: int
    """Row of the links, the smaller of the two."""
    second: int
    reason: LinkReason
    strength: float
    """Cosine of the descriptors, 0..1; 1 for equal identifiers."""


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
    compared: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Documents that hold each identifier, by its name: only those can be linked by it."""
    comparable: int = 0
    """Documents that hold any."""

    @property
    def edges(self) -> tuple[LinkEdge, ...]:
        """All edges, cluster by cluster."""
        return tuple(edge for cluster in self.clusters for edge in cluster.edges)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linked:
    """Links as columns; row by row one document."""

    number: tuple[str | None, ...]
    identity: tuple[str | None, ...]
    expiry: NDArray[np.float64]
    """Days since an epoch; NaN where unknown."""
    groups: NDArray[np.intp]
    """Index of the model."""
    units: Mapping[str, Matrix]
    """By kind, unit vectors; zeros where there is no descriptor."""
    likeness: Likeness

    def alike(self, kind: str, first: int, second: int) -> float | None:
        """Cosine of two descriptors; None where one is missing."""
        one, other = self.units[kind][first], self.units[kind][second]
        return float(one @ other) if one.any() and other.any() else None

    def differ(self, column: str, first: int, second: int) -> bool:
        """Whether both identifiers are known and differ."""
        told: tuple[str | None, ...] = getattr(self, column)
        one, other = told[first], told[second]
        return one is not None and other is not None and one != other

    def other_portrait(self, first: int, second: int) -> bool:
        """Whether both portraits are known and surely different pictures."""
        alike = self.alike("portrait", first, second)
        return alike is not None and alike <= self.likeness.other

    def in_force_together(self, first: int, second: int) -> bool:
        """Whether both documents are in force at once, as far as is known."""
        apart = abs(self.expiry[first] - self.expiry[second])
        return bool(apart < IN_FORCE_TOGETHER_DAYS)


def find_edges(links: Linked, equal: Mapping[str, Iterable[tuple[int, int]]]) -> Iterator[LinkEdge]:
    """Give every edge; `equal` holds the pairs of rows with the same number and with the same identity."""
    for first, second in equal["number"]:
        if links.differ("identity", first, second) or links.other_portrait(first, second):
            yield _edge(first, second, LinkReason.NUMBER)
    for first, second in equal["identity"]:
        renumbered = links.differ("number", first, second) and links.in_force_together(first, second)
        if renumbered and links.other_portrait(first, second):
            yield _edge(first, second, LinkReason.IDENTITY)
    same = links.likeness.same
    one_group = np.zeros(len(links.number), dtype=np.intp)
    for reason in (LinkReason.PORTRAIT, LinkReason.SIGNATURE):
        for first, second, alike in pairs_above(links.units[reason.value], one_group, same[reason.value]):
            if links.differ("identity", first, second):
                yield _edge(first, second, reason, alike)
    yield from _backgrounds(links)
    for first, second, alike in pairs_above(links.units["page"], links.groups, same["page"]):
        if links.differ("identity", first, second) or links.differ("number", first, second):
            yield _edge(first, second, LinkReason.PAGE, alike)


def _backgrounds(links: Linked) -> Iterator[LinkEdge]:
    pairs = [
        (first, second, alike)
        for first, second, alike in pairs_above(
            links.units["background"], links.groups, links.likeness.same["background"]
        )
        if links.differ("identity", first, second)
    ]
    partners = Counter(row for first, second, _ in pairs for row in (first, second))
    for first, second, alike in pairs:
        if max(partners[first], partners[second]) <= MOST_PARTNERS:
            yield _edge(first, second, LinkReason.BACKGROUND, alike)


def _edge(first: int, second: int, reason: LinkReason, strength: float = 1.0) -> LinkEdge:
    return LinkEdge(first=min(first, second), second=max(first, second), reason=reason, strength=strength)
