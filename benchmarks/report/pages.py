"""Do people get pages they can use? Reports, guide and drill in headless Chromium: axe, weight, keyboard, print, pictures.

    python -m benchmarks.report.pages --axe axe.min.js -o OUT

`axe.min.js` comes from the npm package axe-core (`npm pack axe-core`). Writes every page, pictures at phone (390) and desktop
(1280) width, PDFs, and results/report-pages.json.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.provenance import provenance
from benchmarks.report.browser import DARK, ask, pdf, picture
from benchmarks.report.cases import SAMPLES, reports, truth
from docforensics.bench.drill import drill_cases
from docforensics.bench.examples import feature_examples
from docforensics.bench.loaders import load_data_set
from docforensics.cli.guide import find_template
from docforensics.guidance.equipment import Profile
from docforensics.report.drill import answers_html, drill_html
from docforensics.report.guide import guide_html

RESULT = Path(__file__).parents[1] / "results" / "report-pages.json"
POST = Profile.parse("uv-lamp,loupe")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LIMIT_BYTES = 1_500_000
OPEN = """
for (const fold of document.querySelectorAll("details")) fold.open = true;
"""
AXE = """
const found = await axe.run(document, { runOnly: %s, exclude: [] });
const short = (list) => list.map((one) => ({ id: one.id, impact: one.impact, nodes: one.nodes.map((node) => node.target.join(" ")) }));
tell({ violations: short(found.violations), incomplete: short(found.incomplete), passes: found.passes.length });
"""
RUNS = ("axe_closed", "axe_1280", "axe_390", "axe_dark")
"""As first seen, and with every part open: at both widths and in the dark."""
KEYBOARD = (
    OPEN
    + """window.focus();
// Until the browser has given the page the focus, no element in it shows any.
for (let wait = 0; wait < 200 && !document.hasFocus(); wait++) await new Promise((on) => setTimeout(on, 25));
const all = [...document.querySelectorAll("a[href], button, input, select, textarea, [tabindex]")]
  .filter((one) => one.tabIndex >= 0 && !one.disabled && one.offsetParent !== null);
const bad = [];
let last = null;
for (const one of all) {
  one.focus();
  const style = getComputedStyle(one);
  if (document.activeElement !== one) bad.push("takes no focus: " + one.outerHTML.slice(0, 80));
  else if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) bad.push("shows no focus: " + one.outerHTML.slice(0, 80));
  if (one.tabIndex > 0) bad.push("jumps the order: " + one.outerHTML.slice(0, 80));
  last = one;
}
tell({ stops: all.length, bad, wide: document.documentElement.scrollWidth - document.documentElement.clientWidth });
"""
)


def pages() -> Iterator[tuple[str, str]]:
    """Every page by name."""
    for name, report in reports().items():
        yield name, report.for_post(POST).to_html()
        if name == "photo-swap":
            yield f"{name}-share", report.to_share().to_html()
            for language in ("fr", "es", "ar"):
                yield f"{name}-{language}", report.for_post(POST).to_html(language=language)
    template, samples = find_template("UTO-P-2-2023", None), load_data_set(SAMPLES)
    yield "guide", guide_html(template, examples=feature_examples(template=template, data_set=samples))
    yield "guide-ar", guide_html(template, language="ar")
    cases = drill_cases(samples, 12, 1)
    yield "drill", drill_html(cases)
    yield "answers", answers_html(cases)


def measured(page: Path, axe: str) -> dict[str, Any]:
    """Weigh a page, hold it against axe at both widths and in the dark, and walk it by keyboard."""
    rules = AXE % json.dumps(RULES)
    return {
        "bytes": page.stat().st_size,
        "axe_closed": ask(page, rules, libraries=(axe,)),
        "axe_1280": ask(page, OPEN + rules, libraries=(axe,)),
        "axe_390": ask(page, OPEN + rules, width=390, libraries=(axe,)),
        "axe_dark": ask(page, OPEN + rules, DARK, libraries=(axe,)),
        "keyboard": ask(page, KEYBOARD),
    }


def main() -> int:
    """Make the pages, measure them, and say what is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--axe", type=Path, help="axe.min.js of the npm package axe-core; without it the pages are made only"
    )
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument(
        "--measure", nargs="*", metavar="PAGE", help="measure these pages of OUT, made before"
    )
    arguments = parser.parse_args()
    names = arguments.measure or make(arguments.out)
    return measure(names, arguments.out, arguments.axe) if arguments.axe else 0


def make(out: Path) -> list[str]:
    """Write every page; their names."""
    out.mkdir(parents=True, exist_ok=True)
    names = []
    for name, html in pages():
        (out / f"{name}.html").write_text(html, encoding="utf-8")
        names.append(name)
        print(f"{name}: {len(html.encode()) / 1e6:.2f} MB", flush=True)
    (out / "truth.jsonl").write_text("".join(truth(name) + "\n" for name in SIX), encoding="utf-8")
    return names


def measure(names: list[str], out: Path, axe_file: Path) -> int:
    """Measure pages and keep the figures, those of other pages as they were."""
    axe = axe_file.read_text(encoding="utf-8")
    known = json.loads(RESULT.read_text(encoding="utf-8"))["pages"] if RESULT.exists() else {}
    for name in names:
        page = out / f"{name}.html"
        known[name] = found = measured(page, axe)
        picture(page, out / f"{name}-1280.png", 1280, 3600)
        picture(page, out / f"{name}-390.png", 390, 7000)
        pdf(page, out / f"{name}.pdf")
        print(f"{name:<18} {_line(found)}", flush=True)
    version = axe[:200].split("axe v", 1)[-1].split()[0]
    told = {"provenance": provenance(), "axe": version, "rules": RULES, "pages": known}
    RESULT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return int(any(_faults(known[name]) for name in names))


SIX = ("genuine", "photo-swap", "retyped-date", "counterfeit-uv", "misread-mrz", "no-template")


def _faults(found: dict[str, Any]) -> int:
    violations = sum(len(found[key]["violations"]) for key in RUNS)
    return int(violations + len(found["keyboard"]["bad"]) + (found["bytes"] > LIMIT_BYTES))


def _line(found: dict[str, Any]) -> str:
    axes = [
        f"{key[4:]}: {len(found[key]['violations'])} violations {[one['id'] for one in found[key]['violations']]}, "
        f"{len(found[key]['incomplete'])} to look at"
        for key in RUNS
    ]
    keyboard = found["keyboard"]
    return (
        f"{found['bytes'] / 1e6:.2f} MB; {'; '.join(axes)}; {keyboard['stops']} stops by keyboard, "
        f"{len(keyboard['bad'])} bad; {keyboard['wide']} px too wide"
    )


if __name__ == "__main__":
    sys.exit(main())
