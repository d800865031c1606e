"""Runs the examiner over labelled captures and keeps what every check measured, as a table that grows.

A line holds for as long as nothing changed that it depends on: the pictures, the code that reads them, the templates, and
of each check its own source. So a run that was stopped goes on where it was, and after a new check only its values are added.
"""

import hashlib
import inspect
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from docforensics.bench.data_set import DataSet, Item
from docforensics.bench.normalise import Normalisation, prepare
from docforensics.bench.systems.ours import INSPECTED_ON, captures_of
from docforensics.checks.check import Check
from docforensics.checks.modes import RunMode
from docforensics.checks.registry import SUPPORT, discover_checks
from docforensics.checks.run import run_check
from docforensics.document import Document
from docforensics.errors import InputError, UsageError
from docforensics.examiner import Examiner
from docforensics.model_counts import counts_of_model
from docforensics.mrz.engines import available_engines
from docforensics.parsing import made
from docforensics.regular import is_file
from docforensics.resources import manifest
from docforensics.scoring.outcomes import Examined, as_table, from_table, outcome_table, reading_line
from docforensics.scoring.policy import Policy
from docforensics.scoring.weigh import mode_of
from docforensics.settings import Templates

AS_PUBLISHED = Normalisation(qualities=())
_READ_BY = ("capture", "formats", "page", "mrz", "viz", "seal", "templates")
"""Folders of the package whose code says what a check is shown."""
_WEIGHING = ("calibration/", "policy/")
"""Models that cannot change what is measured."""
Progress = Callable[[int, int], None]
"""Told how many documents are done, and of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """The table of one data set."""

    examined: tuple[Examined, ...]
    unreadable: Mapping[str, str]
    """What could not be examined, by document, and why."""
    added: int
    """Values measured in this run; 0 when everything was kept."""


def collect(
    data: DataSet,
    table: Path,
    *,
    templates: Templates = None,
    inspected_on: date = INSPECTED_ON,
    workers: int = 1,
    checks: Sequence[Check] | None = None,
    policy: Policy | None = None,
    progress: Progress = lambda _done, _of: None,
) -> Collected:
    """Measure every check on every document of a set.

    Parameters
    ----------
    table
        File of JSON lines that is read first and appended to, one document at a time.
    checks
        The checks to measure; None takes all that are installed and that the policy does not switch off.

    """
    examiner = Examiner(templates=templates)
    if checks is None:
        rules = policy or Policy()
        checks = [check for check in discover_checks() if mode_of(check, rules) is not RunMode.OFF]
    asked = _Examination(
        examiner=examiner,
        checks=tuple(checks),
        inspected_on=inspected_on,
        told=(_reading_digest(), str(examiner.settings.content()["templates"]), inspected_on.isoformat()),
    )
    kept = _kept(table)
    found: list[Examined] = []
    unreadable: dict[str, str] = {}
    added = 0
    with _appending(table) as stream, ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        answers = pool.map(lambda item: _line(item, asked, kept.get(item.id)), data.items)
        for done, (item, (line, new)) in enumerate(zip(data.items, answers, strict=True), start=1):
            if isinstance(line, str):
                unreadable[item.id] = line
            else:
                with reading_line(str(table)):
                    found.append(from_table(line))
                added += new
            if new and not isinstance(line, str):
                stream.write(json.dumps(line, sort_keys=True) + "\n")
                stream.flush()
            progress(done, len(data.items))
    return Collected(examined=tuple(found), unreadable=unreadable, added=added)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Examination:
    """What all documents have in common."""

    examiner: Examiner
    checks: tuple[Check, ...]
    inspected_on: date
    told: tuple[str, ...]

    def key(self, item: Item) -> str:
        return hashlib.sha256(repr((*self.told, *item.given)).encode()).hexdigest()


def _line(
    item: Item, asked: _Examination, kept: Mapping[str, Any] | None
) -> tuple[dict[str, Any] | str, int]:
    """Give a document's line and how many of its values are new; a sentence where it cannot be read."""
    key = asked.key(item)
    same = kept is not None and kept.get("key") == key
    sources = dict(kept["sources"]) if same and kept else {}
    outcomes = dict(kept["outcomes"]) if same and kept else {}
    missing = [check for check in asked.checks if sources.get(check.id) != source_digest(check)]
    if same and kept and not missing:
        return dict(kept), 0
    try:
        captures = captures_of(prepare(item, None, AS_PUBLISHED))
        document = asked.examiner.read(list(captures), inspected_on=asked.inspected_on)
    except (InputError, UsageError, OSError) as error:
        return f"{type(error).__name__}: {error}", 0
    for check in missing:
        outcomes[check.id] = outcome_table(run_check(check, document))
        sources[check.id] = source_digest(check)
    return {
        **_about(item, document, asked.checks),
        "outcomes": outcomes,
        "sources": sources,
        "key": key,
    }, len(missing)


