"""`docforensics alert make FILE`: an alert from an examined document, with lists of numbers where they are given."""

import argparse
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.alerts.model import USUAL_DAYS, AlertSeverity, FraudSpecies, Tlp
from docforensics.alerts.numbers import ListForm
from docforensics.capture.light import Light
from docforensics.cli import values
from docforensics.cli.exits import Exit
from docforensics.cli.options import EXAMINATION, add_options, settings_of
from docforensics.cli.output import Output
from docforensics.cli.service_options import add_store_arguments, store_settings
from docforensics.cli.sources import add_source_arguments, jobs
from docforensics.errors import UsageError
from docforensics.page.geometry import BoxMm

if TYPE_CHECKING:
    from docforensics.alerting.draft import MarkRequest
    from docforensics.alerting.making import AlertFacts
    from docforensics.alerts.model import Alert
    from docforensics.alerts.numbers import NumberList
    from docforensics.document import Document
    from docforensics.examiner import Examiner

HELP = "make an alert from an examined document"
DESCRIPTION = """\
Examines one document and makes an alert of it: of the places that --mark names, in millimetres on the page (the report states them), or of the
three places where the page differs most from the constant print of its template. A document that the service keeps with its pictures is named
with --kept-id in place of FILE; a report alone holds no picture. What may show data of the holder is painted over. Everything
that leaves is listed, and the file is written after you confirm it, or with --yes."""
_REPORTS = {".json", ".html"}
"""Endings of files that `examine` writes."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_source_arguments(parser, files="*")
    parser.add_argument(
        "--kept-id",
        metavar="ID",
        help="in place of FILE: an examination that the service keeps with its pictures (--data, --key-file)",
    )
    add_store_arguments(parser)
    add_options(parser, *EXAMINATION)
    _add_facts(parser)
    parser.add_argument(
        "--mark",
        action="append",
        default=[],
        metavar="L,T,R,B[@LIGHT]",
        help="a place: left, top, right, bottom in millimetres, in visible light or the light named; several may be given",
    )
    parser.add_argument(
        "--look-for",
        action="append",
        default=[],
        metavar="TEXT",
        help="what an officer sees there, in words that state something visible; once a --mark",
    )
    parser.add_argument(
        "--with",
        action="append",
        default=[],
        dest="tools",
        type=values.words,
        metavar="LIST",
        help="with what equipment, such as loupe,uv-lamp; once a --mark",
    )
    _add_numbers(parser)
    parser.add_argument("--sign", type=Path, metavar="KEY", help="Ed25519 private key in PEM")
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="default: <id>.dfalert")
    parser.add_argument("--yes", action="store_true", help="write without asking")


def _add_facts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--title", required=True, help="one line, without data of a holder")
    parser.add_argument("--issuer", required=True, help="which authority states it")
    parser.add_argument("--summary", default="", help="what is known of the series")
    for option, choices, usual in (
        ("--species", FraudSpecies, FraudSpecies.COUNTERFEIT),
        ("--severity", AlertSeverity, AlertSeverity.MEDIUM),
        ("--tlp", Tlp, Tlp.AMBER),
    ):
        parser.add_argument(
            option,
            choices=[one.value for one in choices],
            default=usual.value,
            help=f"default: {usual.value}",
        )
    parser.add_argument(
        "--valid-from", type=values.day, metavar="DATE", help="default: the day of the examination"
    )
    parser.add_argument("--valid-to", type=values.day, metavar="DATE", help="default: a year later")


def _add_numbers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--numbers",
        type=Path,
        metavar="FILE",
        help="document numbers to list, one a line; needs --number-key",
    )
    parser.add_argument(
        "--number-key",
        type=Path,
        action="append",
        default=[],
        metavar="KEY",
        help="key of a recipient (32 bytes); once a recipient: whoever holds it can try all numbers",
    )
    parser.add_argument(
        "--number-issuer", default="", metavar="CODE", help="issuer of these documents, such as UTO"
    )
    parser.add_argument("--number-note", default="", metavar="TEXT", help="what these numbers are")
    parser.add_argument(
        "--number-form",
        choices=[one.value for one in ListForm],
        default=ListForm.BLOOM.value,
        help="default: %(default)s",
    )
    parser.add_argument(
        "--rate", type=float, default=1e-6, help="false positives of a Bloom filter (default: 1e-6)"
    )


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Examine, draft, list what leaves, ask, write."""
    from docforensics.alerting.making import alert_of_document, listing, refuse_vague
    from docforensics.alerts.file import SUFFIX, write_alert

    marks, numbers = _marks(arguments), _lists(arguments)
    refuse_vague(marks)
    document, examiner = _document(arguments)
    alert = alert_of_document(
        document,
        examiner.report(document),
        _facts(arguments, document.inspected_on),
        marks=marks,
        numbers=numbers,
    )
    leaves = list(listing(alert))
    if not arguments.yes and not confirmed(leaves, output):
        output.complain("nothing was written")
        return Exit.USAGE
    out = arguments.out or Path(f"{alert.id}{SUFFIX}")
    write_alert(alert, out, private_key=arguments.sign)
    return output.answer(_told(alert, out), *leaves, f"written: {out}", as_json=arguments.json)


