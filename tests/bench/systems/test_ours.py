"""docforensics as a system, on a sample document."""

from pathlib import Path

import pytest

from docforensics.bench.loaders import load_data_set
from docforensics.bench.normalise import Normalisation, prepare
from docforensics.bench.systems import DEFAULT, NAMES, make_systems
from docforensics.errors import UsageError

ROOT = Path(__file__).parents[3]


def test_what_speaks_against_a_document_is_drawn_where_it_was_changed() -> None:
    """A portrait put in digitally: flagged, with marks that overlap the true mask."""
    data = load_data_set(ROOT / "sample_docs")
    item = next(item for item in data.items if item.species == "photo-displaced")
    questioned = prepare(item, None, Normalisation(qualities=()))
    (system,) = make_systems(["docforensics"])
    answer = system.answer(questioned)
    assert answer.score == answer.log10_lr
    assert answer.flagged is not None
    assert answer.coverage is not None
    assert answer.findings
    truth, map_ = item.pictures[0].truth, answer.maps[0]
    assert truth is not None
    assert map_ is not None
    height, width = questioned.primary.pixels.shape[:2]
    rows, columns = (map_ > 0).nonzero()
    mask = truth.read((width, height))
    assert len(rows) > 0
    scale = height / map_.shape[0]
    hits = mask[(rows * scale).astype(int), (columns * scale).astype(int)].mean()
    assert hits > 0.3


def test_every_name_makes_a_system_and_another_is_refused() -> None:
    """Names are unique, and so are digests."""
    systems = make_systems(NAMES)
    assert [system.name for system in systems] == list(NAMES)
    assert len({system.digest for system in systems}) == len(NAMES)
    assert all(system.about for system in systems)
    assert set(DEFAULT) <= set(NAMES)
    with pytest.raises(UsageError, match="NAME=COMMAND"):
        make_systems(["nonsense"])
    with pytest.raises(UsageError, match="same name"):
        make_systems(["ela", "ela=cat {file}"])
