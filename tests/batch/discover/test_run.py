"""A pile from files to store: groups, an edition, what cannot be read, and the same again without any work."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, Self

import cv2
import numpy as np
import pytest
from PIL import Image

from benchmarks.templates.designs import PX_PER_MM, Design, Drawn, draw, personalise
from docforensics.batch.discover.entry import discover_templates
from docforensics.batch.discover.result import GroupStatus, Pile
from docforensics.batch.pool import Batch
from docforensics.batch.schema import scanned_table
from docforensics.batch.work import ScanTask, load_work
from docforensics.capture.model import Pixels
from docforensics.errors import UsageError
from docforensics.page.geometry import BoxMm
from docforensics.templates.store import TemplateStore


class Here:
    """An executor without processes, which remembers what it did."""

    done: ClassVar[list[str]] = []

    def __init__(self, *, settings: Any, configuration: str, out: str, workers: int | None) -> None:
        del workers
        self._work = load_work(settings, configuration, out)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End nothing."""

    def run(self, tasks: Iterable[ScanTask]) -> Iterator[Batch]:
        """Do the work here."""
        for task in tasks:
            row = self._work.row(task)
            if row is not None:
                self.done.append(row["name"])
            yield Batch(table=scanned_table([row] if row else []), skipped=int(row is None))


@pytest.fixture(name="here", autouse=True)
def fixture_here(monkeypatch: pytest.MonkeyPatch, read_quickly: None) -> type[Here]:
    """Let steps run in this process."""
    del read_quickly
    Here.done = []
    monkeypatch.setattr("docforensics.batch.discover.stages.make_executor", lambda *_, **told: Here(**told))
    return Here


def _captured(page: Pixels, rng: np.random.Generator) -> Pixels:
    """A ticket of 40 x 28 mm on a dark ground, a little askew, soft and noisy: a page beyond Doc 9303 is learned in a third of the time."""
    small = cv2.resize(page, (40 * PX_PER_MM, 28 * PX_PER_MM), interpolation=cv2.INTER_AREA)
    framed = cv2.copyMakeBorder(small, 16, 16, 16, 16, cv2.BORDER_CONSTANT, value=(25, 25, 28))
    height, width = framed.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.normal(0, 0.4)), 1.0)
    seen = cv2.warpAffine(framed, turn, (width, height), borderValue=(25, 25, 28))
    seen = cv2.GaussianBlur(seen, (0, 0), float(rng.uniform(0.5, 0.9)))
    return np.clip(seen * rng.uniform(0.95, 1.02, 3) + rng.normal(0, 1.5, seen.shape), 0, 255).astype(
        np.uint8
    )


def _with_few_fields(drawn: Drawn) -> Drawn:
    """Three, so that a mark has room apart from them on a small page."""
    return replace(drawn, fields=drawn.fields[:3], captions=drawn.captions[:3])


def _with_mark(drawn: Drawn) -> Drawn:
    """The second edition: rings where no holder's data are near."""
    page = drawn.pixels.copy()
    places = [(x, y) for x in range(14, 72, 3) for y in range(14, 41, 3)]
    x, y = max(places, key=lambda at: min(_apart(at, box) for box in (drawn.portrait, *drawn.fields)))
    for radius in (16, 32, 48):
        cv2.circle(page, (x * PX_PER_MM, y * PX_PER_MM), radius, (60, 90, 130), 6, cv2.LINE_AA)
    return replace(drawn, pixels=page)


def _apart(at: tuple[int, int], box: BoxMm) -> float:
    x, y = at
    return max(box.left - x, x - box.right, box.top - y, y - box.bottom)


