"""Can people use the editor of templates? `template edit` in headless Chromium: axe, keyboard, width, pictures to look at.

    python -m benchmarks.report.editor --axe axe.min.js -o OUT

`axe.min.js` comes from the npm package axe-core (`npm pack axe-core`). Opens Utopia's template in the light and in the dark, at the
width of a phone (390) and of a desk (1280): as first seen, with a place chosen that does not fit, and with the question before the end.
Writes pictures of each and results/report-editor.json; the exit code is 1 where axe finds a violation or a stop shows no focus.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.provenance import provenance
from benchmarks.report.devtools import Tab
from benchmarks.report.pages import AXE, KEYBOARD, RULES
from docforensics.cli.guide import find_template
from docforensics.editing.server import EditServer
from docforensics.editing.session import EditSession
from docforensics.templates.store import save_template

RESULT = Path(__file__).parents[1] / "results" / "report-editor.json"
TEMPLATE = "UTO-P-2-2023"
WIDTHS = {1280: 900, 390: 844}
"""With their heights, px."""
_LOADED = "new Promise((on) => { const one = document.getElementById('picture'); one.complete ? on() : one.onload = on; })"


def states(tab: Tab) -> Iterator[str]:
    """Bring the page to one state after another; their names."""
    yield "first"
    tab.run("document.getElementById('board').focus()")
    tab.press("PageDown")
    tab.press("ArrowRight")
    tab.write("#name", "signature")
    tab.until("document.querySelector('#list .error')")
    yield "wrong"
    tab.write("#name", "portrait")
    tab.until("!document.querySelector('#list .error') && document.querySelector('#notes li')")
    yield "moved"
    tab.click("#end")
    yield "leave"


def measured(url: str, axe: str, out: Path, width: int, *, dark: bool) -> dict[str, Any]:
    """Hold every state of the page against axe, walk the first by keyboard, and take pictures."""
    said: dict[str, Any] = {}
    with Tab(width=width, height=WIDTHS[width], dark=dark) as tab:
        tab.open(url)
        tab.run(_LOADED)
        tab.run(f"{axe}; 0")
        for name in states(tab):
            said[name] = tab.run(_returned(AXE % json.dumps(RULES)))
            tab.run("scrollTo(0, 0)")
            tab.picture(out / f"editor-{name}-{width}{'-dark' if dark else ''}.png")
            if name == "moved":
                said["keyboard"] = tab.run(_returned(KEYBOARD))
        said["complaints"] = tab.complaints
    return said


def _returned(script: str) -> str:
    """A script that `tell`s a value as an expression that is it."""
    return (
        f"(async () => {{ let said; const tell = (value) => {{ said = value; }}; {script} return said; }})()"
    )


def main() -> int:
    """Open the editor at every width, and say what is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--axe", type=Path, required=True, help="axe.min.js of the npm package axe-core")
    parser.add_argument("-o", "--out", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    axe = arguments.axe.read_text(encoding="utf-8")
    runs: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        source = save_template(find_template(TEMPLATE, None), Path(folder) / TEMPLATE)
        for width in WIDTHS:
            for dark in (False, True):
                name = f"{width}{'-dark' if dark else ''}"
                with EditServer(EditSession.open(source)).serving() as server:
                    runs[name] = found = measured(server.url, axe, arguments.out, width, dark=dark)
                print(f"{name:<10} {_line(found)}", flush=True)
    version = axe[:200].split("axe v", 1)[-1].split()[0]
    told = {"provenance": provenance(), "axe": version, "rules": RULES, "template": TEMPLATE, "runs": runs}
    RESULT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return int(any(_faults(found) for found in runs.values()))


def _states(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: one for name, one in found.items() if isinstance(one, dict) and "violations" in one}


def _faults(found: dict[str, Any]) -> int:
    violations = sum(len(one["violations"]) for one in _states(found).values())
    keyboard = found["keyboard"]
    return int(violations + len(keyboard["bad"]) + max(0, keyboard["wide"]) + len(found["complaints"]))


def _line(found: dict[str, Any]) -> str:
    axes = [
        f"{name}: {len(one['violations'])} violations {[rule['id'] for rule in one['violations']]}, {len(one['incomplete'])} to look at"
        for name, one in _states(found).items()
    ]
    keyboard = found["keyboard"]
    return (
        f"{'; '.join(axes)}; {keyboard['stops']} stops by keyboard, {len(keyboard['bad'])} bad; {keyboard['wide']} px too wide; "
        f"{len(found['complaints'])} complaints of the browser"
    )


if __name__ == "__main__":
    sys.exit(main())
