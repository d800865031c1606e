"""A table of many designs drawn by a seed, under ids of checks that have rows."""

from collections.abc import Callable

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Measured, Outcome, Region, undetermined
from docforensics.page.geometry import BoxMm
from docforensics.scoring.counted import ModelCount
from docforensics.scoring.outcomes import Examined

Table = tuple[Examined, ...]
TYPEFACE, RING, DATES = "mrz.typeface", "portrait.portrait_ring", "data.dates"


def designs_of(split: str, count: int, *, per: int = 6, seed: int = 0) -> Table:
    """Draw designs of a split, each document with its template and without any; the portrait check needs one."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        name = f"{split}-{number:02}"
        offset = rng.normal(0.0, 0.02)
        for copy in range(per):
            for forged in (False, True):
                typeface = rng.normal(0.12 if forged else -0.1, 0.03) + offset
                ring = Measured(
                    value=float(rng.normal(9.0 if forged and copy % 2 else 0.0)), regions=(_place(20.0),)
                )
                for ending in ("", " without template"):
                    outcomes: dict[str, Outcome] = {
                        TYPEFACE: Measured(value=float(typeface), regions=()),
                        DATES: Measured(value=-0.0155, regions=()),
                        RING: undetermined("none", why=Why.NO_TEMPLATE) if ending else ring,
                    }
                    rows.append(
                        Examined(
                            document=f"{name}/{copy}-{forged}{ending}",
                            holder=f"{name}/{copy}",
                            split=split,
                            is_forged=forged,
                            species=("swap" if copy % 2 else "typeface") if forged else "",
                            severity="",
                            model="random",
                            capture=f"photo{ending}",
                            channel=Channel.PHOTO,
                            lights=frozenset({Light.VISIBLE}),
                            has_template=not ending,
                            outcomes=outcomes,
                            counts={} if ending else {RING: ModelCount(documents=8, false_alarms=0)},
                            design=name,
                            press=f"press {name}",
                            device=f"photo {rng.integers(0, 999)}",
                        )
                    )
    return tuple(rows)


def _place(left: float) -> Region:
    return Region(side=0, box=BoxMm(left=left, top=5.25, right=left + 30.0, bottom=45.0), label="")


@pytest.fixture(scope="session")
def many() -> Table:
    """Fourteen designs to fit, six others to test."""
    return (*designs_of("calibration", 14, seed=1), *designs_of("test", 6, seed=2))


@pytest.fixture
def draw_designs() -> Callable[..., Table]:
    """Draw other ones."""
    return designs_of
