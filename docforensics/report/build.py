"""Puts the report together from what earlier stages found: words are chosen here, no fact is computed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from docforensics.capture.light import Light
from docforensics.checks.check import Check
from docforensics.checks.claims import Why
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Aborted, Abstained, Fact, Measured, Outcome
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.wording import field_of
from docforensics.document import Document, Side
from docforensics.guidance.limits import limits
from docforensics.guidance.situation import situation_of
from docforensics.guidance.steps import next_steps
from docforensics.guidance.words import NOTHING, Text, text
from docforensics.mrz.parse import CheckDigit, Mrz
from docforensics.mrz.reading import MrzReading, Settled, SettledBy
from docforensics.page.geometry import BoxMm
from docforensics.report.claims import unseen_places
from docforensics.report.model import (
    CheckDigitReport,
    Finding,
    MrzReport,
    PagePicture,
    SideReport,
    Unchecked,
    UnseenPlace,
    VizLineReport,
)
from docforensics.report.on_image import images_of, placed_fields
from docforensics.report.private import holder_of, painted_places, reference_pictures
from docforensics.report.report import Report
from docforensics.report.versions import SCHEMA_VERSION
from docforensics.report.words import measured_words
from docforensics.scoring.counted import CountedOn
from docforensics.scoring.judge import names_specimen
from docforensics.scoring.model import Basis, Evidence, Result, Verdict
from docforensics.scoring.verbal import verbal_equivalent
from docforensics.templates.model import FeatureKind
from docforensics.version import __version__


def build_report(
    *,
    document: Document,
    checks: Sequence[Check],
    outcomes: Sequence[Outcome],
    evidence: Sequence[Evidence],
    verdict: Verdict,
    provenance: Mapping[str, str],
) -> Report:
    """Build the report of one examination.

    Parameters
    ----------
    document
        What was examined; its rectified pages are kept for the picture.
    checks
        The checks that ran; evidence of a check that is not among them keeps its id as title.
    outcomes
        As the checks gave them.
    evidence
        One entry for every outcome, in their order, weighed; it holds none of their facts.
    verdict
        What the evidence comes to.
    provenance
        Versions and hashes by name: whatever makes the result repeatable. `docforensics`, the version of this
        program, is added unless it is among them.
    """
    specs = {check.id: check.spec for check in checks}
    said = [replace(entry, outcome=outcome) for entry, outcome in zip(evidence, outcomes, strict=True)]
    off = [entry for entry in said if entry.run_mode is RunMode.OFF]
    evidence = [entry for entry in said if entry.run_mode is not RunMode.OFF]
    sides = tuple(_side_report(side) for side in document.sides)
    situation = situation_of(
        sides, verdict, mrz_read=document.mrz_reading is not None, is_specimen=names_specimen(evidence)
    )
    return Report(
        schema_version=SCHEMA_VERSION,
        verdict=verdict,
        findings=findings(specs, evidence),
        unchecked=unchecked(specs, evidence, _seen(document)),
        guidance=next_steps(checks=checks, evidence=evidence, verdict=verdict, situation=situation),
        limits=limits(document=document, evidence=evidence),
        mrz=_mrz(document),
        sides=sides,
        viz=tuple(_viz_lines(document)),
        inspected_on=document.inspected_on,
        provenance={"docforensics": __version__, **provenance},
        switched_off=unchecked(specs, off),
        pages=tuple(
            _picture(side, unseen_places(verdict, document.sides, index))
            for index, side in enumerate(document.sides)
        ),
    )


def _seen(document: Document) -> frozenset[Light]:
    return frozenset(light for side in document.sides for light in side.page.pixels)


def _picture(side: Side, unseen: tuple[UnseenPlace, ...]) -> PagePicture:
    return PagePicture(
        size_mm=side.page.size_mm,
        pixels=side.page.pixels,
        reference=reference_pictures(side.match.template) if side.match else {},
        holder=holder_of(side),
        painted=painted_places(side.match.template) if side.match else {},
        devices=_devices(side),
        unseen=unseen,
    )


def _devices(side: Side) -> dict[str, BoxMm]:
    found = side.match.template.features if side.match else ()
    return {
        feature.kind.value: feature.box
        for feature in found
        if feature.kind is FeatureKind.OPTICALLY_VARIABLE_DEVICE
    }


def findings(specs: Mapping[str, CheckSpec], evidence: Sequence[Evidence]) -> tuple[Finding, ...]:
    """Word every measured outcome: adverse ones first, the heaviest of them on top."""
    found = [
        _finding(_spec(specs, entry), entry, entry.outcome)
        for entry in evidence
        if isinstance(entry.outcome, Measured)
    ]
    return tuple(sorted(found, key=lambda finding: (not finding.adverse, -finding.log10_lr, finding.check)))


def unchecked(
    specs: Mapping[str, CheckSpec], evidence: Sequence[Evidence], seen: frozenset[Light] = frozenset(Light)
) -> tuple[Unchecked, ...]:
    """List the checks without a value, with the reason and what would allow them; those that equipment allows first."""
    silent = [
        _not_evaluated(_spec(specs, entry), entry, entry.outcome, seen)
        for entry in evidence
        if not isinstance(entry.outcome, Measured)
    ]
    return tuple(sorted(silent, key=lambda entry: (not entry.needs, entry.needs, entry.check)))


def _spec(specs: Mapping[str, CheckSpec], entry: Evidence) -> CheckSpec:
    return specs.get(entry.check) or CheckSpec(title=entry.check, unit="")


def _finding(spec: CheckSpec, entry: Evidence, outcome: Measured) -> Finding:
    adverse = entry.result is Result.FAILED
    is_alerted = adverse and bool(outcome.alerts)
    return Finding(
        check=entry.check,
        family=entry.family,
        title=spec.title,
        tr03135=spec.tr03135,
        result=entry.result,
        margin=entry.margin,
        log10_lr=entry.log10_lr,
        verbal=verbal_equivalent(entry.log10_lr),
        basis=entry.basis or Basis.EXPERT,
        counted_on=entry.counted_on or CountedOn.NONE,
        value=outcome.value,
        unit=spec.unit,
        said=unweighed(spec, outcome)
        if entry.is_unweighed and not is_alerted
        else said(spec, outcome, adverse=adverse),
        is_alerted=is_alerted,
        advice=spec.advice if adverse else "",
        regions=outcome.regions,
        facts=outcome.facts,
        personal_facts=tuple(sorted(spec.personal_facts & {*outcome.facts, *_texts(outcome)})),
        left_open=outcome.left_open,
        note=outcome.note,
        is_specimen=outcome.is_specimen,
        beside=spec.beside,
        lights=tuple(sorted(spec.lights)),
        run_mode=entry.run_mode,
        component=spec.component,
    )


def _texts(outcome: Measured) -> dict[str, Fact]:
    """Texts of an outcome beside its facts, as blanks of its sentence name them."""
    texts = {"left_open": outcome.left_open, "note": outcome.note}
    return {name: text for name, text in texts.items() if text}


def said(spec: CheckSpec, outcome: Measured, *, adverse: bool) -> Text:
    """Fill the check's sentence with its facts; a sentence that does not fit them falls back to the title."""
    is_open = not adverse and bool(outcome.left_open)
    template = spec.adverse if adverse else spec.undecided if is_open else spec.favourable
    if adverse and outcome.alerts:
        template = spec.alerted
    values: dict[str, Fact] = {"value": outcome.value, **_texts(outcome), **outcome.facts}
    try:
        filled = template.format_map(values)
    except (KeyError, IndexError, ValueError, AttributeError, TypeError):
        # A check of another package may be worded wrongly: the report still has to come out.
        filled = ""
    if filled:
        return Text(english=template, values=MappingProxyType(values) if "{" in template else NOTHING)
    expected = "open" if is_open else "not as expected" if adverse else "as expected"
    return Text(english=f"{spec.title}: {expected}.")


