"""The order in which a page's lines are read until every field of the MRZ agrees, without a picture."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from docforensics.mrz.parse import parse_mrz
from docforensics.page.geometry import BoxMm
from docforensics.viz.fields.verify import verify
from docforensics.viz.fields.zone import FieldState
from docforensics.viz.recognise import ReadLine
from docforensics.viz.text import TextLine

MRZ = parse_mrz("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F3004157ZE184226B<<<<<16")
DAY = date(2026, 11, 24)
VALUES = {
    "document_number": "L898902C3",
    "surname": "ERIKSSON",
    "given_names": "ANNA MARIA",
    "nationality": "UTOPIAN",
    "birth_date": "12 AUG 1974",
    "expiry_date": "15 APR 2030",
}
SEX = BoxMm(left=70, top=38, right=84, bottom=41)
Placed = Callable[..., TextLine]


class Asked:
    """A page whose lines are given, and what was asked of it."""

    def __init__(self, values: Iterable[TextLine], single: Iterable[TextLine] = (), said: str = "") -> None:
        self.of: list[str] = []
        self._values, self._single, self._said = tuple(values), tuple(single), said
        self.placed: Placed
        self.at_first: Asked | None = None
        self.taken: list[TextLine] = []
        self.small: tuple[TextLine, ...] = ()

    def glance(self) -> Any:
        """Give the page as another reader sees it first."""
        return self.at_first

    def take(self, lines: Iterable[TextLine]) -> None:
        """Keep what was taken over."""
        self.taken += lines

    def values_at(self, places: Iterable[BoxMm]) -> tuple[TextLine, ...]:
        """Give bold lines at places."""
        self.of.append("values at places")
        wanted = tuple(places)
        return tuple(line for line in self._values if any(line.box.overlap(box) for box in wanted))

    def values(self) -> tuple[TextLine, ...]:
        """Give bold lines."""
        self.of.append("values")
        return self._values

    def faint_values(self) -> tuple[TextLine, ...]:
        """Give no faint line."""
        self.of.append("faint values")
        return ()

    def print_at(self, places: Iterable[BoxMm]) -> tuple[TextLine, ...]:
        """Give small lines at places."""
        wanted = tuple(places)
        return tuple(line for line in self.small if any(line.box.overlap(box) for box in wanted))

    def letters(self, places: Iterable[BoxMm] | None = None) -> tuple[TextLine, ...]:
        """Give the letters that stand alone."""
        self.of.append("letters" if places is None else "letters at places")
        return self._single

    def line(self, box: BoxMm) -> TextLine:
        """Give what is read at any place."""
        self.of.append("place")
        return TextLine(box=box, read=self.placed(self._said, 0, 0).read)

    def parts(self) -> tuple[TextLine, ...]:
        """Give no parts."""
        return ()

    def captions(self, _: BoxMm) -> tuple[TextLine, ...]:
        """Give no captions."""
        return ()

    def strip_above(self, _: BoxMm) -> TextLine:
        """Give a strip without a caption."""
        return self.placed("-", 0, 0)

    def looks(self, _: BoxMm) -> tuple[ReadLine, ...]:
        """Give no other look."""
        return ()


def _page(placed: Placed, values: dict[str, str], **more: Any) -> tuple[Any, dict[str, BoxMm]]:
    """A page with one value a line, and the places of its fields."""
    lines = [placed(text, 40, 10 + 5 * row) for row, text in enumerate(values.values())]
    page = Asked([*lines, placed("UTOPIA PASSPORT", 40, 2)], **more)
    page.placed = placed
    return page, {name: line.box for name, line in zip(values, lines, strict=True)}


def test_lines_at_the_places_of_fields_are_enough_where_they_agree(placed: Placed) -> None:
    """Nothing else is read; the sex, too short for a line, is read at its own place."""
    page, places = _page(placed, VALUES, said="F")
    found = verify(MRZ, page, DAY, {**places, "sex": SEX}, [SEX])
    assert {item.state for item in found} == {FieldState.AGREES}
    assert page.of == ["values at places", "place"]


def test_a_place_that_holds_more_than_the_sex_is_searched_for_the_letter_alone(placed: Placed) -> None:
    """What stands beside it reads into the place; no line is read for it."""
    page, places = _page(placed, VALUES, said="FE", single=[placed("F", 72, 38)])
    found = verify(MRZ, page, DAY, {**places, "sex": SEX}, [SEX])
    assert {item.state for item in found} == {FieldState.AGREES}
    assert page.of == ["values at places", "place", "letters at places"]


def test_all_bold_lines_are_read_where_those_at_the_places_do_not_settle_a_field(placed: Placed) -> None:
    """A value at another place of data agrees as well where its own is empty: places may be named wrong."""
    page, places = _page(placed, VALUES, said="F")
    data = [SEX, *places.values()]
    places["surname"] = BoxMm(left=1, top=70, right=20, bottom=72)
    found = verify(MRZ, page, DAY, {**places, "sex": SEX}, data)
    assert {item.state for item in found} == {FieldState.AGREES}
    assert "values" in page.of


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("document_number", "X1234567"),
        ("surname", "ROBINSON"),
        ("given_names", "BRIGITTE"),
        ("birth_date", "03 FEB 1951"),
    ],
)
def test_the_coded_value_at_another_place_hides_no_other_value_in_the_fields_own(
    placed: Placed, name: str, other: str
) -> None:
    """It disagrees as without the copy; where the copy stands in a place of data, the field is left open."""
    coded = VALUES[name]
    page, places = _page(placed, {**VALUES, name: other, "copy": coded}, said="F")
    copy = places.pop("copy")
    places["sex"] = SEX

    for data, state in (
        (list(places.values()), FieldState.DISAGREES),
        ([copy, *places.values()], FieldState.NOT_SEEN),
    ):
        found = {item.name: item.state for item in verify(MRZ, page, DAY, places, data)}
        assert found.pop(name) is state
        assert set(found.values()) == {FieldState.AGREES}


def test_the_coded_value_beyond_all_data_states_nothing_of_an_empty_place(placed: Placed) -> None:
    """The place of the field is empty, and a copy stands where no data do."""
    page, places = _page(placed, VALUES, said="F")
    places["surname"] = BoxMm(left=1, top=70, right=20, bottom=72)
    others = [box for name, box in places.items() if name != "surname"]
    found = {item.name: item.state for item in verify(MRZ, page, DAY, {**places, "sex": SEX}, [SEX, *others])}
    assert found.pop("surname") is FieldState.NOT_SEEN
    assert set(found.values()) == {FieldState.AGREES}


def test_without_places_bold_lines_and_letters_alone_come_before_faint_ones(placed: Placed) -> None:
    """The sex is found among the letters; where it is not, everything is read."""
    page, _ = _page(placed, VALUES, single=[placed("F", 72, 38)])
    assert {item.state for item in verify(MRZ, page, DAY)} == {FieldState.AGREES}
    assert page.of == ["values", "letters"]
    page, _ = _page(placed, VALUES)
    assert {item.name for item in verify(MRZ, page, DAY) if item.state is FieldState.NOT_SEEN} == {"sex"}
    assert "faint values" in page.of


def test_a_page_that_is_settled_at_a_glance_is_asked_for_nothing(placed: Placed) -> None:
    """The quick network's reading is enough where every field agrees."""
    page, places = _page(placed, VALUES, said="F")
    page.at_first, _ = _page(placed, VALUES, said="F")
    found = verify(MRZ, page, DAY, {**places, "sex": SEX}, [SEX])
    assert {item.state for item in found} == {FieldState.AGREES}
    assert page.at_first.of == ["values at places", "place"]
    assert page.of == []


