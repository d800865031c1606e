"""Prints a seal: the payload as a Data Matrix of filled squares, in the black of the personalization."""

import numpy as np
import skia
import zxingcpp

from sample_docs.generator.elements import Lines
from sample_docs.generator.geometry import Box
from sample_docs.generator.ink import PERSONAL_BLACK
from sample_docs.generator.people import Record

from . import encode, pki
from .c40 import encode_c40
from .encode import SealData, encode_vds, visa_features
from .pki import Signer

NAME = "seal"
MODULE = 0.34
"""Millimetres; Doc 9303-13 asks for 0.3386 at least."""


def seal_element(payload: bytes, x: float, y: float, module: float = MODULE) -> Lines:
    """The seal with its top left corner at x, y in mm."""
    path = skia.Path()
    for row, column in np.argwhere(modules(payload)):
        path.addRect(skia.Rect.MakeXYWH(x + column * module, y + row * module, module, module))
    path = skia.Simplify(path)
    return Lines(name=NAME, path=path, ink=PERSONAL_BLACK, width=None)


def modules(payload: bytes) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """The Data Matrix as rows and columns, True where it is black, without a quiet zone."""
    # A rectangular symbol would be chosen for short payloads; seals are long enough to be square.
    made = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.DataMatrix)
    return np.asarray(np.array(zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=False)) < 128)


def seal_box(element: Lines) -> Box:
    """Where a seal stands, with its quiet zone of one module."""
    bounds = element.path.getBounds()
    return Box(x=bounds.left(), y=bounds.top(), w=bounds.width(), h=bounds.height()).grown(MODULE)


def visa_seal(
    lines: tuple[str, ...], record: Record, by: Signer | None = None, *, reference: str | None = None
) -> bytes:
    """The seal of a visa (Doc 9303-7), signed on its day of issue."""
    features = visa_features(lines, record.passport_number)
    return _sealed(encode.VISA, features, record, by, reference)


def emergency_seal(
    lines: tuple[str, ...], record: Record, by: Signer | None = None, *, reference: str | None = None
) -> bytes:
    """The seal of an emergency travel document (Doc 9303-8)."""
    return _sealed(encode.EMERGENCY, ((2, encode_c40("".join(lines))),), record, by, reference)


def _sealed(
    profile: str,
    features: tuple[tuple[int, bytes], ...],
    record: Record,
    by: Signer | None,
    reference: str | None,
) -> bytes:
    data = SealData(profile=profile, issued=record.issued, signed=record.issued, features=features)
    return encode_vds(data, by or pki.signer("seal"), reference=reference)
