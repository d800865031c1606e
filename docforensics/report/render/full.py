"""All that a report holds, as lines for a terminal: what is done at once on top, what it rests on below."""

from collections.abc import Iterable, Iterator
from functools import partial

from docforensics.guidance.words import sentence
from docforensics.report.brief import installable
from docforensics.report.claims import ClaimRow, rows
from docforensics.report.headline import headline
from docforensics.report.model import CheckDigitReport, Finding, MrzReport, ReportData, SideReport
from docforensics.report.pen import COLOURS, WIDTH, Pen, printable
from docforensics.report.reasons import not_examined, todo
from docforensics.report.waterfall import waterfall
from docforensics.report.words import (
    UNWEIGHED,
    adds,
    family_name,
    field_name,
    likelihood,
    measured_words,
    ratio,
    scale_words,
    score,
    weight_words,
)
from docforensics.scoring.model import Verdict
from docforensics.scoring.verbal import SCALE


def render(report: ReportData, _language: str) -> str:
    """Write the report without colour, 100 columns wide."""
    return full_text(report)


def full_text(report: ReportData, *, colour: bool = False, width: int = WIDTH) -> str:
    """Write the report as lines of at most `width` columns, MRZ lines excepted; ANSI colours only when asked for."""
    pen = Pen(colour=colour, width=width)
    sections = (
        _verdict(pen, report),
        _claims(pen, report),
        _now(pen, report),
        _reasons(pen, report.reasons),
        _undecided(pen, report.undecided),
        _unweighed(pen, report.unweighed),
        _in_order(pen, report.in_order),
        _unchecked(pen, report),
        _numbered(pen, "What to do next", map(str, report.guidance)),
        _post(pen, report) if report.profile else (),
        _limits(pen, map(str, report.limits)),
        _mrz(pen, report.mrz) if report.mrz else (),
        _provenance(pen, report),
    )
    return "\n".join(line for section in sections for line in section)


def mrz_text(mrz: MrzReport, *, colour: bool = False, width: int = WIDTH) -> str:
    """Write the machine readable zone alone, with its fields."""
    pen = Pen(colour=colour, width=width)
    fields = (
        pen.paragraph(f"{field_name(name)}: {value}", indent="  ") for name, value in mrz.fields.items()
    )
    lines = [*_mrz(pen, mrz), *(line for field in fields for line in field)]
    return "\n".join(lines[1:])


def _verdict(pen: Pen, report: ReportData) -> Iterator[str]:
    verdict = report.verdict
    top, word = headline(report), verdict.outcome.value
    said = [*map(str, top.unverified[:1]), str(top.meaning), str(top.action)]
    first, *rest = pen.paragraph(f"{word}  {' '.join(said)}")
    yield pen.paint(word, f"1;{COLOURS[verdict.outcome]}") + first[len(word) :]
    yield from rest
    yield from pen.bullets(map(str, (*top.unverified[1:], *top.covered, *top.causes)))
    if top.specimen:
        yield from map(partial(pen.paint, code="1"), pen.paragraph(str(top.specimen)))
    yield from pen.paragraph(_score_sentence(verdict))
    if verdict.score is not None:
        yield from pen.paragraph(_steps_sentence(verdict))
    missing = not_examined(report)
    if missing:
        yield from pen.paragraph(f"Not examined: {', '.join(missing)}.")
    yield from pen.bullets(top.notes)


def _score_sentence(verdict: Verdict) -> str:
    mandatory = [one.is_verified for one in verdict.claims if one.is_mandatory]
    verified = f"Mandatory claims verified: {sum(mandatory)} of {len(mandatory)}."
    if verdict.score is None:
        return f"{sentence('claims', 'no_score')} {verified}"
    return (
        f"Score {score(verdict.score)} ({scale_words(verdict)}): what was seen is "
        f"{likelihood(verdict.log10_lr)}, {verdict.verbal}. {verified}"
    )


def _steps_sentence(verdict: Verdict) -> str:
    """Say the waterfall in one line."""
    steps = ", ".join(f"{family_name(bar.name)} {ratio(bar.log10)}" for bar in waterfall(verdict).steps)
    return f"From prior to score: {steps}." if steps else "No family of checks moved the prior."


def _claims(pen: Pen, report: ReportData) -> Iterator[str]:
    """List the claims layer by layer: what was verified in one line, the others with their reason."""
    if not report.verdict.claims:
        return
    yield from pen.heading("Claims, layer by layer (* mandatory for CLEAR by the policy)")
    for layer in rows(report):
        code = f", {layer.code}" if layer.code else ""
        yield from pen.paragraph(f"{layer.title}: {layer.state}{code}", indent="  ")
        if layer.verified:
            names = ", ".join(map(_marked, layer.verified))
            yield from pen.paragraph(f"verified: {names}", first="    ", indent="      ")
        for group in layer.others:
            why = f", {group[0].code}" if group[0].code not in ("", layer.code) else ""
            names = ", ".join(map(_marked, group))
            yield from pen.paragraph(f"{group[0].state}{why}: {names}", first="    ", indent="      ")


def _marked(claim: ClaimRow) -> str:
    places = f" ({', '.join(claim.places)})" if claim.places else ""
    return f"{claim.title}{'*' * claim.is_mandatory}{places}"


