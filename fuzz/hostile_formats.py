"""Hostile packs, chip files, seals, answers of a process, certificates and keys."""

import base64
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from functools import cache, partial

from docforensics.isolated.packing import packed
from docforensics.seal.lds import COM_TAG, SOD_TAG
from docforensics.templates.parts import JSON
from fuzz.bombs import bomb
from fuzz.harnesses import shipped_pack, shipped_parts
from fuzz.hostile import SPECIALS, Content, Hostile
from fuzz.seeds import MRZ
from sample_docs.generator.seals.c40 import tlv
from sample_docs.generator.seals.chip import chip_of, data_group_2, security_object
from sample_docs.generator.seals.examples import one_of_each_kind, visa
from sample_docs.generator.seals.pki import authority, signer


def all_formats() -> Iterator[Hostile]:
    """Give them."""
    for kind in (_packs, _chips, _seals, _answers, _trusts, _keys):
        yield from kind()


def _zipped(members: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", packing) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return sink.getvalue()


def _of_parts(parts: Mapping[str, bytes]) -> bytes:
    """Pack parts with a manifest that is true of them."""
    listed = {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in parts.items()
    }
    told = {"format": "docforensics-template", "version": 1, "template": "x", "parts": listed}
    return _zipped({"manifest.json": json.dumps(told).encode(), **parts})


def _packs() -> Iterator[Hostile]:
    raw, parts = shipped_pack(), dict(shipped_parts())
    at = raw.rindex(b"PK\x05\x06")
    central = raw.index(b"PK\x01\x02")
    pngs = {name: bomb(name) for name in ("png-claims-most", "png-cut-off", "png-text")}
    files: dict[str, Content] = {
        "empty": b"",
        "cut-off": raw[: len(raw) // 2],
        "end-alone": raw[at:],
        "directory-before-the-file": raw[: at + 16] + b"\xff\xff\xff\xff" + raw[at + 20 :],
        "directory-large": raw[: at + 12] + b"\xff\xff\xff\x7f" + raw[at + 16 :],
        "entries-many": raw[: at + 8] + b"\xff\xff\xff\xff" + raw[at + 12 :],
        "offset-of-a-part": raw[: central + 42] + b"\xfe\xff\xff\xff" + raw[central + 46 :],
        "size-of-a-part": raw[: central + 20] + b"\xfe\xff\xff\x7f\xfe\xff\xff\x7f" + raw[central + 28 :],
        "extra-field": raw[: central + 30] + b"\xff\xff" + raw[central + 32 :],
        "name-no-text": raw[: central + 46] + b"\xff\xfe" + raw[central + 48 :],
        "byte-flipped": raw[:5000] + bytes([raw[5000] ^ 255]) + raw[5001:],
        "way-out": _zipped({"../../a": b"x", "/etc/x": b"x"}),
        "bomb": _zipped({"manifest.json": bytes(300_000_000)}),
        "bomb-of-a-part": _zipped({"manifest.json": b"{}", JSON: bytes(200_000_000)}),
        "many-members": _zipped({f"m{number}": b"" for number in range(60_000)}),
        "packed-otherwise": _zipped({"manifest.json": bytes(100_000)}, zipfile.ZIP_LZMA),
        "manifest-nested": _zipped({"manifest.json": b"[" * 100_000}),
        "manifest-list": _zipped({"manifest.json": b"[1]"}),
        "manifest-parts-text": _zipped(
            {"manifest.json": b'{"format":"docforensics-template","version":1,"parts":"abc"}'}
        ),
        "json-nested": _of_parts({JSON: b'{"pack_version":1,"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"}),
        "json-long-number": _of_parts({JSON: b'{"pack_version":1,"n_captures":' + b"9" * 5000 + b"}"}),
        "signature-nested": _zipped({"manifest.json": b"{}", "signature.json": b"[" * 100_000}),
        "in-itself-64": _with_long_offset(raw),
        "comment-long": raw[:at] + raw[at : at + 20] + b"\xff\xff" + bytes(65_535),
    }
    for name, png in pngs.items():
        files[f"part-{name}"] = _of_parts({**parts, "visible.mean.png": png})
    for name, content in {**files, **SPECIALS}.items():
        yield Hostile(kind="pack", name=name, files={"a.dftemplate": content})


def _with_long_offset(raw: bytes) -> bytes:
    """State the place of the first part in 64 bits, beyond what a file can have."""
    at = raw.index(b"PK\x01\x02")
    name = int.from_bytes(raw[at + 28 : at + 30], "little")
    extra = b"\x01\x00\x08\x00" + b"\xff" * 8
    changed = raw[: at + 30] + len(extra).to_bytes(2, "little") + raw[at + 32 : at + 42] + b"\xff\xff\xff\xff"
    changed += raw[at + 46 : at + 46 + name] + extra + raw[at + 46 + name :]
    end = changed.rindex(b"PK\x05\x06")
    size = int.from_bytes(changed[end + 12 : end + 16], "little") + len(extra)
    return changed[: end + 12] + size.to_bytes(4, "little") + changed[end + 16 :]


@cache
def _chip() -> Mapping[str, bytes]:
    made = chip_of(MRZ[0].split("\n"), b"\xff\xd8\xff" + bytes(4000))
    return {
        "EF.SOD": made.sod,
        "EF.COM": made.com,
        **{f"EF.DG{number}": raw for number, raw in made.groups.items()},
    }


def _groups() -> Mapping[int, bytes]:
    return chip_of(MRZ[0].split("\n"), b"\xff\xd8\xff" + bytes(4000)).groups


def _signed_with(digest: str) -> bytes:
    """EF.SOD that states a digest of no standard, without attributes."""
    return security_object(_groups(), signer("chip"), unsigned_digest=digest)


def _chips() -> Iterator[Hostile]:
    deep = b"\x30\x80" * 16_000
    nested = b"\x30\x00"
    for _ in range(3000):
        nested = tlv(0x30, nested)
    wanted = (
        "jp2-tiles",
        "jp2-cut-off",
        "jp2-components",
        "jp2-large",
        "jpeg-claims-most",
        "jpeg-progressive",
        "jpeg-scans",
    )
    faces = {name: bomb(name) for name in wanted}
    own: dict[str, Mapping[str, Content]] = {
        "sod-deep": {"EF.SOD": tlv(SOD_TAG, deep)},
        "sod-nested": {"EF.SOD": tlv(SOD_TAG, nested)},
        "sod-cut-off": {"EF.SOD": _chip()["EF.SOD"][:200]},
        "sod-of-zeros": {"EF.SOD": tlv(SOD_TAG, bytes(30_000))},
        "sod-large": {"EF.SOD": bytes(5_000_000)},
        **{
            f"sod-{digest}": {"EF.SOD": _signed_with(digest)}
            for digest in ("md2", "md5", "shake128", "shake256_len")
        },
        "sod-certificates": {
            "EF.SOD": security_object(_groups(), signer("chip"), beside=[signer("chip").der] * 50)
        },
        "sod-twice": {"EF.SOD": _chip()["EF.SOD"] * 2},
        "com-every-tag": {"EF.COM": tlv(COM_TAG, tlv(0x5C, bytes(range(256)) * 200))},
        "com-empty": {"EF.COM": tlv(COM_TAG, b"")},
        "dg1-of-zeros": {"EF.DG1": tlv(0x61, tlv(0x5F1F, bytes(88)))},
        "dg1-items": {"EF.DG1": tlv(0x61, b"\x01\x00" * 15_000)},
        "dg1-long-length": {"EF.DG1": b"\x61\x84\xff\xff\xff\xff"},
        "dg2-points": {
            "EF.DG2": tlv(0x75, tlv(0x7F61, tlv(0x7F60, tlv(0x5F2E, b"FAC\x00010\x00" + b"\xff" * 60))))
        },
        "dg2-no-picture": {"EF.DG2": data_group_2(b"text")},
        "dg14-nested": {"EF.DG14": tlv(0x6E, tlv(0x31, nested))},
        "dg14-numbers": {
            "EF.DG14": tlv(0x6E, tlv(0x31, tlv(0x30, b"\x06\x82\xff\xf0" + b"\xff" * 65_000 + bytes(520))))
        },
        "dg14-number": {
            "EF.DG14": tlv(0x6E, tlv(0x31, tlv(0x30, tlv(0x06, b"\x2a" + b"\xff" * 30_000 + b"\x01"))))
        },
        "dg14-entries": {"EF.DG14": tlv(0x6E, tlv(0x31, b"\x30\x03\x06\x01\x2a" * 6000))},
        "dg15-nested": {"EF.DG15": tlv(0x6F, nested)},
        "dg15-exponent": {
            "EF.DG15": tlv(
                0x6F,
                tlv(
                    0x30,
                    bytes.fromhex("300d06092a864886f70d0101010500")
                    + tlv(0x03, b"\0" + tlv(0x30, tlv(0x02, b"\x7f" * 15_000) + tlv(0x02, b"\x7f" * 15_000))),
                ),
            )
        },
        "files-of-no-chip": {"EF.DG99": b"x"},
    }
    for name, face in faces.items():
        own[f"face-{name}"] = {"EF.DG2": data_group_2(face)}
    for name, change in own.items():
        yield Hostile(kind="chip", name=name, files={**_chip(), **change})
    for name, special in SPECIALS.items():
        yield Hostile(kind="chip", name=f"dg1-is-{name}", files={**_chip(), "EF.DG1": special})


def _seals() -> Iterator[Hostile]:
    plain, zipped = visa(), zlib.compress(bytes(50_000_000), 9)
    one = partial(Hostile, kind="seal")
    base32 = base64.b32encode(b"\x00\x00" + zipped).rstrip(b"=")
    nested = tlv(0x61, b"")
    for _ in range(60):
        nested = tlv(0x61, tlv(0x01, nested))
    ncs = {
        "nested": b'{"data":{"hdr":{},"msg":' + b"[" * 3900 + b'},"sig":{"sigvl":"","alg":"ES256"}}',
        "float": b'{"data":{"hdr":{"t":"a","v":1,"is":"UTO"},"msg":{"a":1e999}},"sig":{"alg":"ES256","sigvl":"AA"}}',
        "long-number": b'{"data":{"hdr":{"t":"a","v":1,"is":"UTO"},"msg":{"a":'
        + b"9" * 5000
        + b'}},"sig":{"alg":"ES256","sigvl":"AA"}}',
        "surrogate": rb'{"data":{"hdr":{"t":"\ud800","v":1,"is":"UTO"},"msg":{}},"sig":{"alg":"ES256","sigvl":"AA"}}',
        "keys-twice": b'{"data":{"hdr":{"t":"a","t":"b"},"msg":{}},"sig":{"alg":"ES256","sigvl":"AA"}}',
        "certificate": b'{"data":{"hdr":{"t":"a","v":1,"is":"UTO"},"msg":{}},"sig":{"alg":"ES256","sigvl":"'
        + b"A" * 88
        + b'","cer":"'
        + b"MIIB" * 1000
        + b'"}}',
        "types": b'{"data":{"hdr":[],"msg":null},"sig":{"sigvl":1}}',
    }
    files = {
        "empty": b"",
        "mark-alone": plain[:2],
        "head-alone": plain[:18],
        "reference-long": plain[:4] + b"\xff" * 4 + plain[8:],
        "items-many": plain[:18] + b"\x01\x00" * 3000,
        "item-long": plain[:18] + b"\x01\x84\xff\xff\xff\xff",
        "signature-empty": plain[:18] + b"\xff\x00",
        "signature-long": plain[:18] + b"\xff\x82\xff\xff" + bytes(65_535),
        "signatures-two": plain + plain[-66:],
        "zero-date": plain[:14] + bytes(6) + plain[20:],
        "all-ones": b"\xdc\x03" + b"\xff" * 3000,
        "all-zeros": b"\xdc\x03" + bytes(3000),
        "idb-bomb": b"RDB1D" + base32,
        "idb-no-base32": b"RDB1A" + b"\xff" * 1000,
        "idb-nested": b"RDB1A" + base64.b32encode(b"\x6a\x9a" + nested).rstrip(b"="),
        "idb-empty": b"RDB1B",
        "idb-flag": b"RDB1\xff",
        **{f"json-{name}": raw for name, raw in ncs.items()},
    }
    for number, raw in enumerate(one_of_each_kind()):
        files[f"cut-off-{number}"] = raw[: len(raw) * 2 // 3]
    for name, raw in files.items():
        yield one(name=name, files={"seal": raw})


def _answers() -> Iterator[Hostile]:
    """What a process that a file has taken over could send back in place of a report."""
    told, _ = packed({"a": 1})
    array = {"dtype": "|u1", "shape": [4], "buffer": 0}
    arrays = {
        "dtype-object": {**array, "dtype": "|O"},
        "dtype-odd": {**array, "dtype": "no type"},
        "dtype-many": {**array, "dtype": "i4," * 50_000},
        "shape-negative": {**array, "shape": [-4]},
        "shape-huge": {**array, "shape": [2**62, 2**62]},
        "buffer-beyond": {**array, "buffer": 10**9},
        "buffer-negative": {**array, "buffer": -1},
    }
    files = {
        "empty": b"",
        "other": told,
        "nested": b"\x91" * 100_000 + b"\x01",
        "long-list": b"\xdd\xff\xff\xff\xff",
        "long-text": b"\xdb\xff\xff\xff\xff",
        "extension": b"\xc9\xff\xff\xff\xff\x01",
        "zeros": bytes(1_000_000),
        **{name: packed(value)[0] for name, value in arrays.items()},
    }
    for name, raw in files.items():
        yield Hostile(kind="answer", name=name, files={"answer": raw})


def _trusts() -> Iterator[Hostile]:
    der = authority().der
    begins = b"-----BEGIN CERTIFICATE-----\n"
    files: dict[str, Content] = {
        "empty": b"",
        "cut-off": der[:300],
        "zeros": bytes(1_000_000),
        "begins-without-end": begins * 500_000,
        "begin-and-space": begins + b" " * 10_000_000,
        "many-in-one": (begins + base64.b64encode(der) + b"\n-----END CERTIFICATE-----\n") * 2000,
        "ldif-lines": b"userCertificate;binary:: " + b"A\n " * 3_000_000,
        "ldif-many": b"userCertificate:: AAAA\n" * 400_000,
        "no-base64": begins + b"\xff" * 1000 + b"-----END ",
        "deep": b"\x30\x80" * 100_000,
        "long-length": b"\x30\x84\xff\xff\xff\xff",
        "exponent": der.replace(
            b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07", b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x7f"
        ),
        "byte-flipped": der[:120] + bytes([der[120] ^ 255]) + der[121:],
    }
    for name, content in {**files, **SPECIALS}.items():
        yield Hostile(kind="trust", name=name, files={"good.cer": der, "a.cer": content})
    for name, content in {
        "nested": b"complete = " + b"[" * 100_000,
        "numbers": b"complete = [1]",
        **SPECIALS,
    }.items():
        yield Hostile(kind="trust", name=f"settings-{name}", files={"good.cer": der, "trust.toml": content})


def _keys() -> Iterator[Hostile]:
    begins = b"-----BEGIN PUBLIC KEY-----\n"
    files: dict[str, Content] = {
        "empty": b"",
        "zeros": bytes(60_000),
        "too-large": begins * 100_000,
        "no-base64": begins + b"\xff" * 100 + b"\n-----END PUBLIC KEY-----\n",
        "of-another-kind": begins
        + base64.b64encode(b"\x30\x03\x02\x01\x01")
        + b"\n-----END PUBLIC KEY-----\n",
    }
    for name, content in {**files, **SPECIALS}.items():
        yield Hostile(kind="key", name=name, files={"a.pem": content})
