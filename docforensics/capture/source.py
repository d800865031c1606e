"""Where bytes come from: a path or bytes, read under the limit."""

import os
from pathlib import Path

from docforensics.capture.limits import Limits
from docforensics.errors import InputError, UsageError
from docforensics.regular import is_folder, open_regular, read_open, readable

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
    return _read_file(Path(text), limits), readable(Path(text).name)


def _read_file(path: Path, limits: Limits) -> bytes:
    try:
        with open_regular(path) as file:
            limits.check_bytes(os.fstat(file.fileno()).st_size)
            raw = read_open(file, limits.max_bytes + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {_advice(path, error)}") from error
    limits.check_bytes(len(raw))  # it may have grown
    return raw


def _advice(path: Path, error: OSError) -> str:
    if path.parts and path.parts[0] in ("http:", "https:", "ftp:", "s3:"):
        return "nothing is fetched from the network; download it first"
    if isinstance(error, IsADirectoryError) or is_folder(path):
        return "it is a folder; name a file in it"
    if isinstance(error, FileNotFoundError):
        return "there is no such file; check the name"
    return f"{error.strerror or error}; check the name and the permissions"
