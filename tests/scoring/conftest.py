"""Evidence and checks made by hand, and tables of outcomes drawn by a seed, for the tests of scoring."""

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.check import Check
from docforensics.checks.outcome import Measured, Outcome, Region
from docforensics.checks.spec import CheckSpec
from docforensics.page.geometry import BoxMm
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.counted import RealCount
from docforensics.scoring.model import Basis, CalibrationRow, Evidence, Result
from docforensics.scoring.outcomes import Examined

Table = tuple[Examined, ...]
CHECKS = ("security.good", "security.noise", "portrait.some", "data.quiet")


def examined_of(number: int, *, forged: bool, split: str, outcomes: Mapping[str, Outcome]) -> Examined:
    """Make one document of a table."""
    return Examined(
        document=f"{split}-{number}-{'forged' if forged else 'genuine'}",
        holder=f"{split}-{number}",
        split=split,
        is_forged=forged,
        species="swap" if forged else "",
        severity="",
        model="TD3-2",
        capture="reader",
        channel=Channel.SCANNER,
        lights=frozenset({Light.VISIBLE}),
        has_template=True,
        outcomes=outcomes,
    )


def measured(value: float, left: float) -> Measured:
    """Make an outcome at a place."""
    box = BoxMm(left=left, top=0, right=left + 10, bottom=10)
    return Measured(value=value, regions=(Region(side=0, box=box, label=""),))


def drawn(n: int = 120, seed: int = 3, shift: float = 0.0) -> Table:
    """Draw a table: one good check, one that half of the forgeries trip, one of noise, one that is always the same."""
    rng = np.random.default_rng(seed)
    rows = []
    for split in ("calibration", "test"):
        for number in range(n):
            for forged in (False, True):
                good = rng.normal(2.5 if forged else 0.0) + shift
                some = rng.normal(3.0 if forged and number % 2 else 0.0) + shift
                values = (good, rng.normal(), some, 0.0)
                outcomes = {
                    check: measured(float(value), place * 20.0)
                    for place, (check, value) in enumerate(zip(CHECKS, values, strict=True))
                }
                rows.append(examined_of(number, forged=forged, split=split, outcomes=outcomes))
    return tuple(rows)


MANY = RealCount(documents=10**6, sources=99, false_alarms=0, data_set="made up")


def judged_rows(*names: str) -> Calibration:
    """Make rows by judgement."""
    return Calibration.of(
        CalibrationRow(
            check=name,
            method="logistic",
            parameters={"centre": 2.0, "slope": 0.5},
            log10_lr_min=-0.05,
            log10_lr_max=1.0,
            n_genuine=0,
            n_forged=0,
            data_set="none: judgement",
            basis=Basis.EXPERT,
            real=MANY,
        )
        for name in names
    )


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
    real: RealCount | None = MANY,
    **parameters: float,
) -> CalibrationRow:
    """Make a calibration row; its false alarms were counted on many real documents."""
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
        real=real,
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


@pytest.fixture(scope="session")
def table() -> Table:
    """Draw 120 holders a split, a genuine and a forged document each."""
    return drawn()


@pytest.fixture(scope="session")
def judged() -> Calibration:
    """Rows by judgement for every check of the table."""
    return judged_rows(*CHECKS)


@pytest.fixture
def draw() -> Callable[..., Table]:
    """Draw other tables."""
    return drawn


@pytest.fixture
def judge_by() -> Callable[..., Calibration]:
    """Make rows by judgement for named checks."""
    return judged_rows
