"""Learning in every light."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.load import load_capture
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.errors import TemplateError, UsageError
from docforensics.formats.free_size import AnySize, FreeSize
from docforensics.formats.table import PageSize
from docforensics.page.frame import ScaleBasis
from docforensics.page.geometry import BoxMm
from docforensics.resources import models_folder
from docforensics.templates.learning import learn
from docforensics.templates.learning.aligned_stack import AlignedSheet, anchors, fitted, read_sheet
from docforensics.templates.learning.learn import LEFT_OUT, learn_template
from docforensics.templates.model import FeatureKind, Template
from docforensics.templates.registration.register import register
from docforensics.templates.store import load_template
from docforensics.templates.taken_files import copies

Card = Callable[..., Pixels]
DOCUMENTS = Path(__file__).parents[3] / "sample_docs" / "documents"
STAR = (slice(290, 340), slice(560, 610))
pytestmark = pytest.mark.usefixtures("read_quickly")


def _lights(white: Pixels, holder: int, moved: int = 0) -> Capture:
    """The card in white, UV and IR: a ring and a holder's number glow; text stays dark in IR, a star vanishes."""
    random = np.random.default_rng(holder)
    white = white.copy()
    cv2.rectangle(white, (560, 290), (610, 340), (20, 60, 120), -1)
    uv = np.full((432, 685, 3), (20, 14, 42), np.uint8)
    cv2.circle(uv, (400, 230), 90, (230, 70, 80), 5, cv2.LINE_AA)
    cv2.putText(uv, str(random.integers(100000, 999999)), (470, 60), 0, 1.0, (210, 60, 70), 3, cv2.LINE_AA)
    ir = np.full((432, 685), 222, np.uint8)
    name = white[172:198, 288:440].min(axis=2)
    ir[172:198, 288:440] = np.where(name < 90, 40, 222)
    lights = (uv, ir)
    shifted = [np.roll(one, moved, axis=1) for one in lights]
    noisy = [
        np.clip(one + random.normal(0, 1.5, one.shape), 0, 255).astype(np.uint8) for one in (white, *shifted)
    ]
    return Capture.load(visible=noisy[0], uv=noisy[1], ir=noisy[2], channel="scanner")


@pytest.fixture(scope="module")
def learned(card: Card) -> Template:
    """From three holders, one of them without infrared."""
    captures = [_lights(card(holder), holder) for holder in (1, 2, 3)]
    bare = Capture.load(visible=captures[2].images[Light.VISIBLE], uv=captures[2].images[Light.UV])
    return learn_template([*captures[:2], bare], size="ID1", model=("UTO", "I", 1, 2020))


def test_every_light_has_a_reference_of_its_own(learned: Template) -> None:
    """With the captures that had it, spreads, and what is constant there."""
    assert {light: one.n_captures for light, one in learned.references.items()} == {
        Light.VISIBLE: 3,
        Light.UV: 3,
        Light.IR: 2,
    }
    assert learned.n_holders == 3
    uv = learned.references[Light.UV]
    assert uv.constant[235, 490]
    assert uv.constant[35:60, 475:560].mean() < 0.9
    assert max(uv.level) < 60
    assert learned.references[Light.VISIBLE].colour_spread.shape == uv.mean.shape[:2]


def test_nothing_is_named_as_left_out_where_all_captures_lie_on_one_another(learned: Template) -> None:
    """The provenance says nothing of a stranger, as test_lay_on has it named."""
    assert LEFT_OUT not in learned.provenance


def test_features_of_uv_and_infrared_are_proposed(learned: Template) -> None:
    """The ring glows on all, the number differs, the star vanishes in infrared."""
    assert learned.of_kind(FeatureKind.UV_DULL_SUBSTRATE)
    glow = [one for one in learned.of_kind(FeatureKind.UV_FLUORESCENT_PRINT) if not one.variable]
    assert any(one.box.left < 40 and one.box.right > 60 for one in glow)
    vanishing = [one for one in learned.of_kind(FeatureKind.IR_DROP_OUT) if not one.variable]
    assert any(one.box.left < 73 < one.box.right and one.generic_id == "IR,TR,IS" for one in vanishing)


def test_text_that_differs_is_personal_and_text_that_all_share_is_fixed(learned: Template) -> None:
    """Three holders decide: the title stays, the name varies."""
    title, name = (60.0 / 8, 55.0 / 8), (340.0 / 8, 185.0 / 8)

    def kinds(at: tuple[float, float]) -> set[FeatureKind]:
        x, y = at
        return {
            one.kind
            for one in learned.features
            if one.light is Light.VISIBLE
            and one.box.left < x < one.box.right
            and one.box.top < y < one.box.bottom
        } - {FeatureKind.BACKGROUND_PRINTING}

    assert FeatureKind.PERSONAL_DATA in kinds(name)
    assert kinds(title) <= {FeatureKind.FIXED_TEXT}


def test_a_questioned_page_is_laid_on_the_template_in_every_light(learned: Template, card: Card) -> None:
    """Also where the device moved between the lights."""
    sheet = fitted(read_sheet(_lights(card(7), 7, moved=3), 0, None), learned.size)
    found = register(sheet.capture, sheet.page, learned)
    assert found is not None
    assert set(found.match.pages) == {Light.VISIBLE, Light.UV, Light.IR}
    seen, expected = found.match.pages[Light.UV], learned.references[Light.UV].mean
    ring = expected[..., 0] > 120
    assert float(np.corrcoef(seen[ring][:, 0], expected[ring][:, 0])[0, 1]) > 0.5
    assert float(np.abs(seen[STAR].astype(int) - expected[STAR]).mean()) < 12


