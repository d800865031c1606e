"""The page of a pile: places are drawn on the picture of their group, which it holds once, and said in words."""

from pathlib import Path

import pytest

from docforensics.batch.discover.export import GroupFigure, page, write_results
from docforensics.batch.discover.gather import LearnedPile
from docforensics.batch.discover.places import in_words
from docforensics.batch.discover.result import (
    DiscoveredGroup,
    GroupStatus,
    Outlier,
    OutlierKind,
    OutlierPlace,
    Pile,
)
from docforensics.capture.light import Light
from docforensics.errors import UsageError
from docforensics.page.geometry import BoxMm

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


def _pile(store: Path) -> Pile:
    return Pile(store=store, groups=(), left_out=(), documents=0, pages=0)


def test_former_templates_are_taken_away_and_nothing_else(tmp_path: Path) -> None:
    """What else lies with one stays, and one that is a link is refused: what it leads to is another's."""
    for name in ("group-01", "group-02-b", "group-mine", "victim"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "template.json").write_text("{}")
    (tmp_path / "group-02-b" / "notes.txt").write_text("mine")
    write_results(_pile(tmp_path), LearnedPile(templates={}, reasons={}))
    left = {file.relative_to(tmp_path).as_posix() for file in tmp_path.glob("*/*")}
    assert left == {"group-02-b/notes.txt", "group-mine/template.json", "victim/template.json"}
    assert not (tmp_path / "group-01").exists()
    (tmp_path / "group-03").symlink_to(tmp_path / "victim")
    with pytest.raises(UsageError, match="is a link"):
        write_results(_pile(tmp_path), LearnedPile(templates={}, reasons={}))
    assert (tmp_path / "victim" / "template.json").exists()
