"""Contact sheets for the README: every document in three lights, every species beside its genuine twin, sixty designs at random."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from .capture.codec import decode
from .designs import designs
from .fonts import WIDE
from .forge import SPECIES, Severity
from .jobs import Job, Made, make, sheets
from .lights import Light, View
from .plans import possible
from .render import render

Picture = NDArray[np.uint8]
CELL = (380, 274)
SMALL_CELL = (216, 156)
AT_RANDOM = 60
_CHANNEL_ORDER = ("border-reader", "flatbed", "photo", "messenger")
_LIGHT_OF = {
    "uv-missing": "uv", "uv-painted": "uv", "counterfeit-inkjet-bright": "uv", "counterfeit-laser-bright": "uv",
    "mrz-ir-transparent": "ir", "stolen-blank": "ir", "counterfeit-inkjet": "ir",
}  # fmt: skip
"""Light in which a species shows best on the border reader; white elsewhere."""


def write_contact_sheets(folder: Path) -> int:
    """Write the sheets below ``folder``; their number."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [("documents", _documents(), 3)]
    made += [(f"species-{family}", _species(names), 4) for family, names in _families().items()]
    for name, cells, columns in made:
        Image.fromarray(_grid(cells, columns)).save(folder / f"{name}.jpg", quality=76)
    Image.fromarray(_grid(_at_random(), 6)).save(folder / "designs.webp", quality=62, method=6)
    return len(made) + 1


def _at_random() -> list[Picture]:
    """Designs at random: the front of each in white light, of the first six under UV and in IR too."""
    white = [_front(number, Light.WHITE) for number in range(AT_RANDOM)]
    return white + [_front(number, light) for light in (Light.UV, Light.IR) for number in range(6)]


def _front(number: int, light: Light) -> Picture:
    job = Job(design=f"random-{number:04d}", copy=2, holder=7 * number, channel="flatbed")
    page = render(sheets(job)[0], View(light=light, tilt=0.2, gleam=0.6), 7.0)
    width, height = SMALL_CELL
    scale = min((width - 6) / page.shape[1], (height - 6) / page.shape[0])
    size = (round(page.shape[1] * scale), round(page.shape[0] * scale))
    cell = np.full((height, width, 3), 250, np.uint8)
    top, left = (height - size[1]) // 2, (width - size[0]) // 2
    cell[top : top + size[1], left : left + size[0]] = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    return cell


def _families() -> dict[str, tuple[str, ...]]:
    """Species by the part of the document they touch, in small sheets."""
    names = tuple(SPECIES)
    return {str(k // 5 + 1): names[k : k + 5] for k in range(0, len(names), 5)}


def _documents() -> list[Picture]:
    cells = []
    for name in designs():
        for sheet in sheets(Job(design=name, copy=3, holder=4, channel="flatbed")):
            for light in (Light.WHITE, Light.UV, Light.IR):
                page = render(sheet, View(light=light, tilt=0.2, gleam=0.6), 6.0)
                cells.append(_labelled(page, f"{sheet.design.key}, {light}"))
    return cells


def _species(names: tuple[str, ...]) -> list[Picture]:
    cells = []
    for name in names:
        channel = _best_channel(name)
        light = _LIGHT_OF.get(name, "white")
        job = Job(design="td3-2", copy=7, holder=6, channel=channel)
        cells.append(_labelled(_pick(make(job), light), f"genuine, {channel}, {light}"))
        for severity in Severity:
            forged = make(
                Job(design="td3-2", copy=7, holder=6, channel=channel, species=name, severity=severity)
            )
            cells.append(_labelled(_pick(forged, light), f"{name}, {severity}"))
    return cells


def _best_channel(name: str) -> str:
    shown = [c for c in _CHANNEL_ORDER if possible("td3-2", name, c)]
    return shown[0] if name in _LIGHT_OF else next((c for c in shown if c != "border-reader"), shown[0])


def _pick(images: tuple[Made, ...], light: str) -> Picture:
    return decode(next(m.image for m in images if m.row.light == light))


def _labelled(image: Picture, text: str) -> Picture:
    """The image fitted into a cell, with a line of text below."""
    width, height = CELL
    scale = min(width / image.shape[1], (height - 22) / image.shape[0])
    size = (round(image.shape[1] * scale), round(image.shape[0] * scale))
    cell = Image.new("RGB", CELL, (250, 250, 250))
    cell.paste(
        Image.fromarray(np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)), (0, 0)
    )
    font = ImageFont.truetype(Path(__file__).parent / "fonts" / WIDE, 14)
    ImageDraw.Draw(cell).text((4, height - 19), text, fill=(20, 20, 20), font=font)
    return np.asarray(cell)


def _grid(cells: list[Picture], columns: int) -> Picture:
    padded = cells + [np.full_like(cells[0], 250)] * (-len(cells) % columns)
    return np.vstack([np.hstack(padded[k : k + columns]) for k in range(0, len(padded), columns)])
