"""`docforensics link --alert`: what is printed and written, and what is refused."""

import json
from datetime import date
from pathlib import Path

import pytest

from docforensics.alerts.file import write_alert
from docforensics.batch.schema import scanned_table
from docforensics.batch.settings import key_id
from docforensics.batch.store import ResultStore
from docforensics.cli.program import main
from tests.alerts.conftest import ID, NUMBER_KEY, make_alert, make_keys
from tests.batch.link.test_alerted import KEY, ROWS


@pytest.fixture
def there(tmp_path: Path) -> dict[str, str]:
    """Results, a folder with a signed alert in two revisions, and keys; the paths by name."""
    store = ResultStore(str(tmp_path / "out"), {"retain": ["numbers"], "link_key": key_id(KEY)})
    store.add(scanned_table(ROWS))
    store.flush()
    private, public = make_keys(tmp_path)
    (tmp_path / "alerts").mkdir()
    dates = {"valid_from": date(2020, 1, 1), "valid_to": date(2099, 1, 1)}
    for revision in (1, 2):
        alert = make_alert(revision=revision, title=f"Ring series {revision}", **dates)
        write_alert(alert, tmp_path / "alerts" / f"{revision}.dfalert", private_key=private)
    (tmp_path / "link.key").write_bytes(KEY)
    (tmp_path / "post.key").write_bytes(NUMBER_KEY)
    (tmp_path / "s").mkdir()
    _, strange = make_keys(tmp_path / "s", 7)
    return {
        "out": str(tmp_path / "out"),
        "alerts": str(tmp_path / "alerts"),
        "keys": str(public),
        "strange": str(strange),
        "link": str(tmp_path / "link.key"),
        "post": str(tmp_path / "post.key"),
    }


def test_kept_results_are_searched_and_what_was_found_is_printed(
    there: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder stands for its alerts, of which the newest revision counts."""
    words = ["link", there["out"], "--alert", there["alerts"], "--keys", there["keys"]]
    keys = ["--link-key", there["link"], "--number-keys", there["post"]]
    assert main([*words, *keys]) == 0
    text = capsys.readouterr().out
    assert "1 of 1 alerts are in force" in text
    assert "7 of 9 documents were looked up in 1 lists of numbers" in text
    assert (
        f"listed: its number is in the list numbers of the alert Ring series 2 (Post A of Utopia, {ID})"
        in text
    )
    assert "doubtful: its number may be in (read the number again)" in text
    assert "not searched: 1 (no machine readable zone" in text
    assert "6 documents are of a model that the alerts describe: their pictures are needed" in text
    assert "docforensics scan" in text
    assert main([*words, *keys, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in told["matches"]] == ["listed", "doubtful"]
    assert told["not_searched"] == {
        "number": {"no_mrz": 1, "failed": 1},
        "print": {"no_template": 1, "failed": 1},
    }
    assert main([*words, "--inspected-on", "2100-01-01"]) == 0
    assert "0 of 1 alerts are in force" in capsys.readouterr().out


def test_without_the_link_key_it_is_said_what_was_not_looked_up(
    there: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """And what to give."""
    assert main(["link", there["out"], "--alert", f"{there['alerts']}/2.dfalert", "--keys", there["keys"],
                 "--number-keys", there["post"]]) == 0  # fmt: skip
    text = capsys.readouterr().out
    assert "0 of 9 documents were looked up" in text
    assert "not searched: 8 (the number is kept encrypted: give the link key of the scan)" in text


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ("{out} --alert {alerts}", "2 --keys"),
        ("{out} --alert {alerts} --keys {strange}", "4 not signed with a trusted key"),
        ("{out} --alert {keys} --keys {keys}", "4 no file *.dfalert"),
        ("{out} --alert {alerts} --keys {keys} --link-key {post}", "2 under this link key"),
        ("--alert {alerts} --keys {keys}", "2 --key-file"),
        ("", "2 name the folder"),
    ],
)
def test_what_is_missing_is_named(
    there: dict[str, str],
    options: str,
    refusal: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With what was expected."""
    monkeypatch.delenv("DOCFORENSICS_SERVICE_KEY", raising=False)
    code, _, words = refusal.partition(" ")
    assert main(["link", *options.format(**there).split()]) == int(code)
    assert words in capsys.readouterr().err
