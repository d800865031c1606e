"""What users read is in the field's terms (`docs/reference/glossary.md`), in literal sentences: no idiom of the list stands in it."""

import argparse
import ast
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from docforensics.checks.registry import discover_checks
from docforensics.cli.program import build_parser
from tools.site.included import TAKEN

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "docforensics"
MODULES = sorted(PACKAGE.rglob("*.py"))
IDIOMS = re.compile(
    r"""\b(
        told | tells? | telling                     # a value shows, states, gives
      | say | says | said | saying                  # a file states, a finding is
      | speaks? | spoke | spoken | speaking         # a finding is adverse or favourable, a check gives a value
      | silen(t|tly|ce|ces|ced)                     # not evaluated; weight 0
      | belie(f|ve|ves|ved)                         # trusted; validated
      | vouch(es|ed)?                               # a certification path
      | beside                                      # next to; compared with
      | (held|holds?|holding)\ (\S+\ ){0,6}against  # compared with
      | as\ far\ as\ it\ goes
      | yield(s|ed)                                 # attenuated; gives
      | odd(?!s|\ number)                           # adverse; unexpected
      | strewn                                      # distributed
      | gives?\ (itself\ )?away | betrays?          # differs
      | (lasting|vanishing|foreign)\ (glow|print)   # IR-absorbing, IR-transparent, unexpected luminescence
      | weighs?\ nothing                            # weight 0
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""With what takes their place. A blank of a message, `{said}`, is a key and stays."""
_BLANK = re.compile(r"\{[^}]*\}")
_TAG = re.compile(r"\{[{%#].*?[}%#]\}|<script.*?</script>|<style.*?</style>|<[^>]*>", re.DOTALL)
_QUOTED = re.compile(r"```.*?```|`[^`]*`|<!--.*?-->", re.DOTALL)
_TRANSLATED = re.compile(r'\b(?:_|say)\("((?:[^"\\]|\\.)*)"')


def idioms(text: str) -> list[str]:
    """Give the idioms of a text, blanks left out."""
    return [found.group(0) for found in IDIOMS.finditer(_BLANK.sub("{}", text))]


def _refused(texts: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(place, text) for place, text in texts if idioms(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The finding speaks against the document.",
        "Too unlike throughout to tell anything.",
        "signatures that are believed",
        "The page is held against its reference.",
        "It stands beside the portrait.",
    ],
)
def test_idioms_are_recognised(text: str) -> None:
    """So that what follows refuses something."""
    assert idioms(text)


@pytest.mark.parametrize(
    "text", ["odds of 1 to 10", "{said}: 2 mm", "Besides, hold the page before a light."]
)
def test_terms_of_statistics_keys_and_literal_words_are_not(text: str) -> None:
    """Odds are a ratio of probabilities, a blank is a key, and a page can be held."""
    assert not idioms(text)


def test_declarations_of_checks_are_literal() -> None:
    """Title, unit, messages, advice and equipment of every check."""
    fields = ("title", "unit", "adverse", "favourable", "undecided", "advice", "equipment")
    texts = ((check.id, getattr(check.spec, field)) for check in discover_checks(()) for field in fields)
    assert _refused(texts) == []


def test_explanations_of_checks_are_literal() -> None:
    """What `docforensics explain` prints, from the first line to the sources."""
    paragraphs = (
        (check.id, " ".join(paragraph.split()))
        for check in discover_checks(())
        for paragraph in check.explanation.split("\n\n")
    )
    assert _refused(paragraphs) == []


def _literal(node: ast.AST) -> str:
    """Give the text of a literal, with blanks for what is filled in; empty for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_literal(part) or "{}" for part in node.values)
    if isinstance(node, ast.IfExp):
        return f"{_literal(node.body)} {_literal(node.orelse)}"
    return ""


def _shown(tree: ast.AST) -> Iterator[str]:
    """Give the literals that reach a user: reasons, needs, notes, facts, labels, and messages of errors."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            words = {"reason", "needs", "note", "label", "detail", "help", "description", "epilog", "open"}
            yield from (_literal(word.value) for word in node.keywords if word.arg in words)
            if name.endswith("Error") or name in {"print", "notes", "finding"}:
                yield from (_literal(argument) for argument in node.args)
        elif isinstance(node, ast.Dict):
            keys = [getattr(key, "value", None) for key in node.keys]
            yield from (
                _literal(value)
                for key, value in zip(keys, node.values, strict=True)
                if key in {"note", "summary", "state", "kind", "error", "reason"}
            )


def test_reasons_and_errors_are_literal() -> None:
    """Abstentions, notes, labels of places, and messages of errors, wherever the package writes them."""
    texts = (
        (str(path.relative_to(ROOT)), text)
        for path in MODULES
        for text in _shown(ast.parse(path.read_text(encoding="utf-8")))
    )
    assert _refused(texts) == []


def test_sentences_that_code_returns_are_literal() -> None:
    """Messages that checks, scoring and reports put together: literals of several words that end as a sentence."""
    folders = ("checks", "scoring", "report", "guidance", "seal", "templates", "batch", "bench")
    texts = (
        (str(path.relative_to(ROOT)), text)
        for path in MODULES
        if path.relative_to(PACKAGE).parts[0] in folders
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Return | ast.Assign | ast.AnnAssign | ast.Yield) and node.value
        for text in (_literal(node.value),)
        if " " in text
    )
    assert _refused(texts) == []


