"""Small pictures and sets in the layouts of the field, made of noise."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest


def save_picture(
    file: Path, *, size: tuple[int, int] = (64, 48), quality: int = 90, seed: int | None = None
) -> Path:
    """Save a picture of soft noise; the same name gives the same picture."""
    rng = np.random.default_rng(sum(map(ord, file.stem)) if seed is None else seed)
    coarse = rng.integers(40, 220, (8, 8, 3)).astype(np.uint8)
    pixels = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)
    file.parent.mkdir(parents=True, exist_ok=True)
    options = [cv2.IMWRITE_JPEG_QUALITY, quality] if file.suffix == ".jpg" else []
    done, data = cv2.imencode(file.suffix, pixels, options)
    assert done
    file.write_bytes(data.tobytes())
    return file


def save_mask(file: Path, box: tuple[int, int, int, int], *, size: tuple[int, int] = (64, 48)) -> Path:
    """Save a mask that is white inside left, top, right, bottom."""
    mask = np.zeros(size[::-1], np.uint8)
    left, top, right, bottom = box
    mask[top:bottom, left:right] = 255
    file.parent.mkdir(parents=True, exist_ok=True)
    done, data = cv2.imencode(".png", mask)
    assert done
    file.write_bytes(data.tobytes())
    return file


def save_json(file: Path, told: Mapping[str, Any]) -> Path:
    """Save JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(told), encoding="utf-8")
    return file


def via_project(shapes: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
    """Make a VIA 2 project from regions by file name."""
    return {
        "_via_img_metadata": {
            f"{name}1234": {"filename": name, "size": 1234, "regions": list(regions), "file_attributes": {}}
            for name, regions in shapes.items()
        }
    }


def via_rectangle(x: int, y: int, width: int, height: int, **attributes: str) -> dict[str, Any]:
    """Make a rectangle of VIA."""
    shape = {"name": "rect", "x": x, "y": y, "width": width, "height": height}
    return {"shape_attributes": shape, "region_attributes": attributes}


def via_polygon(points: Sequence[tuple[int, int]], **attributes: str) -> dict[str, Any]:
    """Make a polygon of VIA."""
    shape = {
        "name": "polygon",
        "all_points_x": [x for x, _ in points],
        "all_points_y": [y for _, y in points],
    }
    return {"shape_attributes": shape, "region_attributes": attributes}


def write_manifest(folder: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    """Write manifest.csv with the columns that the rows have."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    lines = [",".join(columns), *(",".join(str(row.get(key, "")) for key in columns) for row in rows)]
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "manifest.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def make() -> Callable[..., Any]:
    """`make("picture", ...)`, `"mask"`, `"json"`, `"via"`, `"rectangle"`, `"polygon"`, `"manifest"`."""
    makers: dict[str, Callable[..., Any]] = {
        "picture": save_picture,
        "mask": save_mask,
        "json": save_json,
        "via": via_project,
        "rectangle": via_rectangle,
        "polygon": via_polygon,
        "manifest": write_manifest,
    }
    return lambda what, *arguments, **named: makers[what](*arguments, **named)


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    """Twelve holders, each with a genuine document and a forged one: the same picture with a square that is noisy."""
    rows: list[dict[str, object]] = []
    folder = tmp_path / "pairs"
    for k in range(12):
        save_picture(folder / f"g{k}.png", seed=k)
        pixels = cv2.imread(str(folder / f"g{k}.png"))
        assert pixels is not None
        pixels[12:36, 16:48] = np.random.default_rng(k).integers(0, 255, (24, 32, 3))
        cv2.imwrite(str(folder / f"f{k}.png"), pixels)
        save_mask(folder / f"m{k}.png", (16, 12, 48, 36))
        species = ("swap", "retype")[k % 2]
        rows.append({"file": f"g{k}.png", "label": "genuine", "holder": f"h{k}", "channel": "flatbed"})
        rows.append(
            {
                "file": f"f{k}.png", "label": "forged", "holder": f"h{k}", "channel": "flatbed",
                "species": species, "mask": f"m{k}.png", "twin": f"g{k}.png",
            }
        )  # fmt: skip
    write_manifest(folder, rows)
    return folder
