"""How far the data of holders who were not seen may reach."""

from dataclasses import replace

from docforensics.formats.table import PageSize
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.seen_values import NOTHING_SEEN, SeenValues, of_each
from docforensics.templates.learning.variable_zones import (
    widened_for_few_holders,
    widened_for_one_holder,
    with_fields_of_each,
    without_labels,
)
from docforensics.templates.model import Feature, FeatureKind


def _field(name: str, *box: float) -> Feature:
    left, top, right, bottom = box
    place = BoxMm(left=left, top=top, right=right, bottom=bottom)
    return Feature(name=name, kind=FeatureKind.PERSONAL_DATA, box=place, variable=True)


def test_a_field_reaches_to_the_next_print_on_its_row() -> None:
    """A longer name fits; the column beside it is left alone; a row below does not count."""
    name, number, below = (
        _field("name", 40, 20, 60, 23),
        _field("number", 80, 20, 95, 23),
        _field("x", 65, 30, 70, 33),
    )
    wide, last, _ = widened_for_few_holders((name, number, below), 2, PageSize.ID3)
    assert wide.box.right == 79.5
    assert last.box.right == 123.5
    assert wide.box.left == 40


def test_accents_and_cedillas_of_another_name_have_room_between_the_labels() -> None:
    """A third of a capital; numbers have none, and the labels above and below stay print of the series."""
    size = PageSize.ID3
    names = (_field("surname", 40, 20, 60, 23), _field("document-number", 80, 20, 95, 23))
    name, number = widened_for_few_holders(names, 6, size)
    assert (name.box.top, name.box.bottom) == (20 - 0.35 * 2, 23 + 0.35 * 2)
    assert (number.box.top, number.box.bottom) == (20, 23)
    labels = [
        Feature(
            name=f"text-{top}",
            kind=FeatureKind.FIXED_TEXT,
            box=BoxMm(left=40, top=top, right=55, bottom=bottom),
        )
        for top, bottom in ((17, 19.8), (23.1, 25))
    ]
    between, *_ = widened_for_few_holders((names[0], *labels), 6, size)
    assert (between.box.top, between.box.bottom) == (19.8, 23.1)


def test_a_seen_accent_is_not_given_its_room_twice() -> None:
    """Room above and below, and the width of a letter, go by the capitals of most captures."""
    field = _field("surname", 40, 20, 60, 24)
    seen = SeenValues(capitals={"surname": (21.0, 23.0)})
    (wide,), (blind,) = (
        widened_for_few_holders((field,), 6, PageSize.ID3, one) for one in (seen, NOTHING_SEEN)
    )
    assert (wide.box.top, round(wide.box.bottom, 2)) == (19.8, 24.2)
    assert blind.box.top < 19.8
    assert blind.box.right > wide.box.right == 40 + 30 * 0.85 * 2


def test_pictures_get_room_until_many_holders_were_seen() -> None:
    """Hair and shoulders of others reach farther."""
    box = BoxMm(left=6, top=15, right=36, bottom=55)
    portrait = Feature(name="portrait", kind=FeatureKind.PORTRAIT, box=box, variable=True)
    (few,), (many,) = (widened_for_few_holders((portrait,), holders, PageSize.ID3) for holders in (2, 50))
    assert few.box.top < 10
    assert few.box.left < 4
    assert many.box == box


def test_a_signature_gets_room_on_all_sides() -> None:
    """It is no line of type; and rows of type that were found as one block reach to the next print as one row does."""
    captions = _field("next", 50, 57, 60, 60)
    block, _ = widened_for_few_holders((_field("field-1", 10, 56, 30, 62), captions), 3, PageSize.ID3)
    assert (block.box.left, block.box.top, block.box.right, block.box.bottom) == (7.5, 53.5, 49.5, 64.5)
    pen = feature(FeatureKind.SIGNATURE, 10, 56, 30, 62)
    (wide,) = widened_for_few_holders((pen,), 3, PageSize.ID3)
    assert wide.box == pen.box.grown(2.5)


def test_digits_under_one_another_are_one_number() -> None:
    """Those that the holders seen share are among them."""
    digits = [_field(f"digit-{n}", 119, 7 + 3 * n, 123, 9 + 3 * n) for n in (0, 1, 3)]
    box = BoxMm(left=119, top=13, right=123, bottom=15)
    shared = Feature(name="text", kind=FeatureKind.FIXED_TEXT, box=box)
    (number,) = widened_for_few_holders((*digits, shared), 2, PageSize.ID3)
    assert number.box.top < 5
    assert number.box.bottom > 20


