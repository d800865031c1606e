"""The index of decisions, newest first, made from the notes themselves."""

import re
from pathlib import Path

from tools.site.pages import DOCS, contents, table

FOLDER = DOCS / "decisions"
INDEX = FOLDER / "index.md"
_INDEX = """\
# Decisions

Notes of what was decided, each with its figures and with what failed. They are dated and not written anew: names and figures in them are those of
their day.

"""
_DATED = re.compile(r"^\d{4}-\d{2}-\d{2}:? *")


def write() -> int:
    """Write the index."""
    INDEX.write_text(index(), encoding="utf-8")
    return 1


def index() -> str:
    """List all notes by day."""
    notes = sorted((note for note in FOLDER.glob("*.md") if note != INDEX), key=lambda note: note.name)
    days = sorted({note.name[:10] for note in notes}, reverse=True)
    parts = [_INDEX]
    for day in days:
        rows = [(f"[{_title(note)}]({note.name})",) for note in notes if note.name.startswith(day)]
        parts.append(f"## {day}\n\n" + table(("decision",), rows))
    parts.append(contents(note.stem for note in notes))
    return "\n".join(parts)


def _title(note: Path) -> str:
    first = note.read_text(encoding="utf-8").split("\n", 1)[0].lstrip("# ").strip()
    title = _DATED.sub("", first)
    return title[0].upper() + title[1:]
