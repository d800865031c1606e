"""Examines manipulated documents: `python -m benchmarks.evasion.run SETS... --templates DIR --out ROWS.jsonl --part 0/2`.

SETS are folders of `benchmarks.score.draw`. Forged documents are those of the frozen list (`flagged.csv`), genuine ones all that are
there. One JSON line a case; cases that are in ROWS are not run again. The order is mixed, so that any beginning can be
read (`python -m benchmarks.evasion.table ROWS...`).

For a quick look: `--only-kind glare second-page` (beginnings of names), `--only-label genuine`, `--only-channel photo`, `--limit 40`.
`--plain` examines all documents as they are, forged ones on and off the list; `--outcomes TABLE` keeps what every check said of them,
to judge them again under other rows, counts or policies (`benchmarks.evasion.before_after`).
"""

import argparse
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2

from benchmarks.evasion.cases import FLAGGED, EvasionCase, manipulation_of, mixed, planned, read_flagged
from benchmarks.evasion.documents import Documents, Facts
from benchmarks.evasion.pictures import Help, Submission
from benchmarks.evasion.settle import SettlingExaminer, settled
from benchmarks.provenance import code_now
from docforensics.bench.systems.ours import INSPECTED_ON
from docforensics.claims.model import ClaimResult
from docforensics.errors import InputError
from docforensics.report.report import Report
from docforensics.scoring.model import Verdict
from docforensics.scoring.outcomes import Examined, to_line
from docforensics.settings import Templates
from sample_docs.generator.memory import keep_freed_memory
from sample_docs.generator.sheet import rng_of

SEED = 4700
NONE = "none"
"""The manipulation of a document that is handed in as it is."""
NOT_EXAMINED = "NOT EXAMINED"
"""The outcome of what the examiner refuses as input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases of a plan are run."""

    kinds: tuple[str, ...] = ()
    """Beginnings of names of manipulations; empty for all."""
    label: str = ""
    channels: tuple[str, ...] = ()
    designs: tuple[str, ...] = ()
    limit: int | None = None

    def of(self, cases: Iterable[EvasionCase], facts: Mapping[str, Facts]) -> list[EvasionCase]:
        """Keep the cases that are wanted."""
        kept = [case for case in cases if self._has(case, facts[case.document])]
        return kept[: self.limit]

    def _has(self, case: EvasionCase, facts: Facts) -> bool:
        label = "forged" if facts.is_forged else "genuine"
        return (
            (not self.kinds or case.manipulation.startswith(self.kinds))
            and self.label in ("", label)
            and (not self.channels or facts.capture in self.channels)
            and (not self.designs or facts.design in self.designs)
        )


def changed(documents: Documents, case: EvasionCase, seed: int) -> Submission:
    """Give what is handed in for a case."""
    given = documents.submission(case.document)
    manipulation = manipulation_of(case)
    if manipulation is None:
        return given
    helped = Help(
        rng=rng_of(seed, case.document, case.manipulation),
        twin=lambda: documents.submission(documents.twin(case.document)),
        other=lambda: documents.submission(documents.other(case.document)),
    )
    return manipulation.change(given, helped)


def row_of(
    documents: Documents,
    case: EvasionCase,
    examiner: SettlingExaminer,
    seed: int,
    *,
    settle: bool,
    outcomes: Path | None = None,
) -> dict[str, Any]:
    """Examine one case; with `settle` a forgery only as far as it takes to know that it is not CLEAR.

    What every check said of a case that is examined in full is appended to `outcomes`.
    """
    facts = documents.facts[case.document]
    manipulation = manipulation_of(case)
    submission = changed(documents, case, seed)
    about = {
        "case": case.id,
        "document": case.document,
        "design": facts.design,
        "channel": facts.capture,
        "split": facts.split,
        "holder": facts.holder,
        "species": facts.species,
        "severity": facts.severity,
        "manipulation": case.manipulation,
        "group": manipulation.group if manipulation else NONE,
        "effect": manipulation.effect_on(facts).value if manipulation else NONE,
        "detail": submission.detail,
    }
    try:
        post, document = examiner.read(
            submission.source, capture=facts.capture, inspected_on=INSPECTED_ON, channel=submission.channel
        )
    except InputError as error:
        return {**about, "outcome": NOT_EXAMINED, "error": f"{type(error).__name__}: {error}"}
    short = settled(post, document) if settle and facts.is_forged else None
    if short is not None:
        return {**about, **judged(short), "in_full": False}
    row = {**about, **said(post.report(document)), "in_full": True}
    if outcomes:
        append(outcomes, to_line(_named(post.examined(document, case.document), facts)))
    return row


def _named(examined: Examined, facts: Facts) -> Examined:
    return replace(
        examined,
        holder=facts.holder,
        split=facts.split,
        is_forged=facts.is_forged,
        species=facts.species,
        severity=facts.severity,
        model=facts.design,
        capture=facts.capture,
    )


def append(file: Path, line: str) -> None:
    """Append one line in one write, so that several processes can share a file."""
    with file.open("a", encoding="utf-8") as stream:
        stream.write(line.rstrip("\n") + "\n")


def said(report: Report) -> dict[str, Any]:
    """What is kept of a report: nothing of the holder."""
    return {
        **judged(report.verdict),
        "adverse": {finding.check: _rounded(finding.log10_lr) for finding in report.reasons},
        "measured": {finding.check: _rounded(finding.log10_lr) for finding in report.findings},
        "templates": [side.template for side in report.sides],
        "px_per_mm": [_rounded(side.px_per_mm) for side in report.sides],
    }


