"""Each manipulation changes what its name says, and leaves the rest."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.evasion.cases import EvasionCase
from benchmarks.evasion.documents import Documents
from benchmarks.evasion.manipulate import MANIPULATIONS, Effect
from benchmarks.evasion.pictures import Plate, Submission, mask_of
from benchmarks.evasion.run import changed
from docforensics.capture.images import load_images
from docforensics.capture.light import Light
from docforensics.capture.load import load_document
from docforensics.page.geometry import project

ROOT = Path(__file__).parents[3]
FLATBED = "td3-2-0002-flatbed-data-mechanical-careless"
READER = "td2-0010-border-reader-counterfeit-inkjet-bright-ordinary"
CARD = "td1-0008-flatbed-photo-physical-both-careless"
SAME_GRID = [
    name
    for name, one in MANIPULATIONS.items()
    if one.group.endswith("-patch") or one.group in ("veil", "blur", "colour", "overprint")
]


class Once(Documents):
    """Opens each document once: its pictures take longer than most manipulations, and none may change those that it is given."""

    def __init__(self, roots: Iterable[Path]) -> None:
        super().__init__(roots)
        self._opened: dict[str, Submission] = {}

    def submission(self, document: str) -> Submission:
        """The document's pictures, which cannot be written to."""
        if document not in self._opened:
            found = self._opened[document] = super().submission(document)
            for plate in plates(found):
                plate.pixels.flags.writeable = False
        return self._opened[document]


@pytest.fixture(scope="module")
def documents() -> Documents:
    """The committed documents."""
    return Once([ROOT / "sample_docs"])


def done(documents: Documents, document: str, manipulation: str) -> Submission:
    """Hand a document in under a manipulation."""
    return changed(documents, EvasionCase(document=document, manipulation=manipulation), 7)


def plates(submission: Submission) -> Iterator[Plate]:
    """Every picture."""
    return (plate for aspect in submission.aspects for plate in aspect.plates)


