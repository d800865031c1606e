"""Running a check: it abstains where its declaration is not met, and a crash is an outcome."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.check import Check
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Aborted, Abstained, AbstentionKind, Measured, Outcome, kind_of
from docforensics.checks.run import concerned_sides, facts_of, run_check, unmet_by
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.checks.support.registered import registered_sides
from docforensics.document import Document
from docforensics.errors import (
    CalibrationError,
    EngineUnavailableError,
    ResourceCorruptError,
    ResourceError,
    TemplateError,
)
from docforensics.kept import given

Make = Callable[..., Document]
SPEC = CheckSpec(title="A check", unit="none")


def check(spec: CheckSpec = SPEC, measure: Callable[[Document], Outcome] | None = None) -> Check:
    """Make a check that measures 1 unless told otherwise."""
    return Check(
        family="made",
        slug="up",
        spec=spec,
        measure=measure or (lambda _: Measured(value=1.0)),
        explanation="Made up.",
    )


def reason(outcome: Outcome, kind: AbstentionKind) -> str:
    """Give the reason of an outcome that must have abstained so."""
    assert isinstance(outcome, Abstained)
    assert outcome.kind is kind
    return f"{outcome.reason}; {outcome.needs}"


def test_a_check_whose_needs_are_met_runs(make_document: Make) -> None:
    """Nothing stands between the check and the document."""
    spec = replace(SPEC, needs_mrz=True, lights=frozenset({Light.VISIBLE}), min_px_per_mm=8.0)
    assert run_check(check(spec), make_document()) == Measured(value=1.0)


def test_no_zone_is_undetermined(make_document: Make) -> None:
    """What needs the MRZ abstains without one, and says what would help."""
    outcome = run_check(check(replace(SPEC, needs_mrz=True)), make_document(None))
    assert "machine readable zone" in reason(outcome, AbstentionKind.UNDETERMINED)


def test_no_template_is_undetermined(make_document: Make) -> None:
    """Absence of a template is not a failure."""
    outcome = run_check(check(replace(SPEC, needs_template=True)), make_document())
    assert "no reference template" in reason(outcome, AbstentionKind.UNDETERMINED)


@pytest.mark.parametrize(
    ("px_per_mm", "edge_mm", "why"),
    [(1.5, 0.0, Why.TOO_COARSE), (12.0, 1.4, Why.BLURRED), (2.5, 0.0, Why.NO_TEMPLATE)],
)
def test_a_page_that_shows_too_little_to_be_laid_on_a_template_is_not_said_to_have_none(
    make_document: Make, px_per_mm: float, edge_mm: float, why: Why
) -> None:
    """Another capture mends it, another template does not."""
    document = make_document()
    (side,) = document.sides
    quality = replace(side.page.quality, px_per_mm=px_per_mm, edge_mm=edge_mm)
    shown = replace(document, sides=(replace(side, page=replace(side.page, measured=given(quality))),))
    spec = replace(SPEC, needs_template=True)
    outcome = run_check(check(spec), shown)
    assert isinstance(outcome, Abstained)
    assert outcome.why is why
    assert outcome.kind is kind_of(why)
    assert ("51 ppi" in outcome.needs) is (why is not Why.NO_TEMPLATE)
    assert unmet_by(spec, shown, 0) is why


def test_another_channel_is_not_supported(make_document: Make) -> None:
    """A check speaks about the channels that it declares."""
    spec = replace(SPEC, channels=frozenset({Channel.UPLOAD}))
    outcome = run_check(check(spec), make_document(channel=Channel.SCANNER))
    assert "scanner" in reason(outcome, AbstentionKind.NOT_SUPPORTED)
    assert isinstance(outcome, Abstained)
    assert not outcome.needs, "nobody with the document on a scanner is asked for a file"
    assert isinstance(run_check(check(spec), make_document(channel=Channel.UPLOAD)), Measured)


def test_a_missing_light_is_not_supported_and_names_the_equipment(make_document: Make) -> None:
    """The report can say which equipment would allow the check."""
    spec = replace(SPEC, lights=frozenset({Light.UV}))
    assert "UV lamp" in reason(run_check(check(spec), make_document()), AbstentionKind.NOT_SUPPORTED)
    named = replace(spec, equipment="a lamp of ours")
    assert "a lamp of ours" in reason(run_check(check(named), make_document()), AbstentionKind.NOT_SUPPORTED)
    assert isinstance(run_check(check(spec), make_document(light=Light.UV)), Measured)


def test_too_coarse_a_capture_is_not_supported(make_document: Make) -> None:
    """Below its resolution a check abstains, it does not guess."""
    outcome = run_check(check(replace(SPEC, min_px_per_mm=12.0)), make_document())
    assert "at least 305 ppi" in reason(outcome, AbstentionKind.NOT_SUPPORTED)


def test_blur_counts_as_pixels_that_are_missing(make_document: Make) -> None:
    """Many pixels of a blurred page show no more than few: whoever blurs a page silences checks, and clears nothing."""
    document = make_document()
    (side,) = document.sides
    blurred = replace(side.page.quality, edge_mm=0.6)
    seen = replace(document, sides=(replace(side, page=replace(side.page, measured=given(blurred))),))
    outcome = run_check(check(replace(SPEC, min_px_per_mm=4.0)), seen)
    said = reason(outcome, AbstentionKind.UNDETERMINED)
    assert "blurred to an effective" in said
    assert "sharp capture of at least 102 ppi" in said
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.BLURRED
    assert outcome.expected, "its silence is a gap in the coverage"
    assert run_check(check(replace(SPEC, min_px_per_mm=2.0)), seen) == Measured(value=1.0)


def test_needs_are_to_be_met_by_one_side(make_document: Make) -> None:
    """A zone on one side and UV on the other are no zone in UV."""
    front, back = make_document(), make_document(None, light=Light.UV)
    both = replace(front, sides=(*front.sides, *back.sides))
    spec = replace(SPEC, needs_mrz=True, lights=frozenset({Light.UV}))
    outcome = run_check(check(spec), both)
    assert "no single side" in reason(outcome, AbstentionKind.NOT_SUPPORTED)
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.NO_LIGHT, "what the side with the zone lacks"
    assert concerned_sides(replace(spec, needs_mrz=False), both) == (1,)
    assert concerned_sides(replace(spec, lights=frozenset()), both) == (0,)


@pytest.mark.parametrize("lacks", ["channel", "pixels"])
def test_a_side_that_the_declaration_excludes_is_compared_with_no_template(series: Any, lacks: str) -> None:
    """Next to one that it does not exclude; and what other checks find on that side is not lost."""
    front, back = series.genuine(7).sides[0], series.genuine(8).sides[0]
    quality = replace(back.page.quality, px_per_mm=4.0)
    other = {
        "channel": replace(back, capture=replace(back.capture, channel=Channel.PHOTO)),
        "pixels": replace(back, page=replace(back.page, measured=given(quality))),
    }[lacks]
    # Of another template, so that it is another side and not another picture.
    other = replace(other, match=replace(other.match, template=replace(other.match.template, n_holders=3)))
    document = replace(series.genuine(7), sides=(front, other))
    spec = replace(
        SPEC,
        needs_template=True,
        channels=frozenset({Channel.SCANNER}),
        lights=WHITE_LIGHT,
        min_px_per_mm=5.0,
    )
    seen: list[Document] = []

    def looked(document: Document) -> Outcome:
        seen.append(document)
        sides = registered_sides(document)
        assert not isinstance(sides, Abstained)
        assert document.sides[1].kept is not other.kept
        return Measured(value=float(len(sides)))

    assert run_check(check(spec, looked), document) == Measured(value=1.0)
    assert seen[0].sides[0] is front
    free = replace(spec, channels=frozenset(Channel), min_px_per_mm=0.0)
    assert run_check(check(free, lambda d: Measured(value=float(d is document))), document).value == 1.0  # type: ignore[union-attr]


def test_the_side_that_is_too_coarse_is_one_that_the_check_concerns(make_document: Make) -> None:
    """Another one of another channel is as fine as it may be."""
    photo, scan = make_document(channel=Channel.PHOTO), make_document(None, channel=Channel.SCANNER)
    (side,) = scan.sides
    fine = replace(side, page=replace(side.page, measured=given(replace(side.page.quality, px_per_mm=24.0))))
    spec = replace(SPEC, channels=frozenset({Channel.PHOTO}), min_px_per_mm=12.0)
    outcome = run_check(check(spec), replace(photo, sides=(*photo.sides, fine)))
    assert "has 8.0 px per mm" in reason(outcome, AbstentionKind.NOT_SUPPORTED)


def test_a_crash_is_an_outcome_without_personal_data(make_document: Make) -> None:
    """The text of an exception may hold what was read; type and place do not."""

    def crash(document: Document) -> Outcome:
        raise ValueError(document.mrz_reading.text if document.mrz_reading else "")

    outcome = run_check(check(measure=crash), make_document())
    assert isinstance(outcome, Aborted)
    assert outcome.error.startswith("ValueError in test_run.py")
    assert "ERIKSSON" not in outcome.error


@pytest.mark.parametrize("result", [None, 1.0, "fine"])
def test_what_is_no_outcome_aborts(make_document: Make, result: object) -> None:
    """A check that returns something else is broken."""
    outcome = run_check(check(measure=lambda _: result), make_document())  # type: ignore[arg-type, return-value]
    assert isinstance(outcome, Aborted)


def test_facts_that_a_template_keeps_are_asked_for_as_a_measurement_is(make_document: Make) -> None:
    """Not of a capture that lacks what the check declares; a crash gives none, and a bad model goes to the caller."""
    told = {"size": 2.0}
    asked = replace(check(replace(SPEC, min_px_per_mm=8.0)), own_facts=lambda _: told)
    assert facts_of(asked, make_document()) == told
    assert facts_of(replace(asked, spec=replace(SPEC, min_px_per_mm=99.0)), make_document()) == {}
    assert facts_of(check(), make_document()) == {}

    def fails(error: Exception) -> Callable[[Document], dict[str, float]]:
        def raised(_: Document) -> dict[str, float]:
            raise error

        return raised

    assert facts_of(replace(asked, own_facts=fails(ValueError("no style"))), make_document()) == {}
    with pytest.raises(ResourceError):
        facts_of(replace(asked, own_facts=fails(ResourceCorruptError("type_styles.npz"))), make_document())


def test_a_check_cannot_change_what_it_looks_at(make_document: Make) -> None:
    """Arrays are read-only: the attempt is a crash of the check, and the page stays as it was."""
    document = make_document()
    before = document.sides[0].page.pixels[Light.VISIBLE].copy()

    def scribble(document: Document) -> Outcome:
        document.sides[0].page.pixels[Light.VISIBLE][:] = 0
        return Measured(value=0.0)

    assert isinstance(run_check(check(measure=scribble), document), Aborted)
    assert np.array_equal(before, document.sides[0].page.pixels[Light.VISIBLE])


def test_a_missing_seal_reader_is_not_supported_and_named(
    make_document: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A seal that was not looked for is another thing than none found; neither costs coverage."""
    spec = replace(SPEC, needs_seal=True)
    none = run_check(check(spec), make_document())
    monkeypatch.setattr("docforensics.checks.run.seals_installed", lambda: False)
    unread = run_check(check(spec), make_document())
    assert isinstance(none, Abstained)
    assert none.kind is AbstentionKind.UNDETERMINED
    assert isinstance(unread, Abstained)
    assert unread.kind is AbstentionKind.NOT_SUPPORTED
    assert "docforensics[seal]" in unread.needs
    assert not unread.expected


