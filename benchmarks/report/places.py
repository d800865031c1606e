"""Do the places that a report states lie where they are on the caller's own file, however that was turned, cut, seen or packed? Measured on drawn documents.

    python -m benchmarks.report.places SET... [--templates DIR] [--documents 2]

SET is a folder of drawn documents with `manifest.csv`, whose homographies tell where every millimetre of the page lies on the picture.
Genuine documents are written as files of many kinds, read, and 25 places of the page are laid on the file by what the report states
(`sides[].homography`, `images[].to_file`); the error of a file is the largest distance to where they are, in millimetres of the page.
Writes results/report-places.{json,md}.
"""

import argparse
import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from PIL import Image as PillowImage

from benchmarks.provenance import provenance
from docforensics.bench.data_set import Item
from docforensics.bench.loaders import load_data_set
from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.examiner import Examiner
from docforensics.page.geometry import BoxMm, Matrix, Points, project
from docforensics.report.on_image import ImageReport, images_of
from docforensics.settings import ExaminerSettings

RESULT = Path(__file__).parents[1] / "results" / "report-places"
GOAL_MM = 1.0
_EXIF = 0x0112
_SHARES = np.linspace(0.1, 0.9, 5)
_A4_PT, _ON_A4 = (595.0, 842.0), 150.0 / 72.0
"""A page, and pixels a point of what lies on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file of a picture, and where the picture's pixels lie in it."""

    name: str
    raw: bytes
    to_file: Matrix
    """Pixels of the drawn picture to pixels that the file stores, or to points of the PDF's page."""
    page: int = 0


def written(pixels: Pixels, page: Points) -> Iterator[Written]:
    """Write a picture in every way; `page` (4, 2) are the page's corners on it."""
    yield _jpeg("as it is", pixels, np.eye(3))
    for orientation in range(2, 9):
        yield _turned(pixels, orientation)
    yield _moved("turned by 17 degrees", pixels, _about(pixels, 17.0))
    yield _moved("upside down", pixels, _about(pixels, 180.0))
    yield _moved("seen aslant", pixels, _aslant(pixels))
    yield _cropped(pixels, page)
    yield _cropped_and_turned(pixels, page)
    for number in (0, 1):
        yield _in_pdf("PDF, one scan a page", pixels, number, askew=False)
        yield _in_pdf("PDF, drawn", pixels, number, askew=True)
        yield _in_tiff(pixels, number)


def _jpeg(name: str, pixels: Pixels, to_file: Matrix, orientation: int = 1) -> Written:
    exif = PillowImage.Exif()
    exif[_EXIF] = orientation
    stream = io.BytesIO()
    PillowImage.fromarray(pixels).save(stream, "JPEG", quality=92, exif=exif)
    return Written(name=name, raw=stream.getvalue(), to_file=to_file)


def _stored(shape: tuple[int, ...], orientation: int) -> Matrix:
    """Where the pixel of the upright picture is stored under an EXIF orientation (JEITA CP-3451 4.6.4), written down anew."""
    height, width = shape[:2]
    return np.array(
        {
            1: [[1, 0, 0], [0, 1, 0]],
            2: [[-1, 0, width], [0, 1, 0]],
            3: [[-1, 0, width], [0, -1, height]],
            4: [[1, 0, 0], [0, -1, height]],
            5: [[0, 1, 0], [1, 0, 0]],
            6: [[0, 1, 0], [-1, 0, width]],
            7: [[0, -1, height], [-1, 0, width]],
            8: [[0, -1, height], [1, 0, 0]],
        }[orientation]
        + [[0, 0, 1]],
        np.float64,
    )


def _turned(pixels: Pixels, orientation: int) -> Written:
    to_file = _stored(pixels.shape, orientation)
    size = np.abs(to_file[:2, :2]) @ pixels.shape[1::-1]
    stored = _warped(pixels, to_file, (int(size[0]), int(size[1])))
    return _jpeg(f"EXIF orientation {orientation}", stored, to_file, orientation)


def _warped(pixels: Pixels, matrix: Matrix, size: tuple[int, int]) -> Pixels:
    """Move a picture; OpenCV counts from the middle of the first pixel, homographies here from its corner."""
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1.0]])
    centred = np.linalg.inv(half) @ matrix @ half
    moved = cv2.warpPerspective(
        pixels, centred, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(90, 90, 90)
    )
    return np.asarray(moved, np.uint8)


