"""Forgery species, one file a family. A species turns a genuine sheet into a ``Forgery``."""

from . import copied, counterfeit, data, issue, portrait, typeface, uv
from .forgery import Forgery, Severity, Species

SPECIES: dict[str, Species] = {
    s.name: s for family in (data, portrait, counterfeit, typeface, uv, issue, copied) for s in family.SPECIES
}

__all__ = ["SPECIES", "Forgery", "Severity", "Species"]
