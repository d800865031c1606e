"""What of a document the alerts in force recognise: marks on its pages, and its number.

A mark was cut on the frame of another post's template. Before it is looked for, its genuine print is found on this post's reference, within
two millimetres; where the reference does not show that print, the alert is about another edition, and the mark is not used.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from docforensics.alerts.book import AlertBook
from docforensics.alerts.model import CONTEXT_MM, Alert, AlertPlace
from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference, Template
from docforensics.templates.planes import Mask
from docforensics.templates.retrieval.marks import SoughtMark, sought_mark

ALIKE = 0.6
"""Correlation with this post's reference from which an alert's genuine print counts as the same print. A judgement; not fitted."""
SHOWN = 0.0
"""Mean nearness of an alert's places from which a page shows them: 0 is as near to the genuine print. Set on twelve development pages, measured on others
(docs/decisions/2026-11-28-alerts.md)."""
_SEARCH_MM = CONTEXT_MM
"""How far two posts' frames may lie apart."""
_LEAST_SHOWN = 0.3
"""Share of a place's pictures that is not painted over, from which the place can be found. A judgement; not fitted."""
_MOST_HIDDEN = 0.3
"""Share of a place that glare may hide before it is not looked for. A judgement; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PreparedPlace:
    """A place of an alert, laid on one template."""

    place: AlertPlace
    box: BoxMm
    """Where it lies on this template."""
    sought: SoughtMark


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeenPlace:
    """How near a page is to an alert's place."""

    place: AlertPlace
    box: BoxMm
    nearness: float
    """-1 the genuine print .. 1 what the alert shows."""


def prepared(book: AlertBook, alert: Alert, template: Template) -> tuple[PreparedPlace, ...]:
    """Lay the places of an alert on a template, once; those that its references do not show are left out."""
    name = ("prepared", alert.id, template.digest or id(template))
    return book.kept.once(name, lambda: tuple(_laid(alert, template)))


def _laid(alert: Alert, template: Template) -> Iterator[PreparedPlace]:
    for place in alert.measured:
        reference = template.references.get(place.light)
        box = None if reference is None else found_on(reference, place)
        if reference is None or box is None:
            continue
        sought = sought_mark(
            reference, replace(place.mark(alert.id), box=box), painted=inner_of(place.painted)
        )
        if sought is not None:
            yield PreparedPlace(place=place, box=box, sought=sought)


def inner_of(picture: Mask) -> Mask:
    """Give the part of a mask of a place that lies in the place itself, without its surroundings."""
    margin = round(CONTEXT_MM * REFERENCE_PX_PER_MM)
    return picture[margin:-margin, margin:-margin]


def found_on(reference: LightReference, place: AlertPlace) -> BoxMm | None:
    """Find the genuine print of a place on a reference; None where that does not show it."""
    margin = round(CONTEXT_MM * REFERENCE_PX_PER_MM)
    search = round(_SEARCH_MM * REFERENCE_PX_PER_MM)
    box = place.box.to_px(REFERENCE_PX_PER_MM)
    edge = margin + search
    ground = cv2.copyMakeBorder(_grey(reference.mean), edge, edge, edge, edge, cv2.BORDER_REPLICATE)
    rows, columns = place.genuine.shape[:2]
    # The border moved the frame: what lay at (left - margin - search) begins at (left) now.
    around = ground[
        max(box.top, 0) : box.top + rows + 2 * search, max(box.left, 0) : box.left + columns + 2 * search
    ]
    if around.shape[0] < rows or around.shape[1] < columns:
        return None
    shown = np.where(place.painted, np.uint8(0), np.uint8(1))
    if shown.mean() < _LEAST_SHOWN:
        return None
    mask = None if shown.all() else shown
    likeness = np.nan_to_num(
        cv2.matchTemplate(around, _grey(place.genuine), cv2.TM_CCOEFF_NORMED, mask=mask),
        posinf=0.0,
        neginf=0.0,
    )
    _, best, _, (x, y) = cv2.minMaxLoc(likeness)
    if not best >= ALIKE:
        return None
    # Kept on the grid of the reference, so that the patch keeps its pixels.
    left = place.box.left + (x + max(box.left, 0) - box.left - search) / REFERENCE_PX_PER_MM
    top = place.box.top + (y + max(box.top, 0) - box.top - search) / REFERENCE_PX_PER_MM
    return BoxMm(left=left, top=top, right=left + place.box.width, bottom=top + place.box.height)


def seen_places(
    page: Pixels, prepared_places: tuple[PreparedPlace, ...], blind: Mask | None = None
) -> tuple[SeenPlace, ...]:
    """Compare a page, on the template's frame, with prepared places of one light; those that glare hides are left out."""
    return tuple(
        SeenPlace(place=one.place, box=one.box, nearness=one.sought.nearness(page))
        for one in prepared_places
        if blind is None or float(np.mean(blind[one.sought.rows, one.sought.columns])) <= _MOST_HIDDEN
    )


def shows(seen: tuple[SeenPlace, ...]) -> bool:
    """Whether a page shows an alert: it is nearer to its places than to the genuine print, in the mean."""
    return bool(seen) and float(np.mean([one.nearness for one in seen])) >= SHOWN


def _grey(pixels: Pixels) -> Pixels:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    return np.ascontiguousarray(grey, dtype=np.uint8)
