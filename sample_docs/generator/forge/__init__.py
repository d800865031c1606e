"""Forgery species, one file a family. A species turns a genuine sheet into a ``Forgery``."""

from . import data, portrait
from .forgery import Forgery, Severity, Species

SPECIES: dict[str, Species] = {s.name: s for family in (data, portrait) for s in family.SPECIES}

__all__ = ["SPECIES", "Forgery", "Severity", "Species"]
