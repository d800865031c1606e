"""What of edited places no template may have is named, place by place and field by field."""

from dataclasses import replace
from typing import Any

import pytest

from docforensics.editing.places import EditedPlace, place_of, problems, read_places
from docforensics.errors import UsageError
from docforensics.parsing import plain
from docforensics.templates.model import Template


def places_of(template: Template) -> tuple[EditedPlace, ...]:
    """As they are opened."""
    return tuple(place_of(feature, number) for number, feature in enumerate(template.features))


def test_places_as_they_are_have_no_problem(template: Template) -> None:
    """And survive the way to the page and back."""
    places = places_of(template)
    assert problems(places, template, places) == ()
    assert read_places([plain(place) for place in places], len(places)) == places


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"name": ""}, "name", "Give the place a name"),
        ({"name": "surname"}, "name", "Another place is named surname"),
        ({"name": "Portrait 1"}, "name", "lower-case letters"),
        ({"name": "a" * 61}, "name", "at most 60"),
        ({"kind": "watermark"}, "kind", "watermark is no kind"),
        ({"kind": ""}, "kind", "No kind is no kind"),
        ({"light": "ir"}, "light", "it has visible, uv"),
        ({"box_mm": (5.0, 12.0, None, 42.0)}, "box_mm", "as numbers"),
        ({"box_mm": (5.0, 12.0, float("inf"), 42.0)}, "box_mm", "as numbers"),
        ({"box_mm": (5.0, 12.0, 5.0, 42.0)}, "box_mm", "more than 0 mm"),
        ({"box_mm": (5.0, 12.0, 29.0, 11.0)}, "box_mm", "more than 0 mm"),
        ({"box_mm": (5.0, 12.0, 92.0, 42.0)}, "box_mm", "beyond the page, which is 85.6 x 53.98 mm"),
        ({"box_mm": (-6.0, 12.0, 29.0, 42.0)}, "box_mm", "beyond the page"),
        ({"box_mm": (-4.0, 12.0, -1.0, 42.0)}, "box_mm", "shows nothing of the page"),
        ({"box_mm": (85.7, 12.0, 90.0, 42.0)}, "box_mm", "shows nothing of the page"),
        ({"box_mm": (5.0, 12.0, 5.001, 12.001)}, "box_mm", "shows nothing of the page"),
        ({"generic_id": "ir,ab"}, "generic_id", "capital letters"),
        ({"note": "x" * 2001}, "note", "at most 2000 characters"),
    ],
)
def test_what_no_template_may_have_is_named(
    changes: dict[str, Any], field: str, text: str, template: Template
) -> None:
    """By its place and field, in words."""
    first = places_of(template)
    places = (replace(first[0], **changes), *first[1:])
    found = [one for one in problems(places, template, first) if one.place == 0]
    assert [one.field for one in found] == [field]
    assert text in found[0].text


def test_both_places_of_one_name_are_named(template: Template) -> None:
    """So that either can be renamed."""
    first = places_of(template)
    found = problems((replace(first[0], name="surname"), *first[1:]), template, first)
    assert [one.place for one in found] == [0, 2]


def test_names_that_a_template_has_already_stay(template: Template) -> None:
    """Of another author, who wrote them otherwise; given to another place they are new."""
    first = (replace(places_of(template)[0], name="Photo of holder"), *places_of(template)[1:])
    assert problems(first, template, first) == ()
    added = replace(first[1], origin=None, name="Photo 2")
    assert [one.field for one in problems((*first, added), template, first)] == ["name"]


def test_a_light_that_a_place_has_already_stays(template: Template) -> None:
    """Written by hand into a template without its picture: whoever edits another place can save all the same."""
    first = (replace(places_of(template)[0], light="ir"), *places_of(template)[1:])
    assert problems(first, template, first) == ()
    added = replace(first[0], origin=None, name="portrait-2")
    assert [one.field for one in problems((*first, added), template, first)] == ["light"]


def test_a_place_that_shows_nothing_stays_until_it_is_moved(template: Template) -> None:
    """Written by hand, too: it is as small as before, and whoever moves it has to make it larger."""
    tiny = replace(places_of(template)[0], box_mm=(5.0, 12.0, 5.001, 12.001))
    first = (tiny, *places_of(template)[1:])
    assert problems(first, template, first) == ()
    moved = (replace(tiny, box_mm=(6.0, 12.0, 6.001, 12.001)), *first[1:])
    assert [one.field for one in problems(moved, template, first)] == ["box_mm"]


def test_a_template_has_at_most_so_many_places(template: Template) -> None:
    """As the reader of packs has it."""
    first = places_of(template)
    many = tuple(replace(first[0], origin=None, name=f"p-{number}") for number in range(501))
    assert [one.text for one in problems(many, template, first)] == [
        "A template has at most 500 places; these are 501."
    ]


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        (None, "places"),
        ([{"name": "a"}], "missing"),
        (
            [{"origin": 0, "name": 1, "kind": "", "light": "", "box_mm": [0, 0, 1, 1], "variable": True}],
            "text",
        ),
        (
            [{"origin": 9, "name": "", "kind": "", "light": "", "box_mm": [0, 0, 1, 1], "variable": True}],
            "[9]",
        ),
        (
            [{"origin": -1, "name": "", "kind": "", "light": "", "box_mm": [0, 0, 1, 1], "variable": True}],
            "-1",
        ),
        (
            [{"origin": 0, "name": "", "kind": "", "light": "", "box_mm": [0, 0, 1], "variable": True}],
            "box_mm",
        ),
        ([{"origin": 0, "name": "", "kind": "", "light": "", "box_mm": [0, 0, 1, 1], "variable": 1}], "true"),
        (
            [{"origin": 0, "name": "", "kind": "", "light": "", "box_mm": [0, 0, 1, 1], "variable": True}]
            * 2,
            "at most once",
        ),
    ],
)
def test_a_request_that_the_page_never_sends_is_refused(sent: Any, text: str) -> None:
    """Whoever sent it."""
    with pytest.raises(UsageError) as caught:
        read_places(sent, 5)
    assert text in str(caught.value)


def test_numbers_are_kept_to_the_micrometre_and_words_without_blanks_around() -> None:
    """As template.json has them."""
    sent = {
        "origin": None,
        "name": " photo ",
        "kind": "personal data",
        "light": "visible",
        "box_mm": [0.12345, 0, 1, 1],
        "variable": True,
        "note": " seen ",
    }
    place = read_places([sent], 0)[0]
    assert (place.name, place.note, place.box_mm[0]) == ("photo", "seen", 0.123)
