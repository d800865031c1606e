"""Only regular files of bounded size are read."""

import os
import threading
from pathlib import Path

import pytest

from docforensics.regular import (
    files_below,
    is_file,
    is_folder,
    is_there,
    open_regular,
    place_below,
    read_regular,
    readable,
    real_path,
)

NO_NAMES = ("a" * 256, "a/" * 2500, "x\0y", "\ud800", "a-file/x", "loop", "loop/x", "")
"""Names that the system cannot look up: too long, no name, below a file, a link to itself."""


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


@pytest.mark.parametrize("name", NO_NAMES)
def test_of_a_name_that_cannot_be_looked_up_nothing_is_there(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`pathlib` raises for some of them; whoever opens one catches OSError."""
    monkeypatch.chdir(tmp_path)
    Path("a-file").touch()
    Path("loop").symlink_to("loop")
    # Of an empty name `Path` makes the folder that one is in.
    assert (is_file(name), is_folder(name), is_there(name)) == (False, False, False)
    assert isinstance(real_path(name), Path)
    with pytest.raises(OSError, match=r".+"):
        open_regular(name)
    with pytest.raises(OSError, match="no such folder"):
        list(files_below(Path(name or "nowhere")))


def test_files_below_a_folder_follow_links_to_files_alone(tmp_path: Path) -> None:
    """A link to a folder is neither: it may lead back."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "file").touch()
    (tmp_path / "a" / "link").symlink_to(tmp_path / "a" / "b" / "file")
    (tmp_path / "a" / "back").symlink_to(tmp_path)
    found = sorted(path.relative_to(tmp_path).as_posix() for path in files_below(tmp_path))
    assert found == ["a/b/file", "a/link"]


def test_a_name_that_is_no_text_becomes_text() -> None:
    """Bytes that are no UTF-8, and half of a character; two names stay two."""
    assert readable("pass.jpg") == "pass.jpg"
    assert readable("é\udcff") == r"é\xff" != readable("é\udcfe")
    assert readable("\ud83d.png") == r"\ud83d.png"


def test_what_is_written_or_deleted_lies_below_the_folder_without_a_link_on_the_way(tmp_path: Path) -> None:
    """The folder itself may be one, which whoever named it knows, and the file, which is replaced."""
    (tmp_path / "real" / "a").mkdir(parents=True)
    (tmp_path / "folder").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "file").symlink_to(tmp_path)
    (tmp_path / "real" / "out").symlink_to(tmp_path)
    assert place_below(tmp_path / "folder", "a/b/c") == real_path(tmp_path) / "real" / "a" / "b" / "c"
    assert place_below(tmp_path / "folder", "file").is_symlink()
    for name in ("out/c", "../c", "a/../../c", "a/..", str(tmp_path / "c")):
        with pytest.raises(OSError, match="is a link, or the name leads out"):
            place_below(tmp_path / "folder", name)
