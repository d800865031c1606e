"""Only regular files of bounded size are read."""

import os
import threading
from pathlib import Path

import pytest

from docforensics.regular import open_regular, read_regular


def test_a_file_is_read_whole_up_to_the_bound(tmp_path: Path) -> None:
    """Exactly the bound passes, one byte more does not."""
    file = tmp_path / "a"
    file.write_bytes(b"12345")
    assert read_regular(file, 5) == read_regular(str(file), 100) == b"12345"
    with pytest.raises(ValueError, match="at most 4 bytes"):
        read_regular(file, 4)
    (tmp_path / "empty").touch()
    assert read_regular(tmp_path / "empty", 0) == b""


def test_devices_pipes_and_folders_are_refused_at_once(tmp_path: Path) -> None:
    """A pipe without a writer would hold whoever opens it."""
    os.mkfifo(tmp_path / "pipe")
    for name in (tmp_path / "pipe", "/dev/zero", tmp_path, tmp_path / "nowhere"):
        with pytest.raises(OSError, match=r"regular|directory"):
            read_regular(name, 10)


def test_a_file_that_grows_is_read_up_to_the_bound(tmp_path: Path) -> None:
    """It is no longer what its size promised."""
    file = tmp_path / "log"
    file.write_bytes(b"1" * 10)
    with open_regular(file) as stream:
        threading.Thread(target=file.write_bytes, args=(b"2" * 1000,)).run()
        assert len(stream.read()) == 1000
