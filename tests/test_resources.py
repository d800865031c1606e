"""Shipped files: found, named, and proven before use."""

import subprocess
import sys
from pathlib import Path

import pytest

from docforensics.errors import ResourceCorruptError, ResourceMissingError, UsageError
from docforensics.resources import (
    ManifestEntry,
    manifest,
    models_folder,
    read_manifest,
    remedy,
    resource,
    resource_bytes,
    resources,
    sha256_of,
    verified,
    verify_all,
)

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "tools" / "manifest.py"


def entry(sha256: str = "0" * 64) -> ManifestEntry:
    """Make the entry of a file `a.toml`."""
    return ManifestEntry(path="a.toml", sha256=sha256, licence="Apache-2.0", source="made up")


def test_the_manifest_is_current() -> None:
    """`make manifest` was run after the last change under models/."""
    done = subprocess.run([sys.executable, str(TOOL), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, "run `make manifest`"


def test_every_shipped_file_is_whole_and_has_a_licence_and_a_source() -> None:
    """No file without an origin."""
    assert verify_all() == ()
    assert all(item.licence and item.source and len(item.sha256) == 64 for item in manifest())
    assert len({item.path for item in manifest()}) == len(manifest())


def test_a_resource_is_found_by_its_path() -> None:
    """Relative to models/, wherever that is."""
    path = resource("policy/balanced.toml")
    assert path.is_file()
    assert path.is_relative_to(models_folder())
    assert path in resources("policy", ".toml")
    assert resources("policy", ".json") == ()


@pytest.mark.parametrize("path", ["policy/nowhere.toml", "../pyproject.toml", "MANIFEST.toml", ""])
def test_what_the_manifest_does_not_name_is_not_used(path: str) -> None:
    """Whether it is there or not."""
    with pytest.raises(ResourceMissingError, match="not named"):
        resource(path)


@pytest.mark.parametrize("folder", ["..", "/etc", "policy/../.."])
def test_a_folder_lies_inside_models(folder: str) -> None:
    """No way out of it."""
    with pytest.raises(UsageError, match="inside models"):
        resources(folder)


def test_a_changed_file_is_corrupt(tmp_path: Path) -> None:
    """Its sha256 is not the one of the manifest."""
    (tmp_path / "a.toml").write_text("a = 1", encoding="utf-8")
    assert verified(tmp_path, (entry(sha256_of(tmp_path / "a.toml")),), "a.toml").name == "a.toml"
    with pytest.raises(ResourceCorruptError, match=r"a\.toml"):
        verified(tmp_path, (entry(),), "a.toml")


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    """The manifest names it and it is not there."""
    with pytest.raises(ResourceMissingError, match=r"a\.toml"):
        verified(tmp_path, (entry(),), "a.toml")


@pytest.mark.parametrize(
    "text", ["[[file", "[[file]]\npath = 'a'\n", "[[file]]\npath='a'\nsha256=''\nother=1\n"]
)
def test_a_malformed_manifest_is_corrupt(tmp_path: Path, text: str) -> None:
    """Every entry has its four keys."""
    (tmp_path / "MANIFEST.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ResourceCorruptError, match="malformed"):
        read_manifest(tmp_path)


def test_no_manifest_is_missing(tmp_path: Path) -> None:
    """An installation without it is incomplete."""
    with pytest.raises(ResourceMissingError, match="reinstall"):
        read_manifest(tmp_path)


def test_the_tool_names_new_files_and_keeps_known_origins(tmp_path: Path) -> None:
    """Run twice it changes nothing; a changed file makes --check fail."""
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "a.toml").write_text("a = 1", encoding="utf-8")
    (tmp_path / ".hidden").write_text("", encoding="utf-8")

    def run(*arguments: str) -> int:
        command = [sys.executable, str(TOOL), "--models", str(tmp_path), *arguments]
        return subprocess.run(command, capture_output=True, check=False).returncode

    assert run("--check") == 1
    assert run() == 0
    assert run("--check") == 0
    file = tmp_path / "MANIFEST.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("Apache-2.0", "CC0-1.0"), encoding="utf-8")
    (tmp_path / "policy" / "a.toml").write_text("a = 2", encoding="utf-8")
    assert run("--check") == 1
    assert run() == 0
    (item,) = read_manifest(tmp_path)
    assert (item.path, item.licence) == ("policy/a.toml", "CC0-1.0")


def test_nothing_is_remembered_of_a_file(tmp_path: Path) -> None:
    """One that was whole is compared again, one that was not is whole as soon as it is put back."""
    file = tmp_path / "a.toml"
    file.write_text("a = 1", encoding="utf-8")
    entries = (entry(sha256_of(file)),)
    for _ in range(2):
        assert verified(tmp_path, entries, "a.toml") == file
        file.write_text("a = 2", encoding="utf-8")
        for _ in range(2):
            with pytest.raises(ResourceCorruptError):
                verified(tmp_path, entries, "a.toml")
        file.unlink()
        with pytest.raises(ResourceMissingError):
            verified(tmp_path, entries, "a.toml")
        file.write_text("a = 1", encoding="utf-8")


def test_a_file_that_cannot_be_read_is_corrupt(tmp_path: Path) -> None:
    """Here a folder stands in its place."""
    (tmp_path / "a.toml").mkdir()
    with pytest.raises(ResourceCorruptError, match=r"a\.toml cannot be read"):
        verified(tmp_path, (entry(),), "a.toml")


def test_the_bytes_that_are_given_are_those_that_were_verified() -> None:
    """A model is read once."""
    assert resource_bytes("viz-reader/line.toml") == resource("viz-reader/line.toml").read_bytes()
    with pytest.raises(ResourceMissingError, match="not named"):
        resource_bytes("viz-reader/nowhere.onnx")


def test_what_to_do_fits_the_installation(tmp_path: Path) -> None:
    """A file of a checkout is restored by git, a package installed again."""
    models = tmp_path / "models"
    assert remedy(models, "a.toml") == "reinstall docforensics"
    (tmp_path / ".git").touch()  # a file in a worktree, a folder elsewhere
    assert "git checkout -- models/a.toml" in remedy(models, "a.toml")
    models.mkdir()
    with pytest.raises(ResourceMissingError, match="git checkout"):
        verified(models, (entry(),), "a.toml")