def test_what_a_glance_leaves_open_is_decided_by_the_thorough_reading(placed: Placed) -> None:
    """Lines that hold a field are taken over; another value is none because a glance has read one."""
    page, places = _page(placed, VALUES, said="F")
    page.at_first, _ = _page(placed, {**VALUES, "document_number": "L898902C8"}, said="F")
    found = verify(MRZ, page, DAY, {**places, "sex": SEX}, [SEX])
    assert {item.state for item in found} == {FieldState.AGREES}
    assert {line.text for line in page.at_first.taken} == set()
    assert {line.text for line in page.taken} == {*VALUES.values()} - {"L898902C3"}


def test_a_field_that_disagrees_is_never_settled_early(placed: Placed) -> None:
    """Another number at the number's place is held against everything that can be read."""
    page, places = _page(placed, {**VALUES, "document_number": "X1234567"}, said="F")
    verify(MRZ, page, DAY, {**places, "sex": SEX}, [SEX])
    assert "faint values" in page.of


def test_a_place_in_which_a_word_was_read_holds_no_letter_alone(placed: Placed) -> None:
    """It is not read for one."""
    page, places = _page(placed, VALUES, said="M")
    verify(MRZ, page, DAY, data=[*places.values(), SEX])
    assert page.of.count("place") == 2  # the sex, at each of two looks


