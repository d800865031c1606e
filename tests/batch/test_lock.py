"""A lock on a folder: one holder at a time, and free again whatever became of the last one."""

from pathlib import Path

import pytest

from docforensics.batch.lock import LOCK, locked


def test_a_held_folder_is_refused_to_whoever_does_not_wait(tmp_path: Path) -> None:
    """The folder is made, and is free again when its holder is done."""
    folder = tmp_path / "new" / "folder"
    with locked(folder), pytest.raises(BlockingIOError), locked(folder, waits=False):
        pass
    with locked(folder, waits=False):
        assert (folder / LOCK).is_file()
