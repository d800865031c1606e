"""Utopia's documents for the MRZ bench, drawn once into a cache folder; what is there already is not drawn again.

Holders and records are others than those of the committed specimens: every number here starts at 1000.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path

import numpy as np
from rich.progress import track

from benchmarks.provenance import ROOT
from sample_docs.generator.designs import designs
from sample_docs.generator.jobs import Job, make
from sample_docs.generator.manifest import Row
from sample_docs.generator.writing import one_thread

DESIGNS = tuple(name for name, sides in designs().items() if any(side.compose for side in sides))
"""All that print an MRZ."""
SEED = 77
FIRST_COPY = 1000
_DRAWN_WITH = (
    "elements.py",
    "faces.py",
    "guilloche.py",
    "ink.py",
    "mrz.py",
    "people.py",
    "render.py",
    "sheet.py",
)
_HEIGHT_MM = 2.4
"""Nominal height of a capital of OCR-B size I (ISO 1073-2)."""
_SIZES = {"TD1": (85.6, 53.98), "TD3": (125.0, 88.0), "MRV-A": (120.0, 80.0)}
"""Width and height of the pages in mm; others are (105, 74)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One image of a side of a document, and what is printed there."""

    file: Path
    row: Row

    @property
    def lines(self) -> tuple[str, ...]:
        """As printed; empty on sides without an MRZ."""
        return tuple(self.row.mrz.split("|")) if self.row.mrz else ()

    @property
    def character_px(self) -> float:
        """Height of an OCR-B capital in pixels, in the middle of the MRZ."""
        matrix = np.array(json.loads(self.row.homography)).reshape(3, 3)
        width, height = _SIZES.get(self.row.document_type, (105.0, 74.0))
        ends = [matrix @ (width / 2, height - 12.0 + half, 1.0) for half in (_HEIGHT_MM / 2, -_HEIGHT_MM / 2)]
        low, high = (end[:2] / end[2] for end in ends)
        return float(np.linalg.norm(low - high))


def flatbed_pages(cache: Path, count: int) -> tuple[Page, ...]:
    """Sides of `count` documents on a flatbed scanner at 300 ppi."""
    return _drawn(_jobs("flatbed", count, 300), cache / "utopia-flatbed")


def photo_pages(cache: Path, count: int) -> tuple[Page, ...]:
    """Sides of `count` documents on simulated phone photos of 2 to 12 megapixels."""
    return _drawn(_jobs("photo", count, None), cache / "utopia-photo")


def _jobs(channel: str, count: int, ppi: int | None) -> tuple[Job, ...]:
    """`count` documents through one channel, design after design, no two alike."""
    return tuple(
        Job(
            design=design,
            copy=FIRST_COPY + n,
            holder=FIRST_COPY + n,
            channel=channel,
            seed=SEED,
            ppi=ppi,
        )
        for n, design in enumerate(islice(cycle(DESIGNS), count))
    )


def _drawn(jobs: Iterable[Job], folder: Path) -> tuple[Page, ...]:
    one_thread()
    folder = folder.with_name(f"{folder.name}-{_generator_version()}")
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(
        page
        for job in track(list(jobs), f"drawing {folder.name}")
        for page in (_kept(job, folder) or _made(job, folder))
    )


def _generator_version() -> str:
    """A hash of what genuine documents are drawn with, so that an older drawing is never measured on."""
    whole = hashlib.sha256()
    generator = ROOT / "sample_docs" / "generator"
    drawn_with = [path for part in ("designs", "capture", "fonts") for path in (generator / part).iterdir()]
    for file in sorted([*drawn_with, *(generator / name for name in _DRAWN_WITH)]):
        if file.suffix in {".py", ".otf", ".ttf"}:
            whole.update(file.name.encode() + file.read_bytes())
    return whole.hexdigest()[:8]


def _kept(job: Job, folder: Path) -> tuple[Page, ...]:
    """What an earlier run drew; its list is written last, so a run that was cut off leaves none."""
    file = folder / f"{job.document_id}.json"
    if not file.is_file():
        return ()
    rows = [Row(**fields) for fields in json.loads(file.read_text(encoding="utf-8"))]
    return tuple(Page(file=folder / row.file, row=row) for row in rows)


def _made(job: Job, folder: Path) -> tuple[Page, ...]:
    made = make(job)
    for image in made:
        target = folder / image.row.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(image.image)
    rows = json.dumps([asdict(image.row) for image in made])
    (folder / f"{job.document_id}.json").write_text(rows, encoding="utf-8")
    return tuple(Page(file=folder / image.row.file, row=image.row) for image in made)
