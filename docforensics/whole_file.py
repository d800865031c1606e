"""Files written whole or not at all, with the permissions that the user's umask leaves."""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

_RANDOM_BYTES = 6
BEGUN = re.compile(rf"\..*\.[0-9a-f]{{{2 * _RANDOM_BYTES}}}", re.DOTALL)
"""Names of files that were begun and not finished: no other file bears one."""
MOST_NAME_BYTES = 255 - len(".") - len(".") - 2 * _RANDOM_BYTES
"""Of a file that can be written: what file systems of Linux take, less what is added to its name while it is begun."""


def write_whole(file: Path, data: bytes, *, by_way_of: Path | None = None) -> None:
    """Write a file so that a kill leaves the old one or the new one, never a part; what was begun is taken away where it fails.

    Parameters
    ----------
    by_way_of
        A folder of the same file system in which it is written first; by default that of the file, under a hidden name.

    Raises
    ------
    OSError
        It cannot be written.
    """
    folder = file.parent if by_way_of is None else by_way_of
    for one in (file.parent, folder):
        one.mkdir(parents=True, exist_ok=True)
    beside = folder / f".{file.name}.{secrets.token_hex(_RANDOM_BYTES)}"
    try:
        with beside.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(file)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
