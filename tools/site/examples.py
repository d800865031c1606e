"""Example pictures of checks: the place of a finding on a forged sample document, and the same place on its genuine twin.

Every committed forged document of Utopia is examined, and its twin read; of each check the finding of largest weight that has a place is
drawn. Examining them takes the better part of a minute, so pictures are kept until code, models or sample documents change.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

import docforensics as df
from docforensics.bench.data_set import DataSet, Item
from docforensics.bench.loaders import load_data_set
from docforensics.checks.outcome import Region
from docforensics.page.geometry import BoxMm
from docforensics.resources import models_folder
from tools.site.pages import ROOT

SAMPLES = ROOT / "sample_docs"
CARDS = ("td2-0010-border-reader", "td2-0011-border-reader")
"""Genuine travel cards in white light, UV and infrared, from which a template is learned."""
KEPT = ROOT / "build" / "examples"
_ON = date(2026, 11, 24)
"""The day on which the sample documents are examined elsewhere too."""
_MARGIN_MM, _LEAST_MM = 4.0, 24.0
"""Shown round the place, and at least of the page: a character alone is not recognised. A judgement."""
_WIDE_PX = 520
"""Of a picture: two stand side by side on the page. A judgement."""
_RED = (200, 0, 40)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckExample:
    """One finding, drawn on the forged document and on its genuine twin."""

    check: str
    forged: str
    genuine: str
    light: str
    species: str
    message: str
    remark: str
    """What an officer sees, in the words of the manifest."""


def write(folder: Path) -> dict[str, CheckExample]:
    """Write the pictures of all checks that have one, `<check>-forged.webp` and `-genuine.webp`; the examples by check."""
    key = _key()
    table = KEPT / "examples.json"
    if not table.exists() or json.loads(table.read_text(encoding="utf-8"))["key"] != key:
        shutil.rmtree(KEPT, ignore_errors=True)
        KEPT.mkdir(parents=True)
        made = [_as_dict(one) for one in _drawn(KEPT)]
        table.write_text(json.dumps({"key": key, "examples": made}, indent=1), encoding="utf-8")
    for picture in KEPT.glob("*.webp"):
        shutil.copy(picture, folder)
    kept = json.loads(table.read_text(encoding="utf-8"))["examples"]
    return {one["check"]: CheckExample(**one) for one in kept}


def _as_dict(example: CheckExample) -> dict[str, str]:
    return {name: getattr(example, name) for name in CheckExample.__slots__}


def _key() -> str:
    """Digest of all that the pictures depend on."""
    files = [
        Path(__file__),
        *sorted(
            path
            for folder in (ROOT / "docforensics", ROOT / "models", SAMPLES / "documents")
            for path in folder.rglob("*")
            if path.is_file() and path.suffix not in {".pyc", ".mo"}
        ),
    ]
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()


def _drawn(folder: Path) -> Iterator[CheckExample]:
    data = load_data_set(SAMPLES)
    examiner = _examiner(data)
    best: dict[str, tuple[float, df.Report, df.Finding, Item]] = {}
    for item in data.items:
        if not item.is_forged or not item.twin:
            continue
        report = examiner.examine(list(captures(item)), inspected_on=_ON)
        for finding in report.findings:
            if finding.result == "failed" and finding.regions:
                known = best.get(finding.check)
                if known is None or finding.log10_lr > known[0]:
                    best[finding.check] = finding.log10_lr, report, finding, item
    for _, (_, report, finding, item) in sorted(best.items()):
        twin = examiner.read(list(captures(data[item.twin])), inspected_on=_ON)
        if _pair(folder, report, finding, twin):
            yield CheckExample(
                check=finding.check,
                forged=item.id,
                genuine=item.twin,
                light=finding.regions[0].light.value,
                species=item.species.replace("-", " "),
                message=finding.message,
                remark=item.remark,
            )


def _examiner(data: DataSet) -> df.Examiner:
    """Give one that knows the travel card as well: in three lights the shipped template is of the passport alone."""
    learned = df.learn_template(
        [one for card in CARDS for one in captures(data[card])], model=("UTO", "I", 1, 2024)
    )
    shipped = df.TemplateStore.open(models_folder() / "templates").templates
    return df.Examiner(templates=[*shipped, learned])


def _pair(folder: Path, report: df.Report, finding: df.Finding, twin: df.Document) -> bool:
    """Draw the place on both; False where the twin was not seen in that light."""
    region = finding.regions[0]
    side = twin.sides[region.side] if region.side < len(twin.sides) else None
    genuine = side.light(region.light) if side else None
    if side is None or genuine is None:
        return False
    page = report.pages[region.side]
    drawn = {
        "forged": _cut(page.pixels[region.light], page.size_mm, region, is_marked=True),
        "genuine": _cut(genuine, side.page.size_mm, region, is_marked=False),
    }
    for name, picture in drawn.items():
        picture.save(folder / f"{finding.check}-{name}.webp")
    return True


def captures(item: Item) -> Iterator[df.Capture]:
    """Give the sides of a sample document, each with its lights."""
    for side in dict.fromkeys(picture.side for picture in item.pictures):
        lights = {
            picture.light: [picture.file.read_bytes()] for picture in item.pictures if picture.side is side
        }
        dpi = next(picture.dpi for picture in item.pictures if picture.side is side)
        yield df.Capture.from_lights(lights, side=side, channel=item.channel, dpi=dpi)


def _cut(pixels: np.ndarray, size_mm: tuple[float, float], region: Region, *, is_marked: bool) -> Image.Image:
    """Cut the place and what surrounds it out of a page; mark the place."""
    px_per_mm = pixels.shape[1] / size_mm[0]
    shown = _shown(region.box, size_mm)
    box = [round(at * px_per_mm) for at in (shown.left, shown.top, shown.right, shown.bottom)]
    cut = Image.fromarray(np.ascontiguousarray(pixels)).convert("RGB").crop(box)
    scale = _WIDE_PX / cut.width
    cut = cut.resize((_WIDE_PX, max(1, round(cut.height * scale))), Image.Resampling.LANCZOS)
    if is_marked:
        to_px = px_per_mm * scale
        left, top = (region.box.left - shown.left) * to_px, (region.box.top - shown.top) * to_px
        right, bottom = (region.box.right - shown.left) * to_px, (region.box.bottom - shown.top) * to_px
        ImageDraw.Draw(cut).rectangle((left - 3, top - 3, right + 2, bottom + 2), outline=_RED, width=3)
    return cut


def _shown(box: BoxMm, size_mm: tuple[float, float]) -> BoxMm:
    """The place with a margin, at least `_LEAST_MM` each way, within the page."""
    spans = []
    for low, high, length in ((box.left, box.right, size_mm[0]), (box.top, box.bottom, size_mm[1])):
        wide = min(length, max(high - low + 2 * _MARGIN_MM, _LEAST_MM))
        start = min(max((low + high - wide) / 2, 0.0), length - wide)
        spans.append((start, start + wide))
    return BoxMm(left=spans[0][0], top=spans[1][0], right=spans[0][1], bottom=spans[1][1])
