"""Draws a set of designs at random: ``python -m sample_docs.generator designs OUT --first 0 --n 80 --part 1/4``.

One folder a design and channel, as `random-0007-flatbed`, each with a manifest, `template.txt` (the holders that are kept for the
template), `facts.csv` (press, device and role of each document) and `design.json` (model, sides, places). Documents are drawn in an
order in which a set that is cut short holds the same shares; what is listed is not drawn again, so that any number of processes can
share the parts and each can be stopped.
"""

import argparse
import csv
import dataclasses
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.progress import track

from .capture import CHANNELS
from .designs import sides_of
from .designs.at_random import drawn_office
from .forge import SPECIES, Severity
from .geometry import Box
from .jobs import Job, make
from .manifest import COLUMNS
from .people import holder
from .plans import possible
from .presses import drawn_press
from .render import keep_backgrounds
from .sheet import rng_of
from .writing import prepared, save

SPLITS = ("calibration", "test")
_HOLDERS = 2048
"""Of each split: names repeat beyond, faces after 24."""
DEVICES = 1000
"""Devices of each kind that a split has numbers for: those of the test split are others. As a device counts as one in every bound, there have to be
more of them than designs."""
_BACKGROUND_BYTES = 150_000_000
"""Both sides of one design in three lights at the scale of its readers."""
FACTS = ("document_id", "design", "press", "device", "role")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What all folders of a set share."""

    out: Path
    seed: int
    split: str
    genuine: int
    forged: int
    template: int
    devices: int
    """How many devices of each kind there are in the set."""
    reprinted: float
    """Share of the documents that another press printed from the same design."""
    ppi: int | None
    draws_template: bool = True
    """Whether the documents for the template are drawn, beside being kept apart: on channels that nothing is learned from they are waste."""
    shares_records: bool = True
    """Whether forgeries are made from records of genuine documents of their folder, which are the same on every channel. Else every document
    of a design has a record of its own: in a set without labels a number that stands twice would tell them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One document of a set."""

    job: Job
    role: str
    """template, genuine or forged."""


def planned(setup: Setup, design: int, channel: str) -> tuple[Entry, ...]:
    """Every document of a design on a channel: those for the template first, then genuine and forged, mixed.

    A forged document is made from the record of a genuine one of the same folder, its twin, where the set shares records.
    """
    people = _people(setup, design, channel)
    kept, rest = people[: setup.template], people[setup.template :]
    others, victims = rest[: setup.genuine], rest if setup.shares_records else rest[setup.genuine :]
    kinds = _kinds(setup, design, channel) if victims else []
    mixed = [
        ((n + 0.25) / max(1, setup.genuine), Entry(job=_job(setup, design, channel, who), role="genuine"))
        for n, who in enumerate(others)
    ]
    for n, (species, severity) in enumerate(kinds):
        victim = _job(setup, design, channel, victims[n % len(victims)])
        job = dataclasses.replace(victim, species=species, severity=severity)
        mixed.append(((n + 0.75) / setup.forged, Entry(job=job, role="forged")))
    entries = [Entry(job=_job(setup, design, channel, who), role="template") for who in kept]
    entries += [entry for _, entry in sorted(mixed, key=lambda pair: pair[0])]
    return tuple(_on_a_device(setup, entry) for entry in entries)


def _people(setup: Setup, design: int, channel: str) -> list[int]:
    """Whose documents are drawn: for the template, genuine, and forged where these have records of their own."""
    count, first = setup.template + setup.genuine, 0
    if not setup.shares_records:
        count += setup.forged
        first = list(CHANNELS).index(channel) * count
    start = int(rng_of(setup.seed, design, "holders").integers(0, _HOLDERS))
    return [SPLITS.index(setup.split) + 2 * ((start + first + k) % _HOLDERS) for k in range(count)]


def _kinds(setup: Setup, design: int, channel: str) -> list[tuple[str, Severity]]:
    """How each document is forged: species in an order of the design's and channel's own; the severity of each by chance, then in turn.

    One counter for both ties them: in large sets a species is drawn twice as often as it ought to be in one severity, and half as often in another.
    """
    fit = [kind for kind in SPECIES if possible(f"random-{design:04d}", kind, channel)]
    if not fit:
        return []
    order = rng_of(setup.seed, design, channel, "species").permutation(len(fit))
    found = []
    for n in range(setup.forged):
        again, place = divmod(n, len(fit))
        chance = rng_of(setup.seed, design, channel, "severity", place)
        severity = list(Severity)[(int(chance.integers(len(Severity))) + again) % len(Severity)]
        found.append((fit[order[place]], severity))
    return found


def _job(setup: Setup, design: int, channel: str, who: int) -> Job:
    """A genuine document; its press goes by the record, so that twins share it."""
    again = rng_of(setup.seed, design, who, "press").random() < setup.reprinted
    return Job(
        design=f"random-{design:04d}" + (f"-press-{design + 1_000_000}" if again else ""),
        copy=who,
        holder=who,
        channel=channel,
        seed=setup.seed,
        ppi=setup.ppi,
    )


def _on_a_device(setup: Setup, entry: Entry) -> Entry:
    """The document before one of the set's devices, drawn from its name alone."""
    chance = rng_of(setup.seed, entry.job.image_seed, "device")
    device = SPLITS.index(setup.split) * DEVICES + int(chance.integers(0, setup.devices))
    return dataclasses.replace(entry, job=dataclasses.replace(entry.job, device=device))


