"""MIDV-2020 and MIDV-500 in the layout of their archives."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from docforensics.bench.loaders import load_data_set
from docforensics.capture.model import Channel
from docforensics.page.geometry import project

Make = Callable[..., Any]
QUAD = [(4, 6), (58, 5), (60, 41), (3, 40)]


def test_midv2020_modes_are_read_with_their_quadrangles(tmp_path: Path, make: Make) -> None:
    """Templates have none; a scan's page frame maps the page's corners on the annotated ones; a clip gives one frame."""
    make("picture", tmp_path / "templates/images/alb_id/00.jpg")
    make("json", tmp_path / "templates/annotations/alb_id.json", make("via", {"00.jpg": []}))
    make("picture", tmp_path / "scan_upright/images/alb_id/00.jpg")
    shapes = [make("rectangle", 1, 1, 4, 4, field_name="face"), make("polygon", QUAD, field_name="doc_quad")]
    make("json", tmp_path / "scan_upright/annotations/alb_id.json", make("via", {"00.jpg": shapes}))
    for frame in ("000001", "000007"):
        make("picture", tmp_path / f"clips/images/alb_id/00/{frame}.jpg")
    data = load_data_set(tmp_path)
    by_id = {item.id: item for item in data.items}
    assert set(by_id) == {"templates/alb_id/00", "scan_upright/alb_id/00", "clips/alb_id/00"}
    assert {item.group for item in data.items} == {"alb_id/00"}
    assert not any(item.is_forged for item in data.items)
    scan = by_id["scan_upright/alb_id/00"]
    assert (scan.issuer, scan.channel) == ("ALB", Channel.SCANNER)
    assert by_id["templates/alb_id/00"].pictures[0].homography is None
    frame = scan.pictures[0].homography
    assert frame is not None
    np.testing.assert_allclose(project(frame, [[0, 0], [85.6, 53.98]]), [QUAD[0], QUAD[2]], atol=1e-3)


def test_midv500_clips_are_read_with_their_quadrangles(tmp_path: Path, make: Make) -> None:
    """One document a clip, by its first frame; the flat scan in `images` is no clip."""
    folder = tmp_path / "05_aze_passport"
    make("picture", folder / "images/05_aze_passport.tif")
    for name in ("CA05_01", "CA05_02"):
        make("picture", folder / f"images/CA/{name}.tif")
        make("json", folder / f"ground_truth/CA/{name}.json", {"quad": [list(point) for point in QUAD]})
    make("json", folder / "ground_truth/05_aze_passport.json", {})
    (item,) = load_data_set(tmp_path).items
    assert (item.id, item.issuer, item.document_type, item.capture) == (
        "05_aze_passport/CA05",
        "AZE",
        "passport",
        "CA",
    )
    assert item.pictures[0].file.name == "CA05_01.tif"
    assert item.pictures[0].homography is not None
