"""What the entry and the steps of the work on a pile have in common."""

import re
from collections.abc import Callable
from pathlib import Path

from docforensics.regular import place_below
from docforensics.templates.writing import writing

Shown = Callable[[str, int, int], None]
"""Called with the name of a step, how many of its tasks are done, and how many there are."""
FOLDER = ".pile"
"""Below the store: what each step found, kept for a run that goes on."""
GROUP_FOLDER = re.compile(r"group-[0-9]{2,}(-[a-z0-9]+)*")
"""Names of the folders of groups, editions and series."""
_ANY = "any"
"""In place of a file's name, where its folder is judged."""


def refuse_links(store: Path) -> None:
    """Raise UsageError for a link in the place of a folder of the store that is written: what it leads to is another's."""
    groups = (one.name for one in store.glob("group-*") if GROUP_FOLDER.fullmatch(one.name))
    for name in (FOLDER, *groups):
        with writing(store / name):
            place_below(store, f"{name}/{_ANY}")
