"""What several layouts share: pictures of a folder, VGG Image Annotator files, and the frame of an ID card or passport."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from docforensics import parsing
from docforensics.bench.data_set import Polygon, rectangle
from docforensics.errors import UsageError
from docforensics.formats.table import PageSize
from docforensics.regular import is_file, is_folder, open_regular

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".bmp"})


def pictures_of(folder: Path) -> tuple[Path, ...]:
    """Picture files of a folder by name; empty where the folder is not there."""
    if not is_folder(folder):
        return ()
    files = (file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES)
    return tuple(sorted(file for file in files if not file.name.startswith(".")))


def folders_of(folder: Path) -> tuple[Path, ...]:
    """Folders in a folder by name; empty where it is not there."""
    return tuple(sorted(one for one in folder.iterdir() if is_folder(one))) if is_folder(folder) else ()


def read_json(file: Path) -> Mapping[str, Any]:
    """Read a JSON object; empty where the file is not there, UsageError where it is something else."""
    if not is_file(file):
        return {}
    try:
        with open_regular(file) as stream:
            told = parsing.read_json(stream.read())
    except (OSError, ValueError) as error:
        raise UsageError(f"{file}: not readable as JSON: {error}") from error
    if not isinstance(told, dict):
        raise UsageError(f"{file}: expected a JSON object, got {type(told).__name__}")
    return told


@dataclass(frozen=True, slots=True, kw_only=True)
class ViaRegion:
    """One shape of a VIA annotation."""

    polygon: Polygon
    attributes: Mapping[str, str]

    @property
    def field(self) -> str:
        """`field_name`, as MIDV and SIDTD call what a shape surrounds."""
        return self.attributes.get("field_name", "")


def via_regions(told: Mapping[str, Any]) -> dict[str, tuple[ViaRegion, ...]]:
    """Read the rectangles and polygons of a VIA 2 project, by the picture's file name."""
    entries = told.get("_via_img_metadata", told)
    return {
        str(entry["filename"]): tuple(_regions(entry.get("regions", ())))
        for entry in entries.values()
        if isinstance(entry, dict) and "filename" in entry
    }


def _regions(told: Any) -> Iterator[ViaRegion]:  # noqa: ANN401 (parsed JSON)
    """Give the shapes; VIA 1 wrote them as an object, VIA 2 as a list."""
    for shape in told.values() if isinstance(told, dict) else told:
        polygon = _polygon(shape.get("shape_attributes", {}))
        if polygon:
            attributes = {str(k): str(v) for k, v in shape.get("region_attributes", {}).items()}
            yield ViaRegion(polygon=polygon, attributes=attributes)


def _polygon(shape: Mapping[str, Any]) -> Polygon:
    if shape.get("name") == "rect":
        return rectangle(*(float(shape[key]) for key in ("x", "y", "width", "height")))
    if shape.get("name") in {"polygon", "polyline"}:
        return tuple(zip(map(float, shape["all_points_x"]), map(float, shape["all_points_y"]), strict=True))
    return ()


def file_regions(file: Path) -> tuple[ViaRegion, ...]:
    """Read the shapes of the one picture that an annotation file in its folder describes."""
    told = read_json(file)
    if "regions" in told:
        return tuple(_regions(told["regions"]))
    return next(iter(via_regions(told).values()), ())


def page_frame(quad: Sequence[Sequence[float]], code: str) -> tuple[float, ...] | None:
    """Homography from page millimetres to pixels that lays a page of this document code on four corners.

    `code` is MIDV's, for example `alb_id` or `aze_passport`; None where it tells no size or four corners are not given.
    """
    if len(quad) != 4:
        return None
    size = next((size for word, size in _SIZES.items() if word in code), None)
    if size is None:
        return None
    width, height = size.millimetres
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    frame = cv2.getPerspectiveTransform(corners, np.asarray(quad, np.float32))
    return tuple(float(value) for value in frame.ravel())


_SIZES = {"passport": PageSize.ID3, "_id": PageSize.ID1, "drvlic": PageSize.ID1}