def judged(verdict: Verdict) -> dict[str, Any]:
    """What is kept of a verdict."""
    return {
        "outcome": verdict.outcome.value,
        "score": _rounded(verdict.score),
        "log10_lr": _rounded(verdict.log10_lr),
        "coverage": _rounded(verdict.coverage),
        "adverse": {},
        "open": [_open(result) for result in verdict.unverified],
        "mandatory": [str(one.claim) for one in verdict.claims if one.is_mandatory],
        "layers": {str(one.layer): str(one.why or one.state) for one in verdict.layers},
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 3)


def _open(result: ClaimResult) -> str:
    """Name a mandatory claim that does not hold, its code or `contradicted`, and the checks and places that this rests on."""
    places = sorted({place.place for place in result.places if place.why is result.why and place.place})
    words = [f"{result.claim}:{result.why or result.state}", "+".join(result.checks)]
    return " ".join(filter(None, [*words, ",".join(places[:6])]))


def run(
    documents: Documents,
    cases: Iterable[EvasionCase],
    examiner: SettlingExaminer,
    out: Path,
    *,
    seconds: float,
    seed: int,
    settle: bool,
    outcomes: Path | None = None,
) -> int:
    """Examine the cases that are not in the file yet until the time is over; how many were added."""
    known = {row["case"] for row in read_rows([out])} if out.is_file() else set()
    code = code_now()
    end, added = time.monotonic() + seconds, 0
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("a", encoding="utf-8") as stream:
        for case in cases:
            if case.id in known:
                continue
            if time.monotonic() > end:
                break
            start = time.process_time()
            row = row_of(documents, case, examiner, seed, settle=settle, outcomes=outcomes)
            cpu = round(time.process_time() - start, 2)
            stream.write(json.dumps({**row, "cpu_seconds": cpu, "code": code}) + "\n")
            stream.flush()
            added += 1
    return added


def read_rows(files: Iterable[Path]) -> list[dict[str, Any]]:
    """Read rows; a kill may have cut the last one short."""
    found: dict[str, dict[str, Any]] = {}
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            try:
                row = json.loads(line)
            except ValueError:
                continue
            found[row["case"]] = row
    return list(found.values())


def cases_of(documents: Documents, options: argparse.Namespace) -> list[EvasionCase]:
    """Plan, choose what is wanted, and take one part."""
    facts = documents.facts
    known = _apart(facts.values(), options.sets)
    if options.plain:
        plan = mixed([EvasionCase(document=one.id, manipulation=NONE) for one in known], options.seed)
    else:
        flagged = {one.document for one in read_flagged(options.flagged)}
        listed = [one for one in known if options.all_forged or not one.is_forged or one.id in flagged]
        plan = planned(listed, seed=options.seed, extra=options.extra)
    wanted = Wanted(
        kinds=tuple(options.only_kind),
        label=options.only_label,
        channels=tuple(options.only_channel),
        designs=tuple(options.only_design),
        limit=options.limit,
    )
    number, of = map(int, options.part.split("/"))
    return wanted.of(plan, facts)[number::of]


def _apart(listed: Iterable[Facts], roots: Iterable[Path]) -> list[Facts]:
    """Leave out the holders that templates were learned from."""
    files = (root / "template.txt" for root in roots)
    holders = {
        holder for file in files if file.is_file() for holder in file.read_text(encoding="utf-8").split()
    }
    return [facts for facts in listed if facts.holder not in holders]


def arguments() -> argparse.ArgumentParser:
    """Say what can be asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--templates", default="shipped", help="a folder, `shipped` or `none`")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--flagged", type=Path, default=FLAGGED, help="the frozen list of forgeries")
    parser.add_argument("--all-forged", action="store_true", help="forgeries that are not on the list too")
    parser.add_argument("--plain", action="store_true", help="all documents as they are")
    parser.add_argument("--settle", action="store_true", help="leave a forgery as soon as it cannot be CLEAR")
    parser.add_argument("--outcomes", type=Path, metavar="TABLE", help="keep what every check said")
    parser.add_argument("--part", default="0/1")
    parser.add_argument("--seconds", type=float, default=540)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--extra", type=int, default=2, help="manipulations beside those that all get")
    parser.add_argument("--only-kind", nargs="+", default=(), metavar="BEGINNING")
    parser.add_argument("--only-label", default="", choices=("genuine", "forged"))
    parser.add_argument("--only-channel", nargs="+", default=())
    parser.add_argument("--only-design", nargs="+", default=())
    parser.add_argument("--limit", type=int)
    return parser


def main() -> None:
    """Run a part and say how far it came."""
    options = arguments().parse_args()
    cv2.setNumThreads(1)
    keep_freed_memory()
    documents = Documents(options.sets)
    cases = cases_of(documents, options)
    templates: Templates = {"shipped": None, "none": ()}.get(options.templates, options.templates)
    added = run(
        documents,
        cases,
        SettlingExaminer.of(templates),
        options.out,
        seconds=options.seconds,
        seed=options.seed,
        settle=options.settle,
        outcomes=options.outcomes,
    )
    print(f"{options.out}: {added} added, {len(cases)} asked")


if __name__ == "__main__":
    main()
