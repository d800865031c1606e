"""Declares which texts a first-line officer reads, and brings the catalogues of other languages up to date with them.

    python tools/catalogues.py            update every .po: new texts stand there without a translation, others go
    python tools/catalogues.py --check    exit 1 when one is not current or lacks a translation

First line reads the report page above the fold note, what to do, the guide and the pages of the review desk (`first_line`); a program that judges by
default says it. Everything else stays English: tables, statistics, laboratory steps, checks that are off by default.
"""

import argparse
import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from docforensics.capture.light import Light  # noqa: E402
from docforensics.capture.model import SideKind  # noqa: E402
from docforensics.checks.data.expired import EXPIRED  # noqa: E402
from docforensics.checks.data.mrz_against_viz import DECIDING  # noqa: E402
from docforensics.checks.data.specimen import NOTE, SIGNS  # noqa: E402
from docforensics.checks.mrz.uniformity import FLOORS  # noqa: E402
from docforensics.checks.registry import discover_checks  # noqa: E402
from docforensics.checks.run import _CHANNEL_NEEDS  # noqa: E402
from docforensics.checks.support.mrz_print import field_name  # noqa: E402
from docforensics.claims.model import CLAIMS  # noqa: E402
from docforensics.formats.table import FORMATS  # noqa: E402
from docforensics.guidance.catalogue import ENGLISH, LANGUAGES, read_po  # noqa: E402
from docforensics.guidance.claims import CLAIM_STATES, CODES, LAYER_STATES, LAYERS  # noqa: E402
from docforensics.guidance.entries import LINES, GuidanceEntry, check_entries, feature_entries  # noqa: E402
from docforensics.guidance.equipment import equipment  # noqa: E402
from docforensics.guidance.first import PLAIN  # noqa: E402
from docforensics.guidance.words import sentences  # noqa: E402
from docforensics.report import words  # noqa: E402
from docforensics.report.reasons import NOT_EXAMINED  # noqa: E402
from docforensics.scoring.model import OutcomeClass  # noqa: E402
from docforensics.service.desk.words import texts as desk_texts  # noqa: E402
from docforensics.viz.fields.zone import NAMES  # noqa: E402

LOCALE = ROOT / "docforensics" / "guidance" / "locale"
TEMPLATES = ROOT / "docforensics" / "report" / "templates"
DESK = ROOT / "docforensics" / "service" / "desk" / "templates"
CHECKS = ROOT / "docforensics" / "checks"
OFF = "evaluatory"
"""Folder of the checks that are off by default."""
LABORATORY = 3
_FILLING = ("label", "states")
"""Names of what fills a blank of a message."""
_EDGES = ("left", "top", "right", "bottom")
_MARKING = ("region", "marked", "Region", "heaviest_place")
_ABSTAINING = ("undetermined", "not_supported")
_NO_WORDS = ("{summary}", "pip ")
"""How texts begin that are not translated: a message that a check writes as a whole, a command."""
_SAID = re.compile(r'\b(?:_|say)\("((?:[^"\\]|\\.)*)"')


def first_line() -> dict[str, tuple[str, ...]]:
    """Give every text that first line reads, by what it is; a text stands once, where it comes first."""
    found: dict[str, str] = {}
    for what, texts in _first_line():
        for text in texts:
            if text.strip() and not text.startswith(_NO_WORDS):
                found.setdefault(text, what)
    return {what: tuple(text for text in found if found[text] == what) for what in found.values()}


def _first_line() -> Iterator[tuple[str, Iterable[str]]]:
    yield "outcomes", [outcome.value for outcome in OutcomeClass]
    yield "sentences", [text for section in sentences().values() for text in section.values()]
    pages = [file.read_text(encoding="utf-8") for file in sorted(TEMPLATES.glob("*.j2"))]
    yield "pages", [text for page in pages for text in _SAID.findall(page)]
    yield "names", _names()
    specs = [check.spec for check in discover_checks(plugins=()) if check.family != OFF]
    yield "titles of checks", [spec.title for spec in specs]
    yield (
        "reasons and open questions",
        [text for spec in specs for text in (spec.adverse, spec.alerted, spec.undecided)],
    )
    yield "advice", [spec.advice for spec in specs]
    yield "notes beside the verdict", [EXPIRED, *(NOTE.format(sign=sign) for sign in SIGNS)]
    yield "what would allow more checks", _needs()
    yield "places that checks mark", _places()
    checks = [
        entry for family, by_slug in check_entries().items() if family != OFF for entry in by_slug.values()
    ]
    yield (
        "what to do about a reason",
        [text for entry in checks for text in (entry.not_proof, *_cards(entry))],
    )
    for word, entry in feature_entries().items():
        looks = (entry.means, entry.genuine, entry.forged, entry.not_proof)
        yield "guide to the features", (word, *looks, *_cards(entry))
    pages = [file.read_text(encoding="utf-8") for file in sorted(DESK.glob("*.j2"))]
    yield "review desk", (*desk_texts(), *(text for page in pages for text in _SAID.findall(page)))


