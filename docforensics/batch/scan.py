"""The main path of a scan: find documents, examine those that results do not hold yet, keep and give what was found."""

import os
import warnings
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self, Unpack

from docforensics.batch.extras import require
from docforensics.batch.listing import Listing, Source, find_entries
from docforensics.capture.model import Channel, SideKind
from docforensics.choices import chosen
from docforensics.errors import UsageError
from docforensics.reach import Reach
from docforensics.scoring.model import OutcomeClass

if TYPE_CHECKING:
    from docforensics.batch.pool import Batch
    from docforensics.batch.settings import ScanOptions, ScanSettings
    from docforensics.batch.store import ResultStore
    from docforensics.batch.work import ScanTask
    from docforensics.settings import ExaminerSettings

EXECUTORS = ("local", "ray")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanResult:
    """The result of a scan for one document."""

    name: str
    """Its path below what was scanned, or its id in the manifest."""
    document: str
    """sha256 over its content; empty when its files could not be read."""
    outcome: OutcomeClass | None
    """None when it could not be examined."""
    score: float | None
    reason: str
    """Why it could not be examined; empty when it was."""
    row: Mapping[str, Any] = field(repr=False)
    """All columns (`docforensics.batch.schema.SCANNED`), findings included."""

    @property
    def findings(self) -> tuple[Mapping[str, Any], ...]:
        """One mapping a check."""
        return tuple(self.row["findings"] or ())


MOST_FAILED = 5
"""Documents that could not be examined of which a scan's progress holds the reason: as many as fit a terminal beside the counts. The results name all."""


@dataclass(slots=True, kw_only=True)
class Progress:
    """How far a scan is."""

    total: int
    skipped: int = 0
    """Documents that the results held already."""
    outcomes: dict[str, int] = field(default_factory=dict)
    """Documents of this run by outcome; `failed` for those that could not be examined."""
    first_whys: dict[str, int] = field(default_factory=dict)
    """Documents of this run that are INCONCLUSIVE by the code of the first claim that does not hold."""
    failed: dict[str, str] = field(default_factory=dict)
    """The first documents of this run that could not be examined, `MOST_FAILED` at most, by name: why."""

    @property
    def done(self) -> int:
        """Documents of this run, and those held already."""
        return self.skipped + sum(self.outcomes.values())


class Executor(Protocol):
    """What examines tasks: worker processes of this machine, or a cluster."""

    def __enter__(self) -> Self:
        """Start."""

    def __exit__(self, *told: object) -> None:
        """End, whatever happened."""

    def run(self, tasks: "Iterator[ScanTask]") -> "Iterator[Batch]":
        """Examine tasks and hand rows over as they are finished."""


def scan(
    source: Source,
    out: str | os.PathLike[str] | None = None,
    settings: "ExaminerSettings | None" = None,
    *,
    workers: int | None = None,
    executor: str = "local",
    address: str | None = None,
    **options: "Unpack[ScanOptions]",
) -> Iterator[ScanResult]:
    """Examine every document of a source in worker processes; give results as they come, in no order.

    Iterate over it to make it work: what takes the results slowly slows the scan down, and nothing piles up.

    Parameters
    ----------
    source
        A folder, a glob pattern, a manifest (CSV or Parquet, a column a light), an fsspec address, or a list of files.
    out
        Folder or address of the results. With it a scan that was stopped goes on where it was, and only documents that the
        results did not hold are given. Without it nothing is kept.
    settings
        What decides the examinations, as for `Examiner`.
    workers
        Processes; None takes one a core (on Ray: as many as the cluster holds).
    executor, address
        `local`, or `ray` with the address of a cluster (None starts one on this machine).
    options
        Fields of `ExaminerSettings`, put in the place of those of `settings` (`engine` is the MRZ engine), and these:
    inspected_on
        The day of the examination; None takes the day on which the results were begun.
    channel, side, size_mm
        As for `examine`.
    time_limit, memory_limit
        Seconds on the clock and bytes that one document may cost.
    retain
        What results keep beyond outcomes: `mrz`, `messages`, `report`, `links`. None of it by default.
    allow_schemes, allow_outside
        What rows of a manifest may name besides files below its folder: fsspec addresses of these schemes (`("s3",)`), files anywhere on
        this machine. A document whose row names another fails.
    link_key
        File of the secret that `links` are keyed with; made when it is not there, and refused inside `out`.

    Raises
    ------
    UsageError
        The source is not there or holds nothing, or `out` holds results of another configuration.
    EngineUnavailableError
        An extra is missing.
    ResourceError
        A model, template or calibration is bad or missing, or was changed while the scan ran. It stops before the next document;
        `out` keeps what was finished, and once the file is put right the same call goes on there.

    """
    require("batch")
    begun = begin(source, out, settings, workers=workers, executor=executor, address=address, **options)
    return (result_of(row) for table in begun.run() for row in table.to_pylist())


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A scan that is ready to run."""

    listing: Listing
    settings: "ScanSettings"
    store: "ResultStore | None"
    configuration: str
    """Hash of all that the results depend on."""
    executor: Executor
    progress: Progress

    def run(self) -> Generator[Any, None, None]:
        """Examine; give tables of rows (`schema.SCANNED`) as they come, and keep them where a store was named."""
        if self.store is None:
            yield from self._examined({})
            return
        from docforensics.batch.store import alone  # noqa: PLC0415 (needs the extra)

        with alone(self.store.folder):
            try:
                yield from self._examined(self.store.resume())
            finally:
                self.store.flush()

    def _examined(self, known: Mapping[str, Any]) -> Iterator[Any]:
        from docforensics.batch.work import ScanTask  # noqa: PLC0415

        tasks = (ScanTask(one, known.get(one[0], ())) for one in self.listing.packed())
        with self.executor as executor:
            for batch in executor.run(tasks):
                if self.store is not None:
                    self.store.add(batch.table)
                self._count(batch)
                yield batch.table

    def _count(self, batch: "Batch") -> None:
        import pyarrow.compute as pc  # noqa: PLC0415

        self.progress.skipped += batch.skipped
        outcomes = pc.coalesce(batch.table["outcome"], "failed")
        for counts, column in (
            (self.progress.outcomes, outcomes),
            (self.progress.first_whys, pc.drop_null(batch.table["first_why"])),
        ):
            for one in pc.value_counts(column).to_pylist():
                counts[one["values"]] = counts.get(one["values"], 0) + one["counts"]
        if len(self.progress.failed) < MOST_FAILED:
            failed = batch.table.filter(pc.is_null(batch.table["outcome"])).select(["name", "reason"])
            for one in failed.slice(0, MOST_FAILED - len(self.progress.failed)).to_pylist():
                self.progress.failed[one["name"]] = one["reason"] or ""


def begin(
    source: Source,
    out: str | os.PathLike[str] | None,
    settings: "ExaminerSettings | None" = None,
    *,
    workers: int | None = None,
    executor: str = "local",
    address: str | None = None,
    **options: Any,  # noqa: ANN401 (those of `scan`, as they are)
) -> Scan:
    """Check everything before the work: the source, the options, the results' folder."""
    from docforensics.batch.settings import configuration, digest  # noqa: PLC0415
    from docforensics.batch.store import ResultStore  # noqa: PLC0415

    executor = _former_engine(options) or executor
    target = None if out is None else os.fspath(out)
    reach = Reach.taken(options)
    chosen_settings = settings_of_scan(target, settings, options)
    results = None if target is None or "://" in target else Path(target)
    listing = find_entries(source, leave_out=results, reach=reach)
    told = configuration(chosen_settings)
    store = None if target is None else ResultStore(target, told)
    return Scan(
        listing=listing,
        settings=chosen_settings,
        store=store,
        configuration=digest(told),
        executor=make_executor(
            executor,
            address,
            settings=chosen_settings,
            configuration=digest(told),
            out=target,
            workers=workers,
        ),
        progress=Progress(total=listing.count),
    )


