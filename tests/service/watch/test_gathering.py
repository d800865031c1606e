"""Which documents are whole: nothing mixed, lost or doubled, whatever order files come in."""

import random
from collections import defaultdict
from pathlib import Path

import pytest

from docforensics.errors import UsageError
from docforensics.service.watch.gathering import GatheredDocument, Gathering, Stamp
from docforensics.service.watch.profile import FilePlace, ReaderProfile

FLAT = r"""
files = ['(?P<document>\d+)_(?P<side>[FB])_(?P<light>[WUI])(?: \(\d\))?\.jpg']
needed = ["front.visible", "front.uv", "back.visible"]
[sides]
F = "front"
B = "back"
[lights]
W = "visible"
U = "uv"
I = "ir"
"""
FOLDERS = r"""
files = ['(?P<document>[^/]+)/IMAGE_(?P<light>VIS|UV|IR)\.(bmp|png)', '(?P<document>[^/]+)/(?P<chip>EF_DG\d+|EF_SOD)\.bin']
needed = ["other.visible", "chip.SOD"]
lights = {VIS = "visible", UV = "uv", IR = "ir"}
"""
SUFFIXED = r"""
files = ['(?P<document>.+?)(?P<side>_rear)?(?P<light>\.uva|\.ir)?\.png']
needed = ["data_page.visible"]
settle_seconds = 1.0
[sides]
"" = "data_page"
_rear = "back"
[lights]
"" = "visible"
".uva" = "uv"
".ir" = "ir"
"""


@pytest.fixture(name="load")
def fixture_load(tmp_path: Path) -> object:
    """Load a profile from its text."""

    def load(text: str) -> ReaderProfile:
        file = tmp_path / "reader.toml"
        file.write_text(text)
        return ReaderProfile.load(file)

    return load


def test_three_readers_name_their_files_each_in_its_way(load: object) -> None:
    """In one folder, in a folder a document with the chip, by endings."""
    flat, folders, suffixed = (load(text) for text in (FLAT, FOLDERS, SUFFIXED))  # type: ignore[operator]
    assert flat.place_of("0012_B_U.jpg") == FilePlace(document="0012", part="back.uv")
    assert flat.place_of("0012_F_W (1).jpg") == FilePlace(document="0012", part="front.visible")
    assert flat.place_of("0012_X_W.jpg") is None
    assert folders.place_of("a b/IMAGE_IR.bmp") == FilePlace(document="a b", part="other.ir")
    assert folders.place_of("a b/EF_DG2.bin") == FilePlace(document="a b", part="chip.DG2")
    assert folders.place_of("a b/EF_DG99.bin") is None
    assert suffixed.place_of("x7_rear.uva.png") == FilePlace(document="x7", part="back.uv")
    assert suffixed.place_of("x7.png") == FilePlace(document="x7", part="data_page.visible")
    assert suffixed.place_of("Thumbs.db") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "files = []\nneeded = ['x']",
        "files = ['(']\nneeded = ['front.visible']",
        "files = ['a']\nneeded = ['front.visible']",
        FLAT.replace('"back"', '"behind"'),
        FLAT.replace('"uv"', '"ultraviolet"', 1) + "\nX = 'gamma'",
        "settle_seconds = 20\n" + FLAT,
    ],
)
def test_a_profile_that_does_not_fit_is_refused(load: object, text: str) -> None:
    """With its file."""
    with pytest.raises(UsageError, match="--profile"):
        load(text)  # type: ignore[operator]


