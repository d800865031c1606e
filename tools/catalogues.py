"""Collects what the guidance and the report page say, and brings the catalogues of other languages up to date.

    python tools/catalogues.py            update every .po and compile it to .mo
    python tools/catalogues.py --check    exit 1 when a .po or .mo is not current

A translation marked `fuzzy` was not reviewed by an examiner who speaks the language; it is shown all the same, with a
notice on the page, until the catalogue's header says `X-Reviewed: yes`.
"""

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from docforensics.capture.model import Light, SideKind  # noqa: E402
from docforensics.checks.data.expired import EXPIRED  # noqa: E402
from docforensics.checks.data.mrz_against_viz import DECIDING  # noqa: E402
from docforensics.checks.data.specimen import NOTE, SIGNS  # noqa: E402
from docforensics.checks.mrz.uniformity import FLOORS  # noqa: E402
from docforensics.checks.registry import discover_checks  # noqa: E402
from docforensics.checks.run import _CHANNEL_NEEDS, _LIGHT_NEEDS  # noqa: E402
from docforensics.checks.support.mrz_print import field_name  # noqa: E402
from docforensics.guidance.catalogue import ENGLISH, LANGUAGES  # noqa: E402
from docforensics.guidance.entries import LINES, check_entries, feature_entries  # noqa: E402
from docforensics.guidance.equipment import equipment  # noqa: E402
from docforensics.guidance.first import PLAIN  # noqa: E402
from docforensics.guidance.words import sentences  # noqa: E402
from docforensics.mrz.formats import LAYOUTS  # noqa: E402
from docforensics.report import words  # noqa: E402
from docforensics.report.reasons import NOT_EXAMINED  # noqa: E402
from docforensics.scoring.model import OutcomeClass, Result  # noqa: E402
from docforensics.scoring.verbal import SCALE, verbal_equivalent  # noqa: E402
from docforensics.viz.zone import NAMES  # noqa: E402

LOCALE = ROOT / "docforensics" / "guidance" / "locale"
TEMPLATES = ROOT / "docforensics" / "report" / "templates"
CHECKS = ROOT / "docforensics" / "checks"
_MARKING = ("region", "marked", "Region")
_PUT_TOGETHER = ("", "{summary}")
"""Messages that a check writes as a whole: they stay English."""
_SAID = re.compile(r'\b_\("((?:[^"\\]|\\.)*)"\)')
WHEN = datetime(2026, 11, 25, tzinfo=UTC)
"""Stands in every header, so that a catalogue changes with its words alone."""


def collected() -> dict[str, str]:
    """Every English text, in the order of its place, with the place as a comment."""
    found: dict[str, str] = {}
    for place, text in _texts():
        if text.strip():
            found.setdefault(text, place)
    return found


def _texts() -> Iterator[tuple[str, str]]:
    for outcome in OutcomeClass:
        yield "outcome", outcome.value
    for section, entries in sentences().items():
        yield from ((f"sentence, {section}", text) for text in entries.values())
    for template in sorted(TEMPLATES.glob("*.j2")):
        yield from (("page", text) for text in _SAID.findall(template.read_text(encoding="utf-8")))
    yield from _names()
    yield from _labels()
    yield from _notes()
    for check in discover_checks(plugins=()):
        yield f"title of {check.id}", check.spec.title
        yield f"advice of {check.id}", check.spec.advice
        messages = (check.spec.adverse, check.spec.favourable, check.spec.undecided)
        yield from ((f"message of {check.id}", text) for text in messages if text not in _PUT_TOGETHER)
    for need in (*_CHANNEL_NEEDS.values(), *_LIGHT_NEEDS.values()):
        yield "what would allow a check", need
    for word, entry in feature_entries().items():
        yield "feature, PRADO word", word
        yield from ((f"guidance on {word}", text) for text in entry.sentences)
    for family, checks in check_entries().items():
        for slug, entry in checks.items():
            yield from ((f"guidance on {family}.{slug}", text) for text in entry.sentences)


def _labels() -> Iterator[tuple[str, str]]:
    """Words for marked places, as the checks write them."""
    for file in sorted(CHECKS.rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(call, ast.Call)
                and getattr(call.func, "attr", getattr(call.func, "id", "")) in _MARKING
            ):
                said = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "label")]
                for text in said:
                    if isinstance(text, ast.Constant) and isinstance(text.value, str):
                        yield f"place marked by {file.stem}", text.value
    for name in (*DECIDING, *NAMES, "nationality", "sex"):
        yield "place marked by mrz_against_viz", f"printed {field_name(name)}"
        yield "place marked by mrz_against_viz", f"{field_name(name)} in the MRZ"
        yield "field, in a message", field_name(name)
        yield "where a background is broken", f"at the {field_name(name)}"
    yield "where a background is broken", "at the marked place"
    yield from (("how a character departs", kind) for kind in FLOORS)
    yield "place marked by secondary_portrait", "portrait"