def test_help_of_every_command_is_literal() -> None:
    """What `--help` prints, for the program, its commands and theirs."""
    assert _refused(iter(_helps(build_parser()))) == []


def _helps(parser: argparse.ArgumentParser, name: str = "docforensics") -> Iterator[tuple[str, str]]:
    yield name, parser.format_help()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command, below in action.choices.items():
                yield from _helps(below, f"{name} {command}")


def _sentences(entry: object) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, Mapping):
        for value in entry.values():
            yield from _sentences(value)
    elif isinstance(entry, list):
        for value in entry:
            yield from _sentences(value)


def test_guidance_is_literal() -> None:
    """What an officer reads of features, checks, equipment and results."""
    texts = (
        (path.name, text)
        for path in sorted((PACKAGE / "guidance").rglob("*.toml"))
        for text in _sentences(tomllib.loads(path.read_text(encoding="utf-8")))
    )
    assert _refused(texts) == []


def test_pages_are_literal() -> None:
    """Visible text of the report, the guide, the drill and the pages of a scan."""
    texts = (
        (path.name, text)
        for path in sorted(PACKAGE.rglob("*.j2"))
        for page in (path.read_text(encoding="utf-8"),)
        for text in (*_TAG.sub("\n", page).split("\n"), *_TRANSLATED.findall(page))
    )
    assert _refused(texts) == []


def test_the_schema_of_reports_is_literal() -> None:
    """Its descriptions are what an integrator reads."""
    schema = json.loads((PACKAGE / "report" / "report.schema.json").read_text(encoding="utf-8"))
    assert _refused(("report.schema.json", text) for text in _sentences(schema)) == []


def test_comments_of_policies_and_calibrations_are_literal() -> None:
    """Whoever writes a policy begins with the shipped ones."""
    files = sorted((ROOT / "models").rglob("*.toml"))
    lines = ((file.name, line) for file in files for line in file.read_text(encoding="utf-8").split("\n"))
    assert files
    assert _refused(lines) == []


MADE = {"api", "cli", "checks", "benchmarks", "decisions", "files"}
"""Folders of docs/ that are made from code, or hold notes of their day."""
PAGES = sorted(
    page.relative_to(ROOT).as_posix()
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    if not MADE & set(page.relative_to(ROOT).parts)
    and page.relative_to(ROOT).as_posix().removeprefix("docs/") not in {"changelog.md", *TAKEN.values()}
)


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_the_project_are_literal(page: str) -> None:
    """Outside of code."""
    prose = _QUOTED.sub("", (ROOT / page).read_text(encoding="utf-8"))
    assert _refused((page, line) for line in prose.split("\n")) == []


def test_first_lines_of_docstrings_are_literal() -> None:
    """Of every module, and of every public class, function and method."""
    assert _refused(line for path in MODULES for line in _first_lines(path)) == []


def _first_lines(path: Path) -> Iterator[tuple[str, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            name = getattr(node, "name", "")
            text = _QUOTED.sub("", ast.get_docstring(node) or "")
            if not name.startswith("_"):
                yield f"{path.relative_to(ROOT)} {name}", text.split("\n")[0]
