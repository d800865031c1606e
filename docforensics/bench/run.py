"""A run: every system answers every document, and the answers become figures. The bench's main path; read this first."""

import hashlib
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from docforensics.bench.cache import Cache, key_of
from docforensics.bench.data_set import DataSet, Item
from docforensics.bench.file_facts import file_facts
from docforensics.bench.leak import LeakReport, leak_report
from docforensics.bench.normalise import Normalisation, prepare
from docforensics.bench.place import ForgedPicture, places
from docforensics.bench.provenance import provenance
from docforensics.bench.summary import BenchRow, Settings, Summary, summarise
from docforensics.bench.systems.model import Answer, ScoreMap, System, guarded
from docforensics.errors import InputError, UsageError

Progress = Callable[[str, int, int], None]
"""Told the stage, how many steps are done, and of how many."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Benchmark:
    """Everything that one run found."""

    data: DataSet
    normalisation: Normalisation
    settings: Settings
    rows: Mapping[str, tuple[BenchRow, ...]]
    """Answers by system, in the order of the set."""
    summaries: Mapping[str, Summary]
    places: Mapping[str, tuple[ForgedPicture, ...]]
    """Every forged picture with a mask, by system."""
    leaks: tuple[LeakReport, ...]
    """As published, and as given to the systems; empty when it was not asked for."""
    provenance: Mapping[str, object]
    cache: Cache

    def map(self, system: str, item: Item, picture: int) -> ScoreMap | None:
        """Give a system's map of one picture; None when there is none."""
        row = next(row for row in self.rows[system] if row.item.id == item.id)
        return self.cache.map(row.key, picture)


def run(
    data: DataSet,
    systems: Sequence[System],
    *,
    cache: Path | None = None,
    normalisation: Normalisation | None = None,
    settings: Settings | None = None,
    leaks: bool = True,
    workers: int = 1,
    told: Mapping[str, object] | None = None,
    progress: Progress = lambda _stage, _done, _of: None,
) -> Benchmark:
    """Measure systems on a data set.

    Parameters
    ----------
    cache
        Folder that keeps answers, so that a run that was stopped goes on; None uses a temporary one.
    normalisation, settings
        How pictures are made alike and how figures are formed; the defaults when None.
    leaks
        Whether file facts are measured too (needs scikit-learn).
    workers
        Threads; figures do not depend on them.
    told
        Added to the provenance: the command line, for example.

    """
    if not systems:
        raise UsageError("expected at least one system, got none")
    normal, settings = normalisation or Normalisation(), settings or Settings()
    store = Cache(cache) if cache else _temporary()
    qualities = normal.assign(data.items)
    sizes = {item.id: _sizes(item) for item in data.items}
    asked = _Question(systems=systems, normalisation=normal, qualities=qualities, sizes=sizes, store=store)
    rows = _ask_all(data.items, asked, workers, progress)
    summaries, found_at = {}, {}
    for done, system in enumerate(systems, start=1):
        where = _places(data, rows[system.name], asked)
        found_at[system.name] = tuple(one for one in where if isinstance(one, ForgedPicture))
        summaries[system.name] = summarise(system.name, system.about, rows[system.name], where, settings)
        progress("figures", done, len(systems))
    found = tuple(_leaks(data, normal, qualities, settings, progress)) if leaks else ()
    return Benchmark(
        data=data,
        normalisation=normal,
        settings=settings,
        rows=rows,
        summaries=summaries,
        places=found_at,
        leaks=found,
        provenance={**provenance(), "data_sha256": data.digest(), **(told or {})},
        cache=store,
    )


def _temporary() -> Cache:
    """Make a cache whose folder goes when nothing holds it any longer."""
    folder = Path(tempfile.mkdtemp(prefix="docforensics-"))
    store = Cache(folder)
    weakref.finalize(store, shutil.rmtree, folder, ignore_errors=True)
    return store


def _sizes(item: Item) -> tuple[tuple[int, int], ...]:
    """Width and height of every picture, upright; empty when one cannot be read."""
    try:
        return tuple(_size(picture.file) for picture in item.pictures)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ()


