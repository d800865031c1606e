"""`read_seals`: from a picture to the seals on it, decoded and verified as far as the user's trust goes."""

from datetime import date

from docforensics.capture.model import Channel, Pixels
from docforensics.errors import SealFormatError
from docforensics.seal.decode import decode_seal, is_seal
from docforensics.seal.find import find_codes
from docforensics.seal.model import Barcode, SealReading, SealReason, SealStatus, SealVerification
from docforensics.seal.trust import TrustStore
from docforensics.seal.verify import verify_seal


def read_seals(
    pixels: Pixels,
    *,
    trust: TrustStore | None,
    inspected_on: date,
    channel: Channel = Channel.UPLOAD,
    px_per_mm: float | None = None,
) -> tuple[SealReading, ...]:
    """Read every seal on a picture, (H, W, 3) RGB or (H, W); codes that claim to be no seal are left alone.

    `px_per_mm` are the picture's pixels a millimetre of the page, where they are known.
    """
    codes = (code for code in find_codes(pixels, channel, px_per_mm=px_per_mm) if is_seal(code.payload))
    return tuple(read_seal(code, trust, inspected_on) for code in codes)


def read_seal(code: Barcode, trust: TrustStore | None, inspected_on: date) -> SealReading:
    """Decode and verify one code; a wrong format is a result, not an error."""
    try:
        seal = decode_seal(code.payload)
    except SealFormatError as error:
        wrong = SealVerification(
            status=SealStatus.INVALID, reason=SealReason.WRONG_FORMAT, detail=f"its format is wrong: {error}"
        )
        return SealReading(barcode=code, seal=None, verification=wrong)
    return SealReading(barcode=code, seal=seal, verification=verify_seal(seal, trust, inspected_on))
