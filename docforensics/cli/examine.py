"""`docforensics examine FILE...`: reports on documents."""

import argparse
import json
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.cli.exits import Exit, exit_of, exit_of_error
from docforensics.cli.options import EXAMINATION, add_options, settings_of
from docforensics.cli.output import Output, write_page
from docforensics.cli.sources import Job, add_source_arguments, jobs
from docforensics.cli.table import ReportTable
from docforensics.errors import DocforensicsError, InputError, ResourceError, UsageError
from docforensics.guidance.equipment import Profile
from docforensics.regular import is_folder, readable
from docforensics.report.former import BEFORE_PLACES, FORMER_VERSION
from docforensics.report.render import FORMATS
from docforensics.report.versions import SCHEMA_VERSION, SCHEMAS

if TYPE_CHECKING:
    from docforensics.examiner import Examiner
    from docforensics.report.report import Report

_TEXTS = ("text", "full")
"""Formats that are written for the terminal at hand, in its colours and width."""
DESCRIPTION = """\
Examines each FILE as one document (with --sides, all of them as one) and reports what was found: of one document in at most 15
lines, of several in a table of a line each; --all writes all that each report holds.

With --json, one document gives one JSON object, the report (docforensics/report/report.schema.json); several give
JSON Lines, each with `source` and either `report` or `error`. A file that cannot be read is named on standard error,
and the others are examined all the same. A model, template or calibration that is missing or changed stops the command with exit
code 4 whatever was found before, and the files that were not examined are named."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_source_arguments(parser)
    add_options(parser, *EXAMINATION)
    parser.add_argument(
        "--chip",
        type=Path,
        metavar="DIR",
        help="folder of chip files (EF.SOD, EF.DG1, ...) of the one document",
    )
    parser.add_argument(
        "--format",
        default="text",
        choices=tuple(FORMATS),
        help=f"write the report as {'; '.join(f'{name}: {what}' for name, what in FORMATS.items())} (default: text; "
        "of several documents a table)",
    )
    parser.add_argument(
        "--all", dest="format", action="store_const", const="full", help="the same as --format full"
    )
    parser.add_argument(
        "--json", dest="format", action="store_const", const="json", help="the same as --format json"
    )
    parser.add_argument(
        "--schema",
        default=SCHEMA_VERSION,
        choices=tuple(SCHEMAS),
        help=f"version of the JSON (default: {SCHEMA_VERSION}); {BEFORE_PLACES} for readers of before places on images, {FORMER_VERSION} of before claims",
    )
    parser.add_argument(
        "--timings",
        action="store_true",
        help="state the seconds that each stage and check took, in the text or the JSON",
    )
    parser.add_argument(
        "--html",
        type=Path,
        metavar="OUT",
        help="write an HTML page: a file, or a folder for several documents",
    )
    parser.add_argument(
        "--require-quality",
        action="store_true",
        help="exit with code 3 where the picture hides what the policy demands for CLEAR and the outcome is not to refer or alert, and "
        "state on standard error what: glare, blur, too low a resolution",
    )
    add_options(parser, "--equipment", "--language")
    parser.add_argument(
        "--redacted",
        "--share",
        action="store_true",
        help="write a redacted copy: faces blurred, the holder's data masked in pixels and text",
    )
    parser.add_argument(
        "--tr03135", type=Path, metavar="FILE", help="append one line of JSON under the names of BSI TR-03135"
    )
    _add_case(parser)
    parser.add_argument(
        "--audit", type=Path, metavar="FILE", help="append one line of JSON, without personal data"
    )


def _add_case(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--case",
        type=Path,
        metavar="OUT",
        help="write a case file of the one document, with which `reproduce` examines it again",
    )
    parser.add_argument("--case-images", action="store_true", help="put the files themselves into the case")
    parser.add_argument("--case-key", type=Path, metavar="KEY", help="private key to sign the case with")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Examine the documents one after another; the highest exit code counts, unless a ResourceError stops them."""
    todo = jobs(arguments)
    if arguments.timings and arguments.format not in ("json", *_TEXTS):
        raise UsageError("--timings: states them in text and JSON alone: give --format text, full or json")
    for option, what in (("chip", "its files are"), ("case", "a case is")):
        if getattr(arguments, option) and len(todo) > 1:
            raise UsageError(f"--{option}: {what} of one document: give one FILE, or --sides")
    if arguments.case_images and arguments.redacted:
        raise UsageError("--case-images: the files show what --redacted removes: leave one of them out")
    pages = _page_names(todo, arguments.html)
    arguments.profile = Profile.parse(arguments.equipment) if arguments.equipment else None
    examiner = _examiner(arguments)
    shown = _Shown([job.name for job in todo], arguments, output)
    worst = Exit.CLEAR
    for index, (job, page) in enumerate(zip(todo, pages, strict=True)):
        try:
            code = _one(job, page, examiner, arguments, shown)
        except ResourceError as error:
            return _stopped(todo[index:], error, output, as_json=arguments.format == "json")
        worst = max(worst, code)
        if output.closed:
            break
    shown.close()
    return worst