def _about(item: Item, document: Document, checks: Sequence[Check]) -> dict[str, Any]:
    return as_table(
        Examined(
            document=item.id,
            holder=item.group,
            split=item.split,
            is_forged=item.is_forged,
            species=item.species,
            severity=item.severity,
            model=item.model,
            capture=item.capture,
            channel=item.channel,
            lights=frozenset(picture.light for picture in item.pictures),
            has_template=any(side.match is not None for side in document.sides),
            outcomes={},
            counts=counts_of_model(document, checks),
            design=item.design,
            press=item.press,
            device=item.device,
        )
    )


def _kept(table: Path) -> dict[str, Mapping[str, Any]]:
    """Read the lines that are whole; a kill may have cut the last one short."""
    if not is_file(table):
        return {}
    lines = (_parsed(line) for line in table.read_text(encoding="utf-8").splitlines())
    return {line["document"]: line for line in lines if line is not None}


def _parsed(line: str) -> Mapping[str, Any] | None:
    try:
        told: dict[str, Any] = json.loads(line)  # values may be NaN, which parsing.read_json refuses
        made(_KeptLine, told, more=True)
    except (ValueError, RecursionError):
        return None
    return told


@dataclass(frozen=True, slots=True, kw_only=True)
class _KeptLine:
    """What a line must have to be taken up."""

    document: str
    key: str
    sources: Mapping[str, str]
    outcomes: Mapping[str, Any]


def _appending(table: Path) -> Any:  # noqa: ANN401 (a text stream; its exact type is private to io)
    """Open for appending, after a line that was cut short."""
    try:
        table.parent.mkdir(parents=True, exist_ok=True)
        cut = is_file(table) and table.stat().st_size > 0 and not table.read_bytes().endswith(b"\n")
        stream = table.open("a", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{table} cannot be written: {error.strerror or error}") from error
    stream.write("\n" * cut)
    return stream


@cache
def source_digest(check: Check) -> str:
    """Hash a check's own file, the helpers in its folder and those that all families share."""
    own = Path(inspect.getsourcefile(check.measure) or "")
    helpers = [*own.parent.glob("_*.py"), *(own.parent.parent / SUPPORT).glob("*.py")]
    digest = hashlib.sha256(check.id.encode())
    for file in sorted({own, *helpers}):
        if is_file(file):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _reading_digest() -> str:
    """Hash the code that reads a document, and what it runs on."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256(repr((cv2.__version__, np.__version__, available_engines())).encode())
    for file in _reading_files(package):
        digest.update(file.relative_to(package).as_posix().encode())
        digest.update(file.read_bytes())
    models = [(e.path, e.sha256) for e in manifest() if not e.path.startswith(_WEIGHING)]
    digest.update(repr(models).encode())
    return digest.hexdigest()


def _reading_files(package: Path) -> Iterator[Path]:
    yield from sorted(file for folder in _READ_BY for file in (package / folder).rglob("*.py"))
    yield from (package / "document.py", package / "reading.py")