@pytest.mark.parametrize("kind", [ResourceCorruptError, TemplateError, CalibrationError])
def test_a_bad_model_template_or_calibration_goes_to_the_caller(
    make_document: Make, kind: type[ResourceError]
) -> None:
    """A check without its model is no check that looked; a crash and a missing extra stay outcomes."""

    def broken(_: Document) -> Outcome:
        raise kind("models/x is not the file that MANIFEST.toml names")

    with pytest.raises(kind, match="models/x"):
        run_check(check(measure=broken), make_document())

    def missing(_: Document) -> Outcome:
        raise EngineUnavailableError("install it")

    assert isinstance(run_check(check(measure=missing), make_document()), Aborted)


def of_opencv() -> cv2.error:
    """What OpenCV raises where it is refused memory."""
    error = cv2.error("(-4:Insufficient memory) Failed to allocate 900000000 bytes")
    error.code = -4
    return error


@pytest.mark.parametrize("refused", [MemoryError(), of_opencv()], ids=["python", "opencv"])
def test_memory_that_is_refused_is_no_outcome(make_document: Make, refused: Exception) -> None:
    """Whoever bounds the examination hears of it: a check that found no memory has not looked."""

    def short(_: Document) -> Outcome:
        raise refused

    with pytest.raises(MemoryError):
        run_check(check(measure=short), make_document())