def test_what_few_holders_share_is_presumed_as_of_one() -> None:
    """A row that no capture showed to vary is kept for the next holder; one that lies in a known field is that field."""
    known = _field("name", 40, 20, 60, 23)
    same, other = _field("row", 42, 20, 58, 23), _field("number", 118, 4, 123, 26)
    assert with_fields_of_each((known,), [[same], [other, other]]) == (
        known,
        _field("presumed-1", 118, 4, 123, 26),
    )


def test_what_is_known_to_be_of_the_series_is_not_presumed() -> None:
    """A title in the ink of the series that one capture reads as a value; a field that a label names stays one."""
    title, name = _field("field-1", 40, 4, 70, 8), _field("surname", 40, 20, 60, 23)
    assert with_fields_of_each((), [[title, name], [title]], lambda _: True) == (
        replace(name, name="presumed-1"),
    )


def test_a_mark_that_one_of_two_captures_shows_alone_is_no_holders() -> None:
    """An emblem in which the finder of lines saw a stroke; what both captures are presumed to hold stays, and a column of digits does."""
    alone, both = _field("mark-1", 60, 8, 66, 11), _field("mark-2", 80, 8, 86, 11)
    number = _field("mark-3", 118, 4, 123, 26)
    found = with_fields_of_each((), [[alone, both, number], [both]])
    assert [one.box for one in found] == [both.box, number.box]
    assert with_fields_of_each((), [[alone]]) == (replace(alone, name="presumed-1"),)


def feature(kind: FeatureKind, left: float, top: float, right: float, bottom: float) -> Feature:
    """A place that varies."""
    box = BoxMm(left=left, top=top, right=right, bottom=bottom)
    return Feature(name=kind.value, kind=kind, box=box, variable=True)


def test_a_field_of_one_holder_reaches_as_far_as_a_long_value() -> None:
    """Another holder's name is longer; it begins at the same place, and what stands behind it on its row ends it."""
    name = feature(FeatureKind.PERSONAL_DATA, 36, 20, 50, 23)
    behind = feature(FeatureKind.FIXED_TEXT, 70, 20, 80, 23)
    (wide,) = widened_for_one_holder((name,), PageSize.ID1)
    assert (wide.box.left, wide.box.right) == (36, 85.6 - 1.5)
    ended, _ = widened_for_one_holder((name, behind), PageSize.ID1, {behind.name: "SEX"})
    assert ended.box.right == 69.5
    assert (wide.box.top, wide.box.bottom) == (19.3, 23.7)


def test_dates_and_numbers_are_of_one_length() -> None:
    """By their names, or by what was read; a place that was not read is not widened at all."""
    birth, number, mark = (
        _field("date-of-birth", 36, 20, 50, 23),
        _field("field-1", 36, 30, 50, 33),
        _field("mark-1", 36, 40, 50, 42),
    )
    wide = widened_for_one_holder((birth, number, mark), PageSize.ID3, {"field-1": "AB 1234567"})
    assert [50 < one.box.right < 53 for one in wide] == [True, True, False]
    assert wide[2].box == mark.box


def test_data_are_printed_over_ornaments_and_end_at_text() -> None:
    """A rosette twice as high as a row was taken for fixed text, and a longer name for print that the reference does not show."""
    surname = _field("surname", 30, 13, 44, 15.6)
    rosette, label = (
        Feature(
            name="text-1", kind=FeatureKind.FIXED_TEXT, box=BoxMm(left=48, top=top, right=55, bottom=17.4)
        )
        for top in (12.8, 13.4)
    )
    assert widened_for_few_holders((surname, rosette), 3, PageSize.ID1)[0].box.right > 70
    read = SeenValues(read={"text-1": "SEX"})
    assert widened_for_few_holders((surname, label), 3, PageSize.ID1, read)[0].box.right == 47.5
    assert widened_for_few_holders((surname, rosette), 3, PageSize.ID1, read)[0].box.right > 70


def test_a_name_goes_on_over_small_print_on_which_no_letter_was_read() -> None:
    """A piece of a rosette is as high as a row; print as wide as words ends it though its script is not read."""
    surname = _field("surname", 30, 13, 44, 15.6)
    piece, words = (
        Feature(
            name="text-1", kind=FeatureKind.FIXED_TEXT, box=BoxMm(left=48, top=13, right=right, bottom=15.6)
        )
        for right in (52, 60)
    )
    assert widened_for_few_holders((surname, piece), 3, PageSize.ID1)[0].box.right > 70
    assert widened_for_few_holders((surname, words), 3, PageSize.ID1)[0].box.right == 47.5


