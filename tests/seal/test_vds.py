"""Binary seals: versions 3 and 4, known and unknown profiles, and nothing that breaks the rules."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from docforensics.errors import SealFormatError
from docforensics.seal.vds import decode_vds
from sample_docs.generator.seals import encode, pki
from sample_docs.generator.seals.examples import MRZ, SIGNED_ON, visa


@pytest.mark.parametrize("version", [3, 4])
def test_a_visa_reads_back(version: int) -> None:
    """Header and features of both versions; the zone's second line ends after its expiry."""
    seal = decode_vds(visa(version=version))
    assert (seal.version, seal.issuer, seal.signer, seal.reference) == (str(version), "UTO", "UTSV", "5A")
    assert (seal.issued_on, seal.signed_on, seal.document) == (SIGNED_ON, SIGNED_ON, "visa")
    assert seal.mrz == (MRZ[0], MRZ[1][:28])
    assert seal.value("passport_number") == "L8988901C"
    assert len(seal.signature) == 64
    assert seal.unknown_features == ()


def test_an_unknown_profile_keeps_its_features() -> None:
    """Nothing is refused for being new."""
    seal = decode_vds(visa(profile="5f03"))
    assert (seal.profile, seal.document, seal.mrz) == ("5f03", "", None)
    assert seal.unknown_features == ("01", "03", "04", "05")


@given(
    st.lists(st.tuples(st.integers(0, 254), st.binary(max_size=140)), max_size=4),
    st.sampled_from([3, 4]),
    st.dates(min_value=date(1990, 1, 1)),
)
def test_any_unknown_seal_reads_back(features: list[tuple[int, bytes]], version: int, day: date) -> None:
    """Round trip of tags, lengths and dates."""
    data = encode.SealData(profile="7ffe", issued=day, signed=day, features=features, version=version)
    seal = decode_vds(encode.encode_vds(data, pki.signer("seal")))
    assert [(int(one.tag, 16), one.raw) for one in seal.features] == features
    assert (seal.issued_on, seal.signed_on) == (day, day)


@pytest.mark.parametrize("stop", [0, 1, 5, 9, 17, 19, 40, 100, -1])
def test_a_cut_seal_is_refused(stop: int) -> None:
    """At whatever place it ends."""
    with pytest.raises(SealFormatError):
        decode_vds(visa()[:stop])


def test_a_seal_without_signature_zone_is_refused() -> None:
    """What stands at the end must be 0xFF, and only there."""
    raw = visa()
    with pytest.raises(SealFormatError, match="signature zone"):
        decode_vds(raw[:-66])
    with pytest.raises(SealFormatError, match="signature zone"):
        decode_vds(raw + raw[-66:])


def test_the_arrival_attestation_s_old_header_is_read() -> None:
    """Its signers may write a reference of five characters under version 4; others may not."""
    raw = visa(reference="03123")
    head = encode.encode_c40("DEME03123")
    old = raw[:4] + head + raw[12:]
    assert decode_vds(old).reference == "3123"
    others = decode_vds(raw[:4] + encode.encode_c40("DEXX03123") + raw[12:])
    assert others.reference == "123"


def test_its_reference_may_begin_with_other_digits() -> None:
    """DEME00008 has no length: read as one, a date of issue of 01682718 would follow, and then no signature."""
    raw = visa(reference="03123")
    old = raw[:4] + encode.encode_c40("DEME00008") + raw[12:]
    seal = decode_vds(old)
    assert (seal.signer, seal.reference, seal.issued_on) == ("DEME", "8", SIGNED_ON)
    with pytest.raises(SealFormatError, match="no date"):
        decode_vds(raw[:4] + encode.encode_c40("DEXX00008") + raw[12:])


@pytest.mark.parametrize("told", ["28", "40"])
def test_a_length_that_a_signer_writes_decimally_is_read(told: str) -> None:
    """TR-03171: 40 of the signer DEZV is 40 characters, and so is 28, since only then a signature ends the seal."""
    raw, reference = visa(reference="03123"), "00112233445566778899AABBCCDDEEFF00112233"
    head = encode.encode_c40(f"DEZV{told}{reference}")
    seal = decode_vds(raw[:4] + head + raw[12:])
    assert (seal.signer, seal.reference) == ("DEZV", reference.lstrip("0"))
    assert (seal.issued_on, len(seal.signature)) == (SIGNED_ON, 64)


def test_of_two_lengths_that_do_not_fit_the_standard_s_is_named() -> None:
    """Which is hexadecimal for every other signer."""
    raw = visa(reference="03123")
    with pytest.raises(SealFormatError, match=r"16 are stated|signature zone|is cut|no date|C40"):
        decode_vds(raw[:4] + encode.encode_c40("UTSV10123") + raw[12:])
