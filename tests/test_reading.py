"""One side read: the page drawn once its frame stands, the visual zone read once and only when asked for."""

import gc
from datetime import date
from functools import partial
from pathlib import Path
from weakref import ref

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.load import load_capture
from docforensics.capture.model import Channel, Pixels
from docforensics.capture.side import Capture
from docforensics.checks.claims import Why
from docforensics.checks.evaluatory import grid_shift
from docforensics.checks.outcome import Abstained, AbstentionKind
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.checks.support.native_image import native_sides
from docforensics.errors import UsageError
from docforensics.examiner import Examiner
from docforensics.page import rectify
from docforensics.page.band.find import grey_of
from docforensics.page.frame import ScaleBasis
from docforensics.scoring.model import OutcomeClass
from docforensics.viz import text
from docforensics.viz.recognise import LineReader, ReadLine

PASSPORT = Path(__file__).parents[1] / "sample_docs" / "documents" / "td3-2-0000-flatbed"
THREE_LIGHTS = PASSPORT.with_name("td3-2-0021-border-reader")
INSPECTED_ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def examiner() -> Examiner:
    """The shipped templates, which fit the passport."""
    return Examiner()


@pytest.fixture
def warps(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was drawn from a capture, light by light: the picture, its way to the page and the page's width and height."""
    drawn: list[object] = []
    moved = rectify._moved

    def counted(*arguments: object) -> object:
        drawn.append(arguments)
        return moved(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(rectify, "_moved", counted)
    return drawn


def test_a_page_without_a_template_is_drawn_once(warps: list[object]) -> None:
    """Outline and MRZ have laid out its frame before."""
    (side,) = Examiner(templates=()).read(PASSPORT / "data-page-white.jpg").sides
    assert (side.page.basis, len(warps)) == (ScaleBasis.MRZ, 1)


def test_the_picture_in_grey_is_kept_for_what_looks_for_edits() -> None:
    """It was made where the machine readable zone was looked for."""
    capture = load_capture(PASSPORT / "data-page-white.jpg")
    document = Examiner(templates=()).read(capture)
    (native,) = native_sides(document, grid_shift.SPEC)  # type: ignore[misc]
    kept = document.sides[0].kept.once(grey_of, lambda: pytest.fail("not kept"))
    assert native.levels is kept
    assert np.array_equal(kept, grey_of(capture.primary.pixels))


def test_a_page_is_drawn_in_full_once(examiner: Examiner, warps: list[object]) -> None:
    """Sketched to be laid on the template, drawn on the template's frame; and coarsely with what lies beside it."""
    (side,) = examiner.read(PASSPORT / "data-page-white.jpg").sides
    widths = sorted(warp[2][0] for warp in warps)  # type: ignore[index]
    beside, sketched = 524, 1000  # 125 mm and 3 mm around at 4 px/mm, 125 mm at 8 px/mm
    assert side.page.basis is ScaleBasis.TEMPLATE
    assert widths == [beside, sketched, side.page.pixels[Light.VISIBLE].shape[1]]
    assert side.match is not None


def test_a_page_of_no_template_is_drawn_in_full_in_the_end(warps: list[object]) -> None:
    """What was sketched for templates is no page to examine."""
    card = PASSPORT.parent / "td1-0008-flatbed" / "front-white.jpg"
    (side,) = Examiner().read(card).sides
    assert side.match is None
    assert side.page.px_per_mm == pytest.approx(side.page.quality.px_per_mm)
    assert len(warps) == 2


def test_stages_are_timed(examiner: Examiner) -> None:
    """Those of reading with the document, those of checks beside them in the report."""
    document = examiner.read(PASSPORT / "data-page-white.jpg", inspected_on=INSPECTED_ON)
    stages = ["capture", "bands", "mrz", "outline", "page", "template", "viz", "seals", "additional zones"]
    assert list(document.timings) == stages
    assert all(seconds >= 0 for seconds in document.timings.values())
    assert document.sides[0].bands, "what the first stage found is kept for the checks"
    report = examiner.report(document)
    assert {*stages, "mrz.check_digits", "scoring", "report"} <= set(report.timings)


def test_the_visual_zone_is_recognised_once_and_only_when_asked_for(
    examiner: Examiner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading a document recognises nothing; checks that ask again, other checks and all lines share what each network has read."""
    recognised: list[tuple[object, ...]] = []
    read = text.read_in_pieces

    def counted(reader: LineReader, crop: Pixels) -> ReadLine:
        recognised.append((id(reader), crop.ctypes.data, crop.shape))
        return read(reader, crop)

    monkeypatch.setattr(text, "read_in_pieces", counted)
    capture = load_capture(PASSPORT / "data-page-white.jpg", channel=Channel.SCANNER)
    document = examiner.read(capture, inspected_on=INSPECTED_ON)
    assert recognised == []
    first = examiner.report(document)
    asked = len(recognised)
    assert asked > 5
    again = examiner.report(document)
    assert (again.verdict, len(recognised)) == (first.verdict, asked)
    lines = document.sides[0].viz.lines
    assert lines == document.sides[0].viz.lines
    assert len(lines) > 5
    assert len(recognised) == len(set(recognised))


def test_further_frames_are_read_as_sides_of_their_own(examiner: Examiner) -> None:
    """After the sides that were given, whose places stay; a frame of another light is laid on the first in white light."""
    white, altered = (
        PASSPORT.with_name(name) / "data-page-white.jpg"
        for name in (PASSPORT.name, f"{PASSPORT.name}-viz-text-digital-ordinary")
    )
    framed = Capture.load(visible=[white, altered], uv=[white] * 3, channel="scanner")
    document = examiner.read([framed, white], inspected_on=INSPECTED_ON)
    first, other, second, third = document.sides
    assert [side.frame_of for side in document.sides] == [None, None, 0, 0]
    assert (first.capture, other.capture.lights) == (framed, (Light.VISIBLE,))
    assert second.capture.primary is framed.images[Light.VISIBLE][1]
    assert second.capture.images[Light.UV] == framed.images[Light.UV][1:2]
    assert third.capture.images == {
        Light.VISIBLE: framed.images[Light.VISIBLE][:1],
        Light.UV: framed.images[Light.UV][2:],
    }


def test_a_genuine_frame_does_not_answer_for_a_forged_one(examiner: Examiner) -> None:
    """Nor a genuine page: the forged one is judged as if it came alone. A genuine page twice is as clear as once."""
    genuine, forged = (
        PASSPORT.with_name(name) / "data-page-white.jpg"
        for name in (PASSPORT.name, f"{PASSPORT.name}-viz-text-digital-ordinary")
    )
    of = partial(examiner.examine, inspected_on=INSPECTED_ON, channel="scanner")
    alone, once = of(forged).verdict, of(genuine).verdict
    frames = Capture.load(visible=[genuine, forged], channel="scanner")
    assert alone.outcome is OutcomeClass.REFER
    for given in (frames, [genuine, forged], [forged, genuine]):
        verdict = of(given).verdict
        assert verdict.outcome is alone.outcome
        assert verdict.log10_lr == pytest.approx(alone.log10_lr)
    twice = of([genuine, genuine]).verdict
    assert (once.outcome, twice.outcome) == (OutcomeClass.CLEAR, OutcomeClass.CLEAR)


def test_an_image_that_does_not_show_its_light_is_left_out_of_the_page(examiner: Examiner) -> None:
    """Checks in that light abstain with the reason; it stays among the lights of the document, so its claims are not seen."""
    white = PASSPORT / "data-page-white.jpg"
    capture = Capture.load(visible=white, uv=white, channel="scanner")
    document = examiner.read(capture, inspected_on=INSPECTED_ON)
    (side,) = document.sides
    assert side.capture is capture
    assert dict(side.unusable) == {Light.UV: "the uv image is the white-light image again"}
    assert set(side.page.pixels) == {Light.VISIBLE}
    assert side.match is not None
    assert set(side.match.residuals) == {Light.VISIBLE}
    assert document.lights == {Light.VISIBLE, Light.UV}
    check = next(check for check in discover_checks() if check.id == "security.uv_dull")
    outcome = run_check(check, document)
    assert isinstance(outcome, Abstained)
    assert outcome.kind is AbstentionKind.NOT_SUPPORTED
    assert (outcome.reason, outcome.why) == ("the uv image is the white-light image again", Why.NO_LIGHT)
    assert examiner.report(document).verdict.outcome is OutcomeClass.INCONCLUSIVE


def test_a_reader_that_does_not_exist_is_refused_at_once() -> None:
    """Not when its check asks for it, where its crash would leave the rest of the page to decide."""
    with pytest.raises(UsageError, match="viz_reader: expected one of network"):
        Examiner(viz_reader="nope")


@pytest.mark.parametrize("lights", [("white",), ("white", "uv", "ir")])
def test_a_document_leaves_memory_with_its_report(examiner: Examiner, lights: tuple[str, ...]) -> None:
    """No circle keeps its pictures until Python looks for circles: they are tens of megabytes, and documents follow one another."""
    names = {"white": Light.VISIBLE, "uv": Light.UV, "ir": Light.IR}
    files = {names[light]: THREE_LIGHTS / f"data-page-{light}.jpg" for light in lights}
    gc.collect()
    gc.disable()
    try:
        document = examiner.read(Capture.from_lights(files), inspected_on=INSPECTED_ON)
        report = examiner.report(document)
        pictures = [ref(document.sides[0].capture.primary.pixels), ref(report.pages[0].pixels[Light.VISIBLE])]
        del document, report
        assert [picture() is None for picture in pictures] == [True, True]
    finally:
        gc.enable()
