"""The page of a pile: places are drawn on the picture of their group, which it holds once, and said in words."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from docforensics.batch.discover.assemble import template_of
from docforensics.batch.discover.export import GroupFigure, page, write_results
from docforensics.batch.discover.gather import LearnedPile
from docforensics.batch.discover.places import in_words
from docforensics.batch.discover.result import (
    DiscoveredGroup,
    GroupStatus,
    LeftOut,
    Outlier,
    OutlierKind,
    OutlierPlace,
    Pile,
)
from docforensics.batch.discover.written import WrittenTemplates
from docforensics.capture.light import Light
from docforensics.cli.template_discover import _advice, _lines
from docforensics.errors import UsageError
from docforensics.page.geometry import BoxMm
from docforensics.templates.store import load_template

Learned = Callable[..., LearnedPile]
PLACE = OutlierPlace(light=Light.VISIBLE, box=BoxMm(left=35.9, top=10.6, right=101.1, bottom=15.6))


def _outlier(number: int) -> Outlier:
    return Outlier(
        name=f"{number}.jpg",
        page=0,
        group="group-01",
        kind=OutlierKind.ODD_ZONE if number else OutlierKind.ADVERSE,
        reason="findings against it: Colours",
        places=(PLACE,) * 5,
        strength=1.0 - number / 100,
    )


def test_places_are_said_in_whole_millimetres() -> None:
    """Three of them, and how many more there are."""
    said = "visible light, 36 to 101 mm across, 11 to 16 mm down"
    assert in_words([PLACE]) == said
    assert in_words([PLACE] * 5) == f"{said}; {said}; {said}; and 2 more"
    assert in_words([]) == ""


def test_the_first_rows_draw_their_places_on_one_picture() -> None:
    """Sixty rows: fifty drawings refer to the one picture of the group."""
    group = DiscoveredGroup(
        name="group-01",
        status=GroupStatus.MODEL,
        model=None,
        size="ID1",
        members=(),
        outliers=tuple(map(_outlier, range(60))),
        folder=Path("group-01"),
        lights=(Light.VISIBLE,),
    )
    pile = Pile(store=Path(), groups=(group,), left_out=(), documents=60, pages=60)
    shown = page(pile, [GroupFigure(group=group, size_mm=(85.6, 54.0), picture="AAAA")])
    assert shown.count("data:image/jpeg;base64,") == 1
    assert shown.count('<use href="#picture-group-01"/>') == 50
    assert '<rect x="35.9" y="10.6" width="65.2" height="5.0"/>' in shown
    assert "odd_zone" not in shown
    assert "59 pages whose machine readable zone names another issuer" in shown
    assert shown.lstrip().startswith("<!DOCTYPE html>")


def test_a_group_without_a_template_has_no_drawing() -> None:
    """Its outliers are said in words alone."""
    group = DiscoveredGroup(
        name="group-01",
        status=GroupStatus.NOT_LEARNED,
        model=None,
        size="",
        members=(),
        outliers=(_outlier(0),),
    )
    pile = Pile(store=Path(), groups=(group,), left_out=(), documents=1, pages=1)
    assert "<use" not in page(pile, [GroupFigure(group=group, picture="")])


def _pile(store: Path, *names: str) -> Pile:
    groups = tuple(
        DiscoveredGroup(
            name=name,
            status=GroupStatus.MODEL,
            model=None,
            size="ID1",
            members=(),
            outliers=(),
            folder=store / name,
            lights=(Light.VISIBLE,),
        )
        for name in names
    )
    return Pile(store=store, groups=groups, left_out=(), documents=0, pages=0)


def _digests(store: Path) -> dict[str, str]:
    return {file.parent.name: load_template(file.parent).digest for file in store.glob("*/template.json")}


def test_former_templates_are_taken_away_and_nothing_else(tmp_path: Path, learned: Learned) -> None:
    """What else lies with one stays, and one that is a link is refused: what it leads to is another's."""
    names = ("group-01", "group-02-b")
    write_results(_pile(tmp_path, *names), learned(*names))
    for name in ("group-mine", "victim"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "template.json").write_text("{}")
    (tmp_path / "group-02-b" / "notes.txt").write_text("mine")
    assert write_results(_pile(tmp_path), learned()).kept == ()
    left = {file.relative_to(tmp_path).as_posix() for file in tmp_path.glob("[gv]*/*")}
    assert left == {"group-02-b/notes.txt", "group-mine/template.json", "victim/template.json"}
    assert not (tmp_path / "group-01").exists()
    (tmp_path / "group-03").symlink_to(tmp_path / "victim")
    with pytest.raises(UsageError, match="is a link"):
        write_results(_pile(tmp_path), learned())
    assert (tmp_path / "victim" / "template.json").exists()