def _moved(name: str, pixels: Pixels, moved: Matrix) -> Written:
    """Move a picture onto one that holds all of it."""
    height, width = pixels.shape[:2]
    rim = project(moved, [[0, 0], [width, 0], [width, height], [0, height]])
    low, high = rim.min(axis=0), rim.max(axis=0)
    whole = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1.0]]) @ moved
    size = (int(np.ceil(high[0] - low[0])), int(np.ceil(high[1] - low[1])))
    return _jpeg(name, _warped(pixels, whole, size), whole)


def _about(pixels: Pixels, degrees: float) -> Matrix:
    centre = (pixels.shape[1] / 2, pixels.shape[0] / 2)
    return np.vstack([cv2.getRotationMatrix2D(centre, degrees, 1.0), [0, 0, 1]])


def _aslant(pixels: Pixels) -> Matrix:
    """See a picture as a hand-held camera does: one side is shorter by an eighth."""
    height, width = pixels.shape[:2]
    rim = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    inwards = np.array([[0.06, 0.02], [-0.01, 0.05], [-0.05, -0.01], [0.01, 0.0]]) * (width, height)
    return np.asarray(cv2.getPerspectiveTransform(rim, (rim + inwards).astype(np.float32)), np.float64)


def _cut(pixels: Pixels, page: Points) -> tuple[Pixels, Matrix]:
    """Cut a picture to its page with a little of what lies round it."""
    room = 0.03 * (page.max(axis=0) - page.min(axis=0))
    left, top = np.maximum(np.floor(page.min(axis=0) - room), 0).astype(int)
    right, bottom = np.ceil(page.max(axis=0) + room).astype(int)
    cut = np.ascontiguousarray(pixels[top:bottom, left:right])
    return cut, np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1.0]])


def _cropped(pixels: Pixels, page: Points) -> Written:
    cut, moved = _cut(pixels, page)
    return _jpeg("cropped", cut, moved)


def _cropped_and_turned(pixels: Pixels, page: Points) -> Written:
    cut, moved = _cut(pixels, page)
    turned = _turned(cut, 6)
    return Written(name="cropped, EXIF orientation 6", raw=turned.raw, to_file=turned.to_file @ moved)


def _in_pdf(name: str, pixels: Pixels, number: int, *, askew: bool) -> Written:
    """Lay the picture on the second or first of two pages, of which the second is turned by a quarter."""
    height, width = pixels.shape[:2]
    scale = min(1 / _ON_A4, 0.8 * _A4_PT[0] / width, 0.8 * _A4_PT[1] / height)
    document = pypdfium2.PdfDocument.new()
    lies = pypdfium2.PdfMatrix().scale(width * scale, height * scale)
    lies = (lies.rotate(-2.0) if askew else lies).translate(40, 60)
    for place in (0, 1):
        sheet = document.new_page(*_A4_PT)
        image = pypdfium2.PdfImage.new(document)
        image.load_jpeg(io.BytesIO(_jpeg(name, pixels, np.eye(3)).raw), inline=True)
        image.set_matrix(lies)
        sheet.insert_obj(image)
        sheet.set_rotation(90 * place)
        sheet.gen_content()
    stream = io.BytesIO()
    document.save(stream)
    a, b, c, d, e, f = lies.get()
    # PDF draws a picture in the unit square, upwards from its lower left corner, and counts points upwards as well.
    unit = np.array([[1 / width, 0, 0], [0, -1 / height, 1], [0, 0, 1.0]])
    up = np.array([[a, c, e], [b, d, f], [0, 0, 1.0]])
    down = np.array([[1, 0, 0], [0, -1, _A4_PT[1]], [0, 0, 1.0]])
    quarter = np.array([[0, -1, _A4_PT[1]], [1, 0, 0], [0, 0, 1.0]]) if number else np.eye(3)
    to_file = quarter @ down @ up @ unit
    return Written(name=f"{name} ({number + 1} of 2)", raw=stream.getvalue(), to_file=to_file, page=number)


def _in_tiff(pixels: Pixels, number: int) -> Written:
    """Write two pages, both of which state that they are turned."""
    to_file = _stored(pixels.shape, 8)
    size = np.abs(to_file[:2, :2]) @ pixels.shape[1::-1]
    stored = PillowImage.fromarray(_warped(pixels, to_file, (int(size[0]), int(size[1]))))
    exif = PillowImage.Exif()
    exif[_EXIF] = 8
    stream = io.BytesIO()
    stored.save(
        stream, "TIFF", save_all=True, append_images=[stored], exif=exif, compression="jpeg", quality=92
    )
    return Written(
        name=f"TIFF, turned ({number + 1} of 2)", raw=stream.getvalue(), to_file=to_file, page=number
    )