def test_a_document_is_given_once_it_is_whole_and_quiet(load: object) -> None:
    """Or after a while with what is there; again where a file comes late or changes, in the place of the first."""
    gathering = Gathering(load(FLAT))  # type: ignore[operator]
    first: list[Stamp] = [("1_F_W.jpg", 10, 1), ("1_F_U.jpg", 10, 1)]
    assert list(gathering.step(first, 0.0)) == []
    assert list(gathering.step(first, 1.0)) == []
    grown = [*first, ("1_B_W.jpg", 5, 2)]
    assert list(gathering.step(grown, 2.0)) == []
    whole = [*first, ("1_B_W.jpg", 9, 3), ("stranger.txt", 1, 1), ("2_F_W.jpg", 1, 1)]
    assert list(gathering.step(whole, 2.4)) == []
    (given,) = gathering.step(whole, 3.0)
    assert (given.name, given.is_whole, given.is_overdue, given.revision) == ("1", True, False, 1)
    assert given.parts["back.visible"] == ("1_B_W.jpg", 9, 3)
    gathering.again(given)
    assert [one.revision for one in gathering.step(whole, 3.2)] == [1]
    assert list(gathering.step(whole, 3.4)) == []
    (late,) = gathering.step(whole, 12.5)
    assert (late.name, late.is_whole, late.is_overdue) == ("2", False, True)
    assert list(gathering.step([*whole, ("1_F_I.jpg", 3, 9)], 13.0)) == []
    (again,) = gathering.step([*whole, ("1_F_I.jpg", 3, 9)], 14.0)
    assert (again.name, again.revision, "front.ir" in again.parts) == ("1", 2, True)
    assert list(gathering.step([*whole, ("1_F_W (1).jpg", 8, 0)], 99.0)) == []
    assert gathering.strangers == {"stranger.txt"}


Events = list[tuple[float, Stamp]]


def dropped(count: int, chance: random.Random) -> Events:
    """Give what a reader drops, and when: four files a document in any order, some grown, some late, some twice."""
    events: Events = []
    for number in range(count):
        begun = chance.uniform(0, 2000)
        for part in ("F_W", "F_U", "B_W", "F_I"):
            name, at, size = f"{number}_{part}", begun + chance.uniform(0, 3), 100 + number
            if chance.random() < 0.05:
                events.append((at - 0.3, (f"{name}.jpg", size // 2, int(1e9 * (at - 0.3)))))
            if chance.random() < 0.02:
                at += 20
            events.append((at, (f"{name}.jpg", size, int(1e9 * at))))
            if chance.random() < 0.02:
                events.append((at + 0.1, (f"{name} (1).jpg", size, int(1e9 * (at + 0.1)))))
    return sorted(events)


def played(gathering: Gathering, events: Events) -> dict[str, list[GatheredDocument]]:
    """Look every fifth of a second; give what was given, by document."""
    given: dict[str, list[GatheredDocument]] = defaultdict(list)
    at, now = 0, 0.0
    while now < 2060:
        until = next((n for n in range(at, len(events)) if events[n][0] > now), len(events))
        for one in gathering.step([stamp for _, stamp in events[at:until]], now):
            given[one.name].append(one)
        at, now = until, now + 0.2
    return given


def test_ten_thousand_documents_are_neither_mixed_lost_nor_doubled(load: object) -> None:
    """With files that grow, come late, twice, and in any order; a second run that knows them gives none."""
    profile = load(FLAT)  # type: ignore[operator]
    events = dropped(10_000, random.Random(28))
    there = {stamp[0]: stamp for _, stamp in events}
    given = played(Gathering(profile), events)
    assert len(given) == 10_000
    for name, documents in given.items():
        assert [one.revision for one in documents] == list(range(1, len(documents) + 1))
        last = documents[-1]
        assert last.is_whole
        assert set(last.parts) == {"front.visible", "front.uv", "back.visible", "front.ir"}
        assert all(stamp[0].startswith(f"{name}_") for stamp in last.parts.values())
        assert all(stamp == there[stamp[0]] and stamp[1] == 100 + int(name) for stamp in last.parts.values())
    assert sum(map(len, given.values())) < 12_000
    second = Gathering(profile)
    for documents in given.values():
        second.known(documents[-1].name, documents[-1].parts, documents[-1].revision)
    assert list(second.step(there.values(), 5000.0)) == list(second.step(there.values(), 6000.0)) == []
