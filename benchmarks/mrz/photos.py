"""The part `photos`: simulated phone photos, of Utopia's documents and, apart and never kept, of the published specimens."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np
from PIL import Image
from rich.progress import track

from benchmarks.mrz.degrade import pixels_of, with_mrz
from benchmarks.mrz.metrics import share
from benchmarks.mrz.session import Session
from benchmarks.mrz.setting import Setting
from benchmarks.mrz.specimens import Specimen, read_manifest
from benchmarks.mrz.utopia import SEED, Page, photo_pages
from docforensics.capture.model import Pixels
from sample_docs.generator.capture.codec import decode, encode
from sample_docs.generator.capture.photo import shots
from sample_docs.generator.capture.sensor import expose, shrunk
from sample_docs.generator.capture.shot import Shot
from sample_docs.generator.designs import designs

BINS = (0.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 24.0, 32.0, 1000.0)
"""Character heights, px."""
_SENT = ((0.5, 1.0), (0.22, 0.5))
"""Ranges by which a photo is shrunk again, as on its way through a messenger, so that small characters are met too."""
_SENT_QUALITY = 80
_PX_PER_MM = 10.0
"""Scale given to a published image, whose true one is not known: only the camera's distance depends on it."""
_TIMES_EACH = 2
_NOMINAL_PITCH = 2.54 / 2.4
"""Distance of two characters by the height of a capital (Doc 9303-3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One photo that was read."""

    height_px: float
    exact: bool
    found: bool
    wall: float
    cpu: float
    megapixels: float


def run(setting: Setting) -> None:
    """Read the photos; write `photos.json`. Published specimens only where their folder is given."""
    session = setting.session()
    pages = photo_pages(setting.cache, setting.photos)
    shown = with_mrz(pages)
    figures: dict[str, Any] = {
        "engine": setting.engine,
        "seed": SEED,
        "utopia": by_height([_page(session, page) for page in track(shown, "photos")]),
        "utopia_shrunk_again": by_height(_shrunk(session, shown)),
        "sides_without_mrz_read": _blank_read(session, [page for page in pages if not page.lines]),
    }
    if setting.data is not None:
        figures["published_specimens"] = _published(session, read_manifest(setting.folder))
    session.close()
    setting.write("photos", figures)
    print_heights(figures)


def _page(session: Session, page: Page) -> Shown:
    with Image.open(page.file) as image:
        width, height = image.size
    return _shown(session, page.file, page.lines, page.character_px, width * height)


def _shown(session: Session, file: Path, lines: tuple[str, ...], height_px: float, pixels: int) -> Shown:
    answer = session.read(file)
    return Shown(
        height_px=height_px,
        exact=answer.lines == lines,
        found=answer.lines is not None,
        wall=answer.wall,
        cpu=answer.cpu,
        megapixels=pixels / 1e6,
    )


def _blank_read(session: Session, pages: Sequence[Page]) -> dict[str, int]:
    return {"n": len(pages), "read": sum(session.read(page.file).lines is not None for page in pages)}


def _shrunk(session: Session, pages: Sequence[Page]) -> list[Shown]:
    """Each photo shrunk by a factor drawn from one of the ranges in turn, and saved again."""
    rng = np.random.default_rng(SEED)
    factors = [float(rng.uniform(*_SENT[number % len(_SENT)])) for number in range(len(pages))]
    return [
        _sent(session, page, factor)
        for page, factor in zip(track(pages, "photos shrunk again"), factors, strict=True)
    ]


def _sent(session: Session, page: Page, factor: float) -> Shown:
    small = shrunk(pixels_of(page), factor)
    return _saved(session, small, page.lines, page.character_px * factor)


def _saved(session: Session, pixels: Pixels, lines: tuple[str, ...], height_px: float) -> Shown:
    stream = BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=_SENT_QUALITY)
    return _from_bytes(session, stream.getvalue(), lines, height_px, pixels.shape[0] * pixels.shape[1])


