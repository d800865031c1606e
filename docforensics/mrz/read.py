"""`read_mrz` and `read_all_mrz`: from an image file, bytes, array or capture to the lines of its MRZ as printed."""

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from docforensics.capture.images import ImageSource, items, load_halved, load_images
from docforensics.capture.light import Light
from docforensics.capture.limits import DEFAULT_LIMITS, Limits
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.errors import EngineUnavailableError
from docforensics.freed import keep_freed_memory
from docforensics.mrz.engines import ENGINES, NEEDS_TESSERACT, HasQuick, MrzEngine, load_engine
from docforensics.mrz.other_face import with_other_face
from docforensics.mrz.prior import check_prior, with_prior
from docforensics.mrz.reading import MrzCharacter, MrzReading
from docforensics.page.band.find import SURE_SCORE, MrzBand, find_mrz_bands, grey_of

_LIGHTS = (Light.VISIBLE, Light.IR, Light.COAXIAL)
"""Lights in which an MRZ can be read, best first; its ink absorbs infrared (Doc 9303-3, B900)."""
MOST_ZONES = 8
"""More documents than a scanner's glass holds."""
_SURELY, _LARGE_PX = 0.95, 20.0
"""Posterior of the least sure character, and width of a cell, from which half of a photo tells what the whole does: the network is shown
cells of 16 px."""
_PAINTED = 1.06
"""A zone that was read is painted over this much larger."""


def read_mrz(
    source: ImageSource | Capture,
    *,
    engine: str | MrzEngine | None = None,
    prior: str | None = "grammar",
    limits: Limits = DEFAULT_LIMITS,
) -> MrzReading | None:
    """Read the machine readable zone of one image or capture: as printed, ties settled by what the format allows.

    Parameters
    ----------
    source
        Path, bytes, array or Image, of which the first page is read; or a Capture, of which the visible light is read
        first and infrared when that shows no zone.
    engine
        Name of an engine (`docforensics.mrz.engines.ENGINES`), an engine, or None for the best installed.
    prior
        Name of a prior (`docforensics.mrz.prior.PRIORS`) that decides ties; what it decided is in `MrzReading.settled`, what
        the print alone says in `MrzReading.printed` and in the posteriors. Unsure characters of a line in another face than
        OCR-B are decided with it by the network of ordinary print (`docforensics.mrz.other_face`). None for what is
        printed and no more.
    limits
        On the size of the file and of its picture.

    Returns
    -------
    MrzReading or None
        None when no MRZ was found. The corners of its characters are pixels of the image that it was read in. An engine
        that has a quicker one (`network`) reads through that, whose places are a quarter less exact (root mean square
        0.025 mm on a flatbed scan for 0.020); `MrzEngine.read` itself is the more exact.

    Raises
    ------
    InputError
        The source cannot be decoded.
    EngineUnavailableError
        The engine named is not installed, or none is.
    UsageError
        No engine or no prior has this name.
    """
    keep_freed_memory()
    reader = _engine(engine, prior)
    reading = _read_halved(reader, source, limits)
    if reading is None:
        readings = (_settled(_read(reader, pixels), pixels, prior) for pixels in _frames(source, limits))
        return next((reading for reading in readings if reading is not None), None)
    return reading if prior is None else with_prior(reading, prior)


