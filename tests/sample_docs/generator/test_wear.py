"""Wear of documents."""

import numpy as np
import pytest

from sample_docs.generator.forge import Severity
from sample_docs.generator.geometry import Box
from sample_docs.generator.jobs import Job, make
from sample_docs.generator.lights import Light, View
from sample_docs.generator.wear import Wear, drawn_wear, worn

PAGE = Box(x=0.0, y=0.0, w=85.6, h=54.0)
RASTER = np.full((432, 685, 3), 180, np.uint8)


def _drawn(seed: int, *, stamped: float = 0.0) -> Wear:
    return drawn_wear(np.random.default_rng(seed), PAGE, plastic=False, stamped=stamped)


def test_a_third_of_the_documents_are_as_new() -> None:
    """And nothing changes on them."""
    drawn = [_drawn(seed) for seed in range(300)]
    new = [w for w in drawn if not w.marks and w.fade + w.dirt + w.yellow < 1e-9]
    assert 0.25 < len(new) / len(drawn) < 0.45
    assert (worn(RASTER, new[0], View(), 8.0) == RASTER).all()


@pytest.mark.parametrize("light", list(Light))
def test_wear_shows_in_every_light(light: Light) -> None:
    """The most worn of a few dozen differs from the new page, without turning it into something else."""
    worst = max((_drawn(seed) for seed in range(60)), key=lambda w: w.dirt)
    page = worn(RASTER, worst, View(light=light), 8.0).astype(int)
    assert 1.0 < np.abs(page - 180).mean() < 60


def test_fading_takes_ink_and_not_paper() -> None:
    """Black pales; what is as light as paper stays."""
    faded = Wear(seed=1, fade=0.25, yellow=0.0, dirt=0.0, marks=())
    page = np.dstack([np.full((4, 4), v, np.uint8) for v in (20, 20, 20)])
    assert worn(page, faded, View(), 8.0).mean() > 50
    assert abs(int(worn(page + 220, faded, View(), 8.0).mean()) - 240) <= 1


def test_a_stamp_says_specimen() -> None:
    """Of Utopia, on visas and here and there."""
    names = {getattr(mark, "text", "") for mark in _drawn(3, stamped=1.0).marks}
    assert "SPECIMEN" in names


def test_wear_is_drawn_from_the_document_and_not_from_its_label() -> None:
    """The same distribution for genuine and forged: both go through `jobs._used`; two lights of one side share it."""
    job = Job(design="random-0024", copy=1, holder=4, channel="border-reader", ppi=150, device=3)
    forged = Job(
        design="random-0024", copy=1, holder=4, channel="border-reader", ppi=150, device=3, species="ovd-missing",
        severity=Severity.ORDINARY,
    )  # fmt: skip
    assert [m.row.light for m in make(job)] == [m.row.light for m in make(forged)]
