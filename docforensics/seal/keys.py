"""Public keys and signatures: ECDSA over the curves that travel documents use, and RSA for chips.

`cryptography` does the work; for curves that it lacks (brainpoolP224r1 of older seals, P-320 of some chips) `ecdsa` does,
whose known leak of timing concerns private keys: here only public data are verified. An explicit domain is accepted only
when every parameter is that of a curve in the table, or a forger could choose a generator of his own.
"""

import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from docforensics.errors import EngineUnavailableError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

INSTALL = "seals and chip data need: pip install 'docforensics[seal]'"
DIGESTS = ("sha1", "sha224", "sha256", "sha384", "sha512")
"""SHA-1 is met on chips of the first generations; a seal never uses it."""
MOST_RSA_BITS = 8192
"""A larger modulus would only cost time."""
_OIDS = {
    "1.3.132.0.33": "NIST224p",
    "1.2.840.10045.3.1.7": "NIST256p",
    "1.3.132.0.34": "NIST384p",
    "1.3.132.0.35": "NIST521p",
    "1.3.36.3.3.2.8.1.1.5": "BRAINPOOLP224r1",
    "1.3.36.3.3.2.8.1.1.7": "BRAINPOOLP256r1",
    "1.3.36.3.3.2.8.1.1.9": "BRAINPOOLP320r1",
    "1.3.36.3.3.2.8.1.1.11": "BRAINPOOLP384r1",
    "1.3.36.3.3.2.8.1.1.13": "BRAINPOOLP512r1",
}
_FAST = {
    "NIST224p": "SECP224R1",
    "NIST256p": "SECP256R1",
    "NIST384p": "SECP384R1",
    "NIST521p": "SECP521R1",
    "BRAINPOOLP256r1": "BrainpoolP256R1",
    "BRAINPOOLP384r1": "BrainpoolP384R1",
    "BRAINPOOLP512r1": "BrainpoolP512R1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EcKey:
    """A point on a named curve."""

    curve: str
    point: bytes
    """Encoded, as in a certificate."""

    @property
    def bits(self) -> int:
        """Length of the order of the curve."""
        return order(self.curve).bit_length()


@dataclass(frozen=True, slots=True, kw_only=True)
class RsaKey:
    """Modulus and exponent."""

    modulus: int
    exponent: int


PublicKey = EcKey | RsaKey


@cache
def curves() -> dict[str, Any]:
    """Give the curves by name."""
    try:
        from ecdsa import curves as table
    except ImportError as error:
        raise EngineUnavailableError(INSTALL) from error
    return {curve.name: curve for curve in table.curves if curve.name in _OIDS.values()}


@cache
def order(curve: str) -> int:
    """Give the order of a curve's generator."""
    return int(curves()[curve].order)


def curve_of_oid(oid: str) -> str:
    """Name the curve of an object identifier; empty when it is none of the table."""
    return _OIDS.get(oid, "")


def curve_of_domain(prime: int, a: bytes, b: bytes, generator: bytes, order_: int) -> str:
    """Name the curve that an explicit domain is, every parameter compared; empty when it is none of the table."""
    stated = (prime, _number(a), _number(b), _xy(generator), order_)
    return next((name for name in curves() if _domain(name) == stated), "")


def _number(raw: bytes) -> int:
    return int.from_bytes(raw, "big")


def _xy(generator: bytes) -> tuple[int, int]:
    """Coordinates of an uncompressed point; of any other, what no curve's generator has."""
    size = (len(generator) - 1) // 2
    if generator[:1] != b"\x04":
        return -1, -1
    return _number(generator[1 : 1 + size]), _number(generator[1 + size :])


@cache
def _domain(name: str) -> tuple[int, int, int, tuple[int, int], int]:
    curve = curves()[name]
    prime = int(curve.curve.p())
    point = (int(curve.generator.x()), int(curve.generator.y()))
    return prime, int(curve.curve.a()) % prime, int(curve.curve.b()) % prime, point, int(curve.order)


def digest_for(key: EcKey) -> str:
    """Name the digest that goes with a key's length (TR-03137: the largest that the order does not cut)."""
    sizes = {224: "sha224", 256: "sha256", 384: "sha384"}
    return next((name for bits, name in sizes.items() if key.bits <= bits), "sha512")


def is_usable(digest: str) -> bool:
    """Whether signatures and hashes with this digest are verified at all; with any other they hold nothing."""
    return digest in DIGESTS


def verify_raw(key: EcKey, digest: str, data: bytes, signature: bytes) -> bool:
    """Whether r || s signs the data; False for any length or number that no signature has."""
    size = (key.bits + 7) // 8
    if len(signature) != 2 * size:
        return False
    return verify_pair(key, digest, data, _number(signature[:size]), _number(signature[size:]))


def verify_pair(key: EcKey, digest: str, data: bytes, r: int, s: int) -> bool:
    """Whether the numbers r and s sign the data; both must lie between 1 and the order less one, the digest in `DIGESTS`."""
    if not is_usable(digest) or not (0 < r < order(key.curve) and 0 < s < order(key.curve)):
        return False
    return _fast(key, digest, data, r, s) if key.curve in _FAST else _slow(key, digest, data, r, s)


def _fast(key: EcKey, digest: str, data: bytes, r: int, s: int) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    public = _point(key)
    if public is None:
        return False
    try:
        public.verify(encode_dss_signature(r, s), data, ec.ECDSA(_hash(digest)))
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=64)
def _point(key: EcKey) -> "EllipticCurvePublicKey | None":
    """Load a point; None when it does not lie on its curve."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(getattr(ec, _FAST[key.curve])(), key.point)
    except (ValueError, UnsupportedAlgorithm):
        return None


def _slow(key: EcKey, digest: str, data: bytes, r: int, s: int) -> bool:
    import ecdsa

    size = (key.bits + 7) // 8
    raw = r.to_bytes(size, "big") + s.to_bytes(size, "big")
    try:
        public = ecdsa.VerifyingKey.from_string(key.point, curve=curves()[key.curve])
        return bool(public.verify(raw, data, hashfunc=getattr(hashlib, digest), allow_truncate=True))
    except (ecdsa.BadSignatureError, ecdsa.MalformedPointError):
        return False


def _hash(digest: str) -> Any:  # noqa: ANN401 (a class of the lazily imported package)
    from cryptography.hazmat.primitives import hashes

    return getattr(hashes, digest.upper())()


def verify_rsa(key: RsaKey, digest: str, data: bytes, signature: bytes, *, salt: int | None) -> bool:
    """Whether an RSA signature holds: PSS with that length of salt, PKCS #1 v1.5 where it is None."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

    fits = 1024 <= key.modulus.bit_length() <= MOST_RSA_BITS and (salt is None or 0 <= salt <= 512)
    if not is_usable(digest) or not fits:
        return False
    chosen = _hash(digest)
    scheme = padding.PKCS1v15() if salt is None else padding.PSS(mgf=padding.MGF1(chosen), salt_length=salt)
    try:
        RSAPublicNumbers(key.exponent, key.modulus).public_key().verify(signature, data, scheme, chosen)
    except (InvalidSignature, ValueError):
        return False
    return True
