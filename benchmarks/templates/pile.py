"""Draws a pile without labels for `benchmarks.templates.discover`: `python -m benchmarks.templates.pile OUT --n 480`.

Eight documents of Utopia (ten sides) on four channels, of two of them a second edition that differs in one detail, a tenth forged
by all species in turn. Documents come in an order in which the first N are a fair mix. OUT/manifest.csv holds what a
scan may know (files by light, the channel), OUT/truth.csv what it may not. A drawing that is stopped goes on.
"""

import argparse
import csv
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from sample_docs.generator.capture import CHANNELS
from sample_docs.generator.designs import designs, td2, td3_series2
from sample_docs.generator.designs.layout import design_of
from sample_docs.generator.forge import SPECIES
from sample_docs.generator.jobs import Job, make
from sample_docs.generator.memory import keep_freed_memory
from sample_docs.generator.plans import possible

SEED = 4900
SECOND_EDITIONS = {"td3-2": "td3-2b", "td2": "td2b"}
"""Documents of which a part is of a second edition, and what that is called here."""
SECOND_SHARE = {"td3-2": 0.35, "td2": 0.5}
FORGED_SHARE = 0.1
LIGHTS = {"white": "visible", "uv": "uv", "ir": "ir"}
"""Names of lights: the generator's, and a scan's."""
CHANNEL_NAMES = {"border-reader": "scanner", "flatbed": "upload", "photo": "upload", "messenger": "upload"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One document to draw."""

    job: Job
    channel: str


def add_editions() -> None:
    """Add the second editions to the generator's designs, for this process alone."""
    for key, layout, title in (
        ("td3-2b", td3_series2.LAYOUT, "PASPORTO / PASSPORT"),
        ("td2b", td2.LAYOUT, "TRAVEL PASS / VOJAĜPASO"),
    ):
        titles = tuple(replace(one, text=title) if one.name == "title-kind" else one for one in layout.titles)
        designs()[key] = (design_of(replace(layout, key=key, titles=titles)),)


def planned(count: int, seed: int = SEED) -> list[Drawn]:
    """Every document in its order: each design and channel in turn, every tenth round forged."""
    rng = np.random.default_rng([seed, 1])
    names = [name for name in designs() if name not in SECOND_EDITIONS.values()]
    cells = [(name, channel) for name in names for channel in CHANNELS]
    species = {cell: int(rng.integers(len(SPECIES))) for cell in cells}
    found: list[Drawn] = []
    while len(found) < count:
        for place in rng.permutation(len(cells)):
            name, channel = cells[int(place)]
            design = name
            if name in SECOND_EDITIONS and rng.random() < SECOND_SHARE[name]:
                design = SECOND_EDITIONS[name]
            kind = ""
            if rng.random() < FORGED_SHARE:
                kinds = [one for one in SPECIES if possible(design, one, channel)]
                species[name, channel] += 1
                kind = kinds[species[name, channel] % len(kinds)]
            job = Job(
                design=design,
                copy=len(found),
                holder=int(rng.integers(0, 4096)),
                channel=channel,
                species=kind,
                seed=seed,
            )
            found.append(Drawn(job=job, channel=channel))
    return found[:count]


def draw(plan: list[Drawn], out: Path, *, seconds: float) -> int:
    """Draw what is not listed yet until the time is over; give how many sides are listed."""
    known = {row["document"] for row in _rows(out / "truth.csv")}
    end = time.monotonic() + seconds
    number = 1 + max(
        (int(row["id"].removeprefix("capture-")) for row in _rows(out / "truth.csv")), default=-1
    )
    with (
        (out / "manifest.csv").open("a", newline="", encoding="utf-8") as listed,
        (out / "truth.csv").open("a", newline="", encoding="utf-8") as kept,
    ):
        manifest = csv.DictWriter(listed, ["id", "channel", *LIGHTS.values()], lineterminator="\n")
        truth = csv.DictWriter(
            kept, ["id", "document", "design", "side", "channel", "species", "mask"], lineterminator="\n"
        )
        if not known:
            manifest.writeheader()
            truth.writeheader()
        for one in plan:
            if one.job.document_id in known:
                continue
            if time.monotonic() > end:
                break
            for side, files, mask in _sides(one.job, out, number):
                name = f"capture-{number:05}"
                manifest.writerow({"id": name, "channel": CHANNEL_NAMES[one.channel], **files})
                truth.writerow(
                    {
                        "id": name,
                        "document": one.job.document_id,
                        "design": one.job.design,
                        "side": side,
                        "channel": one.channel,
                        "species": one.job.species if mask else "",
                        "mask": mask,
                    }
                )
                number += 1
            listed.flush()
            kept.flush()
    return number


def _sides(job: Job, out: Path, number: int) -> Iterator[tuple[str, dict[str, str], str]]:
    """Each side of a document: its name, its files by light, and its mask where it was forged."""
    sides: dict[str, dict[str, str]] = {}
    masks: dict[str, str] = {}
    for made in make(job):
        place = len(sides) if made.row.side not in sides else list(sides).index(made.row.side)
        file = Path("files") / f"{number + place:05}-{made.row.light}{Path(made.row.file).suffix}"
        (out / "files").mkdir(parents=True, exist_ok=True)
        (out / file).write_bytes(made.image)
        sides.setdefault(made.row.side, {})[LIGHTS[made.row.light]] = str(file)
        if made.mask is not None and made.row.light == "white":
            mask = out / "masks" / f"{number + place:05}.png"
            mask.parent.mkdir(parents=True, exist_ok=True)
            mask.write_bytes(made.mask)
            masks[made.row.side] = str(mask.relative_to(out))
    for side, files in sides.items():
        yield side, files, masks.get(side, "")


def _rows(file: Path) -> Iterator[dict[str, str]]:
    if file.is_file():
        with file.open(newline="", encoding="utf-8") as rows:
            yield from csv.DictReader(rows)


def main() -> None:
    """Draw until the time is over."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--n", type=int, default=480, help="documents; two of the designs have two sides")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--seconds", type=float, default=3600)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    keep_freed_memory()
    add_editions()
    options.out.mkdir(parents=True, exist_ok=True)
    print(
        f"{draw(planned(options.n, options.seed), options.out, seconds=options.seconds)} captures in {options.out}"
    )


if __name__ == "__main__":
    main()