def _now(pen: Pen, report: ReportData) -> Iterator[str]:
    """Say what the officer can do at once: hand over, and a few checks with what the post has."""
    first, top = todo(report), headline(report)
    if not top.hand_over and not first.checks:
        return
    yield from pen.heading("What to do now")
    yield from pen.bullets(map(str, top.hand_over))
    for number, check in enumerate(first.checks, start=1):
        seen = (
            f"If you see this: {said} {then}" for said, then in ((check.bad, top.bad), (check.good, top.good))
        )
        yield from pen.paragraph(
            f"{check.action.equipment.name}: {check.do}", first=f"{number:3d}. ", indent="     "
        )
        for one in seen:
            yield from pen.paragraph(one, indent="     ")
    for number, tool in first.lacking:
        key = "lacking" if report.profile else "unknown"
        yield from pen.bullets([sentence("also", key, number=number, tool=tool.name)])


def _reasons(pen: Pen, reasons: tuple[Finding, ...]) -> Iterator[str]:
    yield from pen.heading("Reasons" if reasons else "No reasons against the document")
    for number, finding in enumerate(reasons, start=1):
        yield from pen.paragraph(
            f"{finding.title}: {finding.message}", first=f"{number:3d}. ", indent="     "
        )
        yield from pen.paragraph(_weight(finding), indent="     ")


def _weight(finding: Finding) -> str:
    measured = measured_words(finding.value, finding.unit)
    return f"[{ratio(finding.log10_lr)}, {finding.verbal}; {weight_words(finding)}; {measured}]"


def _undecided(pen: Pen, findings: tuple[Finding, ...]) -> Iterator[str]:
    if findings:
        yield from pen.heading("Left open: look at these yourself")
        yield from pen.bullets(f"{finding.title}: {finding.message}" for finding in findings)


def _unweighed(pen: Pen, findings: tuple[Finding, ...]) -> Iterator[str]:
    if findings:
        yield from pen.heading(UNWEIGHED)
        yield from pen.bullets(f"{finding.title}: {finding.message}" for finding in findings)


def _in_order(pen: Pen, findings: tuple[Finding, ...]) -> Iterator[str]:
    if findings:
        yield from pen.heading("Examined; not adverse")
        yield from pen.paragraph("; ".join(finding.title for finding in findings) + ".", indent="  ")


def _unchecked(pen: Pen, report: ReportData) -> Iterator[str]:
    if report.unchecked:
        yield from pen.heading("Could not be checked")
        for needs, titles in installable(report.unchecked):
            yield from pen.paragraph(f"Not installed: {', '.join(titles)}. To check them as well: {needs}")
        for entry in report.unchecked:
            needs = f" Needs: {entry.needs}." if entry.needs else ""
            yield from pen.bullets([f"{entry.title}: {entry.reason} ({entry.result.value}).{needs}"])


def _numbered(pen: Pen, title: str, sentences: Iterable[str]) -> Iterator[str]:
    yield from pen.heading(title)
    for number, text in enumerate(sentences, start=1):
        yield from pen.paragraph(text, first=f"{number:3d}. ", indent="     ")


def _post(pen: Pen, report: ReportData) -> Iterator[str]:
    """Say what the officer can do now with what the post has, and what other equipment would add."""
    plan = report.plan
    yield from pen.heading("By hand, with what this post has")
    for turn in plan.now:
        yield from pen.paragraph(f"{turn.equipment.name}:", indent="  ")
        yield from pen.bullets(f"{task.feature}: {task.action.do}" for task in turn.tasks)
    if plan.lacking:
        yield from pen.heading("What this post lacks")
        yield from pen.bullets(f"{turn.equipment.name}: {adds(turn)}." for turn in plan.lacking)


def _limits(pen: Pen, limits: Iterable[str]) -> Iterator[str]:
    yield from pen.heading("What this does not mean")
    yield from pen.bullets((*limits, _scale_sentence()))


def _scale_sentence() -> str:
    steps = "; ".join(f"{step.range} {step.words}" for step in SCALE)
    return f"Words for likelihood ratios (ENFSI; below 1 the same for 1/LR): {steps}."


def _mrz(pen: Pen, mrz: MrzReport) -> Iterator[str]:
    kind = mrz.format or "no format fits"
    yield from pen.heading(f"Machine readable zone ({kind}, {mrz.engine})")
    for line in mrz.lines:
        yield f"  {printable(line)}"
    if mrz.check_digits:
        yield from pen.paragraph(
            "; ".join(map(_digit, mrz.check_digits)) + ".", first="  Digits: ", indent="    "
        )
    yield from pen.bullets(mrz.irregularities)


def _digit(digit: CheckDigitReport) -> str:
    name, printed = field_name(digit.name), digit.printed or "missing"
    if digit.agrees is None:
        return f"{name} {printed} undecided"
    return f"{name} {printed} agrees" if digit.agrees else f"{name} {printed} DIFFERS from {digit.computed}"


def _provenance(pen: Pen, report: ReportData) -> Iterator[str]:
    yield from pen.heading("Examined")
    yield from pen.bullets(map(_side, report.sides))
    facts = "; ".join(f"{name} {value}" for name, value in sorted(report.provenance.items()))
    yield from pen.paragraph(f"On {report.inspected_on.isoformat()}. {facts}", indent="  ")


def _side(side: SideReport) -> str:
    size = f"{side.size or 'size unknown'}, {side.px_per_mm:.1f} px/mm ({side.scale_basis})"
    template = f"template {side.template}" if side.template else "no template"
    return f"{field_name(side.side)}: {', '.join(side.lights)} light, {side.channel}, {size}, {template}"
