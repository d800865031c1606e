"""The leak measure over a set of designs."""

import csv
from pathlib import Path

import numpy as np
import pytest

from sample_docs.generator.manifest import COLUMNS
from sample_docs.measure.separation import separation
from sample_docs.measure.set_leak import measured, pairs

IMAGE = Path(__file__).parents[3] / "sample_docs/documents/td2-0010-border-reader/front-uv.jpg"


def _row(**facts: str) -> dict[str, str]:
    return {**dict.fromkeys(COLUMNS, ""), "file": "page.jpg", "side": "front", "light": "white", **facts}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One genuine document and three forgeries of it, one of them by a printer and one of the other side."""
    made = tmp_path / "random-0007-flatbed"
    made.mkdir()
    (made / "page.jpg").write_bytes(IMAGE.read_bytes())
    forged = {"label": "forged", "twin": "g", "channel": "flatbed", "mask": "mask.png"}
    rows = [
        _row(document_id="g", label="genuine", channel="flatbed"),
        _row(document_id="a", species="photo-displaced", **forged),
        _row(document_id="b", species="counterfeit-laser", **forged),
        _row(document_id="c", species="ovd-missing", **{**forged, "mask": ""}),
    ]
    with (made / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return made


def test_a_forged_file_stands_beside_its_twin(folder: Path) -> None:
    """Whole-page prints are about the facts of the file, and a side left alone is genuine: neither is compared."""
    found = list(pairs(folder))
    assert [kind for kind, _ in found] == ["flatbed/white"]
    design, genuine, forged = found[0][1]
    assert design == 7
    assert genuine == forged


def test_what_a_designs_files_share_does_not_pass_for_a_leak() -> None:
    """A fact that belongs to the design alone tells nothing when folds and intervals go by design; one of the label does."""
    rng = np.random.default_rng(3)
    units = np.repeat(np.arange(20), 5)
    shared = rng.normal(size=20)[units][:, None]
    genuine = shared + 0.3 * rng.normal(size=(100, 3))
    forged = shared + 0.3 * rng.normal(size=(100, 3))
    assert all(auc.low < 0.6 for auc in separation(genuine, forged, units=units).values())
    # The names of the first three facts stand for these.
    row = measured(
        "flatbed/white",
        [(int(u), [*g], [*(f + 1.5)]) for u, g, f in zip(units, genuine, forged, strict=True)],
    )
    assert (row["pairs"], row["designs"], row["contains_half"]) == (100, 20, False)
