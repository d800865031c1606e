"""What a finding or a feature means, and how to verify it by hand: one entry for every check and every kind of feature.

The entries are data (data/checks/<family>.toml, data/features.toml) with their sources (data/sources.toml).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from docforensics.errors import ResourceCorruptError
from docforensics.guidance.equipment import Equipment, Profile, equipment
from docforensics.parsing import read_toml
from docforensics.templates.model import Feature

LINES = {1: "first line", 2: "second line", 3: "laboratory"}
"""Lines of control (standards.md 2.5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document that guidance rests on."""

    key: str
    title: str
    basis: str
    """`read`, `second-hand` or `named`: how it was consulted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing to do by hand."""

    equipment: Equipment
    line: int
    """1 first line, 2 second line, 3 laboratory."""
    do: str
    """What to do and what to look for."""
    also: Equipment | None = None
    """What is needed besides, for example the lamp under which to use the magnifier."""
    bad: str = ""
    """What one then sees where the document is not as it should be; empty where the entry says it as a whole."""
    good: str = ""
    """What one then sees where it is, or where an innocent cause explains the finding."""

    def possible(self, profile: Profile) -> bool:
        """Whether a post has all that it takes."""
        return profile.has(self.equipment) and (self.also is None or profile.has(self.also))


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidanceEntry:
    """The guidance on one check or one kind of feature."""

    means: str
    actions: tuple[Action, ...]
    """In the order of examination: by line, then by how little it takes."""
    genuine: str
    """How a genuine document looks."""
    forged: str
    """How a document that is not genuine may look."""
    not_proof: str
    """What the finding or feature does not prove."""
    sources: tuple[Source, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every text of the entry, for translation and for tests."""
        return (
            self.means,
            *(text for action in self.actions for text in (action.do, action.bad, action.good) if text),
            self.genuine,
            self.forged,
            self.not_proof,
        )


def check_entry(check: str) -> GuidanceEntry | None:
    """Give the guidance on a check by its id; None for a check of another package that brings none."""
    family, _, slug = check.partition(".")
    return check_entries().get(family, {}).get(slug)


def entry_of(feature: Feature) -> GuidanceEntry | None:
    """Give the guidance on a feature of a template: what its key names, else that of its kind."""
    return feature_entry(feature.guidance or feature.kind.value)


def feature_entry(word: str) -> GuidanceEntry | None:
    """Give the guidance on a kind of feature by its PRADO word."""
    return feature_entries().get(word)


@cache
def check_entries() -> Mapping[str, Mapping[str, GuidanceEntry]]:
    """All entries on checks, by family and slug."""
    folder = files("docforensics.guidance").joinpath("data", "checks")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return {name.removesuffix(".toml"): _entries(f"checks/{name}") for name in names}


@cache
def feature_entries() -> Mapping[str, GuidanceEntry]:
    """All entries on kinds of feature, by PRADO word."""
    return _entries("features.toml")


@cache
def sources() -> Mapping[str, Source]:
    """All sources by key."""
    return {key: Source(key=key, **fields) for key, fields in read_data("sources.toml").items()}


def read_data(name: str) -> dict[str, Any]:
    """Read one data file of the guidance."""
    return read_toml(files("docforensics.guidance").joinpath("data", *name.split("/")))


def _entries(name: str) -> Mapping[str, GuidanceEntry]:
    entries = {}
    for key, fields in read_data(name).items():
        try:
            entries[key] = _entry(fields)
        except (KeyError, TypeError) as error:
            raise ResourceCorruptError(
                f"guidance/data/{name}, {key}: {error} is missing or unknown"
            ) from error
    return MappingProxyType(entries)


def _entry(fields: Mapping[str, Any]) -> GuidanceEntry:
    by_use = list(equipment())
    actions = [
        Action(
            equipment=equipment()[step["with"]],
            line=step["line"],
            also=equipment()[step["also"]] if "also" in step else None,
            **{name: step[name] for name in ("do", "bad", "good") if name in step or name == "do"},
        )
        for step in fields["steps"]
    ]
    actions.sort(key=lambda action: (action.line, by_use.index(action.equipment.slug)))
    return GuidanceEntry(
        actions=tuple(actions),
        sources=tuple(sources()[key] for key in fields["sources"]),
        **{name: fields[name] for name in ("means", "genuine", "forged", "not_proof")},
    )