def _examiner(arguments: argparse.Namespace) -> "Examiner":
    from docforensics.examiner import Examiner

    audit = _appender(arguments.audit) if arguments.audit else None
    return Examiner(settings_of(arguments), audit=audit)


def _one(
    job: Job, page: Path | None, examiner: "Examiner", arguments: argparse.Namespace, shown: "_Shown"
) -> Exit:
    """Examine one document and write its report; in a batch an unreadable one does not stop the others."""
    from docforensics.seal.chip import ChipData

    try:
        report = examiner.examine(
            job.load(),
            inspected_on=arguments.inspected_on,
            side=job.sides[0],
            channel=job.channel,
            size_mm=job.size_mm,
            chip=ChipData.load(arguments.chip) if arguments.chip else None,
        )
    except (InputError, OSError) as error:
        return shown.add_failed(job, error)
    report = report.for_post(arguments.profile) if arguments.profile else report
    if arguments.tr03135:
        _append(arguments.tr03135, "--tr03135", report.to_tr03135())
    report = report.to_redacted() if arguments.redacted else report
    if arguments.case:
        files = (*job.files, *(file for _, file in job.lights)) if arguments.case_images else ()
        report.save_case(arguments.case, images=files, key=arguments.case_key)
    if page:
        write_page(page, report.to_html(language=arguments.language), "--html")
    shown.add(job, report)
    hidden = [issue for issue in report.quality if issue.is_in_the_way] if arguments.require_quality else []
    for issue in hidden:
        shown.output.complain(f"{job.name}: capture it again, {issue}")
    code = exit_of(report.verdict.outcome)
    return Exit.UNREADABLE if hidden and code is not Exit.REFER else code


def _stopped(left: Sequence[Job], error: ResourceError, output: Output, *, as_json: bool) -> Exit:
    """Name the documents that a bad model, template or calibration kept from being examined; nothing is said of them."""
    output.complain(str(error))
    output.complain(f"not examined: {', '.join(job.name for job in left)}")
    for job in left if as_json else ():
        output.write_json(_no_report(job, error, str(error)))
    return exit_of_error(error)


def _no_report(job: Job, error: Exception, text: str) -> dict[str, object]:
    return {"source": readable(job.name), "error": {"type": type(error).__name__, "text": readable(text)}}


