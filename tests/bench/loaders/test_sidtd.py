"""SIDTD in the layout of its archives."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from docforensics.bench.loaders import load_data_set
from docforensics.errors import UsageError

Make = Callable[..., Any]


@pytest.fixture
def sidtd(tmp_path: Path, make: Make) -> Path:
    """Two originals, a rewritten field, and both halves of a crop and replace."""
    images, told = tmp_path / "SIDTD/templates/Images", tmp_path / "SIDTD/templates/Annotations"
    for name in ("alb_id_00", "alb_id_01"):
        make("picture", images / f"reals/{name}.jpg")
    fields = [
        make("rectangle", 10, 10, 20, 8, field_name="surname"),
        make("rectangle", 40, 20, 16, 20, field_name="photo"),
    ]
    make("json", told / "reals/alb_id.json", make("via", {"00.jpg": fields, "01.jpg": fields}))
    for name in ("alb_id_00_fake_6_25", "alb_id_00_fake_6_26", "alb_id_01_fake_6_27"):
        make("picture", images / f"fakes/{name}.jpg")
    rewritten = {
        "ctype": "Inpaint_and_Rewrite",
        "src": "alb_id_00.jpg",
        "second_src": "None",
        "field": "surname",
    }
    swapped = {
        "ctype": "Crop_and_Replace", "src": "alb_id_00.jpg", "second_src": "alb_id_01.jpg",
        "field": "photo", "second_field": "surname",
    }  # fmt: skip
    make("json", told / "fakes/alb_id_00_fake_6_25.json", rewritten)
    make("json", told / "fakes/alb_id_00_fake_6_26.json", swapped)
    make("json", told / "fakes/alb_id_01_fake_6_27.json", swapped)
    return tmp_path / "SIDTD"


def test_fakes_are_grouped_with_their_original_which_is_their_twin(sidtd: Path) -> None:
    """By the name before `_fake_`."""
    data = load_data_set(sidtd)
    forged = {item.id: item for item in data.items if item.is_forged}
    assert len(data.items) == 5
    assert forged["templates/alb_id_00_fake_6_25"].group == "alb_id_00"
    assert forged["templates/alb_id_00_fake_6_25"].twin == "templates/alb_id_00"
    assert [item.species for item in forged.values()] == [
        "Inpaint_and_Rewrite",
        "Crop_and_Replace",
        "Crop_and_Replace",
    ]
    assert {item.issuer for item in data.items} == {"ALB"}


def test_the_place_is_the_rectangle_of_the_field_that_was_changed_on_this_picture(sidtd: Path) -> None:
    """Crop and replace names a field for each of its two pictures."""
    data = load_data_set(sidtd / "templates")
    boxes = {}
    for item in data.items:
        truth = item.pictures[0].truth
        if truth is not None:
            rows, columns = np.nonzero(truth.read((64, 48)))
            boxes[item.id.rpartition("_")[2]] = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    assert boxes == {"25": (10, 10, 30, 18), "26": (40, 20, 56, 40), "27": (10, 10, 30, 18)}


def splits(folder: Path, **named: tuple[str, ...]) -> None:
    """Write lists of pictures as the set's authors do, with paths of their machine."""
    folder.mkdir(parents=True)
    for name, pictures in named.items():
        rows = "".join(f"reals,0,/home/someone/SIDTD/templates/Images/reals/{one},0\n" for one in pictures)
        (folder / f"{name}_split_SIDTD.csv").write_text(
            "label_name,label,image_path,class\n" + rows, encoding="utf-8"
        )


@pytest.mark.parametrize("place", ["SIDTD", "SIDTD/static", "."])
def test_from_the_folder_above_with_its_published_splits(sidtd: Path, place: str) -> None:
    """Beside the kinds, or below `static/`; what no list names has no split."""
    splits(
        sidtd.parent / place / "split_normal",
        train=("alb_id_00.jpg", "alb_id_00_fake_6_25.jpg"),
        test=("alb_id_01.jpg", "alb_id_01.jpg_fake_6_27.jpg"),
    )
    data = load_data_set(sidtd.parent)
    assert {item.pictures[0].file.stem: item.split for item in data.items} == {
        "alb_id_00": "train",
        "alb_id_00_fake_6_25": "train",
        "alb_id_00_fake_6_26": "",
        "alb_id_01": "test",
        "alb_id_01_fake_6_27": "test",
    }
    assert len(data.of_split("test").items) == 2


def test_splits_of_other_pictures_are_refused(sidtd: Path) -> None:
    """Lists that name none of the pictures are of another set."""
    splits(sidtd / "split_normal", train=("dog_1.jpg",))
    with pytest.raises(UsageError, match="name none of the pictures of templates"):
        load_data_set(sidtd)
    (sidtd / "split_normal/train_split_SIDTD.csv").write_text("file\nalb_id_00.jpg\n", encoding="utf-8")
    with pytest.raises(UsageError, match="expected a column image_path, got file"):
        load_data_set(sidtd)
