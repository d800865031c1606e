"""One document: bytes in, one row out. What a worker process and a Ray actor both do."""

import hashlib
import json
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from docforensics.batch.addresses import Folder, read_bytes
from docforensics.batch.entries import EntrySide, Packed, ScanEntry
from docforensics.batch.schema import PERSONAL_VALUES
from docforensics.batch.settings import (
    Retain,
    ScanSettings,
    configuration as configuration_of,
    digest,
    load_examiner,
)
from docforensics.batch.thumbnails import place_of, thumbnail
from docforensics.capture.light import Light
from docforensics.capture.limits import Limits
from docforensics.capture.load import Source
from docforensics.capture.model import SideKind
from docforensics.capture.side import Capture
from docforensics.checks.claims import ClaimState
from docforensics.checks.run import describe
from docforensics.errors import InputError, ResourceError
from docforensics.helper_process import lacks_memory
from docforensics.regular import readable
from docforensics.report.model import Finding, Unchecked
from docforensics.report.plain import finding_to_dict, plain, unchecked_to_dict
from docforensics.report.report import Report
from docforensics.scoring.model import Verdict

if TYPE_CHECKING:
    from docforensics.batch.link.sealed import NumberSeal

Row = dict[str, Any]
_CHANGED = (
    "the policy, calibration, templates, trusted certificates or models are not those that the scan began with: put them back, "
    "or begin another scan"
)


class ScanTask(NamedTuple):
    """A document to examine, unless its content is one of those that results hold already. Made for each document, twice: cheap."""

    packed: Packed
    """The document, as plain values (`Entry.packed`)."""
    known: Collection[str] = ()
    """Content hashes under which results already hold this name."""

    @property
    def entry(self) -> ScanEntry:
        """The document."""
        return ScanEntry.unpacked(self.packed)


class Work:
    """Examines entries, one after another. Loads everything once.

    Parameters
    ----------
    configuration
        Hash of all that the results depend on, as the scan began.

    Raises
    ------
    ResourceError
        A model, template or calibration is bad or missing, or a file of the settings is another one than when the scan began.
    """

    def __init__(self, settings: ScanSettings, configuration: str, out: str | None) -> None:
        self._settings = settings
        self._configuration = configuration
        self._out = Folder(out) if out else None
        self._examiner = load_examiner(settings)
        self._link = _linker(settings)
        self._seal = _number_seal(settings)
        if digest(configuration_of(settings)) != configuration:
            raise ResourceError(_CHANGED)

    def row(self, task: ScanTask, hashed: Callable[[str], None] = lambda _document: None) -> Row | None:
        """Examine one document; None when results hold it. `hashed` is given its content hash before the examination.

        Raises MemoryError, and ResourceError where a model, template or calibration is bad or missing, which is no fault of
        the document; whatever else breaks becomes a row that says so.
        """
        begun, cpu = time.perf_counter(), time.process_time()
        entry = task.entry
        row = started_row(entry, self._configuration)
        try:
            contents = contents_of(entry, self._settings.examination.limits)
            row |= identified(entry, contents, self._settings.side)
            hashed(row["document"])
            found = {} if row["document"] in task.known else self._examined(entry, contents, row["document"])
        except InputError as error:
            found = failed(type(error).__name__, str(error))
        except (MemoryError, ResourceError):
            # Memory is short perhaps for what earlier documents left behind: the worker ends, and this one gets another try.
            raise
        except Exception as error:  # whatever breaks, it costs this document alone
            if lacks_memory(error):
                raise MemoryError from error
            found = failed("crash", f"the examination broke: {describe(error)}")
        if row["document"] in task.known:
            return None
        row = (
            {"inputs": named_inputs(entry, self._settings.side), **row, **found}
            if "inputs" not in row
            else row | found
        )
        row["seconds"], row["cpu_seconds"] = time.perf_counter() - begun, time.process_time() - cpu
        return row

    def _examined(self, entry: ScanEntry, contents: list[list[bytes]], document: str) -> Row:
        settings = self._settings
        source = source_of(entry, contents, settings)
        read = self._examiner.read(
            source,
            inspected_on=settings.inspected_on,
            side=settings.side,
            channel=entry.sides[0].channel or settings.channel,
            size_mm=entry.sides[0].size_mm or settings.size_mm,
        )
        report = self._examiner.report(read)
        row = reported(report, settings.retain)
        if self._link is not None:
            row["link"] = self._link(read)
        if self._seal is not None:
            row["number"] = self._seal.kept(read, document)
        if self._out is not None:
            row |= _kept_files(report, document, self._out, settings.retain)
        return row


