"""What the entry and the steps of the work on a pile have in common."""

import re
from collections.abc import Callable

Shown = Callable[[str, int, int], None]
"""Called with the name of a step, how many of its tasks are done, and how many there are."""
FOLDER = ".pile"
"""Below the store: what each step found, kept for a run that goes on."""
GROUP_FOLDER = re.compile(r"group-[0-9]{2,}(-[a-z0-9]+)*")
"""Names of the folders of groups, editions and series."""
