"""What the layouts share."""

from pathlib import Path

import pytest

from docforensics.bench.loaders.common import page_frame, read_json, via_regions
from docforensics.errors import UsageError


@pytest.mark.parametrize("text", ["{", "[1]", "\x00", "[" * 5000])
def test_a_damaged_annotation_is_named(tmp_path: Path, text: str) -> None:
    """With its path."""
    file = tmp_path / "alb_id.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"alb_id\.json"):
        read_json(file)


def test_an_annotation_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    """Sets are unpacked in parts."""
    assert read_json(tmp_path / "gone.json") == {}


def test_regions_of_via_1_and_2_are_read() -> None:
    """An object of shapes in the first version, a list in the second; circles are skipped."""
    rect = {
        "shape_attributes": {"name": "rect", "x": 1, "y": 2, "width": 3, "height": 4},
        "region_attributes": {},
    }
    circle = {"shape_attributes": {"name": "circle", "cx": 1, "cy": 2, "r": 3}, "region_attributes": {}}
    second = via_regions({"_via_img_metadata": {"a1": {"filename": "a.jpg", "regions": [rect, circle]}}})
    first = via_regions({"a1": {"filename": "a.jpg", "regions": {"0": rect}}})
    assert first == second
    assert len(first["a.jpg"]) == 1
    assert first["a.jpg"][0].polygon == ((1, 2), (3, 2), (3, 5), (1, 5))


def test_a_document_code_that_tells_no_size_has_no_frame() -> None:
    """Nor have three corners."""
    quad = [(0, 0), (10, 0), (10, 5), (0, 5)]
    assert page_frame(quad, "chn_homereturn") is None
    assert page_frame(quad[:3], "alb_id") is None
    assert page_frame(quad, "alb_id") is not None
