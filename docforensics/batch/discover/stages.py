"""Steps of the work on a pile, each a scan of its own in STORE/.pile: resumed where it was killed, on the executor that is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from docforensics.batch.addresses import Folder
from docforensics.batch.discover.names import FOLDER, Shown
from docforensics.batch.discover.records import unpacked
from docforensics.batch.entries import ScanEntry
from docforensics.batch.listing import Listing
from docforensics.batch.lock import LOCK
from docforensics.batch.scan import Progress, Scan, make_executor
from docforensics.batch.schema import DESCRIBED, described_of
from docforensics.batch.settings import ScanSettings, configuration, digest
from docforensics.batch.store import ResultStore, read_parts
from docforensics.regular import place_below
from docforensics.templates.writing import writing

Record = TypeVar("Record")
_WORK = "docforensics.batch.discover.work:"
_TABLES = {"documents": (DESCRIBED, described_of)}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """What a step found of one task."""

    packed: bytes
    """Empty where it failed."""
    reason: str
    """Why it failed; empty where it did not."""

    def records(self, kind: type[Record]) -> Record:
        """What was found."""
        return unpacked(self.packed, kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """How steps are run."""

    root: Path
    """The folder of the store."""
    settings: ScanSettings
    executor: str
    address: str | None
    workers: int | None
    shown: Shown

    def run(
        self,
        step: str,
        work: str,
        listing: Listing,
        *,
        time_limit: float | None = None,
        templates: Path | None = None,
    ) -> Iterator[tuple[str, StepResult]]:
        """Do the work on all tasks of a listing that were not done before; give the result of each, by name, in no order.

        Parameters
        ----------
        step
            Name of its folder, and for those who watch.
        work
            A class of `discover.work`.
        templates
            Folder of the templates that pages are compared with.

        """
        settings = replace(
            self.settings,
            work=_WORK + work,
            time_limit=max(self.settings.time_limit, time_limit or 0.0),
            examination=replace(
                self.settings.examination, templates=None if templates is None else str(templates)
            ),
        )
        told = configuration(settings)
        with writing(self.root):
            folder = place_below(self.root, f"{FOLDER}/{step}-{digest(told)}/{LOCK}").parent
        scan = Scan(
            listing=listing,
            settings=settings,
            store=ResultStore(str(folder), told, tables=_TABLES),
            configuration=digest(told),
            executor=make_executor(
                self.executor,
                self.address,
                settings=settings,
                configuration=digest(told),
                out=str(folder),
                workers=self.workers,
            ),
            progress=Progress(total=listing.count),
        )
        self.shown(step, 0, listing.count)
        for _ in scan.run():
            self.shown(step, scan.progress.done, listing.count)
        # Where all was done before, no row came.
        self.shown(step, scan.progress.done, listing.count)
        yield from _held(folder, listing)


def _held(folder: Path, listing: Listing) -> Iterator[tuple[str, StepResult]]:
    """The last result of each task of a listing."""
    wanted = {name for name, _ in listing.packed()}
    newest: dict[str, int] = {}
    for number, (name, _) in enumerate(_rows(folder)):
        newest[name] = number
    for number, (name, result) in enumerate(_rows(folder)):
        if name in wanted and newest[name] == number:
            yield name, result


def _rows(folder: Path) -> Iterator[tuple[str, StepResult]]:
    for table in read_parts(Folder(folder), "documents", ["name", "reason", "described"]):
        for row in table.to_pylist():
            yield row["name"], StepResult(packed=row["described"] or b"", reason=row["reason"] or "")


def listing_of(entries: Sequence[ScanEntry]) -> Listing:
    """Tasks that are at hand."""
    return Listing(count=len(entries), packed=lambda: (entry.packed() for entry in entries))


def some_of(listing: Listing, names: Mapping[str, object] | set[str]) -> Listing:
    """The tasks of a listing that bear one of the names."""
    return Listing(
        count=len(names), packed=lambda: (packed for packed in listing.packed() if packed[0] in names)
    )
