"""`docforensics keys`, `audit` and `purge` of the service."""

import json
from pathlib import Path

import pytest

from docforensics.cli.program import main
from docforensics.service.vault import make_key


@pytest.fixture(name="told")
def fixture_told(tmp_path: Path) -> list[str]:
    """Options that name a store with a key."""
    make_key(tmp_path / "key")
    return ["--data", str(tmp_path / "data"), "--key-file", str(tmp_path / "key"), "--json"]


def test_keys_are_made_listed_and_revoked(told: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The token is shown once."""
    assert (
        main(
            ["keys", "make", "gate 4", "--scopes", "examine,review", "--post", "north", "--days", "30", *told]
        )
        == 0
    )
    made = json.loads(capsys.readouterr().out)
    assert made["token"].startswith(f"dfk_{made['id']}_")
    assert main(["keys", "list", *told]) == 0
    (listed,) = json.loads(capsys.readouterr().out)["keys"]
    assert listed == {name: value for name, value in made.items() if name != "token"}
    assert main(["keys", "revoke", made["id"], *told]) == 0
    assert main(["keys", "revoke", made["id"], *told]) == 2
    assert main(["keys", "list", *told[:-1]]) == 0
    assert capsys.readouterr().out.endswith("north  examine,review  revoked\n")
    assert main(["keys", "make", "x", "--scopes", "all", *told]) == 2


def test_the_audit_log_is_verified(
    told: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was changed is found, by exit code 10; a wrong key writes nothing into it."""
    for name in ("a", "b"):
        assert main(["keys", "make", name, *told]) == 0
    assert main(["audit", *told]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"entries": 2, "problem": ""}
    assert main(["keys", "make", "c", *told[:2]]) == 2
    assert "another key" in capsys.readouterr().err
    log = tmp_path / "data/audit.jsonl"
    log.write_text(log.read_text().splitlines(keepends=True)[0])
    assert main(["audit", *told[:-1]]) == 10
    assert "entry 2 is missing" in capsys.readouterr().out


def test_purge_takes_the_folder_of_the_service(told: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """And says how many examinations there were."""
    assert main(["keys", "make", "a", *told]) == 0
    capsys.readouterr()
    assert main(["purge", *told[1:]]) == 0
    assert json.loads(capsys.readouterr().out) == {"examinations": 0}
    assert main(["purge", "--what", "mrz", *told[1:]]) == 2


def test_a_key_with_what_it_encrypts_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is started."""
    inside = str(tmp_path / "data/key")
    assert main(["serve", "--data", str(tmp_path / "data"), "--key-file", inside]) == 2
    assert "name a file elsewhere" in capsys.readouterr().err
    assert main(["serve", "--data", str(tmp_path / "data"), "--retain-days", "7"]) == 2
    assert "--key-file" in capsys.readouterr().err
    assert main(["keys", "make", "a", "--data", str(tmp_path / "data")]) == 0
    assert main(["serve", "--data", str(tmp_path / "data"), "--key-file", str(tmp_path / "key")]) == 2
    assert "written with another key" in capsys.readouterr().err