def _former_engine(options: dict[str, Any]) -> str | None:
    """Take options under their former names: `engine` of an executor's name, which is given back, and `mrz_engine`."""
    executor = options.pop("engine") if options.get("engine") in EXECUTORS else None
    if executor is not None:
        text = f"scan: engine={executor!r} is now executor={executor!r}; engine names the MRZ engine"
        warnings.warn(text, DeprecationWarning, stacklevel=4)
    if (name := options.pop("mrz_engine", None)) is not None:
        options["engine"] = name
    return executor


def _day_of(out: str | None) -> date | None:
    """The day that results were begun with, so that a scan resumed after midnight stays one scan."""
    from docforensics.batch.addresses import Folder  # noqa: PLC0415
    from docforensics.batch.store import stored_configuration  # noqa: PLC0415

    told = stored_configuration(Folder(out)) if out is not None else None
    try:
        return date.fromisoformat(told["inspected_on"]) if told else None
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(
            f"{out}: the configuration of the results is damaged: choose another folder for the results"
        ) from error


def settings_of_scan(
    out: str | None, examination: "ExaminerSettings | None", options: dict[str, Any]
) -> "ScanSettings":
    """Make the settings of a scan into `out` of the options given, which are taken out of `options`."""
    from docforensics.batch.link.key import load_key  # noqa: PLC0415
    from docforensics.batch.settings import Retain, ScanOptions, ScanSettings  # noqa: PLC0415
    from docforensics.settings import ExaminerOptions, ExaminerSettings, refuse_unknown  # noqa: PLC0415

    refuse_unknown(options, (*ScanOptions.__annotations__, "examiner"))
    of_examiner = {name: options.pop(name) for name in ExaminerOptions.__annotations__ if name in options}
    retain = frozenset(chosen(Retain, one, "retain") for one in options.pop("retain", ()))
    if retain and out is None:
        raise UsageError("retain: what is kept goes into the results: name a folder for them")
    key, day = options.pop("link_key", None), options.pop("inspected_on", None)
    return ScanSettings(
        examination=ExaminerSettings.of(examination, of_examiner),
        inspected_on=day or _day_of(out) or date.today(),  # noqa: DTZ011 (the post's local day)
        channel=chosen(Channel, options.pop("channel", Channel.UPLOAD), "channel"),
        side=chosen(SideKind, options.pop("side", SideKind.OTHER), "side"),
        retain=retain,
        link_key=load_key(key, outside=out) if key is not None else b"",
        **options,
    )


def make_executor(name: str, address: str | None, **told: Any) -> Executor:  # noqa: ANN401 (those of `LocalPool`)
    """Make an executor by its name."""
    if name not in EXECUTORS:
        raise UsageError(f"executor: expected one of {', '.join(EXECUTORS)}, got {name!r}")
    if name == "ray":
        require("ray")
        from docforensics.batch.ray_executor import RayExecutor  # noqa: PLC0415

        return RayExecutor(address=address, **told)
    if address is not None:
        raise UsageError("address: only the executor ray has one")
    from docforensics.batch.pool import LocalPool  # noqa: PLC0415

    return LocalPool(**told)


def result_of(row: Mapping[str, Any]) -> ScanResult:
    """Make a result of a row."""
    return ScanResult(
        name=row["name"],
        document=row["document"],
        outcome=None if row["outcome"] is None else OutcomeClass(row["outcome"]),
        score=row["score"],
        reason=row["reason"] or "",
        row=row,
    )
