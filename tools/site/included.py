"""Pages that stand elsewhere in the repository and belong to the site as well: taken over with their links and pictures."""

import re
import shutil

from tools.site.pages import DOCS, ROOT, linked

TAKEN = {
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "concepts/threats.md",
    "CODE_OF_CONDUCT.md": "conduct.md",
    "models/calibration/README.md": "reference/calibration.md",
    "sample_docs/README.md": "reference/samples.md",
    "benchmarks/mrz/README.md": "benchmarks/mrz.md",
    "benchmarks/mrz/results/table.md": "benchmarks/mrz-table.md",
    "benchmarks/regression/README.md": "benchmarks/regression.md",
    "requirements/licences.md": "reference/licences.md",
    "clients/typescript/README.md": "reference/typescript.md",
}
"""Files of the repository and the pages that they become."""
_LINK = re.compile(r"(!?\[[^\]]*\])\(([^)#:]+)(#[^)]*)?\)")
_NAMED = re.compile(r"`((?:[\w.-]+/)*[\w-]+\.md)`")


def write() -> int:
    """Write the pages."""
    for source, page in TAKEN.items():
        target = DOCS / page
        target.parent.mkdir(parents=True, exist_ok=True)
        up = "../" * page.count("/")
        text = (ROOT / source).read_text(encoding="utf-8")
        if not text.startswith("# "):
            text = f"# {target.stem.replace('-', ' ').replace('mrz', 'MRZ')}\n\n{text}"
        target.write_text(rewritten(text, up, source.rpartition("/")[0]), encoding="utf-8")
    return len(TAKEN)


def rewritten(text: str, up: str, folder: str) -> str:
    """Lead links of a file in `folder` to pages and files of the site; `up` leads from the page to docs/."""

    def to_page(found: re.Match[str]) -> str:
        path = (ROOT / folder / found[2]).resolve().relative_to(ROOT).as_posix()
        return f"{found[1]}({up}{_on_site(path)}{found[3] or ''})"

    def named(found: re.Match[str]) -> str:
        page = TAKEN.get(found[1]) or TAKEN.get(f"{folder}/{found[1]}")
        return f"[{found[0]}]({up}{page})" if page else found[0]

    return linked(_NAMED.sub(named, _LINK.sub(to_page, text)), up)


def _on_site(path: str) -> str:
    """Give the page that a file became; else a copy of the file beside the pages."""
    if path in TAKEN:
        return TAKEN[path]
    if path.startswith("docs/"):
        return path.removeprefix("docs/")
    copy = DOCS / "files" / path
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / path, copy)
    return f"files/{path}"