def stated(image: ImageReport, places_mm: Points) -> Points:
    """Lay places of the page on the file, by what a report states of an image."""
    on_image = project(np.linalg.inv(np.array(image.homography, np.float64)), places_mm)
    return project(np.array([*image.to_file, (0, 0, 1)], np.float64), on_image)


def error_mm(image: ImageReport, to_file: Matrix, homography: Matrix, places_mm: Points) -> float:
    """Give the largest distance between where places are and where the report has them, in millimetres of the page."""
    whole = to_file @ homography
    there = project(np.asarray(np.linalg.inv(whole), np.float64), stated(image, places_mm))
    return float(np.linalg.norm(there - places_mm, axis=1).max())


def places_of(size_mm: tuple[float, float]) -> Points:
    """Spread 25 places over a page."""
    x, y = np.meshgrid(_SHARES * size_mm[0], _SHARES * size_mm[1])
    return np.column_stack([x.ravel(), y.ravel()])


def measured(examiner: Examiner, item: Item) -> Iterator[dict[str, object]]:
    """Read a document's picture in white light from every file."""
    picture = next(one for one in item.pictures if one.light is Light.VISIBLE)
    homography = picture.homography
    if homography is None:
        return
    pixels = np.asarray(PillowImage.open(picture.file).convert("RGB"))
    size = examiner.read(picture.file, channel=item.channel).sides[0].page.size_mm
    corners = project(homography, BoxMm.of_size(size).corners)
    for one in written(pixels, corners):
        side = examiner.read(one.raw, channel=item.channel).sides[one.page]
        places = places_of(side.page.size_mm)
        found = error_mm(images_of(side)[0], one.to_file, homography, places)
        yield {
            "document": item.id,
            "file": one.name,
            "basis": side.page.basis.value,
            "error_mm": round(found, 3),
        }


def other_lights(examiner: Examiner, item: Item) -> Iterator[dict[str, object]]:
    """Read a document in all its lights, those but white at half their size."""
    sources: dict[Light, Pixels] = {}
    scales: dict[Light, Matrix] = {}
    for picture in item.pictures:
        pixels = np.asarray(PillowImage.open(picture.file).convert("RGB"))
        half = 1.0 if picture.light is Light.VISIBLE else 0.5
        size = tuple(int(side * half) for side in pixels.shape[1::-1])
        sources[picture.light] = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
        moved = np.diag([size[0] / pixels.shape[1], size[1] / pixels.shape[0], 1.0])
        scales[picture.light] = moved @ (np.eye(3) if picture.homography is None else picture.homography)
    if len(sources) < 2:
        return
    from docforensics.capture.side import Capture  # noqa: PLC0415 (for this set alone)

    side = examiner.read(Capture.from_lights(sources, channel=item.channel)).sides[0]
    for image in images_of(side):
        found = error_mm(image, np.eye(3), scales[Light(image.light)], places_of(side.page.size_mm))
        yield {
            "document": item.id,
            "file": f"light {image.light}",
            "basis": side.page.basis.value,
            "error_mm": round(found, 3),
        }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--templates", type=Path)
    parser.add_argument("--documents", type=int, default=2, help="genuine documents of each set (default: 2)")
    given = parser.parse_args(arguments)
    examiner = Examiner(ExaminerSettings(templates=str(given.templates) if given.templates else None))
    rows: list[dict[str, object]] = []
    ways: tuple[Callable[[Examiner, Item], Iterator[dict[str, object]]], ...] = (measured, other_lights)
    for folder in given.sets:
        genuine = [item for item in load_data_set(folder).items if not item.species]
        for item in genuine[: given.documents]:
            for way in ways:
                for row in way(examiner, item):
                    rows.append({"set": folder.name, **row})
                    print(json.dumps(rows[-1]), flush=True)
    write(rows)
    return 0


def write(rows: list[dict[str, object]]) -> None:
    """Write the result and its table, the kinds of file in their order."""
    kinds = list(dict.fromkeys(str(row["file"]) for row in rows))
    lines = ["| file | n | median mm | largest mm | beyond 1 mm |", "|---|---|---|---|---|"]
    for kind in kinds:
        errors = np.array([float(str(row["error_mm"])) for row in rows if row["file"] == kind])
        beyond = int((errors > GOAL_MM).sum())
        lines.append(f"| {kind} | {len(errors)} | {np.median(errors):.2f} | {errors.max():.2f} | {beyond} |")
    RESULT.with_suffix(".json").write_text(
        json.dumps({"provenance": provenance(), "rows": rows}, indent=1) + "\n", encoding="utf-8"
    )
    RESULT.with_suffix(".md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
