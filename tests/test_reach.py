"""What rows of a manifest may name: who wrote it is a stranger."""

from pathlib import Path

import pytest

from docforensics.batch.listing import find_entries
from docforensics.batch.work import contents_of
from docforensics.capture.limits import DEFAULT_LIMITS
from docforensics.errors import InputError, UsageError
from docforensics.reach import Reach

ADDRESSES = (
    "/etc/passwd",
    "../secret.jpg",
    "sub/../../secret.jpg",
    "link.jpg",
    "linked/secret.jpg",
    "file:///etc/passwd",
    "ftp://example.org/a.jpg",
    "HTTP://example.org/a.jpg",
    "filecache::ftp://example.org/a.jpg",
    "zip://a.jpg::ftp://example.org/a.zip",
    "simplecache::/etc/passwd",
    "memory://a.jpg",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a picture, and beside it a file that is nobody's business."""
    root = tmp_path / "root"
    (root / "in" / "sub").mkdir(parents=True)
    for name, text in {
        "in/m.csv": "visible\n",
        "in/sub/a.jpg": "a picture",
        "secret.jpg": "a secret",
    }.items():
        (root / name).write_text(text, encoding="utf-8")
    (root / "in" / "link.jpg").symlink_to(root / "secret.jpg")
    (root / "in" / "linked").symlink_to(root)
    (root / "in" / "again.jpg").symlink_to(root / "in" / "sub" / "a.jpg")
    return root / "in"


def refused(folder: Path, address: str, reach: Reach | None = None) -> str:
    """Give why the file of a manifest's only row may not be read."""
    (folder / "m.csv").write_text(f"id,visible\n1,{address}\n", encoding="utf-8")
    (entry,) = find_entries(folder / "m.csv", **({} if reach is None else {"reach": reach})).walk()
    return entry.pictures[0].refused


@pytest.mark.parametrize("address", ADDRESSES)
def test_files_elsewhere_and_addresses_are_refused(folder: Path, address: str) -> None:
    """The row fails and names the option; nothing is opened, nothing connects out."""
    assert "--allow-" in refused(folder, address)
    (entry,) = find_entries(folder / "m.csv").walk()
    with pytest.raises(InputError, match="--allow-"):
        contents_of(entry, DEFAULT_LIMITS)


@pytest.mark.parametrize("address", ["sub/a.jpg", "./sub/a.jpg", "again.jpg"])
def test_files_below_the_manifest_are_read(folder: Path, address: str) -> None:
    """Also through a link that stays below, and by an absolute path."""
    assert refused(folder, address) == ""
    assert refused(folder, f"{folder}/{address}") == ""
    (entry,) = find_entries(folder / "m.csv").walk()
    assert contents_of(entry, DEFAULT_LIMITS) == [[b"a picture"]]


def test_the_folder_is_that_of_now(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program may work in another folder than before, and a link may lead elsewhere."""
    monkeypatch.chdir(folder)
    assert Reach().refusal("", "again.jpg") == ""
    monkeypatch.chdir(folder / "sub")
    assert "--allow-outside" in Reach().refusal("", str(folder / "m.csv"))
    (folder / "again.jpg").unlink()
    (folder / "again.jpg").symlink_to("/etc/passwd")
    assert "--allow-outside" in refused(folder, "again.jpg")


def test_more_is_allowed_by_name(folder: Path) -> None:
    """Every scheme of a chain; files outside by an option of their own."""
    outside, ftp = Reach(outside=True), Reach(schemes=frozenset({"ftp"}))
    assert refused(folder, "../secret.jpg", outside) == refused(folder, "link.jpg", outside) == ""
    assert "--allow-scheme ftp" in refused(folder, "ftp://example.org/a.jpg", outside)
    assert refused(folder, "ftp://example.org/a.jpg", ftp) == ""
    assert "--allow-outside" in refused(folder, "../secret.jpg", ftp)
    assert "--allow-scheme zip" in refused(folder, "zip://a.jpg::ftp://example.org/a.zip", ftp)


@pytest.mark.parametrize("end", ["{}", "file://{}", "LOCAL://{}"])
def test_an_archive_that_is_allowed_lies_below_the_manifest_as_well(folder: Path, end: str) -> None:
    """The scheme states what is read in, not where: no archive of this machine, and no file by way of a cache."""
    schemes = frozenset({"zip", "simplecache", "file", "local"})
    reach, everywhere = Reach(schemes=schemes), Reach(schemes=schemes, outside=True)
    beyond = end.format(folder.parent / "out.zip")
    for address in (
        f"zip://a.jpg::{beyond}",
        f"simplecache::{beyond}",
        f"zip://a.jpg::simplecache::{beyond}",
    ):
        assert "--allow-outside" in refused(folder, address, reach)
        assert refused(folder, address, everywhere) == ""
    assert refused(folder, f"zip://a.jpg::{end.format(folder / 'in.zip')}", reach) == ""
    assert "--allow-outside" in Reach(schemes=schemes).refusal("s3://bucket", f"zip://a.jpg::{beyond}")


def test_rows_of_a_remote_manifest_stay_beside_it() -> None:
    """In its own file system."""
    reach, folder = Reach(), "s3://bucket/scans"
    assert reach.refusal(folder, f"{folder}/a.jpg") == ""
    for address in ("s3://other/a.jpg", f"{folder}/../b.jpg", "/etc/passwd", f"{folder}/a::ftp://b"):
        assert "--allow-" in reach.refusal(folder, address)


def test_options_that_are_none_are_refused() -> None:
    """A text would be taken for its letters."""
    for options in ({"allow_schemes": "s3"}, {"allow_schemes": [""]}, {"allow_outside": "yes"}):
        with pytest.raises(UsageError, match="allow_"):
            Reach.taken(dict(options))
