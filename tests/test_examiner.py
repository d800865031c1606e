"""The main path from an image to a report, on the committed specimens of Utopia and on published ones."""

import csv
import io
import json
import logging
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from threading import Event
from typing import Any

import cv2
import jsonschema
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image as PilImage, ImageFilter

import docforensics.examiner
import docforensics.settings
from docforensics.capture.limits import Limits
from docforensics.capture.side import Capture
from docforensics.checks.check import Check
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Measured, Outcome
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.document import Document
from docforensics.errors import (
    CalibrationError,
    DecodeError,
    ExaminationCancelledError,
    InputError,
    LimitExceededError,
    ResourceCorruptError,
    ResourceError,
    ResourceMissingError,
    UsageError,
)
from docforensics.examiner import Examiner, Failure, examine
from docforensics.mrz.engines import load_engine
from docforensics.networks import load_network
from docforensics.page.geometry import project
from docforensics.report.model import Finding
from docforensics.report.render.json import schema
from docforensics.report.report import Report
from docforensics.resources import models_folder
from docforensics.scoring.calibration import _shipped
from docforensics.scoring.model import OutcomeClass, Result
from docforensics.scoring.policy import Policy
from docforensics.templates.learning.learn import learn_template
from docforensics.templates.store import save_template
from docforensics.viz.recognise import _loaded
from sample_docs.generator.jobs import Job, sheets
from sample_docs.generator.lights import Light as DrawnLight, View
from sample_docs.generator.render import render
from sample_docs.generator.seals import pki
from sample_docs.generator.seals.forge import copied_seal

INSPECTED_ON = date(2026, 11, 24)
ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "sample_docs"
SHARED = ROOT.parent / "shared" / "data"
SPECTRAL = {light: SHARED / "spectral" / f"de-specimen__{light}.bmp" for light in ("visible", "uv", "ir")}
AGAINST_TEMPLATE = {
    "security.background_print",
    "portrait.portrait_ring",
    "portrait.portrait_position",
    "portrait.portraits_aligned",
    "portrait.secondary_portrait",
}
PASSPORT = SAMPLES / "documents" / "td3-2-0001-flatbed" / "data-page-white.jpg"
READABLE = 0.4
"""Scale at which both networks of the visual zone are asked: at 0.3 no line of it is read."""
Row = Mapping[str, str]

needs_engine = pytest.mark.skipif(load_engine() is None, reason="no MRZ engine is installed")
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not here")


