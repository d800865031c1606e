"""What is computed once of an object, whoever asks."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from docforensics.kept import Kept, Later, given


def test_an_item_is_made_once_by_name() -> None:
    """Another name is another item; None is an item as well."""
    kept, made = Kept(), []
    for name in ("a", "a", "b"):
        kept.once(name, lambda: made.append(1))
    assert len(made) == 2
    assert kept.once("a", lambda: 1 / 0) is None


def test_items_may_be_made_of_one_another() -> None:
    """A thread that makes one may ask for another."""
    kept = Kept()
    assert kept.once("sum", lambda: kept.once("one", lambda: 1) + 1) == 2


def test_many_threads_make_it_once_and_see_the_same() -> None:
    """Those that come later wait for the first."""
    kept, made, start = Kept(), [], Barrier(8)

    def ask() -> object:
        start.wait()
        return kept.once("item", lambda: (made.append(1), object())[1])

    with ThreadPoolExecutor(8) as pool:
        items = [future.result() for future in [pool.submit(ask) for _ in range(8)]]
    assert len(made) == 1
    assert len(set(map(id, items))) == 1


def test_what_raised_is_tried_again() -> None:
    """A failure is no item."""
    kept = Kept()
    with pytest.raises(ZeroDivisionError):
        kept.once("item", lambda: 1 / 0)
    assert kept.once("item", lambda: 1.0) == 1.0


def test_what_comes_later_is_made_once_when_it_is_asked_for() -> None:
    """What raised is tried again; what was known is given."""
    made: list[int] = []
    later = Later(lambda: made.append(1) or len(made))
    assert made == []
    assert (later(), later(), made) == (1, 1, [1])
    fails = Later(lambda: 1 / (len(made) - 1))
    with pytest.raises(ZeroDivisionError):
        fails()
    made.append(1)
    assert fails() == 1.0
    assert given("known")() == "known"
