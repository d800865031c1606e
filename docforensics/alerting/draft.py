"""From an examined document to the places of an alert: cut from the page on the template's frame, data of the holder painted over.

What leaves shows the print that all documents of the model share, and what the false one shows in its place. Painted over is whatever the
template does not know to be the same on every document, every portrait, and every line of print in which a piece of the holder's data is read.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.alerts.matching import inner_of
from docforensics.alerts.model import CONTEXT_MM, AlertPlace
from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.document import Document
from docforensics.errors import AlertError, UsageError
from docforensics.page.geometry import BoxMm
from docforensics.report.holder import Holder
from docforensics.report.private import holder_of, reference_pictures
from docforensics.report.render.redacted import secrets_of
from docforensics.report.report import Report
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.registration.register import TemplateMatch
from docforensics.templates.retrieval.marks import differing_places, sought_mark
from docforensics.viz.model import VizReading

LEAST_MM, MOST_MM = 2.0, 40.0
"""Sides of a place. A judgement; not fitted: a letter, and a third of a page's width."""
PROPOSED = 3
"""Places that are proposed where none is named. A judgement: they fit on one card (`card.MOST_ON_CARD`)."""
_MOST_PAINTED = 0.5
"""Share of a place that may be painted over: what is left of more is no mark. A judgement; not fitted."""
UNDESCRIBED = "Compare the two pictures: the print in the frame differs. Nobody has described how."
"""What a place states that was proposed and that no officer described."""
_LETTERS = re.compile(r"[^A-Z0-9]+")
_SHORTEST = 3
"""Letters or digits of a piece of the holder's data that hide a line of print it is read in. A judgement; not fitted: shorter ones stand in most words."""
_LETTERS_PX = 13
"""Gaps of less than 1.6 mm between painted places are painted too: as much as lies between letters. A judgement; not fitted."""
_ROUND_LINE_MM = 0.6
"""Painted around a line of print. A judgement; not fitted."""


Hidden = Mapping[Light, NDArray[np.bool_]]
"""By light, where a page may show its holder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRequest:
    """A place that an officer names, in millimetres on the page."""

    box: BoxMm
    light: Light = Light.VISIBLE
    look_for: str = ""
    equipment: tuple[str, ...] = ()


def placed_mark(text: str) -> tuple[BoxMm, Light]:
    """Read `left,top,right,bottom[@light]`, in millimetres; UsageError for anything else."""
    sides, _, light = text.partition("@")
    try:
        left, top, right, bottom = map(float, sides.split(","))
        return BoxMm(left=left, top=top, right=right, bottom=bottom), Light(light or Light.VISIBLE)
    except ValueError as error:
        lights = ", ".join(Light)
        raise UsageError(
            f"expected left,top,right,bottom[@light] with a light of {lights}, got {text[:100]!r}"
        ) from error


def side_of(document: Document) -> int:
    """Give the side that alerts are made of, the first that lies on a named template.

    Raises
    ------
    AlertError
        None does: an alert is about the documents of one model.
    """
    for index, side in enumerate(document.sides):
        if side.match is not None and side.match.template.model is not None:
            return index
    raise AlertError(
        "no template with a named model fits this document: an alert needs one (docforensics template learn)"
    )


def places_of(
    document: Document, report: Report, requests: Sequence[MarkRequest] = (), *, index: int | None = None
) -> tuple[AlertPlace, ...]:
    """Cut the places of an alert from an examined document.

    Parameters
    ----------
    requests
        Places that an officer names; none takes the three where the page differs most from the constant print.
    index
        Of the side; the first that lies on a named template where it is not given.

    Raises
    ------
    AlertError
        No template fits, a light was not captured, or a place shows mostly data of the holder, or what the template shows as well.
    """
    side = document.sides[side_of(document) if index is None else index]
    if side.match is None:
        raise AlertError("no template fits this side")
    match, holder, legible = side.match, holder_of(side)(), list(_legible(side.viz, _pieces(report)))
    hidden = {light: _hidden(match, holder, legible, light) for light in match.template.references}
    if not requests:
        return _proposed(match, hidden)
    return tuple(
        _place(match, request, hidden, f"place-{number}") for number, request in enumerate(requests, 1)
    )


def _proposed(match: TemplateMatch, hidden: Hidden) -> tuple[AlertPlace, ...]:
    """Propose the places of constant print where the page differs most in white light, those that can be measured alone."""
    page = match.pages.get(Light.VISIBLE)
    if page is None:
        raise AlertError("name a place (--mark): the page was not captured in white light")
    found: list[AlertPlace] = []
    for box in differing_places(page, match.template.references[Light.VISIBLE], ~hidden[Light.VISIBLE]):
        request = MarkRequest(box=_middle(box), look_for=UNDESCRIBED)
        try:
            place = _place(match, request, hidden, f"place-{len(found) + 1}")
        except AlertError:
            continue
        if place.is_measured and len(found) < PROPOSED:
            found.append(place)
    if not found:
        raise AlertError(
            "name a place (--mark): the constant print of this page differs nowhere enough to be a mark"
        )
    return tuple(found)


def _middle(box: BoxMm) -> BoxMm:
    """Give a place no larger than one may be, around the middle of a larger one."""
    (x, y), across, down = box.centre, min(box.width, MOST_MM) / 2, min(box.height, MOST_MM) / 2
    return BoxMm(left=x - across, top=y - down, right=x + across, bottom=y + down)


def _place(match: TemplateMatch, request: MarkRequest, hidden: Hidden, name: str) -> AlertPlace:
    template, light, box = match.template, request.light, _on_grid(request.box)
    page = match.pages.get(light)
    if page is None:
        raise AlertError(
            f"{name}: the page was not captured in {light.facts.words}, or its template has no reference in it"
        )
    if not (LEAST_MM <= box.width <= MOST_MM and LEAST_MM <= box.height <= MOST_MM):
        raise AlertError(
            f"{name}: expected sides of {LEAST_MM:g} to {MOST_MM:g} mm, got {box.width:g} x {box.height:g}"
        )
    if box.left < 0 or box.top < 0 or box.right > template.size_mm[0] or box.bottom > template.size_mm[1]:
        raise AlertError(
            f"{name}: the place is not on the page of {template.size_mm[0]:g} x {template.size_mm[1]:g} mm"
        )
    covered = _cut(hidden[light].astype(np.uint8), box.grown(CONTEXT_MM)) > 0
    margin = round(CONTEXT_MM * REFERENCE_PX_PER_MM)
    if float(covered[margin:-margin, margin:-margin].mean()) > _MOST_PAINTED:
        raise AlertError(f"{name}: the place shows mostly data of the holder: name another one")
    genuine = _cut(reference_pictures(template)[light], box.grown(CONTEXT_MM))
    seen = _painted(_cut(page, box.grown(CONTEXT_MM)), covered)
    place = AlertPlace(
        name=name,
        box=box,
        look_for=request.look_for,
        genuine=_painted(genuine, covered),
        seen=seen,
        light=light,
        equipment=request.equipment,
    )
    mark = sought_mark(template.references[light], place.mark(name), painted=inner_of(place.painted))
    return place if mark is not None else _for_the_eye(place)


def _for_the_eye(place: AlertPlace) -> AlertPlace:
    if not place.look_for:
        raise AlertError(
            f"{place.name}: it shows what the template shows, or what differs from holder to holder: no mark"
        )
    return replace(place, is_measured=False)


def _on_grid(box: BoxMm) -> BoxMm:
    """Give a box on the pixels of references, so that its pictures and its millimetres are the same after writing."""
    left, top = (math.floor(side * REFERENCE_PX_PER_MM) / REFERENCE_PX_PER_MM for side in (box.left, box.top))
    right, bottom = (
        math.ceil(side * REFERENCE_PX_PER_MM) / REFERENCE_PX_PER_MM for side in (box.right, box.bottom)
    )
    return BoxMm(left=left, top=top, right=right, bottom=bottom)


def _cut(pixels: NDArray[np.uint8], box: BoxMm) -> Pixels:
    """Cut a box from a page at the reference's resolution; what lies beyond the page repeats its edge."""
    place = box.to_px(REFERENCE_PX_PER_MM)
    rows = np.clip(np.arange(place.top, place.bottom), 0, pixels.shape[0] - 1)
    columns = np.clip(np.arange(place.left, place.right), 0, pixels.shape[1] - 1)
    return np.ascontiguousarray(pixels[rows][:, columns], dtype=np.uint8)


