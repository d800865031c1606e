"""The report for a terminal in a dozen lines: outcome, layers, reasons, what to do first, and what could not be checked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docforensics.report.brief import first_step, not_run
from docforensics.report.claims import ClaimRow, LayerRow, rows
from docforensics.report.headline import headline
from docforensics.report.model import ReportData
from docforensics.report.pen import COLOURS, LAYER_COLOURS, WIDTH, Pen, cut, cut_middle, printable
from docforensics.report.reasons import Reason, reasons, todo
from docforensics.report.words import UNWEIGHED, measured_words
from docforensics.scoring.model import OutcomeClass

MOST_LINES = 15
"""Of one report: it is read at once, and leaves room on the smallest terminal of 24 lines for the next one. A judgement."""
_MOST_REASONS = 4
"""Lines of reasons where each has one; the others are counted."""
_SAID = (OutcomeClass.REFER, OutcomeClass.ALERT)
"""Outcomes of which the lines say why there is one without a reason."""
_WHOLE = "to_text(whole=True) lists them"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    """One part of the lines, in several forms."""

    forms: Sequence[Sequence[str]]
    """From the shortest to the one that says most."""
    rank: int
    """Whose turn it is to take a longer form; 1 comes first."""


def render(report: ReportData, _language: str) -> str:
    """Write the report without colour, 100 columns wide."""
    return short_text(report)


def short_text(
    report: ReportData, *, name: str = "", colour: bool = False, width: int = WIDTH, more: str = _WHOLE
) -> str:
    """Write at most `MOST_LINES` lines of at most `width` columns; ANSI colours only when asked for.

    `name` is that of the document, `more` says how to get what could not be checked one by one.
    """
    pen = Pen(colour=colour, width=width)
    parts = (
        _head(pen, report, name),
        _specimen(pen, report),
        _Section(forms=[list(_layers(pen, rows(report)))], rank=0),
        _reasons(pen, report),
        _first(pen, report),
        _by_hand(pen, report),
        _unweighed(pen, report),
        _unchecked(pen, report, more),
    )
    return "\n".join(_fitted(parts))


def _fitted(parts: Sequence[_Section]) -> Iterator[str]:
    """Begin with the shortest forms, and let each part in its turn take the longest form that there is room for."""
    chosen = [part.forms[0] for part in parts]
    for place in sorted(range(len(parts)), key=lambda place: parts[place].rank):
        for form in parts[place].forms:
            others = sum(map(len, chosen)) - len(chosen[place])
            if others + len(form) <= MOST_LINES:
                chosen[place] = form
    return (line for form in chosen for line in form)


def _head(pen: Pen, report: ReportData, name: str) -> _Section:
    """Name the document and its outcome; then what that means, of an inconclusive result what decides it."""
    outcome = report.verdict.outcome
    word = outcome.value
    before = f"{cut_middle(printable(name), max(pen.width - len(word) - 2, 8))}: " if name else ""
    top = before + pen.paint(word, f"1;{COLOURS[outcome]}")
    (first, *_) = (*headline(report).unverified, headline(report).meaning)
    meaning = str(first)
    if len(before) + len(word) + 2 + len(meaning) <= pen.width:
        return _Section(forms=[[f"{top}  {printable(meaning)}"]], rank=0)
    # What decides a referral stands among its reasons; what decides an inconclusive result stands here alone.
    shortest = [top, cut(meaning, pen.width)] if outcome is OutcomeClass.INCONCLUSIVE else [top]
    return _Section(forms=[shortest, [top, *pen.paragraph(meaning)]], rank=3)


def _specimen(pen: Pen, report: ReportData) -> _Section:
    banner = headline(report).specimen
    if banner is None:
        return _Section(forms=[[]], rank=0)
    whole = [pen.paint(line, "1") for line in pen.paragraph(str(banner))]
    return _Section(forms=[[pen.paint(cut(str(banner), pen.width), "1")], whole], rank=4)


def _layers(pen: Pen, layers: Sequence[LayerRow]) -> Iterator[str]:
    """Give one line a layer: its state, and what was verified or what was not."""
    titles = max((len(layer.title) for layer in layers), default=0)
    states = max((len(layer.state) for layer in layers), default=0)
    for layer in layers:
        room = pen.width - titles - states - 6
        state = pen.paint(layer.state, LAYER_COLOURS[layer.kind]) + " " * (states - len(layer.state))
        yield f"  {layer.title:<{titles}}  {state}  {_of_layer(layer, room)}".rstrip()


def _of_layer(layer: LayerRow, room: int) -> str:
    """Say of a layer as much as fits: each claim, or how many there are."""
    verified, total = len(layer.verified), len(layer.claims)
    count = [f"{verified} of {total} verified"] if verified else []
    named = [f"{_why(group)}: {', '.join(map(_named, group))}" for group in layer.others]
    if not layer.others:
        code = [layer.code] if layer.code else []
        named = [*code, f"verified: {', '.join(map(_named, layer.verified))}"]
    forms = (
        [*(count if layer.others else []), *named],
        [*count, *(f"{_why(group)}{_number(group, total)}" for group in layer.others)],
        [*count, *(f"{group[0].brief or group[0].state}{_number(group, total)}" for group in layer.others)],
    )
    said = ["; ".join(form) for form in forms]
    return next((text for text in said if len(text) <= room), cut(said[-1], room))


def _why(group: Sequence[ClaimRow]) -> str:
    return group[0].code or group[0].state


def _number(group: Sequence[ClaimRow], total: int) -> str:
    """Say how many claims of the layer are meant, where that is not all of them."""
    return f": {len(group)}" if len(group) < total else ""


def _named(claim: ClaimRow) -> str:
    """Give the title of a claim inside a sentence."""
    return _lower(claim.title)


def _reasons(pen: Pen, report: ReportData) -> _Section:
    """Give the reasons: in one line, then each in a line, then as many as there is room for in full."""
    found = reasons(report)
    if not found:
        is_said = report.verdict.outcome in _SAID or report.verdict.is_weakly_adverse
        said = str(headline(report).no_reasons) if is_said else "No reasons against the document."
        return _Section(forms=[[cut(said, pen.width)], pen.paragraph(said)], rank=3)
    heading = f"{len(found)} reason{'s' * (len(found) != 1)}: "
    line = cut(heading + printable("; ".join(str(reason.title) for reason in found)), pen.width)
    shown = found if len(found) <= _MOST_REASONS else found[: _MOST_REASONS - 1]
    left = len(found) - len(shown)
    end = [f"     and {left} more"] if left else []
    listed = [["Reasons:", *_numbered(pen, shown, whole), *end] for whole in range(len(shown) + 1)]
    return _Section(forms=[[line], *listed], rank=2)


def _numbered(pen: Pen, shown: Sequence[Reason], whole: int) -> Iterator[str]:
    """Give the reasons, so many of them in full and the others by their title."""
    for reason in shown:
        text = f"{reason.title}: {reason.brief}" if reason.number <= whole else str(reason.title)
        lines = pen.paragraph(text, first=f"{reason.number:3d}. ", indent="     ")
        yield from lines if reason.number <= whole else [cut(lines[0], pen.width)]


def _first(pen: Pen, report: ReportData) -> _Section:
    """Say what to do first."""
    step = f"Do first: {first_step(report)}"
    return _Section(forms=[[cut(step, pen.width)], pen.hanging(step)], rank=1)


def _by_hand(pen: Pen, report: ReportData) -> _Section:
    """Say the first thing to do by hand, where there is room."""
    forms = [
        pen.hanging(f"By hand, {_lower(check.action.equipment.name)}: {check.do}")
        for check in todo(report).checks[:1]
    ]
    return _Section(forms=[[], *forms], rank=5)


def _unweighed(pen: Pen, report: ReportData) -> _Section:
    """Name what was measured and not weighed, with the values: in one line, or in as many as it takes."""
    if not report.unweighed:
        return _Section(forms=[[]], rank=0)
    values = [
        f"{finding.title} {measured_words(finding.value, finding.unit)}" for finding in report.unweighed
    ]
    said = printable(f"{UNWEIGHED}: {'; '.join(values)}")
    return _Section(forms=[[cut(said, pen.width)], pen.hanging(said)], rank=7)


def _unchecked(pen: Pen, report: ReportData, more: str) -> _Section:
    """Count what could not be checked: in one line, or with further causes in two."""
    forms = [not_run(report.unchecked, lines * pen.width, more) for lines in (1, 2)]
    one, two = (pen.hanging(form) for form in forms)
    return _Section(forms=[one, two] if len(two) <= 2 else [one], rank=6)


def _lower(name: str) -> str:
    """Give the name of a tool inside a sentence: `Look` -> `look`, `UV lamp` as it is."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
