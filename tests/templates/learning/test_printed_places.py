"""Lines of a page, told into labels and values by name."""

from pathlib import Path

import numpy as np
import pytest

from docforensics.capture.load import load_capture
from docforensics.mrz.engines import load_engine
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.aligned_stack import AlignedSheet, read_sheet, zone_of
from docforensics.templates.learning.printed_line import (
    PrintedLine,
    common_places,
    without_another_number,
)
from docforensics.templates.learning.printed_places import (
    _in_columns,
    _named_by_zone,
    _of_zone,
    printed_lines,
)
from docforensics.viz.read import read_viz
from docforensics.viz.recognise import ReadLine, load_reader
from docforensics.viz.text import PageText, TextLine

DOCUMENTS = Path(__file__).parents[3] / "sample_docs" / "documents"


@pytest.fixture(scope="module")
def passport() -> tuple[AlignedSheet, tuple[PrintedLine, ...]]:
    """A scan of Utopia's passport and its lines."""
    sheet = read_sheet(
        load_capture(DOCUMENTS / "td3-2-0000-flatbed" / "data-page-white.jpg"), 0, load_engine()
    )
    seen = read_viz(sheet.page)
    pictures = [box for box in (seen.portrait, seen.secondary_portrait) if box is not None]
    assert sheet.page.size is not None
    return sheet, printed_lines(sheet, pictures, sheet.page.size)


def test_values_are_named_by_the_mrz_and_by_labels(
    passport: tuple[AlignedSheet, tuple[PrintedLine, ...]],
) -> None:
    """What the MRZ repeats, and what stands below a label alone."""
    values = {line.name: line.letters for line in passport[1] if line.name and not line.is_label}
    assert values["surname"] == "HOLLOWAY"
    assert values["given-names"] == "DALIA"
    assert values["nationality"] == "UTOPIAN"
    assert "sex" in values
    assert values["document-number"] == "FA2549843"
    assert values["date-of-birth"] == "26 MAY 1997"
    assert values["date-of-issue"] == "04 NOV 2025"
    assert values["date-of-expiry"] == "03 NOV 2035"
    assert values["place-of-birth"] == "ANYDER"
    assert values["authority"] == "PREFECTURE OF ANYDER"


def test_labels_and_titles_are_print_of_the_series(
    passport: tuple[AlignedSheet, tuple[PrintedLine, ...]],
) -> None:
    """Also on the one document that was seen; no value is among them."""
    labels = [line.letters for line in passport[1] if line.is_label]
    assert any("PLACE OF BIRTH" in text for text in labels)
    assert any("PASSPORT" in text for text in labels)
    assert not any(word in text for text in labels for word in ("HOLLOWAY", "DALIA", "ANYDER", "1997"))


def test_a_sheet_is_read_once(passport: tuple[AlignedSheet, tuple[PrintedLine, ...]]) -> None:
    """Reading costs a second."""
    sheet, lines = passport
    assert sheet.page.size is not None
    assert printed_lines(sheet, (), sheet.page.size) == lines


def test_lines_of_several_pages_are_one_where_they_stand_alike() -> None:
    """As wide as the widest; what most pages show comes first."""

    def line(name: str, left: float, right: float, top: float = 10) -> PrintedLine:
        return PrintedLine(box=BoxMm(left=left, top=top, right=right, bottom=top + 2), name=name)

    title = line("nationality", 5, 20, top=2)
    one, other = line("nationality", 40, 50), line("nationality", 40, 60)
    found = common_places([[title, one], [other], [line("", 41, 55)]])
    assert [(item.name, item.box.right) for item in found] == [("nationality", 60), ("nationality", 20)]


@pytest.mark.parametrize(("pages", "believed"), [(1, False), (2, True)])
def test_a_sex_and_a_number_are_believed_where_half_of_the_pages_give_them(
    pages: int, *, believed: bool
) -> None:
    """Of three; the name of another value one page tells."""
    box = BoxMm(left=3, top=22, right=8, bottom=25)
    for given, kept in (("sex", believed), ("document-number", believed), ("nationality", True)):
        seen = [PrintedLine(box=box, name=given if page < pages else "") for page in range(3)]
        assert [one.name for one in common_places([[one] for one in seen])] == [given if kept else ""]


