"""Examines documents of which claims were changed: `python -m benchmarks.evasion.power SETS... --templates DIR --out ROWS.jsonl`.

Of calibration holders whom no template was learned from, the generator makes documents with changes (`benchmarks.evasion.changes`), and SETS,
folders of `benchmarks.score.draw`, give genuine ones of which two are laid in one picture, or which are held to be of another model. Each is
examined as it is and at worse quality, by the checks that speak of the changed claims, with every `verifies_from` taken back, so that
what limits they need can be seen. One JSON line an examination; those in ROWS are not made again, and any beginning holds the same shares.
`benchmarks.evasion.shown` derives what is shown from them.
"""

import argparse
import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2

from benchmarks.evasion.changes import Changed, bundles, changed
from benchmarks.evasion.manipulate import MANIPULATIONS
from benchmarks.evasion.opened import claims_of, opened_examiner
from benchmarks.evasion.pages import PAGES, pages
from benchmarks.evasion.pictures import Help, Submission
from benchmarks.evasion.run import NONE, read_rows
from benchmarks.evasion.settle import READERS
from benchmarks.evasion.templates import MODELS
from benchmarks.provenance import code_now
from docforensics.bench.systems.ours import INSPECTED_ON
from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, ClaimState
from docforensics.checks.security._background import touches
from docforensics.claims.fold import quality_of
from docforensics.claims.model import ClaimResult
from docforensics.document import Document
from docforensics.errors import InputError
from docforensics.examiner import Examiner
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import REFERENCE_PX_PER_MM, FeatureKind
from docforensics.templates.store import TemplateStore
from sample_docs.generator.memory import keep_freed_memory
from sample_docs.generator.sheet import rng_of

