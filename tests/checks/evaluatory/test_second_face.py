"""Two faces where one belongs, on the made-up series with the picture of a sample document's holder."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.evaluatory.second_face import measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.document import Document
from sample_docs.generator.portraits import identities, load_portrait

PORTRAIT = (slice(96, 336), slice(48, 240))
BESIDE = (slice(96, 336), slice(330, 522))
SMALL = (slice(200, 280), slice(330, 394))
Place = tuple[slice, slice]


def shown(lights: Any, *places: Place) -> Document:
    """A card that shows the holder's picture at these places and nothing else."""
    pages = lights.pages(11)
    page = np.full_like(pages[Light.VISIBLE], 215)
    picture = load_portrait(identities()[0])
    for rows, columns in places:
        shape = columns.stop - columns.start, rows.stop - rows.start
        page[rows, columns] = cv2.resize(picture, shape, interpolation=cv2.INTER_AREA)[..., :3]
    document: Document = lights.document({**pages, Light.VISIBLE: page})
    return document


def value(document: Document) -> Measured:
    """What the check measures."""
    outcome = measure(document)
    assert isinstance(outcome, Measured)
    return outcome


def test_one_face_in_the_portraits_place_is_as_it_should_be(lights: Any) -> None:
    """Nothing is marked."""
    outcome = value(shown(lights, PORTRAIT))
    assert outcome.value == 0
    assert outcome.regions == ()


def test_a_second_face_of_the_same_size_is_counted_and_marked(lights: Any) -> None:
    """Beside the portrait."""
    outcome = value(shown(lights, PORTRAIT, BESIDE))
    assert outcome.value == 1
    assert outcome.facts == {"extra": 1, "missing": 0}
    x, y = outcome.regions[0].box.centre
    assert 41 < x < 66
    assert 12 < y < 42


def test_a_smaller_face_is_a_repetition(lights: Any) -> None:
    """It is no second portrait."""
    assert value(shown(lights, PORTRAIT, SMALL)).value == 0


def test_a_portrait_without_a_face_is_counted(lights: Any) -> None:
    """The template says where one belongs."""
    assert value(shown(lights)).facts == {"extra": 0, "missing": 1}


def test_a_face_in_the_wrong_place_is_counted_twice(lights: Any) -> None:
    """One too many, and one missing."""
    assert value(shown(lights, BESIDE)).value == 2


def test_without_a_template_faces_are_held_against_the_largest(lights: Any) -> None:
    """And where none is seen, nothing says that one belongs there."""

    def alone(*places: Place) -> Document:
        document = shown(lights, *places)
        return replace(document, sides=tuple(replace(side, match=None) for side in document.sides))

    assert value(alone(PORTRAIT)).value == 0
    assert value(alone(PORTRAIT, BESIDE)).value == 1
    assert isinstance(measure(alone()), Abstained)
