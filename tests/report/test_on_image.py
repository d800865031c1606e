"""What a report states of places lies where they are on the caller's own files."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as PillowImage

from benchmarks.report.places import error_mm, places_of, written
from docforensics.bench.loaders import load_data_set
from docforensics.capture.light import Light
from docforensics.capture.model import Image
from docforensics.capture.side import Capture
from docforensics.examiner import Examiner
from docforensics.page.geometry import BoxMm, project
from docforensics.report.on_image import ImageReport, images_of, placed_fields, shown_on
from docforensics.report.report import Report

SAMPLES = Path(__file__).parents[2] / "sample_docs"
TILTED = ((0.05, 0.001, -3.0), (-0.001, 0.05, -5.0), (0.00001, 0.00002, 1.0))
BOX = BoxMm(left=10, top=20, right=40, bottom=30)


def image(homography: tuple[tuple[float, ...], ...] = TILTED) -> ImageReport:
    """Describe an image."""
    return ImageReport(
        light="visible",
        sha256="ab",
        media_type="image/png",
        page=0,
        width_px=2000,
        height_px=1500,
        homography=homography,
        to_file=((1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
        file_unit="px",
        file_size=(2000, 1500),
    )


def test_a_polygon_goes_back_to_its_box() -> None:
    """Through the homography that is stated beside it, clockwise from the page's top left."""
    polygon = image().polygon(BOX)
    assert polygon is not None
    assert np.allclose(project(np.array(TILTED), polygon), BOX.corners)


def test_a_box_beyond_the_horizon_has_no_polygon() -> None:
    """A page that is seen very steeply ends on the image before the box does."""
    steep = np.linalg.inv([[10.0, 0, 100], [0, 10.0, 100], [-0.05, 0, 1.0]])
    assert image(tuple(map(tuple, steep.tolist()))).polygon(BOX) is None


def test_a_place_is_given_on_the_image_of_its_light() -> None:
    """Or on the first, where its light was not captured; on none where none is known."""
    white, dark = image(), replace(image(), light="uv")
    assert shown_on((white, dark), Light.UV) is dark
    assert shown_on((white, dark), Light.IR) is white
    assert shown_on((), Light.IR) is None


def test_an_image_of_another_size_has_its_own_homography(examination: Any) -> None:
    """Infrared cameras have fewer pixels: a place in infrared is stated in those."""
    side = examination.document.sides[0]
    frame = replace(side.page.frame, light_frames={Light.UV: np.diag([2.0, 2.0, 1.0])})
    white, dark = images_of(replace(side, page=replace(side.page, frame=frame)))
    assert (white.light, dark.light) == ("visible", "uv")
    assert white.polygon(BOX) == ((10, 20), (40, 20), (40, 30), (10, 30))
    assert dark.polygon(BOX) == ((5, 10), (20, 10), (20, 15), (5, 15))


def test_white_light_comes_first_in_whatever_order_it_was_given(examination: Any) -> None:
    """`sides[].homography` is that of the first."""
    side = examination.document.sides[0]
    images = dict(reversed(side.capture.images.items()))
    turned = replace(side, capture=Capture(images=images))
    assert [one.light for one in images_of(turned)] == ["visible", "uv"]


def test_fields_of_the_zone_are_placed_by_their_characters(examination: Any) -> None:
    """Line and columns as the format has them; a line that ends before a field leaves it out."""
    document = examination.document
    side = document.sides[0]
    assert document.mrz is not None
    assert side.mrz_reading is not None
    placed = placed_fields(document.mrz, side.mrz_reading, side)
    assert {one.name: one.value for one in placed} == {one.name: one.value for one in document.mrz.all_fields}
    short = replace(side.mrz_reading, characters=side.mrz_reading.characters[:1])
    assert {one.line for one in placed_fields(document.mrz, short, side)} == {0}
    assert all(one.box is None for one in placed_fields(document.mrz, short, None))