DESIGNS = tuple(MODELS)
CHANNELS = ("border-reader", "flatbed", "photo", "messenger")
_FIXED_PRINT = (ClaimId.PRINT_AT_DATA, ClaimId.PRINT_ELSEWHERE)
_STATES = (ClaimState.CONTRADICTED, ClaimState.NOT_SEEN, ClaimState.VERIFIED)
QUALITIES = (
    *("scale:0.6", "blur:1.2px", "scale:200dpi", "blur:0.8px", "scale:0.5"),
    *("blur:0.5px", "scale:150dpi", "blur:2px", "scale:0.75"),
)
"""What is done to the whole picture beside leaving it as it is, one for each document in turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerCase:
    """One changed document at one quality."""

    turn: int
    channel: str
    design: str
    bundle: str
    quality: str = NONE

    @property
    def id(self) -> str:
        """Name of the case."""
        return f"{self.design}-{self.channel}-{self.bundle}-{self.turn}+{self.quality}"


def planned(turns: int) -> Iterator[PowerCase]:
    """Give all cases of a number of turns, in an order in which any beginning holds the same shares."""
    for turn in range(turns):
        here = [
            PowerCase(turn=turn, channel=channel, design=design, bundle=bundle)
            for design in DESIGNS
            for channel in CHANNELS
            for bundle in (*bundles(channel), *PAGES)
        ]
        yield from here
        for number, case in enumerate(here):
            yield replace(case, quality=QUALITIES[(turn + number) % len(QUALITIES)])


def row_of(examiner: Examiner, given: Submission, made: Changed) -> dict[str, Any]:
    """Examine one case and keep what became of each changed claim: nothing of the holder."""
    changes = made.changes
    try:
        document = examiner.read(given.source, inspected_on=INSPECTED_ON, channel=given.channel)
    except InputError as error:
        return {"outcome": type(error).__name__, "claims": {}}
    found = claims_of(examiner, document, [*changes, *(_FIXED_PRINT if any(made.scraped) else ())])
    scraped = _of_scraped(document, made.scraped, found)
    qualities = [quality_of(side) for side in document.sides]
    return {
        "outcome": "examined",
        "templates": [side.match.template.id if side.match else "" for side in document.sides],
        "px_per_mm": min(round(one.px_per_mm, 2) for one in qualities),
        "resolved": min(round(one.resolved_px_per_mm, 2) for one in qualities),
        "contrast": min(round(one.contrast, 3) for one in qualities),
        "holders": min(one.holders for one in qualities),
        "claims": {
            **{
                str(claim): _told(found[claim], change)
                for claim, change in changes.items()
                if claim in found and change != "scraped"
            },
            **scraped,
        },
    }


def _of_scraped(
    document: Document, scraped: Sequence[BoxMm | None], found: Mapping[ClaimId, ClaimResult]
) -> dict[str, Any]:
    """Tell what became of scraped print: at a field that the template knows, or elsewhere; nothing where it knows no print.

    It disturbs the print beside it as well, so that either claim that does not hold tells of it.
    """
    told = {}
    for side, box in zip(document.sides, scraped, strict=False):
        if box is None or side.match is None:
            continue
        template = side.match.template
        known = template.references[Light.VISIBLE].constant[box.to_px(REFERENCE_PX_PER_MM).slices]
        if float(known.mean()) >= 0.5:
            fields = [one.box for one in template.of_kind(FeatureKind.PERSONAL_DATA)]
            claim = ClaimId.PRINT_AT_DATA if touches(box, fields) else ClaimId.PRINT_ELSEWHERE
            results = [found[one] for one in _FIXED_PRINT if one in found]
            worst = min(results, key=lambda one: (_STATES.index(one.state), one.claim is not claim))
            told[str(claim)] = _told(worst, "scraped")
    return told


def _told(one: ClaimResult, change: str) -> dict[str, Any]:
    places = sorted({place.place for place in one.places if place.state is one.state and place.place})
    return {
        "change": change,
        "state": str(one.state),
        "why": str(one.why or ""),
        "checks": list(one.checks),
        "places": places[:6],
    }


def run(
    cases: Iterable[PowerCase], sets: list[Path], store: TemplateStore, out: Path, *, seconds: float
) -> int:
    """Examine the cases that are not in the file yet until the time is over; how many were added."""
    known = {row["case"] for row in read_rows([out])} if out.is_file() else set()
    code, end, added = code_now(), time.monotonic() + seconds, 0
    examiners = {name in READERS: opened_examiner(store, reader=name in READERS) for name in CHANNELS}
    genuine = pages(sets, store)
    made: dict[tuple[str, str, str, int], Any] = {}
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("a", encoding="utf-8") as stream:
        for case in cases:
            if case.id in known:
                continue
            if time.monotonic() > end:
                break
            start = time.process_time()
            key = (case.design, case.channel, case.bundle, case.turn)
            if key not in made:
                made = {key: genuine.made(*key) if case.bundle in PAGES else changed(*key)}
            if made[key] is None:
                continue
            examiner = genuine.examiner(case.design, case.bundle) or examiners[case.channel in READERS]
            row = row_of(examiner, _worse(made[key].submission, case), made[key])
            about = {"case": case.id, "design": case.design, "channel": case.channel, "bundle": case.bundle}
            kind = {"quality": case.quality, "split": "calibration", "holder": made[key].holder, "code": code}
            cpu = round(time.process_time() - start, 2)
            stream.write(json.dumps({**about, **kind, **row, "cpu_seconds": cpu}) + "\n")
            stream.flush()
            added += 1
    return added


def _worse(given: Submission, case: PowerCase) -> Submission:
    if case.quality == NONE:
        return given
    helped = Help(rng=rng_of(0, case.id), twin=lambda: given, other=lambda: given)
    return MANIPULATIONS[case.quality].change(given, helped)


def main() -> None:
    """Run and say how far it came."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--templates", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--turns", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=540)
    parser.add_argument("--only", nargs="+", default=(), metavar="PART", help="parts of names of cases")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    keep_freed_memory()
    cases = [
        one for one in planned(options.turns) if not options.only or any(p in one.id for p in options.only)
    ]
    store = TemplateStore.open(options.templates)
    added = run(cases, options.sets, store, options.out, seconds=options.seconds)
    print(f"{options.out}: {added} added, {len(cases)} asked")


if __name__ == "__main__":
    main()
