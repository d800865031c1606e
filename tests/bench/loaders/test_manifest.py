"""The simple default: a folder with manifest.csv."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from docforensics.bench.data_set import Label
from docforensics.bench.loaders import load_data_set
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, SideKind
from docforensics.errors import InputError, UsageError

ROOT = Path(__file__).parents[3]
Make = Callable[..., Any]


def test_file_and_label_are_enough(tmp_path: Path, make: Make) -> None:
    """Each file is a document of its own; names may be of any script."""
    make("picture", tmp_path / "a.jpg")
    make("picture", tmp_path / "Пропуск ünï.jpg")
    make(
        "manifest",
        tmp_path,
        [{"file": "a.jpg", "label": "genuine"}, {"file": "Пропуск ünï.jpg", "label": "forged"}],
    )
    data = load_data_set(tmp_path)
    assert [(item.id, item.label) for item in data.items] == [
        ("a.jpg", Label.GENUINE),
        ("Пропуск ünï.jpg", Label.FORGED),
    ]
    assert data.items[1].species == "unnamed"
    assert len(data.digest()) == 64


def test_units_of_a_fit_over_designs_are_columns(tmp_path: Path, make: Make) -> None:
    """Beside a channel `device` is what captured the document; alone it is the channel."""
    for name in ("a", "b"):
        make("picture", tmp_path / f"{name}.jpg")
    told = {"file": "a.jpg", "label": "genuine", "device": "flatbed"}
    make("manifest", tmp_path, [told])
    (alone,) = load_data_set(tmp_path).items
    assert (alone.capture, alone.device) == ("flatbed", "")
    make(
        "manifest",
        tmp_path,
        [{**told, "channel": "photo", "device": "dev-3", "design": "d-1", "press": "p-2"}],
    )
    (item,) = load_data_set(tmp_path).items
    assert (item.capture, item.design, item.press, item.device) == ("photo", "d-1", "p-2", "dev-3")


def test_rows_of_one_document_are_its_sides_and_lights(tmp_path: Path, make: Make) -> None:
    """With the words of the sample documents and with docforensics' own."""
    for name in ("front", "uv", "back"):
        make("picture", tmp_path / f"{name}.jpg")
    shared = {
        "document_id": "d1",
        "holder": "h1",
        "label": "genuine",
        "channel": "border-reader",
        "issuer": "UTO",
    }
    make(
        "manifest",
        tmp_path,
        [
            {**shared, "file": "front.jpg", "side": "data-page", "light": "white"},
            {**shared, "file": "uv.jpg", "side": "data_page", "light": "uv"},
            {**shared, "file": "back.jpg", "side": "back", "light": "visible"},
        ],
    )
    (item,) = load_data_set(tmp_path / "manifest.csv").items
    assert [(p.side, p.light) for p in item.pictures] == [
        (SideKind.DATA_PAGE, Light.VISIBLE),
        (SideKind.DATA_PAGE, Light.UV),
        (SideKind.BACK, Light.VISIBLE),
    ]
    assert (item.group, item.issuer, item.channel, item.lights) == (
        "h1",
        "UTO",
        Channel.SCANNER,
        "visible+uv",
    )


def test_what_cannot_be_taken_is_named_and_the_rest_goes_on(tmp_path: Path, make: Make) -> None:
    """Missing files and masks, unknown words, contradictions, repetitions."""
    for name in "abc":
        make("picture", tmp_path / f"{name}.jpg")
    rows = [
        {"file": "a.jpg", "label": "genuine"},
        {"file": "gone.jpg", "label": "genuine"},
        {"file": "b.jpg", "label": "fake"},
        {"file": "b.jpg", "label": "forged", "mask": "gone.png"},
        {"file": "b.jpg", "label": "forged", "light": "candle"},
        {"file": "b.jpg", "label": "forged", "side": "spine"},
        {"file": "b.jpg", "label": "forged", "homography": "nonsense"},
        {"file": "c.jpg", "label": "forged", "document_id": "a.jpg"},
        {"file": "a.jpg", "label": "genuine"},
        {"file": "b.jpg", "label": "forged"},
    ]
    make("manifest", tmp_path, rows)
    data = load_data_set(tmp_path)
    assert [item.id for item in data.items] == ["a.jpg", "b.jpg"]
    assert [text.split(":")[0] for text in data.left_out] == [f"line {k}" for k in range(3, 11)]
    assert "both genuine and forged" in data.left_out[6]
    assert "twice" in data.left_out[7]