def unweighed(spec: CheckSpec, outcome: Measured) -> Text:
    """Fill in the sentence for a value without a weight: neither of the check's own is known to hold."""
    return text("unweighed", "said", measured=measured_words(outcome.value, spec.unit))


def _not_evaluated(
    spec: CheckSpec, entry: Evidence, outcome: Abstained | Aborted, seen: frozenset[Light]
) -> Unchecked:
    return Unchecked(
        check=entry.check,
        family=entry.family,
        title=spec.title,
        result=entry.result,
        reason=outcome.error if isinstance(outcome, Aborted) else outcome.reason,
        needs="" if isinstance(outcome, Aborted) else outcome.needs,
        why=Why.CHECK_FAILED if isinstance(outcome, Aborted) else outcome.why,
        lights=tuple(sorted(spec.lights - seen)),
        tr03135=spec.tr03135,
        expected=isinstance(outcome, Aborted) or outcome.expected,
        run_mode=entry.run_mode,
        component=spec.component,
    )


def _mrz(document: Document) -> MrzReport | None:
    """Report the zone that the document's data are taken from."""
    index = document.mrz_side
    if index is None:
        index = next((place for place, side in enumerate(document.sides) if side.mrz_reading), None)
    reading = document.mrz_reading
    if index is None or reading is None:
        return None
    return replace(mrz_report(document.mrz, reading, document.sides[index]), side=index)


