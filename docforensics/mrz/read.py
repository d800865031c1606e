"""`read_mrz`: from an image file, bytes, array or capture to the lines of its MRZ as printed."""

from docforensics.capture.limits import DEFAULT_LIMITS, Limits
from docforensics.capture.load import ImageSource, load_capture
from docforensics.capture.model import Capture, Light, Pixels
from docforensics.errors import EngineUnavailableError
from docforensics.mrz.engines import ENGINES, MrzEngine, load_engine
from docforensics.mrz.reading import MrzReading
from docforensics.page.band import SURE_SCORE, MrzBand, find_mrz_bands

_LIGHTS = (Light.VISIBLE, Light.IR, Light.COAXIAL)
"""Lights in which an MRZ can be read, best first; its ink absorbs infrared (Doc 9303-3, B900)."""


def read_mrz(
    source: ImageSource | Capture, *, engine: str | MrzEngine | None = None, limits: Limits = DEFAULT_LIMITS
) -> MrzReading | None:
    """Read the machine readable zone of one image or capture, exactly as printed.

    Parameters
    ----------
    source
        Path, bytes, array or Image, of which the first page is read; or a Capture, of which the visible light is read
        first and infrared when that shows no zone.
    engine
        Name of an engine (`docforensics.mrz.engines.ENGINES`), an engine, or None for the best installed.
    limits
        On the size of the file and of its picture.

    Returns
    -------
    MrzReading or None
        None when no MRZ was found. The corners of its characters are pixels of the image that it was read in.

    Raises
    ------
    InputError
        The source cannot be decoded.
    EngineUnavailableError
        The engine named is not installed, or none is.
    """
    reader = _engine(engine)
    capture = source if isinstance(source, Capture) else load_capture(source, limits=limits)
    frames = (frame.pixels for light in _LIGHTS for frame in capture.images.get(light, ()))
    readings = (_read(reader, pixels) for pixels in frames)
    return next((reading for reading in readings if reading is not None), None)


def _read(reader: MrzEngine, pixels: Pixels) -> MrzReading | None:
    """Read the first sure zone; look for others only when that cannot be read."""
    first = find_mrz_bands(pixels, enough=1)
    reading = reader.read(pixels, first)
    if reading is not None or not first or first[0].score < SURE_SCORE:
        return reading
    return reader.read(pixels, image_bands(pixels))


def image_bands(pixels: Pixels) -> tuple[MrzBand, ...]:
    """Find where an MRZ may lie in an image (H, W, 3) or (H, W), best first: what `MrzEngine.read` wants to know."""
    return find_mrz_bands(pixels)


def _engine(engine: str | MrzEngine | None) -> MrzEngine:
    loaded = load_engine(engine) if engine is None or isinstance(engine, str) else engine
    if loaded is None:
        raise EngineUnavailableError(
            f"No MRZ engine is installed ({', '.join(ENGINES)}): pip install docforensics[engines], and the Tesseract "
            "program (Debian and Ubuntu: apt install tesseract-ocr; macOS: brew install tesseract)."
        )
    return loaded
