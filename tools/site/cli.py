"""One page a command, made from the parser of the command line."""

import argparse
import re
from collections.abc import Iterator

from docforensics.cli.exits import EXIT_CODES
from docforensics.cli.program import COMMANDS, build_parser
from tools.site.pages import contents, fresh_folder, table

_INDEX = """\
# Command line

`docforensics COMMAND --help` prints what these pages state; they are made from the program's own parser.

"""


def write() -> int:
    """Write a page a command and their index."""
    folder = fresh_folder("reference", "cli")
    parser = build_parser()
    commands = _below(parser)
    for name, below in commands.items():
        (folder / f"{name}.md").write_text(page(below, name), encoding="utf-8")
    rows = [(f"[`{name}`]({name}.md)", what) for name, what in COMMANDS.items()]
    text = (
        _INDEX
        + table(("command", "what it does"), rows)
        + f"\n## Exit codes\n\n{_codes()}\n"
        + contents(commands)
    )
    (folder / "index.md").write_text(text, encoding="utf-8")
    return len(commands) + 1


def _codes() -> str:
    text = " ".join(EXIT_CODES.split())
    return text[0].upper() + text[1:] + "."


def _below(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Give the commands of a parser."""
    return {
        name: below
        for action in parser._actions  # noqa: SLF001 (argparse names its actions nowhere else)
        if isinstance(action, argparse._SubParsersAction)  # noqa: SLF001
        for name, below in action.choices.items()
    }


def page(parser: argparse.ArgumentParser, name: str) -> str:
    """Write the page of a command, with those below it."""
    parts = [f"# docforensics {name}\n", *_described(parser)]
    for word, below in _below(parser).items():
        parts += [f"## docforensics {name} {word}\n", *_described(below)]
    return "\n".join(parts)


def _described(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield prose(parser.description or "") + "\n"
    usage = re.sub(r"\s+", " ", parser.format_usage().removeprefix("usage: ")).strip()
    yield f"```text\n{_folded(usage)}\n```\n"
    rows = [
        (_named(action), _helped(action, parser))
        for action in parser._actions  # noqa: SLF001
        if not isinstance(action, argparse._HelpAction | argparse._SubParsersAction)  # noqa: SLF001
        and action.help != argparse.SUPPRESS
    ]
    if rows:
        yield table(("argument", "meaning"), rows)


def _folded(usage: str) -> str:
    """Break a usage between its arguments, at most 90 characters a line."""
    lines = [""]
    for part in re.findall(r"\[.*?\](?:(?=\s)|$)|\S+", usage):
        if len(lines[-1]) + len(part) > 90:
            lines.append("   ")
        lines[-1] += f" {part}" if lines[-1] else part
    return "\n".join(lines)


def _named(action: argparse.Action) -> str:
    value = action.metavar or (",".join(map(str, action.choices)) if action.choices else action.dest.upper())
    shown = " ".join(value) if isinstance(value, tuple) else value
    if not action.option_strings:
        return f"`{shown}`"
    takes = f" {shown}" if action.nargs != 0 else ""
    return ", ".join(f"`{option}{takes}`" for option in action.option_strings)


def _helped(action: argparse.Action, parser: argparse.ArgumentParser) -> str:
    facts = {**vars(action), "prog": parser.prog}
    return ((action.help or "") % facts).replace("<", "&lt;")


def prose(text: str) -> str:
    """Write a description: what is indented is shown as it stands."""
    parts = [part for part in text.split("\n\n") if part.strip()]
    return "\n\n".join(
        f"```text\n{part}\n```" if part.startswith(" ") else " ".join(part.split()) for part in parts
    )
