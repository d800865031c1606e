"""Makes many documents with worker processes and writes them with their manifest."""

import multiprocessing
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
from rich.progress import track

from .jobs import Job, Made, make
from .manifest import as_csv
from .memory import keep_freed_memory


def write(jobs: tuple[Job, ...], folder: Path, *, workers: int = 1, quiet: bool = False) -> int:
    """Write the documents and ``manifest.csv`` below ``folder``; the number of images.

    An earlier ``documents`` folder and manifest there are replaced. The result does not depend on ``workers``.
    """
    shutil.rmtree(folder / "documents", ignore_errors=True)
    rows = []
    for made in track(_made(jobs, workers), "documents", total=len(jobs), disable=quiet):
        for image in made:
            save(image, folder)
            rows.append(image.row)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.csv").write_text(as_csv(rows), encoding="utf-8")
    return len(rows)


def _made(jobs: Iterable[Job], workers: int) -> Iterator[tuple[Made, ...]]:
    if workers <= 1:
        prepared()
        yield from map(make, jobs)
        return
    with multiprocessing.get_context("spawn").Pool(workers, initializer=prepared) as pool:
        yield from pool.imap(make, jobs, chunksize=4)


def prepared() -> None:
    """Make this process one that draws many documents."""
    one_thread()
    keep_freed_memory()


def one_thread() -> None:
    """A worker is a core: OpenCV's own threads would only get in each other's way."""
    cv2.setNumThreads(1)


def save(image: Made, folder: Path) -> None:
    """Write an image and its mask below ``folder``."""
    target = folder / image.row.file
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(image.image)
    if image.mask is not None:
        (folder / image.row.mask).write_bytes(image.mask)
