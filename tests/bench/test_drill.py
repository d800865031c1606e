"""A drill is balanced, repeatable, and knows the truth about every document."""

from pathlib import Path

import pytest

from docforensics.bench.data_set import DataSet
from docforensics.bench.drill import drill_cases
from docforensics.bench.loaders import load_data_set
from docforensics.errors import UsageError

ROOT = Path(__file__).parents[2]


@pytest.fixture(name="data_set", scope="module")
def fixture_data_set() -> DataSet:
    """Load the sample documents' list."""
    return load_data_set(ROOT / "sample_docs")


def test_half_are_forged_each_in_another_way(data_set: DataSet) -> None:
    """Nobody learns one trick."""
    cases = drill_cases(data_set, 6, 3)
    forged = [case for case in cases if case.forged]
    assert len(forged) == 3
    assert len({case.species for case in forged}) == 3
    assert all(case.remark for case in forged)
    assert not any(case.species or case.remark for case in cases if not case.forged)


def test_a_seed_gives_the_same_drill_and_another_seed_another(data_set: DataSet) -> None:
    """A trainer can hand out the same one again."""
    one, again, other = ([case.id for case in drill_cases(data_set, 4, seed)] for seed in (1, 1, 2))
    assert one == again
    assert one != other


def test_changed_places_lie_on_the_picture(data_set: DataSet) -> None:
    """In per cent; a reproduction as a whole is outlined nowhere."""
    for case in drill_cases(data_set, 6, 3):
        for view in case.views:
            for left, top, width, height in view.changed:
                assert 0 <= left <= left + width <= 100.001
                assert 0 <= top <= top + height <= 100.001


def test_too_few_documents_are_an_error(data_set: DataSet) -> None:
    """It says what to do."""
    with pytest.raises(UsageError, match="ask for fewer"):
        drill_cases(data_set, 400, 1)