def test_a_capture_without_white_light_is_refused(card: Card) -> None:
    """The other lights show too little to lay captures on one another."""
    with pytest.raises(TemplateError, match="no image in white light"):
        learn_template([Capture.load(uv=card(1))], size="ID1")


def test_captures_of_another_design_are_refused_by_number(card: Card) -> None:
    """A wrong file among the captures is named."""
    other = np.random.default_rng(1).integers(0, 255, (432, 685, 3), dtype=np.uint8)
    with pytest.raises(TemplateError, match="does not lie on capture"):
        learn_template([card(1), other], size="ID1", features=())


def test_a_picture_that_is_given_twice_is_refused(card: Card) -> None:
    """Of a page beyond Doc 9303 each capture is taken for another document: all of one would be fixed print."""
    note = cv2.resize(card(1), (800, 352), interpolation=cv2.INTER_AREA)
    with pytest.raises(
        TemplateError, match="capture 2 is the same picture as capture 0; give each capture once"
    ):
        learn_template([note, card(2), note], size_mm=(100, 44))


def test_features_of_a_template_of_another_size_are_refused(card: Card) -> None:
    """A passport's zone lies below the edge of a card."""
    passport = load_template(models_folder() / "templates" / "UTO-P-2-2023")
    with pytest.raises(
        TemplateError, match=r"features: '.*: box_mm .* reaches beyond the page of 85.6 x 53.98 mm"
    ):
        learn_template([card(1)], size="ID1", features=passport.features)
    for box in (
        BoxMm(left=-1.5, top=-1.5, right=-0.5, bottom=-0.5),
        BoxMm(left=1, top=1, right=1.001, bottom=1.001),
    ):
        beside = replace(passport.features[0], box=box)
        with pytest.raises(TemplateError, match="shows nothing of the page"):
            learn_template([card(1)], size="ID1", features=[beside])


def test_pages_of_one_file_are_no_copies_of_one_another(card: Card) -> None:
    """A scanner writes a pile of cards into one file."""
    pages = [load_capture(card(holder)) for holder in (1, 2, 1)]
    one_file = [
        Capture(images={Light.VISIBLE: (replace(page.primary, sha256="a", frame=number),)})
        for number, page in enumerate(pages)
    ]
    assert copies(one_file) == {2: 0}


def test_stated_holders_are_held_against_the_zones() -> None:
    """One page, scanned twice, is of one holder."""
    page = load_capture(DOCUMENTS / "td3-1-0006-flatbed" / "data-page-white.jpg", channel="scanner")
    again = np.ascontiguousarray(page.primary.pixels[2:-2, 2:-2])
    with pytest.raises(TemplateError, match="captures 0 and 1 are stated to be of holders 0 and 1"):
        learn_template([page, again], holders=[0, 1])


def test_stated_holders_are_held_against_pictures_and_text_where_no_zone_is() -> None:
    """Three captures of one card, stated to be of three holders, left parts of the face in the reference."""
    page = load_capture(DOCUMENTS / "td1-0008-flatbed" / "front-white.jpg", channel="scanner")
    again = cv2.GaussianBlur(np.ascontiguousarray(page.primary.pixels[2:-2, 2:-2]), (0, 0), 0.7)
    with pytest.raises(TemplateError, match="stated to be of two holders, but show one picture"):
        learn_template([page, np.asarray(again, np.uint8)], holders=[0, 1])


def test_a_size_that_no_capture_tells_is_asked_for(card: Card) -> None:
    """And holders must be given for every capture, if at all."""
    with pytest.raises(TemplateError, match="expected a holder for each"):
        learn_template([card(1)], size="ID1", holders=[0, 1])


def test_a_size_in_millimetres_needs_no_format_and_no_zone(card: Card) -> None:
    """The reference has it at 8 px/mm; millimetres of Doc 9303 are that size. One capture shows it; test_page_size learns from two."""
    wide = cv2.resize(card(1), (800, 352), interpolation=cv2.INTER_AREA)
    template = learn_template([np.asarray(wide, np.uint8)], size_mm=(100, 44))
    assert (template.size, template.size_mm) == (FreeSize(width=100.0, height=44.0), (100.0, 44.0))
    assert template.references[Light.VISIBLE].mean.shape == (352, 800, 3)
    assert not template.of_kind(FeatureKind.MACHINE_READABLE_ZONE)
    assert learn_template([card(1)], size_mm=(85.6, 53.98), features=()).size is PageSize.ID1


def test_a_size_is_stated_in_one_way(card: Card) -> None:
    """A name and millimetres could differ; and no page is smaller than a stamp."""
    with pytest.raises(UsageError, match="give one"):
        learn_template([card(1)], size="ID1", size_mm=(85.6, 53.98))
    with pytest.raises(UsageError, match="at most A4"):
        learn_template([card(1)], size_mm=(1, 2))


def test_a_stated_size_measures_a_page_of_a_shape_that_two_sizes_share(
    card: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ID-2 and ID-3: a page whose outline was found counts before a picture whose outline was not, which is taken whole."""
    page = cv2.resize(card(1), (840, 592), interpolation=cv2.INTER_CUBIC)
    seen = []

    def spy(sheets: Sequence[AlignedSheet], size: AnySize) -> list[int]:
        seen.extend(sheet.page.basis for sheet in sheets)
        return anchors(sheets, size)

    monkeypatch.setattr(learn, "anchors", spy)
    framed = np.pad(page, ((80, 80), (80, 80), (0, 0)), constant_values=70)
    learn_template([framed], size=PageSize.ID2, features=())
    assert seen == [ScaleBasis.OUTLINE]
