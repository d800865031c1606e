"""Keeps what was computed of one object, so that it is computed once, whoever asks."""

from collections.abc import Callable, Hashable
from threading import RLock
from typing import Generic, TypeVar, cast

Item = TypeVar("Item")


class Kept:
    """What was computed of the object that owns this, by name; whichever threads ask, each once.

    What is kept lives as long as its owner and is shared: nobody may change it.
    """

    __slots__ = ("__weakref__", "_items", "_lock")

    def __init__(self) -> None:
        self._items: dict[Hashable, object] = {}
        self._lock = RLock()

    def once(self, name: Hashable, make: Callable[[], Item]) -> Item:
        """Give the item of this name; `make` is called for it the first time, and again only where it raised."""
        with self._lock:
            if name not in self._items:
                self._items[name] = make()
            return cast("Item", self._items[name])


class Later(Generic[Item]):
    """What is worked out when somebody asks first, and given to whoever asks: once, whichever threads ask."""

    __slots__ = ("_found", "_lock", "_make")

    def __init__(self, make: Callable[[], Item]) -> None:
        self._make: Callable[[], Item] | None = make
        self._found: list[Item] = []
        self._lock = RLock()

    def __call__(self) -> Item:
        """Give it; `make` is called the first time, and again only where it raised."""
        with self._lock:
            if self._make is not None:
                self._found.append(self._make())
                # What it was made of need not be kept any longer.
                self._make = None
            return self._found[0]


def given(item: Item) -> Later[Item]:
    """What is known already, where something may be worked out later."""
    return Later(lambda: item)
