"""From an examined document to an alert, and what may not leave with it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from docforensics.alerting.draft import MarkRequest, places_of
from docforensics.alerting.making import AlertFacts, alert_of_document, listing, refuse_vague
from docforensics.alerts.book import AlertBook
from docforensics.alerts.file import alert_parts
from docforensics.alerts.model import CONTEXT_MM
from docforensics.capture.light import Light
from docforensics.capture.side import Capture
from docforensics.document import Document
from docforensics.errors import AlertError, UsageError
from docforensics.examiner import Examiner
from docforensics.page.geometry import BoxMm
from docforensics.report.build import mrz_report
from docforensics.report.render.redacted import secrets_of
from docforensics.report.report import Report
from docforensics.scoring.model import OutcomeClass
from docforensics.viz.faces import find_faces
from docforensics.viz.recognise import load_reader

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_docs" / "documents"
DAY = date(2026, 11, 28)
FACTS = AlertFacts(
    title="Ring series", issuer="Post A", issued_on=DAY, valid_from=DAY, valid_to=date(2027, 11, 28)
)
Read = Callable[[str], Document]
RING = BoxMm(left=95.5, top=6.0, right=100.5, bottom=11.0)


@pytest.fixture(scope="module")
def examiner() -> Examiner:
    """With the shipped template."""
    return Examiner()


def _ringed(document: Document, examiner: Examiner, folder: Path) -> Document:
    """The document again with a ring of 3 mm on its page, drawn into its picture."""
    side = document.sides[0]
    image = side.capture.images[Light.VISIBLE][0]
    centre = side.page.frame.to_capture([[98.0, 8.5], [99.6, 8.5]])
    radius = round(float(np.linalg.norm(centre[1] - centre[0])))
    pixels = cv2.cvtColor(image.pixels, cv2.COLOR_RGB2BGR)
    place = (round(float(centre[0, 0])), round(float(centre[0, 1])))
    cv2.circle(pixels, place, radius, (120, 58, 96), max(2, radius // 5), cv2.LINE_AA)
    file = folder / "ring.png"
    cv2.imwrite(str(file), pixels)
    return examiner.read(file, channel="scanner", inspected_on=DAY)


@pytest.fixture(scope="module")
def read(examiner: Examiner) -> Read:
    """Read a specimen; the last two that were asked for are kept, for several tests ask for the same."""

    def specimen(name: str) -> Document:
        file = SAMPLES / name / "data-page-white.jpg"
        return examiner.read(file, channel="scanner", inspected_on=DAY)

    return lru_cache(maxsize=2)(specimen)


@pytest.fixture(scope="module")
def seen(examiner: Examiner, read: Read, tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, Report]:
    """A passport of Utopia with a ring, examined."""
    document = _ringed(read("td3-2-0000-flatbed"), examiner, tmp_path_factory.mktemp("a"))
    return document, examiner.report(document)


def test_the_place_that_differs_most_is_proposed(seen: tuple[Document, Report]) -> None:
    """Where nobody names one."""
    places = places_of(*seen)
    assert any(place.box.overlap(RING) > 0.5 * RING.area for place in places)
    assert all(place.is_measured for place in places)


def test_an_alert_of_one_document_names_another_of_the_series_and_no_genuine_one(
    seen: tuple[Document, Report], examiner: Examiner, read: Read, tmp_path: Path
) -> None:
    """It refers by a rule: the score is the one without the alert."""
    alert = alert_of_document(*seen, FACTS, marks=[MarkRequest(box=RING, look_for="A purple ring.")])
    post = Examiner(alerts=AlertBook.of([alert]))
    genuine = read("td3-2-0001-flatbed")
    other = _ringed(genuine, examiner, tmp_path)
    without = examiner.report(other)
    held = post.read(tmp_path / "ring.png", channel="scanner", inspected_on=DAY)
    named = post.report(held)
    (hit,) = named.verdict.alerts
    assert (hit.alert, hit.place, hit.look_for) == (alert.id, "place-1", "A purple ring.")
    assert hit.check == "security.known_counterfeit"
    assert named.verdict.outcome in {OutcomeClass.REFER, OutcomeClass.ALERT}
    assert (named.verdict.score, named.verdict.log10_lr) == (without.verdict.score, without.verdict.log10_lr)
    finding = next(one for one in named.findings if one.check == "security.known_counterfeit")
    assert finding.adverse
    assert finding.log10_lr == 0.0
    assert alert.id in finding.message
    # Reading asks nothing of alerts and of the day: what was read is examined again in their light.
    clean = post.report(replace(genuine, alerts=held.alerts))
    assert clean.verdict.alerts == ()
    late = post.report(replace(held, inspected_on=date(2028, 1, 1)))
    assert late.verdict.alerts == ()


@pytest.mark.parametrize(
    ("box", "words"),
    [
        (BoxMm(left=8, top=15, right=38, bottom=50), "data of the holder"),
        (BoxMm(left=88, top=13.8, right=111, bottom=17), "data of the holder"),
        (BoxMm(left=10, top=68, right=40, bottom=80), "data of the holder"),
        (BoxMm(left=1, top=1, right=60, bottom=10), "sides of 2 to 40 mm"),
        (BoxMm(left=120, top=80, right=130, bottom=90), "not on the page"),
        (BoxMm(left=60, top=4, right=66, bottom=9), "no mark"),
    ],
)
def test_places_that_are_no_mark_are_refused(seen: tuple[Document, Report], box: BoxMm, words: str) -> None:
    """Portrait, number, zone, too large, off the page, and genuine print."""
    with pytest.raises(AlertError, match=words):
        places_of(*seen, [MarkRequest(box=box)])


def test_a_light_that_was_not_captured_is_refused(seen: tuple[Document, Report]) -> None:
    """It was not seen."""
    with pytest.raises(AlertError, match="not captured in UV"):
        places_of(*seen, [MarkRequest(box=RING, light=Light.UV)])


def test_a_text_with_data_of_the_holder_is_refused(seen: tuple[Document, Report]) -> None:
    """Texts leave as well."""
    document, report = seen
    assert report.mrz is not None
    number = report.mrz.fields["document_number"]
    facts = FACTS.__class__(
        **{name: getattr(FACTS, name) for name in FACTS.__slots__ if name != "summary"},
        summary=f"Found in {number}.",
    )
    with pytest.raises(AlertError, match="data of the holder"):
        alert_of_document(document, report, facts)


@pytest.mark.parametrize(
    "text", ["", "x", "The defect of the press.", "A fault.", "See the picture: it is different!"]
)
def test_a_place_of_which_nothing_visible_is_stated_is_refused(text: str) -> None:
    """An officer would not know what to look for."""
    with pytest.raises(UsageError, match="place-1: expected what an officer sees there"):
        refuse_vague([MarkRequest(box=RING, look_for=text)])


@pytest.mark.parametrize(
    "text",
    [
        "A purple ring.",
        "A scratch through the title.",
        "Une rayure dans le titre",
        "Ein Ring über dem Wappen",
        "紫色圆环",
    ],
)
def test_a_place_of_which_something_visible_is_stated_is_taken(text: str) -> None:
    """In any language with letters."""
    refuse_vague([MarkRequest(box=RING, look_for=text)])
    assert len(text) > 3


def test_all_that_leaves_is_listed(seen: tuple[Document, Report]) -> None:
    """Every picture, with its place."""
    alert = alert_of_document(*seen, FACTS, marks=[MarkRequest(box=RING, look_for="A purple ring.")])
    lines = "\n".join(listing(alert))
    for words in (alert.id, "95.5,6,100.5,11 mm", "two pictures", "A purple ring.", "TLP:AMBER"):
        assert words in lines


NAMES = [
    "td3-2-0000-flatbed",
    "td3-2-0002-flatbed-data-mechanical-careless",
    "td3-2-0021-border-reader",
]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_the_holder_is_legible_in_an_alert(
    seen: tuple[Document, Report], read: Read, name: str
) -> None:
    """No name, number, date or zone is read, and no face is found, wherever a place is cut from the page."""
    document = read(name)
    report = _of_zone(seen[1], document)
    places = [place for box in _grid() for place in _cut(document, report, box)]
    assert len(places) >= 10
    assert report.mrz is not None
    # The signs of Utopia, P and UTO, are of every document.
    secrets = {_plain(secret) for secret in secrets_of(report.mrz)} - {"", "UTO"}
    shown = "|".join(_plain(text) for place in places for text in _texts(place))
    assert [secret for secret in secrets if len(secret) >= 3 and secret in shown] == []
    assert sum(map(len, map(_faces, places))) == 0


def _of_zone(report: Report, document: Document) -> Report:
    """The report with what another document's zone tells, which is all of a report that places are cut by."""
    assert document.mrz_reading is not None
    return replace(report, mrz=mrz_report(document.mrz, document.mrz_reading))


