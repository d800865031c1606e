"""What counts as a document of a source."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import fsspec
import pytest

from docforensics.batch.listing import find_entries
from docforensics.batch.work import contents_of
from docforensics.capture.limits import DEFAULT_LIMITS
from docforensics.errors import InputError, TrustStoreError, UsageError
from docforensics.reach import Reach
from docforensics.seal.trust import TrustStore

Write = Callable[[Mapping[str, str]], Path]


def names(source: object, **options: object) -> list[str]:
    """Names of a source's documents."""
    listing = find_entries(source, **options)
    found = [entry.name for entry in listing.walk()]
    assert listing.count == len(found)
    return found


def test_every_file_of_a_folder_counts_but_hidden_ones_and_the_results(write: Write) -> None:
    """In the order of names, whatever they end in."""
    folder = write(
        {"b/2.jpg": "", "b/1.txt": "", "a": "", ".hidden/x": "", ".DS_Store": "", "out/documents/p": ""}
    )
    assert names(folder, leave_out=folder / "out") == ["a", "b/1.txt", "b/2.jpg"]


def test_a_glob_and_a_file_and_a_list_are_sources(write: Write) -> None:
    """Names are below what the pattern leaves open."""
    folder = write({"x/1.jpg": "", "x/2.png": "", "y/3.jpg": ""})
    assert names(f"{folder}/*/*.jpg") == ["x/1.jpg", "y/3.jpg"]
    assert names(folder / "x" / "2.png") == ["2.png"]
    assert names([folder / "x/1.jpg"]) == [str(folder / "x/1.jpg")]


def test_a_pattern_passes_hidden_names_over_unless_it_names_them(write: Write) -> None:
    """As a folder does; as a shell does."""
    folder = write({"a/1.jpg": "", "a/.2.jpg": "", ".hidden/3.jpg": "", ".hidden/b/4.jpg": ""})
    assert names(f"{folder}/**/*.jpg") == ["a/1.jpg"]
    assert names(f"{folder}/*/*.jpg") == ["a/1.jpg"]
    assert names(f"{folder}/.hidden/*.jpg") == ["3.jpg"]
    assert names(f"{folder}/a/.*.jpg") == [".2.jpg"]
    files = fsspec.filesystem("memory")
    files.pipe({"/hidden/a/1.jpg": b"1", "/hidden/.b/2.jpg": b"2", "/hidden/c/.3.jpg": b"3"})
    assert names("memory://hidden") == ["a/1.jpg"]
    files.rm("/hidden", recursive=True)


def test_an_address_is_listed_by_fsspec() -> None:
    """As a folder and as a pattern."""
    files = fsspec.filesystem("memory")
    files.pipe({"/scans/a/1.jpg": b"1", "/scans/b/2.jpg": b"2"})
    assert names("memory://scans") == ["a/1.jpg", "b/2.jpg"]
    assert names("memory://scans/*/2.jpg") == ["2.jpg"]
    files.rm("/scans", recursive=True)


@pytest.mark.parametrize("source", ["nowhere", "nowhere/*.jpg", []])
def test_a_source_that_holds_nothing_is_told(source: object) -> None:
    """Before the work."""
    with pytest.raises(UsageError, match=r"no such file|no file to examine"):
        find_entries(source)


def test_a_name_that_stands_twice_in_a_list_is_told() -> None:
    """Else one of the two would be lost when results are resumed."""
    with pytest.raises(UsageError, match="name each once"):
        find_entries(["a.jpg", "a.jpg"])


def test_results_are_never_examined(write: Write) -> None:
    """Nor found by a pattern; and the folder of the documents is no place for them."""
    folder = write({"a.jpg": "", "out/findings/p": ""})
    assert names(f"{folder}/**/*", leave_out=folder / "out") == ["a.jpg"]
    with pytest.raises(UsageError, match="another folder"):
        find_entries(folder, leave_out=folder)


def test_results_are_left_out_wherever_they_lie_and_however_the_folder_is_named(
    write: Write, tmp_path: Path
) -> None:
    """Deep inside, and where the folder is named by a link; a folder of the same name elsewhere counts."""
    folder = write({"a.jpg": "", "x/y/out/findings/p": "", "out/b.jpg": ""})
    (tmp_path / "link").symlink_to(folder)
    for named in (folder, tmp_path / "link", f"{folder}/x/.."):
        assert names(named, leave_out=tmp_path / "link" / "x/y/out") == ["a.jpg", "out/b.jpg"]


