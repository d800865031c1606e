"""Files are written whole or not at all, as the user's umask has it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from docforensics.whole_file import write_whole


@contextmanager
def masked(mask: int) -> Iterator[None]:
    """Work under a umask."""
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_permissions_are_what_the_umask_leaves(tmp_path: Path, mask: int, mode: int) -> None:
    """Results may hold personal data: who sets a umask means it."""
    with masked(mask):
        write_whole(tmp_path / "new" / "a", b"1")
    assert (tmp_path / "new" / "a").stat().st_mode & 0o777 == mode


@pytest.mark.parametrize("by_way_of", [None, ".unfinished"])
def test_what_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_way_of: str | None
) -> None:
    """As on a full disk."""
    folder = None if by_way_of is None else tmp_path / by_way_of
    write_whole(tmp_path / "a", b"old", by_way_of=folder)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "a", b"new", by_way_of=folder)
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [one.name for one in tmp_path.rglob("*") if one.is_file()] == ["a"]
