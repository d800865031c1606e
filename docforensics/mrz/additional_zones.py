"""Zones that a picture shows besides the one that was read: two passports on one glass, a visa on the page opposite."""

from collections.abc import Sequence

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.mrz.engines import MrzEngine
from docforensics.mrz.parse import parse_reading
from docforensics.mrz.read import without_zone
from docforensics.mrz.reading import MrzReading
from docforensics.page.band.find import SURE_SCORE, MrzBand


def additional_zones(
    engine: MrzEngine | None, pixels: Pixels, bands: Sequence[MrzBand], reading: MrzReading | None
) -> tuple[MrzReading, ...]:
    """Read a sure zone that stands elsewhere than `reading`; empty where it fits no format, or reads the same.

    Parameters
    ----------
    pixels
        (H, W, 3) or (H, W), in which `bands` were found and `reading` was read.

    """
    if engine is None or reading is None:
        return ()
    others = tuple(band for band in bands if band.score >= SURE_SCORE and not _holds(band, reading))
    # An engine that turns the picture, softens it or enlarges it searches it anew, and would find the zone that was read again.
    found = engine.read(without_zone(pixels, reading), others) if others else None
    if found is None or found.lines == reading.lines or parse_reading(found) is None:
        return ()
    return (found,)


def _holds(band: MrzBand, reading: MrzReading) -> bool:
    """Say whether a band is the place of a reading."""
    middle = np.concatenate([item.corners for line in reading.characters for item in line]).mean(axis=0)
    x, y = (float(value) for value in middle)
    return cv2.pointPolygonTest(band.corners.astype(np.float32), (x, y), measureDist=False) >= 0