def read_all_mrz(
    source: ImageSource | Capture,
    *,
    engine: str | MrzEngine | None = None,
    prior: str | None = "grammar",
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[MrzReading, ...]:
    """Read every machine readable zone of one image or capture, for example two cards on one page.

    Parameters, errors and each reading are those of `read_mrz`, whose reading is the first; at most `MOST_ZONES`. Of a
    capture in several lights, those of the first light that shows any.
    """
    reader = _engine(engine, prior)
    return next(filter(None, (_read_all(reader, pixels, prior) for pixels in _frames(source, limits))), ())


def _frames(source: ImageSource | Capture, limits: Limits) -> Iterator[Pixels]:
    """Grey, as every engine looks at them: turned grey once and not by each."""
    if isinstance(source, Capture):
        capture = source
    else:
        first_pages = tuple(load_images(item, limits, grey=True)[0] for item in items(source))
        capture = Capture(images={Light.VISIBLE: first_pages})
    return (grey_of(frame.pixels) for light in _LIGHTS for frame in capture.images.get(light, ()))


def _read_halved(reader: MrzEngine, source: ImageSource | Capture, limits: Limits) -> MrzReading | None:
    """Read a large photo at half its size, which takes less time to decode; None where its zone is not large and read surely so."""
    if isinstance(source, Capture) or not isinstance(reader, HasQuick):
        return None
    pixels = load_halved(source, limits)
    reading = None if pixels is None else reader.read(pixels, find_mrz_bands(pixels, enough=1))
    if reading is None or reading.format is None or reading.confidence < _SURELY:
        return None
    corners = np.array([one.corners for line in reading.characters for one in line])
    widths = np.linalg.norm(corners[:, 1] - corners[:, 0], axis=1)
    return _doubled(reading) if float(np.median(widths)) >= _LARGE_PX else None


def _doubled(reading: MrzReading) -> MrzReading:
    """The reading of a picture at half its size, in the pixels of the picture."""
    lines = [
        tuple(
            MrzCharacter(symbol=one.symbol, posterior=one.posterior, corners=2 * one.corners + 0.5)
            for one in line
        )
        for line in reading.characters
    ]
    return replace(reading, characters=tuple(lines))


def _read(reader: MrzEngine, pixels: Pixels) -> MrzReading | None:
    """Read the first sure zone; look for others only when that cannot be read."""
    first = find_mrz_bands(pixels, enough=1)
    reading = reader.read(pixels, first)
    if reading is not None or not first or first[0].score < SURE_SCORE:
        return reading
    return reader.read(pixels, image_bands(pixels))


def _read_all(reader: MrzEngine, pixels: Pixels, prior: str | None) -> tuple[MrzReading, ...]:
    """Read a zone, paint it over, and look again until no more is read."""
    readings: list[MrzReading] = []
    while len(readings) < MOST_ZONES:
        reading = _settled(_read(reader, pixels), pixels, prior)
        if reading is None:
            break
        readings.append(reading)
        pixels = without_zone(pixels, reading)
    return tuple(readings)


def _settled(reading: MrzReading | None, pixels: Pixels, prior: str | None) -> MrzReading | None:
    """Decide what is not sure: ties with the prior, then characters of lines in another face than OCR-B."""
    if reading is None or prior is None:
        return reading
    return with_other_face(with_prior(reading, prior), pixels)


def without_zone(pixels: Pixels, reading: MrzReading) -> Pixels:
    """Paint a zone over with the colour of the paper around its print, in a copy of the picture that it was read in."""
    places = np.concatenate([character.corners for line in reading.characters for character in line])
    middle = places.mean(axis=0)
    hull = cv2.convexHull((middle + (places - middle) * _PAINTED).astype(np.float32)).round().astype(np.int32)
    mask = np.zeros(pixels.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, hull, 255)
    inside = mask > 0
    painted = pixels.copy()
    painted[inside] = np.median(pixels[inside])
    return painted


def image_bands(pixels: Pixels) -> tuple[MrzBand, ...]:
    """Find where an MRZ may lie in an image (H, W, 3) or (H, W), best first: what `MrzEngine.read` wants to know."""
    return find_mrz_bands(pixels)


def _engine(engine: str | MrzEngine | None, prior: str | None) -> MrzEngine:
    """Load the engine, after what needs no image is known to be right."""
    if prior is not None:
        check_prior(prior)
    loaded = load_engine(engine) if engine is None or isinstance(engine, str) else engine
    if loaded is None:
        raise EngineUnavailableError(
            f"No MRZ engine is installed ({', '.join(ENGINES)}). Those that run Tesseract need {NEEDS_TESSERACT}"
        )
    quick = loaded.quick if isinstance(loaded, HasQuick) else None
    return quick or loaded