def draw_folder(setup: Setup, design: int, channel: str) -> int:
    """Draw what is not listed yet of one design on one channel; how many documents were drawn."""
    folder = setup.out / f"random-{design:04d}-{channel}"
    folder.mkdir(parents=True, exist_ok=True)
    entries = planned(setup, design, channel)
    apart = [holder(entry.job.holder).key for entry in entries if entry.role == "template"]
    (folder / "template.txt").write_text(" ".join(apart) + "\n", encoding="utf-8")
    (folder / "design.json").write_text(json.dumps(described(design), indent=1) + "\n", encoding="utf-8")
    known = _kept(folder)
    drawn = [entry for entry in entries if setup.draws_template or entry.role != "template"]
    missing = [entry for entry in drawn if entry.job.document_id not in known]
    with (
        (folder / "manifest.csv").open("a", newline="", encoding="utf-8") as manifest,
        (folder / "facts.csv").open("a", newline="", encoding="utf-8") as facts,
    ):
        rows = csv.DictWriter(manifest, COLUMNS, lineterminator="\n")
        lines = csv.writer(facts, lineterminator="\n")
        for entry in missing:
            made = make(entry.job)
            for image in made:
                save(image, folder)
            rows.writerows(asdict(image.row) for image in made)
            manifest.flush()
            lines.writerow(_facts(entry, design))
            facts.flush()
    return len(missing)


def _kept(folder: Path) -> set[str]:
    """Documents that were drawn whole before; rows of one that was cut off are struck out, and a new folder gets its headers."""
    lists = {"manifest.csv": COLUMNS, "facts.csv": FACTS}
    tables = {name: _table(folder / name) for name in lists}
    known = {row["document_id"] for row in tables["facts.csv"]}
    for name, columns in lists.items():
        with (folder / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(row for row in tables[name] if row["document_id"] in known)
    return known


def _table(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _facts(entry: Entry, design: int) -> tuple[str, int, str, str, str]:
    press = entry.job.design.partition("-press-")[2] or str(design)
    return (entry.job.document_id, design, press, str(entry.job.device), entry.role)


def described(design: int) -> dict[str, object]:
    """What an authority knows of its design: model, sides, and where devices, pictures and holes stand (mm)."""
    office = drawn_office(design)
    sides = sides_of(f"random-{design:04d}")
    return {
        "design": design,
        "form": office.form.name,
        "model": ["UTO", (office.code.rstrip("<") or "D"), office.series, office.edition[0].year],
        "press": drawn_press(design).number,
        "script": office.wording.script,
        "sides": [
            {
                "key": side.key,
                "side": side.side,
                "size_mm": [side.width, side.height],
                "portrait": _place(side.portrait),
                "second_portrait": _place(side.second_portrait),
                "devices": [_place(box) for box in places.devices],
                "perforation": _place(places.perforation),
                "fields": {cell.name: _place(cell.value) for cell in places.cells},
                "mrz": side.compose is not None,
            }
            for side, places in zip(sides, office.places(), strict=True)
        ],
    }


def _place(box: Box | None) -> list[float] | None:
    return None if box is None else [round(v, 2) for v in (box.x, box.y, box.w, box.h)]


def folders(first: int, count: int, channels: list[str], part: tuple[int, int]) -> Iterator[tuple[int, str]]:
    """The designs and channels of one part; a design belongs to one part whole, so that its background is drawn once."""
    number, parts = part
    for design in range(first, first + count):
        if design % parts == number - 1:
            yield from ((design, channel) for channel in channels)


def _part(text: str) -> tuple[int, int]:
    number, _, parts = text.partition("/")
    if not (number.isdigit() and parts.isdigit() and 1 <= int(number) <= int(parts)):
        raise argparse.ArgumentTypeError(f"expected a part as 1/4, got {text}")
    return int(number), int(parts)


def main(arguments: list[str]) -> int:
    """Draw a part of a set; 0."""
    parser = argparse.ArgumentParser(prog="python -m sample_docs.generator designs", description=__doc__)
    parser.add_argument("out", type=Path, help="folder of the set; never the repository's")
    parser.add_argument("--first", type=int, default=0, help="number of the first design")
    parser.add_argument("--n", type=int, default=80, help="number of designs")
    parser.add_argument("--genuine", type=int, default=8, help="genuine documents a design and channel")
    parser.add_argument("--forged", type=int, default=8, help="forged documents a design and channel")
    parser.add_argument("--template", type=int, default=8, help="genuine documents kept for the template")
    parser.add_argument("--channels", nargs="+", choices=sorted(CHANNELS), default=list(CHANNELS))
    parser.add_argument("--split", choices=SPLITS, default="calibration", help="whose faces and devices")
    parser.add_argument("--devices", type=int, default=24, help="devices of each kind in the set")
    parser.add_argument("--reprinted", type=float, default=0.2, help="share that another press printed")
    parser.add_argument("--part", type=_part, default=(1, 1), help="which part of the designs, as 1/4")
    parser.add_argument("--seed", type=int, default=2400)
    parser.add_argument("--ppi", type=int, help="resolution for all; None is each device's")
    options = parser.parse_args(arguments)
    prepared()
    keep_backgrounds(_BACKGROUND_BYTES)
    names = ("out", "seed", "split", "genuine", "forged", "template", "devices", "reprinted", "ppi")
    setup = Setup(**{name: getattr(options, name) for name in names})
    work = list(folders(options.first, options.n, options.channels, options.part))
    count = sum(draw_folder(setup, *one) for one in track(work, "designs"))
    print(f"{count} documents drawn in {len(work)} folders of {options.out}")
    return 0
