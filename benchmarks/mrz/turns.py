"""The part `turns`: does the way up matter? Quarter turns, the eight EXIF orientations, and 15 degrees to either side."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from PIL import Image
from rich.progress import track

from benchmarks.mrz.degrade import oriented, png, turned, with_mrz
from benchmarks.mrz.metrics import share
from benchmarks.mrz.session import Session
from benchmarks.mrz.setting import Setting
from benchmarks.mrz.specimens import read_manifest
from benchmarks.mrz.utopia import flatbed_pages

QUARTERS = (90, 180, 270)
SLANTS = (-15, -10, -5, 5, 10, 15)

Lines = tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """What was read of one image in every position."""

    printed: tuple[str, ...]
    upright: Lines
    read: dict[str, Lines]

    @property
    def exact(self) -> bool:
        """Whether it is read right when it stands upright."""
        return self.upright == self.printed


def run(setting: Setting) -> None:
    """Read scans of Utopia and, where their folder is given, the published specimens; write `turns.json`."""
    session = setting.session()
    pages = with_mrz(flatbed_pages(setting.cache, setting.documents))
    figures = {"utopia": _figures(session, [(page.file, page.lines) for page in pages])}
    if setting.data is not None:
        wanted = [(s.file, s.lines) for s in read_manifest(setting.folder) if s.use == "read"]
        figures["published_specimens"] = _figures(session, wanted)
    session.close()
    setting.write("turns", {"engine": setting.engine, **figures})
    print(figures)


def _figures(session: Session, images: Sequence[tuple[Path, tuple[str, ...]]]) -> dict[str, Any]:
    seen = [_turned(session, file, lines) for file, lines in track(images, "turned images")]
    same = [name for name in seen[0].read if not name.startswith("slant")]
    slants = [name for name in seen[0].read if name.startswith("slant")]
    return {
        "images": len(seen),
        "exact_upright": sum(one.exact for one in seen),
        "same_lines_as_upright": {name: _same(seen, name) for name in same},
        "of_those_exact_upright_exact": {name: _still_exact(seen, name) for name in slants},
    }


def _same(seen: Sequence[Turned], name: str) -> dict[str, object]:
    return share(sum(one.read[name] == one.upright for one in seen), len(seen))


def _still_exact(seen: Sequence[Turned], name: str) -> dict[str, object]:
    right = [one for one in seen if one.exact]
    return share(sum(one.read[name] == one.printed for one in right), len(right))


def _turned(session: Session, file: Path, lines: tuple[str, ...]) -> Turned:
    with Image.open(file) as opened:
        image = opened.convert("RGB")
    positions = {
        **{f"turned by {angle}": _file_of(turned(image, angle)) for angle in QUARTERS},
        **{f"EXIF orientation {number}": oriented(image, number) for number in range(1, 9)},
        **{f"slant by {angle}": _file_of(turned(image, angle)) for angle in SLANTS},
    }
    return Turned(
        printed=lines,
        upright=_read(session, _file_of(image)),
        read={name: _read(session, stored) for name, stored in positions.items()},
    )


def _file_of(image: Image.Image) -> bytes:
    return png(np.asarray(image, np.uint8))


def _read(session: Session, image: bytes) -> Lines:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "image.png"
        file.write_bytes(image)
        return session.read(file).lines
