"""No holder in a reference: planes of learned templates, judged by what did not mask them."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.load import load_document
from docforensics.capture.model import Image, Pixels
from docforensics.capture.side import Capture
from docforensics.mrz.engines import load_engine
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.aligned_stack import fitted, read_sheet
from docforensics.templates.learning.hidden import (
    of_print_alone,
    strokes_differ,
    without_holder,
    written_blocks,
)
from docforensics.templates.learning.learn import learn_template
from docforensics.templates.learning.reference import build_reference
from docforensics.templates.masks import box_mask
from docforensics.templates.model import Feature, FeatureKind, Template
from sample_docs.generator.jobs import Job, make, sheets

FIELD = Feature(
    name="name",
    kind=FeatureKind.PERSONAL_DATA,
    box=BoxMm(left=5, top=10, right=60, bottom=20),
    variable=True,
)
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"


def written(text: str, *, ink: int = 30, paper: int = 220) -> Pixels:
    """A page of 70 x 30 mm with text in the field."""
    page = np.full((240, 560, 3), paper, np.uint8)
    cv2.putText(page, text, (60, 140), 0, 1.4, (ink, ink, ink), 3, cv2.LINE_AA)
    return page


@pytest.mark.parametrize("ink", [30, 185])
def test_text_is_left_out_in_blocks_that_tell_no_letter(ink: int) -> None:
    """Every row of a block is the same: two names of the same length leave the same hole; pale text does as well."""
    blocks = written_blocks([written("HOLLOWAY", ink=ink)], [FIELD], Light.VISIBLE)
    rows = blocks[blocks.any(axis=1)]
    assert rows.size
    assert (rows == rows[0]).all()
    text = written("HOLLOWAY", ink=ink)[..., 0] < 200
    assert blocks[text].all()


def test_a_pale_date_goes_though_the_other_fields_are_dark_and_line_work_in_them_stays() -> None:
    """In a window; a share of the darkest print's depth alone left it legible."""
    page = written("HOLLOWAY")
    cv2.putText(page, "090685", (60, 215), 0, 1.0, (180, 180, 180), 2, cv2.LINE_AA)
    for x in range(250, 480, 12):
        cv2.line(page, (x, 90), (x, 155), (185, 185, 185), 1)
    date = replace(FIELD, name="field-1", box=BoxMm(left=6, top=22, right=30, bottom=28))
    blocks = written_blocks([page], [FIELD, date], Light.VISIBLE)
    pale = np.zeros_like(blocks)
    pale[180:225, 50:240] = page[180:225, 50:240, 0] < 195
    assert blocks[pale].mean() > 0.95
    assert blocks[90:155, 300:480].mean() < 0.05


def test_a_number_apart_from_all_lines_goes_as_a_whole() -> None:
    """Its strokes may be lighter than the page on one side, as those of raised print are."""
    number = replace(FIELD, name="number-1", box=BoxMm(left=30, top=3, right=50, bottom=7))
    blocks = written_blocks([written("")], [number], Light.VISIBLE)
    assert blocks[24:56, 240:400].all()
    assert not blocks[:, :230].any()


def test_what_either_holder_has_written_is_left_out() -> None:
    """Both names, though the other capture shows the paper below the longer one's end."""
    pages = [written("HOLLOWAY"), written("OH")]
    blocks = written_blocks(pages, [FIELD], Light.VISIBLE)
    assert blocks[pages[0][..., 0] < 200].all()


def test_dark_print_that_nobody_knows_goes_and_what_is_known_or_pale_stays() -> None:
    """A signature that was not found; a heading, a frame round the page, pale background print."""
    page = written("")
    cv2.putText(page, "PASSPORT", (60, 220), 0, 1.4, (30, 30, 30), 3, cv2.LINE_AA)
    cv2.rectangle(page, (4, 4), (555, 235), (30, 30, 30), 2)
    cv2.putText(page, "BACKGROUND", (60, 60), 0, 1.0, (170, 170, 170), 2, cv2.LINE_AA)
    heading = Feature(
        name="text", kind=FeatureKind.FIXED_TEXT, box=BoxMm(left=5, top=21, right=60, bottom=29)
    )
    blocks = written_blocks([page], [FIELD], Light.VISIBLE)
    assert blocks[190:220, 60:240].any()
    assert not blocks[:80].any()
    assert not written_blocks([page], [FIELD, heading], Light.VISIBLE).any()


