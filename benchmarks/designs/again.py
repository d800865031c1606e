"""Measures checks anew on the designs of kept tables: `python -m benchmarks.designs.again TABLE... -o FOLDER --checks portrait.portraits_aligned`.

A check that changed needs no whole measurement: the same documents are drawn again by the plans that a table states, a template is learned of the same
holders in all lights, and the named checks alone look at the documents, in the lights that they name. Their columns take the place of the old ones in FOLDER, under the tables'
names; all other columns, and what was counted on the models, stay as they were measured. The metadata state which code measured which check of a design anew (`again`). Designs on
all of whose documents every check had nothing to compare with are not measured again unless `--all` is given: a template that now learns something there needs it. Run it again and
it goes on: each design is kept in FOLDER once it is measured.
"""

import argparse
import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.designs.sets import DesignPlan, drawn
from benchmarks.designs.table import AGAIN, ORIGIN, columns_of, laid_out, read, write
from benchmarks.designs.work import learned_of
from benchmarks.keeping import named_outcomes
from docforensics.bench.cache import write_result
from docforensics.bench.data_set import Item
from docforensics.bench.normalise import prepare
from docforensics.bench.outcomes import AS_PUBLISHED
from docforensics.bench.provenance import checkout
from docforensics.bench.systems.ours import INSPECTED_ON, captures_of
from docforensics.capture.light import Light
from docforensics.checks.check import Check
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.errors import DocforensicsError, UsageError
from docforensics.examiner import Examiner
from docforensics.regular import is_file
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.outcomes import Examined, from_line, to_line
from docforensics.templates.store import TemplateStore

