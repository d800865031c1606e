"""What each check costs and says: CPU milliseconds and outcome of every check on drawn documents.

    python -m benchmarks.examine.checks SETS... --templates DIR --each 5 --out ROWS.jsonl
    python -m benchmarks.examine.checks --compare BEFORE.jsonl AFTER.jsonl [--keep]

SETS are folders of `benchmarks.score.draw`; `--each` documents of every set are taken, spread over it (genuine and forged), and read once;
then every check runs on each. One JSON line a document; a run that was stopped goes on where it was. `network` is what the networks took
inside a check: reading the visual zone is another stage's cost. Both rows of a comparison come from one machine, one after the other.
`--keep` writes the table to benchmarks/results.
"""

import argparse
import json
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import cv2

from benchmarks.evasion.documents import Documents
from benchmarks.keeping import KeepingExaminer
from benchmarks.provenance import RESULTS, code_now, codes_of, provenance
from docforensics.checks.outcome import Aborted, Abstained, Measured, Outcome
from docforensics.checks.run import run_check
from docforensics.document import Document
from docforensics.networks import Network
from docforensics.scoring.weigh import mode_of

INSPECTED_ON = date(2026, 11, 24)
NAME = "examine-checks"
_NOTABLE = 1e-4
"""Of log10 LR, below which two runs say the same: rows of the scoring are rounded to three places."""

Row = dict[str, Any]


class NetworkClock:
    """CPU seconds that the networks took since it was last asked."""

    def __init__(self) -> None:
        self._seconds = 0.0
        call: Callable[..., Any] = Network.__call__

        def timed(network: Network, *given: Any) -> Any:  # noqa: ANN401 (stands for any call)
            start = time.process_time()
            try:
                return call(network, *given)
            finally:
                self._seconds += time.process_time() - start

        Network.__call__ = timed  # type: ignore[assignment, method-assign]

    def take(self) -> float:
        """Give them, and start anew."""
        taken, self._seconds = self._seconds, 0.0
        return taken


