"""Zones that a picture shows besides the one that was read: two passports on one glass, a visa on the page opposite."""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.mrz.engines import MrzEngine
from docforensics.mrz.parse import parse_reading
from docforensics.mrz.read import without_zone
from docforensics.mrz.reading import MrzReading
from docforensics.page.band.find import SURE_SCORE, MrzBand
from docforensics.page.geometry import BoxMm, Points
from docforensics.page.model import Page


class AdditionalZones(NamedTuple):
    """What a picture shows besides the zone that was read."""

    read: tuple[MrzReading, ...] = ()
    """Zones that read as a format and differ; one at most."""
    unread: tuple[MrzBand, ...] = ()
    """Print like a zone's beyond the page that is examined, which cannot be read as a format."""


def additional_zones(
    engine: MrzEngine | None,
    pixels: Pixels,
    bands: Sequence[MrzBand],
    reading: MrzReading | None,
    page: Page | None = None,
) -> AdditionalZones:
    """Read a sure zone that stands elsewhere than `reading`, or print like a zone's beyond `page`; a zone that reads the same is no other.

    Parameters
    ----------
    pixels
        (H, W, 3) or (H, W), in which `bands` were found and `reading` was read.
    page
        The page that is examined, in the same pixels; None where all of the picture is.

    """
    beyond = () if page is None else tuple(band for band in bands if _is_beyond(page, band))
    if reading is None:
        return AdditionalZones(unread=beyond)
    others = tuple(
        band
        for band in bands
        if (band.score >= SURE_SCORE or band in beyond) and not _holds(band.corners, reading)
    )
    # An engine that turns the picture, softens it or enlarges it searches it anew, and would find the zone that was read again.
    found = engine.read(without_zone(pixels, reading), others) if others and engine else None
    if found is not None and parse_reading(found) is None:
        found = None
    unread = (band for band in others if band in beyond and not (found and _holds(band.corners, found)))
    differs = found is not None and found.lines != reading.lines
    return AdditionalZones(read=(found,) if found and differs else (), unread=tuple(unread))


def _is_beyond(page: Page, band: MrzBand) -> bool:
    """Whether print like a zone's stands outside of the page: there it belongs to no text of it."""
    outline = page.to_capture(BoxMm.of_size(page.size_mm).corners)
    return band.is_like_a_zone and not _encloses(outline, band.corners.mean(axis=0))


def _holds(place: Points, reading: MrzReading) -> bool:
    """Say whether a place is that of a reading."""
    return _encloses(
        place, np.concatenate([item.corners for line in reading.characters for item in line]).mean(axis=0)
    )


def _encloses(place: Points, point: Points) -> bool:
    x, y = (float(value) for value in point)
    return cv2.pointPolygonTest(place.astype(np.float32), (x, y), measureDist=False) >= 0
