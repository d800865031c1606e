"""Profiles of seals, from the table `profiles.toml`: which feature a tag is, and how its bytes read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from docforensics.errors import SealFormatError
from docforensics.formats.alphabet import FILLER
from docforensics.parsing import made, read_toml
from docforensics.seal.c40 import decode_c40, decode_masked_date
from docforensics.seal.model import SealFeature
from docforensics.seal.tlv import Tlv, items


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureRule:
    """How one feature reads."""

    name: str
    coding: str
    line: int = 0
    """Characters in an MRZ's line."""
    of: str = ""
    """Profile of what is nested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealProfile:
    """What a seal of one kind may state."""

    document: str
    features: Mapping[int, FeatureRule]


UNKNOWN = SealProfile(document="", features=MappingProxyType({}))


@cache
def _table() -> dict[str, Any]:
    return read_toml(files("docforensics.seal").joinpath("profiles.toml"))


@cache
def profiles() -> Mapping[str, SealProfile]:
    """Load all profiles by their reference."""
    return MappingProxyType({name: _profile(entry) for name, entry in _table()["profile"].items()})


@cache
def fixed_reference_signers() -> frozenset[str]:
    """Signers that write a reference of five characters under version 4."""
    return frozenset(map(str, _table()["fixed_reference"]))


@cache
def decimal_length_signers() -> frozenset[str]:
    """Signers that state the length of the reference decimally."""
    return frozenset(map(str, _table()["decimal_length"]))


def _profile(entry: dict[str, Any]) -> SealProfile:
    rules = {int(tag, 16): made(FeatureRule, rule) for tag, rule in entry["features"].items()}
    return SealProfile(document=str(entry["document"]), features=MappingProxyType(rules))


def profile_of(reference: str) -> SealProfile:
    """Give the profile of a reference; one without features when it is not known."""
    return profiles().get(reference, UNKNOWN)


def read_features(found: Iterable[Tlv], profile: SealProfile) -> tuple[SealFeature, ...]:
    """Read the features of a message zone; those that the profile does not know stay as bytes."""
    return tuple(feature for item in found for feature in _read(item, profile))


def _read(item: Tlv, profile: SealProfile) -> Iterator[SealFeature]:
    rule = profile.features.get(item.tag, FeatureRule(name="", coding="bytes"))
    if rule.coding == "nested":
        yield from read_features(items(item.value), profile_of(rule.of))
    else:
        value = _value(item.value, rule)
        yield SealFeature(tag=f"{item.tag:02x}", name=rule.name, raw=item.value, value=value)


def _value(raw: bytes, rule: FeatureRule) -> str:
    if rule.coding == "mrz":
        return _mrz(decode_c40(raw), rule.line)
    if rule.coding == "c40":
        return decode_c40(raw).strip()
    if rule.coding == "date":
        return decode_masked_date(raw)
    if rule.coding == "byte":
        return str(int.from_bytes(raw, "big")) if len(raw) == 1 else raw.hex()
    try:
        return raw.decode() if rule.coding == "text" else raw.hex()
    except UnicodeDecodeError:
        raise SealFormatError("a text feature is not UTF-8") from None


def _mrz(text: str, line: int) -> str:
    """Cut the text into lines; padding of C40 beyond what the zone can hold is dropped."""
    count = 3 if line == 30 else 2
    whole = text.replace(" ", FILLER)[: count * line]
    return "\n".join(whole[start : start + line] for start in range(0, len(whole), line))