def _painted(pixels: Pixels, covered: NDArray[np.bool_]) -> Pixels:
    """Paint over in one colour: the median of what is not painted over."""
    if not covered.any():
        return pixels
    painted = pixels.copy()
    rest = pixels[~covered] if not covered.all() else np.full((1, *pixels.shape[2:]), 128, np.uint8)
    painted[covered] = np.median(rest, axis=0)
    return painted


def _hidden(
    match: TemplateMatch, holder: Holder, legible: Iterable[BoxMm], light: Light
) -> NDArray[np.bool_]:
    """Mark what may show the holder in a light, (h, w) at the resolution of references."""
    places = holder.in_light(light)
    shape = next(iter(match.template.references.values())).mean.shape[:2]
    hidden = np.ones(shape, np.bool_) if places is None else places.copy()
    for box in (*holder.faces, *legible):
        rows, columns = box.grown(_ROUND_LINE_MM).to_px(REFERENCE_PX_PER_MM).slices
        hidden[max(rows.start, 0) : max(rows.stop, 0), max(columns.start, 0) : max(columns.stop, 0)] = True
    # From the shape of what is painted over, nothing that was written there may be read: letters run together.
    solid = cv2.morphologyEx(hidden.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, _LETTERS_PX), np.uint8))
    return np.asarray(cv2.dilate(solid, np.ones((3, 3), np.uint8)) > 0, np.bool_)


def _pieces(report: Report) -> tuple[str, ...]:
    """Give the pieces of the holder's data, letters and digits alone."""
    found = secrets_of(report.mrz) if report.mrz else iter(())
    pieces = {_LETTERS.sub("", piece.upper()) for piece in found}
    return tuple(sorted(piece for piece in pieces if len(piece) >= _SHORTEST))


def _legible(viz: VizReading, pieces: Iterable[str]) -> Iterator[BoxMm]:
    """Give the lines of print, also those that look printed on every document, in which a piece of the holder's data is read."""
    wanted = tuple(pieces)
    if viz.text is None or not wanted:
        return
    for segment in viz.segments:
        line = viz.text.line(segment.box)
        letters = _LETTERS.sub("", line.text.upper())
        if any(piece in letters for piece in wanted):
            yield segment.box