@pytest.fixture(name="folder", scope="module")
def fixture_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four cards of a made-up design, three of its second edition, as few as one is learned from, a blank page, and a file that is no picture."""
    folder: Path = tmp_path_factory.mktemp("pile")
    rng = np.random.default_rng(1)
    drawn = _with_few_fields(draw(Design(seed=2)))
    for name, blank, count in (("first", drawn, 4), ("second", _with_mark(drawn), 3)):
        for holder in range(count):
            page = _captured(personalise(blank, 100 * count + holder), rng)
            scale = 25.4 * PX_PER_MM
            Image.fromarray(page).save(folder / f"{name}-{holder}.png", dpi=(scale, scale))
    cv2.imwrite(str(folder / "blank.png"), np.full((200, 300), 200, np.uint8))
    (folder / "text.jpg").write_text("no picture", encoding="utf-8")
    return folder


def _names(pile: Pile) -> list[set[str]]:
    return [
        {one.name.partition("-")[0] for one in (*group.members, *group.outliers)} for group in pile.groups
    ]


def test_a_pile_is_grouped_learned_listed_and_found_again_without_work(
    folder: Path, tmp_path: Path, here: type[Here]
) -> None:
    """Two editions with a template each; what cannot be read or is no document is named; a second call does nothing anew."""
    told: list[tuple[str, int, int]] = []
    out = tmp_path / "store"
    pile = discover_templates(folder, out, progress=lambda *step: told.append(step))
    assert _names(pile) == [{"first"}, {"second"}]
    assert [group.status for group in pile.groups] == [GroupStatus.MODEL, GroupStatus.EDITION]
    first, second = pile.groups
    assert second.edition_of == first.name
    assert second.differs_at
    assert any("counterfeit series" in note for note in second.notes)
    assert any("too small" in note for note in second.notes)
    assert {one.name: one.page for one in pile.left_out} == {"text.jpg": None, "blank.png": 0}
    assert len(TemplateStore.open(out)) == 2
    assert first.template().provenance["group"] == first.name
    assert first.template().is_unconfirmed
    told_of = second.template().discovered
    assert told_of is not None
    assert (told_of.pages, told_of.outliers, told_of.marks) == (
        second.count,
        len(second.outliers),
        second.notes,
    )
    _check_files(out, pile)
    assert ("pages", 9, 9) in told
    here.done.clear()
    told.clear()
    again = discover_templates(folder, out, progress=lambda *step: told.append(step))
    assert (again.groups, again.kept, here.done) == (pile.groups, (), [])
    assert ("pages", 9, 9) in told, "what was done before is counted"


def _check_files(out: Path, pile: Pile) -> None:
    """The tables hold every page once, and the page shows a picture a group and names the files."""
    with (out / "groups.csv").open(newline="", encoding="utf-8") as rows:
        assert len({row["name"] for row in csv.DictReader(rows)}) == 9
    with (out / "work_list.csv").open(newline="", encoding="utf-8") as rows:
        strengths = [float(row["strength"]) for row in csv.DictReader(rows)]
    assert strengths == sorted(strengths, reverse=True)
    record = json.loads((out / "pile.json").read_text(encoding="utf-8"))
    assert [group["pages"] for group in record["groups"]] == [group.count for group in pile.groups]
    page = (out / "index.html").read_text(encoding="utf-8")
    assert page.count("data:image/jpeg;base64,") == 2
    assert "text.jpg" in page
    assert f"edition or counterfeit series of {pile.groups[0].name}" in page
    assert not (out / ".unfinished").exists()
    assert (out / ".pile").stat().st_mode & 0o077 == 0, "coarse looks are for their owner alone"


def test_a_mistake_is_told_before_the_work(folder: Path, tmp_path: Path, here: type[Here]) -> None:
    """Groups of two, personal data, and a folder with templates of another origin."""
    with pytest.raises(UsageError, match="least"):
        discover_templates(folder, tmp_path / "a", least=2)
    with pytest.raises(UsageError, match="retain"):
        discover_templates(folder, tmp_path / "a", retain=("mrz",))
    (tmp_path / "b" / "mine").mkdir(parents=True)
    (tmp_path / "b" / "mine" / "template.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="another origin"):
        discover_templates(folder, tmp_path / "b")
    with pytest.raises(UsageError, match="no such file"):
        discover_templates(tmp_path / "nowhere", tmp_path / "c")
    assert here.done == []
