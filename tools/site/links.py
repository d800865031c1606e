"""Check the built site: every link and picture leads somewhere, and nothing is fetched from elsewhere.

    python -m tools.site.links build/site

Links to other sites are listed, not followed: the check needs no network. It prints what the site holds.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

FETCHED = {
    ("img", "src"),
    ("script", "src"),
    ("link", "href"),
    ("source", "src"),
    ("iframe", "src"),
    ("object", "data"),
}
"""What a browser loads by itself."""
UNLOADED = {"canonical", "prev", "next", "index", "search", "author", "help", "genindex"}
"""Kinds of `link` that name a page and load nothing."""
_IN_STYLES = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])(https?:)?//")


@dataclass(slots=True)
class SitePage:
    """What one page holds."""

    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    without_text: list[str] = field(default_factory=list)
    """Pictures without an alternative text."""
    words: int = 0


class _Reader(HTMLParser):
    """Reads one page; words are counted in its article alone."""

    def __init__(self) -> None:
        super().__init__()
        self.page = SitePage()
        self._depth = 0
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self._depth += tag == "article"
        self._unread += tag in {"script", "style"}
        self.page.anchors |= {told[name] for name in ("id", "name") if told.get(name)}
        if tag == "a" and told.get("href"):
            self.page.links.append(told["href"])
        for name in ("src", "href", "data"):
            is_loaded = (tag, name) in FETCHED and not set(told.get("rel", "").split()) & UNLOADED
            if is_loaded and told.get(name):
                self.page.fetched.append(told[name])
        if tag == "img" and not told.get("alt"):
            self.page.without_text.append(told.get("src", ""))

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "article"
        self._unread -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if self._depth and not self._unread:
            self.page.words += len(data.split())


def read(site: Path) -> dict[Path, SitePage]:
    """Read every page; what the theme keeps among its files is none."""
    found = {}
    for file in sorted(one for one in site.rglob("*.html") if "_static" not in one.relative_to(site).parts):
        reader = _Reader()
        reader.feed(file.read_text(encoding="utf-8"))
        found[file.resolve()] = reader.page
    return found


def faults(site: Path, pages: dict[Path, SitePage]) -> Iterator[str]:
    """Name what leads nowhere, and what comes from elsewhere."""
    for file, page in pages.items():
        name = file.relative_to(site.resolve())
        for link in page.links + page.fetched:
            parts = urlsplit(link)
            if (
                not parts.scheme
                and not parts.netloc
                and (why := _missing(file, parts.path, parts.fragment, pages))
            ):
                yield f"{name}: {link}: {why}"
        yield from (
            f"{name}: fetched from elsewhere: {link}" for link in page.fetched if urlsplit(link).netloc
        )
        yield from (f"{name}: a picture without a text: {source}" for source in page.without_text)
    for style in site.rglob("*.css"):
        if _IN_STYLES.search(style.read_text(encoding="utf-8")):
            yield f"{style.relative_to(site)}: fetches from elsewhere"


def _missing(file: Path, path: str, fragment: str, pages: dict[Path, SitePage]) -> str:
    target = (file.parent / unquote(path)).resolve() if path else file
    if target.is_dir():
        target /= "index.html"
    if not target.is_file():
        return "there is no such file"
    if fragment and target in pages and unquote(fragment) not in pages[target].anchors:
        return "there is no such place on that page"
    return ""


def elsewhere(pages: dict[Path, SitePage]) -> set[str]:
    """Give the addresses of other sites that pages link."""
    return {link for page in pages.values() for link in page.links if urlsplit(link).netloc}


def main(site: Path) -> int:
    """Check, print what is wrong and what there is."""
    pages = read(site)
    wrong = list(faults(site, pages))
    for line in wrong:
        print(line)
    links = sum(len(page.links) + len(page.fetched) for page in pages.values())
    words = sum(page.words for page in pages.values())
    print(
        f"{len(pages)} pages, {words} words, {links} links, {len(elsewhere(pages))} addresses of other sites, {len(wrong)} faults"
    )
    return int(bool(wrong) or not pages)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