def test_a_number_that_glows_under_uv_does_not_leave(
    seen: tuple[Document, Report], examiner: Examiner
) -> None:
    """Its place is no mark in UV, and is one in white light, where nothing of it shows; beside it, it is painted over."""
    folder = SAMPLES / "td3-2-0021-border-reader"
    files = {light: folder / f"data-page-{name}.jpg" for light, name in (("visible", "white"), ("uv", "uv"))}
    document = examiner.read(Capture.load(**files, channel="scanner"), inspected_on=DAY)
    report = _of_zone(seen[1], document)
    number = BoxMm(left=86, top=6, right=108, bottom=9)
    with pytest.raises(AlertError, match="data of the holder"):
        places_of(document, report, [MarkRequest(box=number, light=Light.UV, look_for="x")])
    (white,) = places_of(document, report, [MarkRequest(box=number, look_for="x")])
    (above,) = places_of(
        document,
        report,
        [MarkRequest(box=BoxMm(left=92, top=1.5, right=104, bottom=4.5), light=Light.UV, look_for="x")],
    )
    assert report.mrz is not None
    pieces = {report.mrz.fields["document_number"][start : start + 3] for start in range(7)}
    for place in (white, above):
        shown = "|".join(_plain(text) for text in _texts(place.seen))
        assert [piece for piece in pieces if piece in shown] == []
    assert above.seen[..., 0].max() < 120, "the number glows red"


