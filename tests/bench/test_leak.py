"""What the files alone would score."""

import numpy as np
import pytest

from docforensics.bench.file_facts import FILE_FACTS, NAMES
from docforensics.bench.leak import Leak, LeakReport, leak_report

N = 60
LABELS = [k % 2 == 1 for k in range(N)]
GROUPS = [str(k // 2) for k in range(N)]


def report(facts: np.ndarray) -> LeakReport:
    """Report on N documents in pairs."""
    return leak_report("made up", facts, LABELS, GROUPS, draws=200)


def noise(seed: int) -> np.ndarray:
    """Facts that know nothing."""
    return np.random.default_rng(seed).normal(0, 1, (N, len(NAMES)))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_facts_that_know_nothing_are_no_leak(seed: int) -> None:
    """Sixteen columns of noise, and a forest on them."""
    assert report(noise(seed)).verdict is Leak.NONE


@pytest.mark.parametrize("fact", ["width", "dpi", "luminance table"])
def test_one_fact_that_knows_the_label_is_a_leak_and_is_named(fact: str) -> None:
    """Smaller or larger, the AUC is turned to above 0.5."""
    facts = noise(1)
    facts[:, NAMES.index(fact)] -= 6.0 * np.array(LABELS)
    found = report(facts)
    assert found.verdict is Leak.FOUND
    assert found.facts[fact].value > 0.99  # type: ignore[union-attr]
    assert found.together is not None
    assert found.together.value > 0.95


def test_two_facts_that_know_it_only_together_are_a_leak() -> None:
    """Neither width nor height alone, but whether both are large or both small."""
    facts = np.zeros((N, len(NAMES)))
    side = np.random.default_rng(2).choice([-1.0, 1.0], N)
    facts[:, NAMES.index("width")] = side + np.random.default_rng(3).normal(0, 0.1, N)
    facts[:, NAMES.index("height")] = side * np.where(LABELS, 1, -1) + np.random.default_rng(4).normal(
        0, 0.1, N
    )
    found = report(facts)
    assert found.verdict is Leak.FOUND
    assert found.together is not None
    assert found.together.value > 0.9


def test_the_picture_itself_is_shown_and_is_no_leak_of_the_file() -> None:
    """Print and paper may move colour and noise: they have a line of their own."""
    facts = np.zeros((N, len(NAMES)))
    facts[:, NAMES.index("noise")] = LABELS
    found = report(facts)
    assert "noise" not in FILE_FACTS
    assert found.verdict is Leak.NONE
    assert found.together is None
    assert found.together_with_picture is not None
    assert found.together_with_picture.value == 1.0


def test_facts_that_never_change_say_nothing() -> None:
    """No figure at all."""
    found = report(np.zeros((N, len(NAMES))))
    assert set(found.facts.values()) == {None}
    assert found.verdict is Leak.NONE


def test_few_documents_leave_it_open_unless_it_is_blatant() -> None:
    """Three groups bear no interval."""
    facts = np.zeros((6, len(NAMES)))
    facts[:, 0] = [1, 2, 2, 1, 1, 2]
    labels, groups = [False, True] * 3, ["a", "a", "b", "b", "c", "c"]
    assert leak_report("x", facts, labels, groups, draws=50).verdict is Leak.UNKNOWN
    facts[:, 0] = labels
    assert leak_report("x", facts, labels, groups, draws=50).verdict is Leak.FOUND


def test_without_scikit_learn_the_text_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra by its name."""
    import sys

    monkeypatch.setitem(sys.modules, "sklearn.ensemble", None)
    with pytest.raises(Exception, match=r"docforensics\[bench\]"):
        report(noise(0))
