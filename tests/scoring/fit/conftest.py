"""Tables of designs drawn by a seed, of which the truth is known."""

from collections.abc import Callable

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.outcome import Measured
from docforensics.scoring.outcomes import Examined

Table = tuple[Examined, ...]
ODD = 5.0
"""By how much an odd design measures higher: more than a forgery does."""


def designs_drawn(
    n: int, *, per: int = 8, seed: int = 0, odd: float = 0.1, split: str = "calibration", devices: int = 0
) -> Table:
    """Draw designs with as many genuine as forged documents.

    `security.shifty` tells the forgeries of each design without error, and a share `odd` of designs measures as high on all of its
    genuine documents. `security.noise` tells nothing. With `devices` every n-th design is captured by the same one.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(n):
        name = f"{split}-{seed}-{number}"
        offset = rng.normal(0.0, 0.3) + (ODD if rng.random() < odd else 0.0)
        for copy in range(per):
            for forged in (False, True):
                shifty = offset + rng.normal(4.0 if forged else 0.0, 0.3)
                rows.append(
                    Examined(
                        document=f"{name}-{copy}-{forged}",
                        holder=f"{name}-{copy}",
                        split=split,
                        is_forged=forged,
                        species="swap" if forged else "",
                        severity="",
                        model="random",
                        capture="reader",
                        channel=Channel.SCANNER,
                        lights=frozenset({Light.VISIBLE}),
                        has_template=True,
                        outcomes={
                            "security.shifty": Measured(value=float(shifty), regions=()),
                            "security.noise": Measured(value=float(rng.normal(offset)), regions=()),
                        },
                        design=name,
                        press=f"press-{name}",
                        device=f"{split}-device-{number % devices}" if devices else f"device-{name}",
                    )
                )
    return tuple(rows)


@pytest.fixture
def draw_designs() -> Callable[..., Table]:
    """Draw designs."""
    return designs_drawn
