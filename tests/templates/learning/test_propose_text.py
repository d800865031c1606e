"""Places of text, with names."""

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.mrz.parse import Mrz, parse_mrz
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.personalisation_ink import lettering
from docforensics.templates.learning.printed_line import PrintedLine
from docforensics.templates.learning.propose_text import (
    beside_labels,
    letters_read,
    named_behind_labels,
    named_fields,
    text_of_one_holder,
    without_letters_of_all,
)


def line(name: str, left: float, top: float, letters: str = "ERIKSSON") -> PrintedLine:
    """A value as read, 20 mm wide and 2 mm high."""
    return PrintedLine(
        box=BoxMm(left=left, top=top, right=left + 20, bottom=top + 2), letters=letters, name=name
    )


def test_names_are_unique_and_what_has_none_is_counted() -> None:
    """From the top; a second place of a name is counted too, and so is a row that differs and is no named value."""
    values = [line("surname", 10, 10), line("", 10, 30), line("surname", 50, 20)]
    rows = [BoxMm(left=10, top=10, right=32, bottom=12), BoxMm(left=10, top=40, right=30, bottom=42)]
    fields = {one.name: one.box for one in named_fields(values, rows)}
    assert list(fields) == ["surname", "field-1", "field-2", "field-3"]
    assert fields["surname"] == values[0].box.grown(0.5)
    assert [fields[f"field-{n}"].top for n in (1, 2, 3)] == [19.5, 29.5, 40]


def test_a_signature_is_no_field() -> None:
    """It is a place of its own kind."""
    assert [one.name for one in named_fields([line("signature", 10, 10)])] == ["field-1"]


def test_what_was_read_is_told_by_place() -> None:
    """For how much longer others' values may be."""
    values = [line("surname", 10, 10), line("", 10, 30, "12 AUG 1974"), line("", 10, 50, "")]
    assert letters_read(named_fields(values), values) == {"surname": "ERIKSSON", "field-1": "12 AUG 1974"}


def test_a_label_that_line_work_crosses_is_no_mark() -> None:
    """What the finder joined to it left and right is, where a letter has room there."""
    label = BoxMm(left=38, top=21, right=52, bottom=23.5)
    found = BoxMm(left=37.5, top=20, right=55, bottom=24)
    assert beside_labels(found, [label]) == [BoxMm(left=52, top=20, right=55, bottom=24)]
    assert beside_labels(found, []) == [found]
    within = BoxMm(left=40, top=21, right=42, bottom=23)
    assert beside_labels(within, [label]) == [within]


def two_languages(value: str, label: str = "08808680") -> Pixels:
    """A row of 100 x 20 mm at 8 px/mm: a label in two languages and a value behind it."""
    pixels = np.full((160, 800, 3), 230, np.uint8)
    for text, left in (("DATE OF EXPIRY /", 16), (label, 260), (value, 500)):
        cv2.putText(pixels, text, (left, 96), 0, 0.9, (20, 20, 20), 2, cv2.LINE_AA)
    return pixels


LABEL, TRANSLATION, VALUE = (
    BoxMm(left=left, top=9, right=right, bottom=13) for left, right in ((2, 31), (32, 52), (62, 90))
)


def named_of(*pages: Pixels, between: BoxMm | None = None) -> dict[str, BoxMm]:
    """Values by name where the translation was named."""
    printed = [
        PrintedLine(box=LABEL, letters="DATE OF EXPIRY", is_label=True, name="date-of-expiry"),
        PrintedLine(box=TRANSLATION, letters="08808680", name="date-of-expiry"),
        PrintedLine(box=VALUE, letters="26 JUN 2028"),
    ]
    if between is not None:
        printed.append(PrintedLine(box=between, letters="AUTHORITY", is_label=True, name="authority"))
    found = named_behind_labels(printed, [VALUE], pages, range(len(pages)))
    return {one.name: one.box for one in found if one.name and not one.is_label}


