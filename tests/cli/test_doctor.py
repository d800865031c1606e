"""`doctor` says whether the installation is whole, and does not break on one that is not."""

import json
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError

import pytest

from docforensics.cli import doctor, main
from docforensics.cli.doctor import InstallState, State


def states(conditions: Iterator[InstallState]) -> dict[str, State]:
    """Name the states."""
    return {condition.name: condition.state for condition in conditions}


def test_this_installation_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing that the core needs is missing where the tests run."""
    code = main(["doctor", "--json"])
    value = json.loads(capsys.readouterr().out)
    bad = [one for one in value["conditions"] if one["state"] == "bad"]
    assert bad == []
    assert code == 0


def test_each_condition_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """State, name and detail, aligned."""
    main(["doctor"])
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("ok") and "numpy" in line for line in lines)
    assert any("MANIFEST.toml" in line for line in lines)


def test_two_owners_of_cv2_are_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    """opencv-python beside -headless overwrite each other's files; the advice says what to do."""
    owners = {"cv2": ["opencv-python-headless", "opencv-python"]}
    monkeypatch.setattr(doctor, "packages_distributions", lambda: owners)
    (condition,) = doctor.cv2_owner()
    assert condition.state is State.BAD
    assert "owned by opencv-python and opencv-python-headless" in condition.detail


def test_a_missing_package_is_bad_in_the_core_and_absent_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """An extra may be missing."""
    monkeypatch.setattr(doctor, "_version", lambda _: None)
    found = states(doctor.packages())
    assert found["numpy"] is State.BAD
    assert found["passporteye"] is State.ABSENT
    told = {one.name: one.detail for one in doctor.packages()}
    assert told["numpy"] == "not installed"
    assert told["pyarrow"] == "not installed (pip install 'docforensics[batch]')"
    assert told["cryptography"] == "not installed (pip install 'docforensics[seal]')"
    assert told["ray"] == "not installed (pip install 'docforensics[ray]')"


def test_without_the_packages_own_metadata_no_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a copied folder."""

    def unknown(_: str) -> list[str]:
        raise PackageNotFoundError

    monkeypatch.setattr(doctor, "_version", lambda _: None)
    monkeypatch.setattr(doctor, "requires", unknown)
    assert {one.detail for one in doctor.packages()} == {"not installed"}


def test_a_missing_tesseract_is_absent_and_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is optional."""
    monkeypatch.setattr(doctor.shutil, "which", lambda _: None)
    (condition,) = doctor.tesseract()
    assert condition.state is State.ABSENT
    assert "apt install tesseract-ocr" in condition.detail


def test_a_damaged_model_is_bad(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit code says so."""
    monkeypatch.setattr("docforensics.resources.verify_all", lambda: ("models/x is not the file named",))
    assert main(["doctor"]) == 4
    assert "models/x is not the file named" in capsys.readouterr().out


def test_what_breaks_an_examination_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A package that cannot be imported does not stop the doctor."""

    def broken() -> Iterator[InstallState]:
        raise ImportError("no such symbol")

    monkeypatch.setattr(doctor, "EXAMINATIONS", (broken, doctor.python))
    assert main(["doctor"]) == 4
    text = capsys.readouterr().out
    assert "ImportError: no such symbol" in text
    assert "python" in text