def test_a_name_ends_at_a_label_that_was_not_read() -> None:
    """Two letters in another script, with a field right behind them, or below them on either side: what is covered there is not compared."""
    surname = _field("surname", 30, 13, 44, 15.6)
    label = Feature(
        name="text-1", kind=FeatureKind.FIXED_TEXT, box=BoxMm(left=48, top=13, right=52, bottom=15.6)
    )
    for field, ends in (
        (_field("sex", 53, 13, 55, 15.6), True),
        (_field("sex", 47.8, 16, 50, 18.6), True),
        (_field("sex", 42, 16, 52, 18.6), True),
        (_field("sex", 60, 13, 62, 15.6), False),
        (_field("sex", 42, 16, 58, 18.6), False),
    ):
        wide, *_ = widened_for_few_holders((surname, label, field), 3, PageSize.ID1)
        assert (wide.box.right == 47.5) is ends


def test_a_number_of_one_capture_stays_a_number() -> None:
    """It is hidden as a whole, which its name says."""
    number = _field("number-2", 40, 30, 60, 33)
    (found,) = with_fields_of_each((), [[number]])
    assert found == replace(number, name="number-1")


def test_an_ornament_above_a_value_that_has_its_label_ends_no_name() -> None:
    """A piece of a rosette between two rows; without the label it may be one in another script."""
    given, birth = _field("given-names", 30, 13, 44, 15.6), _field("date-of-birth", 50, 19, 62, 21.6)
    piece, label = (
        Feature(
            name=name, kind=FeatureKind.FIXED_TEXT, box=BoxMm(left=50, top=top, right=right, bottom=bottom)
        )
        for name, top, right, bottom in (("text-1", 13.6, 53, 15.6), ("text-2", 16.8, 62, 18.8))
    )
    read = SeenValues(read={"text-2": "DATE OF BIRTH"})
    wide, *_ = widened_for_few_holders((given, piece, label, birth), 3, PageSize.ID1, read)
    assert wide.box.right > 70
    ended, *_ = widened_for_few_holders((given, piece, birth), 3, PageSize.ID1, read)
    assert ended.box.right == 49.5


def test_what_differs_between_many_holders_is_no_longer_than_it_was_seen() -> None:
    """The edge of a head of hair; of few holders it may be a name."""
    hair = _field("varying-1", 20, 13, 34, 15.6)
    ends = SeenValues(ends={"varying-1": [34.0] * 10})
    assert widened_for_few_holders((hair,), 10, PageSize.ID1, ends)[0].box.right == 34
    assert widened_for_few_holders((hair,), 3, PageSize.ID1)[0].box.right > 60


def test_two_values_side_by_side_do_not_run_into_one_another() -> None:
    """Less than the margins of both apart."""
    surname, unnamed = _field("surname", 30, 13, 44, 15.6), _field("field-1", 43.8, 13, 50, 15.6)
    wide, _ = widened_for_few_holders((surname, unnamed), 3, PageSize.ID1)
    assert wide.box.right == 44


def test_a_name_ends_at_a_field_and_goes_on_over_a_rosette_that_is_taken_for_one() -> None:
    """Higher than a row, without a name, and nothing was read on it; a picture and a barcode are no rosettes."""
    surname = _field("surname", 30, 13, 44, 15.6)
    for name, high, read, ends in (
        ("field-1", 17.9, {}, False),
        ("field-1", 17.9, {"field-1": "AB"}, True),
        ("field-1", 15.6, {}, True),
        ("varying-1", 17.9, {}, True),
        ("barcode-1", 17.9, {}, True),
    ):
        behind = _field(name, 48, 12.4, 55, high)
        wide, *_ = widened_for_few_holders((surname, behind), 3, PageSize.ID1, SeenValues(read=read))
        assert (wide.box.right == 47.5) is ends
    rest = _field("field-1", 42, 13, 50, 15.6)
    assert widened_for_few_holders((surname, rest), 3, PageSize.ID1)[0].box.right > 70


def test_a_place_that_is_named_a_surname_is_of_any_length_however_short_the_one_seen() -> None:
    """LI is no code: the next holder's surname has two scripts and fills the row."""
    surname, unnamed = _field("surname", 36, 20, 40, 23), _field("field-1", 36, 30, 40, 33)
    seen = SeenValues(read={"surname": "LI", "field-1": "LI"})
    wide = widened_for_few_holders((surname, unnamed), 3, PageSize.ID1, seen)
    assert wide[0].box.right == 85.6 - 1.5
    assert wide[1].box.right < 44