class _Shown:
    """Writes what was found, document by document, in the format that was asked for."""

    def __init__(self, names: Sequence[str], arguments: argparse.Namespace, output: Output) -> None:
        self._arguments, self.output, self._format = arguments, output, arguments.format
        self._several = len(names) > 1
        self._table = ReportTable(names, output) if self._several and self._format == "text" else None

    def add(self, job: Job, report: "Report") -> None:
        """Write one report, or its line of the table."""
        if self._table:
            self._table.add(job.name, report)
        elif self._format in _TEXTS:
            self.output.write_rendered(self._text(job, report) + "\n" * self._several)
        elif self._format == "json":
            told = report.to_dict(schema=self._arguments.schema, timings=self._arguments.timings)
            source = {"source": readable(job.name), "report": told}
            self.output.write_json(source if self._several else told, indent=None if self._several else 2)
        else:
            self.output.write_rendered(report.render(self._format, language=self._arguments.language))
        if self._table and self._arguments.timings:
            self.output.write_rendered(_times(report.timings))

    def add_failed(self, job: Job, error: InputError | OSError) -> Exit:
        """Write why one could not be examined: on standard error, and in the table or the JSON."""
        text = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
        if is_folder(job.files[0]):
            text = f"it is a folder: docforensics scan {shlex.quote(job.name)} -o RESULTS examines every document in it"
        if self._table:
            self._table.add_failed(job.name, text.removeprefix(f"{job.name}: "))
        if not (self._table and self.output.is_one_screen):
            self.output.complain(text if text.startswith(job.name) else f"{job.name}: {text}")
        if self._format == "json":
            self.output.write_json(_no_report(job, error, text))
        return exit_of_error(error) if isinstance(error, DocforensicsError) else Exit.UNREADABLE

    def close(self) -> None:
        """Sum up the table, if there is one."""
        if self._table:
            self._table.close()

    def _text(self, job: Job, report: "Report") -> str:
        from docforensics.report.pen import printable
        from docforensics.report.render.full import full_text
        from docforensics.report.render.text import short_text

        colour, width = self.output.colour, self.output.width
        if self._format == "text":
            text = short_text(report, name=job.name, colour=colour, width=width, more="--all lists them")
        else:
            heading = f"==> {printable(job.name)}\n" if self._several else ""
            text = heading + full_text(report, colour=colour, width=width)
        return f"{text}\n\n{_times(report.timings)}" if self._arguments.timings else text


def _times(timings: Mapping[str, float]) -> str:
    """Write where the time went, the longest first, and the sum."""
    longest = sorted(timings.items(), key=lambda item: -item[1])
    lines = [f"{1000 * seconds:10.1f}  {name}" for name, seconds in longest]
    return "\n".join(
        ["Milliseconds by stage and check:", *lines, f"{1000 * sum(timings.values()):10.1f}  sum"]
    )


def _page_names(todo: tuple[Job, ...], out: Path | None) -> tuple[Path | None, ...]:
    """Choose a file for each page: OUT itself for one document, `OUT/<name>.html` for several or an existing folder."""
    if out is None:
        return (None,) * len(todo)
    if len(todo) == 1 and not is_folder(out):
        return (out,)
    return tuple(out / name for name in _distinct(_stems([job.files[0] for job in todo])))


def _stems(files: Sequence[Path]) -> list[str]:
    """Name pages after the files, with the folder's name before it where two files share one."""
    stems = [file.stem for file in files]
    shared = len(set(stems)) < len(stems)
    return [f"{file.parent.name}-{file.stem}".lstrip("-") for file in files] if shared else stems


def _distinct(stems: Iterable[str]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for stem in stems:
        seen[stem] = count = seen.get(stem, 0) + 1
        yield f"{stem}.html" if count == 1 else f"{stem}-{count}.html"


def _appender(file: Path) -> Callable[[Mapping[str, object]], None]:
    """Make an audit hook that appends to a file, with the time of the examination."""

    def append(record: Mapping[str, object]) -> None:
        _append(file, "--audit", {**record, "at": datetime.now(UTC).isoformat(timespec="milliseconds")})

    return append


def _append(file: Path, option: str, record: Mapping[str, object]) -> None:
    """Append one line of JSON."""
    try:
        with file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")
    except OSError as error:
        raise UsageError(f"{option}: {file} cannot be written: {error.strerror}") from error
