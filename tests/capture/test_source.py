"""Bytes come from a path or from memory, never more than the limit."""

import os
import tracemalloc
from pathlib import Path

import pytest

from docforensics.capture.limits import DEFAULT_LIMITS, Limits
from docforensics.capture.source import read_source
from docforensics.errors import InputError, LimitExceededError, UsageError


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_gives_the_bytes_and_the_name_without_its_folder(tmp_path: Path, kind: type) -> None:
    """The folder may name a person; the file's own name is enough for messages."""
    file = tmp_path / "page.bin"
    file.write_bytes(b"content")
    assert read_source(kind(file), DEFAULT_LIMITS) == (b"content", "page.bin")


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bytes_are_taken_as_they_are(kind: type) -> None:
    """Any buffer of bytes will do."""
    assert read_source(kind(b"content"), DEFAULT_LIMITS) == (b"content", "")


def test_later_changes_to_a_buffer_change_nothing() -> None:
    """What was read is a copy."""
    buffer = bytearray(b"content")
    raw, _ = read_source(buffer, DEFAULT_LIMITS)
    buffer[0] = 0
    assert raw == b"content"


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    """A sparse file of a terabyte costs nothing to refuse."""
    file = tmp_path / "large.bin"
    with file.open("wb") as handle:
        handle.truncate(2**40)
    with pytest.raises(LimitExceededError, match="1099511627776 bytes"):
        read_source(file, DEFAULT_LIMITS)


def test_a_small_file_takes_memory_in_proportion(tmp_path: Path) -> None:
    """The limit is no measure of what to set aside."""
    file = tmp_path / "small.bin"
    file.write_bytes(bytes(1000))
    tracemalloc.start()
    try:
        read_source(file, DEFAULT_LIMITS)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2**20


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_a_file_longer_than_stated_is_read_whole_up_to_the_limit() -> None:
    """It may grow while it is read; files of /proc state no size at all."""
    raw, _ = read_source("/proc/self/status", DEFAULT_LIMITS)
    assert b"VmRSS" in raw
    with pytest.raises(LimitExceededError):
        read_source("/proc/self/status", Limits(max_bytes=100))


def test_large_bytes_are_refused() -> None:
    """The limit holds for memory as well."""
    with pytest.raises(LimitExceededError):
        read_source(memoryview(b"123456"), Limits(max_bytes=5))


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    """A batch records it and goes on."""
    with pytest.raises(InputError, match="no such file"):
        read_source(tmp_path / "absent.jpg", DEFAULT_LIMITS)


def test_a_folder_is_refused_by_name(tmp_path: Path) -> None:
    """The message says what it is."""
    with pytest.raises(InputError, match="folder"):
        read_source(tmp_path, DEFAULT_LIMITS)


def test_a_url_is_refused_since_nothing_is_fetched() -> None:
    """No network."""
    with pytest.raises(InputError, match="network"):
        read_source("https://example.org/page.jpg", DEFAULT_LIMITS)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    """Opening it must not hang."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="not a regular file"):
        read_source(pipe, DEFAULT_LIMITS)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
def test_a_device_is_refused() -> None:
    """It would never end."""
    with pytest.raises(InputError, match="not a regular file"):
        read_source("/dev/zero", DEFAULT_LIMITS)


@pytest.mark.parametrize("source", ["", "  ", "a\0b.jpg"])
def test_a_text_that_is_no_path_is_a_usage_error(source: str) -> None:
    """The call is wrong, not the file."""
    with pytest.raises(UsageError, match="path"):
        read_source(source, DEFAULT_LIMITS)


@pytest.mark.parametrize("source", [None, 7, 1.5, object(), {"visible": "a.jpg"}])
def test_a_source_of_another_type_is_a_usage_error(source: object) -> None:
    """The message names the type that was given."""
    with pytest.raises(UsageError, match=type(source).__name__):
        read_source(source, DEFAULT_LIMITS)  # type: ignore[arg-type]