def test_ten_holders_show_of_which_length_codes_and_dates_are() -> None:
    """A nationality that all ten share is no longer on the next page; three holders may share one, and so may two of ten who have an entry there."""
    state = _field("nationality", 40, 20, 60, 23)
    few = widened_for_few_holders((state,), 3, PageSize.ID3)[0].box.right
    for ends, right in (
        ([59.5] * 10, 60.0),
        ([59.0, 59.5] * 5, 61.0),
        ([52.0, 59.5] * 5, few),
        ([*[40.0] * 8, 59.5, 59.5], few),
    ):
        seen = SeenValues(ends={"nationality": ends})
        assert widened_for_few_holders((state,), 10, PageSize.ID3, seen)[0].box.right == right
    for name in ("eyes", "sex", "field-1"):
        field = _field(name, 40, 20, 60, 23)
        seen = SeenValues(ends={name: [59.5] * 10}, read={name: "BROWN 12345"})
        ten, three = (widened_for_few_holders((field,), count, PageSize.ID3, seen) for count in (10, 3))
        assert ten[0].box == three[0].box


def test_a_holder_who_was_captured_often_counts_once() -> None:
    """The farthest end of each."""
    assert of_each([50.0, 51.0, 40.0, 52.0], [7, 7, 2, 7]) == [40.0, 52.0]


def test_ten_holders_show_how_long_values_are() -> None:
    """The next one's ends four of their standard deviations behind the longest, or five letters; and never behind thirty."""
    surname = _field("surname", 40, 20, 60, 23)
    letter = 0.85 * 2.0

    def end(*ends: float) -> float:
        (wide,) = widened_for_few_holders((surname,), 10, PageSize.ID3, SeenValues(ends={"surname": ends}))
        return wide.box.right

    assert end(54, 60) == 60 + 4 * 3
    assert end(59, 60) == 60 + 5 * letter
    assert end(45, 75) == 40 + 30 * letter


def test_hair_may_stand_higher_than_on_the_one_portrait_seen() -> None:
    """But no picture reaches over the page's edge."""
    (wide,) = widened_for_one_holder((feature(FeatureKind.PORTRAIT, 1, 14, 28, 44),), PageSize.ID1)
    assert wide.box.top == 14 - 0.12 * 30
    assert wide.box.left == 0
    assert wide.box.bottom > 44


def test_a_signature_may_be_taller() -> None:
    """It is no line of type."""
    (wide,) = widened_for_one_holder((feature(FeatureKind.PERSONAL_DATA, 40, 40, 60, 46),), PageSize.ID1)
    assert (wide.box.top, wide.box.bottom) == (38.5, 47.5)


def test_fixed_places_stay_as_they_are() -> None:
    """The background and the zone are not the holder's to widen."""
    zone = feature(FeatureKind.MACHINE_READABLE_ZONE, 0, 30, 85.6, 54)
    assert widened_for_one_holder((zone,), PageSize.ID1) == (zone,)


def test_a_label_that_one_capture_shows_legibly_is_taken_out_of_fields_without_a_name() -> None:
    """On the other capture it was misread as a value; named values stay as they are."""
    place = BoxMm(left=10, top=10, right=60, bottom=14)
    label = Feature(
        name="text-1", kind=FeatureKind.FIXED_TEXT, box=BoxMm(left=10, top=10, right=30, bottom=14)
    )
    unnamed, named = (
        Feature(name=name, kind=FeatureKind.PERSONAL_DATA, box=place, variable=True)
        for name in ("presumed-1", "surname")
    )
    (left,) = (one for one in without_labels([unnamed], [[label], []]) if one.variable)
    assert left.box.left >= 30
    assert named in without_labels([named], [[label], []])
    fixed = [one for one in without_labels([unnamed], [[label], []]) if not one.variable]
    assert [one.box for one in fixed] == [label.box]


def test_room_for_accents_and_cedillas_makes_no_row_a_block() -> None:
    """A row of 4.4 mm with both is higher than a line of type, and is one all the same."""
    (name,) = widened_for_few_holders((_field("given-names", 20, 26, 60, 30.4),), 6, PageSize.ID3)
    assert name.box.left == 20
    assert name.box.height < 4.4 + 2 * 0.35 * 4.4