def _cards(entry: GuidanceEntry) -> Iterator[str]:
    """What the cards of the page show of an entry."""
    for action in entry.actions:
        if action.line < LABORATORY:
            yield from (action.do, action.bad or entry.forged, action.good or entry.genuine)


def _names() -> Iterator[str]:
    """Words that code puts together."""
    yield from (", ", "and others", *NOT_EXAMINED, *PLAIN.values(), *LINES.values())
    yield from (text for piece in equipment().values() for text in (piece.name, piece.shows))
    yield from (text for light in Light for text in (words.light_name(light), words.light_words(light)))
    yield from (words.field_name(side.value).capitalize() for side in SideKind)
    yield from (claim.title for claim in CLAIMS.values())
    for table in (LAYERS, CLAIM_STATES, LAYER_STATES, CODES):
        yield from table.values()


def _needs() -> Iterator[str]:
    yield from (*_CHANNEL_NEEDS.values(), *(light.facts.needs for light in Light))
    for call in (node for node in _nodes() if isinstance(node, ast.Call)):
        second = call.args[1:2] if _name(call) in _ABSTAINING else ()
        yield from _constants(call, "needs", *second)
    yield from (check.spec.equipment for check in discover_checks(plugins=()) if check.family != OFF)


def _places() -> Iterator[str]:
    """Give the words for marked places, and those that fill the blank of where something is."""
    for node in _nodes():
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in _FILLING:
            either = isinstance(node.value, ast.IfExp)
            for value in (node.value.body, node.value.orelse) if either else (node.value,):
                yield from _literal(value)
        if isinstance(node, ast.Call) and _name(node) in _MARKING:
            yield from _constants(node, "label", *node.args[1:2])
    yield from (
        "not as in the digital seal",
        "not as in the chip",
        "at the marked place",
        *_EDGES,
        *FLOORS,
        "portrait",
    )
    fields = {field.name for row in FORMATS.values() for field in row.layout.fields}
    yield from (field_name(name) for name in sorted(fields | {"composite"}))
    for name in (*DECIDING, *NAMES, "nationality", "sex"):
        field = field_name(name)
        yield from (f"printed {field}", f"{field} in the MRZ", field, f"at the {field}")


def _nodes() -> Iterator[ast.AST]:
    for file in sorted(CHECKS.rglob("*.py")):
        if OFF not in file.parts:
            yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def _name(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def _constants(call: ast.Call, keyword: str, *arguments: ast.expr) -> Iterator[str]:
    for text in (*arguments, *(word.value for word in call.keywords if word.arg == keyword)):
        yield from _literal(text)


def _literal(text: ast.expr) -> Iterator[str]:
    """Give a text that stands in the code; of `check digit: {name}` the first part."""
    first = text.values[0] if isinstance(text, ast.JoinedStr) else text
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        whole = isinstance(text, ast.Constant)
        if whole or first.value.endswith(": "):
            yield first.value if whole else first.value.removesuffix(": ")


def po_file(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return LOCALE / f"{language}.po"


def written(language: str, texts: dict[str, tuple[str, ...]]) -> str:
    """Give the catalogue as it should be: two lines a text, in the order of `first_line`."""
    file = po_file(language)
    known = read_po(file.read_text(encoding="utf-8")) if file.exists() else {}
    header = (
        known.get("") or f"Language: {language}\nContent-Type: text/plain; charset=utf-8\nX-Reviewed: no\n"
    )
    blocks = [_block("translated by machine; X-Reviewed: yes once an examiner read it", {"": header})]
    blocks += [_block(what, {text: known.get(text, "") for text in block}) for what, block in texts.items()]
    return "\n".join(blocks)


def _block(what: str, said: dict[str, str]) -> str:
    entries = (
        f"msgid {_quoted(text)}\nmsgstr {_quoted(translation)}\n" for text, translation in said.items()
    )
    return f"# {what}\n{''.join(entries)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def lacking(language: str, texts: dict[str, tuple[str, ...]]) -> list[str]:
    """List what first line reads and the catalogue lacks."""
    known = read_po(po_file(language).read_text(encoding="utf-8"))
    return [text for block in texts.values() for text in block if text not in known]


def main() -> int:
    """Update or check every catalogue, and say how much of it is translated."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when one is not current")
    check = parser.parse_args().check
    texts = first_line()
    total = sum(map(len, texts.values()))
    faults = 0
    for language in sorted(set(LANGUAGES) - {ENGLISH}):
        file, content = po_file(language), written(language, texts)
        if check and file.read_text(encoding="utf-8") != content:
            print(f"{file.relative_to(ROOT)} is not current: run python tools/catalogues.py")
            faults += 1
        if not check:
            file.write_text(content, encoding="utf-8")
        missing = lacking(language, texts)
        faults += len(missing)
        print(f"{language}: {total - len(missing)} of {total} texts")
        print("".join(f"  lacking: {text}\n" for text in missing), end="")
    return int(check and faults > 0)


if __name__ == "__main__":
    sys.exit(main())
