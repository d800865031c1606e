"""What `template.json` holds after an edit: the edited places, all else as it was, and what no longer holds left out.

Everything is worked out from the template as it was opened, however often it was saved since: whoever moves a place and
moves it back, or deletes it and takes that back, gets what was learned of it back too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docforensics.editing.places import EditedPlace, box_of, place_of
from docforensics.errors import TemplateError
from docforensics.parsing import placed, read_json
from docforensics.regular import is_file
from docforensics.templates.model import FeatureKind, Template
from docforensics.templates.pack import signer_of
from docforensics.templates.parts import JSON, from_parts
from docforensics.templates.signing import TemplateKeys
from docforensics.templates.store import load_template, template_parts

_LEARNED = {
    "edges": "its edges on genuine documents",
    "repeat": "where it repeats the portrait",
    "fineness": "its fine structure",
    "fibres_mm2": "how much of fibres a genuine page shows",
}
"""Keys of a feature that captures gave and no author can state, with their words."""
_OF_THE_PAGE = frozenset({"fibres_mm2"})
"""Those of them that were measured on the whole page: they hold wherever the place is."""
_NOT_EXAMINED = frozenset({"note"})
"""Keys of a feature that no check reads: counts of false alarms stay where nothing else was changed."""
_INFRARED = "ir-{}"
"""Under this name checks look for what infrared light shows of the place that is named in the blank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedTemplate:
    """A template as it was when it was opened for editing."""

    source: Path
    parts: dict[str, bytes]
    """Its files by name."""
    record: dict[str, Any]
    """What `template.json` holds, with keys that this version does not know."""
    template: Template
    signer: str
    """Key id that its packed file states it is signed by; empty without a signature, and for a folder."""

    @property
    def places(self) -> tuple[EditedPlace, ...]:
        """Its features as the page has them."""
        return tuple(place_of(feature, number) for number, feature in enumerate(self.template.features))


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A template's record after an edit, and what the edit means for it."""

    record: dict[str, Any]
    notes: tuple[tuple[int, str], ...]
    """What to know before saving, each with the number of its place, from 0."""
    counts_removed: bool
    """Whether the template had counts of false alarms that the edited one has not."""


def open_template(source: Path, keys: TemplateKeys | None = None) -> OpenedTemplate:
    """Read a template's folder or packed file for editing.

    Raises
    ------
    TemplateError
        It is no template, or a part is missing, malformed or changed.
    """
    template = load_template(source, keys=keys)
    parts = template_parts(source)
    with placed(f"{source}: cannot read {JSON}", TemplateError):
        record = dict(read_json(parts[JSON]))
    signer = signer_of(source) if is_file(source) else ""
    return OpenedTemplate(source=source, parts=parts, record=record, template=template, signer=signer)


def revise(opened: OpenedTemplate, places: Sequence[EditedPlace]) -> Revision:
    """Make the record of places in which `problems` found none."""
    first = opened.places
    moved_portrait = _portraits(first) != _portraits(places)
    features, notes = [], []
    for number, place in enumerate(places):
        former = {} if place.origin is None else opened.record["features"][place.origin]
        before = None if place.origin is None else first[place.origin]
        lost = [
            key for key in _no_longer_holds(place, before, moved_portrait=moved_portrait) if former.get(key)
        ]
        features.append(_record(place, before, {key: former[key] for key in former if key not in lost}))
        notes += [(number, text) for text in _notes(place, before, lost, places)]
    kept = list(map(_examined, features)) == list(map(_examined, opened.record["features"]))
    counts_removed = bool(opened.template.counts) and not kept
    # What checks showed on the captures was measured with the places as they were, too.
    of_places: dict[str, Any] = {} if kept else {key: [] for key in ("counts", "own") if key in opened.record}
    record = {**opened.record, "features": features, **of_places}
    return Revision(record=record, notes=tuple(notes), counts_removed=counts_removed)


def template_of(opened: OpenedTemplate, data: bytes) -> Template:
    """The template that the opened one is with another `template.json`; TemplateError where it is none."""
    return from_parts({**opened.parts, JSON: data}, digest="", name=str(opened.source))


def _record(place: EditedPlace, before: EditedPlace | None, former: dict[str, Any]) -> dict[str, Any]:
    """What `template.json` has of a place: what was edited in the place of what was there, all else as it was."""
    fields = ("name", "kind", "box_mm", "light", "generic_id", "variable", "note")
    edited = {
        field: getattr(place, field)
        for field in fields
        if before is None or getattr(place, field) != getattr(before, field)
    }
    if "box_mm" in edited:
        edited["box_mm"] = list(place.box_mm)
    return {**former, **edited}


def _no_longer_holds(
    place: EditedPlace, before: EditedPlace | None, *, moved_portrait: bool
) -> Iterator[str]:
    """Keys of what was learned of a place as it was, and says nothing of it as it is."""
    if before is None:
        return
    becomes_another = (place.kind, place.light) != (before.kind, before.light)
    for key in _LEARNED:
        at_its_place = place.box_mm != before.box_mm and key not in _OF_THE_PAGE
        if becomes_another or at_its_place or (key == "repeat" and moved_portrait):
            yield key


def _notes(
    place: EditedPlace, before: EditedPlace | None, lost: Sequence[str], places: Sequence[EditedPlace]
) -> Iterator[str]:
    if lost:
        words = ", ".join(_LEARNED[key] for key in lost)
        yield (
            f"Saving removes what was learned of this place ({words}): it was measured with the places as they were. "
            "`docforensics template learn --features` learns it for the new ones."
        )
    if before is not None and place.name != before.name:
        former, now = _INFRARED.format(before.name), _INFRARED.format(place.name)
        if former in {other.name for other in places}:
            yield f"Checks look for what infrared light shows of this place under its name: name {former} {now} too."


def _portraits(places: Sequence[EditedPlace]) -> list[tuple[object, str]]:
    """Where the portraits lie: what was learned of a secondary portrait was measured from there."""
    return [(box_of(place), place.light) for place in places if place.kind == FeatureKind.PORTRAIT]


def _examined(feature: dict[str, Any]) -> dict[str, Any]:
    """A feature of a record without what no check reads."""
    return {key: value for key, value in feature.items() if key not in _NOT_EXAMINED}