def test_a_sex_in_no_line_is_read_at_the_places_of_data(placed: Placed) -> None:
    """Where the template has data of one line and no line was found; a place that holds more than a letter is none."""
    box = BoxMm(left=70, top=38, right=84, bottom=41)
    for said, state in (("F", FieldState.AGREES), ("M", FieldState.NOT_SEEN), ("F M", FieldState.NOT_SEEN)):
        read = placed(said, 70, 38).read
        page: Any = SimpleNamespace(
            values=lambda: (placed("ERIKSSON", 40, 20),),
            glance=lambda: None,
            take=lambda _: None,
            faint_values=tuple,
            print_at=lambda _: (),
            parts=tuple,
            letters=tuple,
            captions=lambda _: (),
            line=lambda box, read=read: TextLine(box=box, read=read),
            strip_above=lambda _: placed("-", 0, 0),
            looks=lambda _: (),
        )
        found = {item.name: item.state for item in verify(MRZ, page, DAY, data=[box])}
        assert found["sex"] is state


def test_a_sex_that_stands_in_no_line_is_looked_for_among_letters_alone(placed: Placed) -> None:
    """It is too short for a line; another letter agrees with nothing, and is no finding."""
    for printed, state in (("F", FieldState.AGREES), ("M", FieldState.NOT_SEEN), ("", FieldState.NOT_SEEN)):
        letters = (placed(printed, 80, 30),) if printed else ()
        page: Any = SimpleNamespace(
            values=tuple,
            glance=lambda: None,
            take=lambda _: None,
            faint_values=tuple,
            print_at=lambda _: (),
            parts=tuple,
            letters=lambda letters=letters: letters,
            captions=lambda _: (),
        )
        found = {item.name: item.state for item in verify(MRZ, page, DAY)}
        assert found["sex"] is state


@pytest.mark.parametrize(
    ("small", "said", "state"),
    [
        ("ERIKSSON", "BEPEVERG", FieldState.AGREES),
        ("ERIKSEN", "BEPEVERG", FieldState.NOT_SEEN),  # near the name: a misread, or its other script
        ("ROBINSON", "ROBINSON", FieldState.DISAGREES),
        ("", "BEPEVERG", FieldState.DISAGREES),
        ("UTOPIA UTOPIA", "-", FieldState.NOT_SEEN),  # microprint
    ],
)
def test_small_print_in_a_names_place_is_read_by_its_lines(
    placed: Placed, small: str, said: str, state: FieldState
) -> None:
    """A place that is read whole cuts a letter where the line does not; another name is one that both show."""
    values = {name: value for name, value in VALUES.items() if name != "surname"}
    page, places = _page(placed, values, said=said)
    own = BoxMm(left=40, top=60, right=60, bottom=63)
    line = placed(small, 41, 61, width=12.0)
    page.small = (replace(line, box=replace(line.box, bottom=line.box.top + 1.4)),) if small else ()
    found = verify(MRZ, page, DAY, {**places, "surname": own}, [own, *places.values()])
    assert next(item.state for item in found if item.name == "surname") is state


def test_a_name_in_two_scripts_is_looked_for_beside_the_stroke(placed: Placed) -> None:
    """A reader that does not know one script loses letters of the other; what is read there by itself can only agree."""
    surname, given = MRZ.name.primary[0], MRZ.name.secondary[0]
    for said, state in ((surname, FieldState.AGREES), ("JACTUBKA", FieldState.NOT_SEEN)):
        parts = (placed(said, 40, 20), placed(given, 40, 26))
        page: Any = SimpleNamespace(
            values=tuple,
            glance=lambda: None,
            take=lambda _: None,
            faint_values=tuple,
            print_at=lambda _: (),
            parts=lambda parts=parts: parts,
            letters=tuple,
            captions=lambda _: (),
        )
        found = {item.name: item.state for item in verify(MRZ, page, DAY)}
        assert found["surname"] is state


