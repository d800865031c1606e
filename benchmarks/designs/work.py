"""One design: drawn, learned, examined with its template and without any, and its pictures deleted. What a worker process does.

A worker of a scan (`docforensics.batch`) takes designs for documents, so that parts, processes, nodes, resuming and the limit of memory are
those of a scan. Nothing of a picture and nothing of a holder is kept: what every check measured, and where.
"""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2

from benchmarks.designs.sets import DesignPlan, DrawnItem, KnownSide, drawn, known_sides
from benchmarks.keeping import KeepingExaminer
from benchmarks.score.name import named
from docforensics.batch.discover.records import packed
from docforensics.batch.settings import ScanSettings
from docforensics.batch.work import Row, ScanTask, Work, failed, started_row
from docforensics.bench.data_set import Item
from docforensics.bench.normalise import prepare
from docforensics.bench.outcomes import AS_PUBLISHED
from docforensics.bench.provenance import checkout
from docforensics.bench.systems.ours import INSPECTED_ON, captures_of
from docforensics.capture.side import Capture
from docforensics.checks.run import describe
from docforensics.counting import count_by_folds, with_counts
from docforensics.errors import InputError, ResourceError, TemplateError, UsageError
from docforensics.own_values import with_own_values
from docforensics.scoring.outcomes import Examined, to_line
from docforensics.templates.learning.learn import learn_template
from docforensics.templates.model import Template
from docforensics.templates.store import TemplateStore
from docforensics.under_uv import with_shown_under_uv
from sample_docs.generator.memory import keep_freed_memory

_CODE, _DIRTY = checkout()
"""As this module was loaded: a checkout may move under a run of hours, and the code that measures is the one that was loaded."""
BARE = " without template"
"""What the capture of a document ends in that was examined without any template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignRecord:
    """What was measured of one design."""

    design: str
    split: str
    code: str
    lines: tuple[str, ...]
    """One examined document each (`scoring.outcomes.to_line`)."""
    unreadable: Mapping[str, str]
    """Documents that could not be examined, and why."""
    seconds: Mapping[str, float]
    """CPU seconds of drawing, learning and examining."""
    documents: int
    plan: str = ""
    """What was wanted of it (`DesignPlan.packed`); empty in results of before it was kept."""
    dirty: tuple[str, ...] = ()
    """Files that differed from the commit `code`."""
    template: str = ""
    """Why no template was learned; empty where one was."""
    alarms: Mapping[str, int] = field(default_factory=dict)
    """Adverse checks on the holders of the template by folds, with the number of documents."""


class DesignWork(Work):
    """Measures designs; the name of an entry is that of its design, its address the plan."""

    def __init__(self, settings: ScanSettings, configuration: str, out: str | None) -> None:
        super().__init__(settings, configuration, out)
        cv2.setNumThreads(1)
        keep_freed_memory()

    def row(self, task: ScanTask, hashed: Callable[[str], None] = lambda _document: None) -> Row | None:
        """Measure one design; None when results hold it."""
        del hashed  # told at once, a design that ran out of time or memory would be held and not tried again
        entry, start = task.entry, time.process_time()
        plan = DesignPlan.unpacked(entry.pictures[0].address)
        row, key = started_row(entry, self._configuration), key_of(plan)
        if key in task.known:
            return None
        # A design that failed is held under no key, so that it is tried again: the disk may have been full, the machine slow.
        try:
            found = packed(measured(plan))
            row |= {"document": key, "status": "examined", "findings": [], "described": found}
        except Exception as error:
            if isinstance(error, MemoryError | ResourceError) and not isinstance(error, TemplateError):
                raise  # no fault of this design: it is tried again, or nothing can be measured
            row |= failed("crash", f"{describe(error)}: {error}")
        return row | {"cpu_seconds": time.process_time() - start}


def key_of(plan: DesignPlan) -> str:
    """Hash what a design's record depends on: the plan and the code."""
    return hashlib.sha256(f"{plan.packed()}/{_CODE}".encode()).hexdigest()


def measured(plan: DesignPlan) -> DesignRecord:
    """Draw, learn, examine; the pictures are gone when it ends."""
    watch = _Watch()
    with TemporaryDirectory(prefix=f"design-{plan.design}-") as folder:
        with watch.of("draw"):
            documents = drawn(plan, Path(folder))
        with watch.of("learn"):
            learned = learned_of(plan, [one.item for one in documents if one.is_of_template])
        asked = [one for one in documents if not one.is_of_template]
        unreadable: dict[str, str] = {}
        lines = []
        without = [((), BARE)] if plan.bare else []
        for store, ending in [(learned.templates, ""), *without]:
            with watch.of("examine" + ending):
                examiner = KeepingExaminer(templates=TemplateStore(store))
                found = _examined(examiner, asked, ending, unreadable)
                lines += [to_line(_named(one, whose, ending, plan)) for whose, one in found]
    return DesignRecord(
        design=plan.design,
        split=plan.split,
        code=_CODE,
        dirty=_DIRTY,
        plan=plan.packed(),
        lines=tuple(lines),
        unreadable=unreadable,
        seconds=watch.seconds,
        documents=len(asked),
        template=learned.why,
        alarms=learned.alarms,
    )