def _size(file: Path) -> tuple[int, int]:
    with Image.open(file) as image:
        turned = image.getexif().get(0x0112, 1) >= 5  # EXIF orientation: 5 to 8 lie on their side
        return (image.height, image.width) if turned else (image.width, image.height)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Question:
    """What every question to a system has in common."""

    systems: Sequence[System]
    normalisation: Normalisation
    qualities: Mapping[str, int | None]
    sizes: Mapping[str, tuple[tuple[int, int], ...]]
    store: Cache

    def answers(self, item: Item) -> list[BenchRow]:
        """Ask all systems about one document; it is prepared once, and only when an answer is missing."""
        said = _said(item, self.normalisation, self.qualities[item.id])
        keys = [key_of(said, system.name, system.digest) for system in self.systems]
        answers = [self.store.get(key) for key in keys]
        if None in answers:
            answers = list(self._asked(item, keys, answers))
        return [self._row(item, key, answer) for key, answer in zip(keys, answers, strict=True) if answer]

    def _asked(self, item: Item, keys: Sequence[str], known: Sequence[Answer | None]) -> Iterator[Answer]:
        quality = self.qualities[item.id]
        try:
            questioned = prepare(item, quality, self.normalisation)
        except (InputError, UsageError, OSError) as error:
            yield from (Answer(score=None, error=f"{type(error).__name__}: {error}") for _ in keys)
            return
        for system, key, answer in zip(self.systems, keys, known, strict=True):
            found = answer or guarded(system.answer, questioned)
            yield found if answer or found.error else self.store.put(key, found)

    def _row(self, item: Item, key: str, answer: Answer) -> BenchRow:
        known = self.sizes[item.id]
        return BenchRow(
            item=item,
            answer=answer,
            key=key,
            quality=self.qualities[item.id],
            size=known[item.primary] if known else None,
        )


def _said(item: Item, normalisation: Normalisation, quality: int | None) -> str:
    """Hash what a system is given of a document."""
    return hashlib.sha256(repr((*item.given, quality, normalisation.longest_side)).encode()).hexdigest()


def _ask_all(
    items: Sequence[Item], asked: _Question, workers: int, progress: Progress
) -> Mapping[str, tuple[BenchRow, ...]]:
    rows: dict[str, list[BenchRow]] = {system.name: [] for system in asked.systems}
    pool = ThreadPoolExecutor(max_workers=max(1, workers))
    try:
        for done, answered in enumerate(pool.map(asked.answers, items), start=1):
            for system, row in zip(asked.systems, answered, strict=True):
                rows[system.name].append(row)
            progress("documents", done, len(items))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return {name: tuple(found) for name, found in rows.items()}


def _places(data: DataSet, rows: Sequence[BenchRow], asked: _Question) -> tuple[ForgedPicture | str, ...]:
    keys = {row.item.id: row.key for row in rows}
    binary = any(row.answer.binary for row in rows)
    return tuple(places(data, asked.sizes, lambda item, k: asked.store.map(keys[item.id], k), binary=binary))


def _leaks(
    data: DataSet,
    normalisation: Normalisation,
    qualities: Mapping[str, int | None],
    settings: Settings,
    progress: Progress,
) -> Iterable[LeakReport]:
    published = Normalisation(qualities=())
    forms = [("as published", published, dict.fromkeys(qualities))]
    if normalisation.qualities:
        forms.append(("normalised", normalisation, dict(qualities)))
    for name, form, chosen in forms:
        read = [found for item in data.items if (found := _facts(item, chosen[item.id], form)) is not None]
        progress(f"leak report, {name}", 1, 1)
        if read:
            yield leak_report(
                name,
                np.stack([facts for _, facts in read]),
                [item.is_forged for item, _ in read],
                [item.group for item, _ in read],
                draws=settings.draws,
                seed=settings.seed,
            )


def _facts(item: Item, quality: int | None, form: Normalisation) -> tuple[Item, np.ndarray] | None:
    try:
        shot = prepare(replace(item, pictures=(item.pictures[item.primary],)), quality, form).primary
        return item, file_facts(shot.data, shot.pixels)
    except (InputError, UsageError, OSError):
        return None
