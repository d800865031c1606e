"""A pile of many times the captures."""

import csv
from pathlib import Path

import cv2
import numpy as np

from benchmarks.templates import pile_again


def test_each_capture_is_there_as_often_as_asked_and_no_two_files_are_equal(tmp_path: Path) -> None:
    """A run that was stopped goes on, and writes nothing twice."""
    pile, out = tmp_path / "pile", tmp_path / "out"
    (pile / "files").mkdir(parents=True)
    cv2.imwrite(str(pile / "files" / "a.png"), np.full((40, 60, 3), 180, np.uint8))
    (pile / "manifest.csv").write_text(
        "id,channel,visible,uv,ir\ncapture-00000,upload,files/a.png,,\n", encoding="utf-8"
    )
    (pile / "truth.csv").write_text(
        "id,document,design,side,channel,species,mask\ncapture-00000,doc,td1,front,flatbed,,\n",
        encoding="utf-8",
    )
    for times in (2, 3):
        pile_again.write(pile, out, times)
    with (out / "manifest.csv").open(newline="", encoding="utf-8") as rows:
        listed = [(row["id"], (out / row["visible"]).read_bytes()) for row in csv.DictReader(rows)]
    assert [name for name, _ in listed] == ["capture-00000-0", "capture-00000-1", "capture-00000-2"]
    assert len({data for _, data in listed}) == 3
    assert {row["document"] for row in pile_again.truth_of(out).values()} == {"doc-0", "doc-1", "doc-2"}
