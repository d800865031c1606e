"""Folds that keep a holder's documents together, and the refusal of tables that would leak."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from docforensics.errors import CalibrationError
from docforensics.scoring.outcomes import Examined

CALIBRATION = "calibration"
"""The one split that may be fitted on."""
FOLDS = 5
"""Of the cross-validation: customary; not fitted."""


def check_splits(table: Sequence[Examined]) -> None:
    """Refuse a table in which a holder or a document stands in more than one split."""
    for kind in ("holder", "document"):
        check_apart(table, kind)


def check_apart(table: Sequence[Examined], kind: str) -> None:
    """Refuse a table in which what its documents bear under this name stands in more than one split."""
    seen: dict[str, str] = {}
    for one in table:
        name = getattr(one, kind)
        if seen.setdefault(name, one.split) != one.split:
            raise CalibrationError(f"{kind} {name} stands in the splits {seen[name]} and {one.split}")


def check_designs(table: Sequence[Examined]) -> None:
    """Refuse a table in which a document names no design, or a design stands in more than one split."""
    if nameless := next((one.document for one in table if not one.design), None):
        raise CalibrationError(f"{nameless}: a fit over designs needs the design of every document")
    check_apart(table, "design")


def calibration_split(table: Sequence[Examined]) -> tuple[Examined, ...]:
    """Give the documents that may be fitted on; CalibrationError when there are none, or when the splits overlap."""
    check_splits(table)
    kept = tuple(one for one in table if one.split == CALIBRATION)
    if not kept:
        raise CalibrationError(f"no document of the split {CALIBRATION}: nothing else may be fitted on")
    return kept


def folds(
    table: Sequence[Examined],
) -> NDArray[np.int64]:
    """Give each document its fold; a holder's documents share one. Holders are spread evenly, in an order of their hashes."""
    holders = sorted({one.holder for one in table}, key=lambda name: hashlib.sha256(name.encode()).digest())
    place = {holder: number % FOLDS for number, holder in enumerate(holders)}
    return np.array([place[one.holder] for one in table], np.int64)