@pytest.mark.parametrize(
    "text", ["", "file,label\n", "name,label\na,genuine\n", "file,label\ngone.jpg,genuine\n"]
)
def test_a_manifest_without_documents_is_refused_in_words(tmp_path: Path, text: str) -> None:
    """Empty, without rows, without the columns, or naming nothing that is there."""
    (tmp_path / "manifest.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"columns file and label|no documents"):
        load_data_set(tmp_path)


@pytest.mark.parametrize("path", ["nowhere", "."])
def test_a_folder_of_no_known_layout_is_refused_in_words(tmp_path: Path, path: str) -> None:
    """The text says what the simple layout is."""
    with pytest.raises(UsageError, match=r"no such file|manifest\.csv"):
        load_data_set(tmp_path / path)


def test_a_manifest_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """A picture by that name."""
    (tmp_path / "manifest.csv").write_bytes(b"\xff\xd8\xff\x00")
    with pytest.raises(UsageError, match="UTF-8"):
        load_data_set(tmp_path)


def test_the_twin_is_the_only_one_that_can_be_meant(tmp_path: Path, make: Make) -> None:
    """The genuine document of the same holder and device; of several the most alike by name; none where it is open."""
    names = ["s__a0__genuine", "s__a1__genuine", "s__a0__swap", "s__zz", "t__other"]
    for name in names:
        make("picture", tmp_path / f"{name}.jpg")
    rows = [
        {
            "file": f"{name}.jpg",
            "label": "genuine" if "genuine" in name else "forged",
            "card": name[0],
            "device": "scan",
        }
        for name in names
    ]
    make("manifest", tmp_path, rows)
    data = load_data_set(tmp_path)
    assert [item.twin for item in data.items] == ["", "", "s__a0__genuine.jpg", "", ""]


def test_a_mask_of_another_size_is_an_input_error(tmp_path: Path, make: Make) -> None:
    """It says both sizes."""
    make("picture", tmp_path / "a.jpg")
    make("mask", tmp_path / "m.png", (1, 1, 5, 5), size=(10, 10))
    make("manifest", tmp_path, [{"file": "a.jpg", "label": "forged", "mask": "m.png"}])
    truth = load_data_set(tmp_path).items[0].pictures[0].truth
    assert truth is not None
    with pytest.raises(InputError, match="10x10, its picture 64x48"):
        truth.read((64, 48))


def test_the_committed_sample_documents_are_read_whole() -> None:
    """Every row of the manifest, with twins, masks and frames."""
    data = load_data_set(ROOT / "sample_docs")
    forged = [item for item in data.items if item.is_forged]
    assert data.left_out == ()
    assert len(forged) > 10
    assert all(not data[item.twin].is_forged for item in forged)
    assert all(picture.homography is not None for item in data.items for picture in item.pictures)
    marked = [p for item in forged for p in item.pictures if p.truth]
    assert marked
    mask = marked[0].truth.read(_size(marked[0].file))  # type: ignore[union-attr]
    assert 0 < np.count_nonzero(mask) < mask.size


def _size(file: Path) -> tuple[int, int]:
    from PIL import Image

    with Image.open(file) as image:
        return image.size


@pytest.mark.parametrize("words", [("bonafide", "attack"), ("Bona Fide", "presentation attack")])
def test_the_words_of_iso_30107_are_labels(tmp_path: Path, make: Make, words: tuple[str, str]) -> None:
    """Bona fide and attack, and the species of the attack under its name there."""
    for name in ("a.jpg", "b.jpg"):
        make("picture", tmp_path / name)
    rows = [
        {"file": "a.jpg", "label": words[0], "pai_species": ""},
        {"file": "b.jpg", "label": words[1], "pai_species": "screen"},
    ]
    make("manifest", tmp_path, rows)
    data = load_data_set(tmp_path)
    assert [(item.label.value, item.species) for item in data.items] == [
        ("genuine", ""),
        ("forged", "screen"),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"homography": "[" * 5000 + "]" * 5000}, "homography"),
        ({"homography": "[[1], 2, 3, 4, 5, 6, 7, 8, 9]"}, "homography"),
        ({"homography": '{"a": 1}'}, "homography"),
        ({"homography": "3"}, "homography"),
        ({"homography": "[1, 2, 3, 4, 5, 6, 7, 8, 1e999]"}, "homography"),
        ({"dpi": "nan"}, "dpi"),
        ({"dpi": "inf"}, "dpi"),
        ({"dpi": "-300"}, "dpi"),
        ({"dpi": "much"}, "much"),
        ({"file": "a" * 300}, "is not there"),
        ({"file": "../b.jpg"}, "is not below .*--allow-outside"),
        ({"file": "/etc/hostname"}, "is not below .*--allow-outside"),
        ({"file": "link.jpg"}, "is not below .*--allow-outside"),
        ({"file": "s3://b/a.jpg"}, "is not there"),
        ({"mask": "../b.jpg"}, "mask: .* is not below .*--allow-outside"),
    ],
)
def test_a_row_that_does_not_fit_is_named_and_left_out(
    row: dict[str, str], said: str, tmp_path: Path, make: Make
) -> None:
    """Whatever a stranger wrote into it; a file beyond the folder is one, by a link as well."""
    folder = tmp_path / "set"
    folder.mkdir()
    for file in (folder / "a.jpg", tmp_path / "b.jpg"):
        make("picture", file)
    (folder / "link.jpg").symlink_to(tmp_path / "b.jpg")
    make(
        "manifest",
        folder,
        [
            {"file": "a.jpg", "label": "genuine"},
            {"file": "a.jpg", "label": "genuine", "document_id": "2", **row},
        ],
    )
    data = load_data_set(folder)
    assert [item.id for item in data.items] == ["a.jpg"]
    (left_out,) = data.left_out
    assert re.search(said, left_out), left_out


def test_files_outside_are_read_where_that_is_allowed(tmp_path: Path, make: Make) -> None:
    """The user says so."""
    folder = tmp_path / "set"
    folder.mkdir()
    make("picture", tmp_path / "b.jpg")
    make("manifest", folder, [{"file": "../b.jpg", "label": "genuine"}])
    assert len(load_data_set(folder, allow_outside=True).items) == 1
    with pytest.raises(UsageError, match="--allow-outside"):
        load_data_set(folder)


def test_a_manifest_that_is_no_csv_is_an_error_of_ours(tmp_path: Path) -> None:
    """A cell longer than any has, a device without end, a NUL."""
    long = f"file,label\n{'a' * 200_000},genuine\n"
    for text in (long, "file,label\n\0,genuine\n", "file,label\n\xff".encode("latin-1")):
        file = tmp_path / "manifest.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises((UsageError, InputError)):
            load_data_set(tmp_path)