@pytest.mark.parametrize(
    ("height", "left", "state"),
    [
        (1.0, 60.0, FieldState.DISAGREES),  # small, behind the other name
        (2.0, 30.0, FieldState.AGREES),  # as large, before it: an issuer prints another one behind
        (2.0, 60.0, FieldState.NOT_SEEN),  # as large, behind it
    ],
)
def test_in_one_place_the_coded_value_counts_first_and_as_large(
    placed: Placed, height: float, left: float, state: FieldState
) -> None:
    """Another surname stands in the field's own place as well."""
    page, places = _page(placed, {**VALUES, "surname": "ROBINSON"}, said="F")
    other = places["surname"]
    coded = placed("ERIKSSON", left, other.top)
    box = replace(coded.box, bottom=coded.box.top + height * coded.box.height / 2.0)
    copy = replace(coded, box=box)
    page._values = (*page._values, copy)
    places["surname"] = replace(other, left=20.0, right=100.0)
    found = {
        item.name: item.state
        for item in verify(MRZ, page, DAY, {**places, "sex": SEX}, [SEX, *places.values()])
    }
    assert found["surname"] is state


@pytest.mark.parametrize(
    ("other", "state"),
    [
        ("Δpaxosson", FieldState.NOT_SEEN),
        ("Rpaxosson", FieldState.DISAGREES),
        ("Rpaxosson Δ", FieldState.DISAGREES),
    ],
)
def test_a_name_in_another_script_before_a_smaller_coded_one_leaves_it_open(
    placed: Placed, other: str, state: FieldState
) -> None:
    """Its letters reach farther up and down, and it stands first: neither another name nor the coded one is seen."""
    page, places = _page(placed, {**VALUES, "surname": other}, said="F")
    own = places["surname"]
    coded = placed("Eriksson", own.right + 6.0, own.top)
    low = replace(coded, box=replace(coded.box, bottom=coded.box.top + 0.7 * coded.box.height))
    page._values = (*page._values, low)
    places["surname"] = replace(own, right=100.0)
    found = verify(MRZ, page, DAY, {**places, "sex": SEX}, [SEX, *places.values()])
    assert {item.name: item.state for item in found}["surname"] is state


@pytest.mark.parametrize(("before", "state"), [("MAPIA", FieldState.AGREES), ("TAPAC", FieldState.NOT_SEEN)])
def test_the_name_in_cyrillic_before_the_coded_one_is_no_other_name(
    placed: Placed, before: str, state: FieldState
) -> None:
    """Every letter of it looks like a Latin one, and is surely read; another name in Cyrillic leaves the coded one open."""
    page, places = _page(placed, {**VALUES, "given_names": before}, said="F")
    own = places["given_names"]
    page._values = (*page._values, placed(VALUES["given_names"], own.right + 6.0, own.top))
    places["given_names"] = replace(own, right=100.0)
    found = verify(MRZ, page, DAY, {**places, "sex": SEX}, [SEX, *places.values()])
    assert {item.name: item.state for item in found}["given_names"] is state


def test_the_code_of_the_state_before_a_value_is_no_other_value(placed: Placed) -> None:
    """A template may have laid the column of the code and that of the surname into one place."""
    page, places = _page(placed, {**VALUES, "surname": "UTO"}, said="F")
    code = places["surname"]
    page._values = (*page._values, placed("ERIKSSON", code.right + 8.0, code.top))
    places["surname"] = replace(code, right=100.0)
    found = verify(MRZ, page, DAY, {**places, "sex": SEX}, [SEX, *places.values()])
    assert {item.state for item in found} == {FieldState.AGREES}


@pytest.mark.parametrize(
    ("before", "state"), [("VALIDA", FieldState.AGREES), ("15 APR 2031", FieldState.NOT_SEEN)]
)
def test_only_digits_before_a_date_may_be_another_date(
    placed: Placed, before: str, state: FieldState
) -> None:
    """A label in a language that no table holds may stand in a date's place."""
    page, places = _page(placed, {**VALUES, "expiry_date": before}, said="F")
    label = places["expiry_date"]
    page._values = (*page._values, placed("15 APR 2030", label.right + 4.0, label.top))
    places["expiry_date"] = replace(label, right=100.0)
    found = verify(MRZ, page, DAY, {**places, "sex": SEX}, [SEX, *places.values()])
    assert {item.name: item.state for item in found}["expiry_date"] is state