def chosen(documents: Documents, each: int) -> list[str]:
    """Some documents, spread over the set."""
    names = sorted(documents)
    return names[:: max(len(names) // each, 1)][:each]


def examined(examiner: KeepingExaminer, document: Document, clock: NetworkClock) -> dict[str, Row]:
    """Run every check that is not off, with its cost and what it said."""
    policy = examiner._policy.for_issuer(document.mrz.issuer if document.mrz else "")  # noqa: SLF001 (timed from outside)
    found: dict[str, Row] = {}
    for check in examiner._checks:  # noqa: SLF001
        if mode_of(check, policy).value == "off":
            continue
        clock.take()
        start = time.process_time()
        outcome = run_check(check, document)
        spent = time.process_time() - start
        found[check.id] = {"ms": 1000 * spent, "network": 1000 * clock.take(), **told(outcome)}
    report = examiner.report(document)
    for finding in report.findings:
        if finding.check in found:
            found[finding.check]["log10_lr"] = finding.log10_lr
    return found


def told(outcome: Outcome) -> Row:
    """What an outcome says, without what was read."""
    match outcome:
        case Measured():
            return {"value": outcome.value, "places": len(outcome.regions)}
        case Abstained():
            return {"why": str(outcome.why)}
        case Aborted():
            return {"error": outcome.error}


def run(sets: Sequence[Path], templates: Path, each: int, out: Path) -> None:
    """Examine what is not in the file yet."""
    known = {row["document"] for row in rows_of(out)} if out.is_file() else set()
    plain = KeepingExaminer(templates=str(templates))
    reader = KeepingExaminer(templates=str(templates), equipment=("document-reader",))
    clock, code = NetworkClock(), code_now()
    for folder in sets:
        documents = Documents([folder])
        for name in chosen(documents, each):
            if name in known:
                continue
            given = documents.submission(name)
            capture = documents.facts[name].capture
            examiner = reader if capture == "border-reader" else plain
            document = examiner.read(given.source, inspected_on=INSPECTED_ON, channel=given.channel)
            checks = examined(examiner, document, clock)
            verdict = examiner.report(document).verdict.outcome.value
            row = {
                "document": name,
                "capture": capture,
                "outcome": verdict,
                "checks": checks,
                "code": code,
            }
            with out.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(row) + "\n")


def rows_of(file: Path) -> list[Row]:
    """Read rows."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def costs(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Median milliseconds by capture, of each check and of all together, without the networks."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        spent = {check: said["ms"] - said["network"] for check, said in row["checks"].items()}
        for check, ms in {"all": sum(spent.values()), **spent}.items():
            found[check][row["capture"]].append(ms)
    return {
        check: {capture: statistics.median(ms) for capture, ms in by_capture.items()}
        for check, by_capture in found.items()
    }


def differences(before: Sequence[Row], after: Sequence[Row]) -> Iterator[tuple[str, str, Row, Row]]:
    """Every outcome that says something else: document, check, and both."""
    later = {row["document"]: row for row in after}
    for row in before:
        twin = later.get(row["document"])
        for check, said in row["checks"].items() if twin else ():
            now = twin["checks"].get(check, {}) if twin else {}
            if _differs(said, now):
                yield row["document"], check, said, now


def _differs(before: Row, after: Row) -> bool:
    if {name for name in before if name in ("why", "error")} != {
        name for name in after if name in ("why", "error")
    }:
        return True
    if before.get("why") != after.get("why"):
        return True
    return any(abs(before.get(name, 0.0) - after.get(name, 0.0)) > _NOTABLE for name in ("value", "log10_lr"))


def compared(before: Sequence[Row], after: Sequence[Row]) -> Row:
    """Costs before and after, and how far outcomes moved."""
    old, new = costs(before), costs(after)
    moved: dict[str, list[float]] = defaultdict(list)
    other: Counter[str] = Counter()
    for _, check, was, now in differences(before, after):
        if "value" in was and "value" in now:
            moved[check].append(abs(was.get("log10_lr", 0.0) - now.get("log10_lr", 0.0)))
        else:
            other[check] += 1
    later = {row["document"]: row["outcome"] for row in after}
    both = [row for row in before if row["document"] in later]
    return {
        "documents": dict(Counter(row["capture"] for row in both)),
        "ms": {
            check: {"before": old.get(check, {}), "after": new.get(check, {})}
            for check in sorted({*old, *new})
        },
        "moved": {check: {"n": len(far), "most_log10_lr": max(far)} for check, far in moved.items()},
        "other_outcome": dict(other),
        "other_verdict": sum(row["outcome"] != later[row["document"]] for row in both),
    }


def table(found: Mapping[str, Any]) -> str:
    """Write the comparison as Markdown."""
    captures = list(found["documents"])
    heads = [f"{capture} (n = {found['documents'][capture]})" for capture in captures]
    lines = [f"| check | {' | '.join(heads)} |", "|---|" + "---|" * len(captures)]
    ms = found["ms"]
    for check in sorted(ms, key=lambda name: -max(ms[name]["before"].values(), default=0.0)):
        pairs = [(ms[check]["before"].get(one, 0.0), ms[check]["after"].get(one, 0.0)) for one in captures]
        if max(max(pair) for pair in pairs) >= 1.0:
            lines.append(f"| {check} | " + " | ".join(f"{old:.0f} -> {new:.0f}" for old, new in pairs) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run, or compare two runs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", type=Path)
    parser.add_argument("--templates", type=Path)
    parser.add_argument("--each", type=int, default=5)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--compare", nargs=2, type=Path)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    if options.compare is None:
        run(options.sets, options.templates, options.each, options.out)
        return
    before, after = map(rows_of, options.compare)
    found = compared(before, after)
    for document, check, was, now in differences(before, after):
        print(
            document,
            check,
            {k: v for k, v in was.items() if k not in ("ms", "network")},
            "->",
            {k: v for k, v in now.items() if k not in ("ms", "network")},
        )
    print(table(found))
    print({name: found[name] for name in ("moved", "other_outcome", "other_verdict")})
    if options.keep:
        codes = {"before": codes_of(before), "after": codes_of(after)}
        kept = json.dumps({**provenance(), "codes": codes, **found}, indent=1, sort_keys=True)
        (RESULTS / f"{NAME}.json").write_text(kept + "\n", encoding="utf-8")
        (RESULTS / f"{NAME}.md").write_text(table(found), encoding="utf-8")


if __name__ == "__main__":
    main()