def test_what_a_run_wrote_is_written_anew(tmp_path: Path, learned: Learned) -> None:
    """Also where a run was killed between its note of what it writes next and the template."""
    names = ("group-01", "group-02")
    write_results(_pile(tmp_path, *names), learned(*names))
    former = _digests(tmp_path)
    WrittenTemplates(tmp_path).note("group-01", template_of(learned("group-01").templates["group-01"], None))
    assert write_results(_pile(tmp_path, *names), learned(*names, level=190)).kept == ()
    assert not former.items() & _digests(tmp_path).items()


def _edited(folder: Path) -> None:
    record = json.loads((folder / "template.json").read_text(encoding="utf-8"))
    (folder / "template.json").write_text(json.dumps({**record, "licence": "mine"}), encoding="utf-8")


def _revised(folder: Path) -> None:
    (folder / "history").mkdir()


def _damaged(folder: Path) -> None:
    (folder / "visible.mean.png").unlink()
    (folder / "visible.mean.png").mkdir()


def _unknown(folder: Path) -> None:
    (folder.parent / ".pile" / "written" / folder.name).unlink()


@pytest.mark.parametrize("still_found", [True, False], ids=["found again", "no longer found"])
@pytest.mark.parametrize("change", [_edited, _revised, _damaged, _unknown])
def test_a_folder_that_people_changed_is_left_and_named(
    tmp_path: Path, learned: Learned, change: Callable[[Path], None], still_found: bool
) -> None:
    """In the result, in the tables and on the page, however often the pile is run; the others are written."""
    write_results(_pile(tmp_path, "group-01", "group-02"), learned("group-01", "group-02"))
    change(tmp_path / "group-01")
    before = {file: file.stat().st_mtime_ns for file in (tmp_path / "group-01").rglob("*")}
    second = (tmp_path / "group-02" / "visible.mean.png").read_bytes()
    names = ("group-01", "group-02") if still_found else ("group-02",)
    for level in (190, 180):
        pile = write_results(_pile(tmp_path, *names), learned(*names, level=level))
        assert [one.name for one in pile.kept] == ["group-01"]
        assert {file: file.stat().st_mtime_ns for file in (tmp_path / "group-01").rglob("*")} == before
    assert (tmp_path / "group-02" / "visible.mean.png").read_bytes() != second
    (kept,) = json.loads((tmp_path / "pile.json").read_text(encoding="utf-8"))["kept"]
    assert kept == {"name": "group-01", "reason": pile.kept[0].reason}
    shown = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "1 folder left as it is</h2>" in shown
    assert ("The template in its folder is not this one" in shown) is still_found
    assert any(f"group-01: {kept['reason']}" in line for line in _lines(pile))


def test_the_terminal_says_what_to_do_about_what_was_left_out() -> None:
    """Files that could not be read by name, the first of them; and what a group takes."""
    unread = [LeftOut(name=f"{number}.jpg", page=None, reason="no picture") for number in range(7)]
    alone = LeftOut(name="alone.jpg", page=0, reason="like no other page")
    pile = replace(_pile(Path("store")), left_out=(*unread, alone))
    told = list(_advice(pile, 4, "upload"))
    assert told[0] == "not read: 0.jpg: no picture"
    assert told[5] == "    and 2 more: store/index.html names all"
    assert "a group has 4 pages at least (--least)" in told[6]
    assert told[7] == "the pictures were taken for: upload (--channel)"
    assert list(_advice(_pile(Path("store")), 4, "scanner")) == [
        "the pictures were taken for: scanner (--channel)"
    ]


def test_a_change_that_was_taken_back_is_no_change(tmp_path: Path, learned: Learned) -> None:
    """What a run wrote is known again."""
    write_results(_pile(tmp_path, "group-01"), learned("group-01"))
    written = (tmp_path / "group-01" / "template.json").read_bytes()
    _edited(tmp_path / "group-01")
    assert write_results(_pile(tmp_path, "group-01"), learned("group-01", level=190)).kept
    (tmp_path / "group-01" / "template.json").write_bytes(written)
    assert not write_results(_pile(tmp_path, "group-01"), learned("group-01", level=190)).kept
