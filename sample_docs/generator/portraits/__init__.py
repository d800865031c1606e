"""Portraits of people who do not exist, for the specimens of Utopia.

The pictures beside this module are renders of drawn heads; `portraits.toml` records for each identity its sex,
age, files, seed, source and licence, and `make_portraits.py` remakes them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class PortraitRecord:
    """One holder: `sex` is F or M, `age` in years, `files` name the renderings beside this module."""

    identity: str
    sex: str
    age: int
    age_band: str
    glasses: bool
    files: tuple[str, ...]
    seed: int
    source: str
    licence: str


@cache
def portrait_records() -> tuple[PortraitRecord, ...]:
    """Every holder of `portraits.toml`, in file order."""
    table = tomllib.loads((_HERE / "portraits.toml").read_text(encoding="utf-8"))
    shared = {"source": table["source"], "licence": table["licence"]}
    return tuple(
        PortraitRecord(**{**row, "files": tuple(row["files"])}, **shared) for row in table["portrait"]
    )


def identities() -> tuple[str, ...]:
    """The identities there are, in file order."""
    return tuple(record.identity for record in portrait_records())


def portrait_record(identity: str) -> PortraitRecord:
    """The record of one identity.

    Raises
    ------
    KeyError
        If there is no such identity.
    """
    for record in portrait_records():
        if record.identity == identity:
            return record
    msg = f"no portrait of {identity!r}; see identities()"
    raise KeyError(msg)


@lru_cache(maxsize=64)
def load_portrait(identity: str, rendering: int = 0) -> NDArray[np.uint8]:
    """The picture number `rendering` of a holder, (540, 420, 3) RGB, read-only.

    Raises
    ------
    KeyError
        If there is no such identity.
    IndexError
        If the holder has no such rendering.
    ValueError
        If the file is damaged.
    """
    files = portrait_record(identity).files
    if not 0 <= rendering < len(files):
        msg = f"{identity} has renderings 0 to {len(files) - 1}, not {rendering}"
        raise IndexError(msg)
    encoded = np.frombuffer((_HERE / files[rendering]).read_bytes(), dtype=np.uint8)
    decoded = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
    if decoded is None:
        msg = f"{files[rendering]} is no picture"
        raise ValueError(msg)
    picture = cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB).astype(np.uint8)
    picture.flags.writeable = False
    return picture