def test_strokes_differ_where_holders_write_and_not_where_lines_cross() -> None:
    """Lines of the background are on all, also on a softer capture that lies a fraction of a pixel beside."""
    pages = [written("HOLLOWAY"), written("LINDQUIST")]
    for page in pages:
        for x in range(400, 540, 14):
            cv2.line(page, (x, 20), (x + 40, 220), (110, 90, 150), 2, cv2.LINE_AA)
    shift = np.array([[1, 0, 0.4], [0, 1, 0.3]])
    pages[1] = np.asarray(
        cv2.GaussianBlur(cv2.warpAffine(pages[1], shift, (560, 240)), (0, 0), 0.8), np.uint8
    )
    differ = strokes_differ(pages)
    assert differ[100:140, 60:240].mean() > 0.8
    assert not differ[30:90, 410:540].any()


def test_a_number_that_glows_goes_as_a_row_and_an_emblem_stays() -> None:
    """Also where a line of another colour crosses it."""
    page = np.full((720, 1120, 3), 20, np.uint8)
    cv2.putText(page, "HW4234488", (60, 150), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (200, 40, 40), 4)
    cv2.circle(page, (560, 470), 220, (200, 40, 40), 4)
    number = np.all(page == (200, 40, 40), axis=2)
    number[200:] = False
    cv2.line(page, (0, 140), (1119, 128), (40, 200, 40), 4)
    rows = written_blocks([page], [], Light.UV)
    assert rows[number].all()
    assert rows[250:700].mean() < 0.02


def test_of_few_holders_other_lights_leave_out_what_white_light_does() -> None:
    """A head is a darker shade under UV, and a signature fades in infrared without vanishing."""
    page, dark = np.full((240, 560, 3), 200, np.uint8), np.full((240, 560, 3), 20, np.uint8)
    signature = replace(FIELD, kind=FeatureKind.SIGNATURE, name="signature")
    place = box_mask([signature.box], (240, 560))
    white = build_reference([page], (signature,), n_holders=1)
    assert not white.constant[place].any()
    for light, pixels in ((Light.UV, dark), (Light.IR, page)):
        for holders in (1, 2):
            stack = [pixels] * holders
            learned = build_reference(stack, (), light=light, n_holders=holders, white=white.constant)
            assert not learned.constant[place].any()
            assert learned.constant[196:220, 100:460].mean() > 0.9


def test_a_picture_of_another_light_alone_is_left_out_there() -> None:
    """A ghost image that glows; in white light its place is print of the series."""
    page, dark = np.full((240, 560, 3), 200, np.uint8), np.full((240, 560, 3), 20, np.uint8)
    for light, pixels in ((Light.UV, dark), (Light.IR, page)):
        ghost = replace(FIELD, kind=FeatureKind.SECONDARY_PORTRAIT, name="portrait-in-uv-1", light=light)
        place = box_mask([ghost.box], (240, 560))
        for holders in (1, 2):
            stack = [pixels] * holders
            white = np.ones((240, 560), np.bool_)
            learned = build_reference(stack, (ghost,), light=light, n_holders=holders, white=white)
            assert not learned.constant[place].any()
            assert learned.constant[196:220, 100:460].mean() > 0.9


def test_an_outline_that_heads_share_in_infrared_is_not_kept() -> None:
    """All are of one grey there, so what lies in all of them is constant; in white light it is not."""
    portrait = replace(FIELD, kind=FeatureKind.PORTRAIT, name="portrait")
    place = box_mask([portrait.box], (240, 560))
    page = np.full((240, 560, 3), 200, np.uint8)
    cv2.ellipse(page, (260, 120), (150, 30), 0, 0, 360, (150, 150, 150), -1)
    learned = build_reference([page] * 4, (portrait,), light=Light.IR, white=~place)
    assert not learned.constant[place].any()
    assert learned.mean[place].std() < 2.0
    assert learned.constant[196:220, 100:460].mean() > 0.9


def test_the_reference_is_filled_from_the_print_around() -> None:
    """What is left out is as bright as the page, and what is constant stays."""
    page = written("HOLLOWAY")
    constant = np.ones((240, 560), dtype=bool)
    constant[80:160, 40:480] = False
    filled = without_holder(page, constant)
    assert np.array_equal(filled[constant], page[constant])
    assert filled[~constant].min() > 200


def test_a_tolerance_tells_nothing_where_nothing_is_compared() -> None:
    """Heads differ in shape, and so does what captures show of them."""
    constant = np.ones((20, 20), dtype=bool)
    constant[5:10, 5:10] = False
    tolerance = np.full((20, 20), 0.1, np.float32)
    tolerance[5:10, 5:10] = 0.9
    assert of_print_alone(tolerance, constant).max() == np.float32(0.1)


# Learned references, judged by the cascade of scikit-image and by Tesseract


@pytest.fixture(scope="module", params=[1, 2, 3])
def learned(request: pytest.FixtureRequest) -> tuple[Template, list[str]]:
    """A template of Utopia's cards of so many holders, and what is printed for them."""
    captures, printed = [], []
    for holder in range(1, 2 * request.param, 2):
        image, texts = _drawn(holder)
        captures.append(_capture(image))
        printed += texts
    return learn_template(captures, holders=list(range(request.param))), printed