@pytest.mark.parametrize(
    ("letters", "name"),
    [
        ("HJ0251040", ""),
        ("YM1906684", "document-number"),
        ("YM19O66 4", "document-number"),
        ("", "document-number"),
    ],
)
def test_another_number_is_not_the_documents(letters: str, name: str) -> None:
    """A visa states that of the passport, under a label that a passport has for its own; misread and unread ones are the document's."""
    line = PrintedLine(
        box=BoxMm(left=18, top=21, right=30, bottom=24), letters=letters, name="document-number"
    )
    coded = PrintedLine(box=BoxMm(left=44, top=14, right=55, bottom=16), letters="YM1906684")
    assert [one.name for one in without_another_number([line, coded], "YM1906684")] == [name, ""]
    assert without_another_number([line, coded], "") == [line, coded]


def test_a_number_is_the_documents_where_the_coded_one_stands_nowhere() -> None:
    """The zone may be misread."""
    box = BoxMm(left=18, top=21, right=30, bottom=24)
    line = PrintedLine(box=box, letters="HJ0251040", name="document-number")
    assert without_another_number([line], "YM1906684") == [line]


def test_a_number_apart_from_the_lines_is_no_part_of_one() -> None:
    """A row of digits over a value of which two were read."""
    value = PrintedLine(box=BoxMm(left=10, top=10, right=16, bottom=12), letters="30", name="document-number")
    loose = PrintedLine(box=BoxMm(left=8, top=9, right=30, bottom=13), letters="123456730", is_loose=True)
    assert common_places([[value, loose], [value, loose]]) == [value, loose]


def test_a_nationality_stands_where_the_word_stands_by_itself() -> None:
    """The State's name holds it as well, on a page whose labels are numbers."""

    def line(letters: str, top: float, right: float = 50, *, is_label: bool = False) -> PrintedLine:
        box = BoxMm(left=20, top=top, right=right, bottom=top + 2)
        return PrintedLine(box=box, letters=letters, is_label=is_label)

    title, value = line("UTOPIAN UNION", 4, is_label=True), line("UTOPIAN", 32, 37, is_label=True)
    found_in_title = PrintedLine(box=BoxMm(left=20, top=4, right=38, bottom=6), name="nationality")
    named = {one.letters: one.name for one in _named_by_zone([title, value], [found_in_title])}
    assert named == {"UTOPIAN UNION": "", "UTOPIAN": "nationality"}
    alone = {one.letters: one.name for one in _named_by_zone([title], [found_in_title])}
    assert alone == {"UTOPIAN UNION": "nationality"}


def test_labels_of_two_columns_that_are_one_line_are_parted_and_titles_are_not() -> None:
    """The first is in languages that no table holds; a title names no place, whatever stands below."""

    def line(text: str, left: float, top: float) -> TextLine:
        rows = np.eye(128, dtype=np.float32)[[ord(letter) for letter in text]]
        columns = np.asarray((np.arange(len(text)) + 0.5) / len(text), np.float32)
        read = ReadLine(text=text, posteriors=rows, alphabet="".join(map(chr, range(128))), columns=columns)
        return TextLine(box=BoxMm(left=left, top=top, right=left + len(text), bottom=top + 1.5), read=read)

    label, title = (
        line("Data de nascentia/Naskodato Nationalitate", 20, 33),
        line("REPUBLIC OF UTOPIA", 20, 4),
    )
    values = [
        line("05 JAN 1975", 20, 35),
        line("UTOPIAN", 48, 35),
        line("CARD", 20, 6),
        line("SERIES", 32, 6),
    ]
    found = [one.text for one in _in_columns([label, title, *values])]
    assert found[:3] == ["Data de nascentia/Naskodato", "Nationalitate", "REPUBLIC OF UTOPIA"]
    assert len(found) == 7


def test_places_are_named_by_the_zone_of_another_side() -> None:
    """The values of a card's front are known from the zone on its back; a zone of its own counts before that."""
    card = DOCUMENTS / "td1-0008-flatbed"
    front, back = (load_capture(card / f"{side}-white.jpg") for side in ("front", "back"))
    engine = load_engine()
    alone, both = (read_sheet(front, 0, engine, zone_of(other, engine)) for other in (None, back))
    assert (alone.document_zone, both.mrz) == (None, None)
    assert both.document_zone is not None
    named = [
        {line.name for line in _of_zone(sheet, PageText(page=sheet.page, reader=load_reader()))}
        for sheet in (alone, both)
    ]
    assert named[0] == set()
    assert {"surname", "given-names", "document-number", "date-of-birth", "date-of-expiry"} <= named[1]
    own = read_sheet(back, 0, engine, both.document_zone)
    assert own.mrz is not None
    assert own.zone_elsewhere is None
