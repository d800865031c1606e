"""Both classes through one encoder."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docforensics.bench.data_set import Item, ItemFile, Label
from docforensics.bench.normalise import Normalisation, prepare
from docforensics.capture.jpeg import read_jpeg_facts
from docforensics.errors import UsageError

Make = Callable[..., Any]


def item(name: str, label: Label, twin: str = "", file: Path = Path("x.png"), frame: Any = None) -> Item:
    """Make a document of one picture."""
    picture = ItemFile(file=file, to_pixels=frame)
    return Item(id=name, label=label, pictures=(picture,), group=twin or name, twin=twin)


def test_a_forgery_has_its_twins_quality_and_each_quality_is_as_frequent_in_both_classes() -> None:
    """Thirty twins, and nine genuine documents without one."""
    items = [item(f"g{k}", Label.GENUINE) for k in range(39)]
    items += [item(f"f{k}", Label.FORGED, twin=f"g{k}") for k in range(30)]
    qualities = Normalisation(qualities=(70, 80, 90), seed=4).assign(items)
    assert all(qualities[f"f{k}"] == qualities[f"g{k}"] for k in range(30))
    assert set(Counter(qualities[f"f{k}"] for k in range(30)).values()) == {10}
    assert set(Counter(qualities[f"g{k}"] for k in range(39)).values()) == {13}
    assert qualities != Normalisation(qualities=(70, 80, 90), seed=5).assign(items)


@pytest.mark.parametrize("suffix", [".png", ".jpg"])
def test_every_picture_comes_out_alike(tmp_path: Path, make: Make, suffix: str) -> None:
    """JPEG 4:2:0 of the quality asked for, without application markers of its own, whatever came in."""
    file = make("picture", tmp_path / f"a{suffix}", quality=50)
    shot = prepare(item("a", Label.GENUINE, file=file), 85, Normalisation()).primary
    facts = read_jpeg_facts(shot.data)
    assert facts is not None
    assert (facts.estimated_quality, facts.subsampling) == (85, "4:2:0")
    assert facts.application_markers == ("APP0:JFIF",)
    assert shot.pixels.shape == (48, 64, 3)


def test_a_picture_that_shrinks_takes_its_frame_along(tmp_path: Path, make: Make) -> None:
    """Half the pixels, half the pixels a millimetre."""
    file = make("picture", tmp_path / "a.png", size=(200, 100))
    told = item("a", Label.GENUINE, file=file, frame=(2.0, 0, 10, 0, 2.0, 20, 0, 0, 1))
    shot = prepare(told, 85, Normalisation(longest_side=100)).primary
    assert shot.pixels.shape[:2] == (50, 100)
    assert shot.homography is not None
    assert shot.homography[0].tolist() == [1.0, 0.0, 5.0]


def test_as_published_the_bytes_are_the_files_own(tmp_path: Path, make: Make) -> None:
    """Nothing is touched."""
    file = make("picture", tmp_path / "a.jpg", quality=40)
    assert (
        prepare(item("a", Label.GENUINE, file=file), None, Normalisation(qualities=())).primary.data
        == file.read_bytes()
    )


@pytest.mark.parametrize(
    "wrong", [{"qualities": (0,)}, {"longest_side": 0}, {"qualities": (), "longest_side": 9}]
)
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    """A quality outside 1 to 100, no pixels, shrinking without encoding."""
    with pytest.raises(UsageError):
        Normalisation(**wrong)
