"""DLC-2021 in the layout of its README."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docforensics.bench.loaders import load_data_set
from docforensics.capture.model import Channel
from docforensics.errors import UsageError

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


def test_clips_beside_their_annotations_are_the_same_set(tmp_path: Path, make: Make) -> None:
    """As others hold it: without the folder `clips`, and with a folder `annotation`."""
    for clip in ("00.or0001", "00.cg0002"):
        make("picture", tmp_path / "images/alb_id" / clip / "000029.jpg")
    quad = make("polygon", [(1, 1), (60, 1), (60, 40), (1, 40)], field_name="doc_quad")
    told = make("via", {"000001.jpg": [], "000029.jpg": [quad]})
    make("json", tmp_path / "annotation/alb_id/00.cg0002.json", told)
    data = load_data_set(tmp_path)
    assert {item.id: item.label.value for item in data.items} == {
        "alb_id/00.or0001": "genuine",
        "alb_id/00.cg0002": "forged",
    }
    assert data["alb_id/00.cg0002"].pictures[0].homography is not None
    assert data["alb_id/00.or0001"].pictures[0].homography is None


def test_clips_without_annotations_are_not_confirmed(tmp_path: Path, make: Make) -> None:
    """A folder `images` alone may be anything; the text names what was looked for."""
    make("picture", tmp_path / "images/alb_id/00.or0001/000001.jpg")
    with pytest.raises(UsageError, match=r"together with annotation/<country>_<kind>/<clip>\.json"):
        load_data_set(tmp_path)
    with pytest.raises(UsageError, match=r"Looked for dlc-2021: clips/images/"):
        load_data_set(tmp_path, "dlc-2021")
