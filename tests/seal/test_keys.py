"""Signatures on every curve of the table, the one that only the slow library knows among them."""

import hashlib

import ecdsa
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from docforensics.seal.keys import (
    DIGESTS,
    EcKey,
    RsaKey,
    curves,
    digest_for,
    verify_pair,
    verify_raw,
    verify_rsa,
)


@pytest.mark.parametrize("name", sorted(curves()))
def test_a_signature_holds_on_its_curve_alone(name: str) -> None:
    """Signed with one library, verified with ours; not for other data, another digest or another key."""
    key = ecdsa.SigningKey.from_secret_exponent(0x5EA1, curve=curves()[name])
    public = EcKey(curve=name, point=key.verifying_key.to_string("uncompressed"))
    digest = digest_for(public)
    signature = key.sign_deterministic(b"signed", hashfunc=getattr(hashlib, digest))
    other = ecdsa.SigningKey.from_secret_exponent(0x5EA2, curve=curves()[name])
    assert verify_raw(public, digest, b"signed", signature)
    assert not verify_raw(public, digest, b"other", signature)
    assert not verify_raw(public, "sha1", b"signed", signature)
    assert not verify_raw(public, "md5", b"signed", signature)
    wrong = EcKey(curve=name, point=other.verifying_key.to_string("uncompressed"))
    assert not verify_raw(wrong, digest, b"signed", signature)


@pytest.mark.parametrize("name", ["NIST256p", "BRAINPOOLP224r1"])
@pytest.mark.parametrize("digest", ["md2", "md5", "shake128", "shake256_len", "sha512_256", "sha3_256", ""])
def test_with_another_digest_nothing_holds(name: str, digest: str) -> None:
    """Whether the libraries know it or not: some raised for it, and MD5 held."""
    assert digest not in DIGESTS
    key = ecdsa.SigningKey.from_secret_exponent(0x5EA1, curve=curves()[name])
    public = EcKey(curve=name, point=key.verifying_key.to_string("uncompressed"))
    hashed = hashlib.md5(b"signed", usedforsecurity=False).digest()
    r, s = key.sign_digest_deterministic(hashed, hashfunc=hashlib.sha256, sigencode=lambda r, s, _: (r, s))
    assert not verify_pair(public, digest, b"signed", r, s)


@pytest.mark.parametrize("name", ["NIST256p", "BRAINPOOLP224r1"])
def test_a_point_off_its_curve_signs_nothing(name: str) -> None:
    """Also the point at infinity, and nothing at all."""
    size = curves()[name].baselen
    for point in (b"\x04" + b"\x05" * 2 * size, b"\x00", b"", b"\x04"):
        assert not verify_raw(EcKey(curve=name, point=point), "sha256", b"x", b"\x01" * 2 * size)


def test_the_digest_goes_with_the_length_of_the_key() -> None:
    """TR-03137: 224, 256, 384, 512."""
    pairs = {
        "BRAINPOOLP224r1": "sha224",
        "NIST256p": "sha256",
        "BRAINPOOLP320r1": "sha384",
        "NIST521p": "sha512",
    }
    assert {name: digest_for(EcKey(curve=name, point=b"")) for name in pairs} == pairs


def test_rsa_of_both_kinds() -> None:
    """PKCS #1 v1.5 and PSS, as chips are signed; a tiny or huge modulus is refused unseen."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    numbers = key.public_key().public_numbers()
    public = RsaKey(modulus=numbers.n, exponent=numbers.e)
    plain = key.sign(b"x", padding.PKCS1v15(), hashes.SHA256())
    salted = key.sign(b"x", padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32), hashes.SHA256())
    assert verify_rsa(public, "sha256", b"x", plain, salt=None)
    assert verify_rsa(public, "sha256", b"x", salted, salt=32)
    assert not verify_rsa(public, "sha256", b"x", salted, salt=20)
    assert not verify_rsa(public, "sha256", b"y", plain, salt=None)
    assert not verify_rsa(RsaKey(modulus=(1 << 9000) + 1, exponent=3), "sha256", b"x", plain, salt=None)
    assert not verify_rsa(RsaKey(modulus=15, exponent=3), "sha256", b"x", plain, salt=None)
