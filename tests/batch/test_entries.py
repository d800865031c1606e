"""What counts as a document of a source."""

from collections.abc import Callable, Mapping
from pathlib import Path

import fsspec
import pytest

from docforensics.batch.entries import Entry, EntrySide, Picture, find_entries
from docforensics.capture.model import Channel, Light, SideKind
from docforensics.errors import UsageError

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


@pytest.mark.parametrize(
    "side",
    [
        EntrySide(pictures=(Picture(address="a"),)),
        EntrySide(pictures=(Picture(address="a"),), channel=Channel.SCANNER),
        EntrySide(pictures=(Picture(address="a"), Picture(address="u", light=Light.UV)), side=SideKind.FRONT),
    ],
)
def test_entries_travel_whole(side: EntrySide) -> None:
    """As plain values and back."""
    entry = Entry(name="x", sides=(side, side))
    assert Entry.unpacked(entry.packed()) == entry
    assert Entry.unpacked(Entry(name="x", sides=(side,)).packed()) == Entry(name="x", sides=(side,))