@cache
def _drawn(holder: int) -> tuple[bytes, tuple[str, ...]]:
    """The card of a holder, and what is printed on it."""
    job = Job(design="td2", copy=holder, holder=holder, channel="flatbed", ppi=200, seed=22)
    (made,) = (one for one in make(job) if one.row.light == "white")
    sheet = sheets(job)[0]
    return made.image, (*dict(sheet.visible).values(), *sheet.mrz)


def _capture(image: bytes) -> Capture:
    pixels = cv2.cvtColor(cv2.imdecode(np.frombuffer(image, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
    return Capture(
        images={
            Light.VISIBLE: (
                Image(pixels=np.asarray(pixels, np.uint8), sha256="", raw=b"", media_type="array"),
            )
        }
    )


def planes(template: Template) -> Iterator[Pixels]:
    """All that a template keeps as a picture of the page."""
    for reference in template.references.values():
        yield reference.mean
        yield np.where(reference.constant, 255, 0).astype(np.uint8)


def test_places_of_what_the_zone_repeats_are_named(learned: tuple[Template, list[str]]) -> None:
    """Also the nationality, which all holders of the series share."""
    names = {feature.name for feature in learned[0].features}
    assert names >= {
        "surname",
        "given-names",
        "document-number",
        "nationality",
        "date-of-birth",
        "date-of-expiry",
    }


def test_no_face_is_seen_in_a_learned_reference(learned: tuple[Template, list[str]]) -> None:
    """Of one, two or three holders."""
    assert not any(faces(plane) for plane in planes(learned[0]))


def test_no_data_of_a_holder_are_legible_in_a_learned_reference(learned: tuple[Template, list[str]]) -> None:
    """Neither in its picture, nor in the shape of what is left out."""
    template, printed = learned
    words = {word for text in printed for word in text.upper().replace("<", " ").split() if len(word) > 4}
    assert words
    read = " ".join(legible(plane) for plane in planes(template))
    assert not {word for word in words if word in read and word not in _OF_THE_SERIES}


_OF_THE_SERIES = frozenset({"UTOPIA", "UTOPIAN", "PREFECTURE", "SPECIMEN"})


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not here")
@pytest.mark.parametrize(
    "file",
    [
        "fantasyid-tr__scan__genuine.jpg",
        "fantasyid-tr__huawei__genuine.jpg",
        "sidtd__alb00__genuine.jpg",
        "sidtd__alb01__genuine.jpg",
    ],
)
def test_no_face_is_seen_in_a_reference_of_a_real_card(file: str) -> None:
    """Neither the portrait nor its repetition, learned from one holder: what the cascade sees in line work alone is on no face of the card."""
    (capture,) = load_document(SHARED / "idcards" / file)
    template = learn_template([capture], holders=[0])
    sheet = fitted(read_sheet(capture, 0, load_engine()), template.size)
    assert [
        face for face in faces(sheet.pixels(Light.VISIBLE, template.size)) if _is_on_a_picture(face, file)
    ]
    assert not [face for plane in planes(template) for face in faces(plane) if _is_on_a_picture(face, file)]


_PICTURES = {
    "fantasyid": ((0.0, 0.33, 0.29, 0.92), (0.87, 0.48, 0.97, 0.69)),
    "sidtd": ((0.08, 0.17, 0.29, 0.60), (0.85, 0.37, 0.96, 0.58)),
}
"""Portrait and its repetition, left, top, right and bottom as shares of the card, found by eye."""


def _is_on_a_picture(face: dict[str, int], file: str) -> bool:
    """Whether the middle of a square of the cascade, which looks at half the references' scale, lies on a picture of the holder."""
    x, y = 2 * (face["c"] + face["width"] / 2) / 685, 2 * (face["r"] + face["height"] / 2) / 432
    boxes = next(boxes for name, boxes in _PICTURES.items() if file.startswith(name))
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)


def faces(picture: Pixels) -> list[dict[str, int]]:
    """What the cascade that scikit-image carries takes for faces."""
    data = pytest.importorskip("skimage.data")
    cascade = pytest.importorskip("skimage.feature").Cascade(data.lbp_frontal_face_cascade_filename())
    colour = picture if picture.ndim == 3 else cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB)
    small = cv2.resize(colour, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    found: list[dict[str, int]] = cascade.detect_multi_scale(
        img=small, scale_factor=1.15, step_ratio=1, min_size=(24, 24), max_size=(120, 120)
    )
    return found


def legible(picture: Pixels) -> str:
    """What Tesseract reads."""
    reader = pytest.importorskip("pytesseract")
    if shutil.which("tesseract") is None:
        pytest.skip("Tesseract is not installed")
    large = cv2.resize(picture, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC)
    return str(reader.image_to_string(large, config="--psm 11")).upper()
