"""The steps of the work on a pile: describe, group, learn, compare, separate editions, list what departs, write the store."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from docforensics.batch.addresses import remove_unfinished
from docforensics.batch.discover.assemble import PileParts, assembled, template_of
from docforensics.batch.discover.export import write_results
from docforensics.batch.discover.gather import GatheredPages, LearnedPile, LearnedTemplate, gathered, with_own
from docforensics.batch.discover.learning import sample_name
from docforensics.batch.discover.names import FOLDER
from docforensics.batch.discover.outliers import SeriesOf
from docforensics.batch.discover.plan import PilePage, PilePlan, planned, sample_of
from docforensics.batch.discover.records import ComparedRecord, PageRecord, PlaceRecord, SampleRecord
from docforensics.batch.discover.result import LeftOut, Pile
from docforensics.batch.discover.stages import Steps, listing_of, some_of
from docforensics.batch.entries import ScanEntry
from docforensics.batch.listing import Listing
from docforensics.capture.light import Light
from docforensics.checks.registry import discover_checks
from docforensics.regular import is_there, place_below
from docforensics.templates.parts import JSON
from docforensics.templates.retrieval.descriptor import LENGTH
from docforensics.templates.store import save_template
from docforensics.templates.writing import writing

_LEARN_SECONDS, _COMPARE_SECONDS = 1800.0, 300.0
"""At least, for the sample of one group, and for one document: a busy machine must not take either for one that never ends."""
_LEAST_SERIES = 5
"""Pages of a series from which a template is learned of it."""
_LETTERS = ascii_lowercase
_NO_SAMPLE = (
    "too few of its pages show their outline or zone and are fine enough to learn from: give more captures, "
    "or the pages' size (size_mm)"
)


@dataclass(slots=True, kw_only=True)
class Discovery:
    """A pile on its way."""

    steps: Steps
    listing: Listing
    least: int

    def run(self) -> Pile:
        """All steps."""
        pages, vectors, unread = self._described()
        rows = [row for row, page in enumerate(pages) if not page.record.reason]
        plan = planned(pages, rows, vectors, self.least)
        del vectors
        learned = self._learned(pages, plan)
        compared = self._compared(learned, "templates-1", self.listing)
        found = gathered(pages, plan, learned, compared)
        further = self._of_series(pages, learned, found)
        if further.templates:
            learned = LearnedPile(
                templates={**learned.templates, **further.templates}, reasons=learned.reasons
            )
            again = {pages[row].name for one in found.series for row in one.rows}
            compared |= self._compared(learned, "templates-2", some_of(self.listing, again))
            found = gathered(pages, plan, learned, compared)
        learned = with_own(
            learned, found, [check.id for check in discover_checks() if check.spec.usual is not None]
        )
        pile = assembled(
            PileParts(
                store=self.steps.root,
                pages=pages,
                plan=plan,
                learned=learned,
                found=found,
                unread=unread,
                documents=self.listing.count,
            )
        )
        pile = write_results(pile, learned)
        remove_unfinished(self.steps.root)
        return pile

    def _described(self) -> tuple[list[PilePage], NDArray[np.float16], list[LeftOut]]:
        """The pages of all documents, by name and number; the looks of those that can be grouped; what could not be read."""
        pages: list[tuple[PilePage, NDArray[np.float16]]] = []
        unread = []
        for name, result in self.steps.run("pages", "DescribeWork", self.listing):
            if not result.packed:
                unread.append(LeftOut(name=name, page=None, reason=result.reason))
                continue
            for record in result.records(list[PageRecord]):
                vector = record.vector.copy()
                pages.append((PilePage(name=name, record=replace(record, looks=b"")), vector))
        pages.sort(key=lambda one: (one[0].name, one[0].record.number))
        vectors = [vector for page, vector in pages if not page.record.reason]
        looks = np.stack(vectors) if vectors else np.empty((0, LENGTH), np.float16)
        return [page for page, _ in pages], looks, sorted(unread, key=lambda one: one.name)

    def _learned(self, pages: Sequence[PilePage], plan: PilePlan) -> LearnedPile:
        """A template of each group, and of each further edition in its sample."""
        samples = {group.name: group.sample for group in plan.groups if group.sample}
        found = self._from_samples(pages, samples)
        templates: dict[str, LearnedTemplate] = {}
        reasons = {group.name: _NO_SAMPLE for group in plan.groups if not group.sample}
        for group, record in found.items():
            if record.reason:
                reasons[group] = record.reason
            for number, one in enumerate(record.templates):
                name = group if number == 0 else f"{group}-{_LETTERS[number]}"
                templates[name] = LearnedTemplate(
                    name=name,
                    group=group,
                    record=one,
                    differs_at=tuple(PlaceRecord(light=Light.VISIBLE, box=box) for box in one.differs_at),
                )
        return LearnedPile(templates=templates, reasons=reasons)

    def _of_series(
        self, pages: Sequence[PilePage], learned: LearnedPile, found: GatheredPages
    ) -> LearnedPile:
        """A template of each series that is large enough, and not most of its group."""
        samples: dict[str, tuple[int, ...]] = {}
        origins: dict[str, tuple[str, SeriesOf]] = {}
        for name, several in found.series_of.items():
            for number, one in enumerate(several, start=1):
                sample = sample_of(pages, one.rows) if len(one.rows) >= _LEAST_SERIES else ()
                if len(sample) >= _LEAST_SERIES:
                    key = f"{name}-s{number}"
                    samples[key], origins[key] = sample, (name, one)
        templates = {}
        for key, record in (self._from_samples(pages, samples) if samples else {}).items():
            name, one = origins[key]
            for first in record.templates[:1]:
                templates[key] = LearnedTemplate(
                    name=key,
                    group=learned.templates[name].group,
                    record=replace(first, model=learned.templates[name].record.model),
                    series_of=name,
                    differs_at=tuple(PlaceRecord(light=light, box=box) for light, box in one.series.places),
                )
        return LearnedPile(templates=templates, reasons={})

    def _from_samples(
        self, pages: Sequence[PilePage], samples: Mapping[str, Sequence[int]]
    ) -> dict[str, SampleRecord]:
        """What was learned of each sample, by its name."""
        wanted = {pages[row].name for sample in samples.values() for row in sample}
        known = {
            name: ScanEntry.unpacked((name, told)) for name, told in self.listing.packed() if name in wanted
        }
        entries = []
        for name, sample in samples.items():
            told = [(known[pages[row].name], pages[row].record.number) for row in sample]
            sides = tuple(entry.sides[0 if entry.lone_file else number] for entry, number in told)
            numbers = [number if entry.lone_file else 0 for entry, number in told]
            documents = [entry.name for entry, _ in told]
            entries.append(ScanEntry(name=sample_name(name, numbers, documents), sides=sides))
        found = {}
        for name, result in self.steps.run(
            "learned", "LearnWork", listing_of(entries), time_limit=_LEARN_SECONDS
        ):
            record = result.records(SampleRecord) if result.packed else SampleRecord(reason=result.reason)
            found[name.partition("/")[0]] = record
        return dict(sorted(found.items()))

    def _compared(
        self, learned: LearnedPile, folder: str, listing: Listing
    ) -> dict[tuple[str, int], ComparedRecord]:
        """Every page of a listing compared with the templates; nothing where there are none."""
        if not learned.templates:
            return {}
        with writing(self.steps.root / FOLDER / folder):
            templates = place_below(self.steps.root, f"{FOLDER}/{folder}/{JSON}").parent
            if is_there(templates):
                shutil.rmtree(templates)
        for one in learned.templates.values():
            save_template(template_of(one, None), templates / one.name)
        found = {}
        for name, result in self.steps.run(
            "compared", "CompareWork", listing, time_limit=_COMPARE_SECONDS, templates=templates
        ):
            for record in result.records(list[ComparedRecord]) if result.packed else ():
                found[name, record.number] = record
        return found
