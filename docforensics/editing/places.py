"""Places as the page sends them, and what of them no template may have, in words to show next to the place."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from docforensics.errors import UsageError
from docforensics.page.geometry import BoxMm
from docforensics.parsing import made, placed
from docforensics.templates.model import Feature, FeatureKind, Template
from docforensics.templates.page_places import on_page, shows_page
from docforensics.templates.parts import MOST_FEATURES

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What a new name is made of; names that a template has already stay as they are."""
ROUTINE = re.compile(r"([A-Z]{2}(,[A-Z]{2}){1,2})?")
"""A check routine of TR-03135, such as `IR,AB,MR`, or none."""
_LONGEST_NAME, _LONGEST_NOTE = 60, 2000
"""Characters that the page shows without scrolling, and that somebody may write of one place."""
_DIGITS = 3
"""Places after the point: `template.json` has micrometres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedPlace:
    """One place as it stands on the page; its values may be anything that somebody typed."""

    origin: int | None
    """Number, from 0, of the feature that it was when the template was opened; None for one that was added."""
    name: str
    kind: str
    light: str
    box_mm: tuple[float | None, float | None, float | None, float | None]
    """Left, top, right, bottom; None for a number that was left empty."""
    variable: bool
    generic_id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceProblem:
    """Why a place cannot be saved."""

    place: int | None
    """Number, from 0, among the places of the page; None for what is of no one place."""
    field: str
    """Field of `EditedPlace`."""
    text: str


def place_of(feature: Feature, origin: int) -> EditedPlace:
    """Lay a feature of a template out as the page has it."""
    box = feature.box
    place = EditedPlace(
        origin=origin,
        name=feature.name,
        kind=feature.kind.value,
        light=feature.light.value,
        box_mm=(box.left, box.top, box.right, box.bottom),
        variable=feature.variable,
        generic_id=feature.generic_id,
        note=feature.note,
    )
    return _rounded(place)  # as it comes back from the page


def read_places(sent: Any, opened: int) -> tuple[EditedPlace, ...]:  # noqa: ANN401 (JSON of a request)
    """Read the places of a request; `opened` is how many features the template had when it was opened.

    Raises
    ------
    UsageError
        The request is none that the page sends: an error of the program, and none of its user.
    """
    with placed("places", UsageError):
        places = made(tuple[EditedPlace, ...], sent)
        origins = [place.origin for place in places if place.origin is not None]
        if len(set(origins)) != len(origins) or not all(0 <= origin < opened for origin in origins):
            raise ValueError(f"expected each feature of the template at most once, got {origins}")
    return tuple(map(_rounded, places))


def problems(
    places: Sequence[EditedPlace], template: Template, first: Sequence[EditedPlace]
) -> tuple[PlaceProblem, ...]:
    """What of the places the template cannot have; nothing is saved while there is any.

    Parameters
    ----------
    first
        The places as they were when the template was opened: a name, routine or light that one had is accepted, and where one was on the page.
    """
    found = [PlaceProblem(place=None, field="places", text=text) for text in _too_many(places)]
    names = Counter(place.name for place in places)
    for number, place in enumerate(places):
        former = None if place.origin is None else first[place.origin]
        own = [
            *_of_name(place, former, names),
            *_of_choices(place, former, template),
            *_of_box(place, former, template),
            *_of_texts(place, former),
        ]
        found += [PlaceProblem(place=number, field=field, text=text) for field, text in own]
    return tuple(found)


def box_of(place: EditedPlace) -> BoxMm | None:
    """The place's box; None where its numbers make none."""
    sides = [side for side in place.box_mm if side is not None and math.isfinite(side)]
    if len(sides) < len(place.box_mm) or sides[2] <= sides[0] or sides[3] <= sides[1]:
        return None
    return BoxMm(left=sides[0], top=sides[1], right=sides[2], bottom=sides[3])


def _rounded(place: EditedPlace) -> EditedPlace:
    left, top, right, bottom = (None if side is None else round(side, _DIGITS) for side in place.box_mm)
    return EditedPlace(
        origin=place.origin,
        name=place.name.strip(),
        kind=place.kind,
        light=place.light,
        box_mm=(left, top, right, bottom),
        variable=place.variable,
        generic_id=place.generic_id.strip(),
        note=place.note.strip(),
    )


def _too_many(places: Sequence[EditedPlace]) -> Iterator[str]:
    if len(places) > MOST_FEATURES:
        yield f"A template has at most {MOST_FEATURES} places; these are {len(places)}."


def _of_name(
    place: EditedPlace, former: EditedPlace | None, names: Counter[str]
) -> Iterator[tuple[str, str]]:
    if not place.name:
        yield "name", "Give the place a name."
    elif names[place.name] > 1:
        yield "name", f"Another place is named {place.name} too: every name is used once."
    elif former is not None and place.name == former.name:
        return
    elif not NAME.fullmatch(place.name) or len(place.name) > _LONGEST_NAME:
        yield (
            "name",
            f"A name has lower-case letters a to z, digits and single hyphens between them, at most {_LONGEST_NAME}: portrait-2.",
        )


def _of_choices(
    place: EditedPlace, former: EditedPlace | None, template: Template
) -> Iterator[tuple[str, str]]:
    if place.kind not in set(FeatureKind):
        yield "kind", f"{place.kind or 'No kind'} is no kind of place: choose one of the list."
    known = former is not None and place.light == former.light
    if not known and place.light not in set(template.references):
        yield (
            "light",
            f"The template has no picture in this light; it has {_listed(template.references)}.",
        )


def _of_box(place: EditedPlace, former: EditedPlace | None, template: Template) -> Iterator[tuple[str, str]]:
    sides = place.box_mm
    if any(side is None or not math.isfinite(side) for side in sides):
        yield "box_mm", "Give left, top, width and height as numbers, in millimetres."
        return
    box = box_of(place)
    if box is None:
        yield "box_mm", "Width and height have to be more than 0 mm."
    elif not on_page(box, template.size):
        width, height = template.size_mm
        yield "box_mm", f"It reaches beyond the page, which is {width:g} x {height:g} mm."
    elif (former is None or place.box_mm != former.box_mm) and not shows_page(box, template.size):
        yield "box_mm", "It shows nothing of the page: move it onto the page, or make it larger."


def _of_texts(place: EditedPlace, former: EditedPlace | None) -> Iterator[tuple[str, str]]:
    known = former is not None and place.generic_id == former.generic_id
    if not known and not ROUTINE.fullmatch(place.generic_id):
        yield "generic_id", "Two or three pairs of capital letters with commas, such as IR,AB,MR, or nothing."
    if len(place.note) > _LONGEST_NOTE:
        yield "note", f"A note has at most {_LONGEST_NOTE} characters; this one has {len(place.note)}."


def _listed(lights: Iterable[str]) -> str:
    return ", ".join(lights)
