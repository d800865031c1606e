"""Standard output and error: UTF-8 safe, pipe safe, coloured on a terminal alone."""

import io
import json
import os
import shutil
import sys
from collections.abc import Mapping
from typing import TextIO

from docforensics.errors import UsageError
from docforensics.report.render.text import WIDTH, printable


class Output:
    """Where a command writes. After the reader of a pipe has gone, nothing is written and `closed` is True."""

    def __init__(self, stdout: TextIO | None = None, stderr: TextIO | None = None) -> None:
        # Both are None where a caller has closed them (`>&-`): the exit code still speaks.
        self._stdout = stdout or sys.stdout or io.StringIO()
        self._stderr = stderr or sys.stderr or io.StringIO()
        self.closed = False
        for stream in (self._stdout, self._stderr):
            if isinstance(stream, io.TextIOWrapper):
                # A terminal that knows no UTF-8 shows a substitute; it never stops an examination.
                stream.reconfigure(errors="backslashreplace")

    @property
    def colour(self) -> bool:
        """Whether standard output is a terminal that wants colour (not with NO_COLOR or TERM=dumb)."""
        plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
        return self._stdout.isatty() and not plain

    @property
    def width(self) -> int:
        """Columns to write: those of the terminal, at most 100."""
        return max(40, min(WIDTH, shutil.get_terminal_size().columns)) if self._stdout.isatty() else WIDTH

    def write(self, text: str) -> None:
        """Write text and a line break."""
        try:
            self._stdout.write(text + "\n")
            self._stdout.flush()
        except BrokenPipeError:
            self.closed = True
            _discard(self._stdout)
        except OSError as error:
            self.closed = True
            _discard(self._stdout)
            raise UsageError(f"standard output cannot be written: {error.strerror}") from error

    def write_json(self, value: Mapping[str, object], *, indent: int | None = None) -> None:
        """Write one JSON object: indented, or on one line among others. Always UTF-8."""
        if isinstance(self._stdout, io.TextIOWrapper):
            self._stdout.reconfigure(encoding="utf-8")
        self.write(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent))

    def complain(self, text: str) -> None:
        """Write one line to standard error."""
        self._stderr.write(f"docforensics: {printable(text)}\n")


def _discard(stream: TextIO) -> None:
    """Let what is still buffered go nowhere, so that Python's own flush at exit raises nothing."""
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