def difference(one: Plate, other: Plate) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Where two pictures of one grid differ."""
    apart = cv2.absdiff(one.pixels, other.pixels)
    return (apart if apart.ndim == 2 else apart.max(axis=2)) > 3


def test_the_list_names_every_manipulation_once_and_marks_what_forges() -> None:
    """Names are unique by being keys; what mixes data into a page is marked."""
    assert len(MANIPULATIONS) > 60
    assert {one.name for one in MANIPULATIONS.values()} == set(MANIPULATIONS)
    forging = {name for name, one in MANIPULATIONS.items() if one.effect is Effect.FORGES}
    mixed = {f"other-page:{lights}" for lights in ("uv", "ir", "uv-ir")}
    assert forging == {"specimen", "mrz-pasted:same", "mrz-pasted:other"} | mixed


@pytest.mark.parametrize("name", sorted(set(SAME_GRID) - {"mrz-pasted:same"}))
def test_pictures_keep_their_size_and_place_and_something_is_changed(documents: Documents, name: str) -> None:
    """A patch, blur, colour or print leaves the grid as it was."""
    before, after = documents.submission(FLATBED), done(documents, FLATBED, name)
    for old, new in zip(plates(before), plates(after), strict=True):
        assert new.pixels.shape[:2] == old.pixels.shape[:2]
        assert np.array_equal(new.to_pixels, old.to_pixels)
    if name != "grey":
        old, new = next(plates(before)), next(plates(after))
        wide = new.pixels if new.pixels.ndim == 3 else np.repeat(new.pixels[..., None], 3, axis=2)
        assert not np.array_equal(wide, old.pixels)


@pytest.mark.parametrize("kind", ["glare", "flat", "blur"])
def test_a_patch_over_the_altered_place_covers_the_mask_and_little_else(
    documents: Documents, kind: str
) -> None:
    """The forger hides his traces and keeps the rest of the page."""
    before, after = documents.submission(FLATBED), done(documents, FLATBED, f"{kind}:altered")
    old, new = next(plates(before)), next(plates(after))
    assert old.altered is not None
    apart = difference(old, new)
    assert apart[old.altered].mean() > 0.3
    reach = round(7 * 300 / 25.4)
    near = cv2.dilate(old.altered.astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    assert not apart[~near].any()


def test_glare_over_a_field_is_white_at_that_field(documents: Documents) -> None:
    """The place is that of the design on the picture."""
    after = done(documents, FLATBED, "glare:field")
    (plate,) = plates(after)
    box = after.aspects[0].places[after.detail.partition(",")[0]]
    inside = mask_of(plate.pixels.shape, plate.corners(box)) > 0
    assert plate.pixels[inside].min() == 255


@pytest.mark.parametrize("name", ["glare:field", "flat:mrz", "blur:portrait", "glare:page"])
def test_local_manipulations_change_white_light_or_all_lights(documents: Documents, name: str) -> None:
    """Chance chooses which, and the row says so."""
    before = documents.submission(READER)
    found = set()
    for seed in range(8):
        after = changed(documents, EvasionCase(document=READER, manipulation=name), seed)
        apart = {
            old.light
            for old, new in zip(plates(before), plates(after), strict=True)
            if not np.array_equal(old.pixels, new.pixels)
        }
        assert apart == (
            {Light.VISIBLE} if after.detail.endswith("white light") else set(before.aspects[0].lights)
        )
        found.add(len(apart))
        if len(found) == 2:
            break
    assert found == {1, 3}


@pytest.mark.parametrize(
    "name",
    ["scale:0.75", "scale:0.6", "scale:200dpi", "turn:90", "turn:180", "turn:270", "mirror", "larger-page"]
    + [name for name in MANIPULATIONS if name.startswith("crop")],
)
def test_the_page_is_found_where_its_homography_says_after_a_move(documents: Documents, name: str) -> None:
    """Drawn back through the new homography the page is the old one, but for what was cut off."""
    before, after = documents.submission(FLATBED), done(documents, FLATBED, name)
    width, height = before.aspects[0].size_mm
    size = (round(width * 4), round(height * 4))
    drawn = []
    for plate in (next(plates(before)), next(plates(after))):
        to_page = np.diag([4.0, 4.0, 1.0]) @ np.linalg.inv(plate.to_pixels)
        smooth = cv2.GaussianBlur(plate.pixels, (0, 0), 0.25 * plate.px_per_mm((width, height)))
        drawn.append(cv2.warpPerspective(smooth, to_page, size, flags=cv2.INTER_AREA))
    middle = np.s_[40:-40, 40:-40]
    assert np.abs(drawn[0][middle].astype(float) - drawn[1][middle]).mean() < 1


def test_a_crop_into_the_page_cuts_its_margin(documents: Documents) -> None:
    """Eight millimetres of the left side are gone."""
    (plate,) = plates(done(documents, FLATBED, "crop:left:8mm"))
    x = project(plate.to_pixels, np.array([[8.0, 44.0]]))[0, 0]
    assert abs(x) < 1


def test_scaling_is_harmless_where_enough_pixels_remain(documents: Documents) -> None:
    """300 dpi at 0.75 is 225 dpi; at 0.6 it is 180."""
    facts = documents.facts[FLATBED]
    assert round(facts.dpi) == 300
    assert MANIPULATIONS["scale:0.75"].effect_on(facts) is Effect.HARMLESS
    assert MANIPULATIONS["scale:0.6"].effect_on(facts) is Effect.HARMS
    after = next(plates(done(documents, FLATBED, "scale:0.6")))
    assert after.dpi == pytest.approx(180)


@pytest.mark.parametrize("quality", [10, 20, 30, 75, 85, 95])
def test_a_picture_is_saved_at_the_quality_named(documents: Documents, quality: int) -> None:
    """The file states its tables."""
    (plate,) = plates(done(documents, FLATBED, f"jpeg:{quality}"))
    facts = load_images(plate.file)[0].jpeg
    assert facts is not None
    assert facts.estimated_quality == quality


def test_png_keeps_every_pixel(documents: Documents) -> None:
    """It is the same picture in another file."""
    (before,), (after,) = plates(documents.submission(FLATBED)), plates(done(documents, FLATBED, "png"))
    image = load_images(after.file)[0]
    assert image.media_type == "image/png"
    assert np.array_equal(image.pixels, before.pixels)


@pytest.mark.parametrize("container", ["captures", "tiff", "pdf"])
@pytest.mark.parametrize("place", ["before", "after"])
def test_a_second_page_is_that_of_the_genuine_document(
    documents: Documents, container: str, place: str
) -> None:
    """Both pages come out of the file, in this order."""
    submission = done(documents, FLATBED, f"second-page:{container}:{place}")
    twin = documents.submission(documents.twin(FLATBED)).aspects[0].visible
    given = load_document(submission.source)
    assert len(given) == 2
    page = given[0 if place == "before" else 1].primary.pixels
    assert page.shape == twin.pixels.shape
    assert np.abs(page.astype(float) - twin.pixels).mean() < 4


def test_a_second_frame_stands_in_the_white_light_of_the_same_side(documents: Documents) -> None:
    """First or last, beside the forged one; the other lights stay."""
    (first,) = load_document(done(documents, READER, "second-frame:before").source)
    (last,) = load_document(done(documents, READER, "second-frame:after").source)
    twin = documents.submission(documents.twin(READER)).aspects[0].visible
    assert np.array_equal(first.images[Light.VISIBLE][0].pixels, twin.pixels)
    assert np.array_equal(last.images[Light.VISIBLE][1].pixels, twin.pixels)
    assert [len(frames) for frames in first.images.values()] == [2, 1, 1]


def test_both_sides_of_a_card_are_manipulated_alike(documents: Documents) -> None:
    """A card has two pictures; its fields are found on the side that bears them."""
    submission = done(documents, CARD, "scale:0.6")
    before = documents.submission(CARD)
    for old, new in zip(plates(before), plates(submission), strict=True):
        assert new.pixels.shape[1] == round(0.6 * old.pixels.shape[1])
    assert "mrz" not in before.aspects[0].places
    assert "mrz" in before.aspects[1].places


def test_lights_are_swapped_repeated_blanked_and_dropped(documents: Documents) -> None:
    """The pictures are there under other names, black, or not at all."""
    old = {plate.light: plate.pixels for plate in plates(documents.submission(READER))}

    def lights(name: str) -> dict[Light, np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]:
        return {plate.light: plate.pixels for plate in plates(done(documents, READER, name))}

    assert np.array_equal(lights("swapped:uv-ir")[Light.IR], old[Light.UV])
    assert np.array_equal(lights("repeated:uv-ir")[Light.IR], old[Light.VISIBLE])
    assert lights("blank:uv")[Light.UV].max() == 0
    assert set(lights("dropped:uv-ir")) == {Light.VISIBLE}


def test_another_page_lies_exactly_where_the_page_lay(documents: Documents) -> None:
    """Its picture in one light is that of another holder's page, brought to this one's place; the others stay."""
    given = {plate.light: plate for plate in plates(documents.submission(READER))}
    found = {plate.light: plate for plate in plates(done(documents, READER, "other-page:uv"))}
    other = documents.submission(documents.other(READER)).aspects[0]
    (theirs,) = [plate for plate in other.plates if plate.light is Light.UV]
    for light in (Light.VISIBLE, Light.IR):
        assert found[light].data == given[light].data
    mine = found[Light.UV]
    assert difference(mine, given[Light.UV]).any()
    rows, columns = mine.pixels.shape[:2]
    moved = mine.to_pixels @ np.linalg.inv(theirs.to_pixels)
    laid = cv2.warpPerspective(theirs.pixels, moved, (columns, rows), flags=cv2.INTER_CUBIC)
    assert np.array_equal(laid, mine.pixels)


def test_the_mrz_pasted_over_is_that_of_the_genuine_document(documents: Documents) -> None:
    """Where a line was pasted, the picture shows the twin's."""
    submission = done(documents, FLATBED, "mrz-pasted:same")
    (plate,) = plates(submission)
    twin = documents.submission(documents.twin(FLATBED)).aspects[0].visible
    rows, columns = plate.pixels.shape[:2]
    laid = cv2.warpPerspective(
        twin.pixels, plate.to_pixels @ np.linalg.inv(twin.to_pixels), (columns, rows), flags=cv2.INTER_CUBIC
    )
    box = submission.aspects[0].places[submission.detail.partition(",")[0]]
    inside = mask_of(plate.pixels.shape, plate.corners(box)) > 0
    assert np.array_equal(plate.pixels[inside], laid[inside])


def test_what_is_not_changed_keeps_the_bytes_of_its_file(documents: Documents) -> None:
    """Digital traces of a picture that nobody touched stay as they are."""
    before = list(plates(documents.submission(READER)))
    after = list(plates(done(documents, READER, "second-frame:after")))
    assert before[0].file == before[0].data
    assert {plate.file for plate in before} <= {plate.file for plate in after}