def _notes() -> Iterator[tuple[str, str]]:
    """Sentences beside the verdict."""
    for sign in SIGNS:
        yield "note on specimens", NOTE.format(sign=sign)
    yield "note on expiry", EXPIRED


def _names() -> Iterator[tuple[str, str]]:
    """Words that code puts together."""
    yield "between the items of a list", ", "
    yield "end of a list", "and others"
    yield from (("what was not examined", name) for name in NOT_EXAMINED)
    yield from (("what a check is about", name) for name in PLAIN.values())
    yield from (("line of control", name) for name in LINES.values())
    for piece in equipment().values():
        yield "equipment", piece.name
        yield f"what {piece.slug} shows", piece.shows
    yield from (("result", result.value) for result in Result)
    yield from (("basis of a weight", name) for name in words.BASIS_WORDS.values())
    yield from (("light", words.light_name(light)) for light in Light)
    yield from (("light", words.light_words(light)) for light in Light)
    yield from (("side", words.field_name(side.value).capitalize()) for side in SideKind)
    yield from (("family", words.family_name(family).capitalize()) for family in words.FAMILIES)
    yield from (("waterfall", name) for name in ("Prior", "Total", "Bounds", "even"))
    yield from (("likelihood", words.likelihood(log10_lr).english) for log10_lr in (0.0, 1.0, -1.0))
    for step in SCALE:
        yield "ENFSI scale", step.range
        yield "ENFSI scale", step.words
        yield "ENFSI scale", verbal_equivalent(step.log10_lr + 0.01)
        yield "ENFSI scale", verbal_equivalent(-step.log10_lr - 0.01)
    fields = {field.name for layout in LAYOUTS.values() for field in layout.fields}
    yield from (("field of the MRZ", words.field_name(name)) for name in sorted(fields))


def updated(language: str, texts: dict[str, str]) -> Catalog:
    """Bring one catalogue up to date: new texts are added without a translation, old ones dropped."""
    known = _read(language)
    fresh = Catalog(
        locale=language,
        project="docforensics",
        version="1",
        creation_date=WHEN,
        revision_date=WHEN,
        last_translator="none",
        language_team="none",
        header_comment="# What docforensics says. The English text is the key; tools/catalogues.py keeps this file.\n"
        "# `fuzzy`: not reviewed by an examiner who speaks the language.",
        fuzzy=False,
    )
    fresh.mime_headers = [*fresh.mime_headers, ("X-Reviewed", _reviewed(known))]
    for text, place in texts.items():
        before = known.get(text) if known else None
        said = str(before.string) if before and before.string else ""
        flags = {"fuzzy"} if said and (before is None or before.fuzzy) else set()
        fresh.add(text, said, auto_comments=[place], flags=flags)
    return fresh


def _reviewed(known: Catalog | None) -> str:
    return dict(known.mime_headers).get("X-Reviewed", "no") if known else "no"


def _read(language: str) -> Catalog | None:
    file = po_file(language)
    if not file.exists():
        return None
    with file.open("rb") as stream:
        return read_po(stream, locale=language)


def po_file(language: str) -> Path:
    """Where the catalogue of a language lies; its compiled form lies beside it."""
    return LOCALE / language / "LC_MESSAGES" / "docforensics.po"


def written(language: str, texts: dict[str, str]) -> tuple[bytes, bytes]:
    """The .po and the .mo of a language as they should be."""
    fresh = updated(language, texts)
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, fresh, width=110, sort_output=False, include_lineno=False)
    write_mo(mo, fresh, use_fuzzy=True)
    return po.getvalue(), mo.getvalue()


def main() -> int:
    """Update or check every catalogue, and say how much of it is translated."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when one is not current")
    check = parser.parse_args().check
    texts = collected()
    stale = []
    for language in LANGUAGES:
        if language == ENGLISH:
            continue
        po, mo = written(language, texts)
        file = po_file(language)
        for path, content in ((file, po), (file.with_suffix(".mo"), mo)):
            if not path.exists() or path.read_bytes() != content:
                stale.append(str(path.relative_to(ROOT)))
                if not check:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
        done = sum(bool(message.string) for message in updated(language, texts) if message.id)
        print(f"{language}: {done} of {len(texts)} texts")
    if check and stale:
        print("not current, run python tools/catalogues.py: " + ", ".join(stale))
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