class _Watch:
    """CPU seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._stage, self._start = "", 0.0

    def of(self, stage: str) -> "_Watch":
        self._stage = stage
        return self

    def __enter__(self) -> None:
        self._start = time.process_time()

    def __exit__(self, *_: object) -> None:
        self.seconds[self._stage] = round(time.process_time() - self._start, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedDesign:
    """The templates of a design, and what was counted on its own documents."""

    templates: tuple[Template, ...] = ()
    alarms: Mapping[str, int] = field(default_factory=dict)
    why: str = ""
    """Why there are none."""


def learned_of(plan: DesignPlan, items: Sequence[Item], *, own_values: bool = True) -> LearnedDesign:
    """Learn one template a side from the border reader's captures; false alarms are counted by folds, on all channels, where asked.

    Without `own_values` nothing is kept of what checks show on the captures, which few checks look at and which takes a third of the time.
    """
    known = known_sides(plan.design)
    sides: dict[str, list[_OfTemplate]] = {}
    for item in items:
        shown = {
            one.side.value.replace("_", "-"): one for one in captures_of(prepare(item, None, AS_PUBLISHED))
        }
        zone = next((one for side, one in shown.items() if known[side].has_zone), None)
        for side, capture in shown.items():
            other = None if known[side].has_zone else zone
            sides.setdefault(side, []).append(
                _OfTemplate(capture=capture, zone_side=other, holder=item.group)
            )
    found, alarms = [], Counter[str]()
    for side, own in sides.items():
        holders = sorted({one.holder for one in own})
        captures, whose = [one.capture for one in own], [holders.index(one.holder) for one in own]
        zone_sides = [one.zone_side for one in own]
        learn = partial(_learned_side, known[side], own_values=own_values)
        try:
            template = learn(captures, whose, zone_sides)
            counted = (
                count_by_folds(
                    captures,
                    learn,
                    holders=whose,
                    inspected_on=INSPECTED_ON,
                    zone_sides=zone_sides,
                )
                if plan.count
                else None
            )
        except (UsageError, TemplateError) as error:
            return LearnedDesign(why=f"{side}: {error}")
        found.append(with_counts(template, counted) if counted else template)
        alarms.update(counted.alarms if counted else {})
    return LearnedDesign(templates=tuple(found), alarms=dict(sorted(alarms.items())))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _OfTemplate:
    """One side of a document that a template is learned from."""

    capture: Capture
    zone_side: Capture | None
    """The side that bears the zone, where this one does not."""
    holder: str


def _learned_side(
    known: KnownSide,
    captures: Sequence[Capture],
    holders: Sequence[int],
    zone_sides: Sequence[Capture | None],
    *,
    own_values: bool,
) -> Template:
    """Learn from the captures in most lights, which are the border reader's, and name what an authority knows of its own document."""
    most = max(len(one.images) for one in captures)
    rows = [row for row in zip(captures, holders, zone_sides, strict=True) if len(row[0].images) == most]
    own, whose, others = ([*column] for column in zip(*rows, strict=True))
    template = learn_template(own, holders=whose, model=known.model, size_mm=known.size_mm, zone_sides=others)
    template = replace(template, features=named(template.features, known.devices, known.perforation))
    shown = with_shown_under_uv(template, own, holders=whose)
    return with_own_values(shown, own) if own_values else shown


def _examined(
    examiner: KeepingExaminer, documents: Sequence[DrawnItem], ending: str, unreadable: dict[str, str]
) -> Iterator[tuple[DrawnItem, Examined]]:
    for one in documents:
        try:
            captures = list(captures_of(prepare(one.item, None, AS_PUBLISHED)))
            document = examiner.read(captures, inspected_on=INSPECTED_ON)
            examiner.report(document)
        except InputError as error:
            unreadable[one.item.id + ending] = f"{type(error).__name__}: {error}"
            continue
        yield one, examiner.examined(document, one.item.id)


def _named(one: Examined, whose: DrawnItem, ending: str, plan: DesignPlan) -> Examined:
    """Say whose outcomes they are. A document is named by its design, since holders are the same people in every design."""
    item = whose.item
    return replace(
        one,
        document=f"{plan.design}/{item.id}{ending}",
        holder=f"{plan.design}/{item.group}",
        split=plan.split,
        is_forged=item.is_forged,
        species=item.species,
        severity=item.severity,
        model=item.model,
        capture=item.capture + ending,
        design=plan.design,
        press=whose.press,
        device=whose.device,
    )