_CODE, _DIRTY = checkout()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is measured anew of one design."""

    plan: DesignPlan
    documents: tuple[str, ...]
    """Names of those that the table holds."""
    checks: tuple[str, ...]


def wanted_of(table: Path, checks: Sequence[str], *, everything: bool) -> list[Wanted]:
    """Give the designs of a table on which the checks are measured anew; UsageError where it states no plan of one."""
    told = pq.read_schema(table).metadata or {}
    plans = json.loads(told.get(b"plan", b"{}"))
    by_design: dict[str, list[Examined]] = {}
    for one in read(table):
        by_design.setdefault(one.design, []).append(one)
    if missing := sorted(by_design.keys() - plans.keys()):
        raise UsageError(f"{table}: states no plan of {', '.join(missing)}: measure these designs whole")
    return [
        Wanted(
            plan=replace(DesignPlan.unpacked(plans[design]), count=False),
            documents=tuple(one.document for one in documents if one.has_template),
            checks=tuple(checks),
        )
        for design, documents in sorted(by_design.items())
        if everything or any(_could_be_asked(one, check) for one in documents for check in checks)
    ]


def _could_be_asked(one: Examined, check: str) -> bool:
    outcome = one.outcomes.get(check)
    return not (isinstance(outcome, Abstained) and outcome.why is Why.NO_REFERENCE_HERE)


def measured_again(wanted: Wanted) -> list[str]:
    """Draw and learn a design again and ask the checks alone: a line (`scoring.outcomes.to_line`) each document of the table.

    UsageError where no template can be learned, or the plan draws other documents.
    """
    cv2.setNumThreads(1)
    asked = [check for check in discover_checks() if check.id in wanted.checks]
    lights = frozenset().union(*(check.spec.lights for check in asked)) | {Light.VISIBLE}
    with TemporaryDirectory(prefix=f"again-{wanted.plan.design}-") as folder:
        documents = drawn(wanted.plan, Path(folder))
        learned = learned_of(
            wanted.plan,
            [one.item for one in documents if one.is_of_template],
            own_values=any(map(_looks_at_own_values, asked)),
        )
        if learned.why:
            raise UsageError(f"{wanted.plan.design}: {learned.why}")
        by_name = {f"{wanted.plan.design}/{one.item.id}": one.item for one in documents}
        if missing := set(wanted.documents) - by_name.keys():
            raise UsageError(
                f"{wanted.plan.design}: the plan draws no {', '.join(sorted(missing))}: measure it whole"
            )
        examiner = Examiner(templates=TemplateStore(learned.templates))
        return [
            to_line(_asked(examiner, in_lights(by_name[name], lights), name, asked))
            for name in wanted.documents
        ]


def _looks_at_own_values(check: Check) -> bool:
    return check.spec.usual is not None or bool(check.spec.kept_facts)


def in_lights(item: Item, lights: frozenset[Light]) -> Item:
    """Give a document with its pictures in some lights alone."""
    return replace(item, pictures=tuple(one for one in item.pictures if one.light in lights))


def _asked(examiner: Examiner, item: Item, name: str, checks: Sequence[Check]) -> Examined:
    document = examiner.read(list(captures_of(prepare(item, None, AS_PUBLISHED))), inspected_on=INSPECTED_ON)
    return named_outcomes(document, name, {check.id: run_check(check, document) for check in checks})


def put_together(file: Path, again: Mapping[str, Examined], some: Sequence[Wanted]) -> pa.Table:
    """Give a kept table with the cells of what was measured anew; every other cell is that of the file."""
    table = pq.read_table(file)
    told = {key.decode(): text.decode() for key, text in (table.schema.metadata or {}).items()}
    anew, dirty = (json.loads(told.get(name, "{}")) for name in (AGAIN, "dirty"))
    for one in some:
        design = one.plan.design
        anew[design] = {**anew.get(design, {}), **dict.fromkeys(one.checks, _CODE)}
        dirty[design] = sorted({*dirty.get(design, ()), *_DIRTY})
    names = [name for check in sorted({*chain(*(one.checks for one in some))}) for name in columns_of(check)]
    laid = laid_out(again.values(), Calibration.load()) if again else None
    for name in names if laid is not None else ():
        table = table.set_column(table.column_names.index(name), name, _mixed(table, laid, name))
    kept = {name: told[name] for name in ORIGIN if name in told}
    return table.replace_schema_metadata({**kept, "dirty": json.dumps(dirty), AGAIN: json.dumps(anew)})


def _mixed(table: pa.Table, laid: pa.Table, name: str) -> pa.Array:
    """One column: of documents that were measured anew the new cell, of all others the old one."""
    new = dict(zip(laid["document"].to_pylist(), laid[name].to_pylist(), strict=True))
    cells = [
        new.get(document, old)
        for document, old in zip(table["document"].to_pylist(), table[name].to_pylist(), strict=True)
    ]
    kind = table.schema.field(name).type
    if pa.types.is_dictionary(kind):
        return pa.array(cells, pa.string()).dictionary_encode()
    return pa.array(cells, kind)


def _run(wanted: Sequence[Wanted], kept: Path, workers: int) -> tuple[list[Examined], dict[str, str]]:
    """Measure what is not kept in a folder yet; give the documents, and why designs could not be measured: the others are."""
    kept.mkdir(parents=True, exist_ok=True)
    files = {one.plan.design: kept / f"{one.plan.design}-{_key(one)}.json" for one in wanted}
    left = [one for one in wanted if not is_file(files[one.plan.design])]
    failed: dict[str, str] = {}
    start = time.monotonic()
    with ProcessPoolExecutor(max_workers=workers) as pool:
        running = {pool.submit(measured_again, one): one.plan.design for one in left}
        for done, future in enumerate(as_completed(running), start=1):
            design = running[future]
            try:
                write_result(files[design], json.dumps(future.result()).encode())
            except DocforensicsError as error:
                failed[design] = str(error)
            pace = (time.monotonic() - start) / done
            print(f"{done} of {len(left)} designs, {pace * (len(left) - done) / 60:.0f} min left", flush=True)
    lines = [
        line
        for one in wanted
        if one.plan.design not in failed
        for line in json.loads(files[one.plan.design].read_text(encoding="utf-8"))
    ]
    return [from_line(line) for line in lines], failed


def _key(wanted: Wanted) -> str:
    """Hash what a design's lines depend on: plan, documents, checks and code, with what differs from its commit."""
    told = [wanted.plan.packed(), wanted.documents, sorted(wanted.checks), _CODE, _DIRTY]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]


def check_known(checks: Sequence[str], table: Path) -> None:
    """Raise UsageError for a check that there is none of, or that a table has no column of."""
    columns = set(pq.read_schema(table).names)
    known = {check.id for check in discover_checks() if set(columns_of(check.id)) <= columns}
    if strange := sorted(set(checks) - known):
        raise UsageError(f"{table}: no check {', '.join(strange)}; there are {', '.join(sorted(known))}")


def main() -> None:
    """Measure anew, and put the tables together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="+", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--checks", nargs="+", required=True)
    parser.add_argument("--all", action="store_true", dest="everything")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    for table in options.tables:
        check_known(options.checks, table)
    for table in options.tables:
        target = options.out / table.name
        if target.resolve() == table.resolve():
            raise UsageError(f"{table}: -o is its own folder: give another")
        some = wanted_of(table, options.checks, everything=options.everything)
        documents, failed = _run(some, options.out / "kept", options.workers)
        for design, why in sorted(failed.items()):
            print(f"not measured anew, and as it was: {design}: {why}")
        whole = [one for one in some if one.plan.design not in failed]
        write(put_together(table, {one.document: one for one in documents}, whole), target)
        print(f"{target}: {len(whole)} designs measured anew by {_CODE}", flush=True)


if __name__ == "__main__":
    main()
