"""Characters are cut out of lines, and the style of their face depends on no text, size or sharpness."""

from dataclasses import dataclass

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from docforensics.capture.model import Pixels
from docforensics.checks.data.typeface import distance
from docforensics.page.geometry import BoxMm
from docforensics.viz.letter_shapes import COLUMNS, ROWS, SYMBOLS, LetterShapes, joined, shapes_of
from docforensics.viz.recognise import ReadLine
from docforensics.viz.text import TextLine
from docforensics.viz.type_style import FEWEST_CHARACTERS, TypeStyle, spread_over, style_of
from sample_docs.generator import fonts

FOLDER = fonts.__path__[0]
SANS, SERIF, MONO = "DejaVuSans.ttf", "DejaVuSerif.ttf", "DejaVuSansMono.ttf"
NAMES = ("ANNA MARIA ERIKSSON 197408", "JUNIPER BEATRICE 12 AUG 2012", "L898902C3 UTOPIA ZENITH 65")


@dataclass
class Drawn:
    """A page's print, as far as characters are cut out of it."""

    pictures: dict[str, Pixels]

    def picture_of(self, line: TextLine) -> Pixels:
        """The line as drawn."""
        return self.pictures[line.text]


def line_of(
    text: str, face: str, *, height: float = 20.0, blur: float = 0.7, apart: float = 0.15, sure: float = 0.99
) -> tuple[TextLine, Pixels]:
    """A line in a face whose capitals have so many pixels, and how the reader saw it."""
    font = ImageFont.truetype(f"{FOLDER}/{face}", 80)
    _, top, _, bottom = font.getbbox("H")
    scale, at, middles = height / (bottom - top), 60.0, []
    canvas = Image.new("L", (100 * len(text), 160), 0)
    for character in text:
        ImageDraw.Draw(canvas).text((at, 40), character, 255, font=font)
        width = font.getlength(character)
        middles.append(at + width / 2)
        at += width + apart * 80
    ink = np.asarray(canvas, np.float32)[:, : round(at) + 60] / 255
    small = cv2.resize(cv2.GaussianBlur(ink, (0, 0), 0.4 / scale), None, fx=scale, fy=scale)
    soft = cv2.GaussianBlur(small, (0, 0), blur)
    grain = np.random.default_rng(len(text)).normal(0, 3, soft.shape)
    picture = np.clip(220 - 180 * soft + grain, 0, 255).astype(np.uint8)
    rows = np.full((len(text), len(SYMBOLS) + 1), (1 - sure) / len(SYMBOLS), np.float32)
    rows[range(len(text)), [SYMBOLS.find(character) % (len(SYMBOLS) + 1) for character in text]] = sure
    columns = np.array(middles, np.float32) * scale / picture.shape[1]
    read = ReadLine(text=text, posteriors=rows, alphabet=f"{SYMBOLS} ", columns=columns)
    return TextLine(box=BoxMm(left=0, top=0, right=30, bottom=3), read=read), picture


def letters(face: str, texts: tuple[str, ...] = NAMES, **how: float) -> LetterShapes:
    """Characters of lines in a face."""
    return joined(by_line(face, texts, **how))


def by_line(face: str, texts: tuple[str, ...] = NAMES, **how: float) -> list[LetterShapes]:
    """Characters of lines in a face, line by line."""
    drawn = [line_of(text, face, **how) for text in texts]
    return [shapes_of(Drawn({line.text: picture}), line) for line, picture in drawn]  # type: ignore[arg-type]


def style(face: str, texts: tuple[str, ...] = NAMES, **how: float) -> TypeStyle:
    """The style of a face."""
    found = style_of(letters(face, texts, **how))
    assert found is not None
    return found


def test_characters_are_cut_out_by_themselves() -> None:
    """Each once, at one height, in the order of the line; blanks are none."""
    found = letters(SANS, ("ANNA 2012",))
    assert [SYMBOLS[number] for number in found.symbols] == list("ANNA2012")
    assert found.shapes.shape == (8, ROWS * COLUMNS)
    first, second, third = (found.shapes[number].reshape(ROWS, COLUMNS) for number in (1, 2, 3))
    assert np.abs(first - second).mean() < 0.5 * np.abs(first - third).mean()
    assert first[0].max() > 0.3
    assert first[-1].max() > 0.3


def test_characters_that_touch_or_are_in_doubt_are_left_out() -> None:
    """Two that touch are one piece of print."""
    assert len(letters(SERIF, ("MMMMMM 1974",), apart=-0.12)) < 6
    assert len(letters(SANS, ("ANNA 2012",), sure=0.5)) == 0
    assert len(letters(SANS, ("abcdefgh",))) == 0


def test_paper_without_print_shows_no_characters() -> None:
    """Nor does a picture of a few pixels."""
    line, picture = line_of("ANNA", SANS)
    for blank in (np.full_like(picture, 200), picture[:4]):
        found = shapes_of(Drawn({"ANNA": blank}), line)  # type: ignore[arg-type]
        assert len(found) == 0
        assert found.shapes.shape == (0, ROWS * COLUMNS)


@pytest.mark.parametrize("face", [SANS, SERIF, MONO])
def test_a_face_stays_itself_in_other_texts_sizes_and_sharpness(face: str) -> None:
    """Five captures of one face, and a sixth of another text; each other face is farther."""
    own = np.stack([style(face, height=height).style for height in (17.0, 20.0, 24.0, 28.0, 32.0)])
    other = ("MENTIRANO GRENFELL ROSA", "08012476466 16 FEB 1958", "IVANOV DIMITRI SOFIA 73")
    assert distance(style(face, other, height=16.0, blur=1.0).style, own) < 1.6
    for another in {SANS, SERIF, MONO} - {face}:
        assert distance(style(another).style, own) > 2.2


def test_few_characters_have_no_style() -> None:
    """What is cut out of a short line may be any face's."""
    assert len(letters(SANS, (NAMES[0],))) >= FEWEST_CHARACTERS
    assert style_of(letters(SANS, (NAMES[0],))) is not None
    assert style_of(letters(SANS, ("ANNA 2012",))) is None


def test_lines_in_different_faces_leave_a_style_open() -> None:
    """As a number of one width among names does: which of them show decides. Lines of one face agree, and what has no second part leaves nothing open."""
    alone = spread_over(by_line(SERIF))
    mixed = spread_over([*by_line(MONO, NAMES[:1]), *by_line(SERIF, NAMES[1:])])
    assert mixed > 5 * alone > 0
    assert spread_over([]) == spread_over(by_line(SANS, ("A",))) == 0


def test_a_single_line_is_halved() -> None:
    """It leaves open what its characters do."""
    text = "MENTIRANO GRENFELL ROSA"
    (line,) = by_line(SANS, (text,))
    halves = [line.some(slice(len(line) // 2)), line.some(slice(len(line) // 2, None))]
    assert spread_over([line]) == pytest.approx(spread_over(halves))
    assert spread_over([line]) > 0


def test_what_is_no_character_fits_no_face() -> None:
    """Blots, of which some are left out, fit worse than letters."""
    good = letters(SERIF)
    rng = np.random.default_rng(3)
    blots = LetterShapes(symbols=good.symbols, shapes=rng.random(good.shapes.shape).astype(np.float32))
    sharp, blotted = style_of(good), style_of(blots)
    assert sharp is not None
    assert blotted is not None
    assert blotted.misfit > 5 * sharp.misfit