def mrz_report(mrz: Mrz | None, reading: MrzReading, side: Side | None = None) -> MrzReport:
    """Report a reading, with fields and check digits where it fits a format, and their places on the page of a side."""
    return MrzReport(
        lines=reading.lines,
        format=mrz.format.value if mrz else None,
        engine=reading.engine,
        confidence=reading.confidence,
        fields={field.name: field.value for field in mrz.all_fields} if mrz else {},
        check_digits=tuple(_digit(digit) for digit in mrz.check_digits) if mrz else (),
        irregularities=(*(mrz.irregularities if mrz else ()), *map(_settled, reading.settled)),
        placed=placed_fields(mrz, reading, side) if mrz else (),
    )


_SETTLED_BY = {
    SettledBy.FORMAT: "what the format allows",
    SettledBy.FACE: "the reader of ordinary print, since the line is set in another face than OCR-B",
}


def _settled(one: Settled) -> str:
    return (
        f"line {one.line + 1}, position {one.column + 1}: {one.printed} by the print alone, which is not sure; "
        f"{one.symbol} by {_SETTLED_BY[one.by]}"
    )


def _viz_lines(document: Document) -> Iterator[VizLineReport]:
    for index, side in enumerate(document.sides):
        for line in side.viz.text.so_far() if side.viz.text else ():
            yield VizLineReport(
                side=index,
                text=line.text,
                confidence=line.read.confidence,
                box=line.box,
                field=field_of(side, line.box),
            )


def _digit(digit: CheckDigit) -> CheckDigitReport:
    return CheckDigitReport(
        name=digit.name,
        printed=digit.printed,
        computed=digit.computed,
        agrees=digit.agrees if digit.decidable else None,
    )


def _side_report(side: Side) -> SideReport:
    page, quality = side.page, side.page.quality
    return SideReport(
        side=side.capture.side.value,
        channel=side.capture.channel.value,
        lights=tuple(light.value for light in side.capture.lights),
        sha256={
            light.value: tuple(image.sha256 for image in frames)
            for light, frames in side.capture.images.items()
        },
        size=str(page.size) if page.size else None,
        size_mm=page.size_mm,
        px_per_mm=quality.px_per_mm,
        scale_basis=page.basis.value,
        quality={
            "sharpness": quality.sharpness,
            "glare_share": quality.glare_share,
            "contrast": quality.contrast,
        },
        template=side.match.template.id if side.match else None,
        template_digest=side.match.template.digest if side.match else "",
        features=_features(side),
        files=tuple(
            dict.fromkeys(
                image.source for frames in side.capture.images.values() for image in frames if image.source
            )
        ),
        images=images_of(side),
    )


def _features(side: Side) -> tuple[str, ...]:
    """PRADO words of the template's features, each once, in the template's order."""
    found = side.match.template.features if side.match else ()
    return tuple(dict.fromkeys(feature.kind.value for feature in found))
