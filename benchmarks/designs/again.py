"""Measures checks anew on the designs of kept tables: `python -m benchmarks.designs.again TABLE... -o FOLDER --checks portrait.portraits_aligned`.

A check that changed needs no whole measurement: the same documents are drawn again by the plans that a table states, a template is learned of the same
holders in all lights, and the named checks alone look at the documents, in the lights that they name. Their columns take the place of the old ones in FOLDER, under the tables'
names; all other columns, and what was counted on the models, stay as they were measured. The metadata state which code measured which check of a design anew (`again`). Designs on
all of whose documents every check had nothing to compare with are not measured again unless `--all` is given: a template that now learns something there needs it. Run it again and
it goes on: each design is kept in FOLDER once it is measured.
"""

import argparse
import json
import time
from collections.abc import Iterator, Mapping, Sequence
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
from docforensics.errors import UsageError
from docforensics.examiner import Examiner
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
    return Examined(
        document=name,
        holder=name,
        split="",
        is_forged=item.is_forged,
        species="",
        severity="",
        model="",
        capture="",
        channel=document.channels[0],
        lights=document.lights,
        has_template=any(side.match for side in document.sides),
        outcomes={check.id: run_check(check, document) for check in checks},
    )


def with_outcomes(documents: Sequence[Examined], again: Mapping[str, Examined]) -> Iterator[Examined]:
    """Give documents, those that were measured anew with the new outcomes in the place of the old."""
    for one in documents:
        new = again.get(one.document)
        yield one if new is None else replace(one, outcomes={**one.outcomes, **new.outcomes})


def put_together(file: Path, again: Mapping[str, Examined], some: Sequence[Wanted]) -> pa.Table:
    """Give a kept table with the columns of what was measured anew; every other column is that of the file."""
    table = pq.read_table(file)
    told = {key.decode(): text.decode() for key, text in (table.schema.metadata or {}).items()}
    laid = laid_out(with_outcomes(read(file), again), Calibration.load())
    if laid["document"].to_pylist() != table["document"].to_pylist():
        raise UsageError(f"{file}: its documents are not in the order of `benchmarks.designs.table`")
    anew, dirty = (json.loads(told.get(name, "{}")) for name in (AGAIN, "dirty"))
    for one in some:
        design = one.plan.design
        anew[design] = {**anew.get(design, {}), **dict.fromkeys(one.checks, _CODE)}
        dirty[design] = sorted({*dirty.get(design, ()), *_DIRTY})
    for name in (
        name for check in sorted({*chain(*(one.checks for one in some))}) for name in columns_of(check)
    ):
        table = table.set_column(table.column_names.index(name), name, laid[name])
    kept = {name: told[name] for name in ORIGIN if name in told}
    return table.replace_schema_metadata({**kept, "dirty": json.dumps(dirty), AGAIN: json.dumps(anew)})


def _run(wanted: Sequence[Wanted], kept: Path, workers: int) -> list[Examined]:
    """Measure what is not kept in a folder yet."""
    kept.mkdir(parents=True, exist_ok=True)
    found = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(kept.glob("*.json"))}
    left = [one for one in wanted if one.plan.design not in found]
    start = time.monotonic()
    with ProcessPoolExecutor(max_workers=workers) as pool:
        running = {pool.submit(measured_again, one): one.plan.design for one in left}
        for done, future in enumerate(as_completed(running), start=1):
            design = running[future]
            found[design] = future.result()
            write_result(kept / f"{design}.json", json.dumps(found[design]).encode())
            pace = (time.monotonic() - start) / done
            print(f"{done} of {len(left)} designs, {pace * (len(left) - done) / 60:.0f} min left", flush=True)
    return [from_line(line) for one in wanted for line in found[one.plan.design]]


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
        some = wanted_of(table, options.checks, everything=options.everything)
        # What is kept is of this code, of these checks and of this table's plans.
        kept = options.out / "-".join([_CODE, table.stem, *sorted(options.checks)])
        again = {one.document: one for one in _run(some, kept, options.workers)}
        write(put_together(table, again, some), options.out / table.name)
        print(f"{options.out / table.name}: {len(some)} designs measured anew by {_CODE}", flush=True)


if __name__ == "__main__":
    main()
