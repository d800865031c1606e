"""The same mask on the genuine twin."""

from pathlib import Path

import numpy as np

from docforensics.bench.data_set import DataSet, Item, ItemFile, Label, Truth, rectangle
from docforensics.bench.place import ForgedPicture, places, to_twin

FRAME = np.array([[2.0, 0, 10], [0, 2.0, 20], [0, 0, 1]])
OTHER = np.array([[1.0, 0, 5], [0, 1.0, 3], [0, 0, 1]])


def test_through_millimetres_a_pixel_lands_on_the_same_place_of_the_page() -> None:
    """10 mm right and 5 mm down, in two captures of other scale and place."""
    way = to_twin(FRAME, OTHER, (100, 100), (60, 60))
    assert way is not None
    x, y, w = way @ [2 * 10 + 10, 2 * 5 + 20, 1]
    np.testing.assert_allclose([x / w, y / w], [15, 8])


def test_without_a_frame_only_pictures_of_one_size_can_be_compared() -> None:
    """Pixel on pixel."""
    assert to_twin(None, None, (9, 9), (9, 8)) is None
    np.testing.assert_array_equal(to_twin(None, OTHER, (9, 9), (9, 9)), np.eye(3))


def documents(box: tuple[int, int, int, int], *, twin: str = "g") -> DataSet:
    """Make a forged document with a box and its twin in another capture."""
    truth = Truth(polygons=(rectangle(*box),))
    return DataSet(
        name="t",
        root=Path(),
        items=(
            Item(
                id="g",
                label=Label.GENUINE,
                group="h",
                pictures=(ItemFile(file=Path("g"), to_pixels=tuple(OTHER.ravel())),),
            ),
            Item(
                id="f",
                label=Label.FORGED,
                group="h",
                species="s",
                twin=twin,
                pictures=(ItemFile(file=Path("f"), truth=truth, to_pixels=tuple(FRAME.ravel())),),
            ),
        ),
    )


SIZES = {"f": ((100, 100),), "g": ((60, 60),)}


def test_a_map_that_marks_the_same_place_of_both_pages_has_no_gain() -> None:
    """What is under the mask on the forged page is under the moved mask on the genuine one."""
    maps = {"f": np.zeros((100, 100), np.float32), "g": np.zeros((60, 60), np.float32)}
    maps["f"][30:50, 30:50] = 1
    maps["g"][8:18, 15:25] = 1
    (place,) = places(documents((30, 30, 20, 20)), SIZES, lambda item, _: maps[item.id], binary=True)
    assert isinstance(place, ForgedPicture)
    assert place.control is not None
    assert place.attack.f1 == 1.0
    assert place.control.f1 > 0.85
    assert place.control.pixel_auc > 0.9


def test_without_a_twin_or_its_map_the_reason_is_told() -> None:
    """The attack's figures stay."""
    map_ = np.zeros((100, 100), np.float32)
    (alone,) = places(documents((30, 30, 20, 20), twin="gone"), SIZES, lambda *_: map_, binary=True)
    (silent,) = places(
        documents((30, 30, 20, 20)), SIZES, lambda item, _: map_ if item.id == "f" else None, binary=True
    )
    assert isinstance(alone, ForgedPicture)
    assert isinstance(silent, ForgedPicture)
    assert (alone.control, alone.reason) == (None, "no genuine twin")
    assert (silent.control, silent.reason) == (None, "the twin has no map of this side and light")


def test_a_score_map_is_marked_where_it_is_above_most_genuine_pixels() -> None:
    """95 of 100 genuine pixels lie below the threshold."""
    rng = np.random.default_rng(0)
    maps = {"f": rng.random((100, 100)).astype(np.float32), "g": rng.random((60, 60)).astype(np.float32)}
    maps["f"][30:50, 30:50] = 2.0
    (place,) = places(documents((30, 30, 20, 20)), SIZES, lambda item, _: maps[item.id], binary=False)
    assert isinstance(place, ForgedPicture)
    marked = 400 + 0.05 * 9600
    assert abs(place.attack.f1 - 800 / (400 + marked)) < 0.05
