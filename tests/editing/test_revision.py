"""What an edit leaves of a template's record: everything but what it changed, and what no longer holds."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from docforensics.editing.places import EditedPlace, read_places
from docforensics.editing.revision import OpenedTemplate, open_template, revise, template_of
from docforensics.errors import TemplateError
from docforensics.parsing import encoded, plain


@pytest.fixture(name="opened")
def fixture_opened(folder: Path) -> OpenedTemplate:
    """Opened for editing."""
    return open_template(folder)


def with_place(opened: OpenedTemplate, number: int, **changes: Any) -> Sequence[EditedPlace]:
    """The places with one of them changed."""
    return [replace(place, **changes) if at == number else place for at, place in enumerate(opened.places)]


MOVED = (6.0, 12.0, 30.0, 42.0)


def test_without_an_edit_the_record_is_the_same(opened: OpenedTemplate) -> None:
    """To the last key, known or not, and the counts stay."""
    revision = revise(opened, opened.places)
    assert revision.record == opened.record
    assert (revision.notes, revision.counts_removed) == ((), False)


def test_only_what_was_edited_changes(opened: OpenedTemplate) -> None:
    """Keys that this version does not know stay with their place, wherever it stands in the list."""
    places = list(with_place(opened, 2, box_mm=(36.0, 21.0, 76.0, 26.0)))
    record = revise(opened, places[1:]).record
    assert record["reviewed_by"] == "a person"
    assert record["features"][1] == {**opened.record["features"][2], "box_mm": [36.0, 21.0, 76.0, 26.0]}
    assert record["features"][2:] == opened.record["features"][3:]
    assert "colour" in record["features"][1]


def test_what_was_learned_of_a_moved_portrait_is_removed(opened: OpenedTemplate) -> None:
    """Its own edges and fine structure, and where the second one repeats it; both are said."""
    revision = revise(opened, with_place(opened, 0, box_mm=MOVED))
    first, second = revision.record["features"][:2]
    assert not {"edges", "fineness"} & set(first)
    assert "repeat" not in second
    assert [number for number, _ in revision.notes] == [0, 1]
    assert "its edges on genuine documents, its fine structure" in revision.notes[0][1]
    features = template_of(opened, encoded(revision.record)).features
    assert (features[0].edges, features[0].fineness, features[1].repeat) == ((), None, None)
    assert features[3].fibres_mm2 == 7.5


def test_what_was_learned_of_the_whole_page_holds_wherever_the_place_is(opened: OpenedTemplate) -> None:
    """Fibres were counted on all of it; as another kind the place has none."""
    moved = revise(opened, with_place(opened, 3, box_mm=(1.0, 1.0, 70.0, 40.0)))
    assert moved.record["features"][3]["fibres_mm2"] == 7.5
    other = revise(opened, with_place(opened, 3, kind="UV fluorescent print"))
    assert "fibres_mm2" not in other.record["features"][3]


def test_a_place_that_was_moved_back_has_all_that_was_learned(opened: OpenedTemplate) -> None:
    """Since everything is worked out from what was opened."""
    revise(opened, with_place(opened, 0, box_mm=MOVED))
    assert revise(opened, opened.places).record == opened.record


@pytest.mark.parametrize(
    ("number", "changes", "removed"),
    [
        (2, {"note": "two lines"}, False),
        (2, {"name": "family-name"}, True),
        (2, {"box_mm": (36.0, 20.0, 76.0, 25.1)}, True),
        (2, {"kind": "fixed text"}, True),
        (2, {"light": "uv"}, True),
        (2, {"variable": False}, True),
        (4, {"generic_id": "IR,TR,ID"}, True),
    ],
)
def test_counts_stay_where_no_check_can_see_the_edit(
    number: int, changes: dict[str, Any], removed: bool, opened: OpenedTemplate
) -> None:
    """Checks find places by name, kind, light and routine: a note alone is not read by any."""
    revision = revise(opened, with_place(opened, number, **changes))
    assert revision.counts_removed is removed
    assert len(template_of(opened, encoded(revision.record)).counts) == (not removed)


def test_counts_go_with_a_place_that_is_added_or_deleted(opened: OpenedTemplate) -> None:
    """And stay in a template that has none."""
    added = replace(opened.places[2], origin=None, name="name-2")
    for places in ([*opened.places, added], opened.places[:-1]):
        revision = revise(opened, places)
        assert revision.counts_removed
        assert revision.record["counts"] == revision.record["own"] == []
    bare = replace(opened, template=replace(opened.template, counts=()))
    assert not revise(bare, opened.places[:-1]).counts_removed


def test_an_added_place_is_a_feature_like_any_other(opened: OpenedTemplate) -> None:
    """With nothing learned of it."""
    added = replace(opened.places[0], origin=None, name="portrait-2", note="seen on newer ones")
    template = template_of(opened, encoded(revise(opened, [*opened.places, added]).record))
    feature = template.feature("portrait-2")
    assert feature is not None
    assert (feature.box, feature.edges, feature.note) == (template.features[0].box, (), "seen on newer ones")


def test_a_renamed_place_is_said_to_have_another_in_infrared(opened: OpenedTemplate) -> None:
    """Which checks find by its name; nothing is said where both are renamed."""
    places = list(with_place(opened, 2, name="family-name"))
    assert [text for _, text in revise(opened, places).notes] == [
        "Checks look for what infrared light shows of this place under its name: name ir-surname ir-family-name too."
    ]
    places[4] = replace(places[4], name="ir-family-name")
    assert revise(opened, places).notes == ()


def test_what_is_no_template_is_not_opened(tmp_path: Path) -> None:
    """A folder without one, and a file that is none."""
    (tmp_path / "x.dftemplate").write_bytes(b"no pack")
    for path in (tmp_path, tmp_path / "absent", tmp_path / "x.dftemplate"):
        with pytest.raises(TemplateError):
            open_template(path)


def test_a_place_to_more_than_a_thousandth_was_not_moved_by_opening_it(folder: Path) -> None:
    """The page sends thousandths back; what was learned of the place, and the counts, stay."""
    file = folder / "template.json"
    record = json.loads(file.read_text())
    record["features"][0]["box_mm"][0] += 0.0004
    file.write_text(json.dumps(record))
    opened = open_template(folder)
    sent = read_places(plain(opened.places), len(opened.places))
    revision = revise(opened, sent)
    assert revision.record == opened.record
    assert (revision.notes, revision.counts_removed) == ((), False)