def test_the_json_states_polygons_of_regions_and_of_the_page(report: Report) -> None:
    """The hand-made page is its image, a pixel a millimetre."""
    tree: Any = report.to_dict()
    finding = tree["findings"][0]
    assert finding["regions"][0]["box_mm"] == [6, 74, 32, 79]
    assert finding["regions"][0]["polygon_px"] == [[6, 74], [32, 74], [32, 79], [6, 79]]
    side = tree["sides"][0]
    assert side["homography"] == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert side["outline_px"] == [[0, 0], [125, 0], [125, 88], [0, 88]]
    assert tree["mrz"]["side"] == 0


def test_positions_of_the_holders_data_leave_with_their_values(report: Report) -> None:
    """The redacted copy has no zone; where findings lie is no personal data, and stays."""
    told: Any = report.to_redacted().to_dict()
    assert told["mrz"] is None
    assert told["findings"][0]["regions"][0]["polygon_px"]
    assert "ERIKSSON" not in report.to_redacted().to_json()


@pytest.fixture(name="examiner", scope="module")
def fixture_examiner() -> Examiner:
    """Load once."""
    return Examiner()


@pytest.mark.parametrize("kind", ["cropped, EXIF orientation 6", "seen aslant", "PDF, drawn (2 of 2)"])
def test_places_of_a_page_lie_within_a_millimetre_on_the_file(examiner: Examiner, kind: str) -> None:
    """Where the generator has them; all kinds of files are measured by `benchmarks.report.places`."""
    item = next(one for one in load_data_set(SAMPLES).items if one.id == "td3-2-0000-flatbed")
    picture = item.pictures[0]
    assert picture.homography is not None
    pixels = np.asarray(PillowImage.open(picture.file).convert("RGB"))
    corners = project(picture.homography, BoxMm.of_size((125.0, 88.0)).corners)
    one = next(one for one in written(pixels, corners) if one.name == kind)
    side = examiner.read(one.raw, channel="scanner").sides[one.page]
    found = error_mm(images_of(side)[0], one.to_file, picture.homography, places_of(side.page.size_mm))
    assert found < 1.0


def test_a_finding_lies_on_the_mask_of_the_forgery(examiner: Examiner) -> None:
    """The exchanged portrait, on a file that is stored turned: the mask turned alike, side for side within a millimetre."""
    folder = SAMPLES / "documents" / "td3-2-0000-flatbed-photo-digital-ordinary"
    turn, exif = PillowImage.Transpose.ROTATE_90, PillowImage.Exif()
    exif[0x0112] = 6
    raw = io.BytesIO()
    with PillowImage.open(folder / "data-page-white.jpg") as picture:
        picture.transpose(turn).save(raw, "JPEG", quality=95, exif=exif)
    with PillowImage.open(folder / "data-page-white-mask.png") as mask:
        forged = np.argwhere(np.asarray(mask.convert("L").transpose(turn)) > 0)[:, ::-1]
    told: Any = examiner.examine(raw.getvalue(), channel="scanner").to_dict()
    finding = next(one for one in told["findings"] if one["check"] == "portrait.portrait_fineness")
    (image,) = told["sides"][0]["images"]
    way = np.array([*image["to_file"], (0, 0, 1)], np.float64)
    placed = project(way, finding["regions"][0]["polygon_px"])
    assert image["file_size"] == [1036, 1473]
    apart = np.abs([placed.min(axis=0) - forged.min(axis=0), placed.max(axis=0) - forged.max(axis=0) - 1])
    assert apart.max() / told["sides"][0]["px_per_mm"] < 1.0


def test_an_array_lies_in_itself() -> None:
    """What a program gives as pixels has no file."""
    raw = io.BytesIO()
    PillowImage.new("RGB", (4, 3)).save(raw, "PNG")
    array = Capture.load(visible=np.zeros((3, 4, 3), np.uint8)).primary
    file = Capture.load(visible=raw.getvalue()).primary
    assert isinstance(array, Image)
    assert array.in_file.matrix == file.in_file.matrix
    assert file.in_file.size == (4, 3)
