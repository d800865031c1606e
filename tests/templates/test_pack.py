"""Packed templates: whole or refused, and signed where a policy asks for it."""

import json
import os
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from docforensics.alerts.file import read_alert
from docforensics.capture.light import Light
from docforensics.errors import AlertError, TemplateError
from docforensics.page.geometry import BoxMm
from docforensics.scoring.policy import Policy
from docforensics.templates.model import CounterfeitMark, Template, TemplateModel
from docforensics.templates.pack import SUFFIX, read_pack, signer_of, write_pack
from docforensics.templates.signing import TemplateKeys
from docforensics.templates.store import TemplateStore, save_template

MODEL = TemplateModel(country="UTO", type="I", number=1, year=2020)


@pytest.fixture(scope="session")
def named(template: Template) -> Template:
    """With a model and the mark of a counterfeit."""
    mark = CounterfeitMark(
        name="crooked-star",
        box=BoxMm(left=60, top=30, right=70, bottom=36),
        patch=np.full((48, 80, 3), 90, np.uint8),
        note="The star leans.",
        source="Utopian border guard, 2026",
    )
    return replace(template, model=MODEL, counterfeits=(mark,))


@pytest.fixture
def file(named: Template, tmp_path: Path) -> Path:
    """A packed template without a signature."""
    return write_pack(named, tmp_path / f"card{SUFFIX}")


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key pair: `private/key.pem` and `public/key.pem`."""
    pytest.importorskip("cryptography")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
    )

    root = tmp_path_factory.mktemp("keys")
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    (root / "private").mkdir()
    (root / "public").mkdir()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (root / "private" / "key.pem").write_bytes(private)
    (root / "public" / "key.pem").write_bytes(public)
    return root


def _rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file


def test_a_packed_template_comes_back_whole(file: Path, named: Template) -> None:
    """Features, pixels, spreads and marks survive; the digest is that of the manifest."""
    back = read_pack(file)
    assert (back.model, back.features, back.n_holders) == (MODEL, named.features, named.n_holders)
    was, now = named.references[Light.VISIBLE], back.references[Light.VISIBLE]
    assert np.array_equal(was.mean, now.mean)
    assert float(np.abs(was.colour_spread - now.colour_spread).max()) < 1
    assert back.counterfeits[0].note == "The star leans."
    assert np.array_equal(back.counterfeits[0].patch, named.counterfeits[0].patch)
    assert len(back.digest) == 64
    assert back.signed_by == ""


def test_the_same_template_makes_the_same_bytes(named: Template, tmp_path: Path) -> None:
    """No date and no order of chance goes into a pack. Of references that are made anew the pictures are encoded anew."""
    again = replace(named, references={light: replace(one) for light, one in named.references.items()})
    one, other = (
        write_pack(template, tmp_path / f"{name}{SUFFIX}").read_bytes()
        for name, template in (("a", named), ("b", again))
    )
    assert one == other


def _doctor(members: dict[str, bytes]) -> None:
    members["visible.mean.png"] = members["visible.constant.png"]


def _edit(members: dict[str, bytes]) -> None:
    members["template.json"] = members["template.json"].replace(b'"portrait"', b'"picture"')


def _drop(members: dict[str, bytes]) -> None:
    del members["visible.mean.png"]


def _add(members: dict[str, bytes]) -> None:
    members["uv.mean.png"] = b"x"


def _escape(members: dict[str, bytes]) -> None:
    members["../evil.png"] = b"x"


def _inflate(members: dict[str, bytes]) -> None:
    members["visible.mean.png"] = bytes(25 * 2**20)


def _no_manifest(members: dict[str, bytes]) -> None:
    del members["manifest.json"]


def _other_version(members: dict[str, bytes]) -> None:
    record = json.loads(members["manifest.json"])
    members["manifest.json"] = json.dumps({**record, "version": 99}).encode()


@pytest.mark.parametrize(
    "change", [_doctor, _edit, _drop, _add, _escape, _inflate, _no_manifest, _other_version]
)
def test_a_changed_pack_is_refused_with_its_name(
    file: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    """Every part is held against the manifest; strange names and sizes are refused before they are unpacked."""
    with pytest.raises(TemplateError, match="card"):
        read_pack(_rewritten(file, change))


@pytest.mark.parametrize(("left", "right"), [(-60.0, -40.0), (80.0, 1e9)])
def test_a_feature_beside_the_page_is_refused(
    template: Template, tmp_path: Path, left: float, right: float
) -> None:
    """Else what is not there would be missed on every genuine page."""
    first, *others = template.features
    box = BoxMm(left=left, top=10, right=right, bottom=20)
    path = write_pack(
        replace(template, features=(replace(first, box=box), *others)), tmp_path / f"card{SUFFIX}"
    )
    with pytest.raises(TemplateError, match="beyond the page"):
        read_pack(path)


def test_a_flipped_byte_raises_nothing_else(file: Path, tmp_path: Path) -> None:
    """Of the directory at the end of the file, whose numbers and names the reader follows; what is still read is the same."""
    raw, changed, told = file.read_bytes(), tmp_path / f"changed{SUFFIX}", set()
    start = raw.index(b"PK\x01\x02")
    for place in [*range(start, len(raw), 7), *range(len(raw) - 22, len(raw))]:
        changed.write_bytes(raw[:place] + b"\xff" + raw[place + 1 :])
        try:
            told.add(read_pack(changed).digest)
        except TemplateError as error:
            assert str(changed) in str(error)  # noqa: PT017 (most raise, some do not)
    assert told <= {read_pack(file).digest}


def test_what_is_no_pack_at_all_is_refused(tmp_path: Path) -> None:
    """Truncated files and other files are a TemplateError."""
    path = tmp_path / f"no{SUFFIX}"
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(TemplateError, match="cannot read it"):
        read_pack(path)


def test_a_pipe_is_no_pack(tmp_path: Path) -> None:
    """Nobody writes to it: to open it would wait for ever. Of an alert as of a template."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(TemplateError, match="not a regular file"):
        read_pack(tmp_path / "pipe")
    with pytest.raises(AlertError, match="not a regular file"):
        read_alert(tmp_path / "pipe")


