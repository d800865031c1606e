"""Runs every block of code on the pages: `make docs` calls pytest on this folder.

Blocks of one page share a namespace and a folder, in the order of the page, as a reader would type them in a checkout. A block of another
language than those of `RUNS` fails: nothing is shown that nobody tried. A block with a caption is also written to the file that it names.
"""

import doctest
import io
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any

from sybil import Document, Example, Region, Sybil

from docforensics.cli.program import main

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FENCE = re.compile(
    r"^(?P<ticks>```+)(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=ticks)[ ]*$", re.DOTALL | re.MULTILINE
)
MADE = ("api/*", "cli/*", "checks/*", "benchmarks/*", "decisions/*", "files/*")
"""Pages that are made from code or are notes of their day."""
TAKEN = (
    "changelog.md",
    "conduct.md",
    "contributing.md",
    "threats.md",
    "calibration.md",
    "licences.md",
    "samples.md",
    "typescript.md",
    "codes.md",
)
"""Pages whose source is elsewhere, tested there."""
ENDS = {0, 10, 11}
"""Exit codes of a command that did its work."""
SERVICES: list[subprocess.Popen[bytes]] = []
"""Started on the page at hand."""
READY = "http://127.0.0.1:8117/readyz"
SECONDS_TO_START = 90
"""On a loaded machine it loads models for a while: a judgement."""
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
"""As in an environment that was activated: pages name `python`, which a bare machine has not."""


def blocks(document: Document) -> Iterator[Region]:
    """Give every fenced block that holds code."""
    for found in FENCE.finditer(document.text):
        info, body = found["info"].strip(), found["body"]
        caption = ""
        if info.startswith("{code-block}"):
            info = info.removeprefix("{code-block}").strip()
            if option := re.match(r":caption: (.+)\n\n?", body):
                caption, body = option[1], body[option.end() :]
        if not info.startswith("{"):
            yield Region(found.start(), found.end(), (info, caption, body), run)


def run(example: Example) -> str | None:
    """Run one block; a text where it is not as shown."""
    language, caption, body = example.parsed
    if caption:
        Path(caption).parent.mkdir(parents=True, exist_ok=True)
        Path(caption).write_text(body, encoding="utf-8")
        if language == "text":
            return None  # A file that a later command reads.
    if language not in RUNS:
        return f"no way is known to try a block of {language!r}"
    return RUNS[language](body, example)


def _python(body: str, example: Example) -> str | None:
    name, line = str(example.path), example.line
    if not body.startswith(">>>"):
        code = compile("\n" * line + body, name, "exec")
        exec(code, example.namespace)  # noqa: S102 (the page's own code)
        return None
    session = doctest.DocTestParser().get_doctest(body, example.namespace, name, name, line)
    shown: list[str] = []
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    runner.run(session, out=shown.append, clear_globs=False)
    example.namespace.update(session.globs)
    return "".join(shown) if runner.failures else None


def _console(body: str, _: Example) -> str | None:
    """Run each line after `$`; where lines of output follow, they are what it prints."""
    for command, shown in commands(body):
        printed = _ran(command)
        if shown and not doctest.OutputChecker().check_output(shown, printed, FLAGS):
            return f"$ {command}\nexpected:\n{shown}\ngot:\n{printed}"
    return None


def commands(body: str) -> Iterator[tuple[str, str]]:
    """Give the commands of a session with the output that is shown."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        lines = part.split("\n")
        command = lines.pop(0)
        while command.endswith("\\"):
            command = command[:-1] + lines.pop(0)
        yield command.strip(), "\n".join(lines).strip() and "\n".join(lines)


def _ran(command: str) -> str:
    words = shlex.split(command)
    if words[:2] == ["docforensics", "serve"]:
        return _served(words[1:])
    if words[0] == "docforensics":
        return _docforensics(words[1:])
    if words[0] == "make":
        targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        assert words[1] in targets, command
        return ""
    if words[0] == "pip" or words[:3] == ["python3", "-m", "venv"]:
        extras = re.findall(r"docforensics\[([\w,]+)\]", command)
        assert {one for found in extras for one in found.split(",")} <= set(
            PROJECT["optional-dependencies"]
        ), command
        return ""
    words[0] = sys.executable if words[0] == "python" else words[0]
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 (the page's own command)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _served(words: list[str]) -> str:
    """Start the service, which ends with the page; wait until it can examine."""
    process = subprocess.Popen([sys.executable, "-m", "docforensics", *words], stdout=subprocess.DEVNULL)  # noqa: S603
    SERVICES.append(process)
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(READY) as answer:
            if answer.status == HTTPStatus.OK:
                return ""
        time.sleep(0.1)
    raise AssertionError(f"docforensics {shlex.join(words)} is not ready")


def _docforensics(words: list[str]) -> str:
    printed, complained = io.StringIO(), io.StringIO()
    with redirect_stdout(printed), redirect_stderr(complained):
        try:
            code = main(words)
        except SystemExit as end:
            code = int(end.code or 0)
    assert code in ENDS, f"docforensics {shlex.join(words)} ended with {code}: {complained.getvalue()}"
    return printed.getvalue()


def _toml(body: str, _: Example) -> None:
    """A policy is read as one; everything else has to be TOML."""
    from docforensics.scoring.policy import Policy

    table = tomllib.loads(body)
    if "mandatory" in table or "run_modes" in table:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "policy.toml"
            file.write_text(body, encoding="utf-8")
            Policy.load(file)


def _sql(body: str, example: Example) -> str | None:
    """The query runs on the results that the page made."""
    import duckdb

    rows = duckdb.sql(body).fetchall()
    example.namespace["rows"] = rows
    return None if rows else "the query finds nothing"


def _json(body: str, _: Example) -> None:
    json.loads(body)


RUNS: dict[str, Callable[[str, Example], str | None]] = {
    "python": _python,
    "console": _console,
    "toml": _toml,
    "sql": _sql,
    "json": _json,
}


def enter(namespace: dict[str, Any]) -> None:
    """Begin a page in an empty folder that holds what a reader of it has in a checkout."""
    folder = tempfile.TemporaryDirectory()
    for name in ("sample_docs", "models"):
        (Path(folder.name) / name).symlink_to(ROOT / name)
    namespace.update(__name__="shown", _folder=folder, _before=Path.cwd())
    os.environ["COLUMNS"] = "100"
    os.chdir(folder.name)


def leave(namespace: dict[str, Any]) -> None:
    """End a page, and what it started."""
    while SERVICES:
        service = SERVICES.pop()
        service.terminate()
        service.wait(timeout=SECONDS_TO_START)
    os.chdir(namespace["_before"])
    namespace["_folder"].cleanup()


pytest_collect_file = Sybil(
    parsers=[blocks], pattern="*.md", excludes=[*MADE, *TAKEN], setup=enter, teardown=leave
).pytest()
