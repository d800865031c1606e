"""DLC-2021 in the layout of its README."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from docforensics.bench.loaders import load_data_set
from docforensics.capture.model import Channel

Make = Callable[..., Any]


def test_the_type_of_a_clip_is_its_label(tmp_path: Path, make: Make) -> None:
    """Originals are genuine; copies and recaptures are attacks, grouped with the original of the same document."""
    images = tmp_path / "clips/images/alb_id"
    for clip in ("00.or0001", "00.cc0001", "00.cg0001", "01.re0002"):
        for frame in ("000001", "000007"):
            make("picture", images / clip / f"{frame}.jpg")
    quad = make("polygon", [(1, 1), (60, 1), (60, 40), (1, 40)], field_name="doc_quad")
    make("json", tmp_path / "clips/annotations/alb_id/01.re0002.json", make("via", {"000001.jpg": [quad]}))
    data = load_data_set(tmp_path)
    told = {item.id: (item.label.value, item.species, item.group) for item in data.items}
    assert told == {
        "alb_id/00.or0001": ("genuine", "", "alb_id/00"),
        "alb_id/00.cc0001": ("forged", "unlaminated colour copy", "alb_id/00"),
        "alb_id/00.cg0001": ("forged", "unlaminated grey copy", "alb_id/00"),
        "alb_id/01.re0002": ("forged", "screen recapture", "alb_id/01"),
    }
    assert all(item.channel is Channel.PHOTO and len(item.pictures) == 1 for item in data.items)
    assert data["alb_id/01.re0002"].pictures[0].homography is not None
