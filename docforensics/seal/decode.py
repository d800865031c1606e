"""`decode_seal`: the payload of a barcode to what the seal states."""

from docforensics.errors import SealFormatError
from docforensics.seal.idb import decode_idb, is_idb
from docforensics.seal.model import Seal
from docforensics.seal.vds import decode_vds, is_vds
from docforensics.seal.vds_nc import decode_vds_nc, is_vds_nc

KINDS = ((is_vds, decode_vds), (is_idb, decode_idb), (is_vds_nc, decode_vds_nc))


def is_seal(payload: bytes) -> bool:
    """Whether a payload claims to be a seal of any kind; other barcodes are nobody's concern here."""
    return any(claims(payload) for claims, _ in KINDS)


def decode_seal(payload: bytes) -> Seal:
    """Decode a visible digital seal (VDS versions 3 and 4, IDB, VDS-NC).

    Profiles and features that are not known are kept. Nothing is verified here.

    Raises
    ------
    SealFormatError
        The payload is no seal, or not one as its standard says.
    """
    for claims, decode in KINDS:
        if claims(payload):
            return decode(payload)
    raise SealFormatError("not a seal: neither 0xDC, nor RDB1, nor JSON with hdr and sigvl")
