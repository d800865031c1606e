"""axe-core on a page in a browser: the rules that pages are held to, and what it finds.

`axe.min.js` next to this file is that of the npm package axe-core 4.14.1, unchanged (Deque Systems, MPL-2.0); it is part of no distribution.
"""

import json
from pathlib import Path
from typing import Any

from benchmarks.report.devtools import Tab
from benchmarks.report.pages import AXE, RULES

AXE_FILE = Path(__file__).with_name("axe.min.js")
_ASKED = "(async () => {let said; const tell = (v) => { said = v }; %s; return said})()"


def found_by_axe(tab: Tab, axe: str = "") -> dict[str, Any]:
    """Give `violations` and `incomplete` of the page that is open, each with its id and nodes, and how many rules pass."""
    tab.run(f"{axe or AXE_FILE.read_text(encoding='utf-8')}; 0")
    return dict(tab.run(_ASKED % (AXE % json.dumps(RULES))))
