"""Can people use the documentation site? Every page in headless Chromium: axe, width, what it asks for; pictures to look at.

    make docs && python -m benchmarks.report.site build/site --axe axe.min.js -o OUT

`axe.min.js` comes from the npm package axe-core (`npm pack axe-core`). The site is served to this machine alone. Pages are opened at the width of a
desk (1280) and of a phone (390); some of each kind in the dark too. Writes pictures of these and results/report-site.json; the exit code is 1
where axe finds a violation, a page is wider than the window, or asks for anything that is not on the site.
"""

import argparse
import json
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from benchmarks.provenance import provenance
from benchmarks.report.axe import found_by_axe
from benchmarks.report.devtools import Tab
from benchmarks.report.pages import RULES

RESULT = Path(__file__).parents[1] / "results" / "report-site.json"
WIDTHS = {1280: 900, 390: 844}
"""With their heights, px."""
SHOWN = (
    "index",
    "start",
    "tutorials/template",
    "concepts/claims",
    "howto/keys",
    "reference/checks/index",
    "reference/checks/portrait.portrait_luminescence",
    "reference/cli/examine",
    "reference/api/examine",
    "reference/json",
    "architecture",
    "benchmarks/index",
)
"""Pages of which pictures are taken, and which are opened in the dark."""
_ASKED = "performance.getEntriesByType('resource').map((one) => one.name)"
_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files and writes no log."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve the folder to this machine; give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def names(site: Path) -> list[str]:
    """Name the pages."""
    pages = (file.relative_to(site) for file in sorted(site.rglob("*.html")))
    return [page.with_suffix("").as_posix() for page in pages if "_static" not in page.parts]


def measured(
    base: str, pages: Sequence[str], axe: str, out: Path, width: int, *, dark: bool
) -> dict[str, Any]:
    """Hold every page against axe at one width."""
    found: dict[str, Any] = {}
    with Tab(width=width, height=WIDTHS[width], dark=dark) as tab:
        for page in pages:
            tab.open(f"{base}/{page}.html")
            told = found_by_axe(tab, axe)
            asked = [name for name in tab.run(_ASKED) if not name.startswith(base)]
            found[page] = {
                "violations": told["violations"],
                "incomplete": len(told["incomplete"]),
                "wide": tab.run(_WIDE),
                "elsewhere": asked,
            }
            if page in SHOWN:
                tab.picture(out / f"{page.replace('/', '-')}-{width}{'-dark' if dark else ''}.png")
    return found


def main() -> int:
    """Open every page, print what is wrong, keep the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=Path)
    parser.add_argument("--axe", type=Path, required=True, help="axe.min.js of the npm package axe-core")
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--pages", nargs="*", help="these alone (nothing is kept)")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    axe = arguments.axe.read_text(encoding="utf-8")
    pages = arguments.pages or names(arguments.site)
    runs: dict[str, Any] = {}
    with served(arguments.site) as base:
        for width in WIDTHS:
            for dark in (False, True):
                name = f"{width}{'-dark' if dark else ''}"
                opened = [page for page in pages if page in SHOWN] if dark else pages
                runs[name] = measured(base, opened, axe, arguments.out, width, dark=dark)
                print(f"{name}: {_line(runs[name])}", flush=True)
    faults = sum(_faults(one) for run in runs.values() for one in run.values())
    if not arguments.pages:
        summary = {
            name: {**_summary(run), "pages": {page: one for page, one in run.items() if _faults(one)}}
            for name, run in runs.items()
        }
        told = {
            "provenance": provenance(),
            "axe": axe[:200].split("axe v", 1)[-1].split()[0],
            "rules": RULES,
            "runs": summary,
        }
        RESULT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return int(faults > 0)


def _faults(one: dict[str, Any]) -> int:
    return len(one["violations"]) + int(one["wide"] > 0) + len(one["elsewhere"])


def _summary(run: dict[str, Any]) -> dict[str, int]:
    return {
        "opened": len(run),
        "violations": sum(len(one["violations"]) for one in run.values()),
        "to_look_at": sum(one["incomplete"] for one in run.values()),
        "too_wide": sum(one["wide"] > 0 for one in run.values()),
        "asked_elsewhere": sum(len(one["elsewhere"]) for one in run.values()),
    }


def _line(run: dict[str, Any]) -> str:
    kinds: dict[str, list[str]] = {}
    for page, one in run.items():
        for violation in one["violations"]:
            kinds.setdefault(f"{violation['id']} {violation['nodes'][0]}", []).append(page)
        if one["wide"] > 0:
            kinds.setdefault("too wide", []).append(f"{page} by {one['wide']} px")
    listed = "".join(f"\n  {kind}: {len(found)} ({', '.join(found[:3])})" for kind, found in kinds.items())
    return f"{_summary(run)}{listed}"


if __name__ == "__main__":
    sys.exit(main())
