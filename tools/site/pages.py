"""What all generated pages share: where they go, tables, anchors and links between pages."""

import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
_CITED = re.compile(r"standards\.md (\d+(?:\.\d+)?)")
STANDARDS = Path("reference", "standards").with_suffix(".md")
"""Below docs/."""
_PAGE = re.compile(r"`?docs/([\w/.-]+\.md)`?")


def fresh_folder(*parts: str) -> Path:
    """Give an empty folder of generated pages below docs/."""
    folder = DOCS.joinpath(*parts)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def contents(pages: Iterable[str], *, depth: int = 1, hidden: bool = True) -> str:
    """Write the list of pages below a page."""
    options = [":hidden:"] * hidden + [f":maxdepth: {depth}"]
    return "\n".join(["```{toctree}", *options, "", *pages, "```"]) + "\n"


def anchor(heading: str) -> str:
    """Give the anchor that MyST makes of a heading, as GitHub does."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@cache
def sections() -> Mapping[str, str]:
    """Anchors on the page of standards by the number of the section."""
    text = (DOCS / STANDARDS).read_text(encoding="utf-8")
    headings = re.findall(r"^#+ ((\d+(?:\.\d+)?)\.? .*)$", text, re.MULTILINE)
    return {number: anchor(heading) for heading, number in headings}


def linked(text: str, up: str) -> str:
    """Link what prose names: sections of standards and pages of docs/; `up` leads from the page to docs/."""

    def to_section(found: re.Match[str]) -> str:
        name = sections().get(found[1])
        return f"[{found[0]}]({up}{STANDARDS.as_posix()}#{name})" if name else found[0]

    def to_page(found: re.Match[str]) -> str:
        return f"[{found[1]}]({up}{found[1]})" if (DOCS / found[1]).is_file() else found[0]

    return _PAGE.sub(to_page, _CITED.sub(to_section, text))
