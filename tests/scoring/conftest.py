"""Evidence and checks made by hand for the tests of scoring."""

from collections.abc import Callable

import pytest

from docforensics.checks.outcome import Measured, Outcome, Region
from docforensics.checks.spec import Check, CheckSpec
from docforensics.page.geometry import BoxMm
from docforensics.scoring.model import Basis, CalibrationRow, Evidence, Result


def region_at(left: float, *, width: float = 10.0, side: int = 0) -> Region:
    """Mark a square place on the page."""
    return Region(side=side, box=BoxMm(left=left, top=0.0, right=left + width, bottom=width), label="here")


def evidence_of(
    check: str, log10_lr: float, *regions: Region, outcome: Outcome | None = None, adverse: bool | None = None
) -> Evidence:
    """Make evidence; without an outcome it was measured, and is adverse from 0.301."""
    failed = log10_lr > 0.301 if adverse is None else adverse
    return Evidence(
        check=check,
        family=check.partition(".")[0],
        outcome=outcome or Measured(value=log10_lr, regions=regions),
        log10_lr=log10_lr,
        result=Result.FAILED if failed else Result.SUCCESSFUL,
        margin=0.0,
        basis=Basis.EXPERT,
    )


def check_of(name: str) -> Check:
    """Make a check that is never run."""
    family, _, slug = name.partition(".")
    return Check(
        family=family,
        slug=slug,
        spec=CheckSpec(title=name, unit="log10 LR"),
        measure=lambda _: Measured(value=0.0),
        explanation="Made up.",
    )


def row_of(
    check: str,
    *,
    method: str = "identity",
    low: float = -0.2,
    high: float = 1.0,
    basis: Basis = Basis.EXPERT,
    n: int = 0,
    **parameters: float,
) -> CalibrationRow:
    """Make a calibration row."""
    return CalibrationRow(
        check=check,
        method=method,
        parameters=parameters,
        log10_lr_min=low,
        log10_lr_max=high,
        n_genuine=n,
        n_forged=n,
        data_set="made up",
        basis=basis,
    )


@pytest.fixture
def region() -> Callable[..., Region]:
    """Make places."""
    return region_at


@pytest.fixture
def evidence() -> Callable[..., Evidence]:
    """Make evidence."""
    return evidence_of


@pytest.fixture
def check() -> Callable[..., Check]:
    """Make checks."""
    return check_of


@pytest.fixture
def row() -> Callable[..., CalibrationRow]:
    """Make calibration rows."""
    return row_of
