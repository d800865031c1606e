"""Pictures in other lights that show the same page, another one, or nothing that can be read."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.light import OTHER_LIGHTS, Light
from docforensics.capture.model import Pixels
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.data import lights_agree
from docforensics.checks.data._lights import Recognised, fields_in, zone_in
from docforensics.checks.data.lights_agree import SPEC, measure, shows_print
from docforensics.checks.mrz._glyphs import drawing
from docforensics.checks.outcome import Abstained, Measured
from docforensics.document import Document, Side
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page

Make = Callable[..., Document]
Lines = tuple[str, ...]
OTHER = ("P<UTOHOLLOWAY<<DALIA<<<<<<<<<<<<<<<<<<<<<<<<", "YH89049309UTO9705261F3312216577432949255<<48")
SHAPE = (704, 1000)
"""A page at 8 px/mm."""
ADVERSE = 0.15


def written(document: Document, lines: Lines, *, paper: int = 230, ink: int = 20) -> Pixels:
    """Draw lines in OCR-B where a document's zone was read."""
    reading = document.sides[0].mrz_reading
    assert reading is not None
    page = np.full(SHAPE, float(paper))
    for line, text in zip(reading.characters, lines, strict=True):
        for item, symbol in zip(line, text, strict=True):
            drawn = cv2.resize(drawing("ocrb", symbol, (1.6, 1, 1.0)), (20, 25), interpolation=cv2.INTER_AREA)
            x, y = item.corners.mean(axis=0)
            left, top = round(float(x)) - 10, round(float(y)) - 12
            page[top : top + 25, left : left + 20] += (ink - paper) * drawn
    noise = np.random.default_rng(5).normal(0, 0.7, SHAPE)
    return np.clip(np.rint(page + noise), 0, 255).astype(np.uint8)


def lit(document: Document, pictures: Mapping[Light, Pixels]) -> Document:
    """Give a document's page these pictures."""
    side = document.sides[0]
    page: Page = replace(side.page, pixels=dict(pictures))
    return replace(document, sides=(replace(side, page=page),))


def shown(make: Make, lines: Lines, **others: Pixels) -> Document:
    """A page of these lines in white light, with other pictures by light."""
    bare = make(lines)
    pictures = {Light.VISIBLE: written(bare, lines)}
    return lit(bare, pictures | {Light(name): pixels for name, pixels in others.items()})


def test_a_page_shows_its_characters_in_every_light(make_document: Make, td3: Lines) -> None:
    """Dark on a dull page under UV, and with a third of the contrast in infrared."""
    bare = make_document(td3)
    uv = written(bare, td3, paper=22, ink=6)
    ir = written(bare, td3, paper=200, ink=140)
    outcome = measure(shown(make_document, td3, uv=uv, ir=ir))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.03
    assert outcome.facts["lights"] == 2
    assert outcome.regions == ()


@pytest.mark.parametrize("light", OTHER_LIGHTS)
def test_the_picture_of_another_page_is_told(make_document: Make, td3: Lines, light: Light) -> None:
    """Half and more of the characters are others there; the claim is contradicted."""
    bare = make_document(td3)
    own, other = (written(bare, lines, paper=24, ink=4) for lines in (td3, OTHER))
    pictures = {"uv": own, "ir": own} | {light.value: other}
    outcome = measure(shown(make_document, td3, **pictures))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.4
    assert outcome.facts["light"] == light.value
    assert outcome.regions[0].light is light
    assert SPEC.contradicts == {ClaimId.ONE_DOCUMENT}


def test_print_of_the_other_side_that_shines_through_is_no_other_page(
    make_document: Make, td3: Lines
) -> None:
    """In transmitted light the other side's print shows mirrored between and over the characters; another page is still told."""
    bare = make_document(td3)
    behind = np.fliplr(written(bare, OTHER, ink=150)).astype(np.float32) / 230
    through, exchanged = (
        np.clip(written(bare, lines) * np.roll(behind, 9, axis=0), 0, 255).astype(np.uint8)
        for lines in (td3, OTHER)
    )
    outcome = measure(shown(make_document, td3, transmitted=through))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.03
    outcome = measure(shown(make_document, td3, transmitted=exchanged))
    assert isinstance(outcome, Measured)
    assert outcome.value > ADVERSE