def _grid() -> list[BoxMm]:
    """Places of 24 x 12 mm all over the page."""
    return [
        BoxMm(left=left, top=top, right=left + 24, bottom=top + 12)
        for left in range(2, 100, 16)
        for top in range(2, 75, 8)
    ]


def _cut(document: Document, report: Report, box: BoxMm) -> list[np.ndarray]:
    try:
        (place,) = places_of(document, report, [MarkRequest(box=box, look_for="x")])
    except AlertError:
        return []
    assert CONTEXT_MM > 0
    return [place.seen]


def _texts(picture: np.ndarray) -> list[str]:
    """What the reader of print reads in strips of every height in which data are printed."""
    reader = load_reader("network")
    strips = [picture[top : top + 28] for top in range(0, picture.shape[0] - 20, 10)]
    return [reader.read(np.ascontiguousarray(strip)).text for strip in strips]


def _plain(text: str) -> str:
    return "".join(one for one in text.upper() if one.isalnum())


def _faces(picture: np.ndarray) -> tuple[object, ...]:
    """Faces that the finder of portraits sees on a page that shows the picture alone."""
    return tuple(find_faces(picture, 8.0))


def test_the_reader_and_the_finder_would_find_them_on_the_page_itself(read: Read) -> None:
    """So that the test above refuses something."""
    document = read("td3-2-0000-flatbed")
    match = document.sides[0].match
    assert match is not None
    page = match.pages[Light.VISIBLE]
    assert document.mrz is not None
    name = np.ascontiguousarray(page[20 * 8 : 24 * 8, 43 * 8 : 75 * 8])
    assert _plain(document.mrz.surname) in _plain(load_reader("network").read(name).text)
    assert len(_faces(page)) >= 1


def test_the_parts_that_leave_are_the_ones_listed(seen: tuple[Document, Report]) -> None:
    """No picture of the whole page, no file of the capture."""
    alert = alert_of_document(*seen, FACTS, marks=[MarkRequest(box=RING, look_for="A purple ring.")])
    assert sorted(alert_parts(alert)) == ["alert.json", "place-1.genuine.png", "place-1.seen.png"]
