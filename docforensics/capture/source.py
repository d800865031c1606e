"""Where bytes come from: a path or bytes, read under the limit."""

import os
import stat
from pathlib import Path

from docforensics.capture.limits import Limits
from docforensics.errors import InputError, UsageError

ByteSource = str | os.PathLike[str] | bytes | bytearray | memoryview


def read_source(source: ByteSource, limits: Limits) -> tuple[bytes, str]:
    """Read a path or take bytes; give the bytes and the file's name without its folder (empty for bytes).

    Raises UsageError for a source of another type, InputError for a file that is not there or cannot be read, and
    LimitExceededError, before reading, for too many bytes.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        limits.check_bytes(memoryview(source).nbytes)
        return bytes(source), ""
    if not isinstance(source, str | os.PathLike):
        raise UsageError(f"Expected a path, bytes, an array or an Image, got {type(source).__name__}")
    text = os.fsdecode(source)
    if not text.strip() or "\0" in text:
        raise UsageError(f"Expected the path of a file, got {text!r}")
    return _read_file(Path(text), limits), Path(text).name


def _read_file(path: Path, limits: Limits) -> bytes:
    try:
        with open(path, "rb", opener=_open_without_waiting) as file:  # Path.open has no opener
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                raise InputError(f"{path} is not a regular file: name an image or PDF file")
            limits.check_bytes(facts.st_size)
            # Python sets aside what it is asked for: the file's size and not the limit, but for what it may have grown by.
            raw = file.read(facts.st_size + 1)
            if len(raw) > facts.st_size:
                raw += file.read(limits.max_bytes + 1 - len(raw))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {_advice(path, error)}") from error
    limits.check_bytes(len(raw))
    return raw


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a path; a named pipe without a writer would otherwise wait for ever."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _advice(path: Path, error: OSError) -> str:
    if path.parts and path.parts[0] in ("http:", "https:", "ftp:", "s3:"):
        return "nothing is fetched from the network; download it first"
    if isinstance(error, IsADirectoryError) or path.is_dir():
        return "it is a folder; name a file in it"
    if isinstance(error, FileNotFoundError):
        return "there is no such file; check the name"
    return f"{error.strerror or error}; check the name and the permissions"