def test_links_lead_to_files_of_the_folder_alone(write: Write, tmp_path: Path) -> None:
    """In a folder and by a pattern: what lies elsewhere fails with the reason, and is not read; a file that is named is."""
    folder = write({"a.jpg": "a"})
    (tmp_path / "secret").write_text("root:x:0", encoding="utf-8")
    for name, target in {"b.jpg": folder / "a.jpg", "c.jpg": tmp_path / "secret", "d": tmp_path}.items():
        (folder / name).symlink_to(target)
    for source in (folder, f"{folder}/*"):
        refused = {entry.name: entry.pictures[0].refused for entry in find_entries(source).walk()}
        # A link to a folder is no file to a pattern.
        assert {name for name, why in refused.items() if why} == ({"c.jpg", "d"} & refused.keys())
        assert refused["a.jpg"] == refused["b.jpg"] == ""
        assert "--allow-outside" in refused["c.jpg"]
        told = [one.pictures[0].refused for one in find_entries(source, reach=Reach(outside=True)).walk()]
        assert not any(told)
    (named,) = find_entries(folder / "c.jpg").walk()
    assert named.lone_file == str(folder / "c.jpg")
    secret = next(entry for entry in find_entries(folder).walk() if entry.name == "c.jpg")
    with pytest.raises(InputError, match="--allow-outside"):
        contents_of(secret, DEFAULT_LIMITS)


def test_a_folder_named_like_a_manifest_is_a_folder(write: Write) -> None:
    """Its files are the documents."""
    assert names(write({"x.csv/a.jpg": ""}) / "x.csv") == ["a.jpg"]


def test_a_folder_that_cannot_be_listed_is_named_and_the_others_go_on(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its place in the list fails when it is read; a source that cannot be listed is told before the work."""
    folder = write({"a/1.jpg": "", "b/2.jpg": "", "c.jpg": ""})
    scandir = os.scandir

    def refusing(path: str) -> Any:
        if str(path).endswith(refused):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    refused = "a"
    assert names(folder) == ["a", "b/2.jpg", "c.jpg"]
    refused = folder.name
    with pytest.raises(UsageError, match="cannot be listed"):
        find_entries(folder)


def test_names_that_are_no_text_differ_as_the_files_do(tmp_path: Path) -> None:
    """And are text."""
    for raw in (b"a\xfe.jpg", b"a\xff.jpg"):
        (tmp_path / os.fsdecode(raw)).write_bytes(b"")
    found = names(tmp_path)
    assert found == ["a\\xfe.jpg", "a\\xff.jpg"]
    assert all(name.encode() for name in found)


@pytest.fixture
def deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of 1,200 folders in one another, with a file in the last; taken away by a program that can."""
    monkeypatch.chdir(tmp_path)
    for _ in range(1200):
        os.mkdir("a")  # noqa: PTH102 (a path of all of them would be too long)
        os.chdir("a")
    Path("deep.jpg").touch()
    os.chdir(tmp_path)
    yield tmp_path
    subprocess.run(["rm", "-r", str(tmp_path / "a")], check=True)


def test_folders_in_one_another_are_walked_however_deep(deep: Path) -> None:
    """More than functions may call themselves."""
    (deep / "b.jpg").touch()
    listing = find_entries(deep)
    names = [entry.name for entry in listing.walk()]
    assert listing.count == len(names) == 2
    assert names[0].startswith("a/a/a/")
    assert names[1] == "b.jpg"
    pattern = f"{deep}/**/*.jpg"
    if sys.version_info >= (3, 13):  # whose patterns call themselves no more
        assert find_entries(pattern).count == 2
        return
    with pytest.raises(UsageError, match="too deep for a pattern"):
        find_entries(pattern)


def test_a_folder_of_trust_may_be_that_deep(deep: Path) -> None:
    """What lies in it is read; that a picture is no certificate is told, and no error of Python's own."""
    with pytest.raises(TrustStoreError, match="neither a certificate"):
        TrustStore.load(deep)
