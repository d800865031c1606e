"""Output survives odd terminals, odd text and readers that leave."""

import io
import json
import os
import subprocess
import sys

import pytest

from docforensics.cli.output import Output, ProgressLines, progress_bar

PROGRAM = """
import sys
from docforensics.cli.output import Output
output = Output()
for number in range(20000):
    output.write("a line that fills the pipe")
    if output.closed:
        break
sys.exit(10 if output.closed else 9)
"""


class Terminal(io.StringIO):
    """Says that it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_a_reader_that_leaves_ends_the_output_quietly() -> None:
    """`| head` gives no traceback, and the exit code stays the program's own."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        assert process.wait(timeout=60) == 10
    assert errors == b""


def test_a_terminal_without_utf_8_shows_substitutes() -> None:
    """A character that it cannot show is no error."""
    raw = io.BytesIO()
    output = Output(io.TextIOWrapper(raw, encoding="ascii"), io.StringIO())
    output.write("naïve")
    assert raw.getvalue() == f"na\\xefve{os.linesep}".encode()


HOSTILE = "x\x1b[2J\x9b31m\u202e\x07\nequal: 412 values, CLEAR"
"""Of a stranger: it clears a screen, colours it, turns the text round and adds a line that this program writes."""


def test_no_line_steers_the_terminal_or_makes_another() -> None:
    """Whoever wrote what stands in it; colours of our own come after that."""
    shown = Terminal()
    output = Output(shown, io.StringIO())
    output.answer({}, f"  place: {HOSTILE}", "second", as_json=False)
    output.write(HOSTILE)
    lines = shown.getvalue().split("\n")
    said = "x\ufffd[2J\ufffd31m\ufffd\ufffd equal: 412 values, CLEAR"
    assert lines == [f"  place: {said}", "second", said, ""]
    output.write_rendered("\x1b[32mCLEAR\x1b[0m")
    assert shown.getvalue().endswith("\x1b[32mCLEAR\x1b[0m\n")


def test_json_steers_no_terminal_and_says_the_same() -> None:
    """Characters that JSON need not escape are escaped where a terminal obeys them."""
    for indent in (None, 2):
        shown = Terminal()
        Output(shown, io.StringIO()).answer({"é": HOSTILE}, as_json=True, indent=indent)
        assert json.loads(shown.getvalue()) == {"é": HOSTILE}
        assert not set("\x1b\x9b\u202e\x07") & set(shown.getvalue())
        assert "é" in shown.getvalue()


def test_json_is_utf_8_on_any_terminal() -> None:
    """What a program reads does not depend on the locale."""
    raw = io.BytesIO()
    output = Output(io.TextIOWrapper(raw, encoding="ascii"), io.StringIO())
    output.write_json({"name": "naïve"})
    assert json.loads(raw.getvalue().decode("utf-8")) == {"name": "naïve"}
    with pytest.raises(ValueError, match="not JSON compliant"):
        output.write_json({"value": float("nan")})


def test_colour_and_width_are_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe gets plain lines of 100 columns; NO_COLOR and a dumb terminal are respected."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "72")
    assert Output(Terminal(), io.StringIO()).colour
    assert Output(Terminal(), io.StringIO()).width == 72
    assert not Output(io.StringIO(), io.StringIO()).colour
    assert Output(io.StringIO(), io.StringIO()).width == 100
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Output(Terminal(), io.StringIO()).colour
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("COLUMNS", "160")
    assert Output(Terminal(), io.StringIO()).width == 160
    monkeypatch.setenv("TERM", "dumb")
    assert not Output(Terminal(), io.StringIO()).colour


def test_colour_can_be_forced_and_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """FORCE_COLOR colours a pipe, as `less -R` wants it; NO_COLOR counts more, as elsewhere."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert Output(io.StringIO(), io.StringIO()).colour
    monkeypatch.setenv("FORCE_COLOR", "0")
    assert not Output(Terminal(), io.StringIO()).colour
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Output(Terminal(), io.StringIO()).colour


def test_complaints_go_to_standard_error_on_one_line() -> None:
    """A file name cannot break the line or steer the terminal."""
    out, err = io.StringIO(), io.StringIO()
    Output(out, err).complain("bad\n\x1b[2Jname.png: no such file")
    assert out.getvalue() == ""
    assert err.getvalue() == "docforensics: bad\ufffd\ufffd[2Jname.png: no such file\n"


def test_a_complaint_that_repeats_a_long_name_keeps_its_ends() -> None:
    """What to do stands at the end of a sentence."""
    err = io.StringIO()
    Output(io.StringIO(), err).complain("x" * 100_000 + ": give a name of 255 characters at most")
    assert len(err.getvalue()) < 5000
    assert err.getvalue().endswith(": give a name of 255 characters at most\n")


def test_a_bar_that_leaves_nothing_is_not_begun_without_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It left an empty line before the answer."""
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    with progress_bar("pages") as bar:
        assert bar is None
    assert capsys.readouterr().err == ""


def test_without_a_terminal_progress_is_a_line_a_step_and_a_line_every_ten_seconds() -> None:
    """A terminal shows a bar in its place, where there is one; a command of one step begins without a line."""
    now = [0.0]
    whole = ["pages: 0 of 9", "pages: 7 of 9", "learned: 0 of 2"]
    for stream, step, has_bar, lines in (
        (io.StringIO(), "", True, whole),
        (io.StringIO(), "pages", True, whole[1:]),
        (Terminal(), "", True, []),
        (Terminal(), "", False, whole),
    ):
        now[0] = 0.0
        progress = ProgressLines(Output(stderr=stream), step, lambda: now[0], has_bar=has_bar)
        for seconds, told in (
            (1, ("pages", 0, 9)),
            (9, ("pages", 5, 9)),
            (12, ("pages", 7, 9)),
            (13, ("learned", 0, 2)),
        ):
            now[0] = seconds
            progress.show(*told)
        assert stream.getvalue().splitlines() == [f"docforensics: {line}" for line in lines]
