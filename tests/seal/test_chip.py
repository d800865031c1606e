"""Chip data: read back, authenticated, and each way of tampering has its name."""

import io
import random
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

import docforensics as df
from docforensics.errors import ChipDataError, UsageError
from docforensics.seal import passive
from docforensics.seal.certificates import read_certificate
from docforensics.seal.chip import MOST_BYTES_OF_TEXT, ChipReading, read_chip
from docforensics.seal.model import SealStatus
from docforensics.seal.passive import ChipReason
from docforensics.seal.security_object import MOST_CERTIFICATES
from docforensics.seal.trust import TrustStore
from sample_docs.generator.seals import chip, pki
from sample_docs.generator.seals.c40 import tlv
from sample_docs.generator.seals.chip import Chip

MRZ = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F3204159ZE184226B<<<<<10")
OTHER = ("P<UTOBERG<<KARL<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "K112223336UTO6501019M3112315<<<<<<<<<<<<<<08")
INSPECTED_ON = date(2026, 11, 24)


def picture(seed: int = 0, kind: str = "JPEG") -> bytes:
    """Write a picture file."""
    pixels = np.random.default_rng(seed).integers(0, 256, (90, 70, 3), dtype=np.uint8)
    stream = io.BytesIO()
    Pillow.fromarray(pixels).save(stream, kind)
    return stream.getvalue()


def reading(made: Chip, trust: TrustStore | None) -> ChipReading:
    """Read a chip."""
    data = df.ChipData(data_groups=made.groups, sod=made.sod, com=made.com)
    return read_chip(data, trust, INSPECTED_ON)


@pytest.mark.parametrize("kind", ["JPEG", "JPEG2000"])
def test_a_genuine_chip_reads_and_is_authentic(trust: TrustStore, tmp_path: Path, kind: str) -> None:
    """From a folder of files: MRZ, portrait, protocols, key, and the signature up to the CSCA."""
    chip.chip_of(MRZ, picture(kind=kind)).write(tmp_path)
    found = read_chip(df.ChipData.load(tmp_path), trust, INSPECTED_ON)
    assert found.integrity.status is SealStatus.VALID
    assert found.mrz is not None
    assert found.mrz.lines == MRZ
    assert found.face is not None
    assert found.face.shape == (90, 70, 3)
    assert (found.active_key, found.protocols) == ("NIST256p", ("0.4.0.127.0.7.2.2.3.2.1",))
    assert (found.unlisted, found.problems) == ((), ())


@pytest.mark.parametrize(
    ("by", "reason"),
    [
        ("chip-expired", ChipReason.EXPIRED_CERTIFICATE),
        ("chip-revoked", ChipReason.REVOKED_CERTIFICATE),
        ("chip-untrusted", ChipReason.UNTRUSTED_CERTIFICATE),
    ],
)
def test_each_signer_has_its_result(trust: TrustStore, by: str, reason: ChipReason) -> None:
    """Expired, revoked, signed by a forger's authority of the same name."""
    found = reading(chip.chip_of(MRZ, picture(), pki.signer(by)), trust).integrity
    assert (found.status, found.reason) == (SealStatus.INVALID, reason)


def test_what_its_own_csca_signed_for_other_ends_signs_no_chip(trust: TrustStore) -> None:
    """For TLS, whatever its key may do, for lists, for seals of a State's own; as on genuine chips it is authentic."""
    for by in ("tls", "tls-signs", "list", "own-purpose"):
        found = reading(chip.chip_of(MRZ, picture(), pki.signer(by)), trust).integrity
        assert (found.status, found.reason) == (SealStatus.INVALID, ChipReason.UNTRUSTED_CERTIFICATE)
    for by in ("signs", "chip"):
        assert (
            reading(chip.chip_of(MRZ, picture(), pki.signer(by)), trust).integrity.status is SealStatus.VALID
        )
    own = read_certificate(pki.signer("tls").der)
    pinned = TrustStore.of([*trust.certificates, own], pinned=[own.der])
    assert (
        reading(chip.chip_of(MRZ, picture(), pki.signer("tls")), pinned).integrity.status is SealStatus.VALID
    )
    with_authority = reading(chip.chip_of(MRZ, picture(), pki.authority()), trust).integrity
    assert with_authority.status is SealStatus.INVALID


def test_a_signer_begins_while_its_csca_is_valid(trust: TrustStore) -> None:
    """One of 2022 under a CSCA that ended in 2005 is out of date, not another's."""
    made = chip.chip_of(MRZ, picture(), pki.signer("past-csca"))
    store = TrustStore.of([*trust.certificates, read_certificate(pki.authority(pki.PAST).der)])
    found = reading(made, store).integrity
    assert (found.status, found.reason) == (SealStatus.INVALID, ChipReason.EXPIRED_CERTIFICATE)
    assert "CSCA was not valid" in found.detail


def test_the_usage_period_of_a_key_is_asked_on_a_stated_day_alone(trust: TrustStore) -> None:
    """Documents outlive the years in which their signer signs; EF.SOD rarely states on which day that was."""
    found = read_certificate(pki.signer("key-past").der)
    assert (found.signs_on(date(2022, 6, 1)), found.signs_on(date(2024, 6, 1))) == (True, False)
    assert found.covers(date(2024, 6, 1))
    made = chip.chip_of(MRZ, picture(), pki.signer("key-past"))
    assert reading(made, trust).integrity.status is SealStatus.VALID
    stated = chip.security_object(
        made.groups, pki.signer("key-past"), signed_on=datetime(2024, 6, 1, tzinfo=UTC)
    )
    late = reading(Chip(groups=made.groups, sod=stated, com=b""), trust).integrity
    assert (late.status, late.reason) == (SealStatus.INVALID, ChipReason.EXPIRED_CERTIFICATE)


def test_a_revocation_list_past_its_end_is_named(trust: TrustStore) -> None:
    """That the signer is not on it states nothing of the time since."""
    (one,) = trust.revocation_lists
    stale = replace(trust, revocation_lists=(replace(one, next_update=date(2026, 1, 31)),))
    found = reading(chip.chip_of(MRZ, picture()), stale).integrity
    assert found.status is SealStatus.VALID
    assert "ended on 2026-01-31" in found.detail
    assert reading(chip.chip_of(MRZ, picture()), trust).integrity.detail == ""


@pytest.mark.parametrize(
    ("number", "raw"), [(2, chip.data_group_2(picture(1))), (1, chip.data_group_1(OTHER)), (11, b"k\x00")]
)
def test_a_changed_or_unlisted_group_is_named(trust: TrustStore, number: int, raw: bytes) -> None:
    """Swapped portrait, altered MRZ, a group that EF.SOD does not list; it needs no trust."""
    for whom in (trust, None):
        found = reading(chip.chip_of(MRZ, picture()).with_group(number, raw), whom).integrity
        assert (found.reason, found.wrong_groups) == (ChipReason.HASH_MISMATCH, (number,))
        assert f"DG{number}" in found.detail


def test_an_issuer_of_another_country_is_found(trust: TrustStore) -> None:
    """Utopia's signer does not sign for others."""
    foreign = ("P<D<<ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", MRZ[1])
    assert reading(chip.chip_of(foreign, picture()), trust).integrity.reason is ChipReason.COUNTRY_MISMATCH


def test_a_changed_signature_is_found(trust: TrustStore) -> None:
    """The last byte of EF.SOD is the signature's."""
    made = chip.chip_of(MRZ, picture())
    broken = Chip(groups=made.groups, sod=made.sod[:-1] + bytes([made.sod[-1] ^ 1]), com=made.com)
    assert reading(broken, trust).integrity.reason is ChipReason.INVALID_SIGNATURE


@pytest.mark.parametrize("digest", ["md2", "md5", "shake128", "shake256_len", "sha512_256"])
@pytest.mark.parametrize("known", [True, False])
def test_a_digest_that_the_standard_has_not_makes_no_usable_file(
    trust: TrustStore, digest: str, known: bool
) -> None:
    """Named, whoever signed it and whether libraries know the digest; some raised for it."""
    groups = chip.chip_of(MRZ, picture()).groups
    sod = chip.security_object(groups, pki.signer("chip"), unsigned_digest=digest)
    found = reading(Chip(groups=groups, sod=sod, com=b""), trust if known else None).integrity
    assert found.reason is ChipReason.WRONG_FORMAT
    assert digest in found.detail


def test_a_list_without_attributes_is_verified_by_the_stated_digest(trust: TrustStore) -> None:
    """The algorithm `ecdsa` names none, so that of the signer's entry counts."""
    groups = chip.chip_of(MRZ, picture()).groups
    sod = chip.security_object(groups, pki.signer("chip"), unsigned_digest="sha256")
    assert reading(Chip(groups=groups, sod=sod, com=b""), trust).integrity.status is SealStatus.VALID


def test_without_trust_or_security_object_it_is_undetermined(trust: TrustStore) -> None:
    """Never valid."""
    made = chip.chip_of(MRZ, picture())
    assert reading(made, None).integrity.status is SealStatus.UNDETERMINED
    bare = read_chip(df.ChipData(data_groups=made.groups), trust, INSPECTED_ON)
    assert bare.integrity.reason is ChipReason.NO_SECURITY_OBJECT


def test_a_group_that_cannot_be_read_is_named_and_the_rest_is_read(trust: TrustStore) -> None:
    """Noise in EF.DG2, and EF.COM that lists more than was given."""
    made = chip.chip_of(MRZ, picture()).with_group(2, b"u\x03abc")
    without = Chip(groups={k: v for k, v in made.groups.items() if k != 15}, sod=made.sod, com=made.com)
    found = reading(without, trust)
    assert found.mrz is not None
    assert found.face is None
    assert found.unlisted == (15,)
    assert any("DG2" in problem for problem in found.problems)


def test_what_every_chip_holds_is_missed(trust: TrustStore) -> None:
    """EF.SOD, EF.DG1 and EF.DG2, not given or not readable; another group is not every chip's."""
    made = chip.chip_of(MRZ, picture())
    assert reading(made, trust).unread == ()
    assert reading(made, None).unread == ()
    for name, number in (("EF.DG1", 1), ("EF.DG2", 2)):
        without = {key: raw for key, raw in made.groups.items() if key != number}
        assert reading(replace(made, groups=without), trust).unread == (name,)
    assert reading(made.with_group(2, b"u\x03abc"), trust).unread == ("EF.DG2",)
    for sod in (b"", b"no security object"):
        assert reading(replace(made, sod=sod), trust).unread == ("EF.SOD",)


def test_a_portrait_of_too_many_pixels_is_named_and_not_decoded(trust: TrustStore) -> None:
    """A few kilobytes can name eighty million; a portrait has some hundred thousand."""
    stream = io.BytesIO()
    Pillow.new("L", (2100, 2000)).save(stream, "JPEG")
    found = reading(chip.chip_of(MRZ, stream.getvalue()), trust)
    assert found.face is None
    assert found.mrz is not None
    assert any("4000000" in problem for problem in found.problems)


def test_mutated_files_give_typed_results_alone(trust: TrustStore) -> None:
    """Bytes changed anywhere (benchmarks/seal/mutate.py runs a million): a result, never a crash."""
    chance = random.Random(5)
    made = chip.chip_of(MRZ, picture())
    seen = set()
    for _ in range(300):
        sod = bytearray(made.sod)
        for _ in range(chance.randint(1, 3)):
            sod[chance.randrange(len(sod))] ^= 1 << chance.randrange(8)
        groups = (
            {**made.groups, 1: _mutated(made.groups[1], chance)} if chance.random() < 0.3 else made.groups
        )
        found = reading(Chip(groups=groups, sod=bytes(sod), com=_mutated(made.com, chance)), trust)
        seen.add(found.integrity.reason)
    assert {ChipReason.WRONG_FORMAT, ChipReason.INVALID_SIGNATURE} <= seen


def _mutated(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


@pytest.mark.parametrize("name", ["SOD", "COM", "DG1", "DG14", "DG15"])
def test_a_file_without_pictures_is_no_longer_than_chips_hold(tmp_path: Path, name: str) -> None:
    """Before anything parses it: an object identifier of 400 kB took 23 seconds, a million entries 1.1 GiB."""
    raw = bytes(MOST_BYTES_OF_TEXT + 1)
    given: dict[str, object] = {"sod": raw} if name == "SOD" else {"com": raw}
    if name.startswith("DG"):
        given = {"data_groups": {int(name[2:]): raw}}
    with pytest.raises(ChipDataError, match="at most 32768"):
        df.ChipData(**{"data_groups": {}, **given})  # type: ignore[arg-type]
    (tmp_path / f"EF.{name}").write_bytes(raw)
    with pytest.raises(ChipDataError, match="32768"):
        df.ChipData.load(tmp_path)


@pytest.mark.parametrize(
    ("inner", "problem"),
    [
        (tlv(0x30, tlv(0x06, b"\x2a" + b"\xff" * 30_000 + b"\x01")), "64 bytes at most"),
        (b"\x30\x03\x06\x01\x2a" * 6000, "more than 256 items"),
        (b"\x30\x02\x05\x00", "no object identifier"),
    ],
)
def test_entries_that_no_chip_has_are_refused_before_they_are_parsed(
    trust: TrustStore, inner: bytes, problem: str
) -> None:
    """An identifier of 30 kB, thousands of entries, an entry that names nothing: named, and the rest is read."""
    found = reading(chip.chip_of(MRZ, picture()).with_group(14, tlv(0x6E, tlv(0x31, inner))), trust)
    assert found.mrz is not None
    assert [problem in one for one in found.problems] == [True]


def test_equal_certificates_are_tried_once_and_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three thousand copies on a curve that only the slow library knows took six seconds."""
    tried: list[object] = []
    monkeypatch.setattr(passive, "holds", lambda *given: tried.append(given))
    groups = chip.chip_of(MRZ, picture()).groups
    same = chip.security_object(groups, pki.signer("chip"), beside=[pki.signer("chip").der] * 50)
    assert reading(Chip(groups=groups, sod=same, com=b""), None).integrity.status is SealStatus.INVALID
    assert len(tried) == 1
    der = pki.signer("chip").der
    others = [der[:-1] + bytes([der[-1] ^ number]) for number in range(1, MOST_CERTIFICATES + 1)]
    many = reading(
        Chip(groups=groups, sod=chip.security_object(groups, pki.signer("chip"), beside=others), com=b""),
        None,
    )
    assert many.integrity.reason is ChipReason.WRONG_FORMAT
    assert "17 certificates" in many.integrity.detail


def test_files_are_told_by_name_or_identifier(tmp_path: Path) -> None:
    """As different readers name them; other files are left alone."""
    for name in ("DG1.bin", "ef_dg2", "011D", "EF.COM", "notes.txt", "DG99.bin"):
        (tmp_path / name).write_bytes(b"x")
    data = df.ChipData.load(tmp_path)
    assert (tuple(data.data_groups), data.sod, data.com) == ((1, 2), b"x", b"x")


def test_wrong_calls_are_refused(tmp_path: Path) -> None:
    """The text says what to do."""
    with pytest.raises(ChipDataError, match="name one"):
        df.ChipData.load(tmp_path / "absent")
    with pytest.raises(ChipDataError, match=r"EF\.SOD"):
        df.ChipData.load(tmp_path)
    with pytest.raises(UsageError, match="1 to 16"):
        df.ChipData(data_groups={17: b""})
    with pytest.raises(UsageError, match="bytes"):
        df.ChipData(data_groups={1: "text"})  # type: ignore[dict-item]
    with pytest.raises(ChipDataError, match="at most"):
        df.ChipData(data_groups={1: bytes(5_000_000)})
