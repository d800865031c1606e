"""What the project cites of its own pages exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
_SUFFIXES = {".py", ".toml", ".md", ".j2"}
_CITED = re.compile(r"standards\.md\s+(\d+(?:\.\d+)?(?:(?:-|,\s+|\s+and\s+)\d+(?:\.\d+)?)*)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _texts() -> list[Path]:
    folders = ("docforensics", "models", "docs", "tests", "tools", "benchmarks", "sample_docs")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in _SUFFIXES]
    dated = ROOT / "docs" / "decisions"
    return sorted([*(path for path in files if dated not in path.parents), *ROOT.glob("*.md")])


def _sections() -> set[str]:
    page = (ROOT / "docs" / "reference" / "standards.md").read_text(encoding="utf-8")
    return set(re.findall(r"^#+ (\d+(?:\.\d+)?)", page, re.MULTILINE))


def test_every_cited_section_of_the_standards_page_exists() -> None:
    """Each number after `standards.md` is the number of a heading."""
    sections = _sections()
    cited = [
        (path.relative_to(ROOT), number)
        for path in _texts()
        for numbers in _CITED.findall(path.read_text(encoding="utf-8"))
        for number in _NUMBER.findall(numbers)
    ]
    assert len(cited) > 40
    assert [(str(path), number) for path, number in cited if number not in sections] == []


def test_every_citation_of_the_standards_page_names_a_section() -> None:
    """A bare `standards.md` is a dead end for whoever looks it up; only the pages that link it may name it so."""
    bare = re.compile(r"standards\.md(?!\s+\d)(?!`? N\.M)(?![)`])")
    code = [path for path in _texts() if path.suffix != ".md" and "tests" not in path.parts]
    assert [str(path) for path in code if bare.search(path.read_text(encoding="utf-8"))] == []


def test_the_numbers_of_sections_are_unique() -> None:
    """A citation resolves to one heading."""
    page = (ROOT / "docs" / "reference" / "standards.md").read_text(encoding="utf-8")
    numbers = re.findall(r"^#+ (\d+(?:\.\d+)?)", page, re.MULTILINE)
    assert len(numbers) == len(set(numbers)) > 25


def test_every_page_that_the_package_names_is_in_the_repository() -> None:
    """`design.md` and `forensics.md` were cited, which the project does not hold."""
    kept = {path.name for path in _texts() if path.suffix == ".md"}
    kept |= {path.name for path in (ROOT / "docs" / "decisions").glob("*.md")}
    named = {
        (str(path.relative_to(ROOT)), name)
        for path in (ROOT / "docforensics").rglob("*")
        if path.suffix in _SUFFIXES
        for name in re.findall(r"[\w./-]*\w\.md\b", path.read_text(encoding="utf-8"))
    }
    written = {"table.md"}
    """What a command writes."""
    assert {(path, name) for path, name in named if Path(name).name not in kept | written} == set()


def test_the_glossary_is_linked_and_explains_each_term_once() -> None:
    """About sixty terms or more, each with a meaning, found from both entry pages."""
    page = (ROOT / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    terms = [row[0] for row in rows if row[0] != "term"]
    assert len(terms) == len(set(terms)) >= 60
    assert all(len(row) > 1 and len(row[1]) > 15 for row in rows if row[0] != "term")
    for entry in ("README.md", "CONTRIBUTING.md"):
        assert "docs/reference/glossary.md" in (ROOT / entry).read_text(encoding="utf-8")