def test_what_a_light_does_not_show_says_nothing(make_document: Make, td3: Lines) -> None:
    """An ink that vanishes there leaves nothing to recognise."""
    blank = np.clip(np.random.default_rng(3).normal(20, 1, SHAPE), 0, 255).astype(np.uint8)
    outcome = measure(shown(make_document, td3, uv=blank))
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.UNREADABLE
    assert outcome.expected


def test_a_light_may_show_print_in_its_own_way(make_document: Make, td3: Lines) -> None:
    """As a relief, light on one side and dark on the other: like symbols look alike there, and on another page they do not."""
    bare = make_document(td3)

    def relief(lines: Lines) -> Pixels:
        white = written(bare, lines).astype(np.float32)
        return np.clip(60 + 0.6 * (np.roll(white, 2, axis=1) - white), 0, 255).astype(np.uint8)

    own, other = (shown(make_document, td3, uv=relief(lines)) for lines in (td3, OTHER))
    found = zone_in(own.sides[0], Light.UV)
    assert found is not None
    assert found.share < 0.03
    assert not shows_print(found)
    outcome = measure(other)
    assert isinstance(outcome, Measured)
    assert outcome.value > ADVERSE


def rays(pixels: Pixels, every: int = 14, level: int = 150) -> Pixels:
    """Draw luminescent lines from a corner across a page and over its print."""
    drawn = np.zeros(SHAPE, np.uint8)
    for end in range(0, 2 * SHAPE[1], every):
        cv2.line(drawn, (0, 0), (end, SHAPE[0]), level, 2, cv2.LINE_AA)
    return np.maximum(pixels, drawn)