def _from_bytes(
    session: Session, image: bytes, lines: tuple[str, ...], height_px: float, pixels: int
) -> Shown:
    """Through a file that is gone when it was read."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / ("photo.jpg" if image.startswith(b"\xff\xd8") else "photo.png")
        file.write_bytes(image)
        return _shown(session, file, lines, height_px, pixels)


def _published(session: Session, specimens: Sequence[Specimen]) -> dict[str, Any]:
    """Published images photographed by the generator's camera. Nothing is kept of them but figures."""
    wanted = [s for s in specimens if s.use == "read"]
    seen: list[tuple[Specimen, Shown]] = []
    for number, specimen in enumerate(track(wanted, "published specimens, photographed")):
        upright = session.read(specimen.file)
        for again in range(_TIMES_EACH):
            seed = 1000 * SEED + _TIMES_EACH * number + again
            seen.append((specimen, _photographed(session, specimen, upright.extra.get("pitch_px"), seed)))
    blank = [
        _photographed(session, s, None, 2000 * SEED + n)
        for n, s in enumerate(s for s in specimens if s.use == "negative")
    ]
    return {
        **by_height([shown for _, shown in seen]),
        "height_from": "the distance of characters as our reader finds it in the published image",
        "photos_each": _TIMES_EACH,
        "missed": sorted({s.file.name for s, shown in seen if not shown.exact}),
        "negatives": {"n": len(blank), "read": sum(shown.found for shown in blank)},
    }


def _photographed(session: Session, specimen: Specimen, pitch_px: float | None, seed: int) -> Shown:
    with Image.open(specimen.file) as image:
        raster = np.asarray(image.convert("RGB"))
    shot = shot_of(raster, seed)
    encoded = encode(_developed(raster, shot), shot.codec)
    height = 0.0 if pitch_px is None else pitch_px / _NOMINAL_PITCH * _magnification(shot)
    return _from_bytes(session, encoded, specimen.lines, height, shot.size[0] * shot.size[1])


def shot_of(raster: Pixels, seed: int) -> Shot:
    """A phone's shot of a page that fills the raster."""
    height, width = (side / _PX_PER_MM for side in raster.shape[:2])
    design = replace(designs()["td3-2"][0], width=width, height=height)
    return replace(shots(design, seed)[0], px_per_mm=_PX_PER_MM)


def _developed(raster: Pixels, shot: Shot) -> Pixels:
    """As `sample_docs.generator.capture.take` does with a page that it has drawn."""
    image = expose(raster, shot)
    return image if shot.first_codec is None else decode(encode(image, shot.first_codec))


def _magnification(shot: Shot) -> float:
    """Photo pixels by pixels of the published image, low in the middle of the page, where an MRZ lies."""
    width, height = shot.page
    ends = np.array([[[width / 2, 0.85 * height - 0.5], [width / 2, 0.85 * height + 0.5]]])
    above, below = cv2.perspectiveTransform(ends, shot.homography)[0]
    return float(np.linalg.norm(below - above)) / _PX_PER_MM


def by_height(shown: Sequence[Shown]) -> dict[str, Any]:
    """Exact rates with Wilson intervals by character height, and times."""
    bins = {f"{low:g} to {high:g} px": _in_bin(shown, low, high) for low, high in pairwise(BINS)}
    return {
        "photos": len(shown),
        "exact": share(sum(one.exact for one in shown), len(shown)),
        "exact_from_16_px": share(
            sum(one.exact for one in shown if one.height_px >= 16), sum(one.height_px >= 16 for one in shown)
        ),
        "by_character_height": {
            name: share(sum(one.exact for one in inside), len(inside))
            for name, inside in bins.items()
            if inside
        },
        "found": share(sum(one.found for one in shown), len(shown)),
        "median_wall_s": statistics.median(one.wall for one in shown),
        "median_cpu_s": statistics.median(one.cpu for one in shown),
        "p95_cpu_s": float(np.percentile([one.cpu for one in shown], 95)),
        "megapixels": {
            "median": statistics.median(one.megapixels for one in shown),
            "max": max(one.megapixels for one in shown),
        },
    }


def _in_bin(shown: Sequence[Shown], low: float, high: float) -> list[Shown]:
    return [one for one in shown if low <= one.height_px < high]


def print_heights(figures: dict[str, Any]) -> None:
    """One line a bin."""
    for group in ("utopia", "utopia_shrunk_again", "published_specimens"):
        for name, s in figures.get(group, {}).get("by_character_height", {}).items():
            print(f"{group:22} {name:16} {s['right']:>4} of {s['n']:<4} {s['share']:.3f} {s['interval95']}")