def _kept_files(report: Report, document: str, out: Folder, retain: Collection[Retain]) -> Row:
    """Write what is retained of a document in a file of its own; give the columns that name it."""
    drawn = thumbnail(report) if Retain.PICTURE in retain else None
    if drawn is not None:
        out.write(place_of(document), drawn)
    if Retain.REPORT not in retain:
        return {}
    name = f"reports/{document[:2]}/{document}.html"
    out.write(name, report.to_html().encode())
    return {"report": name}


def contents_of(entry: ScanEntry, limits: Limits) -> list[list[bytes]]:
    """Read the files of a document, side by side; InputError for one that cannot be read, or may not be."""
    for picture in entry.pictures:
        if picture.refused:
            raise InputError(picture.refused)
    return [[read_bytes(picture.address, limits) for picture in side.pictures] for side in entry.sides]


def load_work(settings: ScanSettings, configuration: str, out: str | None) -> Work:
    """Make the work that the settings name."""
    module, _, name = settings.work.partition(":")
    made: Work = getattr(import_module(module), name)(settings, configuration, out)
    return made


def _linker(settings: ScanSettings) -> Callable[[Any], Mapping[str, Any]] | None:
    if Retain.LINKS not in settings.retain:
        return None
    from docforensics.batch.link.describe import Describer  # noqa: PLC0415 (only where links are kept)

    return Describer(settings.link_key).describe


def _number_seal(settings: ScanSettings) -> "NumberSeal | None":
    if Retain.NUMBERS not in settings.retain:
        return None
    from docforensics.batch.link.sealed import NumberSeal  # noqa: PLC0415 (only where numbers are kept)

    return NumberSeal(settings.link_key)


def source_of(entry: ScanEntry, contents: list[list[bytes]], settings: ScanSettings) -> Source:
    """What the examiner takes: a lone file as it is, since it may hold several pages; else sides with their lights."""
    if entry.lone_file is not None:
        return contents[0][0]
    sides = []
    for side, raws in zip(entry.sides, contents, strict=True):
        lights: dict[Light, list[bytes]] = {}
        for picture, raw in zip(side.pictures, raws, strict=True):
            lights.setdefault(picture.light, []).append(raw)
        channel = side.channel or settings.channel
        sides.append(
            Capture.from_lights(
                lights,
                side=kind_of_side(side, settings.side),
                channel=channel,
                size_mm=side.size_mm or settings.size_mm,
                limits=settings.examination.limits,
            )
        )
    return sides


def kind_of_side(side: EntrySide, default: SideKind) -> SideKind:
    """The kind that is stated of a side, else that of the scan."""
    return default if side.side is SideKind.OTHER else side.side


def started_row(entry: ScanEntry, configuration: str) -> Row:
    """The row of a document of which nothing is known yet."""
    return {
        "name": entry.name,
        "document": "",
        "configuration": configuration,
        "examined_at": datetime.now(UTC),
    }


def named_inputs(entry: ScanEntry, default: SideKind) -> list[Row]:
    """The files of a document that could not all be read; `default` is the kind of a side of which none is stated."""
    return [
        {
            "address": readable(picture.address),
            "side": kind_of_side(side, default).value,
            "light": picture.light.value,
        }
        for side in entry.sides
        for picture in side.pictures
    ]


