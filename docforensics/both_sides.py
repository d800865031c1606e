"""What is counted of a capture whose document bears its zone on another side: what the capture shows by itself, and what compares the two sides.

What the other side shows by itself, its zone above all, is counted with the template of that side.
"""

from collections.abc import Sequence
from dataclasses import replace

from docforensics.capture.side import Capture
from docforensics.document import Document
from docforensics.errors import UsageError
from docforensics.examiner import Examiner
from docforensics.mrz.parse import parse_reading
from docforensics.report.model import Finding
from docforensics.report.report import Report


def paired(
    captures: Sequence[Capture], zone_sides: Sequence[object], holders: Sequence[int]
) -> list[list[Capture]]:
    """Put each capture before the side that bears the zone of its document, where one is given.

    Raises
    ------
    UsageError
        Another number of sides than of captures, something else than captures of the same channel, the capture itself, or one picture for two documents.
    """
    if not zone_sides:
        return [[capture] for capture in captures]
    if len(zone_sides) != len(captures):
        raise UsageError(
            f"zone_sides: expected one or None for each of {len(captures)} captures, got {len(zone_sides)}"
        )
    found: list[list[Capture]] = []
    whose: dict[str, int] = {}
    for number, (capture, side, holder) in enumerate(zip(captures, zone_sides, holders, strict=True), 1):
        found.append([capture])
        if side is None:
            continue
        if not isinstance(side, Capture) or side.channel != capture.channel:
            raise UsageError(
                f"zone_sides: expected captures of the channel of those that are counted on ({capture.channel}); number {number} is none"
            )
        picture = side.primary.sha256
        if picture == capture.primary.sha256:
            raise UsageError(
                f"zone_sides: number {number} is the picture that is counted on; give the other side"
            )
        if whose.setdefault(picture, holder) != holder:
            raise UsageError(
                f"zone_sides: number {number} is given for another document as well; state captures of one document with holders"
            )
        found[-1].append(side)
    return found


def report_of_first(document: Document, captures: int, examiner: Examiner) -> Report:
    """Give the report of the first of so many captures of a document, with the findings of what compares it with the second one.

    These are findings on both of checks that the first does not measure by itself, where the second by itself does not show the same. The first is
    judged without an issuer, as it bears no zone.
    """
    if captures == 1:
        return examiner.report(document)
    report = examiner.report(_part(document, 0))
    alone = {one.check for one in report.findings}
    of_other = {one.check: one for one in examiner.report(_part(document, 1)).findings}
    together = [one for one in examiner.report(document).findings if one.check not in alone]
    compared = [one for one in together if not _is_same(one, of_other.get(one.check))]
    return replace(report, findings=(*report.findings, *compared))


def _part(document: Document, number: int) -> Document:
    """One capture of a document, with its further frames, as if no other had been given."""
    frames = (replace(side, frame_of=0) for side in document.sides if side.frame_of == number)
    sides = (document.sides[number], *frames)
    mrz = parse_reading(sides[0].mrz_reading)
    return replace(document, sides=sides, mrz=mrz, mrz_side=None if mrz is None else 0)


def _is_same(one: Finding, other: Finding | None) -> bool:
    return other is not None and (one.value, one.facts) == (other.value, other.facts)