def test_a_label_in_a_script_that_is_not_read_gives_its_name_to_the_value_behind_it() -> None:
    """All holders show it alike, and the row behind it differs."""
    pages = [two_languages("26 JUN 2028"), two_languages("03 MAY 2031"), two_languages("17 OCT 2027")]
    assert named_of(*pages) == {"date-of-expiry": VALUE}


def test_a_value_that_differs_keeps_its_name_and_so_does_one_before_another_label() -> None:
    """Two holders may share an authority; what differs behind the next label is that label's."""
    differs = [two_languages("26 JUN 2028", "A 1"), two_languages("03 MAY 2031", "XK 77")]
    assert named_of(*differs) == {"date-of-expiry": TRANSLATION}
    alike = [two_languages("26 JUN 2028"), two_languages("03 MAY 2031")]
    next_label = BoxMm(left=53, top=9, right=61, bottom=13)
    assert named_of(*alike, between=next_label) == {"date-of-expiry": TRANSLATION}


def test_a_value_that_all_holders_share_keeps_its_name_beside_one_that_differs() -> None:
    """A nationality under its label, and a date on its row under the next one; an authority in words behind its label."""
    pages = [two_languages("26 JUN 2028"), two_languages("03 MAY 2031")]
    above = BoxMm(left=32, top=4, right=52, bottom=7)
    for name, label in (("nationality", LABEL), ("authority", LABEL), ("date-of-issue", above)):
        printed = [
            PrintedLine(box=label, letters="LABEL", is_label=True, name=name),
            PrintedLine(box=TRANSLATION, letters="UTOPIAN", name=name),
            PrintedLine(box=VALUE, letters="26 JUN 2028"),
        ]
        assert named_behind_labels(printed, [VALUE], pages, (0, 1)) == printed


def page_of(sex: str) -> tuple[Mrz, Pixels]:
    """A holder's coded lines and page: an upright title of which one letter is an F, and the holder's letter."""
    zone = parse_mrz(
        f"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122{sex}1204159ZE184226B<<<<<10"
    )
    page = np.full((320, 400, 3), 235, np.uint8)
    for letter, place in (("F", (40, 100)), (sex, (240, 200))):
        cv2.putText(page, letter, place, cv2.FONT_HERSHEY_SIMPLEX, 0.7, (30, 30, 40), 2, cv2.LINE_AA)
    return zone, page


def test_a_letter_that_holders_of_both_sexes_share_is_no_field_of_the_sex() -> None:
    """Titles set letter by letter hold it; where all holders are of one sex nothing tells the two."""
    title = PrintedLine(box=BoxMm(left=5, top=10.5, right=7, bottom=12.7), letters="F", name="sex")
    own = PrintedLine(box=BoxMm(left=30, top=23, right=32, bottom=25.2), letters="F", name="sex")
    zones, pages = zip(*(page_of(sex) for sex in "FMF"), strict=True)
    found = without_letters_of_all([title, own], zones, pages, [0, 1, 2])
    assert [one.name for one in found] == ["", "sex"]
    alike = without_letters_of_all([title, own], zones[::2], pages[::2], [0, 2])
    assert [one.name for one in alike] == ["sex", "sex"]


def test_numbers_apart_from_lines_are_places_of_their_own_and_bold_ones_are_no_emblems() -> None:
    """A solid shape that reads as letters is an emblem."""
    page = np.full((400, 800, 3), 225, np.uint8)
    page[80:120, 80:240] = page[160:200, 80:240] = 30
    places = (BoxMm(left=10, top=10, right=30, bottom=15), BoxMm(left=10, top=20, right=30, bottom=25))
    printed = [
        PrintedLine(box=places[0], letters="28 02 2027"),
        PrintedLine(box=places[1], letters="OO"),
        PrintedLine(box=BoxMm(left=50, top=30, right=70, bottom=34), letters="090685", is_loose=True),
    ]
    found = text_of_one_holder(printed, [], lettering(page), page)
    boxes = {one.name: one.box for one in found}
    assert boxes["field-1"].overlap(places[0]) == places[0].area
    assert boxes["number-1"].holds((60, 32))
    assert sum(one.name.startswith("field") for one in found) == 1
