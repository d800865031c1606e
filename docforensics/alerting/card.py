"""The quick check card of an alert: one page for the first line, A4 and phone, self-contained HTML."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from docforensics.alerts.model import CONTEXT_MM, Alert, AlertPlace, Tlp
from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.formats.table import FORMATS
from docforensics.guidance.equipment import equipment
from docforensics.mrz.icao import code_name
from docforensics.page.geometry import BoxMm
from docforensics.report.page import asset, asset_hash, environment
from docforensics.report.picture import Picture, picture
from docforensics.templates.model import REFERENCE_PX_PER_MM, TemplateModel
from docforensics.templates.planes import Mask

PACKAGE = "docforensics.alerting"
_PICTURE_BYTES, _PICTURE_PX = 60_000, 480
"""Of one picture on the card: six pairs stay below a megabyte. A judgement; not fitted."""
MOST_ON_CARD = 4
"""Places that one sheet of A4 shows; further ones are counted. A judgement, looked at."""
_FRAME, _HATCHED = (200, 30, 30), (120, 120, 120)
"""Colours of the frame around the place, and of the lines over what is hidden."""
_HATCH_PX = 16
"""From line to line. A judgement, looked at."""
_KINDS = {"P": "passport", "V": "visa"}
"""What the first letter of a type states (Doc 9303-4 and 9303-7); of other letters it depends on the State."""
_READERS = {
    Tlp.RED: "for those alone to whom it was given",
    Tlp.AMBER_STRICT: "for your own service alone, where it is needed",
    Tlp.AMBER: "for your service and those it serves, where it is needed",
    Tlp.GREEN: "for services like yours, not for the public",
    Tlp.CLEAR: "for everybody",
}
"""Who may have it, as an officer is told (Traffic Light Protocol 2.0)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPlace:
    """A place as the card shows it."""

    number: int
    look_for: str
    light: str
    """In words; empty for ordinary light."""
    tools: tuple[str, ...]
    genuine: Picture
    seen: Picture
    width_mm: float
    """Of what the pictures show."""
    centre_mm: tuple[float, float]
    """Of the place, from the left and the top edge of the page."""
    is_painted: bool
    """Whether the pictures hide data of the holder."""
    box: BoxMm
    """On the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSketch:
    """The page as a drawing of a few lines, so that a place is found on it; mm."""

    width: float
    height: float
    zone: tuple[float, ...]
    """From the top, where the lines of the machine readable zone stand."""


def card_html(alert: Alert, *, signed_by: str = "") -> str:
    """Write the card; `signed_by` is the trusted key that was verified, empty where none was."""
    places = [_shown(number, place) for number, place in enumerate(alert.places[:MOST_ON_CARD], start=1)]
    return (
        environment(PACKAGE)
        .get_template("card.html.j2")
        .render(
            alert=alert,
            document=_document(alert.model),
            places=places,
            sketch=_sketch(alert),
            further=len(alert.places) - len(places),
            tools=_tools(alert.places),
            readers=_READERS[alert.tlp],
            signed_by=signed_by,
            style=asset("card.css", PACKAGE),
            style_hash=asset_hash("card.css", PACKAGE),
        )
    )


def _document(model: TemplateModel) -> str:
    """Name the document as an officer does: its State, what it is, the letters of its type, and the year of the model."""
    state = code_name(model.country) or model.country
    return f"{state}, {_KINDS.get(model.type[:1], 'document')} (type {model.type}), model {model.number} of {model.year}"


def _sketch(alert: Alert) -> PageSketch | None:
    """Sketch the page where the letter of the type states its size: the alert itself does not; None elsewhere."""
    kind = alert.model.type
    fitting = [one for one in FORMATS.values() if kind[:1] in one.codes.first or kind in one.codes.also]
    if len(fitting) != 1 or not alert.places:
        return None
    width, height = fitting[0].size.millimetres
    return PageSketch(width=width, height=height, zone=tuple(height - one for one in fitting[0].centres))


def _shown(number: int, place: AlertPlace) -> CardPlace:
    painted = place.painted
    return CardPlace(
        number=number,
        look_for=place.look_for,
        light="" if place.light is Light.VISIBLE else place.light.facts.words,
        tools=_names(place.equipment),
        genuine=_framed(place.genuine, painted),
        seen=_framed(place.seen, painted),
        width_mm=place.box.width + 2 * CONTEXT_MM,
        centre_mm=place.box.centre,
        is_painted=bool(painted.any()),
        box=place.box,
    )


def _framed(pixels: Pixels, painted: Mask) -> Picture:
    """Give a picture with a frame around the place, enlarged so that fine print is seen; what is painted over is hatched, so that nobody takes it for print."""
    colour = np.ascontiguousarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB) if pixels.ndim == 2 else pixels)
    factor = max(1.0, min(4.0, _PICTURE_PX / max(colour.shape[:2])))
    large = cv2.resize(colour, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    hidden = cv2.resize(painted.astype(np.uint8), large.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0
    down, across = np.indices(hidden.shape)
    large[hidden & ((down + across) % _HATCH_PX < _HATCH_PX // 4)] = _HATCHED
    margin = round(CONTEXT_MM * REFERENCE_PX_PER_MM * factor)
    cv2.rectangle(large, (margin, margin), (large.shape[1] - margin, large.shape[0] - margin), _FRAME, 2)
    return picture(np.asarray(large, np.uint8), _PICTURE_BYTES, _PICTURE_PX)


def _names(slugs: Sequence[str]) -> tuple[str, ...]:
    known = equipment()
    return tuple(known[slug].name if slug in known else slug for slug in slugs)


def _tools(places: Sequence[AlertPlace]) -> tuple[str, ...]:
    """Name what the places need, each once, in the order of the places."""
    return _names(tuple(dict.fromkeys(slug for place in places for slug in place.equipment)))