def test_luminescent_lines_across_the_zone_are_no_other_characters(make_document: Make, td3: Lines) -> None:
    """Between two bright lines the paper looks like a stroke; another page is found where they leave characters bare."""
    bare = make_document(td3)
    own, other = (written(bare, lines, paper=24, ink=4) for lines in (td3, OTHER))
    outcome = measure(shown(make_document, td3, uv=rays(own), ir=written(bare, td3)))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.03
    half = np.where(np.arange(SHAPE[1]) < SHAPE[1] // 2, rays(other), other)
    outcome = measure(shown(make_document, td3, uv=half.astype(np.uint8)))
    assert isinstance(outcome, Measured)
    assert outcome.value > ADVERSE


def test_without_another_light_there_is_nothing_to_compare(make_document: Make, td3: Lines) -> None:
    """Most captures are in white light alone."""
    outcome = measure(shown(make_document, td3))
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.NO_LIGHT


def test_a_light_may_lie_a_little_aside(make_document: Make, td3: Lines) -> None:
    """By two pixels, a quarter of a millimetre."""
    bare = make_document(td3)
    aside = np.roll(written(bare, td3), 2, axis=1)
    found = zone_in(shown(make_document, td3, ir=aside).sides[0], Light.IR)
    assert found is not None
    assert found.share < 0.03
    assert found.same > 0.9 * found.asked


def beside(side: Side, light: Light, picture: Pixels) -> Side:
    """A side with a picture in another light, on its template's frame."""
    assert side.match is not None
    pages = {**side.match.pages, light: picture}
    pixels = {**side.page.pixels, light: side.page.pixels[Light.VISIBLE]}
    return replace(side, match=replace(side.match, pages=pages), page=replace(side.page, pixels=pixels))


def test_letters_of_fields_are_compared_where_a_template_names_them(series: Any) -> None:
    """The same holder's card says the same in infrared, another's something else."""
    own, other = series.genuine(11).sides[0], series.genuine(12).sides[0]
    white = own.match.pages[Light.VISIBLE]

    def seen(infrared: Pixels) -> Any:
        return fields_in(beside(own, Light.IR, infrared), Light.IR)

    same = seen((white // 2).astype(np.uint8))
    assert (same.same, same.other) == (same.asked, 0)
    assert same.asked >= 6
    assert seen(other.match.pages[Light.VISIBLE]).share > ADVERSE
    assert fields_in(own, Light.IR) is None


def test_luminescence_over_a_letter_hides_it(series: Any) -> None:
    """Under UV a glow over half of the name leaves the other half to be asked."""
    own = series.genuine(11).sides[0]
    white = own.match.pages[Light.VISIBLE]
    dull = (white // 12).astype(np.uint8)
    glowing = dull.copy()
    box = own.match.template.feature("name").box
    left, middle = round(box.left * 8), round((box.left + 0.25 * (box.right - box.left)) * 8)
    glowing[round(box.top * 8) : round(box.bottom * 8), left:middle] = (40, 160, 40)

    def seen(page: Pixels) -> Any:
        return fields_in(beside(own, Light.UV, page), Light.UV)

    assert seen(dull).other == 0
    assert 0 < seen(glowing).asked < seen(dull).asked
    assert seen(glowing).other <= 1


def test_letters_in_the_gaps_of_luminescent_print_are_themselves(series: Any) -> None:
    """There most of the surroundings glow; the dull paper of the gap is no ink, and another page is still told."""
    own, other = series.genuine(11).sides[0], series.genuine(12).sides[0]
    white, others = own.match.pages[Light.VISIBLE], other.match.pages[Light.VISIBLE]
    letters = np.zeros(white.shape[:2], np.uint8)
    box = own.match.template.feature("name").box.to_px(8)
    for picture in (white, others):
        field = picture[box.top : box.bottom, box.left : box.right].mean(axis=-1)
        letters[box.top : box.bottom, box.left : box.right] |= (field < 120).astype(np.uint8)
    glow = cv2.dilate(letters, np.ones((13, 13), np.uint8)) == 0
    around = own.match.template.feature("name").box.grown(3.0).to_px(8)
    glow[: max(around.top, 0)] = glow[around.bottom :] = False
    glow[:, : max(around.left, 0)] = glow[:, around.right :] = False

    def seen(page: Pixels) -> Any:
        dull = (page // 12).astype(np.uint8)
        dull[glow] = (40, 160, 40)
        return fields_in(beside(own, Light.UV, dull), Light.UV)

    same = seen(white)
    assert (same.same, same.other) == (same.asked, 0)
    assert same.asked >= 3
    assert seen(others).share > ADVERSE


@pytest.mark.parametrize(
    ("same", "other", "least"), [(9, 2, 0.062), (24, 5, 0.087), (77, 23, 0.168), (1, 10, 0.677), (40, 0, 0.0)]
)
def test_few_letters_bear_out_little(same: int, other: int, least: float) -> None:
    """Two of eleven letters bear out a sixteenth, 23 of a hundred a sixth."""
    box = BoxMm(left=0, top=0, right=1, bottom=1)
    seen = Recognised(light=Light.UV, same=same, other=other, asked=same + other, as_printed=0, box=box)
    assert seen.least_share == pytest.approx(least, abs=5e-4)
    assert seen.least_share <= seen.share


def test_the_value_is_what_the_letters_bear_out_and_its_captures_are_asked(
    make_document: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A template keeps it of its own captures, since the check states what is usual."""
    box = BoxMm(left=0, top=0, right=1, bottom=1)
    few = Recognised(light=Light.UV, same=9, other=2, asked=11, as_printed=11, box=box)
    monkeypatch.setattr(lights_agree, "compared", lambda _document: iter([(0, few)]))
    page = np.full(SHAPE, 200, np.uint8)
    document = lit(make_document(), {Light.UV: page, Light.VISIBLE: page})
    outcome = measure(document)
    assert isinstance(outcome, Measured)
    assert outcome.value == few.least_share < ADVERSE < few.share
    assert outcome.regions == ()
    assert SPEC.usual == 0.1
