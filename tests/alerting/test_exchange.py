"""Alerts as MISP events and STIX bundles: the same file again, or refused."""

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from docforensics.alerting import exchange
from docforensics.alerting.exchange import OBJECT, from_misp, from_stix, misp_attributes, to_misp, to_stix
from docforensics.alerts.file import signed_alert, write_alert
from docforensics.alerts.model import Alert
from docforensics.errors import AlertError, EngineUnavailableError
from docforensics.templates.signing import TemplateKeys

MakeAlert = Callable[..., Alert]
Pair = tuple[Path, Path]
FORMS = {"misp": ("pymisp", to_misp, from_misp), "stix": ("stix2", to_stix, from_stix)}


@pytest.fixture
def file(alerts_made: MakeAlert, pair: Pair, tmp_path: Path) -> Path:
    """A signed alert."""
    return write_alert(alerts_made(), tmp_path / "a.dfalert", private_key=pair[0])


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> Any:
    """How to write and to read one form, where its library is installed."""
    library, write, read = FORMS[request.param]
    pytest.importorskip(library)
    return write, read


def test_a_round_trip_gives_the_same_file_with_its_signature(
    form: Any, file: Path, pair: Pair, tmp_path: Path
) -> None:
    """And the same text each time it is written."""
    write, read = form
    text = write(file)
    again = tmp_path / "again.dfalert"
    again.write_bytes(read(text))
    assert again.read_bytes() == file.read_bytes()
    assert signed_alert(again, TemplateKeys.load(pair[1])).title == "Ring series"
    assert write(again) == text


def test_a_withdrawal_travels_as_well(form: Any, alerts_made: MakeAlert, pair: Pair, tmp_path: Path) -> None:
    """Without places and lists."""
    write, read = form
    alert = alerts_made()
    withdrawn = write_alert(
        alert.withdrawal("wrong", alert.issued_on), tmp_path / "w.dfalert", private_key=pair[0]
    )
    assert read(write(withdrawn)) == withdrawn.read_bytes()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Ring series", "Star series"),
        ("counterfeit", "stolen blank"),
        ("2027-11-28", "2099-11-28"),
        ("A purple ring.", "A star."),
    ],
)
def test_what_states_something_else_than_the_signed_file_is_refused(
    form: Any, file: Path, before: str, after: str
) -> None:
    """Whoever reads the event must not read another alert than the program does."""
    write, read = form
    text = write(file)
    assert before in text
    with pytest.raises(AlertError, match="states something else"):
        read(text.replace(before, after))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"type": "bundle"}', "null"])
def test_what_is_no_alert_is_refused(form: Any, text: str) -> None:
    """With a message of this program."""
    with pytest.raises(AlertError, match=r"MISP event|STIX bundle"):
        form[1](text)


@pytest.mark.parametrize(
    "more",
    [
        {
            "Attribute": [
                {"type": "malware-sample", "value": "a|b", "category": "Payload delivery", "data": "AAAA"}
            ]
        },
        {"date": "9" * 300_000, "timestamp": "9" * 40, "Orgc": 1},
    ],
    ids=["archive", "date"],
)
def test_what_is_none_of_an_alert_is_not_read(
    file: Path, monkeypatch: pytest.MonkeyPatch, more: dict[str, object]
) -> None:
    """The library unpacks archives of any size, and reads numbers of any length: a stranger's event is read without it."""
    pytest.importorskip("pymisp")
    event = json.loads(to_misp(file))
    monkeypatch.setitem(__import__("sys").modules, "pymisp", None)
    for told in (event | more, {"Event": event | more}, {"response": [{"Event": event | more}]}):
        assert from_misp(json.dumps(told)) == file.read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000,
        '{"Event": {"Object": "abc"}}',
        '{"Event": {"Object": [null]}}',
        '{"Event": {"Object": [{"name": "docforensics-alert", "Attribute": [{"object_relation": "alert-file", "data": "\u00e9"}]}]}}',
        '{"Event": {"Object": [{"name": "docforensics-alert", "Attribute": [{"object_relation": "alert-file", "data": [1]}]}]}}',
    ],
)
def test_an_event_of_another_shape_is_refused(text: str) -> None:
    """With the place in it."""
    with pytest.raises(AlertError, match="MISP event"):
        from_misp(text)


def test_a_changed_file_inside_is_refused(file: Path) -> None:
    """Its manifest no longer fits."""
    pytest.importorskip("stix2")
    bundle = json.loads(to_stix(file))
    artifact = next(one for one in bundle["objects"] if one["type"] == "artifact")
    artifact["payload_bin"] = artifact["payload_bin"][:400]
    with pytest.raises(AlertError, match="STIX bundle"):
        from_stix(json.dumps(bundle))


def test_the_template_of_the_object_names_every_relation(alerts_made: MakeAlert) -> None:
    """And those that are required are always stated."""
    folder = Path(exchange.__file__).parent / "misp" / OBJECT
    definition = json.loads((folder / "definition.json").read_text(encoding="utf-8"))
    stated = set(misp_attributes(alerts_made(summary="Seen twice."))) | {"alert-file", "withdrawn"}
    assert stated == set(definition["attributes"])
    assert set(definition["required"]) <= stated
    assert definition["name"] == OBJECT


def test_without_the_extra_the_command_to_install_it_is_named(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The core stays without both libraries."""
    missing: dict[str, ModuleType | None] = {"pymisp": None, "stix2": None}
    for name, module in missing.items():
        monkeypatch.setitem(__import__("sys").modules, name, module)
    for write in (to_misp, to_stix):
        with pytest.raises(EngineUnavailableError, match=r"docforensics\[exchange\]"):
            write(file)
