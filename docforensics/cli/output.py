"""Standard output and error: UTF-8 safe, pipe safe, coloured on a terminal alone."""

import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TextIO

from docforensics.cli.exits import Exit
from docforensics.errors import UsageError
from docforensics.report.pen import WIDTH, cut_middle, printable

if TYPE_CHECKING:
    from rich.progress import Progress

    from docforensics.capture.model import Pixels

_LEAST_WIDTH = 40
"""Columns below which a terminal's own statement is not believed: no line of words can be read there. A judgement."""
_LONGEST = 4000
"""Characters of a line of complaint: our longest sentences and a path of 255-character names fit, a terminal's screen holds no more. A judgement."""
_EVERY_SECONDS = 10.0
"""Between two lines that say how far a command is: who waits sees soon that it works, and a log of a night holds three thousand. A judgement."""


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
        """Whether to colour: never with NO_COLOR, always with FORCE_COLOR, else on a terminal that is not TERM=dumb."""
        if os.environ.get("NO_COLOR"):
            return False
        if os.environ.get("FORCE_COLOR"):
            return os.environ["FORCE_COLOR"] != "0"
        return self._stdout.isatty() and os.environ.get("TERM") != "dumb"

    @property
    def is_watched(self) -> bool:
        """Whether standard error is a terminal, where bars are shown."""
        return self._stderr.isatty()

    @property
    def is_one_screen(self) -> bool:
        """Whether one terminal shows standard output and standard error: what stands on one need not stand on the other."""
        return self._stdout.isatty() and self._stderr.isatty()

    @property
    def width(self) -> int:
        """Columns to write: those of the terminal, at least 40; 100 elsewhere."""
        return max(_LEAST_WIDTH, shutil.get_terminal_size().columns) if self._stdout.isatty() else WIDTH

    def write(self, line: str) -> None:
        """Write a line: whoever wrote a part of it, it neither steers the terminal nor makes lines of its own."""
        self.write_rendered(printable(" ".join(line.splitlines())))

    def write_rendered(self, text: str) -> None:
        """Write text as it is and a line break: what was made printable piece by piece and then laid out and coloured, and what programs read."""
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
        """Write one JSON object: indented, or on one line among others. Always UTF-8; what could steer a terminal is escaped."""
        if isinstance(self._stdout, io.TextIOWrapper):
            self._stdout.reconfigure(encoding="utf-8")
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
        # Only texts hold such characters, but for the breaks between lines.
        self.write_rendered("\n".join(map(_escaped, text.split("\n"))))

    def answer(self, facts: Mapping[str, object], *lines: str, as_json: bool, indent: int | None = 2) -> Exit:
        """Write what a command has done, as JSON or as lines; that it did so is its exit code."""
        if as_json:
            self.write_json(facts, indent=indent)
        else:
            for line in lines or ("",):
                self.write(line)
        return Exit.CLEAR

    def complain(self, text: str) -> None:
        """Write one line to standard error; of one that repeats a name of thousands of characters, its ends."""
        self._stderr.write(f"docforensics: {cut_middle(printable(text), _LONGEST)}\n")


def _escaped(line: str) -> str:
    """Write the characters of JSON that a terminal would obey by their numbers, which means the same."""
    if line.isprintable():
        return line
    return "".join(one if printable(one) == one else json.dumps(one)[1:-1] for one in line)


class ProgressLines:
    """How far a command is, on standard error where no bar shows it: a line as each further step begins, and a line every ten seconds."""

    def __init__(
        self,
        output: Output,
        step: str = "",
        clock: Callable[[], float] = monotonic,
        *,
        has_bar: bool = True,
    ) -> None:
        """Begin; `has_bar` states whether a bar is shown on a terminal."""
        self._output, self._step, self._clock = output, step, clock
        self._has_bar = has_bar and output.is_watched
        self._said = clock()

    def show(self, step: str, done: int, of: int) -> None:
        """Write it, where ten seconds have passed or the step is another than the one before."""
        now = self._clock()
        if self._has_bar or (step == self._step and now - self._said < _EVERY_SECONDS):
            return
        self._step, self._said = step, now
        self._output.complain(f"{step}: {done} of {of}")


def _discard(stream: TextIO) -> None:
    """Let what is still buffered go nowhere, so that Python's own flush at exit raises nothing."""
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def write_page(page: Path, html: str, option: str = "--out") -> None:
    """Write a page; UsageError names the option where it cannot be written."""
    try:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(html, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{option}: {page} cannot be written: {error.strerror}") from error


def write_png(file: Path, pixels: "Pixels", option: str) -> None:
    """Write a picture (H, W, 3) RGB; UsageError names the option where it cannot be written."""
    try:
        file.write_bytes(png_of(pixels))
    except OSError as error:
        raise UsageError(f"{option}: {file} cannot be written: {error.strerror}") from error


def png_of(pixels: "Pixels") -> bytes:
    """Give a picture (H, W, 3) RGB as PNG."""
    import cv2

    _, data = cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    return data.tobytes()


@contextmanager
def progress_bar(before: str, *after: str) -> Iterator["Progress | None"]:
    """Show a bar on standard error where it is a terminal, with texts of its task round it; None without the extra, and where nothing would stay of it."""
    try:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    except ImportError:
        yield None
        return
    console = Console(stderr=True)
    if not console.is_terminal and not after:  # such a bar leaves nothing, but for an empty line
        yield None
        return
    columns = (TextColumn(before), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, *map(TextColumn, after), console=console, transient=not after) as bar:
        yield bar
