"""What pages name exists: commands and options, targets of make, extras, public names. `make docs` also runs what they show."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import docforensics
from docforensics.cli.program import COMMANDS, build_parser
from tools.site.included import TAKEN

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
MADE = {"api", "cli", "checks", "benchmarks", "decisions", "files"}
PAGES = sorted(
    page
    for page in DOCS.rglob("*.md")
    if not MADE & set(page.relative_to(DOCS).parts)
    and page.relative_to(DOCS).as_posix() not in {"changelog.md", *TAKEN.values()}
)
TEXTS = {page.relative_to(DOCS).as_posix(): page.read_text(encoding="utf-8") for page in PAGES}


def shown() -> Iterator[tuple[str, str]]:
    """Give every command of the program that stands after a `$`, with its page."""
    for name, text in TEXTS.items():
        for found in re.finditer(r"^\$ (docforensics (?:[^\n\\]|\\\n)+)$", text, re.MULTILINE):
            yield name, found[1].replace("\\\n", " ")


COMMANDS_SHOWN = sorted(set(shown()))


@pytest.mark.parametrize(("page", "command"), COMMANDS_SHOWN)
def test_every_command_that_is_shown_can_be_parsed(page: str, command: str) -> None:
    """Its options are those of the parser; nothing is run."""
    words = shlex.split(command)[1:]
    assert words[0] in COMMANDS, page
    assert build_parser(words[:1]).parse_args(words).command == words[0]


def test_commands_named_in_sentences_exist() -> None:
    """`docforensics NAME`, and `template NAME` below it."""
    named = {word for text in TEXTS.values() for word in re.findall(r"`docforensics ([a-z]+)", text)}
    assert named
    assert named <= set(COMMANDS)


def test_options_named_in_sentences_exist() -> None:
    """Each `--option` belongs to some command, or is another program's and named here."""
    parser = build_parser()
    known = set(re.findall(r"--[a-z][a-z0-9-]*", "".join(_helps(parser))))
    others = {"--no-index", "--find-links", "--dest", "--head", "--address", "--tmpfs"}
    named = {
        option
        for text in TEXTS.values()
        for code in re.findall(r"`([^`\n]*--[^`\n]*)`", text)
        for option in re.findall(r"(?<!\S)--[a-z][a-z0-9-]*", code)
    }
    assert len(named) > 40
    assert named - known - others == set()


def _helps(parser: object) -> Iterator[str]:
    yield parser.format_help()  # type: ignore[attr-defined]
    for action in getattr(parser, "_actions", ()):
        if isinstance(getattr(action, "choices", None), dict):
            for below in action.choices.values():
                yield from _helps(below)


def test_public_names_and_extras_exist() -> None:
    """`df.NAME` in code and sentences, `docforensics[EXTRA]`."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    for page, text in TEXTS.items():
        for name in set(re.findall(r"\bdf\.(\w+)", text)):
            assert hasattr(docforensics, name), f"{page}: df.{name}"
        for names in re.findall(r"docforensics\[([\w,]+)\]", text):
            assert set(names.split(",")) <= set(extras), page