def _document(arguments: argparse.Namespace) -> "tuple[Document, Examiner]":
    """Read the document: of files, or of an examination that the service keeps."""
    from docforensics.examiner import Examiner

    if bool(arguments.files) == bool(arguments.kept_id):
        raise UsageError("give the FILE of one document, or --kept-id with the store of the service")
    if arguments.kept_id:
        from docforensics.batch.extras import require

        require("serve")
        from docforensics.service.searched import read_kept

        examiner = Examiner(settings_of(arguments))
        return read_kept(
            store_settings(arguments), arguments.kept_id, examiner, arguments.inspected_on
        ), examiner
    if reports := [file for file in arguments.files if file.suffix.lower() in _REPORTS]:
        raise UsageError(
            f"{reports[0]} is a report, from which no picture of a place can be cut: give the FILE of the document that it is about, or "
            "--kept-id with the store of the service"
        )
    todo = jobs(arguments)
    if len(todo) > 1:
        raise UsageError("an alert is made of one document: give one FILE, or --sides")
    job, examiner = todo[0], Examiner(settings_of(arguments))
    document = examiner.read(
        job.load(),
        inspected_on=arguments.inspected_on,
        side=job.sides[0],
        channel=job.channel,
        size_mm=job.size_mm,
    )
    return document, examiner


def _told(alert: "Alert", out: Path) -> dict[str, object]:
    from docforensics.alerts.file import alert_table, stated_signer

    return {"file": str(out), "key": stated_signer(out), "alert": alert_table(alert)}


def confirmed(leaves: list[str], output: Output) -> bool:
    """List what leaves on standard error and ask; nobody at a terminal is no confirmation."""
    for line in leaves:
        output.complain(line)
    if not sys.stdin.isatty():
        raise UsageError("what leaves is listed above; confirm it with --yes, since nobody can be asked here")
    output.complain("this leaves the post; write it? [y/N]")
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _facts(arguments: argparse.Namespace, today: date) -> "AlertFacts":
    from docforensics.alerting.making import AlertFacts

    start = arguments.valid_from or today
    return AlertFacts(
        title=arguments.title,
        issuer=arguments.issuer,
        issued_on=today,
        valid_from=start,
        valid_to=arguments.valid_to or start + timedelta(days=USUAL_DAYS),
        species=FraudSpecies(arguments.species),
        severity=AlertSeverity(arguments.severity),
        tlp=Tlp(arguments.tlp),
        summary=arguments.summary,
    )


def _marks(arguments: argparse.Namespace) -> "list[MarkRequest]":
    from docforensics.alerting.draft import MarkRequest
    from docforensics.guidance.equipment import Profile

    for option, given in (("--look-for", arguments.look_for), ("--with", arguments.tools)):
        if len(given) > len(arguments.mark):
            raise UsageError(
                f"{option}: expected at most one a --mark ({len(arguments.mark)}), got {len(given)}"
            )
    marks = []
    for number, text in enumerate(arguments.mark):
        box, light = _placed(text)
        tools = arguments.tools[number] if number < len(arguments.tools) else ()
        marks.append(
            MarkRequest(
                box=box,
                light=light,
                look_for=arguments.look_for[number] if number < len(arguments.look_for) else "",
                equipment=tuple(piece.slug for piece in Profile.of(tools).owned),
            )
        )
    return marks


def _placed(text: str) -> tuple[BoxMm, Light]:
    from docforensics.alerting.draft import placed_mark

    try:
        return placed_mark(text)
    except UsageError as error:
        raise UsageError(f"--mark: {error}") from error


def _lists(arguments: argparse.Namespace) -> "list[NumberList]":
    from docforensics.alerts.numbers import make_list, read_key

    if arguments.numbers is None:
        return []
    if not arguments.number_key:
        raise UsageError("--numbers: give the key of each recipient with --number-key")
    try:
        lines = arguments.numbers.read_text(encoding="utf-8").split()
    except (OSError, ValueError) as error:
        raise UsageError(f"--numbers: {arguments.numbers}: {error}") from error
    return [
        make_list(
            lines,
            read_key(key),
            name=f"numbers-{number}",
            issuer=arguments.number_issuer,
            form=ListForm(arguments.number_form),
            rate=arguments.rate,
            note=arguments.number_note,
        )
        for number, key in enumerate(arguments.number_key, start=1)
    ]
