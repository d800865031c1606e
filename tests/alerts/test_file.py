"""An alert as a file: the same again, or refused."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from docforensics.alerts.file import (
    JSON,
    SUFFIX,
    alert_digest,
    alert_of_parts,
    alert_parts,
    alert_schema,
    alert_table,
    read_alert,
    signed_alert,
    stated_signer,
    write_alert,
)
from docforensics.alerts.model import Alert
from docforensics.errors import AlertError, TemplateError
from docforensics.templates.pack import read_pack
from docforensics.templates.signing import TemplateKeys

MakeAlert = Callable[..., Alert]
Pair = tuple[Path, Path]


@pytest.fixture
def file(alerts_made: MakeAlert, pair: Pair, tmp_path: Path) -> Path:
    """A signed alert."""
    return write_alert(alerts_made(), tmp_path / f"a{SUFFIX}", private_key=pair[0])


def test_a_written_alert_is_read_again(file: Path, alerts_made: MakeAlert, pair: Pair) -> None:
    """Every field, picture and list, with its signer."""
    made, read = alerts_made(), read_alert(file, TemplateKeys.load(pair[1]))
    assert alert_table(read) == alert_table(made)
    assert np.array_equal(read.places[0].seen, made.places[0].seen)
    assert np.array_equal(read.places[0].genuine, made.places[0].genuine)
    assert read.numbers == made.numbers
    assert read.signed_by == stated_signer(file) != ""
    assert read.digest == alert_digest(file)


def test_the_same_alert_is_the_same_bytes(
    file: Path, alerts_made: MakeAlert, pair: Pair, tmp_path: Path
) -> None:
    """Canonical JSON, and no date of writing."""
    again = write_alert(alerts_made(), tmp_path / f"b{SUFFIX}", private_key=pair[0])
    assert again.read_bytes() == file.read_bytes()


def test_what_is_written_is_valid_after_the_schema(alerts_made: MakeAlert) -> None:
    """And another key is not."""
    table = json.loads(alert_parts(alerts_made())[JSON])
    validator = jsonschema.Draft202012Validator(alert_schema(), format_checker=jsonschema.FormatChecker())
    assert list(validator.iter_errors(table)) == []
    assert list(validator.iter_errors({**table, "holder": "x"})) != []
    assert list(validator.iter_errors({**table, "tlp": "TLP:WHITE"})) != []


def test_the_committed_schema_is_what_the_types_give() -> None:
    """`make schema` writes it."""
    from tools.alert_schema import schema

    assert schema() == alert_schema()


def test_a_key_that_nobody_trusts_signs_nothing(file: Path, stranger: Pair) -> None:
    """It is read, and not taken as signed."""
    keys = TemplateKeys.load(stranger[1])
    assert read_alert(file, keys).signed_by == ""
    with pytest.raises(AlertError, match="not signed with a trusted key"):
        signed_alert(file, keys)


def _rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    changed = file.with_name(f"changed{SUFFIX}")
    with zipfile.ZipFile(changed, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return changed


def test_a_changed_picture_is_refused(file: Path, pair: Pair) -> None:
    """The manifest states its sha256."""

    def change(members: dict[str, bytes]) -> None:
        members["place-1.seen.png"] = members["place-1.genuine.png"]

    with pytest.raises(AlertError, match=r"place-1.seen.png is not the part"):
        read_alert(_rewritten(file, change), TemplateKeys.load(pair[1]))


def test_a_changed_manifest_is_refused(file: Path, pair: Pair) -> None:
    """The signature is over it."""

    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = members["manifest.json"].replace(b'"version": 1', b'"version":  1')

    with pytest.raises(AlertError, match="does not fit"):
        read_alert(_rewritten(file, change), TemplateKeys.load(pair[1]))


def test_a_truncated_file_is_refused(file: Path) -> None:
    """And what is no zip at all."""
    raw = file.read_bytes()
    file.write_bytes(raw[: len(raw) // 2])
    with pytest.raises(AlertError, match="expected an alert"):
        read_alert(file)


def test_a_strange_member_is_refused(file: Path) -> None:
    """No archive of ours holds it."""
    with pytest.raises(AlertError, match="is no part of an alert"):
        read_alert(_rewritten(file, lambda members: members.update({"../x": b""})))


def test_an_alert_is_no_template_pack(file: Path) -> None:
    """Nor the other way round: kinds are kept apart."""
    with pytest.raises(TemplateError, match="no part of a template pack"):
        read_pack(file)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"alert_version": "9.0"}, "alert_version 1.0"),
        ({"species": "dream"}, "counterfeit"),
        ({"holder": "x"}, "unknown key holder"),
        ({"id": "x"}, "UUID"),
        ({"valid_to": "1999-01-01"}, "after valid_to"),
    ],
)
def test_json_that_does_not_fit_is_refused(
    alerts_made: MakeAlert, change: dict[str, Any], words: str
) -> None:
    """With the place."""
    parts = alert_parts(alerts_made())
    parts[JSON] = json.dumps({**json.loads(parts[JSON]), **change}).encode()
    with pytest.raises(AlertError, match=words):
        alert_of_parts(parts)


def test_pictures_of_another_size_are_refused(alerts_made: MakeAlert) -> None:
    """Before they are decoded; and parts that are missing."""
    parts = alert_parts(alerts_made())
    with pytest.raises(AlertError, match="is missing"):
        alert_of_parts({name: data for name, data in parts.items() if name != "numbers-1.bin"})
    for wrong in (b"", b"\x89PNG" + bytes(60), parts["place-1.seen.png"][:40]):
        with pytest.raises(AlertError, match="expected an 8-bit PNG of 80x72"):
            alert_of_parts({**parts, "place-1.seen.png": wrong})