def flatbed_passports() -> list[Row]:
    """Rows of the passport of series 2 as a flatbed scanner sees it in white light."""
    with (SAMPLES / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wanted = {"document_type": "TD3", "series": "2", "channel": "flatbed", "light": "white"}
    return [row for row in rows if wanted.items() <= row.items()]


def genuine() -> Row:
    """A genuine passport of a holder kept for tests, so that no template was learned from it."""
    return next(row for row in flatbed_passports() if row["label"] == "genuine" and row["split"] == "test")


def forged(species: str) -> Row:
    """The first forgery of this species."""
    return next(row for row in flatbed_passports() if row["species"] == species)


def twin_of(row: Row) -> Row:
    """The genuine document that a forgery was made from."""
    return next(other for other in flatbed_passports() if other["document_id"] == row["twin"])


def resaved(row: Row, *, quality: int = 95, scale: float = 1.0, blur: float = 0.0) -> bytes:
    """Save a specimen again as JPEG, scaled or not, blurred by this many pixels or not."""
    with PilImage.open(SAMPLES / row["file"]) as image:
        size = (round(image.width * scale), round(image.height * scale))
        small = image.resize(size, PilImage.Resampling.LANCZOS) if scale != 1 else image
        small = small.filter(ImageFilter.GaussianBlur(blur)) if blur else small
        file = io.BytesIO()
        small.save(file, "JPEG", quality=quality)
    return file.getvalue()


@cache
def shared_examiner() -> Examiner:
    """Load once."""
    return Examiner()


@cache
def examined(file: str) -> Report:
    """Examine a committed specimen, once for all tests."""
    return shared_examiner().examine(SAMPLES / file, inspected_on=INSPECTED_ON)


@cache
def small(species: str | None = None, scale: float = 0.3) -> bytes:
    """The genuine passport or a forgery at 120 dpi, for tests that ask for the zone and no fine print."""
    return resaved(forged(species) if species else genuine(), scale=scale)


@cache
def examined_small(species: str | None = None, scale: float = 0.3) -> Report:
    """Examine it, once for all tests."""
    return shared_examiner().examine(small(species, scale), inspected_on=INSPECTED_ON)


def covered(finding: Finding, row: Row) -> float:
    """The largest share of any of the finding's regions that lies on the forgery's mask, 0..1."""
    mask = cv2.imread(str(SAMPLES / row["mask"]), cv2.IMREAD_GRAYSCALE)
    assert mask is not None
    page_to_capture = np.array(json.loads(row["homography"])).reshape(3, 3)
    shares = [0.0]
    for region in finding.regions:
        place = np.zeros_like(mask)
        corners = np.rint(project(page_to_capture, region.box.corners)).astype(np.int32)
        cv2.fillConvexPoly(place, corners, 1)
        shares.append(float((mask[place > 0] > 0).mean()))
    return max(shares)


@needs_engine
def test_a_genuine_passport_is_clear() -> None:
    """Registered to the template of its model, read, and nothing against it."""
    report = examined(genuine()["file"])
    assert report.reasons == ()
    assert report.verdict.outcome is OutcomeClass.CLEAR
    assert report.sides[0].template == "UTO-P-2-2023"
    assert report.sides[0].scale_basis == "template"


@needs_engine
@pytest.mark.parametrize("change", [{"quality": 70}, {"quality": 95}, {"scale": 0.75}], ids=str)
def test_a_genuine_passport_saved_again_stays_clear(change: dict[str, Any]) -> None:
    """Compression and a smaller picture are no forgery."""
    report = shared_examiner().examine(
        resaved(genuine(), **change), inspected_on=INSPECTED_ON, channel="scanner"
    )
    assert [reason.check for reason in report.reasons] == []
    assert report.verdict.outcome is OutcomeClass.CLEAR


@needs_engine
def test_an_upload_that_is_smaller_than_power_was_shown_at_is_not_clear() -> None:
    """Below 10 px/mm counterfeits on messenger pictures are missed, so nothing verifies how a page was printed."""
    report = shared_examiner().examine(resaved(genuine(), scale=0.75), inspected_on=INSPECTED_ON)
    assert report.reasons == ()
    assert report.verdict.outcome is OutcomeClass.INCONCLUSIVE
    assert {one.why for one in report.verdict.unverified} == {Why.TOO_COARSE}


@needs_engine
@pytest.mark.parametrize(
    ("change", "outcomes"),
    [
        ({"blur": 4.0}, (OutcomeClass.INCONCLUSIVE,)),
        ({"quality": 12}, (OutcomeClass.CLEAR, OutcomeClass.INCONCLUSIVE)),
    ],
    ids=str,
)
def test_a_bad_capture_of_a_genuine_passport_is_no_forgery(
    change: dict[str, Any], outcomes: tuple[OutcomeClass, ...]
) -> None:
    """Blur and coarse compression silence what they spoil: 4 px at 400 dpi, where the pattern is gone, and JPEG quality 12."""
    report = shared_examiner().examine(resaved(genuine(), **change), inspected_on=INSPECTED_ON)
    assert [reason.check for reason in report.reasons] == []
    assert report.verdict.outcome in outcomes


@needs_engine
@pytest.mark.parametrize("species", ["viz-text-digital", "photo-digital", "photo-displaced"])
def test_a_forgery_raises_the_score_over_its_genuine_twin_and_is_marked(species: str) -> None:
    """A changed text, a swapped and a shifted portrait: the same page, but for what was forged."""
    row = forged(species)
    report, twin = examined(row["file"]), examined(twin_of(row)["file"])
    assert report.verdict.score > 1.5 * twin.verdict.score
    if species == "photo-digital":
        assert report.verdict.outcome in {OutcomeClass.REFER, OutcomeClass.ALERT}
    against_template = [reason for reason in report.reasons if reason.check in AGAINST_TEMPLATE]
    assert max(covered(reason, row) for reason in against_template) > 0.1


@needs_engine
def test_a_shifted_portrait_is_told_from_a_swapped_one() -> None:
    """Their places speak of the shift alone, 1 mm against the second portrait; at its edge it is hardly more than genuine pages show."""
    shifted = {reason.check for reason in examined(forged("photo-displaced")["file"]).reasons}
    swapped = {reason.check for reason in examined(forged("photo-digital")["file"]).reasons}
    assert "portrait.portraits_aligned" in shifted - swapped


def test_the_zone_is_reported_as_printed() -> None:
    """Lines, fields and every check digit of a TD3 stand in the report."""
    row = genuine()
    report = examined(row["file"])
    if report.mrz is None:
        pytest.skip("no MRZ engine is installed")
    assert report.mrz.format == "TD3"
    assert [len(line) for line in report.mrz.lines] == [44, 44]
    assert report.mrz.fields["document_number"] == row["mrz"].split("|")[1][:9]
    assert len(report.mrz.check_digits) == 5
    assert all(digit.agrees for digit in report.mrz.check_digits)


def test_the_same_input_and_date_give_the_same_json() -> None:
    """Byte for byte, from the module's function too, which makes an examiner with what is shipped."""
    source, first = small(), examined_small()
    again = shared_examiner().examine(source, inspected_on=INSPECTED_ON)
    other = examine(source, inspected_on=INSPECTED_ON)
    assert first.to_json() == again.to_json() == other.to_json()


def test_the_date_of_the_examination_is_the_callers() -> None:
    """Half a century on, the passport has expired: that is told and weighs nothing."""
    source, now = small(), examined_small()
    later = shared_examiner().examine(source, inspected_on=date(2036, 11, 24))
    assert now.inspected_on == INSPECTED_ON
    assert later.inspected_on.year == 2036
    assert later.verdict.score == pytest.approx(now.verdict.score, abs=0.02)


def test_one_examiner_from_eight_threads_gives_the_reports_of_one() -> None:
    """Nothing is shared that a thread could change."""
    examiner = shared_examiner()
    sources = [small(), small("photo-digital")]
    alone = [report.to_json() for report in (examined_small(), examined_small("photo-digital"))]
    with ThreadPoolExecutor(max_workers=8) as pool:
        together = list(
            pool.map(
                lambda source: examiner.examine(source, inspected_on=INSPECTED_ON).to_json(), sources * 4
            )
        )
    assert together == alone * 4
    assert alone[0] != alone[1]


def test_an_unreadable_file_among_many_is_named_and_the_rest_go_on(tmp_path: Path) -> None:
    """In order, with position and reason."""
    good = np.full((300, 420, 3), 200, np.uint8)
    damaged = resaved(genuine(), scale=0.2)[:200]
    sources = [good, damaged, b"no image at all", tmp_path / "missing.jpg", good]
    results = list(shared_examiner().examine_many(sources, inspected_on=INSPECTED_ON))
    assert [isinstance(result, Failure) for result in results] == [False, True, True, True, False]
    failures = [result for result in results if isinstance(result, Failure)]
    assert [failure.index for failure in failures] == [1, 2, 3]
    assert isinstance(failures[0].error, DecodeError)
    assert all(str(failure.error) for failure in failures)


def test_many_documents_are_examined_as_they_are_asked_for() -> None:
    """A stream without end is not drained first."""

    def endless() -> Any:
        while True:
            yield b"nothing"

    assert isinstance(next(shared_examiner().examine_many(endless())), Failure)


def test_a_single_unreadable_file_raises() -> None:
    """An input error, and a wrong call is a usage error."""
    with pytest.raises(InputError):
        shared_examiner().examine(b"no image at all")
    with pytest.raises(UsageError):
        shared_examiner().examine([])


def test_limits_are_held_before_decoding() -> None:
    """A picture larger than allowed is refused."""
    small = Examiner(limits=Limits(max_pixels=1000))
    with pytest.raises(LimitExceededError):
        small.examine(resaved(genuine(), scale=0.2))


def personal(row: Row) -> set[str]:
    """What must not stand in a log: lines, fields, names, numbers, dates of the holder."""
    public = {"UTO", "UTOPIAN", "TD3", row["document_type"]}
    fields = set(json.loads(row["visible_fields"]).values())
    lines = row["mrz"].split("|")
    number, birth = lines[1][:9], lines[1][13:19]
    return {value.upper() for value in fields | {*lines, number, birth} if len(value) > 3} - public


@needs_engine
def test_the_audit_hook_gets_no_personal_data_by_default(caplog: pytest.LogCaptureFixture) -> None:
    """Neither the hook nor the log: what was examined and found, but not whose it is."""
    row, records = genuine(), []
    examiner = Examiner(audit=records.append)
    with caplog.at_level(logging.INFO, logger="docforensics"):
        report = examiner.examine(resaved(row, scale=0.5), inspected_on=INSPECTED_ON)
    assert report.mrz is not None
    assert len(records) == 1
    logged = [vars(entry)["docforensics"] for entry in caplog.records if entry.name == "docforensics"]
    for text in (json.dumps(records[0]).upper(), json.dumps(logged[-1]).upper()):
        assert report.sides[0].sha256["visible"][0].upper() in text
        assert "SECURITY.BACKGROUND_PRINT" in text
        assert {value for value in personal(row) if value in text} == set()
        assert report.mrz.lines[1] not in text


@needs_engine
def test_personal_data_reach_the_hook_when_asked_and_the_log_never(caplog: pytest.LogCaptureFixture) -> None:
    """The switch concerns the hook alone."""
    records: list[Mapping[str, object]] = []
    examiner = Examiner(audit=records.append, audit_personal=True)
    with caplog.at_level(logging.INFO, logger="docforensics"):
        report = examiner.examine(small(), inspected_on=INSPECTED_ON)
    assert report.mrz is not None
    assert report.mrz.lines[1] in json.dumps(records[0])
    assert all(report.mrz.lines[1] not in json.dumps(vars(entry)["docforensics"]) for entry in caplog.records)


def test_without_an_mrz_engine_its_checks_abstain_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No engine is no finding: the page is still held against its template."""
    monkeypatch.setattr(docforensics.settings, "load_engine", lambda _name=None: None)
    report = Examiner().examine(resaved(genuine(), scale=0.5), inspected_on=INSPECTED_ON)
    unchecked = {entry.check: entry.result for entry in report.unchecked}
    assert report.mrz is None
    assert unchecked["mrz.check_digits"] is Result.UNDETERMINED
    assert {check for check in unchecked if check.startswith("mrz.")} >= {"mrz.length", "mrz.charset"}
    assert "security.background_print" in {finding.check for finding in report.findings}


def test_without_templates_the_page_is_undetermined_and_not_accused() -> None:
    """No template is no failure."""
    report = Examiner(templates=()).examine(small(), inspected_on=INSPECTED_ON)
    unchecked = {entry.check: entry.result for entry in report.unchecked}
    assert {unchecked[check] for check in AGAINST_TEMPLATE} == {Result.UNDETERMINED}
    assert report.sides[0].template is None
    assert report.verdict.outcome is not OutcomeClass.ALERT


def note(serial: int, *, value: str = "10") -> NDArray[np.uint8]:
    """A made-up note of Utopia, 100 x 44 mm at 8 px/mm, with a serial number and no zone."""
    y, x = np.mgrid[0:352, 0:800].astype(np.float32)
    waves = np.sin(y / 2.4 + 6 * np.sin(x / 80) + 3 * np.sin((x + y) / 110))
    rosette = np.sin(np.hypot(x - 560, y - 175) / 2.6 + 5 * np.arctan2(y - 175, x - 560))
    page = np.stack([205 + 16 * waves, 214 + 12 * rosette, 208 + 12 * waves], axis=-1)
    pixels = np.clip(page, 0, 255).astype(np.uint8)
    cv2.circle(pixels, (220, 165), 64, (60, 90, 130), 5, cv2.LINE_AA)
    cv2.putText(pixels, value, (177, 190), cv2.FONT_HERSHEY_COMPLEX, 1.8, (60, 90, 130), 4, cv2.LINE_AA)
    cv2.putText(pixels, "UTOPIA TEN", (330, 55), cv2.FONT_HERSHEY_COMPLEX, 1.2, (50, 60, 70), 2, cv2.LINE_AA)
    random = np.random.default_rng(serial)
    number = f"UT{random.integers(100000, 999999)}"
    cv2.putText(pixels, number, (560, 320), cv2.FONT_HERSHEY_SIMPLEX, 1, (20, 20, 20), 2, cv2.LINE_AA)
    return np.clip(pixels + random.normal(0, 2, pixels.shape), 0, 255).astype(np.uint8)


def test_a_document_of_a_free_size_without_a_zone_is_examined_against_its_template(tmp_path: Path) -> None:
    """It is found by its shape, in a scene too; what it bears neither zone nor portrait for is not claimed of it."""
    save_template(
        learn_template([note(n) for n in range(3)], size_mm=(100, 44), holders=range(3)), tmp_path / "ten"
    )
    examiner = Examiner(templates=tmp_path)
    scene = np.full((550, 940, 3), (46, 40, 36), np.uint8)
    scene[100:452, 70:870] = note(7)
    for pixels in (note(8), scene):
        report = examiner.examine(pixels, inspected_on=INSPECTED_ON)
        assert (report.sides[0].size, report.sides[0].template) == ("100 x 44 mm", "unnamed")
        assert not {ClaimId.MRZ_DATA, ClaimId.NAMES, ClaimId.PORTRAIT} & {
            one.claim for one in report.verdict.claims
        }
        assert not report.reasons
    forged = examiner.examine(note(9, value="50"), inspected_on=INSPECTED_ON)
    assert "security.background_print" in {finding.check for finding in forged.reasons}


def test_a_stated_size_tells_the_scale_of_a_document_that_no_template_is_known_of() -> None:
    """And no zone is missed on it."""
    report = Examiner(templates=()).examine(note(1), size_mm=(100, 44), inspected_on=INSPECTED_ON)
    assert report.sides[0].size_mm == (100.0, 44.0)
    assert ClaimId.MRZ_DATA not in {one.claim for one in report.verdict.claims}


def test_two_sides_are_one_document() -> None:
    """Each side is reported; the one without a zone takes nothing from the other."""
    blank = np.full((540, 856, 3), 210, np.uint8)
    sources = [blank, resaved(genuine(), scale=0.6)]
    report = shared_examiner().examine(sources, inspected_on=INSPECTED_ON, channel="scanner")
    assert [side.channel for side in report.sides] == ["scanner", "scanner"]
    assert [side.template for side in report.sides] == [None, "UTO-P-2-2023"]


@needs_engine
@needs_shared
@pytest.mark.shared_data
def test_a_published_specimen_in_three_lights_gets_a_full_report_and_no_alert() -> None:
    """Lines, all check digits, three lights; no template is undetermined."""
    capture = Capture.load(**SPECTRAL)
    report = shared_examiner().examine(capture, inspected_on=INSPECTED_ON)
    jsonschema.validate(json.loads(report.to_json()), schema())
    assert set(report.sides[0].lights) == {"visible", "uv", "ir"}
    assert report.mrz is not None
    assert [len(line) for line in report.mrz.lines] == [44, 44]
    assert len(report.mrz.check_digits) == 5
    assert report.sides[0].template is None
    unchecked = {entry.check: entry.result for entry in report.unchecked}
    assert {unchecked[check] for check in AGAINST_TEMPLATE} == {Result.UNDETERMINED}
    assert report.verdict.outcome is not OutcomeClass.ALERT
    assert report.to_html().lstrip().startswith("<!")


def shared_images() -> list[Path]:
    """Six of the published images, spread over kinds: all of them are in benchmarks/examine/shared.py."""
    zones, cards = sorted((SHARED / "mrz").glob("*.*g")), sorted((SHARED / "idcards").glob("*.jpg"))
    return [*zones[5::15][:4], *cards[2::9][:2]]


@needs_shared
@pytest.mark.shared_data
@pytest.mark.parametrize("path", shared_images(), ids=lambda path: path.name)
def test_published_images_go_through_without_an_alert(path: Path) -> None:
    """Whatever is seen on them: a report after the schema, and no template of Utopia's on another's document."""
    report = shared_examiner().examine(path, inspected_on=INSPECTED_ON)
    jsonschema.validate(json.loads(report.to_json()), schema())
    assert report.sides[0].template is None
    assert report.verdict.outcome is not OutcomeClass.ALERT


def test_a_visa_is_held_against_its_seal(tmp_path: Path) -> None:
    """Genuine: the seal is valid and states what is printed. Another holder's seal: the print is not what it states."""
    pki.write_trust(tmp_path)
    sealed = Examiner(templates=(), trust=tmp_path)
    sheet, other = (
        sheets(Job(design="mrv-b", copy=copy, holder=copy, channel="flatbed"))[0] for copy in (3, 4)
    )
    found = {}
    for name, page in {
        "genuine": sheet,
        "copied": copied_seal(sheet, other, np.random.default_rng(1)).sheet,
    }.items():
        picture = render(page, View(light=DrawnLight.WHITE), 300 / 25.4)
        report = sealed.examine(np.asarray(picture), inspected_on=INSPECTED_ON)
        found[name] = {one.check: one for one in report.findings if one.check.startswith("seal.")}
        jsonschema.validate(json.loads(report.to_json()), schema())
    assert {one.result for one in found["genuine"].values()} == {Result.SUCCESSFUL}
    assert found["genuine"]["seal.seal_signature"].facts["document"] == "visa"
    assert found["copied"]["seal.seal_mrz"].result is Result.FAILED
    assert "document number" in str(found["copied"]["seal.seal_mrz"].facts["fields"])


def test_a_check_that_is_off_is_not_run_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither those that are off by their own declaration nor those that the policy or an issuer's exception switches off."""
    ran: list[str] = []

    def counted(check: Check, _document: Document) -> Outcome:
        ran.append(check.id)
        return Measured(value=0.0)

    monkeypatch.setattr(docforensics.examiner, "run_check", counted)
    examiner = Examiner(policy=Policy(run_modes={"mrz": RunMode.OFF}))
    document = examiner.read(np.full((200, 300, 3), 200, np.uint8), inspected_on=INSPECTED_ON)
    report = examiner.report(document)
    off = {check.id for check in discover_checks() if check.family in ("mrz", "evaluatory")}
    assert off
    assert set(ran) == {check.id for check in discover_checks()} - off
    assert {entry.check for entry in report.switched_off} == off
    told = json.loads(report.to_json())
    claims = told["verdict"].pop("claims")
    shown = report.to_text(whole=True) + report.to_html() + json.dumps(told)
    assert not [check for check in off if f'"{check}"' in shown]
    waiting = {check for claim in claims if claim["why"] == "switched_off" for check in claim["checks"]}
    assert "mrz.check_digits" in waiting <= off, "a claim names the checks that it waits for"
    assert not {"mrz", "evaluatory"} & set(report.verdict.family_log10_lr)


@pytest.fixture(name="models")
def fixture_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the shipped models, of which nothing is loaded yet."""
    copy = tmp_path / "models"
    shutil.copytree(models_folder(), copy)
    monkeypatch.setattr("docforensics.resources.models_folder", lambda: copy)
    loaded = (_loaded, load_network, _shipped)
    for cache_of in loaded:
        cache_of.cache_clear()
    yield copy
    for cache_of in loaded:
        cache_of.cache_clear()


def one_byte_more(file: Path) -> None:
    """Append a byte, which no reader of the format notices."""
    file.write_bytes(file.read_bytes() + b"\0")


@needs_engine
@pytest.mark.parametrize("name", ["line", "quick"])
@pytest.mark.parametrize(
    ("damage", "kind"), [(one_byte_more, ResourceCorruptError), (Path.unlink, ResourceMissingError)]
)
def test_a_changed_model_of_the_visual_zone_is_an_error_and_no_clear_page(
    models: Path, damage: Callable[[Path], None], kind: type[ResourceError], name: str
) -> None:
    """In every thread and every time, though the examiner was made before; and put right, the same examiner goes on."""
    source = small("viz-text-digital", READABLE)
    examiner = Examiner()
    file = models / "viz-reader" / f"{name}.onnx"
    whole = file.read_bytes()
    damage(file)
    document = examiner.read(source, inspected_on=INSPECTED_ON)
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(examiner.report, document) for _ in range(4)]
        assert [type(one.exception()) for one in asked] == [kind] * 4
    with pytest.raises(kind, match=rf"viz-reader/{name}\.onnx"):
        next(examiner.examine_many([source], inspected_on=INSPECTED_ON))
    file.write_bytes(whole)
    assert (
        examiner.report(document).verdict.score == examined_small("viz-text-digital", READABLE).verdict.score
    )


@pytest.mark.parametrize(
    "name",
    [
        "calibration/expert.toml",
        "policy/balanced.toml",
        "templates/UTO-P-2-2023/template.json",
        "templates/UTO-P-2-2023/visible.mean.png",
    ],
)
def test_a_changed_calibration_policy_or_template_makes_no_examiner(models: Path, name: str) -> None:
    """The second one neither, and one that is whole again does."""
    whole = (models / name).read_bytes()
    one_byte_more(models / name)
    for _ in range(2):
        with pytest.raises(ResourceCorruptError, match=name):
            Examiner()
    (models / name).unlink()
    with pytest.raises(ResourceMissingError, match=name):
        Examiner()
    (models / name).write_bytes(whole)
    assert (
        Examiner().settings.load_calibration().digest == shared_examiner().settings.load_calibration().digest
    )


def test_a_file_beside_a_shipped_template_is_not_used(models: Path) -> None:
    """The manifest does not name it."""
    pack = models / "templates" / "UTO-P-2-2023"
    shutil.copy(pack / "visible.mean.png", pack / "coaxial.mean.png")
    assert Examiner().settings.load_templates(signed=False).digest == (
        shared_examiner().settings.load_templates(signed=False).digest
    )


def test_a_calibration_of_the_users_own_that_is_gone_or_damaged_makes_no_examiner(tmp_path: Path) -> None:
    """An error that names the file."""
    own = tmp_path / "own.toml"
    for text in (None, "[[row]]\ncheck = 1"):
        if text:
            own.write_text(text, encoding="utf-8")
        with pytest.raises(CalibrationError, match=r"own\.toml"):
            Examiner(calibration=[own])


def test_a_policy_that_names_no_check_makes_no_examiner_and_a_calibration_row_is_named_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A wrong id in an order is refused; a row of a plug-in that is not installed here weighs nothing."""
    with pytest.raises(UsageError, match=r"'data\.expird', the nearest is 'data\.expired'"):
        Examiner(policy=Policy(run_modes={"data.expird": RunMode.OFF}))
    for name in ("balanced", "high-convenience", "high-security"):
        Examiner(policy=name)
    assert not caplog.records, "every id that is shipped is known"
    own = tmp_path / "own.toml"
    shipped = (ROOT / "models" / "calibration" / "expert.toml").read_text(encoding="utf-8")
    row = shipped.split("[[row]]")[1].replace('check = "', 'check = "x', 1)
    own.write_text(f"[[row]]{row}", encoding="utf-8")
    Examiner(calibration=[own])
    assert "its rows weigh nothing" in caplog.text


def test_an_examination_can_be_given_up_before_its_next_stage_or_check() -> None:
    """A check that runs is not torn: the one after it is not begun, and no report is made of half a document."""
    cancel, seen = Event(), []

    def set_at(place: int) -> Callable[..., Outcome]:
        def run(check: Check, document: Document) -> Outcome:
            seen.append(check.id)
            if len(seen) == place:
                cancel.set()
            return run_check(check, document)

        return run

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("docforensics.examiner.run_check", set_at(3))
        with pytest.raises(ExaminationCancelledError):
            shared_examiner().examine(PASSPORT, inspected_on=INSPECTED_ON, cancel=cancel)
    assert len(seen) == 3
    with pytest.raises(ExaminationCancelledError):
        next(shared_examiner().examine_many([PASSPORT], inspected_on=INSPECTED_ON, cancel=cancel))
    with pytest.raises(UsageError, match="isolated"):
        shared_examiner().examine(PASSPORT, cancel=Event(), isolated=True)