def identified(entry: ScanEntry, contents: Iterable[Iterable[bytes]], default: SideKind) -> Row:
    """Its content hash, over its files and what is stated of each alone, and size and hash of each file."""
    raws = [(number, raw) for number, side in enumerate(contents) for raw in side]
    inputs, told = [], []
    for (number, raw), one in zip(raws, named_inputs(entry, default), strict=True):
        digest = hashlib.sha256(raw).hexdigest()
        inputs.append({**one, "sha256": digest, "bytes": len(raw)})
        side = entry.sides[number]
        size = side.size_mm
        stated = (f" {size[0]:g}x{size[1]:g}" if size else "") + (f" {side.channel}" if side.channel else "")
        told.append(f"{number} {side.side} {one['light']} {digest}{stated}")
    return {"document": hashlib.sha256("\n".join(told).encode()).hexdigest(), "inputs": inputs}


def failed(kind: str, reason: str) -> Row:
    """The row of a document that could not be examined, and why."""
    return {"status": "failed", "failure": kind, "reason": str(plain(reason)), "findings": []}


def memory_reason(settings: ScanSettings) -> str:
    """State what was exceeded, and what to do."""
    return (
        f"the examination asked for more than {settings.memory_limit // 2**20} MiB, twice: "
        "give a smaller image or raise memory_limit"
    )


def time_reason(settings: ScanSettings) -> str:
    """State what was exceeded, and what to do."""
    return f"the examination took longer than {settings.time_limit:g} s, twice: look at the file, or raise time_limit"


def reported(report: Report, retain: Collection[Retain]) -> Row:
    """The row of a report: outcomes, and no personal data unless retained."""
    verdict = report.verdict
    messages = Retain.MESSAGES in retain
    return {
        "status": "examined",
        "outcome": verdict.outcome.value,
        "first_why": verdict.first_why,
        "score": verdict.score,
        "prior": verdict.prior,
        "log10_lr": verdict.log10_lr,
        "coverage": verdict.coverage,
        **_claims(verdict),
        "family_log10_lr": sorted(verdict.family_log10_lr.items()),
        "notes": list(verdict.notes) if messages else None,
        "adverse": [finding.check for finding in report.reasons],
        "mrz_format": report.mrz.format if report.mrz else None,
        "mrz": list(report.mrz.lines) if report.mrz and Retain.MRZ in retain else None,
        "sides": [{key: getattr(side, key) for key in _OF_A_SIDE} for side in report.sides],
        "findings": [
            *(_finding(finding, messages) for finding in report.findings),
            *(_unchecked(entry, messages) for entry in report.unchecked),
        ],
    }


def _claims(verdict: Verdict) -> Row:
    """Name claims by their state, those that were not seen with the code, and the state of each layer."""
    by_state = {
        state: [one for one in verdict.claims if one.state is state]
        for state in (ClaimState.VERIFIED, ClaimState.CONTRADICTED)
    }
    return {
        **{f"claims_{state}": [one.claim.value for one in found] for state, found in by_state.items()},
        "claims_not_seen": [f"{one.claim}:{one.why}" for one in verdict.claims if one.why is not None],
        **{f"layer_{layer.layer}": layer.state.value for layer in verdict.layers},
    }


_OF_A_SIDE = ("side", "channel", "lights", "size", "px_per_mm", "scale_basis", "template")
_KEPT = (
    *("check", "family", "title", "result", "margin", "log10_lr", "basis", "unit"),
    *("undecided", "message_code"),
)
"""Of a finding, as the JSON report has it."""


def _finding(finding: Finding, messages: bool) -> Row:
    whole = finding_to_dict(finding)
    facts = json.dumps(plain(whole["facts"]), ensure_ascii=False)
    return {
        **{key: whole[key] for key in _KEPT},
        # A check of the data may tell a date by its value: the days since the document expired.
        "value": finding.value if messages or finding.family not in PERSONAL_VALUES else None,
        "areas": [_area(region) for region in whole["regions"]],
        "message": plain(finding.message) if messages else None,
        "facts": facts if messages else None,
    }


def _area(region: Mapping[str, Any]) -> Row:
    edges = zip(("left", "top", "right", "bottom"), region["box_mm"], strict=True)
    return {"side": region["side"], "light": region["light"], **dict(edges)}


def _unchecked(entry: Unchecked, messages: bool) -> Row:
    whole = unchecked_to_dict(entry)
    return {
        **{key: whole[key] for key in ("check", "family", "title", "result", "needs", "why", "expected")},
        "areas": [],
        "message": plain(entry.reason) if messages else None,
    }
