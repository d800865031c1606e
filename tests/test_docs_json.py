"""docs/reference/json.md shows what is true: its example follows the schema, its program draws the findings where they are."""

import io
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageOps

from docforensics.report.render.json import schema

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
FORGED = ROOT / "sample_docs/documents/td3-2-0000-flatbed-photo-digital-ordinary/data-page-white.jpg"
_MOST_LINES = 40


def block(language: str) -> str:
    """Give the first block of code in a language."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_follows_the_present_schema() -> None:
    """It is a report of a specimen, with a finding that has a place."""
    example = json.loads((ROOT / "docs" / "reference" / "report-example.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema()).validate(example)
    assert any(finding["regions"] for finding in example["findings"] if finding["result"] == "failed")


@pytest.fixture(name="program", scope="module")
def fixture_program() -> dict[str, Any]:
    """Load the program that the page shows."""
    code = block("python")
    assert len(code.strip().splitlines()) <= _MOST_LINES
    names: dict[str, Any] = {"__name__": "shown"}
    exec(compile(code, "docs/reference/json.md", "exec"), names)  # noqa: S102 (the page's own code)
    return names


@pytest.mark.parametrize("kind", ["photo.jpg", "page.pdf"])
def test_the_program_draws_findings_on_the_callers_own_picture(
    program: dict[str, Any], tmp_path: Path, kind: str
) -> None:
    """On a photo whose orientation is stated, and on a scan with a margin on a turned page: red lies round the forged portrait."""
    mask = np.asarray(Image.open(FORGED.with_name("data-page-white-mask.png")).convert("L")) > 0
    given, drawn = tmp_path / kind, tmp_path / "drawn.png"
    with Image.open(FORGED) as pixels:
        pixels.load()
    if kind == "photo.jpg":
        exif = Image.Exif()
        exif[0x0112] = 8
        pixels.transpose(Image.Transpose.ROTATE_270).save(given, exif=exif, quality=95)
        before = np.asarray(ImageOps.exif_transpose(Image.open(given)).convert("RGB"))
        scale, corner = 1.0, (0.0, 0.0)
    else:
        _lay_in_pdf(given, pixels)
        before = np.asarray(pypdfium2.PdfDocument(given)[0].render(scale=150 / 72).to_pil().convert("RGB"))
        scale, corner = 0.5, (72 * 150 / 72, 36 * 150 / 72)
    program["draw"](str(given), str(drawn))
    after = np.asarray(Image.open(drawn))
    assert after.shape == before.shape
    red = np.argwhere((after != before).any(axis=2) & (after == (255, 0, 0)).all(axis=2))
    places = (red[:, ::-1] - corner) / scale
    forged = np.argwhere(mask)[:, ::-1]
    low, high = forged.min(axis=0), forged.max(axis=0)
    inside = ((places > low - 24) & (places < high + 24)).all(axis=1)
    assert inside.sum() > 200


def _lay_in_pdf(file: Path, pixels: Image.Image) -> None:
    """Write the scan at 300 dpi with margins of 1 inch and half an inch from the page's top left corner as shown, which is turned."""
    width, height = (side * 72 / 300 for side in pixels.size)
    document = pypdfium2.PdfDocument.new()
    sheet = document.new_page(height + 100, width + 150)
    picture = pypdfium2.PdfImage.new(document)
    picture.load_jpeg(io.BytesIO(FORGED.read_bytes()), inline=True)
    # The page is shown turned by a quarter to the right: what lies on its left is then on top.
    picture.set_matrix(
        pypdfium2.PdfMatrix().scale(width, height).rotate(90, ccw=True).translate(36 + height, 72)
    )
    sheet.insert_obj(picture)
    sheet.set_rotation(90)
    sheet.gen_content()
    document.save(file)
