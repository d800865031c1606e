"""What is known of every template before any is loaded: looks and view, in files that are mapped and not read.

    .index/
      index.json      model, size, file name, date and digest of each pack; offsets of the views
      vectors.npy     (N, LENGTH) float32, prepared looks
      weights.npy     (N, cells) float32
      views.bin       the views, one after another

A wrong index can lead to a wrong guess or to a TemplateError and to nothing else: a page is compared with the pack itself.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.errors import TemplateError
from docforensics.formats.free_size import AnySize
from docforensics.parsing import made, read_json
from docforensics.regular import is_file, open_regular, read_regular
from docforensics.templates.model import Template, TemplateModel
from docforensics.templates.retrieval.descriptor import CELLS, LENGTH, looks_of, prepared
from docforensics.templates.retrieval.verification import CoarseView, view_of, view_shape

INDEX_VERSION = 2
"""Raised where an older index is to be made anew."""
FOLDER = ".index"
_MOST_BYTES = 256 * 2**20
"""Of `index.json`: a million templates. A judgement."""
_NUMPY = b"\x93NUMPY"
_VIEWS_KEPT = 16
"""Views that stay in memory, half a megabyte each: those checked for one page are fewer, and pages of one model ask for the same. A judgement."""
_FILES = ("index.json", "vectors.npy", "weights.npy", "views.bin")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """One template as the index knows it."""

    model: TemplateModel | None
    size: AnySize
    source: str = ""
    """Name of its pack in the store's folder; empty for one in memory."""
    stamp: tuple[int, int] = (0, 0)
    """Size in bytes and date of the pack when it was indexed."""
    digest: str = ""
    """`Template.digest` of what was indexed: a pack that was changed since is not what a page was chosen by."""


class TemplateIndex:
    """Entries, looks and views of N templates. Read-only."""

    def __init__(
        self,
        entries: Sequence[IndexEntry],
        vectors: NDArray[np.float32],
        weights: NDArray[np.float32],
        views: NDArray[np.uint8],
    ) -> None:
        self.entries = tuple(entries)
        self.vectors, self.weights = vectors, weights
        self._views = views
        self._kept: dict[int, CoarseView] = {}
        lengths = [int(np.prod(view_shape(entry.size))) for entry in entries]
        self._starts = np.concatenate([[0], np.cumsum(lengths)]).astype(int)
        if len(vectors) != len(entries) or len(weights) != len(entries) or len(views) != self._starts[-1]:
            raise TemplateError(
                f"template index: expected {len(entries)} templates in every file; index again"
            )
        width = LENGTH, CELLS[0] * CELLS[1]
        if entries and (vectors.shape[1], weights.shape[1]) != width:
            raise TemplateError(
                f"template index: expected {width} numbers a template in vectors and weights; index again"
            )

    @classmethod
    def of(cls, templates: Iterable[tuple[Template, IndexEntry]]) -> "TemplateIndex":
        """Work out looks and views of templates, one after another."""
        entries, vectors, weights, views = [], [], [], []
        for template, entry in templates:
            row, weight, view = described(template)
            entries.append(entry)
            vectors.append(row)
            weights.append(weight)
            views.append(view.pixels.ravel())
        if not entries:
            return cls((), np.empty((0, 1), np.float32), np.empty((0, 1), np.float32), np.empty(0, np.uint8))
        return cls(entries, np.stack(vectors), np.stack(weights), np.concatenate(views))

    def view(self, number: int) -> CoarseView:
        """The view of one template; only its own bytes are read. The last few are kept: what is worked out from a view is kept with it."""
        found = self._kept.get(number)
        if found is None:
            size = self.entries[number].size
            data = self._views[self._starts[number] : self._starts[number + 1]]
            found = CoarseView(size=size, pixels=np.asarray(data).reshape(view_shape(size)))
            # Two threads may both make one; the later one is kept, which costs time and nothing else.
            self._kept = {**dict(list(self._kept.items())[-_VIEWS_KEPT + 1 :]), number: found}
        return found

    def save(self, folder: Path) -> None:
        """Write the index into `folder/.index`."""
        target = folder / FOLDER
        target.mkdir(exist_ok=True)
        np.save(target / "vectors.npy", self.vectors)
        np.save(target / "weights.npy", self.weights)
        np.asarray(self._views).tofile(target / "views.bin")
        record = {"index_version": INDEX_VERSION, "templates": [asdict(entry) for entry in self.entries]}
        (target / "index.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "TemplateIndex | None":
        """Map the index of a store's folder; None where there is none.

        Raises
        ------
        TemplateError
            Its files do not fit one another, or are of another version.
        """
        source = folder / FOLDER
        if not all(is_file(source / name) for name in _FILES):
            return None
        try:
            record = read_json(read_regular(source / "index.json", _MOST_BYTES))
            if record["index_version"] != INDEX_VERSION:
                return None
            entries = made(tuple[IndexEntry, ...], record["templates"])
            vectors, weights = _mapped(source / "vectors.npy"), _mapped(source / "weights.npy")
            views = np.memmap(source / "views.bin", dtype=np.uint8, mode="r")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise TemplateError(
                f"{source}: the index is damaged ({error}); delete it and index again"
            ) from error
        return cls(entries, vectors, weights, views)


def _mapped(file: Path) -> NDArray[np.float32]:
    """Map a table of numbers; ValueError for whatever else the file is."""
    with open_regular(file) as opened:
        if opened.read(len(_NUMPY)) != _NUMPY:
            raise ValueError(f"{file.name}: not a file of numpy")
    try:
        found: NDArray[np.float32] = np.load(file, mmap_mode="r", allow_pickle=False)
    except Exception as error:
        # A damaged head raises errors of tokenize and mmap besides those of numpy.
        raise ValueError(f"{file.name}: {error}") from error
    if found.ndim != 2 or found.dtype != np.float32:
        raise ValueError(f"{file.name}: expected a table of 32-bit numbers")
    return found


def described(template: Template) -> tuple[NDArray[np.float32], NDArray[np.float32], CoarseView]:
    """Looks (vector, weights) and view of a template's reference in white light.

    Raises
    ------
    TemplateError
        It has none.
    """
    reference = template.references.get(Light.VISIBLE)
    if reference is None:
        raise TemplateError(f"template {template.id}: expected a reference in white light, got none")
    view = view_of(reference, template.size)
    row, weight = prepared(looks_of(view.colour, view.constant))
    return row, weight, view


def stamp_of(pack: Path) -> tuple[int, int]:
    """Size and date of a pack (of all files of a folder), to see whether it changed since it was indexed."""
    files = [pack] if is_file(pack) else [file for file in pack.iterdir() if is_file(file)]
    facts = [file.stat() for file in files]
    return sum(fact.st_size for fact in facts), max((fact.st_mtime_ns for fact in facts), default=0)
