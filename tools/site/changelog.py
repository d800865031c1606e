"""The changelog page: the changelog, and every change that is not released yet, put together from the fragments."""

from tools.site.pages import DOCS, ROOT

PAGE = DOCS / "changelog.md"
KINDS = {
    "added": "New",
    "changed": "Changed",
    "deprecated": "Deprecated",
    "removed": "Removed",
    "fixed": "Mended",
    "security": "Security",
}


def write() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    return 1


def page() -> str:
    """Put the fragments under the kinds of change."""
    parts = [(ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), "## Every change since the beginning\n"]
    fragments = sorted((ROOT / "changelog.d").glob("*.*.md"))
    for kind, title in KINDS.items():
        texts = [one.read_text(encoding="utf-8") for one in fragments if one.name.endswith(f".{kind}.md")]
        if texts:
            parts.append(
                f"### {title}\n\n" + "\n".join(f"- {' '.join(text.split())}" for text in texts) + "\n"
            )
    return "\n".join(parts)