def test_a_long_list_of_parts_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """A million names in 45 MB would become a million objects, before they are counted."""
    pack = tmp_path / "many.dftemplate"
    entry = b"PK\1\2" + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, *[0] * 7, 1, *[0] * 6) + b"a"
    listed = entry * 10_000
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 10_000, 10_000, len(listed), 0, 0)
    pack.write_bytes(listed + end)
    with pytest.raises(TemplateError, match="its list of parts is too long"):
        read_pack(pack)


def test_a_signed_pack_says_who_signed_it_if_he_is_believed(
    named: Template, keys: Path, tmp_path: Path
) -> None:
    """Without the public key the same pack is read as unsigned."""
    path = write_pack(named, tmp_path / f"signed{SUFFIX}", private_key=keys / "private" / "key.pem")
    believed = TemplateKeys.load(keys / "public")
    assert read_pack(path, believed).signed_by == believed.ids[0] == signer_of(path)
    assert read_pack(path).signed_by == ""


def test_a_signature_over_another_manifest_is_refused(named: Template, keys: Path, tmp_path: Path) -> None:
    """Whoever changes a part must change the manifest, and then the signature does not fit."""
    path = write_pack(named, tmp_path / f"card{SUFFIX}", private_key=keys / "private" / "key.pem")
    other = write_pack(replace(named, licence="CC0"), tmp_path / f"other{SUFFIX}")
    with zipfile.ZipFile(path) as archive:
        signature = archive.read("signature.json")
    forged = _rewritten(other, lambda members: members.update({"signature.json": signature}))
    with pytest.raises(TemplateError, match="was changed"):
        read_pack(forged, TemplateKeys.load(keys / "public"))


def test_a_policy_that_asks_for_signatures_refuses_the_rest(
    named: Template, keys: Path, tmp_path: Path
) -> None:
    """An unsigned file and an editable folder are refused, a signed file is taken."""
    believed = TemplateKeys.load(keys / "public")
    assert Policy(require_signed_templates=True).require_signed_templates
    write_pack(named, tmp_path / f"a{SUFFIX}", private_key=keys / "private" / "key.pem")
    assert len(TemplateStore.open(tmp_path, keys=believed, require_signed=True)) == 1
    with pytest.raises(TemplateError, match="requires signed"):
        TemplateStore.open(tmp_path, require_signed=True)
    save_template(named, tmp_path / "b")
    with pytest.raises(TemplateError, match="requires signed"):
        TemplateStore.open(tmp_path, keys=believed, require_signed=True)


def test_a_key_that_is_none_is_refused(tmp_path: Path) -> None:
    """An empty folder and a file that holds no key say what was expected."""
    pytest.importorskip("cryptography")
    with pytest.raises(TemplateError, match="found none"):
        TemplateKeys.load(tmp_path)
    (tmp_path / "key.pem").write_text("no key")
    with pytest.raises(TemplateError, match="Ed25519 public key"):
        TemplateKeys.load(tmp_path)
